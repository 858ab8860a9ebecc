//! The bodies of HTML filtering rules that were read as selectors.

use crate::syntax::{
    ast::{AttributeSelector, PseudoClassSelector, Selector, SelectorList, Syntax},
    print::{cosmetic::takes_blank, end_piece},
    scan::is_js_space,
};

pub(super) fn html_body(list: &SelectorList<'_>, syntax: Syntax, out: &mut String) {
    if let Some(name) = response_header(list, syntax) {
        for text in ["responseheader(", name, ")"] {
            out.push_str(text);
        }
        return;
    }
    let start = out.len();
    selector_list(list, '"', out);
    if syntax == Syntax::AdGuard && out[start..].contains("\"\"") {
        // AdGuard reads `""` as an escaped quote, from the first `["` to the end of the body.
        out.truncate(start);
        selector_list(list, '\'', out);
    }
    if out[start..].starts_with(['\u{feff}', '\u{fffe}']) {
        // The tokenizer skips a byte order mark, but only at the very start.
        out.insert(start, ' ');
    }
}

/// `responseheader(name)` is uBO's own and no pseudo-class, but is read as one.
fn response_header<'a>(list: &'a SelectorList<'_>, syntax: Syntax) -> Option<&'a str> {
    let [complex] = &list.children[..] else { return None };
    let [Selector::PseudoClass(pseudo)] = &complex.children[..] else { return None };
    let name: &str = pseudo.argument.as_ref()?;
    let is_header = syntax == Syntax::UblockOrigin && &*pseudo.name == "responseheader";
    (is_header && !name.is_empty() && !name.ends_with(is_js_space)).then_some(name)
}

fn selector_list(list: &SelectorList<'_>, quote: char, out: &mut String) {
    for (n, complex) in list.children.iter().enumerate() {
        if n > 0 {
            out.push_str(", ");
        }
        for selector in &complex.children {
            simple(selector, quote, out);
        }
    }
}

fn simple(selector: &Selector<'_>, quote: char, out: &mut String) {
    match selector {
        Selector::Type(name) => out.push_str(name),
        Selector::Class(name) => {
            out.push('.');
            out.push_str(name);
        }
        Selector::Id(name) => {
            out.push('#');
            out.push_str(name);
        }
        Selector::Attribute(attribute) => self::attribute(attribute, quote, out),
        Selector::PseudoClass(pseudo) => pseudo_class(pseudo, out),
        Selector::Combinator(sign) if &**sign == " " => out.push(' '),
        Selector::Combinator(sign) => {
            if !takes_blank(out) {
                out.push(' ');
            }
            out.push_str(sign);
            out.push(' ');
        }
    }
}

fn attribute(attribute: &AttributeSelector<'_>, quote: char, out: &mut String) {
    out.push('[');
    out.push_str(&attribute.name);
    if let Some(test) = &attribute.test {
        out.push_str(&test.operator);
        quoted(&test.value, quote, out);
        if let Some(flag) = &test.flag {
            out.push(' ');
            out.push_str(flag);
        }
    }
    out.push(']');
}

/// The value in `quote`s or in the other ones, whichever reads back as the same: an escaped quote
/// within quotes of its kind is read without its backslash, so one that has a backslash needs the
/// other kind.
fn quoted(value: &str, quote: char, out: &mut String) {
    let other = if quote == '"' { '\'' } else { '"' };
    let is_escaped = |quote: char| value.contains(&format!("\\{quote}"));
    // Double quotes come second only to AdGuard, which has an escape of its own for them.
    let escape = |it: char| if it == other && it == '"' { '"' } else { '\\' };
    match [quote, other].into_iter().find(|it| !is_escaped(*it)) {
        Some(quote) => {
            out.push(quote);
            for c in value.chars() {
                if c == quote {
                    out.push(escape(quote));
                }
                out.push(c);
            }
            out.push(quote);
        }
        // Only an identifier can hold both.
        None => out.push_str(value),
    }
}

fn pseudo_class(pseudo: &PseudoClassSelector<'_>, out: &mut String) {
    out.push(':');
    out.push_str(&pseudo.name);
    if let Some(argument) = &pseudo.argument {
        out.push('(');
        out.push_str(argument);
        end_piece(argument, out);
        out.push(')');
    }
}
