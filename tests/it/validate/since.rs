//! `--since`, with repositories that the tests build.

use std::{fs, path::Path, process::Command};

use tempfile::TempDir;

use super::{dir, run, run_with};

/// Runs git in a directory, with nothing of the machine's.
#[track_caller]
fn git(dir: &Path, args: &[&str]) -> String {
    let output = Command::new("git")
        .env_clear()
        .env("HOME", dir)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .args([
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@a.example",
            "-c",
            "init.defaultBranch=main",
        ])
        .args(["-c", "protocol.file.allow=always"])
        .args(args)
        .current_dir(dir)
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{args:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

fn commit(dir: &Path) {
    git(dir, &["add", "-A"]);
    git(dir, &["commit", "-qm", "x"]);
}

fn repository(files: &[(&str, &str)]) -> TempDir {
    let dir = dir(files);
    git(dir.path(), &["init", "-q"]);
    commit(dir.path());
    git(dir.path(), &["checkout", "-qb", "work"]);
    dir
}

fn write(dir: &Path, file: &str, text: &str) {
    fs::write(dir.join(file), text).unwrap();
}

/// Where the findings are: `a.txt:1`.
#[track_caller]
fn found(dir: &Path, args: &[&str]) -> Vec<String> {
    let mut all = vec!["--format", "concise", "--since"];
    all.extend(args);
    let (code, out, err) = run(dir, &all);
    assert!(code < 2, "{err}");
    let place = |it: &str| it.splitn(3, ':').take(2).collect::<Vec<_>>().join(":");
    out.lines().map(place).collect()
}

const OLD: &str = "||a.example^$foo\n||b.example^\n||c.example^$foo\n";

#[test]
fn only_added_lines_count() {
    let dir = repository(&[("a.txt", OLD), ("b.txt", OLD), ("sub/c d.txt", "||s.example^$foo\n")]);
    let here = dir.path();
    assert!(found(here, &["main"]).is_empty());
    write(here, "a.txt", &format!("||n.example^$foo\n{OLD}"));
    commit(here);
    // Uncommitted, in the index, and in a file that git does not know.
    write(here, "b.txt", &OLD.replace("||b.example^", "++ b/x\n||b.example^$fox"));
    git(here, &["add", "b.txt"]);
    write(here, "sub/c d.txt", "||s.example^$foo\n||t.example^$foo");
    write(here, "sub/ü\".txt", "||u.example^$foo\n");
    let expect = ["a.txt:1", "b.txt:2", "b.txt:3", "sub/c d.txt:2", "sub/ü\".txt:1"];
    assert_eq!(found(here, &["main"]), expect);
    assert_eq!(found(&here.join("sub"), &["main"]), ["c d.txt:2", "ü\".txt:1"]);
    assert_eq!(found(here, &["main", "a.txt"]), ["a.txt:1"]);
    // A file that is renamed and edited, and one that is deleted.
    git(here, &["mv", "a.txt", "sub/moved.txt"]);
    git(here, &["rm", "-qf", "b.txt"]);
    let moved = fs::read_to_string(here.join("sub/moved.txt")).unwrap();
    write(here, "sub/moved.txt", &format!("{moved}||m.example^$foo\n"));
    commit(here);
    let expect = ["sub/c d.txt:2", "sub/moved.txt:1", "sub/moved.txt:5", "sub/ü\".txt:1"];
    assert_eq!(found(here, &["main"]), expect);
    assert!(found(here, &["HEAD"]).is_empty());
    // The exit code is that of what is left.
    assert_eq!(run(here, &["--since", "HEAD"]).0, 0);
    assert_eq!(run(here, &["--since", "main", "-q"]).0, 1);
}

#[test]
fn what_a_merge_brings_is_not_new() {
    let dir = repository(&[("a.txt", OLD), ("b.txt", OLD)]);
    let here = dir.path();
    write(here, "a.txt", &format!("{OLD}||mine.example^$foo\n"));
    commit(here);
    git(here, &["checkout", "-q", "main"]);
    write(here, "b.txt", &format!("||theirs.example^$foo\n{OLD}"));
    commit(here);
    git(here, &["checkout", "-q", "work"]);
    // Before the merge: `main` has removed nothing.
    assert_eq!(found(here, &["main"]), ["a.txt:4"]);
    git(here, &["merge", "-q", "--no-edit", "main"]);
    assert_eq!(found(here, &["main"]), ["a.txt:4"]);
    assert_eq!(found(here, &["HEAD~1"]), ["b.txt:1"]);
    // In a work tree of its own.
    let tree = TempDir::new().unwrap();
    let path = tree.path().join("tree");
    git(here, &["worktree", "add", "-q", "-b", "other", path.to_str().unwrap(), "work"]);
    write(&path, "b.txt", "||x.example^$foo\n");
    assert_eq!(found(&path, &["work"]), ["b.txt:1"]);
}

#[test]
fn a_problem_of_two_rules_counts_when_either_is_new() {
    let dir =
        repository(&[("a.txt", "||twice.example^\n||x.example^\n"), ("b.txt", "||y.example^\n")]);
    let here = dir.path();
    write(here, "a.txt", "! new\n||x.example^\n||twice.example^\n||x.example^\n");
    // The second of the two was there before.
    assert_eq!(found(here, &["main", "--select", "duplicate-rule"]), ["a.txt:4"]);
    // In a list that it includes.
    write(here, "a.txt", "||y.example^\n!#include b.txt\n");
    assert_eq!(found(here, &["main", "--select", "duplicate-rule"]), ["b.txt:1"]);
}

#[test]
fn a_shallow_clone_says_what_is_missing() {
    let origin = repository(&[("a.txt", OLD)]);
    write(origin.path(), "a.txt", &format!("{OLD}||n.example^$foo\n"));
    commit(origin.path());
    let clone = TempDir::new().unwrap();
    let (from, to) = (format!("file://{}", origin.path().display()), clone.path().join("c"));
    git(clone.path(), &["clone", "-q", "--depth", "1", &from, to.to_str().unwrap()]);
    let base = git(origin.path(), &["rev-parse", "main"]);
    for rev in ["HEAD~1", base.trim()] {
        let (code, out, err) = run(&to, &["--since", rev]);
        assert_eq!((code, out.as_str()), (2, ""));
        let expect = format!(
            "error: `{rev}` cannot be compared: this clone is shallow, and lacks commits\n  try: get all \
             commits: `git fetch --unshallow`, or `fetch-depth: 0` for actions/checkout\n"
        );
        assert_eq!(err, expect);
    }
    // What is there can be compared.
    write(&to, "a.txt", &format!("||m.example^$foo\n{OLD}"));
    assert_eq!(found(&to, &["HEAD"]), ["a.txt:1"]);
}

#[test]
fn before_the_first_commit_everything_is_new() {
    let dir = dir(&[("a.txt", OLD)]);
    git(dir.path(), &["init", "-q"]);
    assert_eq!(found(dir.path(), &["HEAD"]), ["a.txt:1", "a.txt:3"]);
    git(dir.path(), &["add", "a.txt"]);
    assert_eq!(found(dir.path(), &["HEAD"]), ["a.txt:1", "a.txt:3"]);
}

#[test]
fn what_cannot_be_compared_is_an_error() {
    let dir = repository(&[("a.txt", OLD)]);
    git(dir.path(), &["branch", "release"]);
    let cases = [
        ("mian", "error: git does not know the revision `mian`\n  try: `main`\n"),
        ("relaese", "error: git does not know the revision `relaese`\n  try: `release`\n"),
        (
            "no-such-branch",
            "error: git does not know the revision `no-such-branch`\n  try: name a branch, a tag or a \
             commit; `git fetch` gets new ones\n",
        ),
        (
            "--output=x",
            "error: git does not know the revision `--output=x`\n  try: name a branch, a tag or a \
             commit; `git fetch` gets new ones\n",
        ),
    ];
    for (rev, expect) in cases {
        let (code, _, err) = run(dir.path(), &[&format!("--since={rev}")]);
        assert_eq!((code, err.as_str()), (2, expect));
    }
    assert!(!dir.path().join("x").exists());
    let outside = super::dir(&[("a.txt", OLD)]);
    let (code, _, err) = run(outside.path(), &["--since", "main"]);
    assert_eq!(code, 2);
    assert!(err.starts_with("error: a.txt is in no git repository\n"), "{err}");
    let (code, _, err) = run_with(dir.path(), &["--since", "main", "-"], OLD);
    assert_eq!(code, 2);
    assert!(err.starts_with("error: --since cannot tell which lines of stdin are new\n"), "{err}");
}
