//! The names that a list blocks.

use std::{borrow::Cow, collections::HashMap};

use bloqr_dns::{
    Hosts, is_address, is_hostname, is_loopback_name, is_plain_domain, modifier, split, trim,
};

use super::{FormatReport, Inexpressible};
use crate::Compiled;

/// A blocked name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum BlockedName<'c> {
    /// The name and all its subdomains: `||name^`.
    Tree(Cow<'c, str>),
    /// Only the name: from a hosts line.
    Name(Cow<'c, str>),
    /// Only its subdomains: `||*.name^`.
    Below(Cow<'c, str>),
}

impl BlockedName<'_> {
    pub(super) fn name(&self) -> &str {
        match self {
            BlockedName::Tree(name) | BlockedName::Name(name) | BlockedName::Below(name) => name,
        }
    }

    /// The name, if it is itself blocked.
    pub(super) fn own_name(&self) -> Option<&str> {
        match self {
            BlockedName::Tree(name) | BlockedName::Name(name) => Some(name),
            BlockedName::Below(_) => None,
        }
    }
}

/// A rule for one name.
struct NameRule<'c> {
    said: BlockedName<'c>,
    is_exception: bool,
    is_important: bool,
    is_badfilter: bool,
}

/// The names that a list blocks.
#[derive(Debug, Default)]
pub(super) struct Names<'c> {
    /// The blocked names, in the order of the list, each once.
    pub(super) blocked: Vec<BlockedName<'c>>,
    /// Names that are allowed, under a name that is blocked with its subdomains.
    pub(super) allowed_below: Vec<String>,
}

/// The strength of a rule for a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    Plain,
    Important,
}

impl<'c> Names<'c> {
    /// Reads the rules. Rules that no format can express are counted.
    pub(super) fn of(
        compiled: &'c Compiled,
        covers_subdomains: bool,
        report: &mut FormatReport,
    ) -> Names<'c> {
        let mut rules = Vec::new();
        for line in compiled.rules() {
            match read(line.text) {
                Ok(more) => rules.extend(more),
                Err(why) => report.inexpressible[why as usize] += 1,
            }
        }
        let disabled: Vec<_> = rules.iter().filter(|it| it.is_badfilter).collect();
        let disabled: std::collections::HashSet<_> =
            disabled.iter().map(|it| (it.said.clone(), it.is_exception, it.is_important)).collect();
        rules.retain(|it| {
            !it.is_badfilter
                && (disabled.is_empty()
                    || !disabled.contains(&(it.said.clone(), it.is_exception, it.is_important)))
        });
        let strength =
            |it: &NameRule<'_>| if it.is_important { Strength::Important } else { Strength::Plain };
        // The exceptions by name: for the name and its subdomains, and only for the name.
        let mut allowed: HashMap<String, Strength> = HashMap::new();
        let mut allowed_alone: HashMap<String, Strength> = HashMap::new();
        for rule in rules.iter().filter(|it| it.is_exception) {
            let map = if matches!(rule.said, BlockedName::Tree(_)) {
                &mut allowed
            } else {
                &mut allowed_alone
            };
            let entry = map.entry(rule.said.name().to_owned()).or_insert(Strength::Plain);
            *entry = (*entry).max(strength(rule));
        }
        let mut trees: HashMap<String, Strength> = HashMap::new();
        let mut names = Names::default();
        let mut seen = std::collections::HashSet::new();
        let mut kept = Vec::new();
        for rule in rules.into_iter().filter(|it| !it.is_exception) {
            let own = strength(&rule);
            let name = rule.said.name();
            let is_allowed = allowed_alone.get(name).is_some_and(|it| *it >= own)
                || above(name, true).any(|it| allowed.get(it).is_some_and(|it| *it >= own));
            if is_allowed {
                report.allowed += 1;
                continue;
            }
            if !seen.insert(rule.said.clone()) {
                continue;
            }
            if covers_subdomains && matches!(rule.said, BlockedName::Tree(_)) {
                trees.insert(name.to_owned(), own);
            }
            kept.push(rule.said);
        }
        kept.retain(|it| {
            let is_tree = matches!(it, BlockedName::Tree(_));
            !above(it.name(), !is_tree).any(|name| trees.contains_key(name))
        });
        names.blocked = kept;
        let mut below: Vec<String> = allowed
            .into_iter()
            .chain(allowed_alone)
            .filter(|(name, strength)| {
                let mut trees = above(name, false).filter_map(|it| trees.get(it));
                trees.any(|it| it <= strength)
            })
            .map(|it| it.0)
            .collect();
        below.sort_unstable();
        below.dedup();
        names.allowed_below = below;
        names
    }
}

/// The names above a name, and the name itself if `with_itself`.
fn above(name: &str, with_itself: bool) -> impl Iterator<Item = &str> {
    let own = with_itself.then_some(name);
    let dots = memchr::memchr_iter(b'.', name.as_bytes());
    own.into_iter().chain(dots.map(move |at| &name[at + 1..]))
}

/// The rules for names in a line of the result.
fn read(text: Cow<'_, str>) -> Result<Vec<NameRule<'_>>, Inexpressible> {
    match text {
        Cow::Borrowed(text) => read_rule(text),
        Cow::Owned(text) => {
            let owned = |said: BlockedName<'_>| match said {
                BlockedName::Tree(name) => BlockedName::Tree(Cow::Owned(name.into_owned())),
                BlockedName::Name(name) => BlockedName::Name(Cow::Owned(name.into_owned())),
                BlockedName::Below(name) => BlockedName::Below(Cow::Owned(name.into_owned())),
            };
            let rules = read_rule(&text)?.into_iter();
            Ok(rules
                .map(|it| NameRule {
                    said: owned(it.said),
                    is_exception: it.is_exception,
                    is_important: it.is_important,
                    is_badfilter: it.is_badfilter,
                })
                .collect())
        }
    }
}

fn read_rule(line: &str) -> Result<Vec<NameRule<'_>>, Inexpressible> {
    let plain =
        |said| NameRule { said, is_exception: false, is_important: false, is_badfilter: false };
    if let Some(hosts) = Hosts::read(line) {
        let names = hosts.names().filter(|it| is_hostname(it) && !is_loopback_name(it));
        return Ok(names.map(|it| plain(BlockedName::Name(lower(it)))).collect());
    }
    let rule = trim(line);
    let parts = split(rule);
    let mut read = plain(BlockedName::Name(Cow::Borrowed("")));
    read.is_exception = parts.exception;
    let is_browser = |name: &str| modifier(name.strip_prefix('~').unwrap_or(name)).is_none();
    for option in parts.options.unwrap_or_default().split(',').filter(|it| !it.is_empty()) {
        match option {
            "important" => read.is_important = true,
            "badfilter" => read.is_badfilter = true,
            other if is_browser(other.split('=').next().unwrap_or(other)) => {
                return Err(Inexpressible::Browser);
            }
            _ => return Err(Inexpressible::Modifier),
        }
    }
    let pattern = parts.pattern;
    if pattern.len() > 1 && pattern.starts_with('/') && pattern.ends_with('/') {
        return Err(Inexpressible::Regex);
    }
    if pattern.contains(['#', '/', ' ', '[', '=', '?']) {
        return Err(Inexpressible::Browser);
    }
    if is_address(pattern.trim_matches(['|', '^'])) {
        return Err(Inexpressible::Address);
    }
    if is_plain_domain(pattern) {
        read.said = BlockedName::Name(lower(pattern));
        return Ok(vec![read]);
    }
    let name = pattern.strip_prefix("||").ok_or(Inexpressible::Pattern)?;
    let name =
        name.strip_suffix('|').unwrap_or(name).strip_suffix('^').ok_or(Inexpressible::Pattern)?;
    let (is_below, name) = match name.strip_prefix("*.") {
        Some(name) => (true, name),
        None => (false, name),
    };
    if !is_hostname(name) {
        return Err(Inexpressible::Pattern);
    }
    read.said =
        if is_below { BlockedName::Below(lower(name)) } else { BlockedName::Tree(lower(name)) };
    Ok(vec![read])
}

/// The name in lower case, without a dot at its end.
fn lower(name: &str) -> Cow<'_, str> {
    let name = name.strip_suffix('.').unwrap_or(name);
    if name.bytes().any(|it| it.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}
