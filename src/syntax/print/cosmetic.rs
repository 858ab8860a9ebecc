//! Cosmetic rules: `[$…]`, domains, separator, and bodies in the manner of each syntax.

use crate::syntax::{
    ast::{
        CosmeticBody, CosmeticRule, CssInjection, DomainList, ModifierList, ParameterList, Syntax,
    },
    print::{end_piece, network::modifiers, params, piece, selector},
};

pub(super) fn cosmetic(rule: &CosmeticRule<'_>, out: &mut String) {
    let (before, inside) = match rule.modifiers.as_deref() {
        Some(list) if is_in_body(rule, list) => (None, Some(list)),
        list => (list, None),
    };
    if let Some(list) = before {
        out.push_str("[$");
        modifiers(list, out);
        out.push(']');
    }
    domains(&rule.domains, out);
    out.push_str(rule.separator.as_str());
    if let Some(list) = inside {
        ubo_modifiers(list, out);
    }
    body(rule, out);
}

/// uBO's `:matches-path()` stands in the body. In front of ABP's `sel { … }` either may stand.
fn is_in_body(rule: &CosmeticRule<'_>, list: &ModifierList<'_>) -> bool {
    rule.syntax == Syntax::UblockOrigin
        || (rule.syntax == Syntax::AdblockPlus && list.span.start > rule.separator_start)
}

fn domains(list: &DomainList<'_>, out: &mut String) {
    for (n, domain) in list.children.iter().enumerate() {
        if n > 0 {
            out.push(',');
        }
        if domain.exception {
            out.push('~');
        }
        piece(&domain.value, out);
        if n + 1 < list.children.len() {
            end_piece(&domain.value, out);
        } else if domain.value.ends_with(['#', '@', '$', '?', '%']) {
            // It would become a part of the separator. A space would guard `##` from being one.
            out.push('\t');
        }
    }
}

fn ubo_modifiers(list: &ModifierList<'_>, out: &mut String) {
    for modifier in &list.children {
        let value = modifier.value.map_or("", |it| it.text);
        let (open, close) = if modifier.exception { (":not(:", "))") } else { (":", ")") };
        for text in [open, &modifier.name, "(", value, close] {
            out.push_str(text);
        }
    }
}

fn body(rule: &CosmeticRule<'_>, out: &mut String) {
    match &rule.body {
        CosmeticBody::ElementHiding(text) | CosmeticBody::Js(text) => out.push_str(text),
        CosmeticBody::CssInjection(css) if rule.syntax == Syntax::UblockOrigin => {
            ubo_css(css, out);
        }
        CosmeticBody::CssInjection(css) => css_block(css, out),
        CosmeticBody::Scriptlet(calls) => match rule.syntax {
            Syntax::UblockOrigin => call("+js(", calls, out),
            Syntax::AdblockPlus => snippets(calls, out),
            Syntax::AdGuard | Syntax::Common => call("//scriptlet(", calls, out),
        },
        CosmeticBody::Html(text) => {
            out.push_str(html_mark(rule));
            out.push_str(text);
        }
        CosmeticBody::HtmlSelectors(list) => {
            out.push_str(html_mark(rule));
            selector::html_body(list, rule.syntax, out);
        }
    }
}

fn html_mark(rule: &CosmeticRule<'_>) -> &'static str {
    if rule.syntax == Syntax::UblockOrigin { "^" } else { "" }
}

/// `.ad:matches-media((min-width: 9px)):style(color: red)`
fn ubo_css(css: &CssInjection<'_>, out: &mut String) {
    out.push_str(&css.selector_list);
    end_piece(&css.selector_list, out);
    if let Some(media) = &css.media_query_list {
        for text in [":matches-media(", media, ")"] {
            out.push_str(text);
        }
    }
    match &css.declaration_list {
        Some(declarations) if !css.remove => {
            for text in [":style(", declarations, ")"] {
                out.push_str(text);
            }
        }
        _ => out.push_str(":remove()"),
    }
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
        Some(declarations) => css_text(declarations, out),
        None => out.push_str("remove: true; "),
    }
    out.push('}');
    if css.media_query_list.is_some() {
        out.push_str(" }");
    }
}

/// A piece of CSS and a blank behind it, unless the piece would take the blank in.
fn css_text(text: &str, out: &mut String) {
    out.push_str(text);
    if !takes_blank(text) {
        out.push(' ');
    }
}

/// Whether the text ends in an escape that a blank would become a part of.
pub(super) fn takes_blank(text: &str) -> bool {
    let Some((_, escaped)) = text.rsplit_once('\\') else { return false };
    let mut chars = escaped.chars();
    chars.next();
    chars.all(|it| it.is_ascii_hexdigit())
}

/// `+js(set, a, 1)`
fn call(open: &str, calls: &[ParameterList<'_>], out: &mut String) {
    out.push_str(open);
    for call in calls {
        params(call, ", ", out);
    }
    out.push(')');
}

/// `log a; log b`
fn snippets(calls: &[ParameterList<'_>], out: &mut String) {
    let start = out.len();
    for (n, call) in calls.iter().enumerate() {
        if n > 0 {
            out.push_str("; ");
        }
        params(call, " ", out);
    }
    let ends_empty = calls.last().is_some_and(|it| it.children.is_empty());
    if ends_empty || is_like_css(&out[start..]) {
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
