//! A tree as steps of a machine that is in many states at once.

use super::{
    Problem, Why,
    parse::{Edge, Node, Tree},
    problem,
    set::Set,
};

/// One machine for each look-around, and one for all.
#[derive(Debug)]
pub(super) struct Program {
    /// Inner ones before outer ones.
    pub(super) looks: Vec<Machine>,
    pub(super) main: Machine,
    pub(super) sets: Vec<Set>,
    pub(super) unicode: bool,
}

#[derive(Debug)]
pub(super) struct Machine {
    pub(super) steps: Vec<Step>,
    /// Whether it reads from the end to the start.
    pub(super) is_backward: bool,
    /// Whether it can begin at the start of the text only.
    pub(super) is_anchored: bool,
    /// What it can begin with; nothing when it can do without.
    pub(super) first: Option<First>,
}

/// Units: of ASCII a bit each; all others are in it.
pub(super) type First = u128;

/// Where nothing else is said, the next step follows.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    Set(usize),
    Edge(Edge),
    Look {
        number: usize,
        is_negated: bool,
    },
    /// Both ways.
    Split(usize, usize),
    Jump(usize),
    Found,
}

/// How many steps a machine has at most.
const MOST: usize = 1 << 13;

/// `len` is the source's, in bytes.
pub(super) fn compile(tree: Tree, len: usize) -> Result<Program, Problem> {
    let Tree { root, looks, sets, unicode, sticky } = tree;
    let mut left = MOST;
    let mut machine = |node: &Node, is_backward| {
        let mut compiler = Compiler { steps: Vec::new(), left: &mut left, is_backward };
        let done = compiler.emit(node).and_then(|()| compiler.push(Step::Found));
        let steps = compiler.steps;
        match done {
            Some(_) => {
                let first = first(&steps, &sets);
                Ok(Machine { steps, is_backward, is_anchored: false, first })
            }
            None => problem(Why::TooLarge, 0..len),
        }
    };
    // What is looked for ahead of a place begins there: it is read backwards, so that where it
    // begins is known for all places at once.
    let looks = looks.iter().map(|it| machine(&it.node, !it.is_behind));
    let looks = looks.collect::<Result<_, _>>()?;
    let mut main = machine(&root, false)?;
    main.is_anchored = sticky || starts_text(&root);
    Ok(Program { looks, main, sets, unicode })
}

/// Whether it is found at the start of a text or not at all.
fn starts_text(node: &Node) -> bool {
    match node {
        Node::Edge(Edge::Start { of_line }) => !of_line,
        Node::All(all) => all.iter().any(starts_text) && starts_before_more(all),
        Node::Any(any) => any.iter().all(starts_text),
        Node::Set(_) | Node::Edge(_) | Node::Look { .. } | Node::Repeat { .. } => false,
    }
}

/// Whether only things without length come before the one that starts the text.
fn starts_before_more(all: &[Node]) -> bool {
    let before = all.iter().take_while(|it| !starts_text(it));
    before.into_iter().all(|it| matches!(it, Node::Edge(_) | Node::Look { .. }))
}

struct Compiler<'a> {
    steps: Vec<Step>,
    /// How many steps there may still be.
    left: &'a mut usize,
    is_backward: bool,
}

impl Compiler<'_> {
    /// Nothing when there are too many; else where it is.
    fn push(&mut self, step: Step) -> Option<usize> {
        *self.left = self.left.checked_sub(1)?;
        self.steps.push(step);
        Some(self.steps.len() - 1)
    }

    fn emit(&mut self, node: &Node) -> Option<()> {
        match node {
            Node::Set(number) => self.push(Step::Set(*number)).map(drop),
            Node::Edge(edge) => self.push(Step::Edge(*edge)).map(drop),
            Node::Look { number, is_negated } => {
                self.push(Step::Look { number: *number, is_negated: *is_negated }).map(drop)
            }
            Node::All(all) if self.is_backward => all.iter().rev().try_for_each(|it| self.emit(it)),
            Node::All(all) => all.iter().try_for_each(|it| self.emit(it)),
            Node::Any(any) => self.any(any),
            Node::Repeat { node, least, most } => self.repeat(node, *least, *most),
        }
    }

    fn any(&mut self, any: &[Node]) -> Option<()> {
        let mut jumps = Vec::new();
        for (n, node) in any.iter().enumerate() {
            if n + 1 == any.len() {
                self.emit(node)?;
                break;
            }
            let split = self.push(Step::Split(0, 0))?;
            self.emit(node)?;
            jumps.push(self.push(Step::Jump(0))?);
            self.steps[split] = Step::Split(split + 1, self.steps.len());
        }
        let end = self.steps.len();
        jumps.into_iter().for_each(|it| self.steps[it] = Step::Jump(end));
        Some(())
    }

    fn repeat(&mut self, node: &Node, least: u32, most: Option<u32>) -> Option<()> {
        for _ in 0..least {
            let before = self.steps.len();
            self.emit(node)?;
            if self.steps.len() == before {
                // Nothing, any number of times.
                return Some(());
            }
        }
        let Some(most) = most else {
            let split = self.push(Step::Split(0, 0))?;
            self.emit(node)?;
            self.push(Step::Jump(split))?;
            self.steps[split] = Step::Split(split + 1, self.steps.len());
            return Some(());
        };
        let mut splits = Vec::new();
        for _ in least..most {
            splits.push(self.push(Step::Split(0, 0))?);
            self.emit(node)?;
        }
        let end = self.steps.len();
        splits.into_iter().for_each(|it| self.steps[it] = Step::Split(it + 1, end));
        Some(())
    }
}

/// What a machine can begin with, taking all that is asked of places for true.
fn first(steps: &[Step], sets: &[Set]) -> Option<First> {
    let mut seen = vec![false; steps.len()];
    let mut waiting = vec![0];
    let mut first = 0;
    while let Some(at) = waiting.pop() {
        if std::mem::replace(&mut seen[at], true) {
            continue;
        }
        match steps[at] {
            Step::Set(number) => first |= sets[number].ascii(),
            Step::Edge(_) | Step::Look { .. } => waiting.push(at + 1),
            Step::Split(a, b) => waiting.extend([a, b]),
            Step::Jump(to) => waiting.push(to),
            Step::Found => return None,
        }
    }
    Some(first)
}
