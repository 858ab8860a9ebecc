//! What is stored of a rule to compare it with others: some hashes, and the line.

use crate::{
    Config, domain,
    network::Network,
    plain::Plain,
    rules::{duplicate_rule, redundant_rule},
    said,
    tables::modifiers::row,
};
use bloqr_syntax::ast::{CosmeticRule, HostRule, Separator};

/// What is known of the rules of a piece. Equal hashes only show which rules to compare: their texts
/// decide. Rules are numbered in the order of their lines.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Facts {
    /// What each rule says. The order of its parts does not matter. Empty when no rule is searched
    /// for repetitions.
    pub(super) keys: Vec<u64>,
    /// The line of each rule.
    pub(super) lines: Vec<u32>,
    /// The start of their lines in the text, in bytes; [`At::LOST`] if that is too far.
    pub(super) starts: Vec<u32>,
    /// A hash of the place of each rule: the host that it is about, its whole pattern if it has no
    /// host, or what it does to pages. A rule and a wider one have the same place, or the wider one
    /// has one of the places `above` it. 0 when it is not compared. Empty when no rule is searched
    /// for wider ones.
    pub(super) places: Vec<u32>,
    /// Other places of rules: of a hosts line with several names.
    pub(super) also: Vec<(u32, Number)>,
    /// The places above those of the rules: the domains above the host.
    pub(super) above: Vec<(u32, Number)>,
    /// What rules with `badfilter` name: a disabled rule covers nothing.
    pub(super) disabled: Vec<u64>,
    /// The rules that switch generic rules off on some sites.
    pub(super) switches: Vec<Number>,
    /// The lines of hints, valid or not.
    pub(super) hints: Vec<u32>,
}

/// The number of a rule.
pub(super) type Number = u32;

/// Which facts are collected: those that the rules of a configuration need.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    pub(super) keys: bool,
    pub(super) places: bool,
}

impl Wanted {
    pub(super) fn of(config: &Config) -> Wanted {
        Wanted {
            keys: config.is_on(&duplicate_rule::RULE),
            places: config.is_on(&redundant_rule::RULE),
        }
    }
}

/// 64 bits on every platform: the hash of `rustc_hash` has 32 where pointers have, as in WASM, and there the
/// numbers of all places would be equal.
pub(super) fn hash(seed: u64, text: &str) -> u64 {
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    let words = words.iter().chain([&last]).map(|it| u64::from_le_bytes(*it));
    words.fold(mix(seed, text.len() as u64), mix)
}

#[inline]
pub(super) fn mix(a: u64, b: u64) -> u64 {
    // An odd number without a pattern in its bits: the golden ratio.
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    let product = u128::from(a.rotate_left(23) ^ b ^ ODD) * u128::from(ODD);
    (product >> 64) as u64 ^ product as u64
}

/// Seeds: what kind of thing a hash stands for.
const NETWORK: u64 = 1;
const EXCEPTION: u64 = 2;
const COSMETIC: u64 = 3;
const HOST: u64 = 4;
const DOMAIN: u64 = 5;
const PATTERN: u64 = 6;

/// The line that a fact belongs to.
#[derive(Debug, Clone, Copy)]
pub(super) struct At {
    pub(super) line: u32,
    /// The start of the line in the text, in bytes.
    pub(super) start: u32,
}

impl At {
    /// A rule after the first 4 GiB of a text: it is not compared with others.
    pub(super) const LOST: u32 = u32::MAX;

    /// A position in bytes, `bytes` after `start`.
    pub(super) fn behind(start: u32, bytes: usize) -> u32 {
        let sum = u32::try_from(bytes).ok().and_then(|it| start.checked_add(it));
        sum.unwrap_or(At::LOST)
    }
}

/// How many items the facts of some rules have.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Room {
    rules: usize,
    keys: usize,
    places: usize,
    also: usize,
    above: usize,
}

impl Facts {
    /// How many items these are.
    pub(super) fn room(&self) -> Room {
        Room {
            rules: self.lines.len(),
            keys: self.keys.len(),
            places: self.places.len(),
            also: self.also.len(),
            above: self.above.len(),
        }
    }

    /// None yet, with memory for so many.
    pub(super) fn with_room(rooms: impl Iterator<Item = Room>) -> Facts {
        let all = rooms.fold(Room::default(), |all, it| Room {
            rules: all.rules + it.rules,
            keys: all.keys + it.keys,
            places: all.places + it.places,
            also: all.also + it.also,
            above: all.above + it.above,
        });
        let mut facts = Facts::default();
        facts.lines.reserve_exact(all.rules);
        facts.starts.reserve_exact(all.rules);
        facts.keys.reserve_exact(all.keys);
        facts.places.reserve_exact(all.places);
        facts.also.reserve_exact(all.also);
        facts.above.reserve_exact(all.above);
        facts
    }

    pub(super) fn append(&mut self, mut other: Facts) {
        let before = self.lines.len() as Number;
        if before > 0 {
            let also = other.also.iter_mut().chain(&mut other.above).map(|it| &mut it.1);
            also.chain(&mut other.switches).for_each(|it| *it += before);
        }
        // Lists with other settings can be joined.
        if self.keys.len() + other.keys.len() > 0 {
            (self.keys.len() as Number..before).for_each(|it| self.keys.push(no_key(it)));
            move_into(&mut self.keys, other.keys);
        }
        if self.places.len() + other.places.len() > 0 {
            self.places.resize(before as usize, 0);
            move_into(&mut self.places, other.places);
        }
        move_into(&mut self.lines, other.lines);
        move_into(&mut self.starts, other.starts);
        move_into(&mut self.also, other.also);
        move_into(&mut self.above, other.above);
        self.disabled.extend(other.disabled);
        self.switches.extend(other.switches);
        self.hints.extend(other.hints);
    }

    /// Gives every rule a key and a place.
    pub(super) fn fill(&mut self) {
        if !self.keys.is_empty() {
            let (from, to) = (self.keys.len() as Number, self.lines.len() as Number);
            self.keys.extend((from..to).map(no_key));
        }
        if !self.places.is_empty() {
            self.places.resize(self.lines.len(), 0);
        }
    }

    /// Reserves memory for the rules of a text of that many bytes: to grow step by step would need
    /// twice as much, and reserved pages that are never used cost nothing.
    pub(super) fn reserve(&mut self, bytes: usize, wanted: Wanted) {
        let most = bytes / 16;
        if wanted.keys {
            self.keys.reserve_exact(most);
        }
        if wanted.places {
            self.places.reserve_exact(most);
            self.above.reserve_exact(most / 4);
        }
        self.lines.reserve_exact(most);
        self.starts.reserve_exact(most);
    }

    /// Releases memory that was reserved and is not used, because many pieces can wait to be
    /// joined.
    pub(super) fn shrink(&mut self) {
        self.keys.shrink_to_fit();
        self.lines.shrink_to_fit();
        self.starts.shrink_to_fit();
        self.places.shrink_to_fit();
        self.above.shrink_to_fit();
    }

    /// Adds `lines` to all line numbers.
    pub(super) fn shift(&mut self, lines: u32) {
        if lines > 0 {
            self.lines.iter_mut().chain(&mut self.hints).for_each(|it| *it += lines);
        }
    }

    /// Adds `bytes` to all positions.
    pub(super) fn rebase(&mut self, bytes: usize) {
        if bytes > 0 {
            self.starts.iter_mut().for_each(|it| *it = At::behind(*it, bytes));
        }
    }

    /// Adds a rule. The facts that are added next belong to it.
    fn rule(&mut self, at: At) {
        self.lines.push(at.line);
        self.starts.push(at.start);
    }

    /// The number of the last rule.
    fn last(&self) -> Number {
        (self.lines.len() as Number).saturating_sub(1)
    }

    /// Adds a rule that was not parsed: the same facts as of the parsed one.
    pub(super) fn plain(&mut self, plain: Plain<'_>, line: &str, at: At, wanted: Wanted) {
        match plain {
            Plain::Host(host) => {
                self.rule(at);
                if wanted.keys {
                    self.keys.push(mix(hash(NETWORK, line), 0));
                }
                if wanted.places {
                    self.places.push(short(hash(NETWORK, host)));
                    self.add_above(NETWORK, host, "");
                }
            }
            Plain::Hiding(domain, selector) => {
                let what = hash(mix(COSMETIC, Separator::ElementHiding as u64), selector);
                self.page(what, domain.into_iter().map(|it| (false, it)), at, wanted);
            }
        }
    }

    pub(super) fn network(&mut self, network: &Network<'_, '_>, at: At, wanted: Wanted) {
        const BADFILTER: u8 = row("badfilter");
        const SWITCHES: u128 = 1 << row("generichide") | 1 << row("genericblock");
        self.rule(at);
        let seed = if network.rule.exception { EXCEPTION } else { NETWORK };
        let is_disabling = network.has(BADFILTER);
        if wanted.keys {
            let key = network_key(network, seed);
            self.keys.push(if is_disabling { mix(key, 1) } else { key });
        }
        if is_disabling {
            self.disabled.push(disabled(&network.rule.pattern, network.rule.exception));
        }
        if !wanted.places {
            return;
        }
        if network.modifier_set & SWITCHES != 0 {
            self.switches.push(self.last());
        }
        if is_disabling {
            self.places.push(0);
            return;
        }
        match said::split(&network.rule.pattern) {
            Some((host, tail)) if memchr::memchr(b'.', host.as_bytes()).is_some() => {
                let own = hash(seed, host);
                match start(tail) {
                    "" => self.places.push(short(own)),
                    start => {
                        self.places.push(place(own, start));
                        self.above.push((short(own), self.last()));
                    }
                }
                // A name without an end can continue, so it is not under a host.
                if !tail.is_empty() {
                    self.add_above(seed, host, start(tail));
                }
            }
            _ => self.places.push(place(mix(seed, PATTERN), &network.rule.pattern)),
        }
    }

    /// Adds the places of the domains above a host, and of the same path there.
    fn add_above(&mut self, seed: u64, host: &str, start: &str) {
        let rule = self.last();
        // A name is short: a search for many bytes at once would take longer.
        let mut dots = host.bytes().enumerate().filter(|it| it.1 == b'.').map(|it| it.0);
        let Some(mut dot) = dots.next() else { return };
        if host.len() > MAX_NAME {
            return;
        }
        for next in dots.take(MAX_ABOVE) {
            let above = hash(seed, &host[dot + 1..]);
            self.above.push((short(above), rule));
            if !start.is_empty() {
                self.above.push((place(above, start), rule));
            }
            dot = next;
        }
    }

    pub(super) fn host(&mut self, rule: &HostRule<'_>, at: At, wanted: Wanted) {
        self.rule(at);
        if wanted.keys {
            let address = rule.ip.map_or(0, |it| hash(HOST, &it));
            let names = rule.hostnames.iter().map(|it| hash(HOST, &it));
            self.keys.push(names.fold(mix(HOST, address), u64::wrapping_add));
        }
        if wanted.places {
            let mut names = rule.hostnames.iter();
            let first = names.next();
            self.places.push(first.map_or(0, |it| place(NETWORK, &it)));
            for name in names {
                self.also.push((place(NETWORK, &name), self.last()));
            }
            // A wider rule covers all names.
            if let Some(first) = first {
                self.add_above(NETWORK, &first, "");
            }
        }
    }

    pub(super) fn cosmetic(&mut self, rule: &CosmeticRule<'_>, body: &str, at: At, wanted: Wanted) {
        let seed = mix(COSMETIC, rule.separator as u64);
        let mut what = hash(seed, body);
        for modifier in rule.modifiers.iter().flat_map(|it| &it.children) {
            let value = modifier.value.as_ref().map_or("", |it| it.text);
            let one = hash(hash(u64::from(modifier.exception), &modifier.name), value);
            what = what.wrapping_add(one);
        }
        let domains = rule.domains.children.iter().map(|it| (it.exception, it.value.text));
        self.page(what, domains, at, wanted);
    }

    /// Adds a rule that does something on pages of these domains; the negated ones are marked.
    #[inline]
    fn page<'d>(
        &mut self,
        what: u64,
        domains: impl Iterator<Item = (bool, &'d str)>,
        at: At,
        wanted: Wanted,
    ) {
        self.rule(at);
        let mut key = what;
        let mut first = None;
        for (is_negated, domain) in domains {
            let name = hash(u64::from(is_negated), domain);
            key = key.wrapping_add(mix(DOMAIN, name));
            if is_negated || !wanted.places {
                continue;
            }
            match first {
                None => {
                    self.places.push(short(mix(what, name)));
                    first = Some(domain);
                }
                Some(_) => self.also.push((short(mix(what, name)), self.last())),
            }
        }
        if wanted.keys {
            self.keys.push(key);
        }
        if !wanted.places {
            return;
        }
        // A wider rule applies on the first domain too.
        match first {
            None => self.places.push(short(what)),
            Some(first) => {
                let rule = self.last();
                self.above.push((short(what), rule));
                let above = std::iter::successors(parent(first), |it| parent(it));
                self.above.extend(above.map(|it| (short(mix(what, hash(0, it))), rule)));
            }
        }
    }
}

/// A hash of all parts of a network rule.
fn network_key(network: &Network<'_, '_>, seed: u64) -> u64 {
    let mut modifiers = 0_u64;
    network.each_modifier(|modifier, found| {
        let name = found.map_or_else(|| hash(0, &modifier.name), |it| u64::from(it.row));
        let mut one = mix(name, u64::from(modifier.exception));
        if let Some(value) = &modifier.value {
            one = match found {
                Some(it) if it.row == const { row("domain") } => mix(one, sum_of(value, b'|')),
                _ => hash(one, value),
            };
        }
        if found.is_none_or(|it| it.row != const { row("badfilter") }) {
            modifiers = modifiers.wrapping_add(one);
        }
    });
    mix(hash(seed, &network.rule.pattern), modifiers)
}

/// The key of a rule without a key: equal to no other.
fn no_key(rule: Number) -> u64 {
    mix(u64::MAX, u64::from(rule))
}

fn place(seed: u64, text: &str) -> u32 {
    short(hash(seed, text))
}

/// The start of a path, by which rules for the same host are told apart: nothing for the whole host.
fn start(tail: &str) -> &str {
    match tail.as_bytes() {
        [] | [_] | [b'^', b'*'] => "",
        _ => tail.get(..2).unwrap_or(""),
    }
}

/// Half of a hash; not 0.
fn short(hash: u64) -> u32 {
    ((hash >> 32) as u32).max(1)
}

/// The host that a whole pattern stands for: `||host^`, `||host^*`, `host`.
pub(super) fn host_of(pattern: &str) -> Option<&str> {
    let rest = pattern.trim_matches('*');
    let rest = rest.strip_prefix("||").unwrap_or(rest);
    let (host, tail) = rest.split_at(domain::name_len(rest));
    (!host.is_empty() && matches!(tail, "" | "^")).then_some(host)
}

/// The hash of a pattern in [`Facts::disabled`].
pub(super) fn disabled(pattern: &str, exception: bool) -> u64 {
    let pattern = host_of(pattern).unwrap_or(pattern.trim_matches('*'));
    hash(if exception { EXCEPTION } else { NETWORK }, pattern)
}

/// Moves values. Does not copy or reserve when `all` is empty.
fn move_into<T>(all: &mut Vec<T>, more: Vec<T>) {
    match all.capacity() {
        0 => *all = more,
        _ => all.extend(more),
    }
}

/// The maximum length of a host name, in bytes.
pub(super) const MAX_NAME: usize = 253;

/// How many domains above a host are compared: names have fewer.
const MAX_ABOVE: usize = 16;

/// The domain above a domain, unless that is only the last label. `None` for text that is too long
/// for a name: otherwise a line of many labels would be hashed once for each label.
pub(super) fn parent(name: &str) -> Option<&str> {
    if name.len() > MAX_NAME {
        return None;
    }
    let is_dot = |it| it == b'.';
    let parent = &name[name.bytes().position(is_dot)? + 1..];
    parent.bytes().any(is_dot).then_some(parent)
}

/// A hash of the parts of a list that does not depend on their order.
fn sum_of(list: &str, separator: u8) -> u64 {
    let bytes = list.as_bytes();
    let mut start = 0;
    let mut sum = 0_u64;
    for end in memchr::memchr_iter(separator, bytes).chain([bytes.len()]) {
        sum = sum.wrapping_add(hash(DOMAIN, &list[start..end]));
        start = end + 1;
    }
    sum
}
