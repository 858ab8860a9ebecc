use crate::{
    Targets,
    audience::Audience,
    diagnostic::Edit,
    line_context::LineContext,
    nearest::nearest,
    rule::rule,
    tables::comments::{CONTENT_BLOCKERS, DIRECTIVES},
};
use bloqr_syntax::{
    ast::{DirectiveParams, PreProcessorComment},
    source::Span,
};

rule! {
    /// A line that looks like a directive but is not one.
    ///
    /// ```adblock
    /// !#includes list.txt
    /// ! ^^^^^^^^ unknown directive `!#includes`
    /// ```
    ///
    /// `!#else` and `!#endif` must be alone on their line:
    ///
    /// ```adblock
    /// !#if adguard
    /// ||ads.example^
    /// !#endif adguard
    /// !       ^^^^^^^ nothing can follow `!#endif`
    /// ```
    /// A directive must be at the very start of a line, without a space in `!#`:
    ///
    /// ```adblock
    /// !# if adguard
    /// !^^^^^^^^^^^^ blockers read this line as a comment
    /// ||ads.example^
    /// ```
    "unknown-directive", Warning, [
        "unknown-preprocessor-directives",
        "no-unknown-preprocessor-directives",
        "if-closed",
        "if-directive-balance"
    ]
}

pub(crate) fn check(line: &str, directive: &PreProcessorComment<'_>, cx: &mut LineContext<'_>) {
    let name = &*directive.name;
    let span = directive.name.span();
    if !DIRECTIVES.has(name) {
        check_name(line, name, span, cx);
    } else if matches!(name, "else" | "endif") {
        let rest = line.get(span.end as usize..).unwrap_or_default();
        let text = rest.trim();
        if !text.is_empty() {
            let start = span.end as usize + rest.len() - rest.trim_start().len();
            let span = Span::new(start, start + text.len());
            cx.report(
                &RULE,
                span,
                Audience::refused_by(Targets::EVERY),
                format_args!("nothing can follow `!#{name}`"),
            );
        }
    } else if let Some(DirectiveParams::List(blockers)) = &directive.params {
        for blocker in blockers.children.iter().flatten() {
            let name: &str = &blocker.text;
            if !CONTENT_BLOCKERS.has(name) {
                cx.report(
                    &RULE,
                    blocker.span,
                    Audience::ignored_by(Targets::EVERY),
                    format_args!("Safari has no content blocker `{name}`"),
                )
                .maybe_meant("", name, || nearest(name, CONTENT_BLOCKERS.names()));
            }
        }
    }
}

/// Reports an unknown name. Blockers read the line as a comment, which most authors intend:
/// `!#17ce.com` is a heading. Only a name that is similar to a directive was meant as a directive.
fn check_name(line: &str, name: &str, span: Span, cx: &mut LineContext<'_>) {
    let is_word = name.bytes().all(|it| it.is_ascii_alphabetic() || matches!(it, b'_' | b'-'));
    let is_after_mark = line.get(..span.start as usize).is_some_and(|it| it.ends_with("!#"));
    if name.is_empty() || !is_word || !is_after_mark {
        return;
    }
    let place = cx.place(span);
    let in_capitals = DIRECTIVES.names().find(|it| it.eq_ignore_ascii_case(name));
    let meant = in_capitals.or_else(|| nearest(&name.to_ascii_lowercase(), DIRECTIVES.names()));
    let audience = match meant {
        Some(_) => Audience::refused_by(Targets::EVERY),
        None => Audience::NOTE,
    };
    let message = format_args!("unknown directive `!#{name}`");
    let details = cx.report(&RULE, span, audience, message).suggest(place, name, || meant);
    if meant.is_none() {
        details.help("blockers read this line as a comment; start a comment with `! `");
    }
}

/// Reports a line that looks like a directive, and is a comment for all blockers.
pub(crate) fn check_comment(line: &str, cx: &mut LineContext<'_>) {
    let trimmed = line.trim();
    let start = line.len() - line.trim_start().len();
    let span = Span::new(start, start + trimmed.len());
    let place = cx.place(Span::new(0, line.len()));
    let name = || trimmed.trim_start_matches('!').trim_start().trim_start_matches('#').trim_start();
    let message = "blockers read this line as a comment";
    cx.report(&RULE, span, Audience::NOTE, message)
        .help("write a directive at the start of the line, without a space in `!#`")
        .fix(false, "write it as a directive", || {
            vec![Edit::Replace { place, text: format!("!#{}", name()) }]
        });
}
