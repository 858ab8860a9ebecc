//! What the core says about a list: syntax errors and lint findings. It does not know terminals,
//! files or formats.

use std::{borrow::Cow, fmt, sync::Arc};

use bloqr_syntax::source::Span;

pub use crate::few::Few;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// A hint: nothing needs to be done.
    Info,
    /// The rule works, but not as well as it could, or not everywhere.
    Warning,
    /// A blocker refuses the rule, or the rule cannot do what it is written for.
    Error,
}

impl Severity {
    /// Every severity, from the mildest to the worst.
    pub const ALL: [Severity; 3] = [Severity::Info, Severity::Warning, Severity::Error];

    /// The name in configurations and reports: `info`, `warning`, `error`.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// A part of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The number of the line, from 0.
    pub line: u32,
    /// The position in the line, in bytes, on character boundaries.
    pub span: Span,
}

/// A problem in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// The name of the lint rule: kebab-case, stable, in the docs (`unknown-modifier`).
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Where it is.
    pub place: Place,
    /// Lower case, no full stop, names and text of the list in backticks.
    pub message: Cow<'static, str>,
    /// Other places that explain this one.
    pub labels: Few<Label>,
    /// What to do about it.
    pub help: Option<Cow<'static, str>>,
    /// How to fix it; `None` when people must decide.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// A finding without labels, help and fix. `message`: lower case, no full stop, names and text
    /// of the list in backticks.
    pub fn new(
        rule: &'static str,
        severity: Severity,
        place: Place,
        message: impl Into<Cow<'static, str>>,
    ) -> Diagnostic {
        let message = message.into();
        Diagnostic { rule, severity, place, message, labels: Few::new(), help: None, fix: None }
    }

    /// Adds another place that explains this one.
    #[must_use]
    pub fn with_label(mut self, label: Label) -> Diagnostic {
        self.labels.push(label);
        self
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn with_help(self, help: impl Into<Cow<'static, str>>) -> Diagnostic {
        Diagnostic { help: Some(help.into()), ..self }
    }

    /// Adds how to fix it.
    #[must_use]
    pub fn with_fix(self, fix: Fix) -> Diagnostic {
        Diagnostic { fix: Some(fix), ..self }
    }
}

/// ``warning[unknown-modifier]: unknown modifier `scirpt` ``; [`Diagnostic::place`] says where.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]: {}", self.severity, self.rule, self.message)
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Another place that explains a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Label {
    /// The name of the list that the place is in, if it is not the list of the finding.
    pub list: Option<Arc<str>>,
    /// Where it is.
    pub place: Place,
    /// What the place explains, in a few words.
    pub message: Cow<'static, str>,
}

impl Label {
    /// A place in the same list as the finding.
    pub fn new(place: Place, message: impl Into<Cow<'static, str>>) -> Label {
        Label { list: None, place, message: message.into() }
    }
}

/// How to fix a problem.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fix {
    /// Whether the list has the same effect on all blockers afterwards, except for the problem.
    pub safe: bool,
    /// What the fix does, in the imperative: ``replace `thrid-party` with `third-party` ``.
    pub title: Cow<'static, str>,
    /// The edits. They belong together: all are applied, or none.
    pub edits: Few<Edit>,
}

impl Fix {
    /// A fix. `title` says what it does, in the imperative.
    pub fn new(safe: bool, title: impl Into<Cow<'static, str>>, edits: Vec<Edit>) -> Fix {
        Fix { safe, title: title.into(), edits: edits.into() }
    }
}

/// A change to a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Replaces the text at `place`.
    Replace {
        /// What is replaced; an empty span inserts.
        place: Place,
        /// The new text.
        text: String,
    },
    /// Deletes the line and its line break.
    DeleteLine {
        /// The number of the line, from 0.
        line: u32,
    },
}
