//! Quotes and escapes of the arguments of scriptlets, as AGTree treats them.

/// The text without the quotes around it. Quotes of that kind inside are escaped.
pub(crate) fn unquoted(text: &str) -> String {
    match quote_of(text) {
        Some(quote) => escape(&text[1..text.len() - 1], quote),
        None => text.to_owned(),
    }
}

/// The text in single quotes.
pub(crate) fn single_quoted(text: &str) -> String {
    let inner = match quote_of(text) {
        Some('\'') => return text.to_owned(),
        Some(quote) => unescape(&text[1..text.len() - 1], quote),
        None => text.to_owned(),
    };
    format!("'{}'", escape(&inner, '\''))
}

/// The quote that a text stands in.
fn quote_of(text: &str) -> Option<char> {
    let quote = text.chars().next().filter(|it| matches!(it, '\'' | '"' | '`'))?;
    (text.len() > 1 && text.ends_with(quote)).then_some(quote)
}

/// Writes a backslash before each of these characters that has none.
pub(crate) fn escape(text: &str, wanted: char) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = None;
    for c in text.chars() {
        if c == wanted && before != Some('\\') {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

/// Removes the backslash before each of these characters that has exactly one.
pub(crate) fn unescape(text: &str, wanted: char) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut before, mut before_that) = (None, None);
    for c in text.chars() {
        if c == wanted && before == Some('\\') && before_that != Some('\\') {
            out.pop();
        }
        out.push(c);
        (before_that, before) = (before, Some(c));
    }
    out
}
