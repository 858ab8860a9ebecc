//! Which lines an edit touches.

use std::ops::Range;

use super::{Hunk, piece::Index};
use bloqr_syntax::source::{line_ends_in, lines};

/// Lines of the old text that are no more, and those in their place in the new one. All other lines
/// have the text that they had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Touched {
    pub(super) old: Range<u32>,
    pub(super) new: Range<u32>,
}

/// The lines that hunks touch, in order.
pub(super) fn lines_of(old: &str, new: &str, hunks: &[Hunk], index: &Index) -> Vec<Touched> {
    let mut all = Vec::new();
    let mut rest = hunks.iter().peekable();
    let mut shift = 0_i64;
    while let Some(first) = rest.next() {
        // The line ending above can be cut in two.
        let cut = usize::from(old[..first.old.start].ends_with('\r'));
        let (old_start, new_start) = (first.old.start - cut, first.new.start - cut);
        let old_from = index.line_at(old, old_start);
        let new_from = (i64::from(old_from) + shift) as u32;
        let mut last = first;
        let touched = loop {
            let limit = rest.peek().map_or(old.len(), |it| it.old.start);
            match next_start(old, new, last, limit) {
                Some(behind) => {
                    let (old_end, new_end) = (last.old.end + behind, last.new.end + behind);
                    let count = |text: &str, part| line_ends_in(text.as_bytes(), part) as u32;
                    let old_to = old_from + count(old, old_start..old_end);
                    let new_to = new_from + count(new, new_start..new_end);
                    break Touched { old: old_from..old_to, new: new_from..new_to };
                }
                None => match rest.next() {
                    Some(next) => last = next,
                    None => {
                        let ends = line_ends_in(new.as_bytes(), new_start..new.len()) as u32;
                        let new = new_from..new_from + ends + 1;
                        break Touched { old: old_from..index.count(), new };
                    }
                },
            }
        };
        shift = i64::from(touched.new.end) - i64::from(touched.old.end);
        all.push(touched);
    }
    all
}

/// How many bytes behind a hunk, and not behind `limit`, a line starts in both texts.
fn next_start(old: &str, new: &str, hunk: &Hunk, limit: usize) -> Option<usize> {
    let rest = &old[hunk.old.end..limit];
    let is_start = |text: &str, at: usize| match text[..at].as_bytes().last() {
        None | Some(b'\n' | b'\x0c') => true,
        Some(b'\r') => !text[at..].starts_with('\n'),
        Some(_) => false,
    };
    if is_start(old, hunk.old.end) && is_start(new, hunk.new.end) {
        return Some(0);
    }
    let first = lines(rest).next().filter(|it| it.newline.is_some())?;
    let at = first.bytes() as usize;
    // A line feed can follow in the next hunk.
    let is_whole = is_start(old, hunk.old.end + at) && is_start(new, hunk.new.end + at);
    is_whole.then_some(at)
}

/// The number that a line of the old text has in the new one; `None` when it is touched.
pub(super) fn moved(touched: &[Touched], line: u32) -> Option<u32> {
    let n = touched.partition_point(|it| it.old.start <= line);
    match n.checked_sub(1).map(|n| &touched[n]) {
        None => Some(line),
        Some(it) if line < it.old.end => None,
        Some(it) => Some(line - it.old.end + it.new.end),
    }
}

/// Whether a line of the new text is touched.
pub(super) fn is_new(touched: &[Touched], line: u32) -> bool {
    let n = touched.partition_point(|it| it.new.start <= line);
    n.checked_sub(1).is_some_and(|n| line < touched[n].new.end)
}
