//! What leaves the process as JSON, written straight from the nodes. The command and the worker
//! write the same bytes.

pub mod ast;
mod json;
pub mod report;
pub mod serve;

pub use self::json::Json;
