//! The answer that the core gives to the same request, with the options with which the backend reads
//! rules.

use serde_json::{Value, json};

use super::backend::{Reading, Validates};
use bloqr_api::{self as api, Endpoint};
use bloqr_syntax::{self as syntax, Rule, js_trim, source::lines};
use bloqr_wire::{
    Json, Options, parse,
    walk::{self, Form, Walk},
};

/// The answer of the core, if it has one.
pub(super) fn plain(endpoint: Endpoint, body: &[u8]) -> Option<Value> {
    let answer = api::answer(endpoint, body);
    serde_json::from_slice(&answer.body).ok().filter(|_| answer.status == 200)
}

impl Reading {
    /// Whether these are the options of the core.
    pub(super) fn is_plain(&self) -> bool {
        self.off.is_empty() && self.keeps_lines.is_none() && self.validates == Validates::Lint
    }

    /// The options with which the core reads rules as this backend does.
    pub fn options(&self) -> Options {
        let mut options = Options::LIST;
        for off in self.off {
            switch(&mut options, off.option);
        }
        options
    }
}

/// Switches an option.
pub(super) fn switch(options: &mut Options, name: &str) {
    if let Some(option) = options.by_name(name) {
        *option = !*option;
    }
}

/// The rules of a request, or the lines of its text.
pub(super) fn rules(body: &[u8]) -> Option<Vec<String>> {
    let body: Value = serde_json::from_slice(body).ok()?;
    match (body.get("rules"), body.get("text")) {
        (Some(Value::Array(rules)), None) => {
            rules.iter().map(|it| it.as_str().map(str::to_owned)).collect()
        }
        (None, Some(Value::String(text))) => {
            Some(lines(text).map(|it| it.text.to_owned()).collect())
        }
        _ => None,
    }
}

/// The document of a parse that returns the rules as they were sent, also empty ones.
pub(super) fn parsed(rules: &[String], options: &Options) -> Option<Value> {
    let mut json = Json::limited(api::MAX_ANSWER);
    let mut summary = parse::Summary::default();
    parse::open(&mut json, "");
    for (n, rule) in rules.iter().enumerate() {
        if n > 0 {
            json.raw(",");
        }
        let text = js_trim(rule);
        let rule = syntax::parse(text, &options.syntax);
        parse::write(&mut json, &rule, text, options);
        summary.add(&rule);
        if json.is_full() {
            return None;
        }
    }
    parse::close(&mut json, &summary);
    let mut document: Value = serde_json::from_slice(&json.finish()).ok()?;
    let entries = document.get_mut("parsedRules").and_then(Value::as_array_mut)?;
    for (entry, rule) in entries.iter_mut().zip(rules) {
        entry["ruleText"] = json!(rule);
    }
    Some(document)
}

/// The document of a walk over the lines as they were sent.
pub(super) fn walked(body: &[u8], rules: &[String], options: &Options) -> Option<Value> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let types = body.get("nodeTypes").and_then(Value::as_array).into_iter().flatten();
    let walk = Walk {
        types: types.filter_map(|it| it.as_str().map(str::to_owned)).collect(),
        max_depth: body.get("maxDepth").and_then(Value::as_u64).map(|it| it as usize),
        context: body.get("includeContext").and_then(Value::as_bool).unwrap_or(false),
        most: api::MAX_ANSWER,
    };
    let text = body.get("text").and_then(Value::as_str).map(str::to_owned);
    let text = text.unwrap_or_else(|| rules.join("\n"));
    let mut json = Json::limited(api::MAX_ANSWER);
    walk::write(&mut json, lines(&text), &walk, Form::Document, options, "");
    if json.is_full() { None } else { serde_json::from_slice(&json.finish()).ok() }
}

/// Removes nodes of a type from the document of a walk, and returns whether there were any.
pub(super) fn pass_over(walked: &mut Value, node_type: &str) -> bool {
    let Some(nodes) = walked.get_mut("nodes").and_then(Value::as_array_mut) else { return false };
    let before = nodes.len();
    nodes.retain(|it| it.get("type").is_none_or(|it| it != node_type));
    let left = nodes.len();
    if let Some(summary) = walked.get_mut("summary").and_then(Value::as_object_mut) {
        summary.shift_remove(node_type);
        summary.insert("total".to_owned(), left.into());
    }
    left < before
}

/// The indexes of the invalid rules, from 0. An empty rule is valid.
pub(super) fn unreadable(rules: &[String], options: &Options) -> Vec<usize> {
    let is_invalid =
        |it: &String| matches!(syntax::parse(js_trim(it), &options.syntax), Rule::Invalid(_));
    rules.iter().enumerate().filter(|(_, it)| is_invalid(it)).map(|it| it.0).collect()
}
