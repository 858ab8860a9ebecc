//! Custom transforms of filter lists: JavaScript that somebody wrote, or had a model write, changes a
//! list. Nobody trusts it, so it runs in an isolate that has no network and no bindings, and nothing
//! that it answers is believed before it is checked here.
//!
//! This crate runs nothing. [`Job`] says what a host loads and sends, and [`Job::outcome`] reads what
//! came of it: a change, or a [`Refusal`] that is the same whenever the same code has the same rules.
//! [`Preview`] is what the change would do to the list.
//!
//! ```
//! use bloqr_lint::Config;
//! use bloqr_usercode::{Ended, Job, Outcome, Preview};
//!
//! let source = "export const transform = (rules) => rules.slice(1)";
//! let job = Job::new(source, "||a.example^\n||b.example^\n", &[])?;
//! // The host does `LOADER.load(job.code())`, sends `job.request(false)`, and gets an answer.
//! let body = br#"{"kind":"rules","rules":["||b.example^"],"log":""}"#;
//! let Outcome::Done(done) = job.outcome(Ended::Answered { status: 200, body }, false) else {
//!     panic!()
//! };
//! let preview = Preview::new(&job, &done.change, &Config::default());
//! assert_eq!(preview.text, "||b.example^\n");
//! assert_eq!(preview.differences.removed, [(1, "||a.example^".to_owned())]);
//! # Ok::<(), bloqr_usercode::Refusal>(())
//! ```
//!
//! # The contract
//!
//! `examples/transform/transform.d.ts` of the repository declares it. The module exports a function
//! `transform(rules, info)`, which may be async:
//!
//! * `rules`: the lines of the list, comments and empty lines too, without what ends them.
//! * `info.data`: the texts of the host, by name.
//! * `info.nodes`: the tree of each line, as `POST /api/ast/parse` has it, when the module exports
//!   `wants = { ast: true }`. Offsets count from the start of the line.
//! * It returns all lines of the new list, or `{ edits: [{ line, rules }] }`, where each edit puts
//!   rules in the place of a line; lines count from 1.
//!
//! The clock stands at 1970, `Math.random` is seeded with the code and the rules, and there is nothing
//! to wait with: the same code gives the same result. [`limits`] has all limits.
#![deny(missing_docs)]

mod ended;
mod job;
pub mod limits;
mod place;
mod preview;
mod refusal;
mod said;
#[cfg(test)]
mod tests;

pub use self::{
    ended::{Done, Ended, Outcome},
    job::Job,
    place::source_lines,
    preview::{Differences, Placed, Preview},
    refusal::{Frame, Kind, Position, Refusal},
    said::{Change, Edit},
};
