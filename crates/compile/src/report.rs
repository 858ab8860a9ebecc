//! What a compile did, in numbers.

use bloqr_dns::Refusal;

use crate::{By, Difference, Stage};

/// What a compile did, in numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The sources one by one, then all together.
    pub stages: Vec<StageReport>,
    /// Lines of the result, without the header of the list.
    pub lines: u64,
    /// Those of them that are comments.
    pub comments: u64,
    /// Those of them that are neither comments nor empty.
    pub rules: u64,
    /// How many lines are not what HostlistCompiler makes of them, by [`Difference::ALL`].
    pub differences: [u64; Difference::ALL.len()],
}

impl Report {
    /// How many lines are not what HostlistCompiler makes of them, and why; without zeros.
    pub fn differences(&self) -> impl Iterator<Item = (Difference, u64)> {
        let counts = Difference::ALL.into_iter().zip(self.differences);
        counts.filter(|it| it.1 > 0)
    }
}

/// What was done with a source, or with all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageReport {
    /// Which.
    pub stage: Stage,
    /// How many lines there were before.
    pub lines: u64,
    /// What was done, in this order.
    pub actions: Vec<ActionReport>,
}

/// What a step or a filter did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionReport {
    /// Which.
    pub by: By,
    /// How many lines were removed.
    pub removed: u64,
    /// How many lines say something else.
    pub changed: u64,
    /// How many lines were added.
    pub added: u64,
    /// How many lines were refused, by [`Refusal::ALL`].
    pub refused: [u64; Refusal::ALL.len()],
}

impl ActionReport {
    pub(crate) fn new(by: By) -> ActionReport {
        ActionReport { by, removed: 0, changed: 0, added: 0, refused: Default::default() }
    }

    /// How many lines were refused, and why; without zeros.
    pub fn refused(&self) -> impl Iterator<Item = (Refusal, u64)> {
        Refusal::ALL.into_iter().zip(self.refused).filter(|it| it.1 > 0)
    }
}
