//! One document for all lists: `bloqr.report/1`, which docs/schema/report.schema.json describes.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{
    Checked, Other, Totals,
    format::{Definition, FormatWriter, Readers},
};
use bloqr_lint::{diagnostic::Severity, docs};
use bloqr_wire as wire;

pub(super) const DEFINITION: Definition = Definition {
    name: "json",
    about: "one document, with the fields of POST /api/validate",
    readers: Readers::Programs,
    has_notes: true,
    shows_few: false,
    writer: |_| Box::new(Json::default()),
};

#[derive(Default)]
struct Json {
    /// How many lists are written.
    lists: usize,
    others: Vec<Other>,
}

impl FormatWriter for Json {
    fn start(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let (schema, version) = (wire::report::SCHEMA, env!("CARGO_PKG_VERSION"));
        write!(out, r#"{{"schema":"{schema}","version":"{version}","files":["#)
    }

    /// Each finding is on its own line, so that people can read a report and compare it line by
    /// line.
    fn list(&mut self, checked: &Checked<'_>, out: &mut dyn Write) -> io::Result<()> {
        let first = self.lists == 0;
        self.lists += 1;
        let valid = checked.findings().all(|it| it.severity != Severity::Error);
        write!(
            out,
            "{}{{\"name\":{}",
            if first { "\n" } else { ",\n" },
            Value::from(checked.name)
        )?;
        for (key, value) in wire::report::counts(checked.report.counts, valid) {
            write!(out, ",{}:{value}", Value::from(key))?;
        }
        if !checked.not_run.is_empty() {
            let not_run = checked.not_run.iter();
            let not_run = not_run.map(|it| json!({ "code": it.code, "message": it.says }));
            write!(out, ",\"notRun\":{}", Value::from_iter(not_run))?;
        }
        for severity in [Severity::Error, Severity::Warning, Severity::Info] {
            write!(out, ",\"{}\":[", wire::report::list(severity))?;
            let mut places = checked.places();
            let mut first = true;
            for it in checked.findings().filter(|it| it.severity == severity) {
                let mut finding = wire::report::finding(it, &mut places);
                finding.insert("url".to_owned(), docs::url(it.rule).into());
                let finding = Value::Object(finding);
                write!(out, "{}{finding}", if first { "\n" } else { ",\n" })?;
                first = false;
            }
            out.write_all(if first { b"]" } else { b"\n]" })?;
        }
        out.write_all(b"}")
    }

    fn other(&mut self, other: Other, _out: &mut dyn Write) -> io::Result<()> {
        self.others.push(other);
        Ok(())
    }

    fn end(&mut self, totals: &Totals, _: bool, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"\n]")?;
        if !self.others.is_empty() {
            let others = self.others.iter().map(|it| {
                json!({
                    "name": it.name,
                    "kind": it.found.kind.name,
                    "title": it.found.kind.title,
                    "reason": it.found.reason,
                })
            });
            write!(out, ",\"otherFiles\":{}", Value::from_iter(others))?;
        }
        let summary = json!({
            "files": totals.files,
            "rules": totals.rules,
            "errors": totals.errors,
            "warnings": totals.warnings,
            "infos": totals.infos,
            "fixable": totals.fixable,
            "unsafelyFixable": totals.unsafely_fixable,
            "known": totals.known,
            "unlisted": totals.unlisted,
            "otherKinds": totals.other_kinds,
            "passedOver": totals.passed_over,
        });
        writeln!(out, ",\"summary\":{summary}}}")
    }
}
