use crate::{
    audience::Audience,
    diagnostic::Edit,
    engines::audience,
    line_context::{LineContext, Message},
    rule::rule,
    rules::unsupported_by_dns,
};
use bloqr_dns as dns;
use bloqr_syntax::{
    ast::{HostRule, Text},
    source::Span,
};

rule! {
    /// A name in a line of a hosts file that no host can have.
    ///
    /// ```adblock
    /// 0.0.0.0 ads..example
    /// !       ^^^^^^^^^^^^ `ads..example` is not the name of a host
    /// 0.0.0.0 *.ads.example
    /// !       ^^^^^^^^^^^^^ hosts files have no wildcards: write `||ads.example^`
    /// 0.0.0.0 a.example,b.example
    /// !       ^^^^^^^^^^^^^^^^^^^ separate names with spaces
    /// ```
    ///
    /// ```adblock
    /// 0.0.0.0 ads.example
    /// ```
    ///
    /// uBlock Origin drops a line that has more than one name:
    ///
    /// ```adblock bloqr-target:ubo
    /// 0.0.0.0 a.example b.example
    /// !                 ^^^^^^^^^ uBlock Origin drops a line with several names
    /// ```
    "invalid-host", Warning
}

/// Checks the names of a line that is one of a hosts file.
#[inline]
pub(crate) fn check(line: &str, rule: &HostRule<'_>, cx: &mut LineContext<'_>) {
    let Some(address) = &rule.ip else { return };
    let mut names = rule.hostnames.iter();
    let (first, second) = (names.next(), names.next());
    if let Some(second) = &second {
        check_several(line, second, address.span(), cx);
    }
    for name in first.into_iter().chain(second).chain(names) {
        if !is_plain(&name) {
            check_name(&name, name.span(), false, cx);
        }
    }
}

/// Checks a line that starts as one of a hosts file, but has names that are not read as such.
/// Returns whether it reported one.
#[cold]
pub(crate) fn check_unread(line: &str, cx: &mut LineContext<'_>) -> bool {
    if check_address(line, cx) {
        return true;
    }
    let Some(hosts) = dns::Hosts::read(line.trim_start()) else { return false };
    let mut is_odd = false;
    // Modifiers are reported elsewhere.
    let is_right = |it: &str| dns::is_loopback_name(it) || is_plain(it) || it.contains('$');
    for name in hosts.names().filter(|it| !is_right(it)) {
        is_odd = true;
        let start = name.as_ptr() as usize - line.as_ptr() as usize;
        check_name(name, Span::new(start, start + name.len()), true, cx);
    }
    is_odd
}

/// Reports `999.0.0.0 ads.example`.
fn check_address(line: &str, cx: &mut LineContext<'_>) -> bool {
    let Some((first, _)) = line.trim_start().split_once([' ', '\t']) else { return false };
    let is_meant = |it: u8| it.is_ascii_digit() || it == b'.';
    let is_odd = first.bytes().all(is_meant)
        && first.bytes().filter(|it| *it == b'.').count() > 1
        && first.parse::<std::net::Ipv4Addr>().is_err();
    if is_odd {
        let start = line.len() - line.trim_start().len();
        let audience = audience!(|it| it.patterns.word_before_space);
        let message = format_args!("`{first}` is not an IP address: write `0.0.0.0`");
        cx.report(&RULE, Span::new(start, start + first.len()), audience, message);
    }
    is_odd
}

/// Whether every blocker reads it: two characters or more, no label starts with a sign, and the last
/// one is not a number.
#[inline]
fn is_plain(name: &str) -> bool {
    let mut before = b'.';
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' => (),
            b'-' | b'_' if before != b'.' => (),
            b'.' if before != b'.' => (),
            _ => return false,
        }
        before = byte;
    }
    let ends_in_number = || name.rsplit('.').next().is_some_and(is_number);
    name.len() > 1
        && before.is_ascii_alphanumeric()
        && !(before.is_ascii_digit() && ends_in_number())
}

fn is_number(label: &str) -> bool {
    label.bytes().all(|it| it.is_ascii_digit())
}

#[cold]
fn check_name(name: &str, span: Span, is_unread: bool, cx: &mut LineContext<'_>) {
    // Modifiers are reported elsewhere.
    if dns::is_loopback_name(name) || name.contains('$') {
        return;
    }
    let audience = if is_unread {
        unsupported_by_dns::and_no_host(audience!(|it| it.patterns.word_before_space))
    } else {
        unsupported_by_dns::and_no_host(audience!(|it| it.lines.no_host))
    };
    let is_letter = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_' | b'.');
    if dns::is_address(name) {
        let message = format_args!("hosts files block names, not addresses: write `||{name}^`");
        cx.report(&RULE, span, audience, message);
    } else if is_unread && let Some(bare) = name.strip_suffix('.').filter(|it| is_plain(it)) {
        report_meant(name, bare, span, audience, cx);
    } else if is_unread && is_plain(&name.to_ascii_lowercase()) {
        report_meant(name, &name.to_ascii_lowercase(), span, audience, cx);
    } else if let Some(rest) = name.strip_prefix("*.").filter(|it| is_plain(it)) {
        let message = format_args!("hosts files have no wildcards: write `||{rest}^`");
        cx.report(&RULE, span, audience, message);
    } else if let Some(host) = host_of_address(name) {
        let message = format_args!("a line of a hosts file has only names: write `{host}`");
        cx.report(&RULE, span, audience, message);
    } else if let Some(separator) = separator_in(name) {
        let place = cx.place(span);
        let fixed = name.replace(separator, " ").trim().to_owned();
        cx.report(&RULE, span, audience, "separate names with spaces").fix(
            false,
            format_args!("replace `{separator}` with a space"),
            || vec![Edit::Replace { place, text: fixed }],
        );
    } else if !name.is_ascii() {
        cx.report(&RULE, span, audience, "a hosts file has names in Punycode: `xn--…`");
    } else if !name.bytes().all(is_letter) || name.split('.').any(str::is_empty) || is_unread {
        let message = format_args!("`{name}` is not the name of a host");
        cx.report(&RULE, span, audience, message);
    } else if !dns::is_hostname(name) || name.len() < 2 || has_sign_first(name) {
        let audience = audience!(|it| it.lines.odd_host);
        let who = audience.refused();
        let message = || format!("{} {} not read the name `{name}`", who.named(), who.does());
        cx.report(&RULE, span, audience, Message::Made(&message));
    }
}

/// Whether a label starts with `-` or `_`.
fn has_sign_first(name: &str) -> bool {
    name.split('.').any(|it| it.starts_with(['-', '_']))
}

fn report_meant(name: &str, meant: &str, span: Span, audience: Audience, cx: &mut LineContext<'_>) {
    let place = cx.place(span);
    let message = format_args!("in a hosts file, write `{name}` as `{meant}`");
    cx.report(&RULE, span, audience, message).fix(
        false,
        format_args!("replace `{name}` with `{meant}`"),
        || vec![Edit::Replace { place, text: meant.to_owned() }],
    );
}

/// The host in `https://ads.example/path` and `ads.example:80`.
fn host_of_address(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("://").unwrap_or(("", text));
    let host = rest.split(['/', ':', '?']).next().unwrap_or(rest);
    (host.len() < text.len() && is_plain(host) && host.contains('.')).then_some(host)
}

/// The sign between names, if all other parts are names.
fn separator_in(name: &str) -> Option<char> {
    let separator = name.chars().find(|it| matches!(it, ',' | ';'))?;
    let mut parts = name.split(separator).filter(|it| !it.is_empty());
    parts.all(is_plain).then_some(separator)
}

/// Reports a second name for blockers that then drop the line.
#[inline]
fn check_several(line: &str, second: &Text<'_>, address: Span, cx: &mut LineContext<'_>) {
    const AUDIENCE: Audience = audience!(|it| it.lines.several_hosts);
    if !cx.targets.intersects(AUDIENCE.refused()) {
        return;
    }
    // The names after it, with their comment, get lines of their own.
    let start = second.span().start as usize;
    let blank = start - line[..start].trim_end_matches([' ', '\t']).len();
    let place = cx.place(Span::new(start - blank, start));
    let address = &line[address.start as usize..address.end as usize];
    let who = AUDIENCE.refused();
    let message = || format!("{} a line with several names", who.with_verb("drops", "drop"));
    cx.report(&RULE, second.span(), AUDIENCE, Message::Made(&message))
        .help("write one name on each line")
        .fix(false, "continue on a new line", || {
            vec![Edit::Replace { place, text: ["\n", address, " "].concat() }]
        });
}
