//! What a rule says, in a form in which it can be compared with a wider rule.

use smallvec::SmallVec;

use crate::{
    Companions,
    domain::{self, Shape},
    facts::{MAX_NAME, parent},
    network::Network,
    sites::{Sites, is_under},
    tables::modifiers::{MODIFIERS, ModifierRef, Role, row},
};
use bloqr_syntax::{
    self as syntax, Options, Rule,
    ast::{CosmeticBody, CosmeticRule, HostRule, Modifier, Separator},
};

/// What a rule says.
#[derive(Debug)]
pub(super) enum Said<'a> {
    Request(Box<Request<'a>>),
    Page(Box<Page<'a>>),
    Names(Names<'a>),
}

/// A network rule.
#[derive(Debug)]
pub(super) struct Request<'a> {
    exception: bool,
    has_no_modifiers: bool,
    pub(super) pattern: Pattern<'a>,
    /// The kinds of requests, as rows of the table of modifiers.
    types: u128,
    party: Party,
    is_important: bool,
    match_case: bool,
    /// What is done instead of blocking.
    action: Option<(u8, Option<&'a str>)>,
    /// The other conditions, sorted.
    scopes: SmallVec<[Scope<'a>; 2]>,
    /// Whether a modifier is unknown or unusual: then only a rule with the same modifiers is wider.
    is_odd: bool,
    /// All modifiers, if it is odd.
    all: Vec<ModifierParts<'a>>,
    sites: Sites<'a>,
}

/// Another condition: its row, whether it is negated, and its value.
type Scope<'a> = (u8, bool, Option<&'a str>);

#[derive(Debug, Clone, Copy, PartialEq)]
enum Party {
    Any,
    First,
    Third,
}

/// A cosmetic rule.
#[derive(Debug)]
pub(super) struct Page<'a> {
    separator: Separator,
    body: &'a str,
    /// AdGuard's modifiers, sorted.
    modifiers: Vec<(bool, &'a str, Option<&'a str>)>,
    sites: Sites<'a>,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Exception,
    /// Hides or styles elements, or takes them out of the document: generic rules of this kind can be
    /// switched off on a site.
    Style,
    Other,
}

/// A line of a hosts file.
#[derive(Debug)]
pub(super) struct Names<'a> {
    address: Address,
    /// Sorted.
    names: SmallVec<[&'a str; 1]>,
    /// Whether a comment follows.
    has_comment: bool,
}

/// What a hosts line says about its names.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Address {
    /// There is no address.
    None,
    /// They do not exist, for the fourth or sixth version of IP.
    Null4,
    Null6,
    /// They have another address.
    Other,
}

/// The pattern of a network rule.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pattern<'a> {
    pub(super) text: &'a str,
    /// The host, and what follows it.
    pub(super) host: Option<(&'a str, &'a str)>,
}

impl<'a> Said<'a> {
    /// Reads a rule. `None` for a rule that is never compared.
    pub(super) fn read(line: &'a str) -> Option<Said<'a>> {
        // Most rules that are compared are such a rule.
        if let Some(host) = line.strip_prefix("||").and_then(|it| it.strip_suffix('^'))
            && domain::shape(host) == Shape::Name
        {
            return Some(Said::Request(Box::new(Request::of_host(line, host))));
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

    /// Whether every blocker reads it in the same way: `||host^` and nothing else, or a path there.
    pub(super) fn is_plain(&self) -> bool {
        let Said::Request(it) = self else { return false };
        // Adblock Plus drops a pattern of fewer than four characters.
        const SHORTEST: usize = 4;
        let is_name = |(host, _): (&str, &str)| {
            host.len() >= SHORTEST && host.contains('.') && domain::shape(host) == Shape::Name
        };
        it.has_no_modifiers && it.pattern.host.is_some_and(is_name) && it.pattern.text.is_ascii()
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

/// The kinds of requests that a rule without kinds applies to.
const REQUESTS: u128 = {
    let mut all = 0;
    let mut n = 0;
    while n < MODIFIERS.len() {
        if matches!(MODIFIERS[n].role, Role::Type | Role::BareType) {
            all |= 1 << n;
        }
        n += 1;
    }
    all & !(1 << row("document") | 1 << row("webrtc") | 1 << row("object-subrequest"))
};

/// The page itself, which uBlock Origin and Brave block if a rule is only a host. It is no row.
const HOST_PAGE: u128 = 1 << 127;

/// What `all` stands for.
const ALL: u128 = REQUESTS
    | HOST_PAGE
    | 1 << row("document")
    | 1 << row("popup")
    | 1 << row("popunder")
    | 1 << row("inline-script")
    | 1 << row("inline-font");

const _: () = assert!(MODIFIERS.len() < 127);

impl<'a> Request<'a> {
    /// `||host^`
    fn of_host(line: &'a str, host: &'a str) -> Request<'a> {
        let pattern = Pattern { text: line, host: Some((host, "^")) };
        Request { types: REQUESTS | HOST_PAGE, ..Request::without_modifiers(pattern) }
    }

    fn without_modifiers(pattern: Pattern<'a>) -> Request<'a> {
        Request {
            exception: false,
            has_no_modifiers: true,
            pattern,
            types: 0,
            party: Party::Any,
            is_important: false,
            match_case: false,
            action: None,
            scopes: SmallVec::new(),
            is_odd: false,
            all: Vec::new(),
            sites: Sites::default(),
        }
    }

    fn new(network: &Network<'_, 'a>) -> Request<'a> {
        const DOMAIN: u8 = row("domain");
        const REMOVED: u128 = 1 << row("webrtc") | 1 << row("object-subrequest");
        let pattern = Pattern::new(network.rule.pattern.text);
        let mut request = Request {
            exception: network.rule.exception,
            has_no_modifiers: network.rule.modifiers.is_none(),
            ..Request::without_modifiers(pattern)
        };
        let (mut seen, mut not) = (0_u128, 0_u128);
        network.each_modifier(|modifier, found| {
            let Some(found) = found else {
                request.is_odd = true;
                return;
            };
            let bit = 1 << found.row;
            let is_kind = matches!(found.modifier.role, Role::Type | Role::BareType);
            let is_same_again = is_kind && !modifier.exception && request.types & bit != 0;
            let may_be_again = is_same_again || found.row == const { row("_") };
            request.is_odd |= seen & bit != 0 && !may_be_again;
            seen |= bit;
            let value = modifier.value.map(|it| it.text);
            match found.modifier.role {
                _ if found.row == DOMAIN => match value {
                    Some(value) if !modifier.exception => request.sites = Sites::of_modifier(value),
                    _ => request.is_odd = true,
                },
                Role::Type | Role::BareType | Role::Abstract | Role::Behaviour => {
                    request.is_odd |= value.is_some() || bit & REMOVED != 0;
                    if modifier.exception {
                        not |= bit;
                    } else {
                        request.types |= bit;
                    }
                }
                Role::Action => {
                    request.is_odd |= modifier.exception || request.action.is_some();
                    request.action = Some((found.row, value));
                }
                Role::Scope => request.add_scope(modifier, found),
                Role::Other => request.add_other(modifier, found),
            }
        });
        request.types = match (request.types, not) {
            (0, 0) if pattern.is_host() => REQUESTS | HOST_PAGE,
            (0, 0) => REQUESTS,
            (0, not) => {
                request.is_odd |= not & !REQUESTS != 0;
                REQUESTS & !not
            }
            (types, 0) if types == const { 1 << row("all") } => ALL,
            (types, not) => {
                request.is_odd |= not != 0 || types & const { 1 << row("all") } != 0;
                types
            }
        };
        request.scopes.sort_unstable();
        if request.is_odd {
            request.all = network.modifiers().map(parts).collect();
            request.all.sort_unstable();
        }
        request
    }

    fn add_scope(&mut self, modifier: &Modifier<'a>, found: ModifierRef) {
        let is_first = found.row == const { row("first-party") };
        if !is_first && found.row != const { row("third-party") } {
            self.scopes.push((found.row, modifier.exception, modifier.value.map(|it| it.text)));
            return;
        }
        self.is_odd |= self.party != Party::Any || modifier.value.is_some();
        self.party = if is_first == modifier.exception { Party::Third } else { Party::First };
    }

    fn add_other(&mut self, modifier: &Modifier<'a>, found: ModifierRef) {
        match found.row {
            it if it == const { row("_") } => return,
            it if it == const { row("important") } => self.is_important = true,
            it if it == const { row("match-case") } => self.match_case = true,
            _ => self.is_odd = true,
        }
        self.is_odd |= modifier.exception || modifier.value.is_some();
    }

    fn covers(&self, other: &Request<'_>, readers: Readers<'_>) -> bool {
        // uBlock Origin reads `a.example` as `||a.example^`, and `a.example$script` as a piece of a URL.
        let is_read_alike = self.has_no_modifiers == other.has_no_modifiers
            || !self.pattern.is_name()
            || self.pattern.text != other.pattern.text;
        self.exception == other.exception
            && is_read_alike
            && self.pattern.covers(&other.pattern)
            && self.does_all_of(other)
            && (!self.sites.is_generic() || other.sites.is_generic() || !readers.blocks_generic())
    }

    /// Compares everything but the patterns.
    fn does_all_of(&self, other: &Request<'_>) -> bool {
        // A second rule of these changes what the first one made.
        const REPEATING: [u8; 3] = [row("replace"), row("uritransform"), row("urltransform")];
        if self.action.or(other.action).is_some_and(|it| REPEATING.contains(&it.0)) {
            return false;
        }
        if self.is_odd || other.is_odd {
            return self.is_odd == other.is_odd && self.all == other.all;
        }
        let is_same_kind = match self.action {
            None => self.types & other.types == other.types,
            Some(_) => self.types & !HOST_PAGE == other.types & !HOST_PAGE,
        };
        is_same_kind
            && self.action == other.action
            && (self.party == Party::Any || self.party == other.party)
            && (self.is_important || !other.is_important)
            && (!self.match_case || other.match_case)
            && self.scopes.iter().all(|it| other.scopes.contains(it))
            && self.sites.covers(&other.sites)
    }

    /// Whether it blocks everything from the names.
    fn covers_names(&self, other: &Names<'_>) -> bool {
        const EVERYTHING: u128 = REQUESTS | HOST_PAGE;
        let Some(host) = self.pattern.whole_host() else { return false };
        !self.exception
            && !self.is_odd
            && self.action.is_none()
            && self.types & EVERYTHING == EVERYTHING
            && self.party == Party::Any
            && self.scopes.is_empty()
            && self.sites.is_everywhere()
            && other.address != Address::Other
            && !other.names.is_empty()
            && !(other.address == Address::None && other.has_comment)
            && other.names.iter().all(|it| is_under(it, host))
    }
}

impl<'a> Pattern<'a> {
    fn new(text: &'a str) -> Pattern<'a> {
        Pattern { text, host: split(text) }
    }

    /// Whether it stands for a host and nothing else.
    fn is_host(&self) -> bool {
        self.host.is_some_and(|(_, tail)| tail.trim_end_matches('*').len() == 1)
    }

    /// Whether it is only a name: `a.example`.
    fn is_name(&self) -> bool {
        let is_end = |it: Option<&u8>| it.is_some_and(u8::is_ascii_alphanumeric);
        let bytes = self.text.as_bytes();
        is_end(bytes.first())
            && is_end(bytes.last())
            && domain::name_len(self.text) == self.text.len()
    }

    /// The host whose requests all match, and requests to the hosts below it.
    fn whole_host(&self) -> Option<&'a str> {
        let (host, tail) = self.host?;
        let is_whole = self.text.starts_with("||") && tail.trim_end_matches('*') == "^";
        (is_whole && domain::shape(host) == Shape::Name).then_some(host)
    }

    fn is_regex(&self) -> bool {
        self.text.len() > 1 && self.text.starts_with('/') && self.text.ends_with('/')
    }

    /// Whether it matches every URL that the other one matches.
    fn covers(&self, other: &Pattern<'_>) -> bool {
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
pub(super) fn split(pattern: &str) -> Option<(&str, &str)> {
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

impl<'a> Page<'a> {
    fn new(line: &'a str, rule: &CosmeticRule<'a>) -> Option<Page<'a>> {
        let kind = match &rule.body {
            _ if rule.exception() => Kind::Exception,
            CosmeticBody::ElementHiding(_)
            | CosmeticBody::CssInjection(_)
            | CosmeticBody::Html(_)
            | CosmeticBody::HtmlSelectors(_) => Kind::Style,
            CosmeticBody::Scriptlet(_) => Kind::Other,
            // A script can do something else when it runs twice.
            CosmeticBody::Js(_) => return None,
        };
        let rest = line.get(rule.separator_span().end as usize..).unwrap_or_default();
        let modifiers = rule.modifiers.iter().flat_map(|it| &it.children);
        let mut modifiers: Vec<_> =
            modifiers.map(|it| (it.exception, it.name.text, it.value.map(|it| it.text))).collect();
        modifiers.sort_unstable();
        let (separator, body) = (rule.separator, rest.trim_ascii_end());
        Some(Page { separator, body, modifiers, sites: Sites::of_list(&rule.domains), kind })
    }

    fn covers(&self, other: &Page<'_>, readers: Readers<'_>) -> bool {
        let is_kept = || {
            self.kind != Kind::Style
                || !self.sites.is_generic()
                || other.sites.is_generic()
                || !other.sites.on().iter().any(|it| readers.switched_off(it))
        };
        self.separator == other.separator
            && self.body == other.body
            && self.modifiers == other.modifiers
            && self.sites.covers(&other.sites)
            // uBlock Origin reads an excluded domain as an exception to all such rules.
            && other.sites.excludes_no_more_than(&self.sites)
            && is_kept()
    }
}

impl<'a> Names<'a> {
    fn new(rule: &HostRule<'a>) -> Names<'a> {
        let address = match rule.ip.map(|it| it.text) {
            None => Address::None,
            Some("0.0.0.0" | "127.0.0.1") => Address::Null4,
            Some("::" | "::1") => Address::Null6,
            Some(_) => Address::Other,
        };
        let mut names: SmallVec<[&str; 1]> = rule.hostnames.iter().map(|it| it.text).collect();
        names.sort_unstable();
        Names { address, names, has_comment: rule.comment.is_some() }
    }

    /// Whether the other line names no other hosts, with the same effect.
    fn covers(&self, other: &Names<'_>) -> bool {
        let is_same = matches!(self.address, Address::Null4 | Address::Null6)
            && self.address == other.address;
        is_same
            && !other.names.is_empty()
            && other.names.iter().all(|it| self.names.binary_search(it).is_ok())
    }

    /// Whether `||name^` does everything that the other rule does.
    fn covers_request(&self, other: &Request<'_>) -> bool {
        let is_host = |(host, tail): (&str, &str)| {
            !tail.is_empty() && self.names.iter().any(|it| is_under(host, it))
        };
        matches!(self.address, Address::Null4 | Address::None)
            && !other.exception
            && !other.is_odd
            && !other.is_important
            && other.action.is_none()
            && other.types & !(REQUESTS | HOST_PAGE) == 0
            && other.pattern.host.is_some_and(is_host)
    }
}

/// The sites where generic rules are switched off.
#[derive(Debug, Default)]
pub(super) struct Switches<'a> {
    /// The hosts of `@@||host^$generichide`, and the domains of `@@*$generichide,domain=a.example`.
    hosts: Vec<&'a str>,
    /// The domains above them, also those without a dot.
    above: Vec<&'a str>,
    /// Whether a pattern can match any page.
    is_anywhere: bool,
    /// Whether there are exceptions with `genericblock`.
    pub(super) has_generic_block: bool,
}

impl<'a> Switches<'a> {
    pub(super) fn add(&mut self, rule: &Said<'a>) {
        let Said::Request(rule) = rule else { return };
        let has =
            |row: u8| rule.types >> row & 1 == 1 || rule.all.iter().any(|it| it.0 == Some(row));
        self.has_generic_block |= has(row("genericblock"));
        if has(row("generichide")) {
            match rule.pattern.host {
                Some((host, _)) => self.hosts.push(host),
                None if rule.sites.is_generic() => self.is_anywhere = true,
                None => self.hosts.extend(rule.sites.on()),
            }
        }
    }

    /// Ends the additions.
    pub(super) fn settle(&mut self) {
        let shorter = |it: &&'a str| it.split_once('.').map(|it| it.1);
        let bounded = self.hosts.iter().filter(|it| it.len() <= MAX_NAME);
        self.above = bounded.flat_map(|it| std::iter::successors(shorter(it), shorter)).collect();
        for it in [&mut self.hosts, &mut self.above] {
            it.sort_unstable();
            it.dedup();
        }
    }

    /// Whether generic rules are switched off somewhere on a site.
    fn reach(&self, site: &str) -> bool {
        let is_plain = domain::name_len(site) == site.len();
        self.is_anywhere
            || !is_plain && !self.hosts.is_empty()
            || self.above.binary_search(&site).is_ok()
            || std::iter::successors(Some(site), |it| parent(it))
                .any(|it| self.hosts.binary_search(&it).is_ok())
    }
}

/// A modifier for comparison: its row, its name if needed, its sign, its value or the parts of it.
pub(super) type ModifierParts<'a> = (Option<u8>, &'a str, bool, Option<Vec<&'a str>>);

pub(super) fn parts<'a>(
    (modifier, found): (Modifier<'a>, Option<ModifierRef>),
) -> ModifierParts<'a> {
    const DOMAIN: u8 = row("domain");
    let known = found.map(|it| it.row);
    let name = if known.is_some() { "" } else { modifier.name.text };
    let value = modifier.value.map(|value| {
        if known != Some(DOMAIN) {
            return vec![value.text];
        }
        let mut parts: Vec<&str> = value.text.split('|').collect();
        parts.sort_unstable();
        parts
    });
    (known, name, modifier.exception, value)
}
