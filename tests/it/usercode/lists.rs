//! What becomes of lists: shown, written, left alone; exit codes and reports.

use std::fs;

use super::{Folder, Told};

const DROP_OLD: &str =
    "export const transform = (rules) => rules.filter((it) => !it.startsWith('||old.'))";

#[test]
fn a_change_is_shown_and_not_made() {
    let list = "! title\n||old.example^\n||a.example^\n";
    let folder = Folder::of(DROP_OLD, list);
    for args in
        [&["--script", "fix.js", "list.txt"][..], &["--script", "fix.js", "--diff", "list.txt"]]
    {
        let told = folder.run(args);
        assert_eq!(told.code, Some(0), "{}", told.err);
        assert_eq!(
            told.out,
            "--- a/list.txt\n+++ b/list.txt\n@@ -1,3 +1,2 @@\n ! title\n-||old.example^\n ||a.example^\n"
        );
        assert_eq!(told.err, "list.txt: 1 removed with --write\n");
        assert_eq!(folder.read("list.txt"), list);
    }
    let told = folder.run(&["--script", "fix.js", "--check", "list.txt"]);
    assert_eq!((told.code, told.out.as_str()), (Some(1), ""));
    assert_eq!(folder.read("list.txt"), list);

    let told = folder.run(&["--script", "fix.js", "--write", "list.txt"]);
    assert_eq!(
        (told.code, told.out.as_str(), told.err.as_str()),
        (Some(0), "", "list.txt: 1 removed\n")
    );
    assert_eq!(folder.read("list.txt"), "! title\n||a.example^\n");
    let told = folder.run(&["--script", "fix.js", "--check", "list.txt"]);
    assert_eq!((told.code, told.err.as_str()), (Some(0), "list.txt: stays as it is\n"));
}

#[test]
fn every_byte_that_is_not_changed_stays() {
    let list = "\u{feff}! title\r\n||old.example^\n\r\n||a.example^\r\n  ||b.example^ \n##.x";
    let folder = Folder::of(DROP_OLD, list);
    assert_eq!(folder.run(&["--script", "fix.js", "--write", "list.txt"]).code, Some(0));
    assert_eq!(folder.read("list.txt"), list.replace("||old.example^\n", ""));
    // A file that stays is not even touched.
    let before = fs::metadata(folder.path().join("list.txt")).unwrap().modified().unwrap();
    folder.run(&["--script", "fix.js", "--write", "list.txt"]);
    assert_eq!(fs::metadata(folder.path().join("list.txt")).unwrap().modified().unwrap(), before);
}

#[test]
fn new_problems_are_told_and_old_ones_are_not() {
    let source = "export const transform = (rules) => ({ edits: [{ line: 2, rules: [rules[1] + '$imgae'] }] })";
    let folder = Folder::of(source, "||a.example^$scirpt\n||b.example^\n");
    let told = folder.fix();
    assert_eq!(told.code, Some(1));
    assert!(told.err.contains("list.txt:2:14: new error[unknown-modifier]"), "{}", told.err);
    assert!(!told.err.contains("scirpt"), "{}", told.err);
    // The change is made all the same: it is what the user wants.
    assert_eq!(folder.run(&["--script", "fix.js", "--write", "list.txt"]).code, Some(1));
    assert_eq!(folder.read("list.txt"), "||a.example^$scirpt\n||b.example^$imgae\n");
    // The project's configuration says what a problem is.
    fs::write(folder.path().join("list.txt"), "||a.example^\n||b.example^\n").unwrap();
    fs::write(folder.path().join("bloqr.toml"), "[rules]\nunknown-modifier = \"off\"\n").unwrap();
    let told = folder.fix();
    assert_eq!(told.code, Some(0), "{}", told.err);
}

#[test]
fn stdin_is_a_list_too() {
    let folder = Folder::of(DROP_OLD, "");
    let run = |args: &[&str]| {
        Told::of(folder.command(args).write_stdin("||old.example^\r\n||a.example^\r\n"))
    };
    let told = run(&["--script", "fix.js", "--write", "-"]);
    assert_eq!((told.code, told.out.as_str()), (Some(0), "||a.example^\r\n"));
    let told = run(&["--script", "fix.js", "-"]);
    assert!(told.out.contains("-||old.example^\r\n"), "{}", told.out);
    let told = Told::of(
        folder.command(&["--script", "fix.js", "--write", "-"]).write_stdin("||a.example^\n"),
    );
    assert_eq!(told.out, "||a.example^\n");
}

#[test]
fn one_failure_leaves_all_files_as_they_are() {
    let source = "export const transform = (rules) => { if (rules[0] === 'bad') throw new Error('no'); return [] }";
    let folder =
        Folder::new(&[("fix.js", source), ("a.txt", "a\n"), ("b.txt", "bad\n"), ("c.txt", "c\n")]);
    let told = folder.run(&["--script", "fix.js", "--write", "a.txt", "b.txt", "c.txt"]);
    assert_eq!(told.code, Some(2));
    assert!(told.err.contains("Error: no (with b.txt)"), "{}", told.err);
    assert_eq!(["a.txt", "b.txt", "c.txt"].map(|it| folder.read(it)), ["a\n", "bad\n", "c\n"]);
    // One that cannot be written leaves the others, too.
    let mut mode = fs::metadata(folder.path().join("c.txt")).unwrap().permissions();
    mode.set_readonly(true);
    fs::set_permissions(folder.path().join("c.txt"), mode.clone()).unwrap();
    let told = folder.run(&["--script", "fix.js", "--write", "a.txt", "c.txt"]);
    assert_eq!(told.code, Some(2));
    assert!(told.err.contains("c.txt is read-only"), "{}", told.err);
    assert_eq!(["a.txt", "c.txt"].map(|it| folder.read(it)), ["a\n", "c\n"]);
    #[expect(clippy::permissions_set_readonly_false, reason = "a file of the test")]
    mode.set_readonly(false);
    fs::set_permissions(folder.path().join("c.txt"), mode).unwrap();
    // Without it, all are done.
    assert_eq!(folder.run(&["--script", "fix.js", "--write", "a.txt", "c.txt"]).code, Some(0));
    assert_eq!(["a.txt", "c.txt"].map(|it| folder.read(it)), ["", ""]);
}

/// Each list has an isolate of its own: nothing of one is seen with another.
#[test]
fn lists_see_nothing_of_each_other() {
    let source = "let seen = []\nexport const transform = (rules) => { seen.push(...rules); return ['||n' + seen.length + '.example^'] }";
    let folder = Folder::new(&[("fix.js", source), ("a.txt", "a\n"), ("b.txt", "b\n")]);
    assert_ne!(folder.run(&["--script", "fix.js", "--write", "a.txt", "b.txt"]).code, Some(2));
    assert_eq!(["a.txt", "b.txt"].map(|it| folder.read(it)), ["||n1.example^\n"; 2]);
}

#[test]
fn json_is_the_document_of_the_backend() {
    let folder = Folder::of(DROP_OLD, "||old.example^\n||a.example^\n");
    let run = || folder.run(&["--script", "fix.js", "--format", "json", "list.txt"]);
    let told = run();
    assert_eq!(told.code, Some(0), "{}", told.err);
    let document: serde_json::Value = serde_json::from_str(&told.out).unwrap();
    let file = &document["files"][0];
    assert_eq!(file["name"], "list.txt");
    assert_eq!(file["success"], true);
    assert_eq!(file["rules"], serde_json::json!(["||a.example^"]));
    assert_eq!(
        file["diff"]["removed"],
        serde_json::json!([{ "line": 1, "rule": "||old.example^" }])
    );
    assert_eq!(file["newProblems"], serde_json::json!([]));
    assert_eq!(run().out, told.out);

    let folder = Folder::of("export const transform = 1", "");
    let told = folder.run(&["--script", "fix.js", "--format", "json", "list.txt"]);
    assert_eq!(told.code, Some(2));
    let document: serde_json::Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!(
        document["files"][0]["problem"]["type"],
        "https://api.bloqr.dev/probs/user-code-invalid"
    );
}

#[test]
fn a_script_gets_data_and_nodes() {
    let source = "export const wants = { ast: true }
export const transform = (rules, { data, nodes }) => [...data.more.trim().split('\\n'), nodes.map((it) => it.type).join(), String(Object.keys(data))]";
    let folder = Folder::of(source, "||a.example^\n\n! c\n");
    fs::write(folder.path().join("more.txt"), "||x.example^\n||y.example^\n").unwrap();
    let told =
        folder.run(&["--script", "fix.js", "--data", "more=more.txt", "--write", "list.txt"]);
    assert_ne!(told.code, Some(2), "{}", told.err);
    assert_eq!(
        folder.read("list.txt"),
        "||x.example^\n||y.example^\nNetworkRule,EmptyRule,CommentRule\nmore\n"
    );
    // Without being asked for, there are none.
    let folder =
        Folder::of("export const transform = (_, info) => [Object.keys(info).join()]", "a\n");
    assert_ne!(folder.run(&["--script", "fix.js", "--write", "list.txt"]).code, Some(2));
    assert_eq!(folder.read("list.txt"), "data\n");
}

/// The largest list that is allowed, with its nodes.
#[test]
fn the_largest_list_is_done() {
    let rules = (0..).map(|it| format!("||{it}.a.example^$script,domain=b.example\n"));
    let mut list = String::new();
    rules
        .take_while(|it| {
            list.push_str(it);
            list.len() < (1 << 20) - 100
        })
        .for_each(drop);
    let folder = Folder::of(
        "export const wants = { ast: true }\nexport const transform = (rules, { nodes }) => ({ edits: [{ line: rules.length, rules: ['||' + nodes.length + '.example^'] }] })",
        &list,
    );
    let told = folder.run(&["--script", "fix.js", "--write", "list.txt"]);
    assert_eq!(told.code, Some(0), "{}", told.err);
    let count = list.lines().count();
    assert_eq!(folder.read("list.txt").lines().last().unwrap(), format!("||{count}.example^"));
}

/// A list that another program changes while the script runs keeps that change, and so do all others.
#[test]
#[cfg(unix)]
fn a_list_that_changed_leaves_all_files_as_they_are() {
    use std::{process::Command, thread};

    let source = "export const transform = (rules) => rules[0] === 'pipe' ? rules : []";
    let folder = Folder::new(&[("fix.js", source), ("a.txt", "a\n"), ("b.txt", "b\n")]);
    let pipe = folder.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let mut command = folder.command(&["--script", "fix.js", "--write", "a.txt", "b.txt", "pipe"]);
    let told = thread::scope(|scope| {
        let told = scope.spawn(|| Told::of(&mut command));
        // The pipe opens when bloqr reads it: behind the others.
        let mut pipe = fs::File::options().write(true).open(&pipe).unwrap();
        fs::write(folder.path().join("b.txt"), "theirs\n").unwrap();
        std::io::Write::write_all(&mut pipe, b"pipe\n").unwrap();
        drop(pipe);
        told.join().unwrap()
    });
    assert_eq!(told.code, Some(2), "{}", told.err);
    assert!(told.err.contains("b.txt was changed by another program"), "{}", told.err);
    assert_eq!(["a.txt", "b.txt"].map(|it| folder.read(it)), ["a\n", "theirs\n"]);
}

/// The list of stdin has no other place than stdout: when that is full, no file is changed either.
#[test]
#[cfg(target_os = "linux")]
fn a_list_that_cannot_be_printed_leaves_all_files_as_they_are() {
    let list = "||old.example^\n||a.example^\n";
    let folder = Folder::of(DROP_OLD, list);
    let shell = "\"$0\" transform --script fix.js --write list.txt - < list.txt > /dev/full";
    let mut command = std::process::Command::new("sh");
    command.args(["-c", shell, env!("CARGO_BIN_EXE_bloqr")]).current_dir(folder.path());
    let output = command.env("BLOQR_WORKERD", super::workerd()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(folder.read("list.txt"), list);
}

/// Links stay links, also when the list behind them is replaced.
#[test]
#[cfg(unix)]
fn a_link_stays() {
    let folder = Folder::of(DROP_OLD, "||old.example^\r||a.example^");
    std::os::unix::fs::symlink("list.txt", folder.path().join("link.txt")).unwrap();
    assert_eq!(folder.run(&["--script", "fix.js", "--write", "link.txt"]).code, Some(0));
    assert!(fs::symlink_metadata(folder.path().join("link.txt")).unwrap().is_symlink());
    assert_eq!(folder.read("list.txt"), "||a.example^");
    let told = folder.run(&["--script", "fix.js", "--write", "link.txt", "list.txt"]);
    assert!(told.err.contains("list.txt is given twice"), "{}", told.err);
    fs::write(folder.path().join("list.txt"), b"||old.example^\n\xff\n").unwrap();
    let told = folder.run(&["--script", "fix.js", "--write", "link.txt"]);
    assert!(told.err.contains("is not UTF-8: line 2"), "{}", told.err);
    assert_eq!(fs::read(folder.path().join("list.txt")).unwrap(), b"||old.example^\n\xff\n");
}
