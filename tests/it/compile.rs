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
    assert_eq!(
        json["domains"]["new.example.org"],
        serde_json::json!({"added": 0, "removed": 1, "changed": 0})
    );
    let (code, out, err) =
        run(dir.path(), "diff --domains hosts.txt -", "0.0.0.0 old.example.org\n");
    assert_eq!((code, out.as_str()), (1, "new.example.org -1\nold.example.org +1\n"));
    assert_eq!(err, "1 added, 1 removed, 0 changed, 0 moved\n");
    assert_eq!(run(dir.path(), "diff hosts.txt -", "0.0.0.0 new.example.org\n").0, 0);
}

#[test]
fn what_is_wrong_is_reported_and_nothing_is_written() {
    let dir = lists();
    let empty = r#"{"name": "x", "sources": [{"source": "empty.txt"}]}"#;
    let html = r#"{"name": "x", "sources": [{"source": "page.txt"}]}"#;
    let unknown = r#"{"name": "x", "sources": [{"source": "hosts.txt", "exclusion": []}]}"#;
    let filter = "{\"name\": \"x\",\n\"sources\": [{\"source\": \"hosts.txt\",\n  \"exclusions\": [\"a\", \"/(/\"]}]}";
    let filters =
        r#"{"name": "x", "sources": [{"source": "hosts.txt"}], "inclusions_sources": ["in.txt"]}"#;
    let twice =
        "{\"name\": \"x\",\n \"sources\": [{\"source\": \"hosts.txt\"}],\n \"sources\": []}";
    let files = [
        ("filter.json", filter),
        ("filters.json", filters),
        ("in.txt", "! patterns\n\n/a/\n/[/\n"),
        ("twice.json", twice),
        (
            "filter.toml",
            "name = \"x\"\n[[sources]]\nsource = \"hosts.txt\"\nexclusions = [\n  \"/(/\",\n]\n",
        ),
        ("bloqr.toml", "[compile]\nname = \"x\"\nsources = [{ source = \"a\", x = 1 }]\n"),
        ("error.txt", "{\"error\": {\"code\": 404,\n\"message\": \"no such list\"}}\n"),
        ("array.txt", "[{\"id\": 1, \"domain\": \"ads.example\"}]"),
        ("quoted.txt", "<html><pre>\n||a.example^\n||b.example^\n||c.example^\n"),
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
    fs::write(dir.path().join("binary.txt"), b"\x7fELF\0\0\xff").unwrap();
    fs::write(dir.path().join("packed.txt"), b"\x1f\x8b\0\0\xff").unwrap();
    fs::write(dir.path().join("wide.txt"), b"|\0|\0a\0.\0b\0^\0").unwrap();
    let cases = [
        ("-c empty.json", "`empty.txt`: it is empty"),
        ("-c html.json", "`page.txt`: it is HTML, not a list"),
        ("-c unknown.json", "unknown.json:1:64: `sources[0].exclusion`: unknown key"),
        ("-c filter.json", "filter.json:3:23: `sources[0].exclusions[1]`: the pattern `/(/`"),
        ("-c filters.json", "in.txt:4: the pattern `/[/` cannot be used"),
        ("-c filter.toml", "filter.toml:5:3: `sources[0].exclusions[0]`: the pattern `/(/`"),
        ("-c twice.json", "twice.json:3:10: the key `sources` occurs twice"),
        ("-c bloqr.toml", "bloqr.toml:3:32: `sources[0].x`: unknown key"),
        ("-i error.txt", "`error.txt`: it is JSON, not a list"),
        ("-i array.txt", "`array.txt`: it is JSON, not a list"),
        ("-i quoted.txt", "`quoted.txt`: it is HTML, not a list"),
        (
            "-i ftp://example.com/a.txt",
            "a source is a file, or an address that starts with https://",
        ),
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
        ("-i page2.txt", "`page2.txt`: it is HTML, not a list"),
        ("-i page3.txt", "`page3.txt`: it is HTML, not a list"),
        ("-i utf16.txt", "`utf16.txt`: it is UTF-16"),
        ("-i wide.txt", "`wide.txt`: it is UTF-16"),
        ("-i binary.txt", "`binary.txt`: it is not a text"),
        ("-i packed.txt", "`packed.txt`: it is compressed with gzip; unpack it first"),
        ("-i -", "`-`: it is empty"),
        ("-c list.json -o host=x.txt", "there is no format `host`"),
        ("-i none.txt -o below/out.txt", "the directory below does not exist"),
        ("-i none.txt -o lists", "cannot write lists: it is a directory"),
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
        (1, "it is HTML, not a list"),
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

/// What a killed process left is deleted by the next one that writes there; nothing else is.
#[cfg(unix)]
#[test]
fn what_a_killed_process_left_is_deleted() {
    use std::os::unix::fs::MetadataExt;

    let dir = lists();
    let path = |name: &str| dir.path().join(name);
    fs::write(path("left"), "||left.example.com^").unwrap();
    let number = fs::metadata(path("left")).unwrap().ino();
    let left = format!(".bloqr-{number:x}-aB3dE6");
    fs::rename(path("left"), path(&left)).unwrap();
    // A user's, and a copy of such a file.
    let others = [".bloqr-backup".to_owned(), format!(".bloqr-{:x}-aB3dE6", number + 1_000_000)];
    others.iter().for_each(|it| fs::write(path(it), "mine").unwrap());
    let args = "compile -q -c list.json -o out.txt";
    // Another process holds it.
    let lock = fs::File::open(path(&left)).unwrap();
    lock.lock().unwrap();
    assert_eq!(run(dir.path(), args, "").0, 0);
    assert!(path(&left).exists());
    drop(lock);
    assert_eq!(run(dir.path(), args, "").0, 0);
    assert!(!path(&left).exists());
    assert!(others.iter().all(|it| fs::read_to_string(path(it)).unwrap() == "mine"));
}

/// The time limit is that of a whole source: of all tries, and of all that it includes.
#[test]
fn a_source_has_one_time_limit() {
    let server = Server::new(|asked| match asked.path.as_str() {
        "/list.txt" => {
            let includes: String = (0..50).map(|it| format!("!#include {it}.txt\n")).collect();
            Reply::text(200, "text/plain", includes)
        }
        "/silent.txt" => Reply::Silence,
        "/broken.txt" => Reply::text(500, "text/plain", "no"),
        _ => {
            let body = "HTTP/1.1 200 X\r\nContent-Length: 11\r\n\r\n||a.b.com^\n";
            Reply::Slow(Duration::from_millis(100), vec![body.as_bytes().to_vec()])
        }
    });
    let dir = project(&[]);
    let fetch = |name: &str, timeout: &str| {
        let before = server.count();
        let url = &server.url;
        let args = format!("compile -q -i {url}/{name}.txt --timeout {timeout}");
        let (code, _, err) = run(dir.path(), &args, "");
        (code, err, server.count() - before)
    };
    let (code, err, asked) = fetch("silent", "500ms");
    assert_eq!((code, asked), (2, 1), "{err}");
    assert!(err.contains("no complete answer in 500 ms"), "{err}");
    // 50 times 100 ms are more than a second, whatever else the machine does.
    let (code, err, asked) = fetch("list", "1s");
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("no complete answer in 1 s") && asked < 50, "{err}");
    // A failure that can pass is tried again while there is time.
    assert_eq!(fetch("broken", "1m").2, 3);
    assert_eq!(fetch("broken", "100ms").2, 1);
}

/// Which rule wins, and why, as DNS blockers evaluate a list.
#[test]
fn explain_says_which_rule_wins() {
    let rules = "||example.com^\n@@||ok.example.com^\n||bad.ok.example.com^$important\n\
        ||off.example.net^\n||off.example.net^$badfilter\n||v6.example.net^$dnstype=AAAA\n";
    let dir = project(&[("a.txt", rules)]);
    let verdict = |name: &str| {
        let args = format!("compile -q -i a.txt -t Validate --explain {name}");
        let (_, out, _) = run(dir.path(), &args, "");
        let from = out.find(&format!("`{name}` is")).unwrap_or(0);
        out[from..].to_owned()
    };
    assert_eq!(
        verdict("www.ok.example.com"),
        "`www.ok.example.com` is allowed by `@@||ok.example.com^`, a.txt:2\n\
        \x20 no effect: `||example.com^`, a.txt:1: an exception wins over a rule that blocks: \
        `@@||ok.example.com^`\n"
    );
    assert_eq!(
        verdict("bad.ok.example.com"),
        "`bad.ok.example.com` is blocked by `||example.com^`, a.txt:1\n\
        `bad.ok.example.com` is blocked by `||bad.ok.example.com^$important`, a.txt:3\n\
        \x20 no effect: `@@||ok.example.com^`, a.txt:2: `$important` wins over a rule without it: \
        `||bad.ok.example.com^$important`\n"
    );
    let off = verdict("off.example.net");
    assert!(
        off.ends_with("  no effect: `||off.example.net^`, a.txt:4: `||off.example.net^$badfilter`, a.txt:5, disables it\n"),
        "{off}"
    );
    let some = verdict("v6.example.net");
    assert!(
        some.ends_with(
            "`v6.example.net` is blocked by `||v6.example.net^$dnstype=AAAA`, a.txt:6\n"
        ),
        "{some}"
    );
}

/// What is no text is neither compared nor changed.
#[test]
fn other_commands_refuse_what_is_no_text() {
    let dir = lists();
    let cases: [(&[u8], &str); 4] = [
        (b"||b\xfccher.example^\n", "it is not UTF-8: line 1 has the byte 0xfc; save it as UTF-8"),
        (b"\xff\xfe|\0|\0", "it is UTF-16; save it as UTF-8"),
        (b"|\0|\0a\0", "it is UTF-16; save it as UTF-8"),
        (b"\x1f\x8b\x08\0", "it is compressed with gzip; unpack it first"),
    ];
    for (bytes, says) in cases {
        fs::write(dir.path().join("a.txt"), bytes).unwrap();
        for args in ["transform -t Validate a.txt", "diff a.txt hosts.txt", "diff hosts.txt a.txt"]
        {
            let (code, out, err) = run(dir.path(), args, "");
            assert_eq!((code, out.as_str()), (2, ""), "{args}: {err}");
            assert!(err.contains(&format!("a.txt: {says}")), "{args}: {err}");
        }
    }
}
