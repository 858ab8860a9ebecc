//! JSON output, written directly from the nodes. The command and the worker write the same bytes.
//!
//! The shapes are AGTree 4.2.0's; offsets are in UTF-16 code units, as JavaScript counts them.
//!
//! ```
//! use bloqr_syntax::{parse, source::Line};
//! use bloqr_wire::{Json, Options, ast};
//!
//! let line = Line { text: "||ads.example^", newline: None };
//! let options = Options::LIST;
//! let mut json = Json::new();
//! ast::write(&mut json, &parse(line.text, &options.syntax), line, 0, options.output, "");
//! let json = String::from_utf8(json.finish()).unwrap();
//! assert!(json.starts_with(r#"{"type":"NetworkRule","category":"Network""#));
//! ```
#![deny(missing_docs)]

pub mod ast;
pub mod flat;
mod json;
pub mod list;
mod options;
pub mod parse;
pub mod report;
pub mod serve;
pub mod walk;

pub use self::{
    json::{Drain, Json},
    options::Options,
};
