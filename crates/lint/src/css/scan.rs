//! Finds the ends of things in CSS.

/// The end of an identifier that starts at `at`; `at` if there is none.
#[inline]
pub(super) fn ident_end(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let dash = usize::from(bytes.get(at) == Some(&b'-'));
    match bytes.get(at + dash) {
        Some(b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80..) => (),
        Some(b'-') if dash == 1 => (),
        Some(b'\\') if bytes.get(at + dash + 1).is_some() => (),
        _ => return at,
    }
    name_end(text, at)
}

/// The end of the name characters that start at `at`.
#[inline]
pub(super) fn name_end(text: &str, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | 0x80.. => at += 1,
            b'\\' if at + 1 < bytes.len() => at = escape_end(text, at),
            _ => break,
        }
    }
    at
}

/// The end of an escape with its backslash at `at`: up to six hexadecimal digits and a space, or
/// one character.
fn escape_end(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let digits = bytes[at + 1..].iter().take(6).take_while(|it| it.is_ascii_hexdigit()).count();
    if digits == 0 {
        return text.ceil_char_boundary(at + 2);
    }
    let end = at + 1 + digits;
    end + usize::from(bytes.get(end) == Some(&b' '))
}

/// The end of a string with its quote at `at`: the position after the closing quote.
pub(super) fn string_end(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let quote = bytes[at];
    let mut from = at + 1;
    loop {
        let found = from + memchr::memchr2(quote, b'\\', bytes.get(from..)?)?;
        if bytes[found] == quote {
            return Some(found + 1);
        }
        from = found + 2;
    }
}

/// Where the parenthesis closes that opens just before `at`. All brackets and strings in between
/// must be complete.
pub(super) fn closing(text: &str, at: usize) -> Option<usize> {
    closing_of(text, at, b')')
}

/// Where the block closes that opens just before the text.
pub(super) fn closing_curly(text: &str) -> Option<usize> {
    closing_of(text, 0, b'}')
}

fn closing_of(text: &str, at: usize, wanted: u8) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut open: Vec<u8> = Vec::new();
    let mut at = at;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'"' | b'\'' => at = string_end(text, at)? - 1,
            b'(' => open.push(b')'),
            b'[' => open.push(b']'),
            b'{' => open.push(b'}'),
            b')' | b']' | b'}' => match open.last() {
                None if byte == wanted => return Some(at),
                Some(closer) if *closer == byte => _ = open.pop(),
                // A bracket that closes nothing is a plain character.
                _ => (),
            },
            _ => (),
        }
        at += 1;
    }
    None
}

/// The first bracket or quote that is not closed or not opened, and whether it opens.
pub(super) fn unbalanced(text: &str) -> Option<(usize, bool)> {
    let bytes = text.as_bytes();
    let mut open: Vec<(u8, usize)> = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'"' | b'\'' => match string_end(text, at) {
                Some(end) => at = end - 1,
                None => return Some((at, true)),
            },
            b'(' => open.push((b')', at)),
            b'[' => open.push((b']', at)),
            b'{' => open.push((b'}', at)),
            b')' | b']' | b'}' if open.pop().is_none_or(|it| it.0 != byte) => {
                return Some((at, false));
            }
            _ => (),
        }
        at += 1;
    }
    open.first().map(|it| (it.1, true))
}

/// The same, but only parentheses count, as in a text to look for.
pub(super) fn closing_paren(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut depth = 0_usize;
    let mut at = at;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' if depth == 0 => return Some(at),
            b')' => depth -= 1,
            _ => (),
        }
        at += 1;
    }
    None
}

pub(super) fn skip_space(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    at + bytes[at..].iter().take_while(|it| matches!(it, b' ' | b'\t')).count()
}

pub(super) fn are_quotes_closed(text: &str) -> bool {
    let mut at = 0;
    while let Some(quote) = memchr::memchr2(b'"', b'\'', &text.as_bytes()[at..]) {
        match string_end(text, at + quote) {
            Some(end) => at = end,
            None => return false,
        }
    }
    true
}

/// Where a comment opens, outside of quotes, that never ends.
pub(super) fn open_comment(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    memchr::memmem::find(bytes, b"/*")?;
    let mut at = 0;
    while let Some(next) = memchr::memchr3(b'"', b'\'', b'/', &bytes[at..]).map(|it| at + it) {
        at = match bytes[next] {
            b'/' if bytes.get(next + 1) != Some(&b'*') => next + 1,
            b'/' => match memchr::memmem::find(&bytes[next + 2..], b"*/") {
                Some(end) => next + 2 + end + 2,
                None => return Some(next),
            },
            _ => string_end(text, next)?,
        };
    }
    None
}
