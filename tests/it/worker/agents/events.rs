//! Event streams: the state at once, then after each change.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;

use serde_json::{Value, json};

use super::{DESK, key_of, with_users};

/// The events of a stream: name, id, data.
pub(super) struct Stream(BufReader<TcpStream>);

impl Stream {
    fn open(port: u16, user: &str) -> Stream {
        Stream::open_of(port, DESK, user)
    }

    /// The stream of another agent.
    pub(super) fn open_of(port: u16, agent: &str, user: &str) -> Stream {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_read_timeout(Some(std::time::Duration::from_secs(60))).unwrap();
        let key = key_of(user);
        let head = format!(
            "GET {agent}/events HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {key}\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).unwrap();
        let mut stream = Stream(BufReader::new(stream));
        assert!(stream.line().starts_with("HTTP/1.1 200 "));
        let mut is_stream = false;
        loop {
            let line = stream.line().to_lowercase();
            is_stream |= line == "content-type: text/event-stream";
            if line.is_empty() {
                assert!(is_stream);
                return stream;
            }
        }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        assert!(self.0.read_line(&mut line).unwrap() > 0, "the stream has ended");
        line.trim_end_matches(['\r', '\n']).to_owned()
    }

    /// The next event. Lines with the lengths of chunks are skipped.
    pub(super) fn next(&mut self) -> (String, Option<u64>, Value) {
        let (mut name, mut id) = (String::new(), None);
        loop {
            let line = self.line();
            match line.split_once(": ") {
                Some(("event", it)) => it.clone_into(&mut name),
                Some(("id", it)) => id = it.parse().ok(),
                Some(("data", it)) => return (name, id, serde_json::from_str(it).unwrap()),
                _ => (),
            }
        }
    }

    fn state(&mut self) -> (Option<u64>, Value) {
        loop {
            if let (name, id, data) = self.next()
                && name == "state"
            {
                return (id, data);
            }
        }
    }
}

#[test]
fn each_change_is_an_event_with_its_revision() {
    let backend = with_users().start(&[]);
    let mut stream = Stream::open(backend.port(), "ann");
    let (id, state) = stream.state();
    assert_eq!((id, &state["rev"]), (Some(0), &json!(0)));
    let mut of_bob = Stream::open(backend.port(), "bob");
    of_bob.state();
    backend.rpc("ann", "open", json!({ "text": "||ads.example^$scirpt" })).unwrap();
    let (name, _, problems) = stream.next();
    assert_eq!((name.as_str(), problems["appeared"].as_array().unwrap().len()), ("problems", 1));
    let (id, state) = stream.state();
    assert_eq!((id, &state["rev"], &state["errors"]), (Some(1), &json!(1), &json!(1)));
    backend.rpc("ann", "edit", json!({ "rev": 1, "from": 0, "to": 1, "lines": [] })).unwrap();
    while stream.state().0 != Some(2) {}
    // Others see nothing of it.
    backend.rpc("bob", "open", json!({ "text": "! bob" })).unwrap();
    assert_eq!(of_bob.state().1["lines"], 1);
}

#[test]
fn a_comment_keeps_the_connection() {
    let backend =
        with_users().edit("agents/limits.ts", "COMMENT_MS = 15_000", "COMMENT_MS = 100").start(&[]);
    let mut stream = Stream::open(backend.port(), "ann");
    while !stream.line().starts_with(": ") {}
    while !stream.line().starts_with(": ") {}
}

/// A client that does not read is let go; the others, and the agent, go on.
#[test]
fn who_does_not_read_is_let_go() {
    let backend =
        with_users().edit("agents/limits.ts", "MAX_BEHIND = 64", "MAX_BEHIND = 2").start(&[]);
    let _still = Stream::open(backend.port(), "ann");
    let mut rev = 0;
    let long = format!("||{}^$scirpt\n", "a".repeat(8000));
    let lists = [long.repeat(60), String::new()];
    for n in 0..60 {
        let text = &lists[n % 2];
        rev = backend.rpc("ann", "open", json!({ "rev": rev, "text": text })).unwrap()["rev"]
            .as_u64()
            .unwrap();
    }
    let mut reads = Stream::open(backend.port(), "ann");
    assert_eq!(reads.state().0, Some(60));
}
