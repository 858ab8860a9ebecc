//! Expressions for which JavaScript can take exponential time.

use std::cell::Cell;

use super::{
    compile::{Step, steps_of},
    parse::{self, Node, Tree},
    set::Set,
};

/// Whether JavaScript's search can take time that doubles with each character of a text, as for
/// `(a+)+$` and `(a|a)*b`: a repeated group can match the same text in several ways, and what
/// follows the group can fail. False for an expression that cannot be read, or that is too large to
/// judge.
///
/// ```
/// assert!(bloqr_regex::is_slow(r"(a+)+$", ""));
/// assert!(bloqr_regex::is_slow(r"([a-z]+\d?)*\.js", ""));
/// assert!(bloqr_regex::is_slow(r"(ad|ads|s)+\.js", ""));
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
            let search = Search { tree: &tree, left: Cell::new(source.len() * WORK) };
            tree.looks.iter().any(|it| search.any(&it.node, true)) || search.any(&tree.root, false)
        })
}

/// The longest expression that is judged, in bytes.
const LONGEST: usize = 1 << 18;

/// How much work is done for each byte of an expression. Usual ones take less than a tenth of it.
const WORK: usize = 100;

struct Search<'t> {
    tree: &'t Tree,
    /// How much work is left.
    left: Cell<usize>,
}

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
                (goes_on && follows && self.is_ambiguous(node).unwrap_or(false))
                    || self.any(node, follows || goes_on && !is_optional(node))
            }
        }
    }

    /// Whether a group is ambiguous if it is repeated. `None` when it is too large to judge.
    fn is_ambiguous(&self, node: &Node) -> Option<bool> {
        Loop::new(node, self.tree, &self.left)?.is_ambiguous()
    }
}

/// So many repetitions take as long as any number of them.
const MANY: u32 = 20;

/// Whether the node matches the empty text without any condition.
fn is_optional(node: &Node) -> bool {
    match node {
        Node::Set(_) | Node::Edge(_) | Node::Look { .. } => false,
        Node::All(nodes) => nodes.iter().all(is_optional),
        Node::Any(nodes) => nodes.iter().any(is_optional),
        Node::Repeat { node, least, .. } => *least == 0 || is_optional(node),
    }
}

/// A group that is repeated any number of times, as a machine that reads one character after the
/// other. It is ambiguous when it can read some text in two ways from one step to another one: then
/// each repetition of the text doubles the ways, and JavaScript tries all of them (Weideman et al.,
/// "Analyzing Matching Time Behavior of Backtracking Regular Expression Matchers Using Ambiguity of
/// NFA", CIAA 2016).
struct Loop<'w> {
    steps: Vec<Step>,
    /// For each step that reads a character: the ASCII characters.
    reads: Vec<u128>,
    /// The steps that can read the next character after each step, sorted; a step occurs twice when
    /// two ways lead to it.
    next: Vec<Vec<usize>>,
    /// Whether each step can be part of a repetition that other repetitions follow. Conditions on
    /// the position can exclude it.
    is_repeated: Vec<bool>,
    /// How much work is left.
    left: &'w Cell<usize>,
}

impl<'w> Loop<'w> {
    /// `None` when it is too large to judge.
    fn new(node: &Node, tree: &Tree, left: &'w Cell<usize>) -> Option<Loop<'w>> {
        let steps = steps_of(node, MOST)?;
        let reads = steps.iter().map(|it| match it {
            Step::Set(number) => tree.sets.get(*number).map_or(0, Set::ascii),
            _ => 0,
        });
        let count = steps.len();
        let mut it = Loop {
            reads: reads.collect(),
            next: vec![Vec::new(); count],
            is_repeated: vec![false; count],
            steps,
            left,
        };
        it.spend(count)?;
        let mut first = Vec::new();
        it.follow(0, Passed::default(), &mut first)?;
        let mut before = vec![Vec::new(); count];
        for at in 0..count {
            if matches!(it.steps[at], Step::Set(_)) {
                let mut next = Vec::new();
                it.follow(at + 1, Passed::default(), &mut next)?;
                next.sort_unstable();
                next.iter().for_each(|to: &usize| before[*to].push(at));
                it.next[at] = next;
            }
        }
        let is_reached = reached(&first, &it.next);
        let goes_back = reached(&first, &before);
        it.is_repeated = is_reached.iter().zip(goes_back).map(|(a, b)| *a && b).collect();
        Some(it)
    }

    /// `None` when the work is more than it may be.
    fn spend(&self, work: usize) -> Option<()> {
        self.left.set(self.left.get().checked_sub(work)?);
        Some(())
    }

    /// Finds the steps that can read the next character, each as often as there are ways to it.
    fn follow(&self, mut at: usize, mut passed: Passed, found: &mut Vec<usize>) -> Option<()> {
        loop {
            self.spend(1)?;
            // JavaScript does not repeat a group that has matched nothing.
            if !passed.add(at) {
                return Some(());
            }
            match self.steps[at] {
                Step::Set(_) => {
                    found.push(at);
                    return Some(());
                }
                // The end is outside of the loop. A condition on the position can exclude the way.
                Step::Edge(_) | Step::Look { .. } | Step::Found => return Some(()),
                Step::Jump(to) => at = to,
                Step::Split(first, other) => {
                    // What is inside is entered anew. To leave it without a character is the same as not to
                    // enter it, and is not tried.
                    passed.forget(first, other);
                    let mut inside = passed;
                    inside.add(other);
                    self.follow(first, inside, found)?;
                    at = other;
                }
            }
        }
    }

    /// Whether two ways that part at one step, and read the same, meet again.
    fn is_ambiguous(&self) -> Option<bool> {
        let count = self.steps.len();
        self.spend(count * count / 64)?;
        let mut seen = vec![false; count * count];
        let mut waiting = Vec::new();
        for at in (0..count).filter(|it| self.is_repeated[*it]) {
            let len = self.next[at].len();
            self.spend(len * len)?;
            for (n, a) in self.next[at].iter().enumerate() {
                waiting.extend(self.next[at][n + 1..].iter().map(|b| (*a, *b)));
            }
        }
        while let Some((a, b)) = waiting.pop() {
            if !self.is_repeated[a] || !self.is_repeated[b] || self.reads[a] & self.reads[b] == 0 {
                continue;
            }
            if a == b {
                return Some(true);
            }
            if !std::mem::replace(&mut seen[a.min(b) * count + a.max(b)], true) {
                self.spend(self.next[a].len() * self.next[b].len())?;
                for to in &self.next[a] {
                    waiting.extend(self.next[b].iter().map(|other| (*to, *other)));
                }
            }
        }
        Some(false)
    }
}

/// The steps to which others lead.
fn reached(from: &[usize], next: &[Vec<usize>]) -> Vec<bool> {
    let mut is_reached = vec![false; next.len()];
    let mut waiting = from.to_vec();
    while let Some(at) = waiting.pop() {
        if !std::mem::replace(&mut is_reached[at], true) {
            waiting.extend(&next[at]);
        }
    }
    is_reached
}

/// The maximum number of steps of a group.
const MOST: usize = 512;

/// The steps that were passed since the last character.
#[derive(Clone, Copy, Default)]
struct Passed([u64; MOST / 64]);

impl Passed {
    /// Returns whether the step is new.
    fn add(&mut self, step: usize) -> bool {
        let (word, bit) = (step / 64, 1 << (step % 64));
        let is_new = self.0[word] & bit == 0;
        self.0[word] |= bit;
        is_new
    }

    fn forget(&mut self, from: usize, to: usize) {
        (from..to).for_each(|it| self.0[it / 64] &= !(1 << (it % 64)));
    }
}

#[cfg(test)]
mod tests {
    use super::is_slow;

    enum Part {
        One(u8),
        All(Vec<Part>),
        Any(Vec<Part>),
        Star(Box<Part>),
        Plus(Box<Part>),
        Optional(Box<Part>),
    }

    impl Part {
        fn random(depth: usize, random: &mut impl FnMut(usize) -> usize) -> Part {
            let kind = if depth == 0 { 0 } else { random(6) };
            let mut inner = || Part::random(depth - 1, random);
            match kind {
                1 => Part::All(vec![inner(), inner()]),
                2 => Part::Any(vec![inner(), inner()]),
                3 => Part::Star(Box::new(inner())),
                4 => Part::Plus(Box::new(inner())),
                5 => Part::Optional(Box::new(inner())),
                _ => Part::One(b"aab"[random(3)]),
            }
        }

        fn source(&self) -> String {
            let all = |parts: &[Part]| parts.iter().map(Part::source).collect::<Vec<_>>();
            match self {
                Part::One(byte) => char::from(*byte).to_string(),
                Part::All(parts) => all(parts).concat(),
                Part::Any(parts) => format!("(?:{})", all(parts).join("|")),
                Part::Star(part) => format!("(?:{})*", part.source()),
                Part::Plus(part) => format!("(?:{})+", part.source()),
                Part::Optional(part) => format!("(?:{})?", part.source()),
            }
        }

        /// In how many ways JavaScript reads the start of a text, by the length of the start.
        fn ways(&self, text: &[u8]) -> Vec<u64> {
            let mut ways = vec![0; text.len() + 1];
            match self {
                Part::One(byte) if text.first() == Some(byte) => ways[1] = 1,
                Part::One(_) => (),
                Part::All(parts) => {
                    ways[0] = 1;
                    for part in parts {
                        ways = then(&ways, part, text);
                    }
                }
                Part::Any(parts) => {
                    for part in parts {
                        ways.iter_mut().zip(part.ways(text)).for_each(|(all, it)| *all += it);
                    }
                }
                Part::Star(part) => {
                    ways[0] = 1;
                    repeat(&mut ways, part, text);
                }
                Part::Plus(part) => {
                    ways = part.ways(text);
                    repeat(&mut ways, part, text);
                }
                // Like a repetition, it is not tried with nothing.
                Part::Optional(part) => {
                    ways = part.ways(text);
                    ways[0] = 1;
                }
            }
            ways
        }
    }

    fn then(before: &[u64], part: &Part, text: &[u8]) -> Vec<u64> {
        let mut ways = vec![0; before.len()];
        for (start, count) in before.iter().enumerate().filter(|it| *it.1 > 0) {
            for (length, more) in part.ways(&text[start..]).into_iter().enumerate() {
                ways[start + length] += count * more;
            }
        }
        ways
    }

    /// Adds the ways with more repetitions, each of at least one character.
    fn repeat(ways: &mut [u64], part: &Part, text: &[u8]) {
        for start in 0..text.len() {
            let more = part.ways(&text[start..]);
            for length in 1..more.len() {
                ways[start + length] += ways[start] * more[length];
            }
        }
    }

    /// A group is slow exactly if it reads some text in two ways when it is repeated: the ways are
    /// counted here, one text after the other.
    #[test]
    fn slow_groups_are_those_that_read_a_text_in_two_ways() {
        const LONGEST: u32 = 8;
        let texts: Vec<Vec<u8>> = (1..=LONGEST)
            .flat_map(|length| (0..1_u32 << length).map(move |bits| (length, bits)))
            .map(|(length, bits)| (0..length).map(|it| b"ab"[(bits >> it & 1) as usize]).collect())
            .collect();
        let mut state = 1_u64;
        let mut random = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) as usize % below
        };
        let mut slow = 0;
        for _ in 0..1000 {
            let group = Part::Star(Box::new(Part::random(2, &mut random)));
            let source = format!("{}c", group.source());
            let is_ambiguous = texts.iter().any(|it| group.ways(it)[it.len()] > 1);
            assert_eq!(is_slow(&source, ""), is_ambiguous, "{source}");
            slow += usize::from(is_ambiguous);
        }
        assert!((200..800).contains(&slow), "{slow} of 1000 groups are slow");
    }
}
