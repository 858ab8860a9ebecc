//! What holds for any lines: no step panics, one that is run twice changes nothing more, and the
//! lines that stay are in the order in which they came.

use super::tests::transform_lines;
use crate::Step;

/// What lines are made of, to be put together at random.
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

/// Numbers that only look random: the same ones each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most as u64) as usize
    }

    fn list(&mut self, lines: usize) -> String {
        let mut text = String::new();
        for _ in 0..lines {
            for _ in 0..self.below(7) {
                text.push_str(PIECES[self.below(PIECES.len())]);
            }
            text.push('\n');
        }
        text
    }
}

#[track_caller]
fn check(text: &str) {
    for step in Step::ALL {
        let (once, origins) = transform_lines(&[step], text);
        assert!(origins.is_sorted(), "{step}: the order changed");
        let (twice, _) = transform_lines(&[step], &once);
        if once != twice {
            let differ = once.split('\n').zip(twice.split('\n')).find(|(a, b)| a != b);
            panic!("{step}: a second run changes more: {differ:?}");
        }
    }
}

#[test]
fn laws_hold_for_generated_lines() {
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    check(&numbers.list(20_000));
    for _ in 1..150 {
        check(&numbers.list(60));
    }
}

/// `cargo test --release -p bloqr-compile -- --ignored`
#[test]
#[ignore = "it takes long without --release"]
fn laws_hold_for_a_million_lines() {
    let mut numbers = Numbers(0x2545_F491_4F6C_DD1D);
    check(&numbers.list(1_000_000));
    // Names repeat and cover each other only where there are few of them.
    for _ in 0..1000 {
        check(&numbers.list(1000));
    }
}
