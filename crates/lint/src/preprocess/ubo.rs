//! Conditions as uBlock Origin 1.73 evaluates them: `evaluateExpr` of its preparser.
//!
//! One pair of brackets around the whole condition is dropped. Then operands are evaluated from
//! left to right, separated by `&&` and `||` with blanks after them; no operator binds tighter.
//! Text that does not fit this, or that contains an unknown name, is not a condition: the lines of
//! the block are always read.

use crate::Targets;
use crate::tables::tokens::{self, LIKE_UBO};

/// Where a condition is true, and where it is false. A platform for which it depends on the browser
/// or the version is in both sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) yes: Targets,
    pub(super) no: Targets,
}

impl Answer {
    fn not(self) -> Answer {
        Answer { yes: self.no, no: self.yes }
    }

    fn or(self, other: Answer) -> Answer {
        Answer { yes: self.yes | other.yes, no: self.no & other.no }
    }

    fn and(self, other: Answer) -> Answer {
        Answer { yes: self.yes & other.yes, no: self.no | other.no }
    }
}

/// Why uBlock Origin does not evaluate a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// The condition is empty.
    Empty,
    /// Brackets other than one pair around all of it.
    Brackets,
    /// An operator without a space before and after it.
    Spaces,
    /// A name that uBlock Origin does not know.
    Unknown(String),
}

/// The reason. Call it only for conditions that are not evaluated.
pub(super) fn why(condition: &str) -> Unread {
    let text = condition.strip_prefix('(').and_then(|it| it.strip_suffix(')')).unwrap_or(condition);
    let is_operator = |it: &str| matches!(it, "&&" | "||");
    let mut words = text.split(is_blank).filter(|it| !it.is_empty());
    let glued = |it: &str| !is_operator(it) && (it.contains("&&") || it.contains("||"));
    match () {
        () if text.trim().is_empty() => Unread::Empty,
        () if text.contains(['(', ')']) => Unread::Brackets,
        () if words.clone().any(glued) || text.contains('\t') => Unread::Spaces,
        () => {
            let is_unknown = |it: &&str| !is_operator(it) && operand(it).is_none();
            match words.find(is_unknown) {
                Some("!") | None => Unread::Spaces,
                Some(word) => Unread::Unknown(word.trim_start_matches('!').to_owned()),
            }
        }
    }
}

/// The platforms for which the condition is true, and those for which it is false; some are in
/// both. `None` if uBlock Origin does not evaluate the condition.
pub(super) fn evaluate(condition: &str) -> Option<Answer> {
    let text = condition.strip_prefix('(').and_then(|it| it.strip_suffix(')')).unwrap_or(condition);
    let mut operands = Operands { rest: text };
    let first = operands.next()?;
    if first.operator.is_some() || first.name.starts_with(['|', '&']) {
        return None;
    }
    let mut result = operand(first.name);
    for next in operands {
        // It splits at spaces: a tab joins an operator and a name, and several spaces count as one.
        if next.is_joined {
            return None;
        }
        let value = operand(next.name)?;
        result = match (next.operator?, result) {
            ("||", None) => Some(value),
            ("||", Some(before)) => Some(before.or(value)),
            // An unknown name makes the rest unknown.
            (_, None) => None,
            (_, Some(before)) => Some(before.and(value)),
        };
    }
    result
}

fn operand(text: &str) -> Option<Answer> {
    let name = text.strip_prefix('!');
    let (name, is_negated) = (name.unwrap_or(text), name.is_some());
    let answer = match tokens::token(name) {
        Some(token) if token.is_known_to_ubo => Answer {
            yes: token.ubo | token.ubo_some,
            no: LIKE_UBO.without(token.ubo) | token.ubo_some,
        },
        // A capability of a later version.
        _ if name.starts_with("cap_") => Answer { yes: Targets::NONE, no: LIKE_UBO },
        _ => return None,
    };
    Some(if is_negated { answer.not() } else { answer })
}

/// The words, each with the operator before it if blanks follow the operator.
struct Operands<'a> {
    rest: &'a str,
}

struct Operand<'a> {
    operator: Option<&'a str>,
    name: &'a str,
    /// Whether other blanks than spaces are between the two.
    is_joined: bool,
}

impl<'a> Iterator for Operands<'a> {
    type Item = Operand<'a>;

    fn next(&mut self) -> Option<Operand<'a>> {
        let text = self.rest.trim_start_matches(is_blank);
        let end = |text: &str| text.find(is_blank).unwrap_or(text.len());
        if text.is_empty() {
            return None;
        }
        let (word, rest) = text.split_at(end(text));
        let name = rest.trim_start_matches(is_blank);
        if !matches!(word, "&&" | "||") || name.is_empty() {
            self.rest = rest;
            return Some(Operand { operator: None, name: word, is_joined: false });
        }
        let between = &rest[..rest.len() - name.len()];
        let (name, rest) = name.split_at(end(name));
        self.rest = rest;
        let is_joined = between.contains(|it| it != ' ');
        Some(Operand { operator: Some(word), name, is_joined })
    }
}

/// The characters of JavaScript's `\s`.
fn is_blank(it: char) -> bool {
    it.is_whitespace() && it != '\u{85}' || it == '\u{FEFF}'
}
