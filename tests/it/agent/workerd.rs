//! The whole way, as a user goes it: the real binary, and the backend on workerd.

use std::fs;

use serde_json::Value;

use super::{
    User,
    watch::{Watch, until},
};
use crate::worker::{Backend, Worker};

/// The desk's list, as a new file of somebody.
fn desk(url: &str) -> String {
    let other = User::of(url);
    other.expect(0, "pull list.txt");
    other.file()
}

#[test]
fn push_edit_in_two_places_conflict_resolve_pull() {
    let backend = Backend::start(&["--ephemeral"]);
    let (alice, bob) = (User::of(&backend.url), User::of(&backend.url));
    let start = "\u{feff}! Title: A\r\n||a.example^\n||b.example^$foo\n||c.example^\n||d.example^";
    alice.save(start);
    let out = alice.expect(0, "push list.txt");
    assert!(out.starts_with("list.txt: sent, revision 1, 5 lines added\n"), "{out}");
    assert!(out.contains("error[unknown-modifier]"), "{out}");
    bob.expect(0, "pull list.txt");
    assert_eq!(bob.file(), start);

    // In two places: joined.
    bob.save(&start.replace("||b.example^$foo", "||b.example^$third-party"));
    let out = bob.expect(0, "push list.txt");
    assert!(out.contains("gone  list.txt:3"), "{out}");
    alice.save(&start.replace("||d.example^", "||d.example^$script\n"));
    alice.expect(1, "push list.txt");
    alice.expect(0, "pull list.txt");
    let joined = "\u{feff}! Title: A\r\n||a.example^\n||b.example^$third-party\n||c.example^\n||d.example^$script\n";
    assert_eq!(alice.file(), joined);
    alice.expect(0, "push list.txt");
    assert_eq!(desk(&backend.url), joined);

    // In the same place: a choice.
    bob.expect(0, "pull list.txt");
    bob.save(&joined.replace("||c.example^", "||bob.example^"));
    bob.expect(0, "push list.txt");
    alice.save(&joined.replace("||c.example^", "||alice.example^"));
    let out = alice.expect(1, "pull list.txt");
    assert_eq!(
        out,
        "list.txt:4\n  was   ||c.example^\n  file  ||alice.example^\n  desk  ||bob.example^\n"
    );
    alice.expect(0, "pull --keep file list.txt");
    alice.expect(0, "push list.txt");
    bob.expect(0, "pull list.txt");
    assert_eq!(bob.file(), joined.replace("||c.example^", "||alice.example^"));

    // Nothing is lost: the lines that were not kept are in the history.
    alice.expect(0, "undo");
    assert_eq!(desk(&backend.url), joined.replace("||c.example^", "||bob.example^"));
    let history: Value = serde_json::from_str(&alice.expect(0, "history --format json")).unwrap();
    let whys =
        history["revisions"].as_array().unwrap().iter().map(|it| it["why"].as_str().unwrap());
    assert_eq!(whys.collect::<Vec<_>>(), ["undo", "edit", "edit", "edit", "edit", "put"]);
    let out = alice.expect(1, "diff --since 5");
    assert!(out.contains("\n-||alice.example^\n+||bob.example^\n"), "{out}");
    // The other commands.
    let status = alice.expect(1, "status list.txt");
    assert!(status.contains("path      loader\n"), "{status}");
    assert!(
        status.contains("does not have the desk's changes: 1 line added, 1 removed"),
        "{status}"
    );
    alice.save("||x.example^\n||x.example^\n");
    alice.expect(1, "push list.txt");
    alice.expect(0, "pull --keep file list.txt");
    alice.expect(0, "push list.txt");
    alice.expect(0, "fix duplicate-rule");
    assert_eq!(desk(&backend.url), "||x.example^\n");
    alice.expect(0, "problems");
}

#[test]
fn a_file_and_the_desk_stay_equal_over_a_restart() {
    let state = tempfile::tempdir().unwrap();
    let state = state.path().to_str().unwrap();
    let backend = Backend::start(&["--state", state]);
    let port = backend.port().to_string();
    let (alice, bob) = (User::of(&backend.url), User::of(&backend.url));
    alice.save("||a.example^\n||b.example^\n||c.example^\n");
    let mut watch = Watch::start(&alice);
    watch.expect("sent");
    bob.expect(0, "pull list.txt");

    // Up.
    alice.save("||a.example^$foo\n||b.example^\n||c.example^\n");
    watch.expect("sent");
    let problems = watch.expect("problems");
    assert_eq!(problems["appeared"][0]["errorType"], "unknown-modifier");
    // Down.
    bob.expect(0, "pull list.txt");
    bob.save("||a.example^\n||b.example^\n||c.example^\n||d.example^\n");
    bob.expect(0, "push list.txt");
    let mut names: Vec<String> = (0..2).map(|_| watch.next()["event"].to_string()).collect();
    names.sort();
    assert_eq!(names, ["\"problems\"", "\"taken\""]);
    until("the file has it", || alice.file() == bob.file());

    // The backend is killed, the file is changed, and the backend comes back.
    drop(backend);
    while watch.next()["event"] != "lost" {}
    alice.save("||first.example^\n||a.example^\n||b.example^\n||c.example^\n||d.example^\n");
    let backend = Worker::new().start(&["--state", state, "--port", &port]);
    let mut names: Vec<String> = Vec::new();
    while !["connected", "sent"].iter().all(|it| names.iter().any(|name| name == it)) {
        names.push(watch.next()["event"].as_str().unwrap().to_owned());
    }
    assert_eq!(desk(&backend.url), alice.file());
    bob.expect(0, "pull list.txt");
    assert_eq!(bob.file(), alice.file());

    // Changes of both at once end in one list.
    let text = alice.file();
    bob.save(&format!("! Title: B\n{text}"));
    alice.save(&format!("{text}||last.example^\n"));
    while bob.run("push list.txt").0 != 0 {
        bob.expect(0, "pull list.txt");
    }
    let wanted = format!("! Title: B\n{text}||last.example^\n");
    until("both are joined", || alice.file() == wanted && desk(&backend.url) == wanted);
    let (code, last) = stop(watch);
    assert_eq!(code, 0, "{last}");
}

/// Ctrl-C. Events that come before the end are passed over.
fn stop(mut watch: Watch) -> (i32, Value) {
    watch.interrupt();
    loop {
        let event = watch.next();
        if event["event"] == "stopped" {
            return (watch.code(), event);
        }
    }
}

#[test]
fn dispatch_knows_the_agents() {
    for (path, options) in [("loader", &[][..]), ("inline", &["--without", "loader"])] {
        let options = [&["--ephemeral"], options].concat();
        let backend = Backend::start(&options);
        let user = User::of(&backend.url);
        let run = |args: &[&str]| {
            let output = user.command().arg("dispatch").args(args).output().unwrap();
            let report: Value = serde_json::from_slice(&output.stdout).unwrap();
            (output.status.code().unwrap(), report)
        };
        let check = ["check", "--endpoint", "agents", "--expect", path, "--format", "json"];
        let (code, report) = run(&check);
        assert_eq!((code, &report["ok"]), (0, &true.into()), "{report:#}");
        assert_eq!(report["agents"]["path"], path);
        assert_eq!(report["agents"]["private"], true);
        let (_, report) = run(&["audit", "--format", "json"]);
        for code in ["agents", "own-agents"] {
            let rows = report["rows"].as_array().unwrap();
            let row = rows.iter().find(|it| it["code"] == code).unwrap();
            assert_eq!(row["state"], "pass", "{row:#}");
        }
    }
}

#[test]
fn a_long_list_goes_up_and_comes_down() {
    let backend = Backend::start(&["--ephemeral"]);
    let (alice, bob) = (User::of(&backend.url), User::of(&backend.url));
    let text: String =
        (0..60_000).map(|n| format!("||ads{n}.example.com^$third-party\n")).collect();
    alice.save(&text);
    alice.expect(0, "push list.txt");
    bob.expect(0, "pull list.txt");
    assert_eq!(fs::read(bob.path().join("list.txt")).unwrap(), text.as_bytes());
    bob.save(&text.replace("||ads30000.example.com^", "||ads30000.example.org^"));
    let out = bob.expect(0, "push list.txt");
    assert!(out.starts_with("list.txt: sent, revision 2, 1 line added, 1 removed\n"), "{out}");
    alice.expect(0, "pull list.txt");
    assert_eq!(alice.file(), bob.file());
}
