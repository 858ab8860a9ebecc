//! Cosmetic rules: `[$…]`, domains, separator, and the bodies of each syntax.

use crate::{
    ast::{
        Calls, Children, CosmeticBody, CosmeticRule, CssInjection, Domain, ModifierList, Syntax,
    },
    comment::is_comment,
    print::{
        BYTE_ORDER_MARKS, end_piece, make_separator,
        network::{NO_BLANKS, modifiers},
        params, piece, selector, starts_in_separator,
        ubo::UboBody,
    },
    scan::is_js_space,
};

pub(super) fn cosmetic(rule: &CosmeticRule<'_>, out: &mut String) {
    let start = out.len();
    let (before, inside) = match rule.modifiers.as_deref() {
        Some(list) if is_in_body(rule, list) => (None, Some(list)),
        list => (list, None),
    };
    if let Some(list) = before {
        out.push_str("[$");
        modifiers(list, NO_BLANKS, out);
        out.push(']');
    }
    domains(rule, out);
    let body_start = out.len();
    let css = match &rule.body {
        CosmeticBody::CssInjection(css) if rule.syntax == Syntax::UblockOrigin => Some(&**css),
        _ => None,
    };
    match css {
        Some(css) => out.push_str(&css.selector_list),
        None => body(&rule.body, rule.syntax, out),
    }
    if inside.is_some() || css.is_some() {
        let text = out.split_off(body_start);
        let leaves_media = matches!(rule.body, CosmeticBody::ElementHiding(_));
        UboBody { text: &text, modifiers: inside, css, leaves_media }.print(out);
    }
    // `###` directly before `#` starts a comment, and so does `##` before `##` or a blank. Such a
    // body started with a byte order mark.
    for mark in [' ', BYTE_ORDER_MARKS[0]] {
        if is_comment(&out[start..]) {
            out.insert(body_start, mark);
        }
    }
}

/// uBO's `:matches-path()` is in the body. Before ABP's `sel { … }`, both forms are possible.
fn is_in_body(rule: &CosmeticRule<'_>, list: &ModifierList<'_>) -> bool {
    rule.syntax == Syntax::UblockOrigin
        || (rule.syntax == Syntax::AdblockPlus && list.span.start > rule.separator_start)
}

/// `a.example,~b.a.example##`
fn domains(rule: &CosmeticRule<'_>, out: &mut String) {
    let separator = rule.separator.as_str();
    let domains: Vec<_> = rule.domains.children.iter().collect();
    let Some((last, before)) = domains.split_last() else {
        return out.push_str(separator);
    };
    for domain in before {
        push_exception(domain, out);
        piece(&domain.value, out);
        end_piece(&domain.value, out);
        out.push(',');
    }
    push_exception(last, out);
    let grown = make_separator(&last.value, separator);
    let whole = last.value.starts_with('#').then(|| format!("{}{separator}", &*last.value));
    let whole = whole.filter(|it| starts_in_separator(it));
    if let Some(whole) = &whole
        && !last.exception
        && !grown
    {
        return piece(whole, out);
    }
    piece(&last.value, out);
    if grown || whole.is_some() {
        // With a space before it, `##` would not be a separator.
        out.push('\t');
    }
    out.push_str(separator);
}

fn push_exception(domain: &Domain<'_>, out: &mut String) {
    if domain.exception {
        out.push('~');
    }
}

fn body(body: &CosmeticBody<'_>, syntax: Syntax, out: &mut String) {
    let html_mark = if syntax == Syntax::UblockOrigin { "^" } else { "" };
    match body {
        CosmeticBody::ElementHiding(text) | CosmeticBody::Js(text) => out.push_str(text),
        CosmeticBody::CssInjection(css) => {
            if css.media_query_list.is_none() && needs_mark(&css.selector_list) {
                out.push(BYTE_ORDER_MARKS[0]);
            }
            css_block(css, out);
        }
        CosmeticBody::Scriptlet(calls) => match syntax {
            Syntax::UblockOrigin => call("+js(", calls, out),
            Syntax::AdblockPlus => snippets(calls, out),
            Syntax::AdGuard | Syntax::Common => call("//scriptlet(", calls, out),
        },
        CosmeticBody::Html(text) => {
            out.push_str(html_mark);
            out.push_str(text);
        }
        CosmeticBody::HtmlSelectors(list) => {
            out.push_str(html_mark);
            selector::html_body(list, syntax, out);
        }
    }
}

/// Whether the start of a selector would be taken for a uBO HTML rule or scriptlet, a comment, or
/// an empty body, if there were no byte order mark before it.
fn needs_mark(selector: &str) -> bool {
    ["^", "+js", "script:inject", "##"].iter().any(|it| selector.starts_with(it))
        || selector.starts_with(BYTE_ORDER_MARKS)
}

/// `@media (min-width: 9px) { .ad { color: red } }`
fn css_block(css: &CssInjection<'_>, out: &mut String) {
    if let Some(media) = &css.media_query_list {
        out.push_str("@media ");
        css_text(media, out);
        out.push_str("{ ");
    }
    css_text(&css.selector_list, out);
    out.push_str("{ ");
    match &css.declaration_list {
        Some(declarations) if css.remove && ends_in_remove(declarations) => {
            out.push_str(declarations);
            out.push_str(": true ");
        }
        Some(declarations) => css_text(declarations, out),
        None => out.push_str("remove: true; "),
    }
    out.push('}');
    if css.media_query_list.is_some() {
        out.push_str(" }");
    }
}

/// AGTree's text of `remove: true`, when nothing follows it, is `remove` alone.
fn ends_in_remove(declarations: &str) -> bool {
    let is_part_of_word = |it: char| !it.is_ascii() || it.is_ascii_alphanumeric();
    declarations.strip_suffix("remove").is_some_and(|before| {
        !before.ends_with(is_part_of_word) && !before.ends_with(['-', '_', '\\', '#', '@'])
    })
}

/// A piece of CSS and a blank after it, unless the blank would become part of the piece.
fn css_text(text: &str, out: &mut String) {
    out.push_str(text);
    if !takes_blank(text) {
        out.push(' ');
    }
}

/// Whether the text ends in an escape that would include a following blank.
pub(super) fn takes_blank(text: &str) -> bool {
    let Some((_, escaped)) = text.rsplit_once('\\') else { return false };
    let mut chars = escaped.chars();
    chars.next();
    chars.all(|it| it.is_ascii_hexdigit())
}

/// `+js(set, a, 1)`
fn call(open: &str, calls: &Children<Calls<'_>>, out: &mut String) {
    out.push_str(open);
    for call in calls {
        params(&call.children.iter().collect::<Vec<_>>(), ", ", out);
    }
    out.push(')');
}

/// `log a; log b`
fn snippets(calls: &Children<Calls<'_>>, out: &mut String) {
    let start = out.len();
    let mut ends_empty = false;
    for (n, call) in calls.iter().enumerate() {
        if n > 0 {
            out.push_str("; ");
        }
        params(&call.children.iter().collect::<Vec<_>>(), " ", out);
        ends_empty = call.children.is_empty();
    }
    let is_space = out[start..].chars().all(is_js_space);
    if ends_empty || is_space || is_like_css(&out[start..]) {
        out.push(';');
    }
}

/// Whether the text would be read as AdGuard's `sel { … }`: `^.+\{.+\}$`.
fn is_like_css(text: &str) -> bool {
    let Some(block) = text.strip_suffix('}') else { return false };
    let braces = block.match_indices('{');
    braces.map(|(at, _)| at).any(|at| at > 0 && at + 1 < block.len())
        && !text.contains(['\u{2028}', '\u{2029}'])
}
