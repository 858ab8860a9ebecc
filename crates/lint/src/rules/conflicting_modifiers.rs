use crate::{
    audience::Audience,
    engines::{
        ENGINES, audience,
        conflicts::{ACTIONS, HIDING, INLINE, ModifierSet, POPUPS, TYPES, bit},
    },
    line_context::{LineContext, Message},
    network::Network,
    rule::rule,
    tables::modifiers::{MODIFIERS, row},
};
use bloqr_syntax::ast::Modifier;

rule! {
    /// Modifiers that a rule cannot have together, or that need another modifier.
    ///
    /// A rule can change one thing:
    ///
    /// ```adblock
    /// ||ads.example^$csp=script-src 'none',redirect=noopjs
    /// !                                    ^^^^^^^^ `redirect` and `csp` cannot be used together
    /// ```
    ///
    /// `csp` applies to pages, so it cannot be limited to a kind of request:
    ///
    /// ```adblock bloqr-target:ubo
    /// ||ads.example^$script,csp=script-src 'none'
    /// !                     ^^^ `csp` cannot be limited to `script`
    /// ```
    ///
    /// Other actions can be combined with few modifiers:
    ///
    /// ```adblock bloqr-target:adg
    /// ||ads.example^$removeparam=id,method=get
    /// !              ^^^^^^^^^^^ `removeparam` cannot be limited to `method`
    /// ```
    ///
    /// `denyallow` needs a `domain`:
    ///
    /// ```adblock bloqr-target:ubo
    /// *$script,denyallow=cdn.example
    /// !        ^^^^^^^^^ `denyallow` needs `domain` in the same rule
    /// *$script,denyallow=cdn.example,domain=site.example
    /// ```
    "conflicting-modifiers", Warning
}

#[inline]
pub(crate) fn check(network: &Network<'_, '_>, cx: &mut LineContext<'_>) {
    const RARE: ModifierSet = ACTIONS
        | INLINE
        | bit("genericblock")
        | bit("cname")
        | bit("header")
        | bit("denyallow")
        | bit("match-case");
    if network.modifier_set & RARE != 0 {
        check_rare(network, cx);
    }
}

fn check_rare(network: &Network<'_, '_>, cx: &mut LineContext<'_>) {
    let rows = network.modifier_set;
    one_action(network, rows & ACTIONS, cx);
    // `~third-party` is what remains when the rule is not limited to third parties.
    let third_party = network.modifier(const { row("third-party") });
    let present = match third_party {
        Some(it) if it.exception => rows & !const { bit("third-party") },
        _ => rows,
    };
    for engine in &ENGINES {
        for (what, with) in engine.network.conflicts {
            if present & what != 0 && present & with != 0 {
                limited(network, *what, *with, Audience::refused_by(engine.platforms), cx);
            }
        }
    }
    // In an exception, `document` switches everything off: that is more than a kind of request.
    let removal = const { bit("removeparam") | bit("removeheader") | bit("urltransform") };
    let page = network.modifier(const { row("document") }).filter(|it| !it.exception);
    if network.rule.exception && rows & removal != 0 && page.is_some() {
        let audience = audience!(|it| it.network.removal_in_page_exception);
        limited(network, removal, const { bit("document") }, audience, cx);
    }
    if rows & ACTIONS != 0 && network.has(const { row("all") }) {
        let at = |set: ModifierSet| {
            network.modifiers().position(|it| it.1.is_some_and(|it| set >> it.row & 1 == 1))
        };
        if at(const { bit("all") }) > at(rows & ACTIONS) {
            let audience = audience!(|it| it.network.action_before_all);
            limited(network, ACTIONS, const { bit("all") }, audience, cx);
        }
    }
    check_companions(network, cx);
    if network.rule.exception
        && let Some(modifier) = network.modifier(const { row("removeparam") })
    {
        let audience = audience!(|it| it.network.removeparam_exception);
        let who = audience.refused();
        let message = || format!("{} {} no exceptions for `removeparam`", who.named(), who.has());
        cx.report(&RULE, modifier.name.span(), audience, Message::Made(&message));
    }
}

/// Checks modifiers that need another part of the rule, or exclude one.
fn check_companions(network: &Network<'_, '_>, cx: &mut LineContext<'_>) {
    const BESIDE_GENERICBLOCK: ModifierSet =
        TYPES | POPUPS | HIDING | INLINE | bit("all") | ACTIONS | bit("cname");
    if let Some(modifier) = network.modifier(const { row("genericblock") })
        && network.modifier_set & BESIDE_GENERICBLOCK == 0
    {
        let audience = audience!(|it| it.network.lone_genericblock);
        let who = audience.refused();
        let message = || format!("{} {} not accept `genericblock` alone", who.named(), who.does());
        cx.report(&RULE, modifier.name.span(), audience, Message::Made(&message));
    }
    if let Some(modifier) = network.modifier(const { row("denyallow") }) {
        if !network.has(const { row("domain") }) {
            let message = "`denyallow` needs `domain` in the same rule";
            let audience = audience!(|it| it.network.denyallow_without_domain);
            cx.report(&RULE, modifier.name.span(), audience, message);
        }
        if network.has(const { row("to") }) {
            let message = "`denyallow` and `to` cannot be used together";
            let audience = audience!(|it| it.network.denyallow_beside_to);
            cx.report(&RULE, modifier.name.span(), audience, message);
        }
    }
    if network.has(const { row("header") })
        && let Some(modifier) = network.modifier(const { row("removeheader") })
        && modifier.value.as_ref().is_some_and(|it| it.starts_with("request:"))
    {
        let message = "`header` reads the response, and request headers are removed before that";
        let audience = audience!(|it| it.network.request_header_beside_header);
        cx.report(&RULE, modifier.name.span(), audience, message);
    }
    if let Some(modifier) = network.modifier(const { row("match-case") })
        && !network.is_regex()
    {
        let message = "`match-case` needs a regular expression";
        let audience = audience!(|it| it.network.match_case_without_regex);
        cx.report(&RULE, modifier.name.span(), audience, message);
    }
}

fn one_action(network: &Network<'_, '_>, actions: ModifierSet, cx: &mut LineContext<'_>) {
    if actions.count_ones() < 2 {
        return;
    }
    let mut audience = Audience::NOTE;
    for engine in &ENGINES {
        let knows_two = (0..MODIFIERS.len())
            .filter(|row| actions >> row & 1 == 1)
            .filter(|row| MODIFIERS[*row].known_to().intersects(engine.platforms))
            .nth(1)
            .is_some();
        let outcome =
            if knows_two { engine.network.two_known_actions } else { engine.network.two_actions };
        audience = audience.with(engine.platforms, outcome);
    }
    let mut found = network
        .modifiers()
        .filter(|it| it.1.is_some_and(|it| actions >> it.row & 1 == 1))
        .map(|it| it.0);
    if let (Some(first), Some(second)) = (found.next(), found.next()) {
        let message =
            format_args!("`{}` and `{}` cannot be used together", &*second.name, &*first.name);
        let place = cx.place(first.name.span());
        cx.report(&RULE, second.name.span(), audience, message).label(place, "the other one");
    }
}

/// Reports that the first modifier of `what` cannot be used with the first of `with`.
fn limited(
    network: &Network<'_, '_>,
    what: ModifierSet,
    with: ModifierSet,
    audience: Audience,
    cx: &mut LineContext<'_>,
) {
    let first = |set: ModifierSet| -> Option<Modifier<'_>> {
        let mut found =
            network.modifiers().filter(|it| it.1.is_some_and(|it| set >> it.row & 1 == 1));
        found.next().map(|it| it.0)
    };
    if let (Some(what), Some(with)) = (first(what), first(with)) {
        let place = cx.place(with.name.span());
        let message = format_args!("`{}` cannot be limited to `{}`", &*what.name, &*with.name);
        cx.report(&RULE, what.name.span(), audience, message).label(place, "this one");
    }
}
