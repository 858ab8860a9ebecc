//! What a request must pass before it is dispatched; and that none which does not ever reaches an
//! isolate: the tests count isolates.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
    thread,
    time::Duration,
};

use super::{Backend, KEY, Worker, http::Response};

const BODY: &str = r#"{"rules":["||ads.example^"]}"#;
const ENDPOINTS: [&str; 10] = [
    "/api/ast/parse",
    "/api/ast/walk",
    "/api/validate",
    "/api/validate-rule",
    "/api/compile",
    "/api/compile/batch",
    "/api/transform",
    "/api/transform/generate",
    "/api/convert",
    "/api/convert-rule",
];

/// A worker whose isolates log their start, and which logs its requests.
fn counting() -> Worker {
    let isolate = "console.log('an isolate starts')\n\nexport default {";
    let id = "const visit = new Visit(request, env)";
    Worker::new().edit("dynamic-workers/isolate.js", "export default {", isolate).edit(
        "worker.ts",
        id,
        &format!("console.log(request.url)\n    {id}"),
    )
}

/// How many started until now.
fn isolates(backend: &Backend) -> usize {
    // The log is in order: when this request is in it, so is all that was before.
    assert_eq!(backend.client().get("/api/health?until-now").status, 200);
    while !backend.log().contains("/api/health?until-now") {
        thread::sleep(Duration::from_millis(10));
    }
    backend.log().matches("an isolate starts").count()
}

/// None started until now, and the next one is counted.
#[track_caller]
fn no_isolate_until_now(backend: &Backend) {
    let response = backend.client().post("/api/ast/parse", BODY);
    assert_eq!((response.status, response.path()), (200, Some("loader")));
    assert_eq!(isolates(backend), 1, "{}", backend.log());
}

#[track_caller]
fn is_refused(response: &Response, status: u16, what: &str) {
    assert_eq!(response.status, status, "{what}");
    assert_eq!(response.path(), None, "{what}: a refusal names no path");
    assert_eq!(response.header("content-type"), Some("application/problem+json"), "{what}");
    assert_eq!(response.json()["status"], status, "{what}");
    everything_has_its_headers(response, what);
}

#[track_caller]
fn everything_has_its_headers(response: &Response, what: &str) {
    assert_eq!(response.header("x-request-id").map(str::len), Some(36), "{what}");
    let version = response.header("x-bloqr-version").unwrap();
    let core = env!("CARGO_PKG_VERSION");
    assert!(version.starts_with(&format!("build=dev; core={core}; tables=")), "{what}: {version}");
    for name in [
        "content-security-policy",
        "x-content-type-options",
        "strict-transport-security",
        "cache-control",
    ] {
        assert!(response.header(name).is_some(), "{what}: no {name}");
    }
}

#[test]
fn each_gate_refuses_before_any_isolate() {
    let backend = counting().start(&[]);
    let bearer = format!("Bearer {KEY}");
    let other = format!("Bearer blq_{}", "f".repeat(48));
    let json = ("content-type", "application/json");
    let key = ("authorization", bearer.as_str());
    let large = format!(r#"{{"rules":["{}"]}}"#, "a".repeat(1 << 20));
    type Case<'a> = (&'a str, u16, &'a str, &'a [(&'a str, &'a str)], &'a [u8]);
    let cases: &[Case<'_>] = &[
        ("method", 405, "GET", &[json, key], b""),
        ("method before key", 405, "PUT", &[json], b"{}"),
        ("no content type", 415, "POST", &[key], BODY.as_bytes()),
        ("text", 415, "POST", &[("content-type", "text/plain"), key], BODY.as_bytes()),
        ("content type before size", 415, "POST", &[key], large.as_bytes()),
        ("size", 413, "POST", &[json, key], large.as_bytes()),
        ("key before size", 401, "POST", &[json], large.as_bytes()),
        ("no key", 401, "POST", &[json], BODY.as_bytes()),
        ("unknown key", 401, "POST", &[json, ("authorization", &other)], BODY.as_bytes()),
        ("no key of ours", 401, "POST", &[json, ("authorization", "Bearer x")], BODY.as_bytes()),
        ("not Bearer", 401, "POST", &[json, ("authorization", KEY)], BODY.as_bytes()),
        ("key before schema", 401, "POST", &[json], b"nonsense"),
        ("no JSON", 422, "POST", &[json, key], b"nonsense"),
        ("no UTF-8", 422, "POST", &[json, key], b"{\"rules\":[\"\xff\"]}"),
        ("empty", 422, "POST", &[json, key], b""),
        ("no fields", 422, "POST", &[json, key], b"{}"),
        ("wrong fields", 422, "POST", &[json, key], b"{\"rules\":1,\"rule\":1}"),
    ];
    let mut client = backend.client();
    for endpoint in ENDPOINTS {
        for (what, status, method, headers, body) in cases {
            let what = format!("{endpoint}: {what}");
            let response = client.request(method, endpoint, headers, body);
            is_refused(&response, *status, &what);
            // Problems of the schema name the endpoint, others the path.
            let instance = response.json()["instance"].as_str().unwrap().to_owned();
            assert!(endpoint.starts_with(&instance), "{what}: {instance}");
            if response.header("connection") == Some("close") {
                client = backend.client();
            }
        }
    }
    assert_eq!(client.request("GET", "/api/ast/parse", &[], b"").header("allow"), Some("POST"));
    let unauthenticated = client.request("POST", "/api/validate", &[json], BODY.as_bytes());
    assert!(unauthenticated.header("www-authenticate").is_some());
    is_refused(&client.get("/api/nothing"), 404, "an unknown path");
    is_refused(&client.post("/api/diff", BODY), 404, "a path of the guide's that is not here");
    no_isolate_until_now(&backend);
}

#[test]
fn a_body_without_a_length_is_read_no_further_than_the_limit() {
    let backend = counting().start(&[]);
    let head = format!(
        "POST /api/ast/parse HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
         authorization: Bearer {KEY}\r\ntransfer-encoding: chunked\r\n\r\n"
    );
    let mut client = backend.client();
    client.send(head.as_bytes());
    let chunk = format!("10000\r\n{}\r\n", "a".repeat(0x10000));
    // It never ends; the answer must come all the same.
    for _ in 0..40 {
        client.send(chunk.as_bytes());
    }
    is_refused(&client.read("POST"), 413, "an endless body");

    let mut client = backend.client();
    client.send(head.as_bytes());
    client.send(format!("{:x}\r\n{BODY}\r\n0\r\n\r\n", BODY.len()).as_bytes());
    assert_eq!(client.read("POST").status, 200);
}

#[test]
fn the_minute_is_counted_by_tier() {
    let platform = counting();
    let counter = counting().edit("wrangler.toml", "name = \"RATE_LIMIT_", "name = \"UNUSED_");
    for (what, worker) in [("the platform's limiter", platform), ("a Durable Object", counter)] {
        let backend = worker.start(&["--tier", "free"]);
        let mut client = backend.client();
        for n in 0..60 {
            // Schema comes last, so that a body of the wrong shape counts, too, and costs no
            // isolate.
            assert_eq!(client.post("/api/validate", "{}").status, 422, "{what}: request {n}");
        }
        for _ in 0..2 {
            let response = client.post("/api/validate", BODY);
            is_refused(&response, 429, what);
            let wait: u32 = response.header("retry-after").unwrap().parse().unwrap();
            assert!((1..=60).contains(&wait), "{what}: {wait}");
            assert_eq!(response.json()["retryAfter"], wait, "{what}");
            assert_eq!(response.header("x-ratelimit-limit"), Some("60"), "{what}");
        }
        assert_eq!(isolates(&backend), 0, "{what}");
    }
}

#[test]
fn a_tier_below_free_is_forbidden() {
    let backend = counting().start(&["--tier", "anonymous"]);
    is_refused(&backend.client().post("/api/validate", BODY), 403, "anonymous");
    assert_eq!(isolates(&backend), 0);
}

#[test]
fn what_cannot_be_asked_lets_nobody_in() {
    let keyless =
        counting().edit("wrangler.toml", "binding = \"API_KEYS\"", "binding = \"UNUSED\"");
    let countless = counting()
        .edit("wrangler.toml", "name = \"RATE_LIMIT_", "name = \"UNUSED_")
        .edit("wrangler.toml", "name = \"RATE_COUNTER\"", "name = \"UNUSED\"");
    for worker in [keyless, countless] {
        let backend = worker.start(&["--tier", "free"]);
        is_refused(&backend.client().post("/api/validate", BODY), 503, "no store");
        assert_eq!(isolates(&backend), 0);
    }
}

#[test]
fn people_prove_themselves_to_turnstile_and_programs_do_not() {
    let siteverify = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = siteverify.local_addr().unwrap();
    thread::spawn(move || {
        for stream in siteverify.incoming() {
            let mut stream = BufReader::new(stream.unwrap());
            let (mut line, mut length) = (String::new(), 0);
            while stream.read_line(&mut line).unwrap() > 2 {
                let header = line.to_ascii_lowercase();
                if let Some(it) = header.strip_prefix("content-length:") {
                    length = it.trim().parse().unwrap();
                }
                line.clear();
            }
            let mut form = vec![0; length];
            stream.read_exact(&mut form).unwrap();
            let good = form.starts_with(b"secret=a-secret&response=good");
            let body = format!(r#"{{"success":{good}}}"#);
            let head = format!(
                "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
                body.len()
            );
            stream.get_mut().write_all((head + &body).as_bytes()).unwrap();
        }
    });
    let backend = counting()
        .edit("wrangler.toml", "[vars]\n", "[vars]\nTURNSTILE_SECRET_KEY = \"a-secret\"\n")
        .edit(
            "gates/turnstile.ts",
            "https://challenges.cloudflare.com/turnstile/v0/siteverify",
            &format!("http://{address}/"),
        )
        // Another worker decides who has a session: here, anyone who claims it.
        .edit(
            "gates/auth.ts",
            "  const cookie = ",
            "  if (token === 'session') return { user: 'person', tier: 'free', by: 'session' }\n  const cookie = ",
        )
        // The replacement for Turnstile is on this machine.
        .start(&["--private-network"]);
    let headers = [("content-type", "application/json"), ("authorization", "Bearer session")];
    let mut client = backend.client();
    for (body, status) in [
        (r#"{"rules":["a"]}"#, 403),
        (r#"{"rules":["a"],"turnstileToken":"bad"}"#, 403),
        (r#"{"rules":["a"],"turnstileToken":7}"#, 403),
        (r#"{"rules":1}"#, 403),
        ("nonsense", 403),
    ] {
        is_refused(
            &client.request("POST", "/api/validate", &headers, body.as_bytes()),
            status,
            body,
        );
    }
    assert_eq!(isolates(&backend), 0);
    let good = r#"{"rules":["a"],"turnstileToken":"good"}"#;
    let response = client.request("POST", "/api/validate", &headers, good.as_bytes());
    assert_eq!((response.status, response.path()), (200, Some("loader")));
    assert_eq!(client.post("/api/validate", BODY).status, 200, "an API key needs no token");
}

#[test]
fn version_and_health_are_open_to_all() {
    let backend = Backend::start(&["--without", "loader"]);
    let mut client = backend.client();
    let version = client.get("/api/version");
    everything_has_its_headers(&version, "version");
    let version = version.json();
    assert_eq!(version["core"], env!("CARGO_PKG_VERSION"));
    assert_eq!(version["build"], "dev");
    let health = client.get("/api/health").json();
    assert_eq!(health["available"]["loader"], false);
    assert_eq!(health["available"]["dynamic-worker-loader"], true);
    assert_eq!(health["available"]["inline"], true);
    assert!(health["lastUsed"].is_null());
    client.post("/api/validate", BODY);
    assert_eq!(client.get("/api/health").json()["lastUsed"], "dynamic-worker-loader");
    assert_eq!(client.request("HEAD", "/api/health", &[], b"").status, 200);
    assert_eq!(client.request("POST", "/api/health", &[], b"").status, 405);
}
