//! `POST /api/transform/generate`: a model writes the source of a custom transform. The host asks the
//! model and tries the source; here is what it sends, and what the client gets.

use serde_json::{Value, json};

use crate::{Answer, Problem, Refusal, request::WishRequest};
use bloqr_codegen::{Completion, Failure, Request};
use bloqr_usercode::{CONTRACT, Job};

/// The path.
pub const GENERATE: &str = "/api/transform/generate";

/// What a host does to generate a source, in this order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GenerateStep {
    /// The body of the request to the model's server.
    Ask {
        /// The name of the model.
        model: String,
        /// The source that was tried before, and the error that it gave.
        last: Option<(String, String)>,
    },
    /// The source in the response of the model's server, which is the input.
    Read {
        /// The HTTP status of the response.
        status: u16,
        /// The key that was sent.
        key: String,
        /// When the server wants to be asked again, in seconds.
        retry_after: Option<u64>,
    },
    /// The request that tries a source with an empty list: a body for `POST /api/transform`.
    Try,
    /// The document for the client. The input is the source.
    Answer {
        /// The name of the model.
        model: String,
    },
}

impl GenerateStep {
    /// Reads a step from JSON: `{"do": "ask", "model": "…"}`.
    pub fn from_json(json: &str) -> Option<GenerateStep> {
        let step: Value = serde_json::from_str(json).ok()?;
        let text = |key: &str| step.get(key).and_then(Value::as_str).map(str::to_owned);
        Some(match step.get("do")?.as_str()? {
            "ask" => {
                GenerateStep::Ask { model: text("model")?, last: text("source").zip(text("error")) }
            }
            "read" => GenerateStep::Read {
                status: step.get("status")?.as_u64()?.try_into().ok()?,
                key: text("key").unwrap_or_default(),
                retry_after: step.get("retryAfter").and_then(Value::as_u64),
            },
            "try" => GenerateStep::Try,
            "answer" => GenerateStep::Answer { model: text("model")? },
            _ => return None,
        })
    }
}

/// Answers what a host asks while it generates a source. `input`: the body of the client's request for
/// [`GenerateStep::Ask`], else what the step says.
pub fn generate(step: &GenerateStep, input: &[u8]) -> Answer {
    let done = |body: String| Answer { status: 200, body: body.into_bytes() };
    match step {
        GenerateStep::Ask { model, last } => match WishRequest::read(input) {
            Ok(wish) => {
                let sample = wish.sample.iter().map(String::as_str);
                let mut request = Request::new(model, &wish.wish, CONTRACT).with_sample(sample);
                if let Some((source, error)) = last {
                    request = request.with_error(source, error);
                }
                done(request.to_json())
            }
            Err(problem) => problem.into(),
        },
        GenerateStep::Read { status, key, retry_after } => match read(*status, input, key) {
            Ok(source) => done(source),
            Err(failure) => failed(&failure, *retry_after).into(),
        },
        GenerateStep::Try => {
            let source = String::from_utf8_lossy(input);
            done(json!({ "text": "", "source": source }).to_string())
        }
        GenerateStep::Answer { model } => {
            let source = String::from_utf8_lossy(input);
            let sha256 = Job::new(&source, "", &[]).map(|it| it.sha256()).unwrap_or_default();
            let document =
                json!({ "success": true, "source": source, "model": model, "sha256": sha256 });
            done(document.to_string())
        }
    }
}

/// Whether the body is `{"wish": "…", "sample": ["…"]}`.
///
/// # Errors
///
/// [`Problem`], which names the wrong field.
pub fn check_generate(body: &[u8]) -> Result<(), Problem> {
    WishRequest::read(body).map(drop)
}

fn read(status: u16, response: &[u8], key: &str) -> Result<String, Failure> {
    if !(200..300).contains(&status) {
        return Err(Failure::of_status(status, &String::from_utf8_lossy(response), key));
    }
    let mut completion = Completion::new(key);
    completion.push(response)?;
    completion.finish()
}

fn failed(failure: &Failure, retry_after: Option<u64>) -> Problem {
    let refusal = Refusal::from_name(failure.kind()).unwrap_or(Refusal::GeneratorFailed);
    let details =
        json!({ "detail": failure.to_string(), "instance": GENERATE, "retryAfter": retry_after });
    Problem::refuse(refusal, details.to_string().as_bytes())
}

#[cfg(test)]
mod tests;
