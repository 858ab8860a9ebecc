//! Where a report goes: to stdout or into a file, list by list.

use std::{
    env,
    fs::File,
    io::{self, BufWriter, Write},
    path::Path,
};

use super::{Args, statistics::Statistics};
use crate::{
    cli::{Error, Outcome, Ui},
    report::{Checked, Format, Look, Other, Totals, Writer},
};

pub(super) struct Output<'a> {
    args: &'a Args,
    /// What `--output` names.
    file: Option<BufWriter<File>>,
    shown: Shown,
    totals: Totals,
}

/// The findings, or how many there are of each rule.
enum Shown {
    Findings(Writer),
    Counts(Statistics, Format, Look),
}

impl<'a> Output<'a> {
    pub(super) fn start(args: &'a Args, ui: &mut Ui) -> Result<Output<'a>, Error> {
        let mut file = args.output.as_deref().map(create).transpose()?;
        let format = format(args);
        let look = if file.is_some() { Look::default() } else { look(ui) };
        let shown = match args.statistics {
            true => Shown::Counts(Statistics::default(), format, look),
            false => Shown::Findings(Writer::start(format, look, out(&mut file, ui))?),
        };
        Ok(Output { args, file, shown, totals: Totals::default() })
    }

    pub(super) fn list(&mut self, checked: &Checked<'_>, ui: &mut Ui) -> io::Result<()> {
        self.totals.add(checked.report);
        match &mut self.shown {
            Shown::Findings(writer) => writer.file(checked, out(&mut self.file, ui)),
            Shown::Counts(statistics, ..) => {
                statistics.add(checked.report);
                Ok(())
            }
        }
    }

    /// A file that is no filter list.
    pub(super) fn other(&mut self, other: Other, ui: &mut Ui) -> io::Result<()> {
        // These have a line for each finding, and for nothing else.
        let is_bare = matches!(format(self.args), Format::Concise | Format::Ndjson);
        match &mut self.shown {
            _ if self.args.quiet => Ok(()),
            Shown::Findings(writer) if !is_bare => writer.other(other, out(&mut self.file, ui)),
            _ => {
                ui.note(&other.to_string());
                Ok(())
            }
        }
    }

    /// How many files were not opened.
    pub(super) fn passed_over(&mut self, files: usize) {
        if let Shown::Findings(writer) = &mut self.shown {
            writer.passed_over(files);
        }
    }

    /// A summary is due only if something `was_read`: to have found nothing in nothing is no praise.
    pub(super) fn end(mut self, was_read: bool, ui: &mut Ui) -> io::Result<Totals> {
        let out = out(&mut self.file, ui);
        match self.shown {
            Shown::Findings(writer) => writer.end(was_read && !self.args.quiet, out)?,
            Shown::Counts(statistics, format, look) => statistics.print(format, &look, out)?,
        }
        if let Some(file) = &mut self.file {
            file.flush()?;
        }
        Ok(self.totals)
    }
}

fn out<'o>(file: &'o mut Option<BufWriter<File>>, ui: &'o mut Ui) -> &'o mut dyn Write {
    file.as_mut().map_or(&mut ui.out, |it| it)
}

/// How to report, when nothing was said of it as well.
pub(super) fn format(args: &Args) -> Format {
    let is_github = env::var_os("GITHUB_ACTIONS").is_some_and(|it| it == "true");
    args.format.unwrap_or(if is_github { Format::Github } else { Format::Text })
}

/// Whether so much may have been found. `most` is how many warnings the configuration allows.
pub(super) fn outcome(args: &Args, totals: &Totals, most: Option<usize>, ui: &mut Ui) -> Outcome {
    let most = args.max_warnings.or(most).unwrap_or(usize::MAX);
    if totals.warnings > most && !args.quiet {
        ui.note(&format!("{} warnings are more than the {most} allowed", totals.warnings));
    }
    let is_clean = totals.errors == 0 && totals.warnings <= most;
    if is_clean { Outcome::Clean } else { Outcome::Findings }
}

fn create(path: &Path) -> Result<BufWriter<File>, Error> {
    let file = File::create(path);
    let cannot = |err| Error::new(format!("cannot write {}", path.display())).caused_by(err);
    Ok(BufWriter::with_capacity(1 << 16, file.map_err(cannot)?))
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
