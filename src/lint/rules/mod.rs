//! The rules, one file each. A new one needs its `mod` line and its line in [`RULES`].

pub(super) mod invalid_suppression;
pub(super) mod syntax_error;
pub(super) mod unresolved_include;
pub(super) mod unused_suppression;

use crate::lint::Rule;

/// Every rule, by name.
pub static RULES: &[&Rule] = &[
    &invalid_suppression::RULE,
    &syntax_error::RULE,
    &unresolved_include::RULE,
    &unused_suppression::RULE,
];
