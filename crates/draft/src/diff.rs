//! How one text became another, by lines.

use std::{fmt::Write as _, ops::Range};

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::{Change, Hunk};

/// How many lines of each text are compared at once at first: memory and time stay bounded for texts of
/// any length.
const WINDOW: usize = 1 << 15;

/// How many lines stand around a difference.
const CONTEXT: usize = 3;

impl Change {
    /// The change that makes a text out of another: it has the lines that differ.
    pub fn between(old: &str, new: &str) -> Change {
        let (old_lines, new_lines) = (Split::new(old), Split::new(new));
        let hunks =
            differences(&old_lines, &new_lines).into_iter().map(|(removed, inserted)| Hunk {
                at: old_lines.start(removed.start),
                removed: old_lines.text(removed).to_owned(),
                inserted: new_lines.text(inserted).to_owned(),
            });
        Change::new(old.len(), hunks.collect())
    }
}

/// The lines of a text with their line feeds: where each starts. A line of `patch` ends in a line feed
/// only.
struct Split<'t> {
    text: &'t str,
    starts: Vec<u32>,
}

impl<'t> Split<'t> {
    fn new(text: &'t str) -> Split<'t> {
        let ends = text.bytes().enumerate().filter(|it| it.1 == b'\n').map(|it| it.0 + 1);
        let starts = std::iter::once(0).chain(ends).filter(|it| *it < text.len());
        // A text has 16 MiB at most.
        Split { text, starts: starts.map(|it| it as u32).collect() }
    }

    fn len(&self) -> usize {
        self.starts.len()
    }

    fn start(&self, line: usize) -> usize {
        self.starts.get(line).map_or(self.text.len(), |it| *it as usize)
    }

    fn text(&self, lines: Range<usize>) -> &'t str {
        &self.text[self.start(lines.start)..self.start(lines.end)]
    }

    fn line(&self, line: usize) -> &'t str {
        self.text(line..line + 1)
    }

    fn lines(&self, lines: Range<usize>) -> Vec<&'t str> {
        lines.map(|it| self.line(it)).collect()
    }
}

/// The lines that differ: those of the old text, and those in their place.
fn differences(old: &Split<'_>, new: &Split<'_>) -> Vec<(Range<usize>, Range<usize>)> {
    let mut found: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    let mut add = |removed: Range<usize>, inserted: Range<usize>| match found.last_mut() {
        Some(last) if last.0.end == removed.start && last.1.end == inserted.start => {
            (last.0.end, last.1.end) = (removed.end, inserted.end);
        }
        _ => found.push((removed, inserted)),
    };
    let (mut a, mut b) = (0, 0);
    let (mut a_end, mut b_end) = (old.len(), new.len());
    while a < a_end && b < b_end && old.line(a_end - 1) == new.line(b_end - 1) {
        (a_end, b_end) = (a_end - 1, b_end - 1);
    }
    let mut window = WINDOW;
    loop {
        while a < a_end && b < b_end && old.line(a) == new.line(b) {
            (a, b) = (a + 1, b + 1);
        }
        if a == a_end || b == b_end {
            if a < a_end || b < b_end {
                add(a..a_end, b..b_end);
            }
            return found;
        }
        let (to_a, to_b) = (a_end.min(a + window), b_end.min(b + window));
        let is_all = to_a == a_end && to_b == b_end;
        let ops = capture_diff_slices(Algorithm::Myers, &old.lines(a..to_a), &new.lines(b..to_b));
        let equal = |it: &DiffOp| matches!(it, DiffOp::Equal { .. });
        let same: usize = ops.iter().filter(|it| equal(it)).map(|it| it.old_range().len()).sum();
        // What was moved further than a window is found only with a larger one.
        if !is_all && same < window / 8 {
            window *= 2;
            continue;
        }
        // Of a window that is not the last one, what follows its last equal lines may have its equal
        // behind the window.
        let used =
            if is_all { ops.len() } else { ops.iter().rposition(equal).map_or(0, |it| it + 1) };
        for op in ops[..used].iter().filter(|it| !equal(it)) {
            let (removed, inserted) = (op.old_range(), op.new_range());
            add(a + removed.start..a + removed.end, b + inserted.start..b + inserted.end);
        }
        let Some(last) = ops[..used].last() else { return found };
        (a, b) = (a + last.old_range().end, b + last.new_range().end);
        window = WINDOW;
    }
}

/// The differences of two texts, for people and for `patch`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Unified {
    /// The differences with some lines around them; empty when there are none.
    pub text: String,
    /// How many lines only the new text has.
    pub added: usize,
    /// How many lines only the old text has.
    pub removed: usize,
}

impl Unified {
    /// The differences between two texts, whose names are given too.
    pub fn new(names: (&str, &str), old: &str, new: &str) -> Unified {
        let (old, new) = (Split::new(old), Split::new(new));
        let all = differences(&old, &new);
        let mut unified = Unified::default();
        if !all.is_empty() {
            unified.text = format!("--- {}\n+++ {}\n", names.0, names.1);
        }
        for near in all.chunk_by(|a, b| b.0.start - a.0.end <= 2 * CONTEXT) {
            let (first, last) = (&near[0], &near[near.len() - 1]);
            let before = first.0.start.min(CONTEXT);
            let behind = (old.len() - last.0.end).min(CONTEXT);
            let a = first.0.start - before..last.0.end + behind;
            let b = first.1.start - before..last.1.end + behind;
            let (at_a, at_b) = (Place(&a), Place(&b));
            let _ = writeln!(unified.text, "@@ -{at_a} +{at_b} @@");
            let mut at = a.start;
            for (removed, inserted) in near {
                (at..removed.start).for_each(|it| unified.line(' ', old.line(it)));
                removed.clone().for_each(|it| unified.line('-', old.line(it)));
                inserted.clone().for_each(|it| unified.line('+', new.line(it)));
                unified.removed += removed.len();
                unified.added += inserted.len();
                at = removed.end;
            }
            (at..a.end).for_each(|it| unified.line(' ', old.line(it)));
        }
        unified
    }

    fn line(&mut self, sign: char, line: &str) {
        self.text.push(sign);
        self.text.push_str(line);
        if !line.ends_with('\n') {
            self.text.push_str("\n\\ No newline at end of file\n");
        }
    }
}

/// `3,7`: the first line, from 1, and how many; of no lines the one before them.
struct Place<'r>(&'r Range<usize>);

impl std::fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0.len() {
            0 => write!(f, "{},0", self.0.start),
            1 => write!(f, "{}", self.0.start + 1),
            len => write!(f, "{},{len}", self.0.start + 1),
        }
    }
}
