//! The output of a report: to stdout or into a file, list by list.

use std::{
    env, fs,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use super::{Args, settings::ResolvedSettings, statistics::Statistics};
use crate::{
    cli::{
        Error, Outcome, Ui,
        atomic::{FileId, NewFile, cannot_write},
        input::Source,
        safe::{Safe, Sink},
    },
    report::{Checked, FEW, Format, Other, Theme, Totals, Writer, step_summary},
};

pub(super) struct Output<'a> {
    args: &'a Args,
    file: Option<OutputFile>,
    shown: Shown,
    totals: Totals,
    /// The summary for GitHub, and the file to write it to.
    step: Option<(PathBuf, Statistics)>,
}

/// The findings, or the number of findings of each rule.
enum Shown {
    Findings(Writer),
    Counts(Statistics, Format, Theme),
}

impl<'a> Output<'a> {
    pub(super) fn start(args: &'a Args, ui: &mut Ui) -> Result<Output<'a>, Error> {
        let mut file = OutputFile::of(args)?;
        let format = format(args);
        let look = if file.is_some() { Theme::default() } else { look(ui) };
        let most = (!args.all).then_some(FEW);
        let shown = if args.statistics {
            Shown::Counts(Statistics::default(), format, look)
        } else {
            let writer = Writer::start(format, look, most, out(&mut file, ui));
            let mut writer = writer.map_err(|err| cannot(args, err))?;
            if let Some(most) = args.max_diagnostics {
                writer.limit(most);
            }
            Shown::Findings(writer)
        };
        let step = env::var_os("GITHUB_STEP_SUMMARY").filter(|it| !it.is_empty());
        let step = step.filter(|_| format == Format::Github);
        let step = step.map(|it| (PathBuf::from(it), Statistics::default()));
        Ok(Output { args, file, shown, totals: Totals::default(), step })
    }

    pub(super) fn list(&mut self, checked: &Checked<'_>, ui: &mut Ui) -> Result<(), Error> {
        self.totals.add(checked.report);
        if let Some((_, statistics)) = &mut self.step {
            statistics.add(checked.report);
        }
        match &mut self.shown {
            Shown::Findings(writer) => {
                writer.file(checked, out(&mut self.file, ui)).map_err(|err| cannot(self.args, err))
            }
            Shown::Counts(statistics, ..) => {
                statistics.add(checked.report);
                Ok(())
            }
        }
    }

    /// Reports a file that is not a filter list.
    pub(super) fn other(&mut self, other: Other, ui: &mut Ui) -> io::Result<()> {
        let has_notes = format(self.args).has_notes();
        match &mut self.shown {
            _ if self.args.quiet => Ok(()),
            Shown::Findings(writer) if has_notes => writer.other(other, out(&mut self.file, ui)),
            _ => {
                ui.note(&other.to_string());
                Ok(())
            }
        }
    }

    /// Adds files that were not opened.
    pub(super) fn passed_over(&mut self, files: usize) {
        if let Shown::Findings(writer) = &mut self.shown {
            writer.passed_over(files);
        }
    }

    /// Counts findings that are in a baseline.
    pub(super) fn known(&mut self, findings: usize) {
        if let Shown::Findings(writer) = &mut self.shown {
            writer.known(findings);
        }
    }

    /// Ends the report. It has a summary only if something `was_read`, because "no problems" would
    /// be wrong otherwise. The returned file must be kept if there was no failure.
    pub(super) fn end(
        mut self,
        was_read: bool,
        ui: &mut Ui,
    ) -> Result<(Totals, Option<OutputFile>), Error> {
        let unlisted = match &self.shown {
            Shown::Findings(writer) => writer.totals().unlisted,
            Shown::Counts(..) => 0,
        };
        // The summary of the text says it.
        if unlisted > 0 && format(self.args) != Format::Text && !self.args.quiet {
            ui.note(&format!("{unlisted} more findings are counted, but not listed"));
        }
        let out = out(&mut self.file, ui);
        let written = match self.shown {
            Shown::Findings(writer) => writer.end(was_read && !self.args.quiet, out),
            Shown::Counts(statistics, format, look) => statistics.print(format, &look, out),
        };
        written.map_err(|err| cannot(self.args, err))?;
        if let Some((path, statistics)) = &self.step
            && let Err(err) = append_summary(path, &self.totals, statistics)
        {
            ui.warning(&format!("cannot write the step's summary to {}: {err}", path.display()));
        }
        Ok((self.totals, self.file))
    }
}

fn out<'o>(file: &'o mut Option<OutputFile>, ui: &'o mut Ui) -> &'o mut dyn Write {
    file.as_mut().map_or(&mut ui.out, |it| &mut it.safe)
}

/// Appends, because other steps write to the same file.
fn append_summary(path: &Path, totals: &Totals, statistics: &Statistics) -> io::Result<()> {
    let mut text = Vec::new();
    step_summary(totals, &statistics.rules(), &mut text)?;
    fs::OpenOptions::new().append(true).create(true).open(path)?.write_all(&text)
}

/// The error for a report that cannot be written.
pub(super) fn cannot(args: &Args, err: io::Error) -> Error {
    match &args.output {
        Some(path) => cannot_write(path, err),
        None => err.into(),
    }
}

/// The file of `--output`. It does not replace the old file before it is kept.
pub(super) struct OutputFile {
    path: PathBuf,
    safe: Safe<BufWriter<NewFile>>,
}

impl OutputFile {
    pub(super) fn of(args: &Args) -> Result<Option<OutputFile>, Error> {
        let Some(path) = &args.output else { return Ok(None) };
        let file = BufWriter::with_capacity(1 << 16, NewFile::create(path)?);
        Ok(Some(OutputFile { path: path.clone(), safe: Safe::new(file) }))
    }

    /// The file itself, for text that must be written byte for byte.
    pub(super) fn raw(&mut self) -> &mut dyn Write {
        self.safe.for_json()
    }

    pub(super) fn keep(self) -> Result<(), Error> {
        let file = self.safe.into_inner().and_then(|it| Ok(it.into_inner()?));
        file.map_err(|err| cannot_write(&self.path, err))?.finish()
    }
}

/// Refuses to replace an input before anything is written: the lists to check, the lists that they
/// are used with, and the files of their settings.
pub(super) fn refuse_inputs(
    args: &Args,
    settings: &mut ResolvedSettings<'_>,
    judged: &[&Source],
    with: &[Source],
) -> Result<(), Error> {
    let Some(output) = &args.output else { return Ok(()) };
    let Some(id) = FileId::of(output) else { return Ok(()) };
    for source in judged {
        settings.for_list(source.path())?;
    }
    let lists = judged.iter().copied().chain(with).filter_map(Source::file);
    let lists = lists.map(|it| ("the list", it));
    let configs = settings.files().map(|it| ("the configuration", it));
    let baselines = [&args.baseline, &args.write_baseline].into_iter().flatten();
    let baselines = baselines.map(|it| ("the baseline", it.as_path()));
    let key = args.client.api_key_file.iter().map(|it| ("the key in", it.as_path()));
    let mut inputs = lists.chain(configs).chain(baselines).chain(key);
    let same = inputs.find(|(_, it)| FileId::of(it).as_ref() == Some(&id));
    let Some((what, input)) = same else { return Ok(()) };
    let input = input.strip_prefix(".").unwrap_or(input);
    let (output, input) = (output.display(), input.display());
    Err(Error::new(format!("--output {output} would replace {what} {input}, which is read"))
        .hint("name another file for --output, or do not read that file"))
}

/// The format, also if the user did not choose one.
pub(super) fn format(args: &Args) -> Format {
    let is_github = env::var_os("GITHUB_ACTIONS").is_some_and(|it| it == "true");
    args.format.unwrap_or(if is_github { Format::Github } else { Format::Text })
}

/// How many findings of a rule must be made of a list; the others are only counted.
pub(super) fn most(args: &Args) -> Option<usize> {
    let is_counted = args.statistics || format(args).shows_few();
    // These look at each finding.
    let is_each_read = args.add_suppressions
        || args.baseline.is_some()
        || args.write_baseline.is_some()
        || args.since.is_some()
        || args.max_diagnostics.is_some();
    (is_counted && !args.all && !is_each_read).then_some(FEW)
}

/// Whether the number of findings is allowed. `most` is the number of warnings that the
/// configuration allows.
pub(super) fn outcome(args: &Args, totals: &Totals, most: Option<usize>, ui: &mut Ui) -> Outcome {
    let most = args.max_warnings.or(most).unwrap_or(usize::MAX);
    if totals.warnings > most && !args.quiet {
        ui.note(&format!("there are {} warnings, but only {most} are allowed", totals.warnings));
    }
    let is_clean = args.exit_zero || totals.errors == 0 && totals.warnings <= most;
    if is_clean { Outcome::Clean } else { Outcome::Findings }
}

fn look(ui: &Ui) -> Theme {
    let styles = ui.styles();
    let width = ui.out_is_terminal().then(terminal_size::terminal_size).flatten();
    Theme {
        width: width.map(|it| usize::from(it.0.0)),
        error: styles.error,
        warning: styles.warning,
        info: styles.name,
        good: styles.good,
        label: styles.name,
        frame: styles.dim,
        bold: styles.bold,
        links: ui.out_has_links(),
    }
}
