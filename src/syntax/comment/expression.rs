//! The conditions of `!#if`: `adguard && !(ext_safari || env_firefox)`.

use crate::{
    source::Span,
    syntax::{
        SyntaxError,
        ast::{Expression, Operator},
        error::Result,
        scan::{char_at, is_blank, text},
    },
};

/// Reads `line[start..end]`. A character that belongs to no token is found before anything else.
pub(super) fn parse(line: &str, start: usize, end: usize) -> Result<Expression<'_>> {
    let text = &line[..end];
    let mut at = start;
    while let Some(token) = next_token(text, at)? {
        at = token.end;
    }
    let mut parser = Parser { text, start, at: start, depth: 0 };
    let (expression, _) = parser.expression(0)?;
    match parser.peek() {
        None => Ok(expression),
        Some(token) => {
            Err(token.error(format!("Unexpected token \"{}\"", token.kind.agtree_number())))
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Variable,
    Operator,
    Parenthesis,
}

impl Kind {
    /// What AGTree prints of a token in its messages.
    fn agtree_number(self) -> u8 {
        match self {
            Kind::Variable => 0,
            Kind::Operator => 1,
            Kind::Parenthesis => 2,
        }
    }
}

#[derive(Clone, Copy)]
struct Token {
    kind: Kind,
    start: usize,
    end: usize,
}

impl Token {
    fn error(self, message: String) -> Box<SyntaxError> {
        SyntaxError::new(message, self.start, self.end)
    }
}

fn next_token(text: &str, from: usize) -> Result<Option<Token>> {
    let bytes = text.as_bytes();
    let Some(start) = (from..bytes.len()).find(|at| !is_blank(bytes[*at])) else { return Ok(None) };
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let (kind, len) = match (bytes[start], bytes.get(start + 1)) {
        (b'a'..=b'z' | b'A'..=b'Z', _) => {
            (Kind::Variable, bytes[start..].iter().take_while(|it| is_name(it)).count())
        }
        (b'(' | b')', _) => (Kind::Parenthesis, 1),
        (b'!', _) => (Kind::Operator, 1),
        (b'&', Some(b'&')) | (b'|', Some(b'|')) => (Kind::Operator, 2),
        _ => {
            let c = char_at(text, start);
            let message = format!("Unexpected character \"{c}\"");
            return Err(SyntaxError::new(message, start, start + c.len()));
        }
    };
    Ok(Some(Token { kind, start, end: start + len }))
}

/// Precedence climbing. Every function gives the depth of the tree that it made.
struct Parser<'a> {
    text: &'a str,
    start: usize,
    at: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<Token> {
        next_token(self.text, self.at).ok().flatten()
    }

    fn slice(&self, token: Token) -> &'a str {
        &self.text[token.start..token.end]
    }

    fn bounded(&self, depth: usize) -> Result<usize> {
        if depth <= Expression::MAX_DEPTH {
            return Ok(depth);
        }
        let message = format!("Expression is nested deeper than {}", Expression::MAX_DEPTH);
        Err(SyntaxError::new(message, self.start, self.text.len()))
    }

    fn expression(&mut self, min_precedence: u8) -> Result<(Expression<'a>, usize)> {
        self.depth += 1;
        self.bounded(self.depth)?;
        let first = self.operand()?;
        let whole = self.operators(first, min_precedence);
        self.depth -= 1;
        whole
    }

    fn operand(&mut self) -> Result<(Expression<'a>, usize)> {
        let Some(token) = self.peek() else {
            // AGTree crashes here; a missing operand deserves a place.
            let end = self.text.len();
            return Err(SyntaxError::new(
                "Expected an operand, but reached end of input",
                end,
                end,
            ));
        };
        match self.slice(token) {
            name if token.kind == Kind::Variable => {
                self.at = token.end;
                debug_assert_eq!(name.len(), token.end - token.start);
                Ok((Expression::Variable(text(self.text, token.start, token.end)), 1))
            }
            "!" => {
                self.at = token.end;
                let (operand, depth) = self.expression(precedence("!"))?;
                let span = Span::new(token.start, operand.span().end as usize);
                Ok((Expression::Not { span, operand: Box::new(operand) }, self.bounded(depth + 1)?))
            }
            "(" => {
                self.at = token.end;
                let (inner, depth) = self.expression(0)?;
                self.close_parenthesis()?;
                Ok((Expression::Parenthesis(Box::new(inner)), self.bounded(depth + 1)?))
            }
            other => Err(token.error(format!("Unexpected token \"{other}\""))),
        }
    }

    /// AGTree takes any parenthesis for the closing one, an opening one too.
    fn close_parenthesis(&mut self) -> Result<()> {
        match self.peek() {
            Some(token) if token.kind == Kind::Parenthesis => {
                self.at = token.end;
                Ok(())
            }
            Some(token) => Err(token.error(format!(
                "Expected token of type \"2\", but got \"{}\"",
                token.kind.agtree_number()
            ))),
            None => {
                let message = "Expected token of type \"2\", but reached end of input";
                Err(SyntaxError::new(message, self.start, self.text.len()))
            }
        }
    }

    fn operators(
        &mut self,
        (mut left, mut depth): (Expression<'a>, usize),
        min_precedence: u8,
    ) -> Result<(Expression<'a>, usize)> {
        while let Some(token) = self.peek().filter(|it| it.kind == Kind::Operator) {
            let operator = self.slice(token);
            if precedence(operator) < min_precedence {
                break;
            }
            self.at = token.end;
            let (right, right_depth) = self.expression(precedence(operator) + 1)?;
            depth = self.bounded(depth.max(right_depth) + 1)?;
            let operator = match operator {
                "&&" => Operator::And,
                "||" => Operator::Or,
                _ => Operator::Not,
            };
            left = Expression::Binary { operator, left: Box::new(left), right: Box::new(right) };
        }
        Ok((left, depth))
    }
}

fn precedence(operator: &str) -> u8 {
    match operator {
        "!" => 3,
        "&&" => 2,
        _ => 1,
    }
}
