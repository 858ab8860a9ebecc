//! The rules, one file each. A new one needs its `mod` line and its line in [`RULES`].

pub(super) mod conflicting_hints;
pub(super) mod conflicting_modifiers;
pub(super) mod constant_condition;
pub(super) mod deprecated_modifier;
pub(super) mod duplicate_hint;
pub(super) mod duplicate_modifier;
pub(super) mod duplicate_rule;
pub(super) mod excluded_rule;
pub(super) mod forgotten_dollar;
pub(super) mod generic_rule;
pub(super) mod html_filter;
pub(super) mod ignored_directive;
pub(super) mod invalid_declaration;
pub(super) mod invalid_domain;
pub(super) mod invalid_encoding;
pub(super) mod invalid_metadata;
pub(super) mod invalid_pattern;
pub(super) mod invalid_regex;
pub(super) mod invalid_selector;
pub(super) mod invalid_suppression;
pub(super) mod misplaced_modifier;
pub(super) mod misread_condition;
pub(super) mod modifier_value;
pub(super) mod multiple_selectors;
pub(super) mod negated_modifier;
pub(super) mod redundant_rule;
pub(super) mod short_rule;
pub(super) mod stray_space;
pub(super) mod syntax_error;
pub(super) mod unbalanced_if;
pub(super) mod unknown_condition;
pub(super) mod unknown_directive;
pub(super) mod unknown_hint;
pub(super) mod unknown_modifier;
pub(super) mod unknown_pseudo_class;
pub(super) mod unknown_redirect;
pub(super) mod unknown_scriptlet;
pub(super) mod unread_block;
pub(super) mod unresolved_include;
pub(super) mod unsupported_modifier;
pub(super) mod unsupported_selector;
pub(super) mod unsupported_syntax;
pub(super) mod unused_badfilter;
pub(super) mod unused_exception;
pub(super) mod unused_suppression;

use crate::Rule;

/// Every rule, by name.
pub static RULES: &[&Rule] = &[
    &conflicting_hints::RULE,
    &conflicting_modifiers::RULE,
    &constant_condition::RULE,
    &deprecated_modifier::RULE,
    &duplicate_hint::RULE,
    &duplicate_modifier::RULE,
    &duplicate_rule::RULE,
    &excluded_rule::RULE,
    &forgotten_dollar::RULE,
    &generic_rule::RULE,
    &html_filter::RULE,
    &ignored_directive::RULE,
    &invalid_declaration::RULE,
    &invalid_domain::RULE,
    &invalid_encoding::RULE,
    &invalid_metadata::RULE,
    &invalid_pattern::RULE,
    &invalid_regex::RULE,
    &invalid_selector::RULE,
    &invalid_suppression::RULE,
    &misplaced_modifier::RULE,
    &misread_condition::RULE,
    &modifier_value::RULE,
    &multiple_selectors::RULE,
    &negated_modifier::RULE,
    &redundant_rule::RULE,
    &short_rule::RULE,
    &stray_space::RULE,
    &syntax_error::RULE,
    &unbalanced_if::RULE,
    &unknown_condition::RULE,
    &unknown_directive::RULE,
    &unknown_hint::RULE,
    &unknown_modifier::RULE,
    &unknown_pseudo_class::RULE,
    &unknown_redirect::RULE,
    &unknown_scriptlet::RULE,
    &unread_block::RULE,
    &unresolved_include::RULE,
    &unsupported_modifier::RULE,
    &unsupported_selector::RULE,
    &unsupported_syntax::RULE,
    &unused_badfilter::RULE,
    &unused_exception::RULE,
    &unused_suppression::RULE,
];
