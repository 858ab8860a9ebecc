//! A backend on a loopback socket with a draft desk, as far as the command line needs one.

use std::{
    io::Write,
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, Sender},
    },
    time::Duration,
};

use bloqr::source;
use serde_json::{Value, json};

use crate::dispatch::server::{Asked, Reply, Server};

pub(super) const KEY: &str = "blq_0123456789abcdef0123456789abcdef0123456789abcdef";

/// The list, with all its revisions: the text of revision `n` is at `n`.
#[derive(Default)]
struct List {
    texts: Vec<String>,
    whys: Vec<&'static str>,
    listeners: Vec<Sender<String>>,
    /// Requests that write, with what they sent.
    writes: Vec<String>,
    /// Runs before the next write, as somebody else who is faster.
    rival: Option<String>,
}

impl List {
    fn rev(&self) -> usize {
        self.texts.len()
    }

    fn text(&self) -> &str {
        self.texts.last().map_or("", String::as_str)
    }

    fn findings(&self) -> Vec<Value> {
        let lines = self.text().lines().enumerate();
        let bad = lines.filter(|it| it.1.contains("$foo"));
        bad.map(|(n, rule)| {
            json!({
                "line": n + 1, "column": 1, "endColumn": 2, "rule": rule, "severity": "error",
                "errorType": "unknown-modifier", "message": "unknown modifier `foo`",
            })
        })
        .collect()
    }

    fn state(&self) -> Value {
        let findings = self.findings();
        json!({
            "rev": self.rev(), "lines": source::lines(self.text()).count(), "bytes": self.text().len(),
            "errors": findings.len(), "warnings": 0, "infos": 0,
            "first": findings, "settled": true, "core": "0.1.0", "tables": "2026-11",
        })
    }

    /// Makes a revision, and tells it.
    fn write(&mut self, text: String, why: &'static str) -> Value {
        let before = self.findings();
        if text != self.text() {
            self.texts.push(text);
            self.whys.push(why);
        }
        let after = self.findings();
        let without = |all: &[Value], some: &[Value]| -> Vec<Value> {
            let is_in = |it: &&Value| some.iter().any(|other| other["rule"] == it["rule"]);
            all.iter().filter(|it| !is_in(it)).cloned().collect()
        };
        let (appeared, gone) = (without(&after, &before), without(&before, &after));
        let (rev, state) = (self.rev(), self.state());
        self.tell("state", &state);
        if !appeared.is_empty() || !gone.is_empty() {
            self.tell("problems", &json!({ "rev": rev, "appeared": appeared, "gone": gone }));
        }
        json!({ "rev": rev, "appeared": appeared, "gone": gone, "state": state })
    }

    fn tell(&mut self, name: &str, data: &Value) {
        let event = format!("id: {}\nevent: {name}\ndata: {data}\n\n", self.rev());
        self.listeners.retain(|it| it.send(event.clone()).is_ok());
    }
}

/// The backend. It serves as long as the test binary runs.
pub(super) struct Desk {
    pub(super) server: Server,
    list: Arc<Mutex<List>>,
    is_away: Arc<AtomicBool>,
}

impl Desk {
    pub(super) fn new() -> Desk {
        let list = Arc::new(Mutex::new(List::default()));
        let is_away = Arc::new(AtomicBool::new(false));
        let (shared, away) = (Arc::clone(&list), Arc::clone(&is_away));
        let server = Server::new(move |asked| {
            // A connection that is kept shows that the backend is gone by its end.
            if away.load(Ordering::SeqCst) {
                Reply::Raw(Vec::new())
            } else {
                answer(asked, &shared)
            }
        });
        Desk { server, list, is_away }
    }

    fn list(&self) -> MutexGuard<'_, List> {
        self.list.lock().unwrap()
    }

    pub(super) fn text(&self) -> String {
        self.list().text().to_owned()
    }

    pub(super) fn rev(&self) -> usize {
        self.list().rev()
    }

    /// Somebody else writes.
    pub(super) fn write(&self, text: &str) {
        self.list().write(text.to_owned(), "edit");
    }

    /// Somebody else writes, after the next request has read and before it writes.
    pub(super) fn write_before_next(&self, text: &str) {
        self.list().rival = Some(text.to_owned());
    }

    /// The desk is deleted, and made anew.
    pub(super) fn delete(&self) {
        let mut list = self.list();
        *list = List { listeners: std::mem::take(&mut list.listeners), ..List::default() };
        let state = list.state();
        list.tell("state", &state);
    }

    /// The requests that wrote.
    pub(super) fn writes(&self) -> Vec<String> {
        self.list().writes.clone()
    }

    /// All streams end, and nothing answers until it is back.
    pub(super) fn leave(&self) {
        self.is_away.store(true, Ordering::SeqCst);
        self.list().listeners.clear();
    }

    pub(super) fn come_back(&self) {
        self.is_away.store(false, Ordering::SeqCst);
    }

    pub(super) fn listeners(&self) -> usize {
        self.list().listeners.len()
    }
}

fn problem(status: u16, kind: &str, detail: &str) -> Reply {
    let body = json!({
        "type": format!("https://api.bloqr.dev/probs/{kind}"), "title": kind, "status": status, "detail": detail,
    });
    Reply::text(status, "application/problem+json", body)
}

fn answer(asked: &Asked, list: &Arc<Mutex<List>>) -> Reply {
    if asked.header("authorization") != Some(&format!("Bearer {KEY}")) {
        return problem(401, "unauthenticated", "The endpoint needs a key.");
    }
    let Some(below) = asked.path.strip_prefix("/agents/rules-agent/me") else {
        return problem(404, "agent-not-found", "There is no such agent.");
    };
    let mut desk = list.lock().unwrap();
    let ok = |body: Value| Reply::json(200, body).header("X-Bloqr-Dispatch", "inline");
    match (asked.method.as_str(), below) {
        ("GET", "") => ok(desk.state()),
        ("GET", "/list") => Reply::text(200, "text/plain; charset=utf-8", desk.text())
            .header("ETag", &format!("\"{}\"", desk.rev()))
            .header("X-Bloqr-Dispatch", "inline"),
        ("PUT", "/list") => {
            if let Some(text) = desk.rival.take() {
                desk.write(text, "edit");
            }
            let wanted = asked.header("if-match").unwrap_or_default().to_owned();
            desk.writes.push(format!("PUT {wanted}"));
            if wanted != format!("\"{}\"", desk.rev()) {
                return problem(409, "agent-conflict", "The list is at another revision.");
            }
            let text = String::from_utf8(asked.body.clone()).unwrap();
            ok(json!({ "success": true, "result": desk.write(text, "put") }))
        }
        ("POST", "/rpc") => {
            let call: Value = serde_json::from_slice(&asked.body).unwrap();
            let argument = call["args"][0].clone();
            let method = call["method"].as_str().unwrap();
            if let Some(text) = desk.rival.take_if(|_| argument["rev"].is_u64()) {
                desk.write(text, "edit");
            }
            if argument["rev"].is_u64() {
                desk.writes.push(format!("{method} {argument}"));
                if argument["rev"] != json!(desk.rev()) {
                    return problem(409, "agent-conflict", "The list is at another revision.");
                }
            }
            match method {
                "edit" => {
                    let text = edited(desk.text(), argument["edits"].as_array().unwrap());
                    ok(json!({ "success": true, "result": desk.write(text, "edit") }))
                }
                "fix" => {
                    let text = desk.text().replace("$foo", "");
                    let fixed = desk.text().matches("$foo").count();
                    let mut answer = desk.write(text, "fix");
                    answer["fixed"] = fixed.into();
                    ok(json!({ "success": true, "result": answer }))
                }
                "undo" => {
                    let before = desk.rev().checked_sub(2).map_or("", |it| &desk.texts[it]);
                    let before = before.to_owned();
                    ok(json!({ "success": true, "result": desk.write(before, "undo") }))
                }
                "problems" => {
                    let problems = desk.findings();
                    let total = problems.len();
                    ok(json!({ "success": true, "result": {
                        "rev": desk.rev(), "settled": true, "total": total, "problems": problems,
                    } }))
                }
                "history" => {
                    let whys = desk.whys.iter().enumerate().rev();
                    let all: Vec<Value> = whys
                        .map(|(n, why)| {
                            json!({ "rev": n + 1, "at": 0, "why": why, "added": n, "removed": 0 })
                        })
                        .collect();
                    ok(json!({ "success": true, "result": all }))
                }
                "diff" => {
                    let diff = "--- a\n+++ b\n@@ -1 +1 @@\n-a\n+b\n";
                    ok(
                        json!({ "success": true, "result": { "diff": diff, "added": 1, "removed": 1 } }),
                    )
                }
                _ => problem(404, "agent-method-unknown", "There is no such method."),
            }
        }
        ("GET", "/events") => {
            let (sender, events) = mpsc::channel();
            let first = format!("id: {}\nevent: state\ndata: {}\n\n", desk.rev(), desk.state());
            sender.send(first).unwrap();
            desk.listeners.push(sender);
            Reply::Live(Box::new(move |stream| {
                let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
                _ = stream.write_all(head.as_bytes());
                loop {
                    let event = match events.recv_timeout(Duration::from_millis(200)) {
                        Ok(event) => event,
                        Err(mpsc::RecvTimeoutError::Timeout) => ": \n\n".to_owned(),
                        Err(mpsc::RecvTimeoutError::Disconnected) => return,
                    };
                    if stream.write_all(event.as_bytes()).is_err() {
                        return;
                    }
                }
            }))
        }
        _ => problem(405, "method-not-allowed", "The agent does not have this method."),
    }
}

/// The text with edits, whose lines are numbered as in the text before.
fn edited(text: &str, edits: &[Value]) -> String {
    let mut starts = vec![0];
    for line in source::lines(text) {
        starts.push(starts.last().unwrap() + line.bytes() as usize);
    }
    let mut new = text.to_owned();
    for edit in edits.iter().rev() {
        let at = |key: &str| starts[edit[key].as_u64().unwrap() as usize];
        new.replace_range(at("from")..at("to"), edit["text"].as_str().unwrap());
    }
    new
}
