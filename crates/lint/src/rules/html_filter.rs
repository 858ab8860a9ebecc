use crate::{
    Targets,
    audience::Audience,
    cosmetic::{self, Body, is_generic},
    css::RuleKind,
    engines::ENGINES,
    line_context::{LineContext, Message},
    rule::rule,
    rules::{generic_rule, invalid_selector},
};
use bloqr_syntax::{
    self as syntax, Options, Rule,
    ast::{CosmeticRule, Separator},
    source::Span,
};

rule! {
    /// A rule that filters HTML or headers and that no blocker can read.
    ///
    /// ```adblock bloqr-target:ubo
    /// site.example##^responseheader(server)
    /// !                             ^^^^^^ uBlock Origin does not remove the header `server`
    /// ```
    ///
    /// ```adblock bloqr-target:ubo
    /// site.example##^responseheader(refresh)
    /// ```
    "html-filter", Warning
}

pub(crate) fn check(
    line: &str,
    rule: &CosmeticRule<'_>,
    body: &Body<'_>,
    cx: &mut LineContext<'_>,
) {
    let is_adguard =
        matches!(rule.separator, Separator::HtmlFiltering | Separator::HtmlFilteringException);
    let options = Options::LIST.with_html_bodies(true);
    if let Rule::Invalid(error) = syntax::parse(line, &options) {
        invalid_selector::report_html(&error, is_adguard, line, cx);
    }
    if is_adguard {
        return;
    }
    let Some(text) = body.text.strip_prefix('^') else { return };
    let start = body.start + 1;
    if let Some(header) = text.strip_prefix("responseheader(").and_then(|it| it.strip_suffix(')')) {
        let takes_all_back = header.is_empty() && rule.exception();
        let who = those_that_keep(header);
        if !who.is_empty() && !takes_all_back {
            let at = start + "responseheader(".len();
            let affected = who & cx.targets;
            let message = || {
                format!("{} {} not remove the header `{header}`", affected.named(), affected.does())
            };
            let span = Span::new(at, at + header.len());
            cx.report(&RULE, span, Audience::refused_by(who), Message::Made(&message));
        }
        return;
    }
    if is_generic(rule) && !rule.exception() {
        generic_rule::report_html(rule, cx);
    }
    if let Some(list) = cosmetic::read_selectors(text, start, RuleKind::Html, cx)
        && list.end < text.len()
    {
        let span = Span::new(start + list.end, start + text.len());
        invalid_selector::report_rest_of_html(span, cx);
    }
}

/// The blockers that do not remove the header, and drop the rule.
fn those_that_keep(header: &str) -> Targets {
    let keeping = ENGINES
        .iter()
        .filter(|it| it.cosmetic.rules.headers.is_some_and(|removed| !removed.has(header)));
    keeping.fold(Targets::NONE, |all, it| all | it.platforms)
}
