//! Words that many properties of CSS take: colors, words for every property, units, functions.

use super::{Table, rows::css_values as rows};

/// What a word is by its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Angle,
    Color,
    Flex,
    Frequency,
    Length,
    Number,
    Percentage,
    Resolution,
    Time,
}

pub(super) static COLORS: Table<(), 512> = Table::new(rows::COLORS);
static EVERY_PROPERTY: Table<(), 16> = Table::new(rows::EVERY_PROPERTY);
pub(super) static FUNCTIONS: Table<(u8, u8), 128> = Table::new(rows::FUNCTIONS);
pub(super) static UNITS: Table<Kind, 128> = Table::new(rows::UNITS);

/// Whether every property takes the word, which is in lower case.
pub(crate) fn is_for_all(word: &str) -> bool {
    EVERY_PROPERTY.has(word)
}

/// Whether a word in lower case is the name of a color.
pub(crate) fn is_color(word: &str) -> bool {
    COLORS.has(word)
}

/// The names of colors, for suggestions.
pub(crate) fn colors() -> impl Iterator<Item = &'static str> {
    COLORS.names()
}

/// The words that every property takes, for suggestions.
pub(crate) fn words_for_all() -> impl Iterator<Item = &'static str> {
    EVERY_PROPERTY.names()
}

/// What a number with this unit is; the unit is in lower case.
pub(crate) fn kind_of_unit(unit: &str) -> Option<Kind> {
    match unit {
        "" => Some(Kind::Number),
        "%" => Some(Kind::Percentage),
        _ => UNITS.find(unit).copied(),
    }
}

/// How many parts a function takes, at least and at most, by its name in lower case; `None` if that
/// is not in the table.
pub(crate) fn parts_of(function: &str) -> Option<(u8, u8)> {
    FUNCTIONS.find(function).copied()
}
