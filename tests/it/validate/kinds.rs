//! Files of other kinds next to lists: reported in one line, counted, and never checked.

use std::fs;

use serde_json::Value;

use super::{dir, run};
use crate::{schema::check, support::root};

const ZONE: &str = "$TTL 60\nads.example CNAME .\n*.ads.example CNAME .\n";
const LIST: &str = "||ads.example^$script\n";

#[test]
fn they_are_reported_and_not_checked() {
    let dir = dir(&[("list.txt", LIST), ("zone.txt", ZONE), ("README.md", "# Lists\n")]);
    let (code, out, err) = run(dir.path(), &[]);
    let wanted = "not checked: zone.txt is not a filter list but a DNS zone, as RPZ has it: lines 1, 2 and 3 \
                  are records of a zone, such as `$TTL 60`\n\
                  No problems in 1 rule of 1 list\n\
                  Not checked: 1 file of another kind and 1 file not named like lists\n";
    assert_eq!((code, out.as_str(), err.as_str()), (0, wanted, ""));
    // The same when it is named by hand and is the only file: a run that checks nothing is not a success.
    let (code, out, err) = run(dir.path(), &["zone.txt"]);
    assert_eq!(code, 2);
    assert!(out.starts_with("not checked: zone.txt is not a filter list"), "{out}");
    assert!(err.starts_with("error: no filter list is among the files"), "{err}");
    // A hook that names the files that changed passes when none of them is a filter list.
    let (code, out, err) = run(dir.path(), &["--force-exclude", "zone.txt", "README.md"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.starts_with("not checked: zone.txt is not a filter list"), "{out}");
    assert_eq!(run(dir.path(), &["--quiet"]), (0, String::new(), String::new()));
}

#[test]
fn each_format_reports_them() {
    let dir = dir(&[("list.txt", LIST), ("zone.txt", ZONE), ("a.bin", "")]);
    let (_, out, _) = run(dir.path(), &["--format", "json"]);
    let document: Value = serde_json::from_str(&out).unwrap();
    check("docs/schema/report.schema.json", &document);
    assert_eq!(document["otherFiles"][0]["name"], "zone.txt");
    assert_eq!(document["otherFiles"][0]["kind"], "dns-zone");
    assert_eq!(document["summary"]["files"], 1);
    assert_eq!(document["summary"]["otherKinds"], 1);
    assert_eq!(document["summary"]["passedOver"], 1);
    let (_, out, _) = run(dir.path(), &["--format", "sarif"]);
    let document: Value = serde_json::from_str(&out).unwrap();
    check("tests/schema/sarif-2.1.0.json", &document);
    let note = &document["runs"][0]["invocations"][0]["toolExecutionNotifications"][0];
    assert_eq!(note["descriptor"]["id"], "other-kind/dns-zone");
    let (_, out, _) = run(dir.path(), &["--format", "github"]);
    assert!(
        out.starts_with("::notice file=zone.txt,title=not a filter list::zone.txt is not"),
        "{out}"
    );
    for bare in ["concise", "ndjson"] {
        let (_, out, err) = run(dir.path(), &["--format", bare]);
        assert_eq!(out, "");
        assert!(err.contains("zone.txt is not a filter list"), "{err}");
    }
}

#[test]
fn as_says_what_a_file_is() {
    let dir = dir(&[("zone.txt", ZONE), ("a.txt", "||ads.example^$foo\n")]);
    let count = |args: &[&str]| run(dir.path(), args).1.lines().count();
    assert!(count(&["zone.txt", "--as", "adblock", "--format", "concise"]) > 0);
    let (code, _, err) = run(dir.path(), &["--as", "dns"]);
    assert_eq!(code, 2);
    assert!(err.contains("adblock, hosts, domains"), "{err}");
}

#[test]
fn they_are_never_changed() {
    let dir = dir(&[("zone.txt", ZONE), ("list.txt", "||ads.example^$script,script\n")]);
    run(dir.path(), &["--fix"]);
    assert_eq!(fs::read_to_string(dir.path().join("zone.txt")).unwrap(), ZONE);
    let (_, out, err) = run(dir.path(), &["--diff"]);
    assert!(!out.contains("zone.txt"), "{out}");
    assert!(err.contains("zone.txt is not a filter list"), "{err}");
}

#[test]
fn lists_without_an_extension_are_found() {
    let dir = dir(&[
        ("my list", "[Adblock Plus 2.0]\n||ads.example^$foo\n"),
        ("titled", "! Title: Ads\n||ads.example^$foo\n"),
        ("Makefile", "all:\n\techo\n"),
        ("LICENSE", "Permission is hereby granted\n"),
        (".gitignore", "target\n"),
    ]);
    let (code, out, _) = run(dir.path(), &["--format", "concise"]);
    assert_eq!(code, 1);
    let files: Vec<&str> = out.lines().map(|it| it.split(':').next().unwrap()).collect();
    assert_eq!(files, ["my list", "titled"]);
}

/// Real files of other kinds, when they are there.
#[test]
fn shared_foreign_files_are_reported() {
    let foreign = root().join("../shared/repos/foreign");
    if !foreign.is_dir() {
        return;
    }
    let (_, out, _) = run(&foreign, &["--format", "json"]);
    let document: Value = serde_json::from_str(&out).unwrap();
    let list = |of: &str| -> Vec<String> {
        let files = document[of].as_array().unwrap().iter();
        files.map(|it| it["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(list("files"), ["AntiMalwareAdGuard.txt"]);
    let others = ["NordicFiltersPiHole.txt", "NordicFiltersRPZ.txt", "NordicFiltersSocks5.list"];
    assert_eq!(list("otherFiles"), others);
}
