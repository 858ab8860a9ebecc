//! What happened to lines.

use bloqr_dns::Refusal;

use crate::{Origin, Step};

/// The part of a compilation that a step belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// The source with this index.
    Source(u32),
    /// All sources together.
    All,
}

/// What changed or removed a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum By {
    /// The directives of its file: `!#if`, `!#include`.
    Directives,
    /// A pattern of `exclusions`.
    Exclusions,
    /// The patterns of `inclusions`.
    Inclusions,
    /// A step.
    Step(Step),
}

impl By {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            By::Directives => "directives",
            By::Exclusions => "exclusions",
            By::Inclusions => "inclusions",
            By::Step(step) => step.name(),
        }
    }
}

/// An event of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The line.
    pub origin: Origin,
    /// The stage.
    pub stage: Stage,
    /// What changed it.
    pub by: By,
    /// What happened.
    pub what: What,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The line now has this text. A hosts line with several names becomes several lines.
    Changed(String),
    /// The line, or one of its names, was removed.
    Removed {
        /// Its text.
        text: String,
        /// Why.
        why: Why,
    },
}

/// Why a line was removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// An exclusion matches it. The index of the pattern; patterns from files come last.
    Excluded(u32),
    /// No inclusion matches it.
    NotIncluded,
    /// The condition of the `!#if` in this line of its file is false.
    Condition(u32),
    /// It is a directive that was applied.
    Directive,
    /// It is a comment.
    Comment,
    /// It is empty.
    Empty,
    /// It is a comment, or empty, above a rule that was removed.
    Above,
    /// It is equal to another line, which stays.
    Equal(Origin),
    /// Another rule covers it.
    Covered(Origin),
    /// DNS blockers do not accept it.
    Refused(Refusal),
}
