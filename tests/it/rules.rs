//! Every example in a rule's docs is a test of that rule.

use std::{collections::BTreeSet, fmt::Write, path::Path, sync::Arc};

use bloqr::{
    diagnostic::{Diagnostic, Severity},
    lint::{Companions, Config, Level, Prelude, RULES, Rule, lint},
};

use crate::support::{files, root, set_option};

#[test]
fn examples_in_docs_hold() {
    let mut wrong = String::new();
    for rule in RULES {
        for example in examples(rule.docs) {
            let text = unmarked(&example.text);
            let report = lint(&text, &example.config(rule));
            let found: Vec<_> =
                report.diagnostics.iter().filter(|it| it.rule == rule.name).collect();
            let now = marked(&text, &found);
            if now != example.text {
                writeln!(wrong, "{}:\n{}--- now:\n{now}", rule.name, example.text).unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_rule_shows_what_it_finds() {
    for rule in RULES {
        let shown = examples(rule.docs).iter().any(|it| it.text.lines().any(is_mark));
        assert!(shown, "{}: no example is marked with `! ^^^`", rule.name);
    }
}

#[test]
fn rules_are_files_and_in_order() {
    let names: Vec<&str> = RULES.iter().map(|it| it.name).collect();
    assert!(names.is_sorted(), "{names:?}");
    // A rule with much code has a folder next to its file.
    let folder = root().join("crates/lint/src/rules");
    let name = |it: &Path| {
        let first = it.strip_prefix(&folder).unwrap().iter().next().unwrap();
        first.to_str().unwrap().trim_end_matches(".rs").replace('_', "-")
    };
    let there: BTreeSet<String> =
        files(&folder, "rs").iter().map(|it| name(it)).filter(|it| it != "mod").collect();
    assert_eq!(there, names.iter().map(|it| (*it).to_owned()).collect::<BTreeSet<_>>());
}

struct Example {
    text: String,
    /// `bloqr-target:ubo`
    hints: Vec<(String, String)>,
}

impl Example {
    fn config(&self, rule: &'static Rule) -> Config {
        let mut config = Config::default();
        config.set(rule, Level::On(Severity::Warning));
        for (key, value) in &self.hints {
            match key.as_str() {
                "bloqr-target" => config.targets = value.parse().unwrap(),
                "bloqr-with" => {
                    let texts = [value.as_str(), &unmarked(&self.text)];
                    let scan = |it| Companions::scan(it, &Prelude::scan(it));
                    config.companions = Some(Arc::new(Companions::join(texts.map(scan))));
                }
                // An option of the rule.
                _ => set_option(&mut config, rule, key.strip_prefix("bloqr-").unwrap(), value),
            }
        }
        config
    }
}

/// The fenced `adblock` blocks of a rule's docs.
fn examples(docs: &str) -> Vec<Example> {
    let lines = docs.lines().map(|it| it.strip_prefix(' ').unwrap_or(it));
    let mut examples = Vec::new();
    let mut open: Option<Example> = None;
    for line in lines {
        match &mut open {
            None => {
                if let Some(hints) = line.strip_prefix("```adblock") {
                    let hints = hints.split_whitespace().map(|it| it.split_once(':').unwrap());
                    let hints = hints.map(|it| (it.0.to_owned(), it.1.to_owned())).collect();
                    open = Some(Example { text: String::new(), hints });
                }
            }
            Some(_) if line == "```" => examples.extend(open.take()),
            Some(example) => {
                example.text.push_str(line);
                example.text.push('\n');
            }
        }
    }
    examples
}

fn is_mark(line: &str) -> bool {
    line.strip_prefix('!').is_some_and(|it| it.trim_start().starts_with('^'))
}

fn unmarked(text: &str) -> String {
    text.split_inclusive('\n').filter(|it| !is_mark(it)).collect()
}

/// The text with marks put where the rule reports.
fn marked(text: &str, found: &[&Diagnostic]) -> String {
    let mut out = String::new();
    for (n, line) in text.split_inclusive('\n').enumerate() {
        out.push_str(line);
        for it in found.iter().filter(|it| it.place.line as usize == n) {
            let column = it.place.span.start as usize;
            let width = it.place.span.len();
            // Column 0 is the comment's own `!`, so a mark there starts one late.
            let (pad, width) = if column == 0 { (0, width - 1) } else { (column - 1, width) };
            writeln!(out, "!{}{} {}", " ".repeat(pad), "^".repeat(width), it.message).unwrap();
        }
    }
    out
}
