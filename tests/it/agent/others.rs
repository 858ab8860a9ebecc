//! The commands that only ask, and those that change the desk alone.

use super::Case;

#[test]
fn a_status_says_what_is_there_and_what_to_do() {
    let case = Case::new();
    let (code, out, err) = case.run("status list.txt");
    assert_eq!(code, 1);
    assert!(out.contains("revision  none: the desk has no list yet\n"), "{out}");
    let (_, _, new) = case.run("status");
    assert!(new.contains("bloqr agent push FILE"), "{err}{new}");
    let case = Case::with("a\nb$foo\n");
    let cases: [(&str, &str, &str, &str); 4] = [
        ("a\nb$foo\n", "a\nb$foo\n", "list.txt has the same list", ""),
        (
            "a\nb$foo\nc\n",
            "a\nb$foo\n",
            "list.txt has changes of its own: 1 line added",
            "push list.txt",
        ),
        (
            "a\nb$foo\n",
            "b$foo\n",
            "list.txt does not have the desk's changes: 1 line removed",
            "pull list.txt",
        ),
        (
            "a\nb$foo\nc\n",
            "z\na\nb$foo\n",
            "list.txt and the desk both have changes: 1 line added here, 1 line added there",
            "pull list.txt",
        ),
    ];
    for (file, desk, says, next) in cases {
        let case = Case::with("a\nb$foo\n");
        case.save(file);
        case.desk.write(desk);
        let (code, out, err) = case.run("status list.txt");
        assert_eq!(code, 1, "there is an error");
        let words: Vec<&str> = out.split_whitespace().collect();
        assert!(words.join(" ").contains(says), "{out}");
        assert!(out.lines().all(|it| it.chars().count() <= 80), "{out}");
        assert!(err.contains(next), "{err}");
    }
    let (_, out, _) = case.run("status");
    let out = out.replace(&case.desk.server.url, "http://backend");
    assert_eq!(
        out,
        "http://backend\n
  revision  1
  list      3 lines, 8 B
  problems  1 error
  path      inline
  core      0.1.0, tables 2026-11

line 2:1: error[unknown-modifier] unknown modifier `foo`
"
    );
}

#[test]
fn the_desk_is_changed_without_a_file() {
    let case = Case::with("a$foo\n");
    let (code, out, err) = case.run("fix");
    assert_eq!(code, 0);
    assert_eq!(
        out,
        "revision 2: 1 problem fixed\n  gone  line 1:1: error[unknown-modifier] unknown modifier `foo`\nno problems\n"
    );
    assert_eq!(err, "bring it into your file: bloqr agent pull FILE\n");
    assert_eq!(case.run("fix").1, "nothing changed: the desk stays at revision 2\n");
    let (code, out, _) = case.run("undo");
    assert_eq!(code, 0);
    assert!(out.starts_with("revision 3: the last change is taken back\n"), "{out}");
    assert_eq!(case.desk.text(), "a$foo\n");
    assert_eq!(case.file(), "a$foo\n");
    let (code, out, _) = case.run("history");
    assert_eq!(code, 0);
    let whys: Vec<&str> = out.lines().map(|it| it.split_whitespace().last().unwrap()).collect();
    assert_eq!(whys, ["undo", "fix", "put"]);
    let (code, out, err) = case.run("problems");
    assert_eq!((code, &*err), (1, "1 problem at revision 3\n"));
    assert_eq!(out, "line 1:1: error[unknown-modifier] unknown modifier `foo`\n");
}

#[test]
fn a_difference_is_for_patch() {
    let case = Case::with("a\nb\n");
    assert_eq!(case.run("diff list.txt"), (0, String::new(), "no difference\n".to_owned()));
    case.save("a\nc\n");
    let (code, out, _) = case.run("diff list.txt");
    assert_eq!(code, 1);
    assert_eq!(out, "--- desk at revision 1\n+++ list.txt\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n");
    let (code, out, _) = case.run("diff --since 1");
    assert_eq!((code, &*out), (1, "--- a\n+++ b\n@@ -1 +1 @@\n-a\n+b\n"));
}
