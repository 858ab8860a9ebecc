use std::{borrow::Cow, error, fmt};

use crate::source::Span;

/// Why a line is not a valid rule. Message and position are AGTree's, so that both can be looked
/// up.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SyntaxError {
    /// The JavaScript class of the error in AGTree.
    pub class: ErrorClass,
    /// AGTree's message.
    pub message: Cow<'static, str>,
    /// AGTree's position, in bytes of the line. It can be inside a character or beyond the end; to
    /// slice the line, use [`SyntaxError::span_in`].
    pub span: Span,
}

/// The JavaScript class of the error, which decides whether AGTree gives its position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorClass {
    /// `AdblockSyntaxError`: a message and a place.
    Adblock,
    /// `Error`: a message only.
    Plain,
    /// `SyntaxError`: from the JSON5 library.
    Json5,
}

impl ErrorClass {
    /// The name of the class.
    pub fn as_str(self) -> &'static str {
        match self {
            ErrorClass::Adblock => "AdblockSyntaxError",
            ErrorClass::Plain => "Error",
            ErrorClass::Json5 => "SyntaxError",
        }
    }

    /// Whether the JSON contains the position.
    pub fn has_place(self) -> bool {
        match self {
            ErrorClass::Adblock | ErrorClass::Json5 => true,
            ErrorClass::Plain => false,
        }
    }
}

/// The message; [`SyntaxError::span`] says where.
impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl error::Error for SyntaxError {}

pub(crate) type Result<T> = std::result::Result<T, Box<SyntaxError>>;

impl SyntaxError {
    #[cold]
    pub(crate) fn new(
        message: impl Into<Cow<'static, str>>,
        start: usize,
        end: usize,
    ) -> Box<SyntaxError> {
        let span = Span::new(start.min(end), end);
        Box::new(SyntaxError { class: ErrorClass::Adblock, message: message.into(), span })
    }

    #[cold]
    pub(crate) fn of(mut self: Box<SyntaxError>, class: ErrorClass) -> Box<SyntaxError> {
        self.class = class;
        self
    }

    /// The position, clipped to the line of the error.
    pub fn span_in(&self, line: &str) -> Span {
        let end = line.ceil_char_boundary((self.span.end as usize).min(line.len()));
        let start = line.floor_char_boundary((self.span.start as usize).min(end));
        Span::new(start, end)
    }
}
