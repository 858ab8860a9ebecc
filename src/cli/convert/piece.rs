//! Converts one piece of a list.

use std::collections::BTreeMap;

use crate::{
    cli::pieces::Piece,
    convert::{Conversion, Converter, Refusal},
    source::Newline,
};

/// How to convert lines.
pub(super) struct Work<'c> {
    pub(super) converter: &'c Converter,
    /// Whether a refused rule is kept as a comment.
    pub(super) keep: bool,
}

/// A converted piece.
#[derive(Default)]
pub(super) struct Made {
    pub(super) text: Vec<u8>,
    /// The refused rules, by their line in the piece, from 0.
    pub(super) refused: Vec<(u64, Refusal)>,
    lines: u64,
    changed: u64,
}

impl Work<'_> {
    pub(super) fn convert(&self, piece: &Piece, made: &mut Made) {
        made.text.clear();
        made.refused.clear();
        (made.lines, made.changed) = (0, 0);
        let bytes = piece.text.as_bytes();
        // Unchanged lines are copied together, with their line endings.
        let (mut copied, mut at) = (0, 0);
        for line in piece.lines() {
            // The empty text after the last line ending is not a line.
            if line.text.is_empty() && line.newline.is_none() {
                break;
            }
            let start = at;
            at += line.bytes() as usize;
            let number = made.lines;
            made.lines += 1;
            let mut ending = &bytes[start + line.text.len()..at];
            match self.converter.convert(line.text) {
                Ok(Conversion::Unchanged) => continue,
                Ok(Conversion::Changed(rules)) => {
                    made.text.extend_from_slice(&bytes[copied..start]);
                    made.changed += 1;
                    for (n, rule) in rules.iter().enumerate() {
                        if n > 0 {
                            made.text.extend_from_slice(newline(line.newline));
                        }
                        made.text.extend_from_slice(rule.as_bytes());
                    }
                }
                Err(refusal) => {
                    made.text.extend_from_slice(&bytes[copied..start]);
                    if self.keep {
                        let reason = refusal.reason();
                        let comment = format!("! not converted ({reason}): {}", line.text);
                        made.text.extend_from_slice(comment.as_bytes());
                    } else {
                        ending = &[];
                    }
                    made.refused.push((number, refusal));
                }
            }
            made.text.extend_from_slice(ending);
            copied = at;
        }
        made.text.extend_from_slice(&bytes[copied..at]);
    }
}

/// The line ending between the rules that a line becomes: that of the line.
fn newline(of_line: Option<Newline>) -> &'static [u8] {
    match of_line {
        Some(Newline::Crlf) => b"\r\n",
        Some(Newline::Cr) => b"\r",
        Some(Newline::Lf | Newline::FormFeed) | None => b"\n",
    }
}

/// The result for a whole list.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) lines: u64,
    pub(super) kept: u64,
    pub(super) changed: u64,
    reasons: BTreeMap<&'static str, u64>,
}

impl Counts {
    pub(super) fn add(&mut self, made: &Made) {
        self.lines += made.lines;
        self.changed += made.changed;
        self.kept += made.lines - made.changed - made.refused.len() as u64;
        for (_, refusal) in &made.refused {
            *self.reasons.entry(refusal.reason()).or_default() += 1;
        }
    }

    pub(super) fn refused(&self) -> u64 {
        self.reasons.values().sum()
    }

    /// The reasons, most frequent first.
    pub(super) fn reasons(&self) -> Vec<(&'static str, u64)> {
        let mut reasons: Vec<_> =
            self.reasons.iter().map(|(name, count)| (*name, *count)).collect();
        reasons.sort_by_key(|it| std::cmp::Reverse(it.1));
        reasons
    }
}
