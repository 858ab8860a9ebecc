//! For people: the message, the line with its marks, and what to do.
//!
//! A list can have a very large number of findings, so speed matters: everything is appended to one
//! string, without a formatter.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use anstyle::Style;
use smallvec::SmallVec;
use unicode_width::UnicodeWidthStr;

use super::{
    Checked, NotRun, Other, Totals, View,
    cap::{Cap, Counted},
    cells::{DisplayLine, Window, visible},
    count::{count, grouped},
    format::{Definition, FormatWriter, Readers},
};
use bloqr_lint::{
    diagnostic::{Diagnostic, Place, Severity},
    docs,
};
use bloqr_syntax::source::Places;

/// Colours and width. Without colours, every style is empty.
#[derive(Debug, Clone, Copy, Default)]
pub struct Theme {
    /// The width of the terminal in columns. Without it, sentences are not wrapped, and lines are cut
    /// at 120 columns.
    pub width: Option<usize>,
    /// Of errors.
    pub error: Style,
    /// Of warnings.
    pub warning: Style,
    /// Of infos.
    pub info: Style,
    /// Of good news, and of text that a fix adds.
    pub good: Style,
    /// Of labels, which explain a finding.
    pub label: Style,
    /// Of line numbers and rulers.
    pub frame: Style,
    /// Of emphasized text.
    pub bold: Style,
    /// Whether names of rules link to their pages (OSC 8).
    pub links: bool,
}

/// The width of a line in the log of a build.
const WIDE: usize = 120;

/// A terminal is not treated as narrower than this.
const NARROW: usize = 30;

impl Theme {
    /// The style of a finding of that severity.
    pub fn severity(&self, severity: Severity) -> Style {
        match severity {
            Severity::Error => self.error,
            Severity::Warning => self.warning,
            Severity::Info => self.info,
        }
    }
}

pub(super) const DEFINITION: Definition = Definition {
    name: "text",
    about: "for people: the line, what is wrong with it, and what to do",
    readers: Readers::People,
    has_notes: true,
    shows_few: true,
    writer: |view| Box::new(Text { view, not_run: Vec::new() }),
};

struct Text {
    view: View,
    /// What was not checked, with the name of the list.
    not_run: Vec<(String, NotRun)>,
}

impl FormatWriter for Text {
    fn list(&mut self, checked: &Checked<'_>, out: &mut dyn Write) -> io::Result<()> {
        const FULL: usize = 1 << 15;
        self.not_run.extend(checked.not_run.iter().map(|it| (checked.name.to_owned(), *it)));
        let View { theme, most } = &self.view;
        let mut places = checked.places();
        let mut page = Page {
            inks: AnsiPairs::new(theme),
            width: theme.width,
            links: theme.links,
            gutter: 0,
            text: String::new(),
        };
        let mut cap = Cap::new(*most);
        for it in checked.findings().filter(|it| cap.shows(it)) {
            page.finding(it, checked.name, &mut places);
            page.text.push('\n');
            if page.text.len() > FULL {
                out.write_all(page.text.as_bytes())?;
                page.text.clear();
            }
        }
        for it in cap.rest(&checked.report.more) {
            page.rest(&it, checked.name);
        }
        out.write_all(page.text.as_bytes())
    }

    fn other(&mut self, other: Other, out: &mut dyn Write) -> io::Result<()> {
        let style = self.view.theme.info;
        writeln!(out, "{style}not checked{style:#}: {other}")
    }

    fn end(&mut self, totals: &Totals, with_summary: bool, out: &mut dyn Write) -> io::Result<()> {
        if with_summary {
            summary(totals, &self.view.theme, out)?;
            not_run(&self.not_run, &self.view.theme, out)?;
        }
        Ok(())
    }
}

/// A style as the escape sequences that switch it on and off.
struct AnsiPair {
    on: String,
    off: String,
}

impl AnsiPair {
    fn new(style: Style) -> AnsiPair {
        AnsiPair { on: style.render().to_string(), off: style.render_reset().to_string() }
    }
}

struct AnsiPairs {
    /// By severity.
    severities: [AnsiPair; 3],
    label: AnsiPair,
    frame: AnsiPair,
    bold: AnsiPair,
}

impl AnsiPairs {
    fn new(look: &Theme) -> AnsiPairs {
        AnsiPairs {
            severities: Severity::ALL.map(|it| AnsiPair::new(look.severity(it))),
            label: AnsiPair::new(look.label),
            frame: AnsiPair::new(look.frame),
            bold: AnsiPair::new(look.bold),
        }
    }

    fn of(&self, mark: &Mark<'_>) -> &AnsiPair {
        mark.severity.map_or(&self.label, |it| &self.severities[it as usize])
    }
}

/// A buffer of the output; it is written when it is full.
struct Page {
    inks: AnsiPairs,
    width: Option<usize>,
    links: bool,
    /// The number of digits of the line numbers of this finding.
    gutter: usize,
    text: String,
}

/// A place to mark, and the text beside the mark.
struct Mark<'a> {
    /// The other list that contains the place; `None` for the list of the finding.
    list: Option<&'a str>,
    place: Place,
    /// The severity of the finding; `None` for a label.
    severity: Option<Severity>,
    text: &'a str,
}

/// The finding's place and its labels: list by list, its own first, in the order of the text.
fn marks(it: &Diagnostic) -> SmallVec<[Mark<'_>; 4]> {
    let severity = Some(it.severity);
    let mut marks: SmallVec<[Mark<'_>; 4]> = SmallVec::new();
    marks.push(Mark { list: None, place: it.place, severity, text: "" });
    marks.extend(it.labels.iter().map(|label| Mark {
        list: label.list.as_deref(),
        place: label.place,
        severity: None,
        text: &label.message,
    }));
    // Stable, so that the finding stays before the labels of its line.
    marks.sort_by_key(|it| (it.list, it.place.line));
    marks
}

impl Page {
    fn finding(&mut self, it: &Diagnostic, name: &str, places: &mut Places<'_>) {
        let marks = marks(it);
        let last = marks.iter().map(|it| it.place.line).max().unwrap_or(it.place.line) + 1;
        self.gutter = last.ilog10() as usize + 1;

        let severity = it.severity.as_str();
        self.on(|inks| &inks.severities[it.severity as usize]);
        self.text.push_str(severity);
        self.text.push('[');
        if self.links {
            let (url, rule) = (docs::url(it.rule), it.rule);
            self.text.push_str(&format!("\x1b]8;;{url}\x1b\\{rule}\x1b]8;;\x1b\\"));
        } else {
            self.text.push_str(it.rule);
        }
        self.text.push(']');
        self.off(|inks| &inks.severities[it.severity as usize]);
        self.on(|inks| &inks.bold);
        self.text.push_str(": ");
        self.sentence(&it.message, severity.len() + it.rule.len() + 4, 4);
        self.off(|inks| &inks.bold);
        self.text.push('\n');

        for (n, marks) in marks.chunk_by(|a, b| a.list == b.list).enumerate() {
            let (first, places) = (&marks[0], places.of(marks[0].list));
            // A finding points at itself, wherever its labels are.
            let place = if first.list.is_none() { it.place } else { first.place };
            if n > 0 {
                self.bar();
            }
            let arrow = if n == 0 { "-->" } else { ":::" };
            self.heading(arrow, first.list.unwrap_or(name), place, places);
            self.bar();
            self.lines(marks, places);
        }
        self.notes(it);
    }

    /// `warning[duplicate-rule]: 738 more in list.txt; --all shows them`
    fn rest(&mut self, it: &Counted, name: &str) {
        let severity = it.severity as usize;
        self.put(&format!("{}[{}]", it.severity.as_str(), it.rule), |inks| {
            &inks.severities[severity]
        });
        let count = grouped(it.count as u64);
        self.text.push_str(&format!(": {count} more in {}; --all shows them\n\n", visible(name)));
    }

    fn notes(&mut self, it: &Diagnostic) {
        let fix = it.fix.as_ref();
        // Propose a fix that is not safe only when there is no help.
        let proposal = fix.filter(|fix| !fix.safe && it.help.is_none());
        // Lists are fixed one by one, so nothing that another list has is removed.
        let is_applied = it.labels.iter().all(|it| it.list.is_none());
        let flag = if is_applied { " (--unsafe-fixes)" } else { "" };
        let proposal = proposal.map(|fix| Cow::from(format!("{}{flag}", fix.title)));
        let help = it.help.as_ref().or(proposal.as_ref());
        let fix = fix.filter(|it| it.safe).map(|it| Cow::from(it.title.to_string() + " (--fix)"));
        if help.is_some() || fix.is_some() {
            self.bar();
        }
        for (kind, text) in [("help", help), ("fix", fix.as_ref())] {
            let Some(text) = text else { continue };
            let indent = self.gutter + kind.len() + 5;
            self.spaces(self.gutter + 1);
            self.put("=", |inks| &inks.frame);
            self.text.push(' ');
            self.put(kind, |inks| &inks.bold);
            self.text.push_str(": ");
            self.sentence(text, indent, indent);
            self.text.push('\n');
        }
    }

    /// `  --> list.txt:3:1`
    fn heading(&mut self, arrow: &str, name: &str, place: Place, places: &mut Places<'_>) {
        self.spaces(self.gutter);
        self.put(arrow, |inks| &inks.frame);
        self.text.push(' ');
        self.text.push_str(&visible(name));
        self.text.push(':');
        self.number(place.line as usize + 1);
        self.text.push(':');
        self.number(places.column(place.line, place.span.start));
        self.text.push('\n');
    }

    /// The frame beside an empty line.
    fn bar(&mut self) {
        self.spaces(self.gutter + 1);
        self.put("|", |inks| &inks.frame);
        self.text.push('\n');
    }

    fn lines(&mut self, marks: &[Mark<'_>], places: &mut Places<'_>) {
        let mut before = None;
        for marks in marks.chunk_by(|a, b| a.place.line == b.place.line) {
            let line = marks[0].place.line;
            if before.is_some_and(|before| before + 1 < line) {
                self.put("...", |inks| &inks.frame);
                self.text.push('\n');
            }
            before = Some(line);
            self.line(places.line(line), marks);
        }
    }

    /// One line with its marks. It is printed again for marks that are outside of the cut.
    fn line(&mut self, line: &str, marks: &[Mark<'_>]) {
        let width = self.width.unwrap_or(WIDE).max(NARROW) - self.gutter - 4;
        let mut rest: SmallVec<[&Mark<'_>; 4]> = marks.iter().collect();
        while let Some(first) = rest.first() {
            let cells = DisplayLine::around(line, first.place.span.start as usize);
            let columns = |it: &Mark<'_>| {
                cells.columns(it.place.span.start as usize, it.place.span.end as usize)
            };
            let window = Window::new(&cells, &columns(first), width);
            let number = first.place.line as usize + 1;
            self.on(|inks| &inks.frame);
            self.spaces(self.gutter - (number.ilog10() as usize + 1));
            self.number(number);
            self.text.push_str(" |");
            self.off(|inks| &inks.frame);
            self.text.push(' ');
            if window.cut_before {
                self.put("…", |inks| &inks.frame);
            }
            self.text.push_str(window.text.trim_end());
            if window.cut_behind {
                self.put("…", |inks| &inks.frame);
            }
            self.text.push('\n');
            let mut missing = SmallVec::new();
            for (n, mark) in rest.iter().enumerate() {
                match window.place(&columns(mark)) {
                    Some(place) => self.mark(mark, place.start, place.len(), width),
                    // The window always contains the first mark, so this ends.
                    None if n == 0 => (),
                    None => missing.push(*mark),
                }
            }
            rest = missing;
        }
    }

    /// `    ^^^^ text`; the text is below when it does not fit beside the mark.
    fn mark(&mut self, mark: &Mark<'_>, indent: usize, len: usize, width: usize) {
        let text = visible(mark.text);
        let fits = text.is_empty() || indent + len + 1 + text.width() <= width;
        self.spaces(self.gutter + 1);
        self.put("|", |inks| &inks.frame);
        self.spaces(indent + 1);
        self.on(|inks| inks.of(mark));
        self.fill(if mark.severity.is_some() { MARKS } else { DASHES }, len);
        if fits && !text.is_empty() {
            self.text.push(' ');
            self.text.push_str(&text);
        }
        self.off(|inks| inks.of(mark));
        self.text.push('\n');
        if !fits {
            self.spaces(self.gutter + 1);
            self.put("|", |inks| &inks.frame);
            self.spaces(indent.min(width.saturating_sub(text.width())) + 1);
            self.put(&text, |inks| inks.of(mark));
            self.text.push('\n');
        }
    }

    /// Wraps a text at its spaces to fit the terminal: the first line starts at column `from`, the
    /// others at `indent`.
    fn sentence(&mut self, text: &str, from: usize, indent: usize) {
        let text = visible(text);
        let Some(width) = self.width else { return self.text.push_str(&text) };
        let mut column = from;
        for (n, word) in text.split(' ').enumerate() {
            let len = word.width();
            if n > 0 && column + 1 + len > width {
                self.text.push('\n');
                self.spaces(indent);
                column = indent;
            } else if n > 0 {
                self.text.push(' ');
                column += 1;
            }
            self.text.push_str(word);
            column += len;
        }
    }

    fn number(&mut self, number: usize) {
        self.text.push_str(itoa::Buffer::new().format(number));
    }

    fn spaces(&mut self, n: usize) {
        self.fill(SPACES, n);
    }

    /// Appends `n` characters of a text that repeats one character.
    fn fill(&mut self, with: &str, n: usize) {
        let mut rest = n;
        while rest > 0 {
            let part = rest.min(with.len());
            self.text.push_str(&with[..part]);
            rest -= part;
        }
    }

    fn put(&mut self, text: &str, ink: impl Fn(&AnsiPairs) -> &AnsiPair) {
        self.on(&ink);
        self.text.push_str(text);
        self.off(&ink);
    }

    fn on(&mut self, ink: impl Fn(&AnsiPairs) -> &AnsiPair) {
        self.text.push_str(&ink(&self.inks).on);
    }

    fn off(&mut self, ink: impl Fn(&AnsiPairs) -> &AnsiPair) {
        self.text.push_str(&ink(&self.inks).off);
    }
}

const SPACES: &str = "                                                                ";
const MARKS: &str = "^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^";
const DASHES: &str = "----------------------------------------------------------------";

/// The files that were not checked, if there are any.
fn left_alone(totals: &Totals, out: &mut dyn Write) -> io::Result<()> {
    let parts = [
        (
            totals.other_kinds,
            if totals.other_kinds == 1 { "of another kind" } else { "of other kinds" },
        ),
        (totals.passed_over, "not named like lists"),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|it| it.0 > 0)
        .map(|(n, what)| format!("{} {what}", count(n, "file")))
        .collect();
    if parts.is_empty() { Ok(()) } else { writeln!(out, "Not checked: {}", join(&parts)) }
}

/// The last lines: how much was checked, the number of findings, and what was not checked.
pub(super) fn summary(totals: &Totals, look: &Theme, out: &mut dyn Write) -> io::Result<()> {
    judged(totals, look, out)?;
    left_out(totals, out)?;
    left_alone(totals, out)
}

fn judged(totals: &Totals, look: &Theme, out: &mut dyn Write) -> io::Result<()> {
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
    let more = grouped(totals.unsafely_fixable as u64);
    match (totals.fixable, totals.unsafely_fixable) {
        (0, 0) => writeln!(out),
        (n, 0) => writeln!(out, "; --fix fixes {}", grouped(n as u64)),
        (0, _) => writeln!(out, "; --fix --unsafe-fixes fixes {more}"),
        (n, _) => writeln!(out, "; --fix fixes {}, --unsafe-fixes {more} more", grouped(n as u64)),
    }
}

/// The findings that are not listed, if there are any.
fn left_out(totals: &Totals, out: &mut dyn Write) -> io::Result<()> {
    if totals.unlisted > 0 {
        writeln!(out, "Not listed: {}", count(totals.unlisted, "problem"))?;
    }
    if totals.known > 0 {
        writeln!(out, "In the baseline: {}", count(totals.known, "problem"))?;
    }
    Ok(())
}

/// The checks that did not run, one line for each: `not run for list.txt: included lists, …`
fn not_run(not_run: &[(String, NotRun)], look: &Theme, out: &mut dyn Write) -> io::Result<()> {
    let mut printed: Vec<NotRun> = Vec::new();
    for (name, it) in not_run {
        if printed.contains(it) {
            continue;
        }
        printed.push(*it);
        let lists = not_run.iter().filter(|(_, other)| other == it).count();
        let lists = if lists == 1 { visible(name).into_owned() } else { count(lists, "list") };
        let style = look.warning;
        writeln!(out, "{style}not run{style:#} for {lists}: {}", it.says)?;
    }
    Ok(())
}

fn join(parts: &[String]) -> String {
    match parts {
        [a, b, c] => format!("{a}, {b} and {c}"),
        _ => parts.join(" and "),
    }
}
