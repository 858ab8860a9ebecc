use crate::{
    Targets,
    audience::Audience,
    engines::who,
    line_context::{LineContext, Message},
    rule::rule,
    tables::modifiers::{MODIFIERS, ModifierRef, row},
};
use bloqr_syntax::ast::{DomainList, Modifier, ModifierList};

rule! {
    /// A modifier that exists, but that no target of the list knows.
    ///
    /// The rule itself is valid; it has no effect there.
    ///
    /// ```adblock bloqr-target:brave
    /// ||ads.example^$popup
    /// !              ^^^^^ Brave does not support the modifier `popup`
    /// ```
    ///
    /// Only one blocker knows some of the names:
    ///
    /// ```adblock bloqr-target:abp
    /// ||ads.example^$3p
    /// !              ^^ Adblock Plus does not support the modifier `3p`
    /// ```
    "unsupported-modifier", Error, ["invalid-modifiers", "no-invalid-modifiers"]
}

pub(crate) fn check(modifier: &Modifier<'_>, found: ModifierRef, cx: &mut LineContext<'_>) {
    let who = cx.targets & !found.who;
    // DNS blockers have modifiers of their own.
    if who.is_empty() {
        return;
    }
    let name = &*modifier.name;
    // A product is named if none of its platforms knows the modifier.
    let whole = who.whole_products(cx.targets);
    let message = || {
        if whole.is_empty() {
            format!("not every product of {} supports the modifier `{name}`", who.named())
        } else {
            format!("{} {} not support the modifier `{name}`", whole.named(), whole.does())
        }
    };
    let canonical = found.modifier.name();
    let by_any_name = found.modifier.known_to().contains(who) && canonical != name;
    let finding =
        cx.report(&RULE, modifier.name.span(), Audience::refused_by(who), Message::Made(&message));
    if by_any_name {
        finding.help(format_args!("use its name `{canonical}`"));
    }
}

/// The modifiers that AdGuard supports in `[$…]` before a cosmetic rule.
const COSMETIC: [&str; 4] = ["app", "domain", "path", "url"];

/// Checks `[$path=/x]`, which only AdGuard supports.
pub(crate) fn check_cosmetic(
    modifiers: &ModifierList<'_>,
    domains: &DomainList<'_>,
    cx: &mut LineContext<'_>,
) {
    const READERS: Targets = who!(|it| it.network.cosmetic_modifiers);
    let who = who!(|it| !it.network.cosmetic_modifiers);
    if who.intersects(cx.targets) {
        let affected = who & cx.targets;
        let message = format!(
            "{} {} not support modifiers of cosmetic rules",
            affected.named(),
            affected.does()
        );
        cx.report(&RULE, modifiers.span, Audience::refused_by(who), message);
    }
    for modifier in &modifiers.children {
        let name = &*modifier.name;
        if name == "domain" && !domains.children.is_empty() {
            let message = "`domain` and domains before the separator cannot be used together";
            cx.report(&RULE, modifier.name.span(), Audience::refused_by(READERS), message);
        }
        let span = modifier.name.span();
        if name == "url"
            && (!domains.children.is_empty() || modifiers.children.iter().nth(1).is_some())
        {
            let message = "`url` cannot be used with domains or with other conditions";
            cx.report(&RULE, span, Audience::refused_by(READERS), message);
        }
        if !COSMETIC.contains(&name) {
            cx.report(
                &RULE,
                span,
                Audience::refused_by(READERS),
                format_args!("cosmetic rules do not support the modifier `{name}`"),
            );
        } else if name == "app" {
            let app = MODIFIERS[const { row("app") as usize }].known_to();
            cx.report(
                &RULE,
                span,
                Audience::refused_by(Targets::EVERY.without(app)),
                "AdGuard's extensions do not support the modifier `app`",
            );
        } else if modifier.value.is_none() && name != "path" {
            cx.report(
                &RULE,
                span,
                Audience::refused_by(READERS),
                format_args!("`{name}` needs a value"),
            );
        }
    }
}
