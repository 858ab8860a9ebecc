//! `bloqr validate`: find what is wrong with lists, say so, and mend it.

mod backend;
mod include;
mod judge;
mod mend;
mod settings;
mod statistics;

use std::{
    collections::BTreeSet,
    env,
    fs::File,
    io::{BufWriter, Read, Write},
    path::{Path, PathBuf},
};

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

pub(super) use self::settings::unknown_rule;
use self::{
    settings::{Flags, Settled},
    statistics::Statistics,
};
use crate::{
    cli::{
        Error, Outcome, Ui, client,
        input::{self, Source},
    },
    diagnostic::Severity,
    lint::{Include, Report},
    report::{Checked, Format, Look, Totals, Writer},
};

/// Find what is wrong in filter lists, and mend it
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  bloqr validate                               every list below the current directory
  bloqr validate --target ubo,brave list.txt   as uBlock Origin and Brave see it
  bloqr validate --rule '||ads.example^$thrid-party'
  bloqr validate --diff lists/                 what --fix would change
  bloqr validate --fix lists/
  bloqr validate --strict --format sarif --output bloqr.sarif
  curl -s https://example.com/list.txt | bloqr validate -

Settings are read from the nearest bloqr.toml, or from AGLint's files where there is none; see
`bloqr config schema`. `bloqr rules` lists what is looked for, `bloqr rules NAME` explains.

Exit codes:
  0  no errors, and no more warnings than --max-warnings
  1  errors, or too many warnings; with --diff, something to change
  2  the work could not be done, or there was nothing to check")]
pub(super) struct Args {
    /// Lists, directories with lists in them, or `-` for stdin [default: .]
    #[arg(value_name = "FILE|DIR|-")]
    paths: Vec<PathBuf>,

    /// Check this rule; may be repeated
    #[arg(long = "rule", value_name = "TEXT", allow_hyphen_values = true)]
    rules: Vec<String>,

    #[command(flatten)]
    flags: Flags,

    /// How to report [default: text; github inside GitHub Actions]
    #[arg(long, value_name = "FORMAT", value_parser = format_parser())]
    format: Option<Format>,

    /// Write the report here rather than to stdout
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Mend what can be mended without changing what a list does
    #[arg(long)]
    fix: bool,

    /// Show what --fix would change, and change nothing
    #[arg(long, conflicts_with = "fix")]
    diff: bool,

    /// Leave out what is less severe
    #[arg(long, value_name = "SEVERITY", default_value = "info", value_parser = severity_parser())]
    min_severity: Severity,

    /// Fail when there are more warnings than this
    #[arg(long, value_name = "N")]
    max_warnings: Option<usize>,

    /// Count the findings of each rule instead of listing them
    #[arg(long)]
    statistics: bool,

    /// Print nothing but the findings
    #[arg(long, short)]
    quiet: bool,

    /// Let this backend check, a list a request; only --strict goes along
    #[arg(long, value_name = "URL")]
    backend: Option<String>,

    #[command(flatten)]
    client: client::Args,
}

fn format_parser() -> impl TypedValueParser<Value = Format> {
    let value = |it: Format| PossibleValue::new(it.as_str()).help(it.about());
    PossibleValuesParser::new(Format::ALL.map(value)).try_map(|it| it.parse::<Format>())
}

fn severity_parser() -> impl TypedValueParser<Value = Severity> {
    PossibleValuesParser::new(Severity::ALL.map(Severity::as_str)).map(|it| {
        let found = Severity::ALL.into_iter().find(|severity| severity.as_str() == it);
        found.unwrap_or(Severity::Info)
    })
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome, Error> {
    let mut settled = Settled::new(&args.flags)?;
    let sources = find(args, &mut settled)?;
    if args.client.is_wanted(args.backend.as_deref()) {
        return backend::run(args, settled, &sources, ui);
    }
    let mut run = Run { args, settled, failed: None, is_empty: true };
    let outcome = match args.diff {
        true => run.diff(sources, ui)?,
        false => run.report(sources, ui)?,
    };
    if let Some(error) = run.failed {
        return Err(error);
    }
    if run.is_empty {
        return Err(Error::new("there was nothing to check: no line in all that was read"));
    }
    Ok(outcome)
}

/// The lists to check: those that were named, and those found that no configuration excludes.
fn find(args: &Args, settled: &mut Settled) -> Result<Vec<Source>, Error> {
    let mut sources = Vec::new();
    if !args.rules.is_empty() {
        sources.push(Source::Arguments(args.rules.join("\n")));
    }
    let here = [PathBuf::from(".")];
    let paths = if args.paths.is_empty() && sources.is_empty() { &here } else { &args.paths[..] };
    let found = input::find(paths)?;
    let before = found.len();
    for source in found {
        if let Source::File(path) = &source
            && !paths.contains(path)
            && settled.excludes(path)?
        {
            continue;
        }
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    match sources.is_empty() {
        true if before == 1 => {
            Err(Error::new("the only list found is excluded by the configuration"))
        }
        true => {
            Err(Error::new(format!("all {before} lists found are excluded by the configuration")))
        }
        false => Ok(sources),
    }
}

/// One list, read.
struct List {
    /// As reports name it.
    name: String,
    path: Option<PathBuf>,
    text: String,
    /// Whether all of it was UTF-8. Otherwise it cannot be written back.
    is_utf8: bool,
}

struct Run<'a> {
    args: &'a Args,
    settled: Settled<'a>,
    /// The last of the lists that could not be read; those before it were told at once.
    failed: Option<Error>,
    /// Whether nothing was read so far.
    is_empty: bool,
}

impl Run<'_> {
    fn report(&mut self, sources: Vec<Source>, ui: &mut Ui) -> Result<Outcome, Error> {
        let mut to_file = match &self.args.output {
            Some(path) => Some(create(path)?),
            None => None,
        };
        let format = self.args.format.unwrap_or_else(default_format);
        let look = if to_file.is_some() { Look::default() } else { look(ui) };
        let mut statistics = self.args.statistics.then(Statistics::default);
        let mut totals = Totals::default();
        let mut mended = mend::Mended::default();
        let mut writer = None;
        if statistics.is_none() {
            let out: &mut dyn Write = to_file.as_mut().map_or(&mut ui.out, |it| it);
            writer = Some(Writer::start(format, look, out)?);
        }
        self.each(sources, ui, |run, list, ui| {
            if run.args.fix {
                mended.add(run.mend(list, ui)?);
            }
            let mut report = run.check(list, ui)?;
            report.diagnostics.retain(|it| it.severity >= run.args.min_severity);
            totals.add(&report);
            let checked = Checked { name: &list.name, text: &list.text, report: &report };
            let out: &mut dyn Write = to_file.as_mut().map_or(&mut ui.out, |it| it);
            match (&mut writer, &mut statistics) {
                (Some(writer), _) => writer.file(&checked, out)?,
                (_, Some(statistics)) => statistics.add(&report),
                (None, None) => (),
            }
            Ok(report)
        })?;
        let out: &mut dyn Write = to_file.as_mut().map_or(&mut ui.out, |it| it);
        if let Some(statistics) = statistics {
            statistics.print(format, &look, out)?;
        }
        if let Some(writer) = writer {
            writer.end(!self.args.quiet, out)?;
        }
        if let Some(file) = &mut to_file {
            file.flush()?;
        }
        if !self.args.quiet {
            mended.tell(ui);
        }
        let most = self.args.max_warnings.or(self.settled.max_warnings()).unwrap_or(usize::MAX);
        if totals.warnings > most && !self.args.quiet {
            ui.note(&format!("{} warnings are more than the {most} allowed", totals.warnings));
        }
        let is_clean = totals.errors == 0 && totals.warnings <= most;
        Ok(if is_clean { Outcome::Clean } else { Outcome::Findings })
    }

    fn diff(&mut self, sources: Vec<Source>, ui: &mut Ui) -> Result<Outcome, Error> {
        let mut mended = mend::Mended::default();
        self.each(sources, ui, |run, list, ui| {
            let (one, report) = run.diff_one(list, ui)?;
            mended.add(one);
            Ok(report)
        })?;
        if !self.args.quiet {
            mended.tell_of_diff(ui);
        }
        Ok(if mended.is_nothing() { Outcome::Clean } else { Outcome::Findings })
    }

    /// Works on every list, and on those that they include.
    fn each(
        &mut self,
        sources: Vec<Source>,
        ui: &mut Ui,
        mut work: impl FnMut(&mut Self, &mut List, &mut Ui) -> Result<Report, Error>,
    ) -> Result<(), Error> {
        let mut seen: BTreeSet<PathBuf> = sources.iter().filter_map(include::key).collect();
        // Backwards, so that what a list includes comes right behind it.
        let mut waiting: Vec<Source> = sources.into_iter().rev().collect();
        while let Some(source) = waiting.pop() {
            let mut list = match read(&source) {
                Ok(list) => list,
                Err(error) => {
                    if let Some(before) = self.failed.replace(error) {
                        ui.error(&before);
                    }
                    continue;
                }
            };
            self.is_empty &= list.text.is_empty();
            let report = work(self, &mut list, ui)?;
            let Some(path) = &list.path else { continue };
            for include in report.includes.iter().rev() {
                if let Some(found) = include::resolve(path, &include.path).ok()
                    && seen.insert(include::canonical(&found))
                {
                    waiting.push(Source::File(found));
                }
            }
        }
        Ok(())
    }

    fn check(&mut self, list: &List, ui: &Ui) -> Result<Report, Error> {
        let config = self.settled.for_list(list.path.as_deref())?;
        let includes = |it: &Include| include::complaint(list.path.as_deref()?, it, &config);
        Ok(judge::check(&list.text, &config, ui, includes))
    }
}

fn read(source: &Source) -> Result<List, Error> {
    let path = match source {
        Source::File(path) => Some(path.strip_prefix(".").unwrap_or(path).to_owned()),
        Source::Stdin | Source::Arguments(_) => None,
    };
    let name = path.as_ref().map_or_else(|| source.name(), |it| it.display().to_string());
    let (mut reader, len) = source.open()?;
    let mut bytes = Vec::with_capacity(len.map_or(0, |it| it as usize + 1));
    let read = reader.read_to_end(&mut bytes);
    read.map_err(|err| Error::read(Path::new(&name), err))?;
    let (text, is_utf8) = match String::from_utf8(bytes) {
        Ok(text) => (text, true),
        Err(err) => (String::from_utf8_lossy(err.as_bytes()).into_owned(), false),
    };
    Ok(List { name, path, text, is_utf8 })
}

fn create(path: &Path) -> Result<BufWriter<File>, Error> {
    let file = File::create(path);
    let cannot = |err| Error::new(format!("cannot write {}", path.display())).caused_by(err);
    Ok(BufWriter::with_capacity(1 << 16, file.map_err(cannot)?))
}

fn default_format() -> Format {
    match env::var_os("GITHUB_ACTIONS").is_some_and(|it| it == "true") {
        true => Format::Github,
        false => Format::Text,
    }
}

fn look(ui: &Ui) -> Look {
    let styles = ui.styles();
    let width = ui.out_is_terminal().then(terminal_size::terminal_size).flatten();
    Look {
        width: width.map(|it| usize::from(it.0.0)),
        error: styles.error,
        warning: styles.warning,
        info: styles.name,
        good: styles.good,
        label: styles.name,
        frame: styles.dim,
        bold: styles.bold,
    }
}
