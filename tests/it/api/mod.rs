//! What the backend answers, asked of the core itself.

mod laws;
mod memory;
mod openapi;

use std::fs;

use bloqr::api::{Endpoint, Problem, Refusal, answer, answer_at, check, check_at, version};
use serde_json::{Value, json};

use crate::support::{bloqr, golden, root};

const ANSWERS: &str = "tests/corpus/api/answers.txt";

fn endpoint(name: &str) -> Endpoint {
    Endpoint::ALL.into_iter().find(|it| it.name() == name).expect("an endpoint's name")
}

/// The answer as JSON, which it has to be.
fn ask(endpoint: Endpoint, body: &Value) -> Value {
    let answer = answer(endpoint, body.to_string().as_bytes());
    let document = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(answer.status, 200, "{document}");
    document
}

#[test]
fn a_problem_names_the_path_that_was_asked_for() {
    let instance = |body: &[u8]| {
        let problem: Value = serde_json::from_slice(body).unwrap();
        problem["instance"].as_str().unwrap().to_owned()
    };
    for path in ["/api/convert", "/api/convert-rule", "/api/compile/batch", "/api/nothing"] {
        assert_eq!(instance(&check_at(path, b"{}").unwrap_err().to_json()), path);
        let answer = answer_at(path, b"{}");
        assert!(answer.status >= 400);
        assert_eq!(instance(&answer.body), path);
    }
}

/// A text, the rest of a configuration, and what is said with which place.
const IN_TEXTS: [(&str, &str, &str); 6] = [
    ("a", r#""exclusions": ["a", "/(/"]"#, "/configuration/exclusions/1: the pattern `/(/` cannot"),
    (
        "! in\n/[/",
        r#""inclusions_sources": ["a.txt"]"#,
        "/preFetchedContent/a.txt: line 2: the pattern",
    ),
    ("{\"error\": \"no such list\"}", "", "/preFetchedContent/a.txt: it is JSON, not a list"),
    ("<?xml version='1.0'?><!-- a --><html>", "", "it is HTML, not a list"),
    ("<html><pre>\n||a.example^\n||b.example^\n||c.example^\n", "", "it is HTML, not a list"),
    (" \n", "", "/preFetchedContent/a.txt: this source is empty"),
];

#[test]
fn what_is_wrong_in_texts_is_named_by_its_place() {
    for (text, more, says) in IN_TEXTS {
        let more = if more.is_empty() { more.to_owned() } else { format!(", {more}") };
        let sources = r#"[{"source": "a.txt"}]"#;
        let body = format!(
            r#"{{"configuration": {{"name": "x", "sources": {sources}{more}}}, "preFetchedContent": {{"a.txt": {}}}}}"#,
            json!(text)
        );
        let answer = answer(Endpoint::Compile, body.as_bytes());
        let problem: Value = serde_json::from_slice(&answer.body).unwrap();
        let detail = problem["detail"].as_str().unwrap();
        assert!(answer.status == 422 && detail.contains(says), "{body}: {detail}");
    }
    let body = r#"{"transformations": [], "inclusions": ["a", "/(/"], "text": "a"}"#;
    let answer = answer(Endpoint::Transform, body.as_bytes());
    let problem: Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(problem["errors"][0]["pointer"], "/inclusions/1");
}

/// What the command prints of `stdin`.
fn printed(args: &[&str], stdin: &str) -> String {
    let output = bloqr().args(args).write_stdin(stdin).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// Each answer in its place. `BLESS=1 cargo test` writes those of new requests.
#[test]
fn answers_are_as_they_were() {
    let before = fs::read_to_string(root().join(ANSWERS)).unwrap().replace("\r\n", "\n");
    let mut now = String::new();
    for line in before.lines().filter(|it| !it.starts_with("< ")) {
        now.push_str(&format!("{line}\n"));
        let Some(request) = line.strip_prefix("> ") else { continue };
        let (name, body) = request.split_once(' ').unwrap_or((request, ""));
        let answer = answer(endpoint(name), body.as_bytes());
        let body = String::from_utf8(answer.body).unwrap();
        now.push_str(&format!("< {} {body}\n", answer.status));
    }
    golden(ANSWERS, &now);
}

fn corpus() -> String {
    fs::read_to_string(root().join("tests/corpus/rules.txt")).unwrap()
}

#[test]
fn parse_answers_what_the_command_prints() {
    let corpus = corpus();
    let rules: Vec<&str> = bloqr::source::lines(&corpus).map(|it| it.text).collect();
    let answer = answer(Endpoint::Parse, json!({ "rules": rules }).to_string().as_bytes());
    let document = String::from_utf8(answer.body).unwrap();
    assert!(
        format!("{document}\n") == printed(&["ast", "parse", "--format", "json", "-"], &corpus)
    );
}

#[test]
fn walk_answers_what_the_command_prints() {
    let corpus: String = corpus().lines().take(300).map(|it| format!("{it}\n")).collect();
    for (args, request) in [
        (vec![], json!({ "text": corpus })),
        (
            vec!["--type", "Modifier", "--context", "--max-depth", "3"],
            json!({ "text": corpus, "nodeTypes": ["Modifier"], "includeContext": true, "maxDepth": 3 }),
        ),
    ] {
        let args = [vec!["ast", "walk", "--format", "json"], args, vec!["-"]].concat();
        let answer = answer(Endpoint::Walk, request.to_string().as_bytes());
        let document = String::from_utf8(answer.body).unwrap();
        assert!(format!("{document}\n") == printed(&args, &corpus), "{args:?}");
    }
}

/// A list sent line by line is judged as the command judges its file, to the byte of each place.
#[test]
fn validate_answers_what_the_command_reports() {
    let list = fs::read_to_string(root().join("tests/corpus/validate/list.txt")).unwrap();
    for (text, strict) in [(&list, false), (&list, true), (&corpus(), false)] {
        // The command line does not follow includes of stdin.
        let text: String =
            text.split_inclusive('\n').filter(|it| !it.contains("#include")).collect();
        let rules: Vec<&str> = text.split('\n').collect();
        let is_plain = |it: &&str| !it.contains(['\r', '\x0c']);
        let rules: Vec<&str> = rules.into_iter().filter(is_plain).collect();
        let text = rules.join("\n");
        let answer = ask(Endpoint::Validate, &json!({ "rules": rules, "strict": strict }));
        let mut args = vec!["validate", "--no-config", "--format", "json"];
        args.extend(strict.then_some("--strict"));
        args.push("-");
        let mut report: Value = serde_json::from_str(&printed(&args, &text)).unwrap();
        let file = report["files"][0].as_object_mut().unwrap();
        // The command also links each finding to the page of its rule.
        for it in file.values_mut().filter_map(Value::as_array_mut).flatten() {
            let url = it.as_object_mut().and_then(|it| it.remove("url"));
            assert!(url.is_some_and(|it| it.as_str().unwrap().ends_with(".md")));
        }
        for (key, reported) in file.iter().filter(|it| it.0 != "name") {
            assert_eq!(&answer[key], reported, "{key}");
        }
        assert_eq!(answer.as_object().unwrap().len(), file.len());
    }
}

#[test]
fn a_check_says_what_the_answer_would() {
    let answers = fs::read_to_string(root().join(ANSWERS)).unwrap();
    for request in answers.lines().filter_map(|it| it.strip_prefix("> ")) {
        let (name, body) = request.split_once(' ').unwrap_or((request, ""));
        let answer = answer(endpoint(name), body.as_bytes());
        match check(endpoint(name), body.as_bytes()) {
            Ok(()) => assert_eq!(answer.status, 200, "{request}"),
            Err(problem) => assert_eq!((answer.status, answer.body), (422, problem.to_json())),
        }
    }
}

#[test]
fn limits_hold_on_both_sides() {
    let ask = |endpoint, body: Value| answer(endpoint, body.to_string().as_bytes()).status;
    let rules = |n: usize, len: usize| vec!["x".repeat(len); n];
    // Characters are UTF-16's, of which an emoji is two.
    let emoji = |n: usize| vec!["😀".repeat(n)];
    let walk = |body| ask(Endpoint::Walk, body);
    assert_eq!(walk(json!({ "rules": rules(5000, 1), "maxDepth": 1 })), 200);
    assert_eq!(walk(json!({ "rules": rules(5001, 1), "maxDepth": 1 })), 422);
    assert_eq!(walk(json!({ "rules": rules(2, 4096) })), 200);
    assert_eq!(walk(json!({ "rules": rules(2, 4097) })), 422);
    assert_eq!(walk(json!({ "rules": emoji(2048) })), 200);
    assert_eq!(walk(json!({ "rules": emoji(2049) })), 422);
    assert_eq!(walk(json!({ "text": "", "nodeTypes": vec!["Modifier"; 30], "maxDepth": 50 })), 200);
    assert_eq!(walk(json!({ "text": "", "nodeTypes": vec!["Modifier"; 31] })), 422);
    let url = |len: usize| format!("https://a.example/{}", "x".repeat(len - 18));
    let rule = |len| ask(Endpoint::ValidateRule, json!({ "rule": "||a^", "testUrl": url(len) }));
    assert_eq!((rule(8192), rule(8193)), (200, 422));
    let mut body = br#"{"rules":[]}"#.to_vec();
    body.resize(bloqr::api::MAX_BODY, b' ');
    assert_eq!(answer(Endpoint::Parse, &body).status, 200);
    body.push(b' ');
    assert_eq!(answer(Endpoint::Parse, &body).status, 413);
}

#[test]
fn not_more_faults_are_named_than_can_be_read() {
    let answer = answer(Endpoint::Parse, json!({ "rules": vec![0; 5000] }).to_string().as_bytes());
    let document: Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(document["errors"].as_array().unwrap().len(), Problem::MAX_FAULTS);
    assert_eq!(document["detail"], "5000 fields are wrong, the first 1000 are listed.");
}

#[test]
fn refusals_say_what_is_known() {
    let text = |refusal, details: &str| {
        String::from_utf8(Problem::refuse(refusal, details.as_bytes()).to_json()).unwrap()
    };
    let details = r#"{"instance":"/api/validate","retryAfter":12,"detail":"Slowly.","more":1}"#;
    assert_eq!(
        text(Refusal::RateLimited, details),
        r#"{"type":"https://api.bloqr.dev/probs/rate-limited","title":"Too many requests","status":429,"detail":"Slowly.","instance":"/api/validate","retryAfter":12}"#
    );
    let statuses = Refusal::ALL.map(|it| {
        for nonsense in ["", "[]", "{\"retryAfter\":-1,\"detail\":7}", "\u{fffd}"] {
            assert_eq!(text(it, nonsense), text(it, "{}"));
        }
        Problem::refuse(it, b"{}").status()
    });
    assert_eq!(
        statuses,
        [
            404, 405, 415, 413, 408, 401, 403, 403, 429, 422, 502, 413, 502, 502, 504, 500, 503,
            503, 422, 502, 502, 502, 503, 422, 404, 404, 409, 413, 503, 426,
        ]
    );
}

#[test]
fn a_version_names_core_and_tables() {
    let version: Value = serde_json::from_slice(&version()).unwrap();
    assert_eq!(version["core"], env!("CARGO_PKG_VERSION"));
    assert_eq!((&version["agtree"], &version["maxBody"]), (&json!("4.2.0"), &json!(1_048_576)));
    let tables = version["tables"].as_str().unwrap();
    assert!(tables.len() == 8 && tables.bytes().all(|it| it.is_ascii_hexdigit()), "{tables}");
    assert_eq!(version["endpoints"][0], json!({ "path": "/api/ast/parse", "task": "ast" }));
    assert_eq!(version["refusals"].as_array().unwrap().len(), Refusal::ALL.len());
}
