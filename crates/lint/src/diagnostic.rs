//! What the core says about a list: syntax errors and lint findings alike. Knows nothing of
//! terminals, files or formats.

use std::{borrow::Cow, fmt, sync::Arc};

use bloqr_syntax::source::Span;

pub use crate::few::Few;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// A hint: nothing has to be done.
    Info,
    /// The rule works, but not as well as it might, or not everywhere.
    Warning,
    /// A blocker refuses the rule, or the rule cannot do what it is written for.
    Error,
}

impl Severity {
    /// Every severity, the mildest first.
    pub const ALL: [Severity; 3] = [Severity::Info, Severity::Warning, Severity::Error];

    /// The name, as configurations and reports spell it: `info`, `warning`, `error`.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// A piece of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The line, from 0.
    pub line: u32,
    /// Where in the line, in bytes, on character boundaries.
    pub span: Span,
}

/// A finding: what is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// The rule's name: kebab-case, stable, in the docs (`unknown-modifier`).
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Where it is.
    pub place: Place,
    /// Lower case, no full stop, the thing in backticks.
    pub message: Cow<'static, str>,
    /// Other places that explain this one.
    pub labels: Few<Label>,
    /// What to do about it.
    pub help: Option<Cow<'static, str>>,
    /// How to mend it; `None` when that is for people to decide.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// A finding without labels, help and fix. `message`: lower case, no full stop, the thing in
    /// backticks.
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

    /// Says what to do about it.
    #[must_use]
    pub fn with_help(self, help: impl Into<Cow<'static, str>>) -> Diagnostic {
        Diagnostic { help: Some(help.into()), ..self }
    }

    /// Says how to mend it.
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
    /// The name of the list that the place is in, where it is another one than the finding's.
    pub list: Option<Arc<str>>,
    /// Where it is.
    pub place: Place,
    /// What it explains, in a few words.
    pub message: Cow<'static, str>,
}

impl Label {
    /// In the finding's own list.
    pub fn new(place: Place, message: impl Into<Cow<'static, str>>) -> Label {
        Label { list: None, place, message: message.into() }
    }
}

/// How to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fix {
    /// Whether the list means the same to a blocker afterwards, but for what was wrong.
    pub safe: bool,
    /// What it does, as an order: ``replace `thrid-party` with `third-party` ``.
    pub title: Cow<'static, str>,
    /// All of these belong together: one without the others is no fix.
    pub edits: Few<Edit>,
}

impl Fix {
    /// A fix. `title` says what it does, as an order.
    pub fn new(safe: bool, title: impl Into<Cow<'static, str>>, edits: Vec<Edit>) -> Fix {
        Fix { safe, title: title.into(), edits: edits.into() }
    }
}

/// A change to a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Puts `text` where the place is.
    Replace {
        /// What is replaced; empty to put something in.
        place: Place,
        /// The new text.
        text: String,
    },
    /// Takes the line out, with what ends it.
    /// Takes the line out, with what ends it.
    DeleteLine {
        /// The line, from 0.
        line: u32,
    },
}
