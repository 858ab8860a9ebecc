//! Checks rules against each other, in a list and in lists that it includes. The time is linear in
//! the number of rules.
//!
//! Hashes find the pairs, and [`Same`] reads both rules again to compare their texts.

use std::{hint::black_box, ops::Range};

use smallvec::SmallVec;

use crate::{
    conditions::{Conditions, Walk},
    diagnostic::Place,
    facts::Facts,
    list_set::{ListSet, SetFinding},
    rules::{duplicate_rule, redundant_rule},
    same::Same,
};

/// The place of a redundant rule, and of the rule that makes it redundant.
type Pair = (Place, Place);

/// Pairs of repeated rules, and pairs of covered rules.
pub(super) struct Pairs {
    pub(super) repeated: Vec<Pair>,
    pub(super) needless: Vec<Pair>,
}

impl Pairs {
    /// The number of their findings.
    pub(super) fn len(&self) -> usize {
        self.repeated.len() + self.needless.len()
    }

    /// Passes each finding to `sink` at once, because there can be many.
    pub(super) fn report(self, set: &ListSet<'_>, sink: &mut dyn FnMut(SetFinding)) {
        duplicate_rule::report(self.repeated.into_iter(), set, sink);
        redundant_rule::report(self.needless.into_iter(), set, sink);
    }
}

/// Compares the rules. Facts take more memory than everything else, and are dropped before findings
/// are made.
pub(super) fn pairs(set: &ListSet<'_>, mut facts: Facts) -> Pairs {
    let conditions = set.conditions(&facts);
    // The same rule under another condition is another rule.
    if !conditions.is_empty() {
        let Facts { keys, lines, covering, covering_one_domain, .. } = &mut facts;
        let mark = |walk: &mut Walk<'_>, line| conditions.mark(walk.at(line));
        let mut walk = conditions.walk();
        for (key, line) in keys.iter_mut().zip(&*lines) {
            *key = key.wrapping_add(mark(&mut walk, *line));
        }
        for it in [covering, covering_one_domain] {
            let mut walk = conditions.walk();
            for (key, rule) in it.keys.iter_mut().zip(&it.rules) {
                *key = key.wrapping_add(mark(&mut walk, lines[*rule as usize]));
            }
        }
    }
    // One table is used for both kinds of keys.
    let one_domain = std::mem::take(&mut facts.covering_one_domain);
    facts.covering.append(one_domain);
    facts.disabled.sort_unstable();
    let same = Same::new(set, &conditions, &facts);
    let is_on = |rule| set.any_config(|it| it.is_on(rule));
    // One after the other, two tables need the memory of one.
    let mut slots = Vec::new();
    let mut repeated = Vec::new();
    if is_on(&duplicate_rule::RULE) {
        let table = Table::new(&facts.keys, &mut slots);
        repeated = duplicates(&facts, table, &conditions, &same);
    }
    let mut needless = Vec::new();
    if is_on(&redundant_rule::RULE) {
        let table = Table::new(&facts.covering.keys, &mut slots);
        needless = covered(&facts, table, &conditions, &repeated, &same);
    }
    Pairs { repeated, needless }
}

/// Pairs of rules that do the same, first the one that can be removed, in the order of their lines.
fn duplicates(
    facts: &Facts,
    mut table: Table<'_>,
    conditions: &Conditions,
    same: &Same<'_, '_>,
) -> Vec<Pair> {
    let mut found = Vec::new();
    for some in batches(facts.keys.len()) {
        same.fetch(&table.fetch(&facts.keys[some.clone()]));
        for n in some {
            let Some(first) = table.insert(n) else { continue };
            if let Some(places) = same.stands_for(first, n) {
                found.push(places);
            } else if let Some(places) = same.stands_for(n, first) {
                found.push(places);
                table.replace(n);
            }
        }
    }
    if !conditions.is_empty() {
        let mut walk = conditions.walk();
        for (n, (key, line)) in facts.keys.iter().zip(&facts.lines).enumerate() {
            let condition = walk.at(*line);
            if condition == 0 {
                continue;
            }
            let own = conditions.mark(condition);
            let places = conditions.outwards(condition).skip(1).find_map(|it| {
                let key = key.wrapping_sub(own).wrapping_add(conditions.mark(it));
                same.stands_for(table.get(key)?, n)
            });
            found.extend(places);
        }
    }
    if !found.is_sorted_by_key(|it| it.0.line) {
        found.sort_by_key(|it| it.0.line);
    }
    found.dedup_by_key(|it| it.0.line);
    found
}

/// Rules that a wider rule covers, without those that are `repeated`.
fn covered(
    facts: &Facts,
    mut table: Table<'_>,
    conditions: &Conditions,
    repeated: &[Pair],
    same: &Same<'_, '_>,
) -> Vec<Pair> {
    for some in batches(facts.covering.len()) {
        table.fetch(&facts.covering.keys[some.clone()]);
        some.for_each(|n| _ = table.insert(n));
    }
    let is_repeated = |line| repeated.binary_search_by_key(&line, |it| it.0.line).is_ok();
    let mut walk = conditions.walk();
    let mut last = None;
    let mut found = Vec::new();
    for it in &facts.covered {
        for some in batches(it.len()) {
            let keys = &it.keys[some.clone()];
            table.fetch(keys);
            for (key, rule) in keys.iter().zip(&it.rules[some]) {
                let line = facts.lines[*rule as usize];
                let condition = walk.at(line);
                if last == Some(*rule) {
                    continue;
                }
                let covers = |key| {
                    let covering = facts.covering.rules[table.get(key)?];
                    let is_other = covering != *rule && !is_repeated(line);
                    (is_other && same.covers(covering as usize, *rule as usize)).then_some(covering)
                };
                let covering = match condition {
                    0 => covers(*key),
                    _ => conditions
                        .outwards(condition)
                        .find_map(|it| covers(key.wrapping_add(conditions.mark(it)))),
                };
                if let Some(covering) = covering {
                    found.push((same.place_of(*rule as usize), same.place_of(covering as usize)));
                    last = Some(*rule);
                }
            }
        }
    }
    found
}

/// How many keys are looked up together.
const BATCH: usize = 64;

/// The numbers up to `count`, in batches.
fn batches(count: usize) -> impl Iterator<Item = Range<usize>> {
    (0..count).step_by(BATCH).map(move |start| start..count.min(start + BATCH))
}

/// A hash table of keys, which are hashes already.
struct Table<'f> {
    keys: &'f [u64],
    /// The number of the key, and in the higher bits as many of its first bits as there is room
    /// for, because to read the key itself would leave the cache. Or [`Table::FREE`].
    slots: &'f mut [u32],
    mask: usize,
    /// The mask of the bits of a slot that come from the key.
    tag: u32,
}

impl<'f> Table<'f> {
    const FREE: u32 = u32::MAX;

    /// An empty table, in the memory of `slots`.
    fn new(keys: &'f [u64], slots: &'f mut Vec<u32>) -> Table<'f> {
        let size = (keys.len() * 3 / 2).next_power_of_two().max(16);
        // The number of a key is never all ones.
        let bits = (keys.len() + 1).next_power_of_two().ilog2();
        let tag = u32::MAX.checked_shl(bits).unwrap_or(0);
        slots.clear();
        slots.shrink_to(size);
        slots.resize(size, Table::FREE);
        Table { keys, slots, mask: size - 1, tag }
    }

    /// Where a search for the key starts.
    fn home(&self, key: u64) -> usize {
        (key ^ key >> 32) as usize & self.mask
    }

    /// The slot of the key, or the free slot where it belongs: at most two of three slots are used.
    fn slot(&self, key: u64) -> (usize, Option<usize>) {
        let mut at = self.home(key);
        loop {
            let slot = self.slots[at];
            if slot == Table::FREE {
                return (at, None);
            }
            let n = (slot & !self.tag) as usize;
            if slot & self.tag == self.named(key, 0) && self.keys[n] == key {
                return (at, Some(n));
            }
            at = (at + 1) & self.mask;
        }
    }

    /// The content of a slot for a key.
    fn named(&self, key: u64, n: u32) -> u32 {
        (key >> 32) as u32 & self.tag | n
    }

    /// Inserts a key. Returns the number of the first equal key, if there is one.
    fn insert(&mut self, n: usize) -> Option<usize> {
        let (at, first) = self.slot(self.keys[n]);
        if first.is_none() {
            self.slots[at] = self.named(self.keys[n], n as u32);
        }
        first
    }

    /// Replaces the number of an equal key.
    fn replace(&mut self, n: usize) {
        let at = self.slot(self.keys[n]).0;
        self.slots[at] = self.named(self.keys[n], n as u32);
    }

    fn get(&self, key: u64) -> Option<usize> {
        self.slot(key).1
    }

    /// Loads into the cache what the search for some keys reads. A table of millions of keys does
    /// not fit into a cache, and reads that do not wait for each other take a fraction of the time.
    /// Returns the candidates for the keys, at most [`BATCH`].
    fn fetch(&self, keys: &[u64]) -> SmallVec<[u32; BATCH]> {
        const LARGE: usize = 1 << 18;
        if self.slots.len() < LARGE {
            return SmallVec::new();
        }
        let slots: SmallVec<[u32; BATCH]> =
            keys.iter().map(|it| self.slots[self.home(*it)]).collect();
        let slots = slots.into_iter().zip(keys);
        let named = slots
            .filter(|(slot, key)| *slot != Table::FREE && slot & self.tag == self.named(**key, 0));
        let found: SmallVec<[u32; BATCH]> = named.map(|(slot, _)| slot & !self.tag).collect();
        black_box(found.iter().fold(0, |all, it| all ^ self.keys[*it as usize]));
        found
    }
}
