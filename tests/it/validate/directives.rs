//! What directives do to lists: who reads which lines, and which files belong to a list.

use std::fs;

use super::{dir, found, run};
use crate::support::golden;

#[test]
fn a_target_judges_what_it_reads() {
    let list = "\
!#if adguard
||ads.example^$app=a
!#else
||ads.example^$script
!#endif
!#if ext_ublock
||b.example^$app=a
!#endif
||c.example^$app=a
!#if false
||d.example^$no-such-thing
!#endif
";
    let dir = dir(&[("a.txt", list)]);
    let errors = |target: &str| {
        let args = ["a.txt", "--min-severity", "error", "--target", target];
        found(dir.path(), &args)
    };
    let at = |line| format!("a.txt:{line}:14: error[unsupported-modifier]");
    assert_eq!(errors("ubo"), [at(7), at(9)]);
    assert_eq!(errors("adg"), Vec::<String>::new());
    assert_eq!(errors("any"), [at(7)]);
    assert_eq!(errors("ubo,adg"), [at(7)]);
    // Brave reads it all.
    let lines = errors("brave");
    assert!(lines.iter().any(|it| it.starts_with("a.txt:11:")), "{lines:?}");
}

#[test]
fn an_included_list_is_read_by_those_who_read_the_include() {
    let dir = dir(&[
        ("a.txt", "!#if adguard\n!#include sub/b.txt\n!#endif\n"),
        ("sub/b.txt", "||ads.example^$tag=a\n!#include c.txt\n"),
        ("sub/c.txt", "||c.example^$network\n!#if ext_ublock\n||x.example^$what\n!#endif\n"),
    ]);
    let errors =
        |args: &[&str]| found(dir.path(), &[args, &["--min-severity", "warning"]].concat());
    let tag = "sub/b.txt:1:16: error[unsupported-modifier]".to_owned();
    let dead = "sub/c.txt:2:6: warning[constant-condition]".to_owned();
    assert_eq!(errors(&[]), [tag, dead.clone()]);
    assert_eq!(errors(&["--target", "ubo"]), std::slice::from_ref(&dead));
    // One more list reads it, without a condition.
    fs::write(dir.path().join("d.txt"), "!#include sub/c.txt\n").unwrap();
    let mut now = errors(&["--target", "ubo"]);
    now.sort();
    let expect =
        ["sub/c.txt:1:14: error[unsupported-modifier]", "sub/c.txt:3:14: error[unknown-modifier]"];
    assert_eq!(now, expect);
}

#[test]
fn includes_of_all_forms_are_followed() {
    let dir = dir(&[
        ("a.txt", "!#include I%20Like%20It.txt\n!#include i%2Fj.txt?x#y\n"),
        ("I Like It.txt", "||a.example^$what\n"),
        ("i/j.txt", "||b.example^$what\n"),
        (
            "t/b.txt",
            "%include own:dir/c.txt%\n%include dir/e.txt%\n%include https://a.example/x%\n",
        ),
        ("dir/c.txt", "||c.example^$what\n"),
        ("dir/e.txt", "||e.example^$what\n"),
        ("f/t.txt", "@include \"../g.txt\" /stripComments\n@include \"https://a.example/b.txt\"\n"),
        ("g.txt", "||g.example^$what\n"),
        ("bloqr.toml", "[includes]\nown = \".\"\n"),
    ]);
    let one = |list: &str| found(dir.path(), &[list]);
    let at = |path: &str| format!("{path}:1:14: error[unknown-modifier]");
    assert_eq!(one("a.txt"), [at("I Like It.txt"), at("i/j.txt")]);
    assert_eq!(one("t/b.txt"), [at("dir/c.txt"), at("dir/e.txt")]);
    assert_eq!(one("f/t.txt"), [at("g.txt")]);
}

#[test]
fn sources_that_are_not_here_are_reported_once_each() {
    let dir = dir(&[
        (
            "a/list.txt",
            "%include easylist:a/x.txt%\n%include easylist:a/y.txt%\n%include own:z.txt%\n\
             %include gone.txt%\n||ads.example^$script\n",
        ),
        ("z.txt", "||z.example^$script\n"),
        ("b/bloqr.toml", "[includes]\neasylist = \"there\"\nout = \"..\"\n"),
        ("b/list.txt", "%include easylist:x.txt%\n%include out:z.txt%\n||b.example^$script\n"),
        ("c/t.txt", "@include \"gone.txt\"\n||c.example^$script\n"),
    ]);
    let mut all = String::new();
    for list in ["a/list.txt", "b/list.txt", "c/t.txt"] {
        all += &run(dir.path(), &[list, "--format", "text"]).1;
    }
    golden("tests/corpus/validate/sources.text", &all);
}

/// The bounds are the nearest directory with a repository or a configuration.
#[cfg(unix)]
#[test]
fn includes_stay_in_their_repository() {
    use std::os::unix::fs::symlink;
    let dir = dir(&[
        ("secret.txt", "||secret.example^$what\n"),
        ("repo/.git/HEAD", ""),
        ("repo/common.txt", "||common.example^$what\n"),
        (
            "repo/lists/a.txt",
            "!#include ../common.txt\n!#include ../../secret.txt\n!#include link.txt\n\
             !#include ../%2e%2e/secret.txt\n%include x:link.txt%\n@include \"../../secret.txt\"\n",
        ),
    ]);
    symlink("../../secret.txt", dir.path().join("repo/lists/link.txt")).unwrap();
    let lists = dir.path().join("repo/lists");
    let now = found(&lists, &["a.txt"]);
    let outside = |line, column| format!("a.txt:{line}:{column}: error[unresolved-include]");
    let expect = [
        outside(2, 11),
        outside(3, 11),
        outside(4, 11),
        "a.txt:5:10: info[unresolved-include]".to_owned(),
        outside(6, 11),
        "../common.txt:1:19: error[unknown-modifier]".to_owned(),
    ];
    assert_eq!(now, expect);
    // Who names a file wants it read.
    let now = found(&lists, &["a.txt", "../../secret.txt"]);
    assert!(!now.iter().any(|it| it.starts_with("a.txt:2")), "{now:?}");
}

#[test]
fn many_lists_that_share_one_are_one_family() {
    let mut files: Vec<(String, String)> = (0..3_000)
        .map(|n| (format!("{n}.txt"), format!("||{n}.example^$script\n!#include c/all.txt\n")))
        .collect();
    files.push(("c/all.txt".to_owned(), "!#include ../0.txt\n||a.example^$what\n".to_owned()));
    let files: Vec<(&str, &str)> = files.iter().map(|it| (it.0.as_str(), it.1.as_str())).collect();
    let dir = dir(&files);
    let now = found(dir.path(), &["--select", "unknown-modifier,unresolved-include"]);
    let circle = |it: &&String| it.ends_with("error[unresolved-include]");
    assert_eq!(now.iter().filter(circle).count(), 2);
    assert_eq!(now.len(), 3);
}

#[test]
fn a_million_conditions_are_read() {
    let list = "!#if adguard && (ext_ublock || !env_mv3)\n||ads.example^$script\n!#else\n"
        .to_owned()
        + &"!#if ext_ublock\n".repeat(200_000)
        + &"!#endif\n".repeat(200_001);
    let dir = dir(&[("a.txt", &list)]);
    let (code, _, err) = run(dir.path(), &["--format", "json"]);
    assert_eq!((code, err.as_str()), (0, ""));
}

#[test]
fn what_filters_compiler_does_not_check_is_not_reported() {
    let list = "!+ NOT_VALIDATE\n||ads.example^$what\n||b.example^$what\n";
    let dir =
        dir(&[("a.txt", list), ("b/bloqr.toml", "inline-comments = false\n"), ("b/b.txt", list)]);
    let at = |path: &str, line| format!("{path}:{line}:14: error[unknown-modifier]");
    assert_eq!(found(dir.path(), &["a.txt"]), [at("a.txt", 3)]);
    let all = ["b/b.txt:2:16: error[unknown-modifier]".to_owned(), at("b/b.txt", 3)];
    assert_eq!(found(dir.path(), &["b/b.txt"]), all);
}
