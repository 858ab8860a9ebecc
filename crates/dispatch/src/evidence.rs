//! What in an answer tells the path it took, strongest first: the backend's own header, a marker in
//! the body, and the ways in which a backend that is known differs by path. Without any of these
//! the path is unknown.

pub use super::backend::HEADER;
use super::{
    Exchange, Path, Response,
    backend::{self, Backend, Seen},
};

/// What an answer says of its path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    pub path: Option<Path>,
    pub kind: Kind,
    /// What was seen, in words.
    pub says: String,
    /// The paths that were tried before, and why they were not taken, in order.
    pub fallbacks: Vec<Fallback>,
    /// Which backend answered.
    pub backend: &'static Backend,
    /// Why this is no answer, where what answered does no work.
    pub stub: Option<&'static str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Header,
    Body,
    Fingerprint,
    None,
}

impl Kind {
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Header => "header",
            Kind::Body => "body",
            Kind::Fingerprint => "fingerprint",
            Kind::None => "none",
        }
    }
}

/// A path that was skipped.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fallback {
    /// As the header spells it.
    pub path: String,
    /// `not-bound`, `could-not-start`, or what else the header says.
    pub reason: String,
}

/// `X-Bloqr-Version`, read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Version {
    pub build: Option<String>,
    pub core: Option<String>,
    pub tables: Option<String>,
}

/// The path that the backend names. An error holds a name that is none.
pub fn header(response: &Response) -> Option<Result<Path, String>> {
    let value = response.header(HEADER)?.trim();
    Some(value.parse().map_err(|_| value.chars().take(60).collect()))
}

/// `X-Bloqr-Fallback: loader=not-bound, dynamic-worker-loader=could-not-start`
pub fn fallbacks(response: &Response) -> Vec<Fallback> {
    let value = response.header("x-bloqr-fallback").unwrap_or_default();
    let items = value.split(',').map(str::trim).filter(|it| !it.is_empty());
    let split = items.map(|it| it.split_once('=').unwrap_or((it, "no reason given")));
    split.map(|(path, why)| Fallback { path: path.to_owned(), reason: why.to_owned() }).collect()
}

/// `X-Bloqr-Version: build=8c1f; core=0.1.0; tables=0123abcd`
pub fn version(response: &Response) -> Option<Version> {
    let mut version = Version::default();
    for (key, value) in
        response.header("x-bloqr-version")?.split(';').filter_map(|it| it.split_once('='))
    {
        let value = Some(value.trim().to_owned());
        match key.trim() {
            "build" => version.build = value,
            "core" => version.core = value,
            "tables" => version.tables = value,
            _ => (),
        }
    }
    Some(version)
}

/// Weighs one answer.
pub fn weigh(exchange: &Exchange) -> Evidence {
    let response = &exchange.response;
    let Seen { backend, mark } = backend::recognize(exchange);
    let (path, kind, says) = match (header(response), mark) {
        (Some(Ok(path)), _) => (Some(path), Kind::Header, format!("{HEADER}: {path}")),
        (Some(Err(name)), _) => {
            (None, Kind::None, format!("{HEADER} names `{name}`, which is no path"))
        }
        (None, Some(mark)) => (Some(mark.path), mark.kind, mark.says.to_owned()),
        (None, None) => (None, Kind::None, "no header, no marker, no known fingerprint".to_owned()),
    };
    let stub = mark.and_then(|it| it.stub);
    Evidence { backend, path, kind, says, stub, fallbacks: fallbacks(response) }
}
