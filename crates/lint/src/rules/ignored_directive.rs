use crate::{
    Targets,
    audience::Audience,
    line_context::{LineContext, Message},
    rule::rule,
};
use bloqr_syntax::{ast::PreProcessorComment, source::Span};

rule! {
    /// A directive that the targets of the list read as a comment.
    ///
    /// Brave and Adblock Plus read no directives: the rules of a block always apply, and an
    /// included list is never loaded. An example for `--target brave`:
    ///
    /// ```adblock bloqr-target:brave
    /// !#if adguard
    /// !^^^^^^^^^^^ Brave does not read `!#if`: the rules of this block always apply
    /// ||ads.example^
    /// !#endif
    /// !#include other.txt
    /// !^^^^^^^^^^^^^^^^^^ Brave does not read `!#include`: that list is never loaded
    /// ```
    "ignored-directive", Warning
}

pub(crate) fn check(line: &str, directive: &PreProcessorComment<'_>, cx: &mut LineContext<'_>) {
    const NOT_EVALUATING: Targets = Targets::ABP.union(Targets::BRAVE);
    let name = &*directive.name;
    let effect = match name {
        "if" => "the rules of this block always apply",
        "include" => "that list is never loaded",
        _ => return,
    };
    let who = NOT_EVALUATING & cx.targets;
    let span = Span::new(0, line.trim_end().len());
    let message = &|| format!("{} {} not read `!#{name}`: {effect}", who.named(), who.does());
    let audience = Audience::ignored_by(NOT_EVALUATING);
    cx.report(&RULE, span, audience, Message::Made(message));
}
