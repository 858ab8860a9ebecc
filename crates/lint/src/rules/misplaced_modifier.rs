use crate::{
    Targets,
    audience::Audience,
    line_context::LineContext,
    rule::rule,
    tables::modifiers::{Only, Use},
};
use bloqr_syntax::ast::Modifier;

rule! {
    /// A modifier for exceptions in a blocking rule, or the other way round.
    ///
    /// ```adblock bloqr-target:adg
    /// ||site.example^$elemhide
    /// !               ^^^^^^^^ `elemhide` is for exceptions only
    /// @@||site.example^$all
    /// !                 ^^^ `all` is for blocking rules only
    /// ```
    ///
    /// With `@@`, it switches element hiding off:
    ///
    /// ```adblock bloqr-target:adg
    /// @@||site.example^$elemhide
    /// ```
    "misplaced-modifier", Error, ["invalid-modifiers", "no-invalid-modifiers"]
}

/// Whether the modifier is for the other kind of rule.
#[inline]
pub(crate) fn is_misplaced(usage: &Use, is_exception: bool) -> bool {
    match usage.only {
        Only::Anywhere => false,
        Only::Exceptions => !is_exception,
        Only::Blocking => is_exception,
    }
}

/// Reports a modifier that `who` support only in the other kind of rule.
#[cold]
pub(crate) fn report(
    modifier: &Modifier<'_>,
    is_exception: bool,
    who: Targets,
    cx: &mut LineContext<'_>,
) {
    let place = if is_exception { "blocking rules" } else { "exceptions" };
    let message = format_args!("`{}` is for {place} only", &*modifier.name);
    cx.report(&RULE, modifier.name.span(), Audience::refused_by(who), message);
}
