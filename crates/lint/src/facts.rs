//! What is stored of a rule to compare it with others: some hashes, and the line.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use crate::{
    domain,
    network::Network,
    tables::modifiers::{ModifierRef, Role, row},
};
use bloqr_syntax::ast::{CosmeticBody, CosmeticRule, HostRule};

/// Hashes of what rules do, each with the number of its rule. They are two lists, because there are
/// more of these than of anything else, and pairs would take a third more memory.
#[derive(Debug, Clone, Default)]
pub(super) struct Keys {
    pub(super) keys: Vec<u64>,
    /// The numbers of the rules.
    pub(super) rules: Vec<u32>,
}

impl Keys {
    fn push(&mut self, key: u64, rule: u32) {
        self.keys.push(key);
        self.rules.push(rule);
    }

    pub(super) fn append(&mut self, other: Keys) {
        move_into(&mut self.keys, other.keys);
        move_into(&mut self.rules, other.rules);
    }

    fn reserve(&mut self, count: usize) {
        self.keys.reserve_exact(count);
        self.rules.reserve_exact(count);
    }

    fn shrink(&mut self) {
        self.keys.shrink_to_fit();
        self.rules.shrink_to_fit();
    }

    /// Adds the number of rules before these to each number.
    fn number_from(&mut self, first: u32) {
        if first > 0 {
            self.rules.iter_mut().for_each(|it| *it += first);
        }
    }

    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }
}

/// What is known of the rules of a piece. Equal keys only show which rules to compare: their texts
/// decide. Rules are numbered in the order of their lines.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    /// What each rule says. The order of its parts does not matter.
    pub(super) keys: Vec<u64>,
    /// The line of each rule.
    pub(super) lines: Vec<u32>,
    /// The start of their lines in the text, in bytes; [`At::LOST`] if that is too far.
    pub(super) starts: Vec<u32>,
    /// What rules like `||ads.example^` block, and what cosmetic rules hide on several domains.
    pub(super) covering: Keys,
    /// What cosmetic rules hide on one domain. They cover other rules too, but a wider rule is
    /// preferred.
    pub(super) covering_one_domain: Keys,
    /// The keys of wider rules that would make a rule redundant: one list for each piece, because
    /// they are only iterated.
    pub(super) covered: Vec<Keys>,
    /// The hosts that rules with `badfilter` name: a disabled rule covers nothing.
    pub(super) disabled: Vec<u64>,
    /// The lines of hints, valid or not.
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

/// Seeds: what kind of thing a hash stands for.
const NETWORK: u64 = 1;
const EXCEPTION: u64 = 2;
const COSMETIC: u64 = 3;
const HOST: u64 = 4;
const DOMAIN: u64 = 5;

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
    covering: usize,
    covering_one_domain: usize,
}

impl Facts {
    /// How many items these are.
    pub(super) fn room(&self) -> Room {
        Room {
            rules: self.keys.len(),
            covering: self.covering.len(),
            covering_one_domain: self.covering_one_domain.len(),
        }
    }

    /// None yet, with memory for so many.
    pub(super) fn with_room(rooms: impl Iterator<Item = Room>) -> Facts {
        let all = rooms.fold(Room::default(), |all, it| Room {
            rules: all.rules + it.rules,
            covering: all.covering + it.covering,
            covering_one_domain: all.covering_one_domain + it.covering_one_domain,
        });
        let mut facts = Facts::default();
        facts.keys.reserve_exact(all.rules);
        facts.lines.reserve_exact(all.rules);
        facts.starts.reserve_exact(all.rules);
        facts.covering.reserve(all.covering);
        facts.covering_one_domain.reserve(all.covering_one_domain);
        facts
    }

    pub(super) fn append(&mut self, mut other: Facts) {
        let before = self.keys.len() as u32;
        let numbered = [&mut other.covering, &mut other.covering_one_domain].into_iter();
        numbered.chain(&mut other.covered).for_each(|it| it.number_from(before));
        move_into(&mut self.keys, other.keys);
        move_into(&mut self.lines, other.lines);
        move_into(&mut self.starts, other.starts);
        self.covering.append(other.covering);
        self.covering_one_domain.append(other.covering_one_domain);
        self.covered.extend(other.covered);
        self.disabled.extend(other.disabled);
        self.hints.extend(other.hints);
    }

    /// Reserves memory for the rules of a text of that many bytes: to grow step by step would need
    /// twice as much, and reserved pages that are never used cost nothing.
    pub(super) fn reserve(&mut self, bytes: usize) {
        let most = bytes / 16;
        self.keys.reserve_exact(most);
        self.lines.reserve_exact(most);
        self.starts.reserve_exact(most);
        self.covering.reserve(most);
        self.covering_one_domain.reserve(most / 4);
    }

    /// Releases memory that was reserved and is not used, because many pieces can wait to be
    /// joined.
    pub(super) fn shrink(&mut self) {
        self.keys.shrink_to_fit();
        self.lines.shrink_to_fit();
        self.starts.shrink_to_fit();
        self.covering.shrink();
        self.covering_one_domain.shrink();
        self.covered.iter_mut().for_each(Keys::shrink);
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
    fn rule(&mut self, key: u64, at: At) {
        self.keys.push(key);
        self.lines.push(at.line);
        self.starts.push(at.start);
    }

    /// The number of the last rule.
    fn last(&self) -> u32 {
        (self.keys.len() as u32).saturating_sub(1)
    }

    fn add_covered(&mut self, key: u64) {
        let rule = self.last();
        if self.covered.is_empty() {
            self.covered.push(Keys::default());
        }
        self.covered[0].push(key, rule);
    }

    pub(super) fn network(&mut self, network: &Network<'_, '_>, at: At) {
        const BADFILTER: u8 = row("badfilter");
        let seed = if network.rule.exception { EXCEPTION } else { NETWORK };
        let mut modifiers = 0_u64;
        let mut is_plain = true;
        let mut third_party = 0;
        network.each_modifier(|modifier, found| {
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
        });
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
        self.hosts(network, seed, (modifiers, third_party, is_plain));
    }

    /// Adds the facts about the host of a rule: `||host^`, and what is under that host.
    fn hosts(
        &mut self,
        network: &Network<'_, '_>,
        seed: u64,
        (modifiers, third_party, is_plain): (u64, u64, bool),
    ) {
        let Some(rest) = network.rule.pattern.strip_prefix("||") else { return };
        let (host, tail) = rest.split_at(domain::name_len(rest));
        // A name is short: a search for many bytes at once would take longer.
        let dots = host.bytes().enumerate().filter(|it| it.1 == b'.');
        let mut dots = dots.map(|it| it.0).peekable();
        if dots.peek().is_none() {
            return;
        }
        let key = |host: &str, modifiers: u64| mix(mix(hash(seed, host), HOST), modifiers);
        if tail == "^" {
            self.covering.push(key(host, modifiers), self.last());
        } else if !tail.starts_with(['^', '/', '?', ':']) {
            // `||ads.` continues: what follows can be a part of the name.
            return;
        }
        let mut name = host;
        let mut is_self = tail == "^";
        loop {
            // A rule does not cover itself.
            if !is_self {
                self.add_covered(key(name, modifiers));
            }
            if modifiers != 0 && is_plain {
                self.add_covered(key(name, 0));
                if third_party != 0 && third_party != modifiers {
                    self.add_covered(key(name, third_party));
                }
            }
            is_self = false;
            // Like `parent`, but for all of them at once.
            match (dots.next(), dots.peek()) {
                (Some(dot), Some(_)) if host.len() <= MAX_NAME => name = &host[dot + 1..],
                _ => return,
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
                self.add_covered(only);
                let mut name = last;
                while let Some(parent) = parent(name) {
                    self.add_covered(on(parent));
                    name = parent;
                }
                self.covering_one_domain.push(only, self.last());
            }
            _ => {
                let rule = self.last();
                domains.iter().for_each(|it| self.covering.push(on(it.value.text), rule));
            }
        }
    }
}

/// Whether the modifier only limits what a rule does.
pub(super) fn narrows(found: Option<ModifierRef>) -> bool {
    found.is_some_and(|it| {
        let role = it.modifier.role;
        // A rule for some domains still applies where `genericblock` switches generic rules off.
        let is_apart =
            [const { row("document") }, const { row("domain") }, const { row("denyallow") }];
        matches!(role, Role::Type | Role::BareType | Role::Scope) && !is_apart.contains(&it.row)
    })
}

/// The host that a whole pattern stands for: `||host^`, `||host^*`, `host`.
pub(super) fn host_of(pattern: &str) -> Option<&str> {
    let rest = pattern.trim_matches('*');
    let rest = rest.strip_prefix("||").unwrap_or(rest);
    let (host, tail) = rest.split_at(domain::name_len(rest));
    (!host.is_empty() && matches!(tail, "" | "^")).then_some(host)
}

/// The hash of a host in [`Facts::disabled`].
pub(super) fn disabled(host: &str, exception: bool) -> u64 {
    hash(if exception { EXCEPTION } else { NETWORK }, host)
}

/// Moves values. Does not copy or reserve when `all` is empty.
fn move_into<T>(all: &mut Vec<T>, more: Vec<T>) {
    match all.capacity() {
        0 => *all = more,
        _ => all.extend(more),
    }
}

/// The maximum length of a host name, in bytes.
const MAX_NAME: usize = 253;

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
