use std::fmt;

/// Why there is no source.
///
/// The text of the model's server is not repeated: it can hold the key, or anything else. Only a code that
/// is a plain word is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failure {
    /// The model, or a filter of its server, does not want to answer.
    Refused,
    /// The answer ends in the middle: the model reached its limit, or the connection ended.
    Cut,
    /// The answer has no JavaScript with an exported `transform`.
    NoCode,
    /// The server answered with an error, or with what is no answer.
    Failed {
        /// The status of the HTTP response; nothing when the error came in a response with status 200.
        status: Option<u16>,
        /// `error.code` or `error.type` of the server's answer.
        code: Option<String>,
    },
    /// The response is no answer of `chat/completions`.
    Garbage,
    /// The answer, or the source in it, is longer than its limit.
    TooLong,
    /// The answer holds the key that was sent with the request.
    HasKey,
}

impl Failure {
    /// The failure that a response with a status other than 200 is. `body` is its text.
    pub fn of_status(status: u16, body: &str, key: &str) -> Failure {
        let code = serde_json::from_str(body).ok().and_then(|it| code_of(&it, key));
        Failure::Failed { status: Some(status), code }
    }

    /// The failure that an error object is.
    pub(crate) fn of_error(answer: &serde_json::Value, key: &str) -> Failure {
        Failure::Failed { status: None, code: code_of(answer, key) }
    }

    /// The type of its problem document: `generator-…`.
    pub fn kind(&self) -> &'static str {
        match self {
            Failure::Refused => "generator-refused",
            Failure::Cut => "generator-cut",
            Failure::NoCode => "generator-no-code",
            Failure::Failed { .. } | Failure::Garbage | Failure::TooLong | Failure::HasKey => {
                "generator-failed"
            }
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Failure::Refused => "the model refuses to answer; say the wish in other words",
            Failure::Cut => {
                "the answer of the model ends in the middle; ask for less, or try again"
            }
            Failure::NoCode => {
                "the answer of the model has no JavaScript that exports `transform`; try again"
            }
            Failure::Garbage => {
                "the server of the model did not answer as `chat/completions` does; check its URL"
            }
            Failure::TooLong => "the answer of the model is too long; ask for less",
            Failure::HasKey => {
                "the answer of the model holds the key that was sent to it; check its URL"
            }
            Failure::Failed { status, code } => {
                f.write_str("the server of the model answered with ")?;
                return match (status, code) {
                    (Some(status), Some(code)) => write!(f, "status {status} ({code})"),
                    (Some(status), None) => write!(f, "status {status}"),
                    (None, Some(code)) => write!(f, "the error `{code}`"),
                    (None, None) => f.write_str("an error"),
                };
            }
        })
    }
}

impl std::error::Error for Failure {}

/// `error.code` or `error.type`, when it is a plain word and no part of the key.
fn code_of(answer: &serde_json::Value, key: &str) -> Option<String> {
    const LONGEST: usize = 48;
    let error = answer.get("error")?;
    ["code", "type"]
        .iter()
        .filter_map(|name| error.get(name)?.as_str())
        .find(|it| {
            let is_word =
                it.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
            is_word
                && !it.is_empty()
                && it.len() <= LONGEST
                && !has_key(it, key)
                && !key.contains(it)
        })
        .map(str::to_owned)
}

/// Whether a text holds a key. A key of a few letters is in every text, and protects nothing.
pub(crate) fn has_key(text: &str, key: &str) -> bool {
    const SHORTEST: usize = 8;
    key.len() >= SHORTEST && text.contains(key)
}
