//! `bloqr diff`: the rules that only one of two lists has.

use std::{
    fs,
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use serde_json::{Map, Value, json};

use crate::{
    cli::{Error, Outcome, Ui, decode},
    compile::{Comparison, DomainCounts, Placed, compare},
    report::visible_lines,
};

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  bloqr diff old.txt new.txt
  bloqr diff --domains old.txt new.txt       how many rules of each domain
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

    /// Count the rules of each domain instead: + added, - removed, ~ changed
    #[arg(long, conflicts_with = "format")]
    domains: bool,
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
    let comparison = compare(&read(&args.old)?, &read(&args.new)?);
    if args.domains {
        domains(&comparison, ui)?;
        return Ok(outcome(&comparison));
    }
    print(&comparison, args.format, ui)
}

/// Prints how a list differs from the one in a file.
pub(super) fn print_against(old: &Path, new: &str, ui: &mut Ui) -> Result<Outcome, Error> {
    print(&compare(&read(old)?, new), Format::Text, ui)
}

fn print(comparison: &Comparison, format: Format, ui: &mut Ui) -> Result<Outcome, Error> {
    match format {
        Format::Text => text(comparison, ui)?,
        Format::Json => {
            let text = json(comparison).to_string() + "\n";
            ui.out.write_all(text.as_bytes())?;
        }
    }
    Ok(outcome(comparison))
}

fn outcome(comparison: &Comparison) -> Outcome {
    if comparison.is_same() { Outcome::Clean } else { Outcome::Findings }
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
    // Replaced bytes would all be equal.
    let name = if path == Path::new("-") { "<stdin>".into() } else { path.display().to_string() };
    decode::text(bytes).map_err(|err| Error::new(format!("{name}: {err}")))
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
    sum(comparison, ui);
    Ok(())
}

/// A line for each domain with rules that differ.
fn domains(comparison: &Comparison, ui: &mut Ui) -> Result<(), Error> {
    let styles = ui.styles();
    for (name, counts) in &comparison.domains {
        write!(ui.out, "{}", visible_lines(name))?;
        let counts = [
            (counts.added, '+', styles.good),
            (counts.removed, '-', styles.error),
            (counts.changed, '~', styles.name),
        ];
        for (count, sign, style) in counts.into_iter().filter(|it| it.0 > 0) {
            write!(ui.out, " {style}{sign}{count}{style:#}")?;
        }
        writeln!(ui.out)?;
    }
    sum(comparison, ui);
    Ok(())
}

fn sum(comparison: &Comparison, ui: &mut Ui) {
    ui.note(&format!(
        "{} added, {} removed, {} changed, {} moved",
        comparison.added.len(),
        comparison.removed.len(),
        comparison.changed.len(),
        comparison.moved.len()
    ));
}

fn json(comparison: &Comparison) -> Value {
    let placed = |(line, rule): &Placed| json!({ "line": line, "rule": rule });
    let domains: Map<String, Value> = comparison
        .domains
        .iter()
        .map(|(name, DomainCounts { added, removed, changed })| {
            let counts = json!({ "added": added, "removed": removed, "changed": changed });
            (name.clone(), counts)
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
