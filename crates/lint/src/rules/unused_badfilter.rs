use crate::{
    audience::Audience, diagnostic::Edit, line_context::LineContext, network::Network, rule::rule,
    tables::modifiers::row,
};

rule! {
    /// A `badfilter` that disables no rule.
    ///
    /// It disables the rule that is the same without `badfilter`, with exactly the same modifiers.
    /// This is checked only if the other lists are given that are used together: `--with
    /// easylist.txt`.
    ///
    /// ```adblock bloqr-with:||ads.example^$script,3p
    /// ||ads.example^$3p,script,badfilter
    /// ||ads.example^$script,badfilter
    /// !                     ^^^^^^^^^ this disables nothing: no rule is the same
    /// ```
    "unused-badfilter", Warning
}

pub(crate) fn check(network: &Network<'_, '_>, cx: &mut LineContext<'_>) {
    let Some(companions) = &cx.config.companions else { return };
    if let Some(modifier) = network.modifier(const { row("badfilter") })
        && companions.lacks_same(network)
    {
        let number = cx.line;
        cx.report(
            &RULE,
            modifier.span,
            Audience::NOTE,
            "this disables nothing: no rule is the same",
        )
        .fix(false, "remove this line", || vec![Edit::DeleteLine { line: number }]);
    }
}
