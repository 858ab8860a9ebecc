//! Compiling on the backend: the bytes of the core on every path, events, the cache, shared runs,
//! batches.

use std::{fs, thread, time::Duration};

use bloqr::api::{Endpoint, answer};
use serde_json::{Value, json};

use super::{
    Backend, KEY, PATHS, Worker,
    http::Response,
    site::{Reply, Site},
};
use crate::support::bloqr;

const PRIVATE: &[&str] = &["--private-network"];
const DATE: &str = "2026-11-27T18:00:00.000Z";

/// A request that needs nothing else.
fn request() -> Value {
    json!({
        "configuration": {
            "name": "Test",
            "sources": [
                { "source": "https://lists.example.com/a.txt", "name": "A" },
                { "source": "https://lists.example.com/b.txt", "transformations": ["RemoveComments"] },
            ],
            "transformations": ["Deduplicate", "Compress", "Validate", "InsertFinalNewLine"],
        },
        "preFetchedContent": {
            "https://lists.example.com/a.txt": "! A\n||a.example.com^\n||x.a.example.com^\nä\n",
            "https://lists.example.com/b.txt": "! B\n||b.example.com^\n||a.example.com^\n##.ad\n",
        },
        "date": DATE,
    })
}

/// A list with this source.
fn of(source: &str) -> Value {
    json!({ "configuration": { "name": "Test", "sources": [{ "source": source }] }, "date": DATE })
}

#[track_caller]
fn post(backend: &Backend, accept: &str, body: &Value) -> Response {
    let bearer = format!("Bearer {KEY}");
    let headers = [
        ("content-type", "application/json"),
        ("authorization", bearer.as_str()),
        ("accept", accept),
    ];
    backend.client().request("POST", "/api/compile", &headers, body.to_string().as_bytes())
}

fn compile(backend: &Backend, body: &Value) -> Response {
    post(backend, "application/json", body)
}

/// The core's answer to the same request.
fn wanted(body: &Value) -> Vec<u8> {
    let answer = answer(Endpoint::Compile, body.to_string().as_bytes());
    assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
    answer.body
}

/// The events of a stream: names and data.
fn events(response: &Response) -> Vec<(String, Value)> {
    let text = String::from_utf8(response.body.clone()).unwrap();
    let event = |it: &str| {
        let (name, data) = it.strip_prefix("event: ").unwrap().split_once("\ndata: ").unwrap();
        (name.to_owned(), serde_json::from_str(data).unwrap())
    };
    text.strip_suffix("\n\n").unwrap().split("\n\n").map(event).collect()
}

#[test]
fn fetched_sources_give_the_bytes_of_the_core_on_every_path() {
    let texts = [
        ("/a.txt", "! A\n||a.example.com^\n!#include more.txt\n"),
        ("/more.txt", "||more.example.com^\n!#include dir/deep.txt\n"),
        ("/dir/deep.txt", "||deep.example.com^\n"),
    ];
    let lists = Site::new();
    for (path, text) in texts {
        lists.put(path, Reply::Text(text.to_owned()));
    }
    let asked = of(&lists.url("/a.txt"));
    let mut whole = asked.clone();
    whole["preFetchedContent"] = texts
        .iter()
        .map(|(path, text)| (lists.url(path), json!(text)))
        .collect::<serde_json::Map<_, _>>()
        .into();
    let wanted = wanted(&whole);
    assert!(String::from_utf8_lossy(&wanted).contains("deep.example.com"));
    for (path, options) in PATHS {
        let backend = Backend::start(&[options, PRIVATE].concat());
        let response = compile(&backend, &asked);
        assert_eq!((response.status, response.path()), (200, Some(path)));
        assert!(response.body == wanted, "{path}: {}", String::from_utf8_lossy(&response.body));
        // Sent along, they are not fetched.
        let visits = lists.visits("/a.txt");
        assert!(compile(&backend, &whole).json()["rules"] == response.json()["rules"]);
        assert_eq!(lists.visits("/a.txt"), visits);
    }
}

#[test]
fn without_a_date_the_time_of_the_request_is_reported() {
    let backend = Backend::start(&[]);
    let mut body = request();
    body.as_object_mut().unwrap().remove("date");
    let document = compile(&backend, &body).json();
    let at = document["compiledAt"].as_str().unwrap();
    assert!(at.starts_with("20") && at.ends_with('Z') && at.len() == DATE.len(), "{at}");
    let header = format!("! Last modified: {at}");
    assert!(document["rules"].as_array().unwrap().contains(&json!(header)), "{document}");
}

#[test]
fn the_list_itself_is_text() {
    let backend = Backend::start(&[]);
    let response = post(&backend, "text/plain", &request());
    assert_eq!(response.header("content-type"), Some("text/plain; charset=utf-8"));
    assert_eq!(response.header("x-cache"), Some("MISS"));
    let document: Value = serde_json::from_slice(&wanted(&request())).unwrap();
    let rules: Vec<&str> =
        document["rules"].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
    assert_eq!(String::from_utf8(response.body).unwrap(), rules.join("\n"));
    // The cache has the answer for every form.
    assert_eq!(compile(&backend, &request()).header("x-cache"), Some("HIT"));
    // A problem stays a document.
    let response = post(&backend, "text/plain", &json!({ "configuration": 1 }));
    assert_eq!(response.status, 422);
    assert_eq!(response.header("content-type"), Some("application/problem+json"));
    for accept in ["", "*/*", "image/png", "application/json, text/plain"] {
        let response = post(&backend, accept, &request());
        assert_eq!(response.header("content-type"), Some("application/json"), "{accept}");
    }
}

#[test]
fn events_tell_how_it_goes() {
    let lists = Site::new()
        .with("/a.txt", Reply::Text("||a.example.com^\n! b\n".to_owned()))
        .with("/gone", Reply::Status(404));
    let backend = Backend::start(PRIVATE);
    let mut body = of(&lists.url("/a.txt"));
    body["configuration"]["transformations"] = json!(["RemoveComments", "Deduplicate"]);
    let response = post(&backend, "text/event-stream", &body);
    assert_eq!(response.header("content-type"), Some("text/event-stream"));
    let received = events(&response);
    let names: Vec<&str> = received.iter().map(|it| it.0.as_str()).collect();
    let transformation = ["transformation:start", "transformation:complete"];
    let expected = [
        &["progress", "source:start", "source:complete", "progress", "progress"][..],
        &transformation,
        &transformation,
        &["result", "done"],
    ];
    assert_eq!(names, expected.concat());
    let of = |name: &str| &received.iter().find(|it| it.0 == name).unwrap().1;
    assert_eq!(of("source:complete")["source"], lists.url("/a.txt"));
    assert_eq!(of("source:complete")["bytes"], 21);
    let step = of("transformation:complete");
    assert_eq!((&step["name"], step["ms"].is_null()), (&json!("RemoveComments"), true));
    // The comment, and the three lines that name the source.
    assert_eq!(step["in"].as_u64().unwrap() - step["out"].as_u64().unwrap(), 4);
    // The isolate as a whole is measured from outside.
    assert!(of("done")["ms"].as_f64().is_some_and(|it| it > 0.0));
    assert_eq!(of("done")["dispatch"], "loader");
    assert_eq!(of("done")["cache"], "MISS");
    // The answer is the one that a request without events gets.
    let answer = compile(&backend, &body).json();
    assert_eq!(of("result")["rules"], answer["rules"]);
    assert_eq!(answer["cached"], true);
    // From the cache, nothing is transformed.
    let received = events(&post(&backend, "text/event-stream", &body));
    assert_eq!(received.last().unwrap().1["cache"], "HIT");

    let received = events(&post(&backend, "text/event-stream", &self::of(&lists.url("/gone"))));
    let names: Vec<&str> = received.iter().map(|it| it.0.as_str()).collect();
    assert_eq!(names, ["progress", "source:start", "source:error", "error"]);
    assert_eq!(received[3].1["status"], 502);
    // What the gates refuse is a plain answer.
    assert_eq!(post(&backend, "text/event-stream", &json!({})).status, 422);
}

#[test]
fn an_answer_is_kept_for_equal_texts_only() {
    let lists = Site::new().with("/a.txt", Reply::Text("||a.example.com^\n".to_owned()));
    let backend = Backend::start(PRIVATE);
    let body = of(&lists.url("/a.txt"));
    let first = compile(&backend, &body);
    assert_eq!((first.header("x-cache"), first.path()), (Some("MISS"), Some("loader")));
    let again = compile(&backend, &body);
    // No isolate has worked.
    assert_eq!((again.header("x-cache"), again.path()), (Some("HIT"), None));
    let mut expected = first.json();
    expected["cached"] = json!(true);
    assert_eq!(again.json(), expected);
    // The sources are fetched every time: what has changed is seen at once.
    lists.put("/a.txt", Reply::Text("||b.example.com^\n".to_owned()));
    let changed = compile(&backend, &body);
    assert_eq!(changed.header("x-cache"), Some("MISS"));
    assert!(changed.json()["rules"].as_array().unwrap().contains(&json!("||b.example.com^")));
    for (field, value) in [
        ("explain", json!(true)),
        ("benchmark", json!(true)),
        ("date", json!("2026-11-27T18:00:01Z")),
    ] {
        let mut other = body.clone();
        other[field] = value;
        assert_eq!(compile(&backend, &other).header("x-cache"), Some("MISS"), "{field}");
        assert_eq!(compile(&backend, &other).header("x-cache"), Some("HIT"), "{field}");
    }
    // The order of fields, and those that say nothing about the result, change nothing.
    let same = format!(
        r#"{{"priority":"high","date":"{DATE}","configuration":{{"sources":[{{"source":"{}"}}],"name":"Test"}}}}"#,
        lists.url("/a.txt")
    );
    let same = backend.client().post("/api/compile", &same);
    assert_eq!(same.header("x-cache"), Some("HIT"));
}

#[test]
fn only_whole_successes_are_kept() {
    let backend = Backend::start(&["--fault", "isolate-throw"]);
    for _ in 0..2 {
        let response = compile(&backend, &request());
        assert_eq!((response.status, response.header("x-cache")), (502, Some("MISS")));
    }
    let lists = Site::new().with("/a.txt", Reply::Status(500));
    let backend = Backend::start(PRIVATE);
    assert_eq!(compile(&backend, &of(&lists.url("/a.txt"))).status, 502);
    lists.put("/a.txt", Reply::Text("||a.example.com^\n".to_owned()));
    let response = compile(&backend, &of(&lists.url("/a.txt")));
    assert_eq!((response.status, response.header("x-cache")), (200, Some("MISS")));
}

#[test]
fn the_cache_of_a_user_is_not_anothers() {
    // Each request comes from another user here.
    let user = "return record === null ? undefined : { tier: record.tier, user: String(Math.random()), by: 'api-key' }";
    let backend = Worker::new()
        .edit(
            "gates/auth.ts",
            "return record === null ? undefined : { user: record.user, tier: record.tier, by: 'api-key' }",
            user,
        )
        .start(&[]);
    for _ in 0..2 {
        assert_eq!(compile(&backend, &request()).header("x-cache"), Some("MISS"));
    }
}

/// A worker whose isolates log their start, and answer after this time in milliseconds.
fn slow(milliseconds: u32) -> Worker {
    Worker::new()
        .edit(
            "dynamic-workers/isolate.js",
            "export default {",
            "console.log('an isolate starts')\n\nexport default {",
        )
        .edit(
            "dynamic-workers/isolate.js",
            "    const path = new",
            &format!("    await scheduler.wait({milliseconds})\n    const path = new"),
        )
}

#[test]
fn equal_requests_at_the_same_time_share_one_run() {
    let backend = slow(1000).start(&[]);
    let responses: Vec<Response> = thread::scope(|scope| {
        let asked: Vec<_> = (0..8).map(|_| scope.spawn(|| compile(&backend, &request()))).collect();
        asked.into_iter().map(|it| it.join().unwrap()).collect()
    });
    let mut shared = 0;
    let mut expected: Value = serde_json::from_slice(&wanted(&request())).unwrap();
    for response in &responses {
        assert_eq!((response.status, response.header("x-cache")), (200, Some("MISS")));
        if response.header("x-request-deduplication") == Some("HIT") {
            shared += 1;
            assert_eq!(response.json()["deduplicated"], true);
        }
        let mut document = response.json();
        document.as_object_mut().unwrap().remove("deduplicated");
        assert_eq!(document, *expected.as_object_mut().map(|it| json!(it)).as_ref().unwrap());
    }
    assert_eq!(shared, 7);
    assert_eq!(backend.log().matches("an isolate starts").count(), 1, "{}", backend.log());
}

#[test]
fn nobody_waits_for_another_without_end() {
    let backend =
        slow(3000).edit("compile/share.ts", "MAX_WAIT_MS = 10_000", "MAX_WAIT_MS = 300").start(&[]);
    thread::scope(|scope| {
        let first = scope.spawn(|| compile(&backend, &request()));
        thread::sleep(Duration::from_millis(500));
        let second = compile(&backend, &request());
        let first = first.join().unwrap();
        for response in [first, second] {
            assert_eq!((response.status, response.path()), (200, Some("loader")));
            assert_eq!(response.header("x-request-deduplication"), None);
        }
    });
    assert_eq!(backend.log().matches("an isolate starts").count(), 2);
}

#[test]
fn a_client_that_leaves_takes_nothing_from_the_others() {
    let backend = slow(1000).start(&[]);
    let body = request().to_string();
    let mut first = backend.client();
    first.send(
        format!(
            "POST /api/compile HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
             authorization: Bearer {KEY}\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )
        .as_bytes(),
    );
    thread::sleep(Duration::from_millis(300));
    thread::scope(|scope| {
        let second = scope.spawn(|| compile(&backend, &request()));
        thread::sleep(Duration::from_millis(200));
        drop(first);
        assert_eq!(second.join().unwrap().status, 200);
    });
}

#[test]
fn a_batch_has_an_answer_for_each_id() {
    let lists = Site::new()
        .with("/a.txt", Reply::Text("||a.example.com^\n".to_owned()))
        .with("/gone", Reply::Status(404));
    let backend = Backend::start(PRIVATE);
    let with = |id: &str, mut request: Value| {
        request["id"] = json!(id);
        request
    };
    let batch = |requests: &[Value]| {
        backend.client().post("/api/compile/batch", &json!({ "requests": requests }).to_string())
    };
    let response = batch(&[
        with("good", of(&lists.url("/a.txt"))),
        with("gone", of(&lists.url("/gone"))),
        with("wrong", json!({ "configuration": {} })),
        with("sent", request()),
    ]);
    let document = response.json();
    assert_eq!((response.status, &document["success"]), (200, &json!(false)), "{document}");
    let results = document["results"].as_array().unwrap();
    let ids: Vec<&Value> = results.iter().map(|it| &it["id"]).collect();
    assert_eq!(ids, ["good", "gone", "wrong", "sent"]);
    let successes: Vec<&Value> = results.iter().map(|it| &it["success"]).collect();
    assert_eq!(successes, [true, false, false, true]);
    assert!(results[1]["error"].as_str().unwrap().contains("status 404"), "{document}");
    assert_eq!(results[2]["problem"]["status"], 422);
    let alone: Value = serde_json::from_slice(&wanted(&request())).unwrap();
    assert_eq!(results[3]["rules"], alone["rules"]);
    let fine = batch(&[with("a", request())]).json();
    assert_eq!(fine["success"], true);
    let many: Vec<Value> = (0..11).map(|n| with(&n.to_string(), request())).collect();
    for (requests, pointer) in [
        (&many[..], "/requests"),
        (&[], "/requests"),
        (&[json!({ "configuration": {} })], "/requests/0/id"),
        (&[with("a", request()), with("a", request())], "/requests/1/id"),
    ] {
        let response = batch(requests);
        assert_eq!(response.status, 422, "{pointer}");
        assert_eq!(response.json()["errors"][0]["pointer"], pointer);
        assert_eq!(response.json()["instance"], "/api/compile/batch");
    }
}

#[test]
fn what_is_too_large_says_so_without_a_workflow() {
    let long = "||ads.example.com^\n".repeat((5 << 20) / 19);
    let lists = Site::new().with("/long.txt", Reply::Text(long));
    let backend = Backend::start(PRIVATE);
    assert!(backend.rest.contains("COMPILE_WORKFLOW"), "{}", backend.rest);
    let response = compile(&backend, &of(&lists.url("/long.txt")));
    assert_eq!(response.status, 413);
    assert!(response.json()["detail"].as_str().unwrap().contains("no Workflow"));
    // A job that is not there, or not one.
    let bearer = format!("Bearer {KEY}");
    let headers = [("authorization", bearer.as_str())];
    for id in ["a", &"0".repeat(64), "batch", "..%2f"] {
        let path = format!("/api/compile/{id}");
        let status = backend.client().request("GET", &path, &headers, b"").status;
        assert_eq!(status, if id == "batch" { 405 } else { 404 }, "{id}");
    }
    assert_eq!(backend.client().get(&format!("/api/compile/{}", "0".repeat(64))).status, 401);
}

/// The command sends the files with the request, and the backend fetches the addresses.
#[test]
fn the_command_gets_the_same_bytes_from_the_backend() {
    let lists = Site::new()
        .with("/b.txt", Reply::Text("! B\n||b.example.com^\n||x.a.example.com^\n".to_owned()));
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(dir.path().join(name), text).unwrap();
    write("a.txt", "! A\n||a.example.com^\n!#include more.txt\n0.0.0.0 c.example.com\n");
    write("more.txt", "||more.example.com^\n");
    write("not.txt", "! never\nmore\n");
    write(
        "list.json",
        &json!({
            "name": "Test",
            "description": "of the command",
            "sources": [
                { "source": "a.txt", "name": "A" },
                { "source": lists.url("/b.txt"), "transformations": ["RemoveComments"] },
            ],
            "exclusions_sources": ["not.txt"],
            "transformations": ["Compress", "InsertFinalNewLine"],
        })
        .to_string(),
    );
    let run = |args: &[&str]| {
        let mut command = bloqr();
        command.current_dir(&dir).env("BLOQR_API_KEY", KEY);
        command.args(["compile", "-c", "list.json", "--date", DATE]).args(args);
        let output = command.output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap(), err)
    };
    let (code, here, err) = run(&[]);
    assert_eq!(code, Some(0), "{err}");
    assert!(here.contains("||c.example.com^") && here.ends_with("^\n"), "{here}");
    assert!(!here.contains("more.example") && !here.contains("x.a.example"), "{here}");
    for (path, options) in PATHS {
        let backend = Backend::start(&[options, PRIVATE].concat());
        let (code, there, err) = run(&["--backend", &backend.url]);
        assert_eq!((code, err.as_str()), (Some(0), ""), "{path}");
        assert!(there == here, "{path}: {there}");
        let (code, out, _) = run(&["--backend", &backend.url, "-o", "out.txt"]);
        assert_eq!((code, out.as_str()), (Some(0), ""));
        assert_eq!(fs::read_to_string(dir.path().join("out.txt")).unwrap(), here);
        let (code, _, err) = run(&["--backend", &backend.url, "--stats"]);
        assert!(code == Some(2) && err.contains("only makes the list"), "{err}");
    }
}
