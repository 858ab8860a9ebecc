//! Findings in rules. One item of a request is always one rule and one line, even when it contains a
//! line break.

use std::borrow::Cow;

use serde_json::Value;

use crate::{MAX_FINDINGS, body::Strings, request::TestUrl, rule};
use bloqr_lint::{
    self as lint, Config, Report,
    diagnostic::{Diagnostic, Severity},
};
use bloqr_syntax::{Rule, js_trim, matching, parse_rule, source::Places};
use bloqr_wire::{Json, report};

/// The rules of a request, and the findings.
struct Checked<'a> {
    rules: Vec<&'a str>,
    /// The rules, one line each: a line break inside of a rule is replaced by a space.
    text: String,
    report: Report,
}

impl<'a> Checked<'a> {
    /// `None` when there are too many findings.
    fn new(rules: impl Iterator<Item = &'a str>, strict: bool) -> Option<Checked<'a>> {
        let rules: Vec<&str> = rules.collect();
        let lines: Vec<Cow<'_, str>> = rules.iter().map(|it| one_line(it)).collect();
        let text = lines.join("\n");
        let mut config = Config::default();
        config.strict = strict;
        let report = lint::check_rules(&rules, &text, &config, MAX_FINDINGS, lint::unread_include)?;
        Some(Checked { rules, text, report })
    }

    fn is_valid(&self) -> bool {
        self.report.count(Severity::Error) == 0
    }

    /// `"errors":[…],"warnings":[…],"infos":[…]`
    fn write_findings(&self, json: &mut Json<'_>) {
        for (n, severity) in [Severity::Error, Severity::Warning, Severity::Info].iter().enumerate()
        {
            json.raw(if n > 0 { "],\"" } else { "\"" });
            json.raw(report::list(*severity));
            json.raw("\":[");
            let mut places = Places::new(&self.text);
            let found = self.report.diagnostics.iter().filter(|it| it.severity == *severity);
            for (n, it) in found.enumerate() {
                if n > 0 {
                    json.raw(",");
                }
                self.write_finding(json, it, &mut places);
                if json.is_full() {
                    return;
                }
            }
        }
        json.raw("]");
    }

    fn write_finding(&self, json: &mut Json<'_>, it: &Diagnostic, places: &mut Places<'_>) {
        let text = self.rules.get(it.place.line as usize).copied().unwrap_or_default();
        let rule = parse_rule(text);
        let finding = report::finding_in(it, text, &rule, places);
        json.value(&Value::Object(finding));
    }
}

/// The rule without the line break at its end.
fn entry(rule: &str) -> &str {
    rule.trim_end_matches(LINE_ENDS)
}

fn one_line(rule: &str) -> Cow<'_, str> {
    if rule.contains(LINE_ENDS) { rule.replace(LINE_ENDS, " ").into() } else { rule.into() }
}

const LINE_ENDS: [char; 3] = ['\n', '\r', '\x0c'];

/// `POST /api/validate`
pub(super) fn list(json: &mut Json<'_>, rules: &Strings, strict: bool) {
    let Some(checked) = Checked::new(rules.iter().map(entry), strict) else {
        return json.give_up();
    };
    json.raw("{\"success\":true");
    for (key, value) in report::counts(checked.report.counts, checked.is_valid()) {
        json.raw(",");
        json.string(&key);
        json.raw(":");
        json.value(&value);
    }
    json.raw(",");
    checked.write_findings(json);
    json.raw("}");
}

/// `POST /api/validate-rule`
pub(super) fn rule(json: &mut Json<'_>, text: &str, url: Option<&TestUrl>, strict: bool) {
    let text = js_trim(text);
    let Some(checked) = Checked::new(std::iter::once(text), strict) else {
        return json.give_up();
    };
    let rule = parse_rule(text);
    json.raw("{\"success\":true,\"valid\":");
    json.bool(checked.is_valid());
    json.raw(",\"rule\":");
    json.string(text);
    json.raw(",");
    rule::write(json, &rule, text);
    let mut errors = checked.report.diagnostics.iter();
    if let Some(first) = errors.find(|it| it.severity == Severity::Error) {
        json.raw(",\"error\":");
        json.string(&first.message);
    }
    json.raw(",");
    checked.write_findings(json);
    if let Some(test) = url {
        write_match(json, &rule, test);
    }
    json.raw("}");
}

fn write_match(json: &mut Json<'_>, rule: &Rule<'_>, test: &TestUrl) {
    json.raw(",\"testUrl\":");
    json.string(&test.text);
    let Some(is_match) = matching::matches(rule, &test.url) else { return };
    json.raw(",\"matchResult\":");
    json.bool(is_match);
    json.raw(",\"unevaluatedModifiers\":[");
    for (n, name) in matching::unevaluated(rule).into_iter().enumerate() {
        if n > 0 {
            json.raw(",");
        }
        json.string(name);
    }
    json.raw("]");
}
