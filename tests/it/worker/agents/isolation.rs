//! What an agent can reach: in an isolate no network, and in both exactly the safe bindings.

use std::{
    net::TcpListener,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use serde_json::{Value, json};

use super::with_users;
use crate::worker::{Backend, Worker};

/// Methods of the draft desk that try what an agent must not be able to do.
const ATTACKS: &str = r#"  methods = {
    attack: async ({ what, key, value }) => {
      const sink = 'SINK_ADDRESS'
      const { env } = this
      const attacks = {
        env: () => Object.keys(env).sort(),
        'imported env': async () => Object.keys((await import('cloudflare:workers')).env).sort(),
        exports: () => Object.keys(this.ctx.exports ?? {}),
        fetch: async () => (await fetch(`http://${sink}/`)).status,
        upgrade: async () => (await fetch(`http://${sink}/`, { headers: { Upgrade: 'websocket' } })).status,
        connect: async () => {
          const { connect } = await import('cloudflare:sockets')
          await connect(sink).opened
          return 'opened'
        },
        websocket: () =>
          new Promise((resolve, reject) => {
            const socket = new WebSocket(`ws://${sink}/`)
            socket.addEventListener('open', () => resolve('opened'))
            socket.addEventListener('error', (event) => reject(new Error(event.message)))
          }),
        'binding fetch': async () => (await env.COMPILATION_CACHE.fetch(`http://${sink}/`)).status,
        eval: () => eval('1'),
        alarm: async () => this.ctx.storage.setAlarm(Date.now() + 1000),
        put: async () => env.COMPILATION_CACHE.put(key, value),
        get: async () => env.COMPILATION_CACHE.get(key),
        list: async () => env.COMPILATION_CACHE.list(),
        props: async () => env.COMPILATION_CACHE.ctx.props,
      }
      try {
        return { got: (await attacks[what]()) ?? null }
      } catch (error) {
        return { refused: String(error) }
      }
    },
"#;

struct Sink {
    address: String,
    visits: Arc<AtomicUsize>,
}

fn sink() -> Sink {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let visits = Arc::new(AtomicUsize::new(0));
    let count = visits.clone();
    thread::spawn(move || {
        for stream in listener.incoming() {
            count.fetch_add(1, Ordering::SeqCst);
            drop(stream);
        }
    });
    Sink { address, visits }
}

fn attacker(sink: &Sink) -> Worker {
    let attacks = ATTACKS.replace("SINK_ADDRESS", &sink.address);
    with_users().edit("agents/isolate/rules.js", "  methods = {\n", &attacks)
}

#[track_caller]
fn attack(backend: &Backend, user: &str, what: &str, more: (&str, &str)) -> Value {
    let argument = json!({ "what": what, "key": more.0, "value": more.1 });
    backend.rpc(user, "attack", argument).unwrap()
}

const NOTHING: (&str, &str) = ("", "");
const INLINE: &[&str] = &["--without", "loader"];

#[test]
fn an_isolate_reaches_nothing() {
    let sink = sink();
    let backend = attacker(&sink).start(&["--private-network"]);
    assert_eq!(backend.state("ann")["path"], "loader");
    for what in ["fetch", "upgrade", "connect", "websocket"] {
        let came = attack(&backend, "ann", what, NOTHING);
        let refused = came["refused"].as_str().unwrap_or_default();
        assert!(refused.contains("not permitted to access the internet"), "{what}: {came}");
    }
    for what in ["binding fetch", "eval", "list", "props", "alarm"] {
        assert!(attack(&backend, "ann", what, NOTHING)["refused"].is_string(), "{what}");
    }
    // The bindings come with the constructor only.
    assert_eq!(attack(&backend, "ann", "imported env", NOTHING)["got"], json!([]));
    assert_eq!(
        attack(&backend, "ann", "exports", NOTHING)["got"].to_string().matches("Agent").count(),
        0
    );
    assert_eq!(sink.visits.load(Ordering::SeqCst), 0);
    // Without the line that refuses it, each of them gets there.
    let backend = attacker(&sink)
        .edit("agents/code.ts", "globalOutbound: null,", "")
        .start(&["--private-network"]);
    for what in ["fetch", "upgrade", "connect", "websocket"] {
        let before = sink.visits.load(Ordering::SeqCst);
        attack(&backend, "ann", what, NOTHING);
        while sink.visits.load(Ordering::SeqCst) == before {}
    }
}

#[test]
fn an_agent_sees_the_safe_bindings_and_no_others() {
    let sink = sink();
    let cache = "[[kv_namespaces]]\nbinding = \"COMPILATION_CACHE\"\n";
    let metrics = |worker: Worker| {
        worker
            .edit("agents/bindings.ts", "env.METRICS === undefined", "env.API_KEYS === undefined")
            .edit(
                "agents/bindings.ts",
                "this.env.METRICS?.writeDataPoint(",
                "((it: unknown) => console.log('metric ' + JSON.stringify(it)))(",
            )
    };
    for options in [&[][..], INLINE] {
        let env = |backend: &Backend| attack(backend, "ann", "env", NOTHING)["got"].clone();
        assert_eq!(env(&attacker(&sink).start(options)), json!(["COMPILATION_CACHE"]));
        let bare = attacker(&sink).edit("wrangler.toml", cache, "").start(options);
        assert_eq!(env(&bare), json!([]));
        let backend = metrics(attacker(&sink)).start(options);
        assert_eq!(env(&backend), json!(["COMPILATION_CACHE", "METRICS"]));
        // The user is in the binding, and methods are counted.
        while !backend
            .log()
            .contains(r#"metric {"indexes":["ann"],"blobs":["attack"],"doubles":[1]}"#)
        {}
        assert_eq!(
            env(&metrics(attacker(&sink)).edit("wrangler.toml", cache, "").start(options)),
            json!(["METRICS"])
        );
    }
}

#[test]
fn the_cache_of_a_user_is_the_users() {
    let sink = sink();
    for options in [&[][..], INLINE] {
        let backend = attacker(&sink).start(options);
        attack(&backend, "ann", "put", ("a", "of ann"));
        assert_eq!(attack(&backend, "ann", "get", ("a", ""))["got"], "of ann");
        for key in ["a", "agent:ann:a", "../ann:a"] {
            assert_eq!(attack(&backend, "bob", "get", (key, ""))["got"], Value::Null, "{key}");
        }
        let long = "x".repeat(300);
        assert!(attack(&backend, "ann", "put", (&long, "x"))["refused"].is_string());
    }
}
