use crate::{
    lint::{Targets, cosmetic::Body, css::Judged, cx::Cx, rule::rule},
    syntax::ast::CosmeticRule,
};

rule! {
    /// Several selectors in one rule.
    ///
    /// A matter of style: one a line is easier to sort, to compare and to take back. Off unless a
    /// configuration asks for it.
    ///
    /// ```adblock
    /// site.example##.banner, .skyscraper
    /// !             ^^^^^^^^^^^^^^^^^^^^ 2 selectors in one rule
    /// ```
    ///
    /// ```adblock
    /// site.example##.banner
    /// site.example##.skyscraper
    /// ```
    "multiple-selectors", Warning, off, ["single-selector"]
}

pub(in crate::lint) fn check(
    _line: &str,
    _rule: &CosmeticRule<'_>,
    body: &Body<'_>,
    judged: Judged,
    cx: &mut Cx<'_>,
) {
    if judged.count > 1 && cx.config.is_on(&RULE) {
        let message = format!("{} selectors in one rule", judged.count);
        cx.report(&RULE, body.span(), message).ignored_by(Targets::EVERY);
    }
}
