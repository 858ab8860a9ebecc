//! The core behind the `bloqr` command and its worker.

pub mod diagnostic;
pub mod lint;
pub mod source;
pub mod syntax;
pub mod wire;

#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "cli")]
pub mod config;
#[cfg(feature = "cli")]
pub mod report;
