//! From one [`Rule`] back to text which parses, with the same options, to an equal rule.
//!
//! Equal but for places: blanks, quotes and dropped words are written in one way only. Nothing is
//! taken from the line a rule was read from, so a changed rule is printed as it is now. Where the
//! usual way of writing would read as something else, a blank keeps the pieces apart.

mod comment;
mod cosmetic;
mod network;
mod selector;

use crate::syntax::ast::{ParameterList, Rule};

/// Appends `rule` to `out`, as one line without what ends it.
///
/// Says no, and appends nothing, for [`Rule::Invalid`]: there is nothing to print it from but the
/// line itself, which whoever asks still has.
#[must_use = "an invalid rule is not printed"]
pub fn print(rule: &Rule<'_>, out: &mut String) -> bool {
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
        Rule::Host(rule) => network::host(rule, out),
        Rule::Cosmetic(rule) => cosmetic::cosmetic(rule, out),
    }
    true
}

/// Appends something that a blank may stand before. A `##` or `#@#` at its start needs one, or the
/// line would become a cosmetic rule.
fn piece(text: &str, out: &mut String) {
    if text.starts_with("##") || text.starts_with("#@#") {
        out.push(' ');
    }
    out.push_str(text);
}

/// Keeps a backslash at the end of a piece from escaping what comes next.
fn end_piece(text: &str, out: &mut String) {
    if text.ends_with('\\') {
        out.push(' ');
    }
}

/// `a, b, , c`, with `separator` between the parameters.
fn params(list: &ParameterList<'_>, separator: &str, out: &mut String) {
    if let [None] = list.children[..] {
        // Nothing at all would be no parameter rather than an empty one.
        out.push(' ');
    }
    for (n, param) in list.children.iter().enumerate() {
        if n > 0 {
            out.push_str(separator);
        }
        if let Some(param) = param {
            out.push_str(param);
            end_piece(param, out);
        }
    }
}
