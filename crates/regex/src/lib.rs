//! JavaScript regular expressions: checks whether one is valid, and searches for it in a text.
//!
//! The time of a search is at most the length of the text times the size of the expression, for any
//! text and any expression, because nothing is tried twice. Back-references do not allow this
//! limit, so an expression with one is refused. A search counts its steps, and ends with an error
//! when there are too many.
//!
//! ```
//! use bloqr_regex::Regex;
//!
//! let regex = Regex::new(r"^https?:\/\/ads\d+\.", "i")?;
//! assert_eq!(regex.is_match("HTTPS://ads7.example/"), Ok(true));
//!
//! let problem = Regex::new(r"(a)\1", "").unwrap_err();
//! assert_eq!(problem.at, 3..5);
//! # Ok::<(), bloqr_regex::Problem>(())
//! ```
#![deny(missing_docs)]

mod check;
mod compile;
mod names;
mod parse;
mod run;
mod set;
mod slow;
mod text;
mod why;

use std::{error, fmt, ops::Range, sync::Arc};

use self::compile::Program;
pub use self::{check::check, slow::is_slow, why::Why};

/// Why an expression cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// What is wrong.
    pub why: Why,
    /// The position of the error in `source/flags`, in bytes.
    pub at: Range<usize>,
}

fn problem<T>(why: Why, at: Range<usize>) -> Result<T, Problem> {
    Err(Problem { why, at })
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.why.fmt(f)
    }
}

impl std::error::Error for Problem {}

/// A JavaScript regular expression that can be searched for. Cheap to clone.
#[derive(Clone)]
pub struct Regex {
    source: Arc<str>,
    flags: Arc<str>,
    program: Arc<Program>,
}

/// A search took too many steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooManySteps;

impl fmt::Display for TooManySteps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the search for the regular expression takes too long")
    }
}

impl error::Error for TooManySteps {}

impl Regex {
    /// The maximum number of steps of [`Regex::is_match`]: enough for a common expression in a line
    /// of 20 MB, and well below a second.
    pub const MOST_STEPS: u64 = 1 << 27;

    /// Reads what `new RegExp(source, flags)` reads, except for expressions that cannot be searched
    /// for in limited time, and for the flag `v`.
    ///
    /// # Errors
    ///
    /// [`Problem`] when JavaScript refuses the expression, or when it cannot be searched for in
    /// limited time.
    pub fn new(source: &str, flags: &str) -> Result<Regex, Problem> {
        check(source, flags)?;
        let tree = parse::parse(source, flags)?;
        let program = compile::compile(tree, source.len())?;
        Ok(Regex { source: source.into(), flags: flags.into(), program: Arc::new(program) })
    }

    /// The text between the slashes.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The text after the second slash.
    pub fn flags(&self) -> &str {
        &self.flags
    }

    /// Whether it is found anywhere in `text`.
    ///
    /// # Errors
    ///
    /// [`TooManySteps`] when the search takes more than [`Regex::MOST_STEPS`].
    pub fn is_match(&self, text: &str) -> Result<bool, TooManySteps> {
        self.is_match_within(text, Regex::MOST_STEPS)
    }

    /// The same, with another maximum number of steps.
    ///
    /// # Errors
    ///
    /// [`TooManySteps`] when the search takes more steps.
    pub fn is_match_within(&self, text: &str, steps: u64) -> Result<bool, TooManySteps> {
        run::is_match(&self.program, text, steps)
    }
}

/// Compares the source and the flags: `a|b` is not equal to `b|a`.
impl PartialEq for Regex {
    fn eq(&self, other: &Regex) -> bool {
        (&self.source, &self.flags) == (&other.source, &other.flags)
    }
}

impl Eq for Regex {}

impl fmt::Debug for Regex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}/{}", self.source, self.flags)
    }
}

#[cfg(test)]
mod tests;
