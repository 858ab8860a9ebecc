//! The numbers of a compilation.

use bloqr_dns::Refusal;

use crate::{By, Difference, Stage};

/// The numbers of a compilation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The stages: each source, then all sources together.
    pub stages: Vec<StageReport>,
    /// The number of lines in the result, without the header of the list.
    pub lines: u64,
    /// How many of them are comments.
    pub comments: u64,
    /// How many of them are not comments and not empty.
    pub rules: u64,
    /// How many lines differ from the result of HostlistCompiler, by [`Difference::ALL`].
    pub differences: [u64; Difference::ALL.len()],
}

impl Report {
    /// How many lines differ from the result of HostlistCompiler, by reason; without zeros.
    pub fn differences(&self) -> impl Iterator<Item = (Difference, u64)> {
        let counts = Difference::ALL.into_iter().zip(self.differences);
        counts.filter(|it| it.1 > 0)
    }
}

/// The numbers of a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageReport {
    /// The stage.
    pub stage: Stage,
    /// How many lines there were before.
    pub lines: u64,
    /// The actions, in order.
    pub actions: Vec<ActionReport>,
}

/// The numbers of a step or a filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionReport {
    /// The action.
    pub by: By,
    /// How many lines were removed.
    pub removed: u64,
    /// How many lines got another text.
    pub changed: u64,
    /// How many lines were added.
    pub added: u64,
    /// How many lines DNS blockers do not accept, by [`Refusal::ALL`].
    pub refused: [u64; Refusal::ALL.len()],
}

impl ActionReport {
    pub(crate) fn new(by: By) -> ActionReport {
        ActionReport { by, removed: 0, changed: 0, added: 0, refused: Default::default() }
    }

    /// How many lines DNS blockers do not accept, by reason; without zeros.
    pub fn refused(&self) -> impl Iterator<Item = (Refusal, u64)> {
        Refusal::ALL.into_iter().zip(self.refused).filter(|it| it.1 > 0)
    }
}
