//! Selectors and declarations, as far as they can be read without a page.
//!
//! The readers know no rule and no message: they tell each [`Problem`] to who called them.

mod argument;
mod block;
mod declarations;
mod problem;
mod pseudo;
mod scan;
mod selector;
mod tokens;

pub(super) use self::{
    block::read as read_block,
    problem::{
        Argument, Block, Fault, Form, Grammar, ListInside, Problem, RuleKind, Style, Token,
        Unexpected, Unknown, Within,
    },
    selector::{SelectorList, read},
};
