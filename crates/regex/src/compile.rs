//! Compiles a tree to the steps of a machine that follows all alternatives at once.

use super::{
    Problem, Why,
    parse::{Edge, Node, Tree},
    problem,
    set::Set,
};

/// A machine for each look-around, and one for the whole expression.
#[derive(Debug)]
pub(super) struct Program {
    /// Inner look-arounds come before outer ones.
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
    /// Whether a match can begin only at the start of the text.
    pub(super) is_anchored: bool,
    /// The units with which a match can begin; `None` when a match can be empty.
    pub(super) first: Option<First>,
}

/// A set of units: a bit for each of ASCII. All other units are always in it.
pub(super) type First = u128;

/// Unless a step says otherwise, the next step follows.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    Set(usize),
    Edge(Edge),
    Look {
        number: usize,
        is_negated: bool,
    },
    /// Continues at both steps.
    Split(usize, usize),
    Jump(usize),
    Found,
}

/// The maximum number of steps of a machine.
const MOST: usize = 1 << 13;

/// `len` is the length of the source, in bytes.
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
    // A look-ahead begins at a known position, so its machine runs backwards. Then the positions
    // where it begins are known for all positions at once.
    let looks = looks.iter().map(|it| machine(&it.node, !it.is_behind));
    let looks = looks.collect::<Result<_, _>>()?;
    let mut main = machine(&root, false)?;
    main.is_anchored = sticky || starts_text(&root);
    Ok(Program { looks, main, sets, unicode })
}

/// The steps of a node that is repeated any number of times. `None` when there are more than `most`.
pub(super) fn steps_of(node: &Node, most: usize) -> Option<Vec<Step>> {
    let mut left = most;
    let mut compiler = Compiler { steps: Vec::new(), left: &mut left, is_backward: false };
    compiler.repeat(node, 0, None)?;
    compiler.push(Step::Found)?;
    Some(compiler.steps)
}

/// Whether a match can only be at the start of a text.
fn starts_text(node: &Node) -> bool {
    match node {
        Node::Edge(Edge::Start { of_line }) => !of_line,
        Node::All(all) => all.iter().any(starts_text) && starts_before_more(all),
        Node::Any(any) => any.iter().all(starts_text),
        Node::Set(_) | Node::Edge(_) | Node::Look { .. } | Node::Repeat { .. } => false,
    }
}

/// Whether only items without length come before the item that needs the start of the text.
fn starts_before_more(all: &[Node]) -> bool {
    let before = all.iter().take_while(|it| !starts_text(it));
    before.into_iter().all(|it| matches!(it, Node::Edge(_) | Node::Look { .. }))
}

struct Compiler<'a> {
    steps: Vec<Step>,
    /// The number of steps that can still be added.
    left: &'a mut usize,
    is_backward: bool,
}

impl Compiler<'_> {
    /// Adds a step, and returns its index; `None` when there are too many.
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
                // An empty expression, repeated any number of times.
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

/// The units with which a machine can begin, if all conditions on positions are true.
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
