//! The other formats: made of the rules that `POST /api/ast/walk` gives of a text. Their offsets
//! count from the start of the chunk, and become those of the file.

use std::io::Write;

use serde_json::Value;

use super::{Answer, Frame, Item, Printed, ask};
use crate::{
    api::Endpoint,
    cli::{
        Error, Ui,
        ast::{
            file_key,
            found::{Found, Invalid},
            parse::Format,
            tree,
        },
        client::Client,
        input::Source,
    },
    source::{Line, Newline},
    syntax::{
        self, Rule,
        ast::{RuleType, Syntax},
    },
    wire::{Json, Options, list},
};

/// Prints one list in any format but `json`. `name` is to be said when there are several.
pub(in crate::cli::ast) fn print(
    source: &Source,
    name: Option<&str>,
    format: Format,
    limit: Option<u64>,
    client: &Client,
    ui: &mut Ui,
) -> Result<Found, Error> {
    let types = RuleType::ALL.map(|it| format!("\"{}\"", it.as_str())).join(",");
    let frame = Frame {
        endpoint: Endpoint::Walk,
        open: "{\"text\":\"",
        separator: "",
        close: format!("\",\"maxDepth\":1,\"nodeTypes\":[{types}]}}"),
    };
    let key = name.map(file_key).unwrap_or_default();
    let mut head = Vec::new();
    let tree = match format {
        Format::Tree => Some(tree::Printer::start(name, limit, ui.styles(), &mut head)?),
        _ => None,
    };
    let mut rules = Rules { format, key, tree, base: 0, found: Found::default(), uncounted: 0 };
    if format == Format::Agtree {
        let mut json = Json::new();
        list::open(&mut json, &rules.key);
        head = json.finish();
    }
    let mut printed = Printed::new(head);
    let mut take = |answer: &Answer<'_>, ui: &mut Ui| {
        let mut made = Vec::new();
        rules.take(answer, &mut made)?;
        printed.print(answer, &made, ui)
    };
    let found = ask(source, &frame, client, line, &mut take, ui);
    let mut found = found.map_err(|err| printed.broken(&source.name(), err, ui))?;
    found.lines -= rules.uncounted;
    found.merge(std::mem::take(&mut rules.found));
    let mut foot = Json::new();
    if format == Format::Agtree {
        list::close(&mut foot, rules.base, Options::LIST.output);
        foot.raw("\n");
    }
    printed.end(&foot.finish(), ui)?;
    if let Some(tree) = rules.tree {
        tree.end(ui)?;
    }
    found.warn(&source.name(), ui);
    Ok(found)
}

/// A line and what ends it, as the inside of a JSON text.
fn line(line: &Line<'_>) -> Option<Vec<u8>> {
    let mut json = Json::new();
    json.string(line.text);
    let mut json = json.finish();
    json.pop();
    json.extend_from_slice(match line.newline {
        None => b"",
        Some(Newline::Lf) => b"\\n",
        Some(Newline::Crlf) => b"\\r\\n",
        Some(Newline::Cr) => b"\\r",
        Some(Newline::FormFeed) => b"\\f",
    });
    Some(json.split_off(1))
}

struct Rules {
    format: Format,
    /// JSON that says which list it is, when there are several.
    key: String,
    tree: Option<tree::Printer>,
    /// Where the next chunk starts in the file, in UTF-16 code units.
    base: u64,
    found: Found,
    /// Lines that are none to people.
    uncounted: u64,
}

impl Rules {
    fn take(&mut self, answer: &Answer<'_>, out: &mut Vec<u8>) -> Result<(), Error> {
        let items = answer.items;
        // Behind the last line end of a chunk there is one more line, which is the next chunk's.
        let more = items.last().is_some_and(|it| it.newline.is_some());
        let nodes = answer.elements("nodes", items.len() + usize::from(more))?;
        let mut at = self.base;
        for (item, node) in items.iter().zip(nodes) {
            let node = serde_json::from_str(node.get());
            let mut node: Value = node.map_err(|err| answer.malformed(&err))?;
            let mut node = node.get_mut("node").map(Value::take).unwrap_or_default();
            if node.is_object() && node.get("start").is_none() {
                let what =
                    format!("has no offsets, so no rule for line {} can be placed", item.number);
                return Err(answer.wrong(&what).hint(
                    "use --format json, which prints what the backend answers; or leave out --backend",
                ));
            }
            move_by(&mut node, self.base);
            let is_here = node.get("start").and_then(Value::as_u64) == Some(at);
            let kind = kind(&node).filter(|_| is_here && node.is_object());
            let what = || format!("has no rule for line {}", item.number);
            self.rule(item, &node, kind.ok_or_else(|| answer.wrong(&what()))?, out)?;
            at += item.line().units();
        }
        self.base = at;
        Ok(())
    }

    fn rule(
        &mut self,
        item: &Item,
        node: &Value,
        (rule_type, syntax): (RuleType, Syntax),
        out: &mut Vec<u8>,
    ) -> Result<(), Error> {
        // People do not count the line behind the last line end.
        let is_behind = item.newline.is_none() && item.text.is_empty();
        if self.format == Format::Summary && is_behind {
            self.uncounted += 1;
            return Ok(());
        }
        let is_first = self.found.summary.total() == 0;
        self.found.summary.add_more(rule_type, syntax, 1);
        if rule_type == RuleType::Invalid {
            let error = node.get("error");
            let number = |node: &Value| node.get("start").and_then(Value::as_u64);
            let start =
                error.and_then(number).zip(number(node)).map(|(at, rule)| at - rule.min(at));
            let message = error.and_then(|it| it.get("message")).and_then(Value::as_str);
            self.found.add_invalid(Invalid {
                line: item.number,
                column: column(&item.text, start),
                message: message.unwrap_or_default().to_owned(),
            });
        }
        match self.format {
            Format::Agtree if is_first => write!(out, "{node}")?,
            Format::Agtree => write!(out, ",{node}")?,
            Format::Ndjson => writeln!(out, "{{{}{}", self.key, &node.to_string()[1..])?,
            Format::Json | Format::Summary | Format::Tree => (),
        }
        // A blank line has nothing to show.
        if let Some(tree) = self.tree.as_mut().filter(|_| rule_type != RuleType::Empty)
            && tree.has_room()
        {
            tree.rule(node, item.number, &item.text, out)?;
        }
        Ok(())
    }
}

/// Moves the offsets of a node and of all below it.
fn move_by(node: &mut Value, base: u64) {
    match node {
        Value::Array(items) => items.iter_mut().for_each(|it| move_by(it, base)),
        Value::Object(fields) => {
            // What a config comment configures may look like a node and is none.
            let is_config = fields.get("type").is_some_and(|it| it == "ConfigNode");
            for (key, value) in fields.iter_mut() {
                match (key.as_str(), value.as_u64()) {
                    ("start" | "end", Some(at)) => *value = (at.saturating_add(base)).into(),
                    ("value", _) if is_config => (),
                    _ => move_by(value, base),
                }
            }
        }
        _ => (),
    }
}

/// Nothing for a rule that this version does not know.
fn kind(node: &Value) -> Option<(RuleType, Syntax)> {
    let text = |key: &str| node.get(key).and_then(Value::as_str);
    let rule_type =
        text("type").and_then(|name| RuleType::ALL.into_iter().find(|it| it.as_str() == name))?;
    let syntax =
        text("syntax").and_then(|name| Syntax::ALL.into_iter().find(|it| it.as_str() == name))?;
    Some((rule_type, syntax))
}

/// In characters, from 1, of an offset in UTF-16 code units. The wire has no place for errors of one
/// kind: where these are in their line, the core here knows as well.
fn column(text: &str, offset: Option<u64>) -> usize {
    let Some(offset) = offset else {
        let start = match syntax::parse(text, &Options::LIST.syntax) {
            Rule::Invalid(error) => error.span_in(text).start as usize,
            _ => 0,
        };
        return text[..start].chars().count() + 1;
    };
    let mut before = 0;
    let is_before = |it: &char| {
        before += it.len_utf16() as u64;
        before <= offset
    };
    text.chars().take_while(is_before).count() + 1
}
