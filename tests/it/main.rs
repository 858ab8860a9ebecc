//! One test binary: one link, one place for helpers. A test file needs a `mod` line here.
#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod generated;
mod invariants;
mod lint;
mod rules;
mod schema;
mod support;
mod validate;
