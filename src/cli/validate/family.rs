//! Which lists include each other, found out before any is judged, for such are judged together.

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    path::PathBuf,
};

use super::{
    List,
    include::{self, Problem},
    read,
};
use crate::cli::input::Source;

/// The lists to judge, and all that they include.
#[derive(Default)]
pub(super) struct Graph {
    nodes: Vec<Node>,
    by_file: HashMap<PathBuf, usize>,
    /// Those that can be part of a circle.
    circular: Vec<bool>,
    /// How many more bytes may be kept of what was read.
    room: usize,
}

/// A list.
struct Node {
    source: Source,
    /// By the path as the list writes it.
    includes: BTreeMap<String, Result<usize, Problem>>,
    /// How many others include it.
    includers: usize,
    /// What was read of it: stdin is read only once, and short lists better so.
    list: Option<List>,
}

/// Lists that include each other, by their numbers: each stands behind one that includes it.
pub(super) struct Family {
    pub(super) lists: Vec<usize>,
    /// Those that start a tree of includes.
    pub(super) roots: Vec<usize>,
}

impl Graph {
    /// Reads the lists and follows what they include. What cannot be read now is told later.
    pub(super) fn new(sources: Vec<Source>) -> Graph {
        const ROOM: usize = 32 << 20;
        let mut graph = Graph { room: ROOM, ..Graph::default() };
        for source in sources {
            graph.add(source);
        }
        let mut n = 0;
        while n < graph.nodes.len() {
            graph.explore(n);
            n += 1;
        }
        graph.circular = graph.circular();
        graph
    }

    fn add(&mut self, source: Source) -> usize {
        let file = match &source {
            Source::File(path) => Some(include::canonical(path)),
            Source::Stdin | Source::Arguments(_) => None,
        };
        if let Some(n) = file.as_ref().and_then(|it| self.by_file.get(it)) {
            return *n;
        }
        let n = self.nodes.len();
        self.by_file.extend(file.map(|it| (it, n)));
        self.nodes.push(Node { source, includes: BTreeMap::new(), includers: 0, list: None });
        n
    }

    fn explore(&mut self, n: usize) {
        let Ok(list) = read(&self.nodes[n].source) else { return };
        if let Some(from) = &list.path {
            for path in include::paths(&list.text) {
                if self.nodes[n].includes.contains_key(path) {
                    continue;
                }
                let to = include::resolve(from, path).map(|it| self.add(Source::File(it)));
                if let Ok(to) = to {
                    self.nodes[to].includers += 1;
                }
                self.nodes[n].includes.insert(path.to_owned(), to);
            }
        }
        let size = list.text.len();
        let is_file = matches!(self.nodes[n].source, Source::File(_));
        if !is_file || size <= self.room {
            self.room -= if is_file { size } else { 0 };
            self.nodes[n].list = Some(list);
        }
    }

    pub(super) fn sources(&self) -> impl Iterator<Item = &Source> {
        self.nodes.iter().map(|it| &it.source)
    }

    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The list as it was read, or read now.
    pub(super) fn take(&mut self, n: usize) -> Result<List, crate::cli::Error> {
        let node = &mut self.nodes[n];
        node.list.take().map_or_else(|| read(&node.source), Ok)
    }

    /// A list, for those who only look at it.
    pub(super) fn look<T>(&self, n: usize, look: impl FnOnce(&List) -> T) -> Option<T> {
        let node = &self.nodes[n];
        match &node.list {
            Some(list) => Some(look(list)),
            None => read(&node.source).ok().map(|it| look(&it)),
        }
    }

    /// Where an include of a list leads.
    pub(super) fn leads(&self, from: usize, path: &str) -> Result<usize, Problem> {
        self.nodes[from].includes.get(path).copied().unwrap_or(Err(Problem::Missing))
    }

    /// The lists by families, in the order of the sources.
    pub(super) fn families(&self) -> Vec<Family> {
        let mut trees: Vec<(usize, Vec<usize>)> = Vec::new();
        let mut tree_of = vec![usize::MAX; self.nodes.len()];
        // Which family the tree of each number belongs to: the number of its first tree.
        let mut family_of: Vec<usize> = Vec::new();
        let is_root = |n: &usize| self.nodes[*n].includers == 0;
        let all = 0..self.nodes.len();
        // Of a circle that nobody else includes, the first starts it.
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
                    // Part of another tree: both are one family.
                    let (ours, theirs) = (family_of[number], family_of[tree_of[n]]);
                    if ours != theirs {
                        let first = ours.min(theirs);
                        let both = |it: &&mut usize| **it == ours || **it == theirs;
                        family_of.iter_mut().filter(both).for_each(|it| *it = first);
                    }
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
        let mut families: Vec<Family> = Vec::new();
        let mut place: HashMap<usize, usize> = HashMap::new();
        for ((root, tree), family) in trees.into_iter().zip(family_of) {
            let n = *place.entry(family).or_insert(families.len());
            if n == families.len() {
                families.push(Family { lists: Vec::new(), roots: Vec::new() });
            }
            families[n].roots.push(root);
            families[n].lists.extend(tree);
        }
        families
    }

    /// By way of which others `from` includes itself, when it includes `to`; nothing when it does
    /// not.
    pub(super) fn circle(&self, from: usize, to: usize) -> Option<Vec<&str>> {
        if from == to {
            return Some(Vec::new());
        }
        if !self.circular[from] || !self.circular[to] {
            return None;
        }
        let mut before: HashMap<usize, (usize, &str)> = HashMap::new();
        let mut waiting = VecDeque::from([to]);
        while let Some(n) = waiting.pop_front() {
            for (path, next) in &self.nodes[n].includes {
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
                if next != to && self.circular[next] && !before.contains_key(&next) {
                    before.insert(next, (n, path));
                    waiting.push_back(next);
                }
            }
        }
        None
    }

    /// The lists that can be part of a circle: those that are left when one that includes nothing
    /// more, or that nothing more includes, is taken away again and again.
    fn circular(&self) -> Vec<bool> {
        let mut left = vec![true; self.nodes.len()];
        let mut open: Vec<usize> = self.nodes.iter().map(|it| it.includers).collect();
        let mut waiting: Vec<usize> = (0..open.len()).filter(|n| open[*n] == 0).collect();
        while let Some(n) = waiting.pop() {
            left[n] = false;
            for to in self.nodes[n].includes.values().filter_map(|it| it.ok()) {
                open[to] -= 1;
                if open[to] == 0 {
                    waiting.push(to);
                }
            }
        }
        left
    }
}
