//! What a rule is, as the answers about one rule say it.

use bloqr_syntax::{Rule, source::Line};
use bloqr_wire::{Json, Options, ast};

/// Writes, for a rule parsed from `text`, `"ruleType":…,"category":…,"syntax":…`
/// and, unless the rule is invalid, `,"ast":…`.
pub(crate) fn write(json: &mut Json<'_>, rule: &Rule<'_>, text: &str) {
    json.raw("\"ruleType\":\"");
    json.raw(rule.rule_type().as_str());
    json.raw("\",\"category\":\"");
    json.raw(rule.category().as_str());
    json.raw("\",\"syntax\":\"");
    json.raw(rule.syntax().as_str());
    json.raw("\"");
    if !matches!(rule, Rule::Invalid(_)) {
        json.raw(",\"ast\":");
        ast::write(json, rule, Line { text, newline: None }, 0, Options::LIST.output, "");
    }
}
