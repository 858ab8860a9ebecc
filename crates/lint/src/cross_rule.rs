//! Checks rules against each other, in a list and in lists that it includes. The time is linear in
//! the number of rules.
//!
//! Hashes find the pairs, and [`Same`] reads both rules again to compare their texts.

use std::{hint::black_box, ops::Range};

use rustc_hash::FxHashSet;
use smallvec::SmallVec;

use crate::{
    Counted, Rule,
    conditions::Conditions,
    diagnostic::{Place, Severity},
    facts::{Facts, Number},
    list_set::{ListSet, SetFinding},
    rules::{duplicate_rule, redundant_rule},
    same::Same,
    wider::{Numbers, covered},
};

/// The place of a redundant rule, and of the rule that makes it redundant.
type Pair = (Place, Place);

/// Pairs of repeated rules, and pairs of covered rules.
#[derive(Default)]
pub(super) struct Pairs {
    pub(super) repeated: Vec<Pair>,
    pub(super) needless: Vec<Pair>,
    /// Findings that are only counted, each with the index of its list.
    pub(super) counted: Vec<(usize, Counted)>,
    /// The lines of all rules that are not needed, also of those that are only counted.
    pub(super) gone: Vec<u32>,
}

impl Pairs {
    /// The number of all findings.
    pub(super) fn len(&self) -> usize {
        self.gone.len()
    }

    /// Passes each finding to `sink` at once, because there can be many.
    pub(super) fn report(self, set: &ListSet<'_>, sink: &mut dyn FnMut(SetFinding)) {
        duplicate_rule::report(self.repeated.into_iter(), set, sink);
        redundant_rule::report(self.needless.into_iter(), set, sink);
    }
}

/// The pairs whose findings are made; counts the others. Most lists have few findings, but a list can
/// have half a million, of which five are shown.
fn few(
    mut pairs: Vec<Numbers>,
    rule: &'static Rule,
    set: &ListSet<'_>,
    facts: &Facts,
    counted: &mut Vec<(usize, Counted)>,
) -> Vec<Numbers> {
    // For each list: how many are made, and how many are counted.
    let mut lists: Vec<(usize, usize, Counted)> = Vec::new();
    pairs.retain(|(gone, kept)| {
        let line = |it: &Number| facts.lines[*it as usize];
        let part = set.part(line(gone)).1;
        let (Some(most), Some(severity)) = (part.most, part.config.severity(rule, rule.severity))
        else {
            return true;
        };
        if severity == Severity::Error {
            return true;
        }
        let n = lists.iter().position(|it| it.0 == part.list).unwrap_or_else(|| {
            lists.push((part.list, 0, Counted::new(rule.name, severity)));
            lists.len() - 1
        });
        let (list, made, rest) = &mut lists[n];
        *made += 1;
        if *made > most {
            rest.count += 1;
            // Only a rule that repeats one of its own list is removed, safely if it is the same rule.
            let is_here = set.part(line(kept)).1.list == *list;
            let is_same = rule.name == duplicate_rule::RULE.name;
            rest.fixable += usize::from(is_here && is_same);
            rest.unsafely_fixable += usize::from(is_here && !is_same);
        }
        *made <= most
    });
    counted.extend(lists.into_iter().filter(|it| it.2.count > 0).map(|it| (it.0, it.2)));
    pairs
}

/// Compares the rules. Facts take more memory than everything else, and are dropped before findings
/// are made.
pub(super) fn pairs(set: &ListSet<'_>, mut facts: Facts) -> Pairs {
    let conditions = set.conditions(&facts);
    facts.fill();
    // The same rule under another condition is another rule.
    if !conditions.is_empty() {
        let mut walk = conditions.walk();
        for (key, line) in facts.keys.iter_mut().zip(&facts.lines) {
            *key = key.wrapping_add(conditions.mark(walk.at(*line)));
        }
    }
    facts.disabled.sort_unstable();
    let same = Same::new(set, &conditions, &facts);
    let repeated = if set.any_config(|it| it.is_on(&duplicate_rule::RULE)) {
        duplicates(&facts, &conditions, &same)
    } else {
        Vec::new()
    };
    let needless = if set.any_config(|it| it.is_on(&redundant_rule::RULE)) {
        covered(&facts, &repeated, &same)
    } else {
        Vec::new()
    };
    let gone = repeated.iter().chain(&needless).map(|it| facts.lines[it.0 as usize]).collect();
    let mut counted = Vec::new();
    let repeated = few(repeated, &duplicate_rule::RULE, set, &facts, &mut counted);
    let needless = few(needless, &redundant_rule::RULE, set, &facts, &mut counted);
    let places = |all: Vec<Numbers>| all.into_iter().map(|it| same.places_of(it)).collect();
    Pairs { repeated: places(repeated), needless: places(needless), counted, gone }
}

/// Finds wider rules in other lists. `told` are the lists and lines of rules that are not reported
/// again.
pub(super) fn pairs_across(
    set: &ListSet<'_>,
    mut facts: Facts,
    told: &FxHashSet<(usize, u32)>,
) -> Pairs {
    facts.fill();
    facts.disabled.sort_unstable();
    let conditions = set.conditions(&facts);
    let same = Same::new(set, &conditions, &facts);
    let is_told = |line: u32| told.contains(&set.own(line));
    let rules = facts.lines.iter().zip(0..).filter(|it| is_told(*it.0));
    let gone: Vec<Numbers> = rules.map(|it| (it.1, it.1)).collect();
    let needless = covered(&facts, &gone, &same);
    let needless = needless.into_iter().map(|it| same.places_of(it)).collect();
    Pairs { needless, ..Pairs::default() }
}

/// Pairs of rules that do the same, first the one that can be removed, in the order of the rules.
fn duplicates(facts: &Facts, conditions: &Conditions, same: &Same<'_, '_>) -> Vec<Numbers> {
    let mut table = Table::new(&facts.keys);
    let mut found = Vec::new();
    let numbers = |gone: usize, kept: usize| (gone as Number, kept as Number);
    for some in batches(facts.keys.len()) {
        same.fetch(&table.fetch(&facts.keys[some.clone()]));
        for n in some {
            let Some(first) = table.insert(n) else { continue };
            if same.stands_for(first, n) {
                found.push(numbers(n, first));
            } else if same.stands_for(n, first) {
                found.push(numbers(first, n));
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
            let kept = conditions.outwards(condition).skip(1).find_map(|it| {
                let key = key.wrapping_sub(own).wrapping_add(conditions.mark(it));
                table.get(key).filter(|kept| same.stands_for(*kept, n))
            });
            found.extend(kept.map(|kept| numbers(n, kept)));
        }
    }
    if !found.is_sorted_by_key(|it| it.0) {
        found.sort_by_key(|it| it.0);
    }
    found.dedup_by_key(|it| it.0);
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
    slots: Vec<u32>,
    mask: usize,
    /// The mask of the bits of a slot that come from the key.
    tag: u32,
}

impl<'f> Table<'f> {
    const FREE: u32 = u32::MAX;

    /// An empty table.
    fn new(keys: &'f [u64]) -> Table<'f> {
        let size = (keys.len() * 3 / 2).next_power_of_two().max(16);
        // The number of a key is never all ones.
        let bits = (keys.len() + 1).next_power_of_two().ilog2();
        let tag = u32::MAX.checked_shl(bits).unwrap_or(0);
        Table { keys, slots: vec![Table::FREE; size], mask: size - 1, tag }
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
