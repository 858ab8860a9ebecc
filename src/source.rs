//! Where things are in a text: spans, lines, and the UTF-16 offsets of the wire.

use memchr::memchr3;

/// A half-open range of bytes, `start..end`, in one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    /// `start` and `end` in bytes. A line is at most [`MAX_LINE`] bytes long, so both fit.
    pub fn new(start: usize, end: usize) -> Span {
        debug_assert!(start <= end && end <= MAX_LINE + 8, "{start}..{end}");
        Span { start: start as u32, end: end as u32 }
    }

    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// The longest line whose spans fit, in bytes. A longer one is an invalid rule.
pub const MAX_LINE: usize = (u32::MAX - 16) as usize;

/// What ended a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Newline {
    Lf,
    Crlf,
    Cr,
    /// A form feed ends a line too, as AGTree has it.
    FormFeed,
}

impl Newline {
    /// How long it is, in bytes, which here are UTF-16 code units too.
    pub fn width(self) -> usize {
        match self {
            Newline::Crlf => 2,
            Newline::Lf | Newline::Cr | Newline::FormFeed => 1,
        }
    }
}

/// One line of a text, without what ended it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    pub text: &'a str,
    /// `None` on the last line of a text, which there always is, be it empty.
    pub newline: Option<Newline>,
}

impl Line<'_> {
    /// The length with what ended it, in bytes.
    #[inline]
    pub fn bytes(&self) -> u64 {
        (self.text.len() + self.newline.map_or(0, Newline::width)) as u64
    }

    /// The length with what ended it, in UTF-16 code units.
    pub fn units(&self) -> u64 {
        (utf16_len(self.text.as_bytes()) + self.newline.map_or(0, Newline::width)) as u64
    }
}

/// The lines of `text`. A text that ends in a newline has an empty last line.
pub fn lines(text: &str) -> Lines<'_> {
    Lines { rest: Some(text) }
}

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

/// Whether `is_wanted` holds for any byte. On texts as short as lines are this is quicker than to
/// look for the place: many bytes are judged at once, without an early exit.
#[inline]
pub fn any(text: &str, is_wanted: impl Fn(u8) -> bool) -> bool {
    const WIDTH: usize = 16;
    let any = |bytes: &[u8]| bytes.iter().fold(false, |any, it| any | is_wanted(*it));
    match text.as_bytes().last_chunk::<WIDTH>() {
        // The last bytes overlap those before.
        Some(last) => {
            let (chunks, _) = text.as_bytes().as_chunks::<WIDTH>();
            chunks.iter().chain([last]).any(|it| any(it))
        }
        None => any(text.as_bytes()),
    }
}

/// The length of `bytes` (UTF-8) in UTF-16 code units.
pub fn utf16_len(bytes: &[u8]) -> usize {
    if bytes.is_ascii() {
        return bytes.len();
    }
    let units = |byte: &u8| u8::from(!is_continuation(*byte)) + u8::from(*byte >= 0xF0);
    // Sums that fit a byte are added up many at once.
    bytes.chunks(127).map(|some| usize::from(some.iter().map(units).sum::<u8>())).sum()
}

fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

/// Turns the byte offsets of one line into UTF-16 code units.
///
/// Costs one look at the line when it is ASCII, which nearly every line is. Otherwise a mark is
/// kept every [`Utf16::STEP`] bytes, so that a question costs no more than counting that far.
pub struct Utf16<'a> {
    text: &'a [u8],
    ascii: bool,
    marks: Vec<u32>,
}

impl<'a> Utf16<'a> {
    const STEP: usize = 128;

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

    pub fn is_ascii(&self) -> bool {
        self.ascii
    }

    /// The offset in code units of the byte offset `at`. One inside of a character of two units is
    /// between them, and one beyond the end stays as far beyond it: errors of AGTree's point there.
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

/// Finds lines by their number.
///
/// Keeps a mark every [`LineIndex::STEP`] lines, so that an index takes little memory however long
/// the text is.
pub struct LineIndex<'a> {
    text: &'a str,
    marks: Vec<usize>,
}

impl<'a> LineIndex<'a> {
    const STEP: usize = 16;

    pub fn new(text: &'a str) -> LineIndex<'a> {
        let mut marks = Vec::new();
        let mut at = 0;
        for (n, line) in lines(text).enumerate() {
            if n % LineIndex::STEP == 0 {
                marks.push(at);
            }
            at += line.text.len() + line.newline.map_or(0, Newline::width);
        }
        LineIndex { text, marks }
    }

    /// The line with this number, from 0, and where it starts in the text. A number beyond the
    /// last line gives an empty one at the end.
    pub fn line(&self, number: u32) -> (usize, Line<'a>) {
        let number = number as usize;
        let mut at = self.marks.get(number / LineIndex::STEP).copied().unwrap_or(self.text.len());
        for (n, line) in lines(&self.text[at..]).enumerate() {
            if n == number % LineIndex::STEP {
                return (at, line);
            }
            at += line.text.len() + line.newline.map_or(0, Newline::width);
        }
        (self.text.len(), Line { text: "", newline: None })
    }
}

/// Says which line and column, both from 1 and in characters, a place is in. Cheap when asked in
/// the order of the text, be a line as long as it will.
pub struct Places<'a> {
    index: LineIndex<'a>,
    line: u32,
    start: usize,
    text: &'a str,
    /// Bytes of the line that were counted, and the characters in them.
    counted: (usize, usize),
}

impl<'a> Places<'a> {
    pub fn new(text: &'a str) -> Places<'a> {
        let index = LineIndex::new(text);
        let (start, line) = index.line(0);
        Places { index, line: 0, start, text: line.text, counted: (0, 0) }
    }

    /// The text of a line, from 0.
    pub fn line(&mut self, line: u32) -> &'a str {
        if line != self.line {
            let (start, found) = self.index.line(line);
            (self.line, self.start, self.text, self.counted) = (line, start, found.text, (0, 0));
        }
        self.text
    }

    /// Where a line starts in the text, in bytes, and where what ended it ends.
    pub fn line_range(&mut self, line: u32) -> (usize, usize) {
        let len = self.line(line).len();
        let newline = lines(&self.index.text[self.start + len..]).next().and_then(|it| it.newline);
        (self.start, self.start + len + newline.map_or(0, Newline::width))
    }

    /// The column of the byte `at` of a line.
    pub fn column(&mut self, line: u32, at: u32) -> usize {
        let text = self.line(line);
        let at = text.floor_char_boundary((at as usize).min(text.len()));
        if at < self.counted.0 {
            self.counted = (0, 0);
        }
        let (from, chars) = self.counted;
        self.counted = (at, chars + text[from..at].chars().count());
        self.counted.1 + 1
    }
}
