//! What helps to bring an old list under the linter: comments for today's problems, fixes that need a
//! reader, `init`, and what editors and CI need.

use std::{fs, path::Path};

use bloqr::{
    lint::{self, Config},
    source::{LineIndex, lines},
};

use super::{dir, run, run_with};
use crate::support::{bloqr, files, root};

fn read(dir: &Path, file: &str) -> String {
    fs::read_to_string(dir.join(file)).unwrap()
}

#[test]
fn comments_hide_todays_problems() {
    let before = "! Title: a\r\n||a.example^$foo\r\n!+ NOT_OPTIMIZED\r\n||b.example^$foo\r\n";
    let dir = dir(&[
        ("a.txt", before),
        ("hosts", "# hosts\n0.0.0.0 a.example\n0.0.0.0 b_-.example.\n0.0.0.0 a.example\n"),
    ]);
    let (code, out, err) = run(dir.path(), &["a.txt", "--diff", "--add-suppressions"]);
    assert_eq!((code, read(dir.path(), "a.txt").as_str()), (1, before));
    assert!(out.contains("+! bloqr-disable-next-line unknown-modifier\r\n"), "{out}");
    assert_eq!(err, "--add-suppressions would hide 2 problems in 1 list\n");
    let (code, out, err) = run(dir.path(), &["a.txt", "--add-suppressions"]);
    let expect = "No problems in 2 rules of 1 list\n";
    let note = "wrote comments that hide 2 problems in 1 list\n";
    assert_eq!((code, out.as_str(), err.as_str()), (0, expect, note));
    let after = "! Title: a\r\n! bloqr-disable-next-line unknown-modifier\r\n||a.example^$foo\r\n\
        ! bloqr-disable unknown-modifier\r\n!+ NOT_OPTIMIZED\r\n||b.example^$foo\r\n\
        ! bloqr-enable unknown-modifier\r\n";
    assert_eq!(read(dir.path(), "a.txt"), after);
    let (code, out, err) = run(dir.path(), &["a.txt", "--add-suppressions"]);
    assert_eq!((code, out.as_str(), err.as_str()), (0, expect, ""));
    assert_eq!(read(dir.path(), "a.txt"), after);
    // A hosts file has its own comments.
    run(dir.path(), &["hosts", "--as", "hosts", "--add-suppressions"]);
    let hosts = read(dir.path(), "hosts");
    assert!(hosts.contains("# bloqr-disable-next-line ") && !hosts.contains('!'), "{hosts}");
    assert_eq!(run(dir.path(), &["hosts", "--as", "hosts"]).0, 0);
}

/// A problem that there is only beside another list is hidden like any other.
#[test]
fn comments_hide_problems_between_lists() {
    let dir = dir(&[
        ("a.txt", "||com^$third-party\n||x.a.example^\n"),
        ("b.txt", "||com^\n||a.example^\n"),
    ]);
    let (code, out, err) = run(dir.path(), &["--add-suppressions"]);
    assert_eq!((code, out.as_str()), (0, "No problems in 4 rules of 2 lists\n"), "{err}");
    let after = "! bloqr-disable-next-line broad-rule, redundant-rule\n||com^$third-party\n\
        ! bloqr-disable-next-line redundant-rule\n||x.a.example^\n";
    assert_eq!(read(dir.path(), "a.txt"), after);
    assert_eq!(run(dir.path(), &["--add-suppressions"]).2, "");
}

#[test]
fn what_a_comment_cannot_hide_is_told() {
    let text = "! Title: a\n! Expires: soon\n||a.example^$foo\n";
    let dir = dir(&[("a.txt", text)]);
    let (_, out, err) = run(dir.path(), &["--add-suppressions", "--format", "concise"]);
    assert_eq!(
        err,
        "warning: a.txt:2 gets no comment: a comment would move the header of the list\n\
         wrote comments that hide 1 problem in 1 list\n"
    );
    assert!(out.starts_with("a.txt:2:"), "{out}");
    // The place of what is left is that in the new text.
    let text = "||a.example^$foo\n! bloqr-disable-next-line short-rule\n||b.example^\n";
    fs::write(dir.path().join("a.txt"), text).unwrap();
    let (_, out, _) = run(dir.path(), &["--add-suppressions", "--format", "concise"]);
    assert!(out.starts_with("a.txt:3:"), "{out}");
    fs::write(dir.path().join("bloqr.toml"), "inline-comments = false\n").unwrap();
    let (_, _, err) = run(dir.path(), &["--add-suppressions", "--format", "concise"]);
    let why = "a.txt gets no comments: its configuration says `inline-comments = false`";
    assert!(err.contains(why), "{err}");
}

/// For any list: no rule changes, no byte is lost, and nothing is left but what was refused.
#[test]
fn comments_change_nothing_else() {
    let mut lists = files(&root().join("tests/corpus"), "txt");
    for shared in ["../shared/lists", "../shared/repos/list-kr"].map(|it| root().join(it)) {
        if shared.is_dir() {
            lists.extend(files(&shared, "txt"))
        } else {
            eprintln!("there is no {}: not tried on its lists", shared.display())
        }
    }
    let (mut hidden, mut refused) = (0, 0);
    for list in lists {
        let text = String::from_utf8_lossy(&fs::read(&list).unwrap()).into_owned();
        // Findings of a comment's own cannot be hidden.
        if text.len() > 3_000_000 || text.contains("aglint") {
            continue;
        }
        let before = lint::lint(&text, &Config::default());
        let done = lint::suppress(&text, &before, '!');
        assert_eq!(kept(&done.text, &done.added), kept(&text, &[]), "{}", list.display());
        let after = lint::lint(&done.text, &Config::default());
        assert_eq!(after.counts.total, before.counts.total, "{}", list.display());
        let is_refused =
            |line: u32| done.refused.iter().any(|it| it.line == done.line_before(line));
        let left: Vec<String> = after
            .diagnostics
            .iter()
            .filter(|it| !is_refused(it.place.line))
            .map(|it| format!("{}: {it}", it.place.line + 1))
            .collect();
        assert!(left.is_empty(), "{}: {left:#?}", list.display());
        hidden += before.diagnostics.len() - after.diagnostics.len();
        refused += after.diagnostics.len();
    }
    assert!(hidden > 500, "{hidden} were hidden, {refused} were not");
}

/// The lines of a text without those that were added above these lines of the old text, and without
/// comments that can have got more names.
fn kept<'t>(text: &'t str, added: &[u32]) -> Vec<&'t str> {
    let new: Vec<u32> = added.iter().zip(0..).map(|(at, n)| at + n).collect();
    let index = LineIndex::new(text);
    let kept = (0..index.count()).filter(|it| new.binary_search(it).is_err());
    let kept = kept.map(|it| index.line(it).1.text);
    kept.filter(|it| !it.contains("bloqr-disable-next-line")).collect()
}

/// Of each rule a few findings are made and the others counted: the summary says what is done with all.
#[test]
fn the_summary_counts_fixes_that_are_not_shown() {
    let covered: String = (0..20).map(|it| format!("||x{it}.a.example^\n")).collect();
    let text = format!("||a.example^\n{covered}{}", "||b.example^\n".repeat(21));
    let dir = dir(&[("a.txt", &text)]);
    let summary = |args: &[&str]| run(dir.path(), args).1.lines().last().unwrap().to_owned();
    let all = "40 warnings in 1 list, 42 rules; --fix fixes 20, --unsafe-fixes 20 more";
    assert_eq!((summary(&[]).as_str(), summary(&["--all"]).as_str()), (all, all));
    assert_eq!(
        run(dir.path(), &["--diff"]).2,
        "--fix would fix 20 problems in 1 list; --unsafe-fixes 20 more\n"
    );
}

#[test]
fn unsafe_fixes_are_for_those_who_ask() {
    let text = "||a.example^$thrid-party\n||b.example^$script,script\n";
    let dir = dir(&[("a.txt", text)]);
    let (_, out, _) = run(dir.path(), &["--all"]);
    assert!(out.ends_with("; --fix fixes 1, --unsafe-fixes 1 more\n"), "{out}");
    let (_, _, err) = run(dir.path(), &["--diff"]);
    assert_eq!(err, "--fix would fix 1 problem in 1 list; --unsafe-fixes 1 more\n");
    let (_, out, err) = run(dir.path(), &["--diff", "--unsafe-fixes"]);
    assert_eq!(err, "--fix --unsafe-fixes would fix 2 problems in 1 list\n");
    assert!(out.contains("+||a.example^$third-party\n+||b.example^$script\n"), "{out}");
    let (code, _, err) = run(dir.path(), &["--unsafe-fixes"]);
    assert_eq!(code, 2, "{err}");
    assert_eq!(read(dir.path(), "a.txt"), text);
    let (code, out, err) = run(dir.path(), &["--fix", "--unsafe-fixes"]);
    let expect = "No problems in 2 rules of 1 list\n";
    assert_eq!((code, out.as_str(), err.as_str()), (0, expect, "fixed 2 problems in 1 list\n"));
    assert_eq!(read(dir.path(), "a.txt"), "||a.example^$third-party\n||b.example^$script\n");
}

#[test]
fn a_comment_that_hides_nothing_can_be_removed() {
    let cases = [
        ("! bloqr-disable-next-line short-rule\n||a.example^\n", "||a.example^\n"),
        (
            "! bloqr-disable-next-line short-rule, unknown-modifier, syntax-error -- why\n||a.example^$foo\n",
            "! bloqr-disable-next-line unknown-modifier -- why\n||a.example^$foo\n",
        ),
    ];
    for (before, after) in cases {
        let dir = dir(&[("a.txt", before)]);
        run(dir.path(), &["--fix"]);
        assert_eq!(read(dir.path(), "a.txt"), before);
        run(dir.path(), &["--fix", "--unsafe-fixes"]);
        assert_eq!(read(dir.path(), "a.txt"), after);
    }
}

/// `--fix --unsafe-fixes` comes to an end, and makes no valid rule invalid.
#[test]
fn unsafe_fixes_keep_valid_rules_valid() {
    const ROUNDS: usize = 100;
    let mut lists = files(&root().join("tests/corpus"), "txt");
    for shared in ["../shared/lists", "../shared/repos"].map(|it| root().join(it)) {
        if shared.is_dir() {
            lists.extend(files(&shared, "txt"))
        } else {
            eprintln!("there is no {}: not tried on its lists", shared.display())
        }
    }
    let mut fixes = 0;
    for list in lists {
        let before = String::from_utf8_lossy(&fs::read(&list).unwrap()).into_owned();
        if before.len() > 3_000_000 {
            continue;
        }
        let config = Config::default();
        let mut text = before.clone();
        let mut rounds = 0;
        loop {
            let (next, made) = lint::fix_all(&text, &lint::lint(&text, &config));
            if made == 0 {
                assert_eq!(next, text);
                break;
            }
            assert_ne!(next, text, "{}", list.display());
            (fixes, rounds, text) = (fixes + made, rounds + 1, next);
            assert!(rounds < ROUNDS, "{} is never done", list.display());
        }
        let invalid = |text: &str| -> Vec<String> {
            let report = lint::lint(text, &config);
            let errors = report
                .diagnostics
                .iter()
                .filter(|it| it.severity == bloqr::diagnostic::Severity::Error);
            let mut numbers: Vec<u32> = errors.map(|it| it.place.line).collect();
            numbers.dedup();
            let all: Vec<&str> = lines(text).map(|it| it.text).collect();
            numbers.into_iter().map(|it| all[it as usize].to_owned()).collect()
        };
        let (was, is) = (invalid(&before), invalid(&text));
        assert!(is.len() <= was.len(), "{}: {is:#?} were {was:#?}", list.display());
        let new: Vec<&String> = is
            .iter()
            .filter(|it| !it.starts_with("!#") && !was.contains(it))
            .filter(|it| lines(&before).any(|line| line.text == **it))
            .collect();
        assert!(new.is_empty(), "{}: {new:#?} were valid", list.display());
    }
    assert!(fixes > 100, "only {fixes}");
}

#[test]
fn ci_and_editors_get_what_they_need() {
    let dir = dir(&[
        (
            "bloqr.toml",
            "exclude = [\"old/\"]\n[[overrides]]\nfiles = [\"ubo/*\"]\ntargets = \"ubo\"\n",
        ),
        ("ubo/a.txt", "||kept.example^\n"),
    ]);
    assert_eq!(run(dir.path(), &["--rule", "||a.example^$foo"]).0, 1);
    assert_eq!(run(dir.path(), &["--rule", "||a.example^$foo", "--exit-zero"]).0, 0);
    assert_eq!(run(dir.path(), &["none.txt", "--exit-zero"]).0, 2);
    // The configuration, the name and the excludes are those of the file; its text is that of stdin.
    let as_file = |file: &str, args: &[&str]| {
        let mut all = vec!["--stdin-filename", file, "--format", "concise"];
        all.extend(args);
        run_with(dir.path(), &all, "||a.example^$foo\nexample.org##^script:has-text(x)\n")
    };
    let (code, out, _) = as_file("ubo/a.txt", &[]);
    assert_eq!(code, 1);
    assert!(out.starts_with("ubo/a.txt:1:14: ") && out.lines().count() == 1, "{out}");
    assert_eq!(as_file("old/a.txt", &[]), (0, String::new(), String::new()));
    let (code, out, _) =
        run_with(dir.path(), &["--stdin-filename", "old/a.txt", "--format", "json"], "||a^$foo\n");
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &report["files"]), (0, &serde_json::json!([])));
    assert_eq!(read(dir.path(), "ubo/a.txt"), "||kept.example^\n");
    // Not more than asked for, and the number of the others.
    let many = "||a.example^$foo\n".repeat(9);
    let (code, out, _) = run_with(dir.path(), &["-", "--max-diagnostics", "2", "--all"], &many);
    assert_eq!((code, out.matches(" --> ").count()), (1, 2), "{out}");
    assert!(out.contains("\nNot listed: "), "{out}");
}

#[test]
fn init_writes_a_configuration_once() {
    let dir = dir(&[
        ("a.txt", "[uBlock Origin]\n||a.example^\n"),
        ("lists/b.txt", "[AdGuard]\n||b.example^\n"),
        ("notes.md", "# notes\n"),
    ]);
    let init = |args: &[&str]| {
        let output = bloqr().current_dir(dir.path()).arg("init").args(args).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    };
    let (code, out, err) = init(&[]);
    let expect = ("wrote bloqr.toml for 2 lists\n", "check the lists: bloqr validate\n");
    assert_eq!((code, out.as_str(), err.as_str()), (0, expect.0, expect.1));
    let text = read(dir.path(), "bloqr.toml");
    assert!(text.contains("# targets = [\"adg\", \"ubo\"]"), "{text}");
    // All of it is a comment, and stays a valid configuration when the comments are removed.
    bloqr::config::parse(&text).unwrap();
    let keys: String = text
        .lines()
        .filter(|it| !it.starts_with("# ") || it.contains(" = ") || it.contains("[["))
        .map(|it| it.trim_start_matches("# ").to_owned() + "\n")
        .collect();
    bloqr::config::parse(&keys).unwrap_or_else(|err| panic!("{keys}\n{err}"));
    assert_eq!(run(dir.path(), &[]).0, 0);
    let (code, _, err) = init(&[]);
    assert_eq!(code, 2);
    assert!(err.starts_with("error: bloqr.toml exists, and is not changed\n"), "{err}");
    assert_eq!(read(dir.path(), "bloqr.toml"), text);
    fs::write(dir.path().join("lists/.aglintrc"), "root: true\n").unwrap();
    let (code, _, err) = init(&["lists"]);
    assert_eq!((code, dir.path().join("lists/bloqr.toml").exists()), (2, false), "{err}");
}

fn run_with_config(text: &str) -> (i32, String, String) {
    run(dir(&[("a.txt", "||a.example^\n"), ("bloqr.toml", text)]).path(), &[])
}

#[test]
fn unknown_names_get_a_suggestion() {
    let dir = dir(&[("a.txt", "||a.example^\n")]);
    let cases: &[(&[&str], &str)] = &[
        (&["validate", "--target", "ublock"], "unknown target `ublock`: did you mean `ubo`?"),
        (&["validate", "--target", "uBlock-Origin"], "did you mean `ubo`?"),
        (&["validate", "--target", "AdGuard"], "did you mean `adg`?"),
        (&["validate", "--target", "adguard home"], "did you mean `dns_adg_home`?"),
        (&["validate", "--target", "pi-hole"], "did you mean `dns_pihole`?"),
        (&["validate", "--target", "safari"], "use one of adg_safari_any, adg_cb_safari"),
        (
            &["validate", "--target", "x"],
            "use one of adg, ubo, abp, brave, dns, adg_ext_chrome and other",
        ),
        (&["validate", "--target", "ubi"], "unknown target `ubi`: did you mean `ubo`?"),
        (&["validate", "--target", "uBO"], "unknown target `uBO`: did you mean `ubo`?"),
        (&["validate", "--select", "short-rul"], "try: `short-rule`"),
        (&["validate", "--ignore", "redundent"], "try: `redundant-rule`"),
        (&["validate", "--select", "duplicated-hint"], "try: `duplicate-hint`"),
        (&["rules", "selector"], "try: `invalid-selector`, `multiple-selectors`"),
        (&["rules", "q"], "try: `bloqr rules` lists them"),
        (&["validate", "--format", "sariff"], "'sarif'"),
        (&["rules", "short-rul"], "try: `short-rule`"),
        (&["ast", "walk", "a.txt", "--type", "Domian"], "did you mean `Domain`?"),
        (&["ast", "parse", "a.txt", "-O", "parseHostRule=true"], "did you mean `parseHostRules`?"),
        (&["transform", "-t", "deduplicate", "a.txt"], "did you mean `Deduplicate`?"),
        (&["compile", "-i", "a.txt", "-t", "Deduplicat"], "did you mean `Deduplicate`?"),
        (&["convert", "--to", "ubu", "a.txt"], "'ubo'"),
    ];
    for (key, expect) in [
        ("[rules]\nredundent = \"off\"", "did you mean `redundant-rule`?"),
        ("select = [\"selector\"]", "`invalid-selector` or `multiple-selectors`"),
        ("targets = [\"ublock\"]", "did you mean `ubo`?"),
    ] {
        let (code, _, err) = run_with_config(key);
        assert!(code == 2 && err.contains(expect), "{key}: {err}");
    }
    for (args, expect) in cases {
        let output = bloqr().current_dir(dir.path()).args(*args).output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}: {err}");
        assert!(err.contains(expect), "{args:?}: {err}");
    }
}
