//! The rules, one file each. A new one needs its `mod` line and its line in [`RULES`].

pub(super) mod syntax_error;

use crate::lint::Rule;

/// Every rule, by name.
pub static RULES: &[&Rule] = &[&syntax_error::RULE];
