//! `a.example,~b.a.example,/regex/`: the domains before a separator.

use smallvec::SmallVec;

use crate::{
    source::Span,
    syntax::{
        SyntaxError,
        ast::{Domain, DomainList},
        error::Result,
        scan::{find_unescaped, is_blank, skip_blanks, text, trim_blanks_end},
    },
};

/// A list longer than this is counted before it is read, so that its nodes are allocated once.
const LONG: usize = 1 << 12;

/// Reads `line[start..end]`, which ends in no blank.
pub(super) fn parse(line: &str, start: usize, end: usize) -> Result<DomainList<'_>> {
    let list = &line[..end];
    let bytes = list.as_bytes();
    let span = Span::new(start, end);
    let mut children = SmallVec::new();
    let mut at = skip_blanks(list, start);
    if bytes.get(at) == Some(&b',') {
        return Err(SyntaxError::new("Value list cannot start with a separator", at, end));
    }
    if start < end && bytes[end - 1] == b',' {
        return Err(SyntaxError::new("Value list cannot end with a separator", end - 1, end));
    }
    if end - start > LONG {
        children.reserve_exact(memchr::memchr_iter(b',', &bytes[start..]).count() + 1);
    }
    while at < end {
        at = skip_blanks(list, at);
        let exception = bytes.get(at) == Some(&b'~');
        let item_start = at + usize::from(exception);
        let separator = find_item_end(list, item_start);
        if exception {
            refuse_after_exception(bytes, item_start)?;
        }
        let item_end = trim_blanks_end(list, separator.unwrap_or(end));
        if item_end <= item_start {
            return Err(SyntaxError::new("Empty value specified in the list", item_start, end));
        }
        children.push(Domain { value: text(line, item_start, item_end), exception });
        at = separator.map_or(end, |it| it + 1);
    }
    Ok(DomainList { span, children })
}

/// The comma that ends the item, if one does.
fn find_item_end(list: &str, start: usize) -> Option<usize> {
    match list.as_bytes().get(start) {
        Some(b'/') => find_regex_end(list, start + 1),
        _ => find_unescaped(list, b',', start),
    }
}

/// The comma behind the `/` that closes a regex: one outside of `[…]` that a comma follows.
fn find_regex_end(list: &str, start: usize) -> Option<usize> {
    let bytes = list.as_bytes();
    let mut in_class = false;
    let mut escaped = false;
    for at in start..bytes.len() {
        match bytes[at] {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'[' => in_class = true,
            b']' => in_class = false,
            b'/' if !in_class => {
                let next = skip_blanks(list, at + 1);
                if bytes.get(next) == Some(&b',') {
                    return Some(next);
                }
            }
            _ => (),
        }
    }
    None
}

fn refuse_after_exception(bytes: &[u8], at: usize) -> Result<()> {
    let message = match bytes.get(at) {
        Some(b'~') => "Exception marker cannot be followed by another exception marker",
        Some(b',') => "Exception marker cannot be followed by a separator",
        Some(byte) if is_blank(*byte) => "Exception marker cannot be followed by whitespace",
        _ => return Ok(()),
    };
    Err(SyntaxError::new(message, at, at + 1))
}
