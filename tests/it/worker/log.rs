//! The log: one line for each request, which says what happened, and words of isolates beside it. Answers
//! have none of it.

use std::{thread, time::Duration};

use serde_json::{Value, json};

use super::{Backend, KEY, Worker};

const BODY: &str = r#"{"rules":["||ads.example^"]}"#;

/// The lines of JSON with this id.
fn lines(backend: &Backend, id: &str) -> Vec<Value> {
    let log = backend.log();
    let lines = log.lines().filter_map(|it| serde_json::from_str::<Value>(it).ok());
    lines.filter(|it| it["id"] == id).collect()
}

/// The line of a request. It is written when the last byte was sent, which can be a moment later.
#[track_caller]
pub(super) fn line(backend: &Backend, id: &str) -> Value {
    for _ in 0..500 {
        let lines = lines(backend, id);
        let lines: Vec<&Value> = lines.iter().filter(|it| it["route"].is_string()).collect();
        if let [line] = lines[..] {
            return line.clone();
        }
        assert!(lines.is_empty(), "one line a request: {lines:?}");
        thread::sleep(Duration::from_millis(10));
    }
    panic!("no line of {id}: {}", backend.log());
}

#[test]
fn each_request_has_one_line() {
    let backend = Backend::start(&["--without", "loader", "--tier", "free"]);
    let bearer = format!("Bearer {KEY}");
    let json_type = ("content-type", "application/json");
    let key = ("authorization", bearer.as_str());
    let cases = [
        ("POST", "/api/validate", vec![json_type, key], BODY, 200, json!(null)),
        ("POST", "/api/validate", vec![json_type, key], "{}", 422, json!("invalid-request")),
        ("POST", "/api/validate", vec![json_type], BODY, 401, json!("unauthenticated")),
        ("GET", "/api/validate", vec![], "", 405, json!("method-not-allowed")),
        ("POST", "/api/secret-word?secret=word", vec![], "", 404, json!("not-found")),
        ("GET", "/api/compile/secret-word", vec![key], "", 404, json!("not-found")),
        ("GET", "/agents/rules-agent/me", vec![key], "", 200, json!(null)),
        ("GET", "/agents/secret-word/me", vec![key], "", 404, json!("agent-not-found")),
        ("GET", "/api/version", vec![], "", 200, json!(null)),
    ];
    for (method, path, headers, body, status, why) in cases {
        let response = backend.client().request(method, path, &headers, body.as_bytes());
        assert_eq!(response.status, status, "{path}");
        let line = line(&backend, response.header("x-request-id").unwrap());
        assert_eq!((&line["method"], &line["status"]), (&json!(method), &json!(status)), "{line}");
        assert_eq!(line["why"], why, "{line}");
        assert_eq!(line["bytes"], response.body.len(), "{line}");
        assert!(line["ms"].is_u64(), "{line}");
        assert_eq!(line["path"].as_str(), response.path(), "{line}");
        assert_eq!(line["fallback"].as_str(), response.header("x-bloqr-fallback"), "{line}");
        let is_known = headers.contains(&key) && status != 405 && !path.contains("agents/secret");
        assert_eq!(line["tier"], if is_known { json!("free") } else { json!(null) }, "{line}");
        assert_eq!(line["error"], json!(null), "{line}");
        assert!(!line.to_string().contains("secret-word"), "{line}");
    }
    let log = backend.log();
    assert!(!log.contains(KEY) && !log.contains("secret=word"), "{log}");
}

#[test]
fn isolates_that_fail_leave_what_the_operator_is_told_to_look_for() {
    let (from, to) = ("    const path = new", "    FAULT\n    const path = new");
    for (fault, status, why, word) in [
        ("console.log('a word from inside', { n: 7 })", 200, json!(null), "a word from inside"),
        ("throw new TypeError('it broke')", 502, json!("isolate-threw"), "TypeError: it broke"),
        (
            "return new Response('{}', { headers: MARK })",
            502,
            json!("isolate-garbage"),
            "other headers",
        ),
        ("await scheduler.wait(60_000)", 504, json!("isolate-timeout"), "abort"),
    ] {
        let backend = Worker::new()
            .edit("dynamic-workers/isolate.js", from, &to.replace("FAULT", fault))
            .edit("dynamic-workers/limits.ts", "DEADLINE_MS = 10_000", "DEADLINE_MS = 1_000")
            .start(&[]);
        let response = backend.client().post("/api/ast/parse", BODY);
        assert_eq!(response.status, status, "{fault}");
        let document = String::from_utf8_lossy(&response.body).into_owned();
        assert!(!document.contains(word) && !document.contains("    at "), "{document}");
        let id = response.header("x-request-id").unwrap();
        let line = line(&backend, id);
        assert_eq!((&line["why"], &line["path"]), (&why, &json!("loader")), "{fault}");
        if status != 200 {
            let error = line["error"].as_str().unwrap();
            assert!(error.to_lowercase().contains(&word.to_lowercase()), "{line}");
            assert!(error.contains("\n    at "), "a stack: {line}");
        }
        if fault.starts_with("console") || fault.starts_with("throw") {
            // The tail comes after the request.
            let has_word = || {
                let said = lines(&backend, id).into_iter().filter(|it| it["from"] == "isolate");
                said.map(|it| it["text"].to_string()).any(|it| it.contains(word))
            };
            for _ in 0..500 {
                if has_word() {
                    break;
                }
                thread::sleep(Duration::from_millis(10));
            }
            assert!(has_word(), "{fault}: {}", backend.log());
        }
    }
}

#[test]
fn our_own_defects_leave_their_stack() {
    let (from, to) = (
        "  if (pathname === '/api/version') {",
        "  if (pathname === '/api/version') {\n    if (request.headers.has('x-defect')) throw new RangeError('a defect')",
    );
    let backend = Worker::new().edit("worker.ts", from, to).start(&[]);
    let response = backend.client().request("GET", "/api/version", &[("x-defect", "1")], b"");
    assert_eq!(response.status, 500);
    assert!(!String::from_utf8_lossy(&response.body).contains("a defect"));
    let line = line(&backend, response.header("x-request-id").unwrap());
    assert_eq!(line["why"], "core-failed");
    let error = line["error"].as_str().unwrap();
    assert!(error.contains("RangeError: a defect") && error.contains("worker.ts"), "{error}");
}

#[test]
fn a_client_that_goes_away_is_no_error() {
    let backend = Backend::start(&["--fault", "isolate-hang"]);
    let wait = |count: usize| {
        while backend.log().matches(r#""why":"client-gone""#).count() < count {
            thread::sleep(Duration::from_millis(10));
        }
    };
    let head = |length: usize| {
        format!(
            "POST /api/ast/parse HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
             authorization: Bearer {KEY}\r\ncontent-length: {length}\r\n\r\n"
        )
    };
    // While it sends its body.
    let mut client = backend.client();
    client.send(head(1000).as_bytes());
    client.send(b"{");
    drop(client);
    wait(1);
    // While its isolate works: an answer that was not read makes the system reset the connection.
    let mut client = backend.client();
    client.send(b"GET /api/version HTTP/1.1\r\nhost: localhost\r\n\r\n");
    client.send(head(BODY.len()).as_bytes());
    client.send(BODY.as_bytes());
    while !backend.log().contains("/api/version") {
        thread::sleep(Duration::from_millis(10));
    }
    thread::sleep(Duration::from_millis(300));
    drop(client);
    wait(2);
    let log = backend.log();
    let gone = log.lines().filter_map(|it| serde_json::from_str::<Value>(it).ok());
    let gone: Vec<Value> = gone.filter(|it| it["why"] == "client-gone").collect();
    assert!(gone.iter().all(|it| it["status"] == 499 && it["error"].is_null()), "{gone:?}");
}

#[test]
fn each_request_is_a_data_point_when_it_is_counted() {
    let (from, to) = ("async fetch(request, env, ctx) {", "async fetch(request, real, ctx) {");
    let metrics = "const env: Env = { ...real, REQUEST_METRICS: { writeDataPoint: (it) => console.log(`POINT ${JSON.stringify(it)}`) } }";
    let worker = Worker::new().edit("worker.ts", from, &format!("{to}\n    {metrics}"));
    let backend = worker.start(&["--without", "loader", "--tier", "free"]);
    let response = backend.client().post("/api/validate", BODY);
    backend.client().get("/api/validate");
    while backend.log().matches("POINT ").count() < 2 {
        thread::sleep(Duration::from_millis(10));
    }
    let log = backend.log();
    let points = log.lines().filter_map(|it| it.strip_prefix("POINT "));
    let points: Vec<Value> = points.map(|it| serde_json::from_str(it).unwrap()).collect();
    let blobs = |path: &str, tier: &str, fallback: &str, why: &str, method: &str, status: &str| {
        json!(["/api/validate", method, status, path, tier, fallback, why])
    };
    let fallback = "loader=not-bound";
    let fine = blobs("dynamic-worker-loader", "free", fallback, "", "POST", "200");
    assert_eq!((&points[0]["blobs"], &points[0]["indexes"]), (&fine, &json!(["/api/validate"])));
    assert_eq!(points[0]["doubles"][0], 1);
    assert_eq!(points[0]["doubles"][2], response.body.len());
    assert_eq!(points[1]["blobs"], blobs("", "", "", "method-not-allowed", "GET", "405"));
}

#[test]
fn successes_say_what_is_left_of_the_minute() {
    for name in ["RATE_LIMIT_FREE", "UNUSED"] {
        let worker = Worker::new().edit(
            "wrangler.toml",
            "name = \"RATE_LIMIT_FREE\"",
            &format!("name = \"{name}\""),
        );
        let backend = worker.start(&["--tier", "free"]);
        let mut client = backend.client();
        for n in 1..=3 {
            let response = client.post("/api/validate", BODY);
            assert_eq!(response.header("x-ratelimit-limit"), Some("60"));
            assert_eq!(
                response.header("x-ratelimit-remaining"),
                Some((60 - n).to_string().as_str())
            );
            let reset: u32 = response.header("x-ratelimit-reset").unwrap().parse().unwrap();
            assert!((1..=60).contains(&reset), "{reset}");
        }
    }
    let unlimited = Backend::start(&[]).client().post("/api/validate", BODY);
    assert_eq!(unlimited.header("x-ratelimit-limit"), None);
}
