//! Lines that every product reads unchanged, recognized without parsing them. Most lines of most
//! lists have one of these few forms. [`Converter`](crate::Converter) has the same result for them,
//! but takes longer.

use bloqr_syntax::source::all_pairs;
use memchr::{memchr, memchr3};

/// Whether a line has one of these forms: blank, a comment, `||ads.example^`, `ads.example`,
/// `||ads.example^$third-party` (except for uBlock Origin), `@@||ads.example/banner?*`,
/// `shop.example##.ad > a[href^="/out/"]`.
#[inline]
pub(crate) fn is_plain(line: &str, takes_third_party: bool) -> bool {
    let bytes = line.as_bytes();
    match bytes {
        [] => true,
        [b'!', ..] => memchr3(b'\n', b'\r', b'\x0c', bytes).is_none(),
        [b'|', b'|', rest @ ..] => match rest {
            [host @ .., b'^'] if is_host(host) => true,
            [.., b'p'] if rest.strip_suffix(b"^$popup").is_some_and(is_host) => true,
            [.., b'y'] if takes_third_party => {
                rest.strip_suffix(b"^$third-party").is_some_and(is_host) || is_address(rest)
            }
            _ => is_address(rest),
        },
        [b'@', b'@', b'|', b'|', rest @ ..] => match rest {
            [host @ .., b'^'] if is_host(host) => true,
            _ => is_address(rest),
        },
        _ => match memchr(b'#', bytes) {
            // Adblock Plus drops shorter patterns, and selectors of one or two characters.
            None => bytes.len() > 3 && (is_host(bytes) || is_address(bytes)),
            Some(at) => {
                bytes[at..].strip_prefix(b"##").is_some_and(|it| it.len() > 2 && is_selector(it))
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
        // A name is short: to search it takes longer than to read all of it.
        && bytes.iter().fold(false, |any, it| any | (*it == b'.'))
}

/// `.ad`, `#ad_1 > div.x`, `a[href^="https://ads.example/"]`: names, classes, identifiers and
/// attributes. A value has double quotes, and no character that has a meaning for a product's own
/// parser.
#[inline]
fn is_selector(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    loop {
        // A name, before classes and attributes.
        let name = rest.iter().take_while(|it| it.is_ascii_lowercase()).count();
        rest = &rest[name..];
        if name > 0 {
            rest = &rest[rest.iter().take_while(|it| it.is_ascii_digit()).count()..];
        }
        let mut has_part = name > 0;
        loop {
            rest = match rest {
                [b'.' | b'#', first, after @ ..]
                    if first.is_ascii_alphabetic() || *first == b'_' =>
                {
                    let is_name = |it: &u8| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-');
                    &after[after.iter().take_while(|it| is_name(it)).count()..]
                }
                [b'[', after @ ..] => match after_attribute(after) {
                    Some(after) => after,
                    None => return false,
                },
                _ => break,
            };
            has_part = true;
        }
        if !has_part {
            return false;
        }
        rest = match rest {
            [] => return true,
            [b' ', b'>' | b'+' | b'~', b' ', after @ ..] | [b' ', after @ ..] => after,
            _ => return false,
        };
    }
}

/// What follows `style="x"]`, the rest of an attribute.
fn after_attribute(bytes: &[u8]) -> Option<&[u8]> {
    let name = bytes.iter().take_while(|it| it.is_ascii_lowercase()).count();
    let (name, rest) = bytes.split_at(name);
    if name.is_empty() {
        return None;
    }
    let value = match rest {
        [b']', rest @ ..] => return Some(rest),
        [b'=', b'"', rest @ ..] | [b'^' | b'$' | b'*', b'=', b'"', rest @ ..] => rest,
        _ => return None,
    };
    let end = memchr(b'"', value)?;
    let is_fine = |it: &u8| it.is_ascii_alphanumeric() || b" ./:_=&?%;-".contains(it);
    let (value, rest) = value.split_at(end);
    if value.is_empty() || !value.iter().all(is_fine) {
        return None;
    }
    rest.strip_prefix(b"\"]")
}

/// `/banner/ads.`, `shop.example/ads/*?id=`: a path with a letter or two that is not a regular
/// expression.
#[inline]
fn is_address(bytes: &[u8]) -> bool {
    let [first, _, _, .., last] = bytes else { return false };
    let Some(end) = memchr(b'/', bytes) else { return false };
    bytes.len() > 5
        && !(*first == b'/' && *last == b'/')
        && (end == 0 || is_host(&bytes[..end]))
        && bytes.iter().all(|it| OF_ADDRESS[usize::from(*it)])
}

/// The characters of addresses, without those that start modifiers or have a meaning only at an end.
const OF_ADDRESS: [bool; 256] = {
    let mut all = [false; 256];
    let (mut n, signs) = (0, b"/.-_=&?*%:;,^+~");
    while n < 256 {
        all[n] = (n as u8).is_ascii_alphanumeric();
        n += 1;
    }
    n = 0;
    while n < signs.len() {
        all[signs[n] as usize] = true;
        n += 1;
    }
    all
};
