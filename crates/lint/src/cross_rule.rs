//! What can only be said of a rule beside others, of its list or of lists included with it. Linear in the number of rules.
//!
//! Hashes find the pairs, texts decide: [`Same`] reads both rules again.

use crate::{
    conditions::Conditions,
    diagnostic::Place,
    facts::{Fact, Facts},
    list_set::{ListSet, SetFinding},
    rules::{duplicate_rule, redundant_rule},
    same::Same,
};

/// Hands on what it finds, for that can be much.
pub(super) fn judge(set: &ListSet<'_>, mut facts: Facts, tell: &mut dyn FnMut(SetFinding)) {
    let conditions = set.conditions(&facts);
    // The same rule under another condition is another rule.
    if !conditions.is_empty() {
        for facts in [&mut facts.rules, &mut facts.covering, &mut facts.covering_one_domain] {
            let mut walk = conditions.walk();
            for fact in facts {
                fact.key = fact.key.wrapping_add(conditions.mark(walk.at(fact.line)));
            }
        }
    }
    // Both kinds are looked up in one table.
    facts.covering.append(&mut facts.covering_one_domain);
    facts.disabled.sort_unstable();
    let same = Same::new(set, &conditions, &facts);
    let seen = match set.any_config(|it| it.is_on(&duplicate_rule::RULE)) {
        true => duplicates(&facts, &conditions, &same, tell),
        false => Vec::new(),
    };
    if set.any_config(|it| it.is_on(&redundant_rule::RULE)) {
        covered(&facts, &conditions, &seen, &same, tell);
    }
}

/// Tells rules that say the same, of two the one that can go. Gives their lines.
fn duplicates(
    facts: &Facts,
    conditions: &Conditions,
    same: &Same<'_, '_>,
    tell: &mut dyn FnMut(SetFinding),
) -> Vec<u32> {
    let rules = &facts.rules;
    let mut table = Table::new(rules);
    let mut found: Vec<(Place, Place)> = Vec::new();
    for n in 0..rules.len() {
        let Some(first) = table.insert(n) else { continue };
        if let Some(places) = same.stands_for(first, n) {
            found.push(places);
        } else if let Some(places) = same.stands_for(n, first) {
            found.push(places);
            table.replace(n);
        }
    }
    if !conditions.is_empty() {
        let mut walk = conditions.walk();
        for (n, fact) in rules.iter().enumerate() {
            let condition = walk.at(fact.line);
            if condition == 0 {
                continue;
            }
            let own = conditions.mark(condition);
            let places = conditions.outwards(condition).skip(1).find_map(|it| {
                let key = fact.key.wrapping_sub(own).wrapping_add(conditions.mark(it));
                same.stands_for(table.get(key)?, n)
            });
            found.extend(places);
        }
    }
    if !found.is_sorted_by_key(|it| it.0.line) {
        found.sort_by_key(|it| it.0.line);
    }
    found.dedup_by_key(|it| it.0.line);
    duplicate_rule::report(found.iter().copied(), same.set, tell);
    found.iter().map(|it| it.0.line).collect()
}

/// Tells rules that a wider one covers, but for those on the lines `seen`.
fn covered(
    facts: &Facts,
    conditions: &Conditions,
    seen: &[u32],
    same: &Same<'_, '_>,
    tell: &mut dyn FnMut(SetFinding),
) {
    let mut table = Table::new(&facts.covering);
    for n in 0..facts.covering.len() {
        table.insert(n);
    }
    let mut walk = conditions.walk();
    let mut last = None;
    let mut found = Vec::new();
    for fact in facts.covered_keys.iter().flatten() {
        let condition = walk.at(fact.line);
        if last == Some(fact.line) {
            continue;
        }
        let covers = |key| {
            let covering = table.get(key)?;
            let line = facts.covering[covering].line;
            let is_other = line != fact.line && seen.binary_search(&{ fact.line }).is_err();
            (is_other && same.covers(line, fact.line)).then_some(line)
        };
        let covering = match condition {
            0 => covers(fact.key),
            _ => conditions
                .outwards(condition)
                .find_map(|it| covers(fact.key.wrapping_add(conditions.mark(it)))),
        };
        if let Some(covering) = covering {
            found.push((fact.line, covering));
            last = Some(fact.line);
        }
    }
    let places =
        found.iter().map(|(line, covering)| (same.place_of(*line), same.place_of(*covering)));
    redundant_rule::report(places, same.set, tell);
}

/// A hash table of facts by their keys, which are hashes already.
struct Table<'f> {
    facts: &'f [Fact],
    /// Which fact has the key, and before that the first bits of the key, as many as there is room
    /// for: a look at the fact itself would leave the cache. Or [`Table::FREE`].
    slots: Vec<u32>,
    mask: usize,
    /// Those bits of a slot that are of the key.
    tag: u32,
}

impl<'f> Table<'f> {
    const FREE: u32 = u32::MAX;

    fn new(facts: &'f [Fact]) -> Table<'f> {
        let size = (facts.len() * 3 / 2).next_power_of_two().max(16);
        // No number of a fact is all ones.
        let bits = (facts.len() + 1).next_power_of_two().ilog2();
        let tag = u32::MAX.checked_shl(bits).unwrap_or(0);
        Table { facts, slots: vec![Table::FREE; size], mask: size - 1, tag }
    }

    /// Where the key is, or where it would be: at most two in three slots are taken.
    fn slot(&self, key: u64) -> (usize, Option<usize>) {
        let mut at = (key ^ key >> 32) as usize & self.mask;
        loop {
            let slot = self.slots[at];
            if slot == Table::FREE {
                return (at, None);
            }
            let n = (slot & !self.tag) as usize;
            if slot & self.tag == self.named(key, 0) && self.facts[n].key == key {
                return (at, Some(n));
            }
            at = (at + 1) & self.mask;
        }
    }

    /// What stands in the slot of a fact with this key.
    fn named(&self, key: u64, n: u32) -> u32 {
        (key >> 32) as u32 & self.tag | n
    }

    /// Gives the fact that had the key of this one first, if one had.
    fn insert(&mut self, n: usize) -> Option<usize> {
        let (at, first) = self.slot(self.facts[n].key);
        if first.is_none() {
            self.slots[at] = self.named(self.facts[n].key, n as u32);
        }
        first
    }

    /// Puts a fact in the place of another with the same key.
    fn replace(&mut self, n: usize) {
        let at = self.slot(self.facts[n].key).0;
        self.slots[at] = self.named(self.facts[n].key, n as u32);
    }

    fn get(&self, key: u64) -> Option<usize> {
        self.slot(key).1
    }
}
