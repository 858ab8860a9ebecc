//! What holds for any text and any edits.

use std::collections::BTreeMap;

use bloqr_syntax::source::{Line, lines};

use super::{Hunk, LiveList};
use crate::{
    Config, Prelude,
    diagnostic::{Diagnostic, Severity},
    finish, lint_piece,
    unread_include::unread_include,
};

struct Chance(fastrand::Rng);

impl Chance {
    fn new(seed: u64) -> Self {
        Self(fastrand::Rng::with_seed(seed))
    }

    fn below(&mut self, most: usize) -> usize {
        self.0.usize(..most.max(1))
    }

    fn of<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }

    /// Some lines, some of which end in the middle.
    fn text(&mut self, most: usize) -> String {
        let mut text = String::new();
        for _ in 0..self.below(most) {
            text.push_str(self.of(LINES));
            match self.below(12) {
                0 => (),
                1 => text.push_str(self.of(PIECES)),
                2 => text.push_str(self.of(&["\r\n", "\r", "\x0c", "\n\n"])),
                _ => text.push('\n'),
            }
        }
        text
    }

    fn place(&mut self, text: &str) -> usize {
        let at = text.floor_char_boundary(self.below(text.len() + 1));
        if self.below(3) > 0 {
            // The start of a line, most of the time.
            return text[..at].rfind('\n').map_or(0, |it| it + 1);
        }
        at
    }
}

const LINES: &[&str] = &[
    "||ads.example^",
    "||ads.example^$script",
    "||cdn.ads.example^",
    "||cdn.ads.example^$image",
    "||é.example^$scirpt",
    "||a.example^$domain=x.example|x.example",
    "@@||ads.example^$generichide",
    "a",
    "a.example##.ad",
    "a.example,b.example##.ad",
    "b.example##.ad",
    "##.ad:hass(.b)",
    "##.x, .y",
    "#@#.x, .y",
    "a.example#$#.b { colr: red }",
    "a.example##+js(set, a)",
    "a.example##+js(nosuch)",
    "! c",
    "! Title: x",
    "! Expires: soon",
    "!  #if ext_ublock",
    "!#if ext_ublock",
    "!#if adguard",
    "!#if (",
    "!#if true",
    "!#else",
    "!#else x",
    "!#endif",
    "! #endif",
    "!#include other.txt",
    "!#include /etc/x",
    "%include x:y.txt%",
    "  %include x:y.txt%",
    "@include \"x.txt\"",
    "!#safari_cb_affinity(general)",
    "!#safari_cb_affinity",
    "!+ PLATFORM(mac)",
    "!+ NOT_VALIDATE",
    "!+ NOSUCH",
    "! bloqr-disable",
    "! bloqr-enable",
    "! bloqr-disable-next-line",
    "! bloqr-disable-next-line unknown-modifier, duplicate-rule",
    "! bloqr-disable redundant-rule",
    "! bloqr-enable multiple-selectors",
    "! bloqr-disable nosuch",
    "! bloqr-disabel",
    "! aglint-disable",
    "! aglint-enable-next-line single-selector",
    "! aglint \"single-selector\": \"warn\"",
    "! aglint \"short-rule\": [\"error\", { \"minLength\": 40 }]",
    "[Adblock Plus 2.0]",
    "[AdGuard]",
    "[uBlock Origin]",
    "0.0.0.0 ads.example",
    "ads.example",
    "##.a, \\",
    "    .b, \\",
    "    .c",
    "    ",
    "",
    "\u{feff}!#if adguard",
    "\u{feff}||ads.example^",
    "||b\u{fffd}cher.example^",
    "||a.example^$",
];

const PIECES: &[&str] = &[
    "\n",
    "\r",
    "\r\n",
    "\u{feff}",
    " ",
    "    ",
    " \\n    ",
    "\\",
    "!",
    "#",
    "!#",
    "!#if ",
    "include ",
    "NOT_VALIDATE",
    "aglint",
    "bloqr-enable",
    "x",
    "é",
    "$script",
    "^",
    "||",
];

/// All findings, as they are without any shortcut.
fn whole(text: &str, config: &Config) -> Vec<Diagnostic> {
    let (prelude, config) = (Prelude::scan(text), config.for_text(text));
    let mut result = lint_piece(text, 0, &prelude, &config);
    let wrong = result.includes().iter().filter_map(|it| unread_include(it, &config)).collect();
    result.add(wrong);
    finish(vec![result], text, &config).diagnostics
}

/// Those that are found line by line.
fn of_lines(all: Vec<Diagnostic>) -> Vec<Diagnostic> {
    const OTHERS: [&str; 4] =
        ["duplicate-rule", "redundant-rule", "unused-suppression", "invalid-suppression"];
    all.into_iter().filter(|it| !OTHERS.contains(&it.rule)).collect()
}

type Counts = BTreeMap<(&'static str, Severity, u32, u32), i32>;

fn count(counts: &mut Counts, all: &[Diagnostic], by: i32) {
    for it in all {
        let span = it.place.span;
        *counts.entry((it.rule, it.severity, span.start, span.end)).or_default() += by;
    }
    counts.retain(|_, it| *it != 0);
}

/// The lines of a text, each with its start.
fn places(text: &str) -> impl Iterator<Item = (usize, Line<'_>)> {
    lines(text).scan(0, |at, line| {
        let start = *at;
        *at += line.bytes() as usize;
        Some((start, line))
    })
}

fn all(list: &LiveList, text: &str) -> Vec<Diagnostic> {
    list.findings(text, 0..u32::MAX, 0, usize::MAX).1
}

/// Edits a text again and again, and compares with what a new list says.
fn follow(seed: u64, bytes: usize, config: &Config) {
    let chance = &mut Chance::new(seed);
    let lines = chance.below(30);
    let mut text = chance.text(lines);
    let mut list = LiveList::in_pieces(&text, config, usize::MAX, bytes);
    for _ in 0..12 {
        let mut new = String::new();
        let mut hunks = Vec::new();
        let mut at = 0;
        for _ in 0..=chance.below(3) {
            let (a, b) = (chance.place(&text), chance.place(&text));
            let start = a.min(b);
            let end = if chance.below(3) == 0 {
                start
            } else {
                a.max(b).min(text.ceil_char_boundary((start + 40).min(text.len())))
            };
            if start < at {
                continue;
            }
            new.push_str(&text[at..start]);
            let from = new.len();
            match chance.below(4) {
                0 => (),
                1 => new.push_str(chance.of(PIECES)),
                _ => new.push_str(&chance.text(4)),
            }
            hunks.push(Hunk { at: start, removed: &text[start..end], new: from..new.len() });
            at = end;
        }
        new.push_str(&text[at..]);
        let shown = format!("{seed} {bytes}\n{text:?}\n{new:?}\n{hunks:?}");
        let before = all(&list, &text);
        let delta = list.edit(&new, &hunks, usize::MAX);
        for (number, line) in (0..).zip(places(&text)) {
            assert_eq!(delta.before.line(&new, list.index(), number), line, "{shown}");
        }
        let now = all(&list, &new);
        let fresh = LiveList::in_pieces(&new, config, usize::MAX, bytes);
        assert_eq!(of_lines(now.clone()), of_lines(all(&fresh, &new)), "{shown}");
        assert_eq!(list.checked_lines(), fresh.checked_lines());
        let mut counts = Counts::new();
        for (findings, by) in [(&before, 1), (&delta.gone, -1), (&delta.appeared, 1), (&now, -1)] {
            count(&mut counts, findings, by);
        }
        assert!(counts.is_empty(), "{counts:?} {shown}");
        assert_eq!(
            (delta.appeared.len(), delta.gone.len()),
            (delta.appeared_total, delta.gone_total)
        );
        // Every finding of a new line appears.
        let is_new = |it: &Diagnostic| {
            delta.appeared.contains(it)
                || of_lines(before.clone()).iter().any(|old| old.rule == it.rule)
        };
        assert!(of_lines(now.clone()).iter().all(is_new), "{shown}");
        text = new;
        if chance.below(3) > 0 {
            let delta = list.settle(&text, usize::MAX);
            let settled = all(&list, &text);
            assert_eq!(settled, whole(&text, config), "{shown}");
            let mut counts = Counts::new();
            for (findings, by) in
                [(&now, 1), (&delta.gone, -1), (&delta.appeared, 1), (&settled, -1)]
            {
                count(&mut counts, findings, by);
            }
            assert!(counts.is_empty(), "{counts:?} {shown}");
            assert_eq!(list.settle(&text, 1).appeared_total, 0);
        }
    }
}

#[test]
fn a_list_that_is_edited_is_as_a_new_one() {
    rounds(1..=300);
}

/// The same for much longer: `cargo test --release -p bloqr-lint -- --ignored live`
#[test]
#[ignore = "it takes minutes"]
fn a_list_that_is_edited_for_long_is_as_a_new_one() {
    rounds(1..=200_000);
}

fn rounds(seeds: std::ops::RangeInclusive<u64>) {
    for seed in seeds {
        follow(seed, [1, 30, 200, 1 << 13][seed as usize % 4], &Config::default());
    }
}

#[test]
fn lines_behind_too_many_findings_are_not_checked() {
    let text = "||a.example^$scirpt\n".repeat(100);
    let mut list = LiveList::in_pieces(&text, &Config::default(), 10, 100);
    let checked = list.checked_lines();
    assert!((10..30).contains(&checked), "{checked}");
    list.settle(&text, 10);
    let new = &text[20 * 90..];
    let delta = list.edit(new, &[Hunk { at: 0, removed: &text[..20 * 90], new: 0..0 }], 1000);
    assert_eq!(list.checked_lines(), 11);
    assert!(delta.gone_total >= 10);
    assert_eq!(list.findings(new, 0..100, 0, 100).0, 10);
}

/// Hunks that do not make the new text: all is checked again.
#[test]
fn wrong_hunks_do_no_harm() {
    let (old, new) = ("||é.example^\na\r\n||b^$scirpt", "||b.example^\né##.x\n");
    for (at, removed) in [(0, ""), (1, old), (3, "a"), (9, "||b^"), (usize::MAX / 2, "a")] {
        for part in [0..1, 13..14, 4..99] {
            let mut list = LiveList::in_pieces(old, &Config::default(), 100, 1);
            let hunks = [Hunk { at, removed, new: part.clone() }, Hunk { at, removed, new: part }];
            let before = all(&list, old).len();
            let delta = list.edit(new, &hunks, 100);
            assert_eq!((delta.lines, delta.gone_total), (0..3, before));
            for line in 0..5 {
                assert_eq!(delta.before.line(new, list.index(), line).1.text, "");
            }
            let fresh = LiveList::in_pieces(new, &Config::default(), 100, 1);
            assert_eq!(all(&list, new), all(&fresh, new));
        }
    }
}
