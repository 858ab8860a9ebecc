//! Each format in its schema, also with the worst that lists and their names can hold.

use std::{fs, path::Path};

use bloqr::report::Format;
use serde_json::Value;
use tempfile::TempDir;

use super::{dir, formats::report, run};
use crate::{
    schema::check,
    support::bloqr,
    xml::{self, Element, Type},
};

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

/// Checks an annotation by the grammar of GitHub's runner: `::error key=value,…::message`, in which
/// `%`, line ends, and in values also `:` and `,` are escaped.
fn check_annotation(line: &str) {
    let is_escaped = |text: &str, also: &[&str]| {
        text.split('%')
            .skip(1)
            .all(|it| ["25", "0A", "0D"].iter().chain(also).any(|escape| it.starts_with(escape)))
    };
    let (command, message) = line.strip_prefix("::").and_then(|it| it.split_once("::")).unwrap();
    let (severity, properties) = command.split_once(' ').unwrap();
    assert!(matches!(severity, "error" | "warning" | "notice"), "{line}");
    assert!(is_escaped(message, &[]), "{line}");
    let mut keys = Vec::new();
    for (key, value) in properties.split(',').map(|it| it.split_once('=').unwrap()) {
        assert!(!value.is_empty() && !value.contains(':'), "{line}");
        assert!(is_escaped(value, &["3A", "2C"]), "{line}");
        keys.push(key);
        if !matches!(key, "file" | "title") {
            assert!(value.parse::<u32>().is_ok_and(|it| it > 0), "{line}");
        }
    }
    let of_line = keys.iter().filter(|it| !it.starts_with("end"));
    assert!(of_line.eq(&["file", "line", "col", "title"]), "{line}");
}

/// Lists that hold, and are called, what could break a format.
fn worst() -> TempDir {
    let many = (0..10_000).map(|n| format!("||{n}.example^$what\n")).collect::<String>();
    let dir = dir(&[("many.txt", &many), ("empty.txt", ""), ("clean.txt", "||a.example^\n")]);
    let mut text = HOSTILE.as_bytes().to_vec();
    // No UTF-8, and a surrogate without its other half.
    text.extend(b"||a\xff.example^$wh\xed\xa0\x80at\r\n||a.example^$what\0\x07\x7f\x08\n");
    let names = [
        "a b%41,c:d.txt",
        "]]>\"&'<!--.txt",
        "a\nb\r::error::c.txt",
        "\u{1b}[2J\u{9b}\u{202e}.txt",
    ];
    for name in names.iter().map(Path::new).chain(not_utf8().as_deref()) {
        // Not every system can have such names.
        let _ = fs::write(dir.path().join(name), &text);
    }
    fs::write(dir.path().join("worst.txt"), &text).unwrap();
    dir
}

#[cfg(unix)]
fn not_utf8() -> Option<std::path::PathBuf> {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt};
    Some(OsStr::from_bytes(b"bad\xff\xed\xa0\x80.txt").into())
}

#[cfg(not(unix))]
fn not_utf8() -> Option<std::path::PathBuf> {
    None
}

#[test]
fn nothing_breaks_a_format() {
    let dir = worst();
    let of = |format: &str| {
        let (code, out, err) = run(dir.path(), &[".", "--all", "--format", format]);
        assert_eq!((code, err.as_str()), (1, ""), "{format}");
        let is_raw = |it: char| {
            (it.is_control() && !matches!(it, '\n' | '\t'))
                || matches!(it, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        assert_eq!(out.chars().find(|it| is_raw(*it)), None, "{format}");
        out
    };
    let json = |format: &str| -> Value { serde_json::from_str(&of(format)).unwrap() };
    let document = json("json");
    check("docs/schema/report.schema.json", &document);
    let counts =
        ["errors", "warnings", "infos"].map(|it| document["summary"][it].as_u64().unwrap());
    let all = counts.iter().sum::<u64>() as usize;
    assert!(all > 10_000 && counts[1] > 0, "{counts:?}");

    let document = json("sarif");
    check("tests/schema/sarif-2.1.0.json", &document);
    assert_eq!(document["runs"][0]["results"].as_array().unwrap().len(), all);
    let document = json("gitlab");
    check("tests/schema/gitlab-code-quality.json", &document);
    assert_eq!(document.as_array().unwrap().len(), all);
    let failures = xml::check(JUNIT, &of("junit"));
    let cases = failures.iter().filter(|it| it.0 == "testcase").count();
    let clean = failures.iter().filter(|it| it.1.first().is_some_and(|it| it.1 == "no problems"));
    assert_eq!(cases - clean.count(), all);
    let errors = xml::check(CHECKSTYLE, &of("checkstyle"));
    assert_eq!(errors.iter().filter(|it| it.0 == "error").count(), all);
    let lines = of("ndjson");
    assert!(lines.lines().all(|it| serde_json::from_str::<Value>(it).unwrap().is_object()));
    assert_eq!(lines.lines().count(), all);
    let annotations = of("github");
    annotations.lines().for_each(check_annotation);
    assert_eq!(annotations.lines().count(), all);
    assert_eq!(of("concise").lines().count(), all);
    of("text");
}

/// What there is to read when there is no finding, or no list.
#[test]
fn an_empty_report_is_in_its_schema() {
    let lists: &[(&str, &str)] =
        &[("clean.txt", "||a.example^\n"), ("bloqr.toml", "exclude = [\"x.txt\"]\n")];
    let dir = dir(lists);
    for format in Format::ALL.iter().map(|it| it.as_str()) {
        // A list that the configuration excludes: the report has no file.
        for args in [&["clean.txt"][..], &["--stdin-filename", "x.txt"]] {
            let (code, out, _) = run(dir.path(), &[args, &["--format", format]].concat());
            assert_eq!(code, 0, "{format}");
            let document = || serde_json::from_str(&out).unwrap();
            match format {
                "json" => check("docs/schema/report.schema.json", &document()),
                "sarif" => check("tests/schema/sarif-2.1.0.json", &document()),
                "gitlab" => check("tests/schema/gitlab-code-quality.json", &document()),
                "junit" => drop(xml::check(JUNIT, &out)),
                "checkstyle" => drop(xml::check(CHECKSTYLE, &out)),
                "text" => (),
                _ => assert_eq!(out, "", "{format}"),
            }
        }
    }
}

/// `bloqr rules --format json`: these keys are what other programs may rely on.
#[test]
fn rules_have_their_keys() {
    let output = bloqr().args(["rules", "--format", "json"]).output().unwrap();
    let rules: Value = serde_json::from_slice(&output.stdout).unwrap();
    let texts = |of: &Value| of.as_array().unwrap().iter().all(Value::is_string);
    for rule in rules.as_array().unwrap() {
        let keys: Vec<&String> = rule.as_object().unwrap().keys().collect();
        let expect = ["name", "title", "severity", "enabled", "aglint", "options", "url", "docs"];
        assert_eq!(keys, expect);
        for key in ["name", "title", "docs", "url"] {
            assert!(rule[key].as_str().is_some_and(|it| !it.is_empty()), "{rule}");
        }
        assert!(matches!(rule["severity"].as_str(), Some("error" | "warning" | "info")), "{rule}");
        assert!(rule["enabled"].is_boolean() && texts(&rule["aglint"]), "{rule}");
        for option in rule["options"].as_array().unwrap() {
            let keys: Vec<&String> = option.as_object().unwrap().keys().collect();
            assert_eq!(keys, ["name", "description", "type", "aglint"]);
            assert!(texts(&option["aglint"]) && option["type"].is_string(), "{option}");
        }
    }
}
