//! A custom transform: `POST /api/transform` with `source`. The core runs no code of others: a host
//! runs it in an isolate, asks here what goes into the isolate, and gives back what came out.

use serde_json::Value;

use crate::{Answer, Endpoint, Problem, Refusal, request::Request};
use bloqr_lint::Config;
use bloqr_usercode::{Ended, Job, Kind, Outcome, Preview, Refusal as UserRefusal, limits};

/// The status of a reply that says: send the [request](CustomStep::Request) again, with nodes, to a new
/// isolate.
pub const WANTS_NODES: u16 = 1;

/// The status of a reply that says: the host failed. The body is a message for its log.
pub const HOST_FAILED: u16 = 2;

/// The transform of a request: code, the list, and texts for the code by name.
pub(crate) struct CustomRequest {
    pub(crate) source: String,
    pub(crate) text: String,
    pub(crate) data: Vec<(String, String)>,
}

/// What a host asks about a custom transform, in this order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CustomStep {
    /// The argument of `LOADER.load()`, as JSON. Status 204 when the request has no `source`.
    Code,
    /// The body of the request to the isolate, as JSON.
    Request {
        /// Whether with the trees of the rules.
        nodes: bool,
    },
    /// What the end of a run means: the document for the client, [`WANTS_NODES`] or [`HOST_FAILED`].
    Outcome {
        /// Whether the isolate had the trees of the rules.
        nodes: bool,
        /// How many bytes of the input are the client's body; the others come from the isolate.
        body: usize,
        /// How the run ended.
        ended: HowEnded,
        /// Whether the document has the new list as `text`, for a host that keeps it.
        text: bool,
    },
    /// Two runs gave different results: the document for the client.
    Differs,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HowEnded {
    /// With an answer of this HTTP status.
    Answered(u16),
    /// With an exception of the platform; its message is in place of the answer.
    Threw,
    /// The host ended it.
    TimedOut,
    /// It had too much memory.
    OutOfMemory,
}

impl CustomStep {
    /// Reads a step from JSON: `{"do": "outcome", "nodes": false, "body": 120, "ended": "answered",
    /// "status": 200}`.
    pub fn from_json(json: &str) -> Option<CustomStep> {
        let step: Value = serde_json::from_str(json).ok()?;
        let nodes = step.get("nodes") == Some(&Value::Bool(true));
        let number = |key: &str| step.get(key)?.as_u64();
        Some(match step.get("do")?.as_str()? {
            "code" => CustomStep::Code,
            "request" => CustomStep::Request { nodes },
            "differs" => CustomStep::Differs,
            "outcome" => {
                let ended = match step.get("ended")?.as_str()? {
                    "answered" => HowEnded::Answered(number("status")?.try_into().ok()?),
                    "threw" => HowEnded::Threw,
                    "timed-out" => HowEnded::TimedOut,
                    "out-of-memory" => HowEnded::OutOfMemory,
                    _ => return None,
                };
                let text = step.get("text") == Some(&Value::Bool(true));
                CustomStep::Outcome { nodes, body: number("body")?.try_into().ok()?, ended, text }
            }
            _ => return None,
        })
    }
}

/// Answers what a host asks about a custom transform. `input` is the body of the client's request; for
/// [`CustomStep::Outcome`] what came from the isolate follows.
pub fn custom(step: &CustomStep, input: &[u8]) -> Answer {
    let body_len = match step {
        CustomStep::Outcome { body, .. } => (*body).min(input.len()),
        _ => input.len(),
    };
    let (body, came) = input.split_at(body_len);
    let request = match Request::read(Endpoint::Transform, body) {
        Ok(Request::Custom(request)) => request,
        Ok(_) => return Answer { status: 204, body: Vec::new() },
        Err(problem) => return problem.into(),
    };
    let job = match Job::new(&request.source, &request.text, &request.data) {
        Ok(job) => job,
        Err(refusal) => return refused(&refusal),
    };
    match step {
        CustomStep::Code => Answer { status: 200, body: job.code() },
        CustomStep::Request { nodes } => match job.request(*nodes) {
            Ok(body) => Answer { status: 200, body },
            Err(refusal) => refused(&refusal),
        },
        CustomStep::Outcome { nodes, ended, text, .. } => {
            outcome(&job, *nodes, *ended, came, *text)
        }
        CustomStep::Differs => {
            let detail = "two runs of the code gave different results";
            refused(&UserRefusal::new(Kind::Output, detail))
        }
    }
}

fn outcome(job: &Job<'_>, nodes: bool, ended: HowEnded, came: &[u8], with_text: bool) -> Answer {
    let message;
    let ended = match ended {
        HowEnded::Answered(status) => {
            Ended::Answered { status, body: &came[..came.len().min(limits::ANSWER + 1)] }
        }
        HowEnded::Threw => {
            message = String::from_utf8_lossy(came);
            Ended::Threw(&message)
        }
        HowEnded::TimedOut => Ended::TimedOut,
        HowEnded::OutOfMemory => Ended::OutOfMemory,
    };
    match job.outcome(ended, nodes) {
        Outcome::Done(done) => {
            let preview = Preview::new(job, &done.change, &Config::default());
            let mut document = preview.to_json(job, &done);
            if with_text {
                document["text"] = preview.text.into();
            }
            Answer { status: 200, body: document.to_string().into_bytes() }
        }
        Outcome::WantsNodes => Answer { status: WANTS_NODES, body: Vec::new() },
        Outcome::Refused(refusal) => refused(&refusal),
        Outcome::Failed(message) => Answer { status: HOST_FAILED, body: message.into_bytes() },
    }
}

/// The answer where nothing can run the code: also of the core itself, which never runs it.
pub(crate) fn unavailable() -> Problem {
    Problem::refuse(Refusal::UserCodeUnavailable, b"{\"instance\":\"/api/transform\"}")
}

fn refused(refusal: &UserRefusal) -> Answer {
    Answer { status: refusal.kind.status(), body: refusal.to_json() }
}

#[cfg(test)]
mod tests;
