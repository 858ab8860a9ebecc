//! Workflow commands, which GitHub shows at the line they are about.
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>

use std::{
    borrow::Cow,
    io::{self, Write},
};

use super::{
    Checked, Other, Theme, Totals, View,
    cap::Cap,
    cells::push,
    format::{Definition, FormatWriter, Readers},
    grouped, text,
};
use bloqr_lint::diagnostic::Severity;
use bloqr_syntax::invisible::is_invisible;

pub(super) const DEFINITION: Definition = Definition {
    name: "github",
    about: "annotations; the default inside GitHub Actions",
    readers: Readers::People,
    has_notes: true,
    shows_few: true,
    writer: |view| Box::new(Github(view)),
};

struct Github(View);

impl FormatWriter for Github {
    fn list(&mut self, checked: &Checked<'_>, out: &mut dyn Write) -> io::Result<()> {
        let mut places = checked.places();
        let file = property(checked.name).into_owned();
        let mut cap = Cap::new(self.0.most);
        for it in checked.findings().filter(|it| cap.shows(it)) {
            let (line, span) = (it.place.line, it.place.span);
            let (column, end) = (places.column(line, span.start), places.column(line, span.end));
            let command = command(it.severity);
            let title = property(it.rule);
            write!(out, "::{command} file={file},line={},col={column}", line + 1)?;
            write!(out, ",endColumn={end},title={title}::{}", data(&it.message))?;
            if let Some(help) = &it.help {
                write!(out, "%0Ahelp: {}", data(help))?;
            }
            writeln!(out)?;
        }
        for it in cap.rest(&checked.report.more) {
            let (command, title) = (command(it.severity), property(it.rule));
            let count = grouped(it.count as u64);
            write!(out, "::{command} file={file},title={title}::")?;
            writeln!(out, "{count} more in this file; --all shows them")?;
        }
        for it in checked.not_run {
            writeln!(out, "::notice file={file},title=not run::{}", data(it.says))?;
        }
        Ok(())
    }

    fn other(&mut self, other: Other, out: &mut dyn Write) -> io::Result<()> {
        let file = property(&other.name).into_owned();
        writeln!(out, "::notice file={file},title=not a filter list::{}", data(&other.to_string()))
    }
}

fn command(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    }
}

/// Markdown for `$GITHUB_STEP_SUMMARY`: the totals of all lists, then a table of rules with their
/// worst severity and number of findings.
pub fn step_summary(
    totals: &Totals,
    rules: &[(&str, Severity, usize)],
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "### bloqr validate\n")?;
    text::summary(totals, &Theme::default(), out)?;
    if !rules.is_empty() {
        writeln!(out, "\n| rule | severity | findings |\n| --- | --- | ---: |")?;
    }
    for (rule, severity, count) in rules {
        writeln!(
            out,
            "| {rule} | {severity} | {} |",
            grouped(*count as u64),
            severity = severity.as_str()
        )?;
    }
    writeln!(out)
}

/// An annotation without a line: `level` is `error`, `warning` or `notice`.
pub fn annotation(out: &mut dyn Write, level: &str, title: &str, message: &str) -> io::Result<()> {
    writeln!(out, "::{level} title={}::{}", property(title), data(message))
}

/// Escapes a message. A command ends at the end of its line, so line ends must be escaped.
fn data(text: &str) -> Cow<'_, str> {
    escape(text, &['%', '\r', '\n'])
}

/// Escapes a property. It also ends at a comma, and the last one at a colon.
fn property(text: &str) -> Cow<'_, str> {
    escape(text, &['%', '\r', '\n', ':', ','])
}

fn escape<'a>(text: &'a str, special: &[char]) -> Cow<'a, str> {
    if !text.contains(|c: char| special.contains(&c) || c.is_control() || is_invisible(c)) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if special.contains(&c) {
            escaped.push_str(&format!("%{:02X}", c as u32))
        } else {
            // The log shows the line too, before GitHub makes an annotation from it.
            _ = push(&mut escaped, c, 0)
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::{data, property};

    #[test]
    fn what_ends_a_command_is_escaped() {
        assert_eq!(data("50% of a:b,\r\nc"), "50%25 of a:b,%0D%0Ac");
        assert_eq!(property("a:b,c%"), "a%3Ab%2Cc%25");
        assert_eq!(data("\x1b[2J\u{9b}\u{202e}"), "␛[2J<U+009B><U+202E>");
    }
}
