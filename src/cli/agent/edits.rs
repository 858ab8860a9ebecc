//! The change from one text to another, as edits of lines that a desk takes.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};

use crate::source::{self, Newline};

/// Lines of the old text, and the text that takes their place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    /// From 0.
    from: usize,
    /// The line after the last one.
    to: usize,
    /// Exact, with line ends.
    text: String,
}

impl Edit {
    pub(super) fn to_json(&self) -> Value {
        json!({ "from": self.from, "to": self.to, "text": self.text })
    }
}

/// The lines that were added and removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Counts {
    pub(super) added: usize,
    pub(super) removed: usize,
}

/// A search that takes longer gives more edits than needed, which are right too.
const PATIENCE: Duration = Duration::from_secs(1);

/// The edits from `old` to `new`, in order. `None` when lines end with a lone carriage return or a form
/// feed: where such a line meets a line feed, edits of lines are not edits of the text.
pub(super) fn edits(old: &str, new: &str) -> Option<(Vec<Edit>, Counts)> {
    let (before, after) = (lines(old)?, lines(new)?);
    let mut edits: Vec<Edit> = Vec::new();
    let mut counts = Counts::default();
    for op in ops(&before, &after) {
        let (was, is) = (op.old_range(), op.new_range());
        counts.removed += was.len();
        counts.added += is.len();
        let text: String = after[is].concat();
        match edits.last_mut().filter(|it| it.to == was.start) {
            Some(last) => {
                last.to = was.end;
                last.text += &text;
            }
            None => edits.push(Edit { from: was.start, to: was.end, text }),
        }
    }
    Some((edits, counts))
}

/// How many lines were added and removed.
pub(super) fn counts(old: &str, new: &str) -> Counts {
    let split = |it: &'_ str| it.split_inclusive('\n').map(str::to_owned).collect::<Vec<String>>();
    let (before, after) = (split(old), split(new));
    let mut counts = Counts::default();
    for op in ops(&before, &after) {
        counts.removed += op.old_range().len();
        counts.added += op.new_range().len();
    }
    counts
}

/// The differences.
fn ops<T: Eq + std::hash::Hash + Ord + Clone>(old: &[T], new: &[T]) -> Vec<DiffOp> {
    let deadline = Instant::now() + PATIENCE;
    let ops = capture_diff_slices_deadline(Algorithm::Myers, old, new, Some(deadline));
    ops.into_iter().filter(|it| !matches!(it, DiffOp::Equal { .. })).collect()
}

/// The lines with their ends, numbered as a desk numbers them. The empty line behind the last line end
/// is left out.
fn lines(text: &str) -> Option<Vec<&str>> {
    let mut lines = Vec::new();
    let mut rest = text;
    for line in source::lines(text) {
        if matches!(line.newline, Some(Newline::Cr | Newline::FormFeed)) {
            return None;
        }
        let (line, behind) = rest.split_at(line.bytes() as usize);
        lines.extend((!line.is_empty()).then_some(line));
        rest = behind;
    }
    Some(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a desk makes of edits: `from` and `to` are lines of the old text.
    fn apply(old: &str, edits: &[Edit]) -> String {
        let mut starts: Vec<usize> = source::lines(old)
            .scan(0, |at, line| {
                let start = *at;
                *at += line.bytes() as usize;
                Some(start)
            })
            .collect();
        starts.push(old.len());
        let mut text = old.to_owned();
        for edit in edits.iter().rev() {
            text.replace_range(starts[edit.from]..starts[edit.to], &edit.text);
        }
        text
    }

    #[test]
    fn edits_give_the_new_text() {
        let texts = [
            "",
            "\n",
            "a",
            "a\n",
            "a\r\n",
            "a\nb",
            "a\nb\n",
            "a\n\nb\n",
            "\u{feff}a\r\nb\r\n",
            "b\nc\nd\n",
            "x\nb\nc\ny\nd",
            "ä\n😀\nb\n",
        ];
        for old in texts {
            for new in texts {
                let (edits, counts) = edits(old, new).unwrap();
                assert_eq!(apply(old, &edits), new, "{old:?} to {new:?}: {edits:?}");
                assert_eq!(edits.is_empty(), old == new);
                assert_eq!(counts, super::counts(old, new), "{old:?} to {new:?}");
                assert!(edits.windows(2).all(|it| it[0].to < it[1].from), "{edits:?}");
            }
        }
    }

    #[test]
    fn line_ends_that_can_join_are_not_edited() {
        for (old, new) in [("a\rb\n", "a\n"), ("a\n", "a\x0cb"), ("a\r", "a\r\n")] {
            assert_eq!(edits(old, new), None, "{old:?} to {new:?}");
        }
    }
}
