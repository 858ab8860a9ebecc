//! Lines that every product reads unchanged, recognized without parsing them. Most lines of most
//! lists have one of these few forms. [`Converter`](crate::Converter) has the same result for them,
//! but takes longer.

use bloqr_syntax::source::all_pairs;
use memchr::{memchr, memchr3};

/// Whether a line has one of these forms: blank, a comment, `||ads.example^`, `ads.example`,
/// `||ads.example^$third-party` (except for uBlock Origin), `shop.example##.ad`.
/// `||ads.example^$third-party` (but for uBlock Origin), `shop.example##.ad`.
#[inline]
pub(crate) fn is_plain(line: &str, takes_third_party: bool) -> bool {
    let bytes = line.as_bytes();
    match bytes {
        [] => true,
        [b'!', ..] => memchr3(b'\n', b'\r', b'\x0c', bytes).is_none(),
        [b'|', b'|', rest @ ..] => match rest {
            [host @ .., b'^'] => is_host(host),
            [.., b'p'] => rest.strip_suffix(b"^$popup").is_some_and(is_host),
            [.., b'y'] if takes_third_party => {
                rest.strip_suffix(b"^$third-party").is_some_and(is_host)
            }
            _ => is_address(rest),
        },
        _ => match memchr(b'#', bytes) {
            None => is_host(bytes) || is_address(bytes),
            Some(at) => {
                bytes[at..].strip_prefix(b"##").is_some_and(is_simple_selector)
                    && (at == 0 || bytes[..at].split(|it| *it == b',').all(is_host))
            }
        },
    }
}

/// `ads.example`: at least two labels, no Punycode, no special characters.
#[inline]
fn is_host(bytes: &[u8]) -> bool {
    let is_letter = |it: u8| matches!(it, b'a'..=b'z' | b'0'..=b'9');
    let is_sign = |it: u8| matches!(it, b'.' | b'-');
    let [first, .., last] = bytes else { return false };
    // A last label of digits may be an address, and two hyphens in a row Punycode.
    is_letter(*first)
        && last.is_ascii_lowercase()
        && bytes.len() < 200
        && all_pairs(bytes, |a, b| (is_letter(a) | is_sign(a)) & !(is_sign(a) & is_sign(b)))
        && bytes.contains(&b'.')
}

/// `.ad`, `#ad_1`: one class or one identifier.
#[inline]
fn is_simple_selector(bytes: &[u8]) -> bool {
    let [b'.' | b'#', first, rest @ ..] = bytes else { return false };
    (first.is_ascii_alphabetic() || *first == b'_')
        && rest.iter().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-'))
}

/// `/banner/ads.`, `shop.example/ads/`: a path with a letter or two that is not a regular
/// expression and has no special character of patterns.
#[inline]
fn is_address(bytes: &[u8]) -> bool {
    let is_fine =
        |it: &u8| matches!(it, b'a'..=b'z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'=' | b'&');
    let [first, .., last] = bytes else { return false };
    let host = memchr(b'/', bytes).map_or(bytes, |end| &bytes[..end]);
    bytes.len() > 5
        && !(*first == b'/' && *last == b'/')
        && (host.is_empty() || is_host(host))
        && bytes.contains(&b'/')
        && bytes.iter().all(is_fine)
}
