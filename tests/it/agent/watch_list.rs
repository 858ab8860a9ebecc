//! `bloqr agent watch-list`: what it asks, and what it shows of the answers.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use super::User;
use crate::dispatch::server::{Reply, Server};

const LIST: &str = "https://lists.example.com/ads.txt";

/// A backend that has watched a list, and the calls that came.
fn backend() -> (User, Arc<Mutex<Vec<Value>>>) {
    let calls = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&calls);
    let server = Server::new(move |asked| {
        let list = json!({
            "url": LIST, "everyHours": 6, "addedAt": 0, "checkedAt": 0, "updatedAt": 0,
            "status": "ok", "lines": 5000, "errors": 1, "warnings": 2,
        });
        let failing = json!({ "url": "https://gone.example.com/", "status": "failing", "failures": 3, "why": "404" });
        let page = json!({ "url": "https://page.example.com/", "status": "not-a-list", "instead": "a web page" });
        let waiting = json!({ "url": "https://new.example.com/", "status": "waiting" });
        let problem = json!({
            "rule": "||a.example^$foo", "line": 3, "errorType": "unknown-modifier",
            "severity": "error", "message": "unknown modifier `foo`", "why": "rule",
        });
        let report = json!({ "id": 1, "url": LIST, "at": 0, "news": [
            { "kind": "new-problems", "text": "1 new error", "total": 12, "problems": [problem] },
            { "kind": "lines-back", "text": "the lines are back" },
        ] });
        if asked.method == "GET" {
            let state = json!({ "rev": 4, "lists": [list, failing, page, waiting], "reports": 1 });
            return Reply::json(200, state);
        }
        let call: Value = serde_json::from_slice(&asked.body).unwrap();
        heard.lock().unwrap().push(call.clone());
        let result = match call["method"].as_str().unwrap() {
            "reports" => json!({ "total": 1, "offset": 0, "reports": [report] }),
            "check" => json!({ "list": list, "report": report }),
            "add" => list,
            "webhook" => json!({ "webhook": {
                "url": "https://ops.example.com/", "failures": 2, "lost": 1, "error": "500",
            } }),
            _ => json!({ "removed": LIST }),
        };
        Reply::json(200, json!({ "success": true, "result": result }))
    });
    (User::of(&server.url), calls)
}

#[test]
fn each_command_calls_its_method() {
    let (user, calls) = backend();
    for (args, method, argument) in [
        (format!("add {LIST}"), "add", json!({ "url": LIST })),
        (format!("add {LIST} --every 6"), "add", json!({ "url": LIST, "everyHours": 6 })),
        (format!("remove {LIST}"), "remove", json!({ "url": LIST })),
        (format!("check {LIST}"), "check", json!({ "url": LIST })),
        ("reports -n 3".to_owned(), "reports", json!({ "offset": 0, "limit": 3 })),
        ("webhook".to_owned(), "webhook", json!({})),
        ("webhook --remove".to_owned(), "webhook", json!({ "remove": true })),
    ] {
        user.expect(0, &format!("watch-list {args}"));
        let call = calls.lock().unwrap().pop().unwrap();
        assert_eq!((call["method"].as_str(), &call["args"]), (Some(method), &json!([argument])));
    }
    user.expect(2, &format!("watch-list add {LIST} --every 5"));
}

#[test]
fn lists_and_reports_are_shown() {
    let (user, _) = backend();
    let out = user.expect(1, "watch-list list");
    let shown = out.replace(", ", ",");
    for line in [
        LIST,
        "  5,000 lines,1 error,2 warnings",
        "  not fetched: 404",
        "  no list: a web page",
        "  not fetched yet",
    ] {
        assert!(shown.lines().any(|it| it == line.replace(", ", ",")), "{line}: {out}");
    }
    let out = user.expect(0, "watch-list reports");
    let (head, rest) = out.split_once('\n').unwrap();
    assert!(head.starts_with(LIST) && head.ends_with("days ago"), "{head}");
    assert_eq!(
        rest,
        "  1 new error
    line 3: error[unknown-modifier] unknown modifier `foo`
      ||a.example^$foo
    and 11 more: --format json
  the lines are back
"
    );
    let (_, out, err) = user.run("watch-list webhook");
    assert_eq!(out, "reports are sent to https://ops.example.com/\n");
    assert!(err.contains("2 tries failed: 500"), "{err}");
    assert!(err.contains("1 report could not be delivered"), "{err}");
}

#[test]
fn a_secret_is_made_or_read_and_printed_only_when_it_is_new() {
    let (user, calls) = backend();
    let out = user.expect(0, "watch-list webhook https://ops.example.com/");
    let secret =
        calls.lock().unwrap().pop().unwrap()["args"][0]["secret"].as_str().unwrap().to_owned();
    assert_eq!(secret.len(), 64);
    assert!(out.contains(&secret), "{out}");
    std::fs::write(user.path().join("secret"), "a secret of mine\n").unwrap();
    let out = user.expect(0, "watch-list webhook https://ops.example.com/ --secret-file secret");
    assert!(!out.contains("a secret of mine"), "{out}");
    let call = calls.lock().unwrap().pop().unwrap();
    assert_eq!(call["args"][0]["secret"], "a secret of mine");
    std::fs::write(user.path().join("secret"), "short\n").unwrap();
    user.expect(2, "watch-list webhook https://ops.example.com/ --secret-file secret");
}
