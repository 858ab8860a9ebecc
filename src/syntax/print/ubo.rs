//! What uBO writes into selectors: `:matches-path()`, `:matches-media()`, `:style()`, `:remove()`.

use crate::{
    source::Span,
    syntax::{
        ast::{CssInjection, Modifier, ModifierList, Value},
        cosmetic::ubo,
        css::{Kind, tokens},
        print::end_piece,
    },
};

/// `:matches-path(/x) `, in front of any body.
pub(super) fn modifiers(list: &ModifierList<'_>, out: &mut String) {
    list.children.iter().for_each(|it| out.push_str(&modifier(it)));
    out.push(' ');
}

/// `.ad:matches-media((min-width: 9px)):style(color: red)`
pub(super) fn css(
    css: &CssInjection<'_>,
    modifiers: Option<&ModifierList<'_>>,
    body_start: u32,
    out: &mut String,
) {
    selector(&css.selector_list, modifiers, css.media_query_list.as_ref(), body_start, out);
    match &css.declaration_list {
        Some(declarations) if !css.remove => {
            for text in [":style(", declarations, ")"] {
                out.push_str(text);
            }
        }
        _ => out.push_str(":remove()"),
    }
}

/// A selector with its modifiers: path first, media last.
pub(super) fn selector(
    text: &str,
    modifiers: Option<&ModifierList<'_>>,
    media: Option<&Value<'_>>,
    body_start: u32,
    out: &mut String,
) {
    let media = media.map(|it| Cut::media(it));
    let cuts = modifiers.iter().flat_map(|it| &it.children).map(Cut::modifier);
    if has_grown_together(text, media.is_some()) {
        let cuts = cuts.chain(media).collect();
        return put_back(text, cuts, body_start as usize, out);
    }
    let start = out.len();
    cuts.for_each(|it| out.push_str(&it.text));
    if out.len() > start && !text.is_empty() {
        out.push(' ');
    }
    out.push_str(text);
    end_piece(text, out);
    media.iter().for_each(|it| out.push_str(&it.text));
}

/// A modifier as text, and the bytes of the line that it was cut from.
struct Cut {
    text: String,
    start: usize,
    len: usize,
}

impl Cut {
    fn modifier(modifier: &Modifier<'_>) -> Cut {
        let Span { start, .. } = modifier.span;
        Cut { text: self::modifier(modifier), start: start as usize, len: modifier.span.len() }
    }

    fn media(value: &Value<'_>) -> Cut {
        let (open, close) = (":matches-media(", ")");
        Cut {
            text: format!("{open}{}{close}", &**value),
            start: (value.span.start as usize).saturating_sub(open.len()),
            len: open.len() + value.span.len() + close.len(),
        }
    }
}

/// Whether what was left of a selector reads as if it had modifiers itself, or a comment that
/// could hide the ones behind it. A media query may well have been left there.
fn has_grown_together(text: &str, has_media: bool) -> bool {
    let is_left = |name: &&str| *name == "matches-media" && !has_media;
    text.contains("/*") || ubo::names(text).is_none_or(|names| !names.iter().all(is_left))
}

/// Puts modifiers back where they were, since there they keep apart what has grown together.
fn put_back(text: &str, mut cuts: Vec<Cut>, body_start: usize, out: &mut String) {
    cuts.sort_by_key(|it| it.start);
    let (mut at, mut gone) = (0, body_start);
    for cut in cuts {
        let to = text.floor_char_boundary(cut.start.saturating_sub(gone)).max(at);
        out.push_str(&text[at..to]);
        out.push_str(&cut.text);
        at = to;
        gone += cut.len;
    }
    out.push_str(&text[at..]);
    end_piece(text, out);
}

fn modifier(modifier: &Modifier<'_>) -> String {
    let value = modifier.value.map_or("", |it| it.text);
    let (open, close) = match modifier.exception {
        true => (":not(:", "))"),
        false if closes_early(value) => (":not(:not(:", ")))"),
        false => (":", ")"),
    };
    format!("{open}{}({value}{close}", &*modifier.name)
}

/// Whether a parenthesis in the value would close the modifier. Within two `:not()`s AGTree reads
/// on to the last one.
fn closes_early(value: &str) -> bool {
    let mut depth = 0;
    tokens(value).any(|token| {
        match token.kind {
            Kind::Function | Kind::OpenParen => depth += 1,
            Kind::CloseParen => depth -= 1,
            _ => (),
        }
        depth < 0
    })
}
