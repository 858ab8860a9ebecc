//! Compares lists that do not include each other: lists of one directory, and lists that they are
//! used with.
//!
//! A list that mostly repeats others, such as a built list or a copy, is reported once and left out.

use std::{
    borrow::Cow,
    hash::{BuildHasher, Hash, Hasher, RandomState},
};

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use crate::{
    LintedList, Prelude, Targets, cross_rule,
    diagnostic::{Diagnostic, Place},
    domain::name_len,
    finish::member,
    list_set::ListSet,
    rules::duplicate_rule,
};
use bloqr_syntax::source::Span;

/// A list that is compared with lists that it does not include.
#[derive(Debug, Clone, Copy)]
pub struct Shelved<'p> {
    /// Lists with the same number are compared. `None` for a list that is used together with all
    /// lists, and is not reported itself.
    pub shelf: Option<u32>,
    /// What is known of its whole text.
    pub prelude: &'p Prelude<'p>,
}

/// Where a list belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Belongs {
    /// Lists that include each other; they are not compared again.
    pub(super) group: u32,
    pub(super) shelf: Option<u32>,
}

impl Belongs {
    /// Whether the rules of a list are compared with rules of this one.
    pub(super) fn faces(self, other: Belongs) -> bool {
        self.group != other.group
            && (self.shelf == other.shelf || self.shelf.is_none())
            && other.shelf.is_some()
    }
}

/// Findings of lists, each with the index of its list. `told` are the lines with rules that were
/// found to be repeated or redundant in their own lists.
pub(super) fn compare(
    lists: &[LintedList<'_>],
    shelved: &[Shelved<'_>],
    groups: &[u32],
    told: &FxHashSet<(usize, u32)>,
) -> Vec<(usize, Diagnostic)> {
    let belong = shelved.iter().zip(groups);
    let belong: Vec<Belongs> =
        belong.map(|(it, group)| Belongs { group: *group, shelf: it.shelf }).collect();
    let contents = Contents::new(lists, shelved, &belong);
    let copies = contents.copies();
    let mut found = Vec::new();
    let mut gone = told.clone();
    for copy in &copies {
        found.extend(contents.tell(copy).map(|it| (copy.list, it)));
    }
    let is_copy: FxHashSet<usize> = copies.iter().map(|it| it.list).collect();
    contents.repeated(&is_copy, &mut |list, line, finding| {
        gone.insert((list, line));
        found.extend(finding.map(|it| (list, it)));
    });
    let mut place = vec![None; lists.len()];
    let mut parts = Vec::new();
    for (n, list) in lists.iter().enumerate().filter(|it| !is_copy.contains(&it.0)) {
        place[n] = Some(parts.len());
        let facts = list.result.facts.clone();
        parts.push((member(lists, n, Vec::new(), Some(belong[n])), facts));
    }
    for (n, from) in lists.iter().enumerate() {
        for (include, to) in from.result.includes().iter().zip(&from.leads_to) {
            let to = to.filter(|to| *to > n).and_then(|to| place[to]);
            if let (Some(from), Some(to)) = (place[n], to) {
                parts[to].0.by.push((from, include.place.line));
            }
        }
    }
    let (set, facts) = ListSet::new(parts);
    cross_rule::pairs_across(&set, facts, &gone).report(&set, &mut |it| {
        let mut finding = it.diagnostic;
        finding.help = Some(ADVICE.into());
        found.push((it.list, finding));
    });
    found
}

const ADVICE: &str = "it is not needed where the lists are used together";

/// The rules of all lists.
struct Contents<'l, 'a> {
    lists: &'l [LintedList<'a>],
    belong: &'l [Belongs],
    rules: Vec<Vec<Written<'a>>>,
}

/// A rule as it is written.
struct Written<'a> {
    line: u32,
    text: &'a str,
    /// The hash of its text, and of the blockers that read it.
    written: u64,
    /// The hash of what it says: the same for `||host^` and `0.0.0.0 host`.
    says: u64,
}

/// A list that mostly repeats others.
struct Copy {
    list: usize,
    repeated: usize,
    /// The lists that have its rules, with the number of these rules; most first.
    of: Vec<(usize, usize)>,
    /// The first repeated rule.
    first: Place,
}

/// The lists that have a rule.
type Holders = SmallVec<[u32; 2]>;

impl<'l, 'a> Contents<'l, 'a> {
    /// A list with fewer repeated rules is not called a copy: each of them is reported.
    const FEW: usize = 10;
    /// How many lists are stored for each rule.
    const HOLDERS: usize = 8;

    fn new(
        lists: &'l [LintedList<'a>],
        shelved: &[Shelved<'_>],
        belong: &'l [Belongs],
    ) -> Contents<'l, 'a> {
        // With other keys in each run, so that no list can be written for equal hashes.
        let hasher = RandomState::new();
        let rules = lists.iter().zip(shelved).map(|it| read(it.0, it.1.prelude, &hasher));
        Contents { lists, belong, rules: rules.collect() }
    }

    /// Finds copies: the largest lists first, each compared with those that are no copies.
    fn copies(&self) -> Vec<Copy> {
        let mut holders: FxHashMap<u64, Holders> = FxHashMap::default();
        for (list, rules) in self.rules.iter().enumerate() {
            for rule in rules {
                let all = holders.entry(rule.says).or_default();
                if all.last() != Some(&(list as u32)) && all.len() < Self::HOLDERS {
                    all.push(list as u32);
                }
            }
        }
        let mut order: Vec<usize> = (0..self.lists.len()).collect();
        order.retain(|it| self.belong[*it].shelf.is_some());
        order.sort_by_key(|it| std::cmp::Reverse((self.rules[*it].len(), *it)));
        let mut is_copy = vec![false; self.lists.len()];
        let mut copies = Vec::new();
        for list in order {
            let mut of: FxHashMap<usize, usize> = FxHashMap::default();
            let mut repeated = 0;
            let mut first = None;
            for rule in &self.rules[list] {
                let others = holders.get(&rule.says).into_iter().flatten().map(|it| *it as usize);
                let faces = |it: &usize| !is_copy[*it] && self.belong[*it].faces(self.belong[list]);
                let mut others = others.filter(faces).peekable();
                if others.peek().is_some() {
                    repeated += 1;
                    first.get_or_insert(rule.place());
                }
                others.for_each(|it| *of.entry(it).or_default() += 1);
            }
            let is_mostly = repeated >= Self::FEW && repeated * 2 > self.rules[list].len();
            if let Some(first) = first.filter(|_| is_mostly) {
                is_copy[list] = true;
                let mut of: Vec<(usize, usize)> = of.into_iter().collect();
                of.sort_by_key(|it| (std::cmp::Reverse(it.1), it.0));
                copies.push(Copy { list, repeated, of, first });
            }
        }
        copies
    }

    /// The finding for a list that mostly repeats others.
    fn tell(&self, copy: &Copy) -> Option<Diagnostic> {
        let name = |it: &(usize, usize)| Cow::from(&*self.lists[it.0].name);
        let names: Vec<Cow<'_, str>> = copy.of.iter().map(name).collect();
        let count = (copy.repeated, self.rules[copy.list].len());
        duplicate_rule::copy_of_other_lists(
            copy.first,
            count,
            &names,
            &self.lists[copy.list].config,
        )
    }

    /// Finds rules that an earlier list has, or a list that is used with all: each once.
    fn repeated(
        &self,
        is_copy: &FxHashSet<usize>,
        sink: &mut dyn FnMut(usize, u32, Option<Diagnostic>),
    ) {
        let mut first: FxHashMap<(u64, Option<u32>), (usize, u32)> = FxHashMap::default();
        let mut reported = FxHashSet::default();
        let with = (0..self.lists.len()).filter(|it| self.belong[*it].shelf.is_none());
        let checked = (0..self.lists.len()).filter(|it| self.belong[*it].shelf.is_some());
        for list in with.chain(checked).filter(|it| !is_copy.contains(it)) {
            let belongs = self.belong[list];
            let config = &self.lists[list].config;
            for rule in &self.rules[list] {
                let shelf = belongs.shelf;
                let here = *first.entry((rule.written, shelf)).or_insert((list, rule.line));
                if shelf.is_none() {
                    continue;
                }
                let with = first.get(&(rule.written, None)).copied();
                let other = with.unwrap_or(here);
                if !self.belong[other.0].faces(belongs) || !reported.insert((other, list)) {
                    continue;
                }
                let name = &self.lists[other.0].name;
                let finding =
                    duplicate_rule::duplicate_of_other_list(rule.place(), (name, other.1), config);
                sink(list, rule.line, finding);
            }
        }
    }
}

impl Written<'_> {
    fn place(&self) -> Place {
        Place { line: self.line, span: Span::new(0, self.text.len()) }
    }
}

fn read<'a>(
    list: &LintedList<'a>,
    prelude: &Prelude<'_>,
    hasher: &RandomState,
) -> Vec<Written<'a>> {
    let rules = list.result.plain_rules(list.text).map(|(line, text)| {
        let readers = prelude.regions.as_ref().map_or(Targets::EVERY, |it| it.readers(line));
        let mut state = hasher.build_hasher();
        readers.hash(&mut state);
        let trimmed = text.trim_ascii();
        let mut of_host = state.clone();
        state.write(trimmed.as_bytes());
        let written = state.finish();
        let says = match single_host(trimmed) {
            None => written,
            Some(host) => {
                of_host.write_u8(0);
                of_host.write(host.as_bytes());
                of_host.finish()
            }
        };
        Written { line, text, written, says }
    });
    rules.collect()
}

/// The host that a rule is about, if it is about nothing else: `||host^`, `0.0.0.0 host`, `host`.
fn single_host(rule: &str) -> Option<&str> {
    let is_name = |it: &str| it.contains('.') && name_len(it) == it.len();
    let host = match rule.strip_prefix("||").and_then(|it| it.strip_suffix('^')) {
        Some(host) => host,
        None => match rule.split_once([' ', '\t']) {
            Some(("0.0.0.0" | "127.0.0.1", host)) => host.trim_ascii_start(),
            Some(_) => return None,
            None => rule,
        },
    };
    is_name(host).then_some(host)
}
