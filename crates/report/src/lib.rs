//! How findings are shown: a file a format, over the same [`Checked`]. Knows nothing of files,
//! terminals or arguments.
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

mod cap;
mod cells;
mod concise;
mod count;
mod github;
mod json;
mod ndjson;
mod sarif;
mod text;

use std::{
    fmt,
    io::{self, Write},
    str::FromStr,
};

pub use self::{
    cap::FEW,
    cells::{visible, visible_lines},
    count::grouped,
    github::{annotation, step_summary},
    text::Theme,
};
use bloqr_filekind::Recognised;
use bloqr_lint::{
    Report,
    diagnostic::{Diagnostic, Severity},
};
use bloqr_syntax::source::Places;

/// A list and what was found in it.
pub struct Checked<'a> {
    /// What people call it: its path.
    pub name: &'a str,
    /// The whole list.
    pub text: &'a str,
    /// What was found in it.
    pub report: &'a Report,
    /// Names and texts of the other lists that labels point into.
    pub others: &'a [(&'a str, &'a str)],
    /// What was not looked for.
    pub not_run: &'a [NotRun],
}

/// What was not looked for in a list, although it was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotRun {
    /// Stable, for programs.
    pub code: &'static str,
    /// In words, of any number of lists.
    pub says: &'static str,
}

impl<'a> Checked<'a> {
    fn places(&self) -> Places<'a> {
        Places::beside(self.text, self.others)
    }

    /// The findings, by place.
    pub fn findings(&self) -> impl Iterator<Item = &Diagnostic> {
        self.report.diagnostics.iter()
    }
}

/// A file that is no filter list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    /// What people call the file: its path.
    pub name: String,
    /// What the file is, and why.
    pub found: Recognised,
}

/// For people, in one line.
impl fmt::Display for Other {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, reason) = (visible(&self.name), visible(&self.found.reason));
        write!(f, "{name} is no filter list but {}: {reason}", self.found.kind.title)
    }
}

/// All lists together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Totals {
    /// How many lists were checked.
    pub files: usize,
    /// How many of them have findings.
    pub files_with_findings: usize,
    /// How many rules there are in all lists; comments are none.
    pub rules: usize,
    /// How many findings are errors.
    pub errors: usize,
    /// How many findings are warnings.
    pub warnings: usize,
    /// How many findings are remarks.
    pub infos: usize,
    /// Findings that `--fix` fixes.
    pub fixable: usize,
    /// Files of other kinds.
    pub other_kinds: usize,
    /// Files that are not called what lists are, and were not opened.
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
            self.fixable += usize::from(it.fix.as_ref().is_some_and(|it| it.safe));
        }
    }
}

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people: each finding with its line.
    Text,
    /// A line a finding, for editors.
    Concise,
    /// One JSON document.
    Json,
    /// A JSON object a line, one for each finding.
    Ndjson,
    /// SARIF 2.1.0.
    Sarif,
    /// Workflow commands of GitHub Actions.
    Github,
}

impl Format {
    /// Every format.
    pub const ALL: [Format; 6] = [
        Format::Text,
        Format::Concise,
        Format::Json,
        Format::Ndjson,
        Format::Sarif,
        Format::Github,
    ];

    /// The name of the format, as the command line takes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Concise => "concise",
            Format::Json => "json",
            Format::Ndjson => "ndjson",
            Format::Sarif => "sarif",
            Format::Github => "github",
        }
    }

    /// What it is for, in a few words.
    pub fn about(self) -> &'static str {
        match self {
            Format::Text => "for people: the line, what is wrong with it, and what to do",
            Format::Concise => "path:line:col: severity[rule] message",
            Format::Json => "one document, with the fields of POST /api/validate",
            Format::Ndjson => "one finding a line, as JSON",
            Format::Sarif => "SARIF 2.1.0, for code scanning",
            Format::Github => "annotations; the default inside GitHub Actions",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(text: &str) -> Result<Format, UnknownFormat> {
        let found = Format::ALL.into_iter().find(|it| it.as_str() == text);
        found.ok_or_else(|| UnknownFormat { name: text.to_owned() })
    }
}

/// No format has this name.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownFormat {
    /// The name that was asked for.
    pub name: String,
}

impl fmt::Display for UnknownFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no such format: {}", self.name)
    }
}

impl std::error::Error for UnknownFormat {}

/// Writes a report in pieces: a list at a time, so that none has to wait in memory for the others.
pub struct Writer {
    format: Format,
    look: Theme,
    /// How many findings of a rule are shown of a file, in the formats for people.
    most: Option<usize>,
    totals: Totals,
    /// With the name of the list.
    not_run: Vec<(String, NotRun)>,
    others: Vec<Other>,
    /// Whether nothing was written yet that would want a comma behind it.
    first: bool,
}

impl Writer {
    /// Writes what stands before the first list. In the formats for people, `most` findings of a
    /// rule are shown of each file, and the rest is counted.
    ///
    /// # Errors
    ///
    /// What `out` says.
    pub fn start(
        format: Format,
        look: Theme,
        most: Option<usize>,
        out: &mut dyn Write,
    ) -> io::Result<Writer> {
        match format {
            Format::Json => json::start(out)?,
            Format::Sarif => sarif::start(out)?,
            Format::Text | Format::Concise | Format::Ndjson | Format::Github => (),
        }
        Ok(Writer {
            format,
            look,
            most,
            totals: Totals::default(),
            not_run: Vec::new(),
            others: Vec::new(),
            first: true,
        })
    }

    /// Writes the findings of one list.
    ///
    /// # Errors
    ///
    /// What `out` says.
    pub fn file(&mut self, checked: &Checked<'_>, out: &mut dyn Write) -> io::Result<()> {
        self.totals.add(checked.report);
        self.not_run.extend(checked.not_run.iter().map(|it| (checked.name.to_owned(), *it)));
        match self.format {
            Format::Text => text::file(checked, &self.look, self.most, out),
            Format::Concise => concise::file(checked, out),
            Format::Ndjson => ndjson::file(checked, out),
            Format::Github => github::file(checked, self.most, out),
            Format::Json => {
                json::file(checked, self.first, out)?;
                self.first = false;
                Ok(())
            }
            Format::Sarif => {
                self.first = sarif::file(checked, self.first, out)?;
                Ok(())
            }
        }
    }

    /// A file that is no list: told at once, or with the summary.
    pub fn other(&mut self, other: Other, out: &mut dyn Write) -> io::Result<()> {
        self.totals.other_kinds += 1;
        match self.format {
            Format::Text => text::other(&other, &self.look, out),
            Format::Github => github::other(&other, out),
            Format::Json | Format::Sarif => {
                self.others.push(other);
                Ok(())
            }
            Format::Concise | Format::Ndjson => Ok(()),
        }
    }

    /// Counts files that were not opened.
    pub fn passed_over(&mut self, files: usize) {
        self.totals.passed_over += files;
    }

    /// Writes what stands behind the last list. `with_summary`: whether [`Format::Text`] ends in
    /// the totals.
    ///
    /// # Errors
    ///
    /// What `out` says.
    pub fn end(self, with_summary: bool, out: &mut dyn Write) -> io::Result<()> {
        match self.format {
            Format::Text if with_summary => {
                text::summary(&self.totals, &self.look, out)?;
                text::not_run(&self.not_run, &self.look, out)
            }
            Format::Json => json::end(&self.totals, &self.others, out),
            Format::Sarif => sarif::end(&self.not_run, &self.others, out),
            Format::Text | Format::Concise | Format::Ndjson | Format::Github => Ok(()),
        }
    }

    /// What was counted so far.
    pub fn totals(&self) -> &Totals {
        &self.totals
    }
}
