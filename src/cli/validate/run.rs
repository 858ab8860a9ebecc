//! Reads lists, checks or fixes them, and prints the reports.

use std::{
    collections::{BTreeSet, HashMap},
    io::Write,
    path::{Path, PathBuf},
};

use super::{
    Args,
    baseline::Baselines,
    fix,
    include::{self, Problem},
    include_group::{Graph, IncludeGroup},
    judge,
    list::List,
    output::{self, Output, OutputFile},
    readers,
    settings::ResolvedSettings,
    shelves::{ShelfNumbers, Shelves},
    since::Since,
    suppressions::Added,
};
use crate::{
    cli::{
        Error, Outcome, Ui,
        input::{self, Source},
        ui::Progress,
    },
    lint::{self, Companions, LintedList, Prelude, Report, Shelved},
    report::{Checked, Other},
};

/// One run of the command: its settings, and what it has read so far.
pub(super) struct Run<'a> {
    pub(super) args: &'a Args,
    pub(super) settings: ResolvedSettings<'a>,
    /// The error of the last list that could not be read; earlier ones were printed at once.
    pub(super) failed: Option<Error>,
    /// Whether no text was read so far.
    pub(super) is_empty: bool,
    /// How many of the files are not filter lists.
    pub(super) other_kinds: usize,
    /// Files of other kinds that were not reported yet.
    pub(super) others: Vec<Other>,
    pub(super) passed_over: Vec<(PathBuf, &'static str)>,
    /// The lists that all lists are used with, and which are not checked.
    pub(super) with: Vec<List>,
    pub(super) baselines: Baselines,
    pub(super) since: Option<Since>,
    /// The comments that `--add-suppressions` wrote.
    pub(super) suppressed: Added,
    /// The files that were read.
    pub(super) watched: &'a mut Vec<PathBuf>,
}

impl Run<'_> {
    pub(super) fn report(&mut self, sources: Vec<Source>, ui: &mut Ui) -> Result<Outcome, Error> {
        let mut fixed = fix::Fixed::new(self.args.unsafe_fixes);
        let mut graph = Graph::new(sources, &mut self.settings)?;
        if self.since.is_some()
            && graph.sources().any(|it| it.file().is_none() || *it == Source::Stdin)
        {
            return Err(Error::new("--since cannot tell which lines of stdin are new")
                .hint("name the file instead of `-`"));
        }
        self.watched.extend(graph.sources().filter_map(|it| it.path().map(Path::to_owned)));
        let with = self.scan_companions(&graph)?;
        self.watched.extend(with.iter().filter_map(|it| it.path().map(Path::to_owned)));
        self.refuse_inputs(&graph, &with)?;
        let mut output = Output::start(self.args, ui)?;
        output.passed_over(self.passed_over.len());
        let mut progress = ui.progress_beside_output(graph.bytes());
        for groups in self.together(&graph, ui) {
            let (mut lists, mut reports) =
                self.judge(&mut graph, &groups, &mut fixed, &mut progress, ui)?;
            let known = self.narrow(&lists, &mut reports)?;
            output.known(known);
            if self.args.add_suppressions {
                self.suppress(&mut lists, &mut reports, ui)?;
            }
            progress.aside(|| self.print(&mut output, &lists, reports, ui))?;
        }
        drop(progress);
        let (totals, file) = output.end(!self.is_empty, ui)?;
        self.keep(file)?;
        if !self.args.quiet {
            fixed.summarize(ui);
            self.suppressed.summarize(ui);
        }
        if self.failed.is_none() {
            self.baselines.finish(self.args.quiet, ui)?;
        }
        self.watched
            .extend(self.settings.files().chain(self.baselines.files()).map(Path::to_owned));
        Ok(output::outcome(self.args, &totals, self.settings.max_warnings(), ui))
    }

    /// Leaves out the findings that the user does not want to see. Returns how many are known.
    pub(super) fn narrow(
        &mut self,
        lists: &[List],
        reports: &mut [Report],
    ) -> Result<usize, Error> {
        let mut known = 0;
        for (list, report) in lists.iter().zip(reports.iter_mut()) {
            known += self.baselines.hide(list, report, &mut self.settings)?;
        }
        if let Some(since) = &mut self.since {
            since.retain(lists, reports)?;
        }
        for report in reports {
            report.diagnostics.retain(|it| it.severity >= self.args.min_severity);
            report.more.retain(|it| it.severity >= self.args.min_severity);
        }
        Ok(known)
    }

    /// Prints the findings of some lists.
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
        let all = self.with.iter().chain(lists);
        let texts: HashMap<&str, &str> =
            all.map(|it| (it.name.as_str(), it.text.as_str())).collect();
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

    pub(super) fn diff(&mut self, sources: Vec<Source>, ui: &mut Ui) -> Result<Outcome, Error> {
        let mut fixed = fix::Fixed::new(self.args.unsafe_fixes);
        let mut graph = Graph::new(sources, &mut self.settings)?;
        self.refuse_inputs(&graph, &[])?;
        let mut file = OutputFile::of(self.args)?;
        if self.args.add_suppressions {
            return self.diff_suppressions(graph, file, ui);
        }
        for n in graph.groups().into_iter().flat_map(|it| it.lists) {
            if let Some(list) = self.take(&mut graph, n, ui) {
                let found = self.diff_one(&list, file.as_mut().map(OutputFile::raw), ui)?;
                fixed.add(found);
            }
        }
        self.keep(file)?;
        if !self.args.quiet {
            self.others.iter().for_each(|it| ui.note(&it.to_string()));
            fixed.summarize_diff(ui);
        }
        Ok(if fixed.is_nothing() { Outcome::Clean } else { Outcome::Findings })
    }

    fn refuse_inputs(&mut self, graph: &Graph, with: &[Source]) -> Result<(), Error> {
        let judged: Vec<&Source> = graph.sources().collect();
        output::refuse_inputs(self.args, &mut self.settings, &judged, with)
    }

    /// Keeps the file, unless something failed: then the old file stays.
    pub(super) fn keep(&self, file: Option<OutputFile>) -> Result<(), Error> {
        match file.filter(|_| self.failed.is_none() && !self.is_empty) {
            Some(file) => file.keep(),
            None => Ok(()),
        }
    }

    /// Reads all lists that are used together, if any are given. Returns the sources that were read
    /// for it.
    fn scan_companions(&mut self, graph: &Graph) -> Result<Vec<Source>, Error> {
        let mut with = self.settings.with()?;
        with.extend(self.args.with.iter().cloned());
        if with.is_empty() {
            return Ok(Vec::new());
        }
        let mut others = Graph::new(input::find(&with)?, &mut self.settings)?;
        let mut companions = Vec::new();
        for n in 0..others.len() {
            let list = others.take(n)?;
            if !self.is_list(&list) {
                continue;
            }
            companions.push(judge::companions(&list.text));
            // A list that is checked itself is compared when it is checked.
            if !graph.has(&list) {
                self.with.push(list);
            }
        }
        // The lists are also used together with each other.
        let context = |it: &List| self.is_list(it).then(|| judge::companions(&it.text));
        companions.extend((0..graph.len()).filter_map(|n| graph.look(n, context)?));
        self.settings.set_companions(Companions::join(companions));
        Ok(others.sources().cloned().collect())
    }

    fn is_list(&self, list: &List) -> bool {
        list.other.is_none() || self.args.kind.is_some()
    }

    /// Takes a list of the graph; `None` when it cannot be read or has another kind, which is
    /// reported.
    fn take(&mut self, graph: &mut Graph, n: usize, ui: &mut Ui) -> Option<List> {
        match graph.take(n) {
            Ok(list) if self.is_list(&list) => {
                self.is_empty &= list.text.is_empty();
                Some(list)
            }
            Ok(List { name, other, .. }) => {
                self.other_kinds += 1;
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

    /// The groups of lists that include each other: together if they are compared with each other or
    /// with other lists, else one by one.
    pub(super) fn together(&self, graph: &Graph, ui: &mut Ui) -> Vec<Vec<IncludeGroup>> {
        /// All of them must be in memory.
        const MOST: u64 = 128 << 20;
        let groups = graph.groups();
        let is_compared =
            !self.with.is_empty() || groups.len() > 1 && self.shelves() != Shelves::Apart;
        if groups.is_empty() || !is_compared {
            return groups.into_iter().map(|it| vec![it]).collect();
        }
        let with: u64 = self.with.iter().map(|it| it.text.len() as u64).sum();
        if graph.bytes() + with <= MOST {
            return vec![groups];
        }
        if !self.args.quiet {
            ui.note("the lists are longer than 128 MB: rules of different lists are not compared");
        }
        groups.into_iter().map(|it| vec![it]).collect()
    }

    /// Which lists are compared although they do not include each other.
    fn shelves(&self) -> Shelves {
        let Args { across, no_across, paths, rules, .. } = self.args;
        let is_dir = match &paths[..] {
            [] => rules.is_empty(),
            [path] => path.is_dir(),
            _ => false,
        };
        match (*across, *no_across) {
            (true, _) => Shelves::One,
            (_, true) => Shelves::Apart,
            _ if is_dir => Shelves::One,
            _ => Shelves::Directories,
        }
    }

    /// Checks lists that include each other, after fixing them if the user asked for it, and compares
    /// the groups if there are several.
    pub(super) fn judge(
        &mut self,
        graph: &mut Graph,
        groups: &[IncludeGroup],
        fixed: &mut fix::Fixed,
        progress: &mut Progress,
        ui: &mut Ui,
    ) -> Result<(Vec<List>, Vec<Report>), Error> {
        let mut lists = Vec::new();
        let mut place = HashMap::new();
        let mut group_of = Vec::new();
        for (group, it) in groups.iter().enumerate() {
            for &n in &it.lists {
                let Some(mut list) = self.take(graph, n, ui) else { continue };
                if self.args.fix {
                    fixed.add(self.fix(&mut list, ui)?);
                }
                place.insert(n, lists.len());
                group_of.push(group);
                lists.push((n, list));
            }
        }
        let preludes = readers::preludes(self.args.kind, graph, &lists, &place);
        let mut judged = Vec::new();
        for ((n, list), prelude) in lists.iter().zip(&preludes) {
            let config = self.settings.for_list(list.path.as_deref())?.for_text(&list.text);
            self.settings.take_warnings().iter().for_each(|it| ui.warning(it));
            let mut result = judge::lines(&list.text, prelude, &config, progress);
            let mut leads_to = Vec::new();
            let mut wrong = Vec::new();
            let mut unknown = BTreeSet::new();
            for include in result.includes().iter().filter(|_| list.path.is_some()) {
                let to = graph.leads(*n, include);
                leads_to.push(to.ok().and_then(|to| place.get(&to).copied()));
                wrong.extend(match to {
                    // Only once for each name.
                    Err(Problem::UnknownName) if !unknown.insert(include.name.as_ref()) => None,
                    Err(why) => include::complaint(include, why, &config),
                    Ok(to) => {
                        graph.circle(*n, to).and_then(|way| include::circle(include, &way, &config))
                    }
                });
            }
            result.add(wrong);
            let name = list.name.as_str().into();
            judged.push(LintedList { name, text: &list.text, config, result, leads_to });
        }
        let roots = |it: &IncludeGroup| -> Vec<usize> {
            it.roots.iter().filter_map(|it| place.get(it).copied()).collect()
        };
        let roots: Vec<Vec<usize>> = groups.iter().map(roots).collect();
        let most = output::most(self.args);
        let is_together = groups.len() > 1 || !self.with.is_empty() && !roots.is_empty();
        let mut reports = if is_together {
            let with: Vec<Prelude<'_>> =
                self.with.iter().map(|it| judge::prelude(&it.text, self.args.kind)).collect();
            for (list, prelude) in self.with.iter().zip(&with) {
                let config = lint::Config::default();
                let result = judge::lines(&list.text, prelude, &config, progress);
                let name = list.name.as_str().into();
                let leads_to = Vec::new();
                judged.push(LintedList { name, text: &list.text, config, result, leads_to });
            }
            let mut shelves = ShelfNumbers::new(self.shelves());
            let own = lists.iter().zip(&preludes).zip(&group_of);
            let own = own.map(|(((_, list), prelude), group)| {
                let shelf = Some(shelves.of(list.path.as_deref(), *group));
                Shelved { shelf, prelude }
            });
            let own: Vec<Shelved<'_>> = own.collect();
            let with = with.iter().map(|prelude| Shelved { shelf: None, prelude });
            let shelved: Vec<Shelved<'_>> = own.into_iter().chain(with).collect();
            lint::finish_together(judged, &roots, Some(&shelved), most)
        } else {
            lint::finish_together(judged, &roots, None, most)
        };
        reports.truncate(lists.len());
        Ok((lists.into_iter().map(|it| it.1).collect(), reports))
    }
}

/// The lists that labels of a report point into, by name.
fn others<'a>(report: &Report, lists: &HashMap<&'a str, &'a str>) -> Vec<(&'a str, &'a str)> {
    let labels = report.diagnostics.iter().flat_map(|it| &it.labels);
    let names: BTreeSet<&str> = labels.filter_map(|it| it.list.as_deref()).collect();
    names.into_iter().filter_map(|it| lists.get_key_value(it)).map(|it| (*it.0, *it.1)).collect()
}
