use crate::{
    lint::{cx::Cx, rule::rule, tables::modifiers::Found},
    syntax::ast::Modifier,
};

rule! {
    /// A modifier that exists, but that no blocker the list is for knows.
    ///
    /// Nothing is wrong with the rule as such; it does nothing there.
    ///
    /// ```adblock bloqr-target:brave
    /// ||ads.example^$popup
    /// !              ^^^^^ Brave does not support the modifier `popup`
    /// ```
    ///
    /// Some names are one blocker's only:
    ///
    /// ```adblock bloqr-target:abp
    /// ||ads.example^$3p
    /// !              ^^ Adblock Plus does not support the modifier `3p`
    /// ```
    "unsupported-modifier", Error, ["invalid-modifiers"]
}

pub(in crate::lint) fn check(modifier: &Modifier<'_>, found: Found, cx: &mut Cx<'_>) {
    let name = &*modifier.name;
    let who = cx.targets & !found.who;
    let message = format!("{} does not support the modifier `{name}`", who.named());
    let canonical = found.modifier.name();
    let by_any_name = found.modifier.known_to().contains(who) && canonical != name;
    let finding = cx.report(&RULE, modifier.name.span(), message).refused_by(who);
    if by_any_name {
        finding.help(format!("it is called `{canonical}` there"));
    }
}
