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
//! | [`matching`] | whether a pattern matches an address |
//! | [`wire`] | JSON of all that |
//! | [`api`] | what the backend answers |
//!
//! The command line, in [`cli`], is the only part with a world.

pub mod api;
pub mod diagnostic;
pub mod filekind;
pub mod lint;
pub mod matching;
pub mod source;
pub mod syntax;
pub mod wire;

#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "cli")]
pub mod config;
#[cfg(feature = "cli")]
pub mod dispatch;
#[cfg(feature = "cli")]
pub mod report;
#[cfg(target_arch = "wasm32")]
pub mod wasm;
#[cfg(feature = "cli")]
pub mod wrangler;

/// The README's Rust is tested with the rest.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
