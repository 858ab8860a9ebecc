//! `--format json`: the document of `POST /api/ast/parse`, each rule as it came, byte by byte.

use std::collections::BTreeMap;

use serde_json::{Value, value::RawValue};

use super::{Answer, Frame, Printed, ask};
use crate::{
    api::Endpoint,
    cli::{
        Error, Ui,
        ast::{file_key, found::Found},
        client::Client,
        input::Source,
    },
    source::Line,
    syntax::ast::{Category, RuleType, Syntax},
    wire::{Json, parse},
};

/// Prints the document of one list. `name` is to be said when there are several.
pub(in crate::cli::ast) fn print(
    source: &Source,
    name: Option<&str>,
    client: &Client,
    ui: &mut Ui,
) -> Result<Found, Error> {
    let frame = Frame {
        endpoint: Endpoint::Parse,
        open: "{\"rules\":[",
        separator: ",",
        close: "]}".to_owned(),
    };
    let mut json = Json::new();
    parse::open(&mut json, &name.map(file_key).unwrap_or_default());
    let mut printed = Printed::new(json.finish());
    let rule = |line: &Line<'_>| {
        let mut json = Json::new();
        json.string(parse::rule_text(line.text)?);
        Some(json.finish())
    };
    let mut all = Answers::default();
    let mut take = |answer: &Answer<'_>, ui: &mut Ui| {
        let rules = all.take(answer)?;
        printed.print(answer, &rules, ui)
    };
    let found = ask(source, &frame, client, rule, &mut take, ui);
    let mut found = found.map_err(|err| printed.broken(&source.name(), err, ui))?;
    printed.end(format!("],\"summary\":{}}}\n", all.summary()).as_bytes(), ui)?;
    found.summary.add_more(RuleType::Invalid, Syntax::Common, all.failed);
    found.warn(&source.name(), ui);
    Ok(found)
}

/// Whether a rule has its tree, or says that it cannot be read.
fn has_tree(rule: &RawValue) -> bool {
    let fields: BTreeMap<String, &RawValue> = serde_json::from_str(rule.get()).unwrap_or_default();
    let is_failed = fields.get("success").is_some_and(|it| it.get() == "false");
    is_failed || fields.contains_key("ast")
}

/// What came back so far.
#[derive(Default)]
struct Answers {
    is_started: bool,
    total: u64,
    failed: u64,
    categories: BTreeMap<String, u64>,
    types: BTreeMap<String, u64>,
}

impl Answers {
    /// Counts what came back, and gives the rules as they are to be printed.
    fn take(&mut self, answer: &Answer<'_>) -> Result<Vec<u8>, Error> {
        let mut rules = Vec::new();
        for (rule, item) in
            answer.elements("parsedRules", answer.items.len())?.iter().zip(answer.items)
        {
            if !has_tree(rule) {
                return Err(answer.wrong(&format!("has no tree for line {}", item.number)));
            }
            if std::mem::replace(&mut self.is_started, true) {
                rules.push(b',');
            }
            rules.extend_from_slice(rule.get().as_bytes());
        }
        let summary = serde_json::from_str(answer.field("summary")?.get());
        let summary: Value = summary.map_err(|err| answer.malformed(&err))?;
        let number = |key: &str| {
            let number = summary.get(key).and_then(Value::as_u64);
            number.ok_or_else(|| answer.wrong(&format!("has no {key}")))
        };
        self.total += number("total")?;
        self.failed += number("failed")?;
        for (key, counts) in [("byCategory", &mut self.categories), ("byType", &mut self.types)] {
            for (name, count) in summary.get(key).and_then(Value::as_object).into_iter().flatten() {
                *counts.entry(name.clone()).or_default() += count.as_u64().unwrap_or(0);
            }
        }
        Ok(rules)
    }

    /// In the order in which the core writes it, and then what it does not know.
    fn summary(&self) -> Value {
        let known = |names: Vec<&str>, counts: &BTreeMap<String, u64>| {
            let rest = counts.keys().map(String::as_str).filter(|it| !names.contains(it));
            let names: Vec<&str> = names.iter().copied().chain(rest).collect();
            let counts = names
                .iter()
                .filter_map(|it| Some((it.to_string(), Value::from(*counts.get(*it)?))));
            Value::Object(counts.collect())
        };
        let categories = Category::ALL.map(Category::as_str).to_vec();
        let types = RuleType::ALL.map(RuleType::as_str).to_vec();
        serde_json::json!({
            "total": self.total,
            "successful": self.total.saturating_sub(self.failed),
            "failed": self.failed,
            "byCategory": known(categories, &self.categories),
            "byType": known(types, &self.types),
        })
    }
}
