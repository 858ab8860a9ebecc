//! The rules, one file each. A new one needs its `mod` line and its line in [`RULES`].

pub(super) mod conflicting_modifiers;
pub(super) mod deprecated_modifier;
pub(super) mod duplicate_modifier;
pub(super) mod invalid_domain;
pub(super) mod invalid_encoding;
pub(super) mod invalid_pattern;
pub(super) mod invalid_regex;
pub(super) mod invalid_suppression;
pub(super) mod misplaced_modifier;
pub(super) mod modifier_value;
pub(super) mod negated_modifier;
pub(super) mod short_rule;
pub(super) mod stray_space;
pub(super) mod syntax_error;
pub(super) mod unknown_modifier;
pub(super) mod unknown_redirect;
pub(super) mod unresolved_include;
pub(super) mod unsupported_modifier;
pub(super) mod unused_suppression;

use crate::lint::Rule;

/// Every rule, by name.
pub static RULES: &[&Rule] = &[
    &conflicting_modifiers::RULE,
    &deprecated_modifier::RULE,
    &duplicate_modifier::RULE,
    &invalid_domain::RULE,
    &invalid_encoding::RULE,
    &invalid_pattern::RULE,
    &invalid_regex::RULE,
    &invalid_suppression::RULE,
    &misplaced_modifier::RULE,
    &modifier_value::RULE,
    &negated_modifier::RULE,
    &short_rule::RULE,
    &stray_space::RULE,
    &syntax_error::RULE,
    &unknown_modifier::RULE,
    &unknown_redirect::RULE,
    &unresolved_include::RULE,
    &unsupported_modifier::RULE,
    &unused_suppression::RULE,
];
