//! Backends to ask: ours, as its contract has it, and an imitation of the guide's, path by path.

use bloqr::api::{self, Endpoint};
use serde_json::{Value, json};

use super::server::{Asked, Reply};

pub(crate) const KEY: &str = "blq_5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e";

/// Our own backend: the gates, then the core, and the headers that say what happened.
pub(crate) fn ours(asked: &Asked, path: &str, fallback: Option<&str>) -> Reply {
    let refuse = |status: u16, detail: &str| {
        let problem = json!({ "type": "about:blank", "title": "refused", "status": status, "detail": detail });
        safe(Reply::text(status, "application/problem+json", problem))
    };
    let Some(endpoint) = Endpoint::from_path(&asked.path) else {
        return refuse(404, "There is nothing here.");
    };
    if asked.method != "POST" {
        return refuse(405, "POST goes here.");
    }
    if asked.header("content-type") != Some("application/json") {
        return refuse(415, "Send JSON.");
    }
    if asked.body.len() > api::MAX_BODY {
        return refuse(413, "At most 1 MiB.");
    }
    if asked.header("authorization") != Some(&format!("Bearer {KEY}")) {
        return refuse(401, "Send an API key.");
    }
    let answer = api::answer(endpoint, &asked.body);
    let body = String::from_utf8(answer.body).unwrap();
    if answer.status != 200 {
        return safe(Reply::text(answer.status, "application/problem+json", body));
    }
    let reply = Reply::json(200, body)
        .header("X-Bloqr-Dispatch", path)
        .header("X-Bloqr-Version", "build=8c1f; core=0.1.0; tables=0123abcd");
    safe(match fallback {
        Some(fallback) => reply.header("X-Bloqr-Fallback", fallback),
        None => reply,
    })
}

/// What every answer of ours carries.
fn safe(reply: Reply) -> Reply {
    reply
        .header("X-Content-Type-Options", "nosniff")
        .header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        .header("Referrer-Policy", "no-referrer")
}

/// The path by which the guide's backend answers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Guide {
    Loader,
    DynamicWorkerLoader,
    Inline,
}

/// The guide's backend. It names no path, dispatches nothing but parse and validate, and its
/// isolates hold stubs.
pub(crate) fn guide(asked: &Asked, path: Guide) -> Reply {
    let rules = || {
        let body: Value = serde_json::from_slice(&asked.body).unwrap();
        let rules = body["rules"].as_array().unwrap().clone();
        rules.into_iter().map(|it| it.as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let body = match (asked.path.as_str(), path) {
        // The handler throws away what the isolate of LOADER says of a parse, and goes on.
        ("/api/ast/parse", Guide::DynamicWorkerLoader) => stub(&rules()),
        ("/api/ast/parse", _) => inline_parse(&asked.body),
        ("/api/validate", Guide::DynamicWorkerLoader) => stub(&rules()),
        ("/api/validate", Guide::Loader) => json!({
            "success": true,
            "valid": true,
            "totalRules": rules().len(),
            "validRules": rules().len(),
            "invalidRules": 0,
            "errors": [],
            "warnings": [],
            "executedIn": "dynamic-worker-isolate",
        }),
        ("/api/validate", Guide::Inline) => inline_validate(&asked.body),
        ("/api/ast/walk", _) => {
            json!({ "success": true, "nodes": [], "summary": {}, "duration": 1 })
        }
        ("/api/validate-rule", _) => {
            return marked(Reply::json(
                400,
                json!({ "success": false, "error": "Invalid JSON body" }),
            ));
        }
        _ => return marked(Reply::json(404, json!({ "success": false, "error": "Not found" }))),
    };
    marked(Reply::json(200, body))
}

fn marked(reply: Reply) -> Reply {
    reply.header("X-Powered-By", "Bloqr").header("X-API-Version", "v1")
}

/// Every rule is fine to it, and its kind is told by a look at its text.
fn stub(rules: &[String]) -> Value {
    let entry = |rule: &String| {
        let is_address = |it: &str| it.parse::<std::net::Ipv4Addr>().is_ok();
        let (category, kind) = match rule {
            it if it.starts_with('!') => ("Comment", "Comment"),
            it if ["##", "#@#", "#?#"].iter().any(|mark| it.contains(mark)) => {
                ("Cosmetic", "CosmeticRule")
            }
            it if is_address(it.split(' ').next().unwrap()) => ("Network", "HostRule"),
            _ => ("Network", "NetworkRule"),
        };
        json!({ "ruleText": rule, "success": true, "category": category, "type": kind })
    };
    let summary = json!({ "total": rules.len(), "successful": rules.len(), "failed": 0 });
    json!({ "success": true, "parsedRules": rules.iter().map(entry).collect::<Vec<_>>(), "summary": summary })
}

/// AGTree without offsets, and without the syntax of uBlock Origin.
fn inline_parse(body: &[u8]) -> Value {
    let mut answer: Value =
        serde_json::from_slice(&api::answer(Endpoint::Parse, body).body).unwrap();
    for rule in answer["parsedRules"].as_array_mut().unwrap() {
        if rule["syntax"] == "UblockOrigin" {
            let text = rule["ruleText"].clone();
            *rule = json!({ "ruleText": text, "success": false, "error": "uBO syntax is off" });
        } else if rule["success"] == true {
            strip(&mut rule["ast"]);
        }
    }
    answer
}

fn strip(node: &mut Value) {
    match node {
        Value::Object(fields) => {
            fields.retain(|key, _| key != "start" && key != "end");
            fields.values_mut().for_each(strip);
        }
        Value::Array(items) => items.iter_mut().for_each(strip),
        _ => (),
    }
}

fn inline_validate(body: &[u8]) -> Value {
    let parsed = inline_parse(body);
    let rules = parsed["parsedRules"].as_array().unwrap();
    let failed = rules.iter().enumerate().filter(|(_, it)| it["success"] == false);
    let errors: Vec<Value> = failed
        .map(|(n, it)| {
            json!({
                "line": n + 1,
                "rule": it["ruleText"],
                "errorType": "parse_error",
                "message": "[object Object]",
                "severity": "error",
            })
        })
        .collect();
    json!({
        "success": true,
        "valid": errors.is_empty(),
        "totalRules": rules.len(),
        "validRules": rules.len() - errors.len(),
        "invalidRules": errors.len(),
        "errors": errors,
        "warnings": [],
        "duration": 3,
    })
}
