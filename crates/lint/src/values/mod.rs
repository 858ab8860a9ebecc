//! What the values of modifiers have to look like.

mod policies;

use crate::{
    Targets,
    audience::Audience,
    line_context::{LineContext, Message},
    nearest::nearest,
    rules::{
        invalid_domain::{self, Context},
        invalid_regex, modifier_value, unknown_redirect,
    },
    tables::modifiers::row,
};
use bloqr_syntax::{
    ast::{Modifier, Text},
    source::Span,
};

const UBO: Targets = Targets::UBO;
const ADG: Targets = Targets::ADG;
const ABP: Targets = Targets::ABP;
const BRAVE: Targets = Targets::BRAVE;

pub(super) fn check(
    modifier: &Modifier<'_>,
    found: u8,
    value: &Text<'_>,
    cx: &mut LineContext<'_>,
) {
    const DOMAIN: u8 = row("domain");
    const TO: u8 = row("to");
    const TOP: u8 = row("top");
    const DENYALLOW: u8 = row("denyallow");
    const METHOD: u8 = row("method");
    const CSP: u8 = row("csp");
    const PERMISSIONS: u8 = row("permissions");
    const REDIRECT: u8 = row("redirect");
    const REDIRECT_RULE: u8 = row("redirect-rule");
    const REWRITE: u8 = row("rewrite");
    const REMOVEPARAM: u8 = row("removeparam");
    const REPLACE: u8 = row("replace");
    const URITRANSFORM: u8 = row("uritransform");
    const URLTRANSFORM: u8 = row("urltransform");
    const HEADER: u8 = row("header");
    const REFERRERPOLICY: u8 = row("referrerpolicy");
    const STEALTH: u8 = row("stealth");
    const APP: u8 = row("app");
    const COOKIE: u8 = row("cookie");
    const REMOVEHEADER: u8 = row("removeheader");
    const IPADDRESS: u8 = row("ipaddress");
    const URLSKIP: u8 = row("urlskip");
    const JSONPRUNE: u8 = row("jsonprune");
    match found {
        DOMAIN | TO | TOP => domains(value, Context::Modifier, cx),
        DENYALLOW => denyallow(value, cx),
        METHOD => methods(value, cx),
        CSP => policies::csp(value, cx),
        PERMISSIONS => policies::permissions(value, cx),
        REDIRECT | REDIRECT_RULE | REWRITE => unknown_redirect::check(modifier, value, cx),
        REMOVEPARAM => removeparam(value, cx),
        REPLACE | URITRANSFORM | URLTRANSFORM => replacement(modifier, value, cx),
        HEADER => header(value, cx),
        REFERRERPOLICY => policies::referrer_policy(value, cx),
        STEALTH => stealth(value, cx),
        REMOVEHEADER => policies::removeheader(value, cx),
        COOKIE => cookie(value, cx),
        APP => apps(value, cx),
        IPADDRESS => ip_address(value, cx),
        URLSKIP => url_skip(value, cx),
        JSONPRUNE => json_path(value, cx),
        _ => (),
    }
}

/// The parts of a list, and where each starts in the line. A `/regex/` may hold what separates.
fn parts<'v>(value: &Text<'v>, separator: u8) -> impl Iterator<Item = (&'v str, usize)> {
    let text: &'v str = value.text;
    let start = value.start as usize;
    let mut at = Some(0);
    std::iter::from_fn(move || {
        let from = at?;
        let rest = &text[from..];
        let skip = if matches!(rest.as_bytes(), [b'/', ..] | [b'~', b'/', ..]) {
            regex_len(rest)
        } else {
            0
        };
        let end = memchr::memchr(separator, &rest.as_bytes()[skip..]).map(|it| skip + it);
        at = end.map(|it| from + it + 1);
        Some((&rest[..end.unwrap_or(rest.len())], start + from))
    })
}

/// The length of a `/…/` that a list starts with, to its last slash before a separator.
fn regex_len(rest: &str) -> usize {
    let open = rest.len() - rest.trim_start_matches('~').len() + 1;
    rest[open..].find("/|").map(|it| open + it).or_else(|| rest[open..].rfind('/')).unwrap_or(0)
}

fn domains(value: &Text<'_>, context: Context, cx: &mut LineContext<'_>) {
    let is_plain = |it: u8| matches!(it, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-' | b'|' | b'~');
    let text: &str = value.text;
    let mut only_regexes = true;
    for (part, start) in parts(value, b'|') {
        if part.is_empty() || part == "~" {
            empty_part(value, start, cx);
            only_regexes = false;
            continue;
        }
        if part.starts_with("~~") {
            cx.report(
                &modifier_value::RULE,
                Span::new(start, start + 2),
                Audience::refused_or_ignored(UBO | ADG | ABP),
                "one `~` is enough",
            );
        }
        only_regexes &= part.trim_start_matches('~').starts_with('/');
        invalid_domain::check_one(part, start, context, cx);
    }
    if only_regexes && !text.bytes().all(is_plain) {
        // Brave cuts at each `|`, and drops only what then is in slashes still.
        let is_regex = |it: &str| {
            let it = it.strip_prefix('~').unwrap_or(it);
            it.starts_with('/') && it.ends_with('/')
        };
        let brave = if text.split('|').all(is_regex) { BRAVE } else { Targets::NONE };
        let told = (BRAVE | ABP) & cx.targets;
        let message =
            || format!("{} {} no regular expressions for domains", told.named(), told.has());
        cx.report(
            &modifier_value::RULE,
            value.span(),
            Audience::refused_by(brave | ABP).and_ignored_by(BRAVE & !brave),
            Message::Made(&message),
        );
    }
}

#[cold]
fn empty_part(value: &Text<'_>, start: usize, cx: &mut LineContext<'_>) {
    let from = start.min(value.span().end as usize).max(value.start as usize + 1) - 1;
    cx.report(
        &modifier_value::RULE,
        Span::new(from, from + 1),
        Audience::refused_or_ignored(UBO | ADG | ABP),
        "there is no domain here",
    );
}

fn denyallow(value: &Text<'_>, cx: &mut LineContext<'_>) {
    for (part, start) in parts(value, b'|') {
        if part.is_empty() {
            empty_part(value, start, cx);
            continue;
        }
        if part.starts_with('~') {
            let span = Span::new(start, start + part.len());
            cx.report(
                &modifier_value::RULE,
                span,
                Audience::refused_by(UBO | ADG),
                "domains of `denyallow` cannot be negated",
            );
        }
        invalid_domain::check_one(part, start, Context::Plain, cx);
    }
}

/// `Example.exe|~com.example.app`
fn apps(value: &Text<'_>, cx: &mut LineContext<'_>) {
    for (part, start) in parts(value, b'|') {
        let name = part.strip_prefix('~').unwrap_or(part);
        let is_word = |it: &str| {
            !it.is_empty() && it.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_')
        };
        if !name.split('.').all(is_word) {
            let span = Span::new(start, start + part.len());
            cx.report(
                &modifier_value::RULE,
                span,
                Audience::refused_by(Targets::EVERY),
                format_args!("`{name}` is no name of an app"),
            );
        }
    }
}

fn methods(value: &Text<'_>, cx: &mut LineContext<'_>) {
    const METHODS: [&str; 9] =
        ["connect", "delete", "get", "head", "options", "patch", "post", "put", "trace"];
    let mut signs = (false, false);
    let mut has_known = false;
    for (part, start) in parts(value, b'|') {
        let name = part.strip_prefix('~').unwrap_or(part);
        match name.len() == part.len() {
            true => signs.0 = true,
            false => signs.1 = true,
        }
        let lower = name.to_ascii_lowercase();
        if METHODS.contains(&lower.as_str()) {
            has_known |= matches!(&*lower, "get" | "head" | "post");
            continue;
        }
        let message = match name.is_empty() {
            true => "there is no method here".to_owned(),
            false => format!("there is no method `{name}`"),
        };
        cx.report(
            &modifier_value::RULE,
            Span::new(start, start + part.len()),
            Audience::refused_or_ignored(!BRAVE),
            message,
        )
        .maybe_meant(|| nearest(&lower, METHODS.into_iter()));
    }
    if !has_known {
        let message = "Brave knows none of these methods";
        cx.report(&modifier_value::RULE, value.span(), Audience::refused_by(BRAVE), message);
    }
    if signs == (true, true) {
        let message = "either all methods are negated, or none";
        cx.report(
            &modifier_value::RULE,
            value.span(),
            Audience::refused_by(ADG).and_ignored_by(UBO | BRAVE),
            message,
        );
    }
}

/// `192.0.2.1`, `192.168.`, `/^192\./`, `lan`
fn ip_address(value: &Text<'_>, cx: &mut LineContext<'_>) {
    if let Some(source) = value.strip_prefix('/').and_then(|it| it.strip_suffix('/'))
        && !source.is_empty()
    {
        invalid_regex::check(source, "", value.start as usize + 1, UBO, cx);
    }
}

/// `\$.data.ads`: the `$` has a `\` before it, lest it be taken for that of the modifiers.
fn json_path(value: &Text<'_>, cx: &mut LineContext<'_>) {
    if value.strip_prefix("\\$").is_none_or(|it| it.trim_start_matches('.').is_empty()) {
        let message = "`jsonprune` takes a path such as `\\$.data.ads`";
        cx.report(&modifier_value::RULE, value.span(), Audience::refused_by(ADG), message);
    }
}

/// `?url`, `?url -base64 +https`: steps to the address, at least one of two characters.
fn url_skip(value: &Text<'_>, cx: &mut LineContext<'_>) {
    if value.len() < 2 {
        let message = "`urlskip` takes steps like `?url`";
        cx.report(&modifier_value::RULE, value.span(), Audience::refused_by(UBO), message);
    }
}

/// `name;maxAge=15;sameSite=lax`
fn cookie(value: &Text<'_>, cx: &mut LineContext<'_>) {
    let mut parts = value.split(';');
    let name = parts.next().unwrap_or_default();
    let (mut max_age, mut same_site) = (0, 0);
    let mut is_known = true;
    for part in parts {
        match part.split_once('=') {
            Some(("maxAge", it)) if !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit()) => {
                max_age += 1;
            }
            Some(("sameSite", "lax" | "none" | "strict")) => same_site += 1,
            _ => is_known = false,
        }
    }
    let is_name = name.starts_with('/') || !name.contains(['=', ' ']);
    if !is_known || !is_name || max_age > 1 || same_site > 1 {
        let message = "`cookie` takes `name;maxAge=seconds;sameSite=lax`";
        cx.report(&modifier_value::RULE, value.span(), Audience::refused_or_ignored(ADG), message);
    }
}

fn removeparam(value: &Text<'_>, cx: &mut LineContext<'_>) {
    let text = value.strip_prefix('~').unwrap_or(value);
    let start = value.start as usize + value.len() - text.len();
    if let Some((source, flags)) = split_regex(text) {
        if source.is_empty() {
            cx.report(
                &modifier_value::RULE,
                value.span(),
                Audience::refused_or_ignored(UBO | ADG),
                "this regular expression is empty",
            );
        }
        invalid_regex::check(source, flags, start + 1, UBO, cx);
    } else if text.contains('|') && !text.starts_with('/') {
        let message = "AdGuard removes one parameter a rule";
        cx.report(&modifier_value::RULE, value.span(), Audience::refused_by(ADG), message);
    }
    let is_plain = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-');
    if text.len() < value.len() || !text.bytes().all(is_plain) {
        let message = "Brave removes parameters by name only";
        cx.report(&modifier_value::RULE, value.span(), Audience::refused_by(BRAVE), message);
    }
}

/// The source and the flags of `/source/flags`.
fn split_regex(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix('/')?;
    let end = inside.rfind('/')?;
    let flags = &inside[end + 1..];
    flags.bytes().all(|it| it.is_ascii_lowercase()).then_some((&inside[..end], flags))
}

/// `/what/with/flags`
fn replacement(modifier: &Modifier<'_>, value: &Text<'_>, cx: &mut LineContext<'_>) {
    let text: &str = value.text;
    let parts: Vec<usize> = unescaped_slashes(text).collect();
    let (Some(0), Some(&middle), Some(&last), 3) =
        (parts.first(), parts.get(1).filter(|it| **it > 1), parts.get(2), parts.len())
    else {
        let message = format!("`{}` takes `/what/with/`", &*modifier.name);
        cx.report(&modifier_value::RULE, value.span(), Audience::refused_by(UBO | ADG), message);
        return;
    };
    invalid_regex::check(&text[1..middle], &text[last + 1..], value.start as usize + 1, UBO, cx);
}

fn unescaped_slashes(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    let mut escaped = false;
    (0..bytes.len()).filter(move |at| {
        let is_slash = bytes[*at] == b'/' && !escaped;
        escaped = bytes[*at] == b'\\' && !escaped;
        is_slash
    })
}

fn header(value: &Text<'_>, cx: &mut LineContext<'_>) {
    let text: &str = value.text;
    let (name, content) = match text.split_once(':') {
        Some((name, content)) => (name, Some(content)),
        None => (text, None),
    };
    let is_token = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_');
    let start = value.start as usize;
    if name.is_empty() || !name.bytes().all(is_token) {
        let span = Span::new(start, start + name.len().max(1));
        cx.report(
            &modifier_value::RULE,
            span,
            Audience::refused_or_ignored(ADG),
            format_args!("`{name}` is no header"),
        );
    }
    if content == Some("") {
        cx.report(
            &modifier_value::RULE,
            value.span(),
            Audience::refused_by(ADG),
            "nothing follows the `:`",
        );
    }
    if let Some(content) = content
        && let Some((source, flags)) = split_regex(content.strip_prefix('~').unwrap_or(content))
    {
        let at = start + text.len() - content.len() + content.find('/').unwrap_or(0) + 1;
        invalid_regex::check(source, flags, at, UBO, cx);
    }
}

fn stealth(value: &Text<'_>, cx: &mut LineContext<'_>) {
    const OPTIONS: [&str; 15] = [
        "searchqueries",
        "donottrack",
        "3p-cookie",
        "1p-cookie",
        "3p-cache",
        "3p-auth",
        "webrtc",
        "push",
        "location",
        "flash",
        "java",
        "referrer",
        "useragent",
        "ip",
        "xclientdata",
    ];
    for (part, start) in parts(value, b'|') {
        if !OPTIONS.contains(&part) && part != "dpi" {
            let span = Span::new(start, start + part.len());
            cx.report(
                &modifier_value::RULE,
                span,
                Audience::refused_by(Targets::EVERY),
                format_args!("there is no stealth option `{part}`"),
            )
            .maybe_meant(|| nearest(part, OPTIONS.into_iter()));
        }
    }
}
