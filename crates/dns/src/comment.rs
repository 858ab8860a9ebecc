//! Lines that are not rules.

/// Whether a line is a comment: it starts with `!`, or with a `#` that does not start a cosmetic
/// separator (`##`, `#@#`, `#$#`, …). `####` is a horizontal line.
///
/// ```
/// use bloqr_dns::is_comment;
///
/// for line in ["! a", "# a", "#a", "#", "#----", "########"] {
///     assert!(is_comment(line), "{line}");
/// }
/// for line in ["##.ad", "###ad", "#@#.ad", "#%#code", " ! a", "[Adblock Plus]", ""] {
///     assert!(!is_comment(line), "{line}");
/// }
/// ```
#[inline]
pub fn is_comment(line: &str) -> bool {
    match line.as_bytes() {
        [b'!', ..] => true,
        [b'#', rest @ ..] => rest.starts_with(b"###") || !ends_separator(rest),
        _ => false,
    }
}

/// Whether the text after a `#` completes a cosmetic separator.
fn ends_separator(rest: &[u8]) -> bool {
    let rest = rest.strip_prefix(b"@").unwrap_or(rest);
    match rest {
        [b'#', ..] | [b'%' | b'?', b'#', ..] => true,
        [b'$', rest @ ..] => rest.strip_prefix(b"?").unwrap_or(rest).starts_with(b"#"),
        _ => false,
    }
}

/// The text without the blanks at its ends: the characters that `trim` removes in JavaScript.
///
/// ```
/// assert_eq!(bloqr_dns::trim("\u{feff} a \u{a0}\r"), "a");
/// ```
#[inline]
pub fn trim(text: &str) -> &str {
    let is_visible = |it: &u8| (0x21..0x7F).contains(it);
    let bytes = text.as_bytes();
    if bytes.first().is_none_or(is_visible) && bytes.last().is_none_or(is_visible) {
        return text;
    }
    text.trim_matches(|it: char| it.is_whitespace() && it != '\u{85}' || it == '\u{feff}')
}
