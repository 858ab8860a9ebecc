//! What the core says about a list: syntax errors and lint findings alike. Knows nothing of
//! terminals, files or formats.

use std::{borrow::Cow, sync::Arc};

use bloqr_syntax::source::Span;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Info,
    Warning,
    Error,
}

impl Severity {
    pub const ALL: [Severity; 3] = [Severity::Info, Severity::Warning, Severity::Error];

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

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule's name: kebab-case, stable, in the docs (`unknown-modifier`).
    pub rule: &'static str,
    pub severity: Severity,
    pub place: Place,
    /// Lower case, no full stop, the thing in backticks.
    pub message: Cow<'static, str>,
    /// Other places that explain this one.
    pub labels: Vec<Label>,
    /// What to do about it.
    pub help: Option<Cow<'static, str>>,
    pub fix: Option<Fix>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The name of the list that the place is in, where it is another one than the finding's.
    pub list: Option<Arc<str>>,
    pub place: Place,
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
pub struct Fix {
    /// Whether the list means the same to a blocker afterwards, but for what was wrong.
    pub safe: bool,
    /// What it does, as an order: ``replace `thrid-party` with `third-party` ``.
    pub title: Cow<'static, str>,
    pub edits: Vec<Edit>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Puts `text` where the place is.
    Replace { place: Place, text: String },
    /// Takes the line out, with what ends it.
    DeleteLine { line: u32 },
}
