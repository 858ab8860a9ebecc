//! The linter's findings in the cases of `tests/corpus/lint`, word for word: each rule has a file of
//! cases and a golden file with their findings.

mod cases;
mod said;
mod sources;

use std::{collections::BTreeSet, fmt::Write};

use bloqr::{
    diagnostic::{Diagnostic, Edit},
    lint::RULES,
};

use self::cases::{CASES, Case};
use crate::support::golden;

#[test]
fn findings_are_these() {
    for file in cases::read() {
        let mut now = String::new();
        for case in &file.cases {
            writeln!(now, "### {}", case.title).unwrap();
            for ((name, text), findings) in shown(case) {
                if case.lists[0].0 != name {
                    writeln!(now, "--- list {name}").unwrap();
                }
                write(&mut now, text, &findings);
            }
            now.push('\n');
        }
        golden(&format!("{CASES}/{}.out", file.rule), &now);
    }
}

#[test]
fn every_rule_has_cases_that_it_finds_something_in() {
    let files = cases::read();
    let rules: BTreeSet<&str> = RULES.iter().map(|it| it.name).collect();
    let there: BTreeSet<&str> = files.iter().map(|it| it.rule.as_str()).collect();
    assert_eq!(there, rules);
    for file in &files {
        let mut findings = file.cases.iter().flat_map(shown).flat_map(|it| it.1);
        assert!(findings.any(|it| it.rule == file.rule), "{}", file.rule);
    }
}

/// The lists of a case, each with those of its findings that the golden file has.
fn shown(case: &Case) -> Vec<((&str, &str), Vec<Diagnostic>)> {
    let lists = case.lists.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    let findings = case.judge().into_iter().map(|mut report| {
        if case.is_last_shown {
            report.diagnostics.drain(..report.diagnostics.len() - 1);
        }
        report.diagnostics
    });
    lists.zip(findings).collect()
}

/// Writes each line of a list and what is said of it, and of many lines only those.
fn write(out: &mut String, text: &str, findings: &[Diagnostic]) {
    const MANY: usize = 200;
    let lines: Vec<&str> = text.split('\n').collect();
    for (n, line) in lines.iter().enumerate() {
        let mut here = findings.iter().filter(|it| it.place.line as usize == n).peekable();
        if lines.len() > MANY && here.peek().is_none() {
            continue;
        }
        writeln!(out, "{}", printed(line)).unwrap();
        for it in here {
            write_finding(out, line, it);
        }
    }
}

fn write_finding(out: &mut String, line: &str, it: &Diagnostic) {
    let (start, end) = (it.place.span.start as usize, it.place.span.end as usize);
    if printed(line) == line && end > start {
        let before = line[..start].chars().count();
        let width = line[start..end].chars().count();
        writeln!(out, "{}{}", " ".repeat(before), "^".repeat(width)).unwrap();
    }
    let (severity, rule) = (it.severity.as_str(), it.rule);
    writeln!(out, "    {start}..{end} {severity} {rule}: {}", it.message).unwrap();
    for label in &it.labels {
        let (at, span) = (label.place.line + 1, label.place.span);
        let list = label.list.as_ref().map_or(String::new(), |it| format!("{it}:"));
        writeln!(out, "    {list}{at}:{}..{}: {}", span.start, span.end, label.message).unwrap();
    }
    if let Some(help) = &it.help {
        writeln!(out, "    help: {help}").unwrap();
    }
    let Some(fix) = &it.fix else { return };
    let kind = if fix.safe { "fix" } else { "unsafe fix" };
    writeln!(out, "    {kind}: {}", fix.title).unwrap();
    for edit in &fix.edits {
        match edit {
            Edit::Replace { place, text } => {
                assert_eq!(place.line, it.place.line, "a fix of another line");
                let mut fixed = line.to_owned();
                fixed.replace_range(place.span.start as usize..place.span.end as usize, text);
                for line in fixed.split('\n') {
                    writeln!(out, "      > {}", printed(line)).unwrap();
                }
            }
            Edit::DeleteLine { line } => {
                writeln!(out, "      > line {} is gone", line + 1).unwrap();
            }
        }
    }
}

/// A line as a person can read it: cut when it is long, and with nothing in it that is not seen.
fn printed(line: &str) -> String {
    const WIDTH: usize = 120;
    let is_seen = |c: char| matches!(c, ' '..='~' | '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{5ff}' | '\u{2026}' | '\u{3040}'..='\u{9fff}' | '\u{fffd}');
    let mut out = String::new();
    for c in line.chars().take(WIDTH) {
        if is_seen(c) {
            out.push(c);
        } else {
            out.extend(c.escape_default());
        }
    }
    if line.chars().nth(WIDTH).is_some() {
        out.push('…');
    }
    out
}
