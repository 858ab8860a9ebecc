//! Checks a selector as blockers do that do not parse it: they check only brackets, comments and
//! the names of pseudo-classes.

use crate::{
    css::{problem::Token, scan, selector::TOKEN_READERS},
    tables::pseudos::{self, Argument},
};

/// Checks a selector whose grammar broke at `from`. Blockers that parse it refuse it; the others
/// need their own reason. Returns the first one, with its start and end.
#[cold]
pub(super) fn first_fault(text: &str, from: usize) -> Option<(Token<'_>, usize, usize)> {
    let bytes = text.as_bytes();
    // After the selector of a style, its declarations follow.
    let has_block = text.ends_with('}');
    let mut open: Vec<(u8, usize)> = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'"' | b'\'' => match scan::string_end(text, at) {
                Some(end) => at = end - 1,
                None => break,
            },
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                let is_closed = memchr::memmem::find(&bytes[at + 2..], b"*/").is_some();
                return Some((Token::Comment { is_closed }, at, at + 2));
            }
            b'{' if has_block && open.is_empty() => return None,
            b'(' => open.push((b')', at)),
            b'[' => open.push((b']', at)),
            b')' | b']' if open.pop().is_none_or(|it| it.0 != byte) => {
                return Some((Token::Unmatched, at, at + 1));
            }
            b':' if bytes.get(at + 1) == Some(&b':') => at += 1,
            b':' => {
                let end = scan::ident_end(text, at + 1);
                let name = &text[at + 1..end];
                let known = pseudos::find(name);
                if end > at + 1 && end > from {
                    let is_known = known.is_some_and(|it| it.who.intersects(TOKEN_READERS));
                    if !is_known && !pseudos::one_colon(name).intersects(TOKEN_READERS) {
                        return Some((Token::Unknown(name), at, end));
                    }
                }
                at = end.max(at + 1) - 1;
                let is_text = known.is_some_and(|it| {
                    !matches!(it.argument, Argument::Selectors | Argument::RelativeSelectors)
                });
                if is_text && bytes.get(end) == Some(&b'(') {
                    match scan::closing_paren(text, end + 1) {
                        Some(end) => at = end,
                        None => return Some((Token::Unmatched, end, end + 1)),
                    }
                }
            }
            _ => (),
        }
        at += 1;
    }
    open.first().map(|(_, at)| (Token::Unmatched, *at, at + 1))
}
