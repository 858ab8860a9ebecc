use crate::{audience::Audience, line_context::LineContext, rule::rule};
use bloqr_syntax::source::Span;

rule! {
    /// A regular expression that can stop the browser.
    ///
    /// In a repeated group, the same text can match in several ways. JavaScript tries all of them
    /// when the rest does not match: the time doubles with each character of the URL.
    ///
    /// ```adblock
    /// /^(\w+\d?)+\.js$/$script
    /// !^^^^^^^^^^^^^^^ this regular expression can take very long: a repeated group matches the same text in several ways
    /// ```
    ///
    /// ```adblock
    /// /^\w+\.js$/$script
    /// ```
    "slow-regex", Warning
}

/// Checks a valid expression, which starts at byte `start` of the line.
#[inline]
pub(crate) fn check(source: &str, flags: &str, start: usize, cx: &mut LineContext<'_>) {
    // `is_slow` needs a `)` before a `+`, a `*` or a `{`.
    if memchr::memchr(b')', source.as_bytes()).is_some() && bloqr_regex::is_slow(source, flags) {
        report(Span::new(start, start + source.len()), cx);
    }
}

/// Reports an expression that was checked elsewhere.
#[cold]
pub(crate) fn report(span: Span, cx: &mut LineContext<'_>) {
    let message = "this regular expression can take very long: a repeated group matches the same text in several ways";
    cx.report(&RULE, span, Audience::NOTE, message)
        .help("write the group so that it matches each text in only one way");
}
