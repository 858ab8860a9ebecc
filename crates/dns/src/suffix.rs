//! Public suffixes: names such as `com` and `co.uk`, under which everybody can have a name.

/// What a name is on the public suffix list. Only the part of the list that registries made counts:
/// `github.io` and `blogspot.com` are names as any other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suffix {
    /// It is not a suffix.
    No,
    /// The list has it, or a rule with `*` that covers it.
    Known,
    /// One label that the list does not have.
    Unknown,
}

/// What the list says of a name, in any case, with or without a dot at the end.
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
/// ```
#[inline]
pub fn suffix(name: &str) -> Suffix {
    let name = name.strip_suffix('.').unwrap_or(name);
    // No suffix of registries is longer, or has more labels.
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
    match psl::suffix(lower) {
        Some(it) if it.as_bytes().len() != lower.len() => Suffix::No,
        Some(it) => match it.typ() {
            Some(psl::Type::Icann) => Suffix::Known,
            // A private one: what registries have is shorter.
            Some(psl::Type::Private) => Suffix::No,
            None if dots == 0 => Suffix::Unknown,
            None => Suffix::No,
        },
        None if dots == 0 => Suffix::Unknown,
        None => Suffix::No,
    }
}
