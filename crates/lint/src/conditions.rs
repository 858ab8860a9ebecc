//! The conditions that the rule on a line depends on: `!#if` blocks, Safari's content blockers,
//! hints.
//!
//! Blockers read broken or unusual directives in different ways. After the first such directive,
//! two rules count as being under the same conditions only if no directive is between them.

use std::collections::HashMap;

use crate::text::{line_at, lines_above};
use bloqr_syntax::{
    self as syntax, Options, Rule as Syntax,
    ast::{DirectiveParams, HintComment},
};

/// Lines where blocks begin, change and end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Directive {
    pub(super) line: u32,
    pub(super) kind: DirectiveKind,
    /// The start of the line in the text, in bytes.
    pub(super) start: u32,
    /// Whether some blockers read it as a comment, or in another way than others.
    pub(super) is_odd: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DirectiveKind {
    If,
    Else,
    Endif,
    /// `!#safari_cb_affinity(general)`
    Affinity,
    /// `!#safari_cb_affinity`
    AffinityEnd,
    /// One of these directives that cannot be read.
    Broken,
}

/// The number of a condition; 0 means no condition.
pub(super) type Number = u32;

#[derive(Debug)]
struct Condition {
    /// Added to the key of a rule, so that the same rule under other conditions has another key.
    mark: u64,
    /// The condition around it: a rule under that condition also applies here.
    around: Option<Number>,
}

/// The condition of each line.
#[derive(Debug)]
pub(super) struct Conditions {
    /// Each condition, with the line after which it starts.
    starts: Vec<(u32, Number)>,
    all: Vec<Condition>,
    /// Conditions that mean the same wherever they are written, by the condition around them and
    /// their name.
    named: HashMap<(Number, String), Number>,
}

/// A text with its own line numbers, which continue those of the texts before it.
pub(super) struct Block<'b> {
    /// The number of its first line.
    pub(super) base: u32,
    /// The condition that the whole text is under.
    pub(super) outer: Number,
    pub(super) directives: &'b [Directive],
    /// The rules of the text that have hints.
    pub(super) hinted: &'b [Hinted],
    pub(super) text: &'b str,
}

/// A rule that has hints.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hinted {
    pub(super) line: u32,
    /// The start of the line in the text, in bytes.
    start: u32,
    /// The line of the first hint that may belong to it.
    since: u32,
    /// How many hints are right above the rule; `None` when it is not certain that they belong to
    /// it.
    count: usize,
}

impl Default for Conditions {
    fn default() -> Conditions {
        let none = Condition { mark: 0, around: None };
        Conditions { starts: Vec::new(), all: vec![none], named: HashMap::new() }
    }
}

impl Conditions {
    /// How many enclosing conditions are checked.
    const MOST: usize = 16;

    /// Makes a condition that is different from all others.
    pub(super) fn fresh(&mut self, around: Option<Number>) -> Number {
        let number = self.all.len() as Number;
        let mark = u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.all.push(Condition { mark, around });
        number
    }

    /// Gives the condition with that name within `outer`: the same one for the same name.
    fn named(&mut self, outer: Number, name: String, around: Option<Number>) -> Number {
        if let Some(known) = self.named.get(&(outer, name.clone())) {
            return *known;
        }
        let number = self.fresh(around);
        self.named.insert((outer, name), number);
        number
    }

    /// Adds a text after all others.
    pub(super) fn add(&mut self, block: &Block<'_>) {
        let Block { base, outer, directives, hinted, text } = *block;
        if let Some(before) = base.checked_sub(1) {
            self.starts.push((before, outer));
        }
        let mut reader = Reader { now: outer, open: Vec::new(), affinity: None, is_lost: false };
        let mut directives = directives.iter().peekable();
        for it in hinted {
            while let Some(directive) = directives.next_if(|next| base + next.line < it.line) {
                // It is unclear in which branch the rule of the hint is.
                reader.is_lost |= base + directive.line > it.since;
                reader.read(directive, base, self, text);
            }
            let condition = match it.count {
                0 => self.fresh(None),
                count => {
                    let hints = Hints::read(lines_above(text, it.start).take(count));
                    let around = hints.only_platforms.then_some(reader.now);
                    self.named(reader.now, hints.name, around)
                }
            };
            self.starts.extend([(it.line - 1, condition), (it.line, reader.now)]);
        }
        for directive in directives {
            reader.read(directive, base, self, text);
        }
    }

    /// The condition of a line.
    pub(super) fn at(&self, line: u32) -> Number {
        let behind = self.starts.partition_point(|it| it.0 < line);
        behind.checked_sub(1).map_or(0, |n| self.starts[n].1)
    }

    pub(super) fn mark(&self, number: Number) -> u64 {
        self.all[number as usize].mark
    }

    /// A condition, then the conditions around it, from the inside out.
    pub(super) fn outwards(&self, number: Number) -> impl Iterator<Item = Number> {
        let around = |it: &Number| self.all[*it as usize].around;
        std::iter::successors(Some(number), around).take(Conditions::MOST)
    }

    /// Whether there are no conditions.
    pub(super) fn is_empty(&self) -> bool {
        self.all.len() == 1
    }

    pub(super) fn walk(&self) -> Walk<'_> {
        Walk { starts: &self.starts, now: 0 }
    }
}

/// Gives the conditions of lines, which must be asked for in order.
pub(super) struct Walk<'c> {
    starts: &'c [(u32, Number)],
    now: Number,
}

impl Walk<'_> {
    pub(super) fn at(&mut self, line: u32) -> Number {
        while let Some(((start, number), rest)) = self.starts.split_first()
            && *start < line
        {
            self.now = *number;
            self.starts = rest;
        }
        self.now
    }
}

/// The state of the directives that were read so far.
struct Reader {
    now: Number,
    open: Vec<Open>,
    affinity: Option<Affinity>,
    /// Whether blockers may read the rest in different ways.
    is_lost: bool,
}

/// An `!#if` that is not closed yet.
struct Open {
    outer: Number,
    has_else: bool,
    affinity: Option<Affinity>,
}

/// `!#safari_cb_affinity(…)` that is not closed yet.
#[derive(Clone, Copy, PartialEq)]
struct Affinity {
    outer: Number,
    /// The number of open `!#if` around it.
    depth: usize,
}

impl Reader {
    fn read(&mut self, directive: &Directive, base: u32, all: &mut Conditions, text: &str) {
        self.is_lost |= directive.is_odd;
        let next = if self.is_lost { None } else { self.next(directive, all, text) };
        self.now = next.unwrap_or_else(|| {
            self.is_lost = true;
            all.fresh(None)
        });
        all.starts.push((base + directive.line, self.now));
    }

    /// The condition after a directive. `None` when it depends on the blocker.
    fn next(&mut self, directive: &Directive, all: &mut Conditions, text: &str) -> Option<Number> {
        match directive.kind {
            DirectiveKind::If => {
                let open = Open { outer: self.now, has_else: false, affinity: self.affinity };
                self.open.push(open);
                Some(all.fresh(Some(self.now)))
            }
            DirectiveKind::Else => {
                let affinity = self.affinity;
                let is_fine = |it: &&mut Open| !it.has_else && it.affinity == affinity;
                let open = self.open.last_mut().filter(is_fine)?;
                open.has_else = true;
                Some(all.fresh(Some(open.outer)))
            }
            DirectiveKind::Endif => {
                let open = self.open.pop().filter(|it| it.affinity == self.affinity)?;
                Some(open.outer)
            }
            DirectiveKind::Affinity => {
                if self.affinity.is_some() {
                    return None;
                }
                self.affinity = Some(Affinity { outer: self.now, depth: self.open.len() });
                // The rules outside of the block are for another content blocker.
                Some(all.named(self.now, blockers(line_at(text, directive.start))?, None))
            }
            DirectiveKind::AffinityEnd => match self.affinity.take() {
                Some(it) if it.depth == self.open.len() => Some(it.outer),
                Some(_) => None,
                None => Some(self.now),
            },
            DirectiveKind::Broken => None,
        }
    }
}

/// Safari's content blockers that a directive names, sorted.
fn blockers(line: &str) -> Option<String> {
    let Syntax::PreProcessor(directive) = syntax::parse(line, &Options::LIST) else { return None };
    let Some(DirectiveParams::List(list)) = directive.params else { return None };
    let mut names: Vec<String> = list.children.iter().flatten().map(|it| it.to_string()).collect();
    names.sort_unstable();
    names.dedup();
    Some(format!("!#{}", names.join(",")))
}

/// What the hints above a rule ask for; their order does not matter.
struct Hints {
    name: String,
    /// Whether the hints only leave the rule out for some platforms.
    only_platforms: bool,
}

impl Hints {
    fn read<'t>(lines: impl Iterator<Item = &'t str>) -> Hints {
        let mut hints = Hints { name: String::new(), only_platforms: true };
        for line in lines {
            hints.name.push('\n');
            match syntax::parse(line, &Options::LIST) {
                Syntax::Hint(comment) => hints.add(&comment),
                _ => {
                    hints.name.push_str(line.trim());
                    hints.only_platforms = false;
                }
            }
        }
        hints
    }

    fn add(&mut self, comment: &HintComment<'_>) {
        let mut parts: Vec<String> = Vec::new();
        for hint in &comment.children {
            let params = hint.params.iter().flat_map(|it| &it.children).flatten();
            let mut params: Vec<String> = params.map(|it| it.to_string()).collect();
            params.sort_unstable();
            params.dedup();
            let name: &str = &hint.name;
            self.only_platforms &=
                matches!(name, "PLATFORM" | "NOT_PLATFORM") && !params.is_empty();
            parts.push(format!("{name}({})", params.join(",")));
        }
        parts.sort_unstable();
        parts.dedup();
        self.name.push_str(&parts.join(" "));
    }
}

/// The rules that have hints. `hints` are the lines of the hints, sorted.
pub(super) fn hinted(hints: &[u32], lines: &[u32], starts: &[u32]) -> Vec<Hinted> {
    let mut hinted: Vec<Hinted> = Vec::new();
    for group in hints.chunk_by(|a, b| a + 1 == *b) {
        let last = group[group.len() - 1];
        let next = lines.partition_point(|it| *it <= last);
        let (Some(line), Some(start)) = (lines.get(next).copied(), starts.get(next)) else {
            break;
        };
        match hinted.last_mut() {
            Some(before) if before.line == line => before.count = 0,
            _ => {
                let count = if last + 1 == line { group.len() } else { 0 };
                let since = group[0];
                hinted.push(Hinted { line, start: *start, since, count });
            }
        }
    }
    hinted
}
