use crate::{
    Targets,
    audience::Audience,
    cosmetic::Body,
    diagnostic::Edit,
    line_context::LineContext,
    rule::rule,
    rules::invalid_selector,
    tables::scriptlets::{self, OF_ABP},
};
use bloqr_syntax::ast::{CosmeticRule, Syntax};

rule! {
    /// A selector after `#$#`, which is for styles and snippets.
    ///
    /// Without a `{ … }`, the line calls a snippet of Adblock Plus, and no snippet has that name.
    ///
    /// ```adblock
    /// site.example#$#.banner
    /// !           ^^^ this selector has no style: did you mean `##`?
    /// ```
    ///
    /// ```adblock
    /// site.example##.banner
    /// site.example#$#.banner { opacity: 0; }
    /// ```
    ///
    /// In the other direction, a snippet after `##` hides nothing and runs nothing:
    ///
    /// ```adblock
    /// site.example##abort-on-property-read ads
    /// !           ^^ `abort-on-property-read` is a snippet: did you mean `#$#`?
    /// site.example#$#abort-on-property-read ads
    /// ```
    "forgotten-dollar", Error
}

pub(crate) fn check(rule: &CosmeticRule<'_>, body: &Body<'_>, cx: &mut LineContext<'_>) {
    if rule.syntax != Syntax::AdblockPlus || !body.text.starts_with(['.', '#', '[', ':', '*']) {
        return;
    }
    // It has a style, but a broken one.
    if let Some(open) = body.text.find('{') {
        invalid_selector::report_broken_style(body, open, cx);
        return;
    }
    let meant = if rule.exception() { "#@#" } else { "##" };
    let message = format!("this selector has no style: did you mean `{meant}`?");
    report(rule, message, meant, cx);
}

/// Reports the name of a snippet in the place of a selector: no element has such a name.
pub(crate) fn check_hiding(rule: &CosmeticRule<'_>, body: &Body<'_>, cx: &mut LineContext<'_>) {
    if !body.text.as_bytes().first().is_some_and(u8::is_ascii_lowercase) {
        return;
    }
    let (name, rest) = body.text.split_once(' ').unwrap_or((body.text, ""));
    let is_word = |it: u8| it.is_ascii_lowercase() || it == b'-';
    let is_selector = rest.starts_with(['.', '#', '[', ':', '>', '+', '~', '*']);
    if !name.contains('-') || !name.bytes().all(is_word) || is_selector {
        return;
    }
    let is_adblock_plus = scriptlets::who(name).intersects(Targets::ABP);
    if is_adblock_plus || scriptlets::find_converted(OF_ABP, name).is_some() {
        let meant = if rule.exception() { "#@$#" } else { "#$#" };
        let message = format!("`{name}` is a snippet: did you mean `{meant}`?");
        report(rule, message, meant, cx);
    }
}

#[cold]
fn report(rule: &CosmeticRule<'_>, message: String, meant: &str, cx: &mut LineContext<'_>) {
    let span = rule.separator_span();
    let place = cx.place(span);
    let is_dropped = rule.syntax == Syntax::AdblockPlus;
    let audience = if is_dropped {
        Audience::refused_by(Targets::EVERY)
    } else {
        // Blockers keep it as a selector that finds nothing.
        Audience::ignored_by(Targets::EVERY)
    };
    let title = format_args!("replace `{}` with `{meant}`", rule.separator.as_str());
    cx.report(&RULE, span, audience, message)
        .fix(false, title, || vec![Edit::Replace { place, text: meant.to_owned() }]);
}
