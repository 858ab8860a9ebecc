//! Reads commands.

use std::ops::Range;

use serde_json::{Map, Value};

use crate::Problem;
use bloqr_draft::{Edit, New, WrongEdit, WrongPart};
use bloqr_lint::Rule;

pub(super) enum Command {
    New,
    Drop,
    Piece,
    Load { rev: u64 },
    Replay { rev: u64 },
    Check,
    Edit { rev: u64 },
    Replace { rev: u64 },
    Fix { rev: u64, rules: Option<Vec<String>> },
    Undo { rev: u64 },
    Change,
    State,
    Settle,
    Problems { offset: usize, limit: usize, lines: Range<u32> },
    Explain { line: u32 },
    Find { text: String, offset: usize, limit: usize },
    Query { selector: String, from: u32, limit: usize },
    Diff,
    Text { from: usize, to: usize },
}

/// How many items an answer has at most.
pub(super) const MOST: usize = 1000;

/// The largest number that JavaScript has exactly.
const MOST_NUMBER: u64 = (1 << 53) - 1;

impl Command {
    pub(super) fn read(json: &str) -> Result<Command, Problem> {
        let not_json = |it: serde_json::Error| Problem::in_command("", format!("not JSON: {it}"));
        let value: Value = serde_json::from_str(json).map_err(not_json)?;
        let Value::Object(fields) = value else {
            return Err(Problem::in_command("", "expected an object".to_owned()));
        };
        let fields = Fields(fields);
        let rev = || fields.number("rev", None);
        let limit = || Ok(fields.small("limit", Some(100))?.min(MOST));
        Ok(match fields.text("do")?.as_str() {
            "new" => Command::New,
            "drop" => Command::Drop,
            "piece" => Command::Piece,
            "load" => Command::Load { rev: rev()? },
            "replay" => Command::Replay { rev: rev()? },
            "check" => Command::Check,
            "edit" => Command::Edit { rev: rev()? },
            "replace" => Command::Replace { rev: rev()? },
            "fix" => Command::Fix { rev: rev()?, rules: fields.rules()? },
            "undo" => Command::Undo { rev: rev()? },
            "change" => Command::Change,
            "state" => Command::State,
            "settle" => Command::Settle,
            "problems" => {
                let line = |name, default| Ok(clamped(fields.small(name, Some(default))?));
                let lines = line("from", 0)?..line("to", u32::MAX as usize)?;
                Command::Problems {
                    offset: fields.small("offset", Some(0))?,
                    limit: limit()?,
                    lines,
                }
            }
            "explain" => Command::Explain { line: clamped(fields.small("line", None)?) },
            "find" => Command::Find {
                text: fields.text("text")?,
                offset: fields.small("offset", Some(0))?,
                limit: limit()?,
            },
            "query" => Command::Query {
                selector: fields.text("selector")?,
                from: clamped(fields.small("from", Some(0))?),
                limit: limit()?,
            },
            "diff" => Command::Diff,
            "text" => Command::Text {
                from: fields.small("from", Some(0))?,
                to: fields.small("to", Some(usize::MAX))?,
            },
            other => {
                let shown: String = other.chars().take(50).collect();
                return Err(Problem::in_command("/do", format!("there is no command `{shown}`")));
            }
        })
    }
}

fn clamped(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

struct Fields(Map<String, Value>);

impl Fields {
    fn text(&self, name: &str) -> Result<String, Problem> {
        let text = self.0.get(name).and_then(Value::as_str).map(str::to_owned);
        text.ok_or_else(|| wrong(name, "a string"))
    }

    /// A whole number; `default` when it is missing or null.
    fn number(&self, name: &str, default: Option<u64>) -> Result<u64, Problem> {
        let found = match self.0.get(name) {
            None | Some(Value::Null) => default,
            Some(it) => it.as_u64().filter(|it| *it <= MOST_NUMBER),
        };
        found.ok_or_else(|| wrong(name, "a whole number"))
    }

    fn small(&self, name: &str, default: Option<usize>) -> Result<usize, Problem> {
        let number = self.number(name, default.map(|it| it as u64))?;
        Ok(usize::try_from(number).unwrap_or(usize::MAX))
    }

    /// The names of lint rules; `None` for all.
    fn rules(&self) -> Result<Option<Vec<String>>, Problem> {
        let names = match self.0.get("rules") {
            None | Some(Value::Null) => return Ok(None),
            Some(Value::Array(names)) => names,
            Some(_) => return Err(wrong("rules", "an array of strings")),
        };
        let mut rules = Vec::with_capacity(names.len());
        for (n, name) in names.iter().enumerate() {
            let known = name.as_str().map(|it| Rule::named(it).map(|it| it.name.to_owned()));
            let before = rules.len();
            rules.extend(known.into_iter().flatten());
            if rules.len() == before {
                let what = format!("there is no lint rule {name}");
                return Err(Problem::in_command(&format!("/rules/{n}"), what));
            }
        }
        Ok(Some(rules))
    }
}

fn wrong(name: &str, expected: &str) -> Problem {
    Problem::in_command(&format!("/{name}"), format!("expected {expected}"))
}

/// Reads `{"edits": […]}`, or a single edit.
pub(super) fn edits(input: &[u8]) -> Result<Vec<Edit>, Problem> {
    let not_json = |it: serde_json::Error| Problem::in_command("", format!("not JSON: {it}"));
    let mut value: Value = serde_json::from_slice(input).map_err(not_json)?;
    let all = match value.get_mut("edits").map(Value::take) {
        Some(Value::Array(edits)) => edits,
        Some(_) => return Err(wrong("edits", "an array of edits")),
        None => return Err(wrong("edits", "an array of edits")),
    };
    all.into_iter().enumerate().map(|(n, it)| edit(n, it)).collect()
}

fn edit(n: usize, value: Value) -> Result<Edit, Problem> {
    let wrong = |name: &str, expected: &str| wrong(&format!("edits/{n}{name}"), expected);
    let Value::Object(mut fields) = value else { return Err(wrong("", "an object")) };
    let line = |name: &str| {
        let number = fields.get(name).and_then(Value::as_u64);
        number
            .map(|it| clamped(usize::try_from(it).unwrap_or(usize::MAX)))
            .ok_or_else(|| wrong(&format!("/{name}"), "the number of a line, from 0"))
    };
    let (from, to) = (line("from")?, line("to")?);
    let new = match (fields.remove("lines"), fields.remove("text")) {
        (Some(Value::Array(lines)), None) => {
            let text = |(at, it): (usize, Value)| match it {
                Value::String(text) => Ok(text),
                _ => Err(wrong(&format!("/lines/{at}"), "a string")),
            };
            New::Lines(lines.into_iter().enumerate().map(text).collect::<Result<_, Problem>>()?)
        }
        (None, Some(Value::String(text))) => New::Text(text),
        (Some(_), None) => return Err(wrong("/lines", "an array of strings")),
        (None, Some(_)) => return Err(wrong("/text", "a string")),
        (None, None) | (Some(_), Some(_)) => {
            return Err(wrong("", "`lines` or `text`, and one of them"));
        }
    };
    Ok(Edit { from, to, new })
}

pub(super) fn wrong_edit(error: WrongEdit) -> Problem {
    let place = match error.part {
        WrongPart::Order => "/from".to_owned(),
        WrongPart::Break { line } => format!("/lines/{line}"),
        _ => "/to".to_owned(),
    };
    Problem::in_command(&format!("/edits/{}{place}", error.edit), error.part.to_string())
}
