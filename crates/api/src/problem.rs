use std::{error, fmt};

use serde_json::{Map, Value};

use crate::{Endpoint, MAX_ANSWER, MAX_FINDINGS};

/// Why there is no answer: `application/problem+json`, RFC 9457.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    kind: Kind,
    /// The kind of the problem.
    pub detail: String,
    /// The path of the request.
    pub instance: Option<String>,
    /// The wrong fields, and the number of all errors.
    pub errors: Vec<Fault>,
    /// When to try again, in seconds.
    pub retry_after: Option<u64>,
    /// The current revision of a draft, for a request that names another.
    pub rev: Option<u64>,
}

/// The kind of a problem. [`Problem::to_json`] writes all of it.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

impl error::Error for Problem {}

/// An error in one field of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fault {
    /// The field, as a JSON Pointer (RFC 6901): `/rules/3`; empty for the whole body.
    pub pointer: String,
    /// The error, for people.
    pub detail: String,
}

/// ``/rules/3: is not a string``
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.pointer.as_str() {
            "" => f.write_str(&self.detail),
            pointer => write!(f, "{pointer}: {}", self.detail),
        }
    }
}

impl error::Error for Fault {}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    InvalidRequest,
    AnswerTooLarge,
    Refused(Refusal),
}

/// Status, the last part of the type, and the title.
pub(crate) const INVALID_REQUEST: (u16, &str, &str) =
    (422, "invalid-request", "The request is not valid");

/// The same.
pub(crate) const ANSWER_TOO_LARGE: (u16, &str, &str) =
    (413, "answer-too-large", "The answer is too large");

/// Why the worker refuses a request, or has no answer to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// 404: no endpoint has this path.
    NotFound,
    /// 405: the endpoint does not have this method.
    MethodNotAllowed,
    /// 415: the body is not `application/json`.
    UnsupportedMediaType,
    /// 413: the body is longer than [`MAX_BODY`](crate::MAX_BODY).
    TooLarge,
    /// 408: the body came too slowly.
    BodyTooSlow,
    /// 401: the endpoint needs a key.
    Unauthenticated,
    /// 403: the tier of the key does not include this.
    Forbidden,
    /// 403: the check by Turnstile failed.
    TurnstileFailed,
    /// 429: too many requests.
    RateLimited,
    /// 422: a source may not be fetched.
    SourceRefused,
    /// 502: a source could not be fetched.
    SourceFailed,
    /// 413: there are too many sources, or they are too large.
    SourcesTooLarge,
    /// 502: the isolate threw an exception.
    IsolateThrew,
    /// 502: the answer of the isolate is not valid.
    IsolateGarbage,
    /// 504: the isolate did not answer in time.
    IsolateTimeout,
    /// 500: the core panicked.
    CoreFailed,
    /// 503: nothing can answer at the moment.
    Unavailable,
    /// 503: nothing can run code of users.
    UserCodeUnavailable,
    /// 422: the model refuses to write a source.
    GeneratorRefused,
    /// 502: the answer of the model ends in the middle.
    GeneratorCut,
    /// 502: the answer of the model has no source.
    GeneratorNoCode,
    /// 502: the server of the model failed.
    GeneratorFailed,
    /// 503: no model is set up.
    GeneratorUnset,
    /// 422: the call of an agent is not valid.
    InvalidCall,
    /// 404: the caller has no such agent.
    AgentNotFound,
    /// 404: the agent has no method of this name.
    AgentMethodUnknown,
    /// 409: the draft has another revision than the one that the request is about.
    AgentConflict,
    /// 413: the agent has no room for this.
    AgentFull,
    /// 503: nothing can run the agent.
    AgentUnavailable,
    /// 426: this can be asked for by a WebSocket only.
    UpgradeRequired,
}

/// The title of the problem.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.facts().2)
    }
}

impl error::Error for Refusal {}

impl Refusal {
    /// All of them.
    pub const ALL: [Refusal; 30] = [
        Refusal::NotFound,
        Refusal::MethodNotAllowed,
        Refusal::UnsupportedMediaType,
        Refusal::TooLarge,
        Refusal::BodyTooSlow,
        Refusal::Unauthenticated,
        Refusal::Forbidden,
        Refusal::TurnstileFailed,
        Refusal::RateLimited,
        Refusal::SourceRefused,
        Refusal::SourceFailed,
        Refusal::SourcesTooLarge,
        Refusal::IsolateThrew,
        Refusal::IsolateGarbage,
        Refusal::IsolateTimeout,
        Refusal::CoreFailed,
        Refusal::Unavailable,
        Refusal::UserCodeUnavailable,
        Refusal::GeneratorRefused,
        Refusal::GeneratorCut,
        Refusal::GeneratorNoCode,
        Refusal::GeneratorFailed,
        Refusal::GeneratorUnset,
        Refusal::InvalidCall,
        Refusal::AgentNotFound,
        Refusal::AgentMethodUnknown,
        Refusal::AgentConflict,
        Refusal::AgentFull,
        Refusal::AgentUnavailable,
        Refusal::UpgradeRequired,
    ];

    /// The last part of its type: `not-found`.
    pub fn name(self) -> &'static str {
        self.facts().1
    }

    /// The HTTP status.
    pub fn status(self) -> u16 {
        self.facts().0
    }

    /// The refusal with that name.
    pub fn from_name(name: &str) -> Option<Refusal> {
        Refusal::ALL.into_iter().find(|it| it.name() == name)
    }

    /// Status, the last part of the type, title, and the detail when the caller gives none.
    fn facts(self) -> (u16, &'static str, &'static str, &'static str) {
        match self {
            Refusal::NotFound => (
                404,
                "not-found",
                "There is nothing here",
                "POST goes to /api/ast/parse, /api/ast/walk, /api/validate, /api/validate-rule, \
                 /api/compile, /api/compile/batch, /api/transform, /api/transform/generate and \
                 /api/convert, GET to \
                 /api/compile/{id}, /api/version, /api/health, /api/ready and /api/openapi.json.",
            ),
            Refusal::MethodNotAllowed => (
                405,
                "method-not-allowed",
                "The method is not allowed here",
                "The header Allow names the allowed methods.",
            ),
            Refusal::UnsupportedMediaType => (
                415,
                "unsupported-media-type",
                "The content type is not supported",
                "Send JSON, with Content-Type: application/json.",
            ),
            Refusal::TooLarge => (
                413,
                "too-large",
                "The request is too large",
                "A body has at most 1 MiB: send a list in several requests.",
            ),
            Refusal::BodyTooSlow => (
                408,
                "body-too-slow",
                "The body did not come in time",
                "Send the whole body within 15 s, or a list in several requests.",
            ),
            Refusal::Unauthenticated => (
                401,
                "unauthenticated",
                "The request has no valid key",
                "Send an API key, with Authorization: Bearer blq_…",
            ),
            Refusal::Forbidden => (
                403,
                "forbidden",
                "This is not allowed",
                "The API key's tier does not include this.",
            ),
            Refusal::TurnstileFailed => (
                403,
                "turnstile-failed",
                "The Turnstile check failed",
                "Send a fresh token in turnstileToken, or an API key.",
            ),
            Refusal::RateLimited => (
                429,
                "rate-limited",
                "Too many requests",
                "The header Retry-After says in how many seconds to try again.",
            ),
            Refusal::SourceRefused => (
                422,
                "source-refused",
                "This source is not allowed",
                "A source must be an https URL with a public host name.",
            ),
            Refusal::SourceFailed => (
                502,
                "source-failed",
                "A source could not be fetched",
                "Its server did not send a list: try again later, or send its text in preFetchedContent.",
            ),
            Refusal::SourcesTooLarge => (
                413,
                "sources-too-large",
                "The sources are too large",
                "Compile fewer or smaller sources at once.",
            ),
            Refusal::IsolateThrew => (
                502,
                "isolate-threw",
                "The isolate failed",
                "The isolate for this request ended with an error.",
            ),
            Refusal::IsolateGarbage => (
                502,
                "isolate-garbage",
                "The answer of the isolate is not valid",
                "The isolate for this request sent an answer that is not valid.",
            ),
            Refusal::IsolateTimeout => (
                504,
                "isolate-timeout",
                "The isolate took too long",
                "The isolate for this request did not answer in time.",
            ),
            Refusal::CoreFailed => (
                500,
                "core-failed",
                "The core failed",
                "This is a bug in the backend: please report the request that causes it.",
            ),
            Refusal::Unavailable => (
                503,
                "unavailable",
                "The backend cannot work now",
                "A part that it needs is missing or not set up.",
            ),
            Refusal::UserCodeUnavailable => (
                503,
                "user-code-unavailable",
                "Nothing here can run the code",
                "Code of users runs in an isolate only, and neither LOADER nor SANDBOX is bound.",
            ),
            Refusal::GeneratorRefused => {
                (422, "generator-refused", "The model refuses", "Say the wish in other words.")
            }
            Refusal::GeneratorCut => (
                502,
                "generator-cut",
                "The answer of the model is not whole",
                "Ask for less, or try again.",
            ),
            Refusal::GeneratorNoCode => (
                502,
                "generator-no-code",
                "The model wrote no transform",
                "Try again, or say the wish in other words.",
            ),
            Refusal::GeneratorFailed => (
                502,
                "generator-failed",
                "The model cannot be asked",
                "The server of the model failed: try again later.",
            ),
            Refusal::GeneratorUnset => (
                503,
                "generator-unset",
                "No model is set up",
                "Set CODEGEN_URL, CODEGEN_MODEL and the secret CODEGEN_KEY.",
            ),
            Refusal::InvalidCall => (
                422,
                "invalid-request",
                "The request is not valid",
                "docs/agents.md lists the methods and what they take.",
            ),
            Refusal::AgentNotFound => (
                404,
                "agent-not-found",
                "There is no such agent",
                "The path is /agents/{name}/me, with the name of an agent of this backend.",
            ),
            Refusal::AgentMethodUnknown => (
                404,
                "agent-method-unknown",
                "The agent has no such method",
                "docs/agents.md lists the methods of each agent.",
            ),
            Refusal::AgentConflict => (
                409,
                "agent-conflict",
                "The draft has another revision",
                "Somebody else changed the draft: read it again, then send the change for its revision.",
            ),
            Refusal::AgentFull => {
                (413, "agent-full", "The agent has no room for this", "A draft has at most 16 MiB.")
            }
            Refusal::AgentUnavailable => (
                503,
                "agent-unavailable",
                "The agent cannot work now",
                "A part that it needs is missing or not set up.",
            ),
            Refusal::UpgradeRequired => (
                426,
                "upgrade-required",
                "This needs a WebSocket",
                "Open a WebSocket here, or use the HTTP routes of the agent.",
            ),
        }
    }
}

impl Problem {
    /// The largest number of errors that are listed: a million rules can be wrong.
    pub const MAX_FAULTS: usize = 1000;

    /// A refusal with `details`, a JSON object with the optional fields `detail`, `instance`,
    /// `retryAfter` in seconds, and `rev`. Anything else is ignored.
    pub fn refuse(refusal: Refusal, details: &[u8]) -> Problem {
        let details: Value = serde_json::from_slice(details).unwrap_or_default();
        let text = |key: &str| details.get(key).and_then(Value::as_str).map(str::to_owned);
        Problem {
            kind: Kind::Refused(refusal),
            detail: text("detail").unwrap_or_else(|| refusal.facts().3.to_owned()),
            instance: text("instance"),
            errors: Vec::new(),
            retry_after: details.get("retryAfter").and_then(Value::as_u64),
            rev: details.get("rev").and_then(Value::as_u64),
        }
    }

    /// The body is too long.
    pub(super) fn too_large(endpoint: Endpoint, len: usize) -> Problem {
        let most = endpoint.max_body();
        let detail = format!(
            "The body has {len} bytes, and at most {most} are read: send a list in several \
             requests."
        );
        Problem::of(Kind::Refused(Refusal::TooLarge), endpoint, detail)
    }

    /// The answer would be longer than [`MAX_ANSWER`](crate::MAX_ANSWER).
    pub(super) fn answer_too_large(endpoint: Endpoint) -> Problem {
        let most = MAX_ANSWER.div_ceil(1 << 20);
        let much = match endpoint {
            Endpoint::Parse
            | Endpoint::Walk
            | Endpoint::Compile
            | Endpoint::Transform
            | Endpoint::Convert => format!("{most} MiB"),
            Endpoint::Validate | Endpoint::ValidateRule => {
                format!("{most} MiB or {MAX_FINDINGS} findings")
            }
        };
        let narrow = match endpoint {
            Endpoint::Walk => ", or for less with nodeTypes and maxDepth",
            Endpoint::Compile | Endpoint::Transform => ", or without `explain`",
            Endpoint::Parse | Endpoint::Validate | Endpoint::ValidateRule | Endpoint::Convert => "",
        };
        let detail = format!(
            "The answer would have more than {much}: ask with fewer rules at once{narrow}."
        );
        Problem::of(Kind::AnswerTooLarge, endpoint, detail)
    }

    /// The body is not JSON.
    pub(super) fn malformed(endpoint: Endpoint, why: &serde_json::Error) -> Problem {
        let (detail, fault) = if why.is_data() {
            (format!("The body: {why}."), why.to_string())
        } else {
            (format!("The body is not JSON: {why}"), format!("not JSON: {why}"))
        };
        let errors = vec![Fault { pointer: String::new(), detail: fault }];
        Problem { errors, ..Problem::of(Kind::InvalidRequest, endpoint, detail) }
    }

    /// Fields are wrong: those in `errors`, and `more` others.
    pub(super) fn invalid(endpoint: Endpoint, errors: Vec<Fault>, more: usize) -> Problem {
        let detail = match (errors.as_slice(), more) {
            ([only], 0) if only.pointer.is_empty() => format!("The body: {}.", only.detail),
            ([only], 0) => format!("{}: {}.", only.pointer, only.detail),
            (some, 0) => format!("{} fields are wrong.", some.len()),
            (some, more) => format!(
                "{} fields are wrong, the first {} are listed.",
                some.len() + more,
                some.len()
            ),
        };
        Problem { errors, ..Problem::of(Kind::InvalidRequest, endpoint, detail) }
    }

    /// A command to a draft is wrong in one place.
    pub(super) fn in_command(pointer: &str, what: String) -> Problem {
        let detail =
            if pointer.is_empty() { format!("{what}.") } else { format!("{pointer}: {what}.") };
        let errors = vec![Fault { pointer: pointer.to_owned(), detail: what }];
        Problem { errors, ..Problem::without_path(Kind::InvalidRequest, detail) }
    }

    /// A command is about another revision of a draft than the current one.
    pub(super) fn conflict(asked: u64, rev: u64) -> Problem {
        let detail = format!("This is for revision {asked}, and the draft is at revision {rev}.");
        let kind = Kind::Refused(Refusal::AgentConflict);
        Problem { rev: Some(rev), ..Problem::without_path(kind, detail) }
    }

    /// The answer to a command would be longer than [`MAX_ANSWER`](crate::MAX_ANSWER).
    pub(super) fn command_answer_too_large() -> Problem {
        let detail = "The answer would be too long: ask for less at once.".to_owned();
        Problem::without_path(Kind::AnswerTooLarge, detail)
    }

    /// The same problem, for a request to another path.
    pub(super) fn at(self, path: &str) -> Problem {
        Problem { instance: Some(path.to_owned()), ..self }
    }

    fn of(kind: Kind, endpoint: Endpoint, detail: String) -> Problem {
        let instance = Some(endpoint.path().to_owned());
        Problem { instance, ..Problem::without_path(kind, detail) }
    }

    fn without_path(kind: Kind, detail: String) -> Problem {
        Problem { kind, detail, instance: None, errors: Vec::new(), retry_after: None, rev: None }
    }

    /// Status, the last part of the type, and the title.
    fn facts(&self) -> (u16, &'static str, &'static str) {
        match self.kind {
            Kind::InvalidRequest => INVALID_REQUEST,
            Kind::AnswerTooLarge => ANSWER_TOO_LARGE,
            Kind::Refused(refusal) => {
                let (status, name, title, _) = refusal.facts();
                (status, name, title)
            }
        }
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.facts().0
    }

    /// The document of RFC 9457, as JSON in UTF-8.
    pub fn to_json(&self) -> Vec<u8> {
        let (status, name, title) = self.facts();
        let mut object = Map::new();
        let mut add = |key: &str, value: Value| object.insert(key.to_owned(), value);
        add("type", format!("https://api.bloqr.dev/probs/{name}").into());
        add("title", title.into());
        add("status", status.into());
        add("detail", self.detail.as_str().into());
        if let Some(instance) = &self.instance {
            add("instance", instance.as_str().into());
        }
        if !self.errors.is_empty() {
            let fault =
                |it: &Fault| serde_json::json!({ "pointer": it.pointer, "detail": it.detail });
            add("errors", self.errors.iter().map(fault).collect());
        }
        if let Some(seconds) = self.retry_after {
            add("retryAfter", seconds.into());
        }
        if let Some(rev) = self.rev {
            add("rev", rev.into());
        }
        Value::Object(object).to_string().into_bytes()
    }
}
