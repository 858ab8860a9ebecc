//! Custom transforms on the backend: code of users, in the sandbox of `bloqr dev` and by LOADER; who may
//! run it, and what is told of its end. What code can try in the sandbox is in `tests/it/usercode`.

use std::{
    fs, thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use super::{Backend, Worker, http::Response};
use crate::model::{KEY, Model, end, status, stream};

const LIST: &str = "! title\n||a.example^\n||b.example^\n";

#[track_caller]
pub(super) fn transform(backend: &Backend, source: &str) -> Response {
    let body = json!({ "text": LIST, "source": source });
    backend.client().post("/api/transform", &body.to_string())
}

/// A worker whose counter of runs lets everything pass.
pub(super) fn unlimited() -> Worker {
    Worker::new().edit("gates/rate-limit.ts", "const RUNS = 10", "const RUNS = 1e9")
}

/// The same, where LOADER runs the code, as on Cloudflare.
fn on_cloudflare(options: &[&str]) -> Backend {
    let (from, to) =
        ("async fetch(request, env, ctx) {", "async fetch(request, { SANDBOX, ...env }, ctx) {");
    unlimited().edit("worker.ts", from, to).start(options)
}

#[test]
fn a_transform_is_a_preview() {
    for backend in [unlimited().start(&[]), on_cloudflare(&[])] {
        let done = transform(
            &backend,
            "export const transform = (rules) => [...rules.slice(0, 2), '||c.example^$scirpt']",
        );
        assert_eq!(done.status, 200, "{}", done.json());
        let document = done.json();
        assert_eq!(document["success"], true);
        assert_eq!(document["rules"], json!(["! title", "||a.example^", "||c.example^$scirpt"]));
        assert!(document["diff"].to_string().contains("||b.example^"), "{document}");
        assert_eq!(document["newProblems"][0]["errorType"], "unknown-modifier", "{document}");
        assert_eq!(document["sha256"].as_str().unwrap().len(), 64);

        let edits = "export const transform = () => ({ edits: [{ line: 2, rules: [] }] })";
        let document = transform(&backend, edits).json();
        assert_eq!(document["edits"], json!([{ "line": 2, "rules": [] }]));

        let nodes = "export const wants = { ast: true }\nexport const transform = (_, { nodes }) => nodes.map((it) => it.type)";
        let document = transform(&backend, nodes).json();
        assert_eq!(document["rules"][1], "NetworkRule", "{document}");
    }
}

#[test]
fn an_end_has_its_own_refusal_and_the_same_bytes() {
    let cases = [
        ("export const transform = (", 422, "user-code-invalid"),
        ("export const other = 1", 422, "user-code-invalid"),
        ("import 'lodash'\nexport const transform = (r) => r", 422, "user-code-invalid"),
        ("export function transform() {\n  throw new Error('no')\n}", 422, "user-code-threw"),
        ("export const transform = () => new Promise(() => {})", 422, "user-code-timeout"),
        (
            "export const transform = () => { Object.prototype.then = (_, no) => no(new Error('Failed to start Worker: x')); return [] }",
            422,
            "user-code-threw",
        ),
        ("export const transform = () => 1", 422, "user-code-output"),
        ("export const transform = () => ['a\\nb']", 422, "user-code-output"),
    ];
    for (name, backend) in [("sandbox", unlimited().start(&[])), ("loader", on_cloudflare(&[]))] {
        for (source, status, kind) in cases {
            let first = transform(&backend, source);
            assert_eq!(first.status, status, "{name}: {source}\n{}", first.json());
            assert_eq!(
                first.json()["type"],
                format!("https://api.bloqr.dev/probs/{kind}"),
                "{name}: {source}"
            );
            assert_eq!(first.header("content-type"), Some("application/problem+json"));
            assert_eq!(transform(&backend, source).body, first.body, "{name}: {source}");
        }
        let threw = transform(&backend, cases[3].0).json();
        assert_eq!((&threw["line"], &threw["detail"]), (&json!(2), &json!("Error: no")), "{name}");
        let long = format!("export const transform = (r) => r // {}", "x".repeat(65 << 10));
        let long = transform(&backend, &long);
        assert_eq!(
            (long.status, &long.json()["type"]),
            (413, &json!("https://api.bloqr.dev/probs/user-code-too-large"))
        );
    }
}

#[test]
fn the_backend_answers_while_code_burns() {
    let backend = unlimited().start(&[]);
    let (done, burnt) = std::sync::mpsc::channel();
    let answers = thread::scope(|scope| {
        scope.spawn(|| {
            let response = transform(&backend, "export const transform = () => { for (;;); }");
            done.send(response).unwrap();
        });
        // The loop takes 2 seconds of the sandbox's time, and none of the backend's.
        let mut answers = 0;
        let burnt = loop {
            match burnt.try_recv() {
                Ok(response) => break response,
                Err(_) => {
                    assert_eq!(backend.client().get("/api/version").status, 200);
                    answers += 1;
                }
            }
        };
        assert_eq!(burnt.json()["type"], "https://api.bloqr.dev/probs/user-code-timeout");
        answers
    });
    assert!(answers >= 20, "the backend answered {answers} times in two seconds");
    let heap =
        "export const transform = () => { const a = []; for (;;) a.push(new Array(1e6).fill(1)) }";
    assert_eq!(
        transform(&backend, heap).json()["type"],
        "https://api.bloqr.dev/probs/user-code-memory"
    );
    assert_eq!(transform(&backend, "export const transform = (r) => r").status, 200);
}

#[test]
fn a_run_leaves_nothing_for_the_next() {
    let backend = unlimited().start(&[]);
    let source = "let n = globalThis.n ?? 0\nexport const transform = () => { globalThis.n = ++n; return [String(n)] }";
    for _ in 0..3 {
        assert_eq!(transform(&backend, source).json()["rules"], json!(["1"]));
    }
    // Each run is a process that ends with it: none is left behind.
    // workerd, and those that wait for the next runs.
    let children = children(&backend);
    assert!(children.len() <= 3, "{children:?}");
}

/// The processes that `bloqr dev` has started and that have not ended.
fn children(backend: &Backend) -> Vec<u32> {
    let tasks = std::fs::read_dir(format!("/proc/{}/task", backend.child.id())).unwrap();
    let of = |task: std::fs::DirEntry| fs::read_to_string(task.path().join("children"));
    let all: String = tasks.map(|it| of(it.unwrap()).unwrap_or_default()).collect();
    all.split_whitespace().map(|it| it.parse().unwrap()).collect()
}

fn wait_for(is_true: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(60);
    while !is_true() {
        assert!(Instant::now() < end, "it did not come");
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn without_a_sandbox_nothing_runs() {
    for option in [
        &["--without", "loader"][..],
        &["--without", "loader", "--without", "dynamic-worker-loader"],
    ] {
        let backend = on_cloudflare(option);
        let refused = transform(&backend, "export const transform = (r) => r");
        assert_eq!((refused.status, refused.path()), (503, None));
        assert_eq!(refused.json()["type"], "https://api.bloqr.dev/probs/user-code-unavailable");
        // The steps of the core need no sandbox.
        let plain = json!({ "text": LIST, "transformations": ["RemoveComments"] }).to_string();
        assert_eq!(backend.client().post("/api/transform", &plain).status, 200);
    }
}

#[test]
fn a_user_has_one_run_at_a_time_and_ten_a_minute() {
    let backend = unlimited().start(&[]);
    let quick = "export const transform = (r) => r";
    let slow = "export const transform = () => { for (;;); }";
    thread::scope(|scope| {
        // Of two requests, the other can come first.
        let slow = scope.spawn(|| {
            loop {
                let response = transform(&backend, slow);
                if response.status != 429 {
                    break response;
                }
            }
        });
        // The second one is refused while the first one runs.
        let refused = loop {
            let response = transform(&backend, quick);
            if response.status != 200 || slow.is_finished() {
                break response;
            }
        };
        assert_eq!(refused.status, 429, "{}", refused.json());
        assert!(refused.header("retry-after").is_some());
        assert_eq!(slow.join().unwrap().status, 422);
    });
    let backend = Backend::start(&[]);
    let statuses: Vec<u16> = (0..11).map(|_| transform(&backend, quick).status).collect();
    assert_eq!(statuses.last(), Some(&429), "{statuses:?}");
    assert!(statuses.contains(&200), "{statuses:?}");
}

/// A turn is kept as long as its run lasts.
#[test]
fn a_long_run_keeps_its_turn() {
    let backend = unlimited()
        .edit("gates/rate-limit.ts", "const RUN_SECONDS = 30", "const RUN_SECONDS = 1")
        .edit("usercode/turns.ts", "const SIGN_MS = 10_000", "const SIGN_MS = 100")
        .start(&[]);
    let quick = || transform(&backend, "export const transform = (r) => r").status;
    thread::scope(|scope| {
        let slow = scope.spawn(|| {
            let slow = "export const transform = () => { for (;;); }";
            wait_for(|| transform(&backend, slow).status == 422);
        });
        wait_for(|| quick() == 429);
        wait_for(|| quick() == 200);
        // It has ended, and only its answer can still be on the way.
        (0..4).for_each(|_| assert_eq!(quick(), 200));
        assert!(slow.is_finished());
    });
}

/// The turn of a client that leaves ends with its run.
#[test]
fn a_client_that_leaves_gives_its_turn_back() {
    let backend = unlimited()
        .edit("gates/rate-limit.ts", "const RUN_SECONDS = 30", "const RUN_SECONDS = 1e6")
        .start(&[]);
    let quick = "export const transform = (r) => r";
    let body = json!({ "text": LIST, "source": "export const transform = () => { for (;;); }" });
    let body = body.to_string();
    let head = format!(
        "POST /api/transform HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        super::KEY,
        body.len()
    );
    // Of two requests, the other can come first.
    wait_for(|| {
        let mut leaves = backend.client();
        leaves.send(head.as_bytes());
        leaves.send(body.as_bytes());
        transform(&backend, quick).status == 429
    });
    wait_for(|| transform(&backend, quick).status == 200);
}

/// A process that waits for code can be ended by others. That is not the fault of the code.
#[test]
fn a_sandbox_that_ended_while_it_waited_is_replaced() {
    let backend = unlimited().start(&[]);
    let quick = "export const transform = (r) => r";
    assert_eq!(transform(&backend, quick).status, 200);
    let main = backend.workerd();
    for _ in 0..3 {
        let waiting = children(&backend).into_iter().filter(|it| *it != main);
        for id in waiting {
            _ = std::process::Command::new("kill").args(["-9", &id.to_string()]).status();
            // Its first thread can have ended while others have not: then it cannot be waited for.
            let has_ended = || {
                let threads = fs::read_dir(format!("/proc/{id}/task")).map_or(0, Iterator::count);
                let stat = fs::read_to_string(format!("/proc/{id}/stat"));
                threads == 0 || threads == 1 && stat.is_ok_and(|it| it.contains(") Z "))
            };
            wait_for(has_ended);
        }
        let response = transform(&backend, quick);
        assert_eq!(response.status, 200, "{}", response.json());
    }
}

/// workerd closes a connection on which nothing came for five seconds.
#[test]
fn a_sandbox_that_waited_for_long_runs_code() {
    let backend = unlimited().start(&[]);
    thread::sleep(Duration::from_secs(8));
    for _ in 0..3 {
        let done = transform(&backend, "export const transform = (rules) => rules");
        assert_eq!(done.status, 200, "{}", done.json());
    }
}

#[test]
fn two_runs_are_compared_when_asked() {
    let backend = on_cloudflare(&[]);
    let post = |source: &str| {
        let body = json!({ "text": LIST, "source": source }).to_string();
        backend.client().post("/api/transform?check=deterministic", &body)
    };
    assert_eq!(
        post("export const transform = () => [String(Math.random()), String(Date.now())]").status,
        200
    );
}

/// A backend that asks this model.
fn backend_of(model: &Model) -> Backend {
    backend_with(&model.url, KEY)
}

fn backend_with(url: &str, key: &str) -> Backend {
    let vars =
        format!("[vars]\nCODEGEN_URL = \"{url}\"\nCODEGEN_MODEL = \"m\"\nCODEGEN_KEY = \"{key}\"");
    unlimited().edit("wrangler.toml", "[vars]", &vars).start(&["--private-network"])
}

#[track_caller]
fn generate(backend: &Backend) -> (u16, Value) {
    let body = json!({ "wish": "drop dead.example" }).to_string();
    let response = backend.client().post("/api/transform/generate", &body);
    assert!(!String::from_utf8_lossy(&response.body).contains(KEY));
    assert!(!backend.log().contains(KEY), "{}", backend.log());
    (response.status, response.json())
}

#[test]
fn a_model_writes_a_source_that_runs() {
    const CODE: &str =
        "export const transform = (rules) => rules.filter((it) => !it.includes('dead.example'))";
    let broken = stream("```js\nexport const transform = (\n```");
    let model = Model::new([stream(&format!("Here:\n```js\n{CODE}\n```\n")), broken, stream(CODE)]);
    let backend = backend_of(&model);
    let (code, document) = generate(&backend);
    assert_eq!(
        (code, &document["source"], &document["model"]),
        (200, &json!(CODE), &json!("m")),
        "{document}"
    );
    // The second answer does not run: the model is asked again, with the error.
    let (code, document) = generate(&backend);
    assert_eq!((code, &document["source"]), (200, &json!(CODE)), "{document}");
    let asked = model.asked.lock().unwrap();
    assert_eq!(asked.len(), 3);
    assert!(asked[0].contains(&format!("Bearer {KEY}")) && asked[0].contains("drop dead.example"));
    assert!(asked[2].contains("did not work") && asked[2].contains("SyntaxError"), "{}", asked[2]);
}

#[test]
fn a_model_that_fails_is_told() {
    let leak = format!("{{\"error\":{{\"code\":\"{KEY}\",\"message\":\"key {KEY}\"}}}}");
    let cases = [
        (end("content_filter"), 422, "generator-refused"),
        (end("length"), 502, "generator-cut"),
        (stream("I cannot do that."), 502, "generator-no-code"),
        (status("401 Unauthorized", &leak), 502, "generator-failed"),
        (status("302 Found\r\nlocation: http://127.0.0.1:1/", ""), 502, "generator-failed"),
        (stream(&format!("export const transform = 1 // {KEY}")), 502, "generator-failed"),
        (String::new(), 502, "generator-failed"),
    ];
    let model = Model::new(cases.iter().map(|it| it.0.clone()));
    let backend = backend_of(&model);
    for (answer, code, kind) in &cases {
        let (got, document) = generate(&backend);
        assert_eq!(
            (got, &document["type"]),
            (*code, &json!(format!("https://api.bloqr.dev/probs/{kind}"))),
            "{answer}: {document}"
        );
    }
    // Without settings there is no model.
    let (code, document) = generate(&Backend::start(&[]));
    assert_eq!(
        (code, &document["type"]),
        (503, &json!("https://api.bloqr.dev/probs/generator-unset"))
    );
}

#[test]
fn the_server_of_the_model_is_that_of_the_setting() {
    const CODE: &str = "export const transform = (rules) => rules";
    let leak = stream(&format!("{CODE} // {KEY}"));
    let model = Model::new([stream(CODE), leak]);
    // A secret that comes from a file ends with a line break.
    let backend = backend_with(&format!("{}?api-version=1", model.url), &format!("{KEY}\\n"));
    let (code, document) = generate(&backend);
    assert_eq!(code, 200, "{document}");
    let asked = model.asked.lock().unwrap().pop().unwrap();
    assert!(asked.starts_with("POST /v1/chat/completions?api-version=1 HTTP/1.1\r\n"), "{asked}");
    assert_eq!(generate(&backend).0, 502);
    for url in ["http://example.com/v1", "https://user:secret@example.com", "data:x", "no URL"] {
        let (code, document) = generate(&backend_with(url, KEY));
        assert_eq!(
            (code, &document["type"]),
            (503, &json!("https://api.bloqr.dev/probs/generator-unset")),
            "{url}"
        );
        assert!(!document.to_string().contains("secret"), "{document}");
    }
}

/// Two users, told apart by a header, as keys tell them apart elsewhere.
#[test]
fn two_users_see_nothing_of_each_other() {
    let (from, to) = (
        "const caller = isKey ? await byKey(token, request, env)",
        "const name = request.headers.get('x-test-user')\n  const caller = name !== null ? { user: name, tier: 'pro' as const, by: 'api-key' as const } : isKey ? await byKey(token, request, env)",
    );
    let backend = Worker::new().edit("gates/auth.ts", from, to).start(&[]);
    // The code keeps what it saw, waits while the other one runs, and tells all of it.
    let source = "globalThis.seen ??= []\nexport function transform(rules) {\n  globalThis.seen.push(...rules)\n  for (let n = 0; n < 3e8; n++);\n  return globalThis.seen\n}";
    let of = |user: &str| {
        let rule = format!("||{user}.example^");
        let body = json!({ "rules": [rule], "source": source }).to_string();
        let bearer = format!("Bearer {}", super::KEY);
        let headers = [
            ("content-type", "application/json"),
            ("authorization", bearer.as_str()),
            ("x-test-user", user),
        ];
        let response =
            backend.client().request("POST", "/api/transform", &headers, body.as_bytes());
        assert_eq!(response.status, 200, "{}", response.json());
        assert_eq!(response.json()["rules"], json!([rule]));
    };
    thread::scope(|scope| {
        for user in ["one", "two"] {
            scope.spawn(move || (0..3).for_each(|_| of(user)));
        }
    });
}
