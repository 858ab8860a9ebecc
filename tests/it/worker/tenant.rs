//! `ISOLATES = "tenant"`: an isolate for each user and build.

use bloqr::api::{Endpoint, answer};
use serde_json::json;

use super::{PATHS, Worker, agents::with_users, http::Client};

/// An isolate that counts its requests.
const COUNTER: &str = r#"
let count = 0
export default {
  async fetch(request) {
    const headers = { 'X-Bloqr-Isolate': '1', 'Content-Type': 'application/json' }
    if (request.method === 'GET') return new Response(null, { status: 204, headers })
    const text = JSON.stringify({ count: ++count })
    return new Response(`${text}\n${String(text.length).padStart(10, '0')}`, { headers })
  },
}
"#;

fn shared(worker: Worker) -> Worker {
    worker.edit("wrangler.toml", "ISOLATES = \"request\"", "ISOLATES = \"tenant\"")
}

#[test]
fn an_isolate_serves_one_user_only() {
    for (path, options) in &PATHS[..2] {
        let backend =
            shared(with_users()).with("dynamic-workers/isolate.js", COUNTER).start(options);
        let count = |user: &str| {
            let response = backend.ask(user, "POST", "/api/ast/parse", JSON, br#"{"rules":[]}"#);
            assert_eq!(response.header("x-bloqr-isolate"), Some("tenant"));
            response.json()["count"].clone()
        };
        assert_eq!([count("alice"), count("alice")], [json!(1), json!(2)], "{path}");
        assert_eq!(count("bob"), json!(1), "{path}: another user's isolate");
        assert_eq!(count("alice"), json!(3), "{path}");
    }
}

const JSON: &[(&str, &str)] = &[("content-type", "application/json")];

#[test]
fn answers_are_the_same_and_say_how_isolates_are_used() {
    let body = json!({ "rules": ["||ads.example^$script", "##.ad", "a.example##"] }).to_string();
    let wanted = answer(Endpoint::Parse, body.as_bytes()).body;
    let asked = |client: &mut Client, path: &str, uses: Option<&str>| {
        for _ in 0..3 {
            let response = client.post("/api/ast/parse", &body);
            assert_eq!((response.status, response.path()), (200, Some(path)));
            assert_eq!(response.header("x-bloqr-isolate"), uses, "{path}");
            assert!(response.body == wanted, "{path}");
        }
    };
    for (path, options) in PATHS {
        let is_isolate = path != "inline";
        let backend = shared(Worker::new()).start(options);
        asked(&mut backend.client(), path, is_isolate.then_some("tenant"));
        let backend = Worker::new().start(options);
        asked(&mut backend.client(), path, is_isolate.then_some("fresh"));
    }
}

/// An isolate that a request can break, and which then fails in this way.
fn breakable(on_greeting: &str, on_request: &str) -> String {
    let count = "const text = JSON.stringify({ count: ++count })";
    assert!(COUNTER.contains(count));
    let broken = format!(
        "if ((await request.text()).includes('break')) isBroken = true\n    if (isBroken) {on_request}\n    {count}"
    );
    let greeting = "if (request.method === 'GET') ";
    let isolate = COUNTER.replace(count, &broken).replace(
        greeting,
        &format!("if (isBroken && request.method === 'GET') {on_greeting}\n    {greeting}"),
    );
    isolate.replace("let count = 0", "let count = 0\nlet isBroken = false")
}

#[test]
fn an_isolate_that_failed_serves_no_other_request() {
    const FINE: &str = "{}";
    const THROWS: &str = "throw new Error('broken')";
    const HANGS: &str = "await scheduler.wait(60_000)";
    for (on_greeting, on_request, status) in [
        (FINE, THROWS, 502),
        (FINE, HANGS, 504),
        (FINE, "return new Response('{', { headers })", 502),
        // It answers that request, and then not even the start check.
        (THROWS, FINE, 200),
        (HANGS, FINE, 200),
    ] {
        let backend = shared(with_users())
            .with("dynamic-workers/isolate.js", &breakable(on_greeting, on_request))
            .edit("dynamic-workers/limits.ts", "DEADLINE_MS = 10_000", "DEADLINE_MS = 4_000")
            .edit("dynamic-workers/limits.ts", "GREETING_MS = 5000", "GREETING_MS = 1000")
            .start(&[]);
        let ask = |user: &str, rule: &str| {
            let body = json!({ "rules": [rule] }).to_string();
            backend.ask(user, "POST", "/api/ast/parse", JSON, body.as_bytes())
        };
        let what = format!("{on_greeting} {on_request}");
        assert_eq!(ask("alice", "a").json()["count"], 1, "{what}");
        assert_eq!(ask("bob", "a").json()["count"], 1, "{what}");
        assert_eq!(ask("alice", "break").status, status, "{what}");
        // Not another path, and not for other users.
        let next = ask("alice", "a");
        assert_eq!((next.status, next.path()), (200, Some("loader")), "{what}");
        assert_eq!(next.json()["count"], 1, "{what}: a new isolate");
        assert_eq!(ask("alice", "a").json()["count"], 2, "{what}");
        assert_eq!(ask("bob", "a").json()["count"], 2, "{what}");
    }
}
