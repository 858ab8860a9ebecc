//! Options of rules. A rule declares them once, in its own file. The declaration makes the struct
//! that its check reads, the reader of values, the JSON schema and the form in comments.
//!
//! ```text
//! rule! {
//!     /// A rule so short that it matches what it should not.
//!     "short-rule", Warning, ["no-short-rules"];
//!
//!     /// How short is too short, in UTF-16 code units.
//!     min_length "min-length" ["minLength"]: Count<0> = Count(4)
//! }
//! ```

mod kind;
mod types;
mod value;

pub(crate) use self::types::{Count, OptionType};
pub use self::{
    kind::{Entry, Kind, unknown_key},
    value::{Data, Key, Value},
};

use std::fmt;

use crate::{Rule, RuleOptions};

/// An option, without its rule.
#[derive(Debug)]
pub struct OptionSpec {
    /// Its name: `min-length`.
    pub name: &'static str,
    /// Its names in AGLint: `minLength`.
    pub aliases: &'static [&'static str],
    /// The first line of its docs.
    pub about: &'static str,
    /// The values that it accepts.
    pub kind: Kind,
}

/// Why a value cannot be used, and where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidValue {
    /// The position of the value in its text, in bytes.
    pub at: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl InvalidValue {
    /// An error without help.
    pub fn new(at: usize, message: impl Into<String>) -> InvalidValue {
        InvalidValue { at, message: message.into(), help: None }
    }
}

impl fmt::Display for InvalidValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for InvalidValue {}

/// What happens with a list when a second configuration has the same option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lists {
    /// The second list replaces the first.
    Replaced,
    /// The second list is appended to the first, as in AGLint.
    Joined,
}

/// The options of one rule.
pub(crate) trait OptionSet {
    /// Reads a value of the option with that name. The value must fit the kind of the option.
    fn set(&mut self, name: &str, value: &Value) -> Result<(), InvalidValue>;

    /// Resets all options to their defaults.
    fn clear(&mut self);
}

impl Rule {
    /// The option with this name, which can be ours or AGLint's.
    pub fn option(&self, name: &str) -> Option<&'static OptionSpec> {
        self.options.iter().find(|it| it.name == name || it.aliases.contains(&name))
    }
}

impl RuleOptions {
    /// Sets an option of a rule.
    pub fn set(
        &mut self,
        rule: &Rule,
        option: &OptionSpec,
        value: &Value,
    ) -> Result<(), InvalidValue> {
        option.kind.check(value, option.name)?;
        self.of_rule(rule).map_or(Ok(()), |it| it.set(option.name, value))
    }

    /// Resets the options of a rule to their defaults.
    pub fn clear(&mut self, rule: &Rule) {
        if let Some(options) = self.of_rule(rule) {
            options.clear();
        }
    }
}
