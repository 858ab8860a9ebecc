use crate::{
    audience::Audience,
    diagnostic::Edit,
    domain::{self, Shape},
    line_context::LineContext,
    network::Network,
    rule::rule,
    tables::modifiers::row,
};
use bloqr_syntax::source::Span;

rule! {
    /// A `*` that changes nothing.
    ///
    /// ```adblock
    /// ||ads**.example^$script
    /// !    ^^ one `*` is enough
    /// /.*ads\d+/$script
    /// !^^ a regular expression is found anywhere in the URL: it needs no `.*` at its start
    /// /ads\d+.*/$script
    /// !      ^^ a regular expression is found anywhere in the URL: it needs no `.*` at its end
    /// ||ads.example*^
    /// !            ^^ the `*` makes the `^` useless: write `||ads.example^`
    /// ```
    ///
    /// ```adblock
    /// ||ads*.example^$script
    /// /ads\d+/$script
    /// ```
    "needless-wildcard", Info
}

/// Such a rule has the pattern of the rule that it disables, as it is written there.
const BADFILTER: u8 = row("badfilter");

/// Checks a pattern that can have a `*`.
#[inline]
pub(crate) fn check(network: &Network<'_, '_>, cx: &mut LineContext<'_>) {
    if network.has(BADFILTER) {
        return;
    }
    let text = network.rule.pattern.text;
    let start = network.rule.pattern.start as usize;
    // A line of stars is a decoration.
    let is_word = |it: u8| it.is_ascii_alphanumeric();
    if let Some(at) = memchr::memmem::find(text.as_bytes(), b"**")
        && text.bytes().any(is_word)
        && !text.contains(' ')
    {
        report_double(text, at, start, cx);
    }
    if let Some(name) = text.strip_suffix("*^") {
        check_before_mark(name, start, cx);
    }
}

/// Reports `ads.example*^`: there is always a `^` somewhere behind the name, so it finds nothing more
/// than `ads.example`.
#[cold]
fn check_before_mark(name: &str, start: usize, cx: &mut LineContext<'_>) {
    let host = name.strip_prefix("||").unwrap_or(name);
    if domain::shape(host) != Shape::Name || !host.contains('.') {
        return;
    }
    let at = start + name.len();
    let place = cx.place(Span::new(at, at + 1));
    let message = format_args!("the `*` makes the `^` useless: write `{name}^`");
    cx.report(&RULE, Span::new(at, at + 2), Audience::NOTE, message).fix(
        false,
        "remove the `*`",
        || vec![Edit::Replace { place, text: String::new() }],
    );
}

#[cold]
fn report_double(text: &str, at: usize, start: usize, cx: &mut LineContext<'_>) {
    let len = text[at..].bytes().take_while(|it| *it == b'*').count();
    let span = Span::new(start + at, start + at + len);
    let place = cx.place(span);
    cx.report(&RULE, span, Audience::NOTE, "one `*` is enough").fix(
        false,
        "remove the other",
        || vec![Edit::Replace { place, text: "*".to_owned() }],
    );
}

/// Checks the expression of a `/…/`.
#[inline]
pub(crate) fn check_regex(network: &Network<'_, '_>, cx: &mut LineContext<'_>) {
    const ANY: &str = ".*";
    let pattern = &network.rule.pattern;
    let start = pattern.start as usize + 1;
    let source = pattern.get(1..pattern.len() - 1).unwrap_or_default();
    // With `|`, it is a part of one alternative.
    if source.len() <= 2 * ANY.len() || source.contains('|') || network.has(BADFILTER) {
        return;
    }
    if let Some(rest) = source.strip_prefix(ANY)
        && !rest.starts_with(['?', '+', '*', '{'])
    {
        report_outer(start, "start", cx);
    }
    if let Some(rest) = source.strip_suffix(ANY)
        && rest.bytes().rev().take_while(|it| *it == b'\\').count() % 2 == 0
    {
        report_outer(start + rest.len(), "end", cx);
    }
}

#[cold]
fn report_outer(at: usize, end: &str, cx: &mut LineContext<'_>) {
    let span = Span::new(at, at + 2);
    let place = cx.place(span);
    let message = format_args!(
        "a regular expression is found anywhere in the URL: it needs no `.*` at its {end}"
    );
    cx.report(&RULE, span, Audience::NOTE, message)
        .fix(false, "remove `.*`", || vec![Edit::Replace { place, text: String::new() }]);
}
