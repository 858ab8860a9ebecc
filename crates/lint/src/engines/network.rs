//! What engines do with the modifiers of network rules.

use super::Outcome::{self, Ignores, Refuses, Takes};
use super::conflicts::{self, Pair};

/// Facts about one engine. Unless a version or source is named, they were measured on
/// [`Engine::measured`](super::Engine::measured).
#[derive(Debug)]
pub(crate) struct Facts {
    /// It reads network rules by uBlock Origin's grammar, which is
    /// `bloqr_syntax::parse_ublock_network`.
    pub(crate) reads_as_ublock: bool,
    /// It checks the value of `replace`, `uritransform` and `urlskip` also where the rule changes
    /// nothing: in exceptions, and with `badfilter`.
    pub(crate) checks_idle_values: bool,
    /// Modifiers start at the last `$` of a line, no matter what follows, and end at each `,`.
    pub(crate) modifiers_at_last_dollar: bool,
    /// A modifier that nobody knows.
    pub(crate) unknown: Outcome,
    /// `~~third-party`, which is known with one `~`.
    pub(crate) unknown_tildes: Outcome,
    /// The modifiers that it reads with a `~` as if there were none.
    pub(crate) negated_as_plain: &'static [&'static str],
    /// It replaces a deprecated modifier with its successor.
    pub(crate) converts_deprecated: bool,
    /// A space between modifiers, or before a `=`.
    pub(crate) space: Outcome,
    /// A space after a `=`.
    pub(crate) space_before_value: Outcome,
    /// A modifier that is listed twice, or once with `~` and once without.
    pub(crate) repeated: Outcome,
    /// The same, when the modifier is an action.
    pub(crate) repeated_action: Outcome,
    /// Two actions in one rule: `csp` and `redirect`.
    pub(crate) two_actions: Outcome,
    /// The same, when the engine knows both. If it knows only one, it refuses the rule for the
    /// other.
    pub(crate) two_known_actions: Outcome,
    /// `csp=…,all`. It accepts the other order.
    pub(crate) action_before_all: Outcome,
    /// `removeparam`, `removeheader` or `urltransform` with `document` in an exception, where
    /// `document` switches everything off.
    pub(crate) removal_in_page_exception: Outcome,
    /// `genericblock` without a kind of request or another modifier.
    pub(crate) lone_genericblock: Outcome,
    /// `denyallow` without `domain`.
    pub(crate) denyallow_without_domain: Outcome,
    /// `denyallow` and `to`.
    pub(crate) denyallow_beside_to: Outcome,
    /// `removeheader=request:…` and `header`.
    pub(crate) request_header_beside_header: Outcome,
    /// `match-case` when the pattern is not a `/…/`.
    pub(crate) match_case_without_regex: Outcome,
    /// An exception with `removeparam`.
    pub(crate) removeparam_exception: Outcome,
    /// `to`, which is read, but the rule never applies.
    pub(crate) to: Outcome,
    /// It reads `[$path=/page]` before cosmetic rules.
    pub(crate) cosmetic_modifiers: bool,
    /// Sets of modifiers: a rule cannot have one of the first set and one of the second.
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
