//! `check`, `audit` and `explain`: what they make of what a backend answers.

use std::fs;

use bloqr::api::Endpoint;
use serde_json::Value;

use super::{
    backends::{Guide, KEY, guide, ours},
    dispatch, read,
    server::{Reply, Server},
    stable,
};
use crate::support::{bloqr, golden};

fn json(out: &str) -> Value {
    serde_json::from_str(out).unwrap_or_else(|err| panic!("{err}: {out}"))
}

/// `parse` → (path, evidence, parity, ok)
fn row<'a>(report: &'a Value, endpoint: &str) -> (&'a str, &'a str, &'a str, bool) {
    let rows = report["endpoints"].as_array().unwrap();
    let row = rows.iter().find(|it| it["endpoint"] == endpoint).unwrap();
    let text = |it: &'a Value| it.as_str().unwrap();
    (text(&row["path"]), text(&row["evidence"]), text(&row["parity"]["state"]), row["ok"] == true)
}

#[test]
fn our_backend_names_each_path_and_is_right() {
    for (path, fallback) in [
        ("loader", None),
        ("dynamic-worker-loader", Some("loader=could-not-start")),
        ("inline", Some("loader=not-bound, dynamic-worker-loader=not-bound")),
    ] {
        let server = Server::new(move |asked| ours(asked, path, fallback));
        let (code, out, err) = dispatch(&["check", &server.url, "--expect", path, "--exact"]);
        assert_eq!((code, err.as_str()), (0, ""), "{out}");
        assert!(out.lines().all(|it| it.chars().count() <= 80), "{out}");
        golden(&format!("tests/corpus/dispatch/{path}.txt"), &stable(&out, &server.url));
        let (code, out, _) = dispatch(&["check", &server.url, "--format", "json"]);
        let report = json(&out);
        crate::schema::check("docs/schema/dispatch.schema.json", &report);
        assert_eq!((code, &report["ok"]), (0, &Value::Bool(true)));
        for endpoint in Endpoint::ALL.map(Endpoint::name) {
            assert_eq!(row(&report, endpoint), (path, "header", "equal", true), "{endpoint}");
        }
        let other = if path == "inline" { "loader" } else { "inline" };
        let (code, out, _) = dispatch(&["check", &server.url, "--expect", other]);
        assert_eq!(code, 1, "{out}");
        assert!(out.contains(&format!("answered by {path}, expected {other}")), "{out}");
    }
}

/// As `spec` of the guide's backend says, path by path.
#[test]
fn the_guides_backend_is_recognized_by_its_fingerprints() {
    let cases = [
        (
            Guide::Loader,
            ("inline", "fingerprint", "known", true),
            ("loader", "body", "differs", false),
        ),
        (
            Guide::DynamicWorkerLoader,
            ("dynamic-worker-loader", "fingerprint", "differs", false),
            ("dynamic-worker-loader", "fingerprint", "differs", false),
        ),
        (
            Guide::Inline,
            ("inline", "fingerprint", "known", true),
            ("inline", "fingerprint", "known", true),
        ),
    ];
    for (path, parse, validate) in cases {
        let server = Server::new(move |asked| guide(asked, path));
        let (_, out, err) = dispatch(&["check", &server.url, "--format", "json"]);
        assert_eq!(err, "");
        let report = json(&out);
        crate::schema::check("docs/schema/dispatch.schema.json", &report);
        assert_eq!(row(&report, "parse"), parse);
        assert_eq!(row(&report, "validate"), validate);
        assert_eq!(row(&report, "walk"), ("inline", "fingerprint", "known", true));
        assert_eq!(row(&report, "validate-rule"), ("inline", "fingerprint", "known", true));
        let (code, out, _) = dispatch(&["check", &server.url]);
        assert_eq!(code, i32::from(path != Guide::Inline), "{out}");
        assert!(out.lines().all(|it| it.chars().count() <= 80), "{out}");
        let name = ["loader", "dynamic-worker-loader", "inline"][path as usize];
        golden(
            &format!("tests/corpus/dispatch/guide-{name}.txt"),
            &without_nonce(&stable(&out, &server.url)),
        );
        assert_eq!(dispatch(&["check", &server.url, "--exact"]).0, 1);
    }
}

/// The canary of a run is in what is shown of differences.
fn without_nonce(text: &str) -> String {
    let at = |it: &str| text.find(it).map(|at| at + it.len());
    let Some(at) = at("canary-").or_else(|| at("! canary ")) else { return text.to_owned() };
    let nonce: String = text[at..].chars().take_while(char::is_ascii_hexdigit).collect();
    if nonce.len() < 8 { text.to_owned() } else { text.replace(&nonce, "NONCE") }
}

#[test]
fn a_stub_and_a_canned_answer_are_found_out() {
    // Once what was asked first, then the same again.
    let first = std::sync::OnceLock::new();
    let canned = Server::new(move |asked| {
        let bytes = first.get_or_init(|| match ours(asked, "loader", None) {
            Reply::Http { body, .. } => body,
            _ => Vec::new(),
        });
        Reply::json(200, String::from_utf8_lossy(bytes)).header("X-Bloqr-Dispatch", "loader")
    });
    let args = ["check", &canned.url, "--endpoint", "parse", "--expect", "loader"];
    assert_eq!(dispatch(&args).0, 0, "what it answers first is right");
    let (code, out, _) = dispatch(&args);
    assert_eq!(code, 1, "{out}");
    assert!(out.contains("differ"), "{out}");
    // A header that promises a path makes a wrong answer no better.
    let stub = Server::new(|_| {
        Reply::json(200, r#"{"success":true,"valid":true,"totalRules":34,"validRules":34,"invalidRules":0,"errors":[],"warnings":[],"infos":[]}"#)
            .header("X-Bloqr-Dispatch", "loader")
    });
    let (code, out, _) = dispatch(&["check", &stub.url, "--endpoint", "validate"]);
    assert_eq!(code, 1);
    assert!(out.contains("validRules"), "{out}");
}

#[test]
fn without_evidence_the_path_is_unknown() {
    let server = Server::new(|asked| match ours(asked, "loader", None) {
        Reply::Http { status, headers, body } => {
            let headers = headers.into_iter().filter(|it| !it.0.starts_with("X-Bloqr"));
            Reply::Http { status, headers: headers.collect(), body }
        }
        other => other,
    });
    let (code, out, _) = dispatch(&["check", &server.url, "--format", "json"]);
    assert_eq!(code, 0);
    assert_eq!(row(&json(&out), "parse"), ("unknown", "none", "equal", true));
    assert_eq!(dispatch(&["check", &server.url, "--expect", "inline"]).0, 1);
    let odd = Server::new(|asked| ours(asked, "isolate", None));
    let (code, out, _) = dispatch(&["check", &odd.url, "--expect", "loader"]);
    assert_eq!(code, 1);
    assert!(out.contains("names `isolate`, which is not a path"), "{out}");
}

#[test]
fn paths_that_change_between_answers_are_reported() {
    let server = Server::new(|asked| {
        ours(asked, if asked.number % 2 == 0 { "loader" } else { "inline" }, None)
    });
    let args = ["check", &server.url, "--endpoint", "parse", "-n", "4"];
    let (code, out, _) = dispatch(&args);
    assert_eq!(code, 0);
    assert!(out.contains("mixed") && out.contains("loader 2, inline 2"), "{out}");
    let (code, out, _) = dispatch(&[&args[..], &["--expect", "loader"]].concat());
    assert_eq!(code, 1, "{out}");
}

#[test]
fn rules_of_a_list_can_be_sent() {
    let dir = tempfile::tempdir().unwrap();
    let list = dir.path().join("list.txt");
    fs::write(&list, "||mine.example^\nmine.example##\n").unwrap();
    let server = Server::new(|asked| ours(asked, "inline", None));
    let list = list.to_str().unwrap();
    assert_eq!(dispatch(&["check", &server.url, "--rules", list, "--exact"]).0, 0);
    assert!(server.received().contains("||mine.example^"));
    fs::write(list, "! x\n".repeat(400_000)).unwrap();
    let (code, _, err) = dispatch(&["check", &server.url, "--rules", list]);
    assert_eq!(code, 2);
    assert!(err.contains("too large to send") && err.contains("1048576"), "{err}");
}

#[test]
fn github_gets_annotations() {
    let server = Server::new(|asked| ours(asked, "inline", None));
    let args = ["check", &server.url, "--endpoint", "parse", "--format", "github"];
    let (code, out, _) = dispatch(&[&args[..], &["--expect", "loader"]].concat());
    assert_eq!(code, 1);
    let line = format!(
        "::error title=dispatch of parse::{}: answered by inline, expected loader",
        server.url
    );
    assert!(out.lines().any(|it| it == line), "{out}");
    let (code, out, _) = dispatch(&args);
    assert!(code == 0 && out.contains("::notice title=dispatch::"), "{out}");
}

#[test]
fn colours_are_for_those_who_want_them() {
    let server = Server::new(|asked| ours(asked, "inline", None));
    assert!(!dispatch(&["check", &server.url]).1.contains('\x1b'));
    assert!(dispatch(&["check", &server.url, "--color", "always"]).1.contains('\x1b'));
}

#[test]
fn an_audit_passes_when_every_gate_holds() {
    let server = Server::new(|asked| ours(asked, "loader", None));
    let (code, out, err) = dispatch(&["audit", &server.url]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.lines().all(|it| it.chars().count() <= 80), "{out}");
    golden("tests/corpus/dispatch/audit.txt", &stable(&out, &server.url));
    let (_, out, _) = dispatch(&["audit", &server.url, "--format", "json"]);
    crate::schema::check("docs/schema/dispatch.schema.json", &json(&out));
}

/// Removes each gate in turn: only the row for that gate must fail.
#[test]
fn an_audit_finds_each_gate_that_is_missing() {
    type Break = fn(&super::server::Asked, Reply) -> Reply;
    let cases: [(&str, Break); 12] = [
        ("no-key", |asked, reply| match asked.header("authorization") {
            None if asked.path.starts_with("/api") => reply.header("X-Bloqr-Dispatch", "loader"),
            _ => reply,
        }),
        ("unknown-key", |asked, reply| match asked.header("authorization") {
            Some(it) if !it.contains(KEY) => reply.header("X-Bloqr-Dispatch", "inline"),
            _ => reply,
        }),
        ("bad-body", |asked, reply| match asked.body.as_slice() {
            b"{}" => reply.header("X-Bloqr-Dispatch", "loader"),
            _ => reply,
        }),
        ("oversized", |asked, reply| match asked.body.len() {
            ..1_048_577 => reply,
            _ => reply.header("X-Bloqr-Dispatch", "loader"),
        }),
        ("method", |asked, reply| match (asked.method.as_str(), asked.path.as_str()) {
            ("GET", "/api/ast/parse") => reply.header("X-Bloqr-Dispatch", "loader"),
            _ => reply,
        }),
        ("content-type", |asked, reply| match asked.header("content-type") {
            Some("text/plain") => reply.header("X-Bloqr-Dispatch", "loader"),
            _ => reply,
        }),
        ("no-traces", |_, reply| match reply {
            Reply::Http { status: 422, headers, .. } => {
                let body = br#"{"stack":"Error: x\n    at parse (core.ts:1:2)"}"#.to_vec();
                Reply::Http { status: 422, headers, body }
            }
            other => other,
        }),
        ("security-headers", |_, reply| match reply {
            Reply::Http { status, headers, body } => {
                let headers = headers.into_iter().filter(|it| it.0 != "Referrer-Policy");
                Reply::Http { status, headers: headers.collect(), body }
            }
            other => other,
        }),
        ("own-agents", |asked, reply| {
            let is_own = ["rules-agent/me", "mcp-agent"].iter().any(|it| asked.path.contains(it));
            match reply {
                // The refusal says which agent it is.
                Reply::Http { status: 404, headers, .. }
                    if asked.path.starts_with("/agents/") && !is_own =>
                {
                    Reply::Http { status: 404, headers, body: asked.path.clone().into_bytes() }
                }
                other => other,
            }
        }),
        ("own-agents", |asked, reply| {
            if asked.path.starts_with("/agents/rules-agent/canary") {
                Reply::json(200, r#"{"rev":7}"#).header("X-Content-Type-Options", "nosniff")
            } else {
                reply
            }
        }),
        ("agents", |asked, reply| {
            let has_key = asked.header("authorization").is_some();
            if asked.path.starts_with("/agents/rules-agent/me") && !has_key {
                Reply::json(200, "{}")
                    .header("X-Content-Type-Options", "nosniff")
                    .header("X-Frame-Options", "DENY")
                    .header("Referrer-Policy", "no-referrer")
            } else {
                reply
            }
        }),
        ("agents", |asked, reply| {
            if asked.path.starts_with("/agents/mcp-agent") {
                Reply::json(200, "{}")
                    .header("X-Content-Type-Options", "nosniff")
                    .header("X-Frame-Options", "DENY")
                    .header("Referrer-Policy", "no-referrer")
            } else {
                reply
            }
        }),
    ];
    for (code, spoil) in cases {
        let server = Server::new(move |asked| spoil(asked, ours(asked, "loader", None)));
        let (exit, out, _) = dispatch(&["audit", &server.url, "--format", "json"]);
        assert_eq!(exit, 1, "{code}: {out}");
        let report = json(&out);
        let rows = report["rows"].as_array().unwrap().iter();
        let failed: Vec<&Value> =
            rows.filter(|it| it["state"] == "fail").map(|it| &it["code"]).collect();
        assert_eq!(failed, [code]);
    }
}

/// An answer that holds the rules of the request before.
#[test]
fn an_audit_finds_state_between_requests() {
    let before = std::sync::Mutex::new(Vec::<u8>::new());
    let server = Server::new(move |asked| {
        let reply = ours(asked, "loader", None);
        let Reply::Http { status: 200, headers, body } = reply else { return reply };
        let old = std::mem::replace(&mut *before.lock().unwrap(), body.clone());
        let body = if old.is_empty() { body } else { old };
        Reply::Http { status: 200, headers, body }
    });
    let (code, out, _) = dispatch(&["audit", &server.url]);
    assert_eq!(code, 1);
    assert!(out.contains("an answer contains a mark of another request"), "{out}");
}

#[test]
fn the_rate_limit_is_only_tried_when_allowed() {
    let limited = |asked: &super::server::Asked, after: Option<&str>| match asked.number {
        ..60 => ours(asked, "loader", None),
        _ => {
            let reply = Reply::text(429, "application/problem+json", "{\"status\":429}")
                .header("X-Content-Type-Options", "nosniff");
            after.iter().fold(reply, |reply, it| reply.header("Retry-After", it))
        }
    };
    let server = Server::new(move |asked| limited(asked, Some("30")));
    let (code, out, _) = dispatch(&["audit", &server.url]);
    assert!(code == 0 && out.contains("--allow-rate-limit"), "{out}");
    assert!(server.count() < 60);
    let (code, out, _) = dispatch(&["audit", &server.url, "--allow-rate-limit"]);
    assert!(code == 0 && out.contains("429 at request"), "{out}");
    let silent = Server::new(move |asked| limited(asked, None));
    let (code, out, _) = dispatch(&["audit", &silent.url, "--allow-rate-limit"]);
    assert!(code == 1 && out.contains("no Retry-After"), "{out}");
    let none = Server::new(|asked| ours(asked, "loader", None));
    let args = ["audit", &none.url, "--allow-rate-limit", "--rate-limit-requests", "50"];
    let (code, out, _) = dispatch(&args);
    assert!(code == 1 && out.contains("no 429 in 50 requests"), "{out}");
}

#[test]
fn agents_that_are_missing_are_told_and_wrong_ones_are_found() {
    let with = |spoil: fn(&super::server::Asked, Reply) -> Reply| {
        Server::new(move |asked| spoil(asked, ours(asked, "loader", None)))
    };
    let older = with(|asked, reply| match asked.path.starts_with("/agents") {
        true => Reply::json(404, "{}"),
        false => reply,
    });
    let (code, out, _) = dispatch(&["check", &older.url, "--expect", "loader"]);
    assert!(code == 0 && out.contains("this backend has no agents"), "{out}");
    let inline = with(|asked, reply| match asked.path.as_str() {
        "/agents/rules-agent/me" => {
            Reply::json(200, r#"{"rev":0}"#).header("X-Bloqr-Dispatch", "inline")
        }
        _ => reply,
    });
    let (code, out, _) = dispatch(&["check", &inline.url, "--expect", "loader"]);
    assert!(code == 1 && out.contains("agents: served by inline, expected loader"), "{out}");
    assert!(out.contains("a request without a key was answered 200 instead of 401"), "{out}");
    assert!(out.contains("the agents are not as expected"), "{out}");
    assert_eq!(dispatch(&["check", &inline.url, "--endpoint", "parse"]).0, 0);
    let told = with(|asked, reply| match asked.path.starts_with("/agents/rules-agent/canary") {
        true => Reply::json(404, r#"{"detail":"not yours"}"#),
        false => reply,
    });
    for args in [&["check", &told.url, "--endpoint", "agents"][..], &["audit", &told.url]] {
        let (code, out, _) = dispatch(args);
        assert!(code == 1 && out.contains("it tells who has one"), "{out}");
        assert!(out.lines().all(|it| it.chars().count() <= 80), "{out}");
    }
    // The agents are inline although LOADER serves the endpoints.
    let dir = tempfile::tempdir().unwrap();
    let text = "[[worker_loaders]]\nbinding = \"LOADER\"\n";
    fs::write(dir.path().join("wrangler.toml"), text).unwrap();
    let mut command = bloqr();
    command.current_dir(&dir).env("BLOQR_API_KEY", KEY).args(["dispatch", "explain", &inline.url]);
    let (code, out, _) = read(command.output().unwrap());
    assert!(code == 1 && out.contains("the isolate of agents cannot start"), "{out}");
}

/// What the configuration says, what is seen, and the likeliest reason.
#[test]
fn explain_gives_the_likeliest_reason() {
    const BOUND: &str = "[[worker_loaders]]\nbinding = \"LOADER\"\n";
    const GUIDE: &str =
        "[[dynamic_dispatch_namespaces]]\nbinding = \"LOADER\"\nnamespace = \"n\"\n";
    const DEV: &str = "[[worker_loaders]]\nbinding = \"LOADER\"\n\n[env.dev]\nname = \"d\"\n";
    const NOT_BOUND: &str = "loader=not-bound, dynamic-worker-loader=not-bound";
    const NO_START: &str = "loader=could-not-start, dynamic-worker-loader=not-bound";
    const ENV: &str = "name = \"a\"\n[env.dev]\n[[env.dev.worker_loaders]]\nbinding = \"LOADER\"\n";
    const TAKEN: &str = "[[worker_loaders]]\nbinding = \"LOADER\"\n[[kv_namespaces]]\nbinding = \"LOADER\"\nid = \"1\"\n";
    const COMMENTED: &str = "# [[worker_loaders]]\n# binding = \"LOADER\"\n";
    // The reasons, the configuration, the path, the fallbacks, and options.
    type Case = (
        &'static [&'static str],
        &'static str,
        &'static str,
        Option<&'static str>,
        &'static [&'static str],
    );
    let cases: [Case; 16] = [
        (&[], BOUND, "loader", None, &[]),
        (&["not-deployed"], BOUND, "inline", Some(NOT_BOUND), &[]),
        (&["unknown-table"], GUIDE, "inline", Some(NOT_BOUND), &[]),
        (&["not-inherited"], DEV, "inline", Some(NOT_BOUND), &["--env", "dev"]),
        (&["not-deployed", "other-environment"], DEV, "inline", Some(NOT_BOUND), &[]),
        (&["not-deployed", "other-environment"], ENV, "inline", Some(NOT_BOUND), &["--env", "dev"]),
        (&["misconfigured"], TAKEN, "inline", Some(NOT_BOUND), &[]),
        (&["no-access"], BOUND, "inline", Some(NO_START), &[]),
        (&["no-access", "other-configuration"], COMMENTED, "inline", Some(NO_START), &[]),
        (&["other-configuration"], "name = \"a\"\n", "loader", None, &[]),
        (&["other-configuration"], GUIDE, "loader", None, &[]),
        (&["other-configuration"], COMMENTED, "loader", None, &[]),
        (&["other-configuration"], DEV, "loader", None, &["--env", "dev"]),
        (&[], "name = \"a\"\n", "inline", Some(NOT_BOUND), &[]),
        (&[], COMMENTED, "inline", Some(NOT_BOUND), &[]),
        (&[], DEV, "loader", None, &[]),
    ];
    let dir = tempfile::tempdir().unwrap();
    let explain = |url: &str, args: &[&str]| {
        let mut command = bloqr();
        command.current_dir(&dir).env("BLOQR_API_KEY", KEY).args(["dispatch", "explain", url]);
        read(command.args(args).output().unwrap())
    };
    let codes = |out: &str| {
        let report = json(out);
        crate::schema::check("docs/schema/dispatch.schema.json", &report);
        let loader = &report["bindings"][0];
        let first = loader["reason"].as_object().map(|it| it["code"].clone());
        let others = loader["otherReasons"].as_array().unwrap().iter().map(|it| it["code"].clone());
        first.into_iter().chain(others).map(|it| it.as_str().unwrap().to_owned()).collect()
    };
    let mut texts = String::new();
    for (reasons, config, path, fallback, args) in cases {
        fs::write(dir.path().join("wrangler.toml"), config).unwrap();
        let server = Server::new(move |asked| ours(asked, path, fallback));
        let (exit, out, _) = explain(&server.url, &[args, &["--format", "json"]].concat());
        let found: Vec<String> = codes(&out);
        assert_eq!(
            (exit, found),
            (i32::from(!reasons.is_empty()), reasons.iter().map(|it| (*it).to_owned()).collect()),
            "{config}: {out}"
        );
        let (_, out, _) = explain(&server.url, args);
        assert!(out.lines().all(|it| it.chars().count() <= 80), "{out}");
        let name = if reasons.is_empty() { "agree".to_owned() } else { reasons.join(", ") };
        texts += &format!("--- {name}\n{}", stable(&out, &server.url));
    }
    golden("tests/corpus/dispatch/explain.txt", &texts);
    // An isolate that runs and fails says so in a 502 with the path.
    let failing = Server::new(|_| {
        Reply::text(
            502,
            "application/problem+json",
            "{\"status\":502,\"detail\":\"The isolate failed\"}",
        )
        .header("X-Bloqr-Dispatch", "loader")
    });
    fs::write(dir.path().join("wrangler.toml"), BOUND).unwrap();
    let (exit, out, _) = explain(&failing.url, &["--format", "json"]);
    assert_eq!((exit, codes(&out)), (1, vec!["isolate-fails".to_owned()]));
    let (exit, out, _) = dispatch(&["check", &failing.url, "--expect", "loader"]);
    assert!(
        exit == 1 && out.contains("502, the isolate of loader failed: The isolate failed"),
        "{out}"
    );
}

/// A URL that contains the name of an environment probably belongs to it.
#[test]
fn explain_looks_at_the_name_of_the_host() {
    use bloqr::{
        dispatch::{
            Exchange, Request, Response,
            explain::explain,
            verdict::{Expectation, judge},
        },
        wrangler::{Config, Scope, Syntax, status},
    };

    let headers = [("content-type", "application/json"), ("x-bloqr-dispatch", "inline")];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let response = Response { status: 200, headers, body: b"{}".to_vec(), micros: 1 };
    let request = Request::post("/api/ast/parse", "{\"rules\":[]}");
    let exchange = Exchange { request, response, had_key: true };
    let verdict = judge(Endpoint::Parse, &[Ok(exchange)], &Expectation::default());
    let text = "[[worker_loaders]]\nbinding = \"LOADER\"\n[env.dev]\n[env.staging]\n";
    let config = Config::parse(text, Syntax::Toml).unwrap();
    let statuses = status(&config, None);
    for (host, first) in [
        ("api.example.com", "not-deployed"),
        ("backend.account.workers.dev", "not-deployed"),
        ("devices.example.com", "not-deployed"),
        ("127.0.0.1", "not-deployed"),
        ("staging.example.com", "other-environment"),
        ("backend-staging.account.workers.dev", "other-environment"),
        ("staging-backend.example.com", "other-environment"),
        ("backend-dev.account.workers.dev", "other-environment"),
    ] {
        let findings = explain(&statuses, &Scope::Top, host, std::slice::from_ref(&verdict));
        let codes: Vec<&str> = findings[0].reasons.iter().map(|it| it.code()).collect();
        assert_eq!((codes[0], codes.len()), (first, 2), "{host}");
        let (why, _) = findings[0].reasons[usize::from(first == "not-deployed")]
            .says(findings[0].binding, &Scope::Top);
        let env = if host.contains("staging") { "staging" } else { "dev" };
        assert!(why.contains(&format!("environment {env} ")), "{host}: {why}");
    }
}

/// If no answer names its path, the configuration is not confirmed.
#[test]
fn explain_is_not_content_with_answers_that_tell_nothing() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("wrangler.toml"), "name = \"a\"\n").unwrap();
    let server = Server::new(|asked| match ours(asked, "loader", None) {
        Reply::Http { status, headers, body } => {
            let headers = headers.into_iter().filter(|it| !it.0.starts_with("X-Bloqr"));
            Reply::Http { status, headers: headers.collect(), body }
        }
        other => other,
    });
    let mut command = bloqr();
    command.current_dir(&dir).env("BLOQR_API_KEY", KEY).args(["dispatch", "explain", &server.url]);
    let (code, out, _) = read(command.output().unwrap());
    assert!(code == 1 && out.ends_with("the answers do not show which path they took\n"), "{out}");
}

/// The documentation shows what the commands print, with another name for the backend.
#[test]
fn the_documentation_shows_what_is_printed() {
    let read = |path: &str| fs::read_to_string(crate::support::root().join(path)).unwrap();
    let docs = read("docs/dispatch.md").replace("\r\n", "\n");
    for name in ["dynamic-worker-loader", "guide-inline", "guide-loader", "guide-explain", "audit"]
    {
        let printed = read(&format!("tests/corpus/dispatch/{name}.txt"));
        let printed =
            printed.replace("\r\n", "\n").replace("http://backend", "https://api.example.com");
        let shown: Vec<&str> = docs.lines().collect();
        for line in printed.lines().filter(|it| !it.contains("TIME")) {
            assert!(shown.contains(&line), "docs/dispatch.md does not show, of {name}: {line}");
        }
    }
}
