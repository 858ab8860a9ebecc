//! Selectors and declarations, checked without a page.
//!
//! The readers know no lint rules and no messages: they pass each [`Problem`] to their caller.

mod argument;
mod block;
mod declarations;
mod problem;
mod pseudo;
mod scan;
mod selector;
mod tokens;
mod value;

pub(super) use self::{
    block::read as read_block,
    problem::{
        Argument, Block, Fault, Form, Grammar, ListInside, Problem, RuleKind, Style, Token,
        Unexpected, Unknown, Within,
    },
    selector::{SelectorList, read},
};
