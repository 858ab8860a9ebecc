use crate::{Targets, audience::Audience, line_context::LineContext, rule::rule};
use bloqr_syntax::source::Span;

rule! {
    /// A rule so short that it matches what it should not, or that was cut off.
    ///
    /// ```adblock
    /// ad
    /// !^ this rule is too short to mean what it should
    /// ```
    ///
    /// The option `min-length` says how short is too short (4 characters).
    "short-rule", Warning, ["no-short-rules"]
}

pub(crate) fn check(line: &str, cx: &mut LineContext<'_>) {
    // One character takes at most four bytes.
    if line.len() >= cx.config.min_length * 4 {
        return;
    }
    let rule = line.trim();
    if rule.encode_utf16().count() < cx.config.min_length {
        let start = line.len() - line.trim_start().len();
        let span = Span::new(start, start + rule.len());
        cx.report(
            &RULE,
            span,
            Audience::ignored_by(Targets::EVERY),
            "this rule is too short to mean what it should",
        );
    }
}
