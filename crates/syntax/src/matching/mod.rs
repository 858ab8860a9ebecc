//! Whether the pattern of a rule matches a URL. Of the modifiers, only `match-case` counts here:
//! the others need more information than the URL.

mod pattern;
mod regex;
mod url;

use crate::{
    Rule,
    ast::{HostRule, NetworkRule},
};

pub use self::url::Url;

/// Whether the pattern of a network rule, or the name of a host rule, matches `url`. `None` when
/// this is unknown: the rule has no pattern, or only a browser can decide.
pub fn matches(rule: &Rule<'_>, url: &Url) -> Option<bool> {
    match rule {
        Rule::Network(rule) => network(rule, url),
        Rule::Host(rule) => host(rule, url),
        _ => None,
    }
}

/// The names of the modifiers that [`matches()`] ignores, in order, each once.
pub fn unevaluated<'a>(rule: &Rule<'a>) -> Vec<&'a str> {
    let mut names: Vec<&str> = Vec::new();
    let Rule::Network(rule) = rule else { return names };
    for modifier in rule.modifiers.iter().flat_map(|it| &it.children) {
        let name = modifier.name.text;
        // `_` has no effect; it only protects the end of a rule from being misread.
        let is_noop = name.bytes().all(|it| it == b'_');
        if !is_noop && !is_match_case(name) {
            names.push(name);
        }
    }
    let mut seen = rustc_hash::FxHashSet::default();
    names.retain(|it| seen.insert(*it));
    names
}

fn is_match_case(name: &str) -> bool {
    name.eq_ignore_ascii_case("match-case")
}

fn network(rule: &NetworkRule<'_>, url: &Url) -> Option<bool> {
    let modifiers = rule.modifiers.iter().flat_map(|it| &it.children);
    let match_case = modifiers.filter(|it| is_match_case(&it.name)).any(|it| !it.exception);
    let pattern = rule.pattern.text;
    // Browsers encode non-ASCII letters, in host names differently than in paths.
    if !pattern.is_ascii() || !url.is_certain() {
        return None;
    }
    match pattern.strip_prefix('/').and_then(|it| it.strip_suffix('/')) {
        Some(source) if !source.is_empty() => regex::matches(source, match_case, url),
        _ => Some(pattern::matches(pattern, match_case, url)),
    }
}

/// A hosts line matches its names; a bare domain also matches its subdomains.
fn host(rule: &HostRule<'_>, url: &Url) -> Option<bool> {
    let names = rule.hostnames.iter().map(|it| it.text.trim_end_matches('.'));
    if !url.is_certain() || !names.clone().all(str::is_ascii) {
        return None;
    }
    let host = url.host().trim_end_matches('.').as_bytes();
    let is_below = |name: &[u8]| {
        let Some(at) = host.len().checked_sub(name.len()) else { return false };
        let is_end = host[at..].eq_ignore_ascii_case(name);
        is_end && (at == 0 || rule.ip.is_none() && host[at - 1] == b'.')
    };
    Some(names.into_iter().any(|it| is_below(it.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::{Url, matches, unevaluated};
    use crate::{Options, parse};

    /// `rule  address  yes|no|?`
    const CASES: &str = include_str!("cases.txt");

    #[test]
    fn patterns_match_as_blockers_have_it() {
        let mut wrong = Vec::new();
        for line in CASES.lines().filter(|it| !it.is_empty() && !it.starts_with("//// ")) {
            let parts: Vec<&str> = line.split("  ").filter(|it| !it.is_empty()).collect();
            let [rule, url, wanted] = parts[..] else { panic!("{line}") };
            let read = Url::parse(url).expect(url);
            let result = match matches(&parse(rule, &Options::LIST), &read) {
                Some(true) => "yes",
                Some(false) => "no",
                None => "?",
            };
            if result != wanted {
                wrong.push(format!("{rule}  {url}: {result}, not {wanted}"));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn modifiers_that_were_not_looked_at_are_named_once() {
        let rule = "||a^$script,~script,domain=b.example,match-case,_,important";
        let names = unevaluated(&parse(rule, &Options::LIST));
        assert_eq!(names, ["script", "domain", "important"]);
        assert_eq!(unevaluated(&parse("a.example##.ad", &Options::LIST)), [""; 0]);
    }
}
