//! What is read, and what comes of it: files, directories, stdin, exit codes.

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use super::{dir, found, run, run_with};

#[test]
fn exit_codes() {
    let dir = dir(&[
        ("clean/a.txt", "||ads.example^$script\n"),
        ("warning/a.txt", "! bloqr-disable-next-line short-rule\n||ads.example^$script\n"),
        ("error/a.txt", "||ads.example^$foo\n"),
        ("empty/a.txt", ""),
        ("none/a.json", ""),
    ]);
    let code = |args: &[&str]| run(dir.path(), args).0;
    assert_eq!(code(&["clean"]), 0);
    assert_eq!(code(&["warning"]), 0);
    assert_eq!(code(&["warning", "--max-warnings", "1"]), 0);
    assert_eq!(code(&["warning", "--max-warnings", "0"]), 1);
    assert_eq!(code(&["warning", "--max-warnings", "0", "--min-severity", "error"]), 0);
    assert_eq!(code(&["warning", "--strict"]), 1);
    assert_eq!(code(&["error"]), 1);
    assert_eq!(code(&["clean", "error"]), 1);
    assert_eq!(code(&["empty"]), 2);
    assert_eq!(code(&["empty", "clean"]), 0);
    assert_eq!(code(&["none"]), 2);
    assert_eq!(code(&["missing.txt"]), 2);
    assert_eq!(code(&["--format", "pretty", "clean"]), 2);
    assert_eq!(code(&["--target", "netscape", "clean"]), 2);
}

#[test]
fn a_list_that_cannot_be_read_does_not_hide_the_others() {
    let dir = dir(&[("a.txt", "||ads.example^$foo\n")]);
    let (code, out, err) = run(dir.path(), &["missing.txt", "a.txt", "--format", "concise"]);
    assert_eq!(code, 2);
    assert!(out.starts_with("a.txt:1:16: error[unknown-modifier]"), "{out}");
    assert!(err.contains("cannot read missing.txt"), "{err}");
}

#[test]
fn nothing_to_check_is_no_success() {
    let empty = dir(&[]);
    let (code, out, err) = run(empty.path(), &[]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.starts_with("error: no filter list in ."), "{err}");
    let (code, out, err) = run(empty.path(), &["-"]);
    assert_eq!((code, out.as_str(), err.as_str()), (2, "", "error: the input is empty\n"));
}

#[test]
fn stdin_and_rules_are_lists_too() {
    let dir = dir(&[]);
    let (code, out, _) = run_with(dir.path(), &["-", "--format", "concise"], "||a.example^$foo");
    assert_eq!(code, 1);
    assert!(out.starts_with("<stdin>:1:14: error[unknown-modifier]"), "{out}");
    let args = ["--format=concise", "--rule", "||a.example^$script", "--rule", "||a.example^$foo"];
    let (code, out, _) = run(dir.path(), &args);
    assert_eq!(code, 1);
    assert!(out.starts_with("<rule>:2:14: error[unknown-modifier]"), "{out}");
}

#[test]
fn directories_are_searched_for_lists() {
    let bad = "||ads.example^$foo\n";
    let dir = dir(&[
        ("b.txt", bad),
        ("sub/a.txt", bad),
        ("c.md", bad),
        (".gitignore", "ignored/\n"),
        (".git/HEAD", "ref: refs/heads/main\n"),
        ("ignored/a.txt", bad),
    ]);
    assert_eq!(
        found(dir.path(), &[]),
        ["b.txt:1:16: error[unknown-modifier]", "sub/a.txt:1:16: error[unknown-modifier]"]
    );
    assert_eq!(found(dir.path(), &["c.md"]), ["c.md:1:16: error[unknown-modifier]"]);
}

#[test]
fn what_git_tracks_is_not_ignored() {
    let bad = "||ads.example^$foo\n";
    // Everything except added files is ignored, as some maintainers have it.
    let dir = dir(&[
        ("a.txt", bad),
        ("sub/b.txt", bad),
        ("built.txt", bad),
        (".gitignore", "!a.txt\n*\n"),
    ]);
    let find = || -> Vec<String> {
        let (_, out, _) = run(dir.path(), &["--format", "concise"]);
        out.lines().map(|it| it.split(':').next().unwrap().to_owned()).collect()
    };
    // Without a repository nothing ignores a file.
    assert_eq!(find(), ["a.txt", "built.txt", "sub/b.txt"]);
    let git = |args: &[&str]| {
        let status = Command::new("git").args(args).current_dir(dir.path()).status().unwrap();
        assert!(status.success(), "git {args:?}");
    };
    git(&["init", "--quiet"]);
    git(&["add", "--force", "a.txt", "sub/b.txt"]);
    assert_eq!(find(), ["a.txt", "sub/b.txt"]);
    let (_, out, _) = run(&dir.path().join("sub"), &["--format", "concise"]);
    assert!(out.starts_with("b.txt:1:16:"), "{out}");
}

#[test]
fn a_report_can_go_to_a_file() {
    let dir = dir(&[("a.txt", "||ads.example^$foo\n")]);
    let args = ["--format", "concise", "--output", "report"];
    let (code, out, err) = run(dir.path(), &args);
    assert_eq!((code, out.as_str(), err.as_str()), (1, "", ""));
    let report = fs::read_to_string(dir.path().join("report")).unwrap();
    assert!(report.starts_with("a.txt:1:16: error[unknown-modifier]"), "{report}");
}

fn long() -> tempfile::TempDir {
    let mut text = String::new();
    for n in 0..20_000 {
        text.push_str(&format!("||ads{n}.example^$foo\n"));
    }
    dir(&[("a.txt", &text)])
}

fn spawn(dir: &tempfile::TempDir) -> std::process::Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bloqr"));
    command.env_clear().current_dir(dir.path()).args([
        "validate",
        "--format",
        "concise",
        "--select",
        "unknown-modifier",
    ]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

#[test]
fn a_closed_pipe_is_no_error() {
    let dir = long();
    let mut child = spawn(&dir);
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert!(first.starts_with("a.txt:1:"));
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!((child.wait().unwrap().code(), err.as_str()), (Some(0), ""));
}

#[test]
fn a_slow_reader_gets_every_line_in_order() {
    let dir = long();
    let mut child = spawn(&dir);
    let mut stdout = child.stdout.take().unwrap();
    thread::sleep(Duration::from_millis(100));
    let mut out = String::new();
    stdout.read_to_string(&mut out).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(1));
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.len(), 20_000);
    assert!(lines.iter().zip(1..).all(|(line, n)| line.starts_with(&format!("a.txt:{n}:"))));
}

#[test]
fn includes_are_found_and_checked() {
    let dir = dir(&[
        (
            "a.txt",
            "!#include sub/b.txt\n!#include missing.txt\n!#include ../out.txt\n!#include https://example.com/x.txt\n",
        ),
        ("sub/b.txt", "||ads.example^$foo\n!#include ../a.txt\n"),
    ]);
    assert_eq!(
        found(dir.path(), &["a.txt"]),
        [
            "a.txt:1:11: error[unresolved-include]",
            "a.txt:2:11: error[unresolved-include]",
            "a.txt:3:11: error[unresolved-include]",
            "sub/b.txt:1:16: error[unknown-modifier]",
            "sub/b.txt:2:11: error[unresolved-include]",
        ]
    );
}

#[test]
fn a_list_that_includes_itself_is_reported() {
    let dir =
        dir(&[("a.txt", "!#include a.txt\n"), ("b.txt", "!#include c.txt\n"), ("c.txt", "! c\n")]);
    assert_eq!(found(dir.path(), &[]), ["a.txt:1:11: error[unresolved-include]"]);
}
