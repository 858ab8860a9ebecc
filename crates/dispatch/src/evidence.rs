//! What in an answer tells the path it took, strongest first: the backend's own header, a marker in
//! the body, and the ways in which the guide's backend differs by path. Without any of these the
//! path is unknown.

use serde_json::Value;

use super::{Exchange, Path, Response};
use bloqr_api::Endpoint;

/// What an answer says of its path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    pub path: Option<Path>,
    pub kind: Kind,
    /// What was seen, in words.
    pub says: String,
    /// The paths that were tried before, and why they were not taken, in order.
    pub fallbacks: Vec<Fallback>,
    /// Whether the answer has what only the guide's own backend has.
    pub is_guide: bool,
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

pub const HEADER: &str = "X-Bloqr-Dispatch";

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
    let fallbacks = fallbacks(response);
    let found = |path, kind, says: &str, is_guide| Evidence {
        path,
        kind,
        says: says.to_owned(),
        fallbacks: fallbacks.clone(),
        is_guide,
    };
    match header(response) {
        Some(Ok(path)) => {
            return found(Some(path), Kind::Header, &format!("{HEADER}: {path}"), false);
        }
        Some(Err(name)) => {
            let says = format!("{HEADER} names `{name}`, which is no path");
            return found(None, Kind::None, &says, false);
        }
        None => (),
    }
    let Some(body) = response.json() else {
        return found(None, Kind::None, "no header, and no JSON to look at", false);
    };
    let is_guide = is_guides(response);
    if body.get("executedIn").and_then(Value::as_str) == Some("dynamic-worker-isolate") {
        let says = "executedIn: dynamic-worker-isolate";
        return found(Some(Path::Loader), Kind::Body, says, is_guide);
    }
    match Endpoint::from_path(&exchange.request.path)
        .and_then(|it| fingerprint(it, &body, is_guide))
    {
        Some((path, says)) => found(Some(path), Kind::Fingerprint, says, true),
        None => found(None, Kind::None, "no header, no marker, no known fingerprint", is_guide),
    }
}

/// Every answer of the guide's backend carries both.
fn is_guides(response: &Response) -> bool {
    response.header("x-powered-by") == Some("Bloqr")
        && response.header("x-api-version") == Some("v1")
}

/// The guide's backend by what its paths answer. Shapes alone would not do: any backend may have
/// them. So each mark is one that no backend has that does the work.
fn fingerprint(endpoint: Endpoint, body: &Value, is_guide: bool) -> Option<(Path, &'static str)> {
    let rules = body.get("parsedRules").and_then(Value::as_array);
    match (endpoint, rules) {
        (Endpoint::Parse | Endpoint::Validate, Some(rules)) if is_stub(rules) => Some((
            Path::DynamicWorkerLoader,
            "the rules carry no tree and types of the guide's stub",
        )),
        (Endpoint::Parse, Some(rules)) if is_tree_without_offsets(rules) => {
            Some((Path::Inline, "the guide's tree, which has no offsets"))
        }
        (Endpoint::Validate, None) if is_inline_validation(body, is_guide) => {
            Some((Path::Inline, "a validation by the guide's own loop"))
        }
        _ => None,
    }
}

/// `ruleText, success, category, type` and nothing else, all of it successful, of types that the
/// stub has and AGTree has not.
fn is_stub(rules: &[Value]) -> bool {
    const KEYS: [&str; 4] = ["ruleText", "success", "category", "type"];
    const TYPES: [&str; 4] = ["Comment", "CosmeticRule", "HostRule", "NetworkRule"];
    let type_of = |rule: &Value| rule.get("type").and_then(Value::as_str).map(str::to_owned);
    let fits = |rule: &Value| {
        let keys = rule.as_object().is_some_and(|it| {
            it.len() == KEYS.len() && KEYS.iter().all(|key| it.contains_key(*key))
        });
        let success = rule.get("success") == Some(&Value::Bool(true));
        keys && success && type_of(rule).is_some_and(|it| TYPES.contains(&it.as_str()))
    };
    let only_the_stubs =
        |rule: &Value| type_of(rule).is_some_and(|it| it == "Comment" || it == "CosmeticRule");
    !rules.is_empty() && rules.iter().all(fits) && rules.iter().any(only_the_stubs)
}

/// AGTree's nodes have offsets unless they were switched off, as the guide's backend does.
fn is_tree_without_offsets(rules: &[Value]) -> bool {
    let trees: Vec<&Value> = rules.iter().filter_map(|it| it.get("ast")).collect();
    let entry = |rule: &Value| {
        let has = |key: &str| rule.get(key).is_some();
        rule.get("success") == Some(&Value::Bool(false)) && has("error")
            || ["ast", "syntax", "valid", "properties"].into_iter().all(has)
    };
    !trees.is_empty()
        && rules.iter().all(entry)
        && trees.iter().all(|it| it.get("start").is_none() && it.get("end").is_none())
}

fn is_inline_validation(body: &Value, is_guide: bool) -> bool {
    let has = |key: &str| body.get(key).is_some();
    let counted =
        ["valid", "totalRules", "validRules", "invalidRules", "errors"].into_iter().all(has);
    let errors = body.get("errors").and_then(Value::as_array);
    let nameless =
        |it: &Value| it.get("message").and_then(Value::as_str) == Some("[object Object]");
    counted && has("duration") && (is_guide || errors.is_some_and(|it| it.iter().any(nameless)))
}
