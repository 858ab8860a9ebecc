//! Backends to ask: ours, as its contract has it, and an imitation of the guide's, path by path.

use bloqr::{
    api::{self, Endpoint},
    source::lines,
    syntax::{self, Rule},
    wire::{
        Json, Options, parse,
        walk::{self, Form, Walk},
    },
};
use serde_json::{Value, json};

use super::server::{Asked, Reply};

pub(crate) const KEY: &str = "blq_5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e";

/// Our own backend: the gates, then the core, and the headers that say what happened.
pub(crate) fn ours(asked: &Asked, path: &str, fallback: Option<&str>) -> Reply {
    let refuse = |status: u16, detail: &str| {
        let problem = json!({ "type": "about:blank", "title": "refused", "status": status, "detail": detail });
        safe(Reply::text(status, "application/problem+json", problem))
    };
    let has_key = asked.header("authorization") == Some(&format!("Bearer {KEY}"));
    if asked.path == "/agents/rules-agent/me" {
        let served = if path == "loader" { "loader" } else { "inline" };
        let state = json!({ "rev": 3, "lines": 2, "errors": 0, "settled": true });
        return match has_key {
            true => safe(Reply::json(200, state).header("X-Bloqr-Dispatch", served)),
            false => refuse(401, "Send an API key."),
        };
    }
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
    if !has_key {
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

/// The guide's backend, for lists without a recording. It names no path, dispatches only parse and
/// validate, and its isolates are stubs.
pub(crate) fn guide(asked: &Asked, path: Guide) -> Reply {
    let body: Value = serde_json::from_slice(&asked.body).unwrap_or_default();
    let text = body["text"].as_str().map(|it| lines(it).map(|it| it.text.to_owned()).collect());
    let rules = body["rules"].as_array().into_iter().flatten();
    let rules = || rules.map(|it| it.as_str().unwrap().to_owned()).collect::<Vec<_>>();
    let rules = text.unwrap_or_else(rules);
    let body = match (asked.path.as_str(), path) {
        // The handler drops the answer of the isolate of LOADER to a parse, and continues.
        ("/api/ast/parse" | "/api/validate", Guide::DynamicWorkerLoader) => stub(&rules),
        ("/api/ast/parse", _) => inline_parse(&rules),
        ("/api/validate", Guide::Loader) => json!({
            "success": true,
            "valid": true,
            "totalRules": rules.len(),
            "validRules": rules.len(),
            "invalidRules": 0,
            "errors": [],
            "warnings": [],
            "executedIn": "dynamic-worker-isolate",
            "duration": "0ms",
        }),
        ("/api/validate", Guide::Inline) => inline_validate(&rules),
        ("/api/ast/walk", _) => inline_walk(&rules, &body),
        ("/api/validate-rule", _) => {
            let refused = json!({ "success": false, "error": "Invalid JSON body" });
            return marked(Reply::json(400, refused));
        }
        _ => return marked(Reply::json(404, json!({ "success": false, "error": "Not found" }))),
    };
    marked(Reply::json(200, body))
}

fn marked(reply: Reply) -> Reply {
    reply
        .header("X-API-Version", "v1")
        .header("Server-Timing", "auth;dur=1.0;desc=\"Authentication\",total;dur=2.0")
        .header("Access-Control-Expose-Headers", "X-Payg-Session-Remaining,X-Request-Id")
}

/// A stub that accepts every rule and guesses its kind from the text.
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

/// AGTree without offsets, and without the syntaxes of uBlock Origin and Adblock Plus.
fn guides_options() -> Options {
    let mut options = Options::LIST;
    for name in ["isLocIncluded", "parseUboSpecificRules", "parseAbpSpecificRules"] {
        *options.by_name(name).unwrap() = false;
    }
    options
}

fn inline_parse(rules: &[String]) -> Value {
    let options = guides_options();
    let mut summary = parse::Summary::default();
    let mut json = Json::new();
    parse::open(&mut json, "");
    for (n, rule) in rules.iter().enumerate() {
        json.raw(if n > 0 { "," } else { "" });
        let tree = syntax::parse(rule.trim(), &options.syntax);
        parse::write(&mut json, &tree, rule.trim(), &options);
        summary.add(&tree);
    }
    parse::close(&mut json, &summary);
    let mut answer: Value = serde_json::from_slice(&json.finish()).unwrap();
    for (entry, rule) in answer["parsedRules"].as_array_mut().unwrap().iter_mut().zip(rules) {
        entry["ruleText"] = json!(rule);
        if entry["type"] == "ScriptletInjectionRule" {
            entry["properties"]["cosmetic"]["body"] = json!("");
        }
    }
    answer
}

fn inline_walk(rules: &[String], body: &Value) -> Value {
    let types = body["nodeTypes"].as_array().into_iter().flatten();
    let walk = Walk {
        types: types.map(|it| it.as_str().unwrap().to_owned()).collect(),
        max_depth: body["maxDepth"].as_u64().map(|it| it as usize),
        context: body["includeContext"] == true,
        ..Walk::default()
    };
    let mut json = Json::new();
    let text = rules.join("\n");
    walk::write(&mut json, lines(&text), &walk, Form::Document, &guides_options(), "");
    let mut answer: Value = serde_json::from_slice(&json.finish()).unwrap();
    let nodes = answer["nodes"].as_array_mut().unwrap();
    nodes.retain(|it| it["type"] != "InvalidRuleError");
    let total = nodes.len();
    answer["summary"].as_object_mut().unwrap().shift_remove("InvalidRuleError");
    answer["summary"]["total"] = json!(total);
    answer["duration"] = json!("1ms");
    answer
}

fn inline_validate(rules: &[String]) -> Value {
    let options = guides_options();
    let is_invalid =
        |it: &String| matches!(syntax::parse(it.trim(), &options.syntax), Rule::Invalid(_));
    let failed = rules.iter().enumerate().filter(|(_, it)| is_invalid(it));
    let errors: Vec<Value> = failed
        .map(|(n, rule)| {
            json!({
                "line": n + 1,
                "rule": rule.trim(),
                "errorType": "ParseError",
                "message": "[object Object]",
                "severity": "error",
                "category": "Invalid",
                "syntax": "Common",
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
        "duration": "3ms",
    })
}
