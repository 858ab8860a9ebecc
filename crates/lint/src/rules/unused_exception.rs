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
    /// What it was for is gone, or it was written wrong. Lists are made to be used together, so
    /// that this is looked for only when the others are given: `--with easylist.txt`.
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
    /// An exception for a host counts as used when any rule may apply there, whatever its
    /// modifiers: one for the host, for one above or below it, or one without a host, of the same
    /// kinds of requests. Exceptions that are not for a host, or do more than to unblock, are
    /// not judged. A selector counts as hidden when it is so by any blocker's syntax.
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
