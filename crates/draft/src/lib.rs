//! A filter list that is being written: its text, its revisions, and its problems after each edit.
//!
//! ```
//! use bloqr_draft::{Draft, Edit, New};
//!
//! let mut draft = Draft::new("||ads.example^\n||b.example^$scirpt\n".to_owned(), 1);
//! let new = New::Lines(vec!["||b.example^$script".to_owned()]);
//! let change = draft.change_of(&[Edit { from: 1, to: 2, new }]).expect("these lines are there");
//! let written = draft.write(&change).expect("it was made of this text");
//! assert_eq!((draft.revision(), written.gone.len()), (2, 1));
//! assert_eq!(draft.text(), "||ads.example^\n||b.example^$script\n");
//! // What is stored of a revision is its change, which can be taken back.
//! let written = draft.write(&change.inverse()).expect("it was the last one");
//! assert_eq!(written.appeared[0].rule, "unknown-modifier");
//! ```
#![deny(missing_docs)]

mod change;
mod diff;
mod edit;

use std::ops::Range;

use bloqr_lint::{
    Config, Report,
    diagnostic::{Diagnostic, Severity},
};
use bloqr_syntax::source::{Line, LineIndex, line_ends};

pub use self::{
    change::{Change, Hunk, Misfit, NoChange},
    diff::Unified,
    edit::{Edit, New, WrongEdit, WrongPart},
};

/// The longest text of a draft, in bytes.
pub const MOST_BYTES: usize = 1 << 24;

/// A text with its revision and its problems.
#[derive(Debug, Default)]
pub struct Draft {
    text: String,
    revision: u64,
    /// The problems, in the order of the text. `None` when the text was not checked yet.
    problems: Option<Vec<Diagnostic>>,
}

/// What a revision did. Lines count from 0.
#[derive(Debug)]
#[non_exhaustive]
pub struct Written {
    /// The text before.
    pub old: String,
    /// The lines that are new, from the first to behind the last one.
    pub lines: Range<u32>,
    /// Problems that were not there before; those of the new lines are all among them.
    pub appeared: Vec<Diagnostic>,
    /// Problems that are there no more, at their places in the text before.
    pub gone: Vec<Diagnostic>,
}

/// How many problems of each severity there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Tally {
    /// How many errors.
    pub errors: usize,
    /// How many warnings.
    pub warnings: usize,
    /// How many infos.
    pub infos: usize,
}

impl Draft {
    /// A text as the revision of this number. It is checked when its problems are asked for.
    pub fn new(text: String, revision: u64) -> Draft {
        Draft { text, revision, problems: None }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The number of the revision.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// How many lines there are: at least one.
    pub fn lines(&self) -> u32 {
        line_ends(self.text.as_bytes()) as u32 + 1
    }

    /// Applies a stored change without a check.
    ///
    /// # Errors
    ///
    /// [`Misfit`] when it was made to another text. Then nothing is changed.
    pub fn replay(&mut self, change: &Change, revision: u64) -> Result<(), Misfit> {
        self.text = change.apply(&self.text)?;
        self.revision = revision;
        self.problems = None;
        Ok(())
    }

    /// The change that some edits make, in the order of their lines.
    ///
    /// # Errors
    ///
    /// [`WrongEdit`] for the first edit that cannot be made.
    pub fn change_of(&self, edits: &[Edit]) -> Result<Change, WrongEdit> {
        Change::of_edits(&Indexed { index: LineIndex::new(&self.text), draft: self }, edits)
    }

    /// Finds the problems, if that was not done yet.
    pub fn check(&mut self) {
        if self.problems.is_none() {
            self.problems = Some(checked(&self.text));
        }
    }

    /// Makes the next revision, unless the change is empty.
    ///
    /// # Errors
    ///
    /// [`Misfit`] when the change was made to another text. Then nothing is changed.
    pub fn write(&mut self, change: &Change) -> Result<Written, Misfit> {
        self.check();
        let new = change.apply(&self.text)?;
        let old = std::mem::replace(&mut self.text, new);
        let before = self.problems.take().unwrap_or_default();
        if change.is_empty() {
            self.problems = Some(before);
            return Ok(Written { old, lines: 0..0, appeared: Vec::new(), gone: Vec::new() });
        }
        self.revision += 1;
        let now = checked(&self.text);
        let (lines, appeared, gone) = compared(change, (&old, before), (&self.text, &now));
        self.problems = Some(now);
        Ok(Written { old, lines, appeared, gone })
    }

    /// Compares the rules with each other, if that was not done yet for this revision.
    pub fn settle(&mut self) -> Written {
        self.check();
        Written { old: String::new(), lines: 0..0, appeared: Vec::new(), gone: Vec::new() }
    }

    /// Whether the rules of this revision were compared with each other.
    pub fn is_settled(&self) -> bool {
        self.problems.is_some()
    }

    /// The problems, in the order of the text.
    pub fn problems(&mut self) -> &[Diagnostic] {
        self.check();
        self.problems.as_deref().unwrap_or_default()
    }

    /// How many problems there are.
    pub fn tally(&mut self) -> Tally {
        let mut tally = Tally::default();
        for it in self.problems() {
            *match it.severity {
                Severity::Error => &mut tally.errors,
                Severity::Warning => &mut tally.warnings,
                Severity::Info => &mut tally.infos,
            } += 1;
        }
        tally
    }

    /// The change of the safe fixes: of all, or of these lint rules. Returns how many fixes it has, too.
    pub fn fix(&mut self, rules: Option<&[&str]>) -> (Change, usize) {
        self.settle();
        let mut text = self.text.clone();
        let mut problems = self.problems().to_vec();
        let mut count = 0;
        loop {
            problems.retain(|it| rules.is_none_or(|rules| rules.contains(&it.rule)));
            let report = Report::new(problems, bloqr_lint::Counts::default());
            let (fixed, made) = bloqr_lint::fix(&text, &report);
            if made == 0 {
                return (Change::between(&self.text, &text), count);
            }
            (text, count) = (fixed, count + made);
            problems = checked(&text);
        }
    }
}

struct Indexed<'t> {
    index: LineIndex<'t>,
    draft: &'t Draft,
}

impl<'t> edit::Lines<'t> for Indexed<'t> {
    fn text(&self) -> &'t str {
        &self.draft.text
    }

    fn count(&self) -> u32 {
        self.draft.lines()
    }

    fn line(&self, number: u32) -> (usize, Line<'t>) {
        self.index.line(number)
    }
}

fn checked(text: &str) -> Vec<Diagnostic> {
    bloqr_lint::lint(text, &Config::default()).diagnostics
}

/// The new lines, and the problems that came and went.
fn compared(
    change: &Change,
    (old, before): (&str, Vec<Diagnostic>),
    (new, now): (&str, &[Diagnostic]),
) -> (Range<u32>, Vec<Diagnostic>, Vec<Diagnostic>) {
    let hunks = change.hunks();
    let (Some(first), Some(last)) = (hunks.first(), hunks.last()) else {
        return (0..0, Vec::new(), before);
    };
    let lines_at = |text: &str, at: usize| line_ends(&text.as_bytes()[..at]) as u32;
    let behind = old.len() - last.at - last.removed.len();
    let from = lines_at(old, first.at);
    let (old_to, new_to) = (lines_at(old, old.len() - behind), lines_at(new, new.len() - behind));
    let place = |line: u32| if line > old_to { line - old_to + new_to } else { line };
    let key = |it: &Diagnostic, line: u32| {
        (line, it.place.span, it.rule, it.severity, it.message.clone())
    };
    let is_touched = |line: u32, to: u32| (from..=to).contains(&line);
    let mut known: std::collections::HashMap<_, Vec<Diagnostic>> = Default::default();
    let mut gone = Vec::new();
    for it in before {
        if is_touched(it.place.line, old_to) {
            gone.push(it);
        } else {
            known.entry(key(&it, place(it.place.line))).or_default().push(it);
        }
    }
    let mut appeared = Vec::new();
    for it in now {
        let line = it.place.line;
        let same = known.get_mut(&key(it, line)).filter(|_| !is_touched(line, new_to));
        if same.and_then(Vec::pop).is_none() {
            appeared.push(it.clone());
        }
    }
    gone.extend(known.into_values().flatten());
    gone.sort_by_key(|it| it.place);
    (from..new_to + 1, appeared, gone)
}
