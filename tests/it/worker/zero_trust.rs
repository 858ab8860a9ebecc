//! The guide's table of controls, row by row: each is attacked from inside the isolate. What is
//! refused there must work where it is not refused, or the attack would prove nothing.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use serde_json::{Value, json};

use super::{
    Backend, KEY, Worker,
    site::{Reply, Site},
};

/// An isolate that does what the first rule of a request names, and answers with what came of it.
const ATTACKER: &str = r#"
import { connect } from 'cloudflare:sockets'
import { env as imported } from 'cloudflare:workers'

const MARK = { 'X-Bloqr-Isolate': '1', 'Content-Type': 'application/json' }
const SINK = 'SINK_ADDRESS'

const ATTACKS = {
  fetch: async () => (await fetch(`http://${SINK}/`)).status,
  upgrade: async () => (await fetch(`http://${SINK}/`, { headers: { Upgrade: 'websocket' } })).status,
  connect: async () => {
    const socket = connect(SINK)
    await socket.opened
    return 'opened'
  },
  websocket: () =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(`ws://${SINK}/`)
      socket.addEventListener('open', () => resolve('opened'))
      socket.addEventListener('error', (event) => reject(new Error(event.message)))
    }),
  // The door of a binding is a fetcher, too.
  'binding fetch': async (env) => (await env.COMPILATION_CACHE.fetch(`http://${SINK}/`)).status,
  'binding connect': async (env) => {
    await env.COMPILATION_CACHE.connect(SINK).opened
    return 'opened'
  },
  env: async (env) => Object.keys(env).sort(),
  'imported env': async () => Object.keys(imported).sort(),
  'node globals': async () => ['process', 'Buffer', 'global'].filter((it) => it in globalThis),
  'node module': async () => Object.keys(await import('node:fs')),
  'ctx.exports': async (env, ctx) => Object.keys(ctx.exports ?? {}),
  'ctx.props': async (env, ctx) => ctx.props ?? {},
  globals: async () => (globalThis.seen = (globalThis.seen ?? 0) + 1),
  caches: async () => {
    const cache = await caches.open('attack')
    const there = (await cache.match('http://cache/')) !== undefined
    await cache.put('http://cache/', new Response('x', { headers: { 'Cache-Control': 'max-age=600' } }))
    return there
  },
  eval: async () => new Function('return 1')(),
  'binding env': async (env) => Object.keys(await env.COMPILATION_CACHE.env),
  'binding ctx': async (env) => Object.keys(await env.COMPILATION_CACHE.ctx),
  'binding list': async (env) => env.COMPILATION_CACHE.list(),
  'binding delete': async (env) => env.COMPILATION_CACHE.delete('a'),
  'binding own': async (env) => {
    await env.COMPILATION_CACHE.put('a', 'b')
    return [await env.COMPILATION_CACHE.get('a'), await env.COMPILATION_CACHE.get('../a')]
  },
  'binding limit': async (env) => env.RATE_LIMIT.limit(),
  version: async (env) => env.COMPILER_VERSION,
  texts: async (env, ctx, body) => body.preFetchedContent,
}

export default {
  async fetch(request, env, ctx) {
    if (request.method === 'GET') return new Response(null, { status: 204, headers: MARK })
    const body = await request.json()
    const attack = body.rules?.[0] ?? body.configuration.name
    try {
      return answer({ got: (await ATTACKS[attack](env, ctx, body)) ?? null })
    } catch (error) {
      return answer({ refused: String(error) })
    }
  },
}

// With the trailer of a whole answer.
function answer(value) {
  const text = JSON.stringify(value)
  const length = new TextEncoder().encode(text).length
  return new Response(`${text}\n${String(length).padStart(10, '0')}`, { headers: MARK })
}
"#;

const WITHOUT_LOADER: &[&str] = &["--without", "loader"];
const MODELS: [(&str, &[&str]); 2] = [("loader", &[]), ("dynamic-worker-loader", WITHOUT_LOADER)];

/// A listener that counts connections.
struct Sink {
    address: SocketAddr,
    visits: Arc<AtomicUsize>,
}

impl Sink {
    fn new() -> Sink {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let visits = Arc::new(AtomicUsize::new(0));
        let count = visits.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                count.fetch_add(1, Ordering::SeqCst);
                let mut stream = stream.unwrap();
                thread::spawn(move || {
                    _ = stream.read(&mut [0; 1024]);
                    _ = stream.write_all(
                        b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 0\r\n\r\n",
                    );
                });
            }
        });
        Sink { address, visits }
    }

    fn visits(&self) -> usize {
        self.visits.load(Ordering::SeqCst)
    }
}

fn attacker(sink: &Sink) -> Worker {
    let module = ATTACKER.replace("SINK_ADDRESS", &sink.address.to_string());
    Worker::new().with("dynamic-workers/isolate.js", &module)
}

#[track_caller]
fn attack(backend: &Backend, what: &str) -> Value {
    let response = backend.client().post("/api/ast/parse", &json!({ "rules": [what] }).to_string());
    assert_eq!(response.status, 200, "{what}: {}", String::from_utf8_lossy(&response.body));
    response.json()
}

#[test]
fn minimum_bindings() {
    let sink = Sink::new();
    let three = json!(["COMPILATION_CACHE", "COMPILER_VERSION", "RATE_LIMIT"]);
    for (model, options) in MODELS {
        let backend = attacker(&sink).start(options);
        let expected = if model == "loader" { json!([]) } else { three.clone() };
        assert_eq!(attack(&backend, "env")["got"], expected, "{model}");
        // A module that is imported by ours would see them without being given them.
        assert_eq!(attack(&backend, "imported env")["got"], json!([]), "{model}");
        // The APIs of Node.js are not there, with which a module reads its variables and files.
        assert_eq!(attack(&backend, "node globals")["got"], json!([]), "{model}");
        let module = &attack(&backend, "node module")["refused"];
        assert!(module.as_str().is_some_and(|it| it.contains("node:fs")), "{model}: {module}");
        assert_eq!(attack(&backend, "ctx.props")["got"], json!({}), "{model}");
        let exports = &attack(&backend, "ctx.exports")["got"];
        assert!(
            !exports.to_string().contains("Cache"),
            "{model}: the orchestrator's exports: {exports}"
        );
    }
    // An isolate with more bindings sees more: this shows that the attack works.
    let backend = attacker(&sink)
        .edit("dynamic-workers/ast-worker.ts", "env: {},", "env: { SECRET: 'x' },")
        .start(&[]);
    assert_eq!(attack(&backend, "env")["got"], json!(["SECRET"]));
}

#[test]
fn the_three_bindings_open_nothing_else() {
    let sink = Sink::new();
    let backend = attacker(&sink).start(WITHOUT_LOADER);
    for what in [
        "binding env",
        "binding ctx",
        "binding list",
        "binding delete",
        "binding fetch",
        "binding connect",
    ] {
        let came = attack(&backend, what);
        assert!(came["refused"].is_string(), "{what}: {came}");
    }
    assert_eq!(sink.visits(), 0);
    // What they are for, they do.
    assert_eq!(attack(&backend, "binding own")["got"], json!(["b", null]));
    assert_eq!(attack(&backend, "binding limit")["got"], json!({ "success": true }));
    assert_eq!(attack(&backend, "version")["got"], env!("CARGO_PKG_VERSION"));
}

#[test]
fn no_outbound_network() {
    let sink = Sink::new();
    let ways = ["fetch", "upgrade", "connect", "websocket"];
    for (model, options) in MODELS {
        let backend = attacker(&sink).start(options);
        for way in ways {
            let came = attack(&backend, way);
            let refused = came["refused"].as_str().unwrap_or_default();
            assert!(
                refused.contains("not permitted to access the internet"),
                "{model} {way}: {came}"
            );
        }
        assert_eq!(sink.visits(), 0, "{model}");
    }
    // Without the one line that refuses it, each of them gets there.
    for (file, options) in [
        ("dynamic-workers/ast-worker.ts", &[][..]),
        ("dynamic-workers/ast-parse-worker.ts", WITHOUT_LOADER),
    ] {
        let options = [options, &["--private-network"]].concat();
        let backend = attacker(&sink).edit(file, "globalOutbound: null,", "").start(&options);
        for way in ways {
            let before = sink.visits();
            attack(&backend, way);
            // The kernel accepts a connection before the sink does.
            for _ in 0..100 {
                if sink.visits() > before {
                    break;
                }
                thread::sleep(Duration::from_millis(20));
            }
            assert!(sink.visits() > before, "{file}: {way} reaches nothing even where it may");
        }
    }
}

/// The worker fetches sources before; an isolate gets their texts, and can fetch none of them.
#[test]
fn a_compilation_gets_texts_and_no_network() {
    let sink = Sink::new();
    let lists = Site::new().with("/a.txt", Reply::Text("||a.example.com^\n".to_owned()));
    let source = lists.url("/a.txt");
    for (model, options) in MODELS {
        let backend = attacker(&sink).start(&[options, &["--private-network"]].concat());
        let attack = |what: &str| {
            let configuration = json!({ "name": what, "sources": [{ "source": source }] });
            let body = json!({ "configuration": configuration }).to_string();
            backend.client().post("/api/compile", &body).json()
        };
        assert_eq!(attack("texts")["got"], json!({ source.as_str(): "||a.example.com^\n" }));
        let bindings = if model == "loader" { 0 } else { 3 };
        assert_eq!(attack("env")["got"].as_array().unwrap().len(), bindings, "{model}");
        for way in ["fetch", "connect"] {
            let came = attack(way);
            assert!(came["refused"].is_string(), "{model} {way}: {came}");
        }
        assert_eq!(sink.visits(), 0, "{model}");
    }
}

#[test]
fn no_persistent_state() {
    let sink = Sink::new();
    for (model, options) in MODELS {
        let backend = attacker(&sink).start(options);
        for _ in 0..3 {
            assert_eq!(
                attack(&backend, "globals")["got"],
                1,
                "{model}: a global of the request before"
            );
            let cached = attack(&backend, "caches");
            assert!(cached["got"] == false || cached["refused"].is_string(), "{model}: {cached}");
        }
        assert!(attack(&backend, "eval")["refused"].is_string(), "{model}");
    }
    // An isolate that is shared by the requests of a user keeps its globals.
    let backend = attacker(&sink)
        .edit("wrangler.toml", "ISOLATES = \"request\"", "ISOLATES = \"tenant\"")
        .start(&[]);
    assert_eq!(attack(&backend, "globals")["got"], 1);
    assert_eq!(attack(&backend, "globals")["got"], 2);
}

#[test]
fn input_validation() {
    let sink = Sink::new();
    let backend = attacker(&sink).start(&[]);
    // The attacker would answer these with 200 or die of them: none gets to it.
    for body in
        [r#"{"rules":[1]}"#, r#"{"rules":"fetch"}"#, "{}", "[]", "nonsense", r#"{"rules":["#]
    {
        let response = backend.client().post("/api/ast/parse", body);
        assert_eq!((response.status, response.path()), (422, None), "{body}");
    }
    assert_eq!(attack(&backend, "globals")["got"], 1);
}

#[test]
fn auth_before_dispatch() {
    let sink = Sink::new();
    let backend = attacker(&sink).start(&[]);
    let body = br#"{"rules":["fetch"]}"#;
    let json = ("content-type", "application/json");
    for authorization in ["", "Bearer", "Bearer blq_0", "Basic YTpi"] {
        let headers = [json, ("authorization", authorization)];
        let response = backend.client().request("POST", "/api/ast/parse", &headers, body);
        assert_eq!((response.status, response.path()), (401, None), "{authorization}");
    }
    assert_eq!(attack(&backend, "globals")["got"], 1);
}

/// `agents/isolation.rs` attacks from inside an agent; this is what is seen from outside.
#[test]
fn least_privilege_agents() {
    let backend = Backend::start(&[]);
    let bearer = format!("Bearer {KEY}");
    let key = [("authorization", bearer.as_str())];
    let ask = |path: &str, headers: &[(&str, &str)]| {
        let response = backend.client().request("GET", path, headers, b"");
        (response.status, response.path().map(str::to_owned))
    };
    for path in ["/agents/rules-agent/me", "/agents/rules-agent/dev"] {
        assert_eq!(ask(path, &key), (200, Some("loader".to_owned())), "{path}");
        assert_eq!(ask(path, &[]), (401, None), "{path}");
    }
    for path in ["/agents/rules-agent/user", "/agents/mcp-agent/dev", "/api/agents/rules-agent/dev"]
    {
        assert_eq!(ask(path, &key), (404, None), "{path}");
    }
}
