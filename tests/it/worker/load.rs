//! Many requests at once, for long: every answer right, and no memory lost. And how long one takes,
//! printed and not judged: `cargo test --release --features workerd-tests load -- --nocapture`.

use std::{
    fs,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use bloqr::api::{Answer, Endpoint, MAX_BODY, answer};
use serde_json::json;

use super::{Backend, PATHS};
use crate::{invariants::generate::mutated, random::Random, support::root};

/// A request and its one right answer.
pub(super) struct Exchange {
    pub(super) endpoint: Endpoint,
    pub(super) body: String,
    pub(super) wanted: Answer,
}

impl Exchange {
    pub(super) fn new(endpoint: Endpoint, body: String) -> Exchange {
        let wanted = answer(endpoint, body.as_bytes());
        Exchange { endpoint, body, wanted }
    }
}

/// Rules of the corpus, some of them changed, until the body has about `size` bytes.
fn body(random: &mut Random, corpus: &[&str], size: usize) -> String {
    let mut rules = Vec::new();
    let mut len = 64;
    while len < size {
        let rule = match random.below(4) {
            0 => mutated(random, corpus),
            _ => corpus[random.below(corpus.len())].to_owned(),
        };
        len += json!(rule).to_string().len() + 1;
        if len < MAX_BODY {
            rules.push(rule);
        }
    }
    let rule = rules.first().cloned().unwrap_or_default();
    json!({ "rules": rules, "rule": rule, "testUrl": "https://ads.example/x" }).to_string()
}

/// Small and larger bodies; one in a hundred has the maximum size, and one in ten is invalid.
pub(super) fn exchanges() -> Vec<Exchange> {
    let corpus = fs::read_to_string(root().join("tests/corpus/rules.txt")).unwrap();
    let corpus: Vec<&str> = corpus.lines().collect();
    let mut random = Random::new(6);
    let mut exchanges = Vec::new();
    for n in 0..200 {
        let endpoint = Endpoint::ALL[n % 4];
        let size = match n {
            12 | 112 => MAX_BODY - (1 << 10),
            7 | 61 | 110 | 154 => 1 << 18,
            _ if n % 10 == 3 => 1 << 16,
            _ => 1 << random.below(13),
        };
        // A walk of the largest is too much to answer, which is an answer; its limits come first.
        let mut body = body(&mut random, &corpus, size);
        if n % 10 == 9 {
            let at = random.below(body.len());
            body.truncate((at..=body.len()).find(|it| body.is_char_boundary(*it)).unwrap());
        }
        exchanges.push(Exchange::new(endpoint, body));
    }
    exchanges
}

/// Sends `count` requests over 32 connections, and looks at every answer.
fn send(backend: &Backend, path: &str, exchanges: &[Exchange], count: usize) {
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..32 {
            scope.spawn(|| {
                let mut client = backend.client();
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    if n >= count {
                        return;
                    }
                    // All of them, and in another order in every round.
                    let Exchange { endpoint, body, wanted } = &exchanges[n * 77 % exchanges.len()];
                    let response = client.post(endpoint.path(), body);
                    assert_eq!(response.status, wanted.status, "{} {n}", endpoint.name());
                    assert!(response.body == wanted.body, "{} {n}", endpoint.name());
                    let dispatched = (wanted.status != 422).then_some(path);
                    assert_eq!(response.path(), dispatched, "{} {n}", endpoint.name());
                }
            });
        }
    });
}

/// The memory that a process has and the most that it ever had, in MiB.
pub(super) fn memory(pid: u32) -> (usize, usize) {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let field = |name| {
        let line = status.lines().find_map(|it| it.strip_prefix(name)).unwrap();
        line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() >> 10
    };
    (field("VmRSS:"), field("VmHWM:"))
}

#[test]
fn ten_thousand_requests_are_answered_and_leave_nothing_behind() {
    let exchanges = exchanges();
    let backend = Backend::start(&[]);
    send(&backend, "loader", &exchanges, 2000);
    let (early, most) = memory(backend.workerd());
    send(&backend, "loader", &exchanges, 8000);
    let (late, peak) = memory(backend.workerd());
    eprintln!(
        "memory: {early} MiB after 2,000 requests (peak {most}), {late} after 10,000 (peak {peak})"
    );
    // Isolates that have ended are freed when workerd collects its garbage: the memory at one
    // moment varies by a quarter. A leak of each request exceeds every peak of the first requests.
    assert!(late * 4 <= most * 5, "from {most} MiB to {late}");
}

#[test]
fn the_other_paths_hold_too() {
    let exchanges = exchanges();
    for (path, options) in &PATHS[1..] {
        send(&Backend::start(options), path, &exchanges, 1000);
    }
}

/// The time of each path, with one client and one request after the other.
#[test]
fn one_after_the_other() {
    let corpus = fs::read_to_string(root().join("tests/corpus/rules.txt")).unwrap();
    let corpus: Vec<&str> = corpus.lines().collect();
    let small = json!({ "rules": &corpus[..20] }).to_string();
    let large = body(&mut Random::new(7), &corpus, MAX_BODY - (1 << 10));
    for (path, options) in PATHS {
        let backend = Backend::start(options);
        for (name, body, count) in [("small", &small, 200), ("1 MiB", &large, 20)] {
            let exchange = Exchange::new(Endpoint::Parse, body.clone());
            let mut client = backend.client();
            let mut times: Vec<Duration> = Vec::new();
            for _ in 0..count {
                let since = Instant::now();
                let response = client.post(exchange.endpoint.path(), body);
                times.push(since.elapsed());
                assert_eq!((response.status, response.path()), (200, Some(path)));
                assert!(response.body == exchange.wanted.body, "{path} {name}");
            }
            times.sort();
            let at =
                |percent: usize| times[(count * percent).div_ceil(100) - 1].as_secs_f64() * 1e3;
            let length = exchange.wanted.body.len() as f64 / 1e6;
            eprintln!(
                "{path:22} {name}: p50 {:.2} ms, p99 {:.2} ms ({length:.2} MB)",
                at(50),
                at(99)
            );
        }
    }
}

/// The time to compile a list of 1 MiB, with one client and one request after the other. Each has
/// another date, so that no answer is the cache's.
#[test]
fn compiles_one_after_the_other() {
    let corpus = fs::read_to_string(root().join("tests/corpus/rules.txt")).unwrap();
    let corpus: Vec<&str> = corpus.lines().filter(|it| !it.starts_with("!#")).collect();
    let mut random = Random::new(8);
    let mut text = String::new();
    while text.len() < (1 << 20) - (1 << 16) {
        let host = format!("||ads{}.example.com^\n", random.below(1 << 20));
        text += if random.below(4) > 0 { &host } else { corpus[random.below(corpus.len())] };
        if !text.ends_with('\n') {
            text.push('\n');
        }
    }
    let source = "https://lists.example.com/a.txt";
    let body = |n: usize| {
        json!({
            "configuration": {
                "name": "Load",
                "sources": [{ "source": source }],
                "transformations": ["Deduplicate", "Compress", "Validate"],
            },
            "preFetchedContent": { source: text },
            "date": format!("2026-11-27T18:{:02}:{:02}Z", n / 60, n % 60),
        })
        .to_string()
    };
    for (path, options) in PATHS {
        let backend = Backend::start(options);
        let mut client = backend.client();
        let mut times: Vec<Duration> = Vec::new();
        for n in 0..40 {
            let body = body(n);
            let since = Instant::now();
            let response = client.post("/api/compile", &body);
            times.push(since.elapsed());
            assert_eq!((response.status, response.path()), (200, Some(path)));
            assert!(response.body == answer(Endpoint::Compile, body.as_bytes()).body, "{path}");
        }
        times.sort();
        let at = |n: usize| times[n].as_secs_f64() * 1e3;
        let length = body(0).len() as f64 / f64::from(1 << 20);
        eprintln!(
            "{path:22} compile {length:.2} MiB: p50 {:.1} ms, p90 {:.1} ms, best {:.1} ms",
            at(20),
            at(36),
            at(0)
        );
    }
}
