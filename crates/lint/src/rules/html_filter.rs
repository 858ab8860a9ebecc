use crate::{
    Targets,
    audience::Audience,
    cosmetic::{Body, is_generic},
    css::{self, Selectors},
    line_context::LineContext,
    rule::rule,
    rules::{generic_rule, invalid_selector},
};
use bloqr_syntax::{
    self as syntax, Options, Rule,
    ast::{CosmeticRule, Separator},
    source::Span,
};

rule! {
    /// A rule that filters HTML or headers, and that no blocker can read.
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

/// The headers that uBO takes out of responses.
const HEADERS: [&str; 4] = ["location", "refresh", "report-to", "set-cookie"];

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
        let who = if is_adguard { Targets::EVERY } else { Targets::ADG };
        let mut message = error.message.to_string();
        if let Some(first) = message.get_mut(..1) {
            first.make_ascii_lowercase();
        }
        cx.report(&invalid_selector::RULE, error.span_in(line), Audience::refused_by(who), message);
    }
    if is_adguard {
        return;
    }
    let Some(text) = body.text.strip_prefix('^') else { return };
    let start = body.start + 1;
    if let Some(header) = text.strip_prefix("responseheader(").and_then(|it| it.strip_suffix(')')) {
        let takes_all_back = header.is_empty() && rule.exception();
        if !HEADERS.contains(&header) && !takes_all_back {
            let at = start + "responseheader(".len();
            let message = format!("uBlock Origin does not remove the header `{header}`");
            let span = Span::new(at, at + header.len());
            cx.report(&RULE, span, Audience::refused_by(Targets::UBO), message);
        }
        return;
    }
    if is_generic(rule) && !rule.exception() {
        let message = "a rule that filters HTML needs a domain";
        cx.report(
            &generic_rule::RULE,
            rule.separator_span(),
            Audience::refused_by(Targets::UBO),
            message,
        );
    }
    if let Some(judged) = Selectors::new(text, start, cx).of(css::Kind::Html).judge()
        && judged.end < text.len()
    {
        let span = Span::new(start + judged.end, start + text.len());
        cx.report(
            &invalid_selector::RULE,
            span,
            Audience::refused_by(Targets::UBO),
            "a selector cannot go on like this",
        );
    }
}
