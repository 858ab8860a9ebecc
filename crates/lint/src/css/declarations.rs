//! `color: red; width: 0 !important`

use crate::{
    Targets,
    audience::Audience,
    css::scan,
    line_context::LineContext,
    nearest::nearest,
    rules::invalid_declaration::RULE,
    tables::{
        css_values::{self, Takes},
        properties,
    },
};
use bloqr_syntax::source::Span;

const UBO: Targets = Targets::UBO;
const ADG: Targets = Targets::ADG;
const ABP: Targets = Targets::ABP;
const BRAVE: Targets = Targets::BRAVE;

/// Reads declarations and tells what is wrong with them. A broken one is thrown away by browsers;
/// blockers look for what could do harm, and uBO whether there is one at all.
pub(crate) fn check(text: &str, base: usize, cx: &mut LineContext<'_>) {
    let mut at = 0;
    let mut has_one = false;
    let mut is_told = false;
    while at < text.len() {
        let end = declaration_end(text, at);
        let part = &text[at..end];
        if !part.trim().is_empty() {
            has_one |= one(part, base + at, cx);
            is_told = true;
        }
        at = end + 1;
    }
    forbidden(text, base, cx);
    if !has_one {
        let span = Span::new(base, base + text.len());
        let who = match (text.trim().is_empty(), is_told) {
            (true, _) => UBO | ADG | ABP,
            (false, true) => UBO,
            (false, false) => UBO | ABP,
        };
        cx.report(&RULE, span, Audience::refused_or_ignored(who), "there are no declarations");
    }
}

/// The `;` outside of strings and brackets, or the end.
fn declaration_end(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    let mut depth = 0_usize;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'"' | b'\'' => match scan::string_end(text, at) {
                Some(end) => at = end - 1,
                None => return text.len(),
            },
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            b';' if depth == 0 => return at,
            _ => (),
        }
        at += 1;
    }
    text.len()
}

/// Says whether it is one, whatever it is worth.
fn one(part: &str, base: usize, cx: &mut LineContext<'_>) -> bool {
    let text = part.trim();
    let start = base + part.len() - part.trim_start().len();
    let whole = Span::new(start, start + text.len());
    let Some(colon) = text.find(':') else {
        cx.report(
            &RULE,
            whole,
            Audience::ignored_by(Targets::EVERY),
            "a declaration is `property: value`",
        );
        return false;
    };
    let name = text[..colon].trim_end();
    let value = text[colon + 1..].trim();
    let name_span = Span::new(start, start + name.len());
    if name.is_empty() || scan::ident_end(name, 0) != name.len() {
        cx.report(
            &RULE,
            whole,
            Audience::ignored_by(Targets::EVERY),
            format_args!("`{name}` is no property"),
        );
        return false;
    }
    if value.is_empty() {
        cx.report(
            &RULE,
            whole,
            Audience::ignored_by(Targets::EVERY),
            format_args!("`{name}` has no value"),
        );
        return true;
    }
    let lower = name.to_ascii_lowercase();
    if !properties::is_known(&lower) {
        let audience = Audience::ignored_by(Targets::EVERY);
        cx.report(&RULE, name_span, audience, format_args!("there is no property `{name}`"))
            .maybe_meant(|| nearest(&lower, properties::PROPERTIES.names()));
    }
    let value_start = start + text.len() - value.len();
    known_value(&lower, value, value_start, cx);
    important(value, value_start, cx);
    true
}

/// Looks at values of one word; what is put together of more is not judged.
fn known_value(property: &str, value: &str, start: usize, cx: &mut LineContext<'_>) {
    let Some(takes) = css_values::of(property) else { return };
    let word = value.split('!').next().unwrap_or(value).trim_end();
    let lower = word.to_ascii_lowercase();
    let is_word = lower.bytes().all(|it| it.is_ascii_lowercase() || it == b'-');
    if word.is_empty() || css_values::is_for_all(&lower) {
        return;
    }
    let is_wrong = match takes {
        Takes::Words(words) => is_word && words.binary_search(&lower.as_str()).is_err(),
        Takes::Color => is_word && !css_values::is_color(&lower),
        Takes::Functions => lower != "none" && !is_functions(word),
        Takes::Length => word.parse::<f32>().is_ok_and(|it| it != 0.0),
    };
    if is_wrong {
        let message = match takes {
            Takes::Length => format!("`{word}` has no unit: `{word}px`"),
            Takes::Words(_) | Takes::Color | Takes::Functions => {
                format!("`{property}` does not take `{word}`")
            }
        };
        cx.report(
            &RULE,
            Span::new(start, start + word.len()),
            Audience::ignored_by(Targets::EVERY),
            message,
        );
    }
}

/// `translate(1px) scale(2)`
fn is_functions(text: &str) -> bool {
    let mut rest = text.trim_start();
    loop {
        let open = scan::ident_end(rest, 0);
        if open == 0 || !rest[open..].starts_with('(') {
            return false;
        }
        let Some(end) = scan::closing(rest, open + 1) else { return true };
        rest = rest[end + 1..].trim_start();
        if rest.is_empty() {
            return true;
        }
    }
}

/// What could load something from elsewhere, or hide that it does.
fn forbidden(text: &str, base: usize, cx: &mut LineContext<'_>) {
    let is_odd = |it: u8| {
        matches!(it, b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'"' | b'\'' | b'\\' | b'/')
    };
    if !text.bytes().any(is_odd) {
        return;
    }
    if let Some((at, opens)) = scan::unbalanced(text) {
        let who = if opens { UBO | ADG | ABP } else { ADG | ABP };
        let span = Span::new(base + at, base + at + 1);
        cx.report(&RULE, span, Audience::refused_or_ignored(who), "this has no partner");
    }
    let mut told = |at: usize, word: &str, message: String, who: Targets| {
        let span = Span::new(base + at, base + at + word.len());
        cx.report(&RULE, span, Audience::refused_by(who), message);
    };
    let lower = text.to_ascii_lowercase();
    for word in ["url(", "image-set("] {
        if let Some(at) = lower.find(word) {
            told(at, word, format!("blockers refuse styles with `{word}…)`"), Targets::EVERY);
            return;
        }
    }
    for word in ["cross-fade(", "image("] {
        if let Some(at) = lower.find(word)
            && !lower[..at].ends_with(|it: char| it.is_ascii_alphanumeric())
        {
            told(at, word, format!("AdGuard refuses styles with `{word}…)`"), ADG);
        }
    }
    if let Some(at) = text.find("/*") {
        told(at, "/*", "blockers refuse styles with comments".to_owned(), Targets::EVERY);
    } else if let Some(at) = text.find("//") {
        told(at, "//", "uBlock Origin refuses styles with `//`".to_owned(), UBO);
    }
    if let Some(at) = text.find('\\') {
        told(at, "\\", "blockers refuse styles with a `\\`".to_owned(), UBO | BRAVE | ABP);
    }
}

fn important(value: &str, start: usize, cx: &mut LineContext<'_>) {
    if let Some(at) = value.find('!')
        && value[at + 1..].trim() != "important"
        && !value.contains(['"', '\''])
    {
        let span = Span::new(start + at, start + value.len());
        cx.report(
            &RULE,
            span,
            Audience::ignored_by(Targets::EVERY),
            "only `!important` may stand here",
        );
    }
}
