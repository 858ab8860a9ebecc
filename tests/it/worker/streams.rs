//! Long answers go through the worker in pieces: it holds none of them whole, and none that was cut looks
//! whole to a client.

use std::{
    io::{Read, Write},
    net::TcpStream,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use bloqr::api::{Endpoint, answer};
use serde_json::json;

use super::{Backend, KEY, PATHS, Worker, inspector::Inspector};

/// A request of almost 1 MiB, the answer to which has about 17 MB.
fn long() -> String {
    let rules: Vec<String> =
        (0..23_500).map(|n| format!("||ads{n}.example.com^$third-party")).collect();
    json!({ "rules": rules }).to_string()
}

/// A connection on which this is asked, and nothing was read yet.
fn asked(backend: &Backend, body: &str) -> TcpStream {
    let mut stream = TcpStream::connect(("127.0.0.1", backend.port())).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let head = format!(
        "POST /api/ast/parse HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
         authorization: Bearer {KEY}\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(body.as_bytes()).unwrap();
    stream
}

#[test]
fn a_long_answer_is_the_same_on_every_path() {
    let body = long();
    let right = answer(Endpoint::Parse, body.as_bytes());
    assert!(right.body.len() > 16_000_000, "{}", right.body.len());
    for (path, options) in PATHS {
        let backend = Backend::start(options);
        let response = backend.client().post("/api/ast/parse", &body);
        assert_eq!((response.status, response.path()), (200, Some(path)));
        assert!(response.body == right.body, "{path}");
        let line = super::log::line(&backend, response.header("x-request-id").unwrap());
        assert_eq!(line["bytes"], right.body.len(), "{path}");
    }
}

#[test]
fn eight_long_answers_and_eight_slow_readers_fit_into_64_mib() {
    const MOST: f64 = 64.0;
    let body = long();
    let length = answer(Endpoint::Parse, body.as_bytes()).body.len();
    let (backend, mut inspector) = Inspector::start(Worker::new(), &[]);
    let is_over = AtomicBool::new(false);
    let peak = thread::scope(|scope| {
        let slow: Vec<TcpStream> = (0..8).map(|_| asked(&backend, &body)).collect();
        let fast: Vec<_> = (0..8)
            .map(|_| {
                let (backend, body) = (&backend, &body);
                scope.spawn(move || {
                    for _ in 0..2 {
                        let response = backend.client().post("/api/ast/parse", body);
                        assert_eq!((response.status, response.body.len()), (200, length));
                    }
                })
            })
            .collect();
        // A little of each, all the time.
        let is_over = &is_over;
        scope.spawn(move || {
            while !is_over.load(Ordering::Relaxed) {
                for mut stream in &slow {
                    stream.read_exact(&mut [0; 4096]).unwrap();
                }
                thread::sleep(Duration::from_millis(10));
            }
        });
        let mut peak: f64 = 0.0;
        while !fast.iter().all(|it| it.is_finished()) {
            peak = peak.max(inspector.memory());
            thread::sleep(Duration::from_millis(10));
        }
        is_over.store(true, Ordering::Relaxed);
        peak
    });
    eprintln!("peak: {peak:.1} MiB");
    assert!(peak <= MOST, "{peak} MiB");
}

/// What ends a long answer too soon: the piece of the isolate's module that is replaced, and by what.
const CUTS: [(&str, &str, &str); 5] = [
    (
        "it ends without its trailer",
        "await writer.write(trailerOf(length))",
        "if (length < 4_000_000) await writer.write(trailerOf(length))",
    ),
    (
        "it has another length",
        "trailerOf(length))",
        "trailerOf(length < 4_000_000 ? length : length - 1))",
    ),
    (
        "a piece is missing",
        "await writer.write(piece)",
        "if (length < 4_000_000 || length > 4_500_000) await writer.write(piece)",
    ),
    (
        "its isolate throws",
        "length += piece.length",
        "length += piece.length\n      if (length > 4_000_000) throw new Error('no more')",
    ),
    (
        "its isolate hangs",
        "length += piece.length",
        "length += piece.length\n      if (length > 4_000_000) await scheduler.wait(60_000)",
    ),
];

#[test]
fn an_answer_that_is_cut_never_looks_whole() {
    let body = long();
    for (what, from, to) in CUTS {
        let worker = Worker::new().edit("dynamic-workers/isolate.js", from, to).edit(
            "dynamic-workers/limits.ts",
            "DEADLINE_MS = 10_000",
            "DEADLINE_MS = 3_000",
        );
        let backend = worker.start(&[]);
        let mut answer = Vec::new();
        // The connection ends: with or without an error is the system's matter.
        _ = asked(&backend, &body).read_to_end(&mut answer);
        assert!(answer.starts_with(b"HTTP/1.1 200 "), "{what}");
        assert!(!answer.ends_with(b"0\r\n\r\n"), "{what}: the chunks have an end");
        let line = super::log::line(&backend, &id_of(&answer));
        assert_eq!(line["why"], "answer-cut", "{what}: {line}");
        assert!(line["error"].is_string(), "{what}: {line}");
        // It does nothing to the next one.
        assert_eq!(
            backend.client().post("/api/validate", r#"{"rules":["a"]}"#).status,
            200,
            "{what}"
        );
    }
}

/// The id of the request, by the head of its answer.
fn id_of(answer: &[u8]) -> String {
    let head = String::from_utf8_lossy(&answer[..2000]).to_ascii_lowercase();
    head.split("x-request-id: ").nth(1).unwrap().split('\r').next().unwrap().to_owned()
}

#[test]
fn a_short_answer_that_is_cut_is_refused() {
    let cuts = [
        ("await writer.write(trailerOf(length))", ""),
        ("trailerOf(length))", "trailerOf(length + 1))"),
        ("writer.write(piece)", "writer.write(piece.subarray(1))"),
        ("writer.write(piece)", "writer.write(piece.subarray(0, 0))"),
        ("await writer.write(piece)", "throw new Error('no more')"),
    ];
    for (from, to) in cuts {
        let edited = Worker::new().edit("dynamic-workers/isolate.js", from, to);
        let response = edited.start(&[]).client().post("/api/ast/parse", r#"{"rules":["a"]}"#);
        assert_eq!((response.status, response.path()), (502, Some("loader")), "{to}");
        let problem = response.json()["type"].as_str().unwrap().to_owned();
        let is_garbage = problem.ends_with("/isolate-garbage");
        assert!(is_garbage || to.contains("throw"), "{to}: {problem}");
    }
}

/// Which paths bound them, and how many of a user.
const AT_ONCE: [(&str, &[&str], usize); 2] =
    [(PATHS[0].0, PATHS[0].1, 32), (PATHS[2].0, PATHS[2].1, 4)];

#[test]
fn readers_that_are_slow_hold_a_bounded_number_of_answers() {
    let body = long();
    for (path, options, most) in AT_ONCE {
        let worker = Worker::new().edit("long-answers.ts", "WAIT_MS = 30_000", "WAIT_MS = 300");
        let backend = worker.start(options);
        let slow: Vec<TcpStream> = (0..most).map(|_| asked(&backend, &body)).collect();
        for mut stream in &slow {
            stream.read_exact(&mut [0; 64]).unwrap();
        }
        let refused = backend.client().post("/api/ast/parse", &body);
        assert_eq!((refused.status, refused.header("retry-after")), (503, Some("5")), "{path}");
        let short = backend.client().post("/api/ast/parse", r#"{"rules":["a"]}"#);
        assert_eq!((short.status, short.path()), (200, Some(path)));
        drop(slow);
        // The worker finds out a moment later that they are gone.
        let is_free = (0..50).any(|_| backend.client().post("/api/ast/parse", &body).status == 200);
        assert!(is_free, "{path}");
        // Nothing has failed.
        assert!(!backend.log().contains("\"error\""), "{}", backend.log());
    }
}

#[test]
fn no_reader_takes_for_ever() {
    let body = long();
    for (path, options) in PATHS {
        let worker = Worker::new().edit("long-answers.ts", "SEND_MS = 120_000", "SEND_MS = 500");
        let backend = worker.start(options);
        let mut stream = asked(&backend, &body);
        let mut answer = vec![0; 2000];
        stream.read_exact(&mut answer).unwrap();
        thread::sleep(Duration::from_secs(2));
        _ = stream.read_to_end(&mut answer);
        assert!(answer.starts_with(b"HTTP/1.1 200 "), "{path}");
        assert!(!answer.ends_with(b"0\r\n\r\n"), "{path}: the chunks have an end");
        assert_eq!(super::log::line(&backend, &id_of(&answer))["why"], "answer-cut", "{path}");
    }
}
