//! Cosmetic rules: which check reads which part.

use crate::{
    Targets,
    css::{self, Fault, Problem, RuleKind, SelectorList, Token, Within},
    engines::who,
    line_context::LineContext,
    readings,
    rules::{
        broad_rule, css_comment, duplicate_declaration, forgotten_dollar, generic_rule,
        html_filter, invalid_declaration, invalid_domain, invalid_regex, invalid_selector,
        multiple_selectors, scriptlet_quotes, short_rule, unknown_pseudo_class, unknown_scriptlet,
        unsupported_modifier, unsupported_selector, unsupported_syntax, untrusted_rule,
        unused_exception,
    },
};
use bloqr_syntax::{
    ast::{CosmeticBody, CosmeticRule, CssInjection, Separator},
    source::Span,
};

pub(super) fn check(line: &str, rule: &CosmeticRule<'_>, cx: &mut LineContext<'_>) {
    if matches!(rule.separator, Separator::HtmlFiltering | Separator::HtmlFilteringException) {
        // Some blockers read `$removeparam=/a$$/` as a network rule.
        readings::check_as_network(line, cx, |cx| check_parts(line, rule, cx));
    } else if rule.modifiers.is_some() && line.trim_start().starts_with("[$domain=/") {
        readings::check_domain_in_brackets(line, cx, |cx| check_parts(line, rule, cx));
    } else {
        check_parts(line, rule, cx);
    }
}

fn check_parts(line: &str, rule: &CosmeticRule<'_>, cx: &mut LineContext<'_>) {
    short_rule::check(line, cx);
    let body = Body::new(line, rule);
    if unsupported_syntax::check_call(rule, body.text, cx) {
        return;
    }
    unsupported_syntax::check(rule, line, cx);
    // uBO's modifiers are in the body.
    if let Some(modifiers) = &rule.modifiers
        && line.trim_start().starts_with('[')
        && modifiers.span.start < rule.separator_span().start
    {
        unsupported_modifier::check_cosmetic(modifiers, &rule.domains, cx);
    }
    invalid_domain::check_list(&rule.domains, line, cx);
    generic_rule::check_exception(rule, cx);
    generic_rule::check_extended(rule, &body, cx);
    match &rule.body {
        CosmeticBody::ElementHiding(hiding) => {
            css_comment::check(body.text, body.start, cx);
            if rule.modifiers.is_some() && hiding.text.trim().is_empty() {
                invalid_selector::report_condition_alone(body.span(), cx);
            }
            forgotten_dollar::check_hiding(rule, &body, cx);
            broad_rule::check_hiding(rule, &body, cx);
            if let Some(list) = body.selectors(cx) {
                if let Some((c, span)) = body.rest(list.end) {
                    invalid_selector::report_rest(c, span, cx);
                }
                generic_rule::check_selectors(rule, list.scripted_by, cx);
                multiple_selectors::check(line, rule, &body, list.count, cx);
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
        CosmeticBody::Js(_) => untrusted_rule::check_script(rule, rule.separator_span(), cx),
    }
    if matches!(
        rule.body,
        CosmeticBody::Js(_) | CosmeticBody::Html(_) | CosmeticBody::HtmlSelectors(_)
    ) {
        unsupported_syntax::check_mixed(rule.separator, &body, cx);
    }
    if cx.config.companions.is_some() {
        unused_exception::check_cosmetic(line, rule, &body, cx);
    }
}

/// The text after the separator, as it is written.
pub(super) struct Body<'a> {
    pub(super) text: &'a str,
    pub(super) start: usize,
    kind: RuleKind,
}

impl<'a> Body<'a> {
    pub(super) fn new(line: &'a str, rule: &CosmeticRule<'_>) -> Body<'a> {
        let after = rule.separator_span().end as usize;
        let rest = line.get(after..).unwrap_or_default();
        // A line contains no other ASCII white space than blanks and tabs.
        let text = rest.trim_ascii_end();
        let trimmed = text.trim_ascii_start();
        let kind = match rule.separator {
            Separator::ExtendedElementHiding
            | Separator::ExtendedElementHidingException
            | Separator::ExtendedCssInjection
            | Separator::ExtendedCssInjectionException => RuleKind::Extended,
            _ => RuleKind::Plain,
        };
        Body { text: trimmed, start: after + text.len() - trimmed.len(), kind }
    }

    pub(super) fn span(&self) -> Span {
        Span::new(self.start, self.start + self.text.len())
    }

    pub(super) fn selectors(&self, cx: &mut LineContext<'_>) -> Option<SelectorList> {
        read_selectors(self.text, self.start, self.kind, cx)
    }

    /// The first character after the selectors, and its position.
    fn rest(&self, end: usize) -> Option<(char, Span)> {
        let c = self.text[end..].chars().next()?;
        let at = self.start + end;
        Some((c, Span::new(at, at + c.len_utf8())))
    }
}

/// Reads selectors that start at byte `start` of the line, and reports their problems.
pub(super) fn read_selectors(
    text: &str,
    start: usize,
    kind: RuleKind,
    cx: &mut LineContext<'_>,
) -> Option<SelectorList> {
    css::read(text, start, kind, &mut |it| report(it, cx))
}

/// Passes a problem of a selector or a style to the rule that reports it.
#[cold]
fn report(problem: Problem<'_>, cx: &mut LineContext<'_>) {
    let Problem { fault, span, within } = problem;
    match fault {
        Fault::Grammar(it) => invalid_selector::report_grammar(it, span, within, cx),
        Fault::Comment { is_closed } => invalid_selector::report_comment(is_closed, span, cx),
        Fault::Argument(it) => invalid_selector::report_argument(it, span, within, cx),
        Fault::Block(it) => invalid_selector::report_block(it, span, cx),
        Fault::Form(it) => unsupported_selector::report(it, span, within, cx),
        Fault::Unknown(it) => unknown_pseudo_class::report(it, span, within, cx),
        Fault::DeclaredAgain { name, first } => {
            duplicate_declaration::report(name, first, span, cx);
        }
        Fault::Style(it) => invalid_declaration::report(it, span, cx),
        Fault::Regex { source, flags, in_property } => {
            invalid_regex::check_argument(source, flags, span.start as usize, in_property, cx);
        }
        Fault::Token(it) => report_token(it, span, cx),
    }
}

/// The grammar is broken, and that was reported. Blockers that do not parse selectors need their
/// own reason, if none was reported for them yet.
fn report_token(token: Token<'_>, span: Span, cx: &mut LineContext<'_>) {
    const TOKEN_READERS: Targets = who!(|it| !it.cosmetic.selectors.parses);
    if !cx.targets.intersects(TOKEN_READERS) || cx.is_refused_by(TOKEN_READERS) {
        return;
    }
    match token {
        Token::Comment { is_closed } => invalid_selector::report_comment(is_closed, span, cx),
        Token::Unmatched => invalid_selector::report_bracket(span, cx),
        Token::Unknown(name) => {
            unknown_pseudo_class::report_token(name, span, TOKEN_READERS, cx);
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
            unsupported_syntax::check_media(body, cx);
            let Some(open) = body.text.find('{') else { return };
            let inside = &body.text[open + 1..];
            let inside = inside.strip_suffix('}').unwrap_or(inside);
            let trimmed = inside.trim_start();
            (trimmed, body.start + open + 1 + inside.len() - trimmed.len())
        }
        _ => (body.text, body.start),
    };
    let Some(list) = read_selectors(text, start, body.kind, cx) else { return };
    let span = Span::new(start, start + text[..list.end].trim_end().len());
    multiple_selectors::check_injection(span, list.count, cx);
    if let Some(declarations) = text[list.end..].strip_prefix('{') {
        if !is_css_injection(rule.separator) {
            let has_space = text[..list.end].ends_with([' ', '\t']);
            invalid_declaration::check_words(has_space, declarations, start + list.end + 1, cx);
        }
        let within = Within { rule: body.kind, is_nested: false, unread_by: Targets::NONE };
        css::read_block(declarations, start + list.end + 1, within, &mut |it| report(it, cx));
    }
}

/// Whether a rule applies everywhere, or everywhere except on some domains.
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
