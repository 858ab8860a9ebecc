use crate::{
    Targets,
    audience::Audience,
    diagnostic::{Edit, Place},
    domain::{self, Shape},
    engines::audience,
    last_dollar,
    line_context::{LineContext, Message},
    network::Network,
    rule::rule,
    rules::{
        broad_rule, invalid_domain, invalid_host, look_alike, missing_dollar, needless_wildcard,
    },
    tables::modifiers,
};
use bloqr_syntax::{invisible::is_invisible, source::Span};

rule! {
    /// A pattern that cannot match a URL, or that was meant as something else.
    ///
    /// ```adblock
    /// ||ads .example^
    /// !    ^ a URL has no spaces
    /// ||https://ads.example^
    /// ! ^^^^^^^^ `||` already stands for the scheme
    /// ||.ads.example^
    /// ! ^ a whole host name must follow `||`
    /// ```
    ///
    /// ```adblock
    /// ||ads.example^
    /// ```
    ///
    /// With a mistyped separator, a cosmetic rule is read as a pattern:
    ///
    /// ```adblock
    /// site.example#@.banner
    /// !           ^^ if this is a cosmetic rule, its separator must be `#@#`
    /// ```
    ///
    /// Modifiers follow a single `$`, and a regular expression has no flags:
    ///
    /// ```adblock bloqr-target:ubo
    /// ||ads.example/?id=$frame$domain=site.example
    /// !                 ^^^^^^ `frame` is read as part of the URL, because another `$` follows
    /// /ads\d+/i$script
    /// !       ^ a pattern cannot have flags: with flags it is not a regular expression
    /// ```
    "invalid-pattern", Warning
}

pub(crate) fn check(network: &Network<'_, '_>, cx: &mut LineContext<'_>) {
    let pattern = &network.rule.pattern;
    let text: &str = pattern.text;
    let start = pattern.start as usize;
    let bytes = text.as_bytes();
    if let Some(rest) = text.strip_prefix("||") {
        // Nearly every pattern is `||`, a plain name and `^`.
        if let Some(host) = rest.strip_suffix('^')
            && host.len() > 1
            && domain::shape(host) == Shape::Name
        {
            broad_rule::check_host(network, host, start + 2, cx);
            check_end(network, cx);
            return;
        }
        check_host(rest, start + 2, cx);
    }
    if bytes.iter().all(|it| matches!(it, b'a'..=b'z' | b'0'..=b'9' | b'|' | b'.' | b'^' | b'-')) {
        if bytes.len() < 4 {
            check_breadth(network, cx);
        }
        if memchr::memchr(b'^', bytes).is_some_and(|it| it + 1 < bytes.len()) {
            missing_dollar::check(network, cx);
        }
        check_bars(text, start, cx);
        check_bar_before_host(network, cx);
        check_end(network, cx);
        return;
    }
    check_odd(network, cx);
}

/// Reports `||` in the middle of a pattern.
#[inline]
fn check_bars(text: &str, start: usize, cx: &mut LineContext<'_>) {
    let from = 3;
    if memchr::memrchr(b'|', text.as_bytes()).is_some_and(|it| it > from)
        && let Some(at) = memchr::memmem::find(&text.as_bytes()[from..], b"||")
    {
        let span = Span::new(start + from + at, start + from + at + 2);
        let message = "`||` is allowed only at the start: write one rule for each domain";
        cx.report(&RULE, span, Audience::ignored_by(Targets::EVERY), message);
    }
}

/// Reports `|ads.example/banner`: the `|` is the start of the URL, which is its scheme. DNS blockers
/// compare only the name of a host, so `|ads.example^` can be written for them.
#[inline]
fn check_bar_before_host(network: &Network<'_, '_>, cx: &mut LineContext<'_>) {
    let text: &str = network.rule.pattern.text;
    let start = network.rule.pattern.start as usize;
    let Some(rest) = text.strip_prefix('|').filter(|it| !it.starts_with('|')) else { return };
    let host = rest.split(['^', '/', '|']).next().unwrap_or(rest);
    let is_for_dns = !rest.contains('/')
        && network.modifiers().all(|it| bloqr_dns::modifier(&it.0.name).is_some());
    if is_for_dns {
        return;
    }
    let is_host = host.len() < rest.len()
        && host.starts_with(|it: char| it.is_ascii_lowercase())
        && host.contains('.')
        && domain::shape(host) == Shape::Name;
    if is_host {
        let place = cx.place(Span::new(start, start + 1));
        let message = format_args!("no URL starts with `{host}`: write `||` before a host");
        cx.report(
            &RULE,
            Span::new(start, start + 1),
            Audience::ignored_by(Targets::EVERY),
            message,
        )
        .fix(false, "write `||`", || vec![Edit::Replace { place, text: "||".to_owned() }]);
    }
}

/// Reports `@@@`, and `@||`.
fn check_third_sign(network: &Network<'_, '_>, cx: &mut LineContext<'_>) {
    let pattern = &network.rule.pattern;
    if network.rule.exception && pattern.starts_with('@') {
        let start = pattern.start as usize;
        let place = cx.place(Span::new(start, start + 1));
        let message = "`@@@` has one `@` too many";
        let span = Span::new(start - 2, start + 1);
        cx.report(&RULE, span, Audience::ignored_by(Targets::EVERY), message).fix(
            false,
            "remove one `@`",
            || removal(place),
        );
    } else if pattern.starts_with("@||") {
        let start = pattern.start as usize;
        let place = cx.place(Span::new(start, start + 1));
        let message = "an exception starts with two `@`: write `@@||`";
        let span = Span::new(start, start + 3);
        cx.report(&RULE, span, Audience::ignored_by(Targets::EVERY), message).fix(
            false,
            "add a `@`",
            || vec![Edit::Replace { place, text: "@@".to_owned() }],
        );
    }
}

fn removal(place: Place) -> Vec<Edit> {
    vec![Edit::Replace { place, text: String::new() }]
}

/// Reports a pattern that is too short for a rule that applies on every page.
#[inline]
pub(crate) fn check_length(network: &Network<'_, '_>, cx: &mut LineContext<'_>) {
    const DROPPING: Targets = audience!(|it| it.patterns.few_without_domain).refused();
    // `||abc`, where a character can have three bytes for each of its UTF-16 code units.
    const LONGEST: usize = 2 + 3 * 3;
    let text: &str = network.rule.pattern.text;
    let is_for_domains = || {
        network.has(const { modifiers::row("domain") })
            || network.has(const { modifiers::row("sitekey") })
    };
    if text.len() <= LONGEST && cx.targets.intersects(DROPPING) && !is_for_domains() {
        report_length(text, network.rule.pattern.span(), cx);
    }
}

#[cold]
pub(crate) fn report_length(text: &str, span: Span, cx: &mut LineContext<'_>) {
    let rest = text.strip_prefix('|').unwrap_or(text);
    let rest = rest.strip_prefix('|').unwrap_or(rest);
    if rest.contains('*') || rest.encode_utf16().filter(|it| *it != u16::from(b' ')).count() > 3 {
        return;
    }
    let audience = audience!(|it| it.patterns.few_without_domain);
    let who = audience.refused();
    let message = || {
        let drops = who.with_verb("drops", "drop");
        format!("{drops} a pattern of fewer than four characters without `domain=`")
    };
    cx.report(&RULE, span, audience, Message::Made(&message));
}

/// Checks the text after `||`.
#[inline]
fn check_host(rest: &str, start: usize, cx: &mut LineContext<'_>) {
    let len =
        rest.bytes().position(|it| matches!(it, b'/' | b'^' | b'*' | b'?' | b'$' | b'|' | b':'));
    let host = &rest[..len.unwrap_or(rest.len())];
    let ends = len.map(|it| rest.as_bytes()[it]);
    if !matches!(domain::shape(host), Shape::Name) {
        odd_host(rest, host, start, cx);
    } else if ends == Some(b':') {
        odd_port(&rest[host.len()..], host, start, cx);
    }
}

#[cold]
fn odd_host(rest: &str, host: &str, start: usize, cx: &mut LineContext<'_>) {
    if rest.starts_with('|') && rest.len() > 1 {
        let span = Span::new(start - 2, start + 1);
        let place = cx.place(Span::new(start, start + 1));
        cx.report(&RULE, span, Audience::ignored_by(Targets::EVERY), "`|||` has one `|` too many")
            .fix(false, "remove one `|`", || removal(place));
        return;
    }
    let message = match domain::shape(host) {
        Shape::OuterDot if host.starts_with('.') => {
            let dot = Span::new(start, start + 1);
            let place = cx.place(dot);
            cx.report(
                &RULE,
                dot,
                Audience::ignored_by(Targets::EVERY),
                "a whole host name must follow `||`",
            )
            .fix(false, "remove the `.`", || removal(place));
            return;
        }
        Shape::OuterDot | Shape::TwoDots if host.contains("..") => {
            format!("`{host}` is not a host name: it has two dots in a row")
        }
        Shape::Punycode => {
            let span = Span::new(start, start + host.len());
            cx.report(
                &RULE,
                span,
                audience!(|it| it.patterns.bad_punycode),
                format_args!("`{host}` is not valid Punycode"),
            );
            return;
        }
        Shape::Upper => {
            let span = Span::new(start, start + host.len());
            let audience = audience!(|it| it.patterns.upper_case_host);
            return invalid_domain::upper_case(host, span, audience, cx);
        }
        // `||ads.` and `||ads-` match every domain that starts with this text.
        _ => return,
    };
    cx.report(
        &RULE,
        Span::new(start, start + host.len()),
        Audience::ignored_by(Targets::EVERY),
        message,
    );
}

#[cold]
fn odd_port(rest: &str, host: &str, start: usize, cx: &mut LineContext<'_>) {
    if rest.starts_with("://") {
        let span = Span::new(start, start + host.len() + 3);
        let place = cx.place(span);
        cx.report(
            &RULE,
            span,
            Audience::ignored_by(Targets::EVERY),
            "`||` already stands for the scheme",
        )
        .fix(false, "remove the scheme", || removal(place));
        return;
    }
    let digits = rest[1..].bytes().take_while(u8::is_ascii_digit).count();
    let port = &rest[1..1 + digits];
    if digits > 0 && port.parse::<u32>().is_ok_and(|it| it > 65_535) {
        let span = Span::new(start + host.len() + 1, start + host.len() + 1 + digits);
        cx.report(
            &RULE,
            span,
            Audience::ignored_by(Targets::EVERY),
            format_args!("`{port}` is not a valid port"),
        );
    }
}

/// Checks patterns that are more than a host.
fn check_odd(network: &Network<'_, '_>, cx: &mut LineContext<'_>) {
    let pattern = &network.rule.pattern;
    let text: &str = pattern.text;
    let start = pattern.start as usize;
    check_breadth(network, cx);
    check_third_sign(network, cx);
    check_bars(text, start, cx);
    check_bar_before_host(network, cx);
    missing_dollar::check(network, cx);
    needless_wildcard::check(network, cx);
    let space = text.find([' ', '\t']);
    if let Some(at) = space {
        let end = at + text[at..].bytes().take_while(|it| matches!(it, b' ' | b'\t')).count();
        let span = Span::new(start + at, start + end);
        // A word and a space can be the start of a line in a hosts file.
        let is_word = |it: u8| it.is_ascii_alphanumeric() || b"_%.:[]-".contains(&it);
        let is_hosts = !network.rule.exception
            && network.rule.modifiers.is_none()
            && at > 0
            && text[..at].bytes().all(is_word);
        let audience = if is_hosts {
            if invalid_host::check_unread(network.line, cx) {
                return;
            }
            audience!(|it| it.patterns.word_before_space)
        } else {
            audience!(|it| it.patterns.space)
        };
        let is_outer = text[..at].bytes().all(|it| it == b'|') || text[end..].starts_with('^');
        let place = cx.place(span);
        let details = cx.report(&RULE, span, audience, "a URL has no spaces");
        if is_outer {
            details.fix(false, "remove the spaces", || removal(place));
        }
    }
    check_end(network, cx);
    if !text.is_ascii() {
        look_alike::check_names(text, start, cx);
    }
    if !text.is_ascii()
        && let Some((at, c)) = text.char_indices().find(|it| is_invisible(it.1))
    {
        let span = Span::new(start + at, start + at + c.len_utf8());
        let message = format!("invisible character U+{:04X}", u32::from(c));
        cx.report(&RULE, span, audience!(|it| it.patterns.invisible_character), message);
    }
    check_separator(text, start, space.is_some(), cx);
    check_dollar(text, start, cx);
    check_last_dollar(network, cx);
    check_flags(text, start, cx);
}

/// Checks a `/…/`, but not its content.
pub(crate) fn check_regex(network: &Network<'_, '_>, cx: &mut LineContext<'_>) {
    check_end(network, cx);
    check_last_dollar(network, cx);
    let pattern = &network.rule.pattern;
    let inside = &pattern[1..pattern.len() - 1];
    if inside.chars().nth(1).is_none() && network.rule.modifiers.is_none() {
        let audience = if inside.is_empty() {
            audience!(|it| it.patterns.two_slashes)
        } else {
            audience!(|it| it.patterns.short_regex)
        };
        cx.report(&RULE, pattern.span(), audience, "this pattern is too general");
    }
    needless_wildcard::check_regex(network, cx);
    if let Some(at) = pattern.find(' ') {
        let start = pattern.start as usize + at;
        let audience = audience!(|it| it.patterns.space_in_regex);
        let who = audience.refused();
        let message =
            || format!("{} a line with a space as a hosts line", who.with_verb("reads", "read"));
        let span = Span::new(start, start + 1);
        cx.report(&RULE, span, audience, Message::Made(&message)).help("write `\\s`");
    }
}

/// Reports spaces between the pattern and its `$`.
#[inline]
fn check_end(network: &Network<'_, '_>, cx: &mut LineContext<'_>) {
    if network.rule.modifiers.is_none() {
        return;
    }
    let end = network.rule.pattern.span().end as usize;
    let after = &network.line[end..];
    if after.starts_with([' ', '\t']) {
        let len = after.bytes().take_while(|it| matches!(it, b' ' | b'\t')).count();
        let span = Span::new(end, end + len);
        let place = cx.place(span);
        let audience = audience!(|it| it.patterns.space_before_dollar);
        cx.report(&RULE, span, audience, "a URL has no spaces").fix(
            false,
            "remove the spaces",
            || removal(place),
        );
    }
}

/// Reports a modifier that is read as part of the pattern, because another `$` follows.
fn check_dollar(text: &str, start: usize, cx: &mut LineContext<'_>) {
    let Some(at) = memchr::memrchr(b'$', text.as_bytes()) else { return };
    let rest = &text[at + 1..];
    let name = rest.split([',', '=']).next().unwrap_or(rest);
    if modifiers::find(name.trim_start_matches('~')).is_some() {
        let span = Span::new(start + at, start + text.len());
        cx.report(
            &RULE,
            span,
            Audience::ignored_by(Targets::EVERY),
            format_args!("`{rest}` is read as part of the URL, because another `$` follows"),
        );
    }
}

/// Reports a `$` after which some blockers look for modifiers, while others read it as part of the
/// pattern.
fn check_last_dollar(network: &Network<'_, '_>, cx: &mut LineContext<'_>) {
    if network.rule.modifiers.is_some() || !cx.targets.intersects(last_dollar::READERS) {
        return;
    }
    let pattern = &network.rule.pattern;
    let Some(at) = last_dollar::refuses_end_of(pattern) else { return };
    let start = pattern.start as usize;
    let span = Span::new(start + at, start + pattern.len());
    let who = last_dollar::READERS;
    let message =
        || format!("{} the text after the last `$` as modifiers", who.with_verb("reads", "read"));
    cx.report(&RULE, span, Audience::refused_by(who), Message::Made(&message));
}

/// Reports `/regex/i`: patterns have no flags, so this is not a regular expression. No URL contains
/// a `\\`.
fn check_flags(text: &str, start: usize, cx: &mut LineContext<'_>) {
    let Some(at) = text.rfind('/').filter(|_| text.starts_with('/')) else { return };
    let flags = &text[at + 1..];
    let are_flags = (1..=3).contains(&flags.len())
        && flags
            .bytes()
            .all(|it| matches!(it, b'd' | b'g' | b'i' | b'm' | b's' | b'u' | b'v' | b'y'));
    if are_flags && at > 1 && text[..at].contains('\\') {
        let span = Span::new(start + at + 1, start + text.len());
        let place = cx.place(span);
        let message = "a pattern cannot have flags: with flags it is not a regular expression";
        let details = cx.report(&RULE, span, Audience::ignored_by(Targets::EVERY), message);
        // Without them, the case of letters does not count either.
        if matches!(flags, "i" | "g" | "gi" | "ig") {
            details.fix(false, "remove the flags", || removal(place));
        }
    }
}

/// Reports text that looks like a mistyped separator of a cosmetic rule.
fn check_separator(text: &str, start: usize, has_space: bool, cx: &mut LineContext<'_>) {
    let Some(at) = text.find('#') else { return };
    let rest = &text[at..];
    let marks =
        rest.bytes().take_while(|it| matches!(it, b'#' | b'@' | b'?' | b'$' | b'%')).count();
    let body = &rest[marks..];
    let is_domain = |it: &str| {
        let it = it.trim_start_matches('~');
        it.contains('.') && matches!(domain::shape(it), Shape::Name | Shape::AnyTld | Shape::Upper)
    };
    // Some blockers read `#`, one or two other characters and `#` as a separator that they do not
    // know.
    let second = rest[1..].find('#').filter(|it| (1..=2).contains(it));
    let looks_cosmetic = second.is_some();
    let domains = text[..at].strip_suffix('@').unwrap_or(&text[..at]);
    if at == 0 && marks == 1 && body.starts_with(['.', '[']) && !has_space {
        let span = Span::new(start, start + 1);
        let place = cx.place(span);
        cx.report(
            &RULE,
            span,
            Audience::ignored_by(Targets::EVERY),
            "if this is a cosmetic rule, its separator must be `##`",
        )
        .fix(false, "write `##`", || vec![Edit::Replace { place, text: "##".to_owned() }]);
        return;
    }
    if !domains.split(',').all(is_domain) {
        if let Some(second) = second {
            let span = Span::new(start + at, start + at + second + 2);
            unknown_separator(span, cx);
        }
        return;
    }
    let from = domains.len();
    let separator = &text[from..at + marks];
    let is_body = body.starts_with(['.', '[', '+', ':', '*'])
        || body.starts_with("//scriptlet")
        || (separator.len() > 1 && body.starts_with(|c: char| c.is_ascii_alphabetic()));
    let is_call = body.starts_with("+js(");
    if let Some(second) = second.filter(|_| !is_body || has_space && !is_call) {
        let span = Span::new(start + at, start + at + second + 2);
        unknown_separator(span, cx);
    } else if is_body && (!has_space || is_call) {
        let meant = if separator.contains('@') { "#@#" } else { "##" };
        let message = format!("if this is a cosmetic rule, its separator must be `{meant}`");
        let span = Span::new(start + from, start + at + marks);
        let audience = if looks_cosmetic {
            audience!(|it| it.patterns.mistyped_hash_signs)
        } else {
            audience!(|it| it.patterns.mistyped_separator)
        };
        let place = cx.place(span);
        cx.report(&RULE, span, audience, message).fix(
            false,
            format_args!("write `{meant}`"),
            || vec![Edit::Replace { place, text: meant.to_owned() }],
        );
    }
}

fn unknown_separator(span: Span, cx: &mut LineContext<'_>) {
    let audience = audience!(|it| it.patterns.hash_signs);
    let who = audience.refused();
    let message =
        || format!("{} this as an unknown kind of cosmetic rule", who.with_verb("reads", "read"));
    cx.report(&RULE, span, audience, Message::Made(&message));
}

/// Reports patterns that match nearly everything.
fn check_breadth(network: &Network<'_, '_>, cx: &mut LineContext<'_>) {
    let text: &str = network.rule.pattern.text;
    let is_alone = network.rule.modifiers.is_none();
    if text.len() > 8 {
        return;
    }
    let marks_only = text.bytes().all(|it| matches!(it, b'|' | b'*' | b'^'));
    let span = network.rule.pattern.span();
    if !is_alone || text.is_empty() {
        return;
    }
    if network.line.trim().len() == 1 {
        let audience = audience!(|it| it.patterns.one_character_line);
        let who = audience.refused();
        let message = || format!("{} {} not read lines of one character", who.named(), who.does());
        cx.report(&RULE, span, audience, Message::Made(&message));
    }
    if marks_only {
        cx.report(
            &RULE,
            span,
            audience!(|it| it.patterns.match_all),
            "this pattern matches every URL",
        );
        return;
    }
    // Some blockers count all characters, others only those that a URL must contain.
    let rest = text.strip_prefix("||").filter(|it| !it.starts_with(is_alphanumeric));
    let rest = rest.or_else(|| text.strip_prefix('|').filter(|it| !it.starts_with('|')));
    let inside = rest.unwrap_or(text);
    let inside = inside.strip_suffix('|').unwrap_or(inside);
    // Marks at the end are dropped, unless only one letter would be left.
    let is_one = inside.len() < 2
        || inside.trim_end_matches('*').len() < 2 && !inside.starts_with(is_alphanumeric);
    let is_short = text.chars().count() < 4;
    let audience = match (is_one, is_short) {
        (true, true) => audience!(|it| it.patterns.one_character)
            .and_refused_by(audience!(|it| it.patterns.few_characters).refused()),
        (true, false) => audience!(|it| it.patterns.one_character),
        (false, true) => audience!(|it| it.patterns.few_characters),
        (false, false) => return,
    };
    cx.report(&RULE, span, audience, "this pattern is too general");
}

fn is_alphanumeric(c: char) -> bool {
    c.is_ascii_alphanumeric()
}
