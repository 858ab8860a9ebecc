//! What pseudo-classes become.

use super::{row_of, rows::pseudos as rows};
use crate::Target;

/// What one pseudo-class is in one product.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pseudo {
    /// The name there, and a word before the argument: `("matches-css", Some("before"))`.
    pub(crate) becomes: Option<(&'static str, Option<&'static str>)>,
    /// Whether a script has to look for the elements.
    pub(crate) extended: bool,
    /// Whether there is nothing like it.
    pub(crate) refused: bool,
}

/// `None` when nothing is to be said of it.
pub(crate) fn find(name: &str, to: Target) -> Option<Pseudo> {
    let table = match to {
        Target::Adg => rows::ADG,
        Target::Ubo => rows::UBO,
        Target::Abp => rows::ABP,
    };
    row_of(table, name)
}
