use crate::{
    Targets, audience::Audience, line_context::LineContext, nearest::nearest, preprocess,
    rule::rule,
};
use bloqr_syntax::ast::{DirectiveParams, Node, PreProcessorComment, Text};

rule! {
    /// A name in a condition of `!#if` that no blocker knows.
    ///
    /// uBlock Origin does not evaluate such a condition: it always reads the rules of the block.
    /// For AdGuard, the name is always false.
    ///
    /// ```adblock
    /// !#if adguard_ext_crome
    /// !    ^^^^^^^^^^^^^^^^^ no blocker knows the name `adguard_ext_crome`
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
    if preprocess::is_known_name(name.text) {
        return;
    }
    let audience = Audience::ignored_by(Targets::EVERY);
    cx.report(
        &RULE,
        name.span(),
        audience,
        format_args!("no blocker knows the name `{}`", name.text),
    )
    .with(|it| {
        let meant = nearest(&name, preprocess::names());
        let help = match meant {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => {
                "uBlock Origin always reads the block, and for AdGuard the name is always false"
                    .to_owned()
            }
        };
        it.help = Some(help.into());
    });
}
