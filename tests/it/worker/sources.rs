//! What the worker fetches for a user, and what it never does: addresses of private networks, by
//! any notation, name or redirect; and no more than its memory and time allow.

use std::{fs, process::Command};

use serde_json::{Value, json};

use super::{
    Backend, Worker, dev,
    http::Response,
    site::{Reply, Site},
};

const PRIVATE: &[&str] = &["--private-network"];

/// Compiles these sources.
#[track_caller]
fn compile(backend: &Backend, sources: &[&str]) -> Response {
    let sources: Vec<Value> = sources.iter().map(|it| json!({ "source": it })).collect();
    let body = json!({ "configuration": { "name": "Test", "sources": sources } });
    backend.client().post("/api/compile", &body.to_string())
}

#[track_caller]
fn is_refused(response: &Response, status: u16, kind: &str, says: &str) {
    let document = response.json();
    assert_eq!(response.status, status, "{document}");
    assert_eq!(document["type"], format!("https://api.bloqr.dev/probs/{kind}"), "{document}");
    let detail = document["detail"].as_str().unwrap();
    assert!(detail.contains(says), "{detail} does not say: {says}");
    assert_eq!(response.path(), None);
}

#[test]
fn only_names_of_the_public_internet_are_fetched() {
    let lists = Site::new().with("/a.txt", Reply::Text("||a.example.com^\n".to_owned()));
    let port = lists.address.port();
    let backend = Backend::start(&[]);
    let address = "a source needs a name, not an IP address";
    let name = "is not a name of the public internet";
    for (host, says) in [
        ("127.0.0.1", address),
        ("127.1", address),
        ("0x7f.0.0.1", address),
        ("0177.0.0.1", address),
        ("2130706433", address),
        ("127.0.0.1.", address),
        ("１２７。0.0.1", address),
        ("0", address),
        ("0.0.0.0", address),
        ("10.0.0.1", address),
        ("172.16.0.1", address),
        ("192.168.1.1", address),
        ("169.254.169.254", address),
        ("100.64.0.1", address),
        ("8.8.8.8", address),
        ("[::1]", address),
        ("[::]", address),
        ("[::ffff:127.0.0.1]", address),
        ("[::ffff:7f00:1]", address),
        ("[64:ff9b::7f00:1]", address),
        ("[fc00::1]", address),
        ("[fe80::1]", address),
        ("[2606:4700::1111]", address),
        ("localhost", name),
        ("LOCALHOST.", name),
        ("a.localhost", name),
        ("router", name),
        ("printer.local", name),
        ("metadata.google.internal", name),
        ("a.internal.", name),
        ("nas.lan", name),
        ("nas.home.arpa", name),
        ("lists.test", name),
        ("hidden.onion", name),
    ] {
        let response = compile(&backend, &[&format!("https://{host}:{port}/a.txt")]);
        is_refused(&response, 422, "source-refused", says);
    }
    for (url, says) in [
        (lists.url("/a.txt"), "only https"),
        ("http://lists.example.com/a.txt".to_owned(), "only https"),
        ("https://user@lists.example.com/a.txt".to_owned(), "a user name"),
        ("https://:secret@lists.example.com/a.txt".to_owned(), "a password"),
    ] {
        is_refused(&compile(&backend, &[&url]), 422, "source-refused", says);
    }
    assert_eq!(lists.connections(), 0);
    // The switch of `bloqr dev` reaches it: the attempts above were real ones.
    let backend = Backend::start(PRIVATE);
    assert_eq!(compile(&backend, &[&lists.url("/a.txt")]).status, 200);
    assert_eq!(lists.visits("/a.txt"), 1);
}

/// Here, the check of names allows one server, which takes the part of a server on the internet.
fn trusting(lists: &Site) -> Backend {
    let rule = format!("if (PRIVATE_ALLOWED && url.port === '{}') return", lists.address.port());
    Worker::new().edit("sources/public.ts", "if (PRIVATE_ALLOWED) return", &rule).start(PRIVATE)
}

#[test]
fn a_redirect_leads_nowhere_that_a_source_cannot() {
    let inside = Site::new().with("/secret", Reply::Text("||secret.example.com^\n".to_owned()));
    let outside = Site::new().with("/a.txt", Reply::Text("||a.example.com^\n".to_owned()));
    let backend = trusting(&outside);
    for to in [
        inside.url("/secret"),
        format!("https://127.0.0.1:{}/secret", inside.address.port()),
        format!("//localhost:{}/secret", inside.address.port()),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
        "https://[::ffff:a9fe:a9fe]/".to_owned(),
        "https://metadata.google.internal/".to_owned(),
        "file:///etc/passwd".to_owned(),
        "data:text/plain,||a.example.com^".to_owned(),
    ] {
        outside.put("/moved", Reply::Redirect(to.clone()));
        is_refused(
            &compile(&backend, &[&outside.url("/moved")]),
            422,
            "source-refused",
            "redirected",
        );
        outside.put("/twice", Reply::Redirect("/moved".to_owned()));
        is_refused(
            &compile(&backend, &[&outside.url("/twice")]),
            422,
            "source-refused",
            "redirected",
        );
    }
    assert_eq!(inside.connections(), 0);
    // Five redirects are followed, also relative ones; six are not.
    for n in 1..=5 {
        outside.put(&format!("/{n}"), Reply::Redirect(format!("{}", n - 1)));
    }
    outside.put("/0", Reply::Redirect("/a.txt".to_owned()));
    assert_eq!(compile(&backend, &[&outside.url("/4")]).status, 200);
    let visits = outside.visits("/a.txt");
    is_refused(&compile(&backend, &[&outside.url("/5")]), 502, "source-failed", "5 redirects");
    assert_eq!(outside.visits("/a.txt"), visits);
}

/// Where the check of names is passed, workerd looks at the address that it connects to.
#[test]
fn workerd_connects_to_no_private_address() {
    let lists = Site::new().with("/a.txt", Reply::Text("||a.example.com^\n".to_owned()));
    let port = lists.address.port();
    let open = || Worker::new().edit("sources/public.ts", "if (PRIVATE_ALLOWED) return", "return");
    let backend = open().start(&[]);
    for host in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]"] {
        let response = compile(&backend, &[&format!("http://{host}:{port}/a.txt")]);
        is_refused(&response, 502, "source-failed", "cannot be reached");
    }
    assert_eq!(lists.connections(), 0);
    let backend = open().start(PRIVATE);
    assert_eq!(compile(&backend, &[&format!("http://localhost:{port}/a.txt")]).status, 200);
    assert_eq!(lists.connections(), 1);
}

/// A name of the internet that leads to this machine, and one that does so only the second time. The
/// names are in a hosts file that only this backend sees.
#[test]
fn a_name_that_changes_its_address_leads_nowhere() {
    let lists = Site::new().with("/a.txt", Reply::Text("||a.example.com^\n".to_owned()));
    let folder = tempfile::tempdir().unwrap();
    let hosts = folder.path().join("hosts");
    let says =
        |address: &str| fs::write(&hosts, format!("{address} rebind.example.com\n")).unwrap();
    says("127.0.0.1");
    let script = "mount --bind \"$0\" /etc/hosts && exec \"$@\"";
    let apart = |program: &mut Command| {
        program.args(["--user", "--map-root-user", "--mount", "sh", "-c", script]).arg(&hosts);
    };
    let mut probe = Command::new("unshare");
    apart(&mut probe);
    if !probe.arg("true").status().is_ok_and(|it| it.success()) {
        eprintln!("this machine gives no name space of its own: names were not tried");
        return;
    }
    let url =
        |scheme: &str| format!("{scheme}://rebind.example.com:{}/a.txt", lists.address.port());
    let start = |options: &[&str]| {
        let mut command = Command::new("unshare");
        apart(&mut command);
        let inner = dev();
        command.arg(inner.get_program()).args(inner.get_args());
        command.env_clear();
        for (name, value) in inner.get_envs() {
            command.env(name, value.unwrap_or_default());
        }
        command.env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        Worker::new().start_with(command, options)
    };
    let backend = start(&[]);
    is_refused(&compile(&backend, &[&url("https")]), 502, "source-failed", "cannot be reached");
    // 192.0.2.1 belongs to nobody: it is public, and cannot be reached.
    says("192.0.2.1");
    is_refused(&compile(&backend, &[&url("https")]), 502, "source-failed", "");
    says("127.0.0.1");
    is_refused(&compile(&backend, &[&url("https")]), 502, "source-failed", "cannot be reached");
    assert_eq!(lists.connections(), 0);
    // With the switch, the same name leads here.
    let backend = start(PRIVATE);
    assert_eq!(compile(&backend, &[&url("http")]).status, 200);
    assert_eq!(lists.visits("/a.txt"), 1);
}

#[test]
fn what_is_no_list_is_refused() {
    let html = b"<!DOCTYPE html><html><body>Sign in</body></html>".to_vec();
    let lists = Site::new()
        .with("/html", Reply::Typed("text/html; charset=utf-8", html.clone()))
        .with("/hidden", Reply::Typed("text/plain", html))
        .with("/json", Reply::Typed("application/json", b"{\"error\": \"no\"}".to_vec()))
        .with("/latin1", Reply::Typed("text/plain", b"! caf\xe9\n".to_vec()))
        .with("/gone", Reply::Status(410))
        .with("/error", Reply::Status(500))
        .with("/moved", Reply::Status(302))
        .with("/empty", Reply::Text(" \n".to_owned()))
        .with("/endless", Reply::Endless)
        .with("/good", Reply::Text("||a.example.com^\n".to_owned()));
    let backend = Backend::start(PRIVATE);
    for (path, says) in [
        ("/html", "a web page"),
        ("/latin1", "not UTF-8"),
        ("/gone", "status 410"),
        ("/error", "status 500"),
        ("/moved", "status 302"),
        ("/nothing", "status 404"),
    ] {
        // One bad source is enough, and is named.
        let response = compile(&backend, &[&lists.url("/good"), &lists.url(path)]);
        is_refused(&response, 502, "source-failed", says);
        assert!(response.json()["detail"].as_str().unwrap().starts_with(&lists.url(path)));
    }
    // What is in the text is the core's to judge.
    for (path, says) in [("/hidden", "HTML"), ("/json", "JSON"), ("/empty", "empty")] {
        let response = compile(&backend, &[&lists.url("/good"), &lists.url(path)]);
        is_refused(&response, 422, "invalid-request", says);
    }
    // Nobody answers there.
    let response = compile(&backend, &["http://127.0.0.1:1/a.txt"]);
    is_refused(&response, 502, "source-failed", "cannot be reached");
    is_refused(
        &compile(&backend, &[&lists.url("/endless")]),
        413,
        "sources-too-large",
        "no Workflow",
    );
}

#[test]
fn the_sources_of_a_request_are_bounded_together() {
    let half = "||ads.example.com^\n".repeat((3 << 20) / 19);
    let lists = Site::new()
        .with("/half", Reply::Text(half.clone()))
        .with("/other", Reply::Text(half))
        .with("/small", Reply::Text("||a.example.com^\n".to_owned()));
    let backend = Backend::start(PRIVATE);
    assert_eq!(compile(&backend, &[&lists.url("/half")]).status, 200);
    let both = [lists.url("/half"), lists.url("/other")];
    let response = compile(&backend, &[&both[0], &both[1]]);
    is_refused(&response, 413, "sources-too-large", "");
    let many: Vec<String> = (0..101).map(|n| lists.url(&format!("/small?{n}"))).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    is_refused(&compile(&backend, &many), 422, "source-refused", "100 sources");
    assert_eq!(lists.visits("/small?0"), 0);
}

/// Takes 30 seconds, and waits for no clock of its own.
#[test]
fn a_source_that_says_nothing_is_waited_for_only_so_long() {
    let lists = Site::new().with("/silent", Reply::Silent);
    let backend = Backend::start(PRIVATE);
    let response = compile(&backend, &[&lists.url("/silent")]);
    is_refused(&response, 502, "source-failed", "no answer within 30 s");
    assert_eq!(lists.visits("/silent"), 1);
}
