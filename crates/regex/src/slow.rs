//! Expressions for which JavaScript can take exponential time.

use super::{
    parse::{self, Node, Tree},
    set::Set,
};

/// Whether JavaScript's search can take time that doubles with each character of a text, as for
/// `(a+)+$` and `(a|a)*b`: a repeated group can match the same text in several ways, and what
/// follows the group can fail. False for an expression that cannot be read, or that has more than 256 KiB.
///
/// ```
/// assert!(bloqr_regex::is_slow(r"(a+)+$", ""));
/// assert!(bloqr_regex::is_slow(r"([a-z]+\d?)*\.js", ""));
/// assert!(!bloqr_regex::is_slow(r"(a+b)+$", ""));
/// assert!(!bloqr_regex::is_slow(r"(a+)+", ""));
/// ```
pub fn is_slow(source: &str, flags: &str) -> bool {
    // The tree of an expression takes a hundred times as much memory as its text.
    if source.len() > LONGEST {
        return false;
    }
    // Without a repeated group, the time is not exponential.
    let is_repeated = [")+", ")*", "){"].iter().any(|it| source.contains(it));
    is_repeated
        && parse::parse(source, flags).is_ok_and(|tree| {
            let looks = tree.looks.iter().any(|it| Search(&tree).any(&it.node, true));
            looks || Search(&tree).any(&tree.root, false)
        })
}

/// The longest expression that is judged, in bytes.
const LONGEST: usize = 1 << 18;

struct Search<'t>(&'t Tree);

impl Search<'_> {
    /// Whether a part of the node is slow. `follows`: something behind the node can fail.
    fn any(&self, node: &Node, follows: bool) -> bool {
        match node {
            Node::Set(_) | Node::Edge(_) | Node::Look { .. } => false,
            Node::Any(nodes) => nodes.iter().any(|it| self.any(it, follows)),
            Node::All(nodes) => {
                nodes
                    .iter()
                    .rev()
                    .fold((false, follows), |(found, follows), it| {
                        (found || self.any(it, follows), follows || !is_optional(it))
                    })
                    .0
            }
            Node::Repeat { node, most, .. } => {
                let goes_on = most.is_none_or(|it| it >= MANY);
                (goes_on && follows && self.has_two_ways(node))
                    || self.any(node, follows || goes_on && !is_optional(node))
            }
        }
    }

    /// Whether a text can be one repetition of the node, or several.
    fn has_two_ways(&self, node: &Node) -> bool {
        let node = inside(node);
        if let Node::Any(nodes) = node {
            let single = nodes.iter().map(|it| self.single(it));
            let mut seen = 0;
            for set in single.flatten() {
                if seen & set != 0 {
                    return true;
                }
                seen |= set;
            }
            return nodes.iter().any(|it| self.has_two_ways(it));
        }
        let nodes = match node {
            Node::All(nodes) => &nodes[..],
            one => std::slice::from_ref(one),
        };
        let repeated =
            nodes.iter().enumerate().filter_map(|(at, it)| Some((at, self.repeated(it)?)));
        repeated.take(FEW).any(|(at, set)| {
            let others = nodes.iter().enumerate().filter(|(other, _)| *other != at);
            others.map(|it| it.1).all(|it| is_optional(it) || self.overlaps(it, set))
        })
    }

    /// The ASCII characters that a node matches any number of times: `a+`, `(?:[a-z])*`.
    fn repeated(&self, node: &Node) -> Option<u128> {
        match inside(node) {
            Node::Repeat { node, most: None, .. } => self.single(node),
            _ => None,
        }
    }

    /// The ASCII characters that a node of one character matches.
    fn single(&self, node: &Node) -> Option<u128> {
        match inside(node) {
            Node::Set(number) => self.0.sets.get(*number).map(Set::ascii),
            Node::Any(nodes) => {
                nodes.iter().map(|it| self.single(it)).try_fold(0, |all, it| Some(all | it?))
            }
            _ => None,
        }
    }

    /// Whether all characters that the node must match can be in the set.
    fn overlaps(&self, node: &Node, set: u128) -> bool {
        match inside(node) {
            Node::Set(_) => self.single(node).is_some_and(|it| it & set != 0),
            Node::Repeat { node, .. } => self.overlaps(node, set),
            Node::All(nodes) => nodes.iter().all(|it| is_optional(it) || self.overlaps(it, set)),
            Node::Any(nodes) => nodes.iter().any(|it| self.overlaps(it, set)),
            Node::Edge(_) | Node::Look { .. } => false,
        }
    }
}

/// How many repeated characters of a group are compared with the rest of it.
const FEW: usize = 16;

/// So many repetitions take as long as any number of them.
const MANY: u32 = 20;

/// The node in groups of one.
fn inside(node: &Node) -> &Node {
    match node {
        Node::All(nodes) | Node::Any(nodes) if nodes.len() == 1 => inside(&nodes[0]),
        Node::Repeat { node, least: 1, most: Some(1) } => inside(node),
        _ => node,
    }
}

/// Whether the node matches the empty text without any condition.
fn is_optional(node: &Node) -> bool {
    match node {
        Node::Set(_) | Node::Edge(_) | Node::Look { .. } => false,
        Node::All(nodes) => nodes.iter().all(is_optional),
        Node::Any(nodes) => nodes.iter().any(is_optional),
        Node::Repeat { node, least, .. } => *least == 0 || is_optional(node),
    }
}
