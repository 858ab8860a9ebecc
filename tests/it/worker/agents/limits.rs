//! The limits of agents: how each is told.

use serde_json::json;

use super::{
    DESK, kind,
    socket::{Socket, closes},
    with_users,
};

const KEY_HEADER: &str = "authorization";

#[test]
fn a_frame_has_a_mebibyte() {
    let backend = with_users().start(&[]);
    let mut other = backend.socket("ann");
    for bytes in [(1 << 20) + 1, 33 << 20] {
        let mut socket = backend.socket("ann");
        // The server may close it before everything is sent.
        _ = socket.send(&"x".repeat(bytes));
        assert_eq!(closes(socket), 1009, "{bytes}");
    }
    // Bytes count, not characters.
    let mut socket = backend.socket("ann");
    _ = socket.send(&"é".repeat((1 << 19) + 1));
    assert_eq!(closes(socket), 1009);
    // The largest that fits is read: the other sockets, and the agent, go on.
    let text = "!".repeat(1_000_000);
    assert_eq!(other.call("open", json!({ "text": text })).unwrap()["rev"], 1);
    // A body is as long at most.
    let json = ("content-type", "application/json");
    let response =
        backend.ask("ann", "POST", &format!("{DESK}/rpc"), &[json], &vec![b'x'; (1 << 20) + 1]);
    assert_eq!((response.status, kind(&response.json())), (413, "too-large"));
}

#[test]
fn unreadable_frames_are_ignored_three_times() {
    let backend = with_users().start(&[]);
    let mut socket = backend.socket("ann");
    for frame in ["", "{", "[]"] {
        socket.send(frame).unwrap();
    }
    assert!(socket.call("find", json!({ "text": "a" })).is_ok());
    socket.send(r#"{"type":"rpc","id":1}"#).unwrap();
    assert_eq!(closes(socket), 1008);
}

#[test]
fn a_user_has_sixteen_clients() {
    let backend = with_users().start(&[]);
    let sockets: Vec<Socket> = (0..16).map(|_| backend.socket("ann")).collect();
    assert_eq!(closes(backend.socket("ann")), 4429);
    let response = backend.ask("ann", "GET", &format!("{DESK}/events"), &[], b"");
    assert_eq!((response.status, kind(&response.json())), (429, "rate-limited"));
    assert!(response.header("retry-after").is_some());
    // Other users have theirs; and who closes one can open another.
    backend.socket("bob").until("cf_agent_state");
    drop(sockets);
    loop {
        let mut socket = backend.socket("ann");
        if socket.frame().is_ok() {
            break;
        }
    }
}

#[test]
fn frames_have_a_rate() {
    let backend = with_users().start(&[]);
    for (user, ends) in [("free-ann", true), ("ann", false)] {
        let mut socket = backend.socket(user);
        for _ in 0..300 {
            _ = socket.ask("find", &json!({ "text": "a" }));
        }
        if ends {
            assert_eq!(closes(socket), 4429);
        } else {
            assert!(socket.answer("call-1").is_ok());
        }
    }
    // Connecting is a request.
    let mut codes: Vec<u16> = Vec::new();
    for _ in 0..70 {
        let mut socket = Socket::open(backend.port(), DESK, "free-bob");
        if let Err(closed) = socket.frame() {
            codes.push(closed.0);
        }
    }
    assert!(!codes.is_empty() && codes.iter().all(|it| *it == 4429), "{codes:?}");
}

#[test]
fn methods_paths_and_handshakes() {
    let backend = with_users().start(&[]);
    for (path, method, allow) in [
        ("", "POST", "GET, HEAD, DELETE"),
        ("", "PATCH", "GET, HEAD, DELETE"),
        ("/list", "POST", "GET, HEAD, PUT"),
        ("/rpc", "GET", "POST"),
        ("/events", "POST", "GET"),
    ] {
        let response = backend.ask("ann", method, &format!("{DESK}{path}"), &[], b"");
        assert_eq!(
            (response.status, response.header("allow")),
            (405, Some(allow)),
            "{method} {path}"
        );
        assert_eq!(kind(&response.json()), "method-not-allowed");
    }
    for path in ["/other", "/list/more", "//"] {
        let response = backend.ask("ann", "GET", &format!("{DESK}{path}"), &[], b"");
        assert_eq!(response.status, 404, "{path}");
    }
    let response = backend.ask("ann", "POST", &format!("{DESK}/rpc"), &[], b"{}");
    assert_eq!((response.status, kind(&response.json())), (415, "unsupported-media-type"));
    let json = ("content-type", "application/json");
    for body in [
        "",
        "[]",
        "1",
        "{}",
        r#"{"method":1}"#,
        r#"{"method":"find","args":{}}"#,
        r#"{"method":"find","args":[{},{}]}"#,
    ] {
        let response = backend.ask("ann", "POST", &format!("{DESK}/rpc"), &[json], body.as_bytes());
        assert_eq!((response.status, kind(&response.json())), (422, "invalid-request"), "{body}");
    }
    // A handshake that a proxy has spoilt, and one of another version.
    let key = ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
    let response = backend.ask("ann", "GET", DESK, &[key], b"");
    assert_eq!((response.status, kind(&response.json())), (426, "upgrade-required"));
    // Another protocol of the SDK is refused, and that ends its tries.
    let bearer = format!("Bearer {}", super::key_of("ann"));
    let path = format!("{DESK}?__agents_transport=capnweb");
    let socket = Socket::with(backend.port(), &path, &[(KEY_HEADER, &bearer)]).unwrap();
    assert_eq!(closes(socket), 4400);
    let socket =
        Socket::with(backend.port(), &format!("{DESK}/list"), &[(KEY_HEADER, &bearer)]).unwrap();
    assert_eq!(closes(socket), 4404);
    // Every answer has the headers of all others.
    let response = backend.ask("ann", "GET", DESK, &[], b"");
    for name in
        ["content-security-policy", "x-content-type-options", "x-request-id", "x-bloqr-version"]
    {
        assert!(response.header(name).is_some(), "{name}");
    }
}

/// Nobody has used it for 90 days.
#[test]
fn unused_agents_are_deleted() {
    let limits = |worker: crate::worker::Worker, days: &str| {
        worker
            .edit(
                "agents/limits.ts",
                "UNUSED_MS = 90 * 24 * 60 * 60 * 1000",
                &format!("UNUSED_MS = {days}"),
            )
            .edit("agents/limits.ts", "SEEN_MS = 24 * 60 * 60 * 1000", "SEEN_MS = 0")
    };
    let backend = limits(with_users(), "3000").start(&[]);
    let mut held = backend.socket("bob");
    held.call("open", json!({ "text": "! bob" })).unwrap();
    backend.rpc("ann", "open", json!({ "text": "! ann" })).unwrap();
    assert_eq!(backend.list("ann"), "! ann");
    std::thread::sleep(std::time::Duration::from_secs(5));
    assert_eq!((backend.list("ann").as_str(), backend.rev("ann")), ("", 0));
    // An open socket uses it.
    assert_eq!(backend.list("bob"), "! bob");
}
