//! `bloqr agent watch`: what it sends, brings, says, and how it ends.

use std::{
    fs,
    io::{BufRead, BufReader},
    process::{Child, ChildStdout, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;

use super::{Case, KEY, User};

/// A `watch --format json` that runs.
pub(super) struct Watch {
    child: Child,
    events: BufReader<ChildStdout>,
}

impl Watch {
    pub(super) fn start(user: &User) -> Watch {
        // A test run in the background may ignore Ctrl-C, and so would all that it starts.
        let mut child = Command::new("/usr/bin/env")
            .args(["--default-signal=INT,TERM", env!("CARGO_BIN_EXE_bloqr"), "agent"])
            .args(["watch", "list.txt", "--format", "json"])
            .env_clear()
            .env("BLOQR_URL", &user.url)
            .env("BLOQR_API_KEY", KEY)
            .env("XDG_CACHE_HOME", user.path().join("cache"))
            .current_dir(user.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let events = BufReader::new(child.stdout.take().unwrap());
        let mut watch = Watch { child, events };
        assert_eq!(watch.next()["event"], "started");
        watch
    }

    pub(super) fn next(&mut self) -> Value {
        let mut line = String::new();
        self.events.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("no event: {line:?}"))
    }

    /// The next event, which must have this name.
    #[track_caller]
    pub(super) fn expect(&mut self, name: &str) -> Value {
        let event = self.next();
        assert_eq!(event["event"], name, "{event}");
        event
    }

    /// Ctrl-C.
    pub(super) fn interrupt(&self) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-s", "INT", &pid]).status().unwrap().success());
    }

    /// The exit code, when it has ended.
    pub(super) fn code(&mut self) -> i32 {
        self.child.wait().unwrap().code().unwrap()
    }

    /// Ctrl-C: the exit code, and the last event.
    fn stop(mut self) -> (i32, Value) {
        self.interrupt();
        let last = self.expect("stopped");
        (self.code(), last)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// Waits until something is so.
#[track_caller]
pub(super) fn until(what: &str, is_so: impl Fn() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < Duration::from_secs(60), "never: {what}");
        thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn changes_go_up_and_come_down() {
    let case = Case::with("a\nb\nc\n");
    let mut watch = Watch::start(&case);
    until("it listens", || case.desk.listeners() == 1);
    // Up, as editors save: by rename.
    fs::write(case.path().join("new"), "a\nb$foo\nc\n").unwrap();
    fs::rename(case.path().join("new"), case.path().join("list.txt")).unwrap();
    let sent = watch.expect("sent");
    assert_eq!((&sent["rev"], &sent["added"]), (&2.into(), &1.into()));
    let problems = watch.expect("problems");
    assert_eq!(problems["appeared"][0]["errorType"], "unknown-modifier");
    assert_eq!(case.desk.text(), "a\nb$foo\nc\n");
    // Down.
    case.desk.write("a\nb\nc\nd\n");
    let mut events = [watch.next(), watch.next()];
    events.sort_by_key(|it| it["event"].to_string());
    assert_eq!([&events[0]["event"], &events[1]["event"]], ["problems", "taken"]);
    assert_eq!(events[0]["gone"].as_array().unwrap().len(), 1);
    until("the file has it", || case.file() == "a\nb\nc\nd\n");
    let (code, last) = watch.stop();
    assert_eq!((code, &last["equal"], &last["rev"]), (0, &true.into(), &3.into()));
}

#[test]
fn changes_of_both_are_joined_and_sent() {
    let case = Case::with("a\nb\nc\nd\n");
    let mut watch = Watch::start(&case);
    until("it listens", || case.desk.listeners() == 1);
    // Somebody writes after the file was read, and before its change arrives.
    case.desk.write_before_next("A\nb\nc\nd\n");
    case.save("a\nb\nc\nD\n");
    watch.expect("joined");
    let sent = watch.expect("sent");
    assert_eq!(sent["rev"], 3);
    assert_eq!(case.file(), "A\nb\nc\nD\n");
    assert_eq!(case.desk.text(), "A\nb\nc\nD\n");
    assert_eq!(watch.stop().0, 0);
}

#[test]
fn changes_that_overlap_are_said_once_and_resolved_in_another_terminal() {
    for (keep, wanted) in [("file", "a\nF\nc\n"), ("desk", "a\nD\nc\n")] {
        let case = Case::with("a\nb\nc\n");
        let mut watch = Watch::start(&case);
        until("it listens", || case.desk.listeners() == 1);
        case.desk.write_before_next("a\nD\nc\n");
        case.save("a\nF\nc\n");
        let conflict = watch.expect("conflict");
        assert_eq!(conflict["overlaps"][0]["desk"], "D\n");
        assert_eq!(case.file(), "a\nF\nc\n");
        assert_eq!(case.run(&format!("pull --keep {keep} list.txt")).0, 0);
        if keep == "file" {
            watch.expect("sent");
        }
        until("both are equal", || case.desk.text() == wanted && case.file() == wanted);
        // The comparison that finds them equal says nothing, so a change shows that it was made.
        case.save(&format!("{wanted}more\n"));
        watch.expect("sent");
        assert_eq!(watch.stop().0, 0);
    }
}

#[test]
fn a_conflict_at_the_end_is_in_the_exit_code() {
    let case = Case::with("a\n");
    case.desk.write("D\n");
    case.save("F\n");
    let mut watch = Watch::start(&case);
    watch.expect("conflict");
    let (code, last) = watch.stop();
    assert_eq!((code, &last["equal"]), (1, &false.into()));
    assert_eq!((case.file().as_str(), case.desk.text().as_str()), ("F\n", "D\n"));
}

#[test]
fn a_backend_that_was_away_is_caught_up_with() {
    let case = Case::with("a\nb\nc\n");
    let mut watch = Watch::start(&case);
    until("it listens", || case.desk.listeners() == 1);
    case.desk.leave();
    // A request can fail before the end of the stream is noticed.
    while watch.next()["event"] != "lost" {}
    // Both sides change meanwhile.
    case.save("a\nb\nC\n");
    case.desk.write("A\nb\nc\n");
    case.desk.come_back();
    // A request can arrive before the stream is open again.
    let mut names: Vec<String> = (0..3).map(|_| watch.next()["event"].to_string()).collect();
    names.sort();
    assert_eq!(names, ["\"connected\"", "\"joined\"", "\"sent\""]);
    assert_eq!(case.file(), "A\nb\nC\n");
    assert_eq!(case.desk.text(), "A\nb\nC\n");
    assert_eq!(watch.stop().0, 0);
}

#[test]
fn a_file_that_is_gone_is_waited_for_and_a_deleted_desk_gets_the_file() {
    let case = Case::with("a\n");
    let mut watch = Watch::start(&case);
    until("it listens", || case.desk.listeners() == 1);
    fs::remove_file(case.path().join("list.txt")).unwrap();
    watch.expect("gone");
    assert_eq!(case.desk.text(), "a\n");
    case.save("b\n");
    watch.expect("sent");
    assert_eq!(case.desk.text(), "b\n");
    case.desk.delete();
    watch.expect("sent");
    assert_eq!((case.file().as_str(), case.desk.text().as_str()), ("b\n", "b\n"));
    assert_eq!(watch.stop().0, 0);
}

#[test]
fn a_file_is_made_when_only_the_desk_has_a_list() {
    let case = Case::new();
    case.desk.write("a\r\nb");
    let mut watch = Watch::start(&case);
    watch.expect("taken");
    assert_eq!(case.file(), "a\r\nb");
    assert_eq!(watch.stop().0, 0);
}

#[test]
fn what_cannot_work_ends_at_once() {
    let case = Case::new();
    let (code, _, err) = case.run("watch list.txt");
    assert_eq!(code, 2);
    assert!(err.contains("there is no list.txt, and the desk has no list yet"), "{err}");
}
