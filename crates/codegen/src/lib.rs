//! Asks a language model for a transform of a filter list: the request to a server that speaks
//! OpenAI's `POST {base}/chat/completions`, and the JavaScript that its answer holds.
//!
//! Nothing is sent from here: the caller sends [`Request::to_json`], gives the bytes of the response to
//! a [`Completion`], and gets the source or a [`Failure`]. The source is code of a stranger: it is shown,
//! run in a sandbox, and never applied by itself.
//!
//! ```
//! use bloqr_codegen::{Completion, Request};
//!
//! let request = Request::new("some-model", "drop the rules for dead.example", "type Transform = …");
//! assert!(request.to_json().contains("dead.example"));
//!
//! let mut completion = Completion::new("the key");
//! let delta = "export const transform = (rules) => rules";
//! completion.push(format!("data: {{\"choices\":[{{\"delta\":{{\"content\":\"{delta}\"}}}}]}}\r\n\r\n").as_bytes())?;
//! completion.push(b"data: [DONE]\n\n")?;
//! assert_eq!(completion.finish()?, delta);
//! # Ok::<(), bloqr_codegen::Failure>(())
//! ```
#![deny(missing_docs)]

mod completion;
mod events;
mod failure;
mod request;
mod source;

#[cfg(test)]
mod tests;

pub use self::{
    completion::{Completion, MAX_ANSWER},
    failure::Failure,
    request::{MAX_SAMPLE, MAX_WISH, Request},
    source::{MAX_SOURCE, source_in},
};
