//! Starts the workerd process, and ends it when bloqr ends.

use std::{
    io::{self, BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStderr, ChildStdout, Command, ExitStatus, Stdio},
    thread,
};

use serde_json::Value;

use crate::cli::{Error, workerd::die_with_us};

/// A workerd that listens.
pub(super) struct Workerd {
    child: Child,
    stdout: BufReader<ChildStdout>,
    pub(super) port: u16,
}

impl Workerd {
    /// Starts workerd with the configuration in that folder, and waits until it listens. Port 0
    /// chooses a free port.
    ///
    /// Call this on a thread that lives as long as the program: workerd ends with this thread.
    pub(super) fn start(binary: &Path, config: &Path, port: u16) -> Result<Workerd, Error> {
        let cannot = |err| Error::new(format!("cannot start {}", binary.display())).caused_by(err);
        let mut command = Command::new(binary);
        command
            // A worker loader is experimental there.
            .args(["serve", "--experimental", "--control-fd=1"])
            .arg(format!("--socket-addr=http=127.0.0.1:{port}"))
            .arg(config)
            // The worker must not see our environment.
            .env_clear()
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        die_with_us(&mut command);
        let mut child = command.spawn().map_err(cannot)?;
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
                return Ok(Workerd { child, stdout, port });
            }
        }
    }

    /// Waits until it ends, and hands on what the worker logs.
    pub(super) fn wait(mut self, mut log: impl FnMut(&str)) -> io::Result<ExitStatus> {
        let mut line = Vec::new();
        while self.stdout.read_until(b'\n', &mut line)? > 0 {
            log(String::from_utf8_lossy(&line).trim_end());
            line.clear();
        }
        self.child.wait()
    }
}

impl Drop for Workerd {
    fn drop(&mut self) {
        // An error means that it has already ended.
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

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
