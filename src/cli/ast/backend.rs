//! `ast parse --backend`: the document of [`wire::parse`](crate::wire::parse), put together from
//! what a backend answers to a list in chunks.

use std::{collections::BTreeMap, io::Write};

use serde_json::{Value, value::RawValue};

use crate::{
    api::{Endpoint, MAX_BODY},
    cli::{
        Error, Ui,
        ast::found::Found,
        client::Client,
        input::Source,
        pieces::{Piece, Pieces},
    },
    dispatch::{Exchange, Fault, Request, document},
    syntax::ast::{Category, RuleType},
    wire::{Json, parse},
};

/// Prints the document of one list, and says whether every rule could be read. `key` is JSON to stand
/// first in it.
pub(super) fn parse(
    source: &Source,
    key: &str,
    client: &Client,
    ui: &mut Ui,
) -> Result<bool, Error> {
    let name = source.name();
    let (reader, len) = source.open()?;
    let mut progress = ui.progress(len);
    let mut pieces = Pieces::new(reader);
    let mut answers = Answers::new(client);
    let mut chunk = Chunk::default();
    let mut found = Found::default();
    write(ui, |json| parse::open(json, key))?;
    let cannot = |err| Error::new(format!("cannot read {name}")).caused_by(err);
    while let Some(piece) = pieces.next(Piece::default()).map_err(cannot)? {
        let mut lines = 0;
        for line in piece.lines() {
            lines += 1;
            let Some(rule) = parse::rule_text(line.text) else { continue };
            if !chunk.add(rule) {
                answers.ask(&std::mem::take(&mut chunk), ui)?;
                if !chunk.add(rule) {
                    let line = found.lines + lines;
                    return Err(Error::new(format!(
                        "{name}:{line}: the rule is longer than a request may be"
                    ))
                    .hint(format!("a request has at most {MAX_BODY} bytes: leave out --backend")));
                }
            }
        }
        found.add(&piece, Found::of_lines(lines));
        progress.advance(piece.bytes);
    }
    answers.ask(&chunk, ui)?;
    drop(progress);
    let summary = answers.summary();
    write(ui, |json| json.raw(&format!("],\"summary\":{summary}}}\n")))?;
    found.warn(&name, ui);
    Ok(found.is_clean() && answers.failed == 0)
}

fn write(ui: &mut Ui, make: impl FnOnce(&mut Json<'_>)) -> Result<(), Error> {
    let mut json = Json::new();
    make(&mut json);
    Ok(ui.out.write_all(&json.finish())?)
}

/// Rules for one request, as JSON texts.
#[derive(Default)]
struct Chunk {
    rules: Vec<Vec<u8>>,
    /// Of all of them, and a comma each.
    bytes: usize,
}

const OPEN: &[u8] = b"{\"rules\":[";
const CLOSE: &[u8] = b"]}";

impl Chunk {
    /// Whether there was room.
    fn add(&mut self, rule: &str) -> bool {
        let mut json = Json::new();
        json.string(rule);
        let rule = json.finish();
        if OPEN.len() + self.bytes + rule.len() + 1 + CLOSE.len() > MAX_BODY {
            return false;
        }
        self.bytes += rule.len() + 1;
        self.rules.push(rule);
        true
    }
}

/// What came back so far.
struct Answers<'c> {
    client: &'c Client,
    is_first: bool,
    total: u64,
    failed: u64,
    categories: BTreeMap<String, u64>,
    types: BTreeMap<String, u64>,
}

impl<'c> Answers<'c> {
    fn new(client: &'c Client) -> Answers<'c> {
        let (categories, types) = (BTreeMap::new(), BTreeMap::new());
        Answers { client, is_first: true, total: 0, failed: 0, categories, types }
    }

    fn ask(&mut self, chunk: &Chunk, ui: &mut Ui) -> Result<(), Error> {
        match chunk.rules.is_empty() {
            true => Ok(()),
            false => self.ask_for(&chunk.rules, ui),
        }
    }

    /// Rules whose answer would be too long are asked for by halves.
    fn ask_for(&mut self, rules: &[Vec<u8>], ui: &mut Ui) -> Result<(), Error> {
        let body = [OPEN, &rules.join(&b','), CLOSE].concat();
        let request = Request::post(Endpoint::Parse.path(), body);
        let exchange = self.client.ask_patiently(&request, ui)?;
        match document(&exchange) {
            Err(Fault::TooLarge { .. }) if rules.len() > 1 => {
                let (first, second) = rules.split_at(rules.len() / 2);
                self.ask_for(first, ui)?;
                self.ask_for(second, ui)
            }
            Err(fault) => Err(fault.into()),
            Ok(document) => self.take(&exchange, document, rules.len(), ui),
        }
    }

    /// Prints the rules as they came, byte by byte, and adds up the summary.
    fn take(
        &mut self,
        exchange: &Exchange,
        document: &[u8],
        sent: usize,
        ui: &mut Ui,
    ) -> Result<(), Error> {
        let malformed = |err: serde_json::Error| Error::from(Fault::of_json(exchange, &err));
        let fields: BTreeMap<String, &RawValue> =
            serde_json::from_slice(document).map_err(malformed)?;
        let missing = |what: &str| {
            Error::new(format!("the answer of {} has no {what}", self.client.url()))
                .hint("see what is wrong: bloqr dispatch check")
        };
        let rules = fields.get("parsedRules").ok_or_else(|| missing("parsedRules"))?;
        let rules: Vec<&RawValue> = serde_json::from_str(rules.get()).map_err(malformed)?;
        if rules.len() != sent {
            return Err(Error::new(format!(
                "{sent} rules were sent, and {} came back",
                rules.len()
            ))
            .hint("see what is wrong: bloqr dispatch check"));
        }
        for rule in rules {
            if !std::mem::take(&mut self.is_first) {
                ui.out.write_all(b",")?;
            }
            ui.out.write_all(rule.get().as_bytes())?;
        }
        let summary = fields.get("summary").ok_or_else(|| missing("summary"))?;
        let summary: Value = serde_json::from_str(summary.get()).map_err(malformed)?;
        let number = |key: &str| summary.get(key).and_then(Value::as_u64);
        self.total += number("total").ok_or_else(|| missing("total"))?;
        self.failed += number("failed").ok_or_else(|| missing("failed"))?;
        for (key, counts) in [("byCategory", &mut self.categories), ("byType", &mut self.types)] {
            for (name, count) in summary.get(key).and_then(Value::as_object).into_iter().flatten() {
                *counts.entry(name.clone()).or_default() += count.as_u64().unwrap_or(0);
            }
        }
        Ok(())
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
