//! The fields of an answer that is a list: its lines, the statistics, and why lines are missing.

use std::{cell::Cell, rc::Rc};

use serde_json::{Map, Value, json};

use bloqr_compile::{ActionReport, Compiled, Stage, What, Why};
use bloqr_wire::Json;

/// With more lines than this, the length of an answer is measured before it is written: a buffer that
/// doubles when it is full takes three times its memory.
const MANY: u64 = 1 << 16;

/// `{"success":true,"rules":[…],"ruleCount":…`: every line of the list, its header too.
pub(super) fn open(json: &mut Json<'_>, compiled: &Compiled) {
    if compiled.report.lines > MANY && compiled.events().is_empty() {
        let length = Rc::new(Cell::new(1 << 16));
        let counted = length.clone();
        let count = move |text: &mut Vec<u8>| counted.set(counted.get() + text.len());
        let mut measured = Json::draining(Box::new(count));
        lines(&mut measured, compiled);
        measured.finish();
        json.reserve(length.get());
    }
    json.raw("{\"success\":true,\"rules\":[");
    let count = lines(json, compiled);
    json.raw("],\"ruleCount\":");
    json.value(&Value::from(count));
}

/// The lines as strings, and how many they are.
fn lines(json: &mut Json<'_>, compiled: &Compiled) -> u64 {
    let mut count = 0;
    for line in &compiled.header {
        json.raw(if count > 0 { "," } else { "" });
        json.string(line);
        count += 1;
    }
    for line in compiled.lines() {
        json.raw(if count > 0 { "," } else { "" });
        json.string(&line.text);
        count += 1;
        if json.is_full() {
            break;
        }
    }
    count
}

/// `,"stats":{…}`: the numbers of the list, how many lines each step removed, and the numbers of
/// each step, in order. `sources` are the names of the sources.
pub(super) fn stats(json: &mut Json<'_>, compiled: &Compiled, sources: &[&str]) {
    let report = &compiled.report;
    let mut removed = Map::new();
    let mut done = Vec::new();
    for Done { stage, action, before, after } in all_done(compiled) {
        let name = action.by.name();
        let sum = removed.get(name).and_then(Value::as_u64).unwrap_or(0) + action.removed;
        removed.insert(name.to_owned(), sum.into());
        let mut fields = json!({ "name": name, "in": before, "out": after });
        if let Stage::Source(index) = stage {
            fields["source"] = sources.get(index as usize).copied().unwrap_or_default().into();
        }
        done.push(fields);
    }
    json.raw(",\"stats\":");
    json.value(&json!({
        "lines": report.lines,
        "comments": report.comments,
        "rules": report.rules,
        "removed": removed,
        "transformations": done,
    }));
}

/// `,"metrics":{…}`, with the names of the guide's backend. It has no times, because the clock of a
/// worker does not advance while it computes.
pub(super) fn metrics(json: &mut Json<'_>, compiled: &Compiled, sources: usize) {
    let stages: Vec<Value> = all_done(compiled)
        .map(|it| json!({ "name": it.action.by.name(), "itemCount": it.before }))
        .collect();
    let read = compiled.report.stages.iter().filter(|it| it.stage != Stage::All);
    json.raw(",\"metrics\":");
    json.value(&json!({
        "stages": stages,
        "sourceCount": sources,
        "ruleCount": read.map(|it| it.lines).sum::<u64>(),
        "outputRuleCount": compiled.report.rules,
    }));
}

/// `,"removed":[…]`: each removed line, and why.
pub(super) fn removed(json: &mut Json<'_>, compiled: &Compiled) {
    json.raw(",\"removed\":[");
    let mut is_first = true;
    for event in compiled.events() {
        let What::Removed { text, why } = &event.what else { continue };
        json.raw(if is_first { "{\"source\":" } else { ",{\"source\":" });
        is_first = false;
        json.string(compiled.file_name(event.origin.file));
        json.raw(",\"line\":");
        json.value(&event.origin.line.into());
        json.raw(",\"rule\":");
        json.string(text);
        json.raw(",\"step\":");
        json.string(event.by.name());
        json.raw(",\"why\":");
        json.string(&reason(*why));
        if let Why::Equal(by) | Why::Covered(by) = why {
            json.raw(",\"by\":{\"source\":");
            json.string(compiled.file_name(by.file));
            json.raw(",\"line\":");
            json.value(&by.line.into());
            json.raw("}");
        }
        json.raw("}");
        if json.is_full() {
            return;
        }
    }
    json.raw("]");
}

/// A step or a filter, with the number of lines before and after it.
struct Done<'c> {
    stage: Stage,
    action: &'c ActionReport,
    before: u64,
    after: u64,
}

fn all_done(compiled: &Compiled) -> impl Iterator<Item = Done<'_>> {
    compiled.report.stages.iter().flat_map(|stage| {
        let mut lines = stage.lines;
        stage.actions.iter().map(move |action| {
            let before = lines;
            lines = (lines + action.added).saturating_sub(action.removed);
            Done { stage: stage.stage, action, before, after: lines }
        })
    })
}

/// Why a line was removed, in words.
fn reason(why: Why) -> String {
    match why {
        Why::Excluded(_) => "an exclusion matches".to_owned(),
        Why::NotIncluded => "no inclusion matches".to_owned(),
        Why::Condition(line) => format!("the condition of the `!#if` in line {line} is false"),
        Why::Directive => "the directive was applied".to_owned(),
        Why::Comment => "it is a comment".to_owned(),
        Why::Empty => "it is empty".to_owned(),
        Why::Above => "the rule below it was removed".to_owned(),
        Why::Equal(_) => "another line is equal".to_owned(),
        Why::Covered(_) => "another rule covers it".to_owned(),
        Why::Refused(refusal) => refusal.to_string(),
    }
}
