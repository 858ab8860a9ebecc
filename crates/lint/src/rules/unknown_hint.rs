use crate::{
    Targets,
    audience::Audience,
    line_context::LineContext,
    nearest::nearest,
    rule::rule,
    tables::comments::{HINTS, PLATFORMS},
};
use bloqr_syntax::ast::HintComment;

rule! {
    /// A hint that AdGuard does not know, or a platform in a hint.
    ///
    /// ```adblock
    /// !+ NOT_OPTIMISED
    /// !  ^^^^^^^^^^^^^ unknown hint `NOT_OPTIMISED`
    /// ||ads.example^
    /// !+ PLATFORM(windos)
    /// !           ^^^^^^ unknown platform `windos`
    /// ||ads.example/x
    /// ```
    ///
    /// ```adblock
    /// !+ NOT_OPTIMIZED PLATFORM(windows, mac)
    /// ||ads.example^
    /// ```
    "unknown-hint", Error, [
        "unknown-hints-and-platforms",
        "no-unknown-hints",
        "no-unknown-hint-platforms",
        "no-invalid-hint-params"
    ]
}

pub(crate) fn check(hints: &HintComment<'_>, cx: &mut LineContext<'_>) {
    for hint in &hints.children {
        let name = &*hint.name;
        if !HINTS.has(name) {
            let audience = Audience::refused_by(Targets::EVERY);
            let message = format_args!("unknown hint `{name}`");
            cx.report(&RULE, hint.name.span(), audience, message)
                .maybe_meant("", name, || nearest(name, HINTS.names()));
            continue;
        }
        let params = hint.params.iter().flat_map(|it| &it.children).flatten();
        if !name.ends_with("PLATFORM") {
            if hint.params.as_ref().is_some_and(|it| !it.children.is_empty()) {
                cx.report(
                    &RULE,
                    hint.span,
                    Audience::refused_by(Targets::EVERY),
                    format_args!("`{name}` takes no platforms"),
                );
            }
            continue;
        }
        if params.clone().next().is_none() {
            cx.report(
                &RULE,
                hint.span,
                Audience::refused_by(Targets::EVERY),
                format_args!("`{name}` needs at least one platform"),
            );
        }
        for platform in params.filter(|it| !PLATFORMS.has(&it.text)) {
            let audience = Audience::refused_by(Targets::EVERY);
            let message = format_args!("unknown platform `{}`", platform.text);
            cx.report(&RULE, platform.span, audience, message).maybe_meant(
                "",
                &platform.text,
                || nearest(&platform.text, PLATFORMS.names()),
            );
        }
    }
}
