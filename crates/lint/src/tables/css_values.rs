//! The values of a few properties: those that filter lists set, and that take one word of a few.

use super::{Table, properties, rows::css_values as rows};

/// What a property takes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Takes {
    /// One of these words.
    Words(&'static [&'static str]),
    /// A length: a number has to have a unit.
    Length,
    Color,
    /// Functions with spaces between them, or `none`.
    Functions,
}

pub(crate) static COLORS: Table<(), 512> = Table::new(rows::COLORS);

/// What is known of the values of a property, by its name in lower case.
pub(crate) fn of(property: &str) -> Option<Takes> {
    properties::PROPERTIES.find(property).copied().flatten()
}

/// Words that every property takes.
pub(crate) fn is_for_all(word: &str) -> bool {
    rows::EVERY_PROPERTY.contains(&word)
}

pub(crate) fn is_color(word: &str) -> bool {
    COLORS.has(word)
}
