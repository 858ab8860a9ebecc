//! The kinds of cosmetic rules that engines support.

use crate::tables::{Table, values};

/// The kinds of rules that it supports, and what it does with rules that are written for another
/// engine.
#[derive(Debug)]
pub(crate) struct Rules {
    /// `#@?#.a`
    pub(crate) extended_exceptions: bool,
    /// `#$#.a { … }`
    pub(crate) styles_by_separator: bool,
    /// `#%#//scriptlet(…)`
    pub(crate) scriptlets_of_adguard: bool,
    /// `##+js(…)`
    pub(crate) scriptlets_of_ublock: bool,
    /// `#$#log a`
    pub(crate) snippets: bool,
    /// `$$script[a]`
    pub(crate) html_of_adguard: bool,
    /// `##^script`
    pub(crate) html_of_ublock: bool,
    /// `#%#a = 1`
    pub(crate) scripts: bool,
    /// It drops `##script:inject(…)`, the older form of `##+js(…)`.
    pub(crate) drops_script_inject: bool,
    /// It drops a scriptlet with a space before it: `## +js(a)`.
    pub(crate) drops_space_before_script: bool,
    /// It drops `#?#+js(…)`.
    pub(crate) drops_call_behind_extended: bool,
    /// It drops `#$#+js(…)`.
    pub(crate) drops_call_behind_style: bool,
    /// It drops `[$path=/a]a.example##`, which has no selector.
    pub(crate) drops_condition_alone: bool,
    /// It accepts `:matches-path()`, `:matches-media()`, `:style()` and `:remove()` only where
    /// AGTree does: each once, and alone in a `:not()`.
    pub(crate) reads_actions_as_agtree: bool,
    /// It reads any rule that contains `:remove(` or a similar action, even a script, as a rule of
    /// uBlock Origin, and drops it if the separator is not uBlock Origin's.
    pub(crate) drops_actions_in_scripts: bool,
    /// It drops styles, scriptlets and selectors that need a script when they have no domain.
    pub(crate) drops_generic: bool,
    /// It drops styles and selectors that need a script when all their domains are negated. If only
    /// `drops_generic` is true, the engine keeps such a rule, and never applies it.
    pub(crate) drops_negated: bool,
    /// It drops an exception without a domain, or with a negated domain.
    pub(crate) drops_generic_exceptions: bool,
    /// It drops `#?#` and `#$#` without a domain that has a dot. `#$#log-if-…` needs no domain.
    pub(crate) drops_generic_extended: bool,
    /// It drops a selector of one or two characters without a domain that has a dot.
    pub(crate) drops_short_generic: bool,
    /// It drops `##^script` without a domain.
    pub(crate) drops_generic_html: bool,
    /// It drops `##^script` with text after its selectors.
    pub(crate) drops_rest_of_html: bool,
    /// It reads `##^…` by the grammar of AdGuard's `$$`.
    pub(crate) reads_html_as_adguard: bool,
    /// The headers that `##^responseheader(…)` can remove. `None` when it does not support such
    /// rules, or removes any header.
    pub(crate) headers: Option<&'static Table<(), 8>>,
}

pub(super) const ADGUARD: Rules = Rules {
    extended_exceptions: true,
    styles_by_separator: true,
    scriptlets_of_adguard: true,
    scriptlets_of_ublock: true,
    snippets: true,
    html_of_adguard: true,
    html_of_ublock: true,
    scripts: true,
    drops_script_inject: false,
    drops_space_before_script: false,
    drops_call_behind_extended: false,
    drops_call_behind_style: true,
    drops_condition_alone: true,
    reads_actions_as_agtree: true,
    drops_actions_in_scripts: true,
    drops_generic: false,
    drops_negated: false,
    drops_generic_exceptions: false,
    drops_generic_extended: false,
    drops_short_generic: false,
    drops_generic_html: false,
    drops_rest_of_html: false,
    reads_html_as_adguard: true,
    headers: None,
};

pub(super) const UBLOCK_ORIGIN: Rules = Rules {
    extended_exceptions: true,
    styles_by_separator: true,
    scriptlets_of_adguard: true,
    scriptlets_of_ublock: true,
    snippets: false,
    html_of_adguard: false,
    html_of_ublock: true,
    scripts: false,
    drops_script_inject: true,
    drops_space_before_script: true,
    drops_call_behind_extended: false,
    drops_call_behind_style: false,
    drops_condition_alone: false,
    reads_actions_as_agtree: false,
    drops_actions_in_scripts: false,
    drops_generic: true,
    drops_negated: true,
    drops_generic_exceptions: false,
    drops_generic_extended: false,
    drops_short_generic: false,
    drops_generic_html: true,
    drops_rest_of_html: true,
    reads_html_as_adguard: false,
    headers: Some(&values::REMOVED_HEADERS),
};

pub(super) const ADBLOCK_PLUS: Rules = Rules {
    extended_exceptions: false,
    styles_by_separator: false,
    scriptlets_of_adguard: false,
    scriptlets_of_ublock: false,
    snippets: true,
    html_of_adguard: false,
    html_of_ublock: false,
    scripts: false,
    drops_script_inject: false,
    drops_space_before_script: false,
    drops_call_behind_extended: true,
    drops_call_behind_style: true,
    drops_condition_alone: false,
    reads_actions_as_agtree: false,
    drops_actions_in_scripts: false,
    drops_generic: false,
    drops_negated: false,
    drops_generic_exceptions: false,
    drops_generic_extended: true,
    drops_short_generic: true,
    drops_generic_html: false,
    drops_rest_of_html: false,
    reads_html_as_adguard: false,
    headers: None,
};

pub(super) const BRAVE: Rules = Rules {
    extended_exceptions: true,
    styles_by_separator: false,
    scriptlets_of_adguard: false,
    scriptlets_of_ublock: true,
    snippets: false,
    html_of_adguard: false,
    html_of_ublock: false,
    scripts: false,
    drops_script_inject: false,
    drops_space_before_script: true,
    drops_call_behind_extended: false,
    drops_call_behind_style: true,
    drops_condition_alone: false,
    reads_actions_as_agtree: false,
    drops_actions_in_scripts: false,
    drops_generic: true,
    drops_negated: false,
    drops_generic_exceptions: true,
    drops_generic_extended: false,
    drops_short_generic: false,
    drops_generic_html: false,
    drops_rest_of_html: false,
    reads_html_as_adguard: false,
    headers: None,
};
