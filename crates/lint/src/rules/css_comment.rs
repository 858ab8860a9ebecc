use crate::{audience::Audience, diagnostic::Edit, line_context::LineContext, rule::rule};
use bloqr_syntax::source::Span;

rule! {
    /// A comment in a selector or a style.
    ///
    /// Blockers read it in different ways. A comment on its own line is ignored by all of them.
    ///
    /// Off unless a configuration switches it on: where a target drops such a rule, `invalid-selector`
    /// and `invalid-declaration` report it, and uBlock Origin's lists have comments on purpose.
    ///
    /// ```adblock
    /// site.example##.banner /* big */ .ad
    /// !                     ^^^^^^^^^ this comment is inside the rule
    /// ```
    ///
    /// ```adblock
    /// ! The big one
    /// site.example##.banner .ad
    /// ```
    "css-comment", Warning, off, ["no-css-comments"]
}

/// `body` is the text after the separator, from byte `start` of the line.
pub(crate) fn check(body: &str, start: usize, cx: &mut LineContext<'_>) {
    if !cx.asked.css_comment || !body.contains("/*") {
        return;
    }
    let bytes = body.as_bytes();
    let (mut at, mut quote) = (0, None);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            _ if quote.is_some() => quote = quote.filter(|it| *it != byte),
            b'"' | b'\'' => quote = Some(byte),
            b'/' if body[at..].starts_with("/*") => {
                let end = body[at + 2..].find("*/").map_or(body.len(), |it| at + it + 4);
                report(Span::new(start + at, start + end), cx);
                at = end - 1;
            }
            _ => (),
        }
        at += 1;
    }
}

#[cold]
fn report(span: Span, cx: &mut LineContext<'_>) {
    let place = cx.place(span);
    cx.report(&RULE, span, Audience::NOTE, "this comment is inside the rule")
        .help("write it above the rule, on a line that starts with `!`")
        .fix(false, "remove the comment", || {
            // The comment may separate two words.
            vec![Edit::Replace { place, text: " ".to_owned() }]
        });
}
