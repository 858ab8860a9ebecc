use serde_json::{Value, json};

use super::{CustomStep, HOST_FAILED, WANTS_NODES, custom};
use crate::{Endpoint, answer, check};

fn body(source: &str) -> Vec<u8> {
    json!({ "text": "||a.example^\n||b.example^\n", "source": source }).to_string().into_bytes()
}

fn ask(step: &Value, input: &[u8]) -> (u16, Value) {
    let step = CustomStep::from_json(&step.to_string()).unwrap();
    let answer = custom(&step, input);
    (answer.status, serde_json::from_slice(&answer.body).unwrap_or_default())
}

/// What the end of a run means, when the isolate said this.
fn outcome(said: &str, ended: &Value) -> (u16, Value) {
    let body = body("export const transform = 1");
    let mut step = json!({ "do": "outcome", "nodes": false, "body": body.len() });
    step.as_object_mut().unwrap().extend(ended.as_object().unwrap().clone());
    ask(&step, &[&body, said.as_bytes()].concat())
}

#[test]
fn a_run_has_three_steps() {
    let body = body("export const transform = (rules) => rules.slice(1)");
    let (status, code) = ask(&json!({ "do": "code" }), &body);
    assert_eq!((status, &code["globalOutbound"]), (200, &Value::Null));
    assert_eq!(code["env"], json!({}));
    let (status, request) = ask(&json!({ "do": "request", "nodes": false }), &body);
    assert_eq!((status, &request["rules"]), (200, &json!(["||a.example^", "||b.example^"])));
    let answered = json!({ "ended": "answered", "status": 200 });
    let (status, done) =
        outcome(r#"{"kind":"rules","rules":["||b.example^"],"log":""}"#, &answered);
    assert_eq!((status, &done["success"]), (200, &json!(true)));
    assert_eq!(done["rules"], json!(["||b.example^"]));
    assert_eq!(done["newProblems"], json!([]));
}

#[test]
fn an_end_has_a_meaning() {
    let answered = json!({ "ended": "answered", "status": 200 });
    let cases = [
        (r#"{"kind":"wants-ast","log":""}"#, answered.clone(), WANTS_NODES, ""),
        ("pwn", answered.clone(), 422, "user-code-output"),
        (r#"{"kind":"rules","rules":["a\nb"],"log":""}"#, answered, 422, "user-code-output"),
        ("", json!({ "ended": "timed-out" }), 422, "user-code-timeout"),
        ("", json!({ "ended": "out-of-memory" }), 422, "user-code-memory"),
        ("Failed to start Worker: glue.js is broken", json!({ "ended": "threw" }), HOST_FAILED, ""),
        ("internal error; reference = abc123", json!({ "ended": "threw" }), 422, "user-code-threw"),
    ];
    for (said, ended, status, kind) in cases {
        let (got, document) = outcome(said, &ended);
        assert_eq!(got, status, "{said}");
        let name = document["type"].as_str().unwrap_or_default();
        assert!(name.ends_with(kind), "{said}: {document}");
        assert!(!document.to_string().contains("abc123"), "an id of the platform: {document}");
    }
}

#[test]
fn the_core_itself_runs_no_code() {
    let inline = answer(Endpoint::Transform, body("export const transform = (rules) => rules"));
    let document: Value = serde_json::from_slice(&inline.body).unwrap();
    assert_eq!(inline.status, 503);
    assert_eq!(document["type"], "https://api.bloqr.dev/probs/user-code-unavailable");
    // A body without a source is no custom transform.
    let plain = json!({ "text": "", "transformations": [] }).to_string();
    assert_eq!(ask(&json!({ "do": "code" }), plain.as_bytes()).0, 204);
}

#[test]
fn a_body_is_checked() {
    let cases = [
        (json!({ "source": "x", "text": "" }), None),
        (json!({ "source": "x", "rules": ["a"], "data": { "dead": "b.example" } }), None),
        (json!({ "source": "x" }), Some("")),
        (json!({ "source": "x", "text": "", "rules": [] }), Some("")),
        (json!({ "source": 1, "text": "" }), Some("/source")),
        (json!({ "source": "x", "rules": ["a\nb"] }), Some("/rules/0")),
        (json!({ "source": "x", "text": "", "transformations": [] }), Some("/transformations")),
        (json!({ "source": "x", "text": "", "data": { "a": 1 } }), Some("/data/a")),
    ];
    for (body, wrong) in cases {
        let checked = check(Endpoint::Transform, body.to_string().as_bytes());
        let pointer = checked.err().map(|it| it.errors[0].pointer.clone());
        assert_eq!(pointer.as_deref(), wrong, "{body}");
    }
    let long = json!({ "source": "x".repeat(65 * 1024), "text": "" }).to_string();
    let (status, document) = ask(&json!({ "do": "code" }), long.as_bytes());
    assert_eq!(status, 413);
    assert!(document["type"].as_str().unwrap().ends_with("user-code-too-large"));
}
