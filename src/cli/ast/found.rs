//! Counts and errors that were found while a list was read.

use crate::{
    cli::{
        Ui,
        pieces::{BadByte, Piece},
    },
    syntax::Rule,
    wire::parse::Summary,
};

#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) summary: Summary,
    pub(super) lines: u64,
    /// The first invalid rules, at most [`Found::SHOWN`].
    pub(super) invalid: Vec<Invalid>,
    /// Its line, from 1.
    bad_byte: Option<(u64, BadByte)>,
    /// Whether the command stopped at an invalid rule, as the user asked.
    pub(super) is_stopped: bool,
}

/// A rule that cannot be read.
#[derive(Debug)]
pub(super) struct Invalid {
    /// From 1.
    pub(super) line: u64,
    /// In characters, from 1.
    pub(super) column: usize,
    pub(super) message: String,
}

impl Found {
    const SHOWN: usize = 20;

    /// Only a number of lines; nothing else is known about them.
    pub(super) fn of_lines(lines: u64) -> Found {
        Found { lines, ..Found::default() }
    }

    /// Adds `rule`, which was read from `text`, a part of `line`.
    #[inline]
    pub(super) fn add_rule(&mut self, rule: &Rule<'_>, line: &str, text: &str) {
        self.summary.add(rule);
        if let Rule::Invalid(error) = rule
            && self.invalid.len() < Found::SHOWN
        {
            let trimmed = line.find(text).unwrap_or(0);
            let start = trimmed + error.span_in(text).start as usize;
            let column = line[..start].chars().count() + 1;
            self.add_invalid(Invalid {
                line: self.lines + 1,
                column,
                message: error.message.to_string(),
            });
        }
    }

    pub(super) fn add_invalid(&mut self, invalid: Invalid) {
        if self.invalid.len() < Found::SHOWN {
            self.invalid.push(invalid);
        }
    }

    /// Adds the results of the next piece.
    pub(super) fn add(&mut self, piece: &Piece, mut next: Found) {
        for invalid in &mut next.invalid {
            invalid.line += self.lines;
        }
        if let Some(bad_byte) = piece.bad_byte {
            self.bad_byte = Some((self.lines + bad_byte.line + 1, bad_byte));
        }
        self.merge(next);
    }

    pub(super) fn merge(&mut self, other: Found) {
        self.summary.merge(&other.summary);
        self.lines += other.lines;
        self.invalid.extend(other.invalid);
        self.invalid.truncate(Found::SHOWN);
        self.bad_byte = self.bad_byte.or(other.bad_byte);
        self.is_stopped |= other.is_stopped;
    }

    pub(super) fn is_clean(&self) -> bool {
        self.summary.invalid() == 0 && self.bad_byte.is_none()
    }

    /// Prints to stderr what the results do not show.
    pub(super) fn warn(&self, name: &str, ui: &mut Ui) {
        if let Some((line, bad_byte)) = self.bad_byte {
            let BadByte { byte, offset, .. } = bad_byte;
            ui.warning(&format!(
                "{name}:{line}: byte 0x{byte:02x} at offset {offset} is not UTF-8; \
                 every such byte is read as U+FFFD"
            ));
        }
        if let (true, Some(invalid)) = (self.is_stopped, self.invalid.first()) {
            let Invalid { line, column, message } = invalid;
            ui.warning(&format!("{name}:{line}:{column}: stopped at an invalid rule: {message}"));
        }
    }
}
