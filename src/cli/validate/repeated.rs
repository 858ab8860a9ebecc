//! The same rule in several lists of one directory, or in one that a list is used with.
//!
//! Lists are judged one after the other, and each is held against those before it. What is kept of
//! a rule is a hash of its text, keyed anew in each run, and where it stands.

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
    /// In which list and on which line a rule stands first, by its key, which is a hash already.
    rules: FxHashMap<u64, (u32, u32)>,
    names: Vec<String>,
    /// Whether there are rules that are used together with all lists.
    has_with: bool,
}

/// Where a list is that others are held against.
#[derive(Clone, Copy)]
pub(super) enum Shelf<'p> {
    /// In a directory: it concerns the lists of the same one.
    In(&'p Path),
    /// It is used together with all that are judged.
    With,
}

/// The rules of a list, with the text that they stand in.
#[derive(Clone, Copy)]
pub(super) struct Rules<'t> {
    pub(super) text: &'t str,
    pub(super) result: &'t PieceResult,
    pub(super) prelude: &'t Prelude<'t>,
}

impl Repeated {
    /// The lint rule that tells of it.
    pub(super) const RULE: &str = "duplicate-rule";

    /// How many lists there are. Lists that are added from now on may be left out of a comparison.
    pub(super) fn len(&self) -> u32 {
        self.names.len() as u32
    }

    /// Keeps the rules of a list.
    pub(super) fn add(&mut self, shelf: Shelf<'_>, name: &str, rules: Rules<'_>) {
        let seed = self.seed(shelf);
        self.has_with |= matches!(shelf, Shelf::With);
        let list = self.name(name);
        for rule in rules.read(&self.hasher) {
            self.rules.entry(rule.hash ^ seed).or_insert((list, rule.line));
        }
    }

    /// Keeps the rules of a list, and tells those that one of the first `before` lists has, each
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
        let mut told = FxHashSet::default();
        let mut found = Vec::new();
        // Read before they are looked up: then no look waits for another.
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
            let Some(first) = with.or(here).filter(|it| told.insert(*it)) else { continue };
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

    /// What tells the rules of a shelf from the same on another.
    fn seed(&self, shelf: Shelf<'_>) -> u64 {
        match shelf {
            Shelf::In(dir) => self.hasher.hash_one(dir),
            Shelf::With => self.hasher.hash_one(1_u8),
        }
    }
}

impl<'p> Shelf<'p> {
    /// The one of the list with this path.
    pub(super) fn of(path: &'p Path) -> Shelf<'p> {
        Shelf::In(path.parent().unwrap_or(Path::new("")))
    }
}

/// A rule as it is written.
struct Rule<'t> {
    line: u32,
    text: &'t str,
    /// Of its text, and of who reads it.
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
