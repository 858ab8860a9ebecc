//! Laws for the steps of `compile` on any lines: no step panics, a step that is applied twice
//! changes nothing more, and the lines that stay keep their order.

use bloqr::compile::{Alone, Filters, Options, Step, transform};

use crate::random::Random;

/// Pieces from which random lines are made.
const PIECES: &[&str] = &[
    "||",
    "|",
    "^",
    "*",
    "@@",
    "$",
    ",",
    "=",
    "~",
    "##",
    "#@#",
    "#?#",
    "#$#",
    "$$",
    "#",
    "!",
    "[",
    "]",
    "/",
    ":",
    "\\",
    " ",
    "\t",
    "\r",
    ".",
    "-",
    "_",
    "a",
    "A",
    "com",
    "co.uk",
    "example.com",
    "ads.example.com",
    "x.",
    "0.0.0.0 ",
    "::1 ",
    "127.0.0.1\t",
    "1.2.3.4",
    "999.1.1.1",
    "localhost",
    "third-party",
    "doc",
    "popup",
    "important",
    "badfilter",
    "client=",
    "denyallow=",
    "domain=",
    "dnsrewrite=",
    "replace=/a,b/",
    "removeparam=/x",
    "бука.рф",
    "ä",
    "。",
    "\u{200b}",
    "ａ",
    "xn--",
    "ß",
    "\u{a0}",
    "\u{feff}",
    "😀",
    "://",
    "+",
    "?",
];

/// The text that the step makes, and the line numbers of its lines in the source.
fn apply(step: Step, text: &str) -> (String, Vec<u32>) {
    let (text, filters) = (text.to_owned(), Filters::default());
    let done = transform("list.txt", text, &[step], &filters, &Options::default(), &Alone).unwrap();
    // A line that a step added has no origin.
    let origins = done.lines().map(|it| it.origin.line).filter(|it| *it > 0).collect();
    (done.text(), origins)
}

#[track_caller]
fn check(text: &str) {
    for step in Step::ALL {
        let (once, origins) = apply(step, text);
        assert!(origins.is_sorted(), "{step}: the order changed");
        let (twice, _) = apply(step, &once);
        if once != twice {
            let differ = once.split('\n').zip(twice.split('\n')).find(|(a, b)| a != b);
            panic!("{step}: a second run changes more: {differ:?}");
        }
    }
}

#[test]
fn laws_hold_for_generated_lines() {
    let mut random = Random::new(1);
    check(&random.lines(20_000, PIECES, 7));
    for _ in 1..150 {
        check(&random.lines(60, PIECES, 7));
    }
}

/// `cargo test --release --test it -- --ignored laws`
#[test]
#[ignore = "it takes long without --release"]
fn laws_hold_for_a_million_lines() {
    let mut random = Random::new(2);
    check(&random.lines(1_000_000, PIECES, 7));
    // Names repeat and cover each other only where there are few of them.
    for _ in 0..1000 {
        check(&random.lines(1000, PIECES, 7));
    }
}
