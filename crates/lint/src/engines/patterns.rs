//! What engines do with the patterns of network rules.

use super::Outcome::{self, Ignores, Refuses, Takes};

/// Facts about one engine. Unless a version or source is named, they were measured on
/// [`Engine::measured`](super::Engine::measured).
#[derive(Debug)]
pub(crate) struct Facts {
    /// A `/…/` that JavaScript cannot read.
    pub(crate) bad_regex: Outcome,
    /// A space in a pattern.
    pub(crate) space: Outcome,
    /// A word, a space and more text, without modifiers: possibly a line of a hosts file.
    pub(crate) word_before_space: Outcome,
    /// A space between the pattern and the `$` of its modifiers.
    pub(crate) space_before_dollar: Outcome,
    /// A space in a `/…/`.
    pub(crate) space_in_regex: Outcome,
    /// A character that is not visible, such as U+200B.
    pub(crate) invisible_character: Outcome,
    /// A label such as `xn--a` after `||` that is not valid Punycode.
    pub(crate) bad_punycode: Outcome,
    /// Capital letters in the host after `||`.
    pub(crate) upper_case_host: Outcome,
    /// A pattern that consists only of `*`, `|` and `^`, without modifiers.
    pub(crate) match_all: Outcome,
    /// A pattern of fewer than four characters, without modifiers.
    pub(crate) few_characters: Outcome,
    /// A pattern of fewer than four characters, not counting `|` or `||` at its start, in a rule without
    /// `*`, `domain=` and `sitekey=`.
    pub(crate) few_without_domain: Outcome,
    /// A pattern with at most one character that a URL must contain, without modifiers.
    pub(crate) one_character: Outcome,
    /// A line of one character.
    pub(crate) one_character_line: Outcome,
    /// A `/…/` with one character inside, without modifiers.
    pub(crate) short_regex: Outcome,
    /// The pattern `//`, without modifiers.
    pub(crate) two_slashes: Outcome,
    /// A `#`, one or two other characters and a `#`: possibly a separator of cosmetic rules.
    pub(crate) hash_signs: Outcome,
    /// Text that looks like a separator of cosmetic rules but is not one.
    pub(crate) mistyped_separator: Outcome,
    /// The same, when it contains a `#`, one or two other characters and a `#`.
    pub(crate) mistyped_hash_signs: Outcome,
}

pub(super) const ADGUARD: Facts = Facts {
    bad_regex: Ignores,
    space: Refuses,
    word_before_space: Refuses,
    space_before_dollar: Ignores,
    space_in_regex: Refuses,
    invisible_character: Ignores,
    bad_punycode: Ignores,
    upper_case_host: Ignores,
    match_all: Refuses,
    few_characters: Refuses,
    few_without_domain: Takes,
    one_character: Takes,
    one_character_line: Takes,
    short_regex: Refuses,
    two_slashes: Refuses,
    hash_signs: Takes,
    mistyped_separator: Ignores,
    mistyped_hash_signs: Ignores,
};

pub(super) const UBLOCK_ORIGIN: Facts = Facts {
    bad_regex: Refuses,
    space: Refuses,
    word_before_space: Ignores,
    space_before_dollar: Refuses,
    space_in_regex: Takes,
    invisible_character: Refuses,
    bad_punycode: Ignores,
    upper_case_host: Takes,
    match_all: Refuses,
    few_characters: Takes,
    few_without_domain: Takes,
    one_character: Refuses,
    one_character_line: Takes,
    short_regex: Refuses,
    two_slashes: Takes,
    hash_signs: Takes,
    mistyped_separator: Ignores,
    mistyped_hash_signs: Ignores,
};

pub(super) const ADBLOCK_PLUS: Facts = Facts {
    bad_regex: Refuses,
    space: Refuses,
    word_before_space: Refuses,
    space_before_dollar: Ignores,
    space_in_regex: Takes,
    invisible_character: Refuses,
    bad_punycode: Ignores,
    upper_case_host: Takes,
    match_all: Refuses,
    few_characters: Takes,
    few_without_domain: Refuses,
    one_character: Takes,
    one_character_line: Takes,
    short_regex: Takes,
    two_slashes: Takes,
    hash_signs: Takes,
    mistyped_separator: Ignores,
    mistyped_hash_signs: Ignores,
};

pub(super) const BRAVE: Facts = Facts {
    bad_regex: Ignores,
    space: Ignores,
    word_before_space: Ignores,
    space_before_dollar: Ignores,
    space_in_regex: Takes,
    invisible_character: Ignores,
    bad_punycode: Refuses,
    upper_case_host: Takes,
    match_all: Ignores,
    few_characters: Takes,
    few_without_domain: Takes,
    one_character: Takes,
    one_character_line: Refuses,
    short_regex: Takes,
    two_slashes: Takes,
    hash_signs: Refuses,
    mistyped_separator: Ignores,
    mistyped_hash_signs: Refuses,
};
