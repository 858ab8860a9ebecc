//! `$$script[tag-content="x"]`: bodies of HTML filtering rules as selector trees.

use crate::{
    source::Span,
    syntax::{
        ast::{
            AttributeSelector, AttributeTest, ComplexSelector, PseudoClassSelector, Selector,
            SelectorList, Value,
        },
        cosmetic::body::Body,
        css::{Kind, Stream, Token},
        error::Result,
    },
};

/// AdGuard's bodies, where `""` in a quoted attribute value stands for a quote.
pub(super) fn parse_adguard<'a>(body: &Body<'a>) -> Result<SelectorList<'a>> {
    let body = body.rewritten(escape_doubled_quotes(&body.text));
    parse(&body)
}

/// uBO's bodies, without their `^`.
pub(super) fn parse_ubo<'a>(body: &Body<'a>) -> Result<SelectorList<'a>> {
    match parse_response_header(body).map_err(|it| body.placed(it))? {
        Some(list) => Ok(list),
        None => parse(body),
    }
}

/// Rewrites `""` to `\"` behind the first `["`, as AGTree does; nothing ends that.
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

/// `responseheader(name)`, which stands alone and has no colon.
fn parse_response_header<'a>(body: &Body<'a>) -> Result<Option<SelectorList<'a>>> {
    let mut stream = Stream::new(&body.text)?;
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
    // AGTree takes a bracket that the argument starts with for the one to close.
    let outside = (stream.depth() - 1).max(0);
    while stream.current().is_some() && stream.depth() != outside {
        stream.advance();
    }
    let closing = stream.any()?;
    let argument =
        body.text[start..closing.start].trim_end_matches(crate::syntax::scan::is_js_space);
    if argument.is_empty() {
        let message = "Empty parameter for 'responseheader' function";
        return Err(crate::syntax::SyntaxError::new(message, start, closing.start));
    }
    stream.expect(Kind::CloseParen)?;
    stream.advance();
    stream.skip_whitespace();
    if let Some(token) = stream.current() {
        let message = format!("Expected end of rule, but got '{}'", token.kind.as_str());
        return Err(stream.error(token, message));
    }
    let span = body.span(name.start, closing.end);
    let selector = Selector::PseudoClass(PseudoClassSelector {
        span,
        name: body.value(name.start, name.end - 1),
        argument: Some(body.value(start, start + argument.len())),
    });
    let complex = ComplexSelector { span, children: vec![selector] };
    Ok(Some(SelectorList { span, children: vec![complex] }))
}

fn parse<'a>(body: &Body<'a>) -> Result<SelectorList<'a>> {
    let read = || Parser::new(body)?.list();
    read().map_err(|it| body.placed(it))
}

struct Parser<'a, 'b> {
    body: &'b Body<'a>,
    stream: Stream<'b>,
    list: Vec<ComplexSelector<'a>>,
    /// The complex selector being read, and where it starts.
    children: Vec<Selector<'a>>,
    start: usize,
    /// Whether the compound selector has its type.
    has_type: bool,
}

impl<'a, 'b> Parser<'a, 'b> {
    fn new(body: &'b Body<'a>) -> Result<Parser<'a, 'b>> {
        let mut stream = Stream::new(&body.text)?;
        stream.skip_whitespace();
        let start = stream.any()?.start;
        let (list, children) = (Vec::new(), Vec::new());
        Ok(Parser { body, stream, list, children, start, has_type: false })
    }

    fn list(mut self) -> Result<SelectorList<'a>> {
        let mut last = self.stream.any()?;
        while let Some(token) = self.stream.current() {
            last = token;
            match (token.kind, self.stream.slice(token)) {
                (Kind::Ident, _) | (Kind::Delim, "*") => self.type_selector(token)?,
                (Kind::Hash, _) => self.id(token),
                (Kind::OpenSquare, _) => self.attribute(token)?,
                (Kind::Colon, _) => self.pseudo_class(token)?,
                (Kind::Delim, ".") => self.class(token)?,
                (Kind::Delim, ">" | "+" | "~") => self.combinator(token)?,
                (Kind::Whitespace, _) => self.descendant(token)?,
                (Kind::Comma, _) => {
                    self.end_complex(token)?;
                    self.stream.advance();
                    self.stream.skip_whitespace();
                    self.start = self.stream.any()?.start;
                }
                _ => return Err(self.unexpected(token)),
            }
        }
        self.end_complex(last)?;
        Ok(SelectorList { span: self.body.whole(), children: self.list })
    }

    fn unexpected(&self, token: Token) -> Box<crate::syntax::SyntaxError> {
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

    fn type_selector(&mut self, token: Token) -> Result<()> {
        if self.has_type {
            let message = "Type selector is already set for the compound selector";
            return Err(self.stream.error(token, message.to_owned()));
        }
        if !matches!(self.children.last(), None | Some(Selector::Combinator(_))) {
            let message = "Type selector must be first in the compound selector";
            return Err(self.stream.error(token, message.to_owned()));
        }
        self.children.push(Selector::Type(self.value(token)));
        self.stream.advance();
        self.has_type = true;
        Ok(())
    }

    fn id(&mut self, token: Token) {
        let text = self.body.slice(token.start + 1, token.end);
        let span = self.span_to(token.start, token);
        self.children.push(Selector::Id(Value { text, span }));
        self.stream.advance();
    }

    fn class(&mut self, dot: Token) -> Result<()> {
        self.stream.advance();
        let name = self.stream.expect(Kind::Ident)?;
        let text = self.body.slice(name.start, name.end);
        let span = self.body.span(dot.start, name.end);
        self.children.push(Selector::Class(Value { text, span }));
        self.stream.advance();
        Ok(())
    }

    fn attribute(&mut self, open: Token) -> Result<()> {
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
        self.children.push(Selector::Attribute(AttributeSelector { span, name, test }));
        self.stream.advance();
        Ok(())
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

    /// The text between the quotes. A string that the end of the rule cut off keeps its quote, and
    /// AGTree takes a byte off its end all the same.
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

    fn pseudo_class(&mut self, colon: Token) -> Result<()> {
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
        self.children.push(Selector::PseudoClass(PseudoClassSelector { span, name, argument }));
        self.stream.advance();
        Ok(())
    }

    /// What stands between a function and its parenthesis, unread. Stops at the parenthesis.
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
        let nothing = self.stream.last_visible().is_none()
            || matches!(self.children.last(), None | Some(Selector::Combinator(_)));
        if nothing { Err(self.unexpected(token)) } else { Ok(()) }
    }

    fn combinator(&mut self, token: Token) -> Result<()> {
        self.expect_compound(token)?;
        self.stream.advance();
        self.stream.skip_whitespace();
        self.push_combinator(token)
    }

    /// White space is a combinator unless another one, a comma or the end follows.
    fn descendant(&mut self, token: Token) -> Result<()> {
        self.expect_compound(token)?;
        self.stream.skip_whitespace();
        if matches!(self.stream.fragment(), "" | ">" | "+" | "~" | ",") {
            return Ok(());
        }
        self.push_combinator(Token { end: token.start + 1, ..token })
    }

    fn push_combinator(&mut self, token: Token) -> Result<()> {
        self.stream.any()?;
        let mut value = self.value(token);
        if token.kind == Kind::Whitespace {
            value.text = " ".into();
        }
        self.children.push(Selector::Combinator(value));
        self.has_type = false;
        Ok(())
    }

    fn end_complex(&mut self, token: Token) -> Result<()> {
        self.expect_compound(token)?;
        let span = match self.stream.last_visible() {
            Some(last) => self.span_to(self.start, last),
            None => self.body.span(self.start, self.start),
        };
        let children = std::mem::take(&mut self.children);
        self.list.push(ComplexSelector { span, children });
        self.has_type = false;
        Ok(())
    }
}

/// `inner` without the backslashes that stand alone before `quote`, or nothing to change.
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
