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

const FORMATS: [&str; 5] = ["json", "agtree", "ndjson", "tree", "summary"];

#[test]
fn parsing_there_prints_what_parsing_here_does() {
    let server = Server::new(|asked| ours(asked, "loader", None));
    let several = ["--rule", "a##", "--rule", "  ||a.example^$script ", "examples"];
    let cases = LISTS.iter().map(|it| vec![*it]).chain([
        LISTS.to_vec(),
        vec!["--rule", "a##"],
        vec!["--rule", ""],
        several.to_vec(),
    ]);
    for lists in cases {
        for format in FORMATS {
            let args = [&["ast", "parse", "--format", format], lists.as_slice()].concat();
            let here = run(&args);
            let there = run(&[&args[..], &["--backend", &server.url]].concat());
            assert!(here == there, "{args:?}: {}", difference(&here, &there));
        }
    }
    // Without a format it is that of a pipe.
    let args = ["ast", "parse", LISTS[0]];
    assert_eq!(run(&args), run(&[&args[..], &["--backend", &server.url]].concat()));
}

/// The first difference of two outputs.
fn difference(here: &(i32, String, String), there: &(i32, String, String)) -> String {
    let lines = here.1.lines().zip(there.1.lines()).find(|(a, b)| a != b);
    format!("{} {}\n{lines:#?}\n{}{}", here.0, there.0, here.2, there.2)
}

/// Every line end, lines that are blank or end in nothing, characters of each width, comments that
/// configure what looks like an offset, errors with and without a place, and no text.
#[test]
fn every_offset_is_that_of_the_file() {
    let server = Server::new(|asked| ours(asked, "loader", None));
    let dir = tempfile::tempdir().unwrap();
    let list = dir.path().join("list.txt");
    let list = list.to_str().unwrap();
    let lines = [
        "\u{feff}! ä: \u{1f424}",
        "",
        " \t ",
        "  ||a.example^$script,domain=b.example  ",
        "! aglint \"rule\": [\"error\", { \"start\": 1, \"end\": [2], \"type\": \"Value\" }], \"n\": 1.50",
        "! aglint",
        "! aglint {",
        "ä\u{1f424}##.a:style(\u{1f424}",
        "  \u{1f424}a.example#%#//scriptlet('x'",
        "\"quoted\" \\ back\u{0}\u{1}\u{7f}",
        "[$path=/x]a.example##.b:not(.c)",
        "0.0.0.0 a.example b.example # c",
        "##+js(set, a, b)",
    ];
    for end in ["\n", "\r\n", "\r", "\u{c}"] {
        for last in ["", end] {
            fs::write(list, lines.join(end) + last).unwrap();
            for format in FORMATS {
                let args = ["ast", "parse", "--format", format, list];
                let (here, there) =
                    (run(&args), run(&[&args[..], &["--backend", &server.url]].concat()));
                assert!(here == there, "{end:?} {format}: {}", difference(&here, &there));
            }
        }
    }
    for bytes in [&b""[..], b"\n", b"ok\n\xff##.a\n\xff"] {
        fs::write(list, bytes).unwrap();
        for format in FORMATS {
            let args = ["ast", "parse", "--format", format, list];
            let (here, there) =
                (run(&args), run(&[&args[..], &["--backend", &server.url]].concat()));
            assert!(here == there, "{bytes:?} {format}: {}", difference(&here, &there));
        }
    }
}

#[test]
fn a_long_list_goes_in_chunks_and_long_answers_by_halves() {
    let server = Server::new(|asked| {
        // As a backend whose answers may not be long.
        match asked.body.iter().filter(|it| **it == b'^').count() {
            ..800 => ours(asked, "loader", None),
            _ => Reply::json(413, r#"{"detail":"The answer would be too long."}"#),
        }
    });
    let dir = tempfile::tempdir().unwrap();
    let list = dir.path().join("list.txt");
    let long = "x".repeat(200);
    let rules = (0..6_000).map(|n| format!("||ads{n}.{long}.example^$script\r\n\n"));
    fs::write(&list, rules.collect::<String>() + "\u{feff}ä##\n\r").unwrap();
    let list = list.to_str().unwrap();
    for format in FORMATS {
        let before = server.count();
        let args = ["ast", "parse", "--format", format, list];
        let here = run(&args);
        let there = run(&[&args[..], &["--backend", &server.url]].concat());
        assert!(here == there, "{format}: {}", difference(&here, &there));
        assert!(server.count() > before + 7, "{format}: {}", server.count());
        assert!(server.longest() <= bloqr::api::MAX_BODY);
    }
    // Quotes and control characters are longer in JSON than they are.
    fs::write(list, ("\"\\\u{1}".repeat(50) + "\n").repeat(6_000)).unwrap();
    for format in ["json", "ndjson"] {
        let args = ["ast", "parse", "--format", format, list];
        let there = run(&[&args[..], &["--backend", &server.url]].concat());
        assert!(run(&args) == there, "{}", there.2);
        assert!(server.longest() <= bloqr::api::MAX_BODY);
    }
    fs::write(list, format!("ok\n{}", "x".repeat(1 << 20))).unwrap();
    for format in FORMATS {
        let args = ["ast", "parse", "--format", format, list, "--backend", &server.url];
        let (code, _, err) = run(&args);
        assert_eq!(code, 2);
        assert!(err.contains(":2: the rule is too long for a request"), "{err}");
    }
    // A rule that is short enough to be asked and too much to be answered.
    let stubborn = Server::new(|_| Reply::json(413, r#"{"detail":"The answer is too long."}"#));
    fs::write(list, "ok\nok\n").unwrap();
    for format in FORMATS {
        let args = ["ast", "parse", "--format", format, list, "--backend", &stubborn.url];
        let (code, _, err) = run(&args);
        assert_eq!(code, 2, "{format}");
        assert!(err.contains("list.txt:1: 413, too large: The answer is too long."), "{err}");
        assert!(err.contains("the answer to this rule is too long"), "{err}");
    }
}

#[test]
fn what_a_backend_cannot_say_is_refused() {
    let server = Server::new(|asked| ours(asked, "loader", None));
    for args in [
        &["ast", "parse", "-O", "parseHostRules=false"][..],
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
    // Lines with other line endings keep their places.
    let list = dir.path().join("list.txt");
    fs::write(&list, "! ä\r\n||a.example^$thrid-party\r\n||a.example^$script,script\r\nä##.a\u{1f424}:hsa(b)\r\n").unwrap();
    let args = ["validate", "--no-config", "--format", "json", list.to_str().unwrap()];
    let here = run(&args);
    assert_eq!(here, run(&[&args, &there[..]].concat()));
    assert!(here.1.contains("\"fix\""), "{}", here.1);
}

/// Each format reports checks that were not run because they need more than the request.
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
    assert!(out.contains(&format!("::notice file={list},title=not run::included lists:")), "{out}");
    assert_eq!((out.matches("title=not run").count(), err.as_str()), (3, ""));
    let (_, out, err) = run(&["--format", "text"]);
    assert!(out.contains(&format!("\nnot run for {list}: included lists: the backend")), "{out}");
    assert_eq!((out.matches("\nnot run for").count(), err.as_str()), (3, ""));
    // These have a line for each finding, and for nothing else.
    for format in ["concise", "ndjson"] {
        let (_, out, err) = run(&["--format", format]);
        assert!(!out.contains("not run"), "{out}");
        assert_eq!(err.matches("not run for").count(), 3, "{err}");
    }
    // Several lists with the same report share a line, and no note is needed.
    let (one, other) = ("examples/list.txt", "examples/broken.txt");
    let many = ["validate", one, other, "--target", "ubo", "--backend", &server.url];
    let (_, out, _) = self::run(&many);
    assert!(out.contains("\nnot run for 2 lists: targets: the backend checks"), "{out}");
    assert!(!self::run(&[&many[..], &["--quiet"]].concat()).1.contains("not run"), "{out}");
    let plain = ["validate", one, other, "--no-config", "--backend", &server.url];
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
            "has 0 parsedRules instead of 23",
        ),
        ("[]", "not JSON"),
    ] {
        let server = Server::new(move |_| Reply::json(200, body));
        let (code, _, err) = run(&["ast", "parse", LISTS[0], "--backend", &server.url]);
        assert!(code == 2 && err.contains(says), "{body}: {err}");
    }
    let empty = r#"{"type":"EmptyRule","category":"Empty","syntax":"Common","start":0,"end":0}"#;
    let entry = |node: &str| format!(r#"{{"type":"X","depth":1,"node":{node}}}"#);
    for (nodes, says) in [
        (String::new(), "has 0 nodes instead of 2"),
        (entry(empty), "has 1 nodes instead of 2"),
        ([entry(empty), entry(empty)].join(","), "has no rule for line 2"),
        ([entry("1"), entry(empty)].join(","), "has no rule for line 1"),
        ([entry(&empty.replace("Empty", "Odd")), entry(empty)].join(","), "no rule for line 1"),
        ([entry(&empty.replace(",\"start\":0", "")), entry(empty)].join(","), "has no offsets"),
    ] {
        let server = Server::new(move |_| Reply::json(200, format!("{{\"nodes\":[{nodes}]}}")));
        let args = ["ast", "parse", "--format", "ndjson", "--rule", "", "--rule", ""];
        let (code, _, err) = run(&[&args[..], &["--backend", &server.url]].concat());
        assert!(code == 2 && err.contains(says), "{says}: {err}");
    }
    let finding = |fields: &str| {
        format!(r#"{{"totalRules":1,"invalidRules":1,"errors":[{{"message":"m",{fields}}}]}}"#)
    };
    for (body, says) in [
        ("{}".to_owned(), "`totalRules` is missing"),
        (finding(r#""errorType":"no-such-rule""#), "reports `no-such-rule`, which this version"),
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
            "a column after",
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

/// A backend can send control characters for a terminal.
#[test]
fn what_a_backend_sends_is_made_visible() {
    let evil = "\u{1b}[31m\u{9b}\u{202e}";
    let node = serde_json::json!({
        "type": "InvalidRule", "category": "Invalid", "syntax": "Common", "start": 0, "end": 1,
        "error": { "type": evil, "name": evil, "message": evil, "start": 0, "end": evil },
        "more": { "type": "Value", "value": evil, evil: true }, evil: evil,
    });
    let server = Server::new(move |asked| match asked.path.as_str() {
        "/api/ast/walk" => Reply::json(
            200,
            serde_json::json!({ "nodes": [{ "type": "x", "depth": 1, "node": node }] }),
        ),
        _ => Reply::json(400, serde_json::json!({ "error": evil }))
            .header("X-Bloqr-Dispatch", "loader"),
    });
    for command in [
        &["ast", "parse", "--rule", "x", "--format", "tree"][..],
        &["ast", "parse", "--rule", "x", "--format", "summary"],
        &["ast", "parse", "--rule", "x", "--format", "json"],
        &["validate", LISTS[0]],
    ] {
        let (_, out, err) = run(&[command, &["--backend", &server.url, "--verbose"]].concat());
        for text in [&out, &err] {
            let is_obeyed = |it: char| it.is_control() && it != '\n' || it == '\u{202e}';
            assert!(!text.contains(is_obeyed), "{command:?}: {text:?}");
        }
        assert!(!(out + &err).is_empty(), "{command:?}");
    }
}
