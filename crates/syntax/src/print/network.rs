//! Network rules with their modifiers, and host rules.

use crate::{
    ast::{HostRule, Modifier, ModifierList, NetworkRule},
    host,
    print::{end_piece, make_separator, piece},
};

pub(super) fn network(rule: &NetworkRule<'_>, out: &mut String) {
    let start = out.len();
    write_network(rule, NO_BLANKS, out);
    if !rule.pattern.contains([' ', '\t']) {
        return;
    }
    // `1.1.1.1 a. $b` is not a host rule, because no name ends in a dot. Without its blank it is
    // one.
    for blanks in [(" ", ""), ("", " "), (" ", " ")] {
        if host::parse(&out[start..], 0, true).is_none() {
            return;
        }
        out.truncate(start);
        write_network(rule, blanks, out);
    }
}

/// The text before and after the signs between the pieces of a network rule.
type Blanks = (&'static str, &'static str);

pub(super) const NO_BLANKS: Blanks = ("", "");

fn write_network(rule: &NetworkRule<'_>, blanks: Blanks, out: &mut String) {
    if rule.exception {
        out.push_str("@@");
        out.push_str(&rule.pattern);
    } else {
        piece(&rule.pattern, out);
    }
    if let Some(list) = &rule.modifiers {
        // `\$` is not a separator, and `$$` and `$@$` are other separators.
        let before = rule.pattern.ends_with('\\') || make_separator(&rule.pattern, "$");
        if before {
            out.push(' ');
        }
        out.push_str(blanks.0);
        out.push('$');
        out.push_str(blanks.1);
        // `#$#` too. It must not be split before the `$`, because `## ` starts a comment.
        let first = list.children.first().filter(|it| !it.exception).map_or("", |it| it.name.text);
        if !before && make_separator(&rule.pattern, format_args!("${first}")) {
            out.push(' ');
        }
        modifiers(list, blanks, out);
    }
}

/// `script,domain=a.example`, after a `$`.
pub(super) fn modifiers(list: &ModifierList<'_>, blanks: Blanks, out: &mut String) {
    let list: Vec<_> = list.children.iter().collect();
    for (n, modifier) in list.iter().enumerate() {
        if n > 0 {
            out.push_str(blanks.0);
            out.push(',');
            out.push_str(blanks.1);
        } else if !modifier.exception
            && (modifier.name.starts_with('/') || make_separator("$", &*modifier.name))
        {
            // `$/` is not a separator, and `$$` and `$@$` are other separators.
            out.push(' ');
        }
        if modifier.exception {
            out.push('~');
            out.push_str(blanks.1);
        }
        piece(&modifier.name, out);
        end_piece(&modifier.name, out);
        if let Some(value) = modifier.value {
            out.push_str(blanks.0);
            out.push('=');
            if value.starts_with('/') {
                out.push_str(if is_taken_for_regex(&list, n) { " " } else { "" });
            } else {
                out.push_str(blanks.1);
            }
            piece(&value, out);
            end_piece(&value, out);
        }
    }
}

/// Whether the parser would wrongly take the value of modifier `n` for the start of a regex, so
/// that the next comma would not end it. A blank before the value prevents that.
///
/// The parser takes a value for a regex when it starts with `/` and exactly one more `/` follows,
/// even in another modifier. Then quotes and slashes hide commas, also in preceding modifiers
/// without a value. If they hide a comma of the value itself, the value was parsed as a regex.
fn is_taken_for_regex(list: &[Modifier<'_>], n: usize) -> bool {
    let (before, rest) = list.split_at(n);
    let Some((this, after)) = rest.split_first() else { return false };
    let Some(value) = this.value.filter(|it| it.starts_with('/')) else { return false };
    if list.len() == 1 || value.starts_with("//") {
        return false;
    }
    let after = after.iter().flat_map(|it| [Some(it.name), it.value]).flatten();
    let after = unescaped(&value[1..]).chain(after.flat_map(|it| unescaped(it.text)));
    // Two are enough to decide; stopping early keeps long lists fast.
    if after.filter(|it| *it == b'/').take(2).count() != 1 {
        return false;
    }
    let valueless = before.iter().rev().take_while(|it| it.value.is_none());
    let is_safe = |texts: &[&str]| closes(texts.iter().flat_map(|it| unescaped(it)));
    let has_comma = |text: &str| unescaped(text).any(|it| it == b',');
    let is_split =
        valueless.clone().all(|it| is_safe(&[&it.name])) && is_safe(&[&this.name, &value]);
    let is_regex = has_comma(&value) || has_comma(&this.name);
    !is_split && !is_regex && !valueless.clone().any(|it| has_comma(&it.name))
}

/// Whether all quotes and slashes are paired.
fn closes(bytes: impl Iterator<Item = u8>) -> bool {
    let mut open = None;
    for byte in bytes.filter(|it| matches!(it, b'\'' | b'"' | b'/')) {
        match open {
            None => open = Some(byte),
            Some(it) if it == byte => open = None,
            Some(_) => (),
        }
    }
    open.is_none()
}

/// The bytes without a backslash before them.
fn unescaped(text: &str) -> impl Iterator<Item = u8> {
    let mut previous = 0;
    text.bytes().filter(move |byte| std::mem::replace(&mut previous, *byte) != b'\\')
}

pub(super) fn host_rule(rule: &HostRule<'_>, out: &mut String) {
    for (n, word) in rule.ip.into_iter().chain(&rule.hostnames).enumerate() {
        if n > 0 {
            out.push(' ');
        }
        out.push_str(&word);
    }
    if let Some(comment) = rule.comment {
        out.push_str(if comment.is_empty() { " #" } else { " # " });
        out.push_str(&comment);
    }
}
