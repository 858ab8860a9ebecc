use crate::{
    Targets,
    audience::Audience,
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
    /// A line that starts like a directive and is none.
    ///
    /// ```adblock
    /// !#includes list.txt
    /// ! ^^^^^^^^ there is no directive `!#includes`
    /// ```
    ///
    /// `!#else` and `!#endif` stand alone:
    ///
    /// ```adblock
    /// !#if adguard
    /// ||ads.example^
    /// !#endif adguard
    /// !       ^^^^^^^ nothing may follow `!#endif`
    /// ```
    "unknown-directive", Warning, ["unknown-preprocessor-directives", "if-closed"]
}

pub(crate) fn check(line: &str, directive: &PreProcessorComment<'_>, cx: &mut LineContext<'_>) {
    let name = &*directive.name;
    let span = directive.name.span();
    if !DIRECTIVES.has(name) {
        let place = cx.place(span);
        let audience = Audience::refused_by(Targets::EVERY);
        let message = format_args!("there is no directive `!#{name}`");
        cx.report(&RULE, span, audience, message)
            .suggest(place, name, || nearest(&name.to_ascii_lowercase(), DIRECTIVES.names()));
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
                format_args!("nothing may follow `!#{name}`"),
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
                .maybe_meant(|| nearest(name, CONTENT_BLOCKERS.names()));
            }
        }
    }
}
