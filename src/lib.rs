//! The core behind the `bloqr` command and its worker: text in, data out. It knows no file, no
//! network, no terminal and no clock, and compiles to WASM.
//!
//! | module | what it is |
//! |---|---|
//! | [`source`] | lines, spans, UTF-16 offsets |
//! | [`syntax`] | one line in, one rule out; a rule in, its text out |
//! | [`diagnostic`] | what is wrong with a list |
//! | [`filekind`] | filter lists and files of other kinds |
//! | [`lint`] | judges lists |
//! | [`regex`] | JavaScript's regular expressions, searched for in bounded time |
//! | [`matching`] | whether a pattern matches an address |
//! | [`wire`] | JSON of all that |
//! | [`api`] | what the backend answers |
//!
//! The command line, in [`cli`], is the only part with a world.

pub use bloqr_api as api;
pub use bloqr_filekind as filekind;
pub use bloqr_lint as lint;
pub use bloqr_lint::diagnostic;
pub use bloqr_regex as regex;
pub use bloqr_syntax as syntax;
pub use bloqr_syntax::{invisible, matching, source};
pub use bloqr_wire as wire;

#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "cli")]
pub use bloqr_config as config;
#[cfg(feature = "cli")]
pub use bloqr_dispatch as dispatch;
#[cfg(feature = "cli")]
pub use bloqr_report as report;
#[cfg(feature = "cli")]
pub use bloqr_wrangler as wrangler;

/// The README's Rust is tested with the rest.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
