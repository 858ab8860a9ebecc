use crate::{
    Targets, audience::Audience, cosmetic::Body, css::Judged, diagnostic::Edit,
    line_context::LineContext, rule::rule,
};
use bloqr_syntax::ast::CosmeticRule;

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

pub(crate) fn check(
    line: &str,
    rule: &CosmeticRule<'_>,
    body: &Body<'_>,
    judged: Judged,
    cx: &mut LineContext<'_>,
) {
    if judged.count < 2 || !cx.config.is_on(&RULE) {
        return;
    }
    let message = format_args!("{} selectors in one rule", judged.count);
    let place = cx.place(body.span());
    cx.report(&RULE, body.span(), Audience::ignored_by(Targets::EVERY), message).maybe_fix(
        true,
        "write a rule for each",
        || {
            // An exception takes back the rule that is written just like it.
            let text = split(line, body, judged.count).filter(|_| !rule.exception())?;
            Some(vec![Edit::Replace { place, text }])
        },
    );
}

/// The body for one selector, and a line for each of the others. Nothing when it is not certain
/// where they end.
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
    // Enough for a line that somebody wrote; each repeats what stands before its selector.
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
