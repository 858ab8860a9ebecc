//! `bloqr diff`: the rules that only one of two lists has.

use std::{
    fs,
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use serde_json::{Map, Value, json};

use crate::{
    cli::{Error, Outcome, Ui},
    compile::{Comparison, Placed, compare},
    report::visible_lines,
};

/// Compare two filter lists rule by rule
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  bloqr diff old.txt new.txt
  bloqr diff --format json old.txt new.txt | jq .domains

Exit codes:
  0  both lists have the same rules in the same order
  1  the lists differ
  2  the work could not be done")]
pub(super) struct Args {
    /// The old list, or `-` for stdin
    #[arg(value_name = "OLD")]
    old: PathBuf,

    /// The new list, or `-` for stdin
    #[arg(value_name = "NEW")]
    new: PathBuf,

    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// A line for each rule: + added, - removed, ~ changed, > moved
    Text,
    /// One JSON object, with counts by domain
    Json,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome, Error> {
    if args.old == Path::new("-") && args.new == Path::new("-") {
        return Err(Error::new("stdin cannot be both lists").hint("name a file for one of them"));
    }
    let new = read(&args.new)?;
    print(&args.old, &new, args.format, ui)
}

/// Prints how a list differs from an old one.
pub(super) fn print(old: &Path, new: &str, format: Format, ui: &mut Ui) -> Result<Outcome, Error> {
    let comparison = compare(&read(old)?, new);
    match format {
        Format::Text => text(&comparison, ui)?,
        Format::Json => {
            let text = json(&comparison).to_string() + "\n";
            ui.out.write_all(text.as_bytes())?;
        }
    }
    Ok(if comparison.is_same() { Outcome::Clean } else { Outcome::Findings })
}

fn read(path: &Path) -> Result<String, Error> {
    let bytes = if path == Path::new("-") {
        let mut bytes = Vec::new();
        let read = io::stdin().read_to_end(&mut bytes);
        read.map_err(|err| Error::new("cannot read stdin").caused_by(err))?;
        bytes
    } else {
        fs::read(path).map_err(|err| Error::read(path, err))?
    };
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn text(comparison: &Comparison, ui: &mut Ui) -> Result<(), Error> {
    let styles = ui.styles();
    let (bad, good, name, dim) = (styles.error, styles.good, styles.name, styles.dim);
    for (_, rule) in &comparison.removed {
        writeln!(ui.out, "{bad}- {}{bad:#}", visible_lines(rule))?;
    }
    for (_, rule) in &comparison.added {
        writeln!(ui.out, "{good}+ {}{good:#}", visible_lines(rule))?;
    }
    for ((_, old), (_, new)) in &comparison.changed {
        writeln!(ui.out, "{name}~ {} > {}{name:#}", visible_lines(old), visible_lines(new))?;
    }
    for (rule, before, now) in &comparison.moved {
        let rule = visible_lines(rule);
        writeln!(ui.out, "{dim}> {rule} (line {before} > line {now}){dim:#}")?;
    }
    ui.note(&format!(
        "{} added, {} removed, {} changed, {} moved",
        comparison.added.len(),
        comparison.removed.len(),
        comparison.changed.len(),
        comparison.moved.len()
    ));
    Ok(())
}

fn json(comparison: &Comparison) -> Value {
    let placed = |(line, rule): &Placed| json!({ "line": line, "rule": rule });
    let domains: Map<String, Value> = comparison
        .domains
        .iter()
        .map(|(name, (added, removed))| {
            (name.clone(), json!({ "added": added, "removed": removed }))
        })
        .collect();
    json!({
        "added": comparison.added.iter().map(placed).collect::<Value>(),
        "removed": comparison.removed.iter().map(placed).collect::<Value>(),
        "changed": comparison
            .changed
            .iter()
            .map(|(old, new)| json!({ "old": placed(old), "new": placed(new) }))
            .collect::<Value>(),
        "moved": comparison
            .moved
            .iter()
            .map(|(rule, before, now)| json!({ "rule": rule, "old": before, "new": now }))
            .collect::<Value>(),
        "domains": domains,
    })
}
