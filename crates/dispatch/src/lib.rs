//! Which path served a request, from what evidence, and whether the answer was right. Exchanges in,
//! verdicts out: of sockets, clocks and terminals it knows nothing.

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

/// Where an answer was computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Path {
    Loader,
    DynamicWorkerLoader,
    Inline,
}

impl Path {
    /// In the order in which the backend tries them.
    pub const ALL: [Path; 3] = [Path::Loader, Path::DynamicWorkerLoader, Path::Inline];

    /// As the header `X-Bloqr-Dispatch` spells it.
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
        Path::ALL.into_iter().find(|it| it.as_str() == text).ok_or(UnknownPath)
    }
}

/// No path is called that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownPath;

impl fmt::Display for UnknownPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a path is one of loader, dynamic-worker-loader, inline")
    }
}

impl std::error::Error for UnknownPath {}
