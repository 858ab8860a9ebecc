//! What modifiers of network rules become.

use super::{row_of, rows::modifiers as rows};
use crate::Target;

/// What a modifier becomes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Change {
    /// These stand in its place: `~third-party`, `redirect=nooptext`.
    Becomes(&'static [&'static str]),
    /// Negated, it is not needed.
    DropsNegated,
}

/// `None` when it stays as it is.
#[inline]
pub(crate) fn find(name: &str, to: Target) -> Option<Change> {
    let table = match to {
        Target::Adg => rows::ADG,
        Target::Ubo => rows::UBO,
        Target::Abp => rows::ABP,
    };
    row_of(table, name)
}
