//! AGLint's files: configurations, what they extend, and what is ignored.

use std::fs;

use super::{dir, found, run};

const FOO: &str = "||ads.example^$foo\n";
const DUPLICATE: &str = "||ads.example^$foo,script,script\n";

/// The findings of a run, and what it says of the configuration.
fn findings(files: &[(&str, &str)], args: &[&str]) -> (Vec<String>, String) {
    let dir = dir(files);
    let args: Vec<&str> = args.iter().copied().chain(["--format", "concise"]).collect();
    let (_, out, err) = run(dir.path(), &args);
    let found = |it: &str| it.split_inclusive(']').next().unwrap().to_owned();
    let here = format!("{}/", dir.path().canonicalize().unwrap().display());
    (out.lines().map(found).collect(), err.replace(&here, ""))
}

#[test]
fn every_name_of_the_file_is_read() {
    let json = "{\n\t\"root\": true,\n\t\"extends\": [\"aglint:recommended\"],\n\t\"rules\": { \"invalid-modifiers\": [\"warn\"], \"no-duplicated-modifiers\": 0 }\n}\n";
    let yaml = "root: true\nextends:\n  - aglint:recommended\nrules:\n  no-invalid-modifiers: [warn]\n  duplicated-modifiers: off\n";
    let package = format!("{{ \"name\": \"\\ud83d\\ude00\", \"aglint\": {json} }}");
    for (name, text) in [
        (".aglintrc", json),
        (".aglintrc.json", json),
        (".aglintrc.yaml", yaml),
        (".aglintrc.yml", yaml),
        ("aglint.config.json", json),
        ("aglint.config.yaml", yaml),
        ("aglint.config.yml", yaml),
        ("package.json", &package),
    ] {
        let dir = dir(&[(name, text), ("sub/a.txt", DUPLICATE)]);
        assert_eq!(found(dir.path(), &[]), ["sub/a.txt:1:16: warning[unknown-modifier]"], "{name}");
        fs::write(dir.path().join("bloqr.toml"), "").unwrap();
        assert_eq!(found(dir.path(), &[]).len(), 2, "bloqr.toml wins over {name}");
    }
    // A package without AGLint, one that is not JSON, and both next to a configuration.
    for package in ["{}", "{ \"aglintrc\": 1 }", "{", "[]"] {
        let files = [("package.json", package), (".aglintrc.yaml", yaml), ("a.txt", DUPLICATE)];
        assert_eq!(findings(&files, &[]).0, ["a.txt:1:16: warning[unknown-modifier]"], "{package}");
    }
}

#[test]
fn configurations_cascade() {
    let files = [
        (".aglintrc", "{\"extends\": [\"aglint:recommended\"], \"syntax\": [\"UblockOrigin\"]}"),
        ("a/.aglintrc.yml", "rules: {invalid-modifiers: 'off'}"),
        ("a/a.txt", DUPLICATE),
        ("b/.aglintrc.yml", "root: true\nrules: {no-short-rules: [error, {minLength: 30}]}"),
        ("b/a.txt", DUPLICATE),
        ("c/a.txt", FOO),
    ];
    let found =
        ["a/a.txt:1:27: error[duplicate-modifier]", "c/a.txt:1:16: error[unknown-modifier]"];
    assert_eq!(findings(&files, &[]).0, found);
}

/// Options of a nearer file are added, and lists in them joined; a severity without options removes them.
#[test]
fn options_cascade() {
    let above =
        "root: true\nrules: {no-excluded-rules: [error, {excludedRuleTexts: ['||a.example^']}]}";
    for (nearer, lines) in [
        ("rules: {no-excluded-rules: [warn, {excludedRuleTexts: ['||b.example^']}]}", "12"),
        ("rules: {no-excluded-rules: [warn, {excludedRegExpPatterns: ['^\\|\\|b']}]}", "12"),
        ("rules: {no-excluded-rules: [warn]}", "1"),
        ("rules: {no-excluded-rules: warn}", ""),
        ("rules: {no-excluded-rules: off}", ""),
        (
            "root: true\nrules: {no-excluded-rules: [warn, {excludedRuleTexts: ['||b.example^']}]}",
            "2",
        ),
    ] {
        let list = "||a.example^\n||b.example^\n";
        let files = [(".aglintrc.yml", above), ("a/.aglintrc.yml", nearer), ("a/a.txt", list)];
        let expect: Vec<String> =
            lines.chars().map(|it| format!("a/a.txt:{it}:1: warning[excluded-rule]")).collect();
        assert_eq!(findings(&files, &[]).0, expect, "{nearer}");
    }
}

#[test]
fn configurations_extend_files() {
    let base = "rules: {no-invalid-modifiers: warn, no-duplicated-modifiers: warn}";
    let files = [
        (".aglintrc.yml", "root: true\nextends: [config/base.yml, ./config/more]\n"),
        ("config/base.yml", base),
        (
            "config/more.json",
            "{\"extends\": [\"base.yml\"], \"rules\": {\"no-invalid-modifiers\": 0}}",
        ),
        ("a.txt", DUPLICATE),
    ];
    let (found, err) = findings(&files, &[]);
    assert_eq!(
        (found, err.as_str()),
        (vec!["a.txt:1:27: warning[duplicate-modifier]".to_owned()], "")
    );
}

#[test]
fn what_extends_itself_is_refused_at_its_place() {
    let deep: Vec<(String, String)> =
        (0..30).map(|n| (format!("c{n}.yml"), format!("extends: [c{}.yml]", n + 1))).collect();
    // Each extends the next one many times.
    let wide: Vec<(String, String)> = (0..10)
        .map(|n| {
            (format!("w{n}.yml"), format!("extends: [{}]", format!("w{}.yml,", n + 1).repeat(9)))
        })
        .chain([("w10.yml".to_owned(), String::new())])
        .collect();
    let mut files = vec![
        ("a.txt", FOO),
        ("self.yml", "root: true\nextends: [self.yml]"),
        ("one.yml", "extends: [two.yml]"),
        ("two.yml", "extends:\n  - sub/../one.yml"),
        ("sub/a.txt", FOO),
    ];
    files.extend(deep.iter().chain(&wide).map(|it| (it.0.as_str(), it.1.as_str())));
    for (name, said) in [
        ("self.yml", "self.yml:2:11: `self.yml` also extends this file"),
        ("one.yml", "two.yml:2:5: `sub/../one.yml` also extends this file"),
        ("c0.yml", "c18.yml:1:11: too many files extend each other"),
        ("w0.yml", "too many files extend each other"),
    ] {
        let root = format!("root: true\nextends: [{name}]");
        let files: Vec<_> =
            files.iter().copied().chain([(".aglintrc.yml", root.as_str())]).collect();
        let dir = dir(&files);
        let (code, _, err) = run(dir.path(), &["a.txt"]);
        assert!(code == 2 && err.contains(said), "{name}: {code} {err}");
    }
}

/// A setting that another version of AGLint may know is reported, and the lists are checked.
#[test]
fn what_is_unknown_is_a_warning_at_its_place() {
    let rest = "\nrules: {no-invalid-modifiers: error, no-short-rules: [warn, {minLength: 4}]}";
    for (start, said) in [
        (
            "sintax: []",
            ".aglintrc:1:1: AGLint's configuration has no key `sintax`: it is ignored; did you mean `syntax`?",
        ),
        (
            "extends: ['aglint:best']",
            ".aglintrc:1:11: unknown preset `aglint:best`: it is ignored; use aglint:recommended or aglint:all",
        ),
        ("extends: [other]", ".aglintrc:1:11: the file `other.json` does not exist: it is ignored"),
        (
            "syntax: [Common, uBO]",
            ".aglintrc:1:18: unknown syntax `uBO`: it is ignored; use Common, AdGuard, UblockOrigin or AdblockPlus",
        ),
        (
            "platforms: [adg_any, adguard]",
            ".aglintrc:1:22: unknown platform `adguard`: it is ignored; did you mean `adg`?",
        ),
    ] {
        let files = [(".aglintrc", &*format!("{start}{rest}")), ("a.txt", FOO)];
        let (found, err) = findings(&files, &[]);
        assert_eq!(found, ["a.txt:1:16: error[unknown-modifier]"], "{start}");
        assert!(err.starts_with(&format!("warning: {said}")), "{start}: {err}");
    }
    for (rule, said) in [
        (
            "no-short-rulez: error",
            ".aglintrc:1:9: unknown rule `no-short-rulez`: it is ignored; did you mean `no-short-rules`?",
        ),
        (
            "no-short-rules: loud",
            ".aglintrc:1:25: this is not a severity of AGLint: the severity of `no-short-rules` does not change; use off, warn, error, fatal, or 0 to 3",
        ),
        (
            "no-short-rules: fatal",
            ".aglintrc:1:25: `fatal` is read as `error`; AGLint 4 has no `fatal`",
        ),
        ("no-short-rules: []", ".aglintrc:1:25: `no-short-rules` has no valid severity"),
        (
            "no-short-rules: [warn, {minLenght: 4}]",
            ".aglintrc:1:33: `no-short-rules` has no option `minLenght`: it is ignored; did you mean `minLength`?",
        ),
        (
            "no-short-rules: [warn, {}, {minLength: 4}]",
            ".aglintrc:1:36: AGLint reads only one table of options of `no-short-rules`: bloqr reads this one too; write all options into one table",
        ),
    ] {
        let text = format!("rules: {{{rule}, invalid-modifiers: error}}");
        let (found, err) = findings(&[(".aglintrc", &text), ("a.txt", FOO)], &[]);
        assert_eq!(found, ["a.txt:1:16: error[unknown-modifier]"], "{rule}");
        assert_eq!(err.lines().next(), Some(&*format!("warning: {said}")), "{rule}");
    }
}

#[test]
fn a_configuration_without_rules_is_reported_once() {
    let files = [(".aglintrc", "root: true"), ("a.txt", FOO), ("b/a.txt", "||b.example^$foo\n")];
    let said = "warning: .aglintrc: the configuration names no preset and no rule: only problems without a rule of AGLint are reported; write `extends: [aglint:recommended]`\n";
    assert_eq!(findings(&files, &[]), (Vec::new(), said.to_owned()));
}

#[test]
fn what_has_the_wrong_shape_is_an_error_at_its_place() {
    for (text, said) in [
        ("root: yes please", ":1:7: `root` must be true or false, not a string"),
        ("extends: aglint:all", ":1:10: `extends` must be a list, not a string"),
        ("extends: [[a]]", ":1:11: `extends` must be a string, not a list"),
        ("platforms: [1]", ":1:13: `platforms` must be a string, not a number"),
        ("rules: [no-short-rules]", ":1:8: `rules` must be a table, not a list"),
        (
            "rules: {no-short-rules: [warn, 4]}",
            ":1:32: `no-short-rules` must be a table, not a number",
        ),
        (
            "rules: {no-short-rules: [warn, {minLength: '4'}]}",
            ":1:44: `minLength` must be 0 or a larger whole number, not a string",
        ),
        ("- a", ":1:1: `configuration` must be a table, not a list"),
        ("a: [", ":"),
        (&"[".repeat(100_000), ":"),
        (&"- ".repeat(100_000), ":"),
        (
            &format!(
                "a: &a [x]\n{}",
                (0..40)
                    .map(|n| format!("b{n}: &b{n} [{}]\n", "*a, ".repeat(99)))
                    .collect::<String>()
            ),
            "",
        ),
        (&" ".repeat(5 << 20), ":1:1: a configuration can have at most 4 MiB"),
    ] {
        let dir = dir(&[(".aglintrc", text), ("a.txt", FOO)]);
        let (code, _, err) = run(dir.path(), &[]);
        let text = &text[..text.len().min(60)];
        assert!(said.is_empty() && code < 3 || code == 2, "{text}: {code} {err}");
        assert!(said.is_empty() || err.contains(&format!(".aglintrc{said}")), "{text}: {err}");
    }
    let dir = dir(&[(".aglintrc", "{}"), (".aglintrc.yml", ""), ("a.txt", FOO)]);
    let (code, _, err) = run(dir.path(), &[]);
    assert_eq!(code, 2);
    assert!(err.contains("both configure the same directory"), "{err}");
}

/// AGLint's platforms are each of them; `--target` is one of them.
#[test]
fn platforms_are_each_of_them() {
    let list = "||a.example^$strict1p\n||b.example^$app=com.player\n||c.example^$third-party\n";
    let (one, two) =
        ("a.txt:1:14: error[unsupported-modifier]", "a.txt:2:14: error[unsupported-modifier]");
    for (platforms, expect) in [
        ("[adg_any]", &[one][..]),
        ("[ubo_any]", &[two]),
        ("[adg_any, ubo_any]", &[one, two]),
        ("[any, ~abp_any, ~adg_any]", &[two]),
        ("[~abp_any, ~ubo_any]", &[one]),
        ("[]", &[]),
    ] {
        let text =
            format!("root: true\nplatforms: {platforms}\nrules: {{no-invalid-modifiers: error}}");
        assert_eq!(
            findings(&[(".aglintrc.yml", &text), ("a.txt", list)], &[]).0,
            expect,
            "{platforms}"
        );
    }
    let both = ["--no-config", "--target", "adg,ubo"];
    assert_eq!(findings(&[("a.txt", list)], &both).0, [""; 0]);
    let every = ["--no-config", "--target", "adg,ubo", "--every-target"];
    assert_eq!(findings(&[("a.txt", list)], &every).0, [one, two]);
    let toml = "targets = [\"adg\", \"ubo\"]\nevery-target = true\n";
    assert_eq!(findings(&[("bloqr.toml", toml), ("a.txt", list)], &[]).0, [one, two]);
    assert_eq!(findings(&[("bloqr.toml", toml), ("a.txt", list)], &["--target", "adg"]).0, [one]);
}

#[test]
fn ignore_files_are_obeyed() {
    let files = [
        (".aglintrc.yml", "root: true\nextends: [aglint:recommended]"),
        (
            ".aglintignore",
            "# other people's\nold/\n  *.draft.txt\n/b.txt\nname with blanks.txt\n!kept.draft.txt\n",
        ),
        ("a.txt", FOO),
        ("a.draft.txt", FOO),
        ("kept.draft.txt", FOO),
        ("b.txt", FOO),
        ("old/a.txt", FOO),
        ("name with blanks.txt", FOO),
        ("sub/.aglintignore", "c.txt\n!a.draft.txt\n"),
        ("sub/a.draft.txt", FOO),
        ("sub/b.txt", FOO),
        ("sub/c.txt", FOO),
        ("node_modules/a.txt", FOO),
    ];
    let lists: Vec<String> = findings(&files, &[]).0;
    let lists: Vec<&str> = lists.iter().map(|it| it.split(':').next().unwrap()).collect();
    assert_eq!(lists, ["a.txt", "kept.draft.txt", "sub/b.txt"]);
    // A named file is checked, except with `--force-exclude`, for hooks that name all changed files.
    assert_eq!(findings(&files, &["b.txt", "a.txt"]).0.len(), 2);
    assert_eq!(findings(&files, &["--force-exclude", "b.txt", "a.txt"]).0.len(), 1);
    let dir = dir(&files);
    let (code, out, err) = run(dir.path(), &["--force-exclude", "b.txt"]);
    assert_eq!((code, out.as_str(), err.as_str()), (0, "", ""));
}

/// Hooks name every changed file.
#[test]
fn what_is_no_list_is_left_out_by_force() {
    let files = [
        ("bloqr.toml", "exclude = [\"old/\"]\n"),
        ("a.txt", FOO),
        ("LICENSE.txt", "Do what you want.\n"),
        ("requirements.txt", "a==1\n"),
        ("old/a.txt", FOO),
    ];
    let names = ["--force-exclude", "a.txt", "LICENSE.txt", "requirements.txt", "old/a.txt"];
    assert_eq!(findings(&files, &names).0, ["a.txt:1:16: error[unknown-modifier]"]);
}

/// When no products are named, AGLint accepts the pseudo-classes of browsers, and those that the
/// configuration names.
#[test]
fn pseudo_classes_are_named() {
    let list = "a.example##.x:has-text(Ad)\na.example##.x:upward(1)\na.example##.x:others()\na.example##.x:hover\n";
    let rule = "no-unsupported-css-pseudo-class: [error, {additionalSupportedExtCssPseudoClasses: [upward], additionalSupportedCssPseudoClasses: [others], fuzzyThreshold: 0.6}]";
    let one = "a.txt:1:14: error[unknown-pseudo-class]";
    for (platforms, expect) in [("", &[one][..]), ("platforms: [adg_any]\n", &[])] {
        let text = format!("root: true\n{platforms}rules: {{{rule}}}");
        let (found, err) = findings(&[(".aglintrc.yml", &text), ("a.txt", list)], &[]);
        assert_eq!((found, err.as_str()), (expect.iter().map(|it| (*it).to_owned()).collect(), ""));
    }
}

/// `select`, `with` and `extensions` of `bloqr.toml`.
#[test]
fn what_the_command_line_can_say_the_file_can_say() {
    let toml = "select = [\"duplicate-modifier\", \"unused-exception\"]\nwith = [\"base/easy.txt\"]\nextensions = [\"flt\"]\n";
    let files = [
        ("bloqr.toml", toml),
        ("base/easy.txt", "||ads.example^\n"),
        ("a.flt", "||ads.example^$foo,script,script\n@@||other.example^\n"),
        ("b.txt", DUPLICATE),
    ];
    let (found, err) = findings(&files, &[]);
    assert_eq!(err, "");
    assert_eq!(
        found,
        ["a.flt:1:27: error[duplicate-modifier]", "a.flt:2:1: warning[unused-exception]"]
    );
}
