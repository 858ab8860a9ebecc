//! The draft desk: the agent that keeps a list.

use serde_json::{Value, json};

use super::{
    connection::{self, Connection, Refused, wrong_answer},
    edits::{self, Counts},
};
use crate::{
    cli::{Error, Ui},
    dispatch::Request,
};

/// The slug of the agent.
pub(super) const SLUG: &str = "rules-agent";

/// The longest edits that are sent as JSON, in bytes. Longer ones go as a whole list, which is streamed.
const MAX_EDITS: usize = 256 << 10;

/// A list at a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Version {
    pub(super) rev: u64,
    pub(super) text: String,
}

/// What the desk says after it has written something.
pub(super) struct Written {
    pub(super) rev: u64,
    pub(super) answer: Value,
    pub(super) counts: Counts,
}

impl Connection {
    /// The list of the desk.
    pub(super) fn list(&self, ui: &mut Ui) -> Result<Version, Error> {
        let exchange = self.ask(&Request::get(self.path("/list")), ui)?;
        let url = self.client.url();
        let etag = exchange.response.header("etag").unwrap_or_default();
        let rev = etag.trim_start_matches("W/").trim_matches('"').parse::<u64>();
        let rev = rev.map_err(|_| wrong_answer(url, "names no revision of the list"))?;
        let text = String::from_utf8(exchange.response.body);
        let text = text.map_err(|_| wrong_answer(url, "is not a list in UTF-8"))?;
        Ok(Version { rev, text })
    }

    /// Puts a text in the place of the list that the desk has, which must be `old`.
    pub(super) fn write(&self, old: &Version, new: &str, ui: &mut Ui) -> Result<Written, Refused> {
        let edited = edits::edits(&old.text, new);
        let counts = edited.as_ref().map_or_else(|| edits::counts(&old.text, new), |it| it.1);
        let call = edited.filter(|_| !old.text.is_empty()).map(|(edits, _)| {
            let edits: Vec<Value> = edits.iter().map(edits::Edit::to_json).collect();
            json!({ "rev": old.rev, "edits": edits })
        });
        let answer = match call.filter(|it| it.to_string().len() <= MAX_EDITS) {
            Some(call) => self.call("edit", call, ui)?,
            None => self.put(old.rev, new, ui)?,
        };
        let rev = revision(&answer)
            .ok_or_else(|| wrong_answer(self.client.url(), "names no revision of the list"))?;
        Ok(Written { rev, answer, counts })
    }

    fn put(&self, rev: u64, text: &str, ui: &mut Ui) -> Result<Value, Refused> {
        let request = Request::put(self.path("/list"), text);
        let exchange = self.ask(&request.header("If-Match", format!("\"{rev}\"")), ui)?;
        connection::result(&exchange)
    }
}

/// The revision of a state, or of the answer to a writing.
pub(super) fn revision(answer: &Value) -> Option<u64> {
    answer["rev"].as_u64().or_else(|| answer["state"]["rev"].as_u64())
}
