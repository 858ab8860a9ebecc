use crate::{
    Targets,
    audience::Audience,
    engines::{audience, who},
    line_context::LineContext,
    network::Network,
    rule::rule,
    rules::slow_regex,
};
use bloqr_regex::Why;
use bloqr_syntax::{ast::Text, source::Span};

rule! {
    /// A regular expression that JavaScript cannot read.
    ///
    /// uBlock Origin drops the rule. Other blockers keep it, and it never matches.
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

/// Checks a pattern `/…/`.
pub(crate) fn check_pattern(network: &Network<'_, '_>, cx: &mut LineContext<'_>) {
    check_text(&network.rule.pattern, audience!(|it| it.patterns.bad_regex), cx);
}

/// Checks a pattern `/…/` in a list for DNS blockers: they keep the rule, and it never matches.
pub(crate) fn check_for_dns(pattern: &Text<'_>, cx: &mut LineContext<'_>) {
    let readers = Targets::DNS_ADG_HOME.union(Targets::DNS_ADG_CLOUD).union(Targets::DNS_HLC);
    check_text(pattern, Audience::ignored_by(readers), cx);
}

/// Checks a domain `/…/`.
pub(crate) fn check_domain(domain: &Text<'_>, cx: &mut LineContext<'_>) {
    check_text(domain, audience!(|it| it.domains.bad_regex), cx);
}

fn check_text(text: &Text<'_>, audience: Audience, cx: &mut LineContext<'_>) {
    // `//` is two slashes. So is any text that is too short for a regular expression.
    if let Some(source) = text.get(1..text.len() - 1).filter(|it| !it.is_empty()) {
        check_source(source, "", text.start as usize + 1, audience, cx);
    }
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

/// Checks the text between two slashes, which starts at byte `start` of the line. `who` refuse the
/// rule if it is invalid; other blockers keep it.
pub(crate) fn check(
    source: &str,
    flags: &str,
    start: usize,
    who: Targets,
    cx: &mut LineContext<'_>,
) {
    check_source(source, flags, start, Audience::refused_or_ignored(who), cx);
}

fn check_source(
    source: &str,
    flags: &str,
    start: usize,
    audience: Audience,
    cx: &mut LineContext<'_>,
) {
    if let Err(problem) = bloqr_regex::check(source, flags) {
        let span = Span::new(start + problem.at.start, start + problem.at.end);
        report(span, audience, &problem.why, cx);
    } else {
        slow_regex::check(source, flags, start, cx);
    }
}

/// Reports an expression that was checked elsewhere.
#[cold]
pub(crate) fn report(span: Span, audience: Audience, why: &Why, cx: &mut LineContext<'_>) {
    cx.report(&RULE, span, audience, format_args!("invalid regular expression: {why}"));
}
