//! The bodies of HTML filtering rules that were parsed as selectors.

use crate::{
    ast::{
        AttributeSelector, Children, PseudoClassSelector, Selector, SelectorList, Syntax, Value,
    },
    children::Reader,
    print::{BYTE_ORDER_MARKS, cosmetic::takes_blank, end_piece},
    scan::is_js_space,
};

pub(super) fn html_body(list: &SelectorList<'_>, syntax: Syntax, out: &mut String) {
    if let Some(name) = response_header(list, syntax) {
        out.push_str("responseheader(");
        out.push_str(&name);
        end_piece(&name, out);
        return out.push(')');
    }
    let start = out.len();
    selector_list(list, Quotes::Double, out);
    if syntax == Syntax::AdGuard && out[start..].contains("\"\"") {
        // AdGuard reads `""` as an escaped quote, from the first `["` to the end of the body.
        let quotes = if has_escaped_quote(list) { Quotes::Doubled } else { Quotes::Single };
        let mut text = String::new();
        selector_list(list, quotes, &mut text);
        out.replace_range(start.., &text);
    }
    if out[start..].starts_with(BYTE_ORDER_MARKS) {
        // The tokenizer skips the first.
        out.insert(start, '\u{feff}');
    }
}

/// The quoting style of attribute values.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quotes {
    /// `"a\"b"`
    Double,
    /// `'a"b'`
    Single,
    /// `"a""b"`
    Doubled,
}

/// Whether a value has a quote that cannot be written between quotes of the same kind.
fn has_escaped_quote(list: &SelectorList<'_>) -> bool {
    list.children.iter().flat_map(|it| it.children.iter()).any(|it| match it {
        Selector::Attribute(it) => it.test.as_ref().is_some_and(|it| it.value.contains("\\'")),
        _ => false,
    })
}

/// uBO's `responseheader(name)` is not a pseudo-class, but is parsed as one.
fn response_header<'a>(list: &SelectorList<'a>, syntax: Syntax) -> Option<Value<'a>> {
    let Selector::PseudoClass(pseudo) = only(&only(&list.children)?.children)? else {
        return None;
    };
    let name = pseudo.argument?;
    let is_header = syntax == Syntax::UblockOrigin && &*pseudo.name == "responseheader";
    (is_header && !name.is_empty() && !name.ends_with(is_js_space)).then_some(name)
}

/// The child that has no siblings.
fn only<R: Reader>(children: &Children<R>) -> Option<R::Child> {
    let mut children = children.iter();
    children.next().filter(|_| children.next().is_none())
}

fn selector_list(list: &SelectorList<'_>, quotes: Quotes, out: &mut String) {
    for (n, complex) in list.children.iter().enumerate() {
        if n > 0 {
            out.push_str(", ");
        }
        for selector in &complex.children {
            simple(&selector, quotes, out);
        }
    }
}

fn simple(selector: &Selector<'_>, quotes: Quotes, out: &mut String) {
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
        Selector::Attribute(attribute) => self::attribute(attribute, quotes, out),
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

fn attribute(attribute: &AttributeSelector<'_>, quotes: Quotes, out: &mut String) {
    out.push('[');
    out.push_str(&attribute.name);
    if let Some(test) = &attribute.test {
        out.push_str(&test.operator);
        quoted(&test.value, quotes, out);
        if let Some(flag) = &test.flag {
            out.push(' ');
            out.push_str(flag);
        }
    }
    out.push(']');
}

/// The value in the kind of quotes that parses back to the same value. An escaped quote inside
/// quotes of the same kind loses its backslash, so a quote that must keep its backslash needs the
/// other kind.
fn quoted(value: &str, quotes: Quotes, out: &mut String) {
    let is_escaped = |quote: char| value.contains(&format!("\\{quote}"));
    let kinds = match quotes {
        Quotes::Double => ['"', '\''],
        Quotes::Single => ['\'', '"'],
        // A single quote before the first double one would switch the doubling off.
        Quotes::Doubled if !out.contains("=\"") => ['"', '"'],
        // After that, an empty value would be an escaped quote.
        Quotes::Doubled if value.is_empty() => ['\'', '"'],
        Quotes::Doubled => ['"', '\''],
    };
    // A value that does not fit into any quotes was an identifier.
    let Some(quote) = kinds.into_iter().find(|it| !is_escaped(*it)) else {
        return out.push_str(value);
    };
    let escape = if quotes == Quotes::Doubled && quote == '"' { '"' } else { '\\' };
    out.push(quote);
    for c in value.chars() {
        if c == quote {
            out.push(escape);
        }
        out.push(c);
    }
    out.push(quote);
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
