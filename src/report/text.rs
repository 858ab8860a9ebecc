//! For people: the message, the line with its marks, and what to do.

use std::{
    io::{self, Write},
    iter,
    ops::Range,
};

use clap::builder::styling::Style;
use unicode_width::UnicodeWidthStr;

use super::{
    Checked, Totals,
    cells::{Cells, Window, visible},
};
use crate::{
    diagnostic::{Diagnostic, Place, Severity},
    source::Places,
};

/// How to draw. Without colours every style is empty.
#[derive(Debug, Clone, Copy, Default)]
pub struct Look {
    /// Of the terminal. Without one, sentences are not broken, and lines cut at [`WIDE`].
    pub width: Option<usize>,
    pub error: Style,
    pub warning: Style,
    pub info: Style,
    pub good: Style,
    pub label: Style,
    pub frame: Style,
    pub bold: Style,
}

/// What fits into the log of a build.
const WIDE: usize = 120;

/// Less than this is no terminal that somebody reads from.
const NARROW: usize = 30;

impl Look {
    pub fn severity(&self, severity: Severity) -> Style {
        match severity {
            Severity::Error => self.error,
            Severity::Warning => self.warning,
            Severity::Info => self.info,
        }
    }
}

pub(super) fn file(checked: &Checked<'_>, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let mut places = Places::new(checked.text);
    for it in checked.findings() {
        finding(it, checked.name, &mut places, look, out)?;
        writeln!(out)?;
    }
    Ok(())
}

fn finding(
    it: &Diagnostic,
    name: &str,
    places: &mut Places<'_>,
    look: &Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (frame, bold, style) = (look.frame, look.bold, look.severity(it.severity));
    let head = format!("{}[{}]", it.severity.as_str(), it.rule);
    let message = wrap(&visible(&it.message), look.width, head.len() + 2, 4);
    writeln!(out, "{style}{head}{style:#}{bold}: {message}{bold:#}")?;

    let marks = marks(it, style, look);
    let last = marks.iter().map(|it| it.place.line).max().unwrap_or(it.place.line) + 1;
    let gutter = last.to_string().len();
    let (line, column) = (it.place.line + 1, places.column(it.place.line, it.place.span.start));
    let name = visible(name);
    writeln!(out, "{:gutter$}{frame}-->{frame:#} {name}:{line}:{column}", "")?;
    writeln!(out, "{:gutter$} {frame}|{frame:#}", "")?;
    let mut snippet = Snippet { gutter, look, out };
    snippet.lines(&marks, places)?;

    let help = it.help.iter().map(|it| ("help", it.clone()));
    let fix = it.fix.iter().filter_map(|fix| match fix.safe {
        true => Some(("fix", format!("{} (--fix)", fix.title))),
        // What is up to the author is worth a line only where nothing else is said.
        false if it.help.is_none() => Some(("help", fix.title.clone())),
        false => None,
    });
    let mut notes = help.chain(fix).peekable();
    if notes.peek().is_some() {
        writeln!(out, "{:gutter$} {frame}|{frame:#}", "")?;
    }
    for (kind, text) in notes {
        let indent = gutter + kind.len() + 5;
        let text = wrap(&visible(&text), look.width, indent, indent);
        writeln!(out, "{:gutter$} {frame}={frame:#} {bold}{kind}{bold:#}: {text}", "")?;
    }
    Ok(())
}

/// Something to point at, and with what.
struct Mark<'a> {
    place: Place,
    with: char,
    style: Style,
    text: &'a str,
}

/// The finding's place first, then its labels; all by line, in the order of the text.
fn marks<'a>(it: &'a Diagnostic, style: Style, look: &Look) -> Vec<Mark<'a>> {
    let primary = Mark { place: it.place, with: '^', style, text: "" };
    let labels = it.labels.iter().map(|label| Mark {
        place: label.place,
        with: '-',
        style: look.label,
        text: &label.message,
    });
    let mut marks: Vec<Mark<'_>> = iter::once(primary).chain(labels).collect();
    // Stable, so that the finding stays before the labels of its line.
    marks.sort_by_key(|it| it.place.line);
    marks
}

struct Snippet<'a, 'w> {
    gutter: usize,
    look: &'a Look,
    out: &'a mut (dyn Write + 'w),
}

impl Snippet<'_, '_> {
    fn lines(&mut self, marks: &[Mark<'_>], places: &mut Places<'_>) -> io::Result<()> {
        let mut before = None;
        for marks in marks.chunk_by(|a, b| a.place.line == b.place.line) {
            let line = marks[0].place.line;
            if before.is_some_and(|before| before + 1 < line) {
                writeln!(self.out, "{}...{:#}", self.look.frame, self.look.frame)?;
            }
            before = Some(line);
            self.line(places.line(line), marks)?;
        }
        Ok(())
    }

    /// One line with its marks; shown again for marks that a cut leaves out.
    fn line(&mut self, line: &str, marks: &[Mark<'_>]) -> io::Result<()> {
        let frame = self.look.frame;
        let width = self.look.width.unwrap_or(WIDE).max(NARROW) - self.gutter - 4;
        let mut rest: Vec<&Mark<'_>> = marks.iter().collect();
        while let Some(first) = rest.first() {
            let cells = Cells::around(line, first.place.span.start as usize);
            let columns = |it: &Mark<'_>| -> Range<usize> {
                cells.columns(it.place.span.start as usize, it.place.span.end as usize)
            };
            let window = Window::new(&cells, &columns(first), width);
            let (before, behind) = (ellipsis(window.cut_before), ellipsis(window.cut_behind));
            let (number, gutter) = (first.place.line + 1, self.gutter);
            let text = window.text.trim_end();
            writeln!(
                self.out,
                "{frame}{number:gutter$} |{frame:#} {frame}{before}{frame:#}{text}{frame}{behind}{frame:#}"
            )?;
            let mut missing = Vec::new();
            for (n, mark) in rest.iter().enumerate() {
                match window.place(&columns(mark)) {
                    Some(place) => self.mark(mark, place)?,
                    // The first is what the window was made for: it cannot be missing for ever.
                    None if n == 0 => (),
                    None => missing.push(*mark),
                }
            }
            rest = missing;
        }
        Ok(())
    }

    fn mark(&mut self, mark: &Mark<'_>, place: Range<usize>) -> io::Result<()> {
        let (frame, style) = (self.look.frame, mark.style);
        let marks: String = iter::repeat_n(mark.with, place.len()).collect();
        let text = visible(mark.text);
        let space = if text.is_empty() { "" } else { " " };
        let (gutter, indent) = (self.gutter, place.start);
        writeln!(
            self.out,
            "{:gutter$} {frame}|{frame:#} {:indent$}{style}{marks}{space}{text}{style:#}",
            "", ""
        )
    }
}

fn ellipsis(is_cut: bool) -> &'static str {
    if is_cut { "…" } else { "" }
}

/// Breaks a sentence at its spaces: the first line starts at column `from`, others at `indent`.
fn wrap(text: &str, width: Option<usize>, from: usize, indent: usize) -> String {
    let Some(width) = width else { return text.to_owned() };
    let mut wrapped = String::with_capacity(text.len());
    let mut column = from;
    for (n, word) in text.split(' ').enumerate() {
        let len = word.width();
        if n > 0 && column + 1 + len > width {
            wrapped.push('\n');
            wrapped.extend(iter::repeat_n(' ', indent));
            column = indent;
        } else if n > 0 {
            wrapped.push(' ');
            column += 1;
        }
        wrapped.push_str(word);
        column += len;
    }
    wrapped
}

/// The last line: what was looked at and what came of it.
pub(super) fn summary(totals: &Totals, look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let rules = count(totals.rules, "rule");
    let found = [
        (totals.errors, "error", look.error),
        (totals.warnings, "warning", look.warning),
        (totals.infos, "remark", look.info),
    ];
    let found: Vec<String> = found
        .into_iter()
        .filter(|it| it.0 > 0)
        .map(|(n, noun, style)| format!("{style}{}{style:#}", count(n, noun)))
        .collect();
    if found.is_empty() {
        let good = look.good;
        return writeln!(
            out,
            "{good}No problems{good:#} in {rules} of {}",
            count(totals.files, "list")
        );
    }
    let lists = match totals.files {
        1 => "1 list".to_owned(),
        n => format!("{} of {}", totals.files_with_findings, count(n, "list")),
    };
    write!(out, "{} in {lists}, {rules}", join(&found))?;
    match totals.fixable {
        0 => writeln!(out),
        n => writeln!(out, "; --fix mends {n}"),
    }
}

fn join(parts: &[String]) -> String {
    match parts {
        [a, b, c] => format!("{a}, {b} and {c}"),
        _ => parts.join(" and "),
    }
}

fn count(n: usize, noun: &str) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() + noun.len() + 4);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text.push(' ');
    text.push_str(noun);
    text.push_str(if n == 1 { "" } else { "s" });
    text
}
