//! The pieces of a text, and where they are.

use std::{ops::Range, sync::Arc};

use super::Hunk;
use crate::{
    Config, Prelude,
    diagnostic::Diagnostic,
    finish::sort,
    joined::{JoinedRules, may_join},
    lint_piece, preprocess,
    suppress::{self, Comment},
    unread_include::unread_include,
};
use bloqr_syntax::source::{Line, line_ends, lines};

/// How long pieces are, in bytes. To check one again takes about a millisecond.
pub(super) const BYTES: usize = 1 << 13;

/// How many lines a piece has at most, unless they belong together.
const LINES: u32 = 1 << 10;

/// A piece of whole lines, and what was found in it.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) raw: Raw,
    /// `None` when there were too many findings before it.
    pub(super) checked: Option<Checked>,
}

/// What is known of a piece before it is checked.
#[derive(Debug, Clone)]
pub(super) struct Raw {
    pub(super) bytes: usize,
    /// How many lines end in it.
    pub(super) lines: u32,
    pub(super) has_directives: bool,
    pub(super) marks: Vec<Mark>,
}

/// A line that says something about other lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// Its line in the piece.
    pub(super) line: u32,
    pub(super) text: String,
    /// Whether it changes how other lines are checked. Otherwise it only hides findings.
    pub(super) is_for_checks: bool,
}

/// What was found in a piece. Line numbers count as in the text at that time.
#[derive(Debug)]
pub(super) struct Checked {
    /// The line where the piece started.
    pub(super) first: u32,
    /// Sorted as in a report.
    pub(super) findings: Vec<Diagnostic>,
    /// The lines of rules with an error.
    pub(super) invalid: Vec<u32>,
    pub(super) comments: Vec<(u32, Comment)>,
    pub(super) bound: Vec<u32>,
    pub(super) taken_back: Vec<String>,
    pub(super) room: crate::facts::Room,
}

impl Raw {
    fn read(text: &str, base: &Config) -> Raw {
        let mut marks: Vec<Mark> = Vec::new();
        let mut add = |(line, text): (u32, &str), is_for_checks| {
            marks.push(Mark { line, text: text.to_owned(), is_for_checks });
        };
        preprocess::marked(text).for_each(|it| add(it, true));
        suppress::marked(text, base).for_each(|it| add(it, true));
        preprocess::unvalidating(text).for_each(|it| add(it, false));
        marks.sort_by_key(|it| (it.line, !it.is_for_checks));
        marks.dedup_by_key(|it| it.line);
        let lines = line_ends(text.as_bytes()) as u32;
        let has_directives = preprocess::has_directives(text);
        Raw { bytes: text.len(), lines, has_directives, marks }
    }

    /// Checks the lines of the piece. `prelude` is that of the text, without its joined rules.
    pub(super) fn check(
        self,
        text: &str,
        first: u32,
        prelude: &mut Prelude<'_>,
        config: &Config,
    ) -> Arc<Piece> {
        prelude.joined = JoinedRules::scan_piece(text, first);
        let mut result = lint_piece(text, first, prelude, config);
        let mut findings = std::mem::take(&mut result.diagnostics);
        findings.extend(result.includes.iter().filter_map(|it| unread_include(it, config)));
        sort(&mut findings);
        findings.shrink_to_fit();
        let comment = |it: &crate::Remark| suppress::read(it).map(|comment| (it.line, comment));
        let checked = Checked {
            first,
            findings,
            comments: result.remarks.iter().filter_map(comment).collect(),
            room: result.facts.room(),
            invalid: result.invalid,
            bound: result.bound,
            taken_back: result.taken_back,
        };
        Arc::new(Piece { raw: self, checked: Some(checked) })
    }
}

/// Divides whole lines into pieces.
pub(super) fn split(text: &str, base: &Config, bytes: usize, pieces: &mut Vec<Raw>) {
    let (mut start, mut at, mut count) = (0, 0, 0);
    for line in lines(text) {
        at += line.bytes() as usize;
        count += 1;
        let is_long = at - start >= bytes || count >= LINES;
        if is_long && at < text.len() && !may_join(&text[start..at], &text[at..]) {
            pieces.push(Raw::read(&text[start..at], base));
            (start, count) = (at, 0);
        }
    }
    if start < text.len() || start == 0 {
        pieces.push(Raw::read(&text[start..], base));
    }
}

/// Pieces that an edit touches.
pub(super) struct Run {
    /// Their numbers.
    pub(super) pieces: Range<usize>,
    /// Where their text is in the new text, in bytes.
    pub(super) new: Range<usize>,
}

/// The pieces that an edit touches. Around each run, the pieces stay as they are.
pub(super) fn runs(
    old_len: usize,
    new: &str,
    hunks: &[Hunk<'_>],
    index: &Index,
    bytes: usize,
) -> Vec<Run> {
    let count = index.starts.len();
    let mut runs: Vec<Run> = Vec::new();
    // The end of the last hunk at or before a byte of the old text, in both texts.
    let moved = |byte: usize| {
        let n = hunks.partition_point(|it| it.end() <= byte);
        let (old_end, new_end) =
            n.checked_sub(1).map_or((0, 0), |n| (hunks[n].end(), hunks[n].new.end));
        new_end + (byte - old_end)
    };
    let place = |pieces: Range<usize>| {
        let (start, end) = (index.byte(pieces.start), index.byte_or(pieces.end, old_len));
        // The start of a run is before its first hunk, or that is at the start of the text.
        let start = if start == 0 { 0 } else { moved(start) };
        let end = if pieces.end == count { new.len() } else { moved(end) };
        Run { pieces, new: start..end }
    };
    // The line above can end in another way, and the line below can begin in another way.
    let pieces_of = |it: &Hunk<'_>| {
        let first = index.piece_at(it.at.saturating_sub(1));
        let last = index.piece_at(it.end().min(old_len.saturating_sub(1)));
        first..last + 1
    };
    let mut rest = hunks.iter().peekable();
    while let Some(first) = rest.next() {
        let mut pieces = pieces_of(first);
        let run = loop {
            // Runs that touch each other are one.
            while let Some(before) = runs.pop_if(|it| it.pieces.end >= pieces.start) {
                pieces = before.pieces.start..pieces.end.max(before.pieces.end);
            }
            while let Some(next) = rest.next_if(|it| pieces_of(it).start <= pieces.end) {
                pieces.end = pieces.end.max(pieces_of(next).end);
            }
            let run = place(pieces.clone());
            let Range { start, end } = run.new;
            if pieces.start > 0 && may_join(&new[..start], &new[start..]) {
                pieces.start -= 1;
            }
            let is_short = end - start < bytes / 4;
            if pieces.end < count && (is_short || may_join(&new[..end], &new[end..])) {
                pieces.end += 1;
            }
            if pieces == run.pieces {
                break run;
            }
        };
        runs.push(run);
    }
    runs
}

/// Where the pieces of a text start: finds lines by their number, and numbers by their place.
#[derive(Debug, Clone, Default)]
pub struct Index {
    /// The first line of each piece, and its first byte.
    starts: Vec<(u32, u32)>,
    lines: u32,
}

impl Index {
    pub(super) fn new<'p>(pieces: impl Iterator<Item = &'p Raw>) -> Index {
        let (mut line, mut byte) = (0, 0);
        let starts = pieces.map(|it| {
            let start = (line, byte);
            line += it.lines;
            // A text of a draft has less than 4 GiB.
            byte += it.bytes as u32;
            start
        });
        let starts = starts.collect();
        Index { starts, lines: line + 1 }
    }

    /// How many lines the text has.
    pub fn count(&self) -> u32 {
        self.lines
    }

    /// The line with this number, from 0, and its start in the text. A number after the last line gives
    /// an empty line at the end.
    pub fn line<'t>(&self, text: &'t str, number: u32) -> (usize, Line<'t>) {
        let none = (text.len(), Line { text: "", newline: None });
        if number >= self.lines {
            return none;
        }
        let (line, mut at) = self.start_of(number);
        for (it, found) in (line..).zip(lines(&text[at..])) {
            if it == number {
                return (at, found);
            }
            at += found.bytes() as usize;
        }
        none
    }

    /// The first line of the piece with a byte, and the start of that piece.
    pub(super) fn start_before(&self, byte: usize) -> (u32, usize) {
        let (line, start) = self.starts[self.piece_at(byte)];
        (line, start as usize)
    }

    /// The first line of the piece with a line, and the start of that piece.
    pub(super) fn start_of(&self, line: u32) -> (u32, usize) {
        self.starts.get(self.piece_of(line)).map_or((0, 0), |it| (it.0, it.1 as usize))
    }

    pub(super) fn first_line(&self, piece: usize) -> u32 {
        self.starts.get(piece).map_or(self.lines, |it| it.0)
    }

    pub(super) fn byte(&self, piece: usize) -> usize {
        self.byte_or(piece, 0)
    }

    fn byte_or(&self, piece: usize, end: usize) -> usize {
        self.starts.get(piece).map_or(end, |it| it.1 as usize)
    }

    fn piece_at(&self, byte: usize) -> usize {
        self.starts.partition_point(|it| it.1 as usize <= byte).saturating_sub(1)
    }

    pub(super) fn piece_of(&self, line: u32) -> usize {
        self.starts.partition_point(|it| it.0 <= line).saturating_sub(1)
    }
}
