//! Comments of every kind.

use serde_json::{Map, Value};

use crate::syntax::{
    ast::{
        AgentComment, Comment, ConfigComment, ConfigParams, DirectiveParams, Expression,
        HintComment, MetadataComment, ParameterList, PreProcessorComment,
    },
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
            params(list, hint_separator(list), out);
            out.push(')');
        }
    }
}

/// Behind a parenthesis inside of the parameters a blank would end the hint.
fn hint_separator(list: &ParameterList<'_>) -> &'static str {
    let has_parenthesis = list.children.iter().flatten().any(|it| it.contains(')'));
    if has_parenthesis { "," } else { ", " }
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
            params(list, ", ", out);
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
    for text in [&*comment.marker, " ", &*comment.header, ": ", &*comment.value] {
        out.push_str(text);
    }
}

pub(super) fn config(comment: &ConfigComment<'_>, out: &mut String) {
    out.push_str(&comment.marker);
    out.push(' ');
    out.push_str(&comment.command);
    match &comment.params {
        None => (),
        Some(ConfigParams::Config { value, .. }) => {
            out.push(' ');
            members(value, &comment.marker, out);
        }
        Some(ConfigParams::List(list)) => {
            out.push(' ');
            params(list, ", ", out);
        }
    }
    if let Some(text) = comment.comment {
        out.push(' ');
        out.push_str(&text);
    }
}

/// What stands between the braces of a JSON object. A `--` in it would start the comment, and
/// behind a `#` marker a separator would make a cosmetic rule of the line. All of these can only
/// stand in strings, where JSON has another spelling for them.
fn members(object: &Map<String, Value>, marker: &str, out: &mut String) {
    let json = serde_json::to_string(object).expect("a JSON value can be written as JSON");
    let mut after_dash = false;
    for c in json[1..json.len() - 1].chars() {
        let is_second_dash = c == '-' && after_dash;
        after_dash = c == '-' && !is_second_dash;
        match c {
            '-' if is_second_dash => out.push_str("\\u002d"),
            '#' if marker == "#" => out.push_str("\\u0023"),
            '$' if marker == "#" => out.push_str("\\u0024"),
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
