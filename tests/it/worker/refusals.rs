//! Each refusal that the OpenAPI document declares for an operation is one that a request gets.

use std::{collections::BTreeMap, thread, time::Duration};

use bloqr::api::{MAX_BODY, Refusal, openapi};
use serde_json::{Value, json};

use super::{Backend, KEY, Worker, agents::kind, http::Response, outages::failing};
use crate::model::{Model, end, status, stream};

/// By the header `x-part`: what is otherwise than it should be. A limiter that counts would refuse too early.
const PARTS: &str = "
  API_KEYS: { get: async () => JSON.stringify({ user: 'ann', tier: 'free' }) },
  RATE_LIMIT_FREE: { limit: async () => ({ success: true }) },
  COMPILATION_CACHE: undefined,
  ...(({
    anonymous: { API_KEYS: { get: async () => JSON.stringify({ user: 'ann', tier: 'anonymous' }) } },
    limited: { RATE_LIMIT_FREE: { limit: async () => ({ success: false }) } },
    keys: { API_KEYS: { get: WAYS['throws'] } },
    turnstile: { SESSIONS: { find: async () => ({ user: 'ann', tier: 'free' }) }, TURNSTILE_SECRET_KEY: 'x' },
    'isolate-threw': { LOADER: broken(async () => { throw new Error('no') }) },
    'isolate-garbage': { LOADER: broken(async () => new Response('{')) },
    'isolate-timeout': { LOADER: broken((signal) => new Promise((_, no) => signal.addEventListener('abort', () => no(new Error('aborted'))))) },
    model: { CODEGEN_URL: request.headers.get('x-model') ?? '', CODEGEN_MODEL: 'm', CODEGEN_KEY: 'k' },
    'no-sandbox': { SANDBOX: undefined, LOADER: undefined, CODEGEN_URL: 'http://127.0.0.1:1/v1', CODEGEN_MODEL: 'm', CODEGEN_KEY: 'k' },
    'no-agents': { RULES_AGENT: undefined },
    job: { COMPILE_WORKFLOW: {}, COMPILATIONS: stored(request.headers.get('x-job') ?? '{}') },
  } as Record<string, object>)[request.headers.get('x-part') ?? ''] ?? {}),
";

/// Isolates that answer the start check, and then fail; and a bucket with the answer of a job.
const HELPERS: &str = "
function broken(answer: (signal: AbortSignal) => Promise<Response>): object {
  const headers = { 'X-Bloqr-Isolate': '1' }
  const fetch = async (_: string, { method, signal }: RequestInit) =>
    method === 'POST' ? answer(signal!) : new Response(null, { status: 204, headers })
  const load = () => ({ getEntrypoint: () => ({ fetch }) })
  return { load, get: load }
}

function stored(answer: string): object {
  const { status } = JSON.parse(answer)
  return {
    head: async () => ({ customMetadata: { user: 'ann' } }),
    get: async () => ({ customMetadata: { status }, arrayBuffer: async () => new TextEncoder().encode(answer).buffer }),
  }
}
";

/// A request to an operation.
#[derive(Clone)]
struct Ask {
    method: String,
    path: String,
    headers: BTreeMap<&'static str, String>,
    body: Vec<u8>,
    /// The rest of the body does not come.
    is_slow: bool,
}

impl Ask {
    /// What the document shows, by a user who may.
    fn fine(method: &str, path: &str, operation: &Value) -> Ask {
        let path = path.replace("{id}", &"0".repeat(64));
        let path = path.replace("{agent}", "rules-agent").replace("{user}", "me");
        let content = &operation["requestBody"]["content"];
        let text = content["text/plain"]["example"].as_str().map(str::to_owned);
        let example = &content["application/json"]["example"];
        let body = text.unwrap_or_else(|| match example {
            Value::Null => String::new(),
            example => example.to_string(),
        });
        let mut headers = BTreeMap::from([("authorization", format!("Bearer {KEY}"))]);
        if !body.is_empty() {
            headers.insert("content-type", "application/json".to_owned());
        }
        let body = body.into_bytes();
        Ask { method: method.to_uppercase(), path, headers, body, is_slow: false }
    }

    fn with(mut self, name: &'static str, value: impl Into<String>) -> Ask {
        self.headers.insert(name, value.into());
        self
    }

    fn part(self, part: &str) -> Ask {
        self.with("x-part", part)
    }

    fn body(self, body: impl Into<Vec<u8>>) -> Ask {
        Ask { body: body.into(), ..self }
    }

    fn json(self, body: &Value) -> Ask {
        self.body(body.to_string())
    }

    fn send(&self, backend: &Backend) -> Response {
        let headers: Vec<(&str, &str)> =
            self.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let mut client = backend.client();
        if !self.is_slow {
            return client.request(&self.method, &self.path, &headers, &self.body);
        }
        let mut head = format!("{} {} HTTP/1.1\r\nhost: localhost\r\n", self.method, self.path);
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        head += &format!("content-length: {}\r\n\r\n", self.body.len() + 1);
        client.send(head.as_bytes());
        client.send(&self.body);
        client.read(&self.method)
    }
}

/// The request that is refused so. `None`: nothing here knows how.
fn refused(name: &str, ask: Ask, path: &str) -> Option<Ask> {
    if path == "/api/compile/{id}" && !GATES.contains(&name) {
        return of_job(name, ask);
    }
    Some(match name {
        "unauthenticated" => {
            let mut ask = ask;
            ask.headers.remove("authorization");
            ask
        }
        "forbidden" => ask.part("anonymous"),
        "turnstile-failed" => {
            let mut ask = ask.part("turnstile").with("cookie", "session=1");
            ask.headers.remove("authorization");
            ask
        }
        "method-not-allowed" => Ask { method: "PATCH".to_owned(), ..ask },
        "rate-limited" => ask.part("limited"),
        "core-failed" => ask.part("defect"),
        "unavailable" => ask.part("keys"),
        "body-too-slow" => Ask { is_slow: true, ..ask },
        "too-large" => {
            let spaces = vec![b' '; MAX_BODY];
            let body = [ask.body.clone(), spaces].concat();
            ask.body(body)
        }
        "unsupported-media-type" => ask.with("content-type", "text/plain"),
        "isolate-threw" | "isolate-garbage" | "isolate-timeout" => ask.part(name),
        "invalid-request" if path.ends_with("/list") => ask.with("if-match", "7"),
        "invalid-request" => ask.body("[]"),
        "answer-too-large" => ask.json(&answered_at_length(path)?),
        "source-refused" => ask.json(&compilation(&["https://127.0.0.1/a.txt"])),
        "source-failed" => ask.json(&compilation(&["http://127.0.0.1:1/a.txt"])),
        "sources-too-large" => ask.json(&json!({
            "configuration": { "name": "Test", "sources": [{ "source": "a" }] },
            // Each name counts as a line.
            "preFetchedContent": { "a": format!("0.0.0.0{}", " a.b".repeat(200_000)) },
            "explain": true,
        })),
        "agent-not-found" => {
            let path = ask.path.replace("/me", "/bob");
            Ask { path, ..ask }
        }
        "agent-unavailable" => ask.part("no-agents"),
        "upgrade-required" => ask.with("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
        "agent-method-unknown" => ask.json(&json!({ "method": "nothing" })),
        "agent-conflict" if path.ends_with("/list") => ask.with("if-match", "\"99\""),
        "agent-conflict" => ask.json(&edit(99)),
        "agent-full" if path.ends_with("/list") => ask.body(vec![b'\n'; (16 << 20) + 1]),
        // Of a list that is as long as can be.
        "agent-full" => ask.json(&edit(1)),
        _ if name.starts_with("user-code-") => return of_code(name, ask, path),
        _ => return None,
    })
}

const GATES: [&str; 6] = [
    "unauthenticated",
    "forbidden",
    "method-not-allowed",
    "rate-limited",
    "core-failed",
    "unavailable",
];

/// Without a Workflow there are no jobs; else a job tells what the Workflow has stored.
fn of_job(name: &str, ask: Ask) -> Option<Ask> {
    if name == "not-found" {
        return Some(ask);
    }
    let status = match name {
        "invalid-request" => 422,
        "answer-too-large" => 413,
        name => Refusal::from_name(name)?.status(),
    };
    let kind = format!("https://api.bloqr.dev/probs/{name}");
    Some(ask.part("job").with("x-job", json!({ "type": kind, "status": status }).to_string()))
}

fn of_code(name: &str, ask: Ask, path: &str) -> Option<Ask> {
    if name == "user-code-unavailable" && path.ends_with("/generate") {
        return Some(ask.part("no-sandbox"));
    }
    let heap =
        "export const transform = () => { const a = []; for (;;) a.push(new Array(1e6).fill(1)) }";
    let long = format!("export const transform = (r) => r // {}", "x".repeat(65 << 10));
    let source = match name {
        "user-code-invalid" => "export const transform = (",
        "user-code-threw" => "export function transform() { throw new Error('no') }",
        "user-code-timeout" => "export const transform = () => { for (;;); }",
        "user-code-memory" => heap,
        "user-code-output" => "export const transform = () => 1",
        "user-code-too-large" => &long,
        "user-code-unavailable" => "export const transform = (rules) => rules",
        _ => return None,
    };
    let ask = ask.json(&json!({ "text": "||a.example^\n", "source": source }));
    Some(if name == "user-code-unavailable" { ask.part("no-sandbox") } else { ask })
}

/// What a model says, that is refused so.
fn said(name: &str) -> Option<String> {
    Some(match name {
        "generator-refused" => end("content_filter"),
        "generator-cut" => end("length"),
        "generator-no-code" => stream("I cannot do that."),
        "generator-failed" => status("401 Unauthorized", "{}"),
        _ => return None,
    })
}

fn compilation<S: AsRef<str>>(sources: &[S]) -> Value {
    let sources: Value = sources.iter().map(|it| json!({ "source": it.as_ref() })).collect();
    json!({ "configuration": { "name": "Test", "sources": sources } })
}

fn edit(rev: u64) -> Value {
    json!({ "method": "edit", "args": [{ "rev": rev, "from": 0, "to": 0, "lines": ["! more"] }] })
}

/// A body of 1 MiB whose answer is too large.
fn answered_at_length(path: &str) -> Option<Value> {
    let many = |rule: &str, count: usize| vec![rule.to_owned(); count];
    let modifiers = || format!("a${}", many("a", 400_000).join(","));
    Some(match path {
        "/api/ast/parse" => json!({ "rules": [modifiers()] }),
        "/api/ast/walk" => json!({ "text": "||a.example^$script\n".repeat(45_000) }),
        "/api/validate" => json!({ "rules": many("a$scrpit", 90_000) }),
        "/api/validate-rule" => json!({ "rule": modifiers() }),
        "/api/convert" | "/api/convert-rule" => {
            json!({ "rules": many("a", 261_900), "to": "ubo" })
        }
        "/api/compile" => {
            let source = format!("https://a.example/{}", "x".repeat(300));
            json!({
                "configuration": {
                    "name": "Test",
                    "sources": [{ "source": source }],
                    "transformations": ["Deduplicate"],
                },
                "preFetchedContent": { source: "||a.example^\n".repeat(60_000) },
                "explain": true,
            })
        }
        _ => return None,
    })
}

fn worker() -> Worker {
    let (from, to) = (
        "  if (pathname === '/api/version') {",
        "  if (request.headers.get('x-part') === 'defect') throw new RangeError('a defect')\n",
    );
    failing(PARTS)
        .edit("worker.ts", "\nconst SECURITY", &format!("{HELPERS}\nconst SECURITY"))
        .edit("worker.ts", from, &format!("{to}{from}"))
        .edit("gates/body.ts", "BODY_MS = 15_000", "BODY_MS = 500")
        .edit("dynamic-workers/limits.ts", "DEADLINE_MS = 10_000", "DEADLINE_MS = 3_000")
        .edit("gates/rate-limit.ts", "const RUNS = 10", "const RUNS = 1e9")
}

#[test]
fn every_refusal_of_the_document_is_one_that_a_request_gets() {
    let backend = worker().start(&[]);
    // It may ask a model of this machine, and fetch from it.
    let private = worker().start(&["--private-network"]);
    let document = openapi();
    let mut wrong = Vec::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            for (code, answer) in operation["responses"].as_object().unwrap() {
                if code.starts_with('2') {
                    continue;
                }
                let names = answer["description"].as_str().unwrap();
                for name in names.split(", ").map(|it| it.trim_matches('`')) {
                    let ask = Ask::fine(method, path, operation);
                    let model = said(name).map(|it| Model::new([it]));
                    let ask = match &model {
                        Some(model) => Some(ask.part("model").with("x-model", &model.url)),
                        None if name == "generator-unset" => Some(ask),
                        None => refused(name, ask, path),
                    };
                    let Some(ask) = ask else {
                        wrong.push(format!("{method} {path}: nobody knows how to get {name}"));
                        continue;
                    };
                    if name == "agent-full" && path.ends_with("/rpc") {
                        fill(&backend);
                    }
                    if path == "/api/ready" {
                        // It keeps its answer.
                        thread::sleep(Duration::from_secs(6));
                    }
                    let is_private = model.is_some() || name == "source-failed";
                    let response = ask.send(if is_private { &private } else { &backend });
                    let document: Value =
                        serde_json::from_slice(&response.body).unwrap_or_default();
                    let got = document["type"].as_str().map_or("no problem", |_| kind(&document));
                    if (response.status.to_string(), got) != (code.clone(), name) {
                        let status = response.status;
                        wrong.push(format!(
                            "{method} {path}: {status} {got}, not {code} {name}: {document}"
                        ));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The caller's list is as long as can be, with the revision 1.
fn fill(backend: &Backend) {
    let bearer = format!("Bearer {KEY}");
    let ask = |method: &str, path: &str, body: &[u8]| {
        let path = format!("/agents/rules-agent/me{path}");
        backend.client().request(method, &path, &[("authorization", bearer.as_str())], body).status
    };
    assert_eq!(ask("DELETE", "", b""), 204);
    assert_eq!(ask("PUT", "/list", &vec![b'\n'; 16 << 20]), 200);
}
