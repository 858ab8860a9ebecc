//! `a, b, c`: the lists of hints, directives, config comments and ABP's snippets.

use crate::{
    source::Span,
    syntax::{
        ast::{ParameterList, Value},
        scan::{find_outside_quotes, is_blank, skip_blanks, trim_blanks_end},
    },
};

/// Splits `text` at `separator`. `value` makes a node of a range of bytes of `text`.
pub(in crate::syntax) fn parse<'a>(
    text: &str,
    span: Span,
    separator: u8,
    value: impl Fn(usize, usize) -> Value<'a>,
) -> ParameterList<'a> {
    let bytes = text.as_bytes();
    let mut children = Vec::new();
    let mut at = 0;
    while at < text.len() {
        at = skip_blanks(text, at);
        match bytes.get(at) {
            None => {
                children.push(None);
                at += 1;
            }
            // Blanks were skipped, so a blank separator never stands here.
            Some(byte) if *byte == separator => {
                children.push(None);
                at += 1;
            }
            Some(_) => {
                let next = find_outside_quotes(text, separator, at);
                let end = trim_blanks_end(text, next.unwrap_or(text.len()));
                children.push(Some(value(at, end)));
                at = next.map_or(text.len(), |it| it + 1);
            }
        }
    }
    if bytes.last() == Some(&separator) {
        children.push(None);
    }
    debug_assert!(separator == b',' || is_blank(separator));
    ParameterList { span, children }
}
