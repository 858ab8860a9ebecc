//! The statistics of a compilation as JSON: `--report`.

use std::{io::Write, path::Path};

use serde_json::{Map, Value, json};

use super::{outputs::Output, settings::Settings};
use crate::{
    cli::{
        Error,
        atomic::{NewFile, cannot_write},
    },
    compile::{ActionReport, Compiled, FormatReport, Stage},
};

pub(super) fn write(
    path: &Path,
    compiled: &Compiled,
    settings: &Settings,
    written: &[(&Output, FormatReport)],
) -> Result<(), Error> {
    let report = &compiled.report;
    let stages = report.stages.iter().map(|it| {
        let source = match it.stage {
            Stage::Source(index) => {
                settings.config.sources.get(index as usize).map(|it| it.source.as_str())
            }
            Stage::All => None,
        };
        json!({
            "source": source,
            "lines": it.lines,
            "steps": it.actions.iter().map(action).collect::<Value>(),
        })
    });
    let differences: Map<String, Value> =
        report.differences().map(|(it, count)| (it.name().to_owned(), count.into())).collect();
    let outputs = written.iter().map(|(output, report)| {
        let unsaid: Map<String, Value> = report
            .inexpressible()
            .map(|(it, count)| (it.name().to_owned(), count.into()))
            .collect();
        json!({
            "file": output.name,
            "format": output.format.name(),
            "entries": report.entries,
            "allowed": report.allowed,
            "unsaid": unsaid,
        })
    });
    let value = json!({
        "lines": report.lines,
        "comments": report.comments,
        "rules": report.rules,
        "stages": stages.collect::<Value>(),
        "outputs": outputs.collect::<Value>(),
        "differences": differences,
    });
    let mut file = NewFile::create(path)?;
    let text = serde_json::to_string_pretty(&value).unwrap_or_default() + "\n";
    file.write_all(text.as_bytes()).map_err(|err| cannot_write(path, err))?;
    file.finish()
}

fn action(action: &ActionReport) -> Value {
    let refused: Map<String, Value> =
        action.refused().map(|(why, count)| (why.to_string(), count.into())).collect();
    json!({
        "name": action.by.name(),
        "removed": action.removed,
        "changed": action.changed,
        "added": action.added,
        "refused": refused,
    })
}
