//! What happened to lines.

use bloqr_dns::Refusal;

use crate::{Origin, Step};

/// Of what a step was a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Of the source with this index.
    Source(u32),
    /// Of all sources together.
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

/// Something happened to a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The line.
    pub origin: Origin,
    /// When.
    pub stage: Stage,
    /// What did it.
    pub by: By,
    /// What it did.
    pub what: What,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The line says this now. A hosts line with several names becomes several lines.
    Changed(String),
    /// The line, or one of the names in it, is gone.
    Removed {
        /// What it said.
        text: String,
        /// Why.
        why: Why,
    },
}

/// Why a line is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// An exclusion matches it: its index, the sources of patterns last.
    Excluded(u32),
    /// No inclusion matches it.
    NotIncluded,
    /// The condition of the `!#if` in this line of its file does not hold.
    Condition(u32),
    /// It is a directive that was carried out.
    Directive,
    /// It is a comment.
    Comment,
    /// It is empty.
    Empty,
    /// It is a comment, or empty, above a rule that was removed.
    Above,
    /// Another line is equal, and stays.
    Equal(Origin),
    /// Another rule covers it.
    Covered(Origin),
    /// DNS blockers do not take it.
    Refused(Refusal),
}
