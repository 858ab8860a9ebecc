//! Why a transform gave no result.

use std::{error, fmt};

use serde_json::{Map, Value, json};

/// Why a transform gave no result. The same code with the same rules gives the same refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refusal {
    /// What kind of reason it is.
    pub kind: Kind,
    /// The reason, for people. A part of it can be a text of the user's code.
    pub detail: String,
    /// Where in the source.
    pub at: Option<Position>,
    /// The frames of the stack that are in the source, the innermost first.
    pub frames: Vec<Frame>,
    /// Which rule or edit of the answer is wrong, from 0.
    pub index: Option<usize>,
    /// What the code printed before.
    pub log: String,
}

/// A place in the source. Lines and columns count from 1, columns in UTF-16 code units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

/// A line of a stack that is in the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// The function, as JavaScript names it; empty at the top level.
    pub function: String,
    /// Where it was.
    pub at: Position,
}

/// The kind of a refusal: the last part of the type of its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The source is no module with a function `transform`.
    Invalid,
    /// The code threw an exception.
    Threw,
    /// The code did not end in time, or waits for what never comes.
    Timeout,
    /// The code used too much memory.
    Memory,
    /// The answer of the code is not a list of rules or of edits.
    Output,
    /// The source, the list or the data is too long.
    TooLarge,
    /// No sandbox can run the code.
    Unavailable,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 7] = [
        Kind::Invalid,
        Kind::Threw,
        Kind::Timeout,
        Kind::Memory,
        Kind::Output,
        Kind::TooLarge,
        Kind::Unavailable,
    ];

    /// The name: `user-code-threw`.
    pub fn name(self) -> &'static str {
        self.facts().0
    }

    /// The HTTP status. It is the caller's code, so that its failure is the caller's too.
    pub fn status(self) -> u16 {
        self.facts().1
    }

    /// The title, the same for all refusals of this kind.
    pub fn title(self) -> &'static str {
        self.facts().2
    }

    fn facts(self) -> (&'static str, u16, &'static str) {
        match self {
            Kind::Invalid => ("user-code-invalid", 422, "The code is not a transform"),
            Kind::Threw => ("user-code-threw", 422, "The code threw an exception"),
            Kind::Timeout => ("user-code-timeout", 422, "The code took too long"),
            Kind::Memory => ("user-code-memory", 422, "The code used too much memory"),
            Kind::Output => ("user-code-output", 422, "The result of the code is not a list"),
            Kind::TooLarge => ("user-code-too-large", 413, "The code or its input is too long"),
            Kind::Unavailable => ("user-code-unavailable", 503, "Nothing here can run the code"),
        }
    }
}

impl Refusal {
    /// A refusal without a place. `detail`: lower case, no full stop, the thing in backticks.
    pub fn new(kind: Kind, detail: impl Into<String>) -> Refusal {
        let detail = detail.into();
        let frames = Vec::new();
        Refusal { kind, detail, at: None, frames, index: None, log: String::new() }
    }

    pub(crate) fn at(self, at: Option<Position>) -> Refusal {
        Refusal { at, ..self }
    }

    pub(crate) fn of(self, index: usize) -> Refusal {
        Refusal { index: Some(index), ..self }
    }

    /// The document of RFC 9457, `application/problem+json`.
    pub fn to_json(&self) -> Vec<u8> {
        let mut object = Map::new();
        let mut add = |key: &str, value: Value| object.insert(key.to_owned(), value);
        add("type", format!("https://api.bloqr.dev/probs/{}", self.kind.name()).into());
        add("title", self.kind.title().into());
        add("status", self.kind.status().into());
        add("detail", self.detail.as_str().into());
        if let Some(at) = self.at {
            add("line", at.line.into());
            add("column", at.column.into());
        }
        if !self.frames.is_empty() {
            let frame = |it: &Frame| json!({ "function": it.function, "line": it.at.line, "column": it.at.column });
            add("stack", self.frames.iter().map(frame).collect());
        }
        if let Some(index) = self.index {
            add("index", index.into());
        }
        if !self.log.is_empty() {
            add("log", self.log.as_str().into());
        }
        Value::Object(object).to_string().into_bytes()
    }
}

/// The detail.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

impl error::Error for Refusal {}
