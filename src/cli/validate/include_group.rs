//! Finds out which lists include each other, before any of them is checked, because they are
//! checked together.

use std::{
    cell::Cell,
    collections::{BTreeMap, HashMap, VecDeque},
    fs,
    path::{Path, PathBuf},
};

use super::{
    include::{self, Bounds, Problem},
    judge::on_every_core,
    list::{List, read, read_as},
    settings::ResolvedSettings,
};
use crate::{
    cli::{Error, input::Source},
    filekind::Recognised,
    lint::{Include, IncludeKind, preprocess},
};

/// The lists to check, and all lists that they include.
#[derive(Default)]
pub(super) struct Graph {
    nodes: Vec<Node>,
    by_file: HashMap<PathBuf, usize>,
    /// For each list, the number of its circle: all lists of a circle include each other, directly
    /// or through others.
    circles: Vec<usize>,
    /// How many more lists are searched to describe circles.
    patience: Cell<usize>,
    /// The root of includes, by the directory of the list.
    roots: HashMap<PathBuf, PathBuf>,
    /// How many more bytes of read texts can be kept.
    room: usize,
}

/// A list.
struct Node {
    source: Source,
    /// Its includes, by what the list writes.
    includes: BTreeMap<(IncludeKind, String), Result<usize, Problem>>,
    /// How many other lists include it.
    includers: usize,
    /// Its size in bytes.
    size: usize,
    /// The list, if it was kept: stdin can be read only once, and short lists need not be read
    /// again.
    list: Option<List>,
    /// The kind of the file, if it was read and not kept.
    kind: Option<Option<Recognised>>,
}

/// Lists that include each other, by their numbers: each list comes after one that includes it.
pub(super) struct IncludeGroup {
    pub(super) lists: Vec<usize>,
    /// The lists at the top of a tree of includes.
    pub(super) roots: Vec<usize>,
}

impl Graph {
    /// Reads the lists and follows their includes. A list that cannot be read is reported later.
    pub(super) fn new(
        sources: Vec<Source>,
        settings: &mut ResolvedSettings<'_>,
    ) -> Result<Graph, Error> {
        const ROOM: usize = 32 << 20;
        const PATIENCE: usize = 1 << 20;
        let mut graph = Graph { room: ROOM, patience: Cell::new(PATIENCE), ..Graph::default() };
        for source in sources {
            graph.add(source);
        }
        let mut n = 0;
        while n < graph.nodes.len() {
            for list in graph.read_some(n) {
                if let Some(list) = list {
                    graph.explore(n, list, settings)?;
                }
                n += 1;
            }
        }
        graph.circles = graph.circles();
        Ok(graph)
    }

    fn add(&mut self, source: Source) -> usize {
        let file = match &source {
            Source::File(path) | Source::StdinAs(path) => Some(include::canonical(path)),
            Source::Stdin | Source::Arguments(_) => None,
        };
        if let Some(n) = file.as_ref().and_then(|it| self.by_file.get(it)) {
            return *n;
        }
        let n = self.nodes.len();
        self.by_file.extend(file.map(|it| (it, n)));
        self.nodes.push(Node {
            source,
            includes: BTreeMap::new(),
            includers: 0,
            size: 0,
            list: None,
            kind: None,
        });
        n
    }

    /// Reads lists from a number on, on all cores: one list, or several short ones.
    fn read_some(&self, first: usize) -> Vec<Option<List>> {
        const MOST: usize = 256;
        const BYTES: u64 = 4 << 20;
        let nodes = &self.nodes[first..self.nodes.len().min(first + MOST)];
        let mut bytes = 0;
        let fits = |it: &&Node| {
            bytes += match &it.source {
                Source::File(path) => fs::metadata(path).map_or(0, |it| it.len()),
                Source::Stdin | Source::StdinAs(_) | Source::Arguments(_) => BYTES,
            };
            bytes < BYTES
        };
        let count = nodes.iter().take_while(fits).count().max(1);
        let mut lists = Vec::with_capacity(count);
        on_every_core(&nodes[..count], |it| read(&it.source).ok(), |_, list| lists.push(list));
        lists
    }

    fn explore(
        &mut self,
        n: usize,
        list: List,
        settings: &mut ResolvedSettings<'_>,
    ) -> Result<(), Error> {
        if let Some(from) = &list.path {
            for include in preprocess::includes(&list.text).map(|it| Include::new(&it)) {
                let key = (include.kind, include.written.clone());
                if self.nodes[n].includes.contains_key(&key) {
                    continue;
                }
                let named = match &include.name {
                    Some(name) => settings.include_dir(from, name)?,
                    None => None,
                };
                let to = self.resolve(from, &include, named.as_deref());
                let to = to.map(|it| self.add(Source::File(it)));
                if let Ok(to) = to {
                    self.nodes[to].includers += 1;
                }
                self.nodes[n].includes.insert(key, to);
            }
        }
        let size = list.text.len();
        self.nodes[n].size = size;
        let is_file = matches!(self.nodes[n].source, Source::File(_));
        if !is_file || size <= self.room {
            self.room -= if is_file { size } else { 0 };
            self.nodes[n].list = Some(list);
        } else {
            self.nodes[n].kind = Some(list.other);
        }
        Ok(())
    }

    fn resolve(
        &mut self,
        from: &Path,
        include: &Include,
        named: Option<&Path>,
    ) -> Result<PathBuf, Problem> {
        let dir = from.parent().unwrap_or(Path::new(""));
        let root = self.roots.entry(dir.to_owned()).or_insert_with(|| include::root(dir));
        let is_judged = |file: &Path| self.by_file.contains_key(file);
        include::resolve(from, include, named, &Bounds { root, is_judged: &is_judged })
    }

    pub(super) fn sources(&self) -> impl Iterator<Item = &Source> {
        self.nodes.iter().map(|it| &it.source)
    }

    /// The length of all lists together, in bytes.
    pub(super) fn bytes(&self) -> u64 {
        self.nodes.iter().map(|it| it.size as u64).sum()
    }

    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether a list is one of these.
    pub(super) fn has(&self, list: &List) -> bool {
        list.path.as_ref().is_some_and(|it| self.by_file.contains_key(&include::canonical(it)))
    }

    /// The list that was kept, or the list read again.
    pub(super) fn take(&mut self, n: usize) -> Result<List, crate::cli::Error> {
        let node = &mut self.nodes[n];
        match (node.list.take(), node.kind.take()) {
            (Some(list), _) => Ok(list),
            (None, Some(other)) => read_as(&node.source, |_| other),
            (None, None) => read(&node.source),
        }
    }

    /// Calls `look` with a list, without taking it.
    pub(super) fn look<T>(&self, n: usize, look: impl FnOnce(&List) -> T) -> Option<T> {
        let node = &self.nodes[n];
        match &node.list {
            Some(list) => Some(look(list)),
            None => read(&node.source).ok().map(|it| look(&it)),
        }
    }

    /// The list that an include of a list leads to.
    pub(super) fn leads(&self, from: usize, include: &Include) -> Result<usize, Problem> {
        let key = (include.kind, include.written.clone());
        self.nodes[from].includes.get(&key).copied().unwrap_or(Err(Problem::Missing))
    }

    /// The lists in groups, in the order of the sources.
    pub(super) fn groups(&self) -> Vec<IncludeGroup> {
        let mut trees: Vec<(usize, Vec<usize>)> = Vec::new();
        let mut tree_of = vec![usize::MAX; self.nodes.len()];
        // For each tree, an earlier tree of the same group; the first tree of a group refers to
        // itself.
        let mut family_of: Vec<usize> = Vec::new();
        let is_root = |n: &usize| self.nodes[*n].includers == 0;
        let all = 0..self.nodes.len();
        // In a circle that no other list includes, the first list is at the top.
        for root in all.clone().filter(is_root).chain(all) {
            if tree_of[root] != usize::MAX {
                continue;
            }
            let number = trees.len();
            family_of.push(number);
            let mut tree = Vec::new();
            let mut waiting = vec![root];
            while let Some(n) = waiting.pop() {
                if tree_of[n] != usize::MAX {
                    // The list is part of another tree, so both trees are one group.
                    let (ours, theirs) =
                        (first(&mut family_of, number), first(&mut family_of, tree_of[n]));
                    family_of[ours.max(theirs)] = ours.min(theirs);
                    continue;
                }
                tree_of[n] = number;
                tree.push(n);
                let mut next: Vec<usize> =
                    self.nodes[n].includes.values().filter_map(|it| it.ok()).collect();
                next.sort_unstable_by_key(|it| std::cmp::Reverse(*it));
                waiting.extend(next);
            }
            trees.push((root, tree));
        }
        let mut groups: Vec<IncludeGroup> = Vec::new();
        let mut place: HashMap<usize, usize> = HashMap::new();
        for (number, (root, tree)) in trees.into_iter().enumerate() {
            let group = first(&mut family_of, number);
            let n = *place.entry(group).or_insert(groups.len());
            if n == groups.len() {
                groups.push(IncludeGroup { lists: Vec::new(), roots: Vec::new() });
            }
            groups[n].roots.push(root);
            groups[n].lists.extend(tree);
        }
        groups
    }

    /// The lists through which `from` includes itself when it includes `to`; `None` when it does
    /// not.
    pub(super) fn circle(&self, from: usize, to: usize) -> Option<Vec<&str>> {
        if from == to {
            return Some(Vec::new());
        }
        if self.circles[from] != self.circles[to] {
            return None;
        }
        let mut before: HashMap<usize, (usize, &str)> = HashMap::new();
        let mut waiting = VecDeque::from([to]);
        while let Some(n) = waiting.pop_front() {
            // With thousands of lists in circles, not all ways are described.
            let Some(patience) = self.patience.get().checked_sub(1) else { break };
            self.patience.set(patience);
            for ((_, path), next) in &self.nodes[n].includes {
                let Ok(next) = *next else { continue };
                if next == from {
                    let mut way = Vec::new();
                    let mut at = n;
                    while let Some((previous, path)) = before.get(&at) {
                        way.push(*path);
                        at = *previous;
                    }
                    way.reverse();
                    return Some(way);
                }
                if next != to
                    && self.circles[next] == self.circles[to]
                    && !before.contains_key(&next)
                {
                    before.insert(next, (n, path));
                    waiting.push_back(next);
                }
            }
        }
        Some(Vec::new())
    }

    /// Gives all lists of a circle the same number.
    fn circles(&self) -> Vec<usize> {
        let count = self.nodes.len();
        let next: Vec<Vec<usize>> = self
            .nodes
            .iter()
            .map(|it| it.includes.values().filter_map(|it| it.ok()).collect())
            .collect();
        let mut before: Vec<Vec<usize>> = vec![Vec::new(); count];
        for (from, all) in next.iter().enumerate() {
            all.iter().for_each(|to| before[*to].push(from));
        }
        // Each list comes after all lists that it includes, except in circles.
        let mut order = Vec::with_capacity(count);
        let mut is_seen = vec![false; count];
        for start in 0..count {
            let mut path = Vec::new();
            if !std::mem::replace(&mut is_seen[start], true) {
                path.push((start, 0));
            }
            while let Some((n, at)) = path.last_mut() {
                let to = next[*n].get(*at).copied();
                *at += 1;
                match to {
                    Some(to) if !std::mem::replace(&mut is_seen[to], true) => path.push((to, 0)),
                    Some(_) => (),
                    None => {
                        order.push(*n);
                        path.pop();
                    }
                }
            }
        }
        let mut circles = vec![usize::MAX; count];
        for &start in order.iter().rev() {
            let mut waiting = vec![start];
            while let Some(n) = waiting.pop() {
                if circles[n] == usize::MAX {
                    circles[n] = start;
                    waiting.extend(&before[n]);
                }
            }
        }
        circles
    }
}

/// The first tree of the group of a tree. Shortens the chain of references.
fn first(family_of: &mut [usize], mut tree: usize) -> usize {
    while family_of[tree] != tree {
        family_of[tree] = family_of[family_of[tree]];
        tree = family_of[tree];
    }
    tree
}
