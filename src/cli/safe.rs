//! Filters all output, so that no text of a list, a file name or a backend can control the terminal
//! or look different from what it is.

use std::io::{self, Write};

use crate::{
    invisible::{escaped, is_invisible},
    lint::docs::PAGES,
};

/// A stream that a user may see.
pub(super) trait Sink: Write + Send {
    /// Lets the escapes of our colours through.
    fn allow_colors(&mut self, allowed: bool);

    /// The stream without the filter, for output of [`crate::wire::Json`]: it already escapes, and
    /// can be gigabytes long.
    fn for_json(&mut self) -> &mut (dyn Write + Send);

    /// Whether what was written through the filter does not end a line.
    fn is_in_line(&self) -> bool;
}

/// Writes invisible characters as `\u009b`. In JSON that is the same text; elsewhere it is
/// readable. Commands that quote foreign text escape it themselves, because only they know the
/// width. This filter catches what they forget.
pub(super) struct Safe<W> {
    inner: W,
    colors: bool,
    /// The incomplete end of the last write: part of a character, or of an escape.
    rest: Vec<u8>,
    /// Whether the last byte is not the end of a line.
    is_in_line: bool,
}

/// What some bytes start with.
enum Next {
    /// This many bytes can be written as they are.
    Fine(usize),
    /// This many bytes are this character, which must be escaped.
    Hidden(usize, char),
    /// This many bytes are not a character.
    Broken(usize),
    Unfinished,
}

impl<W: Write> Safe<W> {
    pub(super) fn new(inner: W) -> Safe<W> {
        Safe { inner, colors: false, rest: Vec::new(), is_in_line: false }
    }

    pub(super) fn into_inner(mut self) -> io::Result<W> {
        self.settle()?;
        Ok(self.inner)
    }

    fn slowly(&mut self, bytes: &[u8]) -> io::Result<()> {
        let (mut from, mut at) = (0, 0);
        while at < bytes.len() {
            at += plain_len(&bytes[at..]);
            match next(&bytes[at..], self.colors) {
                Next::Fine(len) => at += len,
                Next::Unfinished => break,
                Next::Hidden(len, c) => {
                    self.inner.write_all(&bytes[from..at])?;
                    self.inner.write_all(escaped(c).as_bytes())?;
                    at += len;
                    from = at;
                }
                Next::Broken(len) => {
                    self.inner.write_all(&bytes[from..at])?;
                    self.inner.write_all("\u{fffd}".as_bytes())?;
                    at += len;
                    from = at;
                }
            }
        }
        self.inner.write_all(&bytes[from..at])?;
        self.rest.extend_from_slice(&bytes[at..]);
        Ok(())
    }

    /// Writes the incomplete rest, because nothing follows.
    fn settle(&mut self) -> io::Result<()> {
        for byte in std::mem::take(&mut self.rest) {
            if byte.is_ascii_control() {
                self.inner.write_all(escaped(byte.into()).as_bytes())?;
            } else if byte.is_ascii() {
                self.inner.write_all(&[byte])?;
            } else {
                self.inner.write_all("\u{fffd}".as_bytes())?;
            }
        }
        Ok(())
    }
}

impl<W: Write> Write for Safe<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Some(last) = bytes.last() {
            self.is_in_line = *last != b'\n';
        }
        if self.rest.is_empty() {
            if is_plain(bytes) { self.inner.write_all(bytes)? } else { self.slowly(bytes)? }
        } else {
            let mut all = std::mem::take(&mut self.rest);
            all.extend_from_slice(bytes);
            self.slowly(&all)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.settle()?;
        self.inner.flush()
    }
}

impl<W: Write + Send> Sink for Safe<W> {
    fn allow_colors(&mut self, allowed: bool) {
        self.colors = allowed;
    }

    fn for_json(&mut self) -> &mut (dyn Write + Send) {
        &mut self.inner
    }

    fn is_in_line(&self) -> bool {
        self.is_in_line
    }
}

/// Checks all bytes without an early exit, so that the compiler can check many bytes at once.
fn is_plain(bytes: &[u8]) -> bool {
    bytes.iter().fold(true, |plain, it| plain & matches!(it, b' '..=b'~' | b'\n' | b'\t'))
}

fn plain_len(bytes: &[u8]) -> usize {
    const BLOCK: usize = 64;
    let blocks = bytes.chunks_exact(BLOCK).take_while(|it| is_plain(it)).count() * BLOCK;
    let rest = &bytes[blocks..];
    blocks + rest.iter().position(|it| !is_plain(&[*it])).unwrap_or(rest.len())
}

fn next(bytes: &[u8], colors: bool) -> Next {
    match *bytes {
        [] => Next::Fine(0),
        // A line ending. A lone CR would move back to the start of the line.
        [b'\r'] => Next::Unfinished,
        [b'\r', b'\n', ..] => Next::Fine(2),
        [b'\x1b', b']', ..] if colors => link(bytes),
        [b'\x1b', ..] if colors => color(bytes),
        [it, ..] if it.is_ascii() => Next::Hidden(1, it.into()),
        [first, ..] => character(bytes, first),
    }
}

fn character(bytes: &[u8], first: u8) -> Next {
    let len = match first {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        _ => 4,
    };
    match str::from_utf8(&bytes[..len.min(bytes.len())]) {
        Ok(text) => match text.chars().next() {
            Some(c) if is_invisible(c) => Next::Hidden(len, c),
            _ => Next::Fine(text.len()),
        },
        Err(err) => err.error_len().map_or(Next::Unfinished, Next::Broken),
    }
}

/// The length of a colour escape. Other escapes are not allowed, because some hide text.
fn color(bytes: &[u8]) -> Next {
    const LONGEST: usize = 12;
    let hidden = Next::Hidden(1, '\x1b');
    let Some(rest) = bytes.strip_prefix(b"\x1b[") else {
        return if bytes.len() == 1 { Next::Unfinished } else { hidden };
    };
    let is_part = |it: &&u8| it.is_ascii_digit() || **it == b';';
    let len = rest.iter().take(LONGEST).take_while(is_part).count();
    match rest.get(len) {
        None if len < LONGEST => Next::Unfinished,
        Some(b'm') if rest[..len].split(|it| *it == b';').all(is_ours) => Next::Fine(len + 3),
        _ => hidden,
    }
}

/// The length of a link to the page of a rule, or of its end. Other links are not allowed: a terminal
/// shows only their text.
fn link(bytes: &[u8]) -> Next {
    const START: &[u8] = b"\x1b]8;;";
    const END: &[u8] = b"\x1b\\";
    const LONGEST: usize = 200;
    let (hidden, pages) = (Next::Hidden(1, '\x1b'), PAGES.as_bytes());
    let Some(rest) = bytes.strip_prefix(START) else {
        return if START.starts_with(bytes) { Next::Unfinished } else { hidden };
    };
    let is_part = |it: &u8| it.is_ascii_alphanumeric() || b"-.".contains(it);
    let page = if rest.starts_with(pages) {
        pages.len() + rest[pages.len()..].iter().take(LONGEST).take_while(|it| is_part(it)).count()
    } else if rest.len() < pages.len() && pages.starts_with(rest) && !rest.is_empty() {
        return Next::Unfinished;
    } else {
        0
    };
    match &rest[page..] {
        end if end.starts_with(END) => Next::Fine(START.len() + page + END.len()),
        end if END.starts_with(end) && page <= pages.len() + LONGEST => Next::Unfinished,
        _ => hidden,
    }
}

/// Off, bold, dim, underlined, or one of the eight colours.
fn is_ours(code: &[u8]) -> bool {
    matches!(code, b"" | b"0" | b"1" | b"2" | b"4" | [b'3' | b'9', b'0'..=b'7'])
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::{Safe, Sink};

    #[track_caller]
    fn check(colors: bool, text: &[u8], expect: &str) {
        // However it is cut into writes.
        for size in 1..=text.len() {
            let mut safe = Safe::new(Vec::new());
            safe.allow_colors(colors);
            for part in text.chunks(size) {
                safe.write_all(part).unwrap();
            }
            let out = String::from_utf8(safe.into_inner().unwrap()).unwrap();
            assert_eq!(out, expect, "in writes of {size}");
        }
    }

    #[test]
    fn what_commands_or_hides_is_escaped() {
        check(false, "a\tb\r\nä广…\n".as_bytes(), "a\tb\r\nä广…\n");
        check(false, b"a\rb\r", r"a\u000db\u000d");
        check(false, b"\x1b[31mred\x1b]0;title\x07", r"\u001b[31mred\u001b]0;title\u0007");
        check(false, "\u{9b}2J\u{202e}\x7f".as_bytes(), r"\u009b2J\u202e\u007f");
        check(false, "\u{e0041}\u{feff}x".as_bytes(), r"\udb40\udc41\ufeffx");
        check(false, b"a\xffb\xe2\x80", "a\u{fffd}b\u{fffd}\u{fffd}");
    }

    #[test]
    fn only_links_to_our_pages_pass() {
        let link = format!("\x1b]8;;{}short-rule.md\x1b\\short-rule\x1b]8;;\x1b\\", super::PAGES);
        check(true, link.as_bytes(), &link);
        check(false, b"\x1b]8;;\x1b\\", r"\u001b]8;;\u001b\");
        let foreign = b"\x1b]8;;https://evil.example/\x1b\\x";
        check(true, foreign, r"\u001b]8;;https://evil.example/\u001b\x");
        let open = format!("\x1b]8;;{}a b\x1b\\", super::PAGES);
        check(true, open.as_bytes(), &open.replace('\x1b', r"\u001b"));
    }

    #[test]
    fn only_our_colours_pass() {
        check(true, b"\x1b[1;31mred\x1b[0m", "\x1b[1;31mred\x1b[0m");
        check(true, b"\x1b[8mhidden\x1b[m", "\\u001b[8mhidden\x1b[m");
        check(true, b"\x1b[2J\x1b]8;;x\x1b", r"\u001b[2J\u001b]8;;x\u001b");
        check(true, b"\x1b[1111111111111m", r"\u001b[1111111111111m");
    }
}
