//! `bloqr validate`: find what is wrong with lists, say so, and mend it.

mod backend;
mod family;
mod include;
mod judge;
mod mend;
mod output;
mod settings;
mod statistics;

use std::{
    collections::{BTreeSet, HashMap},
    io::Read,
    path::{Path, PathBuf},
};

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

pub(super) use self::settings::unknown_rule;
use self::{
    family::{Family, Graph},
    output::{Output, OutputFile},
    settings::{Flags, Settled},
};
use crate::{
    cli::{
        Error, Outcome, Ui, client,
        input::{self, Found, Source},
    },
    diagnostic::Severity,
    filekind::{self, Recognised},
    lint::{self, Context, Lines, Report},
    report::{Checked, Format, Other},
};

/// Find what is wrong in filter lists, and mend it
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  bloqr validate                               every list below the current directory
  bloqr validate --target ubo,brave list.txt   as uBlock Origin and Brave see it
  bloqr validate --rule '||ads.example^$thrid-party'
  bloqr validate --with easylist.txt mine.txt  finds exceptions that cancel nothing, too
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

    /// A list or directory that the lists are used with: tell exceptions and `badfilter`s too that
    /// are of no use there; may be repeated
    #[arg(long, value_name = "LIST")]
    with: Vec<PathBuf>,

    /// Take every file for a list of this kind, whatever is in it
    #[arg(long = "as", value_name = "KIND", value_parser = kind_parser())]
    kind: Option<lint::Kind>,

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

fn kind_parser() -> impl TypedValueParser<Value = lint::Kind> {
    const KINDS: [(&str, lint::Kind); 3] = [
        ("adblock", lint::Kind::Adblock),
        ("hosts", lint::Kind::Hosts),
        ("domains", lint::Kind::Domains),
    ];
    PossibleValuesParser::new(KINDS.map(|it| it.0)).map(move |name| {
        let found = KINDS.into_iter().find(|it| it.0 == name);
        found.map_or_else(lint::Kind::default, |it| it.1)
    })
}

fn severity_parser() -> impl TypedValueParser<Value = Severity> {
    PossibleValuesParser::new(Severity::ALL.map(Severity::as_str)).map(|it| {
        let found = Severity::ALL.into_iter().find(|severity| severity.as_str() == it);
        found.unwrap_or(Severity::Info)
    })
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Result<Outcome, Error> {
    let mut settled = Settled::new(&args.flags)?;
    let Found { sources, passed_over } = find(args, &mut settled)?;
    if args.client.is_wanted(args.backend.as_deref()) {
        return backend::run(args, settled, &sources, ui);
    }
    let mut run =
        Run { args, settled, failed: None, is_empty: true, others: Vec::new(), passed_over };
    let outcome = match args.diff {
        true => run.diff(sources, ui)?,
        false => run.report(sources, ui)?,
    };
    if let Some(error) = run.failed {
        return Err(error);
    }
    if run.is_empty {
        return Err(nothing());
    }
    Ok(outcome)
}

/// A step that checked nothing must not look like one that found nothing.
fn nothing() -> Error {
    Error::new("there was nothing to check: no line in all that was read")
}

/// The lists to check: those that were named, and those found that no configuration excludes.
fn find(args: &Args, settled: &mut Settled) -> Result<Found, Error> {
    let mut sources = Vec::new();
    if !args.rules.is_empty() {
        sources.push(Source::Arguments(args.rules.join("\n")));
    }
    let here = [PathBuf::from(".")];
    let paths = if args.paths.is_empty() && sources.is_empty() { &here } else { &args.paths[..] };
    let found = input::search(paths)?;
    let before = found.sources.len();
    for source in found.sources {
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
        false => Ok(Found { sources, passed_over: found.passed_over }),
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
    /// What it is, when it is no filter list.
    other: Option<Recognised>,
}

struct Run<'a> {
    args: &'a Args,
    settled: Settled<'a>,
    /// The last of the lists that could not be read; those before it were told at once.
    failed: Option<Error>,
    /// Whether nothing was read so far.
    is_empty: bool,
    /// Files of other kinds that were not told yet.
    others: Vec<Other>,
    passed_over: usize,
}

impl Run<'_> {
    fn report(&mut self, sources: Vec<Source>, ui: &mut Ui) -> Result<Outcome, Error> {
        let mut mended = mend::Mended::default();
        let mut graph = Graph::new(sources);
        let with = self.look_around(&graph)?;
        self.refuse_inputs(&graph, &with)?;
        let mut output = Output::start(self.args, ui)?;
        output.passed_over(self.passed_over);
        for family in graph.families() {
            let (lists, reports) = self.judge(&mut graph, &family, &mut mended, ui)?;
            for other in self.others.drain(..) {
                output.other(other, ui)?;
            }
            for (list, report) in lists.iter().zip(reports) {
                let others = others(&report, &lists);
                let checked = Checked {
                    name: &list.name,
                    text: &list.text,
                    report: &report,
                    others: &others,
                    not_run: &[],
                };
                output.list(&checked, ui)?;
            }
        }
        let (totals, file) = output.end(!self.is_empty, ui)?;
        self.keep(file)?;
        if !self.args.quiet {
            mended.tell(ui);
        }
        Ok(output::outcome(self.args, &totals, self.settled.max_warnings(), ui))
    }

    fn diff(&mut self, sources: Vec<Source>, ui: &mut Ui) -> Result<Outcome, Error> {
        let mut mended = mend::Mended::default();
        let mut graph = Graph::new(sources);
        self.refuse_inputs(&graph, &[])?;
        let mut file = OutputFile::of(self.args)?;
        for n in graph.families().into_iter().flat_map(|it| it.lists) {
            if let Some(list) = self.take(&mut graph, n, ui) {
                mended.add(self.diff_one(&list, file.as_mut().map(OutputFile::raw), ui)?);
            }
        }
        self.keep(file)?;
        if !self.args.quiet {
            self.others.iter().for_each(|it| ui.note(&it.to_string()));
            mended.tell_of_diff(ui);
        }
        Ok(if mended.is_nothing() { Outcome::Clean } else { Outcome::Findings })
    }

    fn refuse_inputs(&mut self, graph: &Graph, with: &[Source]) -> Result<(), Error> {
        let judged: Vec<&Source> = graph.sources().collect();
        output::refuse_inputs(self.args, &mut self.settled, &judged, with)
    }

    /// What went wrong leaves the file of the last time.
    fn keep(&self, file: Option<OutputFile>) -> Result<(), Error> {
        match file.filter(|_| self.failed.is_none() && !self.is_empty) {
            Some(file) => file.keep(),
            None => Ok(()),
        }
    }

    /// Looks at all lists, when those that they are used with are given. Gives back all that
    /// were read for it.
    fn look_around(&mut self, graph: &Graph) -> Result<Vec<Source>, Error> {
        if self.args.with.is_empty() {
            return Ok(Vec::new());
        }
        let mut others = Graph::new(input::find(&self.args.with)?);
        let mut contexts = Vec::new();
        for n in 0..others.len() {
            let list = others.take(n)?;
            if self.is_list(&list) {
                contexts.push(judge::context(&list.text));
            }
        }
        // The lists are used with each other as well.
        let context = |it: &List| self.is_list(it).then(|| judge::context(&it.text));
        contexts.extend((0..graph.len()).filter_map(|n| graph.look(n, context)?));
        self.settled.know(Context::join(contexts));
        Ok(others.sources().cloned().collect())
    }

    fn is_list(&self, list: &List) -> bool {
        list.other.is_none() || self.args.kind.is_some()
    }

    /// A list of the graph; nothing when it cannot be read or is of another kind, which is told.
    fn take(&mut self, graph: &mut Graph, n: usize, ui: &mut Ui) -> Option<List> {
        match graph.take(n) {
            Ok(list) if self.is_list(&list) => {
                self.is_empty &= list.text.is_empty();
                Some(list)
            }
            Ok(List { name, other, .. }) => {
                self.others.extend(other.map(|found| Other { name, found }));
                None
            }
            Err(error) => {
                if let Some(before) = self.failed.replace(error) {
                    ui.error(&before);
                }
                None
            }
        }
    }

    /// Judges lists that include each other, mended first where that is asked for.
    fn judge(
        &mut self,
        graph: &mut Graph,
        family: &Family,
        mended: &mut mend::Mended,
        ui: &mut Ui,
    ) -> Result<(Vec<List>, Vec<Report>), Error> {
        let mut lists = Vec::new();
        let mut place = HashMap::new();
        for &n in &family.lists {
            let Some(mut list) = self.take(graph, n, ui) else { continue };
            if self.args.fix {
                mended.add(self.mend(&mut list, ui)?);
            }
            place.insert(n, lists.len());
            lists.push((n, list));
        }
        let mut judged = Vec::new();
        for (n, list) in &lists {
            let config = self.settled.for_list(list.path.as_deref())?.for_text(&list.text);
            let mut partial = judge::lines(&list.text, &config, self.args.kind, ui);
            let mut leads_to = Vec::new();
            let mut wrong = Vec::new();
            for include in partial.includes().iter().filter(|_| list.path.is_some()) {
                let to = graph.leads(*n, &include.path);
                leads_to.push(to.ok().and_then(|to| place.get(&to).copied()));
                wrong.extend(match to {
                    Err(why) => include::complaint(include, why, &config),
                    Ok(to) => {
                        graph.circle(*n, to).and_then(|way| include::circle(include, &way, &config))
                    }
                });
            }
            partial.add(wrong);
            let name = list.name.as_str().into();
            judged.push(Lines { name, text: &list.text, config, partial, leads_to });
        }
        let roots: Vec<usize> =
            family.roots.iter().filter_map(|it| place.get(it).copied()).collect();
        let mut reports = lint::finish_together(judged, &roots);
        for report in &mut reports {
            report.diagnostics.retain(|it| it.severity >= self.args.min_severity);
        }
        Ok((lists.into_iter().map(|it| it.1).collect(), reports))
    }
}

/// The lists that a report points into, by name.
fn others<'a>(report: &Report, lists: &'a [List]) -> Vec<(&'a str, &'a str)> {
    let labels = report.diagnostics.iter().flat_map(|it| &it.labels);
    let names: BTreeSet<&str> = labels.filter_map(|it| it.list.as_deref()).collect();
    match names.is_empty() {
        true => Vec::new(),
        false => lists
            .iter()
            .filter(|it| names.contains(it.name.as_str()))
            .map(|it| (it.name.as_str(), it.text.as_str()))
            .collect(),
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
    let other = match source {
        Source::File(_) | Source::Stdin => filekind::recognise(&bytes),
        Source::Arguments(_) => None,
    };
    let (text, is_utf8) = match String::from_utf8(bytes) {
        Ok(text) => (text, true),
        Err(err) => (String::from_utf8_lossy(err.as_bytes()).into_owned(), false),
    };
    Ok(List { name, path, text, is_utf8, other })
}
