//! Conditions as AdGuard evaluates them: `resolveExpression` of FiltersDownloader 2.4.
//!
//! The order is: brackets, `||`, `&&`, `!`. AdGuard reads the character before `||` and `&&` as a
//! blank, so `a||b` is read with the last letter of `a` missing. A name that is not defined is
//! false. AdGuard refuses the whole list for a bracket that is not closed or not opened, and for a
//! missing operand.

use crate::{
    Targets,
    tables::tokens::{self, LIKE_ADGUARD},
};

/// Why AdGuard refuses the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// A bracket that is not closed or not opened.
    Brackets,
    /// No condition, or an operator without an operand.
    Empty,
}

/// Text, or the value of a pair of brackets.
#[derive(Clone, Copy)]
enum Piece<'a> {
    Text(&'a str),
    Value(Targets),
}

/// The platforms for which the condition is true.
pub(super) fn evaluate(condition: &str) -> Result<Targets, Refusal> {
    // A level for each open bracket. There is no recursion, no matter how deep they are nested.
    let mut levels: Vec<Vec<Piece<'_>>> = vec![Vec::new()];
    let mut rest = condition;
    loop {
        let end = rest.find(['(', ')']);
        let (text, behind) = rest.split_at(end.unwrap_or(rest.len()));
        if let Some(level) = levels.last_mut() {
            level.push(Piece::Text(text));
        }
        match behind.as_bytes().first() {
            Some(b'(') => levels.push(Vec::new()),
            Some(_) => {
                let inner = levels.pop().unwrap_or_default();
                let outer = levels.last_mut().ok_or(Refusal::Brackets)?;
                outer.push(Piece::Value(level(&inner)?));
            }
            None if levels.len() > 1 => return Err(Refusal::Brackets),
            None => return level(&levels.pop().unwrap_or_default()),
        }
        rest = &behind[1..];
    }
}

/// Evaluates the text between brackets, in which inner brackets are values already.
fn level(pieces: &[Piece<'_>]) -> Result<Targets, Refusal> {
    // The value of the alternatives so far, and the value of the current one.
    let (mut any, mut all) = (Targets::NONE, LIKE_ADGUARD);
    let mut operand = Operand::default();
    for piece in pieces {
        let Piece::Text(mut text) = *piece else {
            operand.push(*piece);
            continue;
        };
        while let Some((at, is_or)) = operator(text) {
            let before = &text[..at];
            operand.push(Piece::Text(before));
            operand.lose_last();
            all = close(&mut operand, any, all)?;
            if is_or {
                any = any | all;
                all = LIKE_ADGUARD;
            }
            text = &text[at + 2..];
        }
        operand.push(Piece::Text(text));
    }
    Ok(any | close(&mut operand, any, all)?)
}

/// `all` and the operand. AdGuard does not evaluate an operand that cannot change the result.
fn close(operand: &mut Operand<'_>, any: Targets, all: Targets) -> Result<Targets, Refusal> {
    let value = std::mem::take(operand).value();
    match value {
        Err(_) if any == LIKE_ADGUARD || all.is_empty() => Ok(all),
        value => Ok(all & value?),
    }
}

/// The position of the first operator, and whether it is `||`.
fn operator(text: &str) -> Option<(usize, bool)> {
    let bytes = text.as_bytes();
    let is_operator = |it: &usize| matches!(&bytes[*it..], [b'|', b'|', ..] | [b'&', b'&', ..]);
    memchr::memchr2_iter(b'|', b'&', bytes).find(is_operator).map(|at| (at, bytes[at] == b'|'))
}

#[derive(Default)]
struct Operand<'a> {
    /// The text before the value.
    before: &'a str,
    value: Option<Targets>,
    behind: &'a str,
    /// Whether a value lost a letter, or there is more than one.
    is_broken: bool,
}

impl<'a> Operand<'a> {
    fn push(&mut self, piece: Piece<'a>) {
        match piece {
            Piece::Text("") => (),
            Piece::Text(text) if self.value.is_none() => self.before = text,
            Piece::Text(text) => self.behind = text,
            Piece::Value(value) => {
                self.is_broken |= self.value.is_some();
                self.value = Some(value);
            }
        }
    }

    /// Drops the last character.
    fn lose_last(&mut self) {
        let shorter = |text: &'a str| {
            let mut chars = text.chars();
            chars.next_back();
            chars.as_str()
        };
        match self.value {
            None => self.before = shorter(self.before),
            Some(_) if self.behind.is_empty() => self.is_broken = true,
            Some(_) => self.behind = shorter(self.behind),
        }
    }

    fn value(self) -> Result<Targets, Refusal> {
        let mut name = self.before.trim();
        let mut is_negated = false;
        while let Some(rest) = name.strip_prefix('!') {
            is_negated = !is_negated;
            name = rest.trim_start();
        }
        let value = match self.value {
            // A word that contains a bracket is not a name.
            Some(_) if self.is_broken || !name.is_empty() || !self.behind.trim().is_empty() => {
                Targets::NONE
            }
            Some(value) => value,
            None if name.is_empty() => return Err(Refusal::Empty),
            None => tokens::token(name).map_or(Targets::NONE, |it| it.adguard),
        };
        Ok(if is_negated { LIKE_ADGUARD.without(value) } else { value })
    }
}
