//! What is remembered of a rule to judge it beside others: some hashes, and the line.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use crate::{
    domain,
    network::Network,
    tables::modifiers::{ModifierRef, Role, row},
};
use bloqr_syntax::ast::{CosmeticBody, CosmeticRule, HostRule};

/// Something known of the rule on a line. Packed, for there are more of these than of anything.
#[derive(Debug, Clone, Copy)]
#[repr(C, packed(4))]
pub(super) struct Fact {
    pub(super) key: u64,
    pub(super) line: u32,
}

/// What is known of the rules of a piece. Keys that are equal show where to look: whether the rules
/// are the same is judged by their texts.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    /// What each rule says, whatever order it says it in.
    pub(super) rules: Vec<Fact>,
    /// Where their lines start in the text, in bytes; [`At::LOST`] where that is too far.
    pub(super) starts: Vec<u32>,
    /// What rules like `||ads.example^` block, and cosmetic rules hide on a domain.
    pub(super) covering: Vec<Fact>,
    /// What cosmetic rules hide on one domain: these cover others too, but not before a wide one.
    pub(super) covering_one_domain: Vec<Fact>,
    /// What a wide rule would have to be that makes another one needless: piece by piece, for these
    /// are the most and are only looked through.
    pub(super) covered_keys: Vec<Vec<Fact>>,
    /// The hosts that rules with `badfilter` name: what these disable covers nothing.
    pub(super) disabled: Vec<u64>,
    /// The lines of hints, also of those that cannot be read.
    pub(super) hints: Vec<u32>,
}

fn hash(seed: u64, text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write_u64(seed);
    hasher.write(text.as_bytes());
    hasher.finish()
}

fn mix(a: u64, b: u64) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write_u64(a);
    hasher.write_u64(b);
    hasher.finish()
}

/// Seeds: what a hash is of.
const NETWORK: u64 = 1;
const EXCEPTION: u64 = 2;
const COSMETIC: u64 = 3;
const HOST: u64 = 4;
const DOMAIN: u64 = 5;

/// The line a fact is of.
#[derive(Debug, Clone, Copy)]
pub(super) struct At {
    pub(super) line: u32,
    /// Where it starts in the text, in bytes.
    pub(super) start: u32,
}

impl At {
    /// A rule beyond the first 4 GiB of a text: it is not compared with others.
    pub(super) const LOST: u32 = u32::MAX;

    /// A place in bytes, so many behind another.
    pub(super) fn behind(start: u32, bytes: usize) -> u32 {
        let sum = u32::try_from(bytes).ok().and_then(|it| start.checked_add(it));
        sum.unwrap_or(At::LOST)
    }

    fn fact(self, key: u64) -> Fact {
        Fact { key, line: self.line }
    }
}

impl Facts {
    pub(super) fn append(&mut self, other: Facts) {
        move_into(&mut self.rules, other.rules);
        move_into(&mut self.starts, other.starts);
        move_into(&mut self.covering, other.covering);
        move_into(&mut self.covering_one_domain, other.covering_one_domain);
        self.covered_keys.extend(other.covered_keys);
        self.disabled.extend(other.disabled);
        self.hints.extend(other.hints);
    }

    /// Makes room for so many of each: growing would need the memory twice.
    pub(super) fn reserve(&mut self, [rules, covering, covering_one_domain]: [usize; 3]) {
        self.rules.reserve_exact(rules);
        self.starts.reserve_exact(rules);
        self.covering.reserve_exact(covering);
        self.covering_one_domain.reserve_exact(covering_one_domain);
    }

    /// Gives back what was reserved and is not used: many pieces wait for each other.
    pub(super) fn shrink(&mut self) {
        self.rules.shrink_to_fit();
        self.starts.shrink_to_fit();
        self.covering.shrink_to_fit();
        self.covering_one_domain.shrink_to_fit();
        self.covered_keys.iter_mut().for_each(Vec::shrink_to_fit);
    }

    /// Moves all of it down by so many lines.
    pub(super) fn shift(&mut self, lines: u32) {
        if lines > 0 {
            let all = self
                .rules
                .iter_mut()
                .chain(&mut self.covering)
                .chain(&mut self.covering_one_domain);
            all.chain(self.covered_keys.iter_mut().flatten()).for_each(|it| it.line += lines);
            self.hints.iter_mut().for_each(|it| *it += lines);
        }
    }

    /// Says that the text of the rules stands so many bytes into a longer one.
    pub(super) fn rebase(&mut self, bytes: usize) {
        if bytes > 0 {
            self.starts.iter_mut().for_each(|it| *it = At::behind(*it, bytes));
        }
    }

    fn rule(&mut self, key: u64, at: At) {
        self.rules.push(at.fact(key));
        self.starts.push(at.start);
    }

    fn add_covered_key(&mut self, fact: Fact) {
        if self.covered_keys.is_empty() {
            self.covered_keys.push(Vec::new());
        }
        self.covered_keys[0].push(fact);
    }

    pub(super) fn network(&mut self, network: &Network<'_, '_>, at: At) {
        const BADFILTER: u8 = row("badfilter");
        let seed = if network.rule.exception { EXCEPTION } else { NETWORK };
        let mut modifiers = 0_u64;
        let mut is_plain = true;
        let mut third_party = 0;
        for (modifier, found) in network.modifiers() {
            let name = found.map_or_else(|| hash(0, &modifier.name), |it| u64::from(it.row));
            let mut one = mix(name, u64::from(modifier.exception));
            if let Some(value) = &modifier.value {
                one = match found {
                    Some(it) if it.row == const { row("domain") } => mix(one, sum_of(value, b'|')),
                    _ => hash(one, value),
                };
            }
            is_plain &= narrows(found);
            if found.is_some_and(|it| it.row == const { row("third-party") }) && !modifier.exception
            {
                third_party = one;
            }
            match found {
                Some(it) if it.row == BADFILTER => (),
                _ => modifiers = modifiers.wrapping_add(one),
            }
        }
        let pattern = hash(seed, &network.rule.pattern);
        let key = mix(pattern, modifiers);
        if network.has(BADFILTER) {
            self.disabled.extend(
                host_of(&network.rule.pattern).map(|it| disabled(it, network.rule.exception)),
            );
            self.rule(mix(key, 1), at);
            return;
        }
        self.rule(key, at);
        self.hosts(network, seed, (modifiers, third_party, is_plain), at);
    }

    /// Where a rule for a host is concerned: `||host^`, and what is under it.
    fn hosts(
        &mut self,
        network: &Network<'_, '_>,
        seed: u64,
        (modifiers, third_party, is_plain): (u64, u64, bool),
        at: At,
    ) {
        let Some(rest) = network.rule.pattern.strip_prefix("||") else { return };
        let (host, tail) = rest.split_at(domain::name_len(rest));
        if memchr::memchr(b'.', host.as_bytes()).is_none() {
            return;
        }
        let key = |host: &str, modifiers: u64| mix(mix(hash(seed, host), HOST), modifiers);
        if tail == "^" {
            self.covering.push(at.fact(key(host, modifiers)));
        } else if !tail.starts_with(['^', '/', '?', ':']) {
            // `||ads.` goes on: what follows may belong to the name.
            return;
        }
        let mut name = host;
        let mut is_self = tail == "^";
        loop {
            // A rule is not covered by itself.
            if !is_self {
                self.add_covered_key(at.fact(key(name, modifiers)));
            }
            if modifiers != 0 && is_plain {
                self.add_covered_key(at.fact(key(name, 0)));
                if third_party != 0 && third_party != modifiers {
                    self.add_covered_key(at.fact(key(name, third_party)));
                }
            }
            is_self = false;
            match parent(name) {
                Some(parent) => name = parent,
                None => return,
            }
        }
    }

    pub(super) fn host(&mut self, rule: &HostRule<'_>, at: At) {
        let address = rule.ip.map_or(0, |it| hash(HOST, &it));
        let names = rule.hostnames.iter().map(|it| hash(HOST, &it));
        self.rule(names.fold(mix(HOST, address), u64::wrapping_add), at);
    }

    pub(super) fn cosmetic(&mut self, rule: &CosmeticRule<'_>, body: &str, at: At) {
        let seed = mix(COSMETIC, rule.separator as u64);
        let mut what = hash(seed, body);
        for modifier in rule.modifiers.iter().flat_map(|it| &it.children) {
            let value = modifier.value.as_ref().map_or("", |it| it.text);
            let one = hash(hash(u64::from(modifier.exception), &modifier.name), value);
            what = what.wrapping_add(one);
        }
        let domains = &rule.domains.children;
        let mut key = what;
        let (mut count, mut some_exception, mut last) = (0_usize, false, "");
        for domain in domains {
            key = key.wrapping_add(mix(DOMAIN, hash(u64::from(domain.exception), &domain.value)));
            some_exception |= domain.exception;
            last = domain.value.text;
            count += 1;
        }
        self.rule(key, at);
        if some_exception || !matches!(rule.body, CosmeticBody::ElementHiding(_)) {
            return;
        }
        let on = |domain: &str| mix(what, hash(DOMAIN, domain));
        match count {
            0 => (),
            1 => {
                let only = on(last);
                self.add_covered_key(at.fact(only));
                let mut name = last;
                while let Some(parent) = parent(name) {
                    self.add_covered_key(at.fact(on(parent)));
                    name = parent;
                }
                self.covering_one_domain.push(at.fact(only));
            }
            _ => self.covering.extend(domains.iter().map(|it| at.fact(on(it.value.text)))),
        }
    }
}

/// Whether a rule with the modifier does nothing that it would not do without.
pub(super) fn narrows(found: Option<ModifierRef>) -> bool {
    found.is_some_and(|it| {
        let role = it.modifier.role;
        // A rule for some domains still holds where `genericblock` takes back all others.
        let is_apart =
            [const { row("document") }, const { row("domain") }, const { row("denyallow") }];
        matches!(role, Role::Type | Role::BareType | Role::Scope) && !is_apart.contains(&it.row)
    })
}

/// The host that a pattern is for as a whole, however that is written: `||host^`, `||host^*`, `host`.
pub(super) fn host_of(pattern: &str) -> Option<&str> {
    let rest = pattern.trim_matches('*');
    let rest = rest.strip_prefix("||").unwrap_or(rest);
    let (host, tail) = rest.split_at(domain::name_len(rest));
    (!host.is_empty() && matches!(tail, "" | "^")).then_some(host)
}

/// What stands in [`Facts::disabled`] for a host.
pub(super) fn disabled(host: &str, exception: bool) -> u64 {
    hash(if exception { EXCEPTION } else { NETWORK }, host)
}

/// Nothing is copied where there was nothing, and no room made for it.
fn move_into<T>(all: &mut Vec<T>, more: Vec<T>) {
    match all.capacity() {
        0 => *all = more,
        _ => all.extend(more),
    }
}

/// The domain that a domain belongs to, but for the last label alone. No name is longer than 253
/// bytes; what is has none, lest a line of many labels be hashed once for each.
pub(super) fn parent(name: &str) -> Option<&str> {
    if name.len() > 253 {
        return None;
    }
    let dot = memchr::memchr(b'.', name.as_bytes())?;
    let parent = &name[dot + 1..];
    memchr::memchr(b'.', parent.as_bytes()).map(|_| parent)
}

/// The parts of a list, in any order.
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
