//! The findings in a list, and the list with their fixes.

use serde_json::{Value, json};

use crate::{Answer, options::Options};
use bloqr_config::settings_from_json;
use bloqr_lint::{self as lint, Config, docs};
use bloqr_syntax::source::{Places, Utf16};
use bloqr_wire::{Json, report};

/// With more findings, a list is no list of rules.
const MOST: usize = 200_000;

/// A fix can make another one possible; this limits the number of rounds.
const ROUNDS: usize = 100;

/// `{"valid", "totalRules", "validRules", "invalidRules", "findings"}`: the counts and the fields of a finding
/// are those of `POST /api/validate`, with positions in UTF-16 code units. The options are settings of
/// `bloqr.toml`.
pub fn lint(options: &str, text: &str) -> Answer {
    let config = config(Options::read(options)?)?;
    let report = check(text, &config)?;
    let mut json = Json::new();
    json.raw("{");
    let is_valid = report.count(lint::diagnostic::Severity::Error) == 0;
    for (key, value) in report::counts(report.counts, is_valid) {
        json.string(&key);
        json.raw(":");
        json.value(&value);
        json.raw(",");
    }
    json.raw("\"findings\":[");
    let units = Utf16::new(text);
    let mut places = Places::new(text);
    for (n, it) in report.diagnostics.iter().enumerate() {
        json.raw(if n > 0 { "," } else { "" });
        let mut finding = Value::Object(report::finding(it, &mut places));
        if !units.is_ascii() {
            count_units(&mut finding, &units);
        }
        finding["url"] = docs::url(it.rule).into();
        json.value(&finding);
    }
    json.raw("]}");
    Ok(json.finish())
}

/// `{"text", "fixed", "left"}`: the text with all fixes that are safe (or all, with the option `unsafe`), how
/// many were made, and how many are left. The other options are those of [`lint()`].
pub fn fix(options: &str, text: &str) -> Answer {
    let mut options = Options::read(options)?;
    let apply = if options.flag("unsafe")? { lint::fix_all } else { lint::fix };
    let config = config(options)?;
    let (mut text, mut fixed) = (text.to_owned(), 0);
    let mut report = check(&text, &config)?;
    for _ in 0..ROUNDS {
        let (new, count) = apply(&text, &report);
        if count == 0 || new == text {
            break;
        }
        (text, fixed) = (new, fixed + count);
        report = check(&text, &config)?;
    }
    // Those that would be made: some would lose a hint, and never are.
    let left = lint::fix_all(&text, &report).1;
    Ok(json!({ "text": text, "fixed": fixed, "left": left }).to_string().into_bytes())
}

fn config(options: Options) -> Result<Config, String> {
    let settings = settings_from_json(&options.rest()).map_err(|it| match it.help {
        Some(help) => format!("{}: {help}", it.message),
        None => it.message,
    })?;
    Ok(settings.for_lint())
}

fn check(text: &str, config: &Config) -> Result<lint::Report, String> {
    lint::lint_within(text, config, MOST)
        .ok_or_else(|| format!("the text has more than {MOST} findings: it is no filter list"))
}

/// Turns the positions of a finding, of its labels and of its edits from bytes into code units.
fn count_units(value: &mut Value, units: &Utf16<'_>) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|it| count_units(it, units)),
        Value::Object(fields) => {
            for (key, value) in fields {
                match (key.as_str(), value.as_u64()) {
                    ("start" | "end", Some(at)) => {
                        *value = units.units(u32::try_from(at).unwrap_or(u32::MAX)).into();
                    }
                    ("labels" | "fix" | "edits", None) => count_units(value, units),
                    _ => (),
                }
            }
        }
        _ => (),
    }
}
