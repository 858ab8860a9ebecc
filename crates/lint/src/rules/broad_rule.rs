use crate::{
    Targets,
    audience::Audience,
    cosmetic::{Body, is_generic},
    engines::conflicts::ACTIONS,
    line_context::LineContext,
    network::Network,
    rule::rule,
    tables::modifiers::{ModifierRef, row},
};
use bloqr_dns::{Suffix, suffix};
use bloqr_syntax::{
    ast::{CosmeticRule, Separator},
    source::Span,
};

rule! {
    /// A rule that blocks or hides far more than its author can mean.
    ///
    /// ```adblock
    /// *$third-party
    /// !^^^^^^^^^^^^ this blocks every third-party request: add `domain=`, or a kind of request
    /// *$script
    /// !^^^^^^^ this blocks every `script` of every site: add `domain=`
    /// ||com^$third-party
    /// ! ^^^ this applies to every site under `.com`
    /// ##*
    /// ! ^ this hides every element of every page: add a domain
    /// ```
    ///
    /// ```adblock
    /// *$script,third-party,domain=site.example
    /// ||ads.com^$third-party
    /// ```
    "broad-rule", Warning
}

/// Modifiers with which a rule still applies to all requests of all sites.
const WIDE: u128 = 1 << row("third-party")
    | 1 << row("first-party")
    | 1 << row("important")
    | 1 << row("match-case")
    | 1 << row("_");

/// Kinds of requests without which few pages work.
const KINDS: u128 = 1 << row("script")
    | 1 << row("image")
    | 1 << row("stylesheet")
    | 1 << row("xmlhttprequest")
    | 1 << row("subdocument")
    | 1 << row("document");

/// Modifiers with which it does not matter for how many names a rule is.
const NARROW: u128 = ACTIONS
    | 1 << row("domain")
    | 1 << row("denyallow")
    | 1 << row("to")
    | 1 << row("badfilter")
    | 1 << row("app")
    | 1 << row("method")
    | 1 << row("header")
    | 1 << row("ipaddress");

/// Checks `*`, with modifiers.
#[inline]
pub(crate) fn check_all(network: &Network<'_, '_>, cx: &mut LineContext<'_>) {
    // Longer patterns than `|https://*` do not match everything.
    const LONGEST: usize = 10;
    let pattern = network.rule.pattern.text;
    if network.modifier_set != 0
        && network.modifier_set & !(WIDE | KINDS) == 0
        && pattern.len() <= LONGEST
        && !network.rule.exception
        && is_everything(pattern)
    {
        check_everything(network, cx);
    }
}

/// Whether a pattern matches every URL.
fn is_everything(pattern: &str) -> bool {
    let text = pattern.trim_matches(['*', '|', '^']);
    let is_start = pattern.starts_with('|') && matches!(text, "http" | "https" | "https://");
    let is_in_all = matches!(text, "" | "/" | "//" | ":" | ":/" | "://");
    (is_start || is_in_all) && (text.is_empty() || !pattern.ends_with('|'))
}

#[cold]
fn check_everything(network: &Network<'_, '_>, cx: &mut LineContext<'_>) {
    if !network.knows_all() {
        return;
    }
    let span = Span::new(0, network.line.trim_end().len());
    let audience = Audience::ignored_by(Targets::EVERY);
    let has_kinds = network.modifier_set & KINDS != 0;
    let party = network.modifiers().find(|it| it.1.is_some_and(is_party));
    match party {
        // Both are a decision: `*$script,third-party`.
        Some(_) if has_kinds => (),
        Some((it, found)) => {
            let is_third = found.is_some_and(|it| it.row == const { row("third-party") });
            let party = if is_third != it.exception { "third-party" } else { "first-party" };
            let message = format_args!(
                "this blocks every {party} request: add `domain=`, or a kind of request"
            );
            cx.report(&RULE, span, audience, message);
        }
        None if has_kinds => {
            let is_kind = |it: &ModifierRef| KINDS >> it.row & 1 == 1;
            let kinds = network.modifiers().filter(|it| it.1.as_ref().is_some_and(is_kind));
            let kinds: Vec<String> = kinds
                .map(|(it, _)| format!("`{}{}`", if it.exception { "~" } else { "" }, it.name.text))
                .collect();
            let kinds = kinds.join(" and ");
            let message = format_args!("this blocks every {kinds} of every site: add `domain=`");
            cx.report(&RULE, span, audience, message);
        }
        None => (),
    }
}

fn is_party(found: ModifierRef) -> bool {
    found.row == const { row("third-party") } || found.row == const { row("first-party") }
}

/// Checks a host after `||` that the pattern ends with.
#[inline]
pub(crate) fn check_host(
    network: &Network<'_, '_>,
    host: &str,
    start: usize,
    cx: &mut LineContext<'_>,
) {
    // Longer names are no suffixes of a registry, apart from rare ones.
    const LONGEST: usize = 8;
    if host.len() <= LONGEST && network.modifier_set & NARROW == 0 && !network.rule.exception {
        check_suffix(host, start, cx);
    }
}

#[cold]
fn check_suffix(host: &str, start: usize, cx: &mut LineContext<'_>) {
    if suffix(host) != Suffix::Known {
        return;
    }
    let message = format_args!("this applies to every site under `.{host}`");
    let audience = Audience::ignored_by(Targets::EVERY);
    cx.report(&RULE, Span::new(start, start + host.len()), audience, message)
        .help("if that is not meant, a part of the name is missing");
}

/// Checks `##*` and `##body`.
#[inline]
pub(crate) fn check_hiding(rule: &CosmeticRule<'_>, body: &Body<'_>, cx: &mut LineContext<'_>) {
    const LONGEST: usize = 4;
    if body.text.len() <= LONGEST && rule.separator == Separator::ElementHiding && is_generic(rule)
    {
        check_selector(body, cx);
    }
}

#[cold]
fn check_selector(body: &Body<'_>, cx: &mut LineContext<'_>) {
    let name = body.text.to_ascii_lowercase();
    let message = match &*name {
        "*" => "this hides every element of every page: add a domain".to_owned(),
        "html" | "body" => "this hides the whole of every page: add a domain".to_owned(),
        "div" | "main" | "span" | "p" | "a" | "img" => {
            format!("this hides every `{name}` of every page: add a domain, or a class or an ID")
        }
        _ => return,
    };
    cx.report(&RULE, body.span(), Audience::ignored_by(Targets::EVERY), message);
}
