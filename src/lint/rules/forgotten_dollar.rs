use crate::{
    diagnostic::Edit,
    lint::{Targets, cosmetic::Body, cx::Cx, rule::rule},
    syntax::ast::{CosmeticRule, Syntax},
};

rule! {
    /// A selector behind `#$#`, which is for styles and snippets.
    ///
    /// Without a `{ … }` the line calls a snippet of Adblock Plus, and there is none of that name.
    ///
    /// ```adblock
    /// site.example#$#.banner
    /// !           ^^^ a selector without a style: is this meant to be `##`?
    /// ```
    ///
    /// ```adblock
    /// site.example##.banner
    /// site.example#$#.banner { opacity: 0; }
    /// ```
    "forgotten-dollar", Error
}

pub(in crate::lint) fn check(rule: &CosmeticRule<'_>, body: &Body<'_>, cx: &mut Cx<'_>) {
    if rule.syntax != Syntax::AdblockPlus || !body.text.starts_with(['.', '#', '[', ':', '*']) {
        return;
    }
    let meant = if rule.exception() { "#@#" } else { "##" };
    let span = rule.separator_span();
    let place = cx.place(span);
    let message = format!("a selector without a style: is this meant to be `{meant}`?");
    cx.report(&RULE, span, message).refused_by(Targets::EVERY).fix(
        false,
        format!("replace `{}` with `{meant}`", rule.separator.as_str()),
        vec![Edit::Replace { place, text: meant.to_owned() }],
    );
}
