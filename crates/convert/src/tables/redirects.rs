//! Resources that are the same in several products.

use super::{row_of, rows::redirects as rows};

/// The name of a resource in each product.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    pub(crate) adg: Option<&'static str>,
    pub(crate) ubo: Option<&'static str>,
    pub(crate) abp: Option<&'static str>,
    /// The kinds of requests that uBlock Origin requires with it.
    pub(crate) types: &'static [&'static str],
}

/// The row with a name, which can be any product's name.
pub(crate) fn find(name: &str) -> Option<&'static Row> {
    row_of(rows::NAMES, name).map(|it| &rows::ROWS[usize::from(it)])
}
