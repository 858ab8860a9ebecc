use crate::{
    lint::{
        Targets,
        cx::Cx,
        rule::rule,
        tables::modifiers::{Found, Use, row},
    },
    syntax::ast::Modifier,
};

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
    "negated-modifier", Error, ["invalid-modifiers"]
}

pub(in crate::lint) fn check(
    modifier: &Modifier<'_>,
    found: Found,
    how: &Use,
    who: Targets,
    cx: &mut Cx<'_>,
) {
    if !modifier.exception || how.negatable {
        return;
    }
    let name = &*modifier.name;
    let mut span = modifier.span;
    span.end = modifier.name.span().end;
    let finding = cx.report(&RULE, span, format!("`{name}` cannot be negated"));
    // Brave reads `~domain=x` as `domain=x`, uBO does so with `~csp`.
    let misread = match () {
        () if found.row == const { row("csp") } => Targets::UBO | Targets::BRAVE,
        () if found.row == const { row("permissions") } => Targets::UBO,
        () if found.row == const { row("ipaddress") } => Targets::UBO,
        () if found.row == const { row("domain") } || found.row == const { row("to") } => {
            Targets::BRAVE
        }
        () => Targets::NONE,
    };
    finding.refused_by(who & !misread).ignored_by(who & misread);
    if found.row == const { row("domain") } || found.row == const { row("to") } {
        finding.help("put the `~` before each domain");
    }
}
