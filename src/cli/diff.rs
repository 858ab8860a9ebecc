//! A change to a file, shown as the diff that `patch` takes.

use std::{
    io::{self, Write},
    iter,
};

use similar::TextDiff;

use super::ui::Styles;
use crate::report::{visible, visible_lines};

/// The lines that change, some around them, and the names of the file before and after.
pub(super) struct Diff {
    text: String,
}

impl Diff {
    pub(super) fn new(names: (&str, &str), old: &str, new: &str) -> Diff {
        let (a, b) = (visible(names.0), visible(names.1));
        let text = TextDiff::from_lines(old, new).unified_diff().header(&a, &b).to_string();
        Diff { text }
    }

    /// To the byte: a file of it is for `patch`.
    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(self.text.as_bytes())
    }

    /// For people: what cannot be seen is made visible. Lines keep their ends, so that the diff of a
    /// CRLF file is one too.
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
            // A carriage return alone ends a line too, but not on a terminal.
            let end = if line.ends_with('\r') { "\n" } else { end };
            write!(out, "{style}{shown}{style:#}{end}")?;
        }
        Ok(())
    }
}

/// A line, cut behind each carriage return that ends one by itself.
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
