//! Scriptlet calls of the three families.

use crate::{
    ast::ParameterList,
    body::Body,
    children::{Children, Reader},
    error::Result,
    scan::{find_outside_quotes, skip_blanks, trim_blanks_end},
};

const ADG_MASK: &str = "//scriptlet";
const UBO_MASKS: [&str; 2] = ["+js", "script:inject"];

pub(super) fn is_adguard(body: &str) -> bool {
    body.starts_with(ADG_MASK)
}

pub(super) fn is_ubo(body: &str) -> bool {
    UBO_MASKS.iter().any(|mask| body.starts_with(mask))
}

/// Parses the calls of one body.
#[derive(Clone)]
pub enum Calls<'a> {
    /// AdGuard and uBO have only one call.
    One(Option<ParameterList<'a>>),
    /// Adblock Plus's snippets, which `;` separates.
    Snippets(Snippets<'a>),
}

impl<'a> Reader for Calls<'a> {
    type Child = ParameterList<'a>;

    fn read(&mut self) -> Result<Option<ParameterList<'a>>> {
        Ok(match self {
            Calls::One(call) => call.take(),
            Calls::Snippets(snippets) => snippets.next(),
        })
    }
}

/// The parentheses of a call, in bytes of the body.
struct Parens {
    opening: usize,
    closing: usize,
}

impl Parens {
    /// The parentheses after a mask of `mask_len` bytes. The closing one is the end of the body.
    fn find(body: &Body<'_>, family: &str, mask_len: usize) -> Result<Parens> {
        let text = body.text();
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
        skip_blanks(body.text(), self.opening + 1) == self.closing
    }
}

/// `//scriptlet('name', 'argument')`
pub(super) fn parse_adguard<'a>(body: &Body<'a>) -> Result<Children<Calls<'a>>> {
    let parens = Parens::find(body, "ADG", ADG_MASK.len())?;
    let call = if parens.are_empty(body) {
        None
    } else {
        Some(ParameterList::adguard(body, parens.opening + 1, parens.closing)?)
    };
    Ok(Children::new(Calls::One(call)))
}

/// `+js(name, argument)`
pub(super) fn parse_ubo<'a>(body: &Body<'a>) -> Result<Children<Calls<'a>>> {
    let mask = UBO_MASKS.iter().find(|mask| body.text().starts_with(**mask));
    let parens = Parens::find(body, "uBO", mask.map_or(0, |it| it.len()))?;
    if parens.are_empty(body) {
        return Ok(Children::new(Calls::One(None)));
    }
    let call = ParameterList::ublock(body, parens.opening + 1, parens.closing);
    if let Some(None) = call.children.first() {
        let message = "Invalid uBO scriptlet call, no scriptlet name specified";
        return Err(body.error(message, parens.opening, body.text().len()));
    }
    Ok(Children::new(Calls::One(Some(call))))
}

/// `name argument; name argument`: ABP's snippets.
pub(super) fn parse_abp<'a>(body: &Body<'a>) -> Children<Calls<'a>> {
    Children::new(Calls::Snippets(Snippets { body: body.clone(), at: 0 }))
}

#[derive(Clone)]
pub struct Snippets<'a> {
    body: Body<'a>,
    at: usize,
}

impl<'a> Snippets<'a> {
    fn next(&mut self) -> Option<ParameterList<'a>> {
        let text = self.body.text();
        if self.at >= text.len() {
            return None;
        }
        let start = skip_blanks(text, self.at);
        let semicolon = find_outside_quotes(text, b';', start).unwrap_or(text.len());
        let end = trim_blanks_end(text, semicolon).max(start);
        self.at = semicolon + 1;
        Some(ParameterList::plain(&self.body, start, end, b' '))
    }
}
