//! Prints states, problems and results.

use std::{
    io::Write,
    path::Path,
    time::{SystemTime, UNIX_EPOCH},
};

use serde_json::{Map, Value};

use super::{connection::Connection, edits::Counts};
use crate::{
    cli::{Error, Ui, ui::Styles},
    report::{visible, visible_lines},
};

/// The field `schema` of every document. New fields do not change the version; changed fields do.
const SCHEMA: &str = "bloqr.agent/1";

/// A document about an agent.
pub(super) fn document(command: &str, connection: &Connection, fields: Value) -> Value {
    let head = [
        ("schema", SCHEMA.into()),
        ("command", command.into()),
        ("backend", connection.client.url().into()),
    ];
    let mut document: Map<String, Value> =
        head.into_iter().map(|(key, value): (&str, Value)| (key.to_owned(), value)).collect();
    if let Value::Object(fields) = fields {
        document.extend(fields);
    }
    Value::Object(document)
}

/// `3 lines added, 1 removed`
pub(super) fn changes(counts: Counts) -> String {
    let Counts { added, removed } = counts;
    match (added, removed) {
        (0, 0) => "no line changed".to_owned(),
        (_, 0) => format!("{} added", amount(added as u64, "line")),
        (0, _) => format!("{} removed", amount(removed as u64, "line")),
        _ => format!("{} added, {removed} removed", amount(added as u64, "line")),
    }
}

/// `1 line`, `5,000 lines`
pub(super) fn amount(n: u64, what: &str) -> String {
    format!("{} {what}{}", thousands(n), if n == 1 { "" } else { "s" })
}

pub(super) fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `2 errors, 5 warnings, 1 info`, or `no problems`
pub(super) fn tally(state: &Value) -> String {
    let kinds = [("errors", "error"), ("warnings", "warning"), ("infos", "info")];
    let counts = kinds.map(|(key, name)| (state[key].as_u64().unwrap_or(0), name));
    let counts: Vec<String> =
        counts.iter().filter(|it| it.0 > 0).map(|(n, name)| amount(*n, name)).collect();
    if counts.is_empty() { "no problems".to_owned() } else { counts.join(", ") }
}

/// The colour of what [`tally`] says.
pub(super) fn tally_style(state: &Value, styles: Styles) -> clap::builder::styling::Style {
    let has = |key: &str| state[key].as_u64().unwrap_or(0) > 0;
    match () {
        () if has("errors") => styles.error,
        () if has("warnings") => styles.warning,
        () => styles.good,
    }
}

/// A problem as `validate --format concise` prints it: `list.txt:2:6: error[unknown-modifier] …`.
/// `before` stands before the line: `list.txt:`, or `line ` where there is no file.
pub(super) fn problem(before: &str, finding: &Value, ui: &mut Ui) -> Result<(), Error> {
    let styles = ui.styles();
    let text = |key: &str| finding[key].as_str().map(visible_lines);
    let severity = text("severity").unwrap_or_default();
    let style = match &*severity {
        "error" => styles.error,
        "warning" => styles.warning,
        _ => styles.dim,
    };
    let line = finding["line"].as_u64().unwrap_or(0);
    let column = finding["column"].as_u64().map(|it| format!(":{it}")).unwrap_or_default();
    let rule = text("errorType").or_else(|| text("rule")).unwrap_or_default();
    let message = text("message").unwrap_or_default();
    writeln!(
        ui.out,
        "{}{line}{column}: {style}{severity}[{rule}]{style:#} {message}",
        visible(before)
    )?;
    Ok(())
}

/// Problems that appeared and went. At most ten of each are shown.
pub(super) fn news(before: &str, answer: &Value, ui: &mut Ui) -> Result<(), Error> {
    const SHOWN: usize = 10;
    let styles = ui.styles();
    for (key, word, style) in [("appeared", "new ", styles.error), ("gone", "gone", styles.good)] {
        let Some(all) = answer[key].as_array().filter(|it| !it.is_empty()) else { continue };
        for finding in all.iter().take(SHOWN) {
            write!(ui.out, "  {style}{word}{style:#}  ")?;
            problem(before, finding, ui)?;
        }
        let total = total(answer, key).max(all.len() as u64);
        if total > SHOWN as u64 {
            let more = thousands(total - SHOWN as u64);
            let dim = styles.dim;
            writeln!(ui.out, "  {style}{word}{style:#}  {dim}and {more} more{dim:#}")?;
        }
    }
    Ok(())
}

/// How many problems appeared or went, where an answer lists only some.
fn total(answer: &Value, key: &str) -> u64 {
    answer[format!("{key}Total")].as_u64().unwrap_or(0)
}

/// Now, in milliseconds since 1970.
pub(super) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |it| it.as_millis() as u64)
}

/// How long ago a time was, in words. It is in milliseconds since 1970.
pub(super) fn ago(at: u64) -> String {
    age(now().saturating_sub(at) / 1000)
}

/// `just now`, `5 minutes ago`
fn age(seconds: u64) -> String {
    let (n, unit) = match seconds {
        0..10 => return "just now".to_owned(),
        10..60 => (seconds, "second"),
        60..3600 => (seconds / 60, "minute"),
        3600..86_400 => (seconds / 3600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    format!("{} ago", amount(n, unit))
}

/// The name of a file for messages.
pub(super) fn name(file: &Path) -> String {
    file.display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_words() {
        for (n, wanted) in [(0, "0"), (999, "999"), (1000, "1,000"), (1234567, "1,234,567")] {
            assert_eq!(thousands(n), wanted);
        }
        for (seconds, wanted) in [
            (0, "just now"),
            (10, "10 seconds ago"),
            (60, "1 minute ago"),
            (7200, "2 hours ago"),
            (86_400 * 90, "90 days ago"),
        ] {
            assert_eq!(age(seconds), wanted);
        }
        for ((added, removed), wanted) in [
            ((0, 0), "no line changed"),
            ((1, 0), "1 line added"),
            ((0, 2), "2 lines removed"),
            ((1, 2), "1 line added, 2 removed"),
        ] {
            assert_eq!(changes(Counts { added, removed }), wanted);
        }
    }
}
