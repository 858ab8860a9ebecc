use crate::{Targets, audience::Audience, line_context::LineContext, rule::rule};
use bloqr_syntax::ast::HintComment;

rule! {
    /// A hint includes and excludes the same platform.
    ///
    /// ```adblock
    /// !+ PLATFORM(mac, windows) NOT_PLATFORM(mac)
    /// !                                      ^^^ `PLATFORM` asks for `mac`
    /// ||ads.example^
    /// ```
    "conflicting-hints", Error, ["inconsistent-hint-platforms", "no-inconsistent-hint-platforms"]
}

pub(crate) fn check(hints: &HintComment<'_>, cx: &mut LineContext<'_>) {
    let platforms = |name: &'static str| {
        let named = hints.children.iter().filter(move |it| &*it.name == name);
        named.filter_map(|it| it.params).flat_map(|it| it.children.iter()).flatten()
    };
    let mut wanted: Vec<_> = platforms("PLATFORM").map(|it| it.text).collect();
    if wanted.is_empty() {
        return;
    }
    wanted.sort_unstable();
    for platform in platforms("NOT_PLATFORM") {
        if wanted.binary_search(&platform.text).is_ok() {
            let message = format!("`PLATFORM` asks for `{}`", platform.text);
            cx.report(&RULE, platform.span, Audience::refused_by(Targets::EVERY), message);
        }
    }
}
