//! Which line of the new list is which line of the old one.

use serde_json::{Value, json};
use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::Change;
use bloqr_syntax::source::{Line, Newline};

/// A line of the new list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NewLine<'a> {
    pub(super) text: &'a str,
    /// The index of the old line that it is, or whose place it takes.
    pub(super) from: Option<usize>,
    /// Whether it is that line, rather than another in its place.
    pub(super) is_kept: bool,
}

/// A rule and its line, from 1.
pub type Placed = (usize, String);

/// What differs between the old list and the new one, by lines.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Differences {
    /// Lines that only the new list has, with their numbers there.
    pub added: Vec<Placed>,
    /// Lines that only the old list has, with their numbers there.
    pub removed: Vec<Placed>,
    /// Lines with others in their place: the old one, then the new one.
    pub changed: Vec<(Placed, Placed)>,
}

/// The new list.
pub(super) fn after<'a>(old: &[Line<'a>], change: &'a Change) -> Vec<NewLine<'a>> {
    let kept = |n: usize| NewLine { text: old[n].text, from: Some(n), is_kept: true };
    let mut new = Vec::with_capacity(old.len());
    match change {
        Change::Edits(edits) => {
            let mut edits = edits.iter().peekable();
            for (n, line) in old.iter().enumerate() {
                let Some(edit) = edits.next_if(|it| it.line == n + 1) else {
                    new.push(kept(n));
                    continue;
                };
                let itself = edit.rules.iter().position(|it| it == line.text);
                for (at, text) in edit.rules.iter().enumerate() {
                    let is_from = at == itself.unwrap_or(0);
                    let from = is_from.then_some(n);
                    new.push(NewLine { text, from, is_kept: is_from && itself.is_some() });
                }
            }
        }
        Change::Rules(rules) => {
            let before: Vec<&str> = old.iter().map(|it| it.text).collect();
            let now: Vec<&str> = rules.iter().map(String::as_str).collect();
            // Its time is bounded, also for lists that have nothing in common.
            for op in capture_diff_slices(Algorithm::Myers, &before, &now) {
                if let DiffOp::Equal { old_index, len, .. } = op {
                    new.extend((old_index..old_index + len).map(kept));
                    continue;
                }
                let mut replaced = op.old_range();
                new.extend(now[op.new_range()].iter().map(|text| NewLine {
                    text,
                    from: replaced.next(),
                    is_kept: false,
                }));
            }
        }
    }
    new
}

/// Writes the new list. A line has the ending of the line that it is, or whose place it takes; another
/// line that of the line before it. Only the last line may have none, when it had none before.
pub(super) fn write(old: &[Line<'_>], new: &[NewLine<'_>], text: &mut String) {
    let is_open = old.last().is_some_and(|it| it.newline.is_none());
    let mut before = None;
    for (n, line) in new.iter().enumerate() {
        text.push_str(line.text);
        let own = line.from.map(|it| old[it].newline);
        let may_be_open = own.map_or(is_open, |it| it.is_none());
        // Without an ending, an empty line would be none.
        if n + 1 == new.len() && may_be_open && !line.text.is_empty() {
            return;
        }
        let usual = before.or(old.first().and_then(|it| it.newline)).unwrap_or(Newline::Lf);
        let newline = match own.flatten().unwrap_or(usual) {
            // Behind a carriage return, a line feed would be a part of that ending.
            Newline::Lf if line.text.is_empty() && before == Some(Newline::Cr) => Newline::Cr,
            newline => newline,
        };
        text.push_str(newline.as_str());
        before = Some(newline);
    }
}

impl Differences {
    pub(super) fn of(old: &[Line<'_>], new: &[NewLine<'_>]) -> Differences {
        let mut differences = Differences::default();
        let mut is_gone = vec![true; old.len()];
        for (n, line) in new.iter().enumerate() {
            let placed = || (n + 1, line.text.to_owned());
            match line.from {
                None => differences.added.push(placed()),
                Some(from) => {
                    is_gone[from] = false;
                    if !line.is_kept {
                        let before = (from + 1, old[from].text.to_owned());
                        differences.changed.push((before, placed()));
                    }
                }
            }
        }
        let gone = old.iter().enumerate().filter(|it| is_gone[it.0]);
        differences.removed = gone.map(|(n, it)| (n + 1, it.text.to_owned())).collect();
        differences
    }

    /// As `bloqr diff --format json` has it.
    pub(super) fn to_json(&self) -> Value {
        let placed = |(line, rule): &Placed| json!({ "line": line, "rule": rule });
        let changed =
            |(old, new): &(Placed, Placed)| json!({ "old": placed(old), "new": placed(new) });
        json!({
            "added": self.added.iter().map(placed).collect::<Value>(),
            "removed": self.removed.iter().map(placed).collect::<Value>(),
            "changed": self.changed.iter().map(changed).collect::<Value>(),
        })
    }
}
