//! The conditions of `!#if`: `adguard && !(ext_safari || env_firefox)`.

use std::{fmt, slice};

use crate::{
    SyntaxError,
    ast::{Operator, Text},
    error::Result,
    scan::{char_at, is_blank, text},
};

/// A condition of `!#if`, at most [`Condition::MAX_DEPTH`] deep. Its tree is parsed from the line
/// on demand.
#[derive(Clone)]
pub struct Condition<'a> {
    /// The line up to the end of the condition.
    text: &'a str,
    start: usize,
    /// For each operand, in the order of the text: the operations that start with it.
    spines: Box<[Spine]>,
}

/// The number of operations of each operator whose leftmost operand this is. Outer operations do
/// not bind tighter than inner ones: `a !b && c && d || e` is `((((a ! b) && c) && d) || e)`. This
/// is the only information that is needed, beside the text, to read the tree from the root.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Spine {
    not: u8,
    and: u8,
    or: u8,
}

/// A node of a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Node<'a> {
    /// `adguard`
    Variable(Text<'a>),
    /// `!a`, from the `!` to the end of its operand. The operand is the next node.
    Not {
        /// Where its sign is in the line, in bytes.
        start: u32,
    },
    /// `a && b`. Its operands are the next node, and the node after the whole first operand.
    Binary(Operator),
    /// `(a)`, which contains the next node. Its span is that of its content, as in AGTree.
    Parenthesis,
}

impl<'a> Condition<'a> {
    /// Deeper conditions are refused, so that code that walks a tree cannot overflow the stack, and
    /// JSON parsers accept the depth.
    pub const MAX_DEPTH: usize = 100;

    /// All nodes, parents before children, so names are in the order of the text.
    pub fn nodes(&self) -> Nodes<'_, 'a> {
        let mut spines = self.spines.iter();
        let spine = spines.next().copied();
        Nodes { text: self.text, at: self.start, spine, spines }
    }
}

impl PartialEq for Condition<'_> {
    fn eq(&self, other: &Condition<'_>) -> bool {
        self.nodes().eq(other.nodes())
    }
}

impl fmt::Debug for Condition<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.nodes()).finish()
    }
}

/// The nodes of a condition, from one operand to the next.
#[derive(Clone)]
pub struct Nodes<'c, 'a> {
    text: &'a str,
    at: usize,
    /// The pending operations of the next operand.
    spine: Option<Spine>,
    spines: slice::Iter<'c, Spine>,
}

impl<'a> Iterator for Nodes<'_, 'a> {
    type Item = Node<'a>;

    fn next(&mut self) -> Option<Node<'a>> {
        if let Some(operator) = self.spine.as_mut()?.take_outermost() {
            return Some(Node::Binary(operator));
        }
        // There is no error: the same text was parsed before.
        let token = next_token(self.text, self.at).ok().flatten()?;
        self.at = token.end;
        self.spine = self.spines.next().copied();
        Some(match (token.kind, self.text.as_bytes()[token.start]) {
            (Kind::Variable, _) => {
                self.skip_to_operand();
                Node::Variable(text(self.text, token.start, token.end))
            }
            (_, b'(') => Node::Parenthesis,
            _ => Node::Not { start: token.start as u32 },
        })
    }
}

impl Nodes<'_, '_> {
    /// After an operand, closes parentheses until an operator comes.
    fn skip_to_operand(&mut self) {
        while let Ok(Some(token)) = next_token(self.text, self.at) {
            self.at = token.end;
            if token.kind == Kind::Operator {
                break;
            }
        }
    }
}

impl Spine {
    fn count(&mut self, operator: Operator) -> &mut u8 {
        match operator {
            Operator::Not => &mut self.not,
            Operator::And => &mut self.and,
            Operator::Or => &mut self.or,
        }
    }

    fn take_outermost(&mut self) -> Option<Operator> {
        let outer = [Operator::Or, Operator::And, Operator::Not];
        let operator = outer.into_iter().find(|it| *self.count(*it) > 0)?;
        *self.count(operator) -= 1;
        Some(operator)
    }
}

/// Parses `line[start..end]`. An invalid character is reported before any other error.
pub(super) fn parse(line: &str, start: usize, end: usize) -> Result<Condition<'_>> {
    let text = &line[..end];
    let mut at = start;
    while let Some(token) = next_token(text, at)? {
        at = token.end;
    }
    let mut parser = Parser { text, start, at: start, depth: 0, spines: Vec::new() };
    parser.expression(0)?;
    match parser.peek() {
        None => Ok(Condition { text, start, spines: parser.spines.into_boxed_slice() }),
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
    /// A token as AGTree prints it in messages.
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

/// Precedence climbing. Every function returns the depth of its tree.
struct Parser<'a> {
    text: &'a str,
    start: usize,
    at: usize,
    depth: usize,
    spines: Vec<Spine>,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<Token> {
        next_token(self.text, self.at).ok().flatten()
    }

    fn slice(&self, token: Token) -> &'a str {
        &self.text[token.start..token.end]
    }

    fn bounded(&self, depth: usize) -> Result<usize> {
        if depth <= Condition::MAX_DEPTH {
            return Ok(depth);
        }
        let message = format!("Expression is nested deeper than {}", Condition::MAX_DEPTH);
        Err(SyntaxError::new(message, self.start, self.text.len()))
    }

    fn expression(&mut self, min_precedence: u8) -> Result<usize> {
        self.depth += 1;
        self.bounded(self.depth)?;
        let operand = self.spines.len();
        self.spines.push(Spine::default());
        let depth = self.operand()?;
        let whole = self.operators(operand, depth, min_precedence);
        self.depth -= 1;
        whole
    }

    fn operand(&mut self) -> Result<usize> {
        let Some(token) = self.peek() else {
            // AGTree crashes here; we report the position of the missing operand.
            let end = self.text.len();
            return Err(SyntaxError::new(
                "Expected an operand, but reached end of input",
                end,
                end,
            ));
        };
        match self.slice(token) {
            _ if token.kind == Kind::Variable => {
                self.at = token.end;
                Ok(1)
            }
            "!" => {
                self.at = token.end;
                let depth = self.expression(precedence(Operator::Not))?;
                self.bounded(depth + 1)
            }
            "(" => {
                self.at = token.end;
                let depth = self.expression(0)?;
                self.close_parenthesis()?;
                self.bounded(depth + 1)
            }
            other => Err(token.error(format!("Unexpected token \"{other}\""))),
        }
    }

    /// AGTree accepts any parenthesis as the closing one, even an opening one.
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

    /// Parses the operators after the operand of that number and depth.
    fn operators(&mut self, operand: usize, mut depth: usize, min_precedence: u8) -> Result<usize> {
        while let Some(token) = self.peek().filter(|it| it.kind == Kind::Operator) {
            let operator = match self.slice(token) {
                "&&" => Operator::And,
                "||" => Operator::Or,
                _ => Operator::Not,
            };
            if precedence(operator) < min_precedence {
                break;
            }
            self.at = token.end;
            let right_depth = self.expression(precedence(operator) + 1)?;
            depth = self.bounded(depth.max(right_depth) + 1)?;
            *self.spines[operand].count(operator) += 1;
        }
        Ok(depth)
    }
}

fn precedence(operator: Operator) -> u8 {
    match operator {
        Operator::Not => 3,
        Operator::And => 2,
        Operator::Or => 1,
    }
}
