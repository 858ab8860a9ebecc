//! Finds rules that a wider rule covers. The time is linear in the number of rules.
//!
//! Rules with the same place, or with a place above it, are compared: few rules at a time, of which
//! most have nothing to do with each other.

use std::{cell::OnceCell, rc::Rc};

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::{
    facts::{Facts, Number, hash, mix, parent},
    said::Said,
    same::{Lost, Same, Written, says_same},
};

/// A redundant rule, and the rule that makes it redundant.
pub(super) type Numbers = (Number, Number);

/// Rules that a wider rule covers, without those that are `repeated` (which is sorted), in the order
/// of the rules.
pub(super) fn covered(facts: &Facts, repeated: &[Numbers], same: &Same<'_, '_>) -> Vec<Numbers> {
    let mut found: Vec<Numbers> = Vec::new();
    let mut members = Members { same, long: FxHashMap::default() };
    for group in groups(facts, repeated).chunk_by(|a, b| a.place() == b.place()) {
        if group.len() > 1 {
            compare(group, &mut members, &mut found);
        }
    }
    found.sort_unstable();
    found.dedup_by_key(|it| it.0);
    found.iter().map(|it| (it.0, widest(*it, &found, &mut members))).collect()
}

/// The rule that covers the wider rule itself, if it also covers the first one.
fn widest<'a>(
    (covered, wider): Numbers,
    found: &[Numbers],
    members: &mut Members<'_, 'a>,
) -> Number {
    const STEPS: usize = 16;
    let above = |it: Number| found.binary_search_by_key(&it, |it| it.0).ok().map(|at| found[at].1);
    let last = std::iter::successors(above(wider), |it| above(*it)).take(STEPS).last();
    let Some(last) = last.filter(|it| *it != covered) else { return wider };
    let both = members.get(last).zip(members.get(covered));
    let covers = both.is_some_and(|(one, other)| one.covers(&other, members.same));
    if covers { last } else { wider }
}

/// A rule at a place: the place, its role there, and its number, as one number, because there are
/// many to sort.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Visit(u64);

impl Visit {
    /// The bits of the number of a rule: a text has fewer rules.
    const BITS: u32 = 30;

    fn new(place: u32, role: Role, rule: Number) -> Visit {
        Visit(u64::from(place) << 32 | (role as u64) << Visit::BITS | u64::from(rule))
    }

    fn place(self) -> u32 {
        (self.0 >> 32) as u32
    }

    fn role(self) -> Role {
        match self.0 >> Visit::BITS & 3 {
            0 => Role::Wide,
            1 => Role::Own,
            _ => Role::Below,
        }
    }

    fn rule(self) -> Number {
        self.0 as u32 & ((1 << Visit::BITS) - 1)
    }
}

/// What a rule is at a place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// It can be wider than others. Whether it is redundant is found out at its own place.
    Wide,
    /// This is its own place.
    Own,
    /// It can be redundant.
    Below,
}

/// The rules at places where there are several, sorted.
fn groups(facts: &Facts, repeated: &[Numbers]) -> Vec<Visit> {
    let count = facts.places.len();
    if count == 0 || count >> Visit::BITS > 0 {
        return Vec::new();
    }
    let mut is_repeated = Bits::new(count);
    repeated.iter().for_each(|it| is_repeated.add(it.0));
    let places = facts.places.iter().copied().zip(0..);
    let own = places.filter(|it: &(u32, Number)| it.0 != 0 && !is_repeated.has(it.1));
    let also = facts.also.iter().copied().filter(|it| !is_repeated.has(it.1));
    let above = facts.above.iter().copied();
    // Eight bits for each place: few places that only seem to be the same.
    let size = ((count + facts.also.len()) * 8).next_power_of_two().max(64);
    let (mut once, mut more) = (Bits::new(size), Bits::new(size));
    let bit = |place: u32| place & (size - 1) as u32;
    for (place, _) in own.clone().chain(also.clone()) {
        let bit = bit(place);
        if once.has(bit) {
            more.add(bit);
        } else {
            once.add(bit);
        }
    }
    let mut visits = Vec::new();
    for (place, rule) in above {
        if once.has(bit(place)) && !is_repeated.has(rule) {
            more.add(bit(place));
            visits.push(Visit::new(place, Role::Below, rule));
        }
    }
    for (place, rule) in own {
        if more.has(bit(place)) {
            visits.push(Visit::new(place, Role::Own, rule));
        }
    }
    for (place, rule) in also {
        if more.has(bit(place)) {
            visits.push(Visit::new(place, Role::Wide, rule));
        }
    }
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
    pub(super) written: Written<'a>,
    pub(super) said: Said<'a>,
    /// To find out takes as long as to check the rule.
    pub(super) lost: OnceCell<Lost>,
}

/// Reads rules. A long rule has many places, and is read once.
struct Members<'s, 'a> {
    same: &'s Same<'s, 'a>,
    long: FxHashMap<Number, Option<Rc<Member<'a>>>>,
}

impl<'a> Members<'_, 'a> {
    fn get(&mut self, rule: Number) -> Option<Rc<Member<'a>>> {
        const LONG: usize = 256;
        let written = self.same.rule(rule as usize);
        if written.text.len() < LONG {
            return Member::read(rule, written);
        }
        self.long.entry(rule).or_insert_with(|| Member::read(rule, written)).clone()
    }
}

impl<'a> Member<'a> {
    fn read(rule: Number, written: Written<'a>) -> Option<Rc<Member<'a>>> {
        let said = Said::read(written.text)?;
        Some(Rc::new(Member { rule, written, said, lost: OnceCell::new() }))
    }

    /// Whether it makes the other rule redundant, also when each does what the other does.
    fn covers(&self, other: &Member<'a>, same: &Same<'_, 'a>) -> bool {
        self.rule != other.rule && same.covers(self, other)
    }

    /// Whether it makes the other rule redundant. Of two rules that do the same, the first stays; if
    /// they also say the same, the other one is a repetition, which is reported elsewhere.
    fn replaces(&self, other: &Member<'a>, same: &Same<'_, 'a>) -> bool {
        let (one, two) = (self.written.text, other.written.text);
        self.covers(other, same)
            && (!other.covers(self, same) || self.rule < other.rule && !says_same(one, two))
    }
}

/// Compares the rules at one place.
fn compare<'a>(group: &[Visit], members: &mut Members<'_, 'a>, found: &mut Vec<Numbers>) {
    // Among so few, each is compared with each.
    const FEW: usize = 8;
    // Sorted by their roles.
    if group[0].role() == Role::Below || group[group.len() - 1].role() == Role::Wide {
        return;
    }
    let same = members.same;
    let read = |it: &Visit| Some((it.role(), members.get(it.rule())?));
    let all: Vec<(Role, Rc<Member<'a>>)> = group.iter().filter_map(read).collect();
    let wide = &all[..all.partition_point(|it| it.0 != Role::Below)];
    let narrow = &all[all.partition_point(|it| it.0 == Role::Wide)..];
    // A cosmetic rule has a place on each of its domains, so all these apply on the same domain.
    let is_page = narrow.iter().all(|it| matches!(it.1.said, Said::Page(_)));
    if all.len() <= FEW || is_page {
        for (_, it) in narrow {
            let wider = wide.iter().take(Index::MOST).find(|wide| wide.1.replaces(it, same));
            found.extend(wider.map(|wide| (it.rule, wide.1.rule)));
        }
        return;
    }
    let index = Index::new(wide);
    for (_, it) in narrow {
        let mut candidates = index.candidates(&it.said);
        candidates.sort_unstable();
        candidates.dedup();
        let mut candidates = candidates.iter().map(|it| &wide[*it as usize].1);
        let wider = candidates.find(|wide| wide.replaces(it, same));
        found.extend(wider.map(|wide| (it.rule, wide.rule)));
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

    fn new(members: &[(Role, Rc<Member<'_>>)]) -> Index {
        let mut index = Index(FxHashMap::default());
        for ((_, member), n) in members.iter().zip(0..) {
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
