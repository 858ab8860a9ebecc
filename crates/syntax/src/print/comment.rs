//! Comments of every kind.

use crate::{
    ast::{
        AgentComment, Comment, ConfigComment, ConfigParams, DirectiveParams, HintComment, Members,
        MetadataComment, Node, Nodes, ParameterList, PreProcessorComment, Value,
    },
    comment::is_comment,
    print::{end_piece, params, piece},
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

/// After a parenthesis inside of the parameters, a blank would end the hint.
fn hint_params(list: &ParameterList<'_>, out: &mut String) {
    if !list.children.iter().flatten().any(|it| it.contains(')')) {
        return comma_list(list, ", ", out);
    }
    comma_list(list, ",", out);
    if out.ends_with("\\ ") {
        out.pop();
    }
}

/// `a, b, c`, in the syntax outside of uBO's scriptlets.
fn comma_list(list: &ParameterList<'_>, separator: &str, out: &mut String) {
    let children: Vec<_> = list.children.iter().collect();
    params(written(&children), separator, out);
    if children.last().is_some_and(ends_in_comma) {
        // Without a blank there would be one more parameter, as below.
        out.push(' ');
    }
}

/// A quote without a closing quote makes the rest one parameter, including commas. If the rest ends
/// in a comma, AGTree sees an empty parameter after it, which must not be written again.
fn written<'l, 'a>(list: &'l [Option<Value<'a>>]) -> &'l [Option<Value<'a>>] {
    match list {
        [whole @ .., None] if whole.last().is_some_and(ends_in_comma) => whole,
        whole => whole,
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
        Some(DirectiveParams::Condition(it)) => {
            out.push(' ');
            condition(&mut it.nodes(), out);
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

/// Parentheses are nodes, so a parsed tree needs no additional ones.
fn condition(nodes: &mut Nodes<'_, '_>, out: &mut String) {
    match nodes.next() {
        None => (),
        Some(Node::Variable(name)) => out.push_str(&name),
        Some(Node::Not { .. }) => {
            out.push('!');
            condition(nodes, out);
        }
        Some(Node::Binary(operator)) => {
            condition(nodes, out);
            out.push(' ');
            out.push_str(operator.as_str());
            out.push(' ');
            condition(nodes, out);
        }
        Some(Node::Parenthesis) => {
            out.push('(');
            condition(nodes, out);
            out.push(')');
        }
    }
}

pub(super) fn metadata(comment: &MetadataComment<'_>, out: &mut String) {
    let is_mark = &*comment.marker == "#" && is_comment_mark(&comment.value);
    let colon = if is_mark { ":" } else { ": " };
    for text in [&*comment.marker, " ", &*comment.header, colon, &*comment.value] {
        out.push_str(text);
    }
}

/// A line that starts with `#` is a comment when it has no separator, or when a blank or `##` comes
/// after the first separator. A space before `##` hides it, so there must be no space before the
/// separator that makes the line a comment.
fn is_comment_mark(text: &str) -> bool {
    let behind = text.strip_prefix("##").or_else(|| text.strip_prefix("#@#"));
    behind.is_some_and(|it| it.is_empty() || it.starts_with([' ', '\t']) || it.starts_with("##"))
}

pub(super) fn config(comment: &ConfigComment<'_>, out: &mut String) {
    let start = out.len();
    let is_hash = &*comment.marker == "#";
    out.push_str(&comment.marker);
    out.push(' ');
    out.push_str(&comment.command);
    let params_start = out.len();
    match &comment.params {
        None => (),
        Some(ConfigParams::Config { value, .. }) => {
            out.push(' ');
            members(value, is_hash, out);
        }
        Some(ConfigParams::List(list)) => {
            if is_hash {
                hash_list(list, out);
            } else {
                out.push(' ');
                comma_list(list, ", ", out);
            }
        }
    }
    if let Some(text) = comment.comment {
        out.push(' ');
        out.push_str(&text);
    }
    let has_json = matches!(comment.params, Some(ConfigParams::Config { .. }));
    if has_json && is_hash && !is_comment(&out[start..]) {
        // The separator that made it a comment was in a string or in a comment of the JSON5.
        out.insert_str(params_start, " /*## */");
    }
}

/// The list after a `#` marker, where blanks decide what is a separator; see [`is_comment_mark`].
fn hash_list(list: &ParameterList<'_>, out: &mut String) {
    let children: Vec<_> = list.children.iter().collect();
    for (n, param) in written(&children).iter().enumerate() {
        let param = param.as_deref().unwrap_or_default();
        out.push_str(match (n, is_comment_mark(param)) {
            (0, true) => "\t",
            (0, false) => " ",
            (_, true) => ",",
            (_, false) => ", ",
        });
        out.push_str(param);
        end_piece(param, out);
        if param.ends_with(['#', '$']) {
            out.push(' ');
        }
    }
}

/// The inside of a JSON object. A `--` in it would start the comment, and after a `#` marker a
/// separator would make the line a cosmetic rule. All of these can only be in strings, where JSON
/// can escape them.
fn members(object: &Members<'_>, hides_separators: bool, out: &mut String) {
    let json = object.to_string();
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
        // Without its indentation it would be a config comment.
        out.push(' ');
    }
    out.push_str(&comment.marker);
    out.push_str(&comment.text);
}
