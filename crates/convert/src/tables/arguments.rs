//! Values of scriptlet arguments that products write differently.

use super::rows::arguments as rows;
use crate::Target;

/// A value of an argument.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    pub(crate) to: Target,
    /// The name of the scriptlet's row.
    pub(crate) scriptlet: &'static str,
    /// The number of the argument, from 1.
    pub(crate) number: usize,
    pub(crate) value: &'static str,
    /// The value for the target.
    pub(crate) becomes: &'static str,
}

fn of(scriptlet: &str, number: usize, to: Target) -> impl Iterator<Item = &'static Row> {
    rows::ROWS
        .iter()
        .filter(move |it| it.to == to && it.scriptlet == scriptlet && it.number == number)
}

/// The target's value for a value.
pub(crate) fn find(
    scriptlet: &str,
    number: usize,
    value: &str,
    to: Target,
) -> Option<&'static str> {
    of(scriptlet, number, to).find(|it| it.value == value).map(|it| it.becomes)
}

/// Whether there are rows for that argument.
pub(crate) fn is_listed(scriptlet: &str, number: usize, to: Target) -> bool {
    of(scriptlet, number, to).next().is_some()
}
