//! The answer of `POST /api/ast/parse`: every rule with its kind and its tree, and a summary. Rules
//! are trimmed, blank lines are left out, and offsets count from the start of the rule.

use crate::{Json, Options, ast};
use bloqr_syntax::{
    Rule,
    ast::{Category, CosmeticRule, RuleType, Syntax},
    js_trim,
    source::Line,
};

/// The number of rules of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    counts: [u64; RuleType::ALL.len()],
    syntaxes: [u64; Syntax::ALL.len()],
}

impl Summary {
    /// Counts one rule.
    #[inline]
    pub fn add(&mut self, rule: &Rule<'_>) {
        self.add_more(rule.rule_type(), rule.syntax(), 1);
    }

    /// Adds the counts of other rules.
    #[inline]
    pub fn add_more(&mut self, rule_type: RuleType, syntax: Syntax, count: u64) {
        self.counts[rule_type as usize] += count;
        self.syntaxes[syntax as usize] += count;
    }

    /// Adds what another summary counted.
    pub fn merge(&mut self, other: &Summary) {
        for (count, more) in self.counts.iter_mut().zip(other.counts) {
            *count += more;
        }
        for (count, more) in self.syntaxes.iter_mut().zip(other.syntaxes) {
            *count += more;
        }
    }

    /// How many rules have this type.
    pub fn of_type(&self, rule_type: RuleType) -> u64 {
        self.counts[rule_type as usize]
    }

    /// How many rules are of this category.
    pub fn of_category(&self, category: Category) -> u64 {
        let types = RuleType::ALL.into_iter().filter(|it| it.category() == category);
        types.map(|it| self.of_type(it)).sum()
    }

    /// How many rules have this syntax.
    pub fn of_syntax(&self, syntax: Syntax) -> u64 {
        self.syntaxes[syntax as usize]
    }

    /// How many rules there are, with comments and lines that cannot be read.
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// How many lines cannot be read.
    pub fn invalid(&self) -> u64 {
        self.of_type(RuleType::Invalid)
    }
}

/// Writes the text before the first rule. `extra` is JSON that is written first in the object.
pub fn open(json: &mut Json<'_>, extra: &str) {
    json.raw("{");
    json.raw(extra);
    json.raw("\"success\":true,\"parsedRules\":[");
}

/// Writes the text after the last rule.
pub fn close(json: &mut Json<'_>, summary: &Summary) {
    json.raw("],\"summary\":");
    write_summary(json, summary);
    json.raw("}");
}

fn write_summary(json: &mut Json<'_>, summary: &Summary) {
    let failed = summary.invalid();
    json.raw("{\"total\":");
    json.number(summary.total());
    json.raw(",\"successful\":");
    json.number(summary.total() - failed);
    json.raw(",\"failed\":");
    json.number(failed);
    let categories = Category::ALL.into_iter().filter(|it| *it != Category::Invalid);
    json.raw(",\"byCategory\":{");
    write_counts(json, categories.map(|it| (it.as_str(), summary.of_category(it))));
    let types = RuleType::ALL.into_iter().filter(|it| *it != RuleType::Invalid);
    json.raw("},\"byType\":{");
    write_counts(json, types.map(|it| (it.as_str(), summary.of_type(it))));
    json.raw("}}");
}

/// `"name":count` for each kind with at least one rule.
fn write_counts<'a>(json: &mut Json<'_>, counts: impl Iterator<Item = (&'a str, u64)>) {
    for (n, (name, count)) in counts.filter(|(_, count)| *count > 0).enumerate() {
        json.raw(if n > 0 { ",\"" } else { "\"" });
        json.raw(name);
        json.raw("\":");
        json.number(count);
    }
}

/// The text of a rule in this document. `None` when the line is blank.
pub fn rule_text(line: &str) -> Option<&str> {
    Some(js_trim(line)).filter(|it| !it.is_empty())
}

/// Writes one rule, parsed from the result of [`rule_text`].
pub fn write(json: &mut Json<'_>, rule: &Rule<'_>, text: &str, options: &Options) {
    json.raw("{\"ruleText\":");
    json.string(text);
    if let Rule::Invalid(error) = rule {
        json.raw(",\"success\":false,\"error\":");
        json.string(&error.message);
        json.raw("}");
        return;
    }
    json.raw(",\"success\":true,\"category\":\"");
    json.raw(rule.category().as_str());
    json.raw("\",\"type\":\"");
    json.raw(rule.rule_type().as_str());
    json.raw("\",\"syntax\":\"");
    json.raw(rule.syntax().as_str());
    json.raw("\",\"valid\":true,\"properties\":{");
    properties(json, rule, text);
    json.raw("},\"ast\":");
    let line = Line { text, newline: None };
    ast::write(json, rule, line, 0, options.output, "");
    json.raw("}");
}

fn properties(json: &mut Json<'_>, rule: &Rule<'_>, text: &str) {
    match rule {
        Rule::Network(rule) => {
            json.raw("\"network\":{\"pattern\":");
            json.string(&rule.pattern);
            json.raw(",\"isException\":");
            json.bool(rule.exception);
            json.raw(",\"modifiers\":[");
            let modifiers = rule.modifiers.iter().flat_map(|it| &it.children);
            for (n, modifier) in modifiers.enumerate() {
                json.raw(if n > 0 { ",{\"name\":" } else { "{\"name\":" });
                json.string(&modifier.name);
                json.raw(",\"value\":");
                string_or_null(json, modifier.value.as_deref());
                json.raw(",\"exception\":");
                json.bool(modifier.exception);
                json.raw("}");
            }
            json.raw("]}");
        }
        Rule::Host(rule) => {
            json.raw("\"host\":{\"ip\":");
            json.string(rule.ip.as_deref().unwrap_or("0.0.0.0"));
            json.raw(",\"hostnames\":[");
            strings(json, rule.hostnames.iter().map(|it| ("", it.text)));
            json.raw("],\"comment\":");
            string_or_null(json, rule.comment.as_deref());
            json.raw("}");
        }
        Rule::Cosmetic(rule) => cosmetic(json, rule, text),
        Rule::Metadata(comment) => {
            json.raw("\"comment\":{\"text\":\"\",\"header\":");
            json.string(&comment.header);
            json.raw(",\"value\":");
            json.string(&comment.value);
            json.raw("}");
        }
        Rule::Comment(comment) => {
            json.raw("\"comment\":{\"text\":");
            json.string(&comment.text);
            json.raw("}");
        }
        Rule::Agent(_) | Rule::Hint(_) | Rule::PreProcessor(_) | Rule::Config(_) => {
            json.raw("\"comment\":{\"text\":\"\"}");
        }
        Rule::Empty | Rule::Invalid(_) => (),
    }
}

fn cosmetic(json: &mut Json<'_>, rule: &CosmeticRule<'_>, text: &str) {
    json.raw("\"cosmetic\":{\"domains\":[");
    let domains = rule.domains.children.iter();
    strings(json, domains.map(|it| (if it.exception { "~" } else { "" }, it.value.text)));
    json.raw("],\"separator\":\"");
    json.raw(rule.separator.as_str());
    json.raw("\",\"isException\":");
    json.bool(rule.exception());
    json.raw(",\"body\":");
    // The text as it is written in the line.
    json.string(text[rule.separator_span().end as usize..].trim_start_matches([' ', '\t']));
    json.raw(",\"ruleType\":\"");
    json.raw(rule.body.rule_type().as_str());
    json.raw("\"}");
}

fn strings<'a>(json: &mut Json<'_>, strings: impl Iterator<Item = (&'static str, &'a str)>) {
    for (n, (prefix, text)) in strings.enumerate() {
        if n > 0 {
            json.raw(",");
        }
        match prefix {
            "" => json.string(text),
            _ => json.string(&format!("{prefix}{text}")),
        }
    }
}

fn string_or_null(json: &mut Json<'_>, text: Option<&str>) {
    match text {
        Some(text) => json.string(text),
        None => json.raw("null"),
    }
}
