//! Which rule of a list decides about a name, as DNS blockers evaluate lists.
//!
//! Sources: <https://adguard-dns.io/kb/general/dns-filtering-syntax/>, read in November 2026, for the
//! modifiers and which rules win; AdGuard's urlfilter for what patterns are compared with.

use std::fmt;

use bloqr_dns::{Hosts, Parts, is_plain_domain, modifier, split, trim};
use bloqr_regex::Regex;

use crate::Origin;

/// A rule that matches a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// What it says.
    pub rule: String,
    /// Where it came from.
    pub origin: Origin,
    /// What it does with the name.
    pub effect: Effect,
    /// Whether that happens.
    pub standing: Standing,
}

/// What a rule does with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It blocks it.
    Blocks,
    /// `@@`: it is not blocked.
    Allows,
    /// `$dnsrewrite`: it is answered as the rule says.
    Rewrites,
    /// `@@…$dnsrewrite`: it is not answered as other rules say.
    KeepsAnswer,
}

/// Whether a rule that matches has its effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// For all requests for the name.
    Decides,
    /// For some requests only: those of a client, or for some type of address.
    DecidesForSome,
    /// It does not: another rule wins. Its index in the list of matches, and why.
    Loses(usize, Why),
    /// It does not: this `$badfilter` rule disables it.
    Disabled(String, Origin),
    /// It does not: DNS blockers do not know one of its modifiers.
    NotForDns,
}

/// Why a rule wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// An exception wins over a rule that blocks.
    Exception,
    /// `$important` wins over an exception without it.
    Important,
    /// An exception that is `$important` too wins over that.
    ImportantException,
    /// `$dnsrewrite` wins over all other rules.
    Rewrite,
    /// An exception for `$dnsrewrite`.
    RewriteException,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Why::Exception => "an exception wins over a rule that blocks",
            Why::Important => "`$important` wins over a rule without it",
            Why::ImportantException => {
                "an exception with `$important` wins over a rule that blocks"
            }
            Why::Rewrite => "`$dnsrewrite` wins over other rules",
            Why::RewriteException => "an exception with `$dnsrewrite` wins over `$dnsrewrite`",
        })
    }
}

/// What a rule says, beside its pattern.
#[derive(Default)]
struct Modifiers<'r> {
    important: bool,
    badfilter: bool,
    /// The value of `$dnsrewrite`.
    rewrite: Option<&'r str>,
    /// `$client`, `$ctag`, `$dnstype`: only some requests.
    for_some: bool,
    /// The names in `$denyallow`.
    denied: Vec<&'r str>,
    unknown: bool,
}

impl<'r> Modifiers<'r> {
    fn read(options: &'r str) -> Modifiers<'r> {
        let mut read = Modifiers::default();
        for option in cut(options).filter(|it| !it.is_empty()) {
            let (name, value) = option.split_once('=').unwrap_or((option, ""));
            match name {
                "important" => read.important = true,
                "badfilter" => read.badfilter = true,
                "dnsrewrite" => read.rewrite = Some(value),
                "denyallow" => read.denied = value.split('|').collect(),
                "client" | "ctag" | "dnstype" => read.for_some = true,
                _ if name.strip_prefix('~').and_then(modifier).is_some_and(|it| it.negatable) => (),
                _ => read.unknown = true,
            }
        }
        read
    }
}

/// The options of a rule, cut at commas without a backslash.
fn cut(options: &str) -> impl Iterator<Item = &str> {
    let bytes = options.as_bytes();
    let ends = memchr::memchr_iter(b',', bytes).filter(|at| *at == 0 || bytes[at - 1] != b'\\');
    let mut start = 0;
    ends.chain([bytes.len()]).map(move |end| &options[std::mem::replace(&mut start, end + 1)..end])
}

/// What a `$badfilter` rule and the rules that it disables have in common.
fn without_badfilter(rule: &str) -> (bool, &str, Vec<&str>) {
    let Parts { exception, pattern, options } = split(rule);
    let options = cut(options.unwrap_or_default());
    let mut options: Vec<&str> =
        options.filter(|it| !it.is_empty() && *it != "badfilter").collect();
    options.sort_unstable();
    options.dedup();
    (exception, pattern, options)
}

/// All rules that match a name, and which of them decides.
pub(crate) fn judge<T: AsRef<str>>(
    name: &str,
    rules: impl Iterator<Item = (T, Origin)>,
) -> Vec<Match> {
    let name = name.to_ascii_lowercase();
    let mut matches: Vec<Match> = Vec::new();
    let mut badfilters: Vec<(String, Origin)> = Vec::new();
    for (rule, origin) in rules {
        let rule = rule.as_ref();
        if !matches_name(rule, &name) {
            continue;
        }
        let parts = split(trim(rule));
        let modifiers = Modifiers::read(parts.options.unwrap_or_default());
        if modifiers.badfilter {
            badfilters.push((rule.to_owned(), origin));
            continue;
        }
        if modifiers.denied.iter().any(|it| is_below(&name, &it.to_ascii_lowercase())) {
            continue;
        }
        let effect = match (parts.exception, modifiers.rewrite) {
            (false, None) => Effect::Blocks,
            (true, None) => Effect::Allows,
            (false, Some(_)) => Effect::Rewrites,
            (true, Some(_)) => Effect::KeepsAnswer,
        };
        let standing = match modifiers {
            Modifiers { unknown: true, .. } => Standing::NotForDns,
            Modifiers { for_some: true, .. } => Standing::DecidesForSome,
            _ => Standing::Decides,
        };
        matches.push(Match { rule: rule.to_owned(), origin, effect, standing });
    }
    disable(&mut matches, &badfilters);
    rank(&mut matches);
    matches
}

fn disable(matches: &mut [Match], badfilters: &[(String, Origin)]) {
    for (badfilter, origin) in badfilters {
        let disabled = without_badfilter(trim(badfilter));
        for it in matches.iter_mut() {
            if without_badfilter(trim(&it.rule)) == disabled {
                it.standing = Standing::Disabled(badfilter.clone(), *origin);
            }
        }
    }
}

/// Finds what wins over the others. A rule for some requests wins over none, and loses to those that
/// are stronger.
fn rank(matches: &mut [Match]) {
    // An exception for rewrites, with the same value or with none, is over those.
    for index in 0..matches.len() {
        if matches[index].effect != Effect::Rewrites {
            continue;
        }
        let value = |it: &Match| modifiers_of(&it.rule).rewrite.unwrap_or_default().to_owned();
        let own = value(&matches[index]);
        let exception = matches.iter().position(|it| {
            let its = value(it);
            it.effect == Effect::KeepsAnswer
                && it.standing == Standing::Decides
                && (its.is_empty() || its == own)
        });
        if let Some(exception) = exception
            && matches[index].stands()
        {
            matches[index].standing = Standing::Loses(exception, Why::RewriteException);
        }
    }
    let strength = |it: &Match| {
        let important = modifiers_of(&it.rule).important;
        match it.effect {
            Effect::KeepsAnswer => None,
            Effect::Blocks => Some(if important { 2 } else { 0 }),
            Effect::Allows => Some(if important { 3 } else { 1 }),
            Effect::Rewrites => Some(4),
        }
    };
    let deciding = matches.iter().enumerate().filter(|it| it.1.standing == Standing::Decides);
    let strongest = deciding
        .filter_map(|(index, it)| strength(it).map(|strength| (strength, index)))
        .max_by_key(|(strength, index)| (*strength, std::cmp::Reverse(*index)));
    let Some((most, winner)) = strongest else { return };
    let effect = matches[winner].effect;
    let why = match most {
        0 | 1 => Why::Exception,
        2 => Why::Important,
        3 => Why::ImportantException,
        _ => Why::Rewrite,
    };
    for it in matches.iter_mut() {
        let is_weaker = strength(it).is_some_and(|it| it < most);
        if it.stands() && is_weaker && it.effect != effect {
            it.standing = Standing::Loses(winner, why);
        }
    }
}

fn modifiers_of(rule: &str) -> Modifiers<'_> {
    Modifiers::read(split(trim(rule)).options.unwrap_or_default())
}

impl Match {
    /// Whether it has its effect, at least for some requests.
    fn stands(&self) -> bool {
        matches!(self.standing, Standing::Decides | Standing::DecidesForSome)
    }
}

/// Whether a DNS blocker finds that a line is about a name, which is in small letters.
fn matches_name(line: &str, name: &str) -> bool {
    if let Some(hosts) = Hosts::read(line) {
        return hosts.names().any(|it| it.eq_ignore_ascii_case(name));
    }
    let rule = trim(line);
    if is_plain_domain(rule) {
        return rule.strip_suffix('.').unwrap_or(rule).eq_ignore_ascii_case(name);
    }
    let pattern = split(rule).pattern;
    match pattern.strip_prefix('/').and_then(|it| it.strip_suffix('/')) {
        Some(source) if !source.is_empty() => {
            Regex::new(source, "i").is_ok_and(|it| it.is_match(name).unwrap_or(false))
        }
        _ => matches_pattern(&pattern.to_ascii_lowercase(), name),
    }
}

fn is_below(name: &str, parent: &str) -> bool {
    let above = name.strip_suffix(parent);
    above.is_some_and(|it| it.is_empty() || it.ends_with('.')) && !parent.is_empty()
}

/// Whether a pattern matches a name, both in small letters.
fn matches_pattern(pattern: &str, name: &str) -> bool {
    if let Some(rest) = pattern.strip_prefix("||") {
        let dots = memchr::memchr_iter(b'.', name.as_bytes()).map(|it| it + 1);
        return [0].into_iter().chain(dots).any(|at| glob(rest, &name[at..], true));
    }
    let scheme = pattern.find("://").map(|at| at + 3);
    let start = pattern.strip_prefix('|');
    match scheme.map(|at| &pattern[at..]).or(start) {
        Some(rest) => glob(rest, name, true),
        // A pattern of nothing matches everything, which no list of rules for names means.
        None => !pattern.is_empty() && glob(pattern, name, false),
    }
}

/// A `*` stands for any text, a `^` for the end, as a name has no separators.
fn glob(pattern: &str, name: &str, from_start: bool) -> bool {
    let (pattern, name) = (pattern.as_bytes(), name.as_bytes());
    let (mut at, mut in_name) = (0, 0);
    // Where the last star was, and where what is behind it was tried.
    let mut star = (!from_start).then_some((0, 0));
    loop {
        match pattern.get(at) {
            None => return true,
            Some(b'*') => {
                at += 1;
                star = Some((at, in_name));
                continue;
            }
            Some(b'^' | b'|') if in_name == name.len() => {
                at += 1;
                continue;
            }
            Some(byte) if name.get(in_name) == Some(byte) => {
                (at, in_name) = (at + 1, in_name + 1);
                continue;
            }
            Some(_) => (),
        }
        match star {
            Some((behind, tried)) if tried < name.len() => {
                star = Some((behind, tried + 1));
                (at, in_name) = (behind, tried + 1);
            }
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Effect, Match, Standing, judge};
    use crate::Origin;

    #[test]
    fn patterns_are_compared_with_names() {
        let cases = [
            ("||example.com^", "example.com", true),
            ("||example.com^", "ads.example.com", true),
            ("||example.com^", "badexample.com", false),
            ("||example.com^", "example.com.org", false),
            ("||example.com", "example.com.org", true),
            ("||example.com|", "a.example.com", true),
            ("||example.com^|", "a.example.com", true),
            ("||ads*.example.com^", "ads12.example.com", true),
            ("||*.example.com^", "a.example.com", true),
            ("||*.example.com^", "example.com", false),
            ("|ads.", "ads.example.com", true),
            ("|ads.", "my.ads.example.com", false),
            ("://ads.", "ads.example.com", true),
            ("-ads-", "my-ads-1.example.com", true),
            (".example.com^", "a.example.com", true),
            (".example.com^", "example.com", false),
            ("*", "a.example.com", true),
            ("/^ads[0-9]/", "ADS1.example.com", true),
            ("/^ads[0-9]/", "ads.example.com", false),
            ("||example.com/ads", "example.com", false),
            ("example.com##.ad", "example.com", false),
            ("##.ad", "example.com", false),
            ("Example.com", "example.com", true),
            ("example.com", "a.example.com", false),
            ("0.0.0.0 a.example b.example", "b.example", true),
            ("0.0.0.0 b.example", "a.b.example", false),
            ("||com^$denyallow=Example.com|b.com", "a.example.com", false),
            ("||com^$denyallow=example.com|b.com", "c.com", true),
        ];
        for (rule, name, is_match) in cases {
            let found = judge(name, [(rule, Origin::NONE)].into_iter());
            assert_eq!(!found.is_empty(), is_match, "{rule} {name}");
        }
    }

    /// Rules of a list with what becomes of each: `+` decides, `?` for some requests, the number of
    /// the rule that wins, `-` disabled, `x` not for DNS.
    #[test]
    fn one_rule_decides() {
        let cases: [(&[&str], &str, Option<Effect>); 16] = [
            (&["||a.b^"], "+", Some(Effect::Blocks)),
            (&["||a.b^", "@@||a.b^"], "1+", Some(Effect::Allows)),
            (&["@@||a.b^", "0.0.0.0 a.b", "a.b"], "+00", Some(Effect::Allows)),
            (&["||a.b^$important", "@@||a.b^"], "+0", Some(Effect::Blocks)),
            (&["||a.b^$important", "@@||a.b^$important"], "1+", Some(Effect::Allows)),
            (&["||a.b^$important", "||b^", "@@||a.b^"], "++0", Some(Effect::Blocks)),
            (&["||a.b^", "||a.b^$badfilter"], "-", None),
            (&["@@||a.b^", "||b^", "@@||a.b^$badfilter"], "-+", Some(Effect::Blocks)),
            (&["||a.b^$important,dnstype=A", "||a.b^$dnstype=A,badfilter,important"], "-", None),
            (&["||a.b^$important", "||a.b^$badfilter"], "+", Some(Effect::Blocks)),
            (&["||b^", "@@||a.b^$client=x"], "+?", Some(Effect::Blocks)),
            (&["||b^$dnstype=A", "@@||a.b^"], "1+", Some(Effect::Allows)),
            (&["||b^$script", "@@||a.b^"], "x+", Some(Effect::Allows)),
            (&["||b^$dnsrewrite=1.2.3.4", "@@||a.b^"], "+0", Some(Effect::Rewrites)),
            (&["||b^$dnsrewrite=1.2.3.4", "@@||b^$dnsrewrite"], "1+", Some(Effect::KeepsAnswer)),
            (
                &["||b^$dnsrewrite=1.2.3.4", "@@||b^$dnsrewrite=1.1.1.1"],
                "++",
                Some(Effect::Rewrites),
            ),
        ];
        for (rules, expected, effect) in cases {
            let found = judge("a.b", rules.iter().map(|it| (*it, Origin::NONE)));
            let sign = |it: &Match| match &it.standing {
                Standing::Decides => '+',
                Standing::DecidesForSome => '?',
                Standing::Loses(index, _) => char::from_digit(*index as u32, 10).unwrap(),
                Standing::Disabled(..) => '-',
                Standing::NotForDns => 'x',
            };
            let signs: String = found.iter().map(sign).collect();
            assert_eq!(signs, expected, "{rules:?}");
            let decides = found.iter().find(|it| it.standing == Standing::Decides);
            assert_eq!(decides.map(|it| it.effect), effect, "{rules:?}");
        }
    }
}
