//! What a rule says, in a form in which it can be compared with a wider rule.

mod names;
mod page;
mod pattern;
mod request;
mod switches;

use smallvec::SmallVec;

use self::{
    names::{Address, Names},
    page::Page,
    pattern::Pattern,
    request::Request,
};
pub(super) use self::{
    pattern::split,
    request::{ModifierParts, parts},
    switches::Switches,
};
use crate::{
    Companions,
    domain::{self, Shape},
    network::Network,
    sites::Sites,
};
use bloqr_syntax::{self as syntax, Options, Rule};

/// What a rule says.
#[derive(Debug)]
pub(super) enum Said<'a> {
    Request(Box<Request<'a>>),
    Page(Box<Page<'a>>),
    Names(Names<'a>),
}

impl<'a> Said<'a> {
    /// Reads a rule. `None` for a rule that is never compared.
    pub(super) fn read(line: &'a str) -> Option<Said<'a>> {
        // Most rules that are compared are such a rule.
        let short = line.strip_suffix("$third-party");
        let pattern = short.unwrap_or(line);
        if let Some(host) = pattern.strip_prefix("||").and_then(|it| it.strip_suffix('^'))
            && domain::shape(host) == Shape::Name
        {
            let request = Request::of_host(pattern, host, short.is_some());
            return Some(Said::Request(Box::new(request)));
        }
        match syntax::parse(line, &Options::LIST) {
            Rule::Network(rule) => {
                Some(Said::Request(Box::new(Request::new(&Network::new(line, &rule)))))
            }
            Rule::Cosmetic(rule) => Page::new(line, &rule).map(|it| Said::Page(Box::new(it))),
            Rule::Host(rule) => Some(Said::Names(Names::new(&rule))),
            _ => None,
        }
    }

    /// Whether it does everything that the other rule does, for `readers` of the lists.
    pub(super) fn covers(&self, other: &Said<'_>, readers: Readers<'_>) -> bool {
        match (self, other) {
            (Said::Request(one), Said::Request(other)) => one.covers(other, readers),
            (Said::Page(one), Said::Page(other)) => one.covers(other, readers),
            (Said::Names(one), Said::Names(other)) => one.covers(other),
            (Said::Request(one), Said::Names(other)) => {
                let is_read = other.address != Address::None || readers.bare_names_are_hosts;
                is_read && one.covers_names(other)
            }
            (Said::Names(one), Said::Request(other)) => {
                readers.names_are_hosts && one.covers_request(other)
            }
            _ => false,
        }
    }

    /// Whether every browser's blocker reads it in the same way: `||host^`, or a path there, perhaps
    /// with `$third-party`.
    pub(super) fn is_plain(&self) -> bool {
        let Said::Request(it) = self else { return false };
        // Adblock Plus drops a pattern of fewer than four characters.
        const SHORTEST: usize = 4;
        let is_name = |(host, _): (&str, &str)| {
            host.len() >= SHORTEST && host.contains('.') && domain::shape(host) == Shape::Name
        };
        it.is_plain && it.pattern.host.is_some_and(is_name) && it.pattern.text.is_ascii()
    }

    /// Where it applies.
    pub(super) fn sites(&self) -> Option<&Sites<'a>> {
        match self {
            Said::Request(it) => Some(&it.sites),
            Said::Page(it) => Some(&it.sites),
            Said::Names(_) => None,
        }
    }

    /// What it does instead of blocking.
    pub(super) fn action(&self) -> Option<(u8, Option<&'a str>)> {
        match self {
            Said::Request(it) => it.action,
            Said::Page(_) | Said::Names(_) => None,
        }
    }

    /// The patterns that it names, as they are written in a `badfilter`.
    pub(super) fn patterns(&self) -> impl Iterator<Item = (&'a str, bool)> {
        let names: SmallVec<[(&str, bool); 1]> = match self {
            Said::Request(it) => [(it.pattern.text, it.exception)].into_iter().collect(),
            Said::Page(_) => SmallVec::new(),
            Said::Names(it) => it.names.iter().map(|name| (*name, false)).collect(),
        };
        names.into_iter()
    }
}

/// What must be known of the readers of the lists.
#[derive(Clone, Copy)]
pub(super) struct Readers<'r> {
    /// Whether all of them read `0.0.0.0 a.example` as `||a.example^`.
    pub(super) names_are_hosts: bool,
    /// Whether all of them read `a.example` as `||a.example^` or less.
    pub(super) bare_names_are_hosts: bool,
    pub(super) switches: &'r Switches<'r>,
    /// What the lists do that are used with them.
    pub(super) companions: Option<&'r Companions>,
}

impl Readers<'_> {
    /// Whether generic cosmetic rules are switched off somewhere on a site.
    fn switched_off(&self, site: &str) -> bool {
        self.switches.reach(site) || self.companions.is_some_and(|it| it.unhides(site))
    }

    /// Whether generic network rules are switched off somewhere.
    fn blocks_generic(&self) -> bool {
        self.switches.has_generic_block || self.companions.is_some_and(|it| it.has_generic_block())
    }
}
