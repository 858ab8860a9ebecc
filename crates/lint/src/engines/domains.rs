//! What engines do with the domains of rules: before `##`, in `domain=` and in similar modifiers.

use super::Outcome::{self, Ignores, Refuses, Takes};

/// Facts about one engine. Unless a version or source is named, they were measured on
/// [`Engine::measured`](super::Engine::measured).
#[derive(Debug)]
pub(crate) struct Facts {
    /// A name that no domain can have: `1.2.3.456`, or a label such as `xn--a` that is not valid
    /// Punycode.
    pub(crate) no_such: Outcome,
    /// An empty domain, as in `a.example||b.example`.
    pub(crate) empty: Outcome,
    /// The same before `##`, as in `a.example,,b.example##.ad`.
    pub(crate) empty_before_separator: Outcome,
    /// A dot at its start or end in a modifier: `.a.example`.
    pub(crate) outer_dot: Outcome,
    /// The same before `##`.
    pub(crate) outer_dot_before_separator: Outcome,
    /// Two dots in a row in a modifier: `a..example`.
    pub(crate) two_dots: Outcome,
    /// The same before `##`.
    pub(crate) two_dots_before_separator: Outcome,
    /// A label that starts or ends with a hyphen, in a modifier.
    pub(crate) outer_hyphen: Outcome,
    /// A hyphen at the start of the name or at the end of a label, before `##`.
    pub(crate) outer_hyphen_before_separator: Outcome,
    /// A hyphen at the start of another label, before `##`.
    pub(crate) inner_hyphen_before_separator: Outcome,
    /// A `*` that does not replace the last labels: `*.a.example`, `a*.example`.
    pub(crate) wildcard: Outcome,
    /// The same in a modifier, and the domain ends with `*`.
    pub(crate) open_wildcard: Outcome,
    /// The same in `to=`.
    pub(crate) wildcard_in_to: Outcome,
    /// A single `*` before `##`.
    pub(crate) star_before_separator: Outcome,
    /// Capital letters in `domain=`. AdGuard finds the rule only by its pattern.
    pub(crate) upper_case: Outcome,
    /// Capital letters before `##`.
    pub(crate) upper_case_before_separator: Outcome,
    /// A path before `##`: `a.example/path##.ad`. uBlock Origin reads it since 2026.
    pub(crate) path_before_separator: Outcome,
    /// The same, negated, or with an empty path: `~a.example/path##.ad`, `a.example/##.ad`.
    pub(crate) odd_path_before_separator: Outcome,
    /// A path in a modifier.
    pub(crate) path: Outcome,
    /// A letter that is not ASCII in a modifier, where Punycode is expected.
    pub(crate) unicode: Outcome,
    /// A `/…/`.
    pub(crate) regex: Outcome,
    /// It reads `[$domain=/…/]` before `##` as a domain, and supports no other condition in
    /// brackets.
    pub(crate) regex_in_brackets: bool,
    /// A `/…/` that JavaScript cannot read.
    pub(crate) bad_regex: Outcome,
    /// Only `/…/` before `##`.
    pub(crate) only_regexes_before_separator: Outcome,
    /// Only `/…/` in a modifier.
    pub(crate) only_regexes: Outcome,
    /// Only `/…/`, and an engine that also splits a `/…/` at each `|` finds a part that is not a
    /// `/…/`.
    pub(crate) only_cut_regexes: Outcome,
    /// A wildcard or a `/…/` in `denyallow=`, which accepts only whole domains.
    pub(crate) not_plain: Outcome,
    /// A space before or after a domain before `##`.
    pub(crate) space: Outcome,
    /// A character that is not visible, such as U+202E, before `##`.
    pub(crate) invisible_before_separator: Outcome,
    /// The same in a modifier.
    pub(crate) invisible: Outcome,
    /// A character that URLs ignore in hosts, such as U+00AD.
    pub(crate) ignorable: Outcome,
    /// A `#` in a modifier.
    pub(crate) hash_sign: Outcome,
    /// The same before `##`.
    pub(crate) hash_sign_before_separator: Outcome,
    /// Another character that no domain contains, such as `;`, in a modifier.
    pub(crate) stray_character: Outcome,
    /// The same before `##`.
    pub(crate) stray_before_separator: Outcome,
    /// `a.example>>##.ad`: also applies in frames of other sites on a page of this site.
    pub(crate) ancestor: Outcome,
    /// `~~a.example`
    pub(crate) two_tildes: Outcome,
    /// The same in `to=`.
    pub(crate) two_tildes_in_to: Outcome,
    /// `denyallow=~a.example`
    pub(crate) negated_denyallow: Outcome,
}

pub(super) const ADGUARD: Facts = Facts {
    no_such: Ignores,
    empty: Refuses,
    empty_before_separator: Refuses,
    outer_dot: Ignores,
    outer_dot_before_separator: Refuses,
    two_dots: Ignores,
    two_dots_before_separator: Refuses,
    outer_hyphen: Ignores,
    outer_hyphen_before_separator: Refuses,
    inner_hyphen_before_separator: Ignores,
    wildcard: Refuses,
    open_wildcard: Ignores,
    wildcard_in_to: Ignores,
    star_before_separator: Takes,
    upper_case: Ignores,
    upper_case_before_separator: Refuses,
    path_before_separator: Takes,
    odd_path_before_separator: Refuses,
    path: Ignores,
    unicode: Takes,
    regex: Takes,
    regex_in_brackets: false,
    bad_regex: Ignores,
    only_regexes_before_separator: Takes,
    only_regexes: Takes,
    only_cut_regexes: Takes,
    not_plain: Refuses,
    space: Ignores,
    invisible_before_separator: Ignores,
    invisible: Ignores,
    ignorable: Ignores,
    hash_sign: Ignores,
    hash_sign_before_separator: Refuses,
    stray_character: Ignores,
    stray_before_separator: Refuses,
    ancestor: Refuses,
    two_tildes: Refuses,
    two_tildes_in_to: Ignores,
    negated_denyallow: Refuses,
};

pub(super) const UBLOCK_ORIGIN: Facts = Facts {
    no_such: Ignores,
    empty: Refuses,
    empty_before_separator: Refuses,
    outer_dot: Refuses,
    outer_dot_before_separator: Refuses,
    two_dots: Ignores,
    two_dots_before_separator: Ignores,
    outer_hyphen: Ignores,
    outer_hyphen_before_separator: Ignores,
    inner_hyphen_before_separator: Ignores,
    wildcard: Refuses,
    open_wildcard: Refuses,
    wildcard_in_to: Refuses,
    star_before_separator: Takes,
    upper_case: Takes,
    upper_case_before_separator: Takes,
    path_before_separator: Takes,
    odd_path_before_separator: Takes,
    path: Refuses,
    unicode: Takes,
    regex: Takes,
    regex_in_brackets: true,
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
    hash_sign_before_separator: Refuses,
    stray_character: Refuses,
    stray_before_separator: Refuses,
    ancestor: Takes,
    two_tildes: Refuses,
    two_tildes_in_to: Refuses,
    negated_denyallow: Refuses,
};

pub(super) const ADBLOCK_PLUS: Facts = Facts {
    no_such: Ignores,
    empty: Refuses,
    empty_before_separator: Refuses,
    outer_dot: Ignores,
    outer_dot_before_separator: Ignores,
    two_dots: Ignores,
    two_dots_before_separator: Ignores,
    outer_hyphen: Ignores,
    outer_hyphen_before_separator: Ignores,
    inner_hyphen_before_separator: Ignores,
    wildcard: Refuses,
    open_wildcard: Refuses,
    wildcard_in_to: Refuses,
    star_before_separator: Refuses,
    upper_case: Takes,
    upper_case_before_separator: Takes,
    path_before_separator: Ignores,
    odd_path_before_separator: Ignores,
    path: Ignores,
    unicode: Refuses,
    regex: Refuses,
    regex_in_brackets: false,
    bad_regex: Refuses,
    only_regexes_before_separator: Takes,
    only_regexes: Refuses,
    only_cut_regexes: Refuses,
    not_plain: Refuses,
    space: Refuses,
    invisible_before_separator: Refuses,
    invisible: Refuses,
    ignorable: Refuses,
    hash_sign: Ignores,
    hash_sign_before_separator: Refuses,
    stray_character: Ignores,
    stray_before_separator: Refuses,
    ancestor: Refuses,
    two_tildes: Ignores,
    two_tildes_in_to: Refuses,
    negated_denyallow: Takes,
};

pub(super) const BRAVE: Facts = Facts {
    no_such: Ignores,
    empty: Ignores,
    empty_before_separator: Ignores,
    outer_dot: Ignores,
    outer_dot_before_separator: Ignores,
    two_dots: Ignores,
    two_dots_before_separator: Ignores,
    outer_hyphen: Ignores,
    outer_hyphen_before_separator: Ignores,
    inner_hyphen_before_separator: Ignores,
    wildcard: Ignores,
    open_wildcard: Ignores,
    wildcard_in_to: Ignores,
    star_before_separator: Ignores,
    upper_case: Ignores,
    upper_case_before_separator: Ignores,
    path_before_separator: Ignores,
    odd_path_before_separator: Ignores,
    path: Ignores,
    unicode: Takes,
    regex: Takes,
    regex_in_brackets: false,
    bad_regex: Refuses,
    only_regexes_before_separator: Refuses,
    only_regexes: Refuses,
    only_cut_regexes: Ignores,
    not_plain: Ignores,
    space: Ignores,
    invisible_before_separator: Refuses,
    invisible: Ignores,
    ignorable: Ignores,
    hash_sign: Ignores,
    hash_sign_before_separator: Refuses,
    stray_character: Ignores,
    stray_before_separator: Ignores,
    ancestor: Ignores,
    two_tildes: Ignores,
    two_tildes_in_to: Ignores,
    negated_denyallow: Takes,
};
