//! `--watch`, with a real process.

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::Duration,
};

use super::dir;

/// Far longer than anything here takes: a test that waits this long has failed.
const PATIENCE: Duration = Duration::from_secs(120);

struct Watcher {
    process: Child,
    /// The lines of stdout, and those of stderr: their order to each other is not known.
    out: Receiver<String>,
    err: Receiver<String>,
}

impl Watcher {
    fn start(dir: &Path) -> Watcher {
        let mut process = Command::new(env!("CARGO_BIN_EXE_bloqr"))
            .env_clear()
            .current_dir(dir)
            .args(["validate", "--watch", "--format", "concise"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let out = lines(process.stdout.take().unwrap());
        let err = lines(process.stderr.take().unwrap());
        Watcher { process, out, err }
    }

    /// Waits for a line that has this text.
    #[track_caller]
    fn sees(&self, text: &str) {
        Watcher::wait(&self.out, text);
    }

    /// The same for stderr.
    #[track_caller]
    fn says(&self, text: &str) {
        Watcher::wait(&self.err, text);
    }

    #[track_caller]
    fn wait(lines: &Receiver<String>, text: &str) {
        loop {
            let line = lines.recv_timeout(PATIENCE);
            if line.unwrap_or_else(|_| panic!("no line has {text}")).contains(text) {
                return;
            }
        }
    }
}

/// The lines of a stream, as they come.
fn lines(stream: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, lines) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            _ = sender.send(line);
        }
    });
    lines
}

impl Drop for Watcher {
    fn drop(&mut self) {
        _ = self.process.kill();
        _ = self.process.wait();
    }
}

#[test]
fn lists_and_configurations_are_watched() {
    let dir = dir(&[("a.txt", "||a.example^$foo\n")]);
    let watcher = Watcher::start(dir.path());
    watcher.sees("a.txt:1:14: error[unknown-modifier]");
    watcher.says("watching 1 file; Ctrl-C ends");
    fs::write(dir.path().join("a.txt"), "! longer\n||a.example^$foo,fox\n").unwrap();
    watcher.sees("a.txt:2:14: error[unknown-modifier]");
    watcher.says("watching");
    // A new list, a new configuration, and a configuration with an error.
    fs::write(dir.path().join("b.txt"), "||b.example^$foo\n").unwrap();
    watcher.sees("b.txt:1:14");
    watcher.says("watching 2 files");
    fs::write(dir.path().join("bloqr.toml"), "[rules]\nunknown-modifier = \"warning\"\n").unwrap();
    watcher.sees("b.txt:1:14: warning[unknown-modifier]");
    watcher.says("watching");
    fs::write(dir.path().join("bloqr.toml"), "nonsense = 1\n").unwrap();
    watcher.says("unknown key `nonsense`");
    fs::write(dir.path().join("bloqr.toml"), "").unwrap();
    watcher.sees("b.txt:1:14: error[unknown-modifier]");
}
