use crate::{
    Targets,
    cosmetic::{is_css_injection, is_generic},
    cx::Cx,
    rule::rule,
};
use bloqr_syntax::{ast::CosmeticRule, source::Span};

rule! {
    /// A rule that would run on every page, though what it does is too dear for that.
    ///
    /// uBlock Origin drops generic scriptlets, styles and procedural rules without a word.
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

const UBO: Targets = Targets::UBO;
const BRAVE: Targets = Targets::BRAVE;

#[cold]
fn report<'x>(
    rule: &CosmeticRule<'_>,
    what: &str,
    cx: &'x mut Cx<'_>,
) -> &'x mut crate::cx::Finding {
    let Span { start, end } = rule.separator_span();
    let span = Span { start, end };
    cx.report(&RULE, span, format!("{what} needs a domain"))
}

/// Brave takes back nothing for every page at once, nor for all pages but some.
pub(crate) fn check_exception(rule: &CosmeticRule<'_>, cx: &mut Cx<'_>) {
    if !rule.exception() || !cx.targets.intersects(BRAVE) {
        return;
    }
    let is_taken =
        !rule.domains.children.is_empty() && !rule.domains.children.iter().any(|it| it.exception);
    if is_taken || cx.is_unsaid(BRAVE) {
        return;
    }
    if rule.domains.children.is_empty() {
        report(rule, "an exception", cx).refused_by(BRAVE);
    } else if let Some(domain) = rule.domains.children.iter().find(|it| it.exception) {
        let message = "a negated domain in an exception";
        cx.report(&RULE, domain.value.span(), message).refused_by(BRAVE);
    }
}

/// `procedural` are those who need a script for the selector.
pub(crate) fn check_selectors(rule: &CosmeticRule<'_>, procedural: Targets, cx: &mut Cx<'_>) {
    if procedural.intersects(UBO | BRAVE) && is_generic(rule) && !rule.exception() {
        let (refused, ignored) = lost(rule);
        report(rule, "a procedural selector", cx)
            .refused_by(refused & procedural)
            .ignored_by(ignored & procedural);
    }
}

pub(crate) fn check_injection(rule: &CosmeticRule<'_>, cx: &mut Cx<'_>) {
    if is_generic(rule) && !rule.exception() {
        let (refused, ignored) = lost(rule);
        let adg = if is_css_injection(rule.separator) { Targets::NONE } else { ignored };
        report(rule, "a style", cx).refused_by(refused).ignored_by(adg);
    }
}

pub(crate) fn check_scriptlet(rule: &CosmeticRule<'_>, cx: &mut Cx<'_>) {
    if is_generic(rule) && !rule.exception() {
        // With negated domains only it is kept, and runs nowhere.
        let alone = rule.domains.children.is_empty();
        let who = UBO | BRAVE;
        let finding = report(rule, "a scriptlet", cx);
        match alone {
            true => finding.refused_by(who),
            false => finding.ignored_by(who),
        };
    }
}

/// Who drops the rule, and who keeps it in vain.
fn lost(rule: &CosmeticRule<'_>) -> (Targets, Targets) {
    match rule.domains.children.is_empty() {
        true => (UBO | BRAVE, Targets::NONE),
        false => (UBO, BRAVE),
    }
}
