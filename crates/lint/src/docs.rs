//! The documentation of a rule: for SARIF, for the terminal, and for the pages in docs/rules/.

use crate::{Rule, options::Kind};

/// Where the pages of the rules are.
pub const PAGES: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/rules/");

/// The address of the page of a rule.
pub fn url(rule: &str) -> String {
    format!("{PAGES}{rule}.md")
}

/// The docs as text for people: code is indented, and not between fences.
pub fn plain(rule: &Rule) -> String {
    let mut is_code = false;
    let mut text = String::new();
    for line in markdown(rule).trim_end().lines() {
        if line.starts_with("```") {
            is_code = !is_code;
            continue;
        }
        text.push_str(if is_code { "    " } else { "" });
        text.push_str(line);
        text.push('\n');
    }
    text
}

/// The docs as Markdown, without the space at the start of each line of a doc comment.
pub fn markdown(rule: &Rule) -> String {
    let mut text = String::with_capacity(rule.docs.len());
    for line in rule.docs.lines() {
        text.push_str(line.strip_prefix(' ').unwrap_or(line));
        text.push('\n');
    }
    text.push_str(&options(rule));
    text
}

/// The options of a rule, as a list.
fn options(rule: &Rule) -> String {
    let mut text = String::new();
    for option in rule.options {
        let start = if text.is_empty() { "\nOptions:\n\n" } else { "" };
        let (name, about, kind) = (option.name, option.about.trim(), values(&option.kind));
        let names: Vec<String> = option.aliases.iter().map(|it| format!("`{it}`")).collect();
        let aglint = if names.is_empty() { "" } else { "; AGLint: " };
        let names = names.join(", ");
        text.push_str(&format!("{start}- `{name}`: {about} ({kind}{aglint}{names})\n"));
    }
    text
}

fn values(kind: &Kind) -> String {
    match kind {
        Kind::Word(words) => words.join(", "),
        Kind::List(item) => format!("a list; each item {}", values(item)),
        _ => kind.name(),
    }
}

/// The first sentence, without its full stop.
pub fn title(rule: &Rule) -> String {
    let words: Vec<&str> =
        rule.docs.lines().map(str::trim).take_while(|it| !it.is_empty()).collect();
    words.join(" ").trim_end_matches('.').to_owned()
}

/// The page of a rule.
pub fn page(rule: &Rule) -> String {
    let mut text = format!("# {}\n\n{}\n\n{}", rule.name, facts(rule), markdown(rule));
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// The facts about the rule in one line: `error · AGLint: no-short-rules`.
pub fn facts(rule: &Rule) -> String {
    let mut facts = rule.severity.as_str().to_owned();
    if !rule.enabled {
        facts.push_str(" when switched on");
    }
    if !rule.aliases.is_empty() {
        let names = rule.aliases.join("`, `");
        facts.push_str(&format!(" · AGLint: `{names}`"));
    }
    facts
}

/// The page of all rules.
pub fn index(rules: &[&Rule]) -> String {
    let mut text = String::from("# Rules\n\n| rule | severity | | AGLint |\n|---|---|---|---|\n");
    for rule in rules {
        let (name, severity) = (rule.name, rule.severity.as_str());
        let off = if rule.enabled { "" } else { ", off by default" };
        let aliases: Vec<String> = rule.aliases.iter().map(|it| format!("`{it}`")).collect();
        let (title, aliases) = (title(rule), aliases.join(", "));
        text.push_str(&format!(
            "| [`{name}`]({name}.md) | {severity}{off} | {title} | {aliases} |\n"
        ));
    }
    text
}
