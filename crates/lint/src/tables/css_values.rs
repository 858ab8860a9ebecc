//! The values of some properties: those that filter lists use, and that take a single word of a
//! few.

use super::{Table, properties, rows::css_values as rows};

/// The values that a property takes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Takes {
    /// One of these words.
    Words(&'static [&'static str]),
    /// A length: a number needs a unit.
    Length,
    Color,
    /// Functions with spaces between them, or `none`.
    Functions,
}

pub(crate) static COLORS: Table<(), 512> = Table::new(rows::COLORS);

/// The values of a property, by its name in lower case; `None` if they are not in the table.
pub(crate) fn of(property: &str) -> Option<Takes> {
    properties::PROPERTIES.find(property).copied().flatten()
}

/// Whether every property takes the word.
pub(crate) fn is_for_all(word: &str) -> bool {
    rows::EVERY_PROPERTY.contains(&word)
}

pub(crate) fn is_color(word: &str) -> bool {
    COLORS.has(word)
}
