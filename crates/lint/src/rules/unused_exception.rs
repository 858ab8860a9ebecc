use crate::{
    audience::Audience, cosmetic::Body, diagnostic::Edit, line_context::LineContext,
    network::Network, rule::rule,
};
use bloqr_syntax::{
    ast::{CosmeticBody, CosmeticRule},
    source::Span,
};

rule! {
    /// An exception that cancels nothing.
    ///
    /// The rule that it was written for no longer exists, or the exception has a mistake. Lists are
    /// used together, so this is checked only if the other lists are given: `--with easylist.txt`.
    ///
    /// ```adblock bloqr-with:||ads.example^$script
    /// @@||cdn.ads.example^$script
    /// @@||other.example^$script
    /// !^^^^^^^^^^^^^^^^^^^^^^^^ this cancels nothing: no rule blocks requests to `other.example`
    /// ```
    ///
    /// ```adblock bloqr-with:##.banner
    /// site.example#@#.banner
    /// site.example#@#.baner
    /// !^^^^^^^^^^^^^^^^^^^^ this cancels nothing: no rule hides this here
    /// ```
    ///
    /// An exception for a host counts as used if any rule can apply there, no matter which
    /// modifiers it has: a rule for the host, for a host above or below it, or without a host, for
    /// the same kinds of requests. Exceptions that are not for a host, or that do more than
    /// unblock, are not checked. A selector counts as hidden if a rule hides it in the syntax of
    /// any blocker.
    "unused-exception", Warning
}

pub(crate) fn check_network(network: &Network<'_, '_>, cx: &mut LineContext<'_>) {
    let Some(companions) = &cx.config.companions else { return };
    if let Some(host) = companions.idle_host(network) {
        report(network.line, &format!("no rule blocks requests to `{host}`"), cx);
    }
}

pub(crate) fn check_cosmetic(
    line: &str,
    rule: &CosmeticRule<'_>,
    body: &Body<'_>,
    cx: &mut LineContext<'_>,
) {
    let Some(companions) = &cx.config.companions else { return };
    if !rule.exception() || !companions.is_idle(rule, body.text) {
        return;
    }
    let why = match rule.body {
        CosmeticBody::ElementHiding(_) => "no rule hides this here",
        CosmeticBody::CssInjection(_) => "no rule styles this here",
        CosmeticBody::Scriptlet(_) | CosmeticBody::Js(_) => "no rule runs a script here",
        CosmeticBody::Html(_) | CosmeticBody::HtmlSelectors(_) => "no rule changes the page here",
    };
    report(line, why, cx);
}

#[cold]
fn report(line: &str, why: &str, cx: &mut LineContext<'_>) {
    let start = line.len() - line.trim_start().len();
    let span = Span::new(start, line.trim_end().len());
    let number = cx.line;
    let message = format_args!("this cancels nothing: {why}");
    cx.report(&RULE, span, Audience::NOTE, message)
        .fix(false, "remove this line", || vec![Edit::DeleteLine { line: number }]);
}
