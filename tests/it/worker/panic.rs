//! A core that panics. Wants target/panicking.wasm, a core which does when it is asked to:
//! `worker/build-wasm.sh target/panicking.wasm --features panic-for-tests`.

use std::{fs, os::unix::fs::symlink, thread};

use super::{Backend, PATHS, Worker};
use crate::support::root;

const GOOD: &str = r#"{"rules":["||ads.example^"]}"#;
const BAD: &str = r#"{"rules":["panic for tests"]}"#;

fn panicking(options: &[&str]) -> Backend {
    let worker = Worker::new();
    let wasm = root().join("target/panicking.wasm");
    let help = "worker/build-wasm.sh target/panicking.wasm --features panic-for-tests";
    assert!(wasm.is_file(), "no {}: run {help}", wasm.display());
    fs::remove_file(worker.path().join("core.wasm")).unwrap();
    symlink(wasm, worker.path().join("core.wasm")).unwrap();
    worker.start(options)
}

#[test]
fn a_panic_costs_one_request() {
    for (path, options) in PATHS {
        let backend = panicking(options);
        let right = backend.client().post("/api/ast/parse", GOOD);
        assert_eq!((right.status, right.path()), (200, Some(path)));
        let failed = if path == "inline" { 500 } else { 502 };
        thread::scope(|scope| {
            for n in 0..8 {
                let (backend, right) = (&backend, &right.body);
                scope.spawn(move || {
                    let mut client = backend.client();
                    for round in 0..10 {
                        let is_bad = (n + round) % 4 == 0;
                        let body = if is_bad { BAD } else { GOOD };
                        let response = client.post("/api/ast/parse", body);
                        // It is final: what it broke is not tried again somewhere else.
                        assert_eq!(response.path(), Some(path));
                        assert_eq!(response.header("x-bloqr-fallback").is_some(), path != "loader");
                        if is_bad {
                            assert_eq!(response.status, failed, "{path}");
                            assert_eq!(response.json()["status"], failed, "{path}");
                        } else {
                            assert_eq!(response.status, 200, "{path}");
                            assert!(response.body == *right, "{path}");
                        }
                    }
                });
            }
        });
    }
}
