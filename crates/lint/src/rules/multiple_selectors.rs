use crate::{
    Config, Prelude, Targets,
    audience::Audience,
    cosmetic::Body,
    diagnostic::{Diagnostic, Edit},
    line_context::LineContext,
    options::Count,
    removal::{self, After, is_bound},
    rule::rule,
};
use bloqr_syntax::{ast::CosmeticRule, source::Span};

rule! {
    /// Several selectors in one rule.
    ///
    /// This is a matter of style: single selectors are easier to sort, to compare and to cancel.
    /// Off unless a configuration switches it on.
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
    "multiple-selectors", Warning, off, ["single-selector", "max-css-selectors"];

    /// How many selectors a rule may have
    most "most" ["maxSelectors"]: Count<1> = Count(1)
}

pub(crate) fn check(
    line: &str,
    rule: &CosmeticRule<'_>,
    body: &Body<'_>,
    count: usize,
    cx: &mut LineContext<'_>,
) {
    let Count(most) = *cx.options.multiple_selectors.most();
    if count <= most || !cx.asked.multiple_selectors {
        return;
    }
    let message = format_args!("{count} selectors in one rule");
    let place = cx.place(body.span());
    let is_safe = is_safe(line, rule, body, cx);
    cx.report(&RULE, body.span(), Audience::ignored_by(Targets::EVERY), message).maybe_fix(
        is_safe,
        "write a rule for each selector",
        || {
            // An exception must be written exactly like the rule that it cancels.
            let text = split(line, body, count).filter(|_| !rule.exception())?;
            Some(vec![Edit::Replace { place, text }])
        },
    );
}

/// Checks a rule that injects a style; the selectors are in `span`.
pub(crate) fn check_injection(span: Span, count: usize, cx: &mut LineContext<'_>) {
    let Count(most) = *cx.options.multiple_selectors.most();
    if count > most && cx.asked.multiple_selectors {
        let message = format_args!("{count} selectors in one rule");
        cx.report(&RULE, span, Audience::ignored_by(Targets::EVERY), message);
    }
}

/// Whether each selector works alone as it does together with the others. A blocker drops the whole
/// rule if it cannot read one of them, and for AdGuard `:matches-path()` applies to the whole rule.
fn is_safe(line: &str, rule: &CosmeticRule<'_>, body: &Body<'_>, cx: &LineContext<'_>) -> bool {
    let config = Config::default();
    let prelude = Prelude { kind: cx.kind, ..Prelude::default() };
    let mut every = LineContext::new(&config, &prelude);
    let is_read = body.selectors(&mut every).is_some();
    let is_plain = rule.modifiers.is_none() || line.trim_start().starts_with('[');
    is_read && is_plain && every.lost() == (Targets::NONE, Targets::NONE)
}

/// Makes a fix unsafe when an exception in the list cancels the whole rule, or when a hint above
/// may apply to it.
/// `taken_back` are the selector lists of exceptions; `line` is the text of a line.
pub(crate) fn keep_whole<'t>(
    finding: &mut Diagnostic,
    mut taken_back: impl Iterator<Item = &'t String>,
    line: impl Fn(u32) -> &'t str,
) {
    if finding.rule != RULE.name {
        return;
    }
    let Span { start, end } = finding.place.span;
    let body = line(finding.place.line).get(start as usize..end as usize);
    let above = (0..finding.place.line).rev().map(line);
    let mut above = above.take_while(|it| removal::after(it) != After::Rule || is_bound(it));
    if let Some(fix) = finding.fix.as_mut().filter(|it| it.safe) {
        fix.safe = !taken_back.any(|it| Some(&**it) == body) && !above.any(is_bound);
    }
}

/// The body for the first selector, and a line for each of the others. `None` when it is not
/// certain where they end.
fn split(line: &str, body: &Body<'_>, count: usize) -> Option<String> {
    let (text, before) = (body.text, &line[..body.start]);
    if text.contains("/*") {
        return None;
    }
    let (mut depth, mut quote, mut escaped) = (0_usize, None, false);
    let mut commas = Vec::new();
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            _ if quote.is_some() => quote = quote.filter(|it| *it != byte),
            b'"' | b'\'' => quote = Some(byte),
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.checked_sub(1)?,
            b',' if depth == 0 => commas.push(at),
            _ => (),
        }
    }
    // This is enough for lines that people write; each new line repeats the text before its
    // selector.
    const MOST: usize = 1000;
    if depth > 0 || quote.is_some() || commas.len() + 1 != count || count > MOST {
        return None;
    }
    let mut start = 0;
    let mut parts = Vec::with_capacity(count);
    for end in commas.into_iter().chain([text.len()]) {
        parts.push(text[start..end].trim());
        start = end + 1;
    }
    let is_whole = parts.iter().all(|it| !it.is_empty());
    is_whole.then(|| parts.join(&format!("\n{before}")))
}
