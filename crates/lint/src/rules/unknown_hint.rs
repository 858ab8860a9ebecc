use crate::{Targets, cx::Cx, nearest::nearest, rule::rule};
use bloqr_syntax::ast::HintComment;

rule! {
    /// A hint, or a platform in one, that AdGuard does not know.
    ///
    /// ```adblock
    /// !+ NOT_OPTIMISED
    /// !  ^^^^^^^^^^^^^ there is no hint `NOT_OPTIMISED`
    /// ||ads.example^
    /// !+ PLATFORM(windos)
    /// !           ^^^^^^ there is no platform `windos`
    /// ||ads.example/x
    /// ```
    ///
    /// ```adblock
    /// !+ NOT_OPTIMIZED PLATFORM(windows, mac)
    /// ||ads.example^
    /// ```
    "unknown-hint", Error, ["unknown-hints-and-platforms"]
}

const HINTS: [&str; 4] = ["NOT_OPTIMIZED", "NOT_PLATFORM", "NOT_VALIDATE", "PLATFORM"];
const PLATFORMS: [&str; 14] = [
    "android",
    "cli",
    "ext_android_cb",
    "ext_chromium",
    "ext_chromium_mv3",
    "ext_edge",
    "ext_ff",
    "ext_opera",
    "ext_safari",
    "ext_ublock",
    "ios",
    "mac",
    "windows",
    "linux",
];

pub(crate) fn check(hints: &HintComment<'_>, cx: &mut Cx<'_>) {
    for hint in &hints.children {
        let name = &*hint.name;
        if !HINTS.contains(&name) {
            let finding = cx.report(&RULE, hint.name.span(), format!("there is no hint `{name}`"));
            finding.refused_by(Targets::EVERY);
            if let Some(meant) = nearest(name, HINTS.into_iter()) {
                finding.help(format!("did you mean `{meant}`?"));
            }
            continue;
        }
        let params = hint.params.iter().flat_map(|it| &it.children).flatten();
        if !name.ends_with("PLATFORM") {
            if hint.params.as_ref().is_some_and(|it| !it.children.is_empty()) {
                cx.report(&RULE, hint.span, format!("`{name}` takes no platforms"))
                    .refused_by(Targets::EVERY);
            }
            continue;
        }
        if params.clone().next().is_none() {
            cx.report(&RULE, hint.span, format!("`{name}` needs at least one platform"))
                .refused_by(Targets::EVERY);
        }
        for platform in params.filter(|it| !PLATFORMS.contains(&it.text.as_ref())) {
            let message = format!("there is no platform `{}`", platform.text);
            let finding = cx.report(&RULE, platform.span, message);
            finding.refused_by(Targets::EVERY);
            if let Some(meant) = nearest(&platform.text, PLATFORMS.into_iter()) {
                finding.help(format!("did you mean `{meant}`?"));
            }
        }
    }
}
