use crate::{
    lint::{
        Targets,
        cx::Cx,
        network::Network,
        rule::rule,
        tables::modifiers::{MODIFIERS, Role, row},
    },
    syntax::ast::Modifier,
};

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

const ACTIONS: u128 = rows_of(Role::Action);
const BARE: u128 = rows_of(Role::BareType);
const TYPES: u128 = rows_of(Role::Type) | BARE;
const NO_REQUEST: u128 = rows_of(Role::Abstract) | rows_of(Role::Behaviour);
/// Those that are about pages.
const OF_PAGES: u128 = bit("csp") | bit("permissions");
const REDIRECTS: u128 =
    bit("redirect") | bit("redirect-rule") | bit("rewrite") | bit("empty") | bit("mp4");
/// Requests that are pages themselves.
const PAGES: u128 = bit("document") | bit("subdocument");
/// Those that Brave knows.
const BRAVE_ACTIONS: u128 =
    bit("csp") | bit("redirect") | bit("redirect-rule") | bit("removeparam");

#[inline]
pub(in crate::lint) fn check(network: &Network<'_, '_>, cx: &mut Cx<'_>) {
    const RARE: u128 = ACTIONS | bit("denyallow") | bit("match-case");
    if network.rows & RARE != 0 {
        check_rare(network, cx);
    }
}

fn check_rare(network: &Network<'_, '_>, cx: &mut Cx<'_>) {
    let rows = network.rows;
    let actions = rows & ACTIONS;
    if actions.count_ones() > 1 {
        let brave = if (rows & BRAVE_ACTIONS).count_ones() > 1 { BRAVE } else { Targets::NONE };
        let mut found = network
            .modifiers()
            .filter(|it| it.1.is_some_and(|it| actions >> it.row & 1 == 1))
            .map(|it| it.0);
        if let (Some(first), Some(second)) = (found.next(), found.next()) {
            let message = format!("`{}` and `{}` cannot both be", &*second.name, &*first.name);
            let place = cx.place(first.name.span());
            let finding = cx.report(&RULE, second.name.span(), message);
            finding.refused_or_ignored(UBO | brave).label(place, "the other one");
        }
    }
    if rows & OF_PAGES != 0 && rows & (TYPES | NO_REQUEST) & !PAGES != 0 {
        let brave = match rows & const { bit("csp") } != 0 && rows & TYPES != 0 {
            true => BRAVE,
            false => Targets::NONE,
        };
        let adg = if rows & const { bit("permissions") } != 0 { ADG } else { Targets::NONE };
        limited(network, OF_PAGES, (TYPES | NO_REQUEST) & !PAGES, UBO | brave | adg, cx);
    } else if rows & const { bit("csp") } != 0 && rows & PAGES != 0 {
        limited(network, OF_PAGES, PAGES, BRAVE, cx);
    }
    if rows & REDIRECTS != 0 && rows & (BARE | NO_REQUEST) != 0 {
        limited(network, REDIRECTS, BARE | NO_REQUEST, UBO, cx);
    } else if actions & !OF_PAGES & !REDIRECTS != 0 && rows & NO_REQUEST != 0 {
        limited(network, ACTIONS, NO_REQUEST, UBO, cx);
    }
    if let Some(modifier) = network.modifier(const { row("denyallow") }) {
        if !network.has(const { row("domain") }) {
            let message = "`denyallow` needs a `domain` beside it";
            cx.report(&RULE, modifier.name.span(), message).refused_by(UBO);
        }
        if network.has(const { row("to") }) {
            let message = "`denyallow` and `to` cannot both be";
            cx.report(&RULE, modifier.name.span(), message).refused_by(ADG);
        }
    }
    if let Some(modifier) = network.modifier(const { row("match-case") })
        && !network.is_regex()
    {
        let message = "`match-case` needs a regular expression";
        cx.report(&RULE, modifier.name.span(), message).refused_by(UBO | BRAVE);
    }
}

/// Says that the first modifier of `what` cannot go with the first of `with`.
fn limited(network: &Network<'_, '_>, what: u128, with: u128, who: Targets, cx: &mut Cx<'_>) {
    let first = |rows: u128| -> Option<Modifier<'_>> {
        let mut found =
            network.modifiers().filter(|it| it.1.is_some_and(|it| rows >> it.row & 1 == 1));
        found.next().map(|it| it.0)
    };
    if let (Some(what), Some(with)) = (first(what), first(with)) {
        let place = cx.place(with.name.span());
        let message = format!("`{}` cannot be limited to `{}`", &*what.name, &*with.name);
        let finding = cx.report(&RULE, what.name.span(), message);
        finding.refused_by(who).label(place, "this one");
    }
}
