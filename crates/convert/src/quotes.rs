//! Quotes and escapes of the arguments of scriptlets, as AGTree treats them.

use std::borrow::Cow;

/// The text without the quotes around it. Quotes of that kind inside are escaped.
pub(crate) fn unquoted<'a>(text: &Cow<'a, str>) -> Cow<'a, str> {
    match quote_of(text) {
        Some(quote) => escape(&text[1..text.len() - 1], quote).into(),
        None => text.clone(),
    }
}

/// Appends the text in single quotes.
pub(crate) fn push_single_quoted(text: &str, out: &mut String) {
    let inner = match quote_of(text) {
        Some('\'') => return out.push_str(text),
        Some(quote) => Cow::Owned(unescape(&text[1..text.len() - 1], quote)),
        None => Cow::Borrowed(text),
    };
    out.push('\'');
    if inner.contains('\'') {
        out.push_str(&escape(&inner, '\''));
    } else {
        out.push_str(&inner);
    }
    out.push('\'');
}

/// Whether a text begins and ends with the same quote.
pub(crate) fn is_quoted(text: &str) -> bool {
    quote_of(text).is_some()
}

/// The text in quotes of a kind that it does not contain.
pub(crate) fn quoted_again(text: &str) -> Option<String> {
    let quote = ['\'', '"', '`'].into_iter().find(|it| !text.contains(*it))?;
    Some(format!("{quote}{text}{quote}"))
}

/// The quotes around a text.
fn quote_of(text: &str) -> Option<char> {
    let quote = text.chars().next().filter(|it| matches!(it, '\'' | '"' | '`'))?;
    (text.len() > 1 && text.ends_with(quote)).then_some(quote)
}

/// Writes a backslash before each of these characters that has none.
pub(crate) fn escape(text: &str, wanted: char) -> String {
    if !text.contains(wanted) {
        return text.to_owned();
    }
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
    if !text.contains(wanted) {
        return text.to_owned();
    }
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
