//! `--baseline` and `--write-baseline`.

use std::{fs, path::Path};

use super::{dir, run};
use crate::{
    random::Random,
    support::{files, root},
};

const BAD: &str = "||a.example^$foo\n||b.example^\n||c.example^$fox,foz\n";

#[test]
fn known_problems_are_not_reported_again() {
    let dir = dir(&[("lists/a.txt", BAD), ("lists/b.txt", "||d.example^$foo\n")]);
    let (code, out, err) = run(dir.path(), &["--write-baseline", "baseline.json"]);
    let expect = "No problems in 4 rules of 2 lists\nIn the baseline: 4 problems\n";
    let note = "wrote 4 problems of 2 lists to baseline.json\n";
    assert_eq!((code, out.as_str(), err.as_str()), (0, expect, note));
    let expect = r#"{"schema":"bloqr.baseline/1","findings":[
{"file":"lists/a.txt","rule":"||a.example^$foo","errorType":"unknown-modifier","count":1},
{"file":"lists/a.txt","rule":"||c.example^$fox,foz","errorType":"unknown-modifier","count":2},
{"file":"lists/b.txt","rule":"||d.example^$foo","errorType":"unknown-modifier","count":1}
]}
"#;
    assert_eq!(fs::read_to_string(dir.path().join("baseline.json")).unwrap(), expect);
    // Moved, with a new one between them.
    fs::write(dir.path().join("lists/a.txt"), format!("! x\n\n||new.example^$foo\n{BAD}")).unwrap();
    let with = ["--baseline", "baseline.json", "--format", "concise"];
    let (code, out, err) = run(dir.path(), &with);
    assert_eq!((code, err.as_str()), (1, ""));
    assert_eq!(out.lines().count(), 1, "{out}");
    assert!(out.starts_with("lists/a.txt:3:16: "), "{out}");
    // From another directory, and with another name of the path.
    let (code, ..) = run(&dir.path().join("lists"), &["--baseline", "../baseline.json", "./b.txt"]);
    assert_eq!(code, 0);
    // The same rule in another list is new.
    fs::rename(dir.path().join("lists/b.txt"), dir.path().join("lists/c.txt")).unwrap();
    let (code, out, err) = run(dir.path(), &["lists/c.txt", "--baseline", "baseline.json", "-q"]);
    assert_eq!((code, err.as_str()), (1, ""), "{out}");
}

#[test]
fn what_no_longer_occurs_is_told_and_leaves_by_writing_anew() {
    let dir =
        dir(&[("a.txt", BAD), ("b.txt", "||d.example^$foo\n"), ("c.txt", "||e.example^$foo\n")]);
    run(dir.path(), &["--write-baseline", "b.json"]);
    fs::write(dir.path().join("a.txt"), "||a.example^$foo\n||c.example^$foz\n").unwrap();
    fs::remove_file(dir.path().join("c.txt")).unwrap();
    let (code, _, err) = run(dir.path(), &["--baseline", "b.json"]);
    let told = "3 problems of the baseline no longer occur: --write-baseline b.json removes them\n";
    assert_eq!((code, err.as_str()), (1, told));
    // A rule that does not run says nothing of its problems, and so does a list that is not checked.
    let (_, _, err) = run(dir.path(), &["b.txt", "--baseline", "b.json", "--select", "short-rule"]);
    assert_eq!(
        err,
        "1 problem of the baseline no longer occur: --write-baseline b.json removes them\n"
    );
    // Only what was checked is written anew.
    run(dir.path(), &["a.txt", "--write-baseline", "b.json"]);
    let text = fs::read_to_string(dir.path().join("b.json")).unwrap();
    let entries: Vec<&str> = text.lines().filter(|it| it.starts_with("{\"file\"")).collect();
    assert_eq!(entries.len(), 3, "{text}");
    assert!(text.contains("b.txt") && !text.contains("c.txt") && !text.contains("fox"), "{text}");
    let (code, _, err) = run(dir.path(), &["--baseline", "b.json"]);
    assert_eq!((code, err.as_str()), (0, ""));
}

#[test]
fn the_configuration_can_name_it() {
    let dir = dir(&[("bloqr.toml", "baseline = \"known.json\"\n"), ("sub/a.txt", BAD)]);
    let (code, _, err) = run(dir.path(), &[]);
    let expect = "error: there is no baseline known.json\n  try: write it: bloqr validate --write-baseline known.json\n";
    assert_eq!((code, err.as_str()), (2, expect));
    run(dir.path(), &["--write-baseline", "known.json"]);
    assert_eq!(run(dir.path(), &[]).0, 0);
    assert_eq!(run(&dir.path().join("sub"), &["a.txt"]).0, 0);
    assert_eq!(run(dir.path(), &["--no-config"]).0, 1);
    // An editor's text is that of the file.
    let as_file = ["--stdin-filename", "sub/a.txt", "--format", "concise"];
    let (code, out, _) = super::run_with(dir.path(), &as_file, &format!("{BAD}||x.example^$foo\n"));
    assert_eq!((code, out.lines().count()), (1, 1), "{out}");
}

#[test]
fn nothing_else_is_replaced() {
    let dir = dir(&[("a.txt", BAD), ("b.json", "{\"mine\":1}\n")]);
    for file in ["a.txt", "b.json"] {
        let before = fs::read(dir.path().join(file)).unwrap();
        let (code, _, err) = run(dir.path(), &["a.txt", "--write-baseline", file]);
        assert_eq!(code, 2);
        assert!(err.starts_with(&format!("error: {file} is not a baseline: ")), "{err}");
        assert_eq!(fs::read(dir.path().join(file)).unwrap(), before);
    }
    run(dir.path(), &["a.txt", "--write-baseline", "c.json"]);
    let (code, _, err) = run(dir.path(), &["a.txt", "--baseline", "c.json", "--output", "c.json"]);
    assert_eq!(code, 2, "{err}");
    // Nothing is written when a list cannot be read.
    let (code, ..) = run(dir.path(), &["a.txt", "none.txt", "--write-baseline", "d.json"]);
    assert_eq!((code, dir.path().join("d.json").exists()), (2, false));
}

/// A baseline of a project with years of findings, kept through edits that change no rule.
#[test]
fn a_baseline_lasts_through_edits() {
    let source = root().join("../shared/repos/list-kr");
    let copy = if source.is_dir() {
        let copy = dir(&[]);
        for file in files(&source, "txt") {
            let to = copy.path().join(file.strip_prefix(&source).unwrap());
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::copy(&file, to).unwrap();
        }
        copy
    } else {
        eprintln!("there is no {}: tried on lists of our own", source.display());
        let many =
            (0..300).map(|n| format!("||{n}.example^$fo{n}\n##.ad{n}\n")).collect::<String>();
        dir(&[("a.txt", many.as_str()), ("b/c.txt", many.as_str()), ("d.txt", BAD)])
    };
    run(copy.path(), &["--write-baseline", "baseline.json"]);
    let with = ["--baseline", "baseline.json", "--format", "concise"];
    assert_eq!(run(copy.path(), &with), (0, String::new(), String::new()));
    let lists = files(copy.path(), "txt");
    let mut random = Random::new(17);
    for n in 0..50 {
        let list = &lists[random.below(lists.len())];
        edit(list, n, &mut random);
        let (_, out, _) = run(copy.path(), &with);
        assert_eq!(out, "", "edit {n} of {}", list.display());
    }
    let list = &lists[random.below(lists.len())];
    let text = fs::read_to_string(list).unwrap();
    fs::write(list, text + "\n||quite-new.example^$nobody-knows-this\n").unwrap();
    let (_, out, _) = run(copy.path(), &with);
    assert!(out.lines().count() == 1 && out.contains("nobody-knows-this"), "{out}");
}

/// Adds a comment, a blank line or a rule that no list has, between two rules.
fn edit(list: &Path, n: usize, random: &mut Random) {
    let text = fs::read_to_string(list).unwrap();
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let is_plain = |it: &str| it.starts_with("||") || it.starts_with("##");
    let places: Vec<usize> =
        (1..lines.len()).filter(|it| is_plain(lines[it - 1]) && is_plain(lines[*it])).collect();
    let new = match n % 3 {
        0 => "! checked by hand\n".to_owned(),
        1 => "\n".to_owned(),
        _ => format!("||only-here-{n}.bloqr-edit.example^$third-party\n"),
    };
    if let Some(place) = (!places.is_empty()).then(|| places[random.below(places.len())]) {
        lines.insert(place, &new);
    }
    fs::write(list, lines.concat()).unwrap();
}
