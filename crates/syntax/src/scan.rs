//! Searches bytes in a line. A "blank" is only a space or a TAB, as in AGTree. All searched bytes
//! are ASCII, so every result is a character boundary.

use crate::ast::Text;

pub(super) fn is_blank(byte: u8) -> bool {
    byte == b' ' || byte == b'\t'
}

/// The first byte at or after `at` that is not blank, or the end.
#[inline]
pub(super) fn skip_blanks(text: &str, at: usize) -> usize {
    let rest = &text.as_bytes()[at..];
    at + rest.iter().position(|byte| !is_blank(*byte)).unwrap_or(rest.len())
}

/// The end of `text[..end]` without trailing blanks.
#[inline]
pub(super) fn trim_blanks_end(text: &str, end: usize) -> usize {
    text.as_bytes()[..end].iter().rposition(|byte| !is_blank(*byte)).map_or(0, |last| last + 1)
}

/// The first blank at or after `at`, or the end.
pub(super) fn find_blank(text: &str, at: usize) -> usize {
    let rest = &text.as_bytes()[at..];
    at + rest.iter().position(|byte| is_blank(*byte)).unwrap_or(rest.len())
}

/// Whether there is a backslash before `at`.
#[inline]
fn is_escaped(bytes: &[u8], at: usize) -> bool {
    at > 0 && bytes[at - 1] == b'\\'
}

/// The first `wanted` in `from..` that has no backslash before it.
#[inline]
pub(super) fn find_unescaped(text: &str, wanted: u8, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(wanted, bytes.get(from..)?)
        .map(|at| from + at)
        .find(|at| !is_escaped(bytes, *at))
}

/// The last `wanted` in `from..=to` that has no backslash before it.
pub(super) fn rfind_unescaped(text: &str, wanted: u8, from: usize, to: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    (from..=to).rev().find(|at| bytes[*at] == wanted && !is_escaped(bytes, *at))
}

fn is_quote_or_slash(byte: u8) -> bool {
    matches!(byte, b'\'' | b'"' | b'/')
}

/// Like [`find_unescaped`], but not inside `'…'`, `"…"` or `/…/`.
pub(super) fn find_outside_quotes(text: &str, wanted: u8, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut open = None;
    for at in from..bytes.len() {
        let byte = bytes[at];
        if is_quote_or_slash(byte) && !is_escaped(bytes, at) {
            match open {
                None => open = Some(byte),
                Some(it) if it == byte => open = None,
                Some(_) => (),
            }
        } else if open.is_none() && byte == wanted && !is_escaped(bytes, at) {
            return Some(at);
        }
    }
    None
}

/// Like [`find_outside_quotes`], from the end.
pub(super) fn rfind_outside_quotes(text: &str, wanted: u8) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut open = None;
    for at in (0..bytes.len()).rev() {
        let byte = bytes[at];
        if is_quote_or_slash(byte) && !is_escaped(bytes, at) {
            match open {
                None => open = Some(byte),
                Some(it) if it == byte => open = None,
                Some(_) => (),
            }
        } else if open.is_none() && byte == wanted && !is_escaped(bytes, at) {
            return Some(at);
        }
    }
    None
}

/// Characters that JavaScript's `String.prototype.trim` removes, other than spaces, TABs and line
/// endings.
pub(super) fn is_js_space(c: char) -> bool {
    matches!(
        c,
        '\u{9}'..='\u{d}' | ' ' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}'
            | '\u{2028}' | '\u{2029}' | '\u{202f}' | '\u{205f}' | '\u{3000}' | '\u{feff}'
    )
}

/// JavaScript's `trim`.
#[inline]
pub fn js_trim(text: &str) -> &str {
    let bytes = text.as_bytes();
    match (bytes.first(), bytes.last()) {
        // Nearly every line starts and ends in a visible ASCII character.
        (Some(b'!'..=b'~'), Some(b'!'..=b'~')) => text,
        _ => text.trim_matches(is_js_space),
    }
}

/// The character at `at`. `None` at the end.
pub(super) fn char_at(text: &str, at: usize) -> &str {
    let len = text[at..].chars().next().map_or(0, char::len_utf8);
    &text[at..at + len]
}

/// `text[start..end]` as a node.
#[inline]
pub(super) fn text(line: &str, start: usize, end: usize) -> Text<'_> {
    Text { text: &line[start..end.max(start)], start: start as u32 }
}
