//! What holds for any text, tried on the corpus, on real lists where there are some, and on lines
//! made from both. Seeded, so that a failure comes again; `fuzz/` calls the same laws.
//!
//! `BLOQR_FUZZ_SECONDS=600 cargo test --release invariants -- --nocapture` runs for that time.

pub(crate) mod generate;
pub(crate) mod laws;
pub(crate) mod spans;

use std::{
    env, fs,
    time::{Duration, Instant},
};

use bloqr::syntax::Options;

use crate::{
    invariants::generate::{made_up, mutated, text},
    random::Random,
    support::{files, root},
};

fn corpus() -> String {
    fs::read_to_string(root().join("tests/corpus/rules.txt")).unwrap()
}

/// Real lists, if they are next to the project. Their licences do not allow us to include them.
fn real_lists() -> String {
    let dir = root().join("../shared/lists");
    if !dir.is_dir() {
        eprintln!("no real lists in {}: trying the corpus alone", dir.display());
        return String::new();
    }
    let texts = files(&dir, "txt");
    texts.iter().filter_map(|file| fs::read_to_string(file).ok()).collect()
}

#[test]
fn the_corpus_holds_with_all_options() {
    let corpus = corpus();
    laws::whole_text(&corpus);
    for line in corpus.lines() {
        (0..32).for_each(|bits| laws::line(line, &laws::options(bits)));
    }
}

#[test]
fn real_lists_hold() {
    let lists = real_lists();
    let every = if env::var_os("BLOQR_FUZZ_SECONDS").is_some() { 1 } else { 10 };
    for (n, line) in bloqr::source::lines(&lists).enumerate() {
        if n % every == 0 {
            laws::utf16(line.text);
            laws::line(line.text, &Options::LIST);
            laws::line(line.text, &Options::default().with_html_bodies(true));
        }
    }
}

#[test]
fn changed_and_made_up_lines_hold() {
    let (corpus, lists) = (corpus(), real_lists());
    let corpus: Vec<&str> = corpus.lines().collect();
    let lists: Vec<&str> = lists.lines().step_by(7).collect();
    let seconds = env::var("BLOQR_FUZZ_SECONDS").ok().and_then(|it| it.parse().ok());
    let deadline = seconds.map(|it| Instant::now() + Duration::from_secs(it));
    let mut random = Random::new(1);
    let mut tried = 0_u64;
    while deadline.map_or(tried < 60_000, |it| Instant::now() < it) {
        let line = match random.below(5) {
            0 if !lists.is_empty() => mutated(&mut random, &lists),
            1 => made_up(&mut random),
            _ => mutated(&mut random, &corpus),
        };
        laws::line(&line, &Options::LIST);
        laws::line(&line, &laws::options(random.below(32) as u8));
        if tried.is_multiple_of(16) {
            laws::whole_text(&text(&mut random, &corpus));
        }
        tried += 1;
    }
    eprintln!("{tried} lines held");
}
