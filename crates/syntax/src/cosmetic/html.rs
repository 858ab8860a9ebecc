//! `$$script[tag-content="x"]`: bodies of HTML filtering rules as selector trees.

use crate::{
    ast::{
        AttributeSelector, AttributeTest, ComplexSelector, PseudoClassSelector, Selector,
        SelectorList, Value,
    },
    body::Body,
    children::{Children, Reader},
    css::{Cursor, Kind, Stream, Token},
    error::Result,
    source::Span,
};

/// AdGuard's bodies, where `""` in a quoted attribute value stands for a quote.
pub(super) fn parse_adguard<'a>(body: &Body<'a>) -> Result<SelectorList<'a>> {
    let body = body.rewritten(escape_doubled_quotes(body.text()));
    parse(&body)
}

/// uBO's bodies, without their `^`.
pub(super) fn parse_ubo<'a>(body: &Body<'a>) -> Result<SelectorList<'a>> {
    match parse_response_header(body).map_err(|it| body.placed(it))? {
        Some(list) => Ok(list),
        None => parse(body),
    }
}

/// Rewrites `""` to `\"` after the first `["`, up to the end of the body, as AGTree does.
fn escape_doubled_quotes(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut open: Vec<u8> = Vec::new();
    let start = (0..bytes.len()).find(|at| {
        if open == [b']', b'"'] {
            return true;
        }
        let escaped = *at > 0 && bytes[at - 1] == b'\\';
        match bytes[*at] {
            b'(' if !escaped => open.push(b')'),
            b'[' if !escaped => open.push(b']'),
            quote @ (b'\'' | b'"' | b'`') if !escaped => open.push(quote),
            byte if !escaped && open.last() == Some(&byte) => _ = open.pop(),
            _ => (),
        }
        false
    });
    match start {
        Some(start) => format!("{}{}", &text[..start], text[start..].replace("\"\"", "\\\"")),
        None => text.to_owned(),
    }
}

/// `responseheader(name)`, which has no colon and must be the whole body.
fn parse_response_header<'a>(body: &Body<'a>) -> Result<Option<SelectorList<'a>>> {
    let mut stream = Stream::new(body.text())?;
    stream.skip_whitespace();
    let Some(name) = stream.current().filter(|it| it.kind == Kind::Function) else {
        return Ok(None);
    };
    if stream.slice(name) != "responseheader(" {
        return Ok(None);
    }
    stream.advance();
    stream.skip_whitespace();
    let start = stream.any()?.start;
    // If the argument starts with a bracket, AGTree takes it for the closing one.
    let outside = (stream.depth() - 1).max(0);
    while stream.current().is_some() && stream.depth() != outside {
        stream.advance();
    }
    let closing = stream.any()?;
    let argument = body.text()[start..closing.start].trim_end_matches(crate::scan::is_js_space);
    if argument.is_empty() {
        let message = "Empty parameter for 'responseheader' function";
        return Err(crate::SyntaxError::new(message, start, closing.start));
    }
    stream.expect(Kind::CloseParen)?;
    stream.advance();
    stream.skip_whitespace();
    if let Some(token) = stream.current() {
        let message = format!("Expected end of rule, but got '{}'", token.kind.as_str());
        return Err(stream.error(token, message));
    }
    let span = body.span(name.start, closing.end);
    let header = PseudoClassSelector {
        span,
        name: body.value(name.start, name.end - 1),
        argument: Some(body.value(start, start + argument.len())),
    };
    let children = Children::new(ComplexSelectors::Header(Some(header)));
    Ok(Some(SelectorList { span, children }))
}

fn parse<'a>(body: &Body<'a>) -> Result<SelectorList<'a>> {
    let read = || {
        let mut stream = Stream::new(body.text())?;
        stream.skip_whitespace();
        stream.any()?;
        let written = Written { body: body.clone(), at: Some(stream.cursor()) };
        Children::check(ComplexSelectors::Written(written))
    };
    let children = read().map_err(|it| body.placed(it))?;
    Ok(SelectorList { span: body.whole(), children })
}

/// Reads the selectors of a list.
#[derive(Clone)]
pub enum ComplexSelectors<'a> {
    /// Selectors that are in the line.
    Written(Written<'a>),
    /// uBO's `responseheader()`, which must be the whole body.
    Header(Option<PseudoClassSelector<'a>>),
}

impl<'a> Reader for ComplexSelectors<'a> {
    type Child = ComplexSelector<'a>;

    fn read(&mut self) -> Result<Option<ComplexSelector<'a>>> {
        match self {
            ComplexSelectors::Written(written) => written.read(),
            ComplexSelectors::Header(header) => Ok(header.take().map(|it| ComplexSelector {
                span: it.span,
                children: Children::new(Selectors::Header(Some(it))),
            })),
        }
    }
}

#[derive(Clone)]
pub struct Written<'a> {
    body: Body<'a>,
    /// Where the next selector starts, if there is one.
    at: Option<Cursor>,
}

impl<'a> Written<'a> {
    /// Parses the selector to find its end. Its links are parsed again on demand.
    fn read(&mut self) -> Result<Option<ComplexSelector<'a>>> {
        let Some(start) = self.at else { return Ok(None) };
        let links = Links { body: self.body.clone(), at: start, before: None, has_type: false };
        let mut parser = Parser::new(&links);
        while parser.link()?.is_some() {}
        let (span, next) = parser.end(start)?;
        self.at = next;
        Ok(Some(ComplexSelector { span, children: Children::new(Selectors::Written(links)) }))
    }
}

/// Reads the links of a selector.
#[derive(Clone)]
pub enum Selectors<'a> {
    /// Links that are in the line.
    Written(Links<'a>),
    /// uBO's `responseheader()`, which must be the whole body.
    Header(Option<PseudoClassSelector<'a>>),
}

impl<'a> Reader for Selectors<'a> {
    type Child = Selector<'a>;

    fn read(&mut self) -> Result<Option<Selector<'a>>> {
        match self {
            Selectors::Written(links) => links.read(),
            Selectors::Header(header) => Ok(header.take().map(Selector::PseudoClass)),
        }
    }
}

#[derive(Clone)]
pub struct Links<'a> {
    body: Body<'a>,
    at: Cursor,
    /// What kind of link came before.
    before: Option<Link>,
    /// Whether the compound selector has its type.
    has_type: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Link {
    Combinator,
    Other,
}

impl<'a> Links<'a> {
    fn read(&mut self) -> Result<Option<Selector<'a>>> {
        let mut parser = Parser::new(self);
        let link = parser.link()?;
        let (at, before, has_type) = (parser.stream.cursor(), parser.before, parser.has_type);
        (self.at, self.before, self.has_type) = (at, before, has_type);
        Ok(link)
    }
}

struct Parser<'a, 'b> {
    body: &'b Body<'a>,
    stream: Stream<'b>,
    before: Option<Link>,
    has_type: bool,
    /// The token that the last link started with.
    last: Option<Token>,
}

impl<'a, 'b> Parser<'a, 'b> {
    fn new(links: &'b Links<'a>) -> Parser<'a, 'b> {
        let Links { body, at, before, has_type } = links;
        let stream = Stream::at(body.text(), *at);
        Parser { body, stream, before: *before, has_type: *has_type, last: at.token() }
    }

    /// The next link. `None` when a comma or the end ends the selector.
    fn link(&mut self) -> Result<Option<Selector<'a>>> {
        while let Some(token) = self.stream.current() {
            self.last = Some(token);
            let link = match (token.kind, self.stream.slice(token)) {
                (Kind::Ident, _) | (Kind::Delim, "*") => self.type_selector(token)?,
                (Kind::Hash, _) => self.id(token),
                (Kind::OpenSquare, _) => self.attribute(token)?,
                (Kind::Colon, _) => self.pseudo_class(token)?,
                (Kind::Delim, ".") => self.class(token)?,
                (Kind::Delim, ">" | "+" | "~") => self.combinator(token)?,
                (Kind::Whitespace, _) => match self.descendant(token)? {
                    Some(link) => link,
                    None => continue,
                },
                (Kind::Comma, _) => return Ok(None),
                _ => return Err(self.unexpected(token)),
            };
            let is_combinator = matches!(link, Selector::Combinator(_));
            self.before = Some(if is_combinator { Link::Combinator } else { Link::Other });
            return Ok(Some(link));
        }
        Ok(None)
    }

    /// The span of the selector at `start`, and the start of the next one.
    fn end(&mut self, start: Cursor) -> Result<(Span, Option<Cursor>)> {
        let comma = self.stream.current();
        if let Some(token) = comma.or(self.last) {
            self.expect_compound(token)?;
        }
        let start = start.token().map_or(0, |it| it.start);
        let span = match self.stream.last_visible() {
            Some(last) => self.span_to(start, last),
            None => self.body.span(start, start),
        };
        if comma.is_none() {
            return Ok((span, None));
        }
        self.stream.advance();
        self.stream.skip_whitespace();
        self.stream.any()?;
        Ok((span, Some(self.stream.cursor())))
    }

    fn unexpected(&self, token: Token) -> Box<crate::SyntaxError> {
        let (kind, text) = (token.kind.as_str(), self.stream.slice(token));
        self.stream.error(token, format!("Unexpected token '{kind}' with value '{text}'"))
    }

    fn value(&self, token: Token) -> Value<'a> {
        self.body.value(token.start, token.end)
    }

    /// The span of a node that ends where a token does.
    fn span_to(&self, start: usize, last: Token) -> Span {
        let mut span = self.body.span(start, last.end);
        span.end += (self.stream.end(last) - last.end) as u32;
        span
    }

    fn type_selector(&mut self, token: Token) -> Result<Selector<'a>> {
        if self.has_type {
            let message = "Type selector is already set for the compound selector";
            return Err(self.stream.error(token, message.to_owned()));
        }
        if self.before == Some(Link::Other) {
            let message = "Type selector must be first in the compound selector";
            return Err(self.stream.error(token, message.to_owned()));
        }
        self.stream.advance();
        self.has_type = true;
        Ok(Selector::Type(self.value(token)))
    }

    fn id(&mut self, token: Token) -> Selector<'a> {
        let text = self.body.slice(token.start + 1, token.end);
        let span = self.span_to(token.start, token);
        self.stream.advance();
        Selector::Id(Value { text, span })
    }

    fn class(&mut self, dot: Token) -> Result<Selector<'a>> {
        self.stream.advance();
        let name = self.stream.expect(Kind::Ident)?;
        let text = self.body.slice(name.start, name.end);
        let span = self.body.span(dot.start, name.end);
        self.stream.advance();
        Ok(Selector::Class(Value { text, span }))
    }

    fn attribute(&mut self, open: Token) -> Result<Selector<'a>> {
        self.stream.advance();
        self.stream.skip_whitespace();
        let name = self.stream.expect(Kind::Ident)?;
        let name = self.value(name);
        self.stream.advance();
        self.stream.skip_whitespace();
        let test = match self.stream.any()?.kind {
            Kind::CloseSquare => None,
            _ => Some(self.attribute_test()?),
        };
        let close = self.stream.expect(Kind::CloseSquare)?;
        let span = self.body.span(open.start, close.end);
        self.stream.advance();
        Ok(Selector::Attribute(AttributeSelector { span, name, test }))
    }

    fn attribute_test(&mut self) -> Result<AttributeTest<'a>> {
        let first = self.stream.expect(Kind::Delim)?;
        let mut last = first;
        match self.stream.slice(first) {
            "=" => (),
            "~" | "^" | "$" | "*" | "|" => {
                self.stream.advance();
                last = self.stream.expect_text(Kind::Delim, "=")?;
            }
            other => {
                let message = format!("Invalid attribute selector operator '{other}'");
                return Err(self.stream.error(first, message));
            }
        }
        let operator = self.body.value(first.start, last.end);
        self.stream.advance();
        self.stream.skip_whitespace();
        let token = self.stream.any()?;
        let value = match token.kind {
            Kind::String => self.attribute_string(token),
            Kind::Ident => self.attribute_ident(token),
            _ => {
                let (kind, text) = (token.kind.as_str(), self.stream.slice(token));
                let message = format!(
                    "Expected '<ident-token>' or '<string-token>' as attribute selector value, but got '{kind}' with value '{text}'"
                );
                return Err(self.stream.error(token, message));
            }
        };
        self.stream.advance();
        self.stream.skip_whitespace();
        let mut flag = None;
        if self.stream.any()?.kind != Kind::CloseSquare {
            let token = self.stream.expect(Kind::Ident)?;
            if !matches!(self.stream.slice(token), "i" | "s") {
                return Err(self.unexpected(token));
            }
            flag = Some(self.value(token));
            self.stream.advance();
            self.stream.skip_whitespace();
            self.stream.any()?;
        }
        Ok(AttributeTest { operator, value, flag })
    }

    fn attribute_ident(&self, token: Token) -> Value<'a> {
        self.value(token)
    }

    /// The text between the quotes. A string without a closing quote keeps its opening quote, but
    /// AGTree still removes its last byte.
    fn attribute_string(&self, token: Token) -> Value<'a> {
        let raw = self.stream.slice(token);
        let quote = raw.as_bytes()[0];
        let closed = raw.len() > 1 && raw.as_bytes()[raw.len() - 1] == quote;
        let end = if closed { token.end - 1 } else { token.end };
        let start = (token.start + 1).min(end);
        let span = self.body.span(start, end);
        if !closed {
            return Value { text: self.body.slice(token.start, token.end), span };
        }
        let inner = &raw[1..raw.len() - 1];
        match unescape_quotes(inner, quote) {
            Some(text) => Value { text: text.into(), span },
            None => self.body.value(start, end),
        }
    }

    fn pseudo_class(&mut self, colon: Token) -> Result<Selector<'a>> {
        self.stream.advance();
        let name = self.stream.any()?;
        let name_end = match name.kind {
            Kind::Function => name.end - 1,
            Kind::Ident => name.end,
            _ => {
                let (kind, text) = (name.kind.as_str(), self.stream.slice(name));
                let message = format!(
                    "Expected '<ident-token>' or '<function-token>' as pseudo-class selector name, but got '{kind}' with value '{text}'"
                );
                return Err(self.stream.error(name, message));
            }
        };
        let mut last = name;
        let mut argument = None;
        if name.kind == Kind::Function {
            let (value, closing) = self.argument()?;
            argument = Some(value);
            last = closing;
        }
        let span = self.span_to(colon.start, last);
        let name = self.body.value(name.start, name_end);
        self.stream.advance();
        Ok(Selector::PseudoClass(PseudoClassSelector { span, name, argument }))
    }

    /// Skips the argument of a function. Stops at the closing parenthesis.
    fn argument(&mut self) -> Result<(Value<'a>, Token)> {
        let outside = self.stream.depth() - 1;
        self.stream.advance();
        let first = self.stream.any()?;
        self.stream.skip_whitespace();
        let start = self.stream.any()?;
        if start.kind == Kind::CloseParen {
            return Ok((self.body.value(first.start, first.start), start));
        }
        let mut end = start.start;
        while let Some(token) = self.stream.current() {
            if self.stream.depth() == outside {
                break;
            }
            if token.kind != Kind::Whitespace {
                end = token.end;
            }
            self.stream.advance();
        }
        let closing = self.stream.expect(Kind::CloseParen)?;
        Ok((self.body.value(start.start, end), closing))
    }

    /// Refuses a combinator or comma with nothing before it.
    fn expect_compound(&self, token: Token) -> Result<()> {
        let has_none = self.stream.last_visible().is_none() || self.before != Some(Link::Other);
        if has_none { Err(self.unexpected(token)) } else { Ok(()) }
    }

    fn combinator(&mut self, token: Token) -> Result<Selector<'a>> {
        self.expect_compound(token)?;
        self.stream.advance();
        self.stream.skip_whitespace();
        self.combinator_of(token)
    }

    /// White space is a combinator unless another one, a comma or the end follows.
    fn descendant(&mut self, token: Token) -> Result<Option<Selector<'a>>> {
        self.expect_compound(token)?;
        self.stream.skip_whitespace();
        if matches!(self.stream.fragment(), "" | ">" | "+" | "~" | ",") {
            return Ok(None);
        }
        self.combinator_of(Token { end: token.start + 1, ..token }).map(Some)
    }

    fn combinator_of(&mut self, token: Token) -> Result<Selector<'a>> {
        self.stream.any()?;
        let mut value = self.value(token);
        if token.kind == Kind::Whitespace {
            value.text = " ".into();
        }
        self.has_type = false;
        Ok(Selector::Combinator(value))
    }
}

/// `inner` without single backslashes before `quote`. `None` when there is nothing to change.
fn unescape_quotes(inner: &str, quote: u8) -> Option<String> {
    let bytes = inner.as_bytes();
    let is_escaped = |at: usize| {
        bytes[at] == quote
            && at > 0
            && bytes[at - 1] == b'\\'
            && (at == 1 || bytes[at - 2] != b'\\')
    };
    memchr::memchr_iter(quote, bytes).any(is_escaped).then(|| {
        let mut text = String::with_capacity(inner.len());
        let mut from = 0;
        for at in memchr::memchr_iter(quote, bytes).filter(|at| is_escaped(*at)) {
            text.push_str(&inner[from..at - 1]);
            from = at;
        }
        text.push_str(&inner[from..]);
        text
    })
}
