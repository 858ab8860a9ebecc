//! Prints findings in several formats. It uses no files, no terminal and no arguments. Each format is
//! a file with a definition, and a line in the table in `format.rs`.
//!
//! ```
//! use bloqr_lint::{Config, lint};
//! use bloqr_report::{Checked, Format, Theme, Writer};
//!
//! let text = "||ads.example^$scirpt\n";
//! let report = lint(text, &Config::default());
//! let checked =
//!     Checked { name: "list.txt", text, report: &report, others: &[], not_run: &[] };
//! let mut out = Vec::new();
//! let mut writer = Writer::start(Format::Concise, Theme::default(), None, &mut out)?;
//! writer.file(&checked, &mut out)?;
//! writer.end(false, &mut out)?;
//! assert!(String::from_utf8_lossy(&out).starts_with("list.txt:1:16: error[unknown-modifier]"));
//! # Ok::<(), std::io::Error>(())
//! ```
#![deny(missing_docs)]

mod baseline;
mod cap;
mod cells;
mod checkstyle;
mod concise;
mod count;
mod fingerprint;
mod format;
mod github;
mod gitlab;
mod json;
mod junit;
mod ndjson;
mod sarif;
mod text;
mod xml;

use std::{
    fmt,
    io::{self, Write},
};

use self::format::FormatWriter;
pub use self::{
    baseline::{Baseline, NotABaseline},
    cap::FEW,
    cells::{visible, visible_lines},
    count::grouped,
    format::{Format, UnknownFormat},
    github::{annotation, step_summary},
    text::Theme,
};
use bloqr_filekind::Recognised;
use bloqr_lint::{
    Report,
    diagnostic::{Diagnostic, Severity},
};
use bloqr_syntax::source::Places;

/// A list and its findings.
pub struct Checked<'a> {
    /// Its name for people: the path.
    pub name: &'a str,
    /// The whole list.
    pub text: &'a str,
    /// The findings.
    pub report: &'a Report,
    /// Names and texts of the other lists that labels point into.
    pub others: &'a [(&'a str, &'a str)],
    /// The checks that did not run.
    pub not_run: &'a [NotRun],
}

/// A check that did not run on a list, although the user asked for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotRun {
    /// Stable, for programs.
    pub code: &'static str,
    /// For people. The sentence fits one list and several lists.
    pub says: &'static str,
}

impl<'a> Checked<'a> {
    fn places(&self) -> Places<'a> {
        Places::beside(self.text, self.others)
    }

    /// The findings, in the order of their places.
    pub fn findings(&self) -> impl Iterator<Item = &Diagnostic> {
        self.report.diagnostics.iter()
    }
}

/// A file that is not a filter list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    /// Its name for people: the path.
    pub name: String,
    /// The kind of the file, and why.
    pub found: Recognised,
}

/// One line for people.
impl fmt::Display for Other {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, reason) = (visible(&self.name), visible(&self.found.reason));
        write!(f, "{name} is not a filter list but {}: {reason}", self.found.kind.title)
    }
}

/// The totals of all lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Totals {
    /// How many lists were checked.
    pub files: usize,
    /// How many of them have findings.
    pub files_with_findings: usize,
    /// How many rules all lists have, without comments.
    pub rules: usize,
    /// How many findings are errors.
    pub errors: usize,
    /// How many findings are warnings.
    pub warnings: usize,
    /// How many findings have the severity `info`.
    pub infos: usize,
    /// Findings that `--fix` fixes.
    pub fixable: usize,
    /// Findings that `--fix` fixes only with `--unsafe-fixes`.
    pub unsafely_fixable: usize,
    /// Findings that are in the baseline, and not counted elsewhere.
    pub known: usize,
    /// Findings that are counted, but not listed, because there are too many.
    pub unlisted: usize,
    /// Files of other kinds.
    pub other_kinds: usize,
    /// Files that were not opened, because their names are not names of lists.
    pub passed_over: usize,
}

impl Totals {
    /// Counts a list.
    pub fn add(&mut self, report: &Report) {
        self.files += 1;
        self.rules += report.counts.total;
        self.files_with_findings += usize::from(!report.diagnostics.is_empty());
        for it in &report.diagnostics {
            match it.severity {
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
                Severity::Info => self.infos += 1,
            }
            let Some(fix) = &it.fix else { continue };
            // Lists are fixed one by one: a rule that another list has too stays.
            let is_of_one_list = it.labels.iter().all(|it| it.list.is_none());
            self.fixable += usize::from(fix.safe);
            self.unsafely_fixable += usize::from(!fix.safe && is_of_one_list);
        }
        for it in &report.more {
            match it.severity {
                Severity::Error => self.errors += it.count,
                Severity::Warning => self.warnings += it.count,
                Severity::Info => self.infos += it.count,
            }
            self.fixable += it.fixable;
            self.unsafely_fixable += it.unsafely_fixable;
        }
    }
}

/// How the formats for people show findings.
#[derive(Debug, Clone, Copy, Default)]
struct View {
    theme: Theme,
    /// How many findings of a rule are shown of a file.
    most: Option<usize>,
}

/// Writes a report in pieces, list by list, so that no list must stay in memory until the end.
pub struct Writer {
    writer: Box<dyn FormatWriter>,
    totals: Totals,
    /// How many findings can still be listed.
    room: usize,
}

impl Writer {
    /// Writes what comes before the first list. The formats for people show `most` findings of a
    /// rule in each file, and count the others.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    pub fn start(
        format: Format,
        theme: Theme,
        most: Option<usize>,
        out: &mut dyn Write,
    ) -> io::Result<Writer> {
        let mut writer = (format.definition().writer)(View { theme, most });
        writer.start(out)?;
        Ok(Writer { writer, totals: Totals::default(), room: usize::MAX })
    }

    /// Lists only so many findings. All are counted.
    pub fn limit(&mut self, most: usize) {
        self.room = most;
    }

    /// Writes the findings of one list.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    pub fn file(&mut self, checked: &Checked<'_>, out: &mut dyn Write) -> io::Result<()> {
        self.totals.add(checked.report);
        let found = &checked.report.diagnostics;
        let listed = found.len().min(self.room);
        self.room -= listed;
        if listed == found.len() {
            return self.writer.list(checked, out);
        }
        self.totals.unlisted += found.len() - listed;
        let report = Report::new(found[..listed].to_vec(), checked.report.counts);
        self.writer.list(&Checked { report: &report, ..*checked }, out)
    }

    /// Counts findings that are in the baseline.
    pub fn known(&mut self, findings: usize) {
        self.totals.known += findings;
    }

    /// A file that is not a filter list. The format writes it at once, at the end, or not at all.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    pub fn other(&mut self, other: Other, out: &mut dyn Write) -> io::Result<()> {
        self.totals.other_kinds += 1;
        self.writer.other(other, out)
    }

    /// Counts files that were not opened.
    pub fn passed_over(&mut self, files: usize) {
        self.totals.passed_over += files;
    }

    /// Writes what comes after the last list. `with_summary`: whether [`Format::Text`] ends with
    /// the totals.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    pub fn end(mut self, with_summary: bool, out: &mut dyn Write) -> io::Result<()> {
        self.writer.end(&self.totals, with_summary, out)
    }

    /// The totals of the lists that were written.
    pub fn totals(&self) -> &Totals {
        &self.totals
    }
}
