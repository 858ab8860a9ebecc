//! Shows a change to a file as a diff for `patch`.

use std::{
    io::{self, Write},
    iter,
};

use similar::TextDiff;

use super::ui::Styles;
use crate::report::{visible, visible_lines};

/// The changed lines with context, and the names of the file before and after.
pub(super) struct Diff {
    text: String,
}

impl Diff {
    pub(super) fn new(names: (&str, &str), old: &str, new: &str) -> Diff {
        let (a, b) = (visible(names.0), visible(names.1));
        let text = TextDiff::from_lines(old, new).unified_diff().header(&a, &b).to_string();
        Diff { text }
    }

    /// A diff that somebody else made.
    pub(super) fn of_text(text: String) -> Diff {
        Diff { text }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Writes the exact bytes, for a file that `patch` reads.
    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(self.text.as_bytes())
    }

    /// Writes for a terminal: invisible characters are made visible. Lines keep their line endings,
    /// so that the diff of a CRLF file has CRLF too.
    pub(super) fn print(&self, styles: Styles, out: &mut dyn Write) -> io::Result<()> {
        for line in self.text.split_inclusive('\n').flat_map(at_returns) {
            let style = match line.as_bytes() {
                [b'+', b'+', b'+', ..] | [b'-', b'-', b'-', ..] => styles.bold,
                [b'+', ..] => styles.good,
                [b'-', ..] => styles.error,
                [b'@', ..] => styles.name,
                _ => styles.dim,
            };
            let end = ["\r\n", "\n"].into_iter().find(|it| line.ends_with(it)).unwrap_or_default();
            let shown = visible_lines(&line[..line.len() - end.len()]);
            // A lone carriage return ends a line of a list, but not of a terminal.
            let end = if line.ends_with('\r') { "\n" } else { end };
            write!(out, "{style}{shown}{style:#}{end}")?;
        }
        Ok(())
    }
}

/// Splits a line after each lone carriage return.
fn at_returns(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = line;
    iter::from_fn(move || {
        let end =
            rest.match_indices('\r').map(|it| it.0 + 1).find(|it| !rest[*it..].starts_with('\n'));
        let (part, behind) = rest.split_at(end.unwrap_or(rest.len()));
        rest = behind;
        Some(part).filter(|it| !it.is_empty())
    })
}
