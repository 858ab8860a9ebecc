//! CSS as far as filter lists need it: tokens, balanced brackets, a cursor to parse with.

mod balance;
mod stream;
mod token;

pub use self::token::{Kind, Token, Tokens, tokens};
pub(super) use self::{
    balance::{Brackets, end_of_input},
    stream::{Cursor, Stream},
};
