//! How a run ended, and what that means.

use crate::{Change, Job, Kind, Refusal, limits, place, said};

/// How a run ended, as its host saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended<'a> {
    /// The isolate answered. The host stops reading one byte behind [`limits::ANSWER`](crate::limits).
    Answered {
        /// The HTTP status.
        status: u16,
        /// The body.
        body: &'a [u8],
    },
    /// The platform threw an exception in place of an answer: its message. `remote: ` stands before it when
    /// the exception has `remote`: it comes out of the isolate, where the code can have made it.
    Threw(&'a str),
    /// The host ended the run: [`limits::CPU`](crate::limits) or [`limits::WALL`](crate::limits).
    TimedOut,
    /// The process of the run ended because it had too much memory.
    OutOfMemory,
}

/// What came of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A checked result.
    Done(Done),
    /// The code wants nodes: send the [request](Job::request) again, with them, to a new isolate.
    WantsNodes,
    /// The code gave no result.
    Refused(Refusal),
    /// The host failed, which is not the user's fault: the message, for its log.
    Failed(String),
}

/// The result of a transform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// What becomes of the list.
    pub change: Change,
    /// What the code printed, at most [`limits::LOG`](crate::limits) bytes. It is as little to be
    /// believed as any text of a stranger.
    pub log: String,
}

impl Done {
    /// Checks that another run gave the same.
    ///
    /// # Errors
    ///
    /// It gave something else.
    pub fn check_same(&self, other: &Done) -> Result<(), Refusal> {
        if self == other {
            return Ok(());
        }
        Err(Refusal::new(Kind::Output, "two runs of the code gave different results"))
    }
}

impl Job<'_> {
    /// What came of a run. `had_nodes`: the request had nodes. Every answer has an outcome.
    pub fn outcome(&self, ended: Ended<'_>, had_nodes: bool) -> Outcome {
        match ended {
            Ended::Answered { status, body } => {
                match said::check(status, body, self.source, self.lines().count()) {
                    Ok(said::Said::Done { change, log }) => Outcome::Done(Done { change, log }),
                    Ok(said::Said::WantsNodes) if !had_nodes => Outcome::WantsNodes,
                    Ok(said::Said::WantsNodes) => {
                        let detail = "the code asks for nodes, and has them";
                        Outcome::Refused(Refusal::new(Kind::Output, detail))
                    }
                    Err(refusal) => Outcome::Refused(refusal),
                }
            }
            Ended::Threw(message) => self.thrown(message),
            Ended::TimedOut => Outcome::Refused(timeout()),
            Ended::OutOfMemory => Outcome::Refused(memory()),
        }
    }

    fn thrown(&self, message: &str) -> Outcome {
        let not_started = message.split_once(NOT_STARTED).filter(|_| !message.starts_with(REMOTE));
        let Some((_, why)) = not_started else {
            return Outcome::Refused(if message.contains(HUNG) {
                Refusal::new(Kind::Timeout, "the code waits for something that never comes")
            } else if message.contains(NO_TIME) {
                timeout()
            } else if NO_MEMORY.iter().any(|it| message.contains(it)) {
                memory()
            } else {
                // The message can have numbers of the platform, which differ from run to run.
                Refusal::new(Kind::Threw, "the code ended its isolate without an answer")
            });
        };
        // What is not about the user's module is about ours.
        if ![" at user.js", "imported from \"user.js\""].iter().any(|it| why.contains(it)) {
            return Outcome::Failed(message.to_owned());
        }
        let detail = why.trim_start_matches([':', '\n']).lines().next().unwrap_or_default();
        let detail = detail.strip_prefix("Uncaught ").unwrap_or(detail);
        let at =
            place::of_start(why, self.source).or_else(|| place::of_import(detail, self.source));
        Outcome::Refused(Refusal::new(Kind::Invalid, detail).at(at))
    }
}

const REMOTE: &str = "remote: ";

// Parts of messages of the platform.
const NOT_STARTED: &str = "Failed to start Worker";
const HUNG: &str = "code had hung";
const NO_TIME: &str = "exceeded CPU time limit";
const NO_MEMORY: [&str; 2] = ["exceeded memory limit", "allocation failed"];

fn timeout() -> Refusal {
    let (cpu, wall) = (limits::CPU.as_secs(), limits::WALL.as_secs());
    let detail = format!("the code did not end in {cpu} s of computing, or {wall} s in all");
    Refusal::new(Kind::Timeout, detail)
}

fn memory() -> Refusal {
    Refusal::new(Kind::Memory, "the code used too much memory")
}
