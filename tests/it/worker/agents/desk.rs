//! The draft desk: edits, conflicts, lists over HTTP, the history.

use serde_json::{Value, json};

use super::{DESK, key_of, kind, start_in, with_users};
use crate::worker::Backend;

const LIST: &str = "! a list\r\n||ads.example^\n||ads.example^$scirpt\nexample.com##.ad";

#[test]
fn an_edit_is_answered_and_told_to_all() {
    let backend = with_users().start(&[]);
    let (mut editor, mut phone) = (backend.socket("ann"), backend.socket("ann"));
    let identity = editor.until("cf_agent_identity");
    let expected = json!({ "type": "cf_agent_identity", "name": "ann", "agent": "rules-agent", "stateFollows": true });
    assert_eq!(identity, expected);
    let state = editor.state_when(|_| true);
    assert_eq!(
        (&state["rev"], &state["lines"], &state["path"]),
        (&json!(0), &json!(1), &json!("loader"))
    );
    // An empty desk needs no revision.
    let opened = editor.call("open", json!({ "text": LIST })).unwrap();
    assert_eq!(opened["rev"], 1);
    assert_eq!(opened["appeared"][0]["errorType"], "unknown-modifier");
    let state = phone.state_when(|it| it["rev"] == 1);
    assert_eq!((&state["lines"], &state["errors"]), (&json!(4), &json!(1)));
    assert_eq!(state["first"][0]["rule"], "unknown-modifier");
    // The other one mends it.
    let edit = json!({ "rev": 1, "from": 2, "to": 3, "lines": ["||ads.example^"] });
    let edited = phone.call("edit", edit).unwrap();
    assert_eq!(
        (&edited["rev"], &edited["gone"][0]["errorType"]),
        (&json!(2), &json!("unknown-modifier"))
    );
    // What appeared and went is told to all.
    let gone = |it: &Value| {
        it["gone"].as_array().unwrap().iter().any(|it| it["errorType"] == "unknown-modifier")
    };
    while !gone(&editor.until("bloqr_problems")) {}
    // So is what is between rules, when it is found.
    let state = editor.state_when(|it| it["rev"] == 2 && it["settled"] == true);
    assert_eq!((&state["errors"], &state["warnings"]), (&json!(0), &json!(1)));
    assert_eq!(state["first"][0]["rule"], "duplicate-rule");
    assert_eq!(backend.list("ann"), LIST.replace("$scirpt", ""));
}

#[test]
fn a_change_of_another_revision_is_refused_and_changes_nothing() {
    let backend = with_users().start(&[]);
    let mut socket = backend.socket("ann");
    socket.call("open", json!({ "text": LIST })).unwrap();
    socket.call("edit", json!({ "rev": 1, "from": 0, "to": 1, "lines": ["! new"] })).unwrap();
    let stale = json!({ "rev": 1, "from": 0, "to": 4, "lines": [] });
    let error = socket.call("edit", stale.clone()).unwrap_err();
    assert!(error.starts_with("agent-conflict: "), "{error}");
    let problem = backend.rpc("ann", "edit", stale).unwrap_err();
    assert_eq!(
        (kind(&problem), &problem["status"], &problem["rev"]),
        ("agent-conflict", &json!(409), &json!(2))
    );
    for (method, argument) in [
        ("fix", json!({ "rev": 1 })),
        ("undo", json!({ "rev": 1 })),
        ("open", json!({ "rev": 1, "text": "" })),
        ("open", json!({ "text": "" })),
    ] {
        let problem = backend.rpc("ann", method, argument).unwrap_err();
        assert_eq!((kind(&problem), &problem["rev"]), ("agent-conflict", &json!(2)), "{method}");
    }
    assert_eq!(backend.rev("ann"), 2);
    assert!(backend.list("ann").starts_with("! new\r\n||ads"));
}

#[test]
fn a_list_is_sent_and_read_over_http() {
    let backend = with_users().start(&[]);
    let path = &format!("{DESK}/list");
    let put =
        |headers: &[(&str, &str)], body: &[u8]| backend.ask("ann", "PUT", path, headers, body);
    let response = put(&[], LIST.as_bytes());
    assert_eq!((response.status, response.header("etag")), (200, Some("\"1\"")));
    assert_eq!(response.header("x-bloqr-dispatch"), Some("loader"));
    // An empty desk alone is written without a revision.
    let response = put(&[], b"other");
    assert_eq!(
        (response.status, kind(&response.json()), &response.json()["rev"]),
        (409, "agent-conflict", &json!(1))
    );
    assert_eq!(put(&[("if-match", "\"7\"")], b"other").status, 409);
    assert_eq!(put(&[("if-match", "*")], b"other").status, 422);
    // What is no text is refused, and names the byte.
    let response = put(&[("if-match", "\"1\"")], b"||a.example^\n\xff");
    assert_eq!(response.status, 422);
    assert!(response.json()["detail"].as_str().unwrap().contains("13"), "{}", response.json());
    let response = backend.ask("ann", "GET", path, &[], b"");
    assert_eq!(
        (response.header("etag"), response.body.as_slice()),
        (Some("\"1\""), LIST.as_bytes())
    );
    assert_eq!(response.header("content-type"), Some("text/plain; charset=utf-8"));
    assert_eq!(backend.ask("ann", "GET", path, &[("if-none-match", "\"1\"")], b"").status, 304);
    let response = put(&[("if-match", "\"1\"")], "||é.example^\n".as_bytes());
    assert_eq!((response.status, response.header("etag")), (200, Some("\"2\"")));
    // The same again is no change.
    assert_eq!(
        put(&[("if-match", "\"2\"")], "||é.example^\n".as_bytes()).header("etag"),
        Some("\"2\"")
    );
    assert_eq!(backend.list("ann"), "||é.example^\n");
}

#[test]
fn sixteen_mebibytes_are_the_limit() {
    let backend = with_users().start(&[]);
    let path = &format!("{DESK}/list");
    let line = "||ads-0123456789.example.com^$third-party\n";
    let mut list = line.repeat((16 << 20) / line.len());
    list.push_str(&" ".repeat((16 << 20) - list.len()));
    let chunked = [("transfer-encoding", "chunked")];
    let mut body = Vec::new();
    for piece in list.as_bytes().chunks(100_003) {
        body.extend(format!("{:x}\r\n", piece.len()).bytes());
        body.extend(piece);
        body.extend(b"\r\n");
    }
    body.extend(b"0\r\n\r\n");
    let response = backend.ask("ann", "PUT", path, &chunked, &body);
    assert_eq!(response.status, 200, "{}", response.json());
    assert!(backend.list("ann") == list);
    let response = backend.ask("bob", "PUT", path, &[], format!("{list}x").as_bytes());
    assert_eq!((response.status, kind(&response.json())), (413, "agent-full"));
    assert_eq!(backend.rev("bob"), 0);
    // An edit that makes it longer is refused too.
    let edit = json!({ "rev": 1, "from": 0, "to": 0, "lines": ["! more"] });
    assert_eq!(kind(&backend.rpc("ann", "edit", edit).unwrap_err()), "agent-full");
    let edit = json!({ "rev": 1, "from": 0, "to": 1, "lines": ["! other"] });
    assert_eq!(backend.rpc("ann", "edit", edit).unwrap()["rev"], 2);
}

#[test]
fn the_history_is_kept_and_taken_back() {
    let dir = tempfile::tempdir().unwrap();
    let backend = start_in(dir.path(), &[]);
    let edit = |backend: &Backend, rev: u64, line: &str| {
        let edit = json!({ "rev": rev, "from": 0, "to": 0, "lines": [line] });
        assert_eq!(backend.rpc("ann", "edit", edit).unwrap()["rev"], rev + 1);
    };
    backend.rpc("ann", "open", json!({ "text": "||ads.example^\n" })).unwrap();
    edit(&backend, 1, "! one");
    edit(&backend, 2, "! two");
    drop(backend);
    // Also after a restart.
    let backend = start_in(dir.path(), &[]);
    let undo = |rev: u64| backend.rpc("ann", "undo", json!({ "rev": rev }));
    undo(3).unwrap();
    assert_eq!(backend.list("ann"), "! one\n||ads.example^\n");
    edit(&backend, 4, "! three");
    // First what came last, then what was there before the undoing.
    undo(5).unwrap();
    undo(6).unwrap();
    assert_eq!(backend.list("ann"), "||ads.example^\n");
    let history = backend.rpc("ann", "history", json!({})).unwrap();
    let rows: Vec<_> = history
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["rev"].as_u64().unwrap(), it["why"].as_str().unwrap(), it["undoes"].as_u64()))
        .collect();
    let expected = [
        (7, "undo", Some(2)),
        (6, "undo", Some(5)),
        (5, "edit", None),
        (4, "undo", Some(3)),
        (3, "edit", None),
        (2, "edit", None),
        (1, "open", None),
    ];
    assert_eq!(rows, expected);
    assert_eq!((&history[2]["added"], &history[2]["removed"]), (&json!(1), &json!(0)));
    let diff = backend.rpc("ann", "diff", json!({ "from": 3 })).unwrap();
    assert!(diff["diff"].as_str().unwrap().contains("-! two\n"), "{diff}");
    undo(7).unwrap();
    assert_eq!(kind(&undo(8).unwrap_err()), "invalid-request");
    assert_eq!(backend.list("ann"), "");
}

#[test]
fn a_long_history_is_cut_and_the_list_is_not() {
    let dir = tempfile::tempdir().unwrap();
    let backend = start_in(dir.path(), &[]);
    let mut socket = backend.socket("ann");
    // More changes than are replayed, so that the base is written anew.
    for rev in 0..520 {
        let lines = json!([format!("||ads-{rev}.example^")]);
        socket.call("edit", json!({ "rev": rev, "from": rev, "to": rev, "lines": lines })).unwrap();
    }
    let list = backend.list("ann");
    assert_eq!(list.lines().count(), 520);
    drop(backend);
    let backend = start_in(dir.path(), &[]);
    assert!(backend.list("ann") == list);
    let history = backend.rpc("ann", "history", json!({ "limit": 1000 })).unwrap();
    assert_eq!(history.as_array().unwrap().len(), 50);
    assert_eq!(
        kind(&backend.rpc("ann", "diff", json!({ "from": 469 })).unwrap_err()),
        "invalid-request"
    );
    backend.rpc("ann", "diff", json!({ "from": 470 })).unwrap();
    for rev in 520..570 {
        let undone = backend.rpc("ann", "undo", json!({ "rev": rev }));
        // Undoings are revisions too, so the oldest ones go.
        if undone.is_err() {
            break;
        }
        assert_eq!(backend.list("ann").lines().count() as u64, 520 - (rev - 519));
    }
}

#[test]
fn what_is_read_is_the_cores() {
    let backend = with_users().start(&[]);
    let mut socket = backend.socket("ann");
    socket.call("open", json!({ "text": LIST })).unwrap();
    let problems = socket.call("problems", json!({ "limit": 1 })).unwrap();
    assert_eq!(problems["problems"].as_array().unwrap().len(), 1);
    let explained = socket.call("explain", json!({ "line": 1 })).unwrap();
    assert!(explained.to_string().contains("||ads.example^"), "{explained}");
    let found = socket.call("find", json!({ "text": "scirpt" })).unwrap();
    assert!(found.to_string().contains("scirpt"), "{found}");
    let fixed = socket.call("fix", json!({ "rev": 1 }));
    assert!(fixed.is_ok(), "{fixed:?}");
    // Parts of a streamed result come before it.
    let id = socket.ask("export", &json!({})).unwrap();
    let mut text = String::new();
    loop {
        let frame = socket.until("rpc");
        assert_eq!(frame["id"], id);
        if frame["done"] == true {
            break;
        }
        text += frame["result"].as_str().unwrap();
    }
    assert_eq!(text, backend.list("ann"));
    // Only what is named can be called.
    for method in ["constructor", "__proto__", "toString", "hello", "put", "settle", "fetch", ""] {
        let error = socket.call(method, json!({})).unwrap_err();
        assert!(error.starts_with("agent-method-unknown: "), "{method}: {error}");
    }
    for argument in [json!([]), json!(null), json!("x")] {
        let error = socket.call("find", argument).unwrap_err();
        assert!(error.starts_with("invalid-request: "), "{error}");
    }
    for (method, argument) in [
        ("open", json!({ "rev": 1, "text": 1 })),
        ("edit", json!({ "rev": "1", "from": 0, "to": 0, "lines": [] })),
        ("edit", json!({ "rev": 1, "from": 9, "to": 3, "lines": [] })),
        ("edit", json!({ "rev": 1, "from": 0, "to": 0, "lines": ["a\nb"] })),
        ("history", json!({ "limit": -1 })),
        ("query", json!({ "selector": 7 })),
    ] {
        let error = socket.call(method, argument.clone()).unwrap_err();
        assert!(
            error.starts_with("invalid-request: ") || error.starts_with("agent-conflict: "),
            "{method} {argument}: {error}"
        );
    }
}

#[test]
fn a_client_cannot_set_the_state() {
    let backend = with_users().start(&[]);
    let mut socket = backend.socket("ann");
    socket.state_when(|_| true);
    socket.send(r#"{"type":"cf_agent_state","state":{"rev":99}}"#).unwrap();
    assert!(socket.until("cf_agent_state_error")["error"].is_string());
    // It gets the right one back.
    assert_eq!(socket.state_when(|_| true)["rev"], 0);
}

#[test]
fn deleted_is_deleted_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let backend = start_in(dir.path(), &[]);
    for user in ["ann", "bob"] {
        backend.rpc(user, "open", json!({ "text": LIST })).unwrap();
    }
    let socket = backend.socket("ann");
    assert_eq!(backend.ask("ann", "DELETE", DESK, &[], b"").status, 204);
    assert_eq!(super::socket::closes(socket), 4404);
    assert_eq!((backend.rev("ann"), backend.list("ann").as_str()), (0, ""));
    assert_eq!(backend.rev("bob"), 1);
    backend.rpc("ann", "open", json!({ "text": "! new" })).unwrap();
    drop(backend);
    let backend = start_in(dir.path(), &[]);
    assert_eq!((backend.list("ann").as_str(), backend.list("bob").as_str()), ("! new", LIST));
    assert!(!backend.log().contains(&key_of("ann")));
}
