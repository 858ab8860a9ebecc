//! What engines read only in lists that they trust: their own, and those that their user trusts.

use super::{
    Outcome::{self, Ignores, Refuses, Takes},
    conflicts::{ModifierSet, bit},
};

/// What an engine does with powerful rules in a list that it does not trust. Exceptions are read
/// from any list.
#[derive(Debug)]
pub(crate) struct Facts {
    /// It drops rules with these modifiers.
    pub(crate) modifiers: ModifierSet,
    /// A scriptlet that can do more than others: `trusted-set-cookie`.
    pub(crate) trusted_scriptlets: Outcome,
    /// Any other scriptlet.
    pub(crate) scriptlets: Outcome,
    /// `#%#a = 1`
    pub(crate) scripts: Outcome,
    /// `#$#log a`
    pub(crate) snippets: Outcome,
}

/// Source: AdGuard's documentation, 2026-08-03.
pub(super) const ADGUARD: Facts = Facts {
    modifiers: bit("hls")
        | bit("removeheader")
        | bit("removeparam")
        | bit("replace")
        | bit("urltransform"),
    trusted_scriptlets: Refuses,
    scriptlets: Refuses,
    scripts: Refuses,
    snippets: Refuses,
};

pub(super) const UBLOCK_ORIGIN: Facts = Facts {
    modifiers: bit("replace") | bit("uritransform") | bit("urlskip"),
    trusted_scriptlets: Refuses,
    scriptlets: Takes,
    scripts: Takes,
    snippets: Takes,
};

/// Source: `requiresPrivilegedSubscription` in adblockpluscore.
pub(super) const ADBLOCK_PLUS: Facts = Facts {
    modifiers: bit("addheader") | bit("header"),
    trusted_scriptlets: Takes,
    scriptlets: Takes,
    scripts: Takes,
    snippets: Refuses,
};

/// It keeps the rule, and does not run a resource that the list has no permission for.
pub(super) const BRAVE: Facts = Facts {
    modifiers: 0,
    trusted_scriptlets: Ignores,
    scriptlets: Takes,
    scripts: Takes,
    snippets: Takes,
};
