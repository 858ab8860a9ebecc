//! Some lines of a text: enough to recognize its kind, no matter how long it is.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter, memchr2};

/// The lines of a file by which its kind is recognized. Lines without a visible character are left
/// out.
pub(super) struct Sample<'a> {
    bytes: &'a [u8],
    /// The first 4 KB from the first visible character.
    pub(super) head: String,
    pub(super) lines: Vec<SampleLine<'a>>,
}

pub(super) struct SampleLine<'a> {
    /// Its start in the file, in bytes.
    at: usize,
    text: Cow<'a, str>,
}

impl SampleLine<'_> {
    /// The line without blanks at its ends; of a very long line, only the start.
    pub(super) fn text(&self) -> &str {
        trim(&self.text)
    }

    /// The line with the blanks before it.
    pub(super) fn indented(&self) -> &str {
        &self.text
    }
}

/// The text without blanks and byte order marks at its ends: some files start with two of them.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(|it: char| it.is_whitespace() || it == '\u{FEFF}')
}

impl<'a> Sample<'a> {
    /// How many lines are read at the start.
    const FIRST: usize = 120;
    /// How many lines are read in the rest.
    const SPREAD: usize = 100;
    /// How much of a line is read, in bytes.
    const WIDTH: usize = 500;
    /// How far the search for a line with a visible character goes, in bytes.
    const REACH: usize = 32 << 10;

    pub(super) fn new(bytes: &'a [u8]) -> Sample<'a> {
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]);
        let head = trim(&head).to_owned();
        let mut sample = Sample { bytes, head, lines: Vec::new() };
        let mut at = 0;
        let mut room = Sample::REACH;
        while sample.lines.len() < Sample::FIRST && at < bytes.len() && room > 0 {
            let next = sample.add(at);
            room = room.saturating_sub(next - at);
            at = next;
        }
        let rest = bytes.len() - at;
        let step = (rest / Sample::SPREAD).max(1);
        let mut from = at;
        while from < bytes.len() && at < bytes.len() {
            // A long line is not searched for its end: the next step may be after it.
            let start = if from == at {
                from
            } else {
                match memchr(b'\n', &bytes[from..bytes.len().min(from + 4096)]) {
                    Some(end) => from + end + 1,
                    None => {
                        from += step.max(4096);
                        continue;
                    }
                }
            };
            let next = if start < bytes.len() { sample.add(start) } else { start };
            at = next;
            from = next.max(from + step);
        }
        sample
    }

    /// Adds the line that starts here, and returns the start of the next line.
    fn add(&mut self, at: usize) -> usize {
        let rest = &self.bytes[at..];
        let window = &rest[..rest.len().min(Sample::WIDTH)];
        let (line, next) = match memchr2(b'\n', b'\r', window) {
            Some(end) => (&window[..end], at + end + 1),
            None => {
                let end = memchr2(b'\n', b'\r', &rest[..rest.len().min(Sample::REACH)]);
                (window, at + end.map_or(rest.len().min(Sample::REACH), |it| it + 1))
            }
        };
        let line = SampleLine { at, text: String::from_utf8_lossy(line) };
        if !line.text().is_empty() {
            self.lines.push(line);
        }
        next
    }

    /// The first line that is not empty.
    pub(super) fn first(&self) -> Option<&str> {
        self.lines.first().map(SampleLine::text)
    }

    /// The last visible byte of the file.
    pub(super) fn last_byte(&self) -> Option<u8> {
        let tail = &self.bytes[self.bytes.len().saturating_sub(Sample::WIDTH)..];
        tail.iter().copied().rev().find(|it| !it.is_ascii_whitespace())
    }

    /// The number of the line in the file, from 1. A CR alone ends a line only if the file has no
    /// LF.
    fn number(&self, n: usize) -> usize {
        let before = &self.bytes[..self.lines[n].at];
        let newline = if self.head.contains('\n') { b'\n' } else { b'\r' };
        memchr_iter(newline, before).count() + 1
    }

    /// ``lines 1, 2 and 3 are {what}, such as `the first` ``
    pub(super) fn reason(&self, marks: &[usize], what: &str) -> String {
        let numbers: Vec<String> =
            marks.iter().take(3).map(|it| self.number(*it).to_string()).collect();
        let shown = marks.first().map_or("", |it| self.lines[*it].text());
        let cut: String = shown.chars().take(60).collect();
        let dots = if cut.len() < shown.len() { "…" } else { "" };
        match &numbers[..] {
            [] => format!("it has {what}"),
            [one] => format!("line {one} has {what}: `{cut}{dots}`"),
            [before @ .., last] => {
                format!("lines {} and {last} are {what}, such as `{cut}{dots}`", before.join(", "))
            }
        }
    }
}
