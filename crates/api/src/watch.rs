//! A look at a published list: a host sends the text in pieces, then a command with the memory of the
//! last look, and stores the memory that comes back.

use serde_json::Value;

use crate::{Answer, Problem, Refusal};
use bloqr_watch::{self as watch, Facts, Judge, Looked, MAX_LIST};

/// A text that is looked at.
///
/// ```
/// use bloqr_api::Watcher;
///
/// let mut watcher = Watcher::default();
/// watcher.answer(r#"{"do":"piece"}"#, b"||ads.example^$scirpt\n".to_vec());
/// let answer = watcher.answer(r#"{"do":"look","now":0}"#, Vec::new());
/// let (length, rest) = answer.body.split_at(4);
/// let length = u32::from_le_bytes(length.try_into()?) as usize;
/// let report: serde_json::Value = serde_json::from_slice(&rest[..length])?;
/// assert_eq!(report["errors"], 1);
/// // The rest is the memory: the input of the next look.
/// let again = watcher.answer(r#"{"do":"unchanged","now":1000}"#, rest[length..].to_vec());
/// assert!(again.body[4..].starts_with(br#"{"news":[],"#));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Default)]
pub struct Watcher {
    /// A text that comes in pieces.
    text: Vec<u8>,
}

impl Watcher {
    /// Does what a command says, a JSON object whose `do` is its name. Times are in ms since 1970, UTC.
    ///
    /// - `piece` adds the input to the text, which can be split anywhere; 413 when it is longer than a
    ///   list can be;
    /// - `look {now, modified?}` looks at the text, and forgets it; `modified` is from `Last-Modified`;
    /// - `unchanged {now}`: the server said that the text is the same;
    /// - `failed {now, why}`: nothing could be fetched;
    /// - `wants`: whether the text is needed also when it is the same: `{"text": true}`.
    ///
    /// The input of all but the first is the memory of the last look; it is empty for the first one. The
    /// body of a report is its length in bytes as a little-endian `u32`, the report as JSON, and the new
    /// memory.
    pub fn answer(&mut self, command: &str, input: Vec<u8>) -> Answer {
        match self.try_answer(command, input) {
            Ok(body) => Answer { status: 200, body },
            Err(problem) => problem.into(),
        }
    }

    fn try_answer(&mut self, command: &str, input: Vec<u8>) -> Result<Vec<u8>, Problem> {
        let not_json = |it: serde_json::Error| Problem::in_command("", format!("not JSON: {it}"));
        let command: Value = serde_json::from_str(command).map_err(not_json)?;
        let wrong = |name: &str, expected: &str| {
            Problem::in_command(&format!("/{name}"), format!("expected {expected}"))
        };
        let text = |name| command[name].as_str().ok_or_else(|| wrong(name, "a string"));
        let now = || command["now"].as_u64().ok_or_else(|| wrong("now", "a whole number"));
        match text("do")? {
            "piece" => {
                if self.text.len() + input.len() > MAX_LIST {
                    self.text = Vec::new();
                    return Err(Problem::refuse(Refusal::AgentFull, b"{}"));
                }
                self.text.extend_from_slice(&input);
                Ok(b"{}".to_vec())
            }
            "look" => {
                let facts = Facts::at(now()?).with_modified(command["modified"].as_u64());
                let text = std::mem::take(&mut self.text);
                Ok(written(&watch::look(&input, &facts, &text)))
            }
            "unchanged" => Ok(written(&watch::unchanged(&input, &Facts::at(now()?)))),
            "failed" => Ok(written(&watch::failed(&input, &Facts::at(now()?), text("why")?))),
            "wants" => {
                let wants = watch::wants_text(&input, &Judge::this());
                Ok(format!("{{\"text\":{wants}}}").into_bytes())
            }
            other => {
                let shown: String = other.chars().take(50).collect();
                Err(Problem::in_command("/do", format!("there is no command `{shown}`")))
            }
        }
    }
}

fn written(looked: &Looked) -> Vec<u8> {
    let report = looked.report.to_json().to_string();
    let length = (report.len() as u32).to_le_bytes();
    [&length, report.as_bytes(), &looked.memory].concat()
}

#[cfg(test)]
mod tests {
    use super::Watcher;
    use bloqr_watch::MAX_LIST;

    #[test]
    fn a_wrong_command_is_refused() {
        for (command, status, says) in [
            ("", 422, "not JSON"),
            ("[]", 422, "expected a string"),
            (r#"{"do":"dance"}"#, 422, "there is no command `dance`"),
            (r#"{"do":"look"}"#, 422, "/now"),
            (r#"{"do":"look","now":-1}"#, 422, "/now"),
            (r#"{"do":"failed","now":1}"#, 422, "/why"),
            (r#"{"do":"wants"}"#, 200, r#"{"text":true}"#),
        ] {
            let answer = Watcher::default().answer(command, b"any memory".to_vec());
            assert_eq!(answer.status, status, "{command}");
            let body = String::from_utf8_lossy(&answer.body);
            assert!(body.contains(says), "{command}: {body}");
        }
    }

    #[test]
    fn a_text_that_is_too_long_is_refused_and_forgotten() {
        let mut watcher = Watcher::default();
        let piece = r#"{"do":"piece"}"#;
        assert_eq!(watcher.answer(piece, vec![b'a'; MAX_LIST]).status, 200);
        assert_eq!(watcher.answer(piece, vec![b'a']).status, 413);
        assert!(watcher.text.is_empty());
    }
}
