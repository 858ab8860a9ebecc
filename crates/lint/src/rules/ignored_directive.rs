use crate::{
    Targets,
    audience::Audience,
    line_context::{LineContext, Message},
    rule::rule,
};
use bloqr_syntax::{ast::PreProcessorComment, source::Span};

rule! {
    /// A directive that those the list is for take for a comment.
    ///
    /// Brave and Adblock Plus read no directives: the rules of a block always apply, and a list
    /// that is to be included is never loaded. Here for `--target brave`:
    ///
    /// ```adblock bloqr-target:brave
    /// !#if adguard
    /// !^^^^^^^^^^^ Brave reads no `!#if`: the rules of this block always apply
    /// ||ads.example^
    /// !#endif
    /// !#include other.txt
    /// !^^^^^^^^^^^^^^^^^^ Brave reads no `!#include`: that list is never loaded
    /// ```
    "ignored-directive", Warning
}

pub(crate) fn check(line: &str, directive: &PreProcessorComment<'_>, cx: &mut LineContext<'_>) {
    const NOT_HEEDING: Targets = Targets::ABP.union(Targets::BRAVE);
    let name = &*directive.name;
    let effect = match name {
        "if" => "the rules of this block always apply",
        "include" => "that list is never loaded",
        _ => return,
    };
    let who = NOT_HEEDING & cx.targets;
    let span = Span::new(0, line.trim_end().len());
    let verb = if who.products().len() == 1 { "reads" } else { "read" };
    let message = &|| format!("{} {verb} no `!#{name}`: {effect}", who.named());
    let audience = Audience::ignored_by(NOT_HEEDING);
    cx.report(&RULE, span, audience, Message::Made(message));
}
