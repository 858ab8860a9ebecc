//! A form of each rule that is the same for rules that say the same.

use bloqr::syntax::{
    self, Options, Rule,
    ast::{CosmeticBody, CosmeticRule, NetworkRule},
};

/// Other names of modifiers. Adblock Plus knows none of these.
const ALIASES: [(&str, &str); 15] = [
    ("3p", "third-party"),
    ("1p", "first-party"),
    ("beacon", "ping"),
    ("css", "stylesheet"),
    ("doc", "document"),
    ("ehide", "elemhide"),
    ("frame", "subdocument"),
    ("from", "domain"),
    ("ghide", "generichide"),
    ("queryprune", "removeparam"),
    ("shide", "specifichide"),
    ("xhr", "xmlhttprequest"),
    ("first-party", "first-party"),
    ("badfilter", "badfilter"),
    ("important", "important"),
];

/// The meaning of a rule, as one text per effect. Empty when the line is not a rule.
pub(super) fn of(line: &str) -> Option<Vec<String>> {
    match syntax::parse(line, &Options::LIST) {
        Rule::Network(rule) => Some(vec![network(&rule)]),
        Rule::Host(rule) => {
            let ip = rule.ip.map_or("", |it| it.text);
            let names = set(rule.hostnames.iter().map(|it| it.to_string()));
            Some(vec![format!("host {ip} {}", names.join(" "))])
        }
        Rule::Cosmetic(rule) => Some(cosmetic(line, &rule)),
        Rule::Invalid(_) if !line.trim_start().starts_with(['!', '[']) => {
            Some(vec![format!("? {}", line.trim())])
        }
        _ => None,
    }
}

fn canonical(name: &str) -> &str {
    ALIASES.iter().find(|it| it.0 == name).map_or(name, |it| it.1)
}

fn set(parts: impl Iterator<Item = String>) -> Vec<String> {
    let mut parts: Vec<String> = parts.collect();
    parts.sort();
    parts.dedup();
    parts
}

fn network(rule: &NetworkRule<'_>) -> String {
    let modifiers = rule.modifiers.iter().flat_map(|it| &it.children).map(|it| {
        let name = canonical(it.name.text);
        let value = it.value.map_or("", |it| it.text);
        let value = match name {
            "domain" => set(value.split('|').map(str::to_owned)).join("|"),
            _ => value.to_owned(),
        };
        format!("{}{name}={value}", if it.exception { "~" } else { "" })
    });
    let exception = if rule.exception { "@@" } else { "" };
    format!("{exception}{}${}", &*rule.pattern, set(modifiers).join(","))
}

/// Each selector of a list is its own rule, but an exception cancels only the list as it is
/// written.
fn cosmetic(line: &str, rule: &CosmeticRule<'_>) -> Vec<String> {
    let domains = set(rule.domains.children.iter().map(|it| {
        let sign = if it.exception { "~" } else { "" };
        format!("{sign}{}", it.value.to_ascii_lowercase())
    }));
    let before = &line[..rule.separator_span().start as usize];
    let condition = before.trim().strip_prefix('[').map_or("", |it| it.split(']').next().unwrap());
    let head = format!("[{condition}]{}{}", domains.join(","), rule.separator.as_str());
    // For some readers, a space after the separator makes the line a comment.
    let body = line[rule.separator_span().end as usize..].trim_end();
    let bodies = match &rule.body {
        CosmeticBody::ElementHiding(_) if !rule.exception() => selectors(body),
        _ => vec![body],
    };
    bodies.into_iter().map(|it| format!("{head}{it}")).collect()
}

/// The body of a rule that is a list of selectors.
pub(super) fn list(line: &str) -> Option<(&str, bool)> {
    let Rule::Cosmetic(rule) = syntax::parse(line, &Options::LIST) else { return None };
    let body = line[rule.separator_span().end as usize..].trim();
    (selectors(body).len() > 1).then_some((body, rule.exception()))
}

fn selectors(body: &str) -> Vec<&str> {
    let (mut depth, mut quote, mut start, mut parts) = (0, None, 0, Vec::new());
    for (at, c) in body.char_indices() {
        match c {
            _ if quote == Some(c) => quote = None,
            _ if quote.is_some() => (),
            '"' | '\'' => quote = Some(c),
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            ',' if depth == 0 && !body[..at].ends_with('\\') => {
                parts.push(body[start..at].trim());
                start = at + 1;
            }
            _ => (),
        }
    }
    if start > 0 && depth == 0 && quote.is_none() {
        parts.push(body[start..].trim());
        return parts;
    }
    vec![body]
}

/// Which products drop the rule, or never apply it: `a`dguard, `u`bo, Adblock `p`lus, `b`rave.
/// Only the reasons that fixes deal with.
pub(super) fn dropped_by(line: &str) -> &'static [char] {
    match syntax::parse(line, &Options::LIST) {
        Rule::Network(rule) => {
            let names: Vec<_> =
                rule.modifiers.iter().flat_map(|it| &it.children).map(|it| it.name.text).collect();
            let mut rows: Vec<&str> = names.iter().map(|it| canonical(it)).collect();
            rows.sort_unstable();
            let is_doubled = rows.windows(2).any(|it| it[0] == it[1]);
            let is_short = names.iter().any(|name| ALIASES.iter().any(|it| it.0 == *name));
            let list = rule.modifiers.map(|it| &line[it.span.start as usize..it.span.end as usize]);
            let is_spaced = list.is_some_and(|it| {
                let at = |part: &str| it.contains(part);
                at(", ") || at(" ,") || at("= ") || at(" =") || it.starts_with(' ')
            });
            match (is_doubled, is_spaced, is_short) {
                (_, true, _) => &['u', 'b', 'p'],
                (true, false, true) => &['u', 'p'],
                (true, false, false) => &['u'],
                (false, false, true) => &['p'],
                (false, false, false) => &[],
            }
        }
        Rule::Cosmetic(rule) => {
            let has_upper = |it: &str| it.chars().any(|c| c.is_ascii_uppercase());
            let is_upper = rule.domains.children.iter().any(|it| has_upper(&it.value));
            let is_procedural = line.contains(":upward(") || line.contains(":has-text(");
            match (is_upper, is_procedural) {
                (true, _) => &['a', 'b', 'p'],
                (_, true) => &['p'],
                _ => &[],
            }
        }
        _ => &[],
    }
}
