//! How far `validate --backend` and `ast parse --backend` believe an answer, and that what they
//! print of it is whole.

use std::fs;

use serde_json::Value;

use super::{
    backends::{Guide, KEY, guide, ours},
    server::{Asked, Reply, Server},
};
use crate::support::bloqr;

/// Runs another command than `dispatch`, with a key, in its own directory.
fn run(list: &str, args: &[&str]) -> (i32, String, String) {
    let dir = tempfile::tempdir().unwrap();
    for name in ["list.txt", "other.txt"] {
        fs::write(dir.path().join(name), list).unwrap();
    }
    let mut command = bloqr();
    command.current_dir(&dir).env("BLOQR_API_KEY", KEY);
    super::read(command.args(args).output().unwrap())
}

const FORMATS: [&str; 6] = ["text", "concise", "json", "ndjson", "sarif", "github"];

/// A stub that calls everything valid is reported as a stub for every list.
#[test]
fn validate_believes_no_stub() {
    let bare = Server::new(|asked| {
        // The stub, without a header that would identify its backend.
        let Reply::Http { body, .. } = guide(asked, Guide::Loader) else { panic!() };
        Reply::json(200, String::from_utf8(body).unwrap())
    });
    let lying = Server::new(|asked| {
        let Reply::Http { body, .. } = guide(asked, Guide::Loader) else { panic!() };
        Reply::json(200, String::from_utf8(body).unwrap()).header("X-Bloqr-Dispatch", "loader")
    });
    let known = [Guide::Loader, Guide::DynamicWorkerLoader]
        .map(|it| Server::new(move |asked| guide(asked, it)));
    for list in ["a.com##", "||a.example^\na.com##\n", "||a^$,\n!#if (x\n"] {
        for server in [&bare, &lying].into_iter().chain(&known) {
            for format in FORMATS {
                let args = ["validate", "list.txt", "--format", format, "--backend", &server.url];
                let (code, out, err) = run(list, &args);
                assert_eq!((code, out.as_str()), (2, ""), "{list:?} {format}: {err}");
                assert!(err.contains("stub") && err.contains("bloqr dispatch check"), "{err}");
            }
        }
    }
    // It looks at nothing, so that it is right about a clean list by accident.
    for server in &known {
        let (code, out, err) =
            run("||ads.example^\n", &["validate", "list.txt", "--backend", &server.url]);
        assert_eq!((code, out.as_str()), (2, ""), "{err}");
        assert!(err.contains("a stub answers: "), "{err}");
    }
    // One that finds some of it is not silent about the rest.
    let partly = Server::new(|asked| {
        let Reply::Http { status, headers, body } = ours(asked, "loader", None) else { panic!() };
        let mut answer: Value = serde_json::from_slice(&body).unwrap();
        answer["errors"].as_array_mut().unwrap().truncate(1);
        Reply::Http { status, headers, body: answer.to_string().into_bytes() }
    });
    let (code, out, err) =
        run("a.com##\nb.com##\n", &["validate", "list.txt", "--backend", &partly.url]);
    assert!(code == 1 && out.contains("a.com##"), "{out}");
    assert!(err.contains("from what the core here computes"), "{err}");
}

/// The guide's inline validation only runs the parser: rules it cannot read, and checks it does not
/// have.
#[test]
fn validate_translates_what_the_guides_parser_says() {
    let server = Server::new(|asked| guide(asked, Guide::Inline));
    let list = "||a.example^\n\n  a.com##  \n||a^$,\nexample.com##+js(set, a, 1)\n##+js(x\n";
    for format in FORMATS {
        let args = ["validate", "list.txt", "--format", format, "--backend", &server.url];
        let (code, out, err) = run(list, &args);
        assert_eq!(code, 1, "{format}: {out}{err}");
        assert!(
            (out.clone() + &err).contains("only reports which rules it cannot read"),
            "{format}: {out}{err}"
        );
        assert!(!(out + &err).contains("[object Object]"), "{err}");
    }
    let args = ["validate", "list.txt", "--format", "json", "--backend", &server.url];
    let (_, out, err) = run(list, &args);
    let report: Value = serde_json::from_str(&out).unwrap();
    crate::schema::check("docs/schema/report.schema.json", &report);
    assert_eq!(err, "");
    let file = &report["files"][0];
    let lines = |list: &str| {
        let found = file[list].as_array().unwrap().iter();
        found
            .map(|it| (it["line"].as_u64().unwrap(), it["errorType"].as_str().unwrap()))
            .collect::<Vec<_>>()
    };
    // A rule of a syntax that is only switched off there is no error.
    assert_eq!(lines("errors"), [(3, "syntax-error"), (4, "syntax-error"), (6, "syntax-error")]);
    assert_eq!(lines("infos"), [(5, "syntax-error")]);
    assert_eq!(
        (&file["errors"][0]["column"], &file["errors"][0]["endColumn"]),
        (&3.into(), &10.into())
    );
    let not_run = file["notRun"].as_array().unwrap().iter();
    assert_eq!(
        not_run.map(|it| it["code"].as_str().unwrap()).collect::<Vec<_>>(),
        ["lint", "syntaxes"]
    );
    // A clean list is one, and what was not looked for is said.
    let (code, out, _) =
        run("||ads.example^\n! fine\n", &["validate", "list.txt", "--backend", &server.url]);
    assert!(code == 0 && out.contains("No problems") && out.contains("not run for"), "{out}");
    // What that parser lets pass and the core cannot read: a selector, which it does not look into.
    let (code, out, err) =
        run("a.com##x[a{y:z}\n", &["validate", "list.txt", "--backend", &server.url]);
    assert_eq!((code, out.as_str()), (2, ""), "{err}");
    assert!(err.contains("cannot read line 1: a.com##x[a{y:z}"), "{err}");
}

/// Trees with offsets work in every format; trees without offsets work in one.
#[test]
fn ast_parse_says_what_a_format_needs() {
    let inline = Server::new(|asked| guide(asked, Guide::Inline));
    let list = "||a.example^$script\n\na.com##\nexample.com##+js(set, a, 1)\n";
    let parse = |url: &str, format: &str| {
        run(list, &["ast", "parse", "--format", format, "list.txt", "--backend", url])
    };
    let (code, out, _) = parse(&inline.url, "json");
    let document: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &document["summary"]["total"]), (1, &3.into()), "{out}");
    for format in ["agtree", "ndjson", "tree", "summary"] {
        let (code, out, err) = parse(&inline.url, format);
        assert_eq!((code, out.as_str()), (2, ""), "{format}: {err}");
        assert!(err.contains("has no offsets") && err.contains("use --format json"), "{err}");
    }
    let stub = Server::new(|asked| guide(asked, Guide::DynamicWorkerLoader));
    let (code, out, err) = parse(&stub.url, "json");
    assert_eq!((code, out.as_str()), (2, ""), "{err}");
    assert!(err.contains("a stub answers at "), "{err}");
    // An unknown backend.
    let other = Server::new(|_| {
        let rule = r#"{"ruleText":"x","success":true,"kind":1}"#;
        Reply::json(
            200,
            format!(
                r#"{{"parsedRules":[{rule},{rule},{rule}],"summary":{{"total":3,"failed":0}}}}"#
            ),
        )
    });
    let (code, out, err) = parse(&other.url, "json");
    assert_eq!((code, out.as_str()), (2, ""), "{err}");
    assert!(err.contains("has no tree for line 1"), "{err}");
}

/// Nothing is printed before the first answer, and incomplete output says where it ends.
#[test]
fn no_half_documents() {
    let refuses: [fn(&Asked) -> Reply; 4] = [
        |_| Reply::json(401, "{}"),
        |_| Reply::json(500, "{}"),
        |_| Reply::json(200, "{\"parsedRules\":[{\"success\":true"),
        |_| Reply::Raw(Vec::new()),
    ];
    let list = "||a.example^\n".repeat(120_000);
    for format in ["json", "agtree", "ndjson", "tree", "summary"] {
        for refuse in refuses {
            let server = Server::new(refuse);
            let args = ["ast", "parse", "--format", format, "list.txt", "--backend", &server.url];
            let (code, out, err) = run("||a.example^\n", &args);
            assert_eq!((code, out.as_str()), (2, ""), "{format}: {err}");
        }
        let server = Server::new(|asked| match asked.number {
            0 => ours(asked, "loader", None),
            _ => Reply::json(500, "{}"),
        });
        let args = ["ast", "parse", "--format", format, "list.txt", "--backend", &server.url];
        let (code, out, err) = run(&list, &args);
        assert_eq!(code, 2, "{format}: {err}");
        assert_eq!(
            err.contains("is incomplete: it ends after line "),
            !out.is_empty(),
            "{format}: {err}"
        );
    }
    // Of several lists, those that are printed are all whole.
    let server = Server::new(|asked| match asked.number {
        0 => ours(asked, "loader", None),
        _ => Reply::json(500, "{}"),
    });
    for format in FORMATS {
        let server = &server.url;
        let args = ["validate", "list.txt", "other.txt", "--format", format, "--backend", server];
        let (code, out, err) = run("a.com##\n", &args);
        assert_eq!((code, out.as_str()), (2, ""), "{format}: {err}");
    }
}
