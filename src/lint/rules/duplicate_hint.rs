use crate::{
    lint::{Targets, cx::Cx, rule::rule},
    syntax::ast::HintComment,
};

rule! {
    /// A hint stands twice in one comment, or a platform in one hint.
    ///
    /// ```adblock
    /// !+ NOT_OPTIMIZED NOT_OPTIMIZED
    /// !                ^^^^^^^^^^^^^ `NOT_OPTIMIZED` stands here twice
    /// ||ads.example^
    /// !+ PLATFORM(mac, windows, mac)
    /// !                         ^^^ `mac` stands here twice
    /// ||ads.example/x
    /// ```
    "duplicate-hint", Warning, ["duplicated-hints", "duplicated-hint-platforms"]
}

pub(in crate::lint) fn check(hints: &HintComment<'_>, cx: &mut Cx<'_>) {
    let mut names: Vec<String> = Vec::new();
    for hint in &hints.children {
        twice(&hint.name, hint.span, &mut names, cx);
        let mut platforms: Vec<String> = Vec::new();
        for platform in hint.params.iter().flat_map(|it| &it.children).flatten() {
            twice(&platform.text, platform.span, &mut platforms, cx);
        }
    }
}

fn twice(name: &str, span: crate::source::Span, seen: &mut Vec<String>, cx: &mut Cx<'_>) {
    // There are a handful of names; whoever writes hundreds has said them twice long before.
    const ENOUGH: usize = 64;
    let upper = name.to_ascii_uppercase();
    if seen.contains(&upper) {
        cx.report(&RULE, span, format!("`{name}` stands here twice")).ignored_by(Targets::EVERY);
    } else if seen.len() < ENOUGH {
        seen.push(upper);
    }
}
