//! `--output FILE`: always the old file or the new one, and never a file that is read.

use std::{fs, path::Path};

use super::{dir, run, run_with};

const BAD: &str = "||ads.example^$foo\n";
const OLD: &str = "the report of the last time\n";

fn names(dir: &Path) -> Vec<String> {
    let entries = fs::read_dir(dir).unwrap();
    let mut names: Vec<String> =
        entries.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn what_is_read_is_never_written_over() {
    let files = [
        ("a.txt", BAD),
        ("lists/b.txt", BAD),
        ("root.txt", "!#include included.txt\n"),
        ("included.txt", BAD),
        ("with.txt", BAD),
        ("bloqr.toml", "strict = false\n"),
        ("other.toml", "strict = false\n"),
        ("key", "blq_000000000000000000000000000000000000000000000000\n"),
    ];
    let dir = dir(&files);
    fs::hard_link(dir.path().join("a.txt"), dir.path().join("hard")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("a.txt", dir.path().join("soft")).unwrap();
    let before = names(dir.path());
    for (args, says) in [
        ("a.txt --output a.txt", "the list a.txt"),
        ("--fix a.txt --output a.txt", "the list a.txt"),
        ("--diff a.txt --output a.txt", "the list a.txt"),
        ("a.txt --output ./lists/../a.txt", "the list a.txt"),
        ("a.txt --output hard", "the list a.txt"),
        ("hard --output a.txt", "the list hard"),
        #[cfg(unix)]
        ("a.txt --output soft", "the list a.txt"),
        #[cfg(unix)]
        ("soft --output a.txt", "the list soft"),
        ("lists --output lists/b.txt", "the list lists/b.txt"),
        ("--output lists/b.txt", "the list lists/b.txt"),
        ("root.txt --output included.txt", "the list included.txt"),
        ("a.txt --with with.txt --output with.txt", "the list with.txt"),
        ("a.txt --output bloqr.toml", "the configuration"),
        ("a.txt --config other.toml --output other.toml", "the configuration other.toml"),
        ("a.txt --backend http://127.0.0.1:1 --api-key-file key --output key", "the key in key"),
        ("a.txt --backend http://127.0.0.1:1 --output a.txt", "the list a.txt"),
    ] {
        let args: Vec<&str> = args.split(' ').collect();
        let (code, out, err) = run(dir.path(), &args);
        assert_eq!((code, out.as_str()), (2, ""), "{args:?}: {err}");
        assert!(err.contains(says) && err.contains("--output"), "{args:?}: {err}");
        assert!(err.contains("\n  try: name another file"), "{args:?}: {err}");
        for (name, text) in files {
            assert_eq!(fs::read_to_string(dir.path().join(name)).unwrap(), text, "{args:?}");
        }
    }
    assert_eq!(names(dir.path()), before);
}

#[test]
fn a_run_that_fails_leaves_the_report_of_the_last_time() {
    let dir = dir(&[("a.txt", BAD), ("empty.txt", ""), ("report", OLD)]);
    let before = names(dir.path());
    for args in [
        &["a.txt", "missing.txt", "--output", "report"][..],
        &["missing.txt", "--output", "report"],
        &["empty.txt", "--output", "report"],
        &["a.txt", "--config", "missing.toml", "--output", "report"],
        &["a.txt", "--backend", "http://127.0.0.1:1", "--output", "report"],
        &["--diff", "a.txt", "missing.txt", "--output", "report"],
    ] {
        assert_eq!(run(dir.path(), args).0, 2, "{args:?}");
        assert_eq!(fs::read_to_string(dir.path().join("report")).unwrap(), OLD, "{args:?}");
        assert_eq!(names(dir.path()), before, "{args:?}");
    }
    assert_eq!(run(dir.path(), &["a.txt", "--output", "report"]).0, 1);
    assert!(fs::read_to_string(dir.path().join("report")).unwrap().contains("unknown-modifier"));
    assert_eq!(names(dir.path()), before);
}

#[test]
fn what_cannot_be_written_says_why() {
    let dir = dir(&[("a.txt", BAD), ("folder/x", "")]);
    for (output, says) in [
        ("no/such/report", "cannot write no/such/report: the directory no/such does not exist"),
        ("folder", "cannot write folder: it is a directory"),
    ] {
        let (code, _, err) = run(dir.path(), &["a.txt", "--output", output]);
        assert_eq!(code, 2);
        assert!(err.contains(says) && err.contains("\n  try: "), "{err}");
    }
}

#[test]
fn a_diff_can_go_to_a_file_too() {
    let text = "! \u{202e}\r\n||a.example^$script,script\r\n";
    let dir = dir(&[("a.txt", text)]);
    let (code, out, _) = run(dir.path(), &["--diff", "a.txt", "--output", "fix.patch"]);
    assert_eq!((code, out.as_str()), (1, ""));
    let patch = fs::read_to_string(dir.path().join("fix.patch")).unwrap();
    assert!(patch.contains("\n ! \u{202e}\r\n-||a.example^$script,script\r\n+"), "{patch:?}");
    let (_, out, _) = run(dir.path(), &["--diff", "a.txt"]);
    assert!(out.contains("\n ! <U+202E>\r\n-||a.example^$script,script\r\n+"), "{out:?}");
}

#[cfg(unix)]
mod unix {
    use std::{
        fs,
        os::unix::fs::{MetadataExt, PermissionsExt, symlink},
        process::{Command, Stdio},
        thread,
        time::Duration,
    };

    use super::*;

    #[test]
    fn links_and_modes_survive_and_new_files_have_the_modes_of_others() {
        let dir = dir(&[("a.txt", BAD), ("real/report", OLD), ("plain", "")]);
        let at = |name: &str| dir.path().join(name);
        symlink("real/report", at("report")).unwrap();
        symlink("real/new", at("dangling")).unwrap();
        fs::set_permissions(at("real/report"), fs::Permissions::from_mode(0o640)).unwrap();
        for output in ["report", "dangling"] {
            assert_eq!(run(dir.path(), &["a.txt", "--output", output]).0, 1);
            assert!(fs::symlink_metadata(at(output)).unwrap().is_symlink());
            assert!(fs::read_to_string(at(output)).unwrap().contains("unknown-modifier"));
        }
        let mode = |name: &str| fs::metadata(at(name)).unwrap().mode() & 0o777;
        assert_eq!(mode("real/report"), 0o640);
        assert_eq!(mode("real/new"), mode("plain"), "the umask is as for other files");
        assert_eq!(names(&at("real")), ["new", "report"]);
        fs::set_permissions(at("real/report"), fs::Permissions::from_mode(0o440)).unwrap();
        let (code, _, err) = run(dir.path(), &["a.txt", "--output", "report"]);
        assert_eq!(code, 2);
        assert!(err.contains("report is read-only") && !err.contains("--"), "{err}");
    }

    #[test]
    fn the_hint_of_a_read_only_list_names_an_option_of_the_command() {
        let dir = dir(&[("a.txt", "||a.example^$script,script\n")]);
        let path = dir.path().join("a.txt");
        fs::set_permissions(path, fs::Permissions::from_mode(0o444)).unwrap();
        let (code, _, err) = run(dir.path(), &["--fix", "a.txt"]);
        assert_eq!(code, 2);
        assert!(err.contains("a.txt is read-only") && err.contains("see the change with --diff"));
    }

    #[test]
    fn what_is_no_file_is_written_directly() {
        let dir = dir(&[("a.txt", BAD)]);
        let args = ["a.txt", "--format", "concise", "--output"];
        let shell = |script: &str| {
            let script = script.replace("BLOQR", &format!("\"$0\" validate {}", args.join(" ")));
            let mut command = Command::new("sh");
            command.args(["-c", &script, env!("CARGO_BIN_EXE_bloqr")]).current_dir(dir.path());
            String::from_utf8(command.output().unwrap().stdout).unwrap()
        };
        let line = "a.txt:1:16: error[unknown-modifier]";
        assert!(shell("BLOQR /dev/stdout").starts_with(line));
        assert!(shell("BLOQR /dev/fd/3 3>&1").starts_with(line));
        assert!(shell("mkfifo pipe; cat pipe & BLOQR pipe; wait").starts_with(line));
        assert!(shell("BLOQR /dev/null; echo done").starts_with("done"));
        // What others wrote into the file before stays.
        let log = shell("(echo before; BLOQR /dev/stdout; echo behind) > log; cat log");
        assert!(log.starts_with(&format!("before\n{line}")) && log.ends_with("behind\n"), "{log}");
        if cfg!(target_os = "linux") {
            let (code, _, err) = run(dir.path(), &["a.txt", "--output", "/dev/full"]);
            assert_eq!(code, 2);
            assert!(err.starts_with("error: cannot write /dev/full: No space left"), "{err}");
        }
        assert_eq!(names(dir.path()), ["a.txt", "log", "pipe"]);
    }

    #[test]
    fn stdin_can_be_the_file_as_well() {
        let dir = dir(&[("a.txt", BAD)]);
        let mut command = Command::new(env!("CARGO_BIN_EXE_bloqr"));
        command.args(["validate", "-", "--output", "a.txt"]).current_dir(dir.path());
        let output = command.stdin(fs::File::open(dir.path().join("a.txt")).unwrap()).output();
        assert_eq!(output.unwrap().status.code(), Some(2));
        assert_eq!(fs::read_to_string(dir.path().join("a.txt")).unwrap(), BAD);
        assert_eq!(run_with(dir.path(), &["-", "--output", "report"], BAD).0, 1);
    }

    /// At any moment, a killed process leaves the old report or the new report.
    #[test]
    fn killed_at_any_moment_the_report_is_whole() {
        let list: String = (0..4_000).map(|it| format!("||ads{it}.example^$foo\n")).collect();
        let dir = dir(&[("a.txt", &list), ("out/report", OLD)]);
        let path = dir.path().join("out/report");
        let args = ["validate", "a.txt", "--format", "json", "--output", "out/report"];
        let start = || {
            let mut command = Command::new(env!("CARGO_BIN_EXE_bloqr"));
            command.args(args).current_dir(dir.path()).stderr(Stdio::null());
            command.stdout(Stdio::null()).spawn().unwrap()
        };
        assert_eq!(start().wait().unwrap().code(), Some(1));
        let new = fs::read_to_string(&path).unwrap();
        let mut killed = 0;
        for round in 0..30 {
            fs::write(&path, OLD).unwrap();
            let mut child = start();
            thread::sleep(Duration::from_millis(round * 3));
            let signal = ["-KILL", "-TERM", "-INT"][round as usize % 3];
            let id = child.id().to_string();
            assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
            killed += usize::from(child.wait().unwrap().code().is_none());
            let text = fs::read_to_string(&path).unwrap();
            assert!(text == OLD || text == new, "round {round}: {} bytes", text.len());
            let left = names(&dir.path().join("out"));
            assert!(left.iter().all(|it| it == "report" || it.starts_with(".bloqr-")), "{left:?}");
            // But for the moment between a name and the rename, nothing is there to be left.
            assert!(!cfg!(target_os = "linux") || left.len() <= 3, "{left:?}");
        }
        assert!(killed > 0, "every process was done before it was killed");
    }
}
