//! Finds out which path of a backend answered a request, on what evidence, and whether the answer was
//! right. It takes exchanges and returns verdicts; it uses no sockets, no clock and no terminal.
//!
//! ```
//! use bloqr_dispatch::{Exchange, Path, Request, Response, evidence};
//!
//! let request = Request::post("/api/ast/parse", "{}");
//! let headers = vec![("X-Bloqr-Dispatch".to_owned(), "loader".to_owned())];
//! let response = Response { status: 200, headers, ..Response::default() };
//! let evidence = evidence::weigh(&Exchange { request, response, had_key: false });
//! assert_eq!(evidence.path, Some(Path::Loader));
//! ```
#![deny(missing_docs)]

pub mod agents;
pub mod audit;
pub mod backend;
pub mod canary;
pub mod cloudflare;
pub mod evidence;
mod exchange;
mod expected;
pub mod explain;
mod fault;
pub mod parity;
pub mod report;
pub mod sample;
pub mod trust;
pub mod verdict;

use std::{fmt, str::FromStr};

pub use self::{
    exchange::{Auth, Exchange, GZIPPED_TWICE, Outcome, Request, Response},
    fault::{Fault, document, read},
};

/// The path of an answer: the place where it was computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Path {
    /// An isolate that the binding `LOADER` starts.
    Loader,
    /// An isolate that the binding `DYNAMIC_WORKER_LOADER` starts.
    DynamicWorkerLoader,
    /// The backend itself, without an isolate.
    Inline,
}

impl Path {
    /// Every path, in the order in which the backend tries them.
    pub const ALL: [Path; 3] = [Path::Loader, Path::DynamicWorkerLoader, Path::Inline];

    /// Its name in the header `X-Bloqr-Dispatch`.
    pub fn as_str(self) -> &'static str {
        match self {
            Path::Loader => "loader",
            Path::DynamicWorkerLoader => "dynamic-worker-loader",
            Path::Inline => "inline",
        }
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Path {
    type Err = UnknownPath;

    fn from_str(text: &str) -> Result<Path, UnknownPath> {
        let found = Path::ALL.into_iter().find(|it| it.as_str() == text);
        found.ok_or_else(|| UnknownPath { name: text.chars().take(60).collect() })
    }
}

/// No path has this name.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownPath {
    /// The first 60 characters of the text.
    pub name: String,
}

impl fmt::Display for UnknownPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a path is one of loader, dynamic-worker-loader, inline")
    }
}

impl std::error::Error for UnknownPath {}
