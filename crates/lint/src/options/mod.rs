//! Options of rules. A rule declares them in its own file, once; the declaration makes the struct
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

/// What is known of an option beside its rule.
#[derive(Debug)]
pub struct OptionSpec {
    /// `min-length`
    pub name: &'static str,
    /// What AGLint calls it: `minLength`.
    pub aliases: &'static [&'static str],
    /// The first line of its docs.
    pub about: &'static str,
    /// The values it takes.
    pub kind: Kind,
}

/// Why a value cannot be used, and where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// In bytes from the start of its text.
    pub at: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Wrong {
    /// Without help.
    pub fn new(at: usize, message: impl Into<String>) -> Wrong {
        Wrong { at, message: message.into(), help: None }
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Wrong {}

/// What becomes of the values of a list when a second configuration has more of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lists {
    /// The second list takes the place of the first.
    Replaced,
    /// The second list is put behind the first, as AGLint does.
    Joined,
}

/// The options of one rule.
pub(crate) trait OptionSet {
    /// Reads a value of the option of that name, which fits its kind.
    fn set(&mut self, name: &str, value: &Value) -> Result<(), Wrong>;

    /// Forgets what was set.
    fn clear(&mut self);
}

impl Rule {
    /// The option that goes by a name of ours or of AGLint's.
    pub fn option(&self, name: &str) -> Option<&'static OptionSpec> {
        self.options.iter().find(|it| it.name == name || it.aliases.contains(&name))
    }
}

impl RuleOptions {
    /// Sets an option of a rule.
    pub fn set(&mut self, rule: &Rule, option: &OptionSpec, value: &Value) -> Result<(), Wrong> {
        option.kind.check(value, option.name)?;
        self.of_rule(rule).map_or(Ok(()), |it| it.set(option.name, value))
    }

    /// Back to the defaults of the rule.
    pub fn clear(&mut self, rule: &Rule) {
        if let Some(options) = self.of_rule(rule) {
            options.clear();
        }
    }
}
