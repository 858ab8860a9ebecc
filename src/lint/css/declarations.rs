//! `color: red; width: 0 !important`

use crate::{
    lint::{
        Targets,
        css::scan,
        cx::Cx,
        nearest::nearest,
        rules::invalid_declaration::RULE,
        tables::{
            css_values::{self, Takes},
            properties,
        },
    },
    source::Span,
};

/// Reads declarations and tells what is wrong with them.
pub(in crate::lint) fn check(text: &str, base: usize, cx: &mut Cx<'_>) {
    let mut at = 0;
    let mut is_empty = true;
    while at < text.len() {
        let end = declaration_end(text, at);
        let part = &text[at..end];
        if !part.trim().is_empty() {
            is_empty = false;
            one(part, base + at, cx);
        }
        at = end + 1;
    }
    if is_empty {
        let span = Span::new(base, base + text.len());
        cx.report(&RULE, span, "there are no declarations").refused_by(Targets::EVERY);
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

fn one(part: &str, base: usize, cx: &mut Cx<'_>) {
    let text = part.trim();
    let start = base + part.len() - part.trim_start().len();
    let whole = Span::new(start, start + text.len());
    let Some(colon) = text.find(':') else {
        cx.report(&RULE, whole, "a declaration is `property: value`")
            .refused_or_ignored(!Targets::ADG);
        return;
    };
    let name = text[..colon].trim_end();
    let value = text[colon + 1..].trim();
    let name_span = Span::new(start, start + name.len());
    if name.is_empty() || scan::ident_end(name, 0) != name.len() {
        cx.report(&RULE, whole, format!("`{name}` is no property"))
            .refused_or_ignored(!Targets::ADG);
        return;
    }
    if value.is_empty() {
        cx.report(&RULE, whole, format!("`{name}` has no value")).refused_or_ignored(!Targets::ADG);
        return;
    }
    let lower = name.to_ascii_lowercase();
    if !properties::is_known(&lower) {
        let finding = cx.report(&RULE, name_span, format!("there is no property `{name}`"));
        finding.ignored_by(Targets::EVERY);
        if let Some(meant) = nearest(&lower, properties::PROPERTIES.iter().copied()) {
            finding.help(format!("did you mean `{meant}`?"));
        }
    }
    let value_start = start + text.len() - value.len();
    known_value(&lower, value, value_start, cx);
    forbidden(value, value_start, cx);
    important(value, value_start, cx);
}

/// Looks at values of one word; what is put together of more is not judged.
fn known_value(property: &str, value: &str, start: usize, cx: &mut Cx<'_>) {
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
        Takes::Length => word.parse::<f32>().is_ok_and(|it| it != 0.0),
    };
    if is_wrong {
        let message = match takes {
            Takes::Length => format!("`{word}` has no unit: `{word}px`"),
            Takes::Words(_) | Takes::Color => format!("`{property}` does not take `{word}`"),
        };
        cx.report(&RULE, Span::new(start, start + word.len()), message).ignored_by(Targets::EVERY);
    }
}

/// What could load something from elsewhere.
fn forbidden(value: &str, start: usize, cx: &mut Cx<'_>) {
    let lower = value.to_ascii_lowercase();
    for word in ["url(", "image-set("] {
        if let Some(at) = lower.find(word) {
            let span = Span::new(start + at, start + at + word.len());
            cx.report(&RULE, span, format!("blockers refuse styles with `{word}…)`"))
                .refused_by(Targets::EVERY);
            return;
        }
    }
    if let Some(at) = value.find('\\') {
        let span = Span::new(start + at, start + at + 1);
        cx.report(&RULE, span, "blockers refuse styles with a `\\`").refused_by(!Targets::ADG);
    }
    if let Some(at) = value.find("//") {
        let span = Span::new(start + at, start + at + 2);
        cx.report(&RULE, span, "blockers refuse styles with `//`").refused_by(Targets::UBO);
    }
}

fn important(value: &str, start: usize, cx: &mut Cx<'_>) {
    if let Some(at) = value.find('!')
        && value[at + 1..].trim() != "important"
        && !value.contains(['"', '\''])
    {
        let span = Span::new(start + at, start + value.len());
        cx.report(&RULE, span, "only `!important` may stand here").refused_or_ignored(Targets::UBO);
    }
}
