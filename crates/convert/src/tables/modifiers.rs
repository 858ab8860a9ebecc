//! The conversion of modifiers of network rules.

use super::{row_of, rows::modifiers as rows};
use crate::Target;

/// The conversion of a modifier.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Change {
    /// These modifiers replace it: `~third-party`, `redirect=nooptext`.
    Becomes(&'static [&'static str]),
    /// If it is negated, it is dropped.
    DropsNegated,
}

/// `None` when the modifier stays unchanged.
#[inline]
pub(crate) fn find(name: &str, to: Target) -> Option<Change> {
    let table = match to {
        Target::Adg => rows::ADG,
        Target::Ubo => rows::UBO,
        Target::Abp => rows::ABP,
    };
    row_of(table, name)
}
