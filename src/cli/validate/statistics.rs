//! `--statistics`: how many findings each rule has.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use serde_json::json;

use crate::{
    diagnostic::Severity,
    lint::Report,
    report::{Format, Theme},
};

#[derive(Default)]
pub(super) struct Statistics {
    counts: BTreeMap<&'static str, Count>,
}

#[derive(Default)]
struct Count {
    all: usize,
    worst: Option<Severity>,
    fixable: usize,
}

impl Statistics {
    pub(super) fn add(&mut self, report: &Report) {
        for it in &report.diagnostics {
            let count = self.counts.entry(it.rule).or_default();
            count.all += 1;
            count.worst = count.worst.max(Some(it.severity));
            count.fixable += usize::from(it.fix.as_ref().is_some_and(|it| it.safe));
        }
        for it in &report.more {
            let count = self.counts.entry(it.rule).or_default();
            count.all += it.count;
            count.worst = count.worst.max(Some(it.severity));
            count.fixable += it.fixable;
        }
    }

    /// Each rule with its worst severity and its number of findings, most frequent first.
    pub(super) fn rules(&self) -> Vec<(&str, Severity, usize)> {
        let rules = self.counts.iter();
        let mut rules: Vec<_> =
            rules.map(|(name, it)| (*name, it.worst.unwrap_or(Severity::Info), it.all)).collect();
        rules.sort_by_key(|it| std::cmp::Reverse(it.2));
        rules
    }

    /// Prints the rules, most frequent first: as JSON, or as a table for people.
    pub(super) fn print(
        &self,
        format: Format,
        look: &Theme,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let mut rows: Vec<(&str, &Count)> =
            self.counts.iter().map(|(name, it)| (*name, it)).collect();
        rows.sort_by_key(|(_, it)| std::cmp::Reverse(it.all));
        if format == Format::Json {
            return print_json(&rows, out);
        }
        let digits = rows.first().map_or(0, |it| it.1.all.to_string().len());
        let names = rows.iter().map(|it| it.0.len()).max().unwrap_or(0);
        for (name, count) in rows {
            let severity = count.worst.unwrap_or(Severity::Info);
            let style = look.severity(severity);
            let (all, severity) = (count.all, severity.as_str());
            write!(out, "{all:digits$}  {name:names$}  {style}{severity}{style:#}")?;
            match count.fixable {
                0 => writeln!(out)?,
                n => writeln!(out, "{:1$}--fix fixes {n}", "", 9 - severity.len())?,
            }
        }
        Ok(())
    }
}

fn print_json(rows: &[(&str, &Count)], out: &mut dyn Write) -> io::Result<()> {
    let rows = rows.iter().map(|(name, it)| {
        let severity = it.worst.unwrap_or(Severity::Info).as_str();
        json!({ "errorType": name, "severity": severity, "count": it.all, "fixable": it.fixable })
    });
    serde_json::to_writer_pretty(&mut *out, &rows.collect::<Vec<_>>())?;
    writeln!(out)
}
