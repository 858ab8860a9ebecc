//! Positions in a text: spans, lines, and the UTF-16 offsets of the JSON.

use std::ops::Range;

use memchr::{memchr_iter, memchr2, memchr2_iter, memchr3, memchr3_iter};

/// A half-open range of bytes, `start..end`, in one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The position after the last byte.
    pub end: u32,
}

impl Span {
    /// `start` and `end` in bytes. A line is at most [`MAX_LINE`] bytes long, so both fit.
    pub fn new(start: usize, end: usize) -> Span {
        debug_assert!(start <= end && end <= MAX_LINE + 8, "{start}..{end}");
        Span { start: start as u32, end: end as u32 }
    }

    /// The length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether it contains no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// The longest line whose spans fit, in bytes. A longer one is an invalid rule.
pub const MAX_LINE: usize = (u32::MAX - 16) as usize;

/// A line ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Newline {
    /// `
    /// `
    Lf,
    /// `\r
    /// `
    Crlf,
    /// `\r`
    Cr,
    /// A form feed also ends a line, as in AGTree.
    FormFeed,
}

impl Newline {
    /// Its text.
    pub fn as_str(self) -> &'static str {
        match self {
            Newline::Lf => "\n",
            Newline::Crlf => "\r\n",
            Newline::Cr => "\r",
            Newline::FormFeed => "\x0c",
        }
    }

    /// Its length in bytes, which is also its length in UTF-16 code units.
    pub fn width(self) -> usize {
        match self {
            Newline::Crlf => 2,
            Newline::Lf | Newline::Cr | Newline::FormFeed => 1,
        }
    }
}

/// One line of a text, without its line ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    /// The line as it is written.
    pub text: &'a str,
    /// `None` for the last line of a text. Every text has a last line; it can be empty.
    pub newline: Option<Newline>,
}

impl Line<'_> {
    /// The length with its line ending, in bytes.
    #[inline]
    pub fn bytes(&self) -> u64 {
        (self.text.len() + self.newline.map_or(0, Newline::width)) as u64
    }

    /// The length with its line ending, in UTF-16 code units.
    pub fn units(&self) -> u64 {
        (utf16_len(self.text.as_bytes()) + self.newline.map_or(0, Newline::width)) as u64
    }
}

/// The lines of `text`. A text that ends in a newline has an empty last line.
pub fn lines(text: &str) -> Lines<'_> {
    Lines { rest: Some(text) }
}

/// Reads the lines of a text one by one: made by [`lines`].
#[derive(Debug, Clone)]
pub struct Lines<'a> {
    rest: Option<&'a str>,
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    #[inline]
    fn next(&mut self) -> Option<Line<'a>> {
        let text = self.rest?;
        let Some(at) = memchr3(b'\n', b'\r', b'\x0c', text.as_bytes()) else {
            self.rest = None;
            return Some(Line { text, newline: None });
        };
        let newline = match text.as_bytes()[at] {
            b'\n' => Newline::Lf,
            b'\r' if text.as_bytes().get(at + 1) == Some(&b'\n') => Newline::Crlf,
            b'\r' => Newline::Cr,
            _ => Newline::FormFeed,
        };
        self.rest = Some(&text[at + newline.width()..]);
        Some(Line { text: &text[..at], newline: Some(newline) })
    }
}

/// Whether `is_wanted` is true for any byte. For texts as short as lines, this is faster than a
/// search for the position: many bytes are checked at once, without an early exit.
#[inline]
pub fn any(text: &str, is_wanted: impl Fn(u8) -> bool) -> bool {
    const WIDTH: usize = 16;
    let any = |bytes: &[u8]| bytes.iter().fold(false, |any, it| any | is_wanted(*it));
    match text.as_bytes().last_chunk::<WIDTH>() {
        // The last chunk overlaps the one before.
        Some(last) => {
            let (chunks, _) = text.as_bytes().as_chunks::<WIDTH>();
            chunks.iter().chain([last]).any(|it| any(it))
        }
        None => any(text.as_bytes()),
    }
}

/// Whether each byte may stand before the one behind it. Like [`any`], this is for texts as short as
/// names: many pairs are checked at once.
#[inline]
pub fn all_pairs(bytes: &[u8], is_fine: impl Fn(u8, u8) -> bool) -> bool {
    match bytes.len() {
        17.. => all_pairs_by::<16>(bytes, is_fine),
        9.. => all_pairs_by::<8>(bytes, is_fine),
        _ => bytes.windows(2).all(|it| is_fine(it[0], it[1])),
    }
}

/// The same for more bytes than `WIDTH`.
#[inline]
fn all_pairs_by<const WIDTH: usize>(bytes: &[u8], is_fine: impl Fn(u8, u8) -> bool) -> bool {
    let ([before @ .., _], [_, behind @ ..]) = (bytes, bytes) else { return true };
    let (Some(last_before), Some(last_behind)) =
        (before.last_chunk::<WIDTH>(), behind.last_chunk::<WIDTH>())
    else {
        return false;
    };
    // The last chunk overlaps the one before.
    let pairs = before.as_chunks::<WIDTH>().0.iter().zip(behind.as_chunks::<WIDTH>().0);
    pairs.chain([(last_before, last_behind)]).all(|(before, behind)| {
        before.iter().zip(behind).fold(true, |fine, (a, b)| fine & is_fine(*a, *b))
    })
}

/// The length of `bytes` (UTF-8) in UTF-16 code units.
pub fn utf16_len(bytes: &[u8]) -> usize {
    if bytes.is_ascii() {
        return bytes.len();
    }
    let units = |byte: &u8| u8::from(!is_continuation(*byte)) + u8::from(*byte >= 0xF0);
    // Sums that fit into a byte can be added many at once.
    bytes.chunks(127).map(|some| usize::from(some.iter().map(units).sum::<u8>())).sum()
}

fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

/// Turns the byte offsets of one line into UTF-16 code units.
///
/// Nearly every line is ASCII and needs only one scan. For other lines, an offset is stored every
/// `STEP` bytes, so that a lookup counts at most that many bytes.
pub struct Utf16<'a> {
    text: &'a [u8],
    ascii: bool,
    marks: Vec<u32>,
}

impl<'a> Utf16<'a> {
    const STEP: usize = 128;

    /// Counts the code units of a line.
    #[inline]
    pub fn new(text: &'a str) -> Utf16<'a> {
        let ascii = text.is_ascii();
        let marks = if ascii { Vec::new() } else { Utf16::marks(text.as_bytes()) };
        Utf16 { text: text.as_bytes(), ascii, marks }
    }

    fn marks(text: &[u8]) -> Vec<u32> {
        let mut units = 0;
        let steps = text.chunks(Utf16::STEP).map(|step| {
            units += utf16_len(step) as u32;
            units
        });
        std::iter::once(0).chain(steps).collect()
    }

    /// Whether all of the line is ASCII: then bytes are code units.
    pub fn is_ascii(&self) -> bool {
        self.ascii
    }

    /// The offset in code units for the byte offset `at`. An offset inside a character of two units
    /// is between these units. An offset beyond the end stays beyond it: errors of AGTree can point
    /// there.
    #[inline]
    pub fn units(&self, at: u32) -> u32 {
        if self.ascii { at } else { self.count(at as usize) }
    }

    fn count(&self, at: usize) -> u32 {
        let inside = at.min(self.text.len());
        let step = inside / Utf16::STEP;
        let from_mark = utf16_len(&self.text[step * Utf16::STEP..inside]) as u32;
        let is_between = self.text.get(inside).is_some_and(|it| is_continuation(*it));
        self.marks[step] + from_mark + (at - inside) as u32 - u32::from(is_between)
    }
}

/// The number of line endings in `text`. A CR at the end counts, unless the next byte after it is
/// LF.
pub fn line_ends(text: &[u8]) -> usize {
    line_ends_in(text, 0..text.len())
}

/// The number of line feeds in a few bytes.
fn line_feeds(bytes: &[u8]) -> usize {
    // Sums that fit into a byte can be added many at once.
    let count = |some: &[u8]| some.iter().map(|it| u8::from(*it == b'\n')).sum::<u8>();
    bytes.chunks(128).map(|some| usize::from(count(some))).sum()
}

/// The number of line endings in a part of `text`. A line that ends in CR and LF ends at the LF.
/// A CR at the end counts, unless the next byte of the text is LF.
pub fn line_ends_in(text: &[u8], part: Range<usize>) -> usize {
    let start = part.start;
    let part = &text[part];
    // Most texts have no CR, and most CRs are half of a CRLF.
    let others = memchr2_iter(b'\r', b'\x0c', part).map(|at| start + at);
    let others = others.filter(|at| text[*at] != b'\r' || text.get(at + 1) != Some(&b'\n'));
    memchr_iter(b'\n', part).count() + others.count()
}

/// Finds lines by their number.
/// Stores how many lines end before every few hundred bytes. Counting them is faster than storing
/// the start of each line, and a search only reads a few hundred bytes.
pub struct LineIndex<'a> {
    text: &'a str,
    /// How many lines end before each block.
    marks: Vec<u32>,
}

impl<'a> LineIndex<'a> {
    /// Bytes of a block.
    const BLOCK: usize = 256;

    /// Reads the whole text once, to count its lines.
    pub fn new(text: &'a str) -> LineIndex<'a> {
        let bytes = text.as_bytes();
        let has_only_line_feeds = memchr2(b'\r', b'\x0c', bytes).is_none();
        let count = |part: Range<usize>| match has_only_line_feeds {
            true => line_feeds(&bytes[part]),
            false => line_ends_in(bytes, part),
        };
        let mut ends = 0;
        let blocks = (0..=bytes.len()).step_by(LineIndex::BLOCK);
        let marks = blocks.map(|start| {
            let before = ends;
            ends += count(start..bytes.len().min(start + LineIndex::BLOCK)) as u32;
            before
        });
        LineIndex { text, marks: marks.collect() }
    }

    /// The number of lines.
    pub fn count(&self) -> u32 {
        line_ends(self.text.as_bytes()) as u32 + 1
    }

    /// The line with this number, from 0, and its start in the text. A number after the last line
    /// gives an empty line at the end.
    pub fn line(&self, number: u32) -> (usize, Line<'a>) {
        let start = self.start(number);
        let line = lines(&self.text[start..]).next();
        (start, line.unwrap_or(Line { text: "", newline: None }))
    }

    fn start(&self, number: u32) -> usize {
        let Some(ends) = number.checked_sub(1) else { return 0 };
        // The block that contains the end of the previous line: at most that many lines end before
        // it.
        let block = self.marks.partition_point(|it| *it <= ends) - 1;
        let from = block * LineIndex::BLOCK;
        let nth = (ends - self.marks[block]) as usize;
        starts(self.text.as_bytes(), from).nth(nth).unwrap_or(self.text.len())
    }
}

/// The starts of the lines that end after a position.
fn starts(bytes: &[u8], from: usize) -> impl Iterator<Item = usize> {
    let is_end = move |at: &usize| bytes[*at] != b'\r' || bytes.get(at + 1) != Some(&b'\n');
    let ends = memchr3_iter(b'\n', b'\r', b'\x0c', &bytes[from..]).map(move |at| from + at);
    ends.filter(is_end).map(|at| at + 1)
}

/// Finds the line and column of a position. Both count from 1; columns are in characters. Fast when
/// asked in the order of the text, even in very long lines.
pub struct Places<'a> {
    /// Other texts by name, and their indexes, made on first use.
    others: Vec<(&'a str, &'a str, Option<Box<Places<'a>>>)>,
    text: &'a str,
    /// Made when a line after the first is needed, unless it is given.
    index: Option<Finder<'a>>,
    /// The last two lines: a finding and its label ask for them alternately.
    now: Known<'a>,
    before: Known<'a>,
}

/// What finds a line, and its start in the text.
enum Finder<'a> {
    Made(LineIndex<'a>),
    Given(&'a dyn Fn(u32) -> (usize, Line<'a>)),
}

impl<'a> Finder<'a> {
    fn line(&self, number: u32) -> (usize, Line<'a>) {
        match self {
            Finder::Made(index) => index.line(number),
            Finder::Given(find) => find(number),
        }
    }
}

/// A cached line.
#[derive(Clone, Copy)]
struct Known<'a> {
    number: u32,
    start: usize,
    line: Line<'a>,
    /// The bytes of the line that are already counted, and their number of characters.
    counted: (usize, usize),
}

impl<'a> Known<'a> {
    fn new(number: u32, (start, line): (usize, Line<'a>)) -> Known<'a> {
        Known { number, start, line, counted: (0, 0) }
    }
}

impl<'a> Places<'a> {
    /// The places of one text.
    pub fn new(text: &'a str) -> Places<'a> {
        Places::beside(text, &[])
    }

    /// The same, with other texts by their names.
    pub fn beside(text: &'a str, others: &[(&'a str, &'a str)]) -> Places<'a> {
        let others = others.iter().map(|(name, text)| (*name, *text, None)).collect();
        let line = lines(text).next().unwrap_or(Line { text: "", newline: None });
        let first = Known::new(0, (0, line));
        Places { others, text, index: None, now: first, before: first }
    }

    /// The places of a text whose lines `find` finds: their starts in bytes, and the lines.
    pub fn found_by(find: &'a dyn Fn(u32) -> (usize, Line<'a>)) -> Places<'a> {
        let first = Known::new(0, find(0));
        let index = Some(Finder::Given(find));
        Places { others: Vec::new(), text: "", index, now: first, before: first }
    }

    /// The positions of the text with that name; of this text when the name is missing or unknown.
    pub fn of(&mut self, name: Option<&str>) -> &mut Places<'a> {
        let found = name.and_then(|name| self.others.iter().position(|it| it.0 == name));
        let Some(n) = found else { return self };
        let (_, text, places) = &mut self.others[n];
        places.get_or_insert_with(|| Box::new(Places::new(text)))
    }

    /// The text of a line, from 0.
    pub fn line(&mut self, line: u32) -> &'a str {
        if line != self.now.number {
            std::mem::swap(&mut self.now, &mut self.before);
        }
        if line != self.now.number {
            let index = self.index.get_or_insert_with(|| Finder::Made(LineIndex::new(self.text)));
            self.now = Known::new(line, index.line(line));
        }
        self.now.line.text
    }

    /// The start of a line in the text, in bytes, and the end of its line ending.
    pub fn line_range(&mut self, line: u32) -> (usize, usize) {
        self.line(line);
        let Known { start, line, .. } = self.now;
        (start, start + line.bytes() as usize)
    }

    /// The column of the byte `at` of a line.
    pub fn column(&mut self, line: u32, at: u32) -> usize {
        // Findings of whole lines are the most, and to find the line takes time.
        if at == 0 {
            return 1;
        }
        let text = self.line(line);
        let at = text.floor_char_boundary((at as usize).min(text.len()));
        let counted = &mut self.now.counted;
        if at < counted.0 {
            *counted = (0, 0);
        }
        let (from, chars) = *counted;
        *counted = (at, chars + text[from..at].chars().count());
        counted.1 + 1
    }
}

#[cfg(test)]
mod tests {
    use super::{LineIndex, Newline, all_pairs, line_ends, lines};

    #[test]
    fn every_pair_is_looked_at() {
        for len in 0..70 {
            for wrong in 0..=len {
                let mut bytes = vec![b'a'; len];
                bytes.iter_mut().skip(wrong).take(1).for_each(|it| *it = b'.');
                let is_fine = |a, b| (a == b'a') & (b == b'a');
                let expect = len < 2 || wrong == len;
                assert_eq!(all_pairs(&bytes, is_fine), expect, "{wrong} of {len}");
            }
        }
    }

    #[test]
    fn an_index_finds_the_lines_that_there_are() {
        let ends = ["\n", "\r\n", "\r", "\x0c", "é\r\r\n\n"];
        let mut texts = vec![String::new(), "a".to_owned(), "\r".to_owned()];
        for (n, end) in ends.iter().enumerate() {
            // Lines of every length, so that line endings are on both sides of every step.
            let text: String = (0..130).map(|len| "x".repeat(len * (n + 1) % 67) + end).collect();
            texts.extend([format!("{text}last"), text]);
        }
        for text in &texts {
            let index = LineIndex::new(text);
            let mut at = 0;
            for (n, line) in lines(text).enumerate() {
                assert_eq!(index.line(n as u32), (at, line), "line {n} of {text:?}");
                at += line.text.len() + line.newline.map_or(0, Newline::width);
            }
            assert_eq!(line_ends(text.as_bytes()), lines(text).count() - 1);
            assert_eq!(index.line(1 << 20).0, text.len());
        }
    }
}
