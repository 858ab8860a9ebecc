//! The rules, one file each. A new one needs its `mod` line and its line in `rules!`.

pub(super) mod broad_rule;
pub(super) mod conflicting_hints;
pub(super) mod conflicting_modifiers;
pub(super) mod constant_condition;
pub(super) mod css_comment;
pub(super) mod deprecated_modifier;
pub(super) mod duplicate_declaration;
pub(super) mod duplicate_domain;
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
pub(super) mod invalid_host;
pub(super) mod invalid_metadata;
pub(super) mod invalid_pattern;
pub(super) mod invalid_regex;
pub(super) mod invalid_selector;
pub(super) mod invalid_suppression;
pub(super) mod look_alike;
pub(super) mod misplaced_modifier;
pub(super) mod misread_condition;
pub(super) mod missing_dollar;
pub(super) mod modifier_value;
pub(super) mod multiple_selectors;
pub(super) mod needless_wildcard;
pub(super) mod negated_modifier;
pub(super) mod redundant_rule;
pub(super) mod scriptlet_quotes;
pub(super) mod short_rule;
pub(super) mod single_hash;
pub(super) mod slow_regex;
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
pub(super) mod unsupported_by_dns;
pub(super) mod unsupported_modifier;
pub(super) mod unsupported_selector;
pub(super) mod unsupported_syntax;
pub(super) mod untrusted_rule;
pub(super) mod unused_badfilter;
pub(super) mod unused_exception;
pub(super) mod unused_suppression;

use crate::{
    Rule,
    options::{Lists, OptionSet},
};

macro_rules! rules {
    ($($rule:ident),+ $(,)?) => {
        /// Every rule, by name.
        pub static RULES: &[&Rule] = &[$(&$rule::RULE),+];

        /// The options of every rule. An option that is not set has its default.
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct RuleOptions {
            $(pub(crate) $rule: $rule::Settings),+
        }

        impl RuleOptions {
            pub(crate) fn of_rule(&mut self, rule: &Rule) -> Option<&mut dyn OptionSet> {
                $(
                    if rule.name == $rule::RULE.name {
                        return Some(&mut self.$rule);
                    }
                )+
                None
            }

            /// Adds the options of another configuration, which takes precedence.
            pub fn merge(&mut self, more: &RuleOptions, lists: Lists) {
                $(self.$rule.merge(&more.$rule, lists);)+
            }
        }
    };
}

rules! {
    broad_rule,
    conflicting_hints,
    conflicting_modifiers,
    constant_condition,
    css_comment,
    deprecated_modifier,
    duplicate_declaration,
    duplicate_domain,
    duplicate_hint,
    duplicate_modifier,
    duplicate_rule,
    excluded_rule,
    forgotten_dollar,
    generic_rule,
    html_filter,
    ignored_directive,
    invalid_declaration,
    invalid_domain,
    invalid_encoding,
    invalid_host,
    invalid_metadata,
    invalid_pattern,
    invalid_regex,
    invalid_selector,
    invalid_suppression,
    look_alike,
    misplaced_modifier,
    misread_condition,
    missing_dollar,
    modifier_value,
    multiple_selectors,
    needless_wildcard,
    negated_modifier,
    redundant_rule,
    scriptlet_quotes,
    short_rule,
    single_hash,
    slow_regex,
    stray_space,
    syntax_error,
    unbalanced_if,
    unknown_condition,
    unknown_directive,
    unknown_hint,
    unknown_modifier,
    unknown_pseudo_class,
    unknown_redirect,
    unknown_scriptlet,
    unread_block,
    unresolved_include,
    unsupported_by_dns,
    unsupported_modifier,
    unsupported_selector,
    unsupported_syntax,
    untrusted_rule,
    unused_badfilter,
    unused_exception,
    unused_suppression,
}
