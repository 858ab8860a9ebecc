//! Public suffixes: names such as `com` and `co.uk`, under which everybody can register a name.

use bloqr_suffix::suffix_of;

/// What a name is on the public suffix list. Only the part of the list for registries counts:
/// `github.io` and `blogspot.com` are normal names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suffix {
    /// It is not a suffix.
    No,
    /// It is on the list, or a rule with `*` on the list covers it.
    Known,
    /// It is one label that is not on the list.
    Unknown,
}

/// Suffixes that have no suffixes below them.
const NOTHING_BELOW: [[u8; 3]; 5] = [*b"com", *b"net", *b"org", *b"edu", *b"gov"];

/// What the public suffix list says about a name, ignoring case and a dot at the end.
///
/// ```
/// use bloqr_dns::{Suffix, suffix};
///
/// assert_eq!(suffix("CO.UK."), Suffix::Known);
/// assert_eq!(suffix("example.co.uk"), Suffix::No);
/// assert_eq!(suffix("github.io"), Suffix::No);
/// assert_eq!(suffix("anything.ck"), Suffix::Known);
/// assert_eq!(suffix("www.ck"), Suffix::No);
/// assert_eq!(suffix("home"), Suffix::Unknown);
/// assert_eq!(suffix("example.COM"), Suffix::No);
/// ```
#[inline]
pub fn suffix(name: &str) -> Suffix {
    let name = name.strip_suffix('.').unwrap_or(name);
    // Most names end in one of these suffixes, which have no suffixes below them.
    if let [_, .., b'.', a, b, c] = name.as_bytes()
        && NOTHING_BELOW.contains(&[a, b, c].map(u8::to_ascii_lowercase))
    {
        return Suffix::No;
    }
    // No suffix of a registry is longer, or has more labels.
    const LONGEST: usize = 64;
    const MOST_DOTS: usize = 4;
    let mut lower = [0; LONGEST];
    let Some(lower) = lower.get_mut(..name.len()) else { return Suffix::No };
    let mut dots = 0;
    for (to, byte) in lower.iter_mut().zip(name.bytes()) {
        *to = byte.to_ascii_lowercase();
        dots += usize::from(byte == b'.');
    }
    if dots > MOST_DOTS || name.is_empty() {
        return Suffix::No;
    }
    let Ok(lower) = std::str::from_utf8(lower) else { return Suffix::No };
    let found = suffix_of(lower);
    if found.is_listed && found.name.len() == lower.len() {
        Suffix::Known
    } else if !found.is_listed && dots == 0 {
        Suffix::Unknown
    } else {
        Suffix::No
    }
}
