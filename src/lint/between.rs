//! What can only be said of a rule beside others. Linear in the number of rules.

use crate::{
    diagnostic::Diagnostic,
    lint::{
        Config,
        facts::{Fact, Facts},
        rules::{duplicate_rule, redundant_rule, unbalanced_if},
    },
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

pub(super) fn judge(
    mut facts: Facts,
    directives: &[Directive],
    config: &Config,
    out: &mut Vec<Diagnostic>,
) {
    unbalanced_if::check(directives, config, out);
    // Rules are compared within their `!#if` block, and with those outside of all.
    let blocks = Blocks::new(directives);
    let has_blocks = !directives.is_empty();
    for facts in [&mut facts.rules, &mut facts.wide].into_iter().filter(|_| has_blocks) {
        let mut walk = blocks.walk();
        for fact in facts {
            fact.key = fact.key.wrapping_add(walk.at(fact.line));
        }
    }
    let seen = match config.is_on(&duplicate_rule::RULE) {
        true => duplicates(&facts, &blocks, config, out),
        false => Vec::new(),
    };
    if config.is_on(&redundant_rule::RULE) {
        covered(&facts, &blocks, &seen, config, out);
    }
}

/// Tells rules that say the same. Gives their lines.
fn duplicates(
    facts: &Facts,
    blocks: &Blocks,
    config: &Config,
    out: &mut Vec<Diagnostic>,
) -> Vec<u32> {
    let mut table = Table::new(&facts.rules);
    let mut found: Vec<(&Fact, &Fact)> = Vec::new();
    let mut walk = blocks.walk();
    for (n, fact) in facts.rules.iter().enumerate() {
        let block = walk.at(fact.line);
        let first = match table.insert(n) {
            None if block != 0 => table.get(fact.key.wrapping_sub(block)),
            first => first,
        };
        found.extend(first.map(|it| (fact, it)));
    }
    duplicate_rule::report(&found, config, out);
    found.iter().map(|it| it.0.line).collect()
}

/// Tells rules that a wider one covers, but for those on the lines `seen`.
fn covered(
    facts: &Facts,
    blocks: &Blocks,
    seen: &[u32],
    config: &Config,
    out: &mut Vec<Diagnostic>,
) {
    let mut disabled = facts.disabled.clone();
    disabled.sort_unstable();
    let mut table = Table::new(&facts.wide);
    let mut walk = blocks.walk();
    for (n, fact) in facts.wide.iter().enumerate() {
        let key = fact.key.wrapping_sub(walk.at(fact.line));
        if disabled.binary_search(&key).is_err() {
            table.insert(n);
        }
    }
    let mut walk = blocks.walk();
    let mut last = None;
    let mut found = Vec::new();
    for fact in &facts.narrow {
        let block = walk.at(fact.line);
        if last == Some(fact.line) {
            continue;
        }
        let wide = table.get(fact.key).or_else(|| match block {
            0 => None,
            _ => table.get(fact.key.wrapping_add(block)),
        });
        if let Some(wide) = wide
            && wide.line != fact.line
            && seen.binary_search(&fact.line).is_err()
        {
            found.push((fact, wide));
            last = Some(fact.line);
        }
    }
    redundant_rule::report(&found, facts.rules.len(), config, out);
}

/// In which `!#if` block each line is: a number that is 0 outside of all.
struct Blocks {
    /// From which line on which block holds.
    starts: Vec<(u32, u64)>,
}

impl Blocks {
    fn new(directives: &[Directive]) -> Blocks {
        let mut starts = Vec::new();
        let mut open: Vec<u64> = Vec::new();
        let mut next = 0_u64;
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
                    next += 1;
                    open.push(next.wrapping_mul(0x9e37_79b9_7f4a_7c15));
                }
            }
            starts.push((directive.line, open.last().copied().unwrap_or(0)));
        }
        Blocks { starts }
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
    /// Which fact has the key, or [`Table::FREE`].
    slots: Vec<u32>,
    mask: usize,
}

impl<'f> Table<'f> {
    const FREE: u32 = u32::MAX;

    fn new(facts: &'f [Fact]) -> Table<'f> {
        let size = (facts.len() * 3 / 2).next_power_of_two().max(16);
        Table { facts, slots: vec![Table::FREE; size], mask: size - 1 }
    }

    /// Where the key is, or where it would be: at most two in three slots are taken.
    fn slot(&self, key: u64) -> (usize, Option<&'f Fact>) {
        let mut at = (key ^ key >> 32) as usize & self.mask;
        loop {
            match self.facts.get(self.slots[at] as usize) {
                None => return (at, None),
                Some(fact) if fact.key == key => return (at, Some(fact)),
                Some(_) => at = (at + 1) & self.mask,
            }
        }
    }

    /// Gives the fact that had the key of this one first, if one had.
    fn insert(&mut self, n: usize) -> Option<&'f Fact> {
        let (at, first) = self.slot(self.facts[n].key);
        if first.is_none() {
            self.slots[at] = n as u32;
        }
        first
    }

    fn get(&self, key: u64) -> Option<&'f Fact> {
        self.slot(key).1
    }
}
