use crate::{Targets, audience::Audience, line_context::LineContext, rule::rule};
use bloqr_syntax::source::Span;

rule! {
    /// A rule that the configuration does not want in this list.
    ///
    /// The option `patterns` holds regular expressions; a rule that one of them matches is told.
    /// There are none unless a configuration says so.
    ///
    /// ```adblock bloqr-excluded:^@@
    /// @@||site.example^$document
    /// !^^^^^^^^^^^^^^^^^^^^^^^^^ the configuration excludes rules like this: `^@@`
    /// ||ads.example^
    /// ```
    "excluded-rule", Warning, ["no-excluded-rules"]
}

pub(crate) fn check(line: &str, cx: &mut LineContext<'_>) {
    let Some(at) = cx.excluded.iter().position(|it| it.is_match(line)) else { return };
    let pattern = cx.excluded[at].as_str();
    let message = format!("the configuration excludes rules like this: `{pattern}`");
    cx.report(&RULE, Span::new(0, line.len()), Audience::ignored_by(Targets::EVERY), message);
}
