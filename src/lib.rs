//! The core behind the `bloqr` command and its worker.
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "cli")]
pub mod wrangler;
