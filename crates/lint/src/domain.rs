//! The forms of domains in lists: before `##`, in `domain=` and after `||`.

use bloqr_syntax::{invisible::is_invisible, source::all_pairs};

/// The form of a domain, without its `~`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// `a.example`, an IP address, or one label.
    Name,
    /// `A.Example`
    Upper,
    /// `例え.example`
    Unicode,
    /// `a.*`
    AnyTld,
    /// `*`
    Any,
    /// `*.a.example`
    AnySub,
    /// `a.*.example`, `a*.example`
    Wildcard,
    /// `/a|b/`
    Regex,
    /// `a.example/path`
    Path,
    /// `1.2.3.456`
    Address,
    /// `xn--a`, which is not valid Punycode.
    Punycode,
    /// `.a.example`, `a.example.`
    OuterDot,
    /// `a..example`
    TwoDots,
    /// `-a.example`, `a-.example`
    Hyphen,
    /// `a.-b.example`
    InnerHyphen,
    /// `a.example>>`
    Ancestor,
    Empty,
    /// Has a byte that no name contains, such as `|`, `;` or a space, at this position.
    Stray(u32),
}

#[inline]
pub(crate) fn shape(domain: &str) -> Shape {
    // Nearly every domain has this form: parts of letters and digits, separated by dots or hyphens.
    let bytes = domain.as_bytes();
    if is_plain(bytes) {
        let ends_in_digit = bytes.last().is_some_and(u8::is_ascii_digit);
        return if ends_in_digit { numbered_shape(domain) } else { Shape::Name };
    }
    let mut before = DOT;
    let mut wrong = 0;
    for &byte in domain.as_bytes() {
        let class = CLASSES[byte as usize];
        wrong |= WRONG[usize::from(before * 4 + class)];
        before = class;
    }
    match wrong {
        _ if before != LETTER => odd_shape(domain),
        0 if domain.as_bytes().last().is_some_and(u8::is_ascii_digit) => numbered_shape(domain),
        0 => Shape::Name,
        DASHES if domain.split('.').all(is_decodable) => Shape::Name,
        DASHES => Shape::Punycode,
        _ => odd_shape(domain),
    }
}

/// Whether a name consists of letters, digits and single dots and hyphens, with no dot or hyphen at
/// its ends. False for a single letter.
#[inline]
pub(crate) fn is_plain(name: &[u8]) -> bool {
    let is_letter = |it: u8| matches!(it, b'a'..=b'z' | b'0'..=b'9' | b'_');
    let is_sign = |it: u8| matches!(it, b'.' | b'-');
    let [first, .., last] = name else { return false };
    is_letter(*first)
        && is_letter(*last)
        && all_pairs(name, |a, b| (is_letter(a) | is_sign(a)) & !(is_sign(a) & is_sign(b)))
}

/// The form of a name that ends in a number: it must be an IP address.
fn numbered_shape(domain: &str) -> Shape {
    let last = domain.rsplit('.').next().unwrap_or(domain);
    let is_number = last.len() < domain.len() && last.bytes().all(|it| it.is_ascii_digit());
    if is_number && domain.parse::<std::net::Ipv4Addr>().is_err() {
        Shape::Address
    } else {
        Shape::Name
    }
}

const LETTER: u8 = 0;
const HYPHEN: u8 = 1;
const DOT: u8 = 2;
const OTHER: u8 = 3;

/// The class of each byte.
static CLASSES: [u8; 256] = {
    let mut classes = [OTHER; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'a'..=b'z' | b'0'..=b'9' | b'_' => LETTER,
            b'-' => HYPHEN,
            b'.' => DOT,
            _ => OTHER,
        };
        byte += 1;
    }
    classes
};

/// How many bytes at the start of a text can be part of a host name.
pub(crate) fn name_len(text: &str) -> usize {
    // Nearly every text is `ads.example^`.
    if let Some(host) = text.strip_suffix('^')
        && is_plain(host.as_bytes())
    {
        return host.len();
    }
    let end = text.bytes().position(|it| CLASSES[usize::from(it)] == OTHER);
    end.unwrap_or(text.len())
}

/// Two hyphens: possibly a label in Punycode.
const DASHES: u8 = 2;

/// Whether a byte of one class cannot follow a byte of another: `before * 4 + class`.
#[rustfmt::skip]
static WRONG: [u8; 16] = [
    // Rows: a letter, a hyphen, a dot, another byte. Columns: the same, for the byte after it.
    0, 0, 0, 1,
    0, DASHES, 1, 1,
    0, 1, 1, 1,
    1, 1, 1, 1,
];

fn odd_shape(domain: &str) -> Shape {
    let bytes = domain.as_bytes();
    if bytes.is_empty() {
        return Shape::Empty;
    }
    if bytes.len() > 1 && bytes[0] == b'/' && bytes.ends_with(b"/") {
        return Shape::Regex;
    }
    if domain == "*" {
        return Shape::Any;
    }
    if is_ipv6(domain) {
        return Shape::Name;
    }
    if let Some(name) = domain.strip_suffix(">>")
        && is_whole(shape(name))
    {
        return Shape::Ancestor;
    }
    let (name, any_tld) = match domain.strip_suffix(".*") {
        Some(name) => (name, true),
        None => (domain, false),
    };
    let (name, any_sub) = match name.strip_prefix("*.") {
        Some(name) => (name, true),
        None => (name, false),
    };
    let slash = name.find('/').filter(|at| *at > 0);
    let host = &name[..slash.unwrap_or(name.len())];
    let is_stray = |c: char| match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '-' | '_' | '*' => false,
        c => c.is_ascii() || is_invisible(c) || c.is_whitespace() || is_punctuation(c),
    };
    if let Some(at) = host.find(is_stray) {
        return Shape::Stray((at + if any_sub { 2 } else { 0 }) as u32);
    }
    if host.starts_with('.') || host.ends_with('.') {
        return Shape::OuterDot;
    }
    if host.contains("..") {
        return Shape::TwoDots;
    }
    if host.contains('*') {
        return Shape::Wildcard;
    }
    if any_sub {
        return Shape::AnySub;
    }
    if slash.is_some() {
        return Shape::Path;
    }
    if host.starts_with('-') || host.split('.').any(|it| it.ends_with('-')) {
        return Shape::Hyphen;
    }
    if host.contains(".-") {
        return Shape::InnerHyphen;
    }
    if !host.is_ascii() {
        return Shape::Unicode;
    }
    if host.bytes().any(|it| it.is_ascii_uppercase()) {
        return Shape::Upper;
    }
    if any_tld { Shape::AnyTld } else { Shape::Name }
}

/// Whether the domain is complete.
fn is_whole(shape: Shape) -> bool {
    matches!(shape, Shape::Name | Shape::Upper | Shape::Unicode | Shape::AnyTld | Shape::Any)
}

/// `[::1]`
fn is_ipv6(domain: &str) -> bool {
    let inside = domain.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    inside.is_some_and(|it| it.parse::<std::net::Ipv6Addr>().is_ok())
}

/// Whether a label that starts with `xn--` is valid Punycode (RFC 3492). Other labels are valid.
fn is_decodable(label: &str) -> bool {
    let Some(code) = label.strip_prefix("xn--") else { return true };
    let digits = code.rfind('-').map_or(code, |at| &code[at + 1..]);
    let plain = code.len() - digits.len();
    let (mut point, mut index, mut bias) = (128_u32, 0_u32, 72_u32);
    let mut count = plain.saturating_sub(1) as u32;
    let mut digits = digits.bytes();
    while digits.len() > 0 {
        let (old, mut weight, mut base) = (index, 1_u32, 36_u32);
        loop {
            let digit = match digits.next() {
                Some(it @ b'a'..=b'z') => u32::from(it - b'a'),
                Some(it @ b'A'..=b'Z') => u32::from(it - b'A'),
                Some(it @ b'0'..=b'9') => u32::from(it - b'0') + 26,
                _ => return false,
            };
            let Some(next) = digit.checked_mul(weight).and_then(|it| index.checked_add(it)) else {
                return false;
            };
            index = next;
            let threshold = base.saturating_sub(bias).clamp(1, 26);
            if digit < threshold {
                break;
            }
            let Some(next) = weight.checked_mul(36 - threshold) else { return false };
            weight = next;
            base += 36;
        }
        count += 1;
        bias = adapted(index - old, count, old == 0);
        point = point.saturating_add(index / count);
        index %= count;
        // A decoded name has no capital letters.
        if char::from_u32(point).is_none_or(|it| it.is_control() || it.is_uppercase()) {
            return false;
        }
        index += 1;
    }
    plain < code.len()
}

/// The bias for the next delta.
fn adapted(delta: u32, count: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { delta / 700 } else { delta / 2 };
    delta += delta / count;
    let mut steps = 0;
    while delta > 455 {
        delta /= 35;
        steps += 36;
    }
    steps + 36 * delta / (delta + 38)
}

/// Punctuation outside of ASCII that is typed by mistake: quotes, dashes, ellipses.
fn is_punctuation(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{3000}'..='\u{3003}')
}

#[cfg(test)]
mod tests {
    use super::{Shape, is_decodable, shape};

    #[test]
    fn punycode() {
        for (label, expect) in [
            ("example", true),
            ("xn--r8jz45g", true),
            ("xn--bcher-kva", true),
            ("xn--example", false),
            ("xn--a", false),
            ("xn--", false),
            ("xn--a-", false),
        ] {
            assert_eq!(is_decodable(label), expect, "{label}");
        }
    }

    #[test]
    fn shapes() {
        for (domain, expect) in [
            ("a.example", Shape::Name),
            ("localhost", Shape::Name),
            ("192.0.2.1", Shape::Name),
            ("192.0.2.256", Shape::Address),
            ("a.example2", Shape::Name),
            ("a--b.example", Shape::Name),
            ("xn--r8jz45g.example", Shape::Name),
            ("xn--a.example", Shape::Punycode),
            ("[::1]", Shape::Name),
            ("[::1", Shape::Stray(0)),
            ("A.example", Shape::Upper),
            ("b\u{fc}cher.example", Shape::Unicode),
            ("a.*", Shape::AnyTld),
            ("*", Shape::Any),
            ("*.a.example", Shape::AnySub),
            ("a.*.*", Shape::Wildcard),
            ("*.*", Shape::Wildcard),
            ("a*b.example", Shape::Wildcard),
            ("/a|b/", Shape::Regex),
            ("a.example/x", Shape::Path),
            ("a..example", Shape::TwoDots),
            (".a", Shape::OuterDot),
            ("a.", Shape::OuterDot),
            ("a.example>>", Shape::Ancestor),
            ("a.*>>", Shape::Ancestor),
            ("*>>", Shape::Ancestor),
            ("a.example>", Shape::Stray(9)),
            ("a.example>>/x", Shape::Stray(9)),
            ("a.-b.example", Shape::InnerHyphen),
            ("", Shape::Empty),
            ("a b", Shape::Stray(1)),
            ("a;b", Shape::Stray(1)),
            ("a\u{2060}b", Shape::Stray(1)),
            ("a\u{202e}b", Shape::Stray(1)),
            ("a\u{180e}b", Shape::Stray(1)),
            ("-a.example", Shape::Hyphen),
        ] {
            assert_eq!(shape(domain), expect, "{domain}");
        }
    }
}
