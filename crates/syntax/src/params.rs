//! Lists of parameters: of hints, directives, config comments, and scriptlets of each syntax.

use crate::{
    ast::{ParameterList, Value},
    body::Body,
    children::{Children, Reader},
    error::Result,
    scan::{
        char_at, find_outside_quotes, find_unescaped, rfind_unescaped, skip_blanks, trim_blanks_end,
    },
};

/// Parses parameters from a position on. An empty parameter is `None`.
#[derive(Clone)]
pub struct Params<'a> {
    body: Body<'a>,
    at: u32,
    end: u32,
    manner: Manner,
    /// Whether there is an empty parameter at the end.
    ends_empty: bool,
}

/// The syntax of a list.
#[derive(Clone, Copy)]
enum Manner {
    /// `a, b`, `a b`: quotes hide separators.
    Plain { separator: u8 },
    /// `'a', 'b'`: every parameter is quoted, with the same quote.
    Adguard { quote: Option<u8> },
    /// `a, b`: only a parameter that starts with a quote is quoted.
    Ublock,
}

impl<'a> ParameterList<'a> {
    /// `line[start..end]`, split at commas.
    pub(super) fn commas(line: &'a str, start: usize, end: usize) -> ParameterList<'a> {
        ParameterList::plain(&Body::new(line, start, end), 0, end - start, b',')
    }

    /// The text from `start` to `end`, split at a separator.
    pub(super) fn plain(
        body: &Body<'a>,
        start: usize,
        end: usize,
        separator: u8,
    ) -> ParameterList<'a> {
        let ends_empty = body.text().as_bytes()[start..end].last() == Some(&separator);
        let params = Params::new(body, start, end, Manner::Plain { separator }, ends_empty);
        ParameterList { span: body.span(start, end), children: Children::new(params) }
    }

    /// Returns AGTree's error for a call that it cannot parse.
    pub(super) fn adguard(body: &Body<'a>, start: usize, end: usize) -> Result<ParameterList<'a>> {
        let from = skip_blanks(body.text(), start);
        let params = Params::new(body, from, end, Manner::Adguard { quote: None }, false);
        Ok(ParameterList { span: body.span(start, end), children: Children::check(params)? })
    }

    pub(super) fn ublock(body: &Body<'a>, start: usize, end: usize) -> ParameterList<'a> {
        let params = Params::new(body, start, end, Manner::Ublock, false);
        ParameterList { span: body.span(start, end), children: Children::new(params) }
    }
}

impl<'a> Reader for Params<'a> {
    type Child = Option<Value<'a>>;

    fn read(&mut self) -> Result<Option<Option<Value<'a>>>> {
        if self.at >= self.end {
            return Ok(std::mem::take(&mut self.ends_empty).then_some(None));
        }
        match self.manner {
            Manner::Plain { separator } => Ok(Some(self.plain(separator))),
            Manner::Adguard { quote } => self.adguard(quote).map(|it| Some(Some(it))),
            Manner::Ublock => Ok(Some(self.ublock())),
        }
    }
}

impl<'a> Params<'a> {
    fn new(
        body: &Body<'a>,
        start: usize,
        end: usize,
        manner: Manner,
        ends_empty: bool,
    ) -> Params<'a> {
        Params { body: body.clone(), at: start as u32, end: end as u32, manner, ends_empty }
    }

    fn plain(&mut self, separator: u8) -> Option<Value<'a>> {
        let list = &self.body.text()[..self.end as usize];
        let at = skip_blanks(list, self.at as usize);
        // Blanks were skipped, so there cannot be a blank separator here.
        if list.as_bytes().get(at).is_none_or(|it| *it == separator) {
            self.at = at as u32 + 1;
            return None;
        }
        let next = find_outside_quotes(list, separator, at);
        let end = trim_blanks_end(list, next.unwrap_or(list.len()));
        self.at = next.map_or(self.end, |it| it as u32 + 1);
        Some(self.body.value(at, end))
    }

    fn adguard(&mut self, quote: Option<u8>) -> Result<Value<'a>> {
        let text = self.body.text();
        let bytes = text.as_bytes();
        let refuse = |message: String, at: usize| {
            let message = format!("Invalid ADG scriptlet call, {message}");
            Err(self.body.error(message, at, text.len()))
        };
        let mut at = self.at as usize;
        if quote.is_some() {
            if bytes[at] != b',' {
                return refuse(format!("expected comma, got '{}'", char_at(text, at)), at);
            }
            at = skip_blanks(text, at + 1);
        }
        let found = bytes[at];
        if found != b'\'' && found != b'"' {
            return refuse(format!("expected quote, got '{}'", char_at(text, at)), at);
        }
        if quote.is_some_and(|it| it != found) {
            return refuse("inconsistent quotes".to_owned(), at);
        }
        let Some(closing) = find_unescaped(text, found, at + 1) else {
            return refuse("unclosed parameter".to_owned(), at);
        };
        self.at = skip_blanks(text, closing + 1) as u32;
        self.manner = Manner::Adguard { quote: Some(found) };
        Ok(self.body.value(at, closing + 1))
    }

    /// A quoted parameter can contain commas, if its closing quote is followed by a comma or the
    /// end. Otherwise the quote is a normal character.
    fn ublock(&mut self) -> Option<Value<'a>> {
        let end = self.end as usize;
        let list = &self.body.text()[..end];
        let at = skip_blanks(list, self.at as usize);
        let separator = match list.as_bytes().get(at) {
            Some(quote @ (b'\'' | b'"' | b'`')) => find_quoted_end(list, *quote, at),
            _ => {
                let separator = find_unescaped(list, b',', at);
                self.ends_empty = separator.is_some_and(|it| it + 1 == end);
                separator
            }
        };
        let param_end = trim_blanks_end(list, separator.unwrap_or(end));
        self.at = separator.map_or(self.end, |it| it as u32 + 1);
        (at < param_end).then(|| self.body.value(at, param_end))
    }
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
