//! The steps that a configuration can ask for.

use std::{fmt, str::FromStr};

use bloqr_dns::Allow;

/// A step, which configurations call a transformation. The steps of a list are always applied in
/// this order, no matter in which order the configuration names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Converts international names to ASCII.
    ConvertToAscii,
    /// Removes blanks at the ends of lines.
    TrimLines,
    /// Removes comments.
    RemoveComments,
    /// Converts names to `||name^`, and removes names that another name covers.
    Compress,
    /// Removes modifiers that have no meaning for DNS blockers.
    RemoveModifiers,
    /// Converts rules to exceptions.
    InvertAllow,
    /// Removes rules that DNS blockers do not accept.
    Validate,
    /// The same, but rules for IP addresses stay.
    ValidateAllowIp,
    /// The same, but rules for public suffixes stay.
    ValidateAllowPublicSuffix,
    /// The same, but both stay.
    ValidateAllowIpAndPublicSuffix,
    /// Removes all but one of equal lines.
    Deduplicate,
    /// Removes empty lines.
    RemoveEmptyLines,
    /// Adds a line ending at the end of the text.
    InsertFinalNewLine,
}

impl Step {
    /// Every step, in the order in which they are applied.
    pub const ALL: [Step; 13] = [
        Step::ConvertToAscii,
        Step::TrimLines,
        Step::RemoveComments,
        Step::Compress,
        Step::RemoveModifiers,
        Step::InvertAllow,
        Step::Validate,
        Step::ValidateAllowIp,
        Step::ValidateAllowPublicSuffix,
        Step::ValidateAllowIpAndPublicSuffix,
        Step::Deduplicate,
        Step::RemoveEmptyLines,
        Step::InsertFinalNewLine,
    ];

    /// The steps of HostlistCompiler for sources that are named on its command line.
    pub const DEFAULT: [Step; 6] = [
        Step::RemoveComments,
        Step::Deduplicate,
        Step::Compress,
        Step::Validate,
        Step::TrimLines,
        Step::InsertFinalNewLine,
    ];

    /// The name in a configuration.
    pub fn name(self) -> &'static str {
        match self {
            Step::ConvertToAscii => "ConvertToAscii",
            Step::TrimLines => "TrimLines",
            Step::RemoveComments => "RemoveComments",
            Step::Compress => "Compress",
            Step::RemoveModifiers => "RemoveModifiers",
            Step::InvertAllow => "InvertAllow",
            Step::Validate => "Validate",
            Step::ValidateAllowIp => "ValidateAllowIp",
            Step::ValidateAllowPublicSuffix => "ValidateAllowPublicSuffix",
            Step::ValidateAllowIpAndPublicSuffix => "ValidateAllowIpAndPublicSuffix",
            Step::Deduplicate => "Deduplicate",
            Step::RemoveEmptyLines => "RemoveEmptyLines",
            Step::InsertFinalNewLine => "InsertFinalNewLine",
        }
    }

    /// What the step does, as Markdown: a sentence, then a list before it and after it.
    pub fn docs(self) -> &'static str {
        crate::steps::docs_of(self)
    }

    /// What the step allows, if it is one of the four steps that validate. A list has at most one
    /// of them.
    pub fn allows(self) -> Option<Allow> {
        let allow = |addresses, suffixes| Some(Allow { addresses, suffixes });
        match self {
            Step::Validate => allow(false, false),
            Step::ValidateAllowIp => allow(true, false),
            Step::ValidateAllowPublicSuffix => allow(false, true),
            Step::ValidateAllowIpAndPublicSuffix => allow(true, true),
            _ => None,
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A name that no step has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownStep;

impl FromStr for Step {
    type Err = UnknownStep;

    fn from_str(name: &str) -> Result<Step, UnknownStep> {
        Step::ALL.into_iter().find(|it| it.name() == name).ok_or(UnknownStep)
    }
}
