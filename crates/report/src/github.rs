//! Workflow commands, which GitHub shows at the line they are about.
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>

use std::{
    borrow::Cow,
    io::{self, Write},
};

use super::{Checked, Other, cells::push};
use bloqr_lint::diagnostic::Severity;
use bloqr_syntax::invisible::is_invisible;

pub(super) fn file(checked: &Checked<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut places = checked.places();
    let file = property(checked.name).into_owned();
    for it in checked.findings() {
        let (line, span) = (it.place.line, it.place.span);
        let (column, end) = (places.column(line, span.start), places.column(line, span.end));
        let command = match it.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        let title = property(it.rule);
        write!(out, "::{command} file={file},line={},col={column}", line + 1)?;
        write!(out, ",endColumn={end},title={title}::{}", data(&it.message))?;
        if let Some(help) = &it.help {
            write!(out, "%0Ahelp: {}", data(help))?;
        }
        writeln!(out)?;
    }
    for it in checked.not_run {
        writeln!(out, "::notice file={file},title=not run::{}", data(it.says))?;
    }
    Ok(())
}

/// That a file is no list.
pub(super) fn other(other: &Other, out: &mut dyn Write) -> io::Result<()> {
    let file = property(&other.name).into_owned();
    writeln!(out, "::notice file={file},title=not a filter list::{}", data(&other.to_string()))
}

/// An annotation of no line: `level` is `error`, `warning` or `notice`.
pub fn annotation(out: &mut dyn Write, level: &str, title: &str, message: &str) -> io::Result<()> {
    writeln!(out, "::{level} title={}::{}", property(title), data(message))
}

/// A message shows what is in it and ends at the end of the line, so that its own line ends are written otherwise.
fn data(text: &str) -> Cow<'_, str> {
    escape(text, &['%', '\r', '\n'])
}

/// A property ends at a comma too, and the last at a colon.
fn property(text: &str) -> Cow<'_, str> {
    escape(text, &['%', '\r', '\n', ':', ','])
}

fn escape<'a>(text: &'a str, special: &[char]) -> Cow<'a, str> {
    if !text.contains(|c: char| special.contains(&c) || c.is_control() || is_invisible(c)) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match special.contains(&c) {
            true => escaped.push_str(&format!("%{:02X}", c as u32)),
            // The log shows the line before GitHub makes an annotation of it.
            false => _ = push(&mut escaped, c, 0),
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
