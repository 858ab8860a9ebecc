//! Scriptlets that are the same in several products.

use super::{row_of, rows::scriptlets as rows};

/// The name of a scriptlet in each product.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    /// The name of the row.
    pub(crate) name: &'static str,
    pub(crate) adg: Option<&'static str>,
    pub(crate) ubo: Option<&'static str>,
    pub(crate) abp: Option<&'static str>,
    /// The minimum and maximum number of arguments that have the same meaning for Adblock Plus.
    pub(crate) abp_arguments: (u8, u8),
}

/// Whether a product has a scriptlet with exactly that name, and others have it too.
pub(crate) fn is_known(name: &str) -> bool {
    row_of(rows::NAMES, name).is_some()
}

/// The row with a name, which can be any product's name, with or without `.js`.
pub(crate) fn find(name: &str) -> Option<&'static Row> {
    let exact = row_of(rows::NAMES, name);
    let row = exact.or_else(|| row_of(rows::NAMES, name.strip_suffix(".js")?))?;
    Some(&rows::ROWS[usize::from(row)])
}
