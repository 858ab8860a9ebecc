//! The process of a script: what it has, and how it ends.

use std::{
    fs,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use super::{Folder, workerd};

const LOOP: &str = "export const transform = () => { for (;;); }";

/// `bloqr transform` in the background, and its workerd while the script runs.
fn start(folder: &Folder, temporary: &Path) -> (Child, u32) {
    let mut command = Command::new("/usr/bin/env");
    command.args([
        "--default-signal=INT,TERM",
        env!("CARGO_BIN_EXE_bloqr"),
        "transform",
        "--script",
        "fix.js",
        "list.txt",
    ]);
    command
        .env_clear()
        .env("BLOQR_WORKERD", workerd())
        .env("TMPDIR", temporary)
        .env("A_SECRET", "abc");
    command
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let child = command.spawn().unwrap();
    let id = child.id();
    let workerd = wait_for(|| {
        let children = fs::read_to_string(format!("/proc/{id}/task/{id}/children")).ok()?;
        children.split_whitespace().next()?.parse().ok()
    });
    (child, workerd)
}

fn wait_for<T>(mut found: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + Duration::from_secs(60);
    loop {
        match found() {
            Some(it) => return it,
            None if Instant::now() < end => thread::sleep(Duration::from_millis(5)),
            None => panic!("it did not come"),
        }
    }
}

fn is_alive(pid: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit(')').next().is_some_and(|it| it.contains(|c: char| "RSDtT".contains(c)))
}

#[test]
fn it_has_limits_and_nothing_of_ours() {
    let folder = Folder::of(LOOP, "");
    let temporary = tempfile::tempdir().unwrap();
    let (mut child, workerd) = start(&folder, temporary.path());
    // When the files are gone, workerd has started.
    wait_for(|| (fs::read_dir(&temporary).unwrap().count() == 0).then_some(()));
    let read = |file: &str| fs::read_to_string(format!("/proc/{workerd}/{file}")).unwrap();
    let limits = read("limits");
    let limit = |name: &str| {
        let line = limits.lines().find(|it| it.starts_with(name)).unwrap();
        line[name.len()..].split_whitespace().take(2).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(limit("Max cpu time"), "2 3");
    assert_eq!(limit("Max data size"), "671088640 671088640");
    assert_eq!(limit("Max core file size"), "0 0");
    assert_eq!(limit("Max open files"), "64 64");
    assert_eq!(limit("Max file size"), "0 0");
    assert_eq!(read("environ"), "");
    assert!(!read("cmdline").contains("list.txt"));
    // No file of ours is open in it: its streams are the socket, nothing, and our pipe. workerd itself
    // opens the root folder, and the one that it started in.
    for fd in fs::read_dir(format!("/proc/{workerd}/fd")).unwrap() {
        let fd = fd.unwrap().path();
        let to = fs::read_link(&fd).unwrap_or_default().to_string_lossy().into_owned();
        let is_fine = ["socket:", "pipe:", "anon_inode:", "/dev/null", "/dev/urandom"]
            .iter()
            .any(|it| to.starts_with(it));
        let is_fine = is_fine || to == "/" || Path::new(&to).starts_with(temporary.path());
        assert!(is_fine || to.is_empty(), "{} is {to}", fd.display());
    }
    child.wait().unwrap();
    wait_for(|| (!is_alive(workerd)).then_some(()));
}

#[test]
fn it_ends_however_bloqr_is_ended() {
    for signal in ["INT", "TERM", "KILL"] {
        let folder = Folder::of(LOOP, "");
        let temporary = tempfile::tempdir().unwrap();
        let (mut child, workerd) = start(&folder, temporary.path());
        wait_for(|| (fs::read_dir(&temporary).unwrap().count() == 0).then_some(()));
        let pid = child.id().to_string();
        assert!(Command::new("kill").args(["-s", signal, &pid]).status().unwrap().success());
        child.wait().unwrap();
        wait_for(|| (!is_alive(workerd)).then_some(()));
        assert_eq!(fs::read_dir(&temporary).unwrap().count(), 0, "SIG{signal} left a file");
    }
}

#[test]
fn nothing_is_left_after_any_end() {
    for source in [
        "export const transform = (rules) => rules",
        "let x = ;",
        "export const transform = () => { const it = []; for (;;) it.push([[[]]]) }",
    ] {
        let folder = Folder::of(source, "");
        let temporary = tempfile::tempdir().unwrap();
        folder
            .command(&["--script", "fix.js", "list.txt"])
            .env("TMPDIR", temporary.path())
            .output()
            .unwrap();
        assert_eq!(fs::read_dir(&temporary).unwrap().count(), 0, "{source}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "{source}");
    }
}
