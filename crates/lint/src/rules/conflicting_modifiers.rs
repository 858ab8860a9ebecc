use crate::{
    Targets,
    audience::Audience,
    line_context::LineContext,
    network::Network,
    rule::rule,
    tables::modifiers::{MODIFIERS, Role, row},
};
use bloqr_syntax::ast::Modifier;

rule! {
    /// Modifiers that cannot stand in one rule, or that need another.
    ///
    /// A rule can change one thing:
    ///
    /// ```adblock
    /// ||ads.example^$csp=script-src 'none',redirect=noopjs
    /// !                                    ^^^^^^^^ `redirect` and `csp` cannot both be
    /// ```
    ///
    /// `csp` is about pages, so that it takes no kind of request:
    ///
    /// ```adblock bloqr-target:ubo
    /// ||ads.example^$script,csp=script-src 'none'
    /// !                     ^^^ `csp` cannot be limited to `script`
    /// ```
    ///
    /// Other actions go with little:
    ///
    /// ```adblock bloqr-target:adg
    /// ||ads.example^$removeparam=id,method=get
    /// !              ^^^^^^^^^^^ `removeparam` cannot be limited to `method`
    /// ```
    ///
    /// `denyallow` needs to know where:
    ///
    /// ```adblock bloqr-target:ubo
    /// *$script,denyallow=cdn.example
    /// !        ^^^^^^^^^ `denyallow` needs a `domain` beside it
    /// *$script,denyallow=cdn.example,domain=site.example
    /// ```
    "conflicting-modifiers", Warning
}

const UBO: Targets = Targets::UBO;
const ADG: Targets = Targets::ADG;
const BRAVE: Targets = Targets::BRAVE;

/// The rows of that role, as a set.
const fn rows_of(role: Role) -> u128 {
    let mut rows = 0;
    let mut at = 0;
    while at < MODIFIERS.len() {
        if MODIFIERS[at].role as u8 == role as u8 {
            rows |= 1 << at;
        }
        at += 1;
    }
    rows
}

const fn bit(name: &str) -> u128 {
    1 << row(name)
}

/// What there can be one of.
const ACTIONS: u128 = rows_of(Role::Action);
const TYPES: u128 = rows_of(Role::Type) | rows_of(Role::BareType);
/// Requests that are pages themselves.
const PAGES: u128 = bit("document") | bit("subdocument");
const POPUPS: u128 = bit("popup") | bit("popunder");
const INLINE: u128 = bit("inline-script") | bit("inline-font");
/// What switches a part of uBO off.
const HIDING: u128 = bit("elemhide") | bit("generichide") | bit("specifichide");
/// Requests that nothing can stand in for.
const BARE: u128 = POPUPS | HIDING | bit("ping") | bit("websocket");
/// Those that are about pages.
const OF_PAGES: u128 = bit("csp") | bit("permissions");
const REDIRECTS: u128 = bit("redirect") | bit("redirect-rule") | bit("rewrite");

/// What uBO takes no rule with both of: some of the first, some of the second.
const UBO_NEVER: &[(u128, u128)] = &[
    (OF_PAGES, (TYPES & !PAGES) | POPUPS | HIDING),
    (bit("cname"), (TYPES & !PAGES) | POPUPS | HIDING),
    (REDIRECTS | bit("replace") | bit("uritransform") | bit("urlskip"), BARE | INLINE),
    (bit("empty") | bit("removeparam"), POPUPS | HIDING),
    (bit("mp4"), TYPES | POPUPS | HIDING),
    (INLINE, HIDING),
];

/// Brave's; it knows fewer modifiers.
const BRAVE_ACTIONS: u128 = bit("csp") | REDIRECTS | bit("removeparam");
const BRAVE_NEVER: &[(u128, u128)] = &[(bit("csp"), TYPES | bit("all"))];

/// What is neither a kind of request nor about domains.
const ADG_OPTIONS: u128 = bit("to")
    | bit("method")
    | bit("header")
    | bit("popup")
    | bit("all")
    | bit("stealth")
    | bit("elemhide")
    | bit("generichide")
    | bit("specifichide")
    | bit("genericblock")
    | bit("jsinject")
    | bit("urlblock")
    | bit("content")
    | bit("extension");
const ADG_NEVER: &[(u128, u128)] = &[
    (bit("removeparam"), ADG_OPTIONS),
    (bit("removeheader"), ADG_OPTIONS & !bit("header")),
    (bit("permissions"), ADG_OPTIONS | (TYPES & !PAGES) | bit("third-party") | bit("first-party")),
    (bit("urltransform"), ADG_OPTIONS & !bit("to") & !bit("method") & !bit("popup")),
    (bit("header"), (ADG_OPTIONS | REDIRECTS | bit("replace") | bit("cookie")) & !bit("header")),
];

#[inline]
pub(crate) fn check(network: &Network<'_, '_>, cx: &mut LineContext<'_>) {
    const RARE: u128 = ACTIONS
        | INLINE
        | bit("genericblock")
        | bit("cname")
        | bit("header")
        | bit("denyallow")
        | bit("match-case");
    if network.rows & RARE != 0 {
        check_rare(network, cx);
    }
}

fn check_rare(network: &Network<'_, '_>, cx: &mut LineContext<'_>) {
    let rows = network.rows;
    one_action(network, rows & ACTIONS, cx);
    for (never, who) in [(UBO_NEVER, UBO), (BRAVE_NEVER, BRAVE), (ADG_NEVER, ADG)] {
        for (what, with) in never {
            if rows & what != 0 && rows & with != 0 {
                limited(network, *what, *with, who, cx);
            }
        }
    }
    // In an exception `document` switches everything off, which is more than a kind of request.
    let alone = const { bit("removeparam") | bit("removeheader") | bit("urltransform") };
    if network.rule.exception && rows & alone != 0 && network.has(const { row("document") }) {
        limited(network, alone, const { bit("document") }, ADG, cx);
    }
    // uBO takes `all,csp=` but not `csp=,all`.
    if rows & ACTIONS != 0 && network.has(const { row("all") }) {
        let at = |rows: u128| {
            network.modifiers().position(|it| it.1.is_some_and(|it| rows >> it.row & 1 == 1))
        };
        if at(const { bit("all") }) > at(rows & ACTIONS) {
            limited(network, ACTIONS, const { bit("all") }, UBO, cx);
        }
    }
    const BESIDE: u128 = TYPES | POPUPS | HIDING | INLINE | bit("all") | ACTIONS | bit("cname");
    if let Some(modifier) = network.modifier(const { row("genericblock") })
        && rows & BESIDE == 0
    {
        let message = "uBlock Origin takes no `genericblock` alone";
        cx.report(&RULE, modifier.name.span(), Audience::refused_by(UBO), message);
    }
    if let Some(modifier) = network.modifier(const { row("denyallow") }) {
        if !network.has(const { row("domain") }) {
            let message = "`denyallow` needs a `domain` beside it";
            cx.report(&RULE, modifier.name.span(), Audience::refused_by(UBO), message);
        }
        if network.has(const { row("to") }) {
            let message = "`denyallow` and `to` cannot both be";
            cx.report(&RULE, modifier.name.span(), Audience::refused_by(ADG), message);
        }
    }
    if network.has(const { row("header") })
        && let Some(modifier) = network.modifier(const { row("removeheader") })
        && modifier.value.as_ref().is_some_and(|it| it.starts_with("request:"))
    {
        let message = "headers of a request are gone before `header` sees those of its answer";
        cx.report(&RULE, modifier.name.span(), Audience::refused_by(ADG), message);
    }
    if let Some(modifier) = network.modifier(const { row("match-case") })
        && !network.is_regex()
    {
        let message = "`match-case` needs a regular expression";
        cx.report(&RULE, modifier.name.span(), Audience::refused_by(UBO | BRAVE), message);
    }
    if network.rule.exception
        && let Some(modifier) = network.modifier(const { row("removeparam") })
    {
        let message = "Brave has no exceptions for `removeparam`";
        cx.report(&RULE, modifier.name.span(), Audience::refused_by(BRAVE), message);
    }
}

fn one_action(network: &Network<'_, '_>, actions: u128, cx: &mut LineContext<'_>) {
    if actions.count_ones() < 2 {
        return;
    }
    let is_braves = (actions & BRAVE_ACTIONS).count_ones() > 1;
    let brave = if is_braves { BRAVE } else { Targets::NONE };
    let mut found = network
        .modifiers()
        .filter(|it| it.1.is_some_and(|it| actions >> it.row & 1 == 1))
        .map(|it| it.0);
    if let (Some(first), Some(second)) = (found.next(), found.next()) {
        let message = format_args!("`{}` and `{}` cannot both be", &*second.name, &*first.name);
        let place = cx.place(first.name.span());
        let audience = Audience::refused_or_ignored(UBO | brave);
        cx.report(&RULE, second.name.span(), audience, message).label(place, "the other one");
    }
}

/// Says that the first modifier of `what` cannot go with the first of `with`.
fn limited(
    network: &Network<'_, '_>,
    what: u128,
    with: u128,
    who: Targets,
    cx: &mut LineContext<'_>,
) {
    let first = |rows: u128| -> Option<Modifier<'_>> {
        let mut found =
            network.modifiers().filter(|it| it.1.is_some_and(|it| rows >> it.row & 1 == 1));
        found.next().map(|it| it.0)
    };
    if let (Some(what), Some(with)) = (first(what), first(with)) {
        let place = cx.place(with.name.span());
        let message = format_args!("`{}` cannot be limited to `{}`", &*what.name, &*with.name);
        cx.report(&RULE, what.name.span(), Audience::refused_by(who), message)
            .label(place, "this one");
    }
}
