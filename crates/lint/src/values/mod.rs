//! Finds problems in the values of modifiers. Each problem is passed to a function (the sink) when it
//! is found, because a value may have a million parts.

mod domains;
mod policies;

use crate::{
    domain::Shape,
    tables::{
        modifiers::row,
        values::{METHODS, STEALTH_OPTIONS},
    },
};
use bloqr_syntax::{ast::Text, source::Span};

pub(crate) use self::domains::Position;

/// A problem of a value, or of a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Problem<'v> {
    /// `a.example||b.example`
    EmptyDomain,
    /// `~~a.example`
    TwoTildes {
        in_to: bool,
    },
    /// The domain at this place, without its `~`.
    Domain(Text<'v>, Shape, Position),
    /// All domains are `/…/`. The flag: this is also so for a blocker that splits the value at each
    /// `|`.
    OnlyRegexDomains {
        when_cut: bool,
    },
    /// `denyallow=~a.example`
    NegatedDenyallow,
    App(&'v str),
    /// Empty, or not in [`METHODS`].
    Method(&'v str),
    /// None of `get`, `head` and `post`.
    OtherMethods,
    /// Some negated, some not.
    MixedMethods,
    /// A `/…/` that JavaScript cannot read, and whether some blockers compile it only when they use
    /// it.
    Regex {
        why: bloqr_regex::Why,
        is_late: bool,
    },
    /// A `/…/` that can take exponential time.
    SlowRegex,
    JsonPath,
    UrlSkip,
    /// Not an address, `prefix*`, `/…/`, `lan` or `loopback`.
    IpAddress,
    /// An option that `cookie` does not support.
    CookieOption(&'v str),
    /// A value that the option does not accept, or a name that no cookie can have.
    Cookie,
    /// `removeparam=//`
    EmptyParamRegex,
    /// `removeparam=a|b`
    SeveralParams,
    /// `removeparam=|a`
    ParamStart,
    /// `removeparam=/a/g`
    ParamFlags,
    /// `removeparam=utm_*`
    ParamWildcard(&'v str),
    /// A parameter that is not a plain name.
    OddParam,
    /// A value that is not `/what/with/flags`, and that no blocker reads as such.
    Replacement,
    /// `/what/`, `//with/`
    HalfReplacement,
    /// `json:…`: a path names the part of a response that changes.
    JsonReplacement {
        is_path: bool,
    },
    HeaderName(&'v str),
    /// `header==a`
    NamelessHeader,
    /// `addheader=a`: not a name and a value.
    AddedHeader,
    /// `addheader=a:b`: a header that a rule must not add.
    AddedHeaderName(&'v str),
    /// `header=a=/b/`
    RegexOfHeader,
    /// `header=a:`
    EmptyHeaderValue,
    /// Not in [`STEALTH_OPTIONS`].
    StealthOption(&'v str),
    NoCspDirective,
    CspReport(&'v str),
    /// A directive that some blockers do not let a rule set.
    CspOfPage(&'v str),
    /// `report-` in another place, for example in a URL.
    ReportInCsp,
    /// Not in [`CSP_DIRECTIVES`](crate::tables::values::CSP_DIRECTIVES).
    CspDirective(&'v str),
    /// `permissions=camera`
    NoOrigins(&'v str),
    /// Not in [`PERMISSIONS`](crate::tables::values::PERMISSIONS).
    Permission(&'v str),
    Origins,
    /// `permissions=report-to …`
    PermissionsReport,
    /// Not in [`REFERRER_POLICIES`](crate::tables::values::REFERRER_POLICIES).
    ReferrerPolicy(&'v str),
    /// Not the name of a header.
    RemovedHeader(&'v str),
    /// A header that protects a page.
    SafetyHeader(&'v str),
}

/// Takes the problems, each with its place in the line.
type Sink<'s, 'v> = &'s mut dyn FnMut(Span, Problem<'v>);

/// Checks the value of the modifier with row `found`.
pub(crate) fn check<'v>(found: u8, value: &Text<'v>, sink: Sink<'_, 'v>) {
    const DOMAIN: u8 = row("domain");
    const TO: u8 = row("to");
    const TOP: u8 = row("top");
    const DENYALLOW: u8 = row("denyallow");
    const METHOD: u8 = row("method");
    const CSP: u8 = row("csp");
    const PERMISSIONS: u8 = row("permissions");
    const REMOVEPARAM: u8 = row("removeparam");
    const REPLACE: u8 = row("replace");
    const URITRANSFORM: u8 = row("uritransform");
    const URLTRANSFORM: u8 = row("urltransform");
    const HEADER: u8 = row("header");
    const ADDHEADER: u8 = row("addheader");
    const REFERRERPOLICY: u8 = row("referrerpolicy");
    const STEALTH: u8 = row("stealth");
    const APP: u8 = row("app");
    const COOKIE: u8 = row("cookie");
    const REMOVEHEADER: u8 = row("removeheader");
    const IPADDRESS: u8 = row("ipaddress");
    const URLSKIP: u8 = row("urlskip");
    const JSONPRUNE: u8 = row("jsonprune");
    match found {
        DOMAIN | TOP => domains::check(value, Position::Modifier, sink),
        TO => domains::check(value, Position::To, sink),
        DENYALLOW => domains::denyallow(value, sink),
        METHOD => methods(value, sink),
        CSP => policies::csp(value, sink),
        PERMISSIONS => policies::permissions(value, sink),
        REMOVEPARAM => removeparam(value, sink),
        REPLACE => replace(value, sink),
        URITRANSFORM => replacement(value.text, value.start as usize, sink),
        URLTRANSFORM => url_transform(value, sink),
        HEADER => header(value, sink),
        ADDHEADER => added_header(value, sink),
        REFERRERPOLICY => policies::referrer_policy(value, sink),
        STEALTH => stealth(value, sink),
        REMOVEHEADER => policies::removeheader(value, sink),
        COOKIE => cookie(value, sink),
        APP => domains::apps(value, sink),
        IPADDRESS => ip_address(value, sink),
        URLSKIP => url_skip(value, sink),
        JSONPRUNE => json_path(value, sink),
        _ => (),
    }
}

/// The parts of a list, with the start of each in the line. A `/regex/` can contain the separator.
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

/// The length of the `/…/` at the start of a list, up to its last slash before a separator.
fn regex_len(rest: &str) -> usize {
    let open = rest.len() - rest.trim_start_matches('~').len() + 1;
    rest[open..].find("/|").map(|it| open + it).or_else(|| rest[open..].rfind('/')).unwrap_or(0)
}

fn methods<'v>(value: &Text<'v>, sink: Sink<'_, 'v>) {
    let (mut has_plain, mut has_negated, mut has_common) = (false, false, false);
    for (part, start) in parts(value, b'|') {
        let name = part.strip_prefix('~').unwrap_or(part);
        if name.len() == part.len() {
            has_plain = true;
        } else {
            has_negated = true;
        }
        match METHODS.names().find(|it| it.eq_ignore_ascii_case(name)) {
            Some(method) => has_common |= matches!(method, "get" | "head" | "post"),
            None => sink(Span::new(start, start + part.len()), Problem::Method(name)),
        }
    }
    if !has_common {
        sink(value.span(), Problem::OtherMethods);
    }
    if has_plain && has_negated {
        sink(value.span(), Problem::MixedMethods);
    }
}

/// `192.0.2.1`, `192.168.`, `/^192\./`, `lan`
fn ip_address<'v>(value: &Text<'v>, sink: Sink<'_, 'v>) {
    if let Some(source) = value.strip_prefix('/').and_then(|it| it.strip_suffix('/'))
        && !source.is_empty()
    {
        regex(source, "", value.start as usize + 1, false, sink);
        return;
    }
    let text: &str = value.text;
    let is_digit = |it: u8| it.is_ascii_hexdigit() || matches!(it, b'.' | b':');
    let is_right = match text.strip_suffix('*') {
        Some(start) => start.bytes().all(is_digit),
        None => matches!(text, "lan" | "loopback") || text.parse::<std::net::IpAddr>().is_ok(),
    };
    if !is_right {
        sink(value.span(), Problem::IpAddress);
    }
}

/// `\$.data.ads`: the `$` has a `\` before it, so that modifiers do not start there.
fn json_path<'v>(value: &Text<'v>, sink: Sink<'_, 'v>) {
    if value.strip_prefix("\\$").is_none_or(|it| it.trim_start_matches('.').is_empty()) {
        sink(value.span(), Problem::JsonPath);
    }
}

/// `?url`, `?url -base64 +https`: steps to the URL, at least one of two characters.
fn url_skip<'v>(value: &Text<'v>, sink: Sink<'_, 'v>) {
    if value.len() < 2 {
        sink(value.span(), Problem::UrlSkip);
    }
}

/// `name;maxAge=15;sameSite=lax`
fn cookie<'v>(value: &Text<'v>, sink: Sink<'_, 'v>) {
    let all: &'v str = value.text;
    let mut parts = all.split(';');
    let name = parts.next().unwrap_or_default();
    let (mut max_age, mut same_site) = (0, 0);
    let mut is_known = true;
    for part in parts {
        match part.split_once('=').unwrap_or((part, "")) {
            ("maxAge", it) => {
                is_known &= !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
                max_age += 1;
            }
            ("sameSite", it) => {
                is_known &= matches!(it, "lax" | "none" | "strict");
                same_site += 1;
            }
            (option, _) => sink(value.span(), Problem::CookieOption(option)),
        }
    }
    if let Some(source) = name.strip_prefix('/').and_then(|it| it.strip_suffix('/')) {
        regex(source, "", value.start as usize + 1, true, sink);
    } else if name.contains(['=', ' ']) {
        is_known = false;
    }
    if !is_known || max_age > 1 || same_site > 1 {
        sink(value.span(), Problem::Cookie);
    }
}

fn removeparam<'v>(value: &Text<'v>, sink: Sink<'_, 'v>) {
    let all: &'v str = value.text;
    let text = all.strip_prefix('~').unwrap_or(all);
    let start = value.start as usize + all.len() - text.len();
    if let Some((source, flags)) = split_regex(text) {
        if source.is_empty() {
            sink(value.span(), Problem::EmptyParamRegex);
        }
        regex(source, flags, start + 1, true, sink);
        if !matches!(flags, "" | "i") {
            sink(value.span(), Problem::ParamFlags);
        }
    } else if text.contains('|') && !text.starts_with('/') {
        // At the start, uBlock Origin reads it as the start of the name.
        if text.rfind('|') == Some(0) {
            sink(value.span(), Problem::ParamStart);
        } else {
            sink(value.span(), Problem::SeveralParams);
        }
    } else if text.contains('*') && text != "*" {
        sink(value.span(), Problem::ParamWildcard(text));
    }
    let is_plain = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-');
    if text.len() < all.len() || !text.bytes().all(is_plain) {
        sink(value.span(), Problem::OddParam);
    }
}

/// Checks the text between two slashes, which starts at byte `start` of the line.
fn regex(source: &str, flags: &str, start: usize, is_late: bool, sink: Sink<'_, '_>) {
    if let Err(problem) = bloqr_regex::check(source, flags) {
        let span = Span::new(start + problem.at.start, start + problem.at.end);
        sink(span, Problem::Regex { why: problem.why, is_late });
    } else if bloqr_regex::is_slow(source, flags) {
        sink(Span::new(start, start + source.len()), Problem::SlowRegex);
    }
}

/// The source and the flags of `/source/flags`.
fn split_regex(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix('/')?;
    let end = inside.rfind('/')?;
    let flags = &inside[end + 1..];
    flags.bytes().all(|it| it.is_ascii_lowercase()).then_some((&inside[..end], flags))
}

/// `/what/with/flags`, `json:.path`, `jsonl:.path`
fn replace<'v>(value: &Text<'v>, sink: Sink<'_, 'v>) {
    let text: &'v str = value.text;
    match text.strip_prefix("json:").or_else(|| text.strip_prefix("jsonl:")) {
        Some(path) => {
            let is_path = is_json_path(path.strip_prefix("v2:").unwrap_or(path));
            sink(value.span(), Problem::JsonReplacement { is_path });
        }
        None => replacement(text, value.start as usize, sink),
    }
}

/// Whether it can be a path of uBlock Origin: `..[?.type=="ad"]`, `$.ads=[]`.
fn is_json_path(path: &str) -> bool {
    let count = |it: char| path.matches(it).count();
    path.trim_start().starts_with(['.', '[', '$', '@', '{', ';'])
        && !path.ends_with('.')
        && count('[') == count(']')
}

/// AdGuard's `/what/with/|pct|b64`
fn url_transform<'v>(value: &Text<'v>, sink: Sink<'_, 'v>) {
    let text: &'v str = value.text;
    let mut at = 0;
    while at <= text.len() {
        let rest = &text[at..];
        let skip = match unescaped_slashes(rest).nth(2) {
            Some(last) if rest.starts_with('/') => last,
            _ => 0,
        };
        let end = memchr::memchr(b'|', &rest.as_bytes()[skip..]).map_or(rest.len(), |it| skip + it);
        let step = rest[..end].trim();
        if !matches!(step, "" | "b64" | "pct") {
            let start = rest.len() - rest.trim_start().len();
            replacement(step, value.start as usize + at + start, sink);
        }
        at += end + 1;
    }
}

/// `/what/with/flags`, `start` bytes into the line.
fn replacement<'v>(text: &'v str, start: usize, sink: Sink<'_, 'v>) {
    let span = Span::new(start, start + text.len());
    let mut slashes = unescaped_slashes(text);
    let four = [slashes.next(), slashes.next(), slashes.next(), slashes.next()];
    match four {
        [Some(0), Some(middle), Some(last), None] if middle > 1 => {
            let (source, flags) = (&text[1..middle], &text[last + 1..]);
            // The flags come after the replacement, not after the expression.
            let before_flags = start + middle;
            regex(source, flags, start + 1, false, &mut |span, problem| {
                let gap = if span.start as usize > before_flags { last - middle } else { 0 };
                sink(Span::new(span.start as usize + gap, span.end as usize + gap), problem);
            });
        }
        [Some(0), Some(_), None | Some(_), None] => sink(span, Problem::HalfReplacement),
        _ => sink(span, Problem::Replacement),
    }
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

fn header<'v>(value: &Text<'v>, sink: Sink<'_, 'v>) {
    let text: &'v str = value.text;
    let (name, content) = match text.split_once(':') {
        Some((name, content)) => (name, Some(content)),
        None => (text, None),
    };
    let start = value.start as usize;
    if text.starts_with('=') {
        sink(value.span(), Problem::NamelessHeader);
    } else if !is_header(name) {
        sink(Span::new(start, start + name.len().max(1)), Problem::HeaderName(name));
    }
    if text.split_once("=/").is_some_and(|(_, it)| it.ends_with('/')) {
        sink(value.span(), Problem::RegexOfHeader);
    }
    if content == Some("") {
        sink(value.span(), Problem::EmptyHeaderValue);
    }
    if let Some(content) = content
        && let Some((source, flags)) = split_regex(content.strip_prefix('~').unwrap_or(content))
    {
        let at = start + text.len() - content.len() + content.find('/').unwrap_or(0) + 1;
        regex(source, flags, at, true, sink);
    }
}

/// `x-name:value`, with `request:` or `response:` before it.
///
/// Source: `$addheader` in adblockpluscore 0.11.1.
fn added_header<'v>(value: &Text<'v>, sink: Sink<'_, 'v>) {
    const PROTECTING: [&str; 6] = [
        "x-content-type-options",
        "x-download-options",
        "x-frame-options",
        "x-permitted-cross-domain-policies",
        "x-powered-by",
        "x-xss-protection",
    ];
    let text: &'v str = value.text;
    let is = |it: &str, other: &str| it.trim().eq_ignore_ascii_case(other);
    let rest = match text.split_once(':') {
        Some((first, rest)) if is(first, "request") || is(first, "response") => rest,
        _ => text,
    };
    let Some((name, content)) = rest.split_once(':') else {
        sink(value.span(), Problem::AddedHeader);
        return;
    };
    let name = name.trim();
    let lower = name.to_ascii_lowercase();
    let is_token = |it: u8| it.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&it);
    if name.is_empty()
        || content.trim().is_empty()
        || !content.bytes().all(|it| matches!(it, b' '..=b'~'))
    {
        sink(value.span(), Problem::AddedHeader);
    } else if !name.bytes().all(is_token)
        || PROTECTING.contains(&&*lower)
        || !(lower.starts_with("x-") || lower == "set-cookie")
    {
        let start = name.as_ptr() as usize - text.as_ptr() as usize + value.start as usize;
        sink(Span::new(start, start + name.len()), Problem::AddedHeaderName(name));
    }
}

fn is_header(name: &str) -> bool {
    let is_token = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_');
    !name.is_empty() && name.bytes().all(is_token)
}

fn stealth<'v>(value: &Text<'v>, sink: Sink<'_, 'v>) {
    for (part, start) in parts(value, b'|') {
        if !STEALTH_OPTIONS.has(part) && part != "dpi" {
            sink(Span::new(start, start + part.len()), Problem::StealthOption(part));
        }
    }
}
