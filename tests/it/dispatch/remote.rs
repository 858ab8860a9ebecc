//! `ast parse --backend` and `validate --backend`: the same output, computed there.

use std::fs;

use serde_json::Value;

use super::{
    backends::{KEY, ours},
    read,
    server::{Reply, Server},
};
use crate::support::{bloqr, root};

fn run(args: &[&str]) -> (i32, String, String) {
    read(bloqr().current_dir(root()).env("BLOQR_API_KEY", KEY).args(args).output().unwrap())
}

const LISTS: [&str; 3] = ["examples/list.txt", "examples/broken.txt", "tests/corpus/rules.txt"];

#[test]
fn parsing_there_prints_what_parsing_here_does() {
    let server = Server::new(|asked| ours(asked, "loader", None));
    let cases = LISTS.iter().map(|it| vec![*it]).chain([LISTS.to_vec(), vec!["--rule", "a##"]]);
    for lists in cases {
        let here = run(&[&["ast", "parse"], lists.as_slice()].concat());
        let there = run(&[&["ast", "parse", "--backend", &server.url], lists.as_slice()].concat());
        assert!(here == there, "{lists:?}: {there:?}");
    }
}

#[test]
fn a_long_list_goes_in_chunks_and_long_answers_by_halves() {
    let server = Server::new(|asked| {
        // As a backend whose answers may not be long.
        match asked.body.iter().filter(|it| **it == b'^').count() {
            ..9_000 => ours(asked, "loader", None),
            _ => Reply::json(413, r#"{"detail":"The answer would be too long."}"#),
        }
    });
    let dir = tempfile::tempdir().unwrap();
    let list = dir.path().join("list.txt");
    let rules = (0..60_000).map(|n| format!("||ads{n}.example^$script\r\n\n"));
    fs::write(&list, rules.collect::<String>() + "\u{feff}ä##\n\r").unwrap();
    let list = list.to_str().unwrap();
    let here = run(&["ast", "parse", list]);
    let there = run(&["ast", "parse", list, "--backend", &server.url]);
    assert!(here == there, "{} bytes against {}", here.1.len(), there.1.len());
    assert!(server.count() > 8, "{}", server.count());
    fs::write(list, format!("ok\n{}", "x".repeat(1 << 20))).unwrap();
    let (code, _, err) = run(&["ast", "parse", list, "--backend", &server.url]);
    assert_eq!(code, 2);
    assert!(err.contains(":2: the rule is longer than a request may be"), "{err}");
}

#[test]
fn bytes_that_are_no_text_are_told_as_here() {
    let server = Server::new(|asked| ours(asked, "loader", None));
    let dir = tempfile::tempdir().unwrap();
    let list = dir.path().join("list.txt");
    fs::write(&list, b"ok\n\xff##.a\n").unwrap();
    let list = list.to_str().unwrap();
    let here = run(&["ast", "parse", list]);
    assert_eq!(here, run(&["ast", "parse", list, "--backend", &server.url]));
    assert_eq!(here.0, 1);
}

#[test]
fn what_a_backend_cannot_say_is_refused() {
    let server = Server::new(|asked| ours(asked, "loader", None));
    for args in [
        &["ast", "parse", "--format", "agtree"][..],
        &["ast", "parse", "--format", "ndjson"],
        &["ast", "parse", "--format", "tree"],
        &["ast", "parse", "--format", "summary"],
        &["ast", "parse", "-O", "parseHostRules=false"],
        &["validate", "--fix"],
        &["validate", "--diff"],
        &["validate", "--statistics"],
    ] {
        let (code, out, err) = run(&[args, &["--backend", &server.url, LISTS[0]]].concat());
        assert_eq!((code, out.as_str()), (2, ""), "{args:?}");
        assert!(err.contains("leave out --"), "{err}");
    }
    assert_eq!(server.count(), 0);
}

#[test]
fn validating_there_reports_what_validating_here_does() {
    let server = Server::new(|asked| ours(asked, "loader", None));
    let there = ["--backend", &server.url];
    let dir = tempfile::tempdir().unwrap();
    // Included lists are another matter.
    let rules = fs::read_to_string(root().join(LISTS[2])).unwrap();
    let alone: Vec<&str> = rules.lines().filter(|it| !it.starts_with("!#include ")).collect();
    let rules = dir.path().join("rules.txt");
    fs::write(&rules, alone.join("\n")).unwrap();
    for list in [LISTS[0], LISTS[1], rules.to_str().unwrap()] {
        for format in ["text", "concise", "json", "ndjson", "sarif", "github"] {
            for strict in [&[][..], &["--strict"]] {
                let args =
                    [&["validate", "--no-config", "--format", format, list], strict].concat();
                let (code, out, _) = run(&args);
                let (remote_code, remote, err) = run(&[&args, &there[..]].concat());
                assert!((code, &out) == (remote_code, &remote), "{args:?}: {remote}{err}");
            }
        }
    }
    // Lines that end in other ways stand where they stood.
    let list = dir.path().join("list.txt");
    fs::write(&list, "! ä\r\n||a.example^$thrid-party\r\n||a.example^$script,script\r\nä##.a\u{1f424}:hsa(b)\r\n").unwrap();
    let args = ["validate", "--no-config", "--format", "json", list.to_str().unwrap()];
    let here = run(&args);
    assert_eq!(here, run(&[&args, &there[..]].concat()));
    assert!(here.1.contains("\"fix\""), "{}", here.1);
}

/// What needs more than the request is said not to be run, where each format has a place for it.
#[test]
fn what_is_not_run_there_is_said() {
    let server = Server::new(|asked| ours(asked, "loader", None));
    let dir = tempfile::tempdir().unwrap();
    let list = dir.path().join("list.txt");
    fs::write(&list, "!#include other.txt\n||ads.example^\n").unwrap();
    let list = list.to_str().unwrap();
    let args = ["validate", list, "--target", "ubo", "--ignore", "short-rule"];
    let args = [&args[..], &["--backend", &server.url]].concat();
    let run = |more: &[&str]| run(&[&args[..], more].concat());
    let (_, out, err) = run(&["--format", "json"]);
    let report: Value = serde_json::from_str(&out).unwrap();
    crate::schema::check("docs/schema/report.schema.json", &report);
    let not_run = report["files"][0]["notRun"].as_array().unwrap();
    let codes: Vec<&str> = not_run.iter().map(|it| it["code"].as_str().unwrap()).collect();
    assert_eq!((codes, err.as_str()), (vec!["includes", "targets", "settings"], ""));
    let (_, out, err) = run(&["--format", "sarif"]);
    let report: Value = serde_json::from_str(&out).unwrap();
    crate::schema::check("tests/schema/sarif-2.1.0.json", &report);
    let notes = &report["runs"][0]["invocations"][0]["toolExecutionNotifications"];
    assert_eq!(notes[0]["descriptor"]["id"], "not-run/includes");
    assert_eq!((notes.as_array().unwrap().len(), err.as_str()), (3, ""));
    let (_, out, err) = run(&["--format", "github"]);
    assert!(out.contains(&format!("::notice file={list},title=not run::included lists,")), "{out}");
    assert_eq!((out.matches("title=not run").count(), err.as_str()), (3, ""));
    let (_, out, err) = run(&["--format", "text"]);
    assert!(
        out.contains(&format!("\nnot run for {list}: included lists, which the backend")),
        "{out}"
    );
    assert_eq!((out.matches("\nnot run for").count(), err.as_str()), (3, ""));
    // These have a line for each finding, and for nothing else.
    for format in ["concise", "ndjson"] {
        let (_, out, err) = run(&["--format", format]);
        assert!(!out.contains("not run"), "{out}");
        assert_eq!(err.matches("not run for").count(), 3, "{err}");
    }
    // Several lists of which the same is said share a line, and nobody has to be told.
    let many = ["validate", "examples", "--target", "ubo", "--backend", &server.url];
    let (_, out, _) = self::run(&many);
    assert!(out.contains("\nnot run for 2 lists: targets, which stay here"), "{out}");
    assert!(!self::run(&[&many[..], &["--quiet"]].concat()).1.contains("not run"), "{out}");
    let plain = ["validate", "examples", "--no-config", "--backend", &server.url];
    assert!(!self::run(&plain).1.contains("not run"));
}

#[test]
fn a_list_that_one_request_cannot_hold_is_refused() {
    let server = Server::new(|asked| ours(asked, "loader", None));
    let dir = tempfile::tempdir().unwrap();
    let list = dir.path().join("list.txt");
    fs::write(&list, "||a.example^\n".repeat(100_000)).unwrap();
    let list = list.to_str().unwrap();
    let (code, out, err) = run(&["validate", list, "--backend", &server.url]);
    assert_eq!(code, 2, "{out}");
    assert!(err.contains("too large for a backend") && err.contains("1048576"), "{err}");
    assert_eq!(server.count(), 0);
}

#[test]
fn an_answer_that_is_none_is_no_report() {
    for (body, says) in [
        ("{}", "has no parsedRules"),
        (
            r#"{"parsedRules":[],"summary":{"total":0,"failed":0}}"#,
            "23 rules were sent, and 0 came back",
        ),
        ("[]", "no JSON"),
    ] {
        let server = Server::new(move |_| Reply::json(200, body));
        let (code, _, err) = run(&["ast", "parse", LISTS[0], "--backend", &server.url]);
        assert!(code == 2 && err.contains(says), "{body}: {err}");
    }
    let finding = |fields: &str| {
        format!(r#"{{"totalRules":1,"invalidRules":1,"errors":[{{"message":"m",{fields}}}]}}"#)
    };
    for (body, says) in [
        ("{}".to_owned(), "`totalRules` is missing"),
        (finding(r#""errorType":"no-such-rule""#), "found `no-such-rule`, which this version"),
        (
            finding(r#""errorType":"short-rule","line":9999,"column":1,"endColumn":1"#),
            "a line that was not",
        ),
        (
            finding(r#""errorType":"short-rule","line":0,"column":1,"endColumn":1"#),
            "a line that was not",
        ),
        (
            finding(r#""errorType":"short-rule","line":1,"column":9,"endColumn":4"#),
            "a column behind",
        ),
        (
            finding(r#""errorType":"short-rule","line":1,"column":1,"endColumn":4000"#),
            "outside of its line",
        ),
        (
            finding(
                r#""errorType":"short-rule","line":1,"column":1,"endColumn":2,"fix":{"title":"t","safe":true,"edits":[{"start":99999,"end":1,"text":""}]}"#,
            ),
            "an edit outside of the text",
        ),
    ] {
        let server = Server::new(move |_| Reply::json(200, &body));
        let (code, _, err) = run(&["validate", LISTS[0], "--backend", &server.url]);
        assert!(code == 2 && err.contains(says), "{says}: {err}");
    }
}
