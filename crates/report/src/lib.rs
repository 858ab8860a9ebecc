//! How findings are shown: a file a format, over the same [`Checked`]. Knows nothing of files,
//! terminals or arguments.

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
    cells::{visible, visible_lines},
    count::grouped,
    github::annotation,
    text::Look,
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
    pub text: &'a str,
    pub report: &'a Report,
    /// Names and texts of the other lists that labels point into.
    pub others: &'a [(&'a str, &'a str)],
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

    pub fn findings(&self) -> impl Iterator<Item = &Diagnostic> {
        self.report.diagnostics.iter()
    }
}

/// A file that is no filter list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    pub name: String,
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
pub struct Totals {
    pub files: usize,
    pub files_with_findings: usize,
    pub rules: usize,
    pub errors: usize,
    pub warnings: usize,
    pub infos: usize,
    /// Findings that `--fix` mends.
    pub fixable: usize,
    /// Files of other kinds.
    pub other_kinds: usize,
    /// Files that are not called what lists are, and were not opened.
    pub passed_over: usize,
}

impl Totals {
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

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Text,
    Concise,
    Json,
    Ndjson,
    Sarif,
    Github,
}

impl Format {
    pub const ALL: [Format; 6] = [
        Format::Text,
        Format::Concise,
        Format::Json,
        Format::Ndjson,
        Format::Sarif,
        Format::Github,
    ];

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
    type Err = String;

    fn from_str(text: &str) -> Result<Format, String> {
        let found = Format::ALL.into_iter().find(|it| it.as_str() == text);
        found.ok_or_else(|| format!("no such format: {text}"))
    }
}

/// Writes a report in pieces: a list at a time, so that none has to wait in memory for the others.
pub struct Writer {
    format: Format,
    look: Look,
    totals: Totals,
    /// With the name of the list.
    not_run: Vec<(String, NotRun)>,
    others: Vec<Other>,
    /// Whether nothing was written yet that would want a comma behind it.
    first: bool,
}

impl Writer {
    pub fn start(format: Format, look: Look, out: &mut dyn Write) -> io::Result<Writer> {
        match format {
            Format::Json => json::start(out)?,
            Format::Sarif => sarif::start(out)?,
            Format::Text | Format::Concise | Format::Ndjson | Format::Github => (),
        }
        Ok(Writer {
            format,
            look,
            totals: Totals::default(),
            not_run: Vec::new(),
            others: Vec::new(),
            first: true,
        })
    }

    pub fn file(&mut self, checked: &Checked<'_>, out: &mut dyn Write) -> io::Result<()> {
        self.totals.add(checked.report);
        self.not_run.extend(checked.not_run.iter().map(|it| (checked.name.to_owned(), *it)));
        match self.format {
            Format::Text => text::file(checked, &self.look, out),
            Format::Concise => concise::file(checked, out),
            Format::Ndjson => ndjson::file(checked, out),
            Format::Github => github::file(checked, out),
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

    pub fn passed_over(&mut self, files: usize) {
        self.totals.passed_over += files;
    }

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

    pub fn totals(&self) -> &Totals {
        &self.totals
    }
}
