//! Whether brackets match.

use crate::{
    SyntaxError,
    css::token::{Kind, Token, tokens},
    error::Result,
};

/// Which brackets count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pairs {
    All,
    /// Parentheses and functions only.
    Parens,
}

/// The brackets open at a token.
pub(crate) struct Brackets {
    pairs: Pairs,
    /// The closing bracket of each, innermost last.
    closers: Vec<Kind>,
}

impl Brackets {
    pub(crate) fn parens() -> Brackets {
        Brackets { pairs: Pairs::Parens, closers: Vec::new() }
    }

    /// The number of open brackets after the last token. An opening bracket counts itself.
    pub(crate) fn depth(&self) -> usize {
        self.closers.len()
    }

    /// Takes the next token. The error is the token that was expected instead.
    pub(crate) fn step(&mut self, token: Token) -> std::result::Result<(), String> {
        if let Some(closer) = closer_of(token.kind).filter(|it| self.counts(*it)) {
            self.closers.push(closer);
        } else if is_closer(token.kind) && self.counts(token.kind) {
            if self.closers.last() != Some(&token.kind) {
                let expected = self.closers.last().map_or("<unknown-token>", |it| it.as_str());
                return Err(format!("Expected '{expected}', but got '{}'", token.kind.as_str()));
            }
            self.closers.pop();
        }
        Ok(())
    }

    /// The error is the token that was expected at the end.
    pub(crate) fn finish(&self) -> std::result::Result<(), String> {
        match self.closers.last() {
            None => Ok(()),
            Some(it) => Err(format!("Expected '{}', but got 'end of input'", it.as_str())),
        }
    }

    fn counts(&self, closer: Kind) -> bool {
        self.pairs == Pairs::All || closer == Kind::CloseParen
    }
}

fn closer_of(kind: Kind) -> Option<Kind> {
    match kind {
        Kind::Function | Kind::OpenParen => Some(Kind::CloseParen),
        Kind::OpenSquare => Some(Kind::CloseSquare),
        Kind::OpenCurly => Some(Kind::CloseCurly),
        _ => None,
    }
}

fn is_closer(kind: Kind) -> bool {
    matches!(kind, Kind::CloseParen | Kind::CloseSquare | Kind::CloseCurly)
}

/// Refuses a text whose brackets do not match. Places are in `text`.
pub(crate) fn check_balance(text: &str) -> Result<()> {
    let mut brackets = Brackets { pairs: Pairs::All, closers: Vec::new() };
    for token in tokens(text) {
        let fits = brackets.step(token);
        fits.map_err(|message| SyntaxError::new(message, token.start, text.len()))?;
    }
    brackets.finish().map_err(|message| end_of_input(message, text))
}

/// An error at the last UTF-16 code unit of `text`, where AGTree reports a missing bracket.
pub(crate) fn end_of_input(message: String, text: &str) -> Box<SyntaxError> {
    let last = match text.chars().next_back() {
        Some(c) if c.len_utf16() == 1 => c.len_utf8(),
        Some(_) => 1,
        None => 0,
    };
    SyntaxError::new(message, text.len() - last, text.len())
}

/// The change of the number of open brackets by a token.
pub(crate) fn depth_change(kind: Kind) -> isize {
    match (closer_of(kind), is_closer(kind)) {
        (Some(_), _) => 1,
        (None, true) => -1,
        (None, false) => 0,
    }
}
