use crate::{
    Targets,
    audience::Audience,
    engines::ENGINES,
    line_context::LineContext,
    rule::rule,
    tables::modifiers::{ModifierRef, row},
};
use bloqr_syntax::ast::Modifier;

rule! {
    /// A `~` before a modifier that cannot be negated.
    ///
    /// ```adblock
    /// ||ads.example^$~domain=site.example
    /// !              ^^^^^^^ `domain` cannot be negated
    /// ```
    ///
    /// Write the `~` before each of its values:
    ///
    /// ```adblock
    /// ||ads.example^$domain=~site.example
    /// ```
    "negated-modifier", Error, ["invalid-modifiers", "no-invalid-modifiers"]
}

/// Reports a `~` before a modifier that `who` cannot negate.
#[cold]
pub(crate) fn report(
    modifier: &Modifier<'_>,
    found: ModifierRef,
    who: Targets,
    cx: &mut LineContext<'_>,
) {
    let name = &*modifier.name;
    let mut span = modifier.span;
    span.end = modifier.name.span().end;
    let passing = passing_over(found.modifier.name());
    let audience = Audience::refused_by(who & !passing).and_ignored_by(who & passing);
    let finding = cx.report(&RULE, span, audience, format_args!("`{name}` cannot be negated"));
    if found.row == const { row("domain") } || found.row == const { row("to") } {
        finding.help("put the `~` before each domain");
    }
}

/// Blockers that ignore the `~` of the modifier.
fn passing_over(name: &str) -> Targets {
    let passing = ENGINES.iter().filter(|it| it.network.negated_as_plain.contains(&name));
    passing.fold(Targets::NONE, |all, it| all | it.platforms)
}
