//! What the npm package `@bloqr/core` asks of the core: options and a text in, JSON out. `js/` is the
//! package: its JavaScript calls the exported functions, and makes exceptions of errors.
//!
//! Positions in answers are in UTF-16 code units of the whole text, as JavaScript counts them.

mod changes;
mod compilation;
#[cfg(target_arch = "wasm32")]
pub mod doors;
mod findings;
mod matches;
mod options;
mod summary;
#[cfg(test)]
mod tests;
mod tree;

pub use self::{
    changes::{convert, convert_rule},
    compilation::compile,
    findings::{fix, lint},
    matches::find_matches,
    summary::summary,
    tree::{Tree, rule_record},
};

/// The answer to a call: JSON, or a message for the exception.
pub type Answer = Result<Vec<u8>, String>;

/// The version of the core, and of AGTree, whose nodes these are.
pub fn version(_: &str, _: &str) -> Answer {
    let versions = serde_json::json!({ "core": env!("CARGO_PKG_VERSION"), "agtree": "4.2.0" });
    Ok(versions.to_string().into_bytes())
}
