//! Bodies that come slowly, or never to their end: who has no key does not fill the memory, and who has one
//! fills a small part of it.

use super::{Backend, KEY, Worker, http::Client, inspector::Inspector};

const BODY: &str = r#"{"rules":["||ads.example^"]}"#;
const LONG: usize = 1 << 20;

/// Sends all of a request but the end of its body.
fn stalled(backend: &Backend, key: Option<&str>) -> Client {
    let mut client = backend.client();
    let key = key.map(|it| format!("authorization: Bearer {it}\r\n")).unwrap_or_default();
    let head = format!(
        "POST /api/ast/parse HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
         {key}content-length: {LONG}\r\n\r\n"
    );
    client.send(head.as_bytes());
    client
}

#[test]
fn without_a_key_no_body_is_waited_for() {
    let (backend, mut inspector) = Inspector::start(Worker::new(), &[]);
    let before = inspector.memory();
    let mut clients: Vec<Client> = (0..200).map(|_| stalled(&backend, None)).collect();
    for client in &mut clients {
        let refused = client.read("POST");
        assert_eq!((refused.status, refused.path()), (401, None));
    }
    let held = inspector.memory() - before;
    assert!(held < 16.0, "{held} MiB");
}

#[test]
fn with_a_key_the_body_has_a_deadline_and_a_bounded_room() {
    // The deadline is long enough to send the bodies, and to look at the memory meanwhile.
    let worker = Worker::new().edit("gates/body.ts", "BODY_MS = 15_000", "BODY_MS = 4_000");
    let (backend, mut inspector) = Inspector::start(worker, &[]);
    assert_eq!(backend.client().post("/api/validate", BODY).status, 200);
    let before = inspector.memory();
    let mut clients: Vec<Client> = (0..60).map(|_| stalled(&backend, Some(KEY))).collect();
    let piece = vec![b' '; 16 << 10];
    for client in &mut clients {
        client.send(&piece);
    }
    // A small request of the same user is not held up.
    assert_eq!(backend.client().post("/api/validate", BODY).status, 200);
    let held = inspector.memory() - before;
    assert!(held < 24.0, "{held} MiB");
    let statuses: Vec<u16> = clients.iter_mut().map(|it| it.read("POST").status).collect();
    // Those that were read were too slow; for the others there was no room.
    assert!(statuses.iter().all(|it| [408, 503].contains(it)), "{statuses:?}");
    assert!(statuses.iter().filter(|it| **it == 408).count() >= 8, "{statuses:?}");
    let body = format!(r#"{{"rules":["{}"]}}"#, "a".repeat(LONG - 100));
    assert_eq!(backend.client().post("/api/validate", &body).status, 200, "the room is free again");
}

#[test]
fn bodies_of_agents_have_the_same_deadline() {
    let worker = Worker::new().edit("gates/body.ts", "BODY_MS = 15_000", "BODY_MS = 500");
    let backend = worker.start(&[]);
    let head = format!(
        "POST /agents/rules-agent/me/rpc HTTP/1.1\r\nhost: localhost\r\n\
         content-type: application/json\r\nauthorization: Bearer {KEY}\r\n\
         content-length: 1000\r\n\r\n{{"
    );
    let mut client = backend.client();
    client.send(head.as_bytes());
    assert_eq!(client.read("POST").status, 408);
}
