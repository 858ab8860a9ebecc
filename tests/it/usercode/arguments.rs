//! What is said before a script runs. It needs no workerd.

use std::fs;

use super::{Folder, Told};

const SCRIPT: &str = "export const transform = (rules) => rules\n";

#[test]
fn what_cannot_be_done_is_refused_with_the_reason() {
    let folder = Folder::new(&[
        ("fix.js", SCRIPT),
        ("fix.ts", SCRIPT),
        ("long.js", &" ".repeat((64 << 10) + 1)),
        ("list.txt", "||a.example^\n"),
        ("dead.txt", "a.example\n"),
        ("large.txt", &"x".repeat((1 << 20) + 1)),
    ]);
    fs::write(folder.path().join("bad.js"), b"\xff").unwrap();
    let cases: &[(&[&str], &str)] = &[
        (
            &["--script", "fix.js", "-t", "Compress", "list.txt"],
            "--script and --transformations cannot be used together",
        ),
        (
            &["--script", "fix.js", "-o", "x.txt", "list.txt"],
            "--script and --output cannot be used together",
        ),
        (
            &["--script", "fix.js", "--exclude", "x", "list.txt"],
            "bloqr transform --script fix.js --write -",
        ),
        (&["--script", "fix.ts", "list.txt"], "fix.ts is TypeScript"),
        (&["--script", "none.js", "list.txt"], "cannot read none.js"),
        (&["--script", "bad.js", "list.txt"], "bad.js is not UTF-8"),
        (&["--script", "long.js", "list.txt"], "long.js has more than 64 KiB"),
        (&["--script", "fix.js", "list.txt", "./list.txt"], "./list.txt is given twice"),
        (&["--script", "fix.js", "--data", "dead.txt", "list.txt"], "--data dead=dead.txt"),
        (&["--script", "fix.js", "--data", "=dead.txt", "list.txt"], "has no name"),
        (
            &["--script", "fix.js", "--data", "a=dead.txt", "--data", "a=list.txt", "list.txt"],
            "has the name a twice",
        ),
        (
            &["--script", "fix.js", "--data", "a=large.txt", "list.txt"],
            "large.txt has more than 1024 KiB",
        ),
        (
            &["--script", "fix.js", "--format", "json", "--diff", "list.txt"],
            "--format json has the place of the other output",
        ),
        (
            &["--script", "fix.js", "--format", "json", "--write", "-"],
            "--format json has the place of the other output",
        ),
        (&["--script", "fix.js", "--write", "--check", "list.txt"], "cannot be used with"),
        (&["--write", "list.txt"], "--script <FILE>"),
        (&["-t", "Compress", "list.txt", "dead.txt"], "transformations are done with one list"),
    ];
    for (args, expected) in cases {
        let told = folder.run(args);
        assert_eq!(told.code, Some(2), "{args:?}");
        assert!(told.out.is_empty() && told.err.contains(expected), "{args:?}: {}", told.err);
    }
}

#[test]
fn a_missing_workerd_is_named_with_what_helps() {
    let folder = Folder::of(SCRIPT, "||a.example^\n");
    let run = |workerd: Option<&str>| {
        let mut command = folder.command(&["--script", "fix.js", "list.txt"]);
        match workerd {
            Some(path) => command.env("BLOQR_WORKERD", path),
            None => command.env_remove("BLOQR_WORKERD"),
        };
        let told = Told::of(&mut command);
        assert_eq!(told.code, Some(2), "{}", told.err);
        told.err
    };
    let none = run(None);
    assert!(none.contains("npm install --global workerd"), "{none}");
    assert!(run(Some("/nowhere")).contains("there is no /nowhere"));
    // A program that is not workerd.
    #[cfg(unix)]
    {
        let odd = run(Some("/bin/false"));
        assert!(odd.contains("workerd did not start (exit status: 1)"), "{odd}");
    }
}

/// Who runs a transform in a project has not read what its folder has. What is there is not run.
#[test]
#[cfg(target_os = "linux")]
fn a_workerd_of_the_project_is_not_run_unasked() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::of(SCRIPT, "||a.example^\n");
    for arch in ["64", "arm64"] {
        let bin = format!("worker/node_modules/@cloudflare/workerd-linux-{arch}/bin");
        let bin = folder.path().join(bin);
        fs::create_dir_all(&bin).unwrap();
        fs::write(bin.join("workerd"), "#!/bin/sh\ntouch ran\n").unwrap();
        fs::set_permissions(bin.join("workerd"), fs::Permissions::from_mode(0o755)).unwrap();
    }
    let told =
        Told::of(folder.command(&["--script", "fix.js", "list.txt"]).env_remove("BLOQR_WORKERD"));
    assert_eq!(told.code, Some(2));
    assert!(told.err.contains("BLOQR_WORKERD=worker/node_modules/@cloudflare/"), "{}", told.err);
    assert!(!folder.path().join("ran").exists());
    assert!(!folder.path().join("worker/ran").exists());
}
