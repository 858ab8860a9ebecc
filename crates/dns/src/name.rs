//! Names of hosts.

/// Whether DNS can have the name: labels of 1 to 63 letters, digits, `-` and `_`, without `-` at
/// their ends, at most 253 characters, with an optional dot at the end.
///
/// ```
/// use bloqr_dns::is_hostname;
///
/// assert!(is_hostname("_sip._tcp.Example.com."));
/// assert!(is_hostname("localhost"));
/// assert!(!is_hostname("-a.example"));
/// assert!(!is_hostname("a..example"));
/// assert!(!is_hostname(""));
/// ```
#[inline]
pub fn is_hostname(name: &str) -> bool {
    is_dotted(name, |it| it.is_ascii_alphanumeric() || it == b'_')
}

#[inline]
fn is_dotted(name: &str, is_letter: impl Fn(u8) -> bool) -> bool {
    const MOST: usize = 253;
    const MOST_IN_LABEL: usize = 63;
    let name = name.strip_suffix('.').unwrap_or(name);
    let (mut label, mut before) = (0, b'.');
    for byte in name.bytes() {
        match byte {
            b'.' if matches!(before, b'.' | b'-') || label > MOST_IN_LABEL => return false,
            b'.' => label = 0,
            b'-' if before == b'.' => return false,
            b'-' => label += 1,
            it if is_letter(it) => label += 1,
            _ => return false,
        }
        before = byte;
    }
    !matches!(before, b'.' | b'-') && label <= MOST_IN_LABEL && name.len() <= MOST
}

/// Whether a line is only a domain: it has a dot, and no `_`.
///
/// ```
/// assert!(bloqr_dns::is_plain_domain("ads.example.com"));
/// assert!(!bloqr_dns::is_plain_domain("localhost"));
/// assert!(!bloqr_dns::is_plain_domain("a_b.example.com"));
/// ```
#[inline]
pub fn is_plain_domain(name: &str) -> bool {
    memchr::memchr(b'.', name.as_bytes()).is_some_and(|at| at + 1 < name.len())
        && is_dotted(name, |it| it.is_ascii_alphanumeric())
}
