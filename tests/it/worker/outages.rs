//! What the worker depends on throws, hangs, or answers nonsense: a documented refusal, soon.

use std::{thread, time::Duration};

use serde_json::{Value, json};

use super::{Backend, KEY, Worker, http::Response};

const BODY: &str = r#"{"rules":["||ads.example^"]}"#;

/// The ways to fail, by name, as methods of a binding. Their words must not come out.
const WAYS: &str = "
const WAYS: Record<string, () => any> = {
  throws: () => { throw new Error('secret words') },
  rejects: async () => { throw new Error('secret words') },
  hangs: () => new Promise(() => undefined),
  nonsense: async () => 7,
  empty: async () => undefined,
  text: async () => 'secret words',
  shape: async () => ({ user: 7, tier: 'secret words', success: 'secret words' }),
}
";
pub(super) const NAMES: [&str; 7] =
    ["throws", "rejects", "hangs", "nonsense", "empty", "text", "shape"];

/// A worker with these bindings in the place of its own. `fails` is the method that fails as the header of a
/// request says, or `fails ?? …` another one without that header.
pub(super) fn failing(bindings: &str) -> Worker {
    let (from, to) = ("async fetch(request, env, ctx) {", "async fetch(request, real, ctx) {");
    let fails = "const fails = WAYS[request.headers.get('x-fails') ?? '']";
    let env = format!("const env = {{ ...real, {bindings} }} as unknown as Env");
    Worker::new().edit("worker.ts", from, &format!("{to}\n    {fails}\n    {env}")).edit(
        "worker.ts",
        "const SECURITY",
        &format!("{WAYS}\nconst SECURITY"),
    )
}

fn ask(backend: &Backend, path: &str, body: &str, headers: &[(&str, &str)]) -> Response {
    let json = ("content-type", "application/json");
    backend.client().request("POST", path, &[&[json], headers].concat(), body.as_bytes())
}

fn line(backend: &Backend, response: &Response) -> Value {
    super::log::line(backend, response.header("x-request-id").unwrap())
}

#[track_caller]
fn is_unavailable(backend: &Backend, response: &Response, what: &str) {
    assert_eq!(response.status, 503, "{what}");
    assert!(response.header("retry-after").unwrap().parse::<u32>().unwrap() > 0, "{what}");
    let document = String::from_utf8_lossy(&response.body);
    assert!(!document.contains("secret words"), "{what}: {document}");
    let line = line(backend, response);
    assert_eq!((&line["status"], &line["why"]), (&json!(503), &json!("unavailable")), "{what}");
    assert!(line["error"].as_str().unwrap().contains("Error"), "{what}: {line}");
}

#[test]
fn each_dependency_that_fails_is_a_503() {
    let people = "SESSIONS: { find: async () => ({ user: 'ann', tier: 'pro' }) }";
    let turnstile = format!(
        "{people}, TURNSTILE_SECRET_KEY: 'x', SITEVERIFY: {{ fetch: fails ?? real.SITEVERIFY }}"
    );
    let cases = [
        ("keys", "API_KEYS: { get: fails ?? (() => null) }".to_owned()),
        (
            "limiter",
            "RATE_LIMIT_FREE: { limit: fails ?? (async () => ({ success: true })) }".to_owned(),
        ),
        (
            "counter",
            "RATE_LIMIT_FREE: undefined, RATE_COUNTER: { getByName: () => ({ count: fails }) }"
                .to_owned(),
        ),
        ("sessions", "SESSIONS: { find: fails }".to_owned()),
        ("turnstile", turnstile),
    ];
    for (what, bindings) in cases {
        let backend = failing(&bindings).start(&["--tier", "free"]);
        let bearer = format!("Bearer {KEY}");
        let who = match what {
            "sessions" | "turnstile" => ("cookie", "session=1"),
            _ => ("authorization", bearer.as_str()),
        };
        let body = r#"{"rules":["||ads.example^"],"turnstileToken":"x"}"#;
        for way in NAMES {
            let response = ask(&backend, "/api/validate", body, &[who, ("x-fails", way)]);
            is_unavailable(&backend, &response, &format!("{what} {way}"));
        }
    }
}

#[test]
fn turnstile_is_believed_only_for_our_site() {
    let bindings = "SESSIONS: { find: async () => ({ user: 'ann', tier: 'pro' }) }, TURNSTILE_SECRET_KEY: 'x',
      TURNSTILE_HOSTNAMES: 'a.example, lists.example', TURNSTILE_ACTION: 'check',
      SITEVERIFY: { fetch: async () => new Response(request.headers.get('x-verdict'), { status: Number(request.headers.get('x-status')) }) }";
    let backend = failing(bindings).start(&[]);
    let body = r#"{"rules":["a"],"turnstileToken":"x"}"#;
    for (verdict, status, wanted) in [
        (r#"{"success":true,"hostname":"lists.example","action":"check"}"#, "200", 200),
        (r#"{"success":true,"hostname":"evil.example","action":"check"}"#, "200", 403),
        (r#"{"success":true,"hostname":"lists.example","action":"login"}"#, "200", 403),
        (r#"{"success":true}"#, "200", 403),
        (r#"{"success":false,"hostname":"lists.example","action":"check"}"#, "200", 403),
        (r#"{"success":true,"hostname":"lists.example","action":"check"}"#, "502", 503),
        ("nonsense", "200", 503),
    ] {
        let headers = [("cookie", "session=1"), ("x-verdict", verdict), ("x-status", status)];
        let response = ask(&backend, "/api/validate", body, &headers);
        assert_eq!(response.status, wanted, "{verdict} {status}");
    }
}

/// A cache costs time when it fails, and no answer.
#[test]
fn a_cache_that_fails_changes_no_answer() {
    let cache = "COMPILATION_CACHE: { get: fails ?? (async () => null), put: fails ?? (async () => undefined) }";
    let backend = failing(cache).start(&[]);
    let source = "https://lists.example.com/a.txt";
    let body = json!({
        "configuration": { "name": "A", "sources": [{ "source": source }] },
        "preFetchedContent": { source: "||ads.example^\n" },
        "date": "2026-11-27T18:00:00Z",
    })
    .to_string();
    let bearer = format!("Bearer {KEY}");
    let who = ("authorization", bearer.as_str());
    let right = ask(&backend, "/api/compile", &body, &[who]);
    assert_eq!((right.status, right.header("x-cache")), (200, Some("MISS")));
    for way in NAMES {
        let response = ask(&backend, "/api/compile", &body, &[who, ("x-fails", way)]);
        assert_eq!((response.status, response.header("x-cache")), (200, Some("MISS")), "{way}");
        assert!(response.body == right.body, "{way}");
    }
}

#[test]
fn unknown_keys_are_limited_before_they_cost_a_read() {
    let read = "const record = await API_KEYS.get(";
    let worker = Worker::new().edit(
        "gates/auth.ts",
        read,
        &format!("console.log('a key is read')\n    {read}"),
    );
    let backend = worker.start(&[]);
    let mut client = backend.client();
    assert_eq!(client.post("/api/validate", BODY).status, 200);
    let json = ("content-type", "application/json");
    let mut ask = |n: usize| {
        let bearer = format!("Bearer blq_{n:048x}");
        client.request(
            "POST",
            "/api/validate",
            &[json, ("authorization", &bearer)],
            BODY.as_bytes(),
        )
    };
    // The same one is read once.
    for _ in 0..10 {
        assert_eq!(ask(1).status, 401);
    }
    assert_eq!(backend.log().matches("a key is read").count(), 2);
    let statuses: Vec<u16> = (0..300).map(|n| ask(n + 2).status).collect();
    let refused = statuses.iter().position(|it| *it == 429).unwrap();
    assert!(statuses[..refused].iter().all(|it| *it == 401), "{statuses:?}");
    assert!(statuses[refused..].iter().all(|it| *it == 429), "{statuses:?}");
    let limited = ask(1000);
    assert!((1..=60).contains(&limited.header("retry-after").unwrap().parse::<u32>().unwrap()));
    assert!(backend.log().matches("a key is read").count() <= 62);
    // Who is known to this instance can work on.
    assert_eq!(backend.client().post("/api/validate", BODY).status, 200);
}

/// The limiter of addresses is a help: without it, an instance counts alone.
#[test]
fn an_unknown_key_is_refused_also_without_a_limiter_of_addresses() {
    let backend = failing("RATE_LIMIT_ADDRESS: { limit: fails }").start(&[]);
    let bearer = format!("Bearer blq_{:048x}", 1);
    for way in NAMES {
        let who = ("authorization", bearer.as_str());
        let response = ask(&backend, "/api/validate", BODY, &[who, ("x-fails", way)]);
        assert_eq!(response.status, 401, "{way}");
    }
}

#[test]
fn a_loader_that_cannot_start_is_not_tried_by_every_request() {
    let worker = Worker::new().edit("dynamic-workers/circuit.ts", "first: 1000", "first: 60_000");
    let backend = worker.edit("dynamic-workers/circuit.ts", "most: 30_000", "most: 60_000");
    let backend = backend.start(&["--fault", "isolate-start"]);
    let mut client = backend.client();
    for _ in 0..20 {
        let response = client.post("/api/ast/parse", BODY);
        assert_eq!((response.status, response.path()), (200, Some("inline")));
        let fallback = "loader=could-not-start, dynamic-worker-loader=could-not-start";
        assert_eq!(response.header("x-bloqr-fallback"), Some(fallback));
    }
    let health = client.get("/api/health").json();
    assert_eq!(health["circuits"], json!({ "loader": "open", "dynamic-worker-loader": "open" }));
    assert_eq!(health["available"]["loader"], true);
    let tries = backend.log().matches("an isolate could not be started").count();
    assert_eq!(tries, 2, "one for each loader: {}", backend.log());
}

#[test]
fn after_a_pause_one_request_tries_the_loader_again() {
    let loader = "LOADER: { get: real.LOADER!.get, load: (code: WorkerLoaderWorkerCode) => fails !== undefined ? fails() : real.LOADER!.load(code) }";
    let worker = failing(loader).edit("dynamic-workers/circuit.ts", "first: 1000", "first: 500");
    let backend = worker.start(&[]);
    let bearer = format!("Bearer {KEY}");
    let who = ("authorization", bearer.as_str());
    let path = |fails: &[(&str, &str)]| {
        let response = ask(&backend, "/api/validate", BODY, &[&[who], fails].concat());
        assert_eq!(response.status, 200);
        response.path().unwrap().to_owned()
    };
    let circuit = || backend.client().get("/api/health").json()["circuits"]["loader"].clone();
    assert_eq!((path(&[]), circuit()), ("loader".to_owned(), json!("closed")));
    assert_eq!(path(&[("x-fails", "throws")]), "dynamic-worker-loader");
    assert_eq!(path(&[]), "dynamic-worker-loader", "it is not tried at once");
    while circuit() == "open" {
        thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(circuit(), "half-open");
    assert_eq!((path(&[]), circuit()), ("loader".to_owned(), json!("closed")));
}

#[test]
fn ready_touches_what_the_worker_needs() {
    let bindings = "API_KEYS: { get: fails ?? (async () => null) }";
    let backend = failing(bindings).start(&[]);
    let ready =
        |headers: &[(&str, &str)]| backend.client().request("GET", "/api/ready", headers, b"");
    assert_eq!(ready(&[("x-fails", "hangs")]).status, 503);
    // The answer is kept for some seconds, whoever asks; and health needs nothing.
    assert_eq!(ready(&[]).status, 503);
    assert_eq!(backend.client().get("/api/health").status, 200);
    let backend = Backend::start(&[]);
    let fine = backend.client().get("/api/ready");
    assert_eq!(fine.status, 200);
    assert_eq!(fine.json()["checks"], json!({ "core": "ok", "keys": "ok", "limiter": "ok" }));
    assert_eq!(backend.client().request("POST", "/api/ready", &[], b"").status, 405);
}
