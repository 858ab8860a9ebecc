//! What engines do with the domains in rules: before `##`, in `domain=` and its like.

use super::Outcome::{self, Ignores, Refuses, Takes};

/// Facts about one engine. Where a version or source is not named, they were measured on what
/// [`Engine::measured`](super::Engine::measured) says.
#[derive(Debug)]
pub(crate) struct Facts {
    /// A name that no domain has: `1.2.3.456`, or a label such as `xn--a` that stands for nothing.
    pub(crate) no_such: Outcome,
    /// An empty one, as in `a.example||b.example`.
    pub(crate) empty: Outcome,
    /// A dot too many: `.a.example`, `a..example`.
    pub(crate) extra_dot: Outcome,
    /// A label that starts or ends with a hyphen.
    pub(crate) outer_hyphen: Outcome,
    /// A `*` that does not stand for the end of the name: `*.a.example`, `a*.example`.
    pub(crate) wildcard: Outcome,
    /// The same in a modifier, and the domain is `*` or ends with `.*`.
    pub(crate) open_wildcard: Outcome,
    /// A `*` alone before `##`.
    pub(crate) star_before_separator: Outcome,
    /// Upper case before `##`.
    pub(crate) upper_case_before_separator: Outcome,
    /// A path before `##`: `a.example/path##.ad`. Read by uBlock Origin since 2026.
    pub(crate) path_before_separator: Outcome,
    /// A path in a modifier.
    pub(crate) path: Outcome,
    /// A `/…/`.
    pub(crate) regex: Outcome,
    /// A `/…/` that JavaScript cannot read.
    pub(crate) bad_regex: Outcome,
    /// Nothing but `/…/` before `##`.
    pub(crate) only_regexes_before_separator: Outcome,
    /// Nothing but `/…/` in a modifier.
    pub(crate) only_regexes: Outcome,
    /// The same, but not when they are cut at each `|`, also in a `/…/`.
    pub(crate) only_cut_regexes: Outcome,
    /// A wildcard or a `/…/` in `denyallow=`, which takes whole domains only.
    pub(crate) not_plain: Outcome,
    /// A space before or after a domain before `##`.
    pub(crate) space: Outcome,
    /// A character that is not shown, such as U+202E, before `##`.
    pub(crate) invisible_before_separator: Outcome,
    /// The same in a modifier.
    pub(crate) invisible: Outcome,
    /// A character that URLs leave out of hosts, such as U+00AD.
    pub(crate) ignorable: Outcome,
    /// A `#`.
    pub(crate) hash_sign: Outcome,
    /// Another character that no domain has, such as `;`.
    pub(crate) stray_character: Outcome,
    /// `~~a.example`
    pub(crate) two_tildes: Outcome,
    /// `denyallow=~a.example`
    pub(crate) negated_denyallow: Outcome,
}

pub(super) const ADGUARD: Facts = Facts {
    no_such: Ignores,
    empty: Refuses,
    extra_dot: Refuses,
    outer_hyphen: Refuses,
    wildcard: Refuses,
    open_wildcard: Ignores,
    star_before_separator: Takes,
    upper_case_before_separator: Refuses,
    path_before_separator: Takes,
    path: Ignores,
    regex: Takes,
    bad_regex: Ignores,
    only_regexes_before_separator: Takes,
    only_regexes: Takes,
    only_cut_regexes: Takes,
    not_plain: Refuses,
    space: Ignores,
    invisible_before_separator: Ignores,
    invisible: Ignores,
    ignorable: Ignores,
    hash_sign: Refuses,
    stray_character: Refuses,
    two_tildes: Refuses,
    negated_denyallow: Refuses,
};

pub(super) const UBLOCK_ORIGIN: Facts = Facts {
    no_such: Ignores,
    empty: Refuses,
    extra_dot: Refuses,
    outer_hyphen: Refuses,
    wildcard: Refuses,
    open_wildcard: Refuses,
    star_before_separator: Takes,
    upper_case_before_separator: Takes,
    path_before_separator: Takes,
    path: Refuses,
    regex: Takes,
    bad_regex: Refuses,
    only_regexes_before_separator: Takes,
    only_regexes: Takes,
    only_cut_regexes: Takes,
    not_plain: Refuses,
    space: Refuses,
    invisible_before_separator: Refuses,
    invisible: Refuses,
    ignorable: Ignores,
    hash_sign: Refuses,
    stray_character: Refuses,
    two_tildes: Refuses,
    negated_denyallow: Refuses,
};

pub(super) const ADBLOCK_PLUS: Facts = Facts {
    no_such: Ignores,
    empty: Refuses,
    extra_dot: Refuses,
    outer_hyphen: Refuses,
    wildcard: Refuses,
    open_wildcard: Refuses,
    star_before_separator: Takes,
    upper_case_before_separator: Takes,
    path_before_separator: Ignores,
    path: Refuses,
    regex: Refuses,
    bad_regex: Refuses,
    only_regexes_before_separator: Takes,
    only_regexes: Refuses,
    only_cut_regexes: Refuses,
    not_plain: Refuses,
    space: Refuses,
    invisible_before_separator: Refuses,
    invisible: Refuses,
    ignorable: Refuses,
    hash_sign: Refuses,
    stray_character: Refuses,
    two_tildes: Refuses,
    negated_denyallow: Takes,
};

pub(super) const BRAVE: Facts = Facts {
    no_such: Ignores,
    empty: Ignores,
    extra_dot: Ignores,
    outer_hyphen: Ignores,
    wildcard: Ignores,
    open_wildcard: Ignores,
    star_before_separator: Ignores,
    upper_case_before_separator: Ignores,
    path_before_separator: Ignores,
    path: Ignores,
    regex: Takes,
    bad_regex: Refuses,
    only_regexes_before_separator: Refuses,
    only_regexes: Refuses,
    only_cut_regexes: Ignores,
    not_plain: Ignores,
    space: Ignores,
    invisible_before_separator: Refuses,
    invisible: Ignores,
    ignorable: Ignores,
    hash_sign: Refuses,
    stray_character: Ignores,
    two_tildes: Ignores,
    negated_denyallow: Takes,
};
