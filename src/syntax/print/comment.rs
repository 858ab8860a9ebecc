//! Comments of every kind.

use serde_json::Map;

use crate::syntax::{
    ast::{
        AgentComment, Comment, ConfigComment, ConfigParams, DirectiveParams, Expression,
        HintComment, MetadataComment, ParameterList, PreProcessorComment, Value,
    },
    comment::is_comment,
    print::{params, piece},
    scan::js_trim,
};

pub(super) fn agents(comment: &AgentComment<'_>, out: &mut String) {
    out.push('[');
    for (n, agent) in comment.children.iter().enumerate() {
        if n > 0 {
            out.push_str("; ");
        }
        piece(&agent.adblock, out);
        if let Some(version) = agent.version {
            out.push(' ');
            out.push_str(&version);
        }
    }
    out.push(']');
}

pub(super) fn hints(comment: &HintComment<'_>, out: &mut String) {
    out.push_str("!+");
    for hint in &comment.children {
        out.push(' ');
        out.push_str(&hint.name);
        if let Some(list) = &hint.params {
            out.push('(');
            hint_params(list, out);
            out.push(')');
        }
    }
}

/// Behind a parenthesis inside of the parameters a blank would end the hint.
fn hint_params(list: &ParameterList<'_>, out: &mut String) {
    if !list.children.iter().flatten().any(|it| it.contains(')')) {
        return comma_list(list, ", ", out);
    }
    comma_list(list, ",", out);
    if out.ends_with("\\ ") {
        out.pop();
    }
}

/// A quote that nothing closes makes the rest one parameter, commas included. If that ends in a
/// comma, AGTree sees an empty parameter behind it all the same, unless a blank follows.
fn comma_list(list: &ParameterList<'_>, separator: &str, out: &mut String) {
    match &list.children[..] {
        [whole @ .., None] if whole.last().is_some_and(ends_in_comma) => {
            params(whole, separator, out);
        }
        whole => {
            params(whole, separator, out);
            if whole.last().is_some_and(ends_in_comma) {
                out.push(' ');
            }
        }
    }
}

fn ends_in_comma(param: &Option<Value<'_>>) -> bool {
    param.as_ref().is_some_and(|it| it.ends_with(','))
}

pub(super) fn directive(comment: &PreProcessorComment<'_>, out: &mut String) {
    // `!##` starts a comment.
    out.push_str(if comment.name.starts_with('#') { "!# " } else { "!#" });
    out.push_str(&comment.name);
    match &comment.params {
        None => (),
        Some(DirectiveParams::Expression(condition)) => {
            out.push(' ');
            expression(condition, out);
        }
        Some(DirectiveParams::List(list)) => {
            out.push('(');
            comma_list(list, ", ", out);
            out.push(')');
        }
        Some(DirectiveParams::Value(value)) => {
            out.push(' ');
            out.push_str(value);
        }
    }
}

/// Parentheses are nodes, so none has to be made up for a tree that was read.
fn expression(it: &Expression<'_>, out: &mut String) {
    match it {
        Expression::Variable(name) => out.push_str(name),
        Expression::Not { operand, .. } => {
            out.push('!');
            expression(operand, out);
        }
        Expression::Binary { operator, left, right } => {
            expression(left, out);
            out.push(' ');
            out.push_str(operator.as_str());
            out.push(' ');
            expression(right, out);
        }
        Expression::Parenthesis(inner) => {
            out.push('(');
            expression(inner, out);
            out.push(')');
        }
    }
}

pub(super) fn metadata(comment: &MetadataComment<'_>, out: &mut String) {
    as_comment(&comment.marker, out, |spaced, out| {
        let colon = if spaced { ": " } else { ":" };
        for text in [&*comment.marker, " ", &*comment.header, colon, &*comment.value] {
            out.push_str(text);
        }
    });
}

pub(super) fn config(comment: &ConfigComment<'_>, out: &mut String) {
    as_comment(&comment.marker, out, |spaced, out| {
        for text in [&*comment.marker, " ", &*comment.command] {
            out.push_str(text);
        }
        match &comment.params {
            None => (),
            Some(ConfigParams::Config { value, .. }) => {
                out.push(' ');
                members(value, spaced && &*comment.marker == "#", out);
            }
            Some(ConfigParams::List(list)) => {
                out.push(' ');
                comma_list(list, if spaced { ", " } else { "," }, out);
            }
        }
        if let Some(text) = comment.comment {
            out.push(' ');
            out.push_str(&text);
        }
    });
}

/// A line that starts with `#` is a comment when it holds no separator, or a blank follows the
/// first. Spaces hide separators, so the usual way may hide the one that made it a comment and
/// leave another; then everything is set close.
fn as_comment(marker: &str, out: &mut String, write: impl Fn(bool, &mut String)) {
    let start = out.len();
    write(true, out);
    if marker == "#" && !is_comment(&out[start..]) {
        out.truncate(start);
        write(false, out);
    }
}

/// What stands between the braces of a JSON object. A `--` in it would start the comment, and
/// behind a `#` marker a separator would make a cosmetic rule of the line. All of these can only
/// stand in strings, where JSON has another spelling for them.
fn members(object: &Map<String, serde_json::Value>, hides_separators: bool, out: &mut String) {
    let json = serde_json::to_string(object).expect("a JSON value can be written as JSON");
    let mut after_dash = false;
    for c in json[1..json.len() - 1].chars() {
        let is_second_dash = c == '-' && after_dash;
        after_dash = c == '-' && !is_second_dash;
        match c {
            '-' if is_second_dash => out.push_str("\\u002d"),
            '#' if hides_separators => out.push_str("\\u0023"),
            '$' if hides_separators => out.push_str("\\u0024"),
            _ => out.push(c),
        }
    }
}

pub(super) fn simple(comment: &Comment<'_>, out: &mut String) {
    let text = js_trim(&comment.text).as_bytes();
    if text.get(..6).is_some_and(|it| it.eq_ignore_ascii_case(b"aglint")) {
        // Only indentation kept it from being a config comment.
        out.push(' ');
    }
    out.push_str(&comment.marker);
    out.push_str(&comment.text);
}
