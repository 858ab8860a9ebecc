//! `bloqr compile`, `transform`, `diff` and `serve`, with the real binary.

use std::{
    fs,
    path::Path,
    process::{Command as Process, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::Duration,
};

use tempfile::TempDir;

use crate::{
    dispatch::server::{Reply, Server},
    support::bloqr,
};

const CONFIG: &str = r#"{
    "name": "Two lists",
    "sources": [
        {"source": "hosts.txt", "name": "Hosts"},
        {"source": "lists/rules.txt", "exclusions": ["a_b"]}
    ],
    "transformations": ["Compress", "Validate", "Deduplicate"]
}"#;

const HOSTS: &str = "# ads\n127.0.0.1 localhost\n0.0.0.0 ads.example.com\n0.0.0.0 b.example.org\n";
const RULES: &str = "! rules\n||example.com^\n||com^\n||a_b.example.net^\n@@||ok.example.com^\n||c.example.net^$script\n";

const EXPECTED: &str = "\
!
! Title: Two lists
! Last modified: 2026-11-27T00:00:00.000Z
!
! Compiled by bloqr VERSION
!
!
! Source name: Hosts
! Source: hosts.txt
!
# ads
||b.example.org^
!
! Source: lists/rules.txt
!
! rules
||example.com^
@@||ok.example.com^";

fn project(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    dir
}

fn lists() -> TempDir {
    project(&[("list.json", CONFIG), ("hosts.txt", HOSTS), ("lists/rules.txt", RULES)])
}

/// Runs `bloqr …` in a directory: exit code, stdout, stderr.
fn run(dir: &Path, args: &str, stdin: &str) -> (i32, String, String) {
    let output =
        bloqr().current_dir(dir).args(args.split(' ')).write_stdin(stdin).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn read(dir: &TempDir, name: &str) -> String {
    fs::read_to_string(dir.path().join(name)).unwrap()
}

#[test]
fn a_configuration_of_hostlist_compiler_makes_one_list() {
    let dir = lists();
    let expected = EXPECTED.replace("VERSION", env!("CARGO_PKG_VERSION"));
    let (code, out, err) = run(dir.path(), "compile -c list.json --date 2026-11-27", "");
    assert_eq!((code, out.as_str()), (0, expected.as_str()), "{err}");
    assert!(err.contains("lines differ from HostlistCompiler"), "{err}");
    let (code, out, _) =
        run(dir.path(), "compile -c list.json --date 2026-11-27 -q -o out.txt", "");
    assert_eq!((code, out.as_str()), (0, ""));
    assert_eq!(read(&dir, "out.txt"), expected);
    // From elsewhere, paths still count from the folder of the configuration.
    fs::create_dir(dir.path().join("below")).unwrap();
    let args = "compile -c ../list.json --date 2026-11-27 -q";
    assert_eq!(run(&dir.path().join("below"), args, "").1, expected);
    // TOML with the same names, and bloqr.toml, say the same.
    let toml = "name = \"Two lists\"\ntransformations = [\"Compress\", \"Validate\", \"Deduplicate\"]\n\
        [[SECTIONsources]]\nsource = \"hosts.txt\"\nname = \"Hosts\"\n\
        [[SECTIONsources]]\nsource = \"lists/rules.txt\"\nexclusions = [\"a_b\"]\n\
        [[SECTIONsources]]\nsource = \"none.txt\"\noptional = true\n";
    fs::write(dir.path().join("list.toml"), toml.replace("SECTION", "")).unwrap();
    let (code, out, err) = run(dir.path(), "compile -c list.toml --date 2026-11-27 -q", "");
    assert_eq!((code, out.as_str()), (0, expected.as_str()), "{err}");
    assert!(err.contains("warning: cannot read `none.txt`: the file does not exist"), "{err}");
    let section = format!("[compile]\n{}", toml.replace("SECTION", "compile."));
    fs::write(dir.path().join("bloqr.toml"), section).unwrap();
    let (code, out, _) = run(&dir.path().join("below"), "compile --date 2026-11-27 -q", "");
    assert_eq!((code, out.as_str()), (0, expected.as_str()));
}

#[test]
fn several_outputs_each_have_their_format() {
    let dir = lists();
    let args = "compile -c list.json -o out.txt -o hosts=h.txt -o rpz=z.txt --format domains --report r.json";
    let (code, _, err) = run(dir.path(), args, "");
    assert_eq!(code, 0, "{err}");
    let entries = |name: &str| {
        let text = read(&dir, name);
        text.lines().filter(|it| !it.starts_with(['#', ';'])).map(str::to_owned).collect::<Vec<_>>()
    };
    // A name that another one covers is not covered where names are exact.
    assert_eq!(entries("out.txt"), ["ads.example.com", "b.example.org", "example.com"]);
    assert_eq!(
        entries("h.txt"),
        ["0.0.0.0 ads.example.com", "0.0.0.0 b.example.org", "0.0.0.0 example.com"]
    );
    assert!(entries("z.txt").contains(&"ok.example.com CNAME rpz-passthru.".to_owned()));
    let report: serde_json::Value = serde_json::from_str(&read(&dir, "r.json")).unwrap();
    assert_eq!(report["rules"], 3);
    assert_eq!(report["outputs"][1]["format"], "hosts");
    assert_eq!(report["differences"]["compress-then-validate"], 1);
}

#[test]
fn a_rule_is_explained() {
    let dir = lists();
    let explain =
        |query: &str| run(dir.path(), &format!("compile -q -c list.json --explain {query}"), "");
    let (code, out, _) = explain("ads.example.com");
    let expected = "\
hosts.txt:3: 0.0.0.0 ads.example.com
  changed by Compress: `||ads.example.com^`
  removed by Compress: covered by `||example.com^`, lists/rules.txt:2
`ads.example.com` is blocked by `||example.com^`, lists/rules.txt:2
";
    assert_eq!((code, out.as_str()), (0, expected));
    let (_, out, _) = explain("||a_b.example.net^");
    assert!(
        out.contains("removed by exclusions of the source: the pattern `a_b` matches"),
        "{out}"
    );
    let (_, out, _) = explain("lists/rules.txt:3");
    assert!(out.contains("removed by Validate: it would block a whole public suffix"), "{out}");
    let (code, out, _) = explain("nowhere.example");
    assert_eq!((code, out.as_str()), (1, "no source has `nowhere.example`\n"));
}

#[test]
fn check_and_diff_tell_what_changes() {
    let dir = lists();
    let check = || run(dir.path(), "compile -q -c list.json -o out.txt --check", "").0;
    assert_eq!(check(), 1);
    assert!(!dir.path().join("out.txt").exists());
    assert_eq!(run(dir.path(), "compile -q -c list.json -o out.txt", "").0, 0);
    // The time is another one, and does not count.
    assert_eq!(check(), 0);
    fs::write(dir.path().join("hosts.txt"), "0.0.0.0 new.example.org\n").unwrap();
    assert_eq!(check(), 1);
    let (code, out, _) = run(dir.path(), "compile -q -c list.json --diff out.txt", "");
    assert_eq!((code, out.as_str()), (1, "- ||b.example.org^\n+ ||new.example.org^\n"));
    let (code, out, _) = run(dir.path(), "diff --format json hosts.txt lists/rules.txt", "");
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(code, 1);
    assert_eq!(json["domains"]["new.example.org"], serde_json::json!({"added": 0, "removed": 1}));
    assert_eq!(run(dir.path(), "diff hosts.txt -", "0.0.0.0 new.example.org\n").0, 0);
}

#[test]
fn what_is_wrong_is_reported_and_nothing_is_written() {
    let dir = lists();
    let empty = r#"{"name": "x", "sources": [{"source": "empty.txt"}]}"#;
    let html = r#"{"name": "x", "sources": [{"source": "page.txt"}]}"#;
    let unknown = r#"{"name": "x", "sources": [{"source": "hosts.txt", "exclusion": []}]}"#;
    let files = [
        ("empty.json", empty),
        ("html.json", html),
        ("unknown.json", unknown),
        ("empty.txt", " \n"),
        ("page.txt", "<!DOCTYPE html><html>"),
        ("page2.txt", "\u{feff}\n<?xml version='1.0'?>\n<!-- a page -->\n<HTML>"),
        ("loop.txt", "!#include loop.txt\n"),
    ];
    files.iter().for_each(|(name, text)| fs::write(dir.path().join(name), text).unwrap());
    let comments = "<!---->".repeat(1_000_000) + "<html>";
    fs::write(dir.path().join("page3.txt"), comments).unwrap();
    fs::write(dir.path().join("utf16.txt"), b"\xff\xfe|\0|\0a\0").unwrap();
    fs::write(dir.path().join("binary.txt"), b"\x1f\x8b\0\0\xff").unwrap();
    let cases = [
        ("-c empty.json", "`empty.txt`: it is empty"),
        ("-c html.json", "`page.txt`: it is an HTML page, not a list"),
        ("-c unknown.json", "`sources[0].exclusion`: unknown key"),
        ("-c none.json", "cannot read none.json"),
        ("-i loop.txt", "files include each other: loop.txt > loop.txt"),
        ("-i none.txt", "`none.txt`: the file does not exist"),
        ("-i hosts.txt -t Nothing", "unknown transformation `Nothing`"),
        ("-i http://example.com/a.txt", "plain http can be changed by others"),
        ("-c list.json -o hosts.txt", "would replace hosts.txt, which is read"),
        ("-c list.json -o list.json", "would replace list.json, which is read"),
        ("-c list.json -o out.txt -o hosts=out.txt", "out.txt would be written twice"),
        ("-c list.json -o ./out.txt -o hosts=out.txt", "out.txt would be written twice"),
        ("-c list.json -o - -o hosts=/dev/stdout", "would be written twice"),
        ("-c list.json --report hosts.txt", "--report hosts.txt would replace hosts.txt"),
        ("-i page2.txt", "`page2.txt`: it is an HTML page, not a list"),
        ("-i page3.txt", "`page3.txt`: it is an HTML page, not a list"),
        ("-i utf16.txt", "`utf16.txt`: it is UTF-16"),
        ("-i binary.txt", "`binary.txt`: it is not text"),
        ("-c list.json --date yesterday", "--date `yesterday` is not a time"),
        ("-i https://example.com/a.txt --offline --cache cache", "--offline reads only copies"),
    ];
    for (args, says) in cases {
        let (code, out, err) = run(dir.path(), &format!("compile {args}"), "");
        assert_eq!((code, out.as_str()), (2, ""), "{args}: {err}");
        assert!(err.contains(says), "{args}: {err}");
    }
    assert_eq!(read(&dir, "hosts.txt"), HOSTS);
    assert!(!dir.path().join("out.txt").exists());
    assert_eq!(run(dir.path(), "compile -q -c empty.json --allow-empty", "").0, 0);
}

/// A shell can make the file of an output stdin.
#[test]
fn the_file_behind_stdin_is_never_replaced() {
    let dir = lists();
    for args in ["compile -i - -o hosts.txt", "transform -t Compress - -o hosts.txt"] {
        let stdin = fs::File::open(dir.path().join("hosts.txt")).unwrap();
        let mut command = Process::new(env!("CARGO_BIN_EXE_bloqr"));
        let output = command.current_dir(dir.path()).args(args.split(' ')).stdin(stdin).output();
        let output = output.unwrap();
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{args}: {err}");
        assert!(err.contains("--output hosts.txt would replace"), "{args}: {err}");
        assert_eq!(read(&dir, "hosts.txt"), HOSTS, "{args}");
    }
}

/// A rule that a list has very often is explained in time that grows with the list.
#[test]
fn explain_looks_at_each_line_once() {
    let dir = project(&[("a.txt", &"||a.example^\n".repeat(200_000))]);
    let (code, out, err) =
        run(dir.path(), "compile -q -i a.txt -t Deduplicate --explain A.example.", "");
    assert_eq!(code, 0, "{err}");
    let last = "a.txt:200000: ||a.example^\n  kept: ||a.example^\n\
        `A.example.` is blocked by `||a.example^`, a.txt:200000\n";
    assert!(out.ends_with(last), "{}", &out[out.len() - 200..]);
    assert_eq!(
        out.matches("removed by Deduplicate of the source: equal to `||a.example^`, a.txt:200000")
            .count()
            + out.matches("removed by Deduplicate: equal to `||a.example^`, a.txt:200000").count(),
        199_999
    );
}

/// A copy that a disk or a person changed is none.
#[test]
fn a_broken_copy_is_not_used() {
    let server = Server::new(|_| {
        Reply::text(200, "text/plain", "||a.example.com^\n||b.example.com^\n")
            .header("ETag", "\"1\"")
    });
    let dir = project(&[]);
    let args = format!("compile -q -i {}/a.txt --cache cache", server.url);
    assert_eq!(run(dir.path(), &args, "").0, 0);
    let copy = fs::read_dir(dir.path().join("cache")).unwrap().next().unwrap().unwrap().path();
    let whole = fs::read_to_string(&copy).unwrap();
    let offline = format!("{args} --offline");
    assert_eq!(run(dir.path(), &offline, "").0, 0);
    for broken in ["", "x", &whole[..whole.len() - 10], &whole.replace("a.example", "c.example")] {
        fs::write(&copy, broken).unwrap();
        let (code, out, err) = run(dir.path(), &offline, "");
        assert_eq!((code, out.as_str()), (2, ""), "{err}");
        // Where the advice would be wrong, there is none.
        assert!(err.contains("only copies in --cache") && !err.contains("--allow-stale"), "{err}");
    }
    assert_eq!(run(dir.path(), &args, "").0, 0);
    assert_eq!(fs::read_to_string(&copy).unwrap(), whole);
}

#[test]
fn sources_are_fetched_kept_and_judged() {
    static STATE: AtomicUsize = AtomicUsize::new(0);
    let list: String = (0..100).map(|it| format!("||ads{it}.example.com^\n")).collect();
    let body = list.clone();
    let server = Server::new(move |asked| match STATE.load(Ordering::SeqCst) {
        0 if asked.path == "/moved.txt" => {
            Reply::text(302, "text/plain", "").header("Location", "/list.txt")
        }
        0 if asked.path == "/list.txt" && asked.header("if-none-match") == Some("\"1\"") => {
            Reply::Raw(b"HTTP/1.1 304 X\r\n\r\n".to_vec())
        }
        0 if asked.path == "/list.txt" => {
            Reply::text(200, "text/plain", &body).header("ETag", "\"1\"")
        }
        0 if asked.path == "/round.txt" => {
            Reply::text(302, "text/plain", "").header("Location", "/round.txt")
        }
        1 => Reply::text(200, "text/html", "<html>sorry</html>"),
        2 => Reply::text(200, "text/plain", "||ads0.example.com^\n"),
        3 => Reply::Silence,
        _ => Reply::text(404, "text/plain", "no"),
    });
    let dir = project(&[]);
    let url = &server.url;
    let fetch = |more: &str| {
        let args = format!(
            "compile -i {url}/list.txt -t Deduplicate --cache cache --timeout 500ms {more}"
        );
        let (code, out, err) = run(dir.path(), args.trim_end(), "");
        (code, out.lines().filter(|it| it.starts_with("||")).count(), err)
    };
    assert_eq!(fetch("").1, 100);
    // The second time the server says that nothing changed; without a network the copy is there.
    let before = server.count();
    assert_eq!(fetch("").1, 100);
    assert_eq!(server.count(), before + 1);
    assert!(server.received().contains("if-none-match"));
    assert_eq!(fetch("--offline").1, 100);
    assert_eq!(server.count(), before + 1);
    let (code, out, err) = run(dir.path(), &format!("compile -q -i {url}/moved.txt"), "");
    assert_eq!((code, out.contains("||ads99.example.com^")), (0, true), "{err}");
    let (code, _, err) = run(dir.path(), &format!("compile -q -i {url}/round.txt"), "");
    assert_eq!(code, 2);
    assert!(err.contains("too many redirects"), "{err}");
    for (state, says) in [
        (1, "it is an HTML page, not a list"),
        (2, "its last copy had"),
        (3, "no complete answer in 500 ms"),
        (4, "the server answered 404"),
    ] {
        STATE.store(state, Ordering::SeqCst);
        let (code, _, err) = fetch("");
        assert_eq!(code, 2, "{err}");
        assert!(err.contains(says) && err.contains("--allow-stale"), "{err}");
        let (code, rules, err) = fetch("--allow-stale");
        assert_eq!((code, rules), (0, 100), "{err}");
        assert!(err.contains("the last good copy is used"), "{err}");
    }
    STATE.store(2, Ordering::SeqCst);
    assert_eq!(fetch("--allow-empty").1, 1);
}

#[test]
fn transform_keeps_the_bytes_that_it_does_not_change() {
    let dir = project(&[("a.txt", "||b.example.com^\r\n\n  x \n||b.example.com^\r\n")]);
    let transform = |args: &str, stdin: &str| run(dir.path(), &format!("transform {args}"), stdin);
    let (code, out, _) = transform("-t Deduplicate a.txt", "");
    assert_eq!((code, out.as_str()), (0, "\n  x \n||b.example.com^\r\n"));
    let (_, out, _) = transform("--exclude b. --include /x/ -", "x\nb\nxb.\n");
    assert_eq!(out, "x");
    assert_eq!(transform("-t Compress", "").0, 2);
    assert_eq!(transform("-t Compress a.txt -o a.txt", "").0, 2);
    assert!(transform("--list", "").1.contains("InsertFinalNewLine"));
}

#[test]
fn serve_answers_each_line() {
    let dir = project(&[]);
    let requests = [
        r#"{"id": 1, "do": "transform", "transformations": ["Compress"], "input": "0.0.0.0 a.example"}"#,
        r#"{"id": "2", "do": "compile", "config": {"name": "x", "sources": [{"source": "a"}]}, "sources": {"a": "||b^"}, "date": "D"}"#,
        r#"{"id": 3, "do": "compile", "config": {"name": "x", "sources": [{"source": "b"}]}, "sources": {}}"#,
        r#"{"id": 4, "do": "ast", "input": "||a^"}"#,
        r#"{"id": 5, "do": "validate", "input": "||a.example^$thrid-party\n"}"#,
        r#"{"id": 6, "do": "nothing"}"#,
        r#"{"id": 7, "do": "compile"}"#,
        r#"{"id": 8, "do": "transform", "transformations": ["Validate", "ValidateAllowIp"], "input": ""}"#,
        "{",
    ];
    let (code, out, _) = run(dir.path(), "serve", &requests.join("\n"));
    let answers: Vec<serde_json::Value> =
        out.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
    assert_eq!((code, answers.len()), (0, 9), "{out}");
    assert_eq!(answers[0], serde_json::json!({"id": 1, "text": "||a.example^"}));
    assert!(answers[1]["text"].as_str().unwrap().ends_with("! Source: a\n!\n||b^"), "{out}");
    assert_eq!(answers[2]["error"], "there is no source `b`");
    assert_eq!(answers[3]["ast"]["type"], "NetworkRule");
    assert_eq!(answers[4]["findings"][0]["rule"], "unknown-modifier");
    assert!(answers[5]["error"].as_str().unwrap().starts_with("`do` must be one of"));
    assert_eq!(answers[6]["error"], "`config` must be a table");
    assert_eq!(answers[7]["error"], "only one transformation can validate");
    assert!(answers[8]["error"].as_str().unwrap().starts_with("the request is not JSON"));
}

/// At any moment, a killed process leaves the old list or the new list.
#[test]
fn killed_at_any_moment_the_list_is_whole() {
    let rules: String = (0..60_000).map(|it| format!("0.0.0.0 a{it}.example.com\n")).collect();
    let dir = project(&[("rules.txt", &rules)]);
    let args = ["compile", "-q", "-i", "rules.txt", "-o", "out.txt", "--date", "0"];
    assert_eq!(run(dir.path(), &args.join(" "), "").0, 0);
    let new = read(&dir, "out.txt");
    let old = "||old.example.com^\n";
    let mut killed = 0;
    for round in 0..60 {
        fs::write(dir.path().join("out.txt"), old).unwrap();
        let mut child = Process::new(env!("CARGO_BIN_EXE_bloqr"))
            .args(args)
            .current_dir(dir.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(Duration::from_micros(round * 1500));
        child.kill().unwrap();
        killed += usize::from(child.wait().unwrap().code().is_none());
        let text = read(&dir, "out.txt");
        assert!(text == old || text == new, "round {round}: {} bytes", text.len());
    }
    assert!(killed > 0, "every process was done before it was killed");
}
