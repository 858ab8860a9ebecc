//! What a user sees on a terminal of 80 columns, with the real binary.

use std::{
    fs::File,
    io::Read,
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use rustix::{
    pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt},
    termios::{Winsize, tcsetwinsize},
};

use crate::dispatch::server::{Reply, Server};

/// Runs `bloqr …` in a directory: its exit code, and what is on the terminal, with `\n` for `\r\n`.
fn run(dir: &Path, args: &str, is_stdout_there: bool) -> (i32, String) {
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&master).unwrap();
    unlockpt(&master).unwrap();
    let name = ptsname(&master, Vec::new()).unwrap().into_string().unwrap();
    let slave = File::options().read(true).write(true).open(name).unwrap();
    let size = Winsize { ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0 };
    tcsetwinsize(&slave, size).unwrap();
    let stdout = if is_stdout_there { slave.try_clone().unwrap().into() } else { Stdio::null() };
    let mut child = Command::new(env!("CARGO_BIN_EXE_bloqr"))
        .env_clear()
        .env("TERM", "xterm")
        .current_dir(dir)
        .args(["--color", "never"])
        .args(args.split(' '))
        .stdin(Stdio::null())
        .stdout(stdout)
        .stderr(slave)
        .spawn()
        .unwrap();
    // It ends with an error when nobody has the other side any more.
    let mut bytes = Vec::new();
    _ = File::from(master).read_to_end(&mut bytes);
    let code = child.wait().unwrap().code().unwrap();
    (code, String::from_utf8(bytes).unwrap().replace("\r\n", "\n"))
}

#[test]
fn a_list_without_a_last_line_end_does_not_run_into_the_notes() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("a.txt"), "||a.example^\n||b.example^$1p").unwrap();
    let cases = [
        ("compile -i a.txt -t Validate", 0),
        ("transform -t Deduplicate a.txt", 0),
        ("convert --to abp a.txt", 0),
    ];
    for (args, expected) in cases {
        let (code, text) = run(dir.path(), args, true);
        assert_eq!(code, expected, "{args}: {text}");
        assert!(text.ends_with('\n'), "{args}: {text}");
        let is_whole = |it: &&str| it.starts_with("||") && it.ends_with(['^', 'p', 'y']);
        assert!(text.lines().any(|it| is_whole(&it)), "{args}: {text}");
        let rules = text.lines().filter(|it| it.starts_with("||"));
        assert!(rules.clone().all(|it| is_whole(&it)), "{args}: {text}");
    }
}

#[test]
fn a_source_that_takes_long_has_a_bar() {
    let server = Server::new(|asked| {
        let rule = b"||a.example.com^\n".to_vec();
        let head = if asked.path.starts_with("/length") {
            "HTTP/1.1 200 X\r\nContent-Length: 68\r\n\r\n"
        } else {
            "HTTP/1.1 200 X\r\nConnection: close\r\n\r\n"
        };
        let pieces = [head.as_bytes().to_vec(), rule.clone(), rule.clone(), rule.clone(), rule];
        Reply::Slow(Duration::from_millis(200), pieces.to_vec())
    });
    let dir = tempfile::tempdir().unwrap();
    let url = &server.url;
    let args = format!("compile -i {url}/length.txt -o out.txt");
    let (code, text) = run(dir.path(), &args, true);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("B of 68 B") && text.contains("░"), "{text}");
    // It is gone when the source is read.
    let last = text.lines().last().unwrap();
    assert_eq!(last, "out.txt: 1 rule (adblock)", "{text}");
    let (_, text) = run(dir.path(), &(args + " -q"), true);
    assert_eq!(text, "");
    let (_, text) = run(dir.path(), "compile -i a.txt", false);
    assert!(!text.contains('░'), "{text}");
}
