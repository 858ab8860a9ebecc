//! What `watch` says: lines of text, or of JSON.

use std::{io::Write, path::Path};

use serde_json::{Value, json};

use super::super::{
    connection::Connection,
    desk::Written,
    edits::Counts,
    pull::{self, Pulled},
    show,
};
use crate::{
    cli::{Error, Ui},
    report::visible,
};

pub(super) struct Said {
    /// The file, for messages.
    name: String,
    is_json: bool,
    /// The connection was lost, and nothing else was said about that.
    is_lost: bool,
    /// The last failure or conflict, which is said once.
    trouble: String,
    /// Problems that were shown last: the answer to a write and the event after it can have the same.
    shown: (u64, Value, Value),
}

impl Said {
    pub(super) fn new(file: &Path, is_json: bool) -> Said {
        Said {
            name: show::name(file),
            is_json,
            is_lost: false,
            trouble: String::new(),
            shown: (0, Value::Null, Value::Null),
        }
    }

    /// Prints an event, or the text for people.
    fn say(&self, event: &str, fields: Value, text: &str, ui: &mut Ui) -> Result<(), Error> {
        if self.is_json {
            let mut line = json!({ "event": event });
            if let (Some(line), Value::Object(fields)) = (line.as_object_mut(), fields) {
                line.extend(fields);
            }
            writeln!(ui.out, "{line}")?;
        } else {
            writeln!(ui.out, "{text}")?;
        }
        Ok(ui.out.flush()?)
    }

    pub(super) fn started(&self, connection: &Connection, ui: &mut Ui) -> Result<(), Error> {
        let url = connection.client.url();
        let fields = json!({ "schema": "bloqr.agent/1", "file": self.name, "backend": url });
        let text = format!("watching {} and the desk at {}, until Ctrl-C", self.name, visible(url));
        self.say("started", fields, &text, ui)
    }

    pub(super) fn connected(&mut self, ui: &mut Ui) -> Result<(), Error> {
        if !std::mem::take(&mut self.is_lost) {
            return Ok(());
        }
        self.say("connected", json!({}), "connected again", ui)
    }

    pub(super) fn lost(&mut self, why: &str, ui: &mut Ui) -> Result<(), Error> {
        if std::mem::replace(&mut self.is_lost, true) {
            return Ok(());
        }
        let text = format!("connection lost ({}): trying again", visible(why));
        self.say("lost", json!({ "message": why }), &text, ui)
    }

    /// The file and the desk are equal, so a later trouble is a new one.
    pub(super) fn equal(&mut self) {
        self.trouble.clear();
    }

    pub(super) fn sent(&mut self, written: &Written, ui: &mut Ui) -> Result<(), Error> {
        self.trouble.clear();
        let Written { rev, counts, answer } = written;
        let text = format!("revision {rev}: {} sent, {}", self.name, show::changes(*counts));
        let fields = json!({ "rev": rev, "added": counts.added, "removed": counts.removed });
        self.say("sent", fields, &text, ui)?;
        self.news(*rev, answer, ui)
    }

    /// Problems that appeared and went.
    pub(super) fn news(&mut self, rev: u64, answer: &Value, ui: &mut Ui) -> Result<(), Error> {
        let (appeared, gone) = (&answer["appeared"], &answer["gone"]);
        let is_empty = |it: &Value| it.as_array().is_none_or(Vec::is_empty);
        let news = (rev, appeared.clone(), gone.clone());
        if is_empty(appeared) && is_empty(gone) || news == self.shown {
            return Ok(());
        }
        self.shown = news;
        if self.is_json {
            let fields = json!({ "rev": rev, "appeared": appeared, "gone": gone });
            return self.say("problems", fields, "", ui);
        }
        show::news(&format!("{}:", self.name), answer, ui)?;
        Ok(ui.out.flush()?)
    }

    pub(super) fn pulled(
        &mut self,
        rev: u64,
        counts: Counts,
        pulled: &Pulled,
        ui: &mut Ui,
    ) -> Result<(), Error> {
        let name = self.name.clone();
        let changes = show::changes(counts);
        let fields = json!({ "rev": rev, "added": counts.added, "removed": counts.removed });
        match pulled {
            Pulled::Nothing { .. } => Ok(()),
            Pulled::Taken => {
                self.trouble.clear();
                let text = format!("revision {rev}: {changes} by others, {name} has this");
                self.say("taken", fields, &text, ui)
            }
            Pulled::Joined => {
                self.trouble.clear();
                let text = format!(
                    "revision {rev}: {changes} by others, joined with the changes of {name}"
                );
                self.say("joined", fields, &text, ui)
            }
            Pulled::Overlaps(overlaps) => {
                let places: Vec<Value> = overlaps.iter().map(pull::overlap_json).collect();
                let places = json!({ "rev": rev, "overlaps": places });
                if !self.is_new(&format!("overlaps {places}")) {
                    return Ok(());
                }
                if self.is_json {
                    return self.say("conflict", places, "", ui);
                }
                pull::overlaps(&name, overlaps, ui)?;
                ui.warning(&format!(
                    "the file and the desk, at revision {rev}, changed the same lines: {name} is left alone"
                ));
                self.choose(ui);
                Ok(())
            }
            Pulled::Unknown | Pulled::Emptied => {
                let (event, what) = match pulled {
                    Pulled::Emptied => {
                        ("emptied", format!("the desk's list is empty, at revision {rev}"))
                    }
                    _ => (
                        "unknown-base",
                        format!(
                            "{name} differs from the desk, at revision {rev}, and nothing tells which version both come from"
                        ),
                    ),
                };
                if !self.is_new(&what) {
                    return Ok(());
                }
                if self.is_json {
                    return self.say(event, json!({ "rev": rev }), "", ui);
                }
                ui.warning(&format!("{what}: {name} is left alone"));
                self.choose(ui);
                Ok(())
            }
        }
    }

    fn choose(&self, ui: &mut Ui) {
        let name = &self.name;
        ui.note(&format!("edit these lines, or choose: bloqr agent pull --keep file {name}"));
        ui.note(&format!("                             bloqr agent pull --keep desk {name}"));
    }

    pub(super) fn gone(&mut self, ui: &mut Ui) -> Result<(), Error> {
        let what = format!("there is no {}: waiting for it", self.name);
        if !self.is_new(&what) {
            return Ok(());
        }
        self.say("gone", json!({}), &what, ui)
    }

    pub(super) fn failed(&mut self, error: &Error, ui: &mut Ui) -> Result<(), Error> {
        let message = error.to_string();
        // A lost connection was said already.
        if self.is_lost || !self.is_new(&message) {
            return Ok(());
        }
        if self.is_json {
            return self.say("failed", json!({ "message": message }), "", ui);
        }
        ui.warning(&message);
        if let Some(hint) = &error.hint {
            ui.note(hint);
        }
        Ok(())
    }

    pub(super) fn stopped(
        &self,
        rev: Option<u64>,
        is_equal: bool,
        ui: &mut Ui,
    ) -> Result<(), Error> {
        let at = rev.map_or("no revision".to_owned(), |it| format!("revision {it}"));
        let name = &self.name;
        let text = match is_equal {
            true => format!("stopped: {name} and the desk are equal, at {at}"),
            false => {
                format!("stopped: {name} and the desk are not equal; see bloqr agent status {name}")
            }
        };
        self.say("stopped", json!({ "rev": rev, "equal": is_equal }), &text, ui)
    }

    /// Whether this trouble was not said last.
    fn is_new(&mut self, trouble: &str) -> bool {
        if self.trouble == trouble {
            return false;
        }
        trouble.clone_into(&mut self.trouble);
        true
    }
}
