//! One test binary: one link, one place for helpers. A test file needs a `mod` line here.
#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]
#![allow(clippy::print_stderr, reason = "a test says what it could not try")]

mod agent;
mod api;
mod ast;
mod backend;
mod bindings;
mod bindings_laws;
mod compile;
mod compile_laws;
mod config;
mod convert;
mod differences;
mod dispatch;
mod findings;
mod fix_law;
mod generated;
mod invariants;
mod js;
mod key;
mod lint;
mod man;
mod memory;
mod migrating;
#[cfg(feature = "workerd-tests")]
mod model;
mod random;
mod readme;
mod redundant_law;
mod rules;
mod safe;
mod schema;
mod support;
mod tables;
#[cfg(unix)]
mod terminal;
mod tidy;
mod usercode;
mod validate;
mod verdicts;
mod version;
mod watch;
#[cfg(feature = "workerd-tests")]
mod worker;
mod xml;
