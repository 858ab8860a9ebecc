//! Finds rules that a wider rule covers. The time is linear in the number of rules.
//!
//! Rules with the same place, or with a place above it, are compared: few rules at a time, of which
//! most have nothing to do with each other.

use std::cell::OnceCell;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::{
    facts::{Facts, Number, hash, mix, parent},
    said::Said,
    same::{Lost, Same, Written},
};

/// A redundant rule, and the rule that makes it redundant.
pub(super) type Numbers = (Number, Number);

/// Rules that a wider rule covers, without those that are `repeated` (which is sorted), in the order
/// of the rules.
pub(super) fn covered(facts: &Facts, repeated: &[Numbers], same: &Same<'_, '_>) -> Vec<Numbers> {
    let mut found: Vec<Numbers> = Vec::new();
    for group in groups(facts, repeated).chunk_by(|a, b| a.place == b.place) {
        if group.len() > 1 {
            compare(group, same, &mut found);
        }
    }
    found.sort_unstable();
    found.dedup_by_key(|it| it.0);
    let widest: Vec<Numbers> = found.iter().map(|it| (it.0, widest(*it, &found, same))).collect();
    widest
}

/// The rule that covers the wider rule itself, if it also covers the first one.
fn widest((covered, wider): Numbers, found: &[Numbers], same: &Same<'_, '_>) -> Number {
    const STEPS: usize = 16;
    let above = |it: Number| found.binary_search_by_key(&it, |it| it.0).ok().map(|at| found[at].1);
    let last = std::iter::successors(above(wider), |it| above(*it)).take(STEPS).last();
    let covers = |it: &Number| {
        let (one, other) = (Member::read(*it, same), Member::read(covered, same));
        one.zip(other).is_some_and(|(one, other)| one.covers(&other, same))
    };
    last.filter(|it| *it != covered && covers(it)).unwrap_or(wider)
}

/// A rule at a place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Visit {
    place: u32,
    /// Whether the rule belongs to a place below this one.
    is_below: bool,
    rule: Number,
}

/// The rules at places where there are several, sorted.
fn groups(facts: &Facts, repeated: &[Numbers]) -> Vec<Visit> {
    let count = facts.places.len();
    let mut is_repeated = Bits::new(count);
    repeated.iter().for_each(|it| is_repeated.add(it.0));
    let own = facts.places.iter().copied().zip(0..).filter(|it: &(u32, Number)| it.0 != 0);
    let own = own.chain(facts.also.iter().copied()).filter(|it| !is_repeated.has(it.1));
    let above = facts.above.iter().copied().filter(|it| !is_repeated.has(it.1));
    // Eight bits for each place: few places that only seem to be the same.
    let size = (count * 8).next_power_of_two().max(64);
    let (mut once, mut more) = (Bits::new(size), Bits::new(size));
    let bit = |place: u32| place & (size - 1) as u32;
    for (place, _) in own.clone() {
        let bit = bit(place);
        if once.has(bit) {
            more.add(bit);
        } else {
            once.add(bit);
        }
    }
    let mut visits = Vec::new();
    for (place, rule) in above.filter(|it| once.has(bit(it.0))) {
        more.add(bit(place));
        visits.push(Visit { place, is_below: true, rule });
    }
    let own = own.filter(|it| more.has(bit(it.0)));
    visits.extend(own.map(|(place, rule)| Visit { place, is_below: false, rule }));
    visits.sort_unstable();
    visits.dedup();
    visits
}

/// A set of small numbers.
struct Bits(Vec<u64>);

impl Bits {
    fn new(count: usize) -> Bits {
        Bits(vec![0; count.div_ceil(64)])
    }

    fn add(&mut self, n: u32) {
        self.0[n as usize / 64] |= 1 << (n % 64);
    }

    fn has(&self, n: u32) -> bool {
        self.0[n as usize / 64] >> (n % 64) & 1 == 1
    }
}

/// A rule that is compared.
pub(super) struct Member<'a> {
    rule: Number,
    is_below: bool,
    pub(super) written: Written<'a>,
    pub(super) said: Said<'a>,
    /// To find out takes as long as to check the rule.
    pub(super) lost: OnceCell<Lost>,
}

impl<'a> Member<'a> {
    fn read(rule: Number, same: &Same<'_, 'a>) -> Option<Member<'a>> {
        let written = same.rule(rule as usize);
        let said = Said::read(written.text)?;
        Some(Member { rule, is_below: false, written, said, lost: OnceCell::new() })
    }

    /// Whether it makes the other rule redundant, also when each does what the other does.
    fn covers(&self, other: &Member<'a>, same: &Same<'_, 'a>) -> bool {
        self.rule != other.rule && same.covers(self, other)
    }

    /// Whether it makes the other rule redundant. Of two rules that do the same, the first stays.
    fn replaces(&self, other: &Member<'a>, same: &Same<'_, 'a>) -> bool {
        self.covers(other, same) && (self.rule < other.rule || !other.covers(self, same))
    }
}

/// Compares the rules at one place: first those of the place itself.
fn compare<'a>(group: &[Visit], same: &Same<'_, 'a>, found: &mut Vec<Numbers>) {
    // Among so few, each is compared with each.
    const FEW: usize = 8;
    let own = group.partition_point(|it| !it.is_below);
    if own == 0 {
        return;
    }
    let read = |it: &Visit| {
        let member = Member::read(it.rule, same)?;
        Some(Member { is_below: it.is_below, ..member })
    };
    let members: Vec<Member<'a>> = group.iter().filter_map(read).collect();
    if members.len() <= FEW {
        let wider = |it: &Member<'a>| {
            let mut own = members.iter().take_while(|it| !it.is_below);
            own.find(|wide| wide.replaces(it, same)).map(|wide| (it.rule, wide.rule))
        };
        found.extend(members.iter().filter_map(wider));
        return;
    }
    let index = Index::new(&members);
    for member in &members {
        let mut candidates = index.candidates(&member.said);
        candidates.sort_unstable();
        candidates.dedup();
        let mut candidates = candidates.iter().map(|it| &members[*it as usize]);
        let wider = candidates.find(|it| it.replaces(member, same));
        found.extend(wider.map(|it| (member.rule, it.rule)));
    }
}

/// Finds rules that can be wider among many, by what they have in common with the other rule: what
/// they do instead of blocking, the start of the path, a domain where they apply.
struct Index(FxHashMap<u64, SmallVec<[u32; 2]>>);

impl Index {
    /// How many rules with the same key are compared.
    const MOST: usize = 16;
    /// How many starts of a path are searched.
    const STARTS: usize = 12;

    fn new(members: &[Member<'_>]) -> Index {
        let mut index = Index(FxHashMap::default());
        for (member, n) in members.iter().zip(0..).take_while(|it| !it.0.is_below) {
            let seed = mix(hash(0, path(&member.said)), action(&member.said));
            let on = member.said.sites().map_or(&[][..], |it| it.on());
            let on = on.iter().map(|it| hash(seed, it));
            let generic = on.len() == 0;
            for key in on.chain(generic.then_some(seed)) {
                let all = index.0.entry(key).or_default();
                if all.len() < Index::MOST {
                    all.push(n);
                }
            }
        }
        index
    }

    /// The rules that can be wider than a rule.
    fn candidates(&self, said: &Said<'_>) -> SmallVec<[u32; 16]> {
        let first = said.sites().and_then(|it| it.on().first().copied());
        let mut found = SmallVec::new();
        for start in starts(path(said)).take(Index::STARTS) {
            let seed = mix(hash(0, start), action(said));
            let on = std::iter::successors(first, |it| parent(it)).map(|it| hash(seed, it));
            for key in std::iter::once(seed).chain(on) {
                found.extend(self.0.get(&key).into_iter().flatten().copied());
            }
        }
        found
    }
}

/// What follows the host in the pattern of a rule; nothing if the rule is about the whole host.
fn path<'a>(said: &Said<'a>) -> &'a str {
    match said {
        Said::Request(it) => match it.pattern.host {
            Some((_, tail)) if tail.trim_end_matches('*') != "^" => tail,
            _ => "",
        },
        Said::Page(_) | Said::Names(_) => "",
    }
}

fn action(said: &Said<'_>) -> u64 {
    said.action().map_or(0, |(row, value)| hash(u64::from(row) + 1, value.unwrap_or("")))
}

/// A path, and its starts that end beside a sign.
fn starts(path: &str) -> impl Iterator<Item = &str> {
    let is_sign = |it: u8| !(it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-') || it >= 0x80);
    let bytes = path.as_bytes();
    let ends = (1..bytes.len()).filter(move |at| is_sign(bytes[at - 1]) || is_sign(bytes[*at]));
    let starts = ends.map(|at| &path[..at]);
    [path, ""].into_iter().take(if path.is_empty() { 1 } else { 2 }).chain(starts)
}
