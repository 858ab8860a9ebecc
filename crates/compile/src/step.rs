//! The steps that a configuration can ask for.

use std::{fmt, str::FromStr};

use bloqr_dns::Allow;

/// What a configuration calls a transformation. The steps of a list are always done in this order,
/// in whatever order they are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// International names become ASCII.
    ConvertToAscii,
    /// Blanks at the ends of lines go.
    TrimLines,
    /// Comments go.
    RemoveComments,
    /// Names become `||name^`, and those that another one covers go.
    Compress,
    /// Modifiers go that mean nothing to DNS blockers.
    RemoveModifiers,
    /// Rules become exceptions.
    InvertAllow,
    /// Rules go that DNS blockers do not take.
    Validate,
    /// The same, but rules for IP addresses stay.
    ValidateAllowIp,
    /// The same, but rules for public suffixes stay.
    ValidateAllowPublicSuffix,
    /// The same, but both stay.
    ValidateAllowIpAndPublicSuffix,
    /// Of equal lines one stays.
    Deduplicate,
    /// Empty lines go.
    RemoveEmptyLines,
    /// The text ends with a line ending.
    InsertFinalNewLine,
}

impl Step {
    /// Every step, in the order in which they are done.
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

    /// What HostlistCompiler does with sources that are named on its command line.
    pub const DEFAULT: [Step; 6] = [
        Step::RemoveComments,
        Step::Deduplicate,
        Step::Compress,
        Step::Validate,
        Step::TrimLines,
        Step::InsertFinalNewLine,
    ];

    /// The name, as a configuration has it.
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

    /// What the step allows, if it is one of the four that validate. A list has one of them at most.
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
