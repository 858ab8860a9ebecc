//! The whole: sources, each with its filters and steps, then all of them together.

use std::{borrow::Cow, collections::HashSet, sync::Arc};

use bloqr_dns::{is_comment, trim};

use crate::{
    Config, Difference, Error, Filter, Filters, Header, Origin, Pattern, PatternPlace, Patterns,
    Report, Step, Workers,
    config::ordered,
    filter, header,
    lines::{File, HEADER, Line, Lines, MOST_FILES, Texts, signs},
    load::Sources,
    log::{By, Event, Stage, What},
    pass::Run,
    report::StageReport,
    steps::{self, Compress},
};

/// How to compile, beside the configuration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// What the header of the list says.
    pub header: Header,
    /// Whether it is noted what happened to each line, so that it can be explained. It takes memory.
    pub logs: bool,
    /// Whether Compress leaves names that another one covers: for formats that only know exact names.
    pub keeps_covered: bool,
}

/// A list that was compiled.
#[derive(Debug)]
pub struct Compiled {
    /// The header of the list.
    pub header: Vec<String>,
    /// What was done, in numbers.
    pub report: Report,
    pub(crate) lines: Lines,
    pub(crate) files: Vec<File>,
    pub(crate) events: Vec<Event>,
    /// The exclusions of each stage, if events are noted.
    pub(crate) exclusions: Vec<(Stage, Vec<String>)>,
}

/// A line of the result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultLine<'c> {
    /// What it says.
    pub text: Cow<'c, str>,
    /// Where it came from.
    pub origin: Origin,
    /// Whether the compiler wrote it to name a source.
    pub is_header: bool,
}

impl Compiled {
    /// The lines of the result, without the header of the list.
    pub fn lines(&self) -> impl Iterator<Item = ResultLine<'_>> {
        let texts = self.texts();
        self.lines.lines.iter().map(move |it| result_line(it, texts))
    }

    /// The lines that are neither comments nor blank.
    pub fn rules(&self) -> impl Iterator<Item = ResultLine<'_>> {
        self.lines().filter(|it| is_rule(&it.text))
    }

    /// The whole text, piece by piece: the header, and the lines, each but the last with its `\n`.
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

    /// The name of a file, as [`Origin::file`] counts them.
    pub fn file_name(&self, file: u32) -> &str {
        self.files.get(file as usize).map_or("", |it| it.name.as_str())
    }

    /// `b.txt:14`
    pub fn place(&self, origin: Origin) -> String {
        format!("{}:{}", self.file_name(origin.file), origin.line)
    }

    /// What happened to lines, if it was asked for: [`Options::logs`].
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

/// Compiles a list of sources that were loaded for this configuration.
///
/// # Errors
///
/// [`Error`] when a filter cannot be used, or the sources are too large together.
pub fn compile<W: Workers>(
    config: &Config,
    sources: Sources,
    options: &Options,
    workers: &W,
) -> Result<Compiled, Error> {
    let mut all = Lines::default();
    let mut files: Vec<File> = Vec::new();
    let mut events = Vec::new();
    let mut report = Report::default();
    let mut exclusions = Vec::new();
    let Sources { lists, patterns } = sources;
    let badfilters = lists.iter().flatten().map(|it| steps::disabled_names(&it.files));
    let disabled: HashSet<String> = badfilters.flatten().collect();
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
            events.extend(loaded.skipped.into_iter().map(|(mut line, why)| {
                line.move_file(base as u32);
                let what = What::Removed { text: texts.stored(&line).to_owned(), why };
                Event { origin: line.origin(), stage, by: By::Directives, what }
            }));
        }
        let mut actions = Vec::new();
        let count = lines.lines.len() as u64;
        let mut run = Run {
            files: &files,
            workers,
            stage,
            logs: options.logs,
            events: &mut events,
            actions: &mut actions,
            differences: &mut report.differences,
            exclusions: &mut exclusions,
        };
        let later = config.validates(Some(index));
        let compress =
            Compress { later, disabled: &disabled, keeps_covered: options.keeps_covered };
        do_all(&source.filters, &loaded.patterns, &source.steps, &compress, &mut lines, &mut run)?;
        report.stages.push(StageReport { stage, lines: count, actions });
        for text in header::of_source(source, &mut report.differences) {
            all.push_made(Origin { file: base as u32, line: 0 }, &text, HEADER);
        }
        u32::try_from(all.made.len() + lines.made.len()).map_err(|_| Error::TooLarge)?;
        all.append(lines);
    }
    u32::try_from(all.lines.len()).map_err(|_| Error::TooLarge)?;
    let mut actions = Vec::new();
    let count = all.lines.len() as u64;
    let mut run = Run {
        files: &files,
        workers,
        stage: Stage::All,
        logs: options.logs,
        events: &mut events,
        actions: &mut actions,
        differences: &mut report.differences,
        exclusions: &mut exclusions,
    };
    let later = config.validates(None);
    let compress = Compress { later, disabled: &disabled, keeps_covered: options.keeps_covered };
    do_all(&config.filters, &patterns, &config.steps, &compress, &mut all, &mut run)?;
    report.stages.push(StageReport { stage: Stage::All, lines: count, actions });
    let header = header::of_list(config, &options.header, &mut report.differences);
    let mut compiled = Compiled { header, report, lines: all, files, events, exclusions };
    compiled.count();
    Ok(compiled)
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

fn do_all<W: Workers>(
    filters: &Filters,
    patterns: &Patterns,
    all_steps: &[Step],
    compress: &Compress<'_>,
    lines: &mut Lines,
    run: &mut Run<'_, W>,
) -> Result<(), Error> {
    let [excluded, included] = patterns;
    let exclusions = Kind { key: "exclusions", own: &filters.exclusions, read: excluded };
    exclusions.run(run, |filter, run| {
        if run.logs {
            run.exclusions.push((run.stage, filter.patterns().to_vec()));
        }
        run.start(By::Exclusions);
        filter::exclude(filter, lines, run)?;
        lines.finish_step();
        Ok(())
    })?;
    let inclusions = Kind { key: "inclusions", own: &filters.inclusions, read: included };
    inclusions.run(run, |filter, run| {
        run.start(By::Inclusions);
        filter::include(filter, lines, run)?;
        lines.finish_step();
        Ok(())
    })?;
    for step in all_steps {
        steps::run(*step, lines, compress, run)?;
    }
    Ok(())
}

/// The patterns of one kind: those of the configuration, under this key, and those of files.
struct Kind<'p> {
    key: &'static str,
    own: &'p [String],
    read: &'p [Pattern],
}

impl Kind<'_> {
    /// Does something with the filter, if there are patterns. An error says where its pattern is.
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

/// Does steps with one text: its lines end at `\n` only, and empty ones stay. There are no directives
/// and no headers. The steps are done in the usual order.
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
    let later = steps.iter().find_map(|it| it.allows());
    let compress = Compress { later, disabled: &disabled, keeps_covered: options.keeps_covered };
    let (mut events, mut actions, mut exclusions) = (Vec::new(), Vec::new(), Vec::new());
    let mut differences = [0; Difference::ALL.len()];
    let count = lines.lines.len() as u64;
    let mut run = Run {
        files: &files,
        workers,
        stage: Stage::All,
        logs: options.logs,
        events: &mut events,
        actions: &mut actions,
        differences: &mut differences,
        exclusions: &mut exclusions,
    };
    do_all(filters, &Default::default(), &steps, &compress, &mut lines, &mut run)?;
    let stages = vec![StageReport { stage: Stage::All, lines: count, actions }];
    let report = Report { stages, differences, ..Report::default() };
    let mut compiled = Compiled { header: Vec::new(), report, lines, files, events, exclusions };
    compiled.count();
    Ok(compiled)
}
