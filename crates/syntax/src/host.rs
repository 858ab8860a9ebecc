//! `127.0.0.1 a.example b.example # note`, and a bare registrable domain.

use std::net::{Ipv4Addr, Ipv6Addr};

use bloqr_suffix::suffix_of;

use crate::{
    ast::{HostRule, Text},
    children::{Children, Reader},
    error::Result,
    scan::{find_blank, skip_blanks, text},
    source::utf16_len,
};

/// Parses a line from its first visible byte on. `None` when it is not a host rule. A `#` is in it
/// only if `has_signs`.
pub(super) fn parse(line: &str, from: usize, has_signs: bool) -> Option<HostRule<'_>> {
    match line.as_bytes().get(from)? {
        b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'F' | b':' | 0x80.. => (),
        _ => return None,
    }
    let hash = if has_signs {
        memchr::memchr(b'#', &line.as_bytes()[from..]).map(|it| from + it)
    } else {
        None
    };
    let names = &line[..hash.unwrap_or(line.len())];
    let mut words = Words { names, at: from };
    let first = words.next()?;
    // AGTree drops a word that is directly before the `#`. We decide as AGTree whether the line is
    // a host rule, but keep that word as a name.
    let is_glued = |word: &Text<'_>| hash == Some(word.span().end as usize);
    let rest = words;
    if words.next().is_none_or(|word| is_glued(&word)) {
        let is_domain = !is_glued(&first) && is_registrable_domain(&first);
        let is_alone = rest.clone().next().is_none();
        let only = Hostnames { words: Words { names, at: from }, has_comment: false };
        return (is_domain && is_alone).then(|| HostRule {
            ip: None,
            hostnames: Children::new(only),
            comment: comment(line, hash),
        });
    }
    if !is_ip(&first) {
        return None;
    }
    let hostnames = Children::new(Hostnames { words: rest, has_comment: hash.is_some() });
    let valid = hostnames.iter().all(|name| is_hostname(&name));
    valid.then(|| HostRule { ip: Some(first), hostnames, comment: comment(line, hash) })
}

/// The words between blanks.
#[derive(Clone, Copy)]
struct Words<'a> {
    names: &'a str,
    at: usize,
}

impl<'a> Iterator for Words<'a> {
    type Item = Text<'a>;

    #[inline]
    fn next(&mut self) -> Option<Text<'a>> {
        let start = skip_blanks(self.names, self.at);
        self.at = find_blank(self.names, start);
        (start < self.at).then(|| text(self.names, start, self.at))
    }
}

/// Parses the names of a host rule.
#[derive(Clone, Copy)]
pub struct Hostnames<'a> {
    words: Words<'a>,
    /// Whether a `#` follows.
    has_comment: bool,
}

impl<'a> Reader for Hostnames<'a> {
    type Child = Text<'a>;

    #[inline]
    fn read(&mut self) -> Result<Option<Text<'a>>> {
        // A word that ends in a Unicode space is visibly separated from the `#`.
        let Hostnames { words, has_comment } = self;
        let is_name = |word: &Text<'_>| {
            let is_glued = *has_comment && word.span().end as usize == words.names.len();
            !(is_glued && word.ends_with(char::is_whitespace))
        };
        Ok(words.next().filter(is_name))
    }
}

fn comment(line: &str, hash: Option<usize>) -> Option<Text<'_>> {
    hash.map(|hash| text(line, skip_blanks(line, hash + 1), line.len()))
}

/// Dotted IPv4 without leading zeros, or IPv6, optionally with a zone.
fn is_ip(word: &str) -> bool {
    let address = match word.split_once('%') {
        Some((address, zone)) => {
            if zone.is_empty() || !zone.bytes().all(|it| it.is_ascii_alphanumeric()) {
                return false;
            }
            address
        }
        None => return word.parse::<Ipv4Addr>().is_ok() || word.parse::<Ipv6Addr>().is_ok(),
    };
    address.parse::<Ipv6Addr>().is_ok()
}

/// Whether tldts 5.7 reads `word` as only a host name: no scheme, port, path, user or capital
/// letter, and no dot at the end. The labels can be anything.
fn is_hostname(word: &str) -> bool {
    if is_valid_hostname(word) {
        return !word.ends_with('.');
    }
    let Some((first, rest)) = word.as_bytes().split_first() else { return false };
    let starts_well = *first > b' ' && *first != b'[' && !word.starts_with("data:");
    let ends_well = rest.last().is_none_or(|last| *last > b' ' && *last != b'.');
    starts_well
        && ends_well
        && !word.bytes().any(|it| matches!(it, b'/' | b'?' | b'A'..=b'Z'))
        && !rest.iter().any(|it| matches!(it, b'@' | b':'))
}

/// The shape of a host name: labels of letters, digits, `-` and `_`, each at most 63 UTF-16 code
/// units long. The last one may be empty.
fn is_valid_hostname(word: &str) -> bool {
    let is_inner = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | 0x80..);
    let bytes = word.as_bytes();
    if !bytes.first().is_some_and(|it| is_inner(*it)) || word.ends_with('-') {
        return false;
    }
    let mut units = 0;
    let mut label = 0;
    let mut previous = 0;
    for byte in bytes {
        match byte {
            b'.' if label > 63 || matches!(previous, b'.' | b'-' | b'_') => return false,
            b'.' => label = 0,
            b'-' | b'_' => label += 1,
            it if is_inner(*it) => label += utf16_len(&[*it]),
            _ => return false,
        }
        units += utf16_len(&[*byte]);
        previous = *byte;
    }
    label <= 63 && units <= 255
}

/// Whether `word` is exactly one label and a public suffix (of the list's ICANN part).
fn is_registrable_domain(word: &str) -> bool {
    if !is_valid_hostname(word) || word.ends_with('.') || is_dotted_digits(word) {
        return false;
    }
    // Most domains end in one of these, which have no suffixes below them.
    for suffix in [".com", ".org", ".net", ".edu", ".gov", ".de"] {
        if let Some(label) = word.strip_suffix(suffix) {
            return !label.contains('.');
        }
    }
    let suffix = suffix_of(word).name;
    match word.strip_suffix(suffix).and_then(|it| it.strip_suffix('.')) {
        Some(label) => !label.contains('.'),
        None => false,
    }
}

/// Whether tldts takes the word for an IPv4 address, valid or not.
fn is_dotted_digits(word: &str) -> bool {
    (7..=15).contains(&word.len())
        && word.bytes().all(|it| it.is_ascii_digit() || it == b'.')
        && word.bytes().filter(|it| *it == b'.').count() == 3
        && !word.ends_with('.')
}
