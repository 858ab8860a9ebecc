//! The findings in a list as JSON: the fields of the backend's `POST /api/validate`, and more
//! fields for editors.

use serde_json::{Map, Value, json};

use bloqr_lint::{
    Counts,
    diagnostic::{Diagnostic, Edit, Place, Severity},
};
use bloqr_syntax::{self as syntax, Options, Rule, source::Places};

/// The version of the document. It changes when a field changes, not when a field is added.
pub const SCHEMA: &str = "bloqr.report/1";

/// One list without its findings: `valid`, `totalRules`, `validRules`, `invalidRules`.
pub fn counts(counts: Counts, valid: bool) -> Map<String, Value> {
    Map::from_iter([
        ("valid".to_owned(), valid.into()),
        ("totalRules".to_owned(), counts.total.into()),
        ("validRules".to_owned(), counts.valid().into()),
        ("invalidRules".to_owned(), counts.invalid.into()),
    ])
}

/// The key of the array for findings of this severity.
pub fn list(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "errors",
        Severity::Warning => "warnings",
        Severity::Info => "infos",
    }
}

/// One finding. Lines and columns count from 1, columns in characters; `start` and `end` are byte
/// offsets in the whole text.
pub fn finding(diagnostic: &Diagnostic, places: &mut Places<'_>) -> Map<String, Value> {
    let text = places.line(diagnostic.place.line);
    finding_in(diagnostic, text, &syntax::parse(text, &Options::LIST), places)
}

/// The same for a rule that differs from the text of its line.
pub fn finding_in(
    diagnostic: &Diagnostic,
    text: &str,
    rule: &Rule<'_>,
    places: &mut Places<'_>,
) -> Map<String, Value> {
    let mut value = place(diagnostic.place, places);
    let mut add = |key: &str, item: Value| value.insert(key.to_owned(), item);
    add("rule", text.into());
    add("errorType", diagnostic.rule.into());
    add("message", (*diagnostic.message).into());
    add("severity", diagnostic.severity.as_str().into());
    add("category", rule.category().as_str().into());
    add("syntax", rule.syntax().as_str().into());
    if !diagnostic.labels.is_empty() {
        let labels = diagnostic.labels.iter().map(|label| {
            let mut value = place(label.place, places.of(label.list.as_deref()));
            if let Some(list) = &label.list {
                value.shift_insert(0, "file".to_owned(), (**list).into());
            }
            value.insert("message".to_owned(), (*label.message).into());
            Value::Object(value)
        });
        add("labels", labels.collect());
    }
    if let Some(help) = &diagnostic.help {
        add("help", (**help).into());
    }
    if let Some(fix) = &diagnostic.fix {
        let edits: Vec<Value> = fix.edits.iter().map(|it| edit(it, places)).collect();
        add("fix", json!({ "title": fix.title, "safe": fix.safe, "edits": edits }));
    }
    value
}

fn place(place: Place, places: &mut Places<'_>) -> Map<String, Value> {
    let Place { line, span } = place;
    let (start, _) = places.line_range(line);
    Map::from_iter([
        ("line".to_owned(), (line + 1).into()),
        ("column".to_owned(), places.column(line, span.start).into()),
        ("endColumn".to_owned(), places.column(line, span.end).into()),
        ("start".to_owned(), (start + span.start as usize).into()),
        ("end".to_owned(), (start + span.end as usize).into()),
    ])
}

/// A byte range in the whole text, and its replacement.
fn edit(edit: &Edit, places: &mut Places<'_>) -> Value {
    let (start, end, text) = match edit {
        Edit::Replace { place, text } => {
            let (start, _) = places.line_range(place.line);
            let (from, to) = (place.span.start as usize, place.span.end as usize);
            (start + from, start + to, text.as_str())
        }
        Edit::DeleteLine { line } => {
            let (start, end) = places.line_range(*line);
            (start, end, "")
        }
    };
    json!({ "start": start, "end": end, "text": text })
}
