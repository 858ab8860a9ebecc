//! `bloqr validate`: find what is wrong with lists, say so, and mend it.

mod aglint;
mod backend;
mod family;
mod include;
mod judge;
mod mend;
mod output;
mod repeated;
mod settings;
mod show;
mod statistics;

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    io::{Read, Write},
    path::{Path, PathBuf},
};

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

pub(super) use self::settings::unknown_rule;
use self::{
    family::{Family, Graph},
    include::Problem,
    output::{Output, OutputFile},
    repeated::{Repeated, Shelf},
    settings::{Flags, Settled},
};
use crate::{
    cli::{
        Error, Outcome, Ui, client,
        input::{self, Found, Source},
        ui::Progress,
    },
    diagnostic::Severity,
    filekind::{self, Recognised},
    lint::{self, Context, Include, Lines, Prelude, Report, Targets, preprocess::Readers},
    report::{Checked, Format, Other},
};

/// Find problems in filter lists, and fix them
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
  2  the work could not be done, or the input is empty")]
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

    /// Leave out what the configuration excludes, and what is called as no list is, though it is
    /// named: for hooks that name the files that changed
    #[arg(long)]
    force_exclude: bool,

    /// Take every file for a list of this kind, whatever is in it
    #[arg(long = "as", value_name = "KIND", value_parser = kind_parser())]
    kind: Option<lint::Kind>,

    #[command(flatten)]
    flags: Flags,

    /// How to report [default: text; github inside GitHub Actions]
    #[arg(long, value_name = "FORMAT", value_parser = format_parser())]
    format: Option<Format>,

    /// List every finding; text and github else list five of a rule in each list, and count the rest
    #[arg(long)]
    all: bool,

    /// Write the report here rather than to stdout
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Fix what can be fixed without changing what a list does
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

    /// Print what holds for each list instead of checking it: whom it is for, its configuration; and
    /// which files are left alone
    #[arg(long, conflicts_with_all = ["fix", "diff", "statistics", "backend", "output", "format"])]
    show_settings: bool,

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
    let found = find(args, &mut settled);
    settled.take_warnings().iter().for_each(|it| ui.warning(it));
    let (Found { sources, passed_over }, excluded) = found?;
    if args.show_settings {
        let left_alone = show::LeftAlone { excluded, passed_over };
        return show::settings(args, settled, sources, &left_alone, ui);
    }
    if sources.is_empty() {
        return Ok(Outcome::Clean);
    }
    if args.client.is_wanted(args.backend.as_deref()) {
        return backend::run(args, settled, &sources, ui);
    }
    let mut run = Run {
        args,
        settled,
        failed: None,
        is_empty: true,
        others: Vec::new(),
        passed_over,
        repeated: None,
    };
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
    Error::new("the input is empty")
}

/// The lists to check: those that were named, and those found that no configuration excludes.
/// And those that are excluded.
fn find(args: &Args, settled: &mut Settled) -> Result<(Found, Vec<PathBuf>), Error> {
    let mut excluded = Vec::new();
    let mut sources = Vec::new();
    if !args.rules.is_empty() {
        sources.push(Source::Arguments(args.rules.join("\n")));
    }
    let here = [PathBuf::from(".")];
    let paths = if args.paths.is_empty() && sources.is_empty() { &here } else { &args.paths[..] };
    let extensions = settled.extensions()?;
    let found = input::search(paths, extensions.as_deref())?;
    let before = found.sources.len();
    let mut known: HashSet<Source> = sources.iter().cloned().collect();
    for source in found.sources {
        if let Source::File(path) = &source {
            let is_named = paths.contains(path);
            let is_left_alone = match (is_named, args.force_exclude) {
                (true, false) => false,
                (true, true) => {
                    input::why_no_list(path, extensions.as_deref()).is_some()
                        || settled.excludes(path)?
                }
                (false, _) => settled.excludes(path)?,
            };
            if is_left_alone {
                excluded.push(path.clone());
                continue;
            }
        }
        if known.insert(source.clone()) {
            sources.push(source);
        }
    }
    match sources.is_empty() && !args.force_exclude {
        true if before == 1 => {
            Err(Error::new("the only list found is excluded by the configuration"))
        }
        true => {
            Err(Error::new(format!("all {before} lists found are excluded by the configuration")))
        }
        false => Ok((Found { sources, passed_over: found.passed_over }, excluded)),
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
    passed_over: Vec<(PathBuf, &'static str)>,
    /// The rules of the lists before, where there are several.
    repeated: Option<Repeated>,
}

impl Run<'_> {
    fn report(&mut self, sources: Vec<Source>, ui: &mut Ui) -> Result<Outcome, Error> {
        let mut mended = mend::Mended::default();
        let mut graph = Graph::new(sources, &mut self.settled)?;
        if graph.len() > 1 || !self.args.with.is_empty() {
            self.repeated = Some(Repeated::default());
        }
        let with = self.look_around(&graph, ui)?;
        self.refuse_inputs(&graph, &with)?;
        let mut output = Output::start(self.args, ui)?;
        output.passed_over(self.passed_over.len());
        let mut progress = ui.progress_beside_output(graph.bytes());
        for family in graph.families() {
            let (lists, reports) =
                self.judge(&mut graph, &family, &mut mended, &mut progress, ui)?;
            progress.aside(|| self.print(&mut output, &lists, reports, ui))?;
        }
        drop(progress);
        let (totals, file) = output.end(!self.is_empty, ui)?;
        self.keep(file)?;
        if !self.args.quiet {
            mended.tell(ui);
        }
        Ok(output::outcome(self.args, &totals, self.settled.max_warnings(), ui))
    }

    /// Prints what was found in some lists, to the end of the line.
    fn print(
        &mut self,
        output: &mut Output<'_>,
        lists: &[List],
        reports: Vec<Report>,
        ui: &mut Ui,
    ) -> Result<(), Error> {
        for other in self.others.drain(..) {
            output.other(other, ui)?;
        }
        let texts: HashMap<&str, &str> =
            lists.iter().map(|it| (it.name.as_str(), it.text.as_str())).collect();
        for (list, report) in lists.iter().zip(reports) {
            let others = others(&report, &texts);
            let checked = Checked {
                name: &list.name,
                text: &list.text,
                report: &report,
                others: &others,
                not_run: &[],
            };
            output.list(&checked, ui)?;
        }
        if ui.out_is_terminal() {
            ui.out.flush()?;
        }
        Ok(())
    }

    fn diff(&mut self, sources: Vec<Source>, ui: &mut Ui) -> Result<Outcome, Error> {
        let mut mended = mend::Mended::default();
        let mut graph = Graph::new(sources, &mut self.settled)?;
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
    fn look_around(&mut self, graph: &Graph, ui: &Ui) -> Result<Vec<Source>, Error> {
        let mut with = self.settled.with()?;
        with.extend(self.args.with.iter().cloned());
        if with.is_empty() {
            return Ok(Vec::new());
        }
        let mut others = Graph::new(input::find(&with)?, &mut self.settled)?;
        let mut contexts = Vec::new();
        for n in 0..others.len() {
            let list = others.take(n)?;
            if !self.is_list(&list) {
                continue;
            }
            contexts.push(judge::context(&list.text));
            // One that is judged itself is compared in its turn.
            if let Some(repeated) = self.repeated.as_mut().filter(|_| !graph.has(&list)) {
                let prelude = judge::prelude(&list.text, self.args.kind);
                let mut progress = ui.progress(Some(list.text.len() as u64));
                let config = lint::Config::default();
                let rules = judge::lines(&list.text, &prelude, &config, &mut progress);
                repeated.add(Shelf::With, &list.name, (&list.text, &rules), &prelude);
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

    /// What lists that include each other say of themselves, and who reads them.
    fn preludes<'l>(
        &self,
        graph: &Graph,
        lists: &'l [(usize, List)],
        place: &HashMap<usize, usize>,
    ) -> Vec<Prelude<'l>> {
        let mut preludes: Vec<Prelude<'l>> =
            lists.iter().map(|it| judge::prelude(&it.1.text, self.args.kind)).collect();
        let mut includes = Vec::new();
        for (from, ((n, list), prelude)) in lists.iter().zip(&preludes).enumerate() {
            let Some(regions) = prelude.regions.as_ref().filter(|_| list.path.is_some()) else {
                continue;
            };
            for include in &regions.includes {
                let to = graph.leads(*n, &Include::new(include)).ok();
                let to = to.and_then(|it| place.get(&it).copied());
                includes.extend(to.map(|to| (from, to, regions.all_readers(include.line))));
            }
        }
        // Whom a list is for that does not say so itself, those say that include it.
        let mut agents: HashMap<usize, Option<Targets>> = HashMap::new();
        for (from, to, _) in &includes {
            let says = preludes[*from].agents;
            agents
                .entry(*to)
                .and_modify(|it| *it = it.filter(|it| Some(*it) == says))
                .or_insert(says);
        }
        let readers = readers(lists.len(), &includes);
        for (n, (prelude, who)) in preludes.iter_mut().zip(readers).enumerate() {
            prelude.agents = prelude.agents.or(agents.get(&n).copied().flatten());
            *prelude = std::mem::take(prelude).within(who, &lists[n].1.text);
        }
        preludes
    }

    /// Judges lists that include each other, mended first where that is asked for.
    fn judge(
        &mut self,
        graph: &mut Graph,
        family: &Family,
        mended: &mut mend::Mended,
        progress: &mut Progress,
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
        let preludes = self.preludes(graph, &lists, &place);
        let mut judged = Vec::new();
        for ((n, list), prelude) in lists.iter().zip(&preludes) {
            let config = self.settled.for_list(list.path.as_deref())?.for_text(&list.text);
            self.settled.take_warnings().iter().for_each(|it| ui.warning(it));
            let mut partial = judge::lines(&list.text, prelude, &config, progress);
            let mut leads_to = Vec::new();
            let mut wrong = Vec::new();
            let mut unknown = BTreeSet::new();
            for include in partial.includes().iter().filter(|_| list.path.is_some()) {
                let to = graph.leads(*n, include);
                leads_to.push(to.ok().and_then(|to| place.get(&to).copied()));
                wrong.extend(match to {
                    // Once for each name.
                    Err(Problem::UnknownName) if !unknown.insert(include.name.as_ref()) => None,
                    Err(why) => include::complaint(include, why, &config),
                    Ok(to) => {
                        graph.circle(*n, to).and_then(|way| include::circle(include, &way, &config))
                    }
                });
            }
            if let (Some(repeated), Some(path)) = (&self.repeated, &list.path)
                && lint::Rule::find(Repeated::RULE).is_some_and(|it| config.is_on(it))
            {
                let rules = (list.text.as_str(), &partial);
                wrong.extend(repeated.find(path, rules, prelude, &config));
            }
            partial.add(wrong);
            let name = list.name.as_str().into();
            judged.push(Lines { name, text: &list.text, config, partial, leads_to });
        }
        // Lists that include each other are compared with each other by the linter itself.
        for (it, ((_, list), prelude)) in judged.iter().zip(lists.iter().zip(&preludes)) {
            if let (Some(repeated), Some(path)) = (&mut self.repeated, &list.path) {
                let shelf = Shelf::In(path.parent().unwrap_or(Path::new("")));
                repeated.add(shelf, &list.name, (it.text, &it.partial), prelude);
            }
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

/// Who reads each of some lists that include each other, by what leads where and who reads the line
/// that does. A list that no other includes is read by everybody.
fn readers(count: usize, includes: &[(usize, usize, Readers)]) -> Vec<Readers> {
    let mut readers = vec![Readers::EVERY; count];
    for (_, to, _) in includes {
        readers[*to] = Readers::NONE;
    }
    // Circles that nothing else includes start at their first.
    let mut by_list: Vec<Vec<(usize, Readers)>> = vec![Vec::new(); count];
    for (from, to, who) in includes {
        by_list[*from].push((*to, *who));
    }
    let mut is_reached: Vec<bool> = readers.iter().map(|it| *it != Readers::NONE).collect();
    let mut waiting: Vec<usize> = (0..count).filter(|n| is_reached[*n]).collect();
    let mut unreached = 0..count;
    loop {
        let Some(n) = waiting.pop() else {
            let Some(n) = unreached.find(|n| !is_reached[*n]) else { return readers };
            (is_reached[n], readers[n]) = (true, Readers::EVERY);
            waiting.push(n);
            continue;
        };
        for (to, who) in &by_list[n] {
            let all = readers[*to].or(readers[n].and(*who));
            if all != readers[*to] || !is_reached[*to] {
                (is_reached[*to], readers[*to]) = (true, all);
                waiting.push(*to);
            }
        }
    }
}

/// The lists that a report points into, by name.
fn others<'a>(report: &Report, lists: &HashMap<&'a str, &'a str>) -> Vec<(&'a str, &'a str)> {
    let labels = report.diagnostics.iter().flat_map(|it| &it.labels);
    let names: BTreeSet<&str> = labels.filter_map(|it| it.list.as_deref()).collect();
    names.into_iter().filter_map(|it| lists.get_key_value(it)).map(|it| (*it.0, *it.1)).collect()
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
