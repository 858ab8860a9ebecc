//! The answers of the backend: it takes the bytes of a request and returns the bytes of an answer. The
//! three paths of the backend and the command that checks them all use it, so that they cannot differ.
//! From HTTP it only uses the status. Every body has an answer.
//!
//! ```
//! use bloqr_api::{Endpoint, answer};
//!
//! let good = answer(Endpoint::Parse, br#"{ "rules": ["||ads.example^"] }"#);
//! assert_eq!(good.status, 200);
//! // An error names each wrong field, as `application/problem+json`.
//! let bad = answer(Endpoint::Parse, br#"{ "rules": 1 }"#);
//! assert_eq!(bad.status, 422);
//! ```
#![deny(missing_docs)]

mod batch;
mod body;
mod compile;
mod convert;
mod custom;
mod derive;
mod draft;
mod generate;
mod list;
mod openapi;
mod pieces;
mod problem;
mod request;
mod rule;
mod transform;
mod validate;
mod watch;

use serde_json::json;

use self::request::{Request, WalkRequest};
use bloqr_lint as lint;
use bloqr_syntax::source::{Line, Newline, lines};
use bloqr_wire::{
    Json, Options, parse,
    walk::{self, Form, Walk},
};

pub use self::{
    batch::{BATCH, MAX_BATCH, check_batch},
    compile::{MAX_LINES, MAX_TEXTS, Plan, TOOL, plan},
    custom::{CustomStep, HOST_FAILED, HowEnded, WANTS_NODES, custom},
    derive::derive,
    draft::Desk,
    generate::{GENERATE, GenerateStep, check_generate, generate},
    openapi::{OPENAPI, openapi},
    pieces::{Begun, Pieces},
    problem::{Fault, Problem, Refusal},
    watch::Watcher,
};

/// The largest length of a client's body, in bytes.
pub const MAX_BODY: usize = 1 << 20;

/// The largest length of the body of a compilation, in bytes, with the texts that the worker adds.
const MAX_COMPILE_BODY: usize = 2 * MAX_TEXTS + MAX_BODY;

/// The largest length of an answer that is not made in pieces, in bytes: the answer to a short body can be
/// larger than the memory of an isolate. In real lists, the rules of the longest body give 25 MiB. A buffer
/// that doubles when it is full has at most 32 MiB.
pub const MAX_ANSWER: usize = (1 << 25) - (1 << 17);

/// With more findings than this, rules are not compared with each other.
const MAX_FINDINGS: usize = 50_000;

/// The largest JSON of a rule for a walk, in bytes. Its nodes need many times as much memory.
const MAX_WALKED: usize = 1 << 20;

/// An endpoint of the backend, for POST.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Endpoint {
    /// Parses rules into trees.
    Parse,
    /// Lists the nodes of a tree one by one.
    Walk,
    /// Finds the problems of a list.
    Validate,
    /// Finds the problems of one rule, and whether the rule matches a URL.
    ValidateRule,
    /// Makes one list from many sources.
    Compile,
    /// Applies transformations to one list.
    Transform,
    /// Converts rules to the syntax of another product.
    Convert,
}

impl Endpoint {
    /// Every endpoint.
    pub const ALL: [Endpoint; 7] = [
        Endpoint::Parse,
        Endpoint::Walk,
        Endpoint::Validate,
        Endpoint::ValidateRule,
        Endpoint::Compile,
        Endpoint::Transform,
        Endpoint::Convert,
    ];

    /// The path of the URL: `/api/ast/parse`.
    pub fn path(self) -> &'static str {
        match self {
            Endpoint::Parse => "/api/ast/parse",
            Endpoint::Walk => "/api/ast/walk",
            Endpoint::Validate => "/api/validate",
            Endpoint::ValidateRule => "/api/validate-rule",
            Endpoint::Compile => "/api/compile",
            Endpoint::Transform => "/api/transform",
            Endpoint::Convert => "/api/convert",
        }
    }

    /// The last part of the path: `parse`, `walk`, `validate-rule`.
    pub fn name(self) -> &'static str {
        match self {
            Endpoint::Parse => "parse",
            Endpoint::Walk => "walk",
            Endpoint::Validate => "validate",
            Endpoint::ValidateRule => "validate-rule",
            Endpoint::Compile => "compile",
            Endpoint::Transform => "transform",
            Endpoint::Convert => "convert",
        }
    }

    /// The kind of its task in an isolate: `ast`, `validate` or `compile`.
    pub fn task(self) -> &'static str {
        match self {
            Endpoint::Parse | Endpoint::Walk => "ast",
            Endpoint::Validate | Endpoint::ValidateRule => "validate",
            Endpoint::Compile | Endpoint::Transform | Endpoint::Convert => "compile",
        }
    }

    /// The endpoint with that path, or with the guide's path for it; `None` when there is none.
    pub fn from_path(path: &str) -> Option<Endpoint> {
        let path = ALIASES.into_iter().find(|it| it.0 == path).map_or(path, |it| it.1.path());
        Endpoint::ALL.into_iter().find(|it| it.path() == path)
    }

    /// The longest body that is read, in bytes: for a compilation, with the texts of its sources.
    fn max_body(self) -> usize {
        if self == Endpoint::Compile { MAX_COMPILE_BODY } else { MAX_BODY }
    }

    /// Whether unknown fields are refused.
    fn is_strict(self) -> bool {
        self.task() == "compile"
    }
}

/// Paths of the guide's backend for endpoints of ours.
const ALIASES: [(&str, Endpoint); 1] = [("/api/convert-rule", Endpoint::Convert)];

/// The answer to the client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status. With 200 the body is `application/json`, otherwise `application/problem+json`.
    pub status: u16,
    /// JSON in UTF-8, at most [`MAX_ANSWER`] bytes unless it can be [made in pieces](Begun::InPieces).
    pub body: Vec<u8>,
}

impl From<Problem> for Answer {
    fn from(problem: Problem) -> Answer {
        Answer { status: problem.status(), body: problem.to_json() }
    }
}

/// Checks a body against its schema.
///
/// # Errors
///
/// [`Problem`], which names each wrong field.
pub fn check(endpoint: Endpoint, body: &[u8]) -> Result<(), Problem> {
    Request::read(endpoint, body).map(drop)
}

/// Answers a request. A body that is given away, as a `Vec`, is freed before the answer is made.
pub fn answer(endpoint: Endpoint, body: impl AsRef<[u8]>) -> Answer {
    begin(endpoint, body).unwrap_or_else(|it| Begun::Whole(it.into())).into_whole()
}

fn begin(endpoint: Endpoint, body: impl AsRef<[u8]>) -> Result<Begun, Problem> {
    let request = Request::read(endpoint, body.as_ref())?;
    drop(body);
    let mut json = Json::limited(MAX_ANSWER);
    match request {
        Request::Parse { rules } => return Pieces::begin(rules),
        Request::Walk(request) => write_walked(&mut json, &request),
        Request::Validate { rules, strict } => validate::list(&mut json, &rules, strict),
        Request::ValidateRule { rule, url, strict } => {
            validate::rule(&mut json, &rule, url.as_ref(), strict);
        }
        Request::Compile(request) => compile::write(&mut json, request)?,
        Request::Transform(request) => transform::write(&mut json, request)?,
        Request::Convert(request) => convert::write(&mut json, &request),
        // Code of others runs in an isolate only: a host asks `custom`.
        Request::Custom(_) => return Err(custom::unavailable()),
    }
    if json.is_full() {
        return Err(Problem::answer_too_large(endpoint));
    }
    Ok(Begun::Whole(Answer { status: 200, body: json.finish() }))
}

/// Checks the body of a request to this path. A problem names the path as it was asked for.
///
/// # Errors
///
/// [`Problem`], which names each wrong field, or says that there is no such path.
pub fn check_at(path: &str, body: &[u8]) -> Result<(), Problem> {
    let checked = match Endpoint::from_path(path) {
        Some(endpoint) => check(endpoint, body),
        None if path == BATCH => check_batch(body),
        None if path == GENERATE => check_generate(body),
        None => Err(Problem::refuse(Refusal::NotFound, b"")),
    };
    checked.map_err(|it| it.at(path))
}

/// Answers a request to this path. A problem names the path as it was asked for.
pub fn answer_at(path: &str, body: impl AsRef<[u8]>) -> Answer {
    begin_at(path, body).into_whole()
}

/// Answers a request to this path, in pieces where the answer can be large.
pub fn begin_at(path: &str, body: impl AsRef<[u8]>) -> Begun {
    let begun = match Endpoint::from_path(path) {
        Some(endpoint) => begin(endpoint, body),
        None => Err(Problem::refuse(Refusal::NotFound, b"")),
    };
    begun.unwrap_or_else(|it| Begun::Whole(it.at(path).into()))
}

/// Whether these bytes are a JSON object and nothing else, as every answer is: for a host that got
/// them from an isolate.
pub fn is_document(bytes: &[u8]) -> bool {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    text.starts_with('{') && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

/// The versions and limits, as JSON: the version of the core, the version of the linter's tables as
/// eight hexadecimal digits, the version of AGTree, the largest length of a body in bytes, the limits of
/// user code (bytes of an answer, milliseconds of a run), the paths
/// with their tasks, and the names of refusals. The worker reads the paths and the names from here.
pub fn version() -> Vec<u8> {
    let paths = Endpoint::ALL.map(|it| (it.path(), it)).into_iter().chain(ALIASES);
    let endpoints = paths.map(|(path, it)| json!({ "path": path, "task": it.task() }));
    let endpoints: Vec<_> = endpoints.collect();
    json!({
        "core": env!("CARGO_PKG_VERSION"),
        "tables": format!("{:08x}", lint::TABLES),
        "agtree": "4.2.0",
        "maxBody": MAX_BODY,
        "userCode": {
            "maxAnswer": bloqr_usercode::limits::ANSWER,
            "wallMs": bloqr_usercode::limits::WALL.as_millis() as u64,
        },
        "endpoints": endpoints,
        "refusals": Refusal::ALL.map(Refusal::name),
    })
    .to_string()
    .into_bytes()
}

/// The lines of a text, or the rules, one line each. Offsets count as in a text of these lines.
fn write_walked(json: &mut Json<'_>, request: &WalkRequest) {
    let walk = Walk {
        types: request.types.clone(),
        max_depth: request.max_depth,
        context: request.context,
        most: MAX_WALKED,
    };
    let options = &Options::LIST;
    match &request.list {
        request::List::Text(text) => {
            walk::write(json, lines(text), &walk, Form::Document, options, "");
        }
        request::List::Rules(rules) => {
            let texts: Vec<&str> = rules.iter().filter_map(|it| parse::rule_text(it)).collect();
            let last = texts.len().saturating_sub(1);
            let lines = texts.iter().enumerate().map(|(n, text)| {
                let newline = (n < last).then_some(Newline::Lf);
                Line { text, newline }
            });
            walk::write(json, lines, &walk, Form::Document, options, "");
        }
    }
}
