//! Everything that can go wrong on the way, each with its own words and its own exit code.

use std::{
    io::Write,
    net::{TcpListener, TcpStream},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use flate2::{Compression, write::GzEncoder};
use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
};

use super::{
    backends::{KEY, ours},
    dispatch, read,
    server::{Asked, Reply, Server},
};
use crate::support::bloqr;

type Answer = fn(&Asked) -> Reply;

fn head(extra: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{extra}\r\n").into_bytes()
}

fn gzip(bytes: &[u8], times: usize) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    (0..times).for_each(|_| gzip.write_all(bytes).unwrap());
    gzip.finish().unwrap()
}

/// As a backend answers that compresses on a runtime that compresses, too.
fn twice(body: &[u8]) -> Reply {
    twice_of(&gzip(body, 1))
}

fn twice_of(packed: &[u8]) -> Reply {
    let body = gzip(packed, 1);
    let headers = [("Content-Type", "application/json"), ("Content-Encoding", "gzip")];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
    Reply::Http { status: 200, headers: headers.to_vec(), body }
}

fn cloudflare(status: u16, body: &str) -> Reply {
    Reply::text(status, "text/html; charset=UTF-8", body)
        .header("Server", "cloudflare")
        .header("CF-RAY", "8c1f0123456789ab-FRA")
}

/// One answer, what is said of it, what to do about it, and how the command ends.
const CASES: &[(&str, Answer, &str, &str, i32)] = &[
    (
        "no key",
        |_| Reply::json(401, r#"{"success":false,"error":"Authentication required"}"#),
        "401, the key was not accepted: Authentication required",
        "bloqr key new",
        2,
    ),
    (
        "no right",
        |_| {
            Reply::text(
                403,
                "application/problem+json",
                r#"{"detail":"The tier does not include this."}"#,
            )
        },
        "403, not allowed: The tier does not include this.",
        "a key of a higher tier",
        2,
    ),
    ("too large", |_| Reply::text(413, "text/plain", "no"), "413, too large: no", "1 MiB", 2),
    (
        "rate limit",
        |_| Reply::json(429, r#"{"retryAfter":3600}"#),
        "429, too many requests",
        "try again in 3600 s, or",
        2,
    ),
    (
        "html",
        |_| Reply::text(200, "text/html", "<!doctype html><title>Hello</title>"),
        "200 with an HTML page instead of JSON",
        "the root of the backend",
        1,
    ),
    (
        "html that calls itself JSON",
        |_| Reply::json(200, "<html></html>"),
        "200 with an HTML page instead of JSON",
        "the root of the backend",
        1,
    ),
    (
        "wrong type",
        |_| Reply::text(200, "application/octet-stream", "{}"),
        "200 with `application/octet-stream` instead of JSON",
        "the root of the backend",
        1,
    ),
    ("nothing", |_| Reply::json(200, ""), "200 with an empty body", "the root of the backend", 1),
    (
        "truncated",
        |_| Reply::json(200, r#"{"success":true,"parsedRules":[{"#),
        "200 with incomplete JSON: it ends after 32 bytes",
        "wrangler tail",
        1,
    ),
    ("no json", |_| Reply::json(200, "success"), "200 with text that is not JSON", "root", 1),
    (
        "deep json",
        |_| Reply::json(200, "[".repeat(200_000)),
        "200 with text that is not JSON",
        "the root of the backend",
        1,
    ),
    ("not found", |_| Reply::json(404, "{}"), "404, there is no /api/ast/parse", "root", 1),
    (
        "failure",
        |_| Reply::text(500, "text/plain", "Internal\nError\x1b[31m"),
        "500, the backend failed: Internal Error\u{fffd}[31m",
        "wrangler tail",
        1,
    ),
    (
        "rate limit of the zone",
        |_| cloudflare(429, "<title>Access denied</title><p>error code: 1015</p>"),
        "429, Cloudflare error 1015: the zone's own rate limit",
        "send fewer requests",
        2,
    ),
    (
        "firewall",
        |_| cloudflare(403, "<span class=\"cf-error-code\">1020</span>"),
        "403, Cloudflare error 1020: a firewall rule",
        "Security",
        2,
    ),
    (
        "exception",
        |_| Reply::text(500, "text/plain", "error code: 1101").header("Server", "cloudflare"),
        "500, Cloudflare error 1101: the worker threw an exception",
        "wrangler tail",
        1,
    ),
    (
        "limits",
        |_| cloudflare(503, "<title>Worker exceeded resource limits | Error 1102</title>"),
        "503, Cloudflare error 1102: the worker used more CPU time or memory",
        "limits.cpu_ms",
        1,
    ),
    (
        "origin",
        |_| cloudflare(522, "<html>"),
        "Cloudflare error 522: the origin did not",
        "origin",
        2,
    ),
    ("bad origin", |_| cloudflare(520, ""), "Cloudflare error 520: the origin sent", "wrangler", 2),
    (
        "redirect",
        |_| Reply::text(307, "text/html", "").header("Location", "https://other.example/x"),
        "307, a redirect to https://other.example/x",
        "redirects are not followed",
        2,
    ),
    (
        "redirect of an endpoint",
        |asked| {
            let to = format!("https://other.example/a{}?x", asked.path);
            Reply::text(308, "text/html", "").header("Location", &to)
        },
        "308, a redirect to https://other.example/a/api/ast/parse?x",
        "use https://other.example/a if",
        2,
    ),
    (
        "redirect to nowhere",
        |_| Reply::text(302, "text/html", "").header("Location", "/login\u{202e}"),
        "302, a redirect to /login<U+202E>",
        "find out which URL is the root of the backend",
        2,
    ),
    (
        "not now",
        |_| Reply::json(503, r#"{"error":"No database"}"#),
        "503, the backend is not available: No database",
        "try again later",
        1,
    ),
    (
        "not for a long time",
        |_| Reply::json(503, "{}").header("Retry-After", "3600"),
        "503, the backend is not available",
        "try again in 3600 s",
        1,
    ),
    (
        "gzipped three times",
        |_| twice(&gzip(b"{}", 1)),
        "it is gzipped twice, and once more",
        "proxy",
        1,
    ),
    (
        "gzipped twice, and broken",
        |_| twice_of(&gzip(b"{\"success\":true}", 1)[..14]),
        "the inner layer is broken",
        "proxy",
        1,
    ),
    (
        "gzip bomb in gzip",
        |_| twice(&[b' '; 1 << 20].repeat(64)),
        "MiB, and was cut off",
        "the URL is the backend's",
        1,
    ),
    ("closed at once", |_| Reply::Raw(Vec::new()), "the connection broke", "try again", 2),
    (
        "closed in the middle",
        |_| Reply::Raw([head("Content-Length: 5000\r\n"), b"{\"success\"".to_vec()].concat()),
        "the connection broke: after 10 bytes of the answer",
        "try again",
        2,
    ),
    ("no http", |_| Reply::Raw(b"SSH-2.0-OpenSSH\r\n".to_vec()), "the connection broke", "try", 2),
    (
        "endless",
        |_| {
            Reply::Endless(
                head("Transfer-Encoding: chunked\r\n"),
                [&b"10000\r\n"[..], &[b' '; 0x10000], b"\r\n"].concat(),
            )
        },
        "MiB, and was cut off",
        "the URL is the backend's",
        1,
    ),
    (
        "gzip bomb",
        |_| {
            // Thousands of times as long as what is sent, and twice of what is read.
            let body = gzip(&[b' '; 1 << 20], 64);
            let length = format!("Content-Encoding: gzip\r\nContent-Length: {}\r\n", body.len());
            Reply::Raw([head(&length), body].concat())
        },
        "MiB, and was cut off",
        "the URL is the backend's",
        1,
    ),
    (
        "bad gzip",
        |_| Reply::json(200, "this is no gzip at all").header("Content-Encoding", "gzip"),
        "the answer cannot be decompressed",
        "proxy",
        1,
    ),
];

#[test]
fn every_failure_has_its_own_words() {
    for (name, answer, says, hint, code) in CASES {
        let server = Server::new(answer);
        let args = ["check", &server.url, "--endpoint", "parse", "-n", "1"];
        let (exit, out, err) = dispatch(&args);
        // Wrapped at 80 columns.
        let flat: Vec<&str> = out.split_whitespace().chain(err.split_whitespace()).collect();
        let flat = flat.join(" ");
        assert_eq!(exit, *code, "{name}: {out}{err}");
        assert!(flat.contains(says), "{name}: {out}{err}");
        assert!(flat.contains(hint), "{name}: {out}{err}");
        assert!(!flat.contains('\x1b'), "{name}: {flat:?}");
        let (_, out, _) = dispatch(&[&args[..], &["--format", "json"]].concat());
        crate::schema::check(
            "docs/schema/dispatch.schema.json",
            &serde_json::from_str(&out).unwrap(),
        );
    }
}

#[test]
fn gzip_is_unpacked() {
    let server = Server::new(|asked| match ours(asked, "loader", None) {
        Reply::Http { status, mut headers, body } => {
            headers.push(("Content-Encoding".to_owned(), "gzip".to_owned()));
            Reply::Http { status, headers, body: gzip(&body, 1) }
        }
        other => other,
    });
    let (code, out, _) = dispatch(&["check", &server.url, "--expect", "loader", "--exact"]);
    assert_eq!(code, 0, "{out}");
}

#[test]
fn what_is_gzipped_twice_is_unpacked_twice_and_said() {
    let server = Server::new(|asked| match ours(asked, "loader", None) {
        Reply::Http { status, mut headers, body } => {
            headers.push(("Content-Encoding".to_owned(), "gzip".to_owned()));
            Reply::Http { status, headers, body: gzip(&gzip(&body, 1), 1) }
        }
        other => other,
    });
    let args = ["check", &server.url, "--expect", "loader", "--exact"];
    let (code, out, _) = dispatch(&args);
    assert_eq!(code, 0, "{out}");
    assert_eq!(out.matches("gzipped twice").count(), bloqr::api::Endpoint::ALL.len(), "{out}");
    let (_, out, _) = dispatch(&[&args[..], &["--format", "json"]].concat());
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    crate::schema::check("docs/schema/dispatch.schema.json", &report);
    assert_eq!(report["endpoints"][0]["gzippedTwice"], true);
    let (_, _, err) = dispatch(&[&args[..], &["--verbose"]].concat());
    assert!(err.contains(", gzipped twice"), "{err}");
}

/// A backend that is unavailable does not get many requests, with any form of `Retry-After`.
#[test]
fn a_backend_that_is_never_available_is_asked_a_few_times_only() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("wrangler.toml");
    std::fs::write(&path, "name = \"a\"\n").unwrap();
    let config = path.to_str().unwrap();
    let commands: [(&[&str], i32); 6] = [
        (&["dispatch", "check"], 1),
        (&["dispatch", "sample", "-n", "100", "-c", "32"], 1),
        (&["dispatch", "audit"], 2),
        (&["dispatch", "explain", "--config", config], 2),
        (&["validate", "examples", "--backend"], 2),
        (&["ast", "parse", "examples", "--backend"], 2),
    ];
    let check = |after: Option<&'static str>, command: &[&str], exit: i32| {
        let server = Server::new(move |_| {
            let reply = Reply::json(503, r#"{"error":"away"}"#);
            after.iter().fold(reply, |reply, it| reply.header("Retry-After", it))
        });
        let mut run = bloqr();
        run.current_dir(crate::support::root()).env("BLOQR_API_KEY", KEY);
        let (code, out, err) = read(run.args(command).arg(&server.url).output().unwrap());
        assert_eq!(code, exit, "{command:?}: {out}{err}");
        assert!((out + &err).contains("503, the backend is not available: away"), "{err}");
        assert!(!err.contains("asked too often"), "{err}");
        // Those that ask again wait 1, 2, 4 seconds; `check` asks each endpoint.
        assert!(
            server.count() <= bloqr::api::Endpoint::ALL.len() + 2,
            "{command:?} {after:?}: {}",
            server.count()
        );
    };
    // They mostly wait.
    thread::scope(|scope| {
        for after in [None, Some("0"), Some("1")] {
            for (command, exit) in commands {
                scope.spawn(move || check(after, command, exit));
            }
        }
    });
}

#[test]
fn nobody_there_is_said_at_once() {
    // A port that was free a moment ago can have another test's server now. On this one nobody listens.
    let port = 1;
    let (code, out, err) = dispatch(&["check", &format!("http://127.0.0.1:{port}")]);
    assert_eq!((code, out.as_str()), (2, ""));
    let says =
        format!("error: nothing listens at 127.0.0.1:{port}: connection refused\n  try: start it");
    assert!(err.starts_with(&says), "{err}");
    for command in ["sample", "audit"] {
        assert_eq!(dispatch(&[command, &format!("http://127.0.0.1:{port}")]).0, 2, "{command}");
    }
    // `.invalid` never resolves (RFC 6761).
    let (code, _, err) = dispatch(&["check", "https://backend.invalid"]);
    assert_eq!(code, 2);
    assert!(err.starts_with("error: there is no host `backend.invalid`\n"), "{err}");
}

#[test]
fn silence_ends_at_the_timeout() {
    let server = Server::new(|_| Reply::Silence);
    let args = ["check", &server.url, "--endpoint", "parse", "--timeout", "300ms"];
    let (code, out, err) = dispatch(&args);
    assert_eq!(code, 2, "{out}");
    assert!(err.contains("no complete answer in 300 ms"), "{err}");
    // One that always sends a little more is no better.
    let drip = Server::new(|_| {
        Reply::Endless(head("Transfer-Encoding: chunked\r\n"), b"1\r\n \r\n".to_vec())
    });
    let (code, _, err) =
        dispatch(&["check", &drip.url, "--endpoint", "parse", "--timeout", "300ms"]);
    assert_eq!(code, 2);
    assert!(err.contains("no complete answer in 300 ms"), "{err}");
}

/// The time limit is for the whole request: here the head and the body alone would be in time.
#[test]
fn a_late_head_and_a_late_body_share_the_time() {
    let server = Server::new(|asked| match ours(asked, "loader", None) {
        Reply::Http { body, .. } => {
            let head = head(&format!("Content-Length: {}\r\n", body.len()));
            Reply::Slow(Duration::from_millis(600), vec![head, body])
        }
        other => other,
    });
    let args = ["check", &server.url, "--endpoint", "parse", "-n", "1", "--timeout"];
    let (code, _, err) = dispatch(&[&args[..], &["1s"]].concat());
    assert_eq!(code, 2);
    assert!(err.contains("no complete answer in 1 s"), "{err}");
    assert_eq!(dispatch(&[&args[..], &["1m"]].concat()).0, 0);
}

/// The connection queue is full and nobody accepts, so the next connection gets no answer.
#[cfg(target_os = "linux")]
#[test]
fn a_host_that_takes_no_connection_is_distinguished_from_a_slow_one() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let waiting = std::iter::from_fn(|| {
        TcpStream::connect_timeout(&address, Duration::from_millis(500)).ok()
    });
    let waiting: Vec<TcpStream> = waiting.take(10_000).collect();
    assert!(waiting.len() < 10_000, "the queue has no end");
    let args = ["check", &format!("http://{address}"), "--connect-timeout", "300ms"];
    let (code, out, err) = dispatch(&args);
    assert_eq!((code, out.as_str()), (2, ""));
    let says = format!("error: {address} did not accept the connection in time\n  try: check the");
    assert!(err.starts_with(&says), "{err}");
}

#[test]
fn a_rate_limit_is_waited_out_when_it_is_short() {
    let server = Server::new(|asked| match asked.number {
        0 => Reply::json(429, "{}").header("Retry-After", "1"),
        _ => ours(asked, "loader", None),
    });
    let started = Instant::now();
    let args = ["check", &server.url, "--endpoint", "parse", "-n", "1", "--expect", "loader"];
    let (code, out, err) = dispatch(&args);
    assert_eq!(code, 0, "{out}{err}");
    assert!(err.contains("waiting 1 s"), "{err}");
    assert!(started.elapsed() >= Duration::from_secs(1), "it did not wait");
    assert_eq!(server.count(), 2);
}

/// A server with a certificate of its own making.
fn tls_server(name: &str) -> (String, String) {
    let made = rcgen::generate_simple_self_signed([name.to_owned()]).unwrap();
    let pem = made.cert.pem();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    _ = rustls::crypto::ring::default_provider().install_default();
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut stream = StreamOwned::new(connection, stream.unwrap());
            // A client that does not like the certificate goes away here.
            let mut buffer = [0; 1 << 16];
            if std::io::Read::read(&mut stream, &mut buffer).is_ok() {
                let body = r#"{"status":401}"#;
                let head = format!(
                    "HTTP/1.1 401 X\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
                    body.len()
                );
                _ = stream.write_all(format!("{head}{body}").as_bytes());
                stream.conn.send_close_notify();
                _ = stream.flush();
            }
        }
    });
    (format!("https://localhost:{port}"), pem)
}

#[test]
fn a_certificate_has_to_hold() {
    let (url, pem) = tls_server("localhost");
    let (code, out, err) = dispatch(&["check", &url]);
    assert_eq!((code, out.as_str()), (2, ""), "{err}");
    assert!(err.contains("no secure connection to localhost:"), "{err}");
    assert!(err.contains("certificate"), "{err}");
    // The same server, trusted: it answers, so that the certificate was what stopped us.
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("ca.pem");
    std::fs::write(&file, &pem).unwrap();
    let mut command = bloqr();
    command.env("SSL_CERT_FILE", &file).env("BLOQR_API_KEY", KEY);
    let (code, _, err) = read(command.args(["dispatch", "check", &url]).output().unwrap());
    assert_eq!(code, 2);
    assert!(err.contains("401, the key was not accepted"), "{err}");
    // A certificate that is for another name.
    let (other, pem) = tls_server("other.example");
    std::fs::write(&file, &pem).unwrap();
    let mut command = bloqr();
    command.env("SSL_CERT_FILE", &file).env("BLOQR_API_KEY", KEY);
    let (_, _, err) = read(command.args(["dispatch", "check", &other]).output().unwrap());
    assert!(err.contains("not valid for name"), "{err}");
    // A port that does not use TLS, and says so in its own way.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming() {
            _ = stream.unwrap().write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
        }
    });
    let (code, _, err) = dispatch(&["check", &format!("https://127.0.0.1:{port}")]);
    assert_eq!(code, 2);
    assert!(err.contains("no secure connection") && err.contains("does not use TLS"), "{err}");
}
