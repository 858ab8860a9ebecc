//! Resources that are the same.

use super::{row_of, rows::redirects as rows};

/// What each product calls a resource.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    pub(crate) adg: Option<&'static str>,
    pub(crate) ubo: Option<&'static str>,
    pub(crate) abp: Option<&'static str>,
    /// The kinds of request that uBlock Origin wants beside it.
    pub(crate) types: &'static [&'static str],
}

/// By any name that a product has for it.
pub(crate) fn find(name: &str) -> Option<&'static Row> {
    row_of(rows::NAMES, name).map(|it| &rows::ROWS[usize::from(it)])
}
