//! Cosmetic rules: which check looks at what.

use crate::{
    Targets,
    audience::Audience,
    css::{self, Judged, Selectors},
    line_context::LineContext,
    rules::{
        css_comment, forgotten_dollar, generic_rule, html_filter, invalid_domain, invalid_selector,
        multiple_selectors, scriptlet_quotes, short_rule, unknown_scriptlet, unsupported_modifier,
        unsupported_syntax, unused_exception,
    },
};
use bloqr_syntax::{
    ast::{CosmeticBody, CosmeticRule, CssInjection, Separator},
    source::Span,
};

pub(super) fn check(line: &str, rule: &CosmeticRule<'_>, cx: &mut LineContext<'_>) {
    short_rule::check(line, cx);
    let body = Body::new(line, rule);
    if unsupported_syntax::check_call(rule, body.text, cx) {
        return;
    }
    unsupported_syntax::check(rule, line, cx);
    // uBO's stand in the body.
    if let Some(modifiers) = &rule.modifiers
        && line.trim_start().starts_with('[')
        && modifiers.span.start < rule.separator_span().start
    {
        unsupported_modifier::check_cosmetic(modifiers, &rule.domains, cx);
    }
    invalid_domain::check_list(&rule.domains, line, cx);
    generic_rule::check_exception(rule, cx);
    match &rule.body {
        CosmeticBody::ElementHiding(hiding) => {
            css_comment::check(body.text, body.start, cx);
            if rule.modifiers.is_some() && hiding.text.trim().is_empty() {
                let message = "AdGuard needs a selector beside the condition: `*`";
                cx.report(
                    &invalid_selector::RULE,
                    body.span(),
                    Audience::refused_by(Targets::ADG),
                    message,
                );
            }
            forgotten_dollar::check_hiding(rule, &body, cx);
            let judged = body.selectors(cx);
            if let Some(judged) = judged {
                body.expect_end(judged, cx);
                generic_rule::check_selectors(rule, judged.procedural, cx);
                multiple_selectors::check(line, rule, &body, judged, cx);
            }
        }
        CosmeticBody::CssInjection(injection) => {
            css_comment::check(body.text, body.start, cx);
            css_injection(rule, injection, &body, cx);
        }
        CosmeticBody::Scriptlet(calls) => {
            forgotten_dollar::check(rule, &body, cx);
            unknown_scriptlet::check(rule, calls, cx);
            scriptlet_quotes::check(rule, calls, cx);
            generic_rule::check_scriptlet(rule, cx);
        }
        CosmeticBody::Html(_) | CosmeticBody::HtmlSelectors(_) => {
            html_filter::check(line, rule, &body, cx);
        }
        CosmeticBody::Js(_) => (),
    }
    if matches!(
        rule.body,
        CosmeticBody::Js(_) | CosmeticBody::Html(_) | CosmeticBody::HtmlSelectors(_)
    ) {
        unsupported_syntax::check_mixed(rule.separator, &body, cx);
    }
    if cx.config.context.is_some() {
        unused_exception::check_cosmetic(line, rule, &body, cx);
    }
}

/// What stands behind the separator, as it is written.
pub(super) struct Body<'a> {
    pub(super) text: &'a str,
    pub(super) start: usize,
    kind: css::Kind,
}

impl<'a> Body<'a> {
    pub(super) fn new(line: &'a str, rule: &CosmeticRule<'_>) -> Body<'a> {
        let after = rule.separator_span().end as usize;
        let rest = line.get(after..).unwrap_or_default();
        let text = rest.trim_end_matches([' ', '\t']);
        let trimmed = text.trim_start_matches([' ', '\t']);
        let kind = match rule.separator {
            Separator::ExtendedElementHiding
            | Separator::ExtendedElementHidingException
            | Separator::ExtendedCssInjection
            | Separator::ExtendedCssInjectionException => css::Kind::Extended,
            _ => css::Kind::Plain,
        };
        Body { text: trimmed, start: after + text.len() - trimmed.len(), kind }
    }

    pub(super) fn span(&self) -> Span {
        Span::new(self.start, self.start + self.text.len())
    }

    pub(super) fn selectors(&self, cx: &mut LineContext<'_>) -> Option<Judged> {
        Selectors::new(self.text, self.start, cx).of(self.kind).judge()
    }

    fn expect_end(&self, judged: Judged, cx: &mut LineContext<'_>) {
        if let Some(c) = self.text[judged.end..].chars().next() {
            let at = self.start + judged.end;
            let message = format!("a selector cannot go on with `{c}`");
            let span = Span::new(at, at + c.len_utf8());
            cx.report(&invalid_selector::RULE, span, Audience::refused_by(Targets::EVERY), message);
        }
    }
}

/// `sel { declarations }`, `sel:style(…)`, `sel:remove()`, `@media (…) { sel { … } }`
fn css_injection(
    rule: &CosmeticRule<'_>,
    injection: &CssInjection<'_>,
    body: &Body<'_>,
    cx: &mut LineContext<'_>,
) {
    generic_rule::check_injection(rule, cx);
    let (text, start) = match body.text.strip_prefix("@media") {
        Some(_) if injection.media_query_list.is_some() => {
            let span = Span::new(body.start, body.start + "@media".len());
            cx.report(
                &unsupported_syntax::RULE,
                span,
                Audience::refused_by(Targets::UBO | Targets::BRAVE),
                "only AdGuard has `@media` here",
            );
            let Some(open) = body.text.find('{') else { return };
            let inside = &body.text[open + 1..];
            let inside = inside.strip_suffix('}').unwrap_or(inside);
            let trimmed = inside.trim_start();
            (trimmed, body.start + open + 1 + inside.len() - trimmed.len())
        }
        _ => (body.text, body.start),
    };
    let Some(judged) = Selectors::new(text, start, cx).of(body.kind).judge() else { return };
    let span = Span::new(start, start + text[..judged.end].trim_end().len());
    multiple_selectors::check_injection(span, judged.count, cx);
    let Some(declarations) = text[judged.end..].strip_prefix('{') else { return };
    let from = start + judged.end + 1;
    let Some(end) = css::closing_curly(declarations) else {
        let span = Span::new(from - 1, from);
        cx.report(
            &invalid_selector::RULE,
            span,
            Audience::refused_by(Targets::UBO | Targets::BRAVE | Targets::ABP),
            "brackets or quotes that do not match",
        );
        return;
    };
    css::check_declarations(&declarations[..end], from, cx);
    if let Some(at) = declarations.find('{') {
        // To Brave the last `{` opens the style.
        let is_quoted = declarations[..at].contains(['"', '\'']);
        let ubo = if is_quoted || at > end { Targets::NONE } else { Targets::UBO };
        let span = Span::new(from + at, from + at + 1);
        cx.report(
            &invalid_selector::RULE,
            span,
            Audience::refused_by(ubo | Targets::BRAVE),
            "a style in a style",
        );
    }
    if !declarations[end + 1..].trim().is_empty() {
        let span = Span::new(from + end + 1, from + declarations.len());
        cx.report(
            &invalid_selector::RULE,
            span,
            Audience::refused_by(Targets::UBO | Targets::BRAVE | Targets::ABP),
            "nothing may follow the `}`",
        );
    }
}

/// Whether a rule applies everywhere, but where it says it does not.
pub(super) fn is_generic(rule: &CosmeticRule<'_>) -> bool {
    rule.domains.children.iter().all(|it| it.exception)
}

pub(super) fn is_css_injection(separator: Separator) -> bool {
    matches!(
        separator,
        Separator::CssInjection
            | Separator::CssInjectionException
            | Separator::ExtendedCssInjection
            | Separator::ExtendedCssInjectionException
    )
}
