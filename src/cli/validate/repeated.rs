//! Finds the same rule in several lists of one directory, or in a list that lists are used with.
//!
//! Lists are checked one after the other, and each is compared with those before it. For each rule,
//! a hash of its text and its place are stored; the hashes have another key in each run.

use std::{
    collections::hash_map::Entry,
    hash::{BuildHasher, Hash, Hasher, RandomState},
    path::Path,
};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    diagnostic::{Diagnostic, Place},
    lint::{self, Config, PieceResult, Prelude, Targets},
    source::Span,
};

/// The rules of the lists so far.
#[derive(Default)]
pub(super) struct Repeated {
    hasher: RandomState,
    /// The list and the line where a rule is first, by its key, which is a hash already.
    rules: FxHashMap<u64, (u32, u32)>,
    names: Vec<String>,
    /// Whether there are rules that are used together with all lists.
    has_with: bool,
}

/// The group of lists that a list is compared with.
#[derive(Clone, Copy)]
pub(super) enum Shelf<'p> {
    /// In a directory: compared with the lists of the same directory.
    In(&'p Path),
    /// Used together with all lists.
    With,
}

/// The rules of a list, with the text that contains them.
#[derive(Clone, Copy)]
pub(super) struct Rules<'t> {
    pub(super) text: &'t str,
    pub(super) result: &'t PieceResult,
    pub(super) prelude: &'t Prelude<'t>,
}

impl Repeated {
    /// The lint rule that reports them.
    pub(super) const RULE: &str = "duplicate-rule";

    /// The number of lists. Lists that are added later can be left out of a comparison.
    pub(super) fn len(&self) -> u32 {
        self.names.len() as u32
    }

    /// Stores the rules of a list.
    pub(super) fn add(&mut self, shelf: Shelf<'_>, name: &str, rules: Rules<'_>) {
        let seed = self.seed(shelf);
        self.has_with |= matches!(shelf, Shelf::With);
        let list = self.name(name);
        for rule in rules.read(&self.hasher) {
            self.rules.entry(rule.hash ^ seed).or_insert((list, rule.line));
        }
    }

    /// Stores the rules of a list, and reports those that one of the first `before` lists has, each
    /// once.
    pub(super) fn compare(
        &mut self,
        path: &Path,
        name: &str,
        rules: Rules<'_>,
        before: u32,
        config: &Config,
    ) -> Vec<Diagnostic> {
        let with = self.has_with.then(|| self.seed(Shelf::With));
        let seed = self.seed(Shelf::of(path));
        let list = self.name(name);
        let mut reported = FxHashSet::default();
        let mut found = Vec::new();
        // The rules are read before they are looked up, so that no lookup waits for another.
        let rules: Vec<Rule<'_>> = rules.read(&self.hasher).collect();
        for rule in rules {
            let with = with.and_then(|it| self.rules.get(&(rule.hash ^ it)).copied());
            let here = match self.rules.entry(rule.hash ^ seed) {
                Entry::Occupied(it) => Some(*it.get()).filter(|it| it.0 < before),
                Entry::Vacant(free) => {
                    free.insert((list, rule.line));
                    None
                }
            };
            let Some(first) = with.or(here).filter(|it| reported.insert(*it)) else { continue };
            let place = Place { line: rule.line, span: Span::new(0, rule.text.len()) };
            let other = (self.names[first.0 as usize].as_str(), first.1);
            found.extend(lint::duplicate_of_other_list(place, other, config));
        }
        found
    }

    fn name(&mut self, name: &str) -> u32 {
        self.names.push(name.to_owned());
        self.len() - 1
    }

    /// Makes the hashes of a shelf different from those of others.
    fn seed(&self, shelf: Shelf<'_>) -> u64 {
        match shelf {
            Shelf::In(dir) => self.hasher.hash_one(dir),
            Shelf::With => self.hasher.hash_one(1_u8),
        }
    }
}

impl<'p> Shelf<'p> {
    /// The shelf of a list with this path.
    pub(super) fn of(path: &'p Path) -> Shelf<'p> {
        Shelf::In(path.parent().unwrap_or(Path::new("")))
    }
}

/// A rule as it is written.
struct Rule<'t> {
    line: u32,
    text: &'t str,
    /// The hash of its text and of the blockers that read it.
    hash: u64,
}

impl<'t> Rules<'t> {
    fn read(self, hasher: &RandomState) -> impl Iterator<Item = Rule<'t>> {
        let Rules { text, result, prelude } = self;
        result.plain_rules(text).map(move |(line, text)| {
            let readers = prelude.regions.as_ref().map_or(Targets::EVERY, |it| it.readers(line));
            let mut hasher = hasher.build_hasher();
            readers.hash(&mut hasher);
            hasher.write(text.trim_ascii().as_bytes());
            Rule { line, text, hash: hasher.finish() }
        })
    }
}
