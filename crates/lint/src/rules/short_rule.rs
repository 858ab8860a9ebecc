use crate::{Targets, audience::Audience, line_context::LineContext, options::Count, rule::rule};
use bloqr_syntax::source::Span;

rule! {
    /// A rule that is so short that it may match too much, or that was cut off.
    ///
    /// ```adblock
    /// ad
    /// !^ this rule is so short that it may match too much
    /// ```
    ///
    /// The option `min-length` is the minimum length (by default 4 UTF-16 code units, as in
    /// AGLint).
    "short-rule", Warning, ["no-short-rules"];

    /// Rules shorter than this are reported, in UTF-16 code units
    min_length "min-length" ["minLength"]: Count<0> = Count(4)
}

#[inline]
pub(crate) fn check(line: &str, cx: &mut LineContext<'_>) {
    let Count(least) = *cx.options.short_rule.min_length();
    // A UTF-16 code unit has at most three bytes in UTF-8.
    let long = least.saturating_mul(3);
    let is_visible = |it: Option<&u8>| it.is_some_and(u8::is_ascii_graphic);
    let is_whole = || is_visible(line.as_bytes().first()) && is_visible(line.as_bytes().last());
    if line.len() < long || !is_whole() {
        check_trimmed(line, least, long, cx);
    }
}

#[cold]
fn check_trimmed(line: &str, least: usize, long: usize, cx: &mut LineContext<'_>) {
    let rule = line.trim();
    if rule.len() < long && rule.encode_utf16().count() < least {
        let start = line.len() - line.trim_start().len();
        let span = Span::new(start, start + rule.len());
        cx.report(
            &RULE,
            span,
            Audience::ignored_by(Targets::EVERY),
            "this rule is so short that it may match too much",
        );
    }
}
