//! push and pull: nothing unseen is overwritten, and nothing is lost.

use std::fs;

use serde_json::{Value, json};

use super::Case;

#[test]
fn a_file_is_sent_and_later_only_its_changes() {
    let case = Case::new();
    case.save("||a.example^\n||b.example^\n");
    let (code, out, err) = case.run("push list.txt");
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(out, "list.txt: sent, revision 1, 2 lines added\nno problems\n");
    case.save("||a.example^\n||c.example^$foo\n||b.example^\n");
    let (code, out, _) = case.run("push list.txt");
    assert_eq!(code, 0);
    assert_eq!(
        out,
        "list.txt: sent, revision 2, 1 line added\n  new   list.txt:2:1: error[unknown-modifier] unknown modifier `foo`\n1 error\n"
    );
    assert_eq!(case.desk.text(), case.file());
    let (code, out, _) = case.run("push list.txt");
    assert_eq!((code, &*out), (0, "list.txt: the desk has this list already, at revision 2\n"));
    let edit = json!({ "rev": 1, "edits": [{ "from": 1, "to": 1, "text": "||c.example^$foo\n" }] });
    let edit = edit.as_object().unwrap();
    let writes = case.desk.writes();
    assert_eq!(writes.len(), 2);
    assert_eq!(writes[0], "PUT \"0\"");
    let sent: Value = serde_json::from_str(writes[1].strip_prefix("edit ").unwrap()).unwrap();
    assert_eq!(sent.as_object().unwrap(), edit);
}

#[test]
fn a_desk_that_moved_on_is_not_overwritten() {
    let case = Case::with("a\nb\nc\nd\n");
    case.desk.write("A\nb\nc\nd\n");
    case.save("a\nb\nc\nD\n");
    let (code, out, err) = case.run("push list.txt");
    assert_eq!((code, &*out), (1, ""));
    assert!(
        err.starts_with("warning: nothing was sent: the desk is at revision 2, and list.txt comes from revision 1\n"),
        "{err}"
    );
    assert!(err.contains("bloqr agent pull list.txt"), "{err}");
    assert_eq!(case.desk.text(), "A\nb\nc\nd\n");
    // The changes of both are joined, and sent.
    let (code, out, _) = case.run("pull list.txt");
    assert_eq!(code, 0, "{out}");
    assert_eq!(case.file(), "A\nb\nc\nD\n");
    assert_eq!(case.desk.rev(), 2);
    assert_eq!(case.run("push list.txt").0, 0);
    assert_eq!(case.desk.text(), "A\nb\nc\nD\n");
    assert!(case.others().is_empty());
}

#[test]
fn somebody_who_is_faster_is_not_overwritten() {
    for first in ["a\n", ""] {
        let case = Case::new();
        if !first.is_empty() {
            case.save(first);
            assert_eq!(case.run("push list.txt").0, 0);
        }
        case.save("mine\n");
        case.desk.write_before_next("theirs\n");
        let (code, _, err) = case.run("push list.txt");
        assert_eq!(code, 1, "{err}");
        assert_eq!(case.desk.text(), "theirs\n");
        assert_eq!(case.file(), "mine\n");
    }
}

#[test]
fn only_the_desk_has_changes() {
    let case = Case::with("a\nb\n");
    case.desk.write("a\nb\nc\n");
    let (code, out, _) = case.run("pull list.txt");
    assert_eq!((code, &*out), (0, "list.txt: revision 2, 1 line added\n"));
    assert_eq!(case.file(), "a\nb\nc\n");
    let (code, out, _) = case.run("pull list.txt");
    assert_eq!(
        (code, &*out),
        (0, "list.txt: has all changes of the desk, which is at revision 2\n")
    );
}

#[test]
fn lines_that_both_changed_are_shown_and_one_side_is_chosen() {
    let start = "a\nb\nc\nd\ne\nf\n";
    // The desk also has a change that does not overlap, and so has the file.
    let (file, desk) = ("a\nF\nc\nd\ne\nf\nmore\n", "first\na\nD\nc\nd\ne\nf\n");
    let changed = || {
        let case = Case::with(start);
        case.desk.write(desk);
        case.save(file);
        case
    };
    let case = changed();
    for _ in 0..2 {
        let (code, out, err) = case.run("pull list.txt");
        assert_eq!(code, 1);
        assert_eq!(out, "list.txt:2\n  was   b\n  file  F\n  desk  D\n");
        assert!(err.starts_with("warning: nothing was written: the file and the desk, at revision 2, changed the same lines in 1 place\n"), "{err}");
        assert!(err.contains("bloqr agent pull --keep file list.txt"), "{err}");
        assert_eq!(case.file(), file);
    }
    assert_eq!(case.run("push list.txt").0, 1);
    let (code, out, err) = case.run("pull --keep file list.txt");
    assert_eq!(code, 0, "{out}{err}");
    assert_eq!(case.file(), "first\na\nF\nc\nd\ne\nf\nmore\n");
    assert!(case.others().is_empty());
    assert_eq!(case.run("push list.txt").0, 0);
    assert_eq!(case.desk.text(), case.file());

    let case = changed();
    let (code, _, err) = case.run("pull --keep desk list.txt");
    assert_eq!(code, 0);
    assert_eq!(case.file(), "first\na\nD\nc\nd\ne\nf\nmore\n");
    assert!(err.contains("the file as it was: list.txt.before-r2\n"), "{err}");
    assert_eq!(case.others(), ["list.txt.before-r2"]);
    assert_eq!(fs::read_to_string(case.path().join("list.txt.before-r2")).unwrap(), file);
}

#[test]
fn a_copy_of_the_file_never_replaces_another_one() {
    let case = Case::with("a\n");
    fs::write(case.path().join("list.txt.before-r2"), "mine").unwrap();
    case.desk.write("desk\n");
    case.save("file\n");
    assert_eq!(case.run("pull --keep desk list.txt").0, 0);
    assert_eq!(case.others(), ["list.txt.before-r2", "list.txt.before-r2-2"]);
    let read = |name: &str| fs::read_to_string(case.path().join(name)).unwrap();
    assert_eq!([read("list.txt.before-r2"), read("list.txt.before-r2-2")], ["mine", "file\n"]);
}

#[test]
fn every_byte_is_kept() {
    for text in [
        "a",
        "a\n",
        "a\r\nb\r\n",
        "\u{feff}a\nb",
        "a\r\nb\nc\r\n\r\n",
        "a\rb\r",
        "a\x0cb\n",
        "\n\n\n",
        "ä\u{200b}😀\0\n",
    ] {
        let case = Case::with(text);
        assert_eq!(case.desk.text(), text);
        fs::remove_file(case.path().join("list.txt")).unwrap();
        let (code, _, err) = case.run("pull list.txt");
        assert_eq!(code, 0, "{err}");
        assert_eq!(case.file(), text);
        // And after a change.
        let changed = format!("{text}\r\nmore");
        case.save(&changed);
        assert_eq!(case.run("push list.txt").0, 0);
        assert_eq!(case.desk.text(), changed, "{text:?}");
    }
}

#[test]
fn without_a_known_version_nothing_is_decided() {
    let case = Case::with("a\nb\n");
    fs::remove_dir_all(case.path().join("cache")).unwrap();
    // Equal texts need none.
    assert_eq!(case.run("pull list.txt").0, 0);
    fs::remove_dir_all(case.path().join("cache")).unwrap();
    case.save("a\nfile\n");
    case.desk.write("a\ndesk\n");
    for args in ["push list.txt", "pull list.txt"] {
        let (code, out, err) = case.run(args);
        assert_eq!((code, &*out), (1, ""), "{err}");
        assert_eq!((case.file().as_str(), case.desk.text().as_str()), ("a\nfile\n", "a\ndesk\n"));
    }
    assert_eq!(case.run("pull --keep file list.txt").0, 0);
    assert_eq!(case.run("push list.txt").0, 0);
    assert_eq!(case.desk.text(), "a\nfile\n");
}

#[test]
fn a_desk_that_is_empty_does_not_empty_the_file() {
    let case = Case::with("a\nb\n");
    case.desk.write("");
    assert_eq!(case.run("pull list.txt").0, 1);
    assert_eq!(case.run("push list.txt").0, 1);
    assert_eq!(case.file(), "a\nb\n");
    assert_eq!(case.run("pull --keep desk list.txt").0, 0);
    assert_eq!(case.file(), "");
    assert_eq!(case.others(), ["list.txt.before-r2"]);

    // A desk that was deleted has nothing, and its revisions start from the beginning.
    let case = Case::with("a\nb\n");
    case.desk.delete();
    assert_eq!(case.run("pull list.txt").0, 0);
    assert_eq!(case.file(), "a\nb\n");
    assert_eq!(case.run("push list.txt").0, 0);
    assert_eq!(case.desk.text(), "a\nb\n");
}

#[test]
fn a_change_that_was_sent_and_not_acknowledged_is_seen() {
    let case = Case::with("a\n");
    case.save("a\nb\n");
    // As if the answer to the push had not arrived.
    case.desk.write("a\nb\n");
    let (code, out, _) = case.run("push list.txt");
    assert_eq!((code, &*out), (0, "list.txt: the desk has this list already, at revision 2\n"));
}

#[test]
fn what_cannot_be_done_is_refused_with_the_reason() {
    let case = Case::with("a\n");
    fs::write(case.path().join("latin1.txt"), b"a\xe4\n").unwrap();
    fs::write(case.path().join("key.txt"), format!("! {}\n", super::KEY.to_uppercase())).unwrap();
    for (args, message) in [
        ("push missing.txt", "cannot read missing.txt"),
        ("push latin1.txt", "latin1.txt is not UTF-8: line 1 has invalid bytes"),
        ("push key.txt", "key.txt contains your API key, and is not sent"),
        ("undo --rev 7", "nothing was done: the desk is at revision 1"),
        ("watch-list list", "has no watch-agent"),
    ] {
        let (code, out, err) = case.run(args);
        assert_eq!((code, &*out), (2, ""), "{args}");
        assert!(err.contains(message), "{args}: {err}");
    }
    assert_eq!(case.desk.rev(), 1);
    let output =
        case.command().env_remove("BLOQR_API_KEY").args(["agent", "status"]).output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(err.contains("no key is given"), "{err}");
    let wrong = case
        .command()
        .env("BLOQR_API_KEY", "blq_wrong")
        .args(["agent", "status"])
        .output()
        .unwrap();
    let err = String::from_utf8(wrong.stderr).unwrap();
    assert!(err.contains("401, the key was not accepted"), "{err}");
}

#[test]
fn each_key_has_a_desk_of_its_own() {
    let case = Case::with("a\n");
    let cache = fs::read_dir(case.path().join("cache/bloqr/agent")).unwrap();
    let texts: Vec<String> =
        cache.map(|it| fs::read_to_string(it.unwrap().path()).unwrap()).collect();
    assert_eq!(texts.len(), 1);
    // Neither the key nor anything from which it can be found.
    assert!(!texts[0].contains("blq_"), "{texts:?}");
}

#[cfg(unix)]
#[test]
fn drafts_are_kept_for_the_user_alone() {
    use std::os::unix::fs::PermissionsExt;
    let case = Case::with("a\n");
    let mode = fs::metadata(case.path().join("cache/bloqr/agent")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_has_the_version_of_its_file() {
    let case = Case::with("a\n");
    std::os::unix::fs::symlink("list.txt", case.path().join("link.txt")).unwrap();
    case.desk.write("a\nb\n");
    assert_eq!(case.run("pull link.txt").0, 0);
    assert_eq!(case.file(), "a\nb\n");
    assert!(fs::symlink_metadata(case.path().join("link.txt")).unwrap().is_symlink());
}

#[test]
fn the_results_as_json() {
    let case = Case::new();
    case.save("a$foo\n");
    let json = |args: &str, code: i32| -> Value {
        let (got, out, err) = case.run(&format!("{args} --format json"));
        assert_eq!((got, &*err), (code, ""), "{args}");
        let value: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(value["schema"], "bloqr.agent/1");
        assert_eq!(value["backend"], case.desk.server.url);
        value
    };
    let pushed = json("push list.txt", 0);
    assert_eq!(pushed["result"], "sent");
    assert_eq!(pushed["rev"], 1);
    assert_eq!(pushed["state"]["errors"], 1);
    assert_eq!(pushed["appeared"][0]["errorType"], "unknown-modifier");
    assert_eq!(json("push list.txt", 0)["result"], "same");
    assert_eq!(json("status list.txt", 1)["file"]["result"], "same");
    assert_eq!(json("problems", 1)["problems"].as_array().unwrap().len(), 1);
    case.desk.write("x\n");
    assert_eq!(json("status list.txt", 1)["file"]["result"], "behind");
    case.save("y\n");
    let conflict = json("push list.txt", 1);
    assert_eq!((&conflict["result"], &conflict["deskRev"]), (&json!("conflict"), &json!(2)));
    let pulled = json("pull list.txt", 1);
    assert_eq!(pulled["result"], "conflict");
    let overlap = json!({ "line": 1, "base": "a$foo\n", "file": "y\n", "desk": "x\n" });
    assert_eq!(pulled["overlaps"], json!([overlap]));
    let pulled = json("pull --keep desk list.txt", 0);
    assert_eq!(pulled["saved"], "list.txt.before-r2");
    assert_eq!(json("undo", 0)["rev"], 3);
    assert_eq!(json("history", 0)["revisions"].as_array().unwrap().len(), 3);
    assert_eq!(json("diff list.txt", 1)["rev"], 3);
    assert_eq!(json("fix", 0)["answer"]["fixed"], 1);
}
