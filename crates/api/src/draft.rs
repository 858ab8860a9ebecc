//! The draft of an agent: a host sends commands as JSON with bytes, and stores what it gets. The core
//! holds the text and its problems between the commands, and stores nothing.

mod command;
mod read;
mod selector;
mod write;

use crate::{Answer, Problem, Refusal};
use bloqr_draft::{Change, Draft, MOST_BYTES, Misfit};

use self::command::Command;

/// A draft, and what a host sent for it so far.
///
/// ```
/// use bloqr_api::Desk;
///
/// let mut desk = Desk::default();
/// desk.answer(r#"{"do":"piece"}"#, b"||ads.example^\n".to_vec());
/// desk.answer(r#"{"do":"load","rev":7}"#, Vec::new());
/// let edit = br#"{"edits":[{"from":0,"to":1,"lines":["||ads.example^$scirpt"]}]}"#;
/// let answer = desk.answer(r#"{"do":"edit","rev":7}"#, edit.to_vec());
/// let answer: serde_json::Value = serde_json::from_slice(&answer.body)?;
/// assert_eq!(answer["rev"], 8);
/// assert_eq!(answer["appeared"][0]["errorType"], "unknown-modifier");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct Desk {
    draft: Draft,
    /// A text that comes in pieces.
    staging: Vec<u8>,
    /// What the last command that writes did.
    change: Change,
}

impl Desk {
    /// Does what a command says, a JSON object whose `do` is its name. The answer has the status 200 and
    /// a JSON object, or a problem; a draft that a problem is about is as before.
    ///
    /// These load a draft:
    /// - `new` forgets everything;
    /// - `piece` adds the input to a text that is being sent, which can be split anywhere; `drop` forgets
    ///   that text;
    /// - `load {rev}` makes that text the draft, as this revision;
    /// - `replay {rev}` applies the stored change in the input, which made this revision;
    /// - `check` finds the problems. Without it, the first command that needs them does.
    ///
    /// These write, and answer what came and went; `rev` must be the current revision:
    /// - `edit {rev}`: the input is `{"edits": [{"from", "to", "lines" or "text"}]}`;
    /// - `replace {rev}`: the text that was sent is the new text;
    /// - `fix {rev, rules?}` applies the safe fixes;
    /// - `undo {rev}` takes the stored change in the input back;
    /// - `change` is the stored form of what the last of them did, as bytes, until `piece` is sent.
    ///
    /// These read: `state`, `problems {offset, limit, from?, to?}`, `explain {line}`,
    /// `find {text, offset, limit}`, `query {selector, from, limit}`, `diff` with stored changes, the newest
    /// first, and `text {from, to}`, whose answer is those bytes of the list. `settle` compares the rules
    /// with each other.
    pub fn answer(&mut self, command: &str, input: Vec<u8>) -> Answer {
        match self.try_answer(command, input) {
            Ok(body) => Answer { status: 200, body },
            Err(problem) => problem.into(),
        }
    }

    fn try_answer(&mut self, command: &str, input: Vec<u8>) -> Result<Vec<u8>, Problem> {
        match Command::read(command)? {
            Command::New => *self = Desk::default(),
            Command::Drop => self.staging = Vec::new(),
            Command::Piece => self.stage(input)?,
            Command::Load { rev } => {
                self.draft = Draft::new(self.sent()?, rev);
                self.change = Change::default();
            }
            Command::Replay { rev } => {
                let (change, _) = stored(&input)?;
                drop(input);
                self.draft.replay(&change, rev).map_err(misfit)?;
            }
            Command::Check | Command::State => return self.state(),
            Command::Edit { rev } => {
                self.is_current(rev)?;
                let edits = command::edits(&input)?;
                drop(input);
                let change = self.draft.change_of(&edits).map_err(command::wrong_edit)?;
                return self.write(change, None);
            }
            Command::Replace { rev } => {
                self.is_current(rev)?;
                let text = self.sent()?;
                let change = Change::between(self.draft.text(), &text);
                drop(text);
                return self.write(change, None);
            }
            Command::Fix { rev, rules } => {
                self.is_current(rev)?;
                let rules: Option<Vec<&str>> =
                    rules.as_ref().map(|it| it.iter().map(String::as_str).collect());
                let (change, fixed) = self.draft.fix(rules.as_deref());
                return self.write(change, Some(fixed));
            }
            Command::Undo { rev } => {
                self.is_current(rev)?;
                let (change, _) = stored(&input)?;
                drop(input);
                return self.write(change.inverse(), None);
            }
            Command::Change => return Ok(self.change.to_bytes()),
            Command::Settle => return self.settle(),
            Command::Problems { offset, limit, lines } => {
                return self.problems(offset, limit, lines);
            }
            Command::Explain { line } => return self.explain(line),
            Command::Find { text, offset, limit } => return self.find(&text, offset, limit),
            Command::Query { selector, from, limit } => return self.query(&selector, from, limit),
            Command::Diff => return self.diff(&input),
            Command::Text { from, to } => {
                let text = self.draft.text().as_bytes();
                let to = to.min(text.len());
                return Ok(text[from.min(to)..to].to_vec());
            }
        }
        let (rev, bytes) = (self.draft.revision(), self.draft.text().len());
        let document =
            serde_json::json!({ "rev": rev, "bytes": bytes, "sent": self.staging.len() });
        Ok(document.to_string().into_bytes())
    }

    fn stage(&mut self, piece: Vec<u8>) -> Result<(), Problem> {
        // A change can have twice the memory of a text.
        self.change = Change::default();
        let len = self.staging.len() + piece.len();
        if len > MOST_BYTES {
            self.staging = Vec::new();
            return Err(full());
        }
        // The memory doubles, but is never more than a draft may have.
        if len > self.staging.capacity() {
            let room = len.max(2 * self.staging.capacity()).min(MOST_BYTES);
            self.staging.reserve_exact(room - self.staging.len());
        }
        self.staging.extend_from_slice(&piece);
        Ok(())
    }

    /// The text that was sent. It is taken.
    fn sent(&mut self) -> Result<String, Problem> {
        String::from_utf8(std::mem::take(&mut self.staging)).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            Problem::in_command("", format!("the text is not UTF-8: byte {at} is wrong"))
        })
    }

    fn is_current(&self, rev: u64) -> Result<(), Problem> {
        match self.draft.revision() {
            current if current == rev => Ok(()),
            current => Err(Problem::conflict(rev, current)),
        }
    }
}

fn full() -> Problem {
    Problem::refuse(Refusal::AgentFull, b"")
}

/// The stored change at the start of some bytes, and its length.
fn stored(bytes: &[u8]) -> Result<(Change, usize), Problem> {
    Change::from_bytes(bytes).map_err(|it| Problem::in_command("", it.to_string()))
}

fn misfit(error: Misfit) -> Problem {
    Problem::in_command("", error.to_string())
}

#[cfg(test)]
mod tests;
