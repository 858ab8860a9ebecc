//! A process for one run.

use std::{
    fs,
    io::{self, Read},
    os::{
        fd::OwnedFd,
        unix::{
            net::{UnixListener, UnixStream},
            process::ExitStatusExt,
        },
    },
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use rustix::process::Signal;
use tempfile::TempDir;

use super::{
    End,
    http::{Connection, Silence},
    kernel,
};
use crate::{
    cli::{Error, workerd::die_with_us},
    usercode::limits,
};

const CONFIG: &str = include_str!("sandbox.capnp");
const HOST: &str = include_str!("host.js");

/// More than a busy machine needs to start workerd.
const START: Duration = Duration::from_secs(30);

/// A child that is killed when this is dropped, and that the kernel kills when we end.
struct Bound(Child);

impl Drop for Bound {
    fn drop(&mut self) {
        // An error means that it has already ended.
        _ = self.0.kill();
        _ = self.0.wait();
    }
}

/// A process that starts.
pub(super) struct Process {
    child: Bound,
    connection: Connection,
    dir: TempDir,
    stderr: JoinHandle<String>,
}

/// A process that has started.
pub(super) struct Run {
    child: Bound,
    connection: Connection,
    /// When all requests have to be answered; known with the first one.
    end: Option<Instant>,
}

impl Process {
    /// Starts workerd with its limits, and does not wait for it.
    pub(super) fn start(binary: &Path) -> Result<Process, Error> {
        let cannot = |err: io::Error| {
            Error::new(format!("cannot start {}", binary.display())).caused_by(err)
        };
        // Its folder is ours alone, so that no other user can send code or read answers.
        let dir = tempfile::Builder::new().prefix("bloqr-").tempdir().map_err(cannot)?;
        for (name, text) in [("sandbox.capnp", CONFIG), ("host.js", HOST)] {
            fs::write(dir.path().join(name), text).map_err(cannot)?;
        }
        let socket = dir.path().join("socket");
        let listener = UnixListener::bind(&socket).map_err(cannot)?;
        // We are the first in its queue, and nobody comes after us.
        let connection = Connection::new(UnixStream::connect(&socket).map_err(cannot)?);
        fs::remove_file(&socket).map_err(cannot)?;
        let mut command = Command::new(binary);
        command
            .args(["serve", "--experimental", "--socket-fd=http=0"])
            .arg(dir.path().join("sandbox.capnp"))
            .env_clear()
            .current_dir(dir.path())
            // The only descriptor of ours that it gets.
            .stdin(Stdio::from(OwnedFd::from(listener)))
            // What the code prints comes in its answer.
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        die_with_us(&mut command);
        let mut child = Bound(command.spawn().map_err(cannot)?);
        let output = child.0.stderr.take();
        let stderr = thread::spawn(move || output.map(first_text).unwrap_or_default());
        let process = Process { child, connection, dir, stderr };
        kernel::limit(&process.child.0)
            .map_err(|err| Error::new("cannot limit the process of the code").caused_by(err))?;
        Ok(process)
    }

    /// Waits until it has started.
    pub(super) fn ready(mut self) -> Result<Run, Error> {
        let hello = self.connection.ask("GET /", [b"", b""], 0, START);
        if !matches!(&hello, Ok(it) if it.status == 204) {
            let status = ended(&mut self.child.0);
            let error = Error::new(match status {
                Some(status) => format!("workerd did not start ({status})"),
                None => format!("workerd did not start in {} s", START.as_secs()),
            });
            drop(self.child);
            let stderr_text = self.stderr.join().unwrap_or_default();
            return Err(match stderr_text.lines().find(|it| !it.is_empty()) {
                Some(line) => error.hint(format!("it says: {line}")),
                None => error,
            });
        }
        // It has read its files. Remove them now, so that they cannot be left behind.
        self.dir
            .close()
            .map_err(|err| Error::new("cannot remove a temporary folder").caused_by(err))?;
        Ok(Run { child: self.child, connection: self.connection, end: None })
    }
}

impl Run {
    /// Whether it can be asked: workerd closes a connection on which nothing came for some seconds.
    #[cfg(target_os = "linux")]
    pub(super) fn is_alive(&mut self) -> bool {
        self.connection.is_open() && matches!(self.child.0.try_wait(), Ok(None))
    }

    /// Loads the code and sends it a request.
    pub(super) fn ask(&mut self, code: &[u8], request: &[u8]) -> Result<End, Error> {
        let most = limits::ANSWER;
        let path = format!("POST /?code={}&most={most}", code.len());
        let end = *self.end.get_or_insert_with(|| Instant::now() + limits::WALL);
        let time = end.saturating_duration_since(Instant::now());
        match self.connection.ask(&path, [code, request], most + 1, time) {
            Ok(response) if response.status == 200 => match response.header("Ended") {
                Some("threw") => {
                    Ok(End::Threw(String::from_utf8_lossy(&response.body).into_owned()))
                }
                Some("answered") => {
                    let status = response.header("Status").and_then(|it| it.parse().ok());
                    Ok(End::Answered { status: status.unwrap_or(0), body: response.body })
                }
                _ => Err(failed("its answer is not valid")),
            },
            Ok(response) => Err(failed(&format!("it answered with status {}", response.status))),
            Err(Silence::Garbage) => Err(failed("its answer is not valid")),
            Err(Silence::TimedOut) => Ok(End::TimedOut),
            Err(Silence::Closed) => match ended(&mut self.child.0) {
                Some(status) => of_exit(status),
                None => Err(failed("it closed the connection")),
            },
        }
    }
}

fn failed(why: &str) -> Error {
    Error::new(format!("the sandbox failed: {why}"))
}

/// What the end of the process says. Nobody but the kernel ends it by a signal.
fn of_exit(status: ExitStatus) -> Result<End, Error> {
    let is = |signal: Signal| status.signal() == Some(signal.as_raw());
    if is(Signal::XCPU) {
        return Ok(End::TimedOut);
    }
    // V8 ends a process that has too large a heap, and the kernel one that takes the machine's memory.
    if status.code() == Some(1) || [Signal::ABORT, Signal::TRAP, Signal::KILL].into_iter().any(is) {
        return Ok(End::OutOfMemory);
    }
    Err(failed(&format!("workerd ended ({status})")))
}

/// The status of a process that has closed its connection; `None` when it does not end.
fn ended(child: &mut Child) -> Option<ExitStatus> {
    // It writes a stack before it ends.
    const PATIENCE: Duration = Duration::from_secs(5);
    let end = Instant::now() + PATIENCE;
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            Ok(None) if Instant::now() < end => thread::sleep(Duration::from_millis(5)),
            Ok(None) | Err(_) => return None,
        }
    }
}

/// The first text that workerd writes. All of it is read, so that workerd never waits.
fn first_text(mut stderr: impl Read) -> String {
    const ENOUGH: u64 = 4 << 10;
    let mut text = Vec::new();
    _ = stderr.by_ref().take(ENOUGH).read_to_end(&mut text);
    _ = io::copy(&mut stderr, &mut io::sink());
    String::from_utf8_lossy(&text).into_owned()
}
