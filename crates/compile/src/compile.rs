//! Compiles all sources: first each source with its filters and steps, then all of them together.

use std::{borrow::Cow, collections::HashSet, sync::Arc};

use bloqr_dns::{Allow, is_comment, trim};

use crate::{
    Config, Error, Filter, Filters, Header, Origin, Pattern, PatternPlace, Patterns, Report, Step,
    Workers,
    config::ordered,
    filter, header,
    lines::{File, HEADER, Line, Lines, MOST_FILES, Texts, signs},
    load::Sources,
    log::{By, Event, Stage, What},
    pass::Run,
    report::StageReport,
    steps::{self, Compress},
};

/// Options that are not in the configuration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// What to write in the header of the list.
    pub header: Header,
    /// Whether to log what happens to each line, so that it can be explained. This needs memory.
    pub logs: bool,
    /// Whether Compress keeps names that another name covers: for formats that only know exact
    /// names.
    pub keeps_covered: bool,
}

/// A compiled list.
#[derive(Debug)]
pub struct Compiled {
    /// The header of the list.
    pub header: Vec<String>,
    /// What was done, in numbers.
    pub report: Report,
    pub(crate) lines: Lines,
    pub(crate) files: Vec<File>,
    pub(crate) events: Vec<Event>,
    /// The exclusions of each stage, if events are logged.
    pub(crate) exclusions: Vec<(Stage, Vec<String>)>,
}

/// A line of the result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultLine<'c> {
    /// Its text.
    pub text: Cow<'c, str>,
    /// Where it comes from.
    pub origin: Origin,
    /// Whether the compiler wrote it as part of the header of a source.
    pub is_header: bool,
}

impl Compiled {
    /// The lines of the result, without the header of the list.
    pub fn lines(&self) -> impl Iterator<Item = ResultLine<'_>> {
        let texts = self.texts();
        self.lines.lines.iter().map(move |it| result_line(it, texts))
    }

    /// The lines that are not comments and not blank.
    pub fn rules(&self) -> impl Iterator<Item = ResultLine<'_>> {
        self.lines().filter(|it| is_rule(&it.text))
    }

    /// The whole text, piece by piece: the header, and the lines, each with a line
    /// feed except the last one.
    pub fn write<E>(&self, mut out: impl FnMut(&str) -> Result<(), E>) -> Result<(), E> {
        let mut is_first = true;
        let mut new_line = |out: &mut dyn FnMut(&str) -> Result<(), E>| {
            if std::mem::take(&mut is_first) { Ok(()) } else { out("\n") }
        };
        for line in &self.header {
            new_line(&mut out)?;
            out(line)?;
        }
        let texts = self.texts();
        for line in &self.lines.lines {
            new_line(&mut out)?;
            let [before, after] = signs(line);
            if !before.is_empty() {
                out(before)?;
            }
            out(texts.stored(line))?;
            if !after.is_empty() {
                out(after)?;
            }
        }
        Ok(())
    }

    /// The whole text.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let written = self.write(|it| {
            text.push_str(it);
            Ok::<(), std::convert::Infallible>(())
        });
        match written {
            Ok(()) => text,
        }
    }

    /// The name of a file, by its index in [`Origin::file`].
    pub fn file_name(&self, file: u32) -> &str {
        self.files.get(file as usize).map_or("", |it| it.name.as_str())
    }

    /// `b.txt:14`
    pub fn place(&self, origin: Origin) -> String {
        format!("{}:{}", self.file_name(origin.file), origin.line)
    }

    /// What happened to lines, if [`Options::logs`] is on.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    pub(crate) fn texts(&self) -> Texts<'_> {
        Texts { files: &self.files, made: &self.lines.made }
    }
}

fn result_line<'c>(line: &Line, texts: Texts<'c>) -> ResultLine<'c> {
    ResultLine { text: texts.text(line), origin: line.origin(), is_header: line.is(HEADER) }
}

fn is_rule(text: &str) -> bool {
    !is_comment(text) && !trim(text).is_empty()
}

/// Compiles a list from sources that were loaded for this configuration.
///
/// # Errors
///
/// [`Error`] when a filter cannot be used, or the sources together are too large.
pub fn compile<W: Workers>(
    config: &Config,
    sources: Sources,
    options: &Options,
    workers: &W,
) -> Result<Compiled, Error> {
    let mut all = Lines::default();
    let mut files: Vec<File> = Vec::new();
    let Sources { lists, patterns } = sources;
    let badfilters = lists.iter().flatten().map(|it| steps::disabled_names(&it.files));
    let disabled: HashSet<String> = badfilters.flatten().collect();
    let mut stages = Stages::new(options, workers, &disabled);
    for (index, (source, loaded)) in config.sources.iter().zip(lists).enumerate() {
        let Some(mut loaded) = loaded else { continue };
        let base = files.len();
        if base + loaded.files.len() > MOST_FILES {
            return Err(Error::TooLarge);
        }
        files.append(&mut loaded.files);
        let mut lines = loaded.lines;
        lines.lines.iter_mut().for_each(|it| it.move_file(base as u32));
        let stage = Stage::Source(index as u32);
        if options.logs {
            let texts = Texts { files: &files, made: "" };
            stages.events.extend(loaded.skipped.into_iter().map(|(mut line, why)| {
                line.move_file(base as u32);
                let what = What::Removed { text: texts.stored(&line).to_owned(), why };
                Event { origin: line.origin(), stage, by: By::Directives, what }
            }));
        }
        let actions = Actions {
            filters: &source.filters,
            patterns: &loaded.patterns,
            steps: &source.steps,
            later: config.validates(Some(index)),
        };
        stages.run(stage, &actions, &files, &mut lines)?;
        for text in header::of_source(source, &mut stages.report.differences) {
            all.push_made(Origin { file: base as u32, line: 0 }, &text, HEADER);
        }
        u32::try_from(all.made.len() + lines.made.len()).map_err(|_| Error::TooLarge)?;
        all.append(lines);
    }
    u32::try_from(all.lines.len()).map_err(|_| Error::TooLarge)?;
    let actions = Actions {
        filters: &config.filters,
        patterns: &patterns,
        steps: &config.steps,
        later: config.validates(None),
    };
    stages.run(Stage::All, &actions, &files, &mut all)?;
    let header = header::of_list(config, &options.header, &mut stages.report.differences);
    Ok(stages.finish(header, all, files))
}

impl Compiled {
    fn count(&mut self) {
        let texts = self.texts();
        let mut scratch = String::new();
        let (mut comments, mut rules) = (0, 0);
        for line in &self.lines.lines {
            let text = texts.read(line, &mut scratch);
            comments += u64::from(is_comment(text));
            rules += u64::from(is_rule(text));
        }
        self.report.lines = self.lines.lines.len() as u64;
        (self.report.comments, self.report.rules) = (comments, rules);
    }
}

/// The stages of a compilation, with their results so far.
struct Stages<'c, W> {
    options: &'c Options,
    workers: &'c W,
    /// The names that `$badfilter` disables, in lower case.
    disabled: &'c HashSet<String>,
    report: Report,
    events: Vec<Event>,
    exclusions: Vec<(Stage, Vec<String>)>,
}

/// What a stage does with its lines.
struct Actions<'c> {
    filters: &'c Filters,
    patterns: &'c Patterns,
    steps: &'c [Step],
    /// What a step allows that validates, in this stage or later.
    later: Option<Allow>,
}

impl<'c, W: Workers> Stages<'c, W> {
    fn new(options: &'c Options, workers: &'c W, disabled: &'c HashSet<String>) -> Stages<'c, W> {
        let (report, events, exclusions) = Default::default();
        Stages { options, workers, disabled, report, events, exclusions }
    }

    /// Applies the filters and the steps of a stage.
    fn run(
        &mut self,
        stage: Stage,
        actions: &Actions<'_>,
        files: &[File],
        lines: &mut Lines,
    ) -> Result<(), Error> {
        let count = lines.lines.len() as u64;
        let mut done = Vec::new();
        let mut run = Run {
            files,
            workers: self.workers,
            stage,
            logs: self.options.logs,
            events: &mut self.events,
            actions: &mut done,
            differences: &mut self.report.differences,
            exclusions: &mut self.exclusions,
        };
        let [excluded, included] = actions.patterns;
        let own = &actions.filters.exclusions;
        let exclusions = Kind { key: "exclusions", own, read: excluded };
        exclusions.run(&mut run, |filter, run| {
            if run.logs {
                run.exclusions.push((stage, filter.patterns().to_vec()));
            }
            run.start(By::Exclusions);
            filter::exclude(filter, lines, run)?;
            lines.finish_step();
            Ok(())
        })?;
        let own = &actions.filters.inclusions;
        let inclusions = Kind { key: "inclusions", own, read: included };
        inclusions.run(&mut run, |filter, run| {
            run.start(By::Inclusions);
            filter::include(filter, lines, run)?;
            lines.finish_step();
            Ok(())
        })?;
        let compress = Compress {
            later: actions.later,
            disabled: self.disabled,
            keeps_covered: self.options.keeps_covered,
        };
        for step in actions.steps {
            steps::run(*step, lines, &compress, &mut run)?;
        }
        self.report.stages.push(StageReport { stage, lines: count, actions: done });
        Ok(())
    }

    /// The result of all stages.
    fn finish(self, header: Vec<String>, lines: Lines, files: Vec<File>) -> Compiled {
        let Stages { report, events, exclusions, .. } = self;
        let mut compiled = Compiled { header, report, lines, files, events, exclusions };
        compiled.count();
        compiled
    }
}

/// The patterns of one kind: those of the configuration, under this key, and those of files.
struct Kind<'p> {
    key: &'static str,
    own: &'p [String],
    read: &'p [Pattern],
}

impl Kind<'_> {
    /// Calls `work` with the filter, if there are patterns. An error names the place of its pattern.
    fn run<'r, W>(
        &self,
        run: &mut Run<'r, W>,
        work: impl FnOnce(&Filter, &mut Run<'r, W>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let patterns = self.own.iter().chain(self.read.iter().map(|it| &it.text));
        let stage = run.stage;
        let done = Filter::new(patterns)
            .map_err(Error::from)
            .and_then(|filter| if filter.is_empty() { Ok(()) } else { work(&filter, run) });
        done.map_err(|error| match error {
            Error::Filter { pattern: None, error } => {
                let pattern = error.pattern().and_then(|it| self.place(stage, it));
                Error::Filter { pattern, error }
            }
            other => other,
        })
    }

    fn place(&self, stage: Stage, pattern: &str) -> Option<PatternPlace> {
        if let Some(index) = self.own.iter().position(|it| it == pattern) {
            let source = match stage {
                Stage::Source(source) => format!("sources[{source}]."),
                Stage::All => String::new(),
            };
            return Some(PatternPlace::Key(format!("{source}{}[{index}]", self.key)));
        }
        self.read.iter().find(|it| it.text == pattern).map(|it| it.place.clone())
    }
}

/// Applies steps to one text. Its lines end only at line feeds, and empty lines stay. Directives are
/// not evaluated, and no headers are written. The steps are applied in the usual order.
///
/// # Errors
///
/// [`Error`] when a filter cannot be used, or the text is larger than 4 GiB.
///
/// ```
/// use bloqr_compile::{Alone, Filters, Options, Step, transform};
///
/// let text = "||a.example.com^\n\n||a.example.com^\n".to_owned();
/// let steps = [Step::RemoveEmptyLines, Step::Deduplicate];
/// let done = transform("list.txt", text, &steps, &Filters::default(), &Options::default(), &Alone)?;
/// assert_eq!(done.text(), "||a.example.com^");
/// # Ok::<(), bloqr_compile::Error>(())
/// ```
pub fn transform<W: Workers>(
    name: &str,
    text: String,
    steps: &[Step],
    filters: &Filters,
    options: &Options,
    workers: &W,
) -> Result<Compiled, Error> {
    u32::try_from(text.len()).map_err(|_| Error::TooLarge)?;
    let mut lines = Lines::default();
    let (mut start, mut number) = (0, 0);
    for end in memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
        number += 1;
        lines.lines.push(Line::new(Origin { file: 0, line: number }, start, end - start));
        start = end + 1;
    }
    let files = vec![File { name: name.to_owned(), text: Arc::new(text) }];
    let disabled = steps::disabled_names(&files);
    let steps = ordered(steps.to_vec());
    let actions = Actions {
        filters,
        patterns: &Default::default(),
        steps: &steps,
        later: steps.iter().find_map(|it| it.allows()),
    };
    let mut stages = Stages::new(options, workers, &disabled);
    stages.run(Stage::All, &actions, &files, &mut lines)?;
    Ok(stages.finish(Vec::new(), lines, files))
}
