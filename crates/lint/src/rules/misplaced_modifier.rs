use crate::{
    Targets,
    audience::Audience,
    line_context::LineContext,
    network::Network,
    rule::rule,
    tables::modifiers::{Only, Use},
};
use bloqr_syntax::ast::Modifier;

rule! {
    /// A modifier for exceptions in a rule that blocks, or the other way round.
    ///
    /// ```adblock bloqr-target:adg
    /// ||site.example^$elemhide
    /// !               ^^^^^^^^ `elemhide` is for exceptions only
    /// @@||site.example^$all
    /// !                 ^^^ `all` is for blocking rules only
    /// ```
    ///
    /// With `@@` it switches element hiding off:
    ///
    /// ```adblock bloqr-target:adg
    /// @@||site.example^$elemhide
    /// ```
    "misplaced-modifier", Error, ["invalid-modifiers", "no-invalid-modifiers"]
}

pub(crate) fn check(
    network: &Network<'_, '_>,
    modifier: &Modifier<'_>,
    usage: &Use,
    who: Targets,
    cx: &mut LineContext<'_>,
) {
    let name = &*modifier.name;
    let message = match usage.only {
        Only::Exceptions if !network.rule.exception => format!("`{name}` is for exceptions only"),
        Only::Blocking if network.rule.exception => format!("`{name}` is for blocking rules only"),
        _ => return,
    };
    cx.report(&RULE, modifier.name.span(), Audience::refused_by(who), message);
}
