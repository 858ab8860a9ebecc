//! The guide's own backend as it was recorded, in each of its configurations.

use std::fs;

use bloqr::{
    api::Endpoint,
    dispatch::{
        Path, evidence,
        parity::Parity,
        verdict::{Expectation, judge},
    },
};
use serde_json::Value;

use super::{
    backends::{Guide, guide, ours},
    dispatch,
    replay::Bound,
    server::{Reply, Server},
    stable,
};
use crate::support::golden;

/// Which path answered, and whether that is a stub.
fn truth(bound: Bound, endpoint: Endpoint) -> (Path, bool) {
    match (bound, endpoint) {
        (Bound::Loader, Endpoint::Validate) => (Path::Loader, true),
        (Bound::DynamicWorkerLoader, Endpoint::Parse | Endpoint::Validate) => {
            (Path::DynamicWorkerLoader, true)
        }
        _ => (Path::Inline, false),
    }
}

/// Every recorded answer, for any list.
#[test]
fn every_recorded_answer_tells_its_path_and_is_judged_by_it() {
    for bound in Bound::ALL {
        let rows = || bound.recordings().into_iter().flat_map(|it| it.0);
        let mut seen = 0;
        for row in rows().filter(|it| it.status == 200 && it.method == "POST") {
            let exchange = row.exchange();
            let endpoint = Endpoint::from_path(&row.path).unwrap();
            let found = evidence::weigh(&exchange);
            let (path, is_stub) = truth(bound, endpoint);
            let what = format!("{bound:?} {} {}", row.path, row.request);
            assert_eq!(found.path, Some(path), "{what}");
            assert_eq!(found.stub.is_some(), is_stub, "{what}");
            assert_eq!(found.backend.name, "guide", "{what}");
            let expected = Expectation { paths: vec![path], exact: false };
            let verdict = judge(endpoint, &[Ok(exchange)], &expected);
            assert_eq!((verdict.path(), verdict.is_fine()), (Some(path), !is_stub), "{what}");
            let is_right = matches!(verdict.parity, Parity::Equal | Parity::Known(_));
            assert!(is_stub || is_right, "{what}: {:#?}", verdict.parity);
            seen += 1;
        }
        for row in rows().filter(|it| it.path == Endpoint::ValidateRule.path() && it.has_key) {
            let asked = [Ok(row.exchange())];
            let verdict = judge(Endpoint::ValidateRule, &asked, &Expectation::default());
            assert_eq!(
                (verdict.path(), verdict.is_fine()),
                (Some(Path::Inline), true),
                "{bound:?}"
            );
        }
        assert!(seen > 8, "{bound:?}: {seen}");
    }
}

/// `check` of each configuration, with the canaries of a new run.
#[test]
fn check_names_each_path_and_fails_on_stubs_alone() {
    for bound in Bound::ALL {
        for recording in bound.recordings() {
            let server = recording.server();
            let (code, out, err) = dispatch(&["check", &server.url, "--format", "json"]);
            assert_eq!(err, "", "{bound:?}");
            let report: Value = serde_json::from_str(&out).unwrap();
            crate::schema::check("docs/schema/dispatch.schema.json", &report);
            let mut is_fine = true;
            // What that backend has not is not asked for.
            let asked =
                [Endpoint::Parse, Endpoint::Walk, Endpoint::Validate, Endpoint::ValidateRule];
            assert_eq!(report["endpoints"].as_array().unwrap().len(), asked.len());
            for endpoint in asked {
                let (path, is_stub) = truth(bound, endpoint);
                let rows = report["endpoints"].as_array().unwrap();
                let row = rows.iter().find(|it| it["endpoint"] == endpoint.name()).unwrap();
                assert_eq!(row["path"], path.as_str(), "{bound:?} {row:#}");
                assert_ne!(row["evidence"], "none", "{bound:?} {row:#}");
                assert_eq!(row["backend"], "guide", "{bound:?} {row:#}");
                assert_eq!(row["ok"], !is_stub, "{bound:?} {row:#}");
                assert_eq!(row["stub"].is_string(), is_stub, "{bound:?} {row:#}");
                is_fine &= !is_stub;
            }
            assert_eq!(code, i32::from(!is_fine), "{bound:?}");
            let (code, out, _) = dispatch(&["check", &server.url, "--expect", "inline"]);
            let is_inline = matches!(bound, Bound::Nothing | Bound::RealLoader);
            assert_eq!(code, i32::from(!is_inline), "{bound:?}: {out}");
            assert!(out.lines().all(|it| it.chars().count() <= 80), "{out}");
            assert_eq!(dispatch(&["check", &server.url, "--exact"]).0, 1, "{bound:?}");
        }
    }
}

/// Known differences do not fail a finished rollout.
#[test]
fn sample_names_what_is_known_and_fails_on_stubs_alone() {
    for bound in Bound::ALL {
        for recording in bound.recordings() {
            let server = recording.server();
            let (path, is_stub) = truth(bound, Endpoint::Parse);
            let until = format!("{path}=100%");
            let args = ["sample", &server.url, "-n", "4", "--until", &until, "--deadline", "1s"];
            let (code, out, _) = dispatch(&args);
            assert_eq!(code, i32::from(is_stub), "{bound:?}: {out}");
            assert!(out.contains(&format!("{until} is reached")), "{bound:?}: {out}");
            let says =
                if is_stub { "a stub answers: " } else { "* the guide's backend gives no off" };
            assert!(out.contains(says), "{bound:?}: {out}");
            assert!(out.lines().all(|it| it.chars().count() <= 80), "{out}");
        }
    }
}

/// The failure that the audit reports is real: that backend answers 500 to truncated JSON.
#[test]
fn audit_accuses_of_nothing_that_is_not_so() {
    for bound in Bound::ALL {
        for recording in bound.recordings() {
            let server = recording.server();
            let (code, out, _) = dispatch(&["audit", &server.url, "--format", "json"]);
            let report: Value = serde_json::from_str(&out).unwrap();
            let rows = report["rows"].as_array().unwrap();
            let of = |state: &str| {
                let rows = rows.iter().filter(|it| it["state"] == state);
                rows.map(|it| it["code"].as_str().unwrap()).collect::<Vec<_>>()
            };
            assert_eq!((code, of("fail")), (1, vec!["bad-body"]), "{bound:?}: {out}");
            for code in ["no-state", "method", "oversized", "no-key", "agents"] {
                assert!(of("pass").contains(&code), "{bound:?} {code}: {out}");
            }
        }
    }
}

/// The bindings of the configuration, compared with what each deployment of that code shows.
#[test]
fn explain_knows_what_that_code_can_use() {
    const LOADER: &str = "[[worker_loaders]]\nbinding = \"LOADER\"\n";
    const OTHER: &str = "[[worker_loaders]]\nbinding = \"DYNAMIC_WORKER_LOADER\"\n";
    const GUIDES: &str =
        "[[dynamic_dispatch_namespaces]]\nbinding = \"LOADER\"\nnamespace = \"n\"\n";
    let cases: [(Bound, &str, [&[&str]; 2]); 8] = [
        (Bound::Nothing, "name = \"a\"\n", [&[], &[]]),
        (Bound::Nothing, GUIDES, [&["unknown-table", "unusable-binding"], &[]]),
        (Bound::RealLoader, LOADER, [&["unusable-binding"], &[]]),
        (Bound::RealLoader, OTHER, [&[], &["unusable-binding"]]),
        (Bound::Loader, LOADER, [&[], &[]]),
        (Bound::Loader, "name = \"a\"\n", [&["other-configuration"], &[]]),
        (Bound::DynamicWorkerLoader, OTHER, [&[], &[]]),
        (Bound::DynamicWorkerLoader, LOADER, [&[], &["other-configuration"]]),
    ];
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("wrangler.toml");
    let config = path.to_str().unwrap();
    for (bound, text, reasons) in cases {
        fs::write(&path, text).unwrap();
        for recording in bound.recordings() {
            let server = recording.server();
            let args = ["explain", &server.url, "--config", config];
            let (code, out, _) = dispatch(&[&args[..], &["--format", "json"]].concat());
            let report: Value = serde_json::from_str(&out).unwrap();
            crate::schema::check("docs/schema/dispatch.schema.json", &report);
            for (n, expected) in reasons.iter().enumerate() {
                let binding = &report["bindings"][n];
                let first = binding["reason"].as_object().map(|it| &it["code"]);
                let others = binding["otherReasons"].as_array().unwrap().iter();
                let found: Vec<&Value> =
                    first.into_iter().chain(others.map(|it| &it["code"])).collect();
                assert_eq!(found, *expected, "{bound:?} {text}: {out}");
            }
            let differs = reasons.iter().any(|it| !it.is_empty());
            assert_eq!(code, i32::from(differs), "{bound:?} {text}: {out}");
            let (_, out, _) = dispatch(&args);
            assert!(out.lines().all(|it| it.chars().count() <= 80), "{out}");
            assert!(!out.contains("wrangler deploy,"), "{out}");
            if bound == Bound::RealLoader && text == LOADER {
                let out = stable(&out.replace(config, "wrangler.toml"), &server.url);
                golden("tests/corpus/dispatch/guide-explain.txt", &out);
            }
        }
    }
    // A parse alone never shows the isolate of LOADER.
    fs::write(&path, LOADER).unwrap();
    let server = Server::new(|asked| match asked.path.as_str() {
        "/api/validate" => Reply::json(404, "{}"),
        _ => guide(asked, Guide::Loader),
    });
    let (code, out, _) =
        dispatch(&["explain", &server.url, "--config", config, "--format", "json"]);
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (code, &report["bindings"][0]["reason"]["code"]),
        (1, &"guides-parse".into()),
        "{out}"
    );
    assert_eq!(report["bindings"][0]["observed"], "not-shown");
}

/// Headers that other backends may have, and shapes that any may have, show nothing.
#[test]
fn a_backend_is_known_by_all_of_its_marks() {
    let server = Server::new(|asked| {
        let Reply::Http { status, headers, body } = ours(asked, "loader", None) else { panic!() };
        let headers = headers.into_iter().filter(|it| !it.0.starts_with("X-Bloqr"));
        let headers = headers.chain([("X-API-Version".to_owned(), "v1".to_owned())]);
        let headers = headers.chain([("X-Powered-By".to_owned(), "Bloqr".to_owned())]);
        Reply::Http { status, headers: headers.collect(), body }
    });
    let (code, out, _) = dispatch(&["check", &server.url, "--format", "json"]);
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(code, 0, "{out}");
    for row in report["endpoints"].as_array().unwrap() {
        assert_eq!((&row["backend"], &row["path"]), (&"unknown".into(), &"unknown".into()));
        assert_eq!(row["parity"]["state"], "equal", "{row:#}");
    }
}

/// The audit's requests are independent: a body that the backend does not read affects no other
/// request.
#[test]
fn each_probe_has_a_connection_of_its_own() {
    let server = Server::new(|asked| {
        if asked.body.len() > bloqr::api::MAX_BODY {
            // It answers, and reads nothing more of the connection.
            Reply::Raw(b"HTTP/1.1 413 X\r\nContent-Length: 2\r\n\r\n{}".to_vec())
        } else {
            ours(asked, "loader", None)
        }
    });
    let (_, out, _) = dispatch(&["audit", &server.url, "--verbose", "--format", "json"]);
    let received = server.received().to_ascii_lowercase();
    assert_eq!(received.matches("connection: close").count(), server.count(), "{out}");
    let last = received.rfind("post ").unwrap();
    assert!(received[last..].len() > bloqr::api::MAX_BODY, "the oversized body is the last one");
}

/// A wrong answer is not a leak; an answer with the marker of another request is.
#[test]
fn a_leak_is_what_another_request_sent() {
    let state = |out: &str| {
        let report: Value = serde_json::from_str(out).unwrap();
        let rows = report["rows"].as_array().unwrap();
        rows.iter().find(|it| it["code"] == "no-state").unwrap()["state"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let wrong = Server::new(|asked| match ours(asked, "loader", None) {
        Reply::Http { status: 200, headers, body } => {
            let text = String::from_utf8(body).unwrap().replace("\"valid\":true", "\"valid\":1");
            Reply::Http { status: 200, headers, body: text.into_bytes() }
        }
        other => other,
    });
    assert_eq!(state(&dispatch(&["audit", &wrong.url, "--format", "json"]).1), "pass");
    let silent = Server::new(|asked| match ours(asked, "loader", None) {
        Reply::Http { status: 200, headers, .. } => {
            Reply::Http { status: 200, headers, body: b"{\"success\":true}".to_vec() }
        }
        other => other,
    });
    assert_eq!(state(&dispatch(&["audit", &silent.url, "--format", "json"]).1), "not-observable");
}
