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
//! let change = change.inverse();
//! let written = draft.write(&change).expect("it was the last one");
//! assert_eq!(written.appeared[0].rule, "unknown-modifier");
//! ```
#![deny(missing_docs)]

mod change;
mod diff;
mod edit;

use bloqr_lint::{
    Config,
    live::{Delta, Hunk as Moved, LiveList},
};
use bloqr_syntax::source::Line;

pub use self::{
    change::{Change, Hunk, Misfit, NoChange},
    diff::Unified,
    edit::{Edit, New, WrongEdit, WrongPart},
};
pub use bloqr_lint::live::Index;

/// The longest text of a draft, in bytes.
pub const MOST_BYTES: usize = 1 << 24;

/// How many problems of lines a draft keeps. Lines behind them are not checked.
pub const MOST_PROBLEMS: usize = 50_000;

/// How many problems that appeared, and how many that are gone, are listed.
pub const MOST_LISTED: usize = 1000;

/// How many times fixes are applied: one can make another possible.
const ROUNDS: usize = 100;

/// A text with its revision and its problems.
#[derive(Debug)]
pub struct Draft {
    text: String,
    revision: u64,
    /// The problems. `None` when the text was not checked yet.
    list: Option<LiveList>,
}

impl Default for Draft {
    fn default() -> Draft {
        Draft::new(String::new(), 0)
    }
}

impl Draft {
    /// A text as the revision of this number. It is checked when its problems are asked for.
    pub fn new(text: String, revision: u64) -> Draft {
        Draft { text, revision, list: None }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The number of the revision.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Applies a stored change without a check.
    ///
    /// # Errors
    ///
    /// [`Misfit`] when it was made to another text. Then nothing is changed.
    pub fn replay(&mut self, change: &Change, revision: u64) -> Result<(), Misfit> {
        change.apply_to(&mut self.text)?;
        self.revision = revision;
        self.list = None;
        Ok(())
    }

    /// The problems of the lines. They are found now, if that was not done yet.
    pub fn check(&mut self) -> &LiveList {
        self.checked().1
    }

    /// The text, and its problems as [`Draft::check`] finds them.
    pub fn checked(&mut self) -> (&str, &LiveList) {
        let text = &self.text;
        let list =
            self.list.get_or_insert_with(|| LiveList::new(text, &Config::default(), MOST_PROBLEMS));
        (text, list)
    }

    /// Compares the rules with each other, if that was not done yet for this revision: what came and
    /// went.
    pub fn settle(&mut self) -> Delta<'static> {
        self.check();
        let list = self.list.as_mut();
        list.map(|it| it.settle(&self.text, MOST_LISTED)).unwrap_or_default()
    }

    /// The change that some edits make, in the order of their lines.
    ///
    /// # Errors
    ///
    /// [`WrongEdit`] for the first edit that cannot be made.
    pub fn change_of(&mut self, edits: &[Edit]) -> Result<Change, WrongEdit> {
        let (text, list) = self.checked();
        Change::of_edits(&Indexed { index: list.index(), text }, edits)
    }

    /// Makes the next revision, unless the change is empty: the new lines, and the problems that came and
    /// went. Lines count from 0.
    ///
    /// # Errors
    ///
    /// [`Misfit`] when the change was made to another text. Then nothing is changed.
    pub fn write<'c>(&mut self, change: &'c Change) -> Result<Delta<'c>, Misfit> {
        self.check();
        let delta = self.follow(change, MOST_LISTED)?;
        self.revision += u64::from(!change.is_empty());
        Ok(delta)
    }

    /// Changes the text, and finds the problems that came and went, if there is a list of them.
    fn follow<'c>(&mut self, change: &'c Change, most: usize) -> Result<Delta<'c>, Misfit> {
        change.apply_to(&mut self.text)?;
        if change.is_empty() {
            return Ok(Delta::default());
        }
        let hunks: Vec<Moved<'_>> = change.placed().map(moved).collect();
        let edited = |it: &mut LiveList| it.edit(&self.text, &hunks, most);
        Ok(self.list.as_mut().map(edited).unwrap_or_default())
    }

    /// The change of the safe fixes: of all, or of these lint rules. Returns how many fixes it has, too.
    pub fn fix(&mut self, rules: Option<&[&str]>) -> (Change, usize) {
        self.settle();
        let list = self.list.clone();
        let mut all = Change::of_fixes(&self.text, &[]);
        let mut count = 0;
        // The fixes are made in the text itself, because a second one would take as much memory.
        for _ in 0..ROUNDS {
            let is_asked = |rule: &str| rules.is_none_or(|rules| rules.contains(&rule));
            let (change, made) = {
                let (text, list) = self.checked();
                let found = list.fixes(text, is_asked, MOST_PROBLEMS);
                let (edits, made) = bloqr_lint::fix_edits(text, &found);
                (Change::of_fixes(text, &edits), made)
            };
            if change.is_empty() || self.follow(&change, 0).is_err() {
                break;
            }
            self.settle();
            (all, count) = (all.then(&change), count + made);
        }
        let all = all.inverse();
        // It was made to this text.
        let _ = all.apply_to(&mut self.text);
        self.list = list;
        (all.inverse(), count)
    }
}

fn moved((start, it): (usize, &Hunk)) -> Moved<'_> {
    Moved { at: it.at, removed: &it.removed, new: start..start + it.inserted.len() }
}

struct Indexed<'t> {
    index: &'t Index,
    text: &'t str,
}

impl<'t> edit::Lines<'t> for Indexed<'t> {
    fn text(&self) -> &'t str {
        self.text
    }

    fn count(&self) -> u32 {
        self.index.count()
    }

    fn line(&self, number: u32) -> (usize, Line<'t>) {
        self.index.line(self.text, number)
    }
}

#[cfg(test)]
mod tests;
