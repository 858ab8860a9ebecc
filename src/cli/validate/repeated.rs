//! The same rule in several lists of one directory, or in one that a list is used with.
//!
//! Lists are judged one after the other, and each is held against those before it. What is kept of
//! a rule is a hash of its text, keyed anew in each run, and where it stands.

use std::{
    collections::{HashMap, HashSet},
    hash::{BuildHasher, Hash, Hasher, RandomState},
    path::Path,
};

use crate::{
    diagnostic::{Diagnostic, Place},
    lint::{self, Config, PieceResult, Prelude, Targets},
    source::Span,
};

/// The rules of the lists so far.
#[derive(Default)]
pub(super) struct Repeated {
    hasher: RandomState,
    /// In which list and on which line a rule stands first.
    rules: HashMap<u64, (u32, u32)>,
    names: Vec<String>,
}

/// Where a list is that others are held against.
#[derive(Clone, Copy)]
pub(super) enum Shelf<'p> {
    /// In a directory: it concerns the lists of the same one.
    In(&'p Path),
    /// It is used together with all that are judged.
    With,
}

impl Repeated {
    /// The lint rule that tells of it.
    pub(super) const RULE: &str = "duplicate-rule";

    /// Tells the rules of a list that a list before it has, each once.
    pub(super) fn find(
        &self,
        path: &Path,
        (text, result): (&str, &PieceResult),
        prelude: &Prelude<'_>,
        config: &Config,
    ) -> Vec<Diagnostic> {
        let shelves = [Shelf::With, Shelf::In(path.parent().unwrap_or(Path::new("")))];
        let mut told = HashSet::new();
        let mut found = Vec::new();
        for rule in rules(text, result, prelude) {
            let first = shelves.iter().find_map(|it| self.rules.get(&self.key(*it, &rule)));
            let Some(&(list, line)) = first.filter(|it| told.insert(**it)) else { continue };
            let place = Place { line: rule.line, span: Span::new(0, rule.text.len()) };
            let other = (self.names[list as usize].as_str(), line);
            found.extend(lint::duplicate_of_other_list(place, other, config));
        }
        found
    }

    /// Keeps the rules of a list.
    pub(super) fn add(
        &mut self,
        shelf: Shelf<'_>,
        name: &str,
        (text, result): (&str, &PieceResult),
        prelude: &Prelude<'_>,
    ) {
        let list = self.names.len() as u32;
        self.names.push(name.to_owned());
        for rule in rules(text, result, prelude) {
            self.rules.entry(self.key(shelf, &rule)).or_insert((list, rule.line));
        }
    }

    fn key(&self, shelf: Shelf<'_>, rule: &Rule<'_>) -> u64 {
        let mut hasher = self.hasher.build_hasher();
        match shelf {
            Shelf::In(dir) => dir.hash(&mut hasher),
            Shelf::With => hasher.write_u8(1),
        }
        rule.readers.hash(&mut hasher);
        hasher.write(rule.text.trim_ascii().as_bytes());
        hasher.finish()
    }
}

/// A rule as it is written, and who reads it.
struct Rule<'t> {
    line: u32,
    text: &'t str,
    readers: Targets,
}

fn rules<'t>(
    text: &'t str,
    result: &PieceResult,
    prelude: &Prelude<'_>,
) -> impl Iterator<Item = Rule<'t>> {
    result.plain_rules(text).map(|(line, text)| {
        let readers = prelude.regions.as_ref().map_or(Targets::EVERY, |it| it.readers(line));
        Rule { line, text, readers }
    })
}
