//! Starts the workerd process, and ends it when bloqr ends.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStderr, ChildStdout, Command, ExitStatus, Stdio},
    thread,
};

use serde_json::Value;

use super::ending::Ending;
use crate::cli::{Error, workerd::die_with_us};

/// A workerd that listens.
pub(super) struct Workerd {
    child: Child,
    ending: Option<Ending>,
    stdout: BufReader<ChildStdout>,
    pub(super) port: u16,
}

impl Workerd {
    /// Starts workerd with the configuration in that folder, and waits until it listens. Port 0
    /// chooses a free port. workerd holds `lock` until it ends.
    ///
    /// Call this on a thread that lives as long as the program: workerd ends with this thread.
    pub(super) fn start(
        binary: &Path,
        config: &Path,
        port: u16,
        lock: File,
    ) -> Result<Workerd, Error> {
        let cannot = |err| Error::new(format!("cannot start {}", binary.display())).caused_by(err);
        let mut command = Command::new(binary);
        command
            // A worker loader is experimental there.
            .args(["serve", "--experimental", "--control-fd=1"])
            .arg(format!("--socket-addr=http=127.0.0.1:{port}"))
            .arg(config)
            // The worker must not see our environment.
            .env_clear()
            // It reads nothing; the file only stays open.
            .stdin(Stdio::from(lock))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        die_with_us(&mut command);
        raise_descriptors();
        let mut child = command.spawn().map_err(cannot)?;
        let ending = Some(Ending::of(&child).map_err(cannot)?);
        let mut stdout = BufReader::new(child.stdout.take().ok_or_else(|| {
            Error::new(format!("cannot start {}: it has no stdout", binary.display()))
        })?);
        let output = child.stderr.take().map(|it| thread::spawn(|| hand_on(it)));
        let mut line = String::new();
        loop {
            line.clear();
            if stdout.read_line(&mut line).map_err(cannot)? == 0 {
                let status = child.wait().map_err(cannot)?;
                // Print the output of workerd first.
                _ = output.map(thread::JoinHandle::join);
                let error = Error::new(format!("workerd did not start ({status})"));
                return Err(match port {
                    0 => error.hint("read its message above"),
                    port => error.hint(format!(
                        "if port {port} is in use, choose another one; --port 0 chooses a free port"
                    )),
                });
            }
            if let Some(port) = listening(&line) {
                return Ok(Workerd { child, ending, stdout, port });
            }
        }
    }

    /// Waits until it ends, and hands on what the worker logs. Then a signal that came can end this program.
    pub(super) fn wait(mut self, mut log: impl FnMut(&str)) -> io::Result<(ExitStatus, Ending)> {
        let mut line = Vec::new();
        while self.stdout.read_until(b'\n', &mut line)? > 0 {
            log(String::from_utf8_lossy(&line).trim_end());
            line.clear();
        }
        let status = self.child.wait()?;
        let ending = self.ending.take().ok_or(io::ErrorKind::Other)?;
        Ok((status, ending))
    }
}

impl Drop for Workerd {
    fn drop(&mut self) {
        // An error means that it has already ended.
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// Lets workerd open as many files as it may: each active agent has six of them open.
#[cfg(unix)]
fn raise_descriptors() {
    use rustix::process::{Resource, getrlimit, setrlimit};

    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    // With the old limit it works too, for fewer agents at a time.
    _ = setrlimit(Resource::Nofile, limit);
}

#[cfg(not(unix))]
fn raise_descriptors() {}

/// Passes on the output of workerd, except one useless line that it prints for every V8 flag: that
/// its own scripts are compiled instead of read from its cache.
fn hand_on(stderr: ChildStderr) {
    let mut stderr = BufReader::new(stderr);
    let mut line = Vec::new();
    while stderr.read_until(b'\n', &mut line).is_ok_and(|it| it > 0) {
        if !String::from_utf8_lossy(&line).contains("bootstrap compile cache failed") {
            // Ignore errors: nobody may read stderr, and workerd must not wait.
            _ = io::stderr().write_all(&line);
        }
        line.clear();
    }
}

/// The port of `{"event":"listen","socket":"http","port":1234}`.
fn listening(line: &str) -> Option<u16> {
    let event: Value = serde_json::from_str(line).ok()?;
    let is_ours = event["event"] == "listen" && event["socket"] == "http";
    is_ours.then(|| event["port"].as_u64()?.try_into().ok()).flatten()
}
