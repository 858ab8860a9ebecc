//! The search: it follows all alternatives at once, one unit after the other.
//!
//! A look-around is a separate machine. It runs before the machine that uses it, and marks all
//! positions where it matches (Barrière and Pit-Claudel, "Linear Matching of JavaScript Regular
//! Expressions", PLDI 2024). Only whether there is a match is needed, so it does not matter which
//! of several matches it is.

use super::{
    TooManySteps,
    compile::{Machine, Program, Step},
    parse::Edge,
    set::{Case, LINE_ENDS, fold},
    text::Text,
};

pub(super) fn is_match(program: &Program, text: &str, steps: u64) -> Result<bool, TooManySteps> {
    let text = Text { text, unicode: program.unicode };
    let mut search = Search { program, text, found: Vec::new(), left: steps };
    for machine in &program.looks {
        // Each position takes at least one step, so this needs no more memory than there are steps.
        search.spend(text.text.len() as u64)?;
        let mut places = Places::new(text.text.len() + 1);
        search.run(machine, &mut |at| {
            places.note(at);
            false
        })?;
        search.found.push(places);
    }
    search.run(&program.main, &mut |_| true)
}

/// A bit for each position in the text.
struct Places(Vec<u64>);

impl Places {
    fn new(len: usize) -> Places {
        Places(vec![0; len.div_ceil(64)])
    }

    fn note(&mut self, at: usize) {
        self.0[at / 64] |= 1 << (at % 64);
    }

    fn has(&self, at: usize) -> bool {
        self.0[at / 64] >> (at % 64) & 1 == 1
    }
}

struct Search<'a> {
    program: &'a Program,
    text: Text<'a>,
    /// The positions where each look-around matches.
    found: Vec<Places>,
    /// The number of steps that are left.
    left: u64,
}

/// A position between two units.
#[derive(Clone, Copy)]
struct Place {
    at: usize,
    before: Option<u32>,
    after: Option<u32>,
}

/// The states of a machine at a position.
struct States {
    /// Steps that wait for a unit.
    waiting: Vec<usize>,
    /// The last position at which each step was reached.
    seen: Vec<u64>,
    place: u64,
    stack: Vec<usize>,
}

impl Search<'_> {
    fn spend(&mut self, steps: u64) -> Result<(), TooManySteps> {
        self.left = self.left.checked_sub(steps).ok_or(TooManySteps)?;
        Ok(())
    }

    /// Runs a machine over the text, and calls `found` for each position with a match. `found`
    /// returns whether to stop. Returns whether it was stopped.
    fn run(
        &mut self,
        machine: &Machine,
        report: &mut impl FnMut(usize) -> bool,
    ) -> Result<bool, TooManySteps> {
        let mut states = States {
            waiting: Vec::new(),
            seen: vec![0; machine.steps.len()],
            place: 0,
            stack: Vec::new(),
        };
        let mut next = Vec::new();
        let mut at = if machine.is_backward { self.text.text.len() } else { 0 };
        let mut behind = None;
        let mut is_start = true;
        loop {
            self.spend(1 + next.len() as u64)?;
            let step = if machine.is_backward { self.text.prev(at) } else { self.text.next(at) };
            let ahead = step.map(|it| it.0);
            let begins = match (machine.first, ahead) {
                _ if machine.is_anchored && !is_start => false,
                (Some(first), Some(unit @ 0..128)) => first >> unit & 1 == 1,
                (Some(_), Some(_)) | (None, _) => true,
                (Some(_), None) => false,
            };
            is_start = false;
            if begins || !next.is_empty() {
                let place = if machine.is_backward {
                    Place { at, before: ahead, after: behind }
                } else {
                    Place { at, before: behind, after: ahead }
                };
                next.extend(begins.then_some(0));
                if self.reach(machine, &mut states, &mut next, place)? && report(at) {
                    return Ok(true);
                }
                if let Some(unit) = ahead {
                    let takes = |step: &usize| match machine.steps[*step] {
                        Step::Set(number) => self.program.sets[number].takes(unit),
                        _ => false,
                    };
                    next.extend(states.waiting.drain(..).filter(takes).map(|it| it + 1));
                }
            }
            let Some((unit, to)) = step else { return Ok(false) };
            if next.is_empty() && machine.is_anchored {
                return Ok(false);
            }
            (behind, at) = (Some(unit), to);
        }
    }

    /// Follows steps that were reached to all steps that wait for a unit. Returns whether there is
    /// a match here.
    fn reach(
        &mut self,
        machine: &Machine,
        states: &mut States,
        from: &mut Vec<usize>,
        place: Place,
    ) -> Result<bool, TooManySteps> {
        states.place += 1;
        states.waiting.clear();
        states.stack.append(from);
        let mut is_found = false;
        let mut count = 0;
        while let Some(step) = states.stack.pop() {
            count += 1;
            if std::mem::replace(&mut states.seen[step], states.place) == states.place {
                continue;
            }
            match machine.steps[step] {
                Step::Set(_) => states.waiting.push(step),
                Step::Split(a, b) => states.stack.extend([a, b]),
                Step::Jump(to) => states.stack.push(to),
                Step::Edge(edge) => states.stack.extend(place.is(edge).then_some(step + 1)),
                Step::Look { number, is_negated } => {
                    let goes_on = self.found[number].has(place.at) != is_negated;
                    states.stack.extend(goes_on.then_some(step + 1));
                }
                Step::Found => is_found = true,
            }
        }
        self.spend(count)?;
        Ok(is_found)
    }
}

impl Place {
    fn is(self, edge: Edge) -> bool {
        let ends_line = |unit: Option<u32>| {
            unit.is_some_and(|unit| LINE_ENDS.iter().any(|it| it.0 <= unit && unit <= it.1))
        };
        match edge {
            Edge::Start { of_line } => self.before.is_none() || of_line && ends_line(self.before),
            Edge::End { of_line } => self.after.is_none() || of_line && ends_line(self.after),
            Edge::Word { case, is_negated } => {
                let is_edge = is_word(self.before, case) != is_word(self.after, case);
                is_edge != is_negated
            }
        }
    }
}

fn is_word(unit: Option<u32>, case: Case) -> bool {
    let is_word =
        |unit: u32| char::from_u32(unit).is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
    unit.is_some_and(|it| is_word(it) || case == Case::Fold && is_word(fold(it, case)))
}
