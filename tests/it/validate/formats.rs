//! Each format, to the byte.

use std::fs;

use bloqr::report::Format;
use serde_json::Value;

use super::{dir, run};
use crate::support::{bloqr, golden, root};

/// The report on the list of the corpus.
pub(super) fn report(format: &str) -> String {
    let args = ["--no-config", "--format", format, "list.txt"];
    let (code, out, err) = run(&root().join("tests/corpus/validate"), &args);
    assert_eq!((code, err.as_str()), (1, ""));
    out
}

#[test]
fn reports_are_as_they_were() {
    for format in Format::ALL.iter().map(|it| it.as_str()) {
        let mut report = report(format);
        if format == "sarif" {
            // What rules say of themselves is in docs/rules/, and need not be here too.
            let mut document: Value = serde_json::from_str(&report).unwrap();
            document["runs"][0]["tool"]["driver"]["rules"] = Value::Array(Vec::new());
            report = format!("{document:#}\n");
        }
        golden(&format!("tests/corpus/validate/report.{format}"), &report);
    }
}

#[test]
fn sarif_tells_the_same_rule_on_the_same_text_apart() {
    let dir = dir(&[("a.txt", "||a^$foo\n||a^$foo\n||b.example^$script\n")]);
    let prints = || -> Vec<Value> {
        let (_, out, _) = run(dir.path(), &["--format", "sarif", "--select", "unknown-modifier"]);
        let document: Value = serde_json::from_str(&out).unwrap();
        let results = document["runs"][0]["results"].as_array().unwrap().clone();
        results.into_iter().map(|it| it["partialFingerprints"].clone()).collect()
    };
    let before = prints();
    assert_ne!(before[0], before[1]);
    fs::write(dir.path().join("a.txt"), "! moved\n\n||a^$foo\n||a^$foo\n").unwrap();
    assert_eq!(prints(), before);
}

#[test]
fn every_line_of_ndjson_is_a_finding_of_the_json() {
    let json: Value = serde_json::from_str(&report("json")).unwrap();
    let file = &json["files"][0];
    let mut findings = Vec::new();
    for list in ["errors", "warnings", "infos"] {
        findings.extend(file[list].as_array().unwrap().iter().cloned());
    }
    findings.sort_by_key(|it| (it["start"].as_u64(), it["errorType"].to_string()));
    let lines: Vec<Value> = report("ndjson")
        .lines()
        .map(|it| {
            let mut value: Value = serde_json::from_str(it).unwrap();
            assert_eq!(value.as_object_mut().unwrap().shift_remove("file").unwrap(), "list.txt");
            value
        })
        .collect();
    assert_eq!(lines, findings);
}

#[test]
fn github_actions_get_annotations() {
    let dir = dir(&[("a,b.txt", "||ads.example^$foo\n")]);
    let mut command = bloqr();
    command.current_dir(dir.path()).env("GITHUB_ACTIONS", "true").arg("validate");
    let out = String::from_utf8(command.output().unwrap().stdout).unwrap();
    assert!(
        out.starts_with(
            "::error file=a%2Cb.txt,line=1,col=16,endColumn=19,title=unknown-modifier::"
        ),
        "{out}"
    );
}

#[test]
fn colours_are_for_terminals_or_on_demand() {
    let dir = dir(&[("a.txt", "||ads.example^$foo\n")]);
    let colored = |args: &[&str]| run(dir.path(), args).1.contains('\x1b');
    assert!(!colored(&[]));
    assert!(colored(&["--color", "always"]));
}

/// A list may hold what would move the cursor or turn the line around.
#[test]
fn nothing_in_a_list_reaches_the_terminal() {
    let dir = dir(&[("a.txt", "||a.example^$\x1b[2J,\u{202e}x\n")]);
    for format in ["text", "concise"] {
        let (_, out, _) = run(dir.path(), &["--format", format]);
        assert!(!out.contains(['\x1b', '\u{202e}']), "{out:?}");
    }
}

#[test]
fn statistics_count() {
    let dir = dir(&[("a.txt", "||a.example^$foo\n||b.example^$foo\n||c.example^$script,script\n")]);
    let (code, out, _) = run(dir.path(), &["--statistics"]);
    let expect = "2  unknown-modifier    error\n1  duplicate-modifier  warning  --fix fixes 1\n";
    assert_eq!((code, out.as_str()), (1, expect));
    let (_, out, _) = run(dir.path(), &["--statistics", "--format", "json"]);
    let json: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (&json[0]["errorType"], &json[1]["fixable"]),
        (&"unknown-modifier".into(), &1.into())
    );
    for format in Format::ALL.iter().map(|it| it.as_str()) {
        let (code, out, err) = run(dir.path(), &["--statistics", "--format", format]);
        let has_table = matches!(format, "text" | "concise" | "json");
        assert_eq!(code, if has_table { 1 } else { 2 }, "{format}: {err}");
        assert_eq!(out.is_empty(), !has_table, "{format}");
    }
}

#[test]
fn people_see_five_of_a_kind_and_how_many_more_there_are() {
    let bad = (0..8).map(|n| format!("||{n}.example^$what\n")).collect::<String>();
    let dir = dir(&[("a.txt", bad.as_str()), ("b.txt", "||b.example^$what\n")]);
    for (format, mark) in [("text", " --> "), ("github", "::error file=")] {
        let (_, out, _) = run(dir.path(), &["--format", format]);
        let all = run(dir.path(), &["--format", format, "--all"]).1;
        let more = out.lines().filter(|it| it.contains("3 more")).count();
        let shown = |it: &str| it.matches(mark).count();
        // GitHub's line that counts is an annotation too.
        let counted = usize::from(format == "github");
        assert_eq!((shown(&out), more, shown(&all)), (6 + counted, 1, 9), "{out}");
        assert!(!all.contains("more in"), "{all}");
    }
    let (_, out, _) = run(dir.path(), &["--format", "text"]);
    assert!(out.contains("error[unknown-modifier]: 3 more in a.txt; --all shows them\n"), "{out}");
    assert!(out.ends_with("9 errors in 2 of 2 lists, 9 rules\n"), "{out}");
    for format in ["concise", "ndjson"] {
        assert_eq!(run(dir.path(), &["--format", format]).1.lines().count(), 9);
    }
}

#[test]
fn github_gets_a_summary_of_the_step() {
    let dir = dir(&[("a.txt", "||a.example^$what\n||b.example^$what\n||c.example^$script\n")]);
    let file = dir.path().join("summary.md");
    fs::write(&file, "before\n").unwrap();
    let run = |format: &str| {
        let mut command = bloqr();
        command.current_dir(dir.path()).env("GITHUB_STEP_SUMMARY", &file);
        command.args(["validate", "a.txt", "--format", format]).output().unwrap();
        fs::read_to_string(&file).unwrap()
    };
    assert_eq!(run("text"), "before\n");
    let expect = "\
before
### bloqr validate

2 errors in 1 list, 3 rules

| rule | severity | findings |
| --- | --- | ---: |
| unknown-modifier | error | 2 |

";
    assert_eq!(run("github"), expect);
}

/// Names of rules link to their pages, where a format has a place for it; the page is there.
#[test]
fn rules_have_pages() {
    for rule in bloqr::lint::RULES {
        let url = bloqr::lint::docs::url(rule.name);
        let page = url.split_once("/blob/main/").unwrap().1;
        assert!(root().join(page).is_file(), "{page}");
    }
    for format in ["json", "ndjson", "gitlab", "sarif", "junit"] {
        assert!(report(format).contains("/docs/rules/unknown-modifier.md"), "{format}");
    }
    let document: Value = serde_json::from_str(&report("sarif")).unwrap();
    for rule in document["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap() {
        assert!(rule["helpUri"].is_string(), "{rule}");
        assert!(!rule["help"]["text"].as_str().unwrap().contains("```"), "{rule}");
    }
}

#[test]
fn rules_are_json_on_demand() {
    let rules = |args: &[&str]| -> Vec<Value> {
        let output = bloqr().args(["rules", "--format", "json"]).args(args).output().unwrap();
        serde_json::from_slice(&output.stdout).unwrap()
    };
    assert_eq!(rules(&[]).len(), bloqr::lint::RULES.len());
    let one = rules(&["no-short-rules"]);
    assert_eq!((one.len(), &one[0]["name"]), (1, &Value::from("short-rule")));
    assert!(one[0]["options"].as_array().is_some_and(|it| !it.is_empty()), "{one:?}");
}
