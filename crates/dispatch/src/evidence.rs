//! Finds out which path an answer took. The evidence, strongest first: the header of the backend, a
//! marker in the body, and differences between the paths of a known backend. Without any of these, the
//! path is unknown.

pub use super::backend::HEADER;
use super::{
    Exchange, Path, Response, UnknownPath,
    backend::{self, Backend, Seen},
};

/// The evidence in one answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The path; `None` when nothing shows it.
    pub path: Option<Path>,
    /// How strong the evidence is.
    pub kind: Kind,
    /// The evidence, for people.
    pub says: String,
    /// The paths that were tried before, in order, and why they were not used.
    pub fallbacks: Vec<Fallback>,
    /// Which backend answered.
    pub backend: &'static Backend,
    /// Why this is not a real answer, when the backend is a stub that does no work.
    pub stub: Option<&'static str>,
}

/// The kind of evidence, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The header of the backend.
    Header,
    /// A field in the body.
    Body,
    /// A known backend answers in this way only on this path.
    Fingerprint,
    /// There is no evidence.
    None,
}

impl Kind {
    /// Its name in reports.
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
    /// Its name in the header.
    pub path: String,
    /// `not-bound`, `could-not-start`, or another text of the header.
    pub reason: String,
}

/// The parsed header `X-Bloqr-Version`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Version {
    /// The build of the backend.
    pub build: Option<String>,
    /// The version of the core.
    pub core: Option<String>,
    /// The version of the linter's tables, in hexadecimal digits.
    pub tables: Option<String>,
}

/// The path that the backend names; `None` when it names none.
///
/// # Errors
///
/// [`UnknownPath`] when the header has another text.
pub fn header(response: &Response) -> Option<Result<Path, UnknownPath>> {
    Some(response.header(HEADER)?.trim().parse())
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

/// How the isolate of an answer is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum IsolateUse {
    /// For this request only.
    Fresh,
    /// For all requests of one user.
    Tenant,
}

impl IsolateUse {
    /// Its name in `X-Bloqr-Isolate`.
    pub fn as_str(self) -> &'static str {
        match self {
            IsolateUse::Fresh => "fresh",
            IsolateUse::Tenant => "tenant",
        }
    }
}

/// `X-Bloqr-Isolate: fresh`
pub fn isolate_use(response: &Response) -> Option<IsolateUse> {
    let name = response.header("x-bloqr-isolate")?;
    [IsolateUse::Fresh, IsolateUse::Tenant].into_iter().find(|it| it.as_str() == name)
}

/// Finds the evidence in one answer.
pub fn weigh(exchange: &Exchange) -> Evidence {
    let response = &exchange.response;
    let Seen { backend, mark } = backend::recognize(exchange);
    let (path, kind, says) = match (header(response), mark) {
        (Some(Ok(path)), _) => (Some(path), Kind::Header, format!("{HEADER}: {path}")),
        (Some(Err(UnknownPath { name })), _) => {
            (None, Kind::None, format!("{HEADER} names `{name}`, which is not a path"))
        }
        (None, Some(mark)) => (Some(mark.path), mark.kind, mark.says.to_owned()),
        (None, None) => (None, Kind::None, "no header, no marker, no known fingerprint".to_owned()),
    };
    let stub = mark.and_then(|it| it.stub);
    Evidence { backend, path, kind, says, stub, fallbacks: fallbacks(response) }
}
