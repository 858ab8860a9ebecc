//! JSON output, written directly from the nodes. The command and the worker write the same bytes.

pub mod ast;
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
