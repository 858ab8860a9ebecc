//! Runs code of strangers: in a workerd process of its own for each run, with limits by the kernel,
//! and in it in an isolate without network and bindings. Nothing in workerd can end a loop, so only
//! the process is a boundary of time and memory.

#[cfg(unix)]
mod http;
mod kernel;
#[cfg_attr(not(unix), path = "none.rs")]
mod process;

use std::{env, path::PathBuf};

use self::process::Process;
use super::{Error, workerd};
use crate::usercode::{Done, Ended, Job, Outcome, Refusal};

/// What runs transforms on this machine.
pub(super) struct Sandbox {
    binary: PathBuf,
    /// A process that starts while we do other work.
    waiting: Option<Process>,
}

/// Why there is no result.
#[derive(Debug)]
pub(super) enum Failure {
    /// The code's fault.
    Refused(Box<Refusal>),
    /// Ours, or the machine's.
    Failed(Error),
}

/// How a run ended.
enum End {
    Answered { status: u16, body: Vec<u8> },
    Threw(String),
    TimedOut,
    OutOfMemory,
}

impl End {
    fn as_ended(&self) -> Ended<'_> {
        match self {
            End::Answered { status, body } => Ended::Answered { status: *status, body },
            End::Threw(message) => Ended::Threw(message),
            End::TimedOut => Ended::TimedOut,
            End::OutOfMemory => Ended::OutOfMemory,
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Failure::Failed(error)
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Failure {
        Failure::Refused(Box::new(refusal))
    }
}

impl Sandbox {
    /// Finds workerd, and starts a first process.
    ///
    /// Call this and [`Sandbox::run`] on a thread that lives as long as the program: the processes end
    /// with their thread.
    pub(super) fn open() -> Result<Sandbox, Error> {
        let binary = find()?;
        let waiting = Some(Process::start(&binary)?);
        Ok(Sandbox { binary, waiting })
    }

    /// What this system cannot do.
    pub(super) const MISSING: Option<&str> = if kernel::HAS_LIMITS {
        None
    } else {
        Some("this system does not limit the memory of a script: only a clock ends it, after 5 s")
    };

    /// Runs a transform once, in a process of its own.
    pub(super) fn run(&mut self, job: &Job<'_>) -> Result<Done, Failure> {
        let process = match self.waiting.take() {
            Some(process) => process,
            None => Process::start(&self.binary)?,
        };
        let (code, mut request, mut nodes) = (job.code(), job.request(false)?, false);
        let mut run = process.ready()?;
        loop {
            let ended = run.ask(&code, &request)?;
            match job.outcome(ended.as_ended(), nodes) {
                Outcome::Done(done) => return Ok(done),
                // After a request with nodes, this is not an outcome.
                Outcome::WantsNodes => (request, nodes) = (job.request(true)?, true),
                Outcome::Refused(refusal) => return Err(refusal.into()),
                Outcome::Failed(message) => {
                    return Err(Error::new(format!("the sandbox failed: {message}")).into());
                }
            }
        }
    }
}

/// The binary that `BLOQR_WORKERD` names, or that is on the PATH. One in a project is not run unasked:
/// who runs a transform has not read what else is in the folder.
fn find() -> Result<PathBuf, Error> {
    if let Some(found) = workerd::named()?.or_else(workerd::on_path) {
        return Ok(found);
    }
    let error = Error::new("a script needs workerd, which is not installed");
    let here = env::current_dir().unwrap_or_default();
    match workerd::packaged(&here.join("worker")) {
        Some(found) => {
            let found = found.strip_prefix(&here).unwrap_or(&found).display();
            Err(error.hint(format!("use that of this project: BLOQR_WORKERD={found}")))
        }
        None => Err(error.hint("npm install --global workerd, or set BLOQR_WORKERD to its path")),
    }
}
