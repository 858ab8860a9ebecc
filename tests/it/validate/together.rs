//! Lists together with other lists: included lists, and those of `--with`.

use serde_json::Value;

use super::{dir, found, run};
use crate::support::golden;

#[test]
fn a_list_is_compared_with_what_it_includes() {
    let dir = dir(&[
        ("a.txt", "||a.example^\n!#include sub/b.txt\n||x.b.example^$script\n"),
        ("sub/b.txt", "! b\n||a.example^\n||b.example^\n!#include ../c.txt\n"),
        ("c.txt", "||b.example^\n"),
        ("d.txt", "||d.example^\n"),
    ]);
    let expect = [
        "a.txt:3:1: warning[redundant-rule]",
        "c.txt:1:1: warning[duplicate-rule]",
        "sub/b.txt:2:1: warning[duplicate-rule]",
    ];
    // The same, once each, whether all are named or only the first.
    for args in [&[][..], &["a.txt"], &["c.txt", "sub/b.txt", "a.txt"]] {
        let mut now = found(dir.path(), args);
        now.sort();
        assert_eq!(now, expect);
    }
    let (code, out, _) = run(dir.path(), &["a.txt", "--select", "redundant-rule"]);
    let expect = "\
warning[redundant-rule]: line 3 of `sub/b.txt` covers this rule
 --> a.txt:3:1
  |
3 | ||x.b.example^$script
  | ^^^^^^^^^^^^^^^^^^^^^
  |
 ::: sub/b.txt:3:1
  |
3 | ||b.example^
  | ------------ the wider one
  |
  = help: remove this line

1 warning in 1 of 3 lists, 5 rules
";
    assert_eq!((code, out.as_str()), (0, expect));
    let (_, out, _) = run(dir.path(), &["a.txt", "--format", "json"]);
    let report: Value = serde_json::from_str(&out).unwrap();
    crate::schema::check("docs/schema/report.schema.json", &report);
    assert_eq!(report["files"][0]["warnings"][0]["labels"][0]["file"], "sub/b.txt");
    let (_, out, _) = run(dir.path(), &["a.txt", "--format", "sarif"]);
    let report: Value = serde_json::from_str(&out).unwrap();
    crate::schema::check("tests/schema/sarif-2.1.0.json", &report);
    let related = &report["runs"][0]["results"][0]["relatedLocations"][0]["physicalLocation"];
    assert_eq!(related["artifactLocation"]["uri"], "sub/b.txt");
}

#[test]
fn no_fix_removes_what_another_list_has() {
    let dir = dir(&[("a.txt", "||a.example^\n!#include b.txt\n"), ("b.txt", "||a.example^\n")]);
    let (_, _, err) = run(dir.path(), &["--diff"]);
    assert_eq!(err, "--fix would change nothing\n");
}

#[test]
fn an_included_list_is_in_the_block_that_includes_it() {
    let dir = dir(&[
        (
            "a.txt",
            "!#if adguard\n!#include b.txt\n!#else\n||a.example^\n||b.example^\n!#endif\n||c.example^\n",
        ),
        ("b.txt", "||a.example^\n||c.example^\n!#if cap_html_filtering\n||c.example^\n!#endif\n"),
    ]);
    // What holds everywhere is a repetition in every block; the other branch is none.
    let expect = ["b.txt:2:1: warning[duplicate-rule]", "b.txt:4:1: warning[duplicate-rule]"];
    assert_eq!(found(dir.path(), &["a.txt", "--select", "duplicate-rule"]), expect);
}

#[test]
fn two_lists_that_share_a_third_are_not_compared_with_each_other() {
    let dir = dir(&[
        ("a.txt", "||a.example^\n!#include c.txt\n"),
        ("b.txt", "||a.example^\n||c.example^\n!#include c.txt\n"),
        ("c.txt", "||c.example^\n||c.example^\n"),
    ]);
    let mut now = found(dir.path(), &[]);
    now.sort();
    let expect = ["c.txt:1:1: warning[duplicate-rule]", "c.txt:2:1: warning[duplicate-rule]"];
    assert_eq!(now, expect);
}

#[test]
fn circles_of_includes_are_reported_with_their_path() {
    let dir = dir(&[
        ("a.txt", "!#include b.txt\n"),
        ("b.txt", "!#include c.txt\n||b.example^\n"),
        ("c.txt", "!#include a.txt\n||b.example^\n!#include d.txt\n"),
        ("d.txt", "! d\n"),
    ]);
    let (code, out, _) = run(dir.path(), &["--format", "concise"]);
    let expect = "\
a.txt:1:11: error[unresolved-include] `b.txt` includes this list again, through `c.txt`
b.txt:1:11: error[unresolved-include] `c.txt` includes this list again, through `a.txt`
c.txt:1:11: error[unresolved-include] `a.txt` includes this list again, through `b.txt`
c.txt:2:1: warning[duplicate-rule] line 2 of `b.txt` has the same rule
";
    assert_eq!((code, out.as_str()), (1, expect));
}

/// Findings that need access to the files.
#[test]
fn includes_that_lead_nowhere_are_reported_with_what_to_do() {
    let dir = dir(&[
        ("a.txt", "!#include a.txt\n!#include gone.txt\n!#include ../out.txt\n"),
        ("b.txt", "!#include c.txt\n"),
        ("c.txt", "!#include d.txt\n"),
        ("d.txt", "!#include e.txt\n"),
        ("e.txt", "!#include b.txt\n!#include /abs.txt\n!#include https://lists.example/x.txt\n"),
    ]);
    let (code, out, _) = run(dir.path(), &["--format", "text"]);
    assert_eq!(code, 1);
    golden("tests/corpus/validate/includes.text", &out);
}

#[test]
fn a_long_chain_of_includes_is_followed_to_its_end() {
    let files: Vec<(String, String)> = (0..2_000)
        .map(|n| (format!("{n}.txt"), format!("||{n}.example^\n!#include {}.txt\n", n + 1)))
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|it| (it.0.as_str(), it.1.as_str())).collect();
    let dir = dir(&files);
    let found = found(dir.path(), &["0.txt"]);
    assert_eq!(found, ["1999.txt:2:11: error[unresolved-include]"]);
}

/// The rules of `list` that are reported as useless together with `with`.
#[track_caller]
fn unused(with: &str, list: &str, expect: &[u32]) {
    let dir = dir(&[("with/with.txt", with), ("list.txt", list)]);
    let args = ["list.txt", "--format", "concise", "--select", "unused-exception,unused-badfilter"];
    let (_, out, _) = run(dir.path(), &args);
    assert_eq!(out, "", "reported though nothing is known of other lists");
    let (_, out, _) = run(dir.path(), &[&args[..], &["--with", "with"]].concat());
    let line = |it: &str| it.split(':').nth(1).unwrap().parse::<u32>().unwrap();
    assert_eq!(out.lines().map(line).collect::<Vec<_>>(), expect, "{with}\n--\n{list}\n{out}");
}

#[test]
fn exceptions_for_hosts_have_something_to_cancel() {
    let list = "\
@@||a.example^
@@||sub.a.example/x.js$script
@@||example^$image
@@||b.example^$script
@@|https://b.example/x|
@@||a.example.org^
@@||b.exam
@@/banner/
@@||b.example^$document
@@||b.example^$generichide
@@||b.example^$csp
";
    unused("||a.example^$popup\n", list, &[4, 5, 6]);
    // A rule for any host may be what is meant, if it is about such requests.
    unused("/ads/\n", list, &[]);
    unused("/ads/$image\n", list, &[2, 4]);
    unused("||b.*/x\n", list, &[]);
    unused("||a.example^\n-ad-$font\n", "@@||b.example^$~script\n@@||b.example^$script\n", &[2]);
    unused("0.0.0.0 a.example b.example\n0.0.0.0 c.example\n", list, &[6]);
    // What an exception cancels may be in its own list.
    unused("! nothing\n", "@@||a.example^\n||a.example^\n", &[]);
    unused("@@||a.example^\n||a.example^$badfilter\n", "@@||a.example^\n", &[1]);
}

#[test]
fn cosmetic_exceptions_have_something_to_cancel() {
    let list = "\
a.example#@#.ad
sub.a.example#@#.ad
example#@#.ad
b.example#@#.ad
#@#.ad
b.*#@#.ad
a.example#@#.Ad:style(color: red)
a.example#@#+js(set, a, 1)
a.example,b.example#@#.ad
a.example#@#.ads
";
    unused("a.example##.ad\n", list, &[4, 8, 10]);
    unused("##.ad\n", list, &[8, 10]);
    unused("a.*##.ad\n", list, &[8, 10]);
    unused("##.x, .ad\n", list, &[8, 10]);
    unused("a.example#$#.ad { color: red }\n", list, &[4, 8, 10]);
    unused("a.example#%#//scriptlet('log')\n", list, &[1, 2, 3, 4, 5, 6, 7, 9, 10]);
    unused("##[id=\"ad\"]\n", "#@#[id='ad']\n##[id=x]\n#@#[id=y]\n", &[3]);
    unused("0.0.0.0 a ##.ad\n", "a.example#@#.ad\n", &[1]);
}

#[test]
fn badfilters_have_something_to_disable() {
    let list = "\
||a.example^$badfilter
||a.example^$script,3p,badfilter
||a.example^$script,badfilter
@@||a.example^$badfilter
||b.example^$redirect=noopjs,script,badfilter
/ads/$domain=a.example,badfilter
";
    unused("||a.example^$third-party,script\n", list, &[1, 3, 4, 5, 6]);
    unused("||a.example^$~1p,script\n||a.example^$badfilter\n", list, &[1, 3, 4, 5, 6]);
    unused("0.0.0.0 a.example\n||b.example^$script,redirect=noop.js\n", list, &[2, 3, 4, 6]);
    unused("@@||a.example^\n/ads/*$domain=a.example|b.example\n", list, &[1, 2, 3, 5]);
}

#[test]
fn the_context_has_to_be_there() {
    let dir = dir(&[("a.txt", "||a.example^\n"), ("empty/a.json", "")]);
    let (code, _, err) = run(dir.path(), &["a.txt", "--with", "missing.txt"]);
    assert_eq!(code, 2);
    assert!(err.contains("cannot read missing.txt"), "{err}");
    assert_eq!(run(dir.path(), &["a.txt", "--with", "empty"]).0, 2);
}

#[test]
fn the_same_rule_in_two_lists_of_a_directory_is_reported() {
    let dir = dir(&[
        ("a.txt", "||a.example^$script\n!#if adguard\n||if.example^$script\n!#endif\n"),
        ("b.txt", "! b\n||a.example^$script\n||a.example^$script\n||if.example^$script\n"),
        ("sub/c.txt", "||a.example^$script\n"),
        ("with/d.txt", "##.ad-of-d\n||a.example^$script\n"),
        ("e/e.txt", "!+ PLATFORM(windows)\n##.ad-of-d\n##.other\n##.ad-of-d\n"),
    ]);
    let args = ["--format", "concise", "--select", "duplicate-rule", "a.txt", "b.txt", "sub/c.txt"];
    let (code, out, err) = run(dir.path(), &args);
    let expect = "\
b.txt:2:1: warning[duplicate-rule] line 1 of `a.txt` has the same rule
b.txt:3:1: warning[duplicate-rule] line 2 has the same rule
";
    assert_eq!((code, out.as_str(), err.as_str()), (0, expect, ""));
    assert_eq!(run(dir.path(), &["--diff", "a.txt", "b.txt"]).1.matches("\n-|").count(), 1);
    let args = ["--format", "concise", "--select", "duplicate-rule", "--with", "with", "e/e.txt"];
    let (_, out, _) = run(dir.path(), &[&args[..], &["sub/c.txt", "with/d.txt"]].concat());
    // A list that is judged is not held against itself.
    assert_eq!(out, "e/e.txt:2:1: warning[duplicate-rule] line 4 has the same rule\n");
    let (_, out, _) = run(dir.path(), &[&args[..], &["sub/c.txt"]].concat());
    let expect = "\
e/e.txt:2:1: warning[duplicate-rule] line 4 has the same rule
e/e.txt:4:1: warning[duplicate-rule] line 1 of `with/d.txt` has the same rule
sub/c.txt:1:1: warning[duplicate-rule] line 2 of `with/d.txt` has the same rule
";
    assert_eq!(out, expect);
}

#[test]
fn lists_that_do_not_include_each_other_are_compared_as_asked() {
    let dir = dir(&[
        ("a/one.txt", "||a.example^\n||b.example^\n"),
        ("b/two.txt", "||a.example^\n||x.b.example^\n"),
    ]);
    let all = ["b/two.txt:1:1: warning[duplicate-rule]", "b/two.txt:2:1: warning[redundant-rule]"];
    let compared: &[&[&str]] = &[
        &[],
        &["."],
        &["a", "b", "--across"],
        &["a/one.txt", "b/two.txt", "--across"],
        &["b", "--with", "a"],
        &["b/two.txt", "--no-across", "--with", "a/one.txt"],
    ];
    for args in compared {
        assert_eq!(found(dir.path(), args), all, "{args:?}");
    }
    let apart: &[&[&str]] = &[&["--no-across"], &["a", "b"], &["a/one.txt", "b/two.txt"], &["b"]];
    for args in apart {
        assert_eq!(found(dir.path(), args), [""; 0], "{args:?}");
    }
    // No fix removes a rule because of a list that may be used alone, and none is promised.
    let (_, out, _) = run(dir.path(), &[]);
    assert!(out.ends_with("2 warnings in 1 of 2 lists, 4 rules\n"), "{out}");
    for args in [&["--diff"][..], &["--diff", "--unsafe-fixes"]] {
        assert_eq!(run(dir.path(), args).1, "", "{args:?}");
    }
}

#[test]
fn a_list_that_repeats_others_is_reported_once() {
    let lines = |what: fn(usize) -> String| (0..12).map(what).collect::<String>();
    let rules = lines(|n| format!("||ads{n}.example^\n"));
    let hosts = lines(|n| format!("0.0.0.0 ads{n}.example\n")) + "0.0.0.0 more.ads1.example\n";
    let dir = dir(&[("a.txt", &rules), ("b.txt", &hosts)]);
    assert_eq!(found(dir.path(), &[]), ["b.txt:1:1: warning[duplicate-rule]"]);
    let (_, out, _) = run(dir.path(), &[]);
    let message = "12 of the 13 rules of this list are also in `a.txt`";
    assert!(out.contains(message), "{out}");
}
