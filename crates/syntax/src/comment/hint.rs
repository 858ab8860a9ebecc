//! `!+ NOT_OPTIMIZED PLATFORM(windows, mac)`

use crate::{
    SyntaxError,
    ast::{Hint, HintComment, ParameterList},
    children::{Children, Reader},
    error::Result,
    scan::{char_at, is_blank, skip_blanks, text},
    source::Span,
};

/// Parses the hints from `at`, after the marker.
pub(super) fn parse(line: &str, at: usize) -> Result<HintComment<'_>> {
    if at >= line.len() {
        return Err(SyntaxError::new("Empty hint rule", 0, line.len()));
    }
    Ok(HintComment { children: Children::check(Hints { line, at })? })
}

/// Parses the hints from a position on.
#[derive(Clone, Copy)]
pub struct Hints<'a> {
    line: &'a str,
    at: usize,
}

impl<'a> Reader for Hints<'a> {
    type Child = Hint<'a>;

    fn read(&mut self) -> Result<Option<Hint<'a>>> {
        let Hints { line, at } = *self;
        if at >= line.len() {
            return Ok(None);
        }
        let start = skip_blanks(line, at);
        let end = find_end(line, start)?;
        self.at = skip_blanks(line, end);
        parse_hint(line, start, end).map(Some)
    }
}

/// The first blank outside of parentheses.
fn find_end(line: &str, start: usize) -> Result<usize> {
    let bytes = line.as_bytes();
    let mut balance = 0_i64;
    for at in start..bytes.len() {
        let escaped = at > 0 && bytes[at - 1] == b'\\';
        match bytes[at] {
            b'(' if !escaped => {
                balance += 1;
                if balance > 1 {
                    let message = "Invalid hint: nested parentheses are not allowed";
                    return Err(SyntaxError::new(message, start, at));
                }
            }
            b')' if !escaped => balance -= 1,
            byte if is_blank(byte) && balance == 0 => return Ok(at),
            _ => (),
        }
    }
    Ok(bytes.len())
}

fn parse_hint(line: &str, start: usize, end: usize) -> Result<Hint<'_>> {
    let hint = &line[..end];
    let bytes = hint.as_bytes();
    let mut name_end = start;
    while name_end < end && !matches!(bytes[name_end], b'(' | b' ') {
        if !bytes[name_end].is_ascii_alphanumeric() && bytes[name_end] != b'_' {
            let c = char_at(hint, name_end);
            let message = format!("Invalid character \"{c}\" in hint name: \"{c}\"");
            return Err(SyntaxError::new(message, start, name_end));
        }
        name_end += 1;
    }
    let name = text(line, start, name_end);
    if name.is_empty() {
        return Err(SyntaxError::new("Empty hint name", start, name_end));
    }
    let opening = skip_blanks(hint, name_end);
    if bytes.get(opening) != Some(&b'(') {
        return Ok(Hint { span: Span::new(start, opening), name, params: None });
    }
    let Some(closing) = memchr::memrchr(b')', &bytes[opening..]).map(|it| opening + it) else {
        let message = format!("Missing closing parenthesis for hint \"{}\"", &*name);
        return Err(SyntaxError::new(message, start, end));
    };
    let rest = skip_blanks(hint, closing + 1);
    if rest != end {
        let rest_end = rest + char_at(hint, rest).len();
        let rest = &hint[closing + 1..rest_end];
        let message = format!(
            "Unexpected input after closing parenthesis for hint \"{}\": \"{rest}\"",
            &*name
        );
        return Err(SyntaxError::new(message, closing + 1, rest_end));
    }
    let inside = opening + 1;
    let params = ParameterList::commas(line, inside, closing);
    Ok(Hint { span: Span::new(start, end), name, params: Some(params) })
}
