//! Which lines an edit touches.

use std::{borrow::Cow, ops::Range};

use super::{Hunk, piece::Index};
use bloqr_syntax::source::{Line, line_ends, lines};

/// Lines of the old text that are no more, and those in their place in the new one. All other lines
/// have the text that they had.
#[derive(Debug)]
pub(super) struct Touched<'h> {
    pub(super) old: Range<u32>,
    pub(super) new: Range<u32>,
    /// Where they were in the old text, in bytes.
    start: usize,
    /// What they said.
    text: Cow<'h, str>,
    /// Where those in their place end, in bytes.
    new_end: usize,
}

impl Touched<'static> {
    /// All lines, of which the old ones are lost.
    pub(super) fn all(count: u32, new: &str) -> Touched<'static> {
        let new_count = line_ends(new.as_bytes()) as u32 + 1;
        let (text, new_end) = (Cow::Borrowed(""), new.len());
        Touched { old: 0..count, new: 0..new_count, start: 0, text, new_end }
    }
}

impl Touched<'_> {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// The text before an edit, of which only what the edit removed is kept.
pub(super) struct Old<'t, 'h> {
    pub(super) new: &'t str,
    pub(super) hunks: &'t [Hunk<'h>],
}

impl Old<'_, '_> {
    /// Whether the hunks make the new text, as far as is known, of an old one of this length.
    pub(super) fn is_of(&self, len: usize) -> bool {
        let (mut old, mut new) = (0, 0);
        let mut is_kept = |to_old: usize, to_new: usize, next: (usize, usize)| {
            let kept = (to_old.checked_sub(old), to_new.checked_sub(new));
            (old, new) = next;
            kept.0.is_some() && kept.0 == kept.1
        };
        self.hunks.iter().all(|it| {
            let is_part = self.new.get(it.new.clone()).is_some();
            is_part && is_kept(it.at, it.new.start, (it.end(), it.new.end))
        }) && is_kept(len, self.new.len(), (0, 0))
    }

    /// Whether the text starts with a byte order mark.
    pub(super) fn has_mark(&self) -> bool {
        (0..).zip("\u{feff}".bytes()).all(|(at, byte)| self.byte(at) == Some(byte))
    }

    fn len(&self) -> usize {
        let last = self.hunks.last();
        last.map_or(self.new.len(), |it| self.new.len() - it.new.end + it.end())
    }

    fn byte(&self, at: usize) -> Option<u8> {
        let n = self.hunks.partition_point(|it| it.at <= at);
        let bytes = self.new.as_bytes();
        match n.checked_sub(1).map(|n| &self.hunks[n]) {
            None => bytes.get(at).copied(),
            Some(it) if at < it.end() => Some(it.removed.as_bytes()[at - it.at]),
            Some(it) => bytes.get(at - it.end() + it.new.end).copied(),
        }
    }

    /// How many bytes behind a hunk, and not behind `limit`, a line starts in both texts.
    fn next_start(&self, hunk: &Hunk<'_>, limit: usize) -> Option<usize> {
        let (old_end, new_end) = (hunk.end(), hunk.new.end);
        let starts_at = |behind: usize| {
            is_start(old_end + behind, |at| self.byte(at))
                && is_start(new_end + behind, |at| self.new.as_bytes().get(at).copied())
        };
        if starts_at(0) {
            return Some(0);
        }
        let rest = &self.new[new_end..new_end + (limit - old_end)];
        let first = lines(rest).next().filter(|it| it.newline.is_some())?;
        // A line feed can follow in the next hunk.
        Some(first.bytes() as usize).filter(|it| starts_at(*it))
    }
}

/// Whether a line starts at a byte.
fn is_start(at: usize, byte: impl Fn(usize) -> Option<u8>) -> bool {
    match at.checked_sub(1).and_then(&byte) {
        None | Some(b'\n' | b'\x0c') => true,
        Some(b'\r') => byte(at) != Some(b'\n'),
        Some(_) => false,
    }
}

/// The lines that hunks touch, in order.
pub(super) fn lines_of<'h>(old: &Old<'_, 'h>, index: &Index) -> Vec<Touched<'h>> {
    let Old { new, hunks } = *old;
    let mut all: Vec<Touched<'h>> = Vec::new();
    let mut rest = hunks;
    while let Some(first) = rest.first() {
        let before = all.last();
        // Where the lines before end: in both texts, and in the numbers of the old lines.
        let (old_from, new_from, from) =
            before.map_or((0, 0, 0), |it| (it.end(), it.new_end, it.old.end));
        // The line ending above can be cut in two.
        let above = &new[new_from..first.new.start];
        let above = above.strip_suffix('\r').unwrap_or(above);
        let new_start = new_from + above.rfind(['\n', '\r', '\x0c']).map_or(0, |it| it + 1);
        let start = first.at - (first.new.start - new_start);
        let ends = |part: Range<usize>| line_ends(&new.as_bytes()[part]) as u32;
        // Lines are counted from the start of the piece, or from there.
        let (line, byte) = index.start_before(start);
        let old_from = match byte.checked_sub(old_from) {
            Some(skipped) => line + ends(new_from + skipped..new_start),
            None => from + ends(new_from..new_start),
        };
        let shifted = |it: &Touched<'_>| old_from - it.old.end + it.new.end;
        let new_line = before.map_or(old_from, shifted);
        let mut count = 1;
        let behind = loop {
            let limit = rest.get(count).map_or(old.len(), |it| it.at);
            match old.next_start(&rest[count - 1], limit) {
                Some(behind) => break Some(behind),
                None if count == rest.len() => break None,
                None => count += 1,
            }
        };
        let (group, others) = rest.split_at(count);
        rest = others;
        let last = &group[count - 1];
        let new_end = behind.map_or(new.len(), |it| last.new.end + it);
        let is_whole = new_start == first.new.start && new_end == last.new.end;
        let text = if count == 1 && is_whole {
            Cow::Borrowed(first.removed)
        } else {
            let mut text = String::new();
            let mut at = new_start;
            for it in group {
                text.push_str(&new[at..it.new.start]);
                text.push_str(it.removed);
                at = it.new.end;
            }
            text.push_str(&new[at..new_end]);
            Cow::Owned(text)
        };
        let new_to = new_line + ends(new_start..new_end);
        let (old_to, new_to) = match behind {
            Some(_) => (old_from + line_ends(text.as_bytes()) as u32, new_to),
            None => (index.count(), new_to + 1),
        };
        all.push(Touched { old: old_from..old_to, new: new_line..new_to, start, text, new_end });
    }
    all
}

/// The lines of the text before an edit: what the edit removed is kept, and the others are in the new
/// text.
#[derive(Debug, Default)]
pub struct Before<'h> {
    /// Finds them in the old text. Empty when no line is touched.
    pub(super) index: Index,
    pub(super) touched: Vec<Touched<'h>>,
}

impl<'h> Before<'h> {
    /// The line with this number, from 0, and its start in the text before, in bytes: as
    /// [`Index::line`] finds it in the text now.
    pub fn line<'t>(&'t self, text: &'t str, index: &Index, number: u32) -> (usize, Line<'t>) {
        let n = self.touched.partition_point(|it| it.old.start <= number);
        let Some(it) = n.checked_sub(1).map(|n| &self.touched[n]) else {
            return index.line(text, number);
        };
        if number >= it.old.end {
            let (start, line) = index.line(text, number - it.old.end + it.new.end);
            return (start - it.new_end + it.end(), line);
        }
        // To count from the start of the touched lines can take long.
        let (line, byte) = self.index.start_of(number);
        let (line, mut at) = match byte.checked_sub(it.start) {
            Some(at) if line >= it.old.start => (line, at),
            _ => (it.old.start, 0),
        };
        let rest = it.text.get(at..).unwrap_or_default();
        for (line, found) in (line..).zip(lines(rest)) {
            if line == number {
                return (it.start + at, found);
            }
            at += found.bytes() as usize;
        }
        (it.end(), Line { text: "", newline: None })
    }
}

/// The number that a line of the old text has in the new one; `None` when it is touched.
pub(super) fn moved(touched: &[Touched<'_>], line: u32) -> Option<u32> {
    let n = touched.partition_point(|it| it.old.start <= line);
    match n.checked_sub(1).map(|n| &touched[n]) {
        None => Some(line),
        Some(it) if line < it.old.end => None,
        Some(it) => Some(line - it.old.end + it.new.end),
    }
}

/// Whether a line of the new text is touched.
pub(super) fn is_new(touched: &[Touched<'_>], line: u32) -> bool {
    let n = touched.partition_point(|it| it.new.start <= line);
    n.checked_sub(1).is_some_and(|n| line < touched[n].new.end)
}
