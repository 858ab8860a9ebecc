use crate::{Targets, audience::Audience, diagnostic::Edit, line_context::LineContext, rule::rule};
use bloqr_syntax::{ast::Comment, source::Span};

rule! {
    /// A cosmetic rule with one `#`: it is a comment.
    ///
    /// ```adblock
    /// #div[id^="ad_"]
    /// !^^^^^^^^^^^^^^ a line that starts with one `#` is a comment: a cosmetic rule starts with `##`
    /// ```
    ///
    /// ```adblock
    /// ##div[id^="ad_"]
    /// ```
    "single-hash", Warning
}

/// Elements that lists hide.
const ELEMENTS: [&str; 24] = [
    "a", "amp-ad", "article", "aside", "body", "center", "div", "figure", "footer", "form",
    "header", "iframe", "img", "ins", "li", "main", "nav", "p", "section", "span", "table", "td",
    "tr", "ul",
];

/// Checks a comment that starts with `#`.
pub(crate) fn check(comment: &Comment<'_>, cx: &mut LineContext<'_>) {
    let text: &str = comment.text.text;
    if &*comment.marker != "#" || comment.text.start != comment.marker.start + 1 {
        return;
    }
    if !is_selector(text) {
        return;
    }
    let at = comment.marker.start as usize;
    let place = cx.place(Span::new(at, at));
    let message = "a line that starts with one `#` is a comment: a cosmetic rule starts with `##`";
    cx.report(
        &RULE,
        Span::new(at, at + 1 + text.trim_end().len()),
        Audience::ignored_by(Targets::EVERY),
        message,
    )
    .fix(false, "add a `#`", || vec![Edit::Replace { place, text: "#".to_owned() }]);
}

/// Whether the text can only be meant as a selector.
pub(crate) fn is_selector(text: &str) -> bool {
    let len = text.bytes().take_while(|it| it.is_ascii_lowercase() || *it == b'-').count();
    let (name, rest) = text.split_at(len);
    let has_class = rest.strip_prefix('.').is_some_and(starts_name);
    if name.is_empty() {
        return has_class || rest.starts_with("[id") || rest.starts_with("[class");
    }
    ELEMENTS.contains(&name) && (has_class || rest.starts_with(['[', '(', '#', '>']))
}

fn starts_name(text: &str) -> bool {
    text.starts_with(|it: char| it.is_ascii_alphabetic() || matches!(it, '-' | '_'))
}
