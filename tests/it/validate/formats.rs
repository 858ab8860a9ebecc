//! Each format, to the byte, and in its schema.

use std::fs;

use bloqr::report::Format;
use serde_json::Value;

use super::{dir, run};
use crate::{
    schema::check,
    support::{bloqr, golden, root},
    xml::{self, Element, Type},
};

fn report(format: &str) -> String {
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
fn json_is_in_its_schema() {
    let document = serde_json::from_str(&report("json")).unwrap();
    check("docs/schema/report.schema.json", &document);
    for clean in ["", "||ads.example^$script\n"] {
        let dir = dir(&[("a.txt", clean), ("b.txt", "||b.example^$script\n")]);
        let (_, out, _) = run(dir.path(), &["--format", "json"]);
        check("docs/schema/report.schema.json", &serde_json::from_str(&out).unwrap());
    }
}

/// The schema is OASIS's own, as published with the standard.
#[test]
fn sarif_is_in_its_schema() {
    let document = serde_json::from_str(&report("sarif")).unwrap();
    check("tests/schema/sarif-2.1.0.json", &document);
    let dir = dir(&[("a.txt", "||ads.example^$script\n")]);
    let (_, out, _) = run(dir.path(), &["--format", "sarif"]);
    check("tests/schema/sarif-2.1.0.json", &serde_json::from_str(&out).unwrap());
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

/// What a list can hold to break out of a format.
const HOSTILE: &str = "||a.example^$\"><error/>&amp;'\n||b.example^$\x1b[2J\u{9b}\u{202e}\u{ffff}]]>\n\
    ||c.example^$script,script\n";

/// JUnit's form as CI servers read it: the elements and attributes of Jenkins' `junit-10.xsd`, of
/// which we write these.
const JUNIT: &[Element] = &[
    Element {
        name: "testsuites",
        attributes: &[("name", false, Type::Text)],
        children: &["testsuite"],
        has_text: false,
    },
    Element {
        name: "testsuite",
        attributes: &[
            ("name", true, Type::Text),
            ("tests", true, Type::Number),
            ("failures", true, Type::Number),
            ("errors", true, Type::Number),
        ],
        children: &["testcase"],
        has_text: false,
    },
    Element {
        name: "testcase",
        attributes: &[("name", true, Type::Text), ("classname", true, Type::Text)],
        children: &["failure", "system-out"],
        has_text: false,
    },
    Element {
        name: "failure",
        attributes: &[("type", false, Type::Text), ("message", false, Type::Text)],
        children: &[],
        has_text: true,
    },
    Element { name: "system-out", attributes: &[], children: &[], has_text: true },
];

/// Checkstyle has no published schema: these are the elements that its `XMLLogger` writes.
const CHECKSTYLE: &[Element] = &[
    Element {
        name: "checkstyle",
        attributes: &[("version", true, Type::Text)],
        children: &["file"],
        has_text: false,
    },
    Element {
        name: "file",
        attributes: &[("name", true, Type::Text)],
        children: &["error"],
        has_text: false,
    },
    Element {
        name: "error",
        attributes: &[
            ("line", true, Type::Number),
            ("column", false, Type::Number),
            ("severity", true, Type::OneOf(&["error", "warning", "info", "ignore"])),
            ("message", true, Type::Text),
            ("source", true, Type::Text),
        ],
        children: &[],
        has_text: false,
    },
];

#[test]
fn junit_is_in_its_schema() {
    let all = xml::check(JUNIT, &report("junit"));
    let failures = all.iter().filter(|it| it.0 == "failure").count();
    let suite = &all[1].1;
    assert_eq!(suite[2], ("failures".to_owned(), failures.to_string()));
    let dir = dir(&[("a&\"b'.txt", HOSTILE), ("clean.txt", "||a.example^\n")]);
    let (_, out, _) = run(dir.path(), &["--format", "junit"]);
    let all = xml::check(JUNIT, &out);
    assert_eq!(all[1].1[0].1, "a&\"b'.txt");
    assert!(all.iter().any(|it| it.1.first().is_some_and(|it| it.1 == "no problems")), "{out}");
    xml::check(JUNIT, &run(dir.path(), &["clean.txt", "--format", "junit"]).1);
}

#[test]
fn checkstyle_is_well_formed() {
    let all = xml::check(CHECKSTYLE, &report("checkstyle"));
    assert!(all.iter().filter(|it| it.0 == "error").count() > 3);
    let dir = dir(&[("a&\"b'.txt", HOSTILE), ("clean.txt", "||a.example^\n")]);
    let (_, out, _) = run(dir.path(), &["--format", "checkstyle"]);
    let all = xml::check(CHECKSTYLE, &out);
    assert_eq!(all[1].1[0].1, "a&\"b'.txt");
    xml::check(CHECKSTYLE, &run(dir.path(), &["clean.txt", "--format", "checkstyle"]).1);
}

/// The schema has what GitLab documents.
#[test]
fn gitlab_is_in_its_schema() {
    let schema = "tests/schema/gitlab-code-quality.json";
    check(schema, &serde_json::from_str(&report("gitlab")).unwrap());
    let dir = dir(&[("a.txt", HOSTILE), ("b.txt", "||c.example^$foo\n||c.example^$foo\n")]);
    let fingerprints = |args: &[&str]| -> Vec<String> {
        let mut all = vec!["--format", "gitlab"];
        all.extend(args);
        let document: Value = serde_json::from_str(&run(dir.path(), &all).1).unwrap();
        check(schema, &document);
        let issues = document.as_array().unwrap().iter();
        issues.map(|it| it["fingerprint"].as_str().unwrap().to_owned()).collect()
    };
    let before = fingerprints(&[]);
    let mut unique = before.clone();
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), before.len());
    // They stay when lines move.
    fs::write(dir.path().join("a.txt"), format!("! x\n\n{HOSTILE}")).unwrap();
    assert_eq!(fingerprints(&[]), before);
    assert_eq!(fingerprints(&["./a.txt", "b.txt"]), before);
    assert!(fingerprints(&["--rule", "||clean.example^"]).is_empty());
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
