//! What can only be said of a rule beside others, of its list or of lists included with it. Linear in the number of rules.

use crate::{
    facts::{Fact, Facts},
    rules::{duplicate_rule, redundant_rule},
    together::{Together, Told},
};

/// Where `!#if` blocks begin, change and end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Directive {
    pub(super) line: u32,
    pub(super) kind: DirectiveKind,
    /// The length of the line.
    pub(super) len: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DirectiveKind {
    If,
    Else,
    Endif,
}

/// Hands on what it finds, for that can be much.
pub(super) fn judge(together: &Together<'_>, mut facts: Facts, tell: &mut dyn FnMut(Told)) {
    // Rules are compared within their `!#if` block, and with those outside of all.
    let blocks = together.blocks();
    if together.has_directives() {
        for facts in [&mut facts.rules, &mut facts.wide, &mut facts.alone] {
            let mut walk = blocks.walk();
            for fact in facts {
                fact.key = fact.key.wrapping_add(walk.at(fact.line));
            }
        }
    }
    // Both kinds are looked up in one table.
    let alone = facts.wide.len();
    facts.wide.append(&mut facts.alone);
    let seen = match together.any_config(|it| it.is_on(&duplicate_rule::RULE)) {
        true => duplicates(&facts, &blocks, together, tell),
        false => Vec::new(),
    };
    if together.any_config(|it| it.is_on(&redundant_rule::RULE)) {
        covered(&facts, alone, &blocks, &seen, together, tell);
    }
}

/// Tells rules that say the same. Gives their lines.
fn duplicates(
    facts: &Facts,
    blocks: &Blocks,
    together: &Together<'_>,
    tell: &mut dyn FnMut(Told),
) -> Vec<u32> {
    let mut table = Table::new(&facts.rules);
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut walk = blocks.walk();
    for (n, fact) in facts.rules.iter().enumerate() {
        let block = walk.at(fact.line);
        let first = match table.insert(n) {
            None if block != 0 => table.get(fact.key.wrapping_sub(block)),
            first => first,
        };
        found.extend(first.map(|first| (n, first)));
    }
    let places = found.iter().map(|(n, first)| (facts.place_of(*n), facts.place_of(*first)));
    duplicate_rule::report(places, together, tell);
    found.iter().map(|it| facts.rules[it.0].line).collect()
}

/// Tells rules that a wider one covers, but for those on the lines `seen`. From `alone` on, the
/// wide facts are of single domains.
fn covered(
    facts: &Facts,
    alone: usize,
    blocks: &Blocks,
    seen: &[u32],
    together: &Together<'_>,
    tell: &mut dyn FnMut(Told),
) {
    let mut disabled = facts.disabled.clone();
    disabled.sort_unstable();
    let mut table = Table::new(&facts.wide);
    let mut walk = blocks.walk();
    for (n, fact) in facts.wide.iter().enumerate() {
        if n == alone {
            walk = blocks.walk();
        }
        let key = fact.key.wrapping_sub(walk.at(fact.line));
        if disabled.binary_search(&key).is_err() {
            table.insert(n);
        }
    }
    let mut walk = blocks.walk();
    let mut last = None;
    let mut found = Vec::new();
    for fact in facts.narrow.iter().flatten() {
        let block = walk.at(fact.line);
        if last == Some(fact.line) {
            continue;
        }
        let wide = table.get(fact.key).or_else(|| match block {
            0 => None,
            _ => table.get(fact.key.wrapping_add(block)),
        });
        if let Some(wide) = wide.map(|n| facts.wide[n])
            && wide.line != fact.line
            && seen.binary_search(&{ fact.line }).is_err()
        {
            found.push((fact.line, wide.line));
            last = Some(fact.line);
        }
    }
    let places = found.iter().map(|(line, wide)| (facts.place(*line), facts.place(*wide)));
    redundant_rule::report(places, facts.rules.len(), together, tell);
}

/// In which `!#if` block each line is: a number that is 0 outside of all.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    /// From which line on which block holds: behind it.
    starts: Vec<(u32, u64)>,
    count: u64,
}

impl Blocks {
    /// A block that is none of those before.
    pub(super) fn fresh(&mut self) -> u64 {
        self.count += 1;
        self.count.wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }

    /// Adds a text that stands behind all others, its first line being `base`, in the block `outer`.
    pub(super) fn add(&mut self, base: u32, outer: u64, directives: &[Directive]) {
        if let Some(before) = base.checked_sub(1) {
            self.starts.push((before, outer));
        }
        let mut open: Vec<u64> = Vec::new();
        for directive in directives {
            match directive.kind {
                DirectiveKind::Endif => {
                    open.pop();
                }
                DirectiveKind::Else if open.is_empty() => (),
                kind => {
                    if kind == DirectiveKind::Else {
                        open.pop();
                    }
                    let block = self.fresh();
                    open.push(block);
                }
            }
            self.starts.push((base + directive.line, open.last().copied().unwrap_or(outer)));
        }
    }

    /// The block of any line.
    pub(super) fn at(&self, line: u32) -> u64 {
        let behind = self.starts.partition_point(|it| it.0 < line);
        behind.checked_sub(1).map_or(0, |n| self.starts[n].1)
    }

    fn walk(&self) -> Walk<'_> {
        Walk { starts: &self.starts, block: 0 }
    }
}

/// Asked for lines in order.
struct Walk<'b> {
    starts: &'b [(u32, u64)],
    block: u64,
}

impl Walk<'_> {
    fn at(&mut self, line: u32) -> u64 {
        while let Some(((start, block), rest)) = self.starts.split_first()
            && *start < line
        {
            self.block = *block;
            self.starts = rest;
        }
        self.block
    }
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

    fn get(&self, key: u64) -> Option<usize> {
        self.slot(key).1
    }
}
