//! The pattern of a network rule, compared with a wider one.

use crate::{
    domain::{self, Shape},
    sites::is_under,
};

/// The pattern of a network rule.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pattern<'a> {
    pub(crate) text: &'a str,
    /// The host, and what follows it.
    pub(crate) host: Option<(&'a str, &'a str)>,
}

impl<'a> Pattern<'a> {
    pub(super) fn new(text: &'a str) -> Pattern<'a> {
        Pattern { text, host: split(text) }
    }

    /// Whether it is written as a host and nothing else: `||host^`. Brave blocks the page itself then,
    /// and does not for `||host^*` and `||host/`.
    pub(super) fn is_host(&self) -> bool {
        self.text.starts_with("||") && self.host.is_some_and(|(_, tail)| tail == "^")
    }

    /// Whether it is only a name: `a.example`.
    pub(super) fn is_name(&self) -> bool {
        let is_end = |it: Option<&u8>| it.is_some_and(u8::is_ascii_alphanumeric);
        let bytes = self.text.as_bytes();
        is_end(bytes.first())
            && is_end(bytes.last())
            && domain::name_len(self.text) == self.text.len()
    }

    /// The host whose requests all match, and requests to the hosts below it.
    pub(super) fn whole_host(&self) -> Option<&'a str> {
        let (host, tail) = self.host?;
        let is_whole = self.text.starts_with("||") && tail.trim_end_matches('*') == "^";
        (is_whole && domain::shape(host) == Shape::Name).then_some(host)
    }

    fn is_regex(&self) -> bool {
        self.text.len() > 1 && self.text.starts_with('/') && self.text.ends_with('/')
    }

    /// Whether it matches every URL that the other one matches.
    pub(super) fn covers(&self, other: &Pattern<'_>) -> bool {
        if self.text == other.text {
            return true;
        }
        if self.is_regex() || other.is_regex() {
            return false;
        }
        if let (Some(host), Some((below, tail))) = (self.whole_host(), other.host) {
            return is_under(below, host) && !tail.is_empty();
        }
        self.is_start_of(other)
    }

    /// Whether it is the start of the other pattern, or of its part from a higher domain on.
    fn is_start_of(&self, other: &Pattern<'_>) -> bool {
        let start = self.text.trim_end_matches('*');
        if start.ends_with('|') || !start.starts_with('|') {
            return false;
        }
        let (start, is_host) = match start.strip_prefix("||") {
            Some(rest) => (rest, true),
            None => (start, false),
        };
        let rest = if is_host { other.text.strip_prefix("||") } else { Some(other.text) };
        let Some(mut rest) = rest else { return false };
        if is_host && let (Some((host, tail)), Some((above, own_tail))) = (other.host, self.host) {
            let is_below = !own_tail.is_empty() && !tail.is_empty() && is_under(host, above);
            if is_below {
                rest = &rest[host.len() - above.len()..];
            }
        }
        let solid = start.strip_suffix('^').unwrap_or(start);
        let Some(more) = rest.strip_prefix(solid) else { return false };
        // `^` stands for one of these characters, and other patterns for others too.
        !solid.is_empty()
            && (solid.len() == start.len() || more.starts_with(['^', '/', '?', '&', '=', ':']))
    }
}

/// The host that a pattern begins with, and the rest: `||host^`, `|https://host/`. `None` when the
/// pattern does not begin with a host, or when the host can go on.
pub(crate) fn split(pattern: &str) -> Option<(&str, &str)> {
    let rest = pattern.strip_prefix('|')?;
    let (rest, can_go_on) = match rest.strip_prefix('|') {
        Some(rest) => (rest, true),
        None => (rest.strip_prefix("https://").or_else(|| rest.strip_prefix("http://"))?, false),
    };
    let (host, tail) = rest.split_at(domain::name_len(rest));
    let is_ended = match tail.as_bytes().first() {
        None => can_go_on,
        Some(first) => matches!(first, b'^' | b'/' | b'?' | b':'),
    };
    (!host.is_empty() && is_ended).then_some((host, tail))
}
