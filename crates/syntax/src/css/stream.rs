//! A cursor over the tokens of a text whose brackets match.

use crate::{
    SyntaxError,
    css::{
        balance::{check_balance, depth_change, end_of_input},
        token::{Kind, Place, Token, Tokens, ends_in_escape, tokens},
    },
    error::Result,
};

/// Only the cursor is stored, so that a line of any length needs no memory.
/// Positions in errors are in `text`; the caller maps them to the line.
pub(crate) struct Stream<'a> {
    pub(crate) text: &'a str,
    tokens: Tokens<'a>,
    current: Option<Token>,
    /// Open brackets; an opening one counts itself, a closing one does not.
    depth: isize,
    last_visible: Option<Token>,
}

/// A saved position of a stream, without the text.
#[derive(Clone, Copy)]
pub(crate) struct Cursor {
    place: Place,
    current: Option<Token>,
    depth: isize,
    last_visible: Option<Token>,
}

impl Cursor {
    /// The token at this position. `None` at the end.
    pub(crate) fn token(self) -> Option<Token> {
        self.current
    }
}

impl<'a> Stream<'a> {
    pub(crate) fn new(text: &'a str) -> Result<Stream<'a>> {
        check_balance(text)?;
        let tokens = tokens(text);
        let mut stream = Stream { text, tokens, current: None, depth: 0, last_visible: None };
        stream.step();
        Ok(stream)
    }

    /// The stream at this position in that text.
    pub(crate) fn at(text: &'a str, cursor: Cursor) -> Stream<'a> {
        let Cursor { place, current, depth, last_visible } = cursor;
        let tokens = Tokens::from(text, place);
        Stream { text, tokens, current, depth, last_visible }
    }

    pub(crate) fn cursor(&self) -> Cursor {
        let Stream { current, depth, last_visible, .. } = *self;
        Cursor { place: self.tokens.place(), current, depth, last_visible }
    }

    fn step(&mut self) {
        self.current = self.tokens.next();
        if let Some(token) = self.current {
            self.depth += depth_change(token.kind);
        }
    }

    pub(crate) fn current(&self) -> Option<Token> {
        self.current
    }

    pub(crate) fn is(&self, kind: Kind) -> bool {
        self.current.is_some_and(|it| it.kind == kind)
    }

    pub(crate) fn depth(&self) -> isize {
        self.depth
    }

    /// The last token before the current one that is not white space.
    pub(crate) fn last_visible(&self) -> Option<Token> {
        self.last_visible
    }

    pub(crate) fn advance(&mut self) {
        if let Some(token) = self.current {
            if token.kind != Kind::Whitespace {
                self.last_visible = Some(token);
            }
            self.step();
        }
    }

    pub(crate) fn skip_whitespace(&mut self) {
        while self.is(Kind::Whitespace) {
            self.advance();
        }
    }

    pub(crate) fn slice(&self, token: Token) -> &'a str {
        &self.text[token.start..token.end]
    }

    /// The text of the current token, empty at the end.
    pub(crate) fn fragment(&self) -> &'a str {
        self.current.map_or("", |it| self.slice(it))
    }

    pub(crate) fn any(&self) -> Result<Token> {
        let message = || "Expected a token, but got 'end of input'".to_owned();
        self.current.ok_or_else(|| end_of_input(message(), self.text))
    }

    pub(crate) fn expect(&self, kind: Kind) -> Result<Token> {
        match self.current {
            Some(token) if token.kind == kind => Ok(token),
            Some(token) => {
                let (wanted, got) = (kind.as_str(), token.kind.as_str());
                Err(self.error(token, format!("Expected '{wanted}', but got '{got}'")))
            }
            None => {
                let message = format!("Expected '{}', but got 'end of input'", kind.as_str());
                Err(end_of_input(message, self.text))
            }
        }
    }

    pub(crate) fn expect_text(&self, kind: Kind, wanted: &str) -> Result<Token> {
        let token = self.expect(kind)?;
        let got = self.slice(token);
        if got == wanted {
            return Ok(token);
        }
        let kind = kind.as_str();
        Err(self.error(token, format!("Expected '{kind}' with value '{wanted}', but got '{got}'")))
    }

    /// An error at a token.
    #[cold]
    pub(crate) fn error(&self, token: Token, message: String) -> Box<SyntaxError> {
        SyntaxError::new(message, token.start, self.end(token))
    }

    /// AGTree's end of a token. Its tokenizer goes one character beyond the end of the text when
    /// the last character is a backslash.
    pub(crate) fn end(&self, token: Token) -> usize {
        let is_last = token.end == self.text.len() && token.kind != Kind::String;
        token.end + usize::from(is_last && ends_in_escape(self.slice(token)))
    }
}
