//! Prints a [`Rule`] as text that parses, with the same options, to an equal rule.
//!
//! Positions can differ: blanks and quotes are normalized, and ignored words are dropped. The
//! printer does not use the original line, so a changed rule is printed with its changes. When the
//! usual form would parse as something else, a blank separates the pieces.

mod comment;
mod cosmetic;
mod network;
mod selector;
mod ubo;

use std::fmt::{self, Display};

use crate::{
    ast::{Rule, Value},
    cosmetic::separator,
    scan::is_js_space,
};

/// Appends `rule` to `out`, as one line without a line ending.
///
/// Returns false and appends nothing for [`Rule::Invalid`], which can only be printed from its
/// line. The caller still has that line.
#[must_use = "an invalid rule is not printed"]
pub fn print(rule: &Rule<'_>, out: &mut String) -> bool {
    let start = out.len();
    match rule {
        Rule::Invalid(_) => return false,
        Rule::Empty => (),
        Rule::Agent(comment) => comment::agents(comment, out),
        Rule::Hint(comment) => comment::hints(comment, out),
        Rule::PreProcessor(comment) => comment::directive(comment, out),
        Rule::Metadata(comment) => comment::metadata(comment, out),
        Rule::Config(comment) => comment::config(comment, out),
        Rule::Comment(comment) => comment::simple(comment, out),
        Rule::Network(rule) => network::network(rule, out),
        Rule::Host(rule) => network::host_rule(rule, out),
        Rule::Cosmetic(rule) => cosmetic::cosmetic(rule, out),
    }
    if out[start..].starts_with(is_js_space) {
        // Such a space at the start of a line needs a blank before it; otherwise it would be
        // skipped.
        out.insert(start, ' ');
    }
    true
}

/// One line, as [`print`](fn@print) writes it. An invalid rule does not have its text: it is shown
/// as a comment with the error, so that a list with it is still a list.
impl fmt::Display for Rule<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Rule::Invalid(error) = self {
            return write!(f, "! invalid rule: {error}");
        }
        let mut text = String::new();
        let _is_valid = print(self, &mut text);
        f.pad(&text)
    }
}

/// The tokenizer of CSS skips one of these at the very start of a body.
const BYTE_ORDER_MARKS: [char; 2] = ['\u{feff}', '\u{fffe}'];

/// Appends a text that can have a blank before it. A `##` or `#@#` at its start needs the blank;
/// otherwise the line would become a cosmetic rule.
fn piece(text: &str, out: &mut String) {
    if starts_in_separator(text) {
        out.push(' ');
    }
    out.push_str(text);
}

/// Whether the text starts with a separator that a space before it makes plain text.
fn starts_in_separator(text: &str) -> bool {
    text.starts_with("##") || text.starts_with("#@#")
}

/// Whether a separator of cosmetic rules starts in `left` when `right` follows it at once.
fn make_separator(left: &str, right: impl Display) -> bool {
    left.ends_with(['#', '$', '@', '?', '%']) && {
        let joined = format!(" {left}{right}");
        separator::find(&joined, 0).is_some_and(|(at, _)| at <= left.len())
    }
}

/// Prevents a backslash at the end of a piece from escaping the next character.
fn end_piece(text: &str, out: &mut String) {
    if text.ends_with('\\') {
        out.push(' ');
    }
}

/// `a, b, , c`, with `separator` between the parameters.
fn params(params: &[Option<Value<'_>>], separator: &str, out: &mut String) {
    if let [None] = params {
        // An empty text would mean no parameter instead of an empty one.
        out.push(' ');
    }
    for (n, param) in params.iter().enumerate() {
        if n > 0 {
            out.push_str(separator);
        }
        if let Some(param) = param {
            out.push_str(param);
            end_piece(param, out);
        }
    }
}
