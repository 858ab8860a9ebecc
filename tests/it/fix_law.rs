//! The law of `--fix`: for every reader of a list, the same rules are in effect before and after.
//!
//! The code here computes what a reader does with a list. It shares only the parser with the linter.
//! It finds which lines a reader reads as directives and hints, which rules it drops, and a form of
//! each rule in which order, spelling and repetition do not matter.

mod forms;
mod generate;
mod readers;

use std::{
    collections::{BTreeSet, HashMap},
    fs,
    path::Path,
};

use bloqr::{
    diagnostic::Severity,
    lint::{self, Config, Level, Targets},
    source::lines,
};

use self::readers::{READERS, Read, World};
use crate::{
    random::Random,
    support::{files, root},
};

/// The number of rounds of the command.
const ROUNDS: usize = 100;

fn fixed(text: &str, config: &Config) -> String {
    let mut text = text.to_owned();
    for _ in 0..ROUNDS {
        let (next, made) = lint::fix(&text, &lint::lint(&text, config));
        assert_eq!(made == 0, next == text, "{made} fixes were counted\n{}", shown(&text));
        if made == 0 {
            return text;
        }
        text = next;
    }
    panic!("never done\n{}", shown(&text));
}

/// The start of a text that is too long to be shown.
fn shown(text: &str) -> &str {
    &text[..text.floor_char_boundary(2000)]
}

/// Holds the law on one list. Says whether anything was fixed.
fn hold(name: &str, before: &str, config: &Config, worlds: usize) -> bool {
    let after = fixed(before, config);
    if after == before {
        return false;
    }
    let mut ids = HashMap::new();
    let (old, new) = (Read::new(before, &mut ids), Read::new(&after, &mut ids));
    let forms: HashMap<u32, &String> = ids.iter().map(|(form, id)| (*id, form)).collect();
    let described = |lost: Vec<&(u32, String)>| -> Vec<String> {
        lost.iter().map(|it| format!("{} {}", forms[&it.0], it.1)).collect()
    };
    for reader in READERS {
        for world in World::all(&old, reader, worlds) {
            let (had, broken) = old.effect(reader, &world);
            let (has, _) = new.effect(reader, &world);
            let lost = described(had.difference(&has).collect());
            let came = described(
                has.iter().filter(|it| !had.contains(it) && !broken.contains(it)).collect(),
            );
            assert!(
                lost.is_empty() && came.is_empty(),
                "{name}: {reader:?}, {world:?}: lost {lost:?}, came {came:?}\n{}\n--\n{}",
                shown(before),
                shown(&after)
            );
        }
    }
    bound(name, before, &after);
    true
}

/// A comment about the next line is about the same line afterwards, and no directive or heading is
/// lost.
fn bound(name: &str, before: &str, after: &str) {
    let pairs = |text: &str| -> BTreeSet<(String, String)> {
        let all: Vec<&str> = lines(text).map(|it| it.text).collect();
        let is_bound = |it: &&[&str]| it[0].starts_with('!') && it[0].contains("-next-line");
        let form = |line: &str| match forms::of(line) {
            Some(forms) => forms.join(" "),
            None if line.starts_with("!+") => "a hint".to_owned(),
            None => line.to_owned(),
        };
        all.windows(2).filter(is_bound).map(|it| (it[0].to_owned(), form(it[1]))).collect()
    };
    let was = pairs(before);
    for pair in pairs(after) {
        assert!(was.contains(&pair), "{name}: {pair:?} was not\n{before}\n--\n{after}");
    }
    let stay = |text: &str| -> Vec<String> {
        let is_kept = |it: &&str| {
            ["!#", "! Title", "! ---", "! ***", "[", "! ||"]
                .iter()
                .any(|start| it.starts_with(start) && !it.starts_with("[$"))
        };
        lines(text).map(|it| it.text).filter(is_kept).map(str::to_owned).collect()
    };
    assert_eq!(stay(before), stay(after), "{name}\n{}\n--\n{}", shown(before), shown(after));
}

fn configs() -> Vec<Config> {
    let split = lint::Rule::find("multiple-selectors").unwrap();
    let targets = [Targets::EVERY, Targets::ADG, Targets::UBO, Targets::BRAVE | Targets::ABP];
    let mut configs: Vec<Config> = targets.iter().map(|it| Config::for_targets(*it)).collect();
    let mut config = Config::default();
    config.set(split, Level::On(Severity::Warning));
    configs.push(config);
    configs
}

#[test]
fn on_generated_lists() {
    let mut random = Random::new(1);
    let configs = configs();
    let mut fixed = 0;
    for n in 0..600 {
        let text = generate::list(&mut random);
        let config = &configs[n % configs.len()];
        fixed += usize::from(hold(&format!("list {n}"), &text, config, 64));
    }
    assert!(fixed > 300, "only {fixed} were fixed");
}

#[test]
fn on_real_lists() {
    let mut lists = files(&root().join("tests/corpus"), "txt");
    for shared in ["../shared/lists", "../shared/repos"].map(|it| root().join(it)) {
        if shared.is_dir() {
            lists.extend(files(&shared, "txt"))
        } else {
            eprintln!("there is no {}: not tried on its lists", shared.display())
        }
    }
    let configs = configs();
    let mut fixed = 0;
    for list in &lists {
        let text = String::from_utf8_lossy(&fs::read(list).unwrap()).into_owned();
        let name = list.strip_prefix(root()).unwrap_or(Path::new(list)).display().to_string();
        // Every configuration on what is small, and both kinds of fixes on all.
        let step = if text.len() > 200_000 { configs.len() - 1 } else { 1 };
        for config in configs.iter().step_by(step) {
            fixed += usize::from(hold(&name, &text, config, 4));
        }
    }
    assert!(fixed > 0, "nothing was fixed");
}
