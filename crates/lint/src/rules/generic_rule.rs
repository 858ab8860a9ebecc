use crate::{
    Targets,
    audience::Audience,
    cosmetic::{Body, is_css_injection, is_generic},
    engines::who,
    line_context::{LineContext, Message},
    rule::rule,
};
use bloqr_syntax::ast::{CosmeticBody, CosmeticRule, Separator, Syntax};

rule! {
    /// A rule that would run on every page, but is too slow for that.
    ///
    /// uBlock Origin drops generic scriptlets, styles and procedural rules silently.
    ///
    /// ```adblock bloqr-target:ubo
    /// ##+js(nowebrtc)
    /// !^ a scriptlet needs a domain
    /// ##.card:has-text(Sponsored)
    /// !^ a procedural selector needs a domain
    /// ```
    ///
    /// ```adblock bloqr-target:ubo
    /// site.example##+js(nowebrtc)
    /// site.example##.card:has-text(Sponsored)
    /// ```
    "generic-rule", Warning
}

/// Blockers that drop a rule without a domain if it is too slow to run on every page.
const DROPPING: Targets = who!(|it| it.cosmetic.rules.drops_generic);
/// Blockers that drop exceptions for every page, and exceptions with only negated domains.
const DROPPING_EXCEPTIONS: Targets = who!(|it| it.cosmetic.rules.drops_generic_exceptions);

fn report(rule: &CosmeticRule<'_>, what: &str, audience: Audience, cx: &mut LineContext<'_>) {
    cx.report(&RULE, rule.separator_span(), audience, format_args!("{what} needs a domain"));
}

/// Some blockers do not support exceptions for every page, or for all pages except some.
pub(crate) fn check_exception(rule: &CosmeticRule<'_>, cx: &mut LineContext<'_>) {
    if !rule.exception() || !cx.targets.intersects(DROPPING_EXCEPTIONS) {
        return;
    }
    let is_taken =
        !rule.domains.children.is_empty() && !rule.domains.children.iter().any(|it| it.exception);
    if is_taken {
        return;
    }
    if rule.domains.children.is_empty() {
        report(rule, "an exception", Audience::refused_by(DROPPING_EXCEPTIONS), cx);
    } else if let Some(domain) = rule.domains.children.iter().find(|it| it.exception) {
        let message = "a negated domain in an exception";
        cx.report(&RULE, domain.value.span(), Audience::refused_by(DROPPING_EXCEPTIONS), message);
    }
}

/// `scripted_by` are the blockers that need a script for the selector.
pub(crate) fn check_selectors(
    rule: &CosmeticRule<'_>,
    scripted_by: Targets,
    cx: &mut LineContext<'_>,
) {
    if scripted_by.intersects(DROPPING) && is_generic(rule) && !rule.exception() {
        let (refused, ignored) = lost(rule);
        let audience =
            Audience::refused_by(refused & scripted_by).and_ignored_by(ignored & scripted_by);
        report(rule, "a procedural selector", audience, cx);
    }
}

pub(crate) fn check_injection(rule: &CosmeticRule<'_>, cx: &mut LineContext<'_>) {
    if is_generic(rule) && !rule.exception() {
        let (refused, ignored) = lost(rule);
        // A blocker that keeps a style and never applies it does not read `#$#`.
        let ignored = if is_css_injection(rule.separator) { Targets::NONE } else { ignored };
        report(rule, "a style", Audience::refused_by(refused).and_ignored_by(ignored), cx);
    }
}

/// Reports `#?#` and snippets for blockers that drop them without a domain, and selectors of one or
/// two characters. A domain must have a dot.
#[inline]
pub(crate) fn check_extended(rule: &CosmeticRule<'_>, body: &Body<'_>, cx: &mut LineContext<'_>) {
    const SHORT: Targets = who!(|it| it.cosmetic.rules.drops_short_generic);
    const EXTENDED: Targets = who!(|it| it.cosmetic.rules.drops_generic_extended);
    let is_hiding =
        matches!(rule.separator, Separator::ElementHiding | Separator::ElementHidingException);
    let is_short = is_hiding && body.text.len() < 3;
    let is_snippet = rule.separator == Separator::CssInjection
        && rule.syntax == Syntax::AdblockPlus
        && matches!(rule.body, CosmeticBody::Scriptlet(_));
    let is_extended = rule.separator == Separator::ExtendedElementHiding || is_snippet;
    if !(is_short || is_extended) || !cx.targets.intersects(SHORT | EXTENDED) {
        return;
    }
    let has_dot = |it: &str| it.get(1..).is_some_and(|it| it.trim_end_matches('.').contains('.'));
    let is_domain = |it: &str| it == "localhost" || has_dot(it);
    let may_be_generic = |call: &str| {
        let name = call.split_whitespace().next().unwrap_or_default();
        name.starts_with("log-if-") || name == "race"
    };
    if rule.domains.children.iter().any(|it| !it.exception && is_domain(&it.value))
        || is_snippet && body.text.split(';').all(may_be_generic)
    {
        return;
    }
    let (what, who) = match (is_snippet, is_extended) {
        (true, _) => ("a snippet", EXTENDED),
        (_, true) => ("a rule with `#?#`", EXTENDED),
        _ => ("a selector of one or two characters", SHORT),
    };
    let affected = who & cx.targets;
    let message = || format!("{} {what} without a domain", affected.with_verb("drops", "drop"));
    cx.report(&RULE, rule.separator_span(), Audience::refused_by(who), Message::Made(&message));
}

pub(crate) fn check_scriptlet(rule: &CosmeticRule<'_>, cx: &mut LineContext<'_>) {
    if is_generic(rule) && !rule.exception() {
        // If all domains are negated, the rule is kept, and never runs.
        let alone = rule.domains.children.is_empty();
        let audience =
            if alone { Audience::refused_by(DROPPING) } else { Audience::ignored_by(DROPPING) };
        report(rule, "a scriptlet", audience, cx);
    }
}

/// The blockers that drop the rule, and those that keep it and never apply it.
fn lost(rule: &CosmeticRule<'_>) -> (Targets, Targets) {
    if rule.domains.children.is_empty() {
        return (DROPPING, Targets::NONE);
    }
    let refused = who!(|it| it.cosmetic.rules.drops_negated);
    (refused, DROPPING & !refused)
}

/// Reports an HTML filter for every page.
#[cold]
pub(crate) fn report_html(rule: &CosmeticRule<'_>, cx: &mut LineContext<'_>) {
    let who = who!(|it| it.cosmetic.rules.drops_generic_html);
    report(rule, "a rule that filters HTML", Audience::refused_by(who), cx);
}
