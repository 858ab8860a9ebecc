use crate::{
    Targets, audience::Audience, diagnostic::Edit, domain, line_context::LineContext,
    network::Network, rule::rule, tables::modifiers,
};
use bloqr_syntax::source::Span;

rule! {
    /// Modifiers without the `$` before them: they are read as part of the URL.
    ///
    /// ```adblock
    /// ||ads.example^third-party
    /// !             ^^^^^^^^^^^ this is read as part of the URL: write `||ads.example^$third-party`
    /// ||ads.example/ad.jsdomain=site.example
    /// !                  ^^^^^^^^^^^^^^^^^^^ this is read as part of the URL: write `||ads.example/ad.js$domain=site.example`
    /// ```
    ///
    /// ```adblock
    /// ||ads.example^$third-party
    /// ```
    "missing-dollar", Warning
}

/// Checks the end of a pattern that is more than a host.
pub(crate) fn check(network: &Network<'_, '_>, cx: &mut LineContext<'_>) {
    let text: &str = network.rule.pattern.text;
    let separator = memchr::memrchr(b'^', text.as_bytes()).map(|it| it + 1);
    let is_behind_host =
        |at: usize| text.strip_prefix("||").is_some_and(|it| domain::name_len(it) + 3 == at);
    let is_list = |at: &usize| are_modifiers(&text[*at..], is_behind_host(*at));
    if let Some(at) = separator.filter(is_list) {
        report(network, at, cx);
    } else if let Some(at) = text.rfind("domain=").filter(|it| is_behind_file(text, *it)) {
        report(network, at, cx);
    }
}

/// Whether it is a list of modifiers that cannot be a part of a URL: a name of several words, or
/// one that has a value or a `~`. Behind a host, one more word is enough: `||ads.example^script`.
fn are_modifiers(text: &str, is_behind_host: bool) -> bool {
    const WORDS: [&str; 9] =
        ["script", "image", "popup", "document", "doc", "all", "important", "xhr", "stylesheet"];
    let is_known = |it: &str| {
        let name = it.split('=').next().unwrap_or(it);
        modifiers::find(name.trim_start_matches('~')).is_some()
    };
    let is_sure = text.starts_with('~')
        || text.contains(",")
        || text.starts_with("domain=")
        || matches!(
            text,
            "third-party" | "first-party" | "xmlhttprequest" | "subdocument" | "3p" | "1p"
        )
        || is_behind_host && WORDS.contains(&text);
    is_sure && text.split(',').all(is_known)
}

/// Whether a list of domains follows the name of a file: `ad.jsdomain=a.example`.
fn is_behind_file(text: &str, at: usize) -> bool {
    const FILES: [&str; 10] =
        [".js", ".gif", ".png", ".jpg", ".php", ".html", ".htm", ".css", ".swf", ".aspx"];
    let domains = &text[at + "domain=".len()..];
    let is_domain = |it: &str| {
        let it = it.strip_prefix('~').unwrap_or(it);
        it.contains('.') && domain::shape(it) == domain::Shape::Name
    };
    FILES.iter().any(|it| text[..at].ends_with(it)) && domains.split('|').all(is_domain)
}

#[cold]
fn report(network: &Network<'_, '_>, at: usize, cx: &mut LineContext<'_>) {
    let pattern = &network.rule.pattern;
    let text: &str = pattern.text;
    let start = pattern.start as usize + at;
    let place = cx.place(Span::new(start, start));
    let (before, modifiers) = text.split_at(at);
    let message = format_args!("this is read as part of the URL: write `{before}${modifiers}`");
    let span = Span::new(start, start + modifiers.len());
    let details = cx.report(&RULE, span, Audience::ignored_by(Targets::EVERY), message);
    // Two signs would be worse than none.
    if network.rule.modifiers.is_none() {
        details.fix(false, "add the `$`", || vec![Edit::Replace { place, text: "$".to_owned() }]);
    }
}
