//! A selector as AdGuard looks at it: brackets, comments and the names of pseudo-classes, whatever
//! else is between them.

use crate::{
    audience::Audience,
    css::{
        scan,
        selector::{ADG, BRAVE},
    },
    engines::who,
    line_context::LineContext,
    nearest::nearest,
    rules::{invalid_selector, unknown_pseudo_class},
    tables::pseudos::{self, Argument, PSEUDOS},
};
use bloqr_syntax::source::Span;

/// Looks at what is left of a selector whose grammar broke at `from`: those that read selectors
/// refuse it, and AdGuard has to find its own reasons.
#[cold]
pub(super) fn check(text: &str, from: usize, base: usize, cx: &mut LineContext<'_>) {
    if !cx.targets.intersects(ADG) || cx.is_refused_by(ADG) {
        return;
    }
    let bytes = text.as_bytes();
    // Behind the selector of a style its declarations follow.
    let has_block = text.ends_with('}');
    let mut open: Vec<(u8, usize)> = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'"' | b'\'' => match scan::string_end(text, at) {
                Some(end) => at = end - 1,
                None => break,
            },
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                let is_closed = memchr::memmem::find(&bytes[at + 2..], b"*/").is_some();
                comment(Span::new(base + at, base + at + 2), is_closed, cx);
                return;
            }
            b'{' if has_block && open.is_empty() => return,
            b'(' => open.push((b')', at)),
            b'[' => open.push((b']', at)),
            b')' | b']' if open.pop().is_none_or(|it| it.0 != byte) => {
                unbalanced(Span::new(base + at, base + at + 1), cx);
                return;
            }
            b':' if bytes.get(at + 1) == Some(&b':') => at += 1,
            b':' => {
                let end = scan::ident_end(text, at + 1);
                let name = &text[at + 1..end];
                let known = pseudos::find(name);
                if end > at + 1 && end > from {
                    let is_known = known.is_some_and(|it| it.who.intersects(ADG));
                    if !is_known && !pseudos::one_colon(name).intersects(ADG) {
                        unknown(name, Span::new(base + at, base + end), cx);
                        return;
                    }
                }
                at = end.max(at + 1) - 1;
                let is_text = known.is_some_and(|it| {
                    !matches!(it.argument, Argument::Selectors | Argument::RelativeSelectors)
                });
                if is_text && bytes.get(end) == Some(&b'(') {
                    match scan::closing_paren(text, end + 1) {
                        Some(end) => at = end,
                        None => {
                            unbalanced(Span::new(base + end, base + end + 1), cx);
                            return;
                        }
                    }
                }
            }
            _ => (),
        }
        at += 1;
    }
    if let Some((_, at)) = open.first() {
        unbalanced(Span::new(base + at, base + at + 1), cx);
    }
}

pub(super) fn comment(span: Span, is_closed: bool, cx: &mut LineContext<'_>) {
    let (message, who) = match is_closed {
        true => ("AdGuard takes no comments here", who!(|it| !it.cosmetic.comments_in_selectors)),
        false => ("this comment is never closed", ADG | BRAVE),
    };
    cx.report(&invalid_selector::RULE, span, Audience::refused_by(who), message);
}

fn unbalanced(span: Span, cx: &mut LineContext<'_>) {
    cx.report(
        &invalid_selector::RULE,
        span,
        Audience::refused_by(ADG),
        "this bracket has no partner",
    );
}

fn unknown(name: &str, span: Span, cx: &mut LineContext<'_>) {
    let message = format!("AdGuard does not support `:{name}`");
    let finding = cx.report(&unknown_pseudo_class::RULE, span, Audience::refused_by(ADG), message);
    let names = PSEUDOS.names().filter(|it| it != &name);
    if let Some(meant) = nearest(name, names) {
        finding.help(format!("did you mean `:{meant}`?"));
    }
}
