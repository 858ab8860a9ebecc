//! Scriptlets that are the same.

use super::{row_of, rows::scriptlets as rows};

/// What each product calls a scriptlet.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    /// The name of the row.
    pub(crate) name: &'static str,
    pub(crate) adg: Option<&'static str>,
    pub(crate) ubo: Option<&'static str>,
    pub(crate) abp: Option<&'static str>,
    /// How many arguments mean the same for Adblock Plus, at least and at most.
    pub(crate) abp_arguments: (u8, u8),
}

/// Whether a product has a scriptlet of that very name that others have too.
pub(crate) fn is_known(name: &str) -> bool {
    row_of(rows::NAMES, name).is_some()
}

/// By any name that a product has for it, with or without `.js`.
pub(crate) fn find(name: &str) -> Option<&'static Row> {
    let exact = row_of(rows::NAMES, name);
    let row = exact.or_else(|| row_of(rows::NAMES, name.strip_suffix(".js")?))?;
    Some(&rows::ROWS[usize::from(row)])
}
