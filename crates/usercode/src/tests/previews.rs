//! What a change does to a list.

use bloqr_lint::Config;

use crate::{Change, Done, Edit, Job, Preview};

fn preview(text: &str, change: &Change) -> Preview {
    Preview::new(&Job::new("", text, &[]).unwrap(), change, &Config::default())
}

fn rules(rules: &[&str]) -> Change {
    Change::Rules(rules.iter().map(|it| (*it).to_owned()).collect())
}

fn edits(edits: &[(usize, &[&str])]) -> Change {
    let edit = |(line, rules): &(usize, &[&str])| Edit {
        line: *line,
        rules: rules.iter().map(|it| (*it).to_owned()).collect(),
    };
    Change::Edits(edits.iter().map(edit).collect())
}

/// `-1 a  +2 b  1>2 a > b`
fn told(preview: &Preview) -> String {
    let it = &preview.differences;
    let removed = it.removed.iter().map(|(n, text)| format!("-{n} {text}"));
    let added = it.added.iter().map(|(n, text)| format!("+{n} {text}"));
    let changed = it.changed.iter().map(|((a, old), (b, new))| format!("{a}>{b} {old} > {new}"));
    removed.chain(added).chain(changed).collect::<Vec<_>>().join("; ")
}

#[test]
fn untouched_lines_keep_every_byte() {
    let cases: &[(&str, Change, &str, &str)] = &[
        ("a\nb\n", rules(&["a", "b"]), "a\nb\n", ""),
        ("a\r\nb\rc\x0cd", rules(&["a", "b", "c", "d"]), "a\r\nb\rc\x0cd", ""),
        ("\u{feff}a\r\nb\r\n", rules(&["b"]), "\u{feff}b\r\n", "-1 a"),
        ("a\r\nb\r\n", rules(&["a", "x", "b"]), "a\r\nx\r\nb\r\n", "+2 x"),
        // In the place of a line: with the ending of that line.
        ("a\nb\r\nc\n", rules(&["a", "x", "c"]), "a\nx\r\nc\n", "2>2 b > x"),
        // The end of the text stays as it is.
        ("a\nb", rules(&["a", "b", "c"]), "a\nb\nc", "+3 c"),
        ("a\nb", rules(&["x", "a", "b"]), "x\na\nb", "+1 x"),
        ("a\nb", rules(&["b", "a"]), "b\na\n", "-2 b; +1 b"),
        ("a\nb", rules(&["a"]), "a\n", "-2 b"),
        ("a\nb\n", rules(&["a"]), "a\n", "-2 b"),
        ("a\r\n", rules(&[]), "", "-1 a"),
        // An empty line is one, and two endings stay two.
        ("a\nb", rules(&["a", "b", ""]), "a\nb\n\n", "+3 "),
        ("a\rb\n\nc\n", rules(&["a", "", "c"]), "a\r\rc\n", "-2 b"),
        ("", rules(&["a", "b"]), "a\nb\n", "+1 a; +2 b"),
        ("\u{feff}", rules(&[]), "\u{feff}", ""),
        ("a\n\n\nb\n", rules(&["a", "", "", "b"]), "a\n\n\nb\n", ""),
        // Edits say which line is which.
        ("a\nb\nc\n", edits(&[]), "a\nb\nc\n", ""),
        ("a\nb\nc\n", edits(&[(2, &[])]), "a\nc\n", "-2 b"),
        (
            "a\nb\r\nc",
            edits(&[(2, &["x"]), (3, &["y", "z"])]),
            "a\nx\r\ny\r\nz",
            "+4 z; 2>2 b > x; 3>3 c > y",
        ),
        ("a\nb\n", edits(&[(2, &["x", "b", "y"])]), "a\nx\nb\ny\n", "+2 x; +4 y"),
        ("a\nb\n", edits(&[(1, &["a"])]), "a\nb\n", ""),
        ("a\nb\n", edits(&[(1, &["b"]), (2, &["a"])]), "b\na\n", "1>1 a > b; 2>2 b > a"),
        ("same\nsame\nsame\n", edits(&[(2, &[])]), "same\nsame\n", "-2 same"),
    ];
    for (text, change, new, differences) in cases {
        let preview = preview(text, change);
        assert_eq!(
            (preview.text.as_str(), told(&preview).as_str()),
            (*new, *differences),
            "{text:?} {change:?}"
        );
        assert_eq!(preview.is_same(), differences.is_empty());
    }
}

#[test]
fn only_new_problems_are_told() {
    let found = |text: &str, change: &Change| {
        let preview = preview(text, change);
        let problems = preview.new_problems.iter();
        problems
            .map(|it| format!("{} {}", it.place.line + 1, it.rule))
            .collect::<Vec<_>>()
            .join("; ")
    };
    let old = "||a.example^$scirpt\n||b.example^\n||c.example^\n";
    let cases: &[(&str, Change, &str)] = &[
        (old, edits(&[]), ""),
        // What was wrong before is not new, though it moved to another line.
        (old, edits(&[(1, &["||d.example^", "||a.example^$scirpt"])]), ""),
        (old, edits(&[(3, &[])]), ""),
        (old, edits(&[(2, &["||b.example^$imgae"])]), "2 unknown-modifier"),
        // Another rule with the same mistake is another problem.
        (old, edits(&[(1, &["||d.example^$scirpt"])]), "1 unknown-modifier"),
        // A mistake that is made once more, and told at the line that came.
        (old, edits(&[(2, &["||b.example^", "||c.example^"])]), "4 duplicate-rule"),
        (old, edits(&[(1, &[]), (2, &[])]), ""),
    ];
    for (text, change, expected) in cases {
        assert_eq!(found(text, change), *expected, "{change:?}");
    }
}

#[test]
fn a_preview_is_a_document() {
    let job = Job::new("x", "||a.example^\n||b.example^\n", &[]).unwrap();
    let change = edits(&[(1, &["||c.example^"]), (2, &[])]);
    let done = Done { change, log: "hello".to_owned() };
    let document = Preview::new(&job, &done.change, &Config::default()).to_json(&job, &done);
    assert_eq!(
        document.to_string(),
        r#"{"success":true,"edits":[{"line":1,"rules":["||c.example^"]},{"line":2,"rules":[]}],"diff":{"added":[],"removed":[{"line":2,"rule":"||b.example^"}],"changed":[{"old":{"line":1,"rule":"||a.example^"},"new":{"line":1,"rule":"||c.example^"}}]},"newProblems":[],"log":"hello","sha256":"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"}"#
    );
    let done = Done { change: rules(&["||a.example^$scirpt"]), log: String::new() };
    let document = Preview::new(&job, &done.change, &Config::default()).to_json(&job, &done);
    assert_eq!(document["rules"][0], "||a.example^$scirpt");
    assert_eq!(document["newProblems"][0]["errorType"], "unknown-modifier");
    assert_eq!(document["newProblems"][0]["line"], 1);
}
