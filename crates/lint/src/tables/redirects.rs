//! Resources that a request can be redirected to, by name.

use super::{Table, rows::redirects as rows, scriptlets};
use crate::Targets;

/// The resources, with the blockers that know the name.
pub(crate) static REDIRECTS: Table<Targets, 512> = Table::new(rows::REDIRECTS);

/// The blockers that have a resource with that name.
pub(crate) fn who(name: &str) -> Targets {
    let who = REDIRECTS.find(name).copied().unwrap_or(Targets::NONE);
    // uBlock Origin and Brave can also redirect to scriptlets.
    let scriptlet = name.strip_suffix(".js").map_or(Targets::NONE, scriptlets::who);
    who | scriptlet & Targets::UBO.union(Targets::BRAVE)
}
