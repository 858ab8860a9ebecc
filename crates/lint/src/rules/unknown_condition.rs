use crate::{
    Targets, audience::Audience, line_context::LineContext, nearest::nearest, rule::rule,
    tables::comments::CONDITIONS,
};
use bloqr_syntax::ast::{DirectiveParams, Node, PreProcessorComment, Text};

rule! {
    /// A condition of `!#if` that no blocker ever fulfils.
    ///
    /// ```adblock
    /// !#if adguard_ext_crome
    /// !    ^^^^^^^^^^^^^^^^^ no blocker is `adguard_ext_crome`
    /// ||ads.example^
    /// !#endif
    /// ```
    ///
    /// ```adblock
    /// !#if adguard_ext_chromium || ext_ublock
    /// ||ads.example^
    /// !#endif
    /// ```
    "unknown-condition", Warning
}

pub(crate) fn check(directive: &PreProcessorComment<'_>, cx: &mut LineContext<'_>) {
    if let Some(DirectiveParams::Condition(condition)) = &directive.params {
        for node in condition.nodes() {
            if let Node::Variable(name) = node {
                variable(name, cx);
            }
        }
    }
}

fn variable(name: Text<'_>, cx: &mut LineContext<'_>) {
    if CONDITIONS.has(name.text) {
        return;
    }
    let audience = Audience::ignored_by(Targets::EVERY);
    cx.report(&RULE, name.span(), audience, format_args!("no blocker is `{}`", name.text))
        .maybe_meant(|| nearest(&name, CONDITIONS.names()));
}
