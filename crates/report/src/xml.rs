//! Text in XML 1.0, which has no form for most control characters.

use std::borrow::Cow;

use super::cells::visible;

/// A text for an attribute in double quotes, or between tags. Control and invisible characters are
/// made visible, because XML cannot have them or a reader would not see them.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    const SPECIAL: [char; 5] = ['&', '<', '>', '"', '\''];
    // Two that are no characters, and that XML forbids.
    const FORBIDDEN: [char; 2] = ['\u{fffe}', '\u{ffff}'];
    let text = visible(text);
    if !text.contains(|c: char| SPECIAL.contains(&c) || FORBIDDEN.contains(&c)) {
        return text;
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            _ => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_that_xml_cannot_have_is_left() {
        assert_eq!(escaped("a\"b'<c>&"), "a&quot;b&#39;&lt;c&gt;&amp;");
        assert_eq!(
            escaped("\x1b\n\u{0}\u{9b}\u{202e}\u{ffff}"),
            "␛␊␀&lt;U+009B&gt;&lt;U+202E&gt;\u{fffd}"
        );
        assert_eq!(escaped("ä]]>"), "ä]]&gt;");
    }
}
