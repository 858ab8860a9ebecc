//! Whose an agent is: nobody reaches another user's, and nobody learns whether there is one.

use serde_json::json;

use super::{
    DESK, key_of, kind,
    socket::{Socket, closes},
    with_users,
};
use crate::worker::http::Response;

#[test]
fn nobody_reaches_the_agent_of_another_user() {
    let backend = with_users().start(&[]);
    let users = [
        "alice",
        "bob",
        "b*200",
        "b*1025",
        "b*1026",
        "caf\u{e9}",
        "cafe\u{301}",
        "agent-1",
        "x:v1",
        "a/b",
    ];
    for (n, user) in users.iter().enumerate() {
        // A list of its own, at a revision of its own.
        for rev in 0..=n {
            let text = format!("! {user} {rev}");
            backend.rpc(user, "open", json!({ "rev": rev, "text": text })).unwrap();
        }
    }
    let long = |n: usize| "b".repeat(n);
    let attacks = [
        "bob".to_owned(),
        "%62ob".to_owned(),
        "alice/../bob".to_owned(),
        "alice%2F..%2Fbob".to_owned(),
        "bob%00".to_owned(),
        "%ED%A0%80".to_owned(),
        "%".to_owned(),
        long(200),
        long(1025),
        "caf%C3%A9".to_owned(),
        "cafe%CC%81".to_owned(),
        "agent-1".to_owned(),
        "x:v1".to_owned(),
        "x%3Av1".to_owned(),
        "a%2Fb".to_owned(),
        "Alice".to_owned(),
        "%2561lice".to_owned(),
        "ME".to_owned(),
        "".to_owned(),
        "sha256%20".to_owned() + &"0".repeat(64),
    ];
    let mut refusal: Option<Vec<u8>> = None;
    let mut same = |response: Response, what: &str| {
        assert_eq!(response.status, 404, "{what}");
        assert_eq!(response.path(), None, "{what}");
        let first = refusal.get_or_insert_with(|| response.body.clone());
        assert!(&response.body == first, "{what}: {}", String::from_utf8_lossy(&response.body));
    };
    let rpc = json!({ "method": "open", "args": [{ "rev": 2, "text": "" }] }).to_string();
    let json = ("content-type", "application/json");
    for name in &attacks {
        for rest in ["", "/list", "/events"] {
            let path = format!("/agents/rules-agent/{name}{rest}");
            same(backend.ask("alice", "GET", &path, &[], b""), &path);
        }
        let path = format!("/agents/rules-agent/{name}");
        same(backend.ask("alice", "POST", &format!("{path}/rpc"), &[json], rpc.as_bytes()), &path);
        same(backend.ask("alice", "PUT", &format!("{path}/list"), &[], b"x"), &path);
        same(backend.ask("alice", "DELETE", &path, &[], b""), &path);
        let socket = Socket::open(backend.port(), &path, "alice");
        assert_eq!(closes(socket), 4404, "{name}");
    }
    // Names that are no agents, or look like one, are answered with the same bytes.
    for slug in
        ["mcp-agent", "Rules-Agent", "rules_agent", "RULES_AGENT", "__proto__", "constructor", ""]
    {
        same(backend.ask("alice", "GET", &format!("/agents/{slug}/alice"), &[], b""), slug);
    }
    assert_eq!(kind(&serde_json::from_slice(&refusal.unwrap()).unwrap()), "agent-not-found");
    // Users whose names differ only in form are two, and long ones are not cut off.
    for (n, user) in users.iter().enumerate() {
        assert_eq!(backend.rev(user), n as u64 + 1, "{user}");
        assert_eq!(backend.list(user), format!("! {user} {n}"), "{user}");
    }
    // Each reaches its own, by its name and as `me`.
    for name in ["alice", "me", "%61lice", "%6De"] {
        let response =
            backend.ask("alice", "GET", &format!("/agents/rules-agent/{name}"), &[], b"");
        assert_eq!(response.status, if name == "%6De" { 404 } else { 200 }, "{name}");
    }
    assert_eq!(
        backend.ask("b*200", "GET", &format!("/agents/rules-agent/{}", long(200)), &[], b"").status,
        200
    );
}

#[test]
fn who_has_no_key_gets_in_nowhere() {
    let backend = with_users().start(&[]);
    let headers = [("sec-websocket-protocol", "bloqr.agent.v1, bearer.blq_1")];
    for (what, headers) in [("no key", &[][..]), ("no valid key", &headers)] {
        let socket = Socket::with(backend.port(), DESK, headers).unwrap();
        assert_eq!(closes(socket), 4401, "{what}");
    }
    for path in [DESK, "/agents/rules-agent/me/list", "/agents/rules-agent/bob"] {
        let response = backend.client().get(path);
        assert_eq!((response.status, kind(&response.json())), (401, "unauthenticated"), "{path}");
    }
    // A key in the address ends up in logs: it is none.
    let path = format!("{DESK}?token={}", key_of("ann"));
    assert_eq!(backend.client().get(&path).status, 401);
}

#[test]
fn a_key_is_never_sent_back_or_handed_on() {
    let (from, to) = (
        "const caller = callerOf(request)\n      await",
        "const caller = callerOf(request)\n      console.log('the host gets ' + request.url + JSON.stringify([...request.headers]))\n      await",
    );
    let backend = with_users().edit("agents/host.ts", from, to).start(&[]);
    let key = key_of("ann");
    let bearer = format!("bearer.{key}");
    let own = |protocols: &str| {
        let socket = Socket::with(backend.port(), DESK, &[("sec-websocket-protocol", protocols)]);
        let socket = socket.unwrap();
        socket
            .head
            .headers()
            .get("sec-websocket-protocol")
            .map(|it| it.to_str().unwrap().to_owned())
    };
    let ours = Some("bloqr.agent.v1".to_owned());
    assert_eq!(own(&format!("bloqr.agent.v1, {bearer}")), ours);
    assert_eq!(own(&format!("{bearer}, bloqr.agent.v1")), ours);
    assert_eq!(own(&format!("{bearer}, other")), Some("other".to_owned()));
    let headers = [
        ("cookie", "session=secret"),
        ("x-agent-user", "bob"),
        ("x-agent-tier", "admin"),
        ("x-forwarded-for", "1.2.3.4"),
    ];
    let response = backend.ask("ann", "GET", DESK, &headers, b"");
    assert_eq!(response.json()["name"], "ann");
    while backend.log().matches("the host gets").count() < 4 {}
    let log = backend.log();
    for secret in [key.as_str(), "secret", "1.2.3.4", "bob"] {
        assert!(!log.contains(secret), "{secret}: {log}");
    }
}

#[test]
fn a_page_of_another_site_opens_no_socket() {
    // A session is known by its cookie, which browsers send from any page.
    let (from, to) = (
        "const cookie = request.headers.get('cookie')",
        "const cookie = request.headers.get('cookie')\n  if (cookie !== null) return { user: cookie, tier: 'free', by: 'session' }",
    );
    let toml = "[vars]\n";
    let backend = with_users()
        .edit("gates/auth.ts", from, to)
        .edit(
            "wrangler.toml",
            toml,
            &format!("{toml}ALLOWED_ORIGINS = \"https://lists.example, https://b.example\"\n"),
        )
        .start(&[]);
    let open = |origin: &str| {
        let headers = [("cookie", "ann"), ("origin", origin)];
        let mut socket = Socket::with(backend.port(), DESK, &headers).unwrap();
        socket.frame().map(|it| it["type"].clone()).map_err(|it| it.0)
    };
    for origin in [
        "https://evil.example",
        "null",
        "https://lists.example.evil.example",
        "http://lists.example",
    ] {
        assert_eq!(open(origin), Err(4403), "{origin}");
    }
    for origin in ["http://localhost", "https://lists.example", "https://b.example"] {
        assert_eq!(open(origin), Ok(json!("cf_agent_identity")), "{origin}");
    }
    let headers = [("cookie", "ann"), ("origin", "https://evil.example")];
    assert_eq!(backend.client().request("DELETE", DESK, &headers, b"").status, 403);
}
