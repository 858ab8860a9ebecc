//! The checks of what an isolate answered. Nothing of it is believed: the user's code can replace
//! everything that the glue uses, so each byte may be from it.
//!
//! The order is: status, length, UTF-8, JSON, shape, well-formed text, line breaks, counts.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use crate::{
    Frame, Kind, Refusal, limits,
    place::{frames, of_import},
};

/// What the code wants the list to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// All lines of the new list.
    Rules(Vec<String>),
    /// Lines with what takes their place, in the order of the lines.
    Edits(Vec<Edit>),
}

/// Rules in the place of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The line, from 1.
    pub line: usize,
    /// What takes its place; nothing removes the line.
    pub rules: Vec<String>,
}

/// What an isolate can say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Said {
    Done { change: Change, log: String },
    WantsNodes,
}

/// Checks an answer. `body` has at most one byte more than [`limits::ANSWER`], `lines` is how many lines
/// the list has.
pub(crate) fn check(status: u16, body: &[u8], source: &str, lines: usize) -> Result<Said, Refusal> {
    if status != 200 {
        return Err(not_ours());
    }
    if body.len() > limits::ANSWER {
        let most = limits::ANSWER >> 20;
        return Err(output(format!("the result has more than {most} MiB")));
    }
    let fields = std::str::from_utf8(body).ok().and_then(object).ok_or_else(not_ours)?;
    let log = fields.get("log").and_then(|it| string(it)).map(cut_log).unwrap_or_default();
    let kind = fields.get("kind").and_then(|it| string(it)).unwrap_or_default();
    let said = match kind.as_str() {
        "rules" => rules_of(&fields, lines).map(Change::Rules),
        "edits" => edits_of(&fields, lines).map(Change::Edits),
        "wants-ast" => return Ok(Said::WantsNodes),
        "nothing" => {
            Err(output("`transform` returned neither an array of rules nor an object with `edits`"))
        }
        "no-transform" => {
            Err(Refusal::new(Kind::Invalid, "the code has no `export function transform`"))
        }
        "invalid" => Err(invalid(&fields, source)),
        "threw" => Err(threw(&fields, source)),
        _ => Err(not_ours()),
    };
    match said {
        Ok(change) => Ok(Said::Done { change, log }),
        Err(refusal) => Err(Refusal { log, ..refusal }),
    }
}

type Fields<'a> = BTreeMap<String, &'a RawValue>;

fn output(detail: impl Into<String>) -> Refusal {
    Refusal::new(Kind::Output, detail)
}

/// The user's code has changed how the glue answers.
fn not_ours() -> Refusal {
    output("the answer is not that of a transform: the code changes how answers are made")
}

fn object(text: &str) -> Option<Fields<'_>> {
    serde_json::from_str(text).ok()
}

/// The text of a JSON string; `None` for anything else, and for half a surrogate pair.
fn string(value: &RawValue) -> Option<String> {
    serde_json::from_str(value.get()).ok()
}

fn array(value: &RawValue) -> Option<Vec<&RawValue>> {
    serde_json::from_str(value.get()).ok()
}

fn rules_of(fields: &Fields<'_>, lines: usize) -> Result<Vec<String>, Refusal> {
    let items = fields.get("rules").and_then(|it| array(it)).ok_or_else(not_ours)?;
    let rules = texts(&items).map_err(|(n, detail)| output(detail).of(n))?;
    count(rules.len(), lines)?;
    Ok(rules)
}

fn edits_of(fields: &Fields<'_>, lines: usize) -> Result<Vec<Edit>, Refusal> {
    let items = fields.get("edits").and_then(|it| array(it)).ok_or_else(not_ours)?;
    let mut edits = Vec::new();
    // Line by index of the edit: the first wrong edit is told, also when two have the same line.
    let mut seen = BTreeMap::new();
    for (n, item) in items.iter().enumerate() {
        let edit = edit(item, lines).map_err(|detail| output(detail).of(n))?;
        if let Some(other) = seen.insert(edit.line, n) {
            let detail = format!("edits {other} and {n} are both of line {}", edit.line);
            return Err(output(detail).of(n));
        }
        edits.push(edit);
    }
    edits.sort_by_key(|it| it.line);
    let added: usize = edits.iter().map(|it| it.rules.len()).sum();
    count(lines - edits.len() + added, lines)?;
    Ok(edits)
}

fn edit(item: &RawValue, lines: usize) -> Result<Edit, String> {
    const SHAPE: &str =
        "an edit is not `{ line, rules }`, with a line from 1 and an array of rules";
    let fields = object(item.get()).ok_or(SHAPE)?;
    let line = fields.get("line").and_then(|it| it.get().parse::<u64>().ok()).ok_or(SHAPE)?;
    let items = fields.get("rules").and_then(|it| array(it)).ok_or(SHAPE)?;
    let rules = texts(&items).map_err(|(n, detail)| format!("{detail} (rule {n})"))?;
    match usize::try_from(line).ok().filter(|it| (1..=lines).contains(it)) {
        Some(line) => Ok(Edit { line, rules }),
        None => Err(format!("an edit is of line {line}, but the list has the lines 1 to {lines}")),
    }
}

/// Single lines of well-formed text; else the index of the first that is not, and why.
fn texts(items: &[&RawValue]) -> Result<Vec<String>, (usize, &'static str)> {
    if let Some(n) = items.iter().position(|it| !it.get().starts_with('"')) {
        return Err((n, "a rule is not a string"));
    }
    let mut texts = Vec::with_capacity(items.len());
    for (n, item) in items.iter().enumerate() {
        let text = string(item).ok_or((n, "a rule has half of a surrogate pair"))?;
        texts.push(text);
    }
    match texts.iter().position(|it| it.contains(['\n', '\r', '\x0c'])) {
        Some(n) => Err((n, "a rule has a line break")),
        None => Ok(texts),
    }
}

fn count(rules: usize, lines: usize) -> Result<(), Refusal> {
    let most = limits::most_rules(lines);
    if rules <= most {
        return Ok(());
    }
    Err(output(format!("the result has {rules} lines, and a list of {lines} may have {most} then")))
}

/// The module could not be loaded: an import that does not exist, or the like.
fn invalid(fields: &Fields<'_>, source: &str) -> Refusal {
    let (message, frames) = exception(fields, source);
    // The platform tells which module is missing, but not where it is named.
    let message = message.lines().next().unwrap_or_default();
    let at = frames.first().map(|it| it.at).or_else(|| of_import(message, source));
    Refusal::new(Kind::Invalid, message.strip_prefix("Error: ").unwrap_or(message)).at(at)
}

fn threw(fields: &Fields<'_>, source: &str) -> Refusal {
    let (message, frames) = exception(fields, source);
    let at = frames.first().map(|it| it.at);
    Refusal { frames, ..Refusal::new(Kind::Threw, message).at(at) }
}

fn exception(fields: &Fields<'_>, source: &str) -> (String, Vec<Frame>) {
    let text = |key: &str| fields.get(key).and_then(|it| string(it)).unwrap_or_default();
    let message = text("message").chars().take(limits::MESSAGE).collect();
    (message, frames(&text("stack"), source))
}

fn cut_log(mut log: String) -> String {
    log.truncate(log.floor_char_boundary(limits::LOG));
    log
}
