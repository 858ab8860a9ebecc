//! One document for all lists: `bloqr.report/1`, which docs/schema/report.schema.json describes.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Checked, Other, Totals};
use bloqr_lint::diagnostic::Severity;
use bloqr_wire as wire;

/// What stands before the first list.
pub(super) fn start(out: &mut dyn Write) -> io::Result<()> {
    let (schema, version) = (wire::report::SCHEMA, env!("CARGO_PKG_VERSION"));
    write!(out, r#"{{"schema":"{schema}","version":"{version}","files":["#)
}

/// One list, and a finding a line: such a report can be read, and compared line by line.
pub(super) fn file(checked: &Checked<'_>, first: bool, out: &mut dyn Write) -> io::Result<()> {
    let valid = checked.findings().all(|it| it.severity != Severity::Error);
    write!(out, "{}{{\"name\":{}", if first { "\n" } else { ",\n" }, Value::from(checked.name))?;
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
            let finding = Value::Object(wire::report::finding(it, &mut places));
            write!(out, "{}{finding}", if first { "\n" } else { ",\n" })?;
            first = false;
        }
        out.write_all(if first { b"]" } else { b"\n]" })?;
    }
    out.write_all(b"}")
}

pub(super) fn end(totals: &Totals, others: &[Other], out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"\n]")?;
    if !others.is_empty() {
        let others = others.iter().map(|it| {
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
        "otherKinds": totals.other_kinds,
        "passedOver": totals.passed_over,
    });
    writeln!(out, ",\"summary\":{summary}}}")
}
