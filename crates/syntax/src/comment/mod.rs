//! Comments of every kind. The order in which the kinds are tried is AGTree's.

pub(super) mod agent;
pub(super) mod condition;
mod config;
mod directive;
pub(super) mod hint;
pub(super) mod json5;
mod metadata;

use crate::{
    ast::{Comment, Rule},
    cosmetic::separator,
    error::Result,
    scan::{char_at, is_blank, js_trim, text},
};

/// Whether the line is a comment at all.
pub(super) fn is_comment(line: &str) -> bool {
    let trimmed = js_trim(line);
    match trimmed.as_bytes().first() {
        Some(b'!') => true,
        Some(b'#') => is_hash_comment(trimmed),
        Some(b'[') => trimmed.ends_with(']') && separator::find(trimmed, 0).is_none(),
        _ => false,
    }
}

/// A `#` can also start a cosmetic rule: when there is a body after the separator.
fn is_hash_comment(trimmed: &str) -> bool {
    let Some((start, separator)) = separator::find(trimmed, 0) else { return true };
    match &trimmed.as_bytes()[start + separator.as_str().len()..] {
        [] | [b'#', b'#', ..] => true,
        [first, ..] => is_blank(*first),
    }
}

/// Reads a line for which [`is_comment`] holds; `from` is where its first visible byte is.
pub(super) fn parse(line: &str, from: usize) -> Result<Rule<'_>> {
    let trimmed = js_trim(line);
    if trimmed.starts_with('[') {
        return agent::parse(line, from).map(Rule::Agent);
    }
    if trimmed.starts_with("!+") {
        return hint::parse(line, skip_chars(line, from, 2)).map(Rule::Hint);
    }
    if trimmed.starts_with("!#") && !trimmed.starts_with("!##") {
        return directive::parse(line, skip_chars(line, from, 2)).map(Rule::PreProcessor);
    }
    if let Some(metadata) = metadata::parse(line, from) {
        return Ok(Rule::Metadata(metadata));
    }
    if config::is_config(line, from) {
        return config::parse(line, from).map(|it| Rule::Config(Box::new(it)));
    }
    let after = from + char_at(line, from).len();
    Ok(Rule::Comment(Comment {
        marker: text(line, from, after),
        text: text(line, after, line.len()),
    }))
}

/// A marker of ASCII has `n` bytes; after a Unicode space it can be longer.
fn skip_chars(line: &str, from: usize, n: usize) -> usize {
    from + line[from..].chars().take(n).map(char::len_utf8).sum::<usize>()
}
