//! The parts of CSS that filter lists need: tokens, balanced brackets, and a cursor for parsing.

mod balance;
mod stream;
mod token;

pub use self::token::{Kind, Token, Tokens, tokens};
pub(super) use self::{
    balance::{Brackets, end_of_input},
    stream::{Cursor, Stream},
};
