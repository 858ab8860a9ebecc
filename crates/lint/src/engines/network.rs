//! What engines do with the modifiers of network rules.

use super::Outcome::{self, Ignores, Refuses, Takes};
use super::conflicts::{self, Pair};

/// Facts about one engine. Where a version or source is not named, they were measured on what
/// [`Engine::measured`](super::Engine::measured) says.
#[derive(Debug)]
pub(crate) struct Facts {
    /// It reads network rules by uBlock Origin's grammar, which `bloqr_syntax::parse_ublock_network`
    /// has.
    pub(crate) reads_as_ublock: bool,
    /// It looks at the value of `replace`, `uritransform` and `urlskip` where the rule changes
    /// nothing: in exceptions, and beside `badfilter`.
    pub(crate) checks_idle_values: bool,
    /// Modifiers start at the last `$` of a line, whatever follows, and end at each `,`.
    pub(crate) modifiers_at_last_dollar: bool,
    /// A modifier that nobody knows.
    pub(crate) unknown: Outcome,
    /// `~~third-party`, which would be known with one `~`.
    pub(crate) unknown_tildes: Outcome,
    /// The modifiers that it reads with a `~` as if there were none.
    pub(crate) negated_as_plain: &'static [&'static str],
    /// It reads a deprecated modifier as what replaces it.
    pub(crate) converts_deprecated: bool,
    /// A space between modifiers, or before a `=`.
    pub(crate) space: Outcome,
    /// A space behind a `=`.
    pub(crate) space_before_value: Outcome,
    /// A modifier that is listed twice, or once with `~` and once without.
    pub(crate) repeated: Outcome,
    /// The same, and the modifier changes what happens.
    pub(crate) repeated_action: Outcome,
    /// Two modifiers that each change what happens: `csp` and `redirect`.
    pub(crate) two_actions: Outcome,
    /// The same, and the engine knows both. Where it knows one only, the other refuses the rule.
    pub(crate) two_known_actions: Outcome,
    /// `csp=…,all`; the other way round is taken.
    pub(crate) action_before_all: Outcome,
    /// `removeparam`, `removeheader` or `urltransform` beside `document` in an exception, where
    /// `document` switches everything off.
    pub(crate) removal_in_page_exception: Outcome,
    /// `genericblock` without a kind of request or another modifier beside it.
    pub(crate) lone_genericblock: Outcome,
    /// `denyallow` without `domain`.
    pub(crate) denyallow_without_domain: Outcome,
    /// `denyallow` and `to`.
    pub(crate) denyallow_beside_to: Outcome,
    /// `removeheader=request:…` and `header`.
    pub(crate) request_header_beside_header: Outcome,
    /// `match-case` where the pattern is not a `/…/`.
    pub(crate) match_case_without_regex: Outcome,
    /// An exception with `removeparam`.
    pub(crate) removeparam_exception: Outcome,
    /// `to`, which is read but never heeded: the rule does not apply.
    pub(crate) to: Outcome,
    /// It reads `[$path=/page]` before cosmetic rules.
    pub(crate) cosmetic_modifiers: bool,
    /// Modifiers that no rule has both of: one of the first set, and one of the second.
    pub(crate) conflicts: &'static [Pair],
}

pub(super) const ADGUARD: Facts = Facts {
    reads_as_ublock: false,
    checks_idle_values: true,
    modifiers_at_last_dollar: false,
    unknown: Refuses,
    unknown_tildes: Refuses,
    negated_as_plain: &["_"],
    converts_deprecated: true,
    space: Takes,
    space_before_value: Takes,
    repeated: Ignores,
    repeated_action: Ignores,
    two_actions: Ignores,
    two_known_actions: Ignores,
    action_before_all: Takes,
    removal_in_page_exception: Refuses,
    lone_genericblock: Takes,
    denyallow_without_domain: Takes,
    denyallow_beside_to: Refuses,
    request_header_beside_header: Refuses,
    match_case_without_regex: Takes,
    removeparam_exception: Takes,
    to: Takes,
    cosmetic_modifiers: true,
    conflicts: conflicts::ADGUARD,
};

pub(super) const UBLOCK_ORIGIN: Facts = Facts {
    reads_as_ublock: true,
    checks_idle_values: false,
    modifiers_at_last_dollar: false,
    unknown: Refuses,
    unknown_tildes: Refuses,
    negated_as_plain: &["csp"],
    converts_deprecated: false,
    space: Refuses,
    space_before_value: Takes,
    repeated: Refuses,
    repeated_action: Refuses,
    two_actions: Refuses,
    two_known_actions: Refuses,
    action_before_all: Refuses,
    removal_in_page_exception: Takes,
    lone_genericblock: Refuses,
    denyallow_without_domain: Refuses,
    denyallow_beside_to: Takes,
    request_header_beside_header: Takes,
    match_case_without_regex: Refuses,
    removeparam_exception: Takes,
    to: Takes,
    cosmetic_modifiers: false,
    conflicts: conflicts::UBLOCK_ORIGIN,
};

pub(super) const ADBLOCK_PLUS: Facts = Facts {
    reads_as_ublock: false,
    checks_idle_values: true,
    modifiers_at_last_dollar: false,
    unknown: Refuses,
    unknown_tildes: Refuses,
    negated_as_plain: &[],
    converts_deprecated: false,
    space: Takes,
    space_before_value: Takes,
    repeated: Ignores,
    repeated_action: Ignores,
    two_actions: Ignores,
    two_known_actions: Ignores,
    action_before_all: Takes,
    removal_in_page_exception: Takes,
    lone_genericblock: Takes,
    denyallow_without_domain: Takes,
    denyallow_beside_to: Takes,
    request_header_beside_header: Takes,
    match_case_without_regex: Takes,
    removeparam_exception: Takes,
    to: Takes,
    cosmetic_modifiers: false,
    conflicts: &[],
};

pub(super) const BRAVE: Facts = Facts {
    reads_as_ublock: false,
    checks_idle_values: true,
    modifiers_at_last_dollar: true,
    unknown: Refuses,
    unknown_tildes: Ignores,
    negated_as_plain: &["csp", "domain", "to"],
    converts_deprecated: false,
    space: Refuses,
    space_before_value: Ignores,
    repeated: Ignores,
    repeated_action: Refuses,
    two_actions: Ignores,
    two_known_actions: Refuses,
    action_before_all: Takes,
    removal_in_page_exception: Takes,
    lone_genericblock: Takes,
    denyallow_without_domain: Takes,
    denyallow_beside_to: Takes,
    request_header_beside_header: Takes,
    match_case_without_regex: Refuses,
    removeparam_exception: Refuses,
    to: Ignores,
    cosmetic_modifiers: false,
    conflicts: conflicts::BRAVE,
};
