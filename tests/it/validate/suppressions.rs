//! Comments that change what is reported.

use super::{dir, found, run};

fn check(list: &str, expect: &[&str]) {
    let dir = dir(&[("a.txt", list)]);
    let found = found(
        dir.path(),
        &[
            "--select",
            "unknown-modifier,duplicate-modifier,syntax-error,unused-suppression,invalid-suppression",
        ],
    );
    assert_eq!(found, expect, "{list}");
}

#[test]
fn one_line_can_be_let_pass() {
    for tool in ["bloqr", "aglint"] {
        check(&format!("! {tool}-disable-next-line\n||a.example^$foo\n"), &[]);
        check(
            &format!("! {tool}-disable-next-line unknown-modifier -- really\n||a.example^$foo\n"),
            &[],
        );
        check(&format!("! {tool}-disable-next-line invalid-modifiers\n||a.example^$foo\n"), &[]);
        check(
            &format!(
                "# {tool}-disable-next-line unknown-modifier\n||a.example^$foo\n||a.example^$foo\n"
            ),
            &["a.txt:3:14: error[unknown-modifier]"],
        );
        let first = format!("! {tool}-disable-next-line duplicate-modifier, syntax-error");
        let column = first.find("syntax").unwrap() + 1;
        check(
            &format!("{first}\n||a.example^$foo,script,script\n"),
            &[
                &format!("a.txt:1:{column}: warning[unused-suppression]"),
                "a.txt:2:14: error[unknown-modifier]",
            ],
        );
    }
}

#[test]
fn many_lines_can_be_let_pass() {
    for tool in ["bloqr", "aglint"] {
        check(
            &format!(
                "! {tool}-disable\n||a.example^$foo\na.example##\n! {tool}-enable\n||a.example^$foo\n"
            ),
            &["a.txt:5:14: error[unknown-modifier]"],
        );
        check(
            &format!(
                "! {tool}-disable\n||a.example^$foo,script,script\n! {tool}-enable unknown-modifier\n||a.example^$foo,script,script\n"
            ),
            &["a.txt:4:14: error[unknown-modifier]"],
        );
        check(
            &format!(
                "! {tool}-disable unknown-modifier\n||a.example^$foo\n! {tool}-enable-next-line unknown-modifier\n||a.example^$foo\n||a.example^$foo\n"
            ),
            &["a.txt:4:14: error[unknown-modifier]"],
        );
    }
}

#[test]
fn what_is_of_no_use_is_reported() {
    check(
        "! bloqr-disable-next-line unknown-modifer\n||a.example^$foo\n",
        &["a.txt:1:27: warning[invalid-suppression]", "a.txt:2:14: error[unknown-modifier]"],
    );
    check(
        "! bloqr-disable-nextline unknown-modifier\n||a.example^$foo\n",
        &["a.txt:1:3: warning[invalid-suppression]", "a.txt:2:14: error[unknown-modifier]"],
    );
    check(
        "! bloqr-disable unknown-modifier\n||a.example^$script\n",
        &["a.txt:1:17: warning[unused-suppression]"],
    );
    check(
        "! bloqr-enable unknown-modifier\n||a.example^$script\n",
        &["a.txt:1:16: warning[unused-suppression]"],
    );
    check("! bloqr-is-a-nice-word\n||a.example^$script\n", &[]);
    check("! aglint-disable-line\n||a.example^$foo\n", &["a.txt:2:14: error[unknown-modifier]"]);
}

#[test]
fn aglints_comments_set_severities() {
    check(
        "||a.example^$foo\n! aglint \"invalid-modifiers\": \"warn\"\n||a.example^$foo\n! aglint \"invalid-modifiers\": [0]\n||a.example^$foo\n",
        &["a.txt:1:14: error[unknown-modifier]", "a.txt:3:14: warning[unknown-modifier]"],
    );
    check(
        "! aglint \"invalid-modifiers\": \"loud\", \"no-such\": \"warn\"\n",
        &["a.txt:1:11: warning[invalid-suppression]", "a.txt:1:40: warning[invalid-suppression]"],
    );
}

#[test]
fn options_that_a_comment_cannot_set_are_reported() {
    for (options, column) in [("{\"regexp-patterns\": [\"(\"]}", 42), ("1", 11)] {
        let comment = format!("! aglint \"no-excluded-rules\": [\"warn\", {options}]\n");
        let said = format!("a.txt:1:{column}: warning[invalid-suppression]");
        check(&comment, &[&said]);
    }
    let wrong = "! aglint \"no-short-rules\": [\"warn\", {\"minLength\": -1}]\n";
    check(wrong, &["a.txt:1:39: warning[invalid-suppression]"]);
}

#[test]
fn comments_can_be_silenced() {
    let dir = dir(&[
        ("bloqr.toml", "inline-comments = false\n"),
        ("a.txt", "! bloqr-disable\n||a.example^$foo\n"),
    ]);
    assert_eq!(found(dir.path(), &[]), ["a.txt:2:14: error[unknown-modifier]"]);
}

#[test]
fn what_strictness_makes_an_error_makes_its_rule_invalid() {
    let dir = dir(&[("a.txt", "||a.example^\n||a.example^\n||b.example^\n||x.b.example^\n")]);
    let (_, out, _) = run(dir.path(), &["--format", "json", "--strict"]);
    let counts = "\"valid\":false,\"totalRules\":4,\"validRules\":2,\"invalidRules\":2,";
    assert!(out.contains(counts), "{out}");
    let hidden = "! bloqr-disable-next-line\n||a.example^\n";
    let text = format!("||a.example^\n{hidden}||b.example^\n||x.b.example^\n");
    std::fs::write(dir.path().join("a.txt"), text).unwrap();
    let (_, out, _) = run(dir.path(), &["--format", "json", "--strict"]);
    let counts = "\"valid\":false,\"totalRules\":4,\"validRules\":3,\"invalidRules\":1,";
    assert!(out.contains(counts), "{out}");
}

#[test]
fn what_is_hidden_makes_no_rule_invalid() {
    let dir = dir(&[(
        "a.txt",
        "! bloqr-disable-next-line\n||a.example^$foo\n||b.example^$foo\n||c.example^$script\n",
    )]);
    let (_, out, _) = run(dir.path(), &["--format", "json"]);
    assert!(
        out.contains("\"valid\":false,\"totalRules\":3,\"validRules\":2,\"invalidRules\":1,"),
        "{out}"
    );
}
