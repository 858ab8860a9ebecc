use crate::{
    Targets, audience::Audience, engines::who, line_context::LineContext, network::Network,
    rule::rule,
};
use bloqr_syntax::source::Span;

rule! {
    /// A regular expression that JavaScript cannot read.
    ///
    /// uBlock Origin drops the rule; others keep it, and it never matches.
    ///
    /// ```adblock
    /// /banner(\d+/$image
    /// !      ^ invalid regular expression: `(` is never closed
    /// ```
    ///
    /// ```adblock
    /// /banner(\d+)/$image
    /// ```
    "invalid-regex", Warning
}

pub(crate) fn check_pattern(network: &Network<'_, '_>, cx: &mut LineContext<'_>) {
    let pattern = &network.rule.pattern;
    // `//` is a pattern of two slashes, as is everything else too short for a regex.
    let Some(source) = pattern.get(1..pattern.len() - 1).filter(|it| !it.is_empty()) else {
        return;
    };
    let start = pattern.start as usize + 1;
    check(source, "", start, Targets::UBO | Targets::ABP, cx);
}

/// Checks a regular expression in the argument of a pseudo-class, which starts at `start`.
pub(crate) fn check_argument(
    source: &str,
    flags: &str,
    start: usize,
    in_property: bool,
    cx: &mut LineContext<'_>,
) {
    let who = if in_property {
        who!(|it| it.cosmetic.arguments.regex_in_property)
    } else {
        Targets::NONE
    };
    check(source, flags, start, who, cx);
}

/// Checks what stands between two slashes, `start` bytes into the line. `who` refuse the rule when
/// it is wrong; the others keep it.
pub(crate) fn check(
    source: &str,
    flags: &str,
    start: usize,
    who: Targets,
    cx: &mut LineContext<'_>,
) -> bool {
    let Err(problem) = bloqr_regex::check(source, flags) else { return true };
    let span = Span::new(start + problem.at.start, start + problem.at.end);
    let message = format!("invalid regular expression: {}", problem.message);
    cx.report(&RULE, span, Audience::refused_or_ignored(who), message);
    false
}
