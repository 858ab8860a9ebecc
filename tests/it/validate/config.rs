//! Flags, `bloqr.toml`, and AGLint's files.

use std::fs;

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
        (2, "error: there is no rule `unknown-modifer`\n  try: `unknown-modifier`\n")
    );
}

#[test]
fn the_nearest_configuration_holds() {
    let dir = dir(&[
        ("bloqr.toml", "[rules]\nunknown-modifier = \"warning\"\n"),
        ("a.txt", FOO),
        ("sub/deep/a.txt", FOO),
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
    assert_eq!(found(dir.path(), &[]), expect);
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
            "bloqr.toml:3:1: there is no rule `short-rlue`",
            Some("did you mean `short-rule`?"),
        ),
        (
            "[rules]\nshort-rule = { min-lenght = 3 }\n",
            "bloqr.toml:2:16: unknown key `min-lenght` of the rule `short-rule`",
            Some("did you mean `min-length`?"),
        ),
        (
            "strict = \"yes\"\n",
            "bloqr.toml:1:10: `strict` has to be true or false, not a string",
            None,
        ),
        (
            "[[overrides]]\nstrict = true\n",
            "bloqr.toml:1:1: an override without `files`",
            Some("say which it is for: files = [\"mobile/*.txt\"]"),
        ),
        (
            "[rules]\nshort-rule = \"fatal\"\n",
            "bloqr.toml:2:14: `fatal` is no severity",
            Some("it is one of off, info, warning, error"),
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
        "rules": { "short-rule": { "severity": "error", "min-length": 3 }, "no-short-rules": "off" },
        "overrides": [{ "files": ["a.txt"], "targets": "ubo,adg", "rules": { "short-rule": "off" } }],
        "bindings": { "form": "guide" },
    });
    check("docs/schema/bloqr.schema.json", &good);
    let bad = [
        json!({ "target": [] }),
        json!({ "rules": { "short": "off" } }),
        json!({ "overrides": [{}] }),
    ];
    for bad in bad {
        assert!(!faults("docs/schema/bloqr.schema.json", &bad).is_empty(), "{bad}");
    }
}

#[test]
fn aglints_configuration_is_honoured() {
    let names = [
        ".aglintrc",
        ".aglintrc.json",
        ".aglintrc.yaml",
        ".aglintrc.yml",
        "aglint.config.json",
        "aglint.config.yaml",
        "aglint.config.yml",
    ];
    let json = "{\n\t\"root\": true,\n\t\"extends\": [\"aglint:recommended\"],\n\t\"rules\": { \"invalid-modifiers\": [\"warn\"], \"duplicated-modifiers\": 0 }\n}\n";
    let yaml = "root: true\nextends:\n  - aglint:recommended\nrules:\n  invalid-modifiers: [warn]\n  duplicated-modifiers: off\n";
    for name in names {
        let text = if name.ends_with("ml") { yaml } else { json };
        let dir = dir(&[(name, text), ("sub/a.txt", "||ads.example^$foo,script,script\n")]);
        assert_eq!(found(dir.path(), &[]), ["sub/a.txt:1:16: warning[unknown-modifier]"], "{name}");
        fs::write(dir.path().join("bloqr.toml"), "").unwrap();
        assert_eq!(found(dir.path(), &[]).len(), 2, "bloqr.toml wins over {name}");
    }
}

#[test]
fn aglints_configurations_cascade() {
    let dir = dir(&[
        (".aglintrc", "{\"extends\": [\"aglint:recommended\"], \"syntax\": [\"UblockOrigin\"]}"),
        ("a/.aglintrc.yml", "rules: {invalid-modifiers: 'off'}"),
        ("a/a.txt", "||ads.example^$foo,script,script\n"),
        ("b/.aglintrc.yml", "root: true\nrules: {no-short-rules: [error, {minLength: 30}]}"),
        ("b/a.txt", "||ads.example^$foo,script,script\n"),
        ("c/a.txt", "||ads.example^$foo\n"),
    ]);
    assert_eq!(
        found(dir.path(), &[]),
        ["a/a.txt:1:27: error[duplicate-modifier]", "c/a.txt:1:16: error[unknown-modifier]"]
    );
}

#[test]
fn aglints_configuration_has_to_be_right() {
    let cases = [
        ("{\"sintax\": []}", ".aglintrc:1:2: unknown key `sintax` of AGLint's configuration"),
        ("extends: [other]", ".aglintrc:1:11: there is no preset `other`"),
        ("syntax: [Common, uBO]", ".aglintrc:1:18: there is no syntax `uBO`"),
        ("rules: {no-such: warn}", ".aglintrc:1:9: there is no rule `no-such`"),
        ("rules: {no-short-rules: loud}", ".aglintrc:1:25: no severity of AGLint's"),
    ];
    for (text, message) in cases {
        let dir = dir(&[(".aglintrc", text), ("a.txt", FOO)]);
        let (code, _, err) = run(dir.path(), &[]);
        assert_eq!(code, 2);
        assert!(err.contains(message), "{err}");
    }
    let dir = dir(&[(".aglintrc", "{}"), (".aglintrc.yml", ""), ("a.txt", FOO)]);
    let (code, _, err) = run(dir.path(), &[]);
    assert_eq!(code, 2);
    assert!(err.contains("both configure the same directory"), "{err}");
}
