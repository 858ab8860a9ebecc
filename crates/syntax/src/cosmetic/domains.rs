//! `a.example,~b.a.example,/regex/`: the domains before a separator.

use crate::{
    SyntaxError,
    ast::{Domain, DomainList},
    children::{Children, Reader},
    error::Result,
    scan::{find_unescaped, is_blank, skip_blanks, text, trim_blanks_end},
    source::Span,
};

/// Parses `line[start..end]`, which does not end in a blank.
pub(super) fn parse(line: &str, start: usize, end: usize) -> Result<DomainList<'_>> {
    let list = &line[..end];
    let bytes = list.as_bytes();
    let at = skip_blanks(list, start);
    if bytes.get(at) == Some(&b',') {
        return Err(SyntaxError::new("Value list cannot start with a separator", at, end));
    }
    if start < end && bytes[end - 1] == b',' {
        return Err(SyntaxError::new("Value list cannot end with a separator", end - 1, end));
    }
    let children = Children::check(Domains { list, at })?;
    Ok(DomainList { span: Span::new(start, end), children })
}

/// Parses the domains from a position on.
#[derive(Clone, Copy)]
pub struct Domains<'a> {
    /// The line up to the end of the list.
    list: &'a str,
    at: usize,
}

impl<'a> Reader for Domains<'a> {
    type Child = Domain<'a>;

    #[inline]
    fn read(&mut self) -> Result<Option<Domain<'a>>> {
        let Domains { list, at } = *self;
        let end = list.len();
        if at >= end {
            return Ok(None);
        }
        let at = skip_blanks(list, at);
        let exception = list.as_bytes().get(at) == Some(&b'~');
        let start = at + usize::from(exception);
        let separator = find_item_end(list, start);
        if exception {
            refuse_after_exception(list.as_bytes(), start)?;
        }
        let item_end = trim_blanks_end(list, separator.unwrap_or(end));
        if item_end <= start {
            return Err(SyntaxError::new("Empty value specified in the list", start, end));
        }
        self.at = separator.map_or(end, |it| it + 1);
        Ok(Some(Domain { value: text(list, start, item_end), exception }))
    }
}

/// The comma that ends the item, if there is one.
fn find_item_end(list: &str, start: usize) -> Option<usize> {
    match list.as_bytes().get(start) {
        Some(b'/') => find_regex_end(list, start + 1),
        _ => find_unescaped(list, b',', start),
    }
}

/// The comma after the closing `/` of a regex: a `/` outside of `[…]` that has a comma after it.
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
