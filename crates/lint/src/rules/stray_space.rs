use crate::{
    audience::Audience,
    diagnostic::Edit,
    engines::audience,
    line_context::{LineContext, Message},
    rule::rule,
    rules::single_hash,
};
use bloqr_syntax::{ast::Modifier, source::Span};

rule! {
    /// A space between modifiers, or around a `=`.
    ///
    /// AdGuard accepts it; uBlock Origin and Brave drop the rule.
    ///
    /// ```adblock bloqr-target:ubo
    /// ||ads.example^$script, image
    /// !                     ^ a space is not allowed here
    /// ```
    ///
    /// ```adblock bloqr-target:ubo
    /// ||ads.example^$script,image
    /// ```
    ///
    /// AdGuard reads a line that starts with `##` and a space as a comment:
    ///
    /// ```adblock bloqr-target:adg
    /// ## .banner
    /// ! ^ AdGuard reads the line as a comment, because of this space
    /// ##.banner
    /// ```
    "stray-space", Warning
}

pub(crate) fn check_modifier(line: &str, modifier: &Modifier<'_>, cx: &mut LineContext<'_>) {
    let bytes = line.trim_ascii_end().as_bytes();
    let start = modifier.span.start as usize;
    let is_blank = |at: usize| bytes.get(at).is_some_and(|it| matches!(it, b' ' | b'\t'));
    if start > 0 && is_blank(start - 1) {
        report(line, start - 1, audience!(|it| it.network.space), cx);
    }
    let name_end = modifier.name.span().end as usize;
    if is_blank(name_end) {
        report(line, name_end, audience!(|it| it.network.space), cx);
    }
    if let Some(value) = &modifier.value
        && value.start > 0
        && is_blank(value.start as usize - 1)
    {
        let audience = audience!(|it| it.network.space_before_value);
        report(line, value.start as usize - 1, audience, cx);
    }
}

/// Reports `## .ad`: only some blockers read it as a comment.
pub(crate) fn check_comment(line: &str, cx: &mut LineContext<'_>) {
    const SIGNS: [&str; 8] = ["##", "#@#", "#?#", "#@?#", "#$#", "#@$#", "#$?#", "#@$?#"];
    let Some(signs) = SIGNS.iter().find(|it| line.starts_with(**it)) else { return };
    let rest = &line[signs.len()..];
    let body = rest.trim_start_matches([' ', '\t']);
    if body.len() == rest.len() || !single_hash::is_selector(body) {
        return;
    }
    let audience = audience!(|it| it.lines.comment_behind_signs);
    let who = audience.ignored();
    let message = || {
        format!("{} the line as a comment, because of this space", who.with_verb("reads", "read"))
    };
    let span = Span::new(signs.len(), line.len() - body.len());
    let place = cx.place(span);
    cx.report(&RULE, span, audience, Message::Made(&message)).fix(
        false,
        "remove the space",
        || vec![Edit::Replace { place, text: String::new() }],
    );
}

#[cold]
fn report(line: &str, at: usize, audience: Audience, cx: &mut LineContext<'_>) {
    let bytes = line.as_bytes();
    let is_blank = |it: &&u8| matches!(it, b' ' | b'\t');
    let before = bytes[..at].iter().rev().take_while(is_blank).count();
    let after = bytes[at..].iter().take_while(is_blank).count();
    let span = Span::new(at - before, at + after);
    let place = cx.place(span);
    cx.report(&RULE, span, audience, "a space is not allowed here").fix(
        true,
        "remove the space",
        || vec![Edit::Replace { place, text: String::new() }],
    );
}
