use crate::{
    diagnostic::{Diagnostic, Place},
    lint::{Config, rule::rule},
};

rule! {
    /// A list that is to be included, and cannot be.
    ///
    /// It is not there, or outside of the directory of the lists, or it includes the list that
    /// includes it. A blocker passes over it, and everything in it is missing:
    ///
    /// ```adblock
    /// !#include misspelt-name.txt
    /// ```
    ///
    /// Paths count from the directory of the list. Addresses are not looked at: checking a list
    /// never uses the network.
    "unresolved-include", Error
}

/// What somebody found who knows files, which this crate's core does not.
pub fn unresolved_include(
    place: Place,
    message: String,
    help: &str,
    config: &Config,
) -> Option<Diagnostic> {
    let severity = config.severity(&RULE, RULE.severity)?;
    let (rule, labels, help) = (RULE.name, Vec::new(), Some(help.to_owned()));
    Some(Diagnostic { rule, severity, place, message, labels, help, fix: None })
}
