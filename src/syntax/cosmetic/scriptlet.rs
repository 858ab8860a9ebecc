//! Scriptlet calls of the three families.

use crate::syntax::{
    ast::ParameterList,
    cosmetic::body::Body,
    error::Result,
    scan::{
        char_at, find_outside_quotes, find_unescaped, rfind_unescaped, skip_blanks, trim_blanks_end,
    },
};

const ADG_MASK: &str = "//scriptlet";
const UBO_MASKS: [&str; 2] = ["+js", "script:inject"];

pub(super) fn is_adguard(body: &str) -> bool {
    body.starts_with(ADG_MASK)
}

pub(super) fn is_ubo(body: &str) -> bool {
    UBO_MASKS.iter().any(|mask| body.starts_with(mask))
}

/// The parentheses of a call, in bytes of the body.
struct Parens {
    opening: usize,
    closing: usize,
}

impl Parens {
    /// The parentheses behind a mask of `mask_len` bytes. The closing one ends the body.
    fn find(body: &Body<'_>, family: &str, mask_len: usize) -> Result<Parens> {
        let text = &*body.text;
        let refuse = |message: &str| {
            let message = format!("Invalid {family} scriptlet call, {message}");
            Err(body.error(message, mask_len, text.len()))
        };
        match text.as_bytes().get(mask_len) {
            Some(b'(') => (),
            Some(b' ') => return refuse("whitespace is not allowed after the scriptlet call mask"),
            _ => return refuse("no opening parentheses '(' found"),
        }
        let end = trim_blanks_end(text, text.len());
        if !text[..end].ends_with(')') || text[..end].ends_with("\\)") {
            return refuse("no closing parentheses ')' found");
        }
        Ok(Parens { opening: mask_len, closing: end - 1 })
    }

    fn are_empty(&self, body: &Body<'_>) -> bool {
        skip_blanks(&body.text, self.opening + 1) == self.closing
    }
}

/// `//scriptlet('name', 'argument')`: every parameter quoted, all alike.
pub(super) fn parse_adguard<'a>(body: &Body<'a>) -> Result<Vec<ParameterList<'a>>> {
    let parens = Parens::find(body, "ADG", ADG_MASK.len())?;
    if parens.are_empty(body) {
        return Ok(Vec::new());
    }
    let text = &*body.text;
    let bytes = text.as_bytes();
    let refuse = |message: String, at: usize| {
        let message = format!("Invalid ADG scriptlet call, {message}");
        Err(body.error(message, at, text.len()))
    };
    let mut children = Vec::new();
    let mut quote = None;
    let mut at = skip_blanks(text, parens.opening + 1);
    while at < parens.closing {
        at = skip_blanks(text, at);
        if !children.is_empty() {
            if bytes[at] != b',' {
                return refuse(format!("expected comma, got '{}'", char_at(text, at)), at);
            }
            at = skip_blanks(text, at + 1);
        }
        let found = bytes[at];
        if found != b'\'' && found != b'"' {
            return refuse(format!("expected quote, got '{}'", char_at(text, at)), at);
        }
        if *quote.get_or_insert(found) != found {
            return refuse("inconsistent quotes".to_owned(), at);
        }
        let Some(closing) = find_unescaped(text, found, at + 1) else {
            return refuse("unclosed parameter".to_owned(), at);
        };
        children.push(Some(body.value(at, closing + 1)));
        at = skip_blanks(text, closing + 1);
    }
    Ok(vec![ParameterList { span: body.span(parens.opening + 1, parens.closing), children }])
}

/// `+js(name, argument)`
pub(super) fn parse_ubo<'a>(body: &Body<'a>) -> Result<Vec<ParameterList<'a>>> {
    let mask = UBO_MASKS.iter().find(|mask| body.text.starts_with(**mask));
    let parens = Parens::find(body, "uBO", mask.map_or(0, |it| it.len()))?;
    if parens.are_empty(body) {
        return Ok(Vec::new());
    }
    let children = parse_ubo_params(body, parens.opening + 1, parens.closing);
    if let Some(None) = children.first() {
        let message = "Invalid uBO scriptlet call, no scriptlet name specified";
        return Err(body.error(message, parens.opening, body.text.len()));
    }
    Ok(vec![ParameterList { span: body.span(parens.opening + 1, parens.closing), children }])
}

/// Splits `text[start..end]` at commas. A quoted parameter may hold some, when a comma or the end
/// follows its closing quote; otherwise the quote is a letter like any other.
fn parse_ubo_params<'a>(
    body: &Body<'a>,
    start: usize,
    end: usize,
) -> Vec<Option<crate::syntax::ast::Value<'a>>> {
    let list = &body.text[..end];
    let mut children = Vec::new();
    let mut ends_in_comma = false;
    let mut at = start;
    while at < end {
        at = skip_blanks(list, at);
        let separator = match list.as_bytes().get(at) {
            Some(quote @ (b'\'' | b'"' | b'`')) => find_quoted_end(list, *quote, at),
            _ => {
                let separator = find_unescaped(list, b',', at);
                ends_in_comma |= separator.is_some_and(|it| it + 1 == end);
                separator
            }
        };
        let param_end = trim_blanks_end(list, separator.unwrap_or(end));
        children.push((at < param_end).then(|| body.value(at, param_end)));
        at = separator.map_or(end, |it| it + 1);
    }
    if ends_in_comma {
        children.push(None);
    }
    children
}

/// The comma that ends the parameter whose first letter, at `start`, is a quote.
fn find_quoted_end(list: &str, quote: u8, start: usize) -> Option<usize> {
    let closing = find_unescaped(list, quote, start + 1)?;
    let next = skip_blanks(list, closing + 1);
    match list.as_bytes().get(next) {
        None => None,
        Some(b',') => Some(next),
        Some(_) => rfind_unescaped(list, b',', start + 1, closing)
            .or_else(|| find_unescaped(list, b',', closing)),
    }
}

/// `name argument; name argument`: ABP's snippets.
pub(super) fn parse_abp<'a>(body: &Body<'a>) -> Vec<ParameterList<'a>> {
    let text = &*body.text;
    let mut calls = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let start = skip_blanks(text, at);
        let semicolon = find_outside_quotes(text, b';', start).unwrap_or(text.len());
        let end = trim_blanks_end(text, semicolon).max(start);
        calls.push(body.params(start, end, b' '));
        at = semicolon + 1;
    }
    calls
}
