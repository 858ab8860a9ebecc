//! How engines read the names and arguments of scriptlets.

/// Which names of scriptlets an engine knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Names {
    /// It has no scriptlets.
    None,
    /// Its own names, and those of uBlock Origin that it can convert.
    AdGuard,
    UblockOrigin,
}

/// What it does with a call of a scriptlet.
#[derive(Debug)]
pub(crate) struct Scriptlets {
    /// The names that it knows.
    pub(crate) names: Names,
    /// It drops a rule with an unknown name. Other engines keep it, and run nothing.
    pub(crate) drops_unknown: bool,
    /// It drops `##+js()`.
    pub(crate) drops_unnamed: bool,
    /// It keeps `##+js()`, and runs nothing.
    pub(crate) ignores_unnamed: bool,
    /// It drops `##+js('')`, even an exception, but not `##+js()`.
    pub(crate) drops_empty_name: bool,
    /// It drops `#$#` without the name of a snippet.
    pub(crate) drops_unnamed_snippet: bool,
    /// It drops a snippet with an unknown name.
    pub(crate) drops_unknown_snippet: bool,
    /// It keeps a snippet with an unknown name, and runs nothing.
    pub(crate) ignores_unknown_snippet: bool,
    /// It drops an argument that starts with a quote and does not end with it.
    pub(crate) drops_open_quote: bool,
}

pub(super) const ADGUARD: Scriptlets = Scriptlets {
    names: Names::AdGuard,
    drops_unknown: true,
    drops_unnamed: false,
    ignores_unnamed: false,
    drops_empty_name: true,
    drops_unnamed_snippet: true,
    drops_unknown_snippet: true,
    ignores_unknown_snippet: false,
    drops_open_quote: false,
};

pub(super) const UBLOCK_ORIGIN: Scriptlets = Scriptlets {
    names: Names::UblockOrigin,
    drops_unknown: false,
    drops_unnamed: true,
    ignores_unnamed: false,
    drops_empty_name: false,
    drops_unnamed_snippet: false,
    drops_unknown_snippet: false,
    ignores_unknown_snippet: false,
    drops_open_quote: false,
};

pub(super) const ADBLOCK_PLUS: Scriptlets = Scriptlets {
    names: Names::None,
    drops_unknown: false,
    drops_unnamed: false,
    ignores_unnamed: false,
    drops_empty_name: false,
    drops_unnamed_snippet: true,
    drops_unknown_snippet: false,
    ignores_unknown_snippet: true,
    drops_open_quote: false,
};

pub(super) const BRAVE: Scriptlets = Scriptlets {
    names: Names::UblockOrigin,
    drops_unknown: false,
    drops_unnamed: false,
    ignores_unnamed: true,
    drops_empty_name: false,
    drops_unnamed_snippet: false,
    drops_unknown_snippet: false,
    ignores_unknown_snippet: false,
    drops_open_quote: true,
};
