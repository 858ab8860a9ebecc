//! The conversion of pseudo-classes.

use super::{row_of, rows::pseudos as rows};
use crate::Target;

/// A pseudo-class in a product.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pseudo {
    /// Its name there, and a word before the argument: `("matches-css", Some("before"))`.
    pub(crate) becomes: Option<(&'static str, Option<&'static str>)>,
    /// Whether a script must find the elements.
    pub(crate) extended: bool,
    /// Whether the product has nothing similar.
    pub(crate) refused: bool,
}

/// `None` when the pseudo-class is not in the table.
pub(crate) fn find(name: &str, to: Target) -> Option<Pseudo> {
    let table = match to {
        Target::Adg => rows::ADG,
        Target::Ubo => rows::UBO,
        Target::Abp => rows::ABP,
    };
    row_of(table, name)
}
