use crate::{
    Targets,
    audience::Audience,
    engines::{ENGINES, audience},
    line_context::{LineContext, Message},
    network::Network,
    rule::rule,
};
use bloqr_syntax::{ast::CosmeticRule, source::Span};

rule! {
    /// A rule that blockers read only in lists that they trust. It is on when `bloqr.toml` says
    /// `trusted = false`.
    ///
    /// Some rules can do harm: run any script, change a page, send a request to another site.
    /// Blockers read them in their own lists, and in lists that their user trusts; they drop them in
    /// all other lists.
    ///
    /// ```adblock bloqr-target:ubo
    /// site.example##+js(trusted-set-cookie, consent, yes)
    /// !                 ^^^^^^^^^^^^^^^^^^ uBlock Origin reads `trusted-set-cookie` only in lists that it trusts
    /// ||site.example^$xhr,replace=/ads/none/
    /// !                   ^^^^^^^ uBlock Origin reads `replace` only in lists that it trusts
    /// ```
    ///
    /// Scriptlets that can do less, and exceptions, are read in any list:
    ///
    /// ```adblock bloqr-target:ubo
    /// site.example##+js(set-cookie, consent, yes)
    /// @@||site.example^$xhr,replace
    /// ```
    ///
    /// | blocker | only in trusted lists |
    /// |---|---|
    /// | uBlock Origin | `$replace`, `$uritransform`, `$urlskip`, scriptlets that start with `trusted-` and some others |
    /// | AdGuard | `$removeparam`, `$removeheader`, `$replace`, `$urltransform`, `$hls`, all scriptlets, JavaScript |
    /// | Adblock Plus | `$header`, `$addheader`, snippets |
    /// | Brave | scriptlets that start with `trusted-` and some others |
    "untrusted-rule", Error, off
}

/// Reports modifiers for blockers that read them only in trusted lists.
pub(crate) fn check_network(network: &Network<'_, '_>, cx: &mut LineContext<'_>) {
    const BADFILTER: u8 = crate::tables::modifiers::row("badfilter");
    if !cx.asked.untrusted_rule || network.rule.exception || network.has(BADFILTER) {
        return;
    }
    network.each_modifier(|modifier, found| {
        let Some(found) = found else { return };
        let drops = |row: u8| ENGINES.iter().filter(move |it| it.trust.modifiers >> row & 1 == 1);
        let who = drops(found.row).fold(Targets::NONE, |all, it| all | it.platforms) & found.who;
        report(&modifier.name, modifier.name.span(), Audience::refused_by(who), cx);
    });
}

/// Reports a scriptlet. `trusted` are the blockers for which it is one that needs trust, `others`
/// those that have it and for which it is not.
pub(crate) fn check_scriptlet(
    rule: &CosmeticRule<'_>,
    (name, span): (&str, Span),
    trusted: Targets,
    others: Targets,
    cx: &mut LineContext<'_>,
) {
    if !cx.asked.untrusted_rule || rule.exception() {
        return;
    }
    let mut audience = audience!(|it| it.trust.trusted_scriptlets).among(trusted);
    let plain = audience!(|it| it.trust.scriptlets).among(others);
    audience = audience.and_refused_by(plain.refused()).and_ignored_by(plain.ignored());
    report(name, span, audience, cx);
}

/// Reports a snippet of Adblock Plus.
pub(crate) fn check_snippet(
    rule: &CosmeticRule<'_>,
    (name, span): (&str, Span),
    cx: &mut LineContext<'_>,
) {
    if cx.asked.untrusted_rule && !rule.exception() {
        report(name, span, audience!(|it| it.trust.snippets), cx);
    }
}

/// Reports a rule with JavaScript.
pub(crate) fn check_script(rule: &CosmeticRule<'_>, span: Span, cx: &mut LineContext<'_>) {
    if cx.asked.untrusted_rule && !rule.exception() {
        report("#%#", span, audience!(|it| it.trust.scripts), cx);
    }
}

#[cold]
fn report(what: &str, span: Span, audience: Audience, cx: &mut LineContext<'_>) {
    let who = audience.affected() & cx.targets;
    if who.is_empty() {
        return;
    }
    let message = || {
        let reads = who.with_verb("reads", "read");
        format!("{reads} `{what}` only in lists that {}", who.verb("it trusts", "they trust"))
    };
    cx.report(&RULE, span, audience, Message::Made(&message))
        .help("remove the rule, or set `trusted = true` if every user trusts the list");
}
