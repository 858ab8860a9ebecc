//! Documents that are made from answers: a cached answer, the list alone, the answers of a batch,
//! and the progress of a long compilation.

use std::collections::BTreeMap;

use bloqr_wire::Json;
use serde_json::{Value, json, value::RawValue};

use crate::{
    Answer, Problem, Refusal,
    body::{self, Name},
    openapi,
};

/// Makes a document from `from`, which the host got from this crate before:
///
/// - `cached`, `deduplicated`: an answer, with that field set to true;
/// - `transformations`: the applied steps, from the `stats` of such an answer;
/// - `list`: the text of the list in an answer to a compilation or a transformation;
/// - `batch`: the answers of a batch, of `[{"id": "…", "answer": {…}}]`;
/// - `openapi`: [the description of the backend](crate::openapi), of nothing;
/// - `job`: how far a compilation is, of `{"id": "…", "status": "…", "step": 3, "steps": 7}`.
///
/// Any other kind is a failure of the core.
pub fn derive(kind: &str, from: &[u8]) -> Answer {
    let made = match kind {
        "cached" | "deduplicated" => mark(kind, from),
        "transformations" => transformations(from),
        "list" => list(from),
        "batch" => batch(from),
        "openapi" => Some(openapi().to_string().into_bytes()),
        "job" => job(from),
        _ => None,
    };
    match made {
        Some(body) => Answer { status: 200, body },
        None => Problem::refuse(Refusal::CoreFailed, b"{}").into(),
    }
}

/// Marks an answer, which is an object that is not empty.
fn mark(name: &str, answer: &[u8]) -> Option<Vec<u8>> {
    let mut body = answer.strip_suffix(b"}")?.to_vec();
    body.extend_from_slice(format!(",\"{name}\":true}}").as_bytes());
    Some(body)
}

fn list(answer: &[u8]) -> Option<Vec<u8>> {
    const NAMES: &[Name] = &[Name { name: "rules", is_nested: false }];
    let body::Value::Object(mut fields) = body::Value::read(answer, NAMES).ok()? else {
        return None;
    };
    let Some(body::Value::Array(rules)) = fields.known.remove("rules") else { return None };
    let mut list = String::with_capacity(answer.len());
    for (n, rule) in rules.iter().enumerate() {
        if n > 0 {
            list.push('\n');
        }
        list.push_str(rule);
    }
    Some(list.into_bytes())
}

/// The fields of an object, as they are written.
type Raw<'a> = BTreeMap<String, &'a RawValue>;

fn transformations(answer: &[u8]) -> Option<Vec<u8>> {
    let fields: Raw<'_> = serde_json::from_slice(answer).ok()?;
    let stats: Raw<'_> = serde_json::from_str(fields.get("stats")?.get()).ok()?;
    Some(stats.get("transformations")?.get().as_bytes().to_vec())
}

fn batch(answers: &[u8]) -> Option<Vec<u8>> {
    let items: Vec<Raw<'_>> = serde_json::from_slice(answers).ok()?;
    let mut is_success = true;
    let mut json = Json::new();
    json.raw("{\"results\":[");
    for (n, item) in items.iter().enumerate() {
        let answer = item.get("answer")?.get();
        let fields: Raw<'_> = serde_json::from_str(answer).ok()?;
        json.raw(if n > 0 { ",{\"id\":" } else { "{\"id\":" });
        json.raw(item.get("id")?.get());
        if fields.get("success").is_some_and(|it| it.get() == "true") {
            json.raw(",");
            json.raw(answer.strip_prefix('{')?);
        } else {
            is_success = false;
            json.raw(",\"success\":false,\"error\":");
            json.raw(fields.get("detail")?.get());
            json.raw(",\"problem\":");
            json.raw(answer);
            json.raw("}");
        }
    }
    json.raw("],\"success\":");
    json.bool(is_success);
    json.raw("}");
    Some(json.finish())
}

fn job(job: &[u8]) -> Option<Vec<u8>> {
    let job: Value = serde_json::from_slice(job).ok()?;
    let document = json!({
        "success": true,
        "id": job.get("id")?,
        "status": job.get("status")?,
        "progress": { "current": job.get("step")?, "total": job.get("steps")? },
    });
    Some(document.to_string().into_bytes())
}
