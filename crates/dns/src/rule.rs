//! Decides whether a line of a filter list is a rule for DNS blockers.

use std::fmt;

use crate::{
    Hosts, Suffix, is_comment, is_hostname, is_ipv4, is_loopback_name, modifiers::modifier, suffix,
    trim,
};

/// What is accepted in addition to names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Allow {
    /// Rules for IPv4 addresses.
    pub addresses: bool,
    /// Rules for public suffixes that are on the list.
    pub suffixes: bool,
}

/// The verdict on a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is accepted as it is; so are comments and blank lines.
    Taken,
    /// It is accepted if it is written in this way.
    Rewritten(String),
    /// It is not a rule for DNS blockers.
    Refused(Refusal),
}

/// A verdict, and whether HostlistCompiler 2.1.1 decides differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The verdict.
    pub verdict: Verdict,
    /// Why HostlistCompiler decides differently, if it does.
    pub difference: Option<Difference>,
}

/// Why HostlistCompiler decides differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    /// `#text` is a comment.
    HashComment,
    /// `||name^` can have a `_`.
    Underscore,
    /// Only the invalid names of a hosts line are removed, not the whole line.
    HostsLine,
    /// The IP address of a hosts line can have capital letters.
    UpperAddress,
    /// The first word of a hosts line must be an IP address.
    NotAddress,
    /// The names of the machine itself are not blocked.
    LoopbackName,
    /// Four numbers are an IP address only if each is at most 255.
    BadAddress,
    /// `@@` alone makes HostlistCompiler stop.
    Crash,
}

/// Why a line is not a rule for DNS blockers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// It has a modifier that DNS blockers do not know.
    Modifier,
    /// Its pattern has fewer than five characters.
    Short,
    /// It has a character that no name can have.
    Character,
    /// `||com^`
    PublicSuffix,
    /// `||home^`
    SingleLabel,
    /// `||a..b^`
    Name,
    /// `||1.2.3.4^`
    Address,
    /// `||999.1.1.1^`
    BadAddress,
    /// `||1.2.3.4^$denyallow=a.example`
    AddressWithDenyallow,
    /// `||a.example^*`
    AfterSeparator,
    /// `127.0.0.1 localhost`
    LoopbackName,
}

impl Refusal {
    /// Every reason.
    pub const ALL: [Refusal; 11] = [
        Refusal::Modifier,
        Refusal::Short,
        Refusal::Character,
        Refusal::PublicSuffix,
        Refusal::SingleLabel,
        Refusal::Name,
        Refusal::Address,
        Refusal::BadAddress,
        Refusal::AddressWithDenyallow,
        Refusal::AfterSeparator,
        Refusal::LoopbackName,
    ];
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Refusal::Modifier => "it has a modifier that DNS blockers do not know",
            Refusal::Short => "its pattern has fewer than five characters",
            Refusal::Character => "it has a character that no name can have",
            Refusal::PublicSuffix => "it would block a whole public suffix",
            Refusal::SingleLabel => "it has only one label, which is not a public suffix",
            Refusal::Name => "it is not the name of a host",
            Refusal::Address => "it is an IP address, or a part of one",
            Refusal::BadAddress => {
                "it is not an IP address: a number is above 255 or starts with 0"
            }
            Refusal::AddressWithDenyallow => "an IP address cannot have `denyallow`",
            Refusal::AfterSeparator => "nothing can follow the `^`",
            Refusal::LoopbackName => "it is a name of the machine itself",
        })
    }
}

/// The parts of a network rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts<'a> {
    /// Whether it starts with `@@`.
    pub exception: bool,
    /// The text between `@@` and the `$`.
    pub pattern: &'a str,
    /// The text after the `$`.
    pub options: Option<&'a str>,
}

/// Splits a network rule at its `$`: the last one without a backslash before it. A `/…/` has no
/// `$`, unless it contains a `replace=`.
///
/// ```
/// let parts = bloqr_dns::split("@@||a.example^$important");
/// assert!(parts.exception);
/// assert_eq!(parts.pattern, "||a.example^");
/// assert_eq!(parts.options, Some("important"));
/// assert_eq!(bloqr_dns::split("/ads$/").options, None);
/// ```
#[inline]
pub fn split(rule: &str) -> Parts<'_> {
    let body = rule.strip_prefix("@@");
    let (exception, body) = (body.is_some(), body.unwrap_or(rule));
    let bytes = body.as_bytes();
    let is_separator = |at: &usize| *at == 0 || bytes[at - 1] != b'\\';
    let separator = memchr::memrchr_iter(b'$', bytes).find(is_separator);
    let is_regex = bytes.len() > 1 && bytes[0] == b'/' && bytes.ends_with(b"/");
    match separator {
        Some(at) if !is_regex || body.contains("replace=") => {
            Parts { exception, pattern: &body[..at], options: Some(&body[at + 1..]) }
        }
        _ => Parts { exception, pattern: body, options: None },
    }
}

/// Decides whether DNS blockers accept a line of a filter list or a hosts file.
///
/// ```
/// use bloqr_dns::{Allow, Verdict, check};
///
/// let with_addresses = Allow { addresses: true, suffixes: false };
/// let checked = check("1.2.3.4", with_addresses);
/// assert_eq!(checked.verdict, Verdict::Rewritten("||1.2.3.4^".to_owned()));
/// let checked = check("0.0.0.0 localhost a.example.com", Allow::default());
/// assert_eq!(checked.verdict, Verdict::Rewritten("0.0.0.0 a.example.com".to_owned()));
/// ```
#[inline]
pub fn check(line: &str, allow: Allow) -> Checked {
    if is_comment(line) {
        let is_theirs = matches!(line.as_bytes(), [b'!' | b'#'] | [b'!', ..] | [b'#', b' ', ..])
            || line.starts_with("####");
        return taken((!is_theirs).then_some(Difference::HashComment));
    }
    let rule = trim(line);
    if rule.is_empty() {
        return taken(None);
    }
    match Hosts::read(line) {
        Some(hosts) => check_hosts(&hosts, allow),
        None => check_rule(rule, allow),
    }
}

fn taken(difference: Option<Difference>) -> Checked {
    Checked { verdict: Verdict::Taken, difference }
}

fn refused(why: Refusal, difference: Option<Difference>) -> Checked {
    Checked { verdict: Verdict::Refused(why), difference }
}

fn check_hosts(hosts: &Hosts<'_>, allow: Allow) -> Checked {
    let difference = hosts.address.bytes().any(|it| it.is_ascii_uppercase());
    let difference = difference.then_some(Difference::UpperAddress);
    let mut first_refusal = None;
    let mut any = false;
    for name in hosts.names() {
        match check_name(name, allow) {
            Ok(()) => any = true,
            Err(why) => first_refusal = first_refusal.or(Some(why)),
        }
    }
    match first_refusal {
        None => taken(difference),
        Some(why) if !any => {
            let theirs = why == Refusal::LoopbackName && hosts.names().any(is_kept_by_theirs);
            refused(why, theirs.then_some(Difference::LoopbackName))
        }
        Some(_) => {
            let mut text = hosts.address.to_owned();
            let mut rest = hosts.names;
            for name in hosts.names() {
                // The range includes the blanks before the name.
                let end = name.as_ptr() as usize - rest.as_ptr() as usize + name.len();
                if check_name(name, allow).is_ok() {
                    text.push_str(&rest[..end]);
                }
                rest = &rest[end..];
            }
            text.push_str(hosts.rest);
            Checked { verdict: Verdict::Rewritten(text), difference: Some(Difference::HostsLine) }
        }
    }
}

/// The only names of machines that have a dot.
fn is_kept_by_theirs(name: &str) -> bool {
    name.contains(".local")
}

/// Checks a name in a hosts line.
fn check_name(name: &str, allow: Allow) -> Result<(), Refusal> {
    if is_loopback_name(name) {
        return Err(Refusal::LoopbackName);
    }
    if has_four_numbers(name) {
        return if !is_ipv4(name) {
            Err(Refusal::BadAddress)
        } else if allow.addresses {
            Ok(())
        } else {
            Err(Refusal::Address)
        };
    }
    if !is_hostname(name) {
        return Err(Refusal::Name);
    }
    check_suffix(name, allow)
}

fn has_four_numbers(name: &str) -> bool {
    name.bytes().all(|it| it.is_ascii_digit() || it == b'.')
        && name.split('.').filter(|it| !it.is_empty()).count() == 4
        && name.split('.').count() == 4
}

fn check_suffix(name: &str, allow: Allow) -> Result<(), Refusal> {
    match suffix(name) {
        Suffix::No => Ok(()),
        Suffix::Known if allow.suffixes => Ok(()),
        Suffix::Known => Err(Refusal::PublicSuffix),
        Suffix::Unknown => Err(Refusal::SingleLabel),
    }
}

fn check_rule(rule: &str, allow: Allow) -> Checked {
    // Most rules for DNS are `||name^`, without modifiers.
    if rule.ends_with('^')
        && let Some(exact) = Exact::read(rule)
        && !exact.name.starts_with(|it: char| it.is_ascii_digit())
    {
        return exact.checked(Modifiers::default(), allow);
    }
    let parts = split(rule);
    let Parts { pattern, options, .. } = parts;
    let mut modifiers = Modifiers::default();
    if options.is_some_and(|it| !modifiers.read(it)) {
        return refused(Refusal::Modifier, None);
    }
    if let Some(shape) = Numbers::read(pattern) {
        return shape.check(&parts, modifiers, allow);
    }
    let exact = Exact::read(pattern);
    if pattern.len() < 5 && exact.is_none() {
        return refused(Refusal::Short, (rule == "@@").then_some(Difference::Crash));
    }
    if pattern.starts_with('/') && pattern.ends_with('/') {
        return taken(None);
    }
    let Some(exact) = exact else {
        return match check_pattern(pattern) {
            Ok(()) => taken(None),
            Err(why) => refused(why, looks_like_hosts(rule).then_some(Difference::NotAddress)),
        };
    };
    exact.checked(modifiers, allow)
}

/// Whether HostlistCompiler reads the line as one of a hosts file.
fn looks_like_hosts(rule: &str) -> bool {
    let mut words = rule.split_whitespace();
    let is_digit = |it: u8| matches!(it, b'a'..=b'f' | b'0'..=b'9' | b'.' | b':' | b'[' | b']');
    words.next().is_some_and(|it| it.bytes().all(is_digit))
        && words.next().is_some_and(|it| !it.starts_with('#'))
}

/// What the modifiers of a rule mean for its pattern.
#[derive(Debug, Clone, Copy, Default)]
struct Modifiers {
    narrows: bool,
    has_denyallow: bool,
}

impl Modifiers {
    /// Reads the modifiers. Returns false when one of them is unknown.
    fn read(&mut self, options: &str) -> bool {
        let bytes = options.as_bytes();
        let mut from = 0;
        while from < bytes.len() {
            let is_comma = |at: &usize| *at == 0 || bytes[at - 1] != b'\\';
            let comma = memchr::memchr_iter(b',', &bytes[from..]).map(|it| it + from);
            let end = comma.clone().find(is_comma).unwrap_or(bytes.len());
            let option = &options[from..end];
            from = end + 1;
            if option.is_empty() {
                continue;
            }
            let name = option.split_once('=').map_or(option, |it| it.0);
            let positive = name.strip_prefix('~');
            let Some(known) = modifier(positive.unwrap_or(name)) else { return false };
            if positive.is_some() && !known.negatable {
                return false;
            }
            self.narrows |= known.narrows;
            self.has_denyallow |= name == "denyallow";
        }
        true
    }
}

/// A pattern that is only a name: `||name^`, `*.name^|`, `.name^`.
struct Exact<'a> {
    anchored: bool,
    has_star: bool,
    name: &'a str,
    has_underscore: bool,
}

impl<'a> Exact<'a> {
    #[inline]
    fn read(pattern: &'a str) -> Option<Exact<'a>> {
        let rest = pattern.strip_suffix('|').unwrap_or(pattern).strip_suffix('^')?;
        let name = rest.strip_prefix("||");
        let (anchored, rest) = (name.is_some(), name.unwrap_or(rest));
        let star = rest.strip_prefix("*.");
        let name = star.or_else(|| rest.strip_prefix('.')).unwrap_or(rest);
        let is_whole = anchored && name.len() == rest.len();
        let mut has_underscore = false;
        for byte in name.bytes() {
            match byte {
                b'-' | b'.' => (),
                b'_' if is_whole => has_underscore = true,
                it if it.is_ascii_alphanumeric() => (),
                _ => return None,
            }
        }
        let exact = Exact { anchored, has_star: star.is_some(), name, has_underscore };
        (!name.is_empty()).then_some(exact)
    }

    fn checked(&self, modifiers: Modifiers, allow: Allow) -> Checked {
        match self.check(modifiers, allow) {
            Ok(()) => taken(self.has_underscore.then_some(Difference::Underscore)),
            Err(why) => refused(why, None),
        }
    }

    fn check(&self, modifiers: Modifiers, allow: Allow) -> Result<(), Refusal> {
        if self.anchored && !self.has_star && !is_hostname(self.name) {
            return Err(Refusal::Name);
        }
        if has_four_numbers(self.name) && !allow.addresses {
            return Err(Refusal::Address);
        }
        if modifiers.narrows {
            return Ok(());
        }
        check_suffix(self.name, allow)
    }
}

/// Checks any other pattern.
fn check_pattern(pattern: &str) -> Result<(), Refusal> {
    let body = pattern.strip_prefix("://").unwrap_or(pattern);
    let is_known =
        |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'.' | b'*' | b'|' | b'^');
    if !body.bytes().all(is_known) {
        return Err(Refusal::Character);
    }
    let separator = memchr::memchr(b'^', pattern.as_bytes());
    match (separator, memchr::memchr(b'*', pattern.as_bytes())) {
        (Some(separator), Some(star)) if separator < star => Err(Refusal::AfterSeparator),
        (_, Some(_)) => Ok(()),
        (Some(at), None) if pattern.starts_with("||") => match &pattern[at + 1..] {
            "" | "|" => Err(Refusal::Name),
            _ => Err(Refusal::AfterSeparator),
        },
        _ => Ok(()),
    }
}

/// A pattern that consists of the numbers of an IP address: `1.2.3.4`, `||1.2.3.*`, `10.0^`.
struct Numbers<'a> {
    count: usize,
    are_octets: bool,
    /// The text from the first digit to the last.
    text: &'a str,
    /// The text after them: `.`, `.*`, `^`, …
    tail: &'a str,
    /// Whether `://` is before them.
    has_scheme: bool,
}

impl<'a> Numbers<'a> {
    #[inline]
    fn read(pattern: &'a str) -> Option<Numbers<'a>> {
        let rest = pattern.strip_prefix('|').unwrap_or(pattern);
        let rest = rest.strip_prefix('|').unwrap_or(rest);
        let (has_scheme, rest) = match pattern.strip_prefix("://") {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        rest.as_bytes().first().filter(|it| it.is_ascii_digit())?;
        let bytes = rest.as_bytes();
        let (mut at, mut count, mut are_octets) = (0, 0, true);
        let end = loop {
            let len = bytes[at..].iter().take_while(|it| it.is_ascii_digit()).count();
            if len == 0 {
                break at - 1;
            }
            let number = &rest[at..at + len];
            if len > 3 {
                return None;
            }
            are_octets &= number.parse::<u8>().is_ok() && (len == 1 || !number.starts_with('0'));
            count += 1;
            at += len;
            if count == 4 || bytes.get(at) != Some(&b'.') {
                break at;
            }
            at += 1;
        };
        let (text, tail) = rest.split_at(end);
        let is_shape = match tail {
            _ if has_scheme && count < 4 => false,
            "" | "." | "^" | "^|" => true,
            ".^" => count > 1 || pattern.starts_with("||"),
            ".*" | ".*^" => count < 4,
            _ => false,
        };
        is_shape.then_some(Numbers { count, are_octets, text, tail, has_scheme })
    }

    fn check(&self, parts: &Parts<'_>, modifiers: Modifiers, allow: Allow) -> Checked {
        let (is_whole, is_start) = match (self.count, self.tail) {
            (4, "" | "^" | "^|") => (true, false),
            (3, "." | ".*") => (false, true),
            _ => (false, false),
        };
        if !allow.addresses || !is_whole && !is_start {
            return refused(Refusal::Address, None);
        }
        if !self.are_octets {
            return refused(Refusal::BadAddress, Some(Difference::BadAddress));
        }
        if modifiers.has_denyallow {
            return refused(Refusal::AddressWithDenyallow, None);
        }
        let Numbers { text, tail, .. } = self;
        let pattern = if is_whole { format!("||{text}^") } else { format!("||{text}{tail}") };
        if pattern == parts.pattern || self.has_scheme {
            return taken(None);
        }
        let sign = if parts.exception { "@@" } else { "" };
        let text = match parts.options.filter(|it| !it.is_empty()) {
            Some(options) => format!("{sign}{pattern}${options}"),
            None => format!("{sign}{pattern}"),
        };
        Checked { verdict: Verdict::Rewritten(text), difference: None }
    }
}

#[cfg(test)]
mod tests;
