//! `bloqr compile`: makes one list from many.

mod backend;
pub(super) mod date;
mod json;
mod outputs;
mod place;
mod settings;
mod sources;

use std::path::PathBuf;

pub(super) use self::settings::steps;
use self::{outputs::Output, settings::Settings};
use crate::{
    api,
    cli::{Error, Outcome, Ui, client, compare, threads::Threads, values::step_parser},
    compile::{self, Compiled, Format, Header, Options},
};

#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  bloqr compile -c configuration.json -o list.txt        a configuration of HostlistCompiler
  bloqr compile -i hosts.txt https://example.com/list.txt -o list.txt
  bloqr compile -c list.toml -o list.txt -o hosts=hosts.txt -o rpz=zone.txt
  bloqr compile -c list.toml --explain ads.example.com   where it comes from, and why it was removed
  bloqr compile -c list.toml --check -o list.txt         for CI: exit 1 when it is out of date
  bloqr compile -c list.toml --backend https://api.example.com -o list.txt

Without -c and -i, the section [compile] of the nearest bloqr.toml is read. Paths in a configuration
are relative to its folder, or else to the working directory. docs/compile.md has all keys.

Exit codes:
  0  done; with --check or --diff, there is no difference
  1  with --check or --diff, there is a difference; with --explain, no source has the rule
  2  the work could not be done")]
pub(super) struct Args {
    /// The configuration: HostlistCompiler's JSON, or TOML with the same keys
    #[arg(short, long, value_name = "FILE", conflicts_with = "inputs")]
    config: Option<PathBuf>,

    /// Compile these sources with the default transformations instead: lists, directories, https
    /// URLs, or `-` for stdin
    #[arg(short, long = "input", value_name = "FILE|DIR|URL|-", num_args = 1..)]
    inputs: Vec<String>,

    /// Apply these transformations with --input instead of the default ones
    #[arg(short, long, value_name = "NAME", value_delimiter = ',', requires = "inputs", value_parser = step_parser(), hide_possible_values = true)]
    transformations: Option<Vec<String>>,

    /// The title of the list of --input
    #[arg(long, value_name = "TITLE", requires = "inputs")]
    name: Option<String>,

    /// Write the list here, `-` for stdout; may be repeated, with a format before each path
    #[arg(short, long = "output", value_name = "[FORMAT=]FILE")]
    outputs: Vec<String>,

    /// The format of outputs without a format
    #[arg(long, value_name = "FORMAT", default_value = "adblock", value_parser = outputs::format_parser())]
    format: Format,

    /// A name that is true in `!#if`; may be repeated
    #[arg(long = "define", value_name = "NAME")]
    defines: Vec<String>,

    /// Write nothing, and exit 1 if an output would change
    #[arg(long, requires = "outputs")]
    check: bool,

    /// Write nothing; show the rules that only the list or only this file has
    #[arg(long, value_name = "OLD", conflicts_with_all = ["outputs", "check", "explain"])]
    diff: Option<PathBuf>,

    /// Write no list; explain what happened to a rule, a domain, or a line like `list.txt:14`
    #[arg(long, value_name = "RULE|DOMAIN|LINE", conflicts_with_all = ["outputs", "check"])]
    explain: Option<String>,

    /// Show what each step did
    #[arg(long)]
    stats: bool,

    /// Write statistics as JSON to this file
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,

    /// The time in the header [default: SOURCE_DATE_EPOCH, or now]
    #[arg(long, value_name = "TIME")]
    date: Option<String>,

    /// Keep copies of fetched sources in this directory, and fetch only what has changed
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,

    /// Do not use the network: read fetched sources only from --cache
    #[arg(long, requires = "cache")]
    offline: bool,

    /// When a source cannot be fetched, use the last good copy of it
    #[arg(long, requires = "cache")]
    allow_stale: bool,

    /// Accept sources that are empty, HTML, or far smaller than their last copy
    #[arg(long)]
    allow_empty: bool,

    /// Let this backend compile the list; the backend fetches the URLs
    #[arg(long, value_name = "URL")]
    backend: Option<String>,

    #[command(flatten)]
    client: client::Args,

    /// Print only results, warnings and errors
    #[arg(short, long)]
    quiet: bool,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome, Error> {
    let modified = date::modified(args.date.as_deref())?;
    let settings = settings::read(args)?;
    let outputs = outputs::of(args)?;
    if !args.check {
        outputs::try_places(&outputs, args)?;
    }
    if args.client.is_wanted(args.backend.as_deref()) {
        return backend::run(args, &settings, &outputs, &modified, ui);
    }
    let (sources, files) = sources::read(args, &settings, ui)?;
    outputs::refuse_inputs(&outputs, args, &settings, &files)?;
    let options = Options {
        header: Header { modified, tool: api::TOOL.to_owned() },
        logs: args.explain.is_some(),
        keeps_covered: false,
    };
    // Formats that only know exact names need the names that another name covers.
    let needs_all = outputs.iter().any(|it| it.format.needs_all_names());
    let all = needs_all.then(|| {
        let options = Options { keeps_covered: true, ..options.clone() };
        compile(&settings, sources.clone(), &options)
    });
    let all = all.transpose()?;
    let compiled = compile(&settings, sources, &options)?;
    if args.stats {
        stats(&compiled, &settings, ui);
    }
    let mut outcome = Outcome::Clean;
    let mut written = Vec::new();
    if let Some(query) = &args.explain {
        outcome = explain(&compiled, query, ui)?;
    } else if let Some(old) = &args.diff {
        outcome = compare::print_against(old, &compiled.text(), ui)?;
    } else {
        for output in &outputs {
            let list = match &all {
                Some(all) if output.format.needs_all_names() => all,
                _ => &compiled,
            };
            let done = if args.check { output.check(list, ui)? } else { output.write(list, ui)? };
            if done.differs {
                outcome = Outcome::Findings;
            }
            written.push((output, done.report));
        }
        if !args.quiet {
            summarize(&compiled, &written, ui);
        }
    }
    if let Some(path) = &args.report {
        json::write(path, &compiled, &settings, &written)?;
    }
    Ok(outcome)
}

fn compile(
    settings: &Settings,
    sources: compile::Sources,
    options: &Options,
) -> Result<Compiled, Error> {
    compile::compile(&settings.config, sources, options, &Threads)
        .map_err(|err| settings.error(err))
}

fn explain(compiled: &Compiled, query: &str, ui: &mut Ui) -> Result<Outcome, Error> {
    let explanation = compiled.explain(query);
    write!(ui.out, "{}", compiled.explain_in_words(&explanation))?;
    let is_known = !explanation.traced.is_empty() || !explanation.matches.is_empty();
    Ok(if is_known { Outcome::Clean } else { Outcome::Findings })
}

/// Prints the numbers of each step.
fn stats(compiled: &Compiled, settings: &Settings, ui: &mut Ui) {
    for stage in &compiled.report.stages {
        let name = match stage.stage {
            compile::Stage::Source(index) => {
                settings.config.sources.get(index as usize).map_or("", |it| it.source.as_str())
            }
            compile::Stage::All => "all sources",
        };
        ui.note(&format!("{name}: {} lines", stage.lines));
        for action in &stage.actions {
            let by = action.by.name();
            let counts =
                [(action.removed, "removed"), (action.changed, "changed"), (action.added, "added")];
            let counts = counts.iter().filter(|it| it.0 > 0);
            let counts: Vec<String> = counts.map(|(n, what)| format!("{n} {what}")).collect();
            let counts = if counts.is_empty() { "nothing".to_owned() } else { counts.join(", ") };
            ui.note(&format!("  {by}: {counts}"));
            for (why, count) in action.refused() {
                ui.note(&format!("    {count}: {why}"));
            }
        }
    }
}

/// Prints what was written, and where it differs from HostlistCompiler.
fn summarize(compiled: &Compiled, written: &[(&Output, compile::FormatReport)], ui: &mut Ui) {
    for (output, report) in written {
        let (name, format, entries) = (&output.name, output.format, &report.entries);
        let what = if format == Format::Adblock { "rule" } else { "name" };
        let plural = if *entries == 1 { "" } else { "s" };
        ui.note(&format!("{name}: {entries} {what}{plural} ({format})"));
        if report.allowed > 0 {
            ui.note(&format!(
                "  {} names are not in the list because of exceptions",
                report.allowed
            ));
        }
        for (why, count) in report.inexpressible() {
            ui.note(&format!("  not in this format: {count} {why}"));
        }
    }
    let count: u64 = compiled.report.differences.iter().sum();
    if count > 0 {
        let differ = if count == 1 { "line differs" } else { "lines differ" };
        ui.note(&format!("{count} {differ} from HostlistCompiler:"));
        for (difference, count) in compiled.report.differences() {
            ui.note(&format!("  {count}: {difference}"));
        }
    }
}
