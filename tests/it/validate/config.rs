//! Flags, `bloqr.toml`, and AGLint's files.

use serde_json::json;

use super::{dir, found, run};
use crate::{
    schema::{check, faults},
    support::{bloqr, golden},
};

const FOO: &str = "||ads.example^$foo\n";

#[test]
fn rules_are_selected_and_ignored() {
    let dir = dir(&[("a.txt", "||ads.example^$foo,script,script\n")]);
    let (unknown, duplicate) =
        ("a.txt:1:16: error[unknown-modifier]", "a.txt:1:27: error[duplicate-modifier]");
    assert_eq!(found(dir.path(), &[]), [unknown, duplicate]);
    assert_eq!(found(dir.path(), &["--select", "duplicate-modifier"]), [duplicate]);
    assert_eq!(found(dir.path(), &["--ignore", "duplicated-modifiers"]), [unknown]);
    let (code, _, err) = run(dir.path(), &["--select", "unknown-modifer"]);
    assert_eq!(
        (code, err.as_str()),
        (2, "error: unknown rule `unknown-modifer`\n  try: `unknown-modifier`\n")
    );
}

#[test]
fn the_nearest_configuration_holds() {
    let dir = dir(&[
        ("bloqr.toml", "[rules]\nunknown-modifier = \"warning\"\n"),
        ("a.txt", FOO),
        ("sub/deep/a.txt", "||b.example^$foo\n"),
        ("sub/bloqr.toml", "[rules]\nunknown-modifier = \"off\"\n[bindings]\nform = \"guide\"\n"),
    ]);
    assert_eq!(found(dir.path(), &[]), ["a.txt:1:16: warning[unknown-modifier]"]);
    assert_eq!(found(dir.path(), &["--no-config"]).len(), 2);
    assert_eq!(found(dir.path(), &["--config", "sub/bloqr.toml"]), [""; 0]);
}

#[test]
fn overrides_and_excludes_go_by_path() {
    let config = r#"
exclude = ["old/", "*.draft.txt"]

[[overrides]]
files = ["mobile/*.txt"]
[overrides.rules]
unknown-modifier = "info"

[[overrides]]
files = ["mobile/b.txt"]
rules = { unknown-modifier = { severity = "warning" } }
"#;
    let dir = dir(&[
        ("bloqr.toml", config),
        ("a.txt", FOO),
        ("mobile/a.txt", FOO),
        ("mobile/b.txt", FOO),
        ("old/a.txt", FOO),
        ("a.draft.txt", FOO),
    ]);
    let expect = [
        "a.txt:1:16: error[unknown-modifier]",
        "mobile/a.txt:1:16: info[unknown-modifier]",
        "mobile/b.txt:1:16: warning[unknown-modifier]",
    ];
    assert_eq!(found(dir.path(), &["--ignore", "duplicate-rule"]), expect);
    // What is named is meant.
    assert_eq!(found(dir.path(), &["old/a.txt"]), ["old/a.txt:1:16: error[unknown-modifier]"]);
    let (code, _, err) = run(dir.path(), &["old"]);
    assert_eq!(
        (code, err.as_str()),
        (2, "error: the only list found is excluded by the configuration\n")
    );
}

#[test]
fn a_configuration_that_is_wrong_says_where() {
    let cases = [
        (
            "target = [\"ubo\"]\n",
            "bloqr.toml:1:1: unknown key `target`",
            Some("did you mean `targets`?"),
        ),
        (
            "\n[rules]\nshort-rlue = \"off\"\n",
            "bloqr.toml:3:1: unknown rule `short-rlue`",
            Some("did you mean `short-rule`?"),
        ),
        (
            "[rules]\nshort-rule = { min-lenght = 3 }\n",
            "bloqr.toml:2:16: unknown key `min-lenght` of the rule `short-rule`",
            Some("did you mean `min-length`?"),
        ),
        (
            "strict = \"yes\"\n",
            "bloqr.toml:1:10: `strict` must be true or false, not a string",
            None,
        ),
        (
            "[[overrides]]\nstrict = true\n",
            "bloqr.toml:1:1: this override has no `files`",
            Some("name the files of the override: files = [\"mobile/*.txt\"]"),
        ),
        (
            "exclude = [\"old/\", \"[\"]\n",
            "bloqr.toml:1:20: `[` is not a valid pattern: \
             error parsing glob '[': unclosed character class; missing ']'",
            None,
        ),
        (
            "[rules]\nshort-rule = \"fatal\"\n",
            "bloqr.toml:2:14: `fatal` is not a severity",
            Some("use off, info, warning or error"),
        ),
    ];
    for (text, message, hint) in cases {
        let dir = dir(&[("bloqr.toml", text), ("a.txt", FOO)]);
        let (code, out, err) = run(dir.path(), &["a.txt"]);
        assert_eq!((code, out.as_str()), (2, ""));
        assert!(err.contains(message), "{err}");
        let said = err.lines().nth(1).map(|it| it.trim_start().trim_start_matches("try: "));
        assert_eq!(said, hint, "{err}");
    }
}

/// Patterns that cannot be used, and what is said of each.
const UNUSABLE: [(&str, &str); 8] = [
    ("(", "the pattern `(` cannot be used: `(` is never closed"),
    ("/x/z", "the pattern `/x/z` cannot be used: invalid flag `z`"),
    ("/ads/banner", "the pattern `/ads/banner` cannot be used: invalid flag `b`"),
    ("a**", "the pattern `a**` cannot be used: `*` has nothing to repeat"),
    ("[z-a]", "the pattern `[z-a]` cannot be used: the range is out of order"),
    ("", "an empty pattern matches every line"),
    ("//", "an empty pattern matches every line"),
    ("a{99999}", "the pattern `a{99999}` cannot be used: the expression is too large"),
];

#[test]
fn a_pattern_that_cannot_be_used_is_an_error_at_its_place() {
    for (pattern, message) in UNUSABLE {
        let rules = format!(
            "rules: {{no-excluded-rules: [error, {{regexp-patterns: ['a', '{pattern}']}}]}}"
        );
        let json = format!(
            "{{\n  \"rules\": {{ \"no-excluded-rules\": [1, {{ \"regexp-patterns\": [\"a\", \"{pattern}\"] }}] }}\n}}"
        );
        let toml =
            format!("[rules]\nexcluded-rule = {{ patterns = [\n  \"a\",\n  \"{pattern}\",\n] }}\n");
        let over = format!(
            "[[overrides]]\nfiles = [\"b\"]\n[overrides.rules]\nexcluded-rule = {{ patterns = ['{pattern}'] }}\n"
        );
        for (name, text, place) in [
            ("bloqr.toml", &toml, "4:3"),
            ("bloqr.toml", &over, "4:31"),
            (".aglintrc.yaml", &rules, "1:60"),
            (".aglintrc.json", &json, "2:66"),
        ] {
            let dir = dir(&[(name, text), ("a.txt", FOO)]);
            let (code, out, err) = run(dir.path(), &["a.txt"]);
            assert_eq!((code, out.as_str()), (2, ""), "{text}");
            assert!(err.contains(&format!("{name}:{place}: {message}")), "{text}: {err}");
        }
    }
    let back = "[rules]\nexcluded-rule = { patterns = ['(a)\\1'] }\n";
    let dir = dir(&[("bloqr.toml", back), ("a.txt", FOO)]);
    let (code, _, err) = run(dir.path(), &["a.txt"]);
    assert_eq!(code, 2);
    assert!(
        err.contains("bloqr.toml:2:31: ") && err.contains("back-references are not supported"),
        "{err}"
    );
}

#[test]
fn patterns_are_javascripts() {
    let list = "! foo\n||foo.example^\n||FOO2.example^\n||b.example^$badfilter\n||b.example^\n";
    for (pattern, lines) in [
        ("^(?!!).*foo", &["2"][..]),
        ("/^(?!!).*foo/i", &["2", "3"]),
        ("^(?!.*badfilter).*b\\.ex", &["5"]),
        ("(?<=\\$)bad", &["4"]),
        ("^(?!!)", &["2", "3", "4", "5"]),
    ] {
        let yaml =
            format!("rules: {{no-excluded-rules: [warn, {{regexp-patterns: ['{pattern}']}}]}}");
        let toml = format!("rules.excluded-rule.patterns = ['{pattern}']");
        for (name, text) in [(".aglintrc.yml", &yaml), ("bloqr.toml", &toml)] {
            let dir = dir(&[(name, text), ("a.txt", list)]);
            let expect: Vec<String> =
                lines.iter().map(|it| format!("a.txt:{it}:1: warning[excluded-rule]")).collect();
            assert_eq!(found(dir.path(), &["--select", "excluded-rule"]), expect, "{text}");
        }
    }
}

#[test]
fn a_line_that_is_too_long_for_a_pattern_is_reported() {
    let toml = "rules.excluded-rule.patterns = ['(?:a?){2000}b', '^c']";
    let list = format!("{}\ncc\n", "a".repeat(100_000));
    let dir = dir(&[("bloqr.toml", toml), ("a.txt", &list)]);
    let (_, out, _) = run(dir.path(), &["--select", "excluded-rule", "--format", "concise"]);
    let said =
        "a.txt:1:1: warning[excluded-rule] this line is too long to search for `(?:a?){2000}b`";
    assert!(out.contains(said) && out.contains("a.txt:2:1: warning[excluded-rule]"), "{out}");
}

#[test]
fn a_glob_that_cannot_be_used_is_an_error_at_its_place() {
    for glob in ["[z-a]", "{a", "!/", "#old", "", " ", "/", "!"] {
        let exclude = format!("exclude = ['a/', '{glob}']\n");
        let over = format!("[[overrides]]\nfiles = ['{glob}']\n");
        for (text, place) in [(exclude, "1:18"), (over, "2:10")] {
            let dir = dir(&[("bloqr.toml", &text), ("a.txt", FOO)]);
            let (code, out, err) = run(dir.path(), &["a.txt"]);
            assert_eq!((code, out.as_str()), (2, ""), "{text}");
            let said = format!("bloqr.toml:{place}: `{glob}` is not a ");
            assert!(err.contains(&said), "{text}: {err}");
        }
    }
}

/// Characters beyond ASCII, in bytes, are more than the option counts.
#[test]
fn short_rules_are_counted_alike_by_file_and_comment() {
    // 7 units and 9 bytes; 4 units and 6 bytes, with blanks around them.
    let rules = "##.\u{e9}\u{e9}ab\n##.\u{1f600}\n             ##.a             \n";
    for (least, lines) in
        [(0, &[][..]), (4, &[]), (5, &["3"]), (6, &["2", "3"]), (8, &["1", "2", "3"])]
    {
        let toml = format!("rules.short-rule.min-length = {least}");
        let comment =
            format!("! aglint \"no-short-rules\": [\"warn\", {{\"minLength\": {least}}}]\n{rules}");
        let nothing = String::new();
        for (config, list, base) in [(&toml, rules, 0), (&nothing, &comment, 1)] {
            let dir = dir(&[("bloqr.toml", config), ("a.txt", list)]);
            let found = found(dir.path(), &["--select", "short-rule"]);
            let found: Vec<usize> =
                found.iter().map(|it| it.split(':').nth(1).unwrap().parse().unwrap()).collect();
            let lines: Vec<usize> =
                lines.iter().map(|it: &&str| it.parse::<usize>().unwrap() + base).collect();
            assert_eq!(found, lines, "{least} in {list}");
        }
    }
    for most in ["9223372036854775807", "6148914691236517206"] {
        let toml = format!("rules.short-rule.min-length = {most}");
        let dir = dir(&[("bloqr.toml", &toml), ("a.txt", "||a.example^\n")]);
        let said = ["a.txt:1:1: warning[short-rule]"];
        assert_eq!(found(dir.path(), &["--select", "short-rule"]), said);
    }
}

#[test]
fn the_schema_describes_the_configuration() {
    let out = bloqr().args(["config", "schema"]).output().unwrap();
    let text = String::from_utf8(out.stdout).unwrap();
    golden("docs/schema/bloqr.schema.json", &text);
    let good = json!({
        "targets": ["ubo", "adg_ext_chrome"],
        "strict": true,
        "inline-comments": false,
        "max-warnings": 3,
        "exclude": ["old/"],
        "rules": { "short-rule": { "severity": "error", "min-length": 3 }, "no-short-rules": { "min-length": 3 }, "no-excluded-rules": { "patterns": ["^(?!!)"] }, "stray-space": "warn" },
        "overrides": [{ "files": ["a.txt"], "targets": "ubo,adg", "rules": { "short-rule": "off" } }],
        "bindings": { "form": "guide" },
    });
    check("docs/schema/bloqr.schema.json", &good);
    let bad = [
        json!({ "target": [] }),
        json!({ "rules": { "short": "off" } }),
        json!({ "rules": { "excluded-rule": { "patterns": [""] } } }),
        json!({ "overrides": [{}] }),
    ];
    for bad in bad {
        assert!(!faults("docs/schema/bloqr.schema.json", &bad).is_empty(), "{bad}");
    }
}

#[test]
fn settings_are_shown_with_where_they_come_from() {
    let dir = dir(&[
        ("a.txt", "||ads.example^$script\n"),
        ("b.txt", "[uBlock Origin]\n||ads.example^$script\n"),
        ("sub/bloqr.toml", "targets = [\"adg_ext_any\", \"brave\"]\nexclude = [\"old/\"]\n"),
        ("sub/c.txt", "||ads.example^$script\n"),
        ("sub/old/d.txt", "||ads.example^$script\n"),
        ("zone.txt", "$TTL 60\nads.example CNAME .\n*.ads.example CNAME .\n"),
        ("README.txt", "# Lists\n"),
        ("tool.py", "#\n"),
    ]);
    let (code, out, err) = run(dir.path(), &["--show-settings"]);
    assert_eq!((code, err.as_str()), (0, ""));
    golden("tests/corpus/validate/settings.text", &out);
    let (_, out, _) = run(dir.path(), &["--show-settings", "a.txt", "--target", "ubo"]);
    assert_eq!(out, "a.txt\n  targets: ubo (--target)\n  configuration: none\n");
}
