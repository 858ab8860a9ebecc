//! The report on a list: findings, counts, and the lists that it includes.

use crate::{
    diagnostic::{Diagnostic, Place, Severity},
    preprocess::{self, Form},
};

/// The findings in one list.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Report {
    /// The findings, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    /// How many rules the list has.
    pub counts: Counts,
    /// The comments for a linter, by line.
    pub remarks: Vec<Remark>,
    /// The lists that this one includes, by line.
    pub includes: Vec<Include>,
    /// Findings that were only counted, because the caller asked for few of each rule.
    pub more: Vec<Counted>,
}

/// Findings of one rule that were only counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counted {
    /// The name of the lint rule.
    pub rule: &'static str,
    /// How bad each of them is.
    pub severity: Severity,
    /// How many there are.
    pub count: usize,
    /// How many of them have a safe fix.
    pub fixable: usize,
    /// How many of them have a fix that is not safe.
    pub unsafely_fixable: usize,
}

impl Counted {
    pub(crate) fn new(rule: &'static str, severity: Severity) -> Counted {
        Counted { rule, severity, count: 0, fixable: 0, unsafely_fixable: 0 }
    }
}

/// How many rules a list has, without comments and blank lines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// All rules.
    pub total: usize,
    /// Rules with an error.
    pub invalid: usize,
}

impl Counts {
    /// Counts of `total` rules, `invalid` of them with an error.
    pub fn new(total: usize, invalid: usize) -> Counts {
        Counts { total, invalid }
    }

    /// Rules without an error.
    pub fn valid(self) -> usize {
        self.total - self.invalid
    }
}

/// A comment for a linter: `! bloqr-disable-next-line`, `! aglint-disable`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Remark {
    /// The line, from 0.
    pub line: u32,
    /// The whole line.
    pub text: String,
}

/// A line that includes another file. The caller finds the file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Include {
    /// The position of the path in the line.
    pub place: Place,
    /// The form of the include.
    pub kind: IncludeKind,
    /// The path as written: `I%20Like.txt`, `easylist:dir/x.txt`.
    pub written: String,
    /// The path, decoded: `I Like.txt`, `dir/x.txt`.
    pub path: String,
    /// The name before the path, for python-abp.
    pub name: Option<String>,
}

/// The form of an include, and what reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum IncludeKind {
    /// `!#include path`: blockers.
    Directive,
    /// `%include NAME:path%`: python-abp.
    PythonAbp,
    /// `@include "path"`: FiltersCompiler.
    Template,
}

impl Include {
    /// Makes it from a parsed line.
    pub fn new(include: &preprocess::Include<'_>) -> Include {
        let (kind, name, written) = match &include.form {
            Form::Directive { path, .. } => (IncludeKind::Directive, None, (*path).to_owned()),
            Form::Template { path, .. } => (IncludeKind::Template, None, (*path).to_owned()),
            Form::PythonAbp { name: None, path } => {
                (IncludeKind::PythonAbp, None, (*path).to_owned())
            }
            Form::PythonAbp { name: Some(name), path } => {
                (IncludeKind::PythonAbp, Some((*name).to_owned()), format!("{name}:{path}"))
            }
        };
        let place = Place { line: include.line, span: include.span };
        Include { place, kind, written, path: include.path(), name }
    }
}

impl Report {
    /// A report of findings from elsewhere, sorted by place.
    pub fn new(diagnostics: Vec<Diagnostic>, counts: Counts) -> Report {
        Report { diagnostics, counts, ..Report::default() }
    }

    /// How many findings have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        let more = self.more.iter().filter(|it| it.severity == severity).map(|it| it.count);
        self.diagnostics.iter().filter(|it| it.severity == severity).count() + more.sum::<usize>()
    }
}
