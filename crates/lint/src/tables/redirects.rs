//! Resources that a request can be redirected to, by name.

use super::{Table, rows::redirects as rows, scriptlets};
use crate::Targets;

/// With who knows the name.
pub(crate) static REDIRECTS: Table<Targets, 512> = Table::new(rows::REDIRECTS);

/// Who has a resource of that name.
pub(crate) fn who(name: &str) -> Targets {
    let who = REDIRECTS.find(name).copied().unwrap_or(Targets::NONE);
    // uBlock Origin and Brave redirect to scriptlets too.
    let scriptlet = name.strip_suffix(".js").map_or(Targets::NONE, scriptlets::who);
    who | scriptlet & Targets::UBO.union(Targets::BRAVE)
}
