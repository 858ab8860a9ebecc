use crate::{
    Targets,
    audience::Audience,
    line_context::LineContext,
    rule::rule,
    tables::modifiers::{ModifierRef, Use, row},
};
use bloqr_syntax::ast::Modifier;

rule! {
    /// A `~` before a modifier that has no opposite.
    ///
    /// ```adblock
    /// ||ads.example^$~domain=site.example
    /// !              ^^^^^^^ `domain` cannot be negated
    /// ```
    ///
    /// The `~` goes before each of its values:
    ///
    /// ```adblock
    /// ||ads.example^$domain=~site.example
    /// ```
    "negated-modifier", Error, ["invalid-modifiers", "no-invalid-modifiers"]
}

pub(crate) fn check(
    modifier: &Modifier<'_>,
    found: ModifierRef,
    usage: &Use,
    who: Targets,
    cx: &mut LineContext<'_>,
) {
    if !modifier.exception || usage.negatable {
        return;
    }
    let name = &*modifier.name;
    let mut span = modifier.span;
    span.end = modifier.name.span().end;
    // uBO and Brave read `~csp=x` as `csp=x`, Brave `~domain=x` as `domain=x`, AdGuard `~_` as `_`:
    // they keep the rule, but it does what it says it does not.
    let audience = Audience::refused_by(who);
    let finding = cx.report(&RULE, span, audience, format_args!("`{name}` cannot be negated"));
    if found.row == const { row("domain") } || found.row == const { row("to") } {
        finding.help("put the `~` before each domain");
    }
}
