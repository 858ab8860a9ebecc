//! Under which conditions the rule on a line holds: `!#if` blocks, Safari's content blockers, hints.
//!
//! Blockers do not agree on directives that are broken or written oddly. Behind the first such one,
//! only rules without any directive between them count as being under the same conditions.

use std::collections::HashMap;

use crate::text::{line_at, lines_above};
use bloqr_syntax::{
    self as syntax, Options, Rule as Syntax,
    ast::{DirectiveParams, HintComment},
};

/// Where blocks begin, change and end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Directive {
    pub(super) line: u32,
    pub(super) kind: DirectiveKind,
    /// Where it starts in the text, in bytes.
    pub(super) start: u32,
    /// Whether some blockers read it as a comment, or otherwise than others.
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
    /// One of these that cannot be read.
    Broken,
}

/// The number of a condition; 0 is none at all.
pub(super) type Number = u32;

#[derive(Debug)]
struct Condition {
    /// What is added to the key of a rule to tell it from the same rule under other conditions.
    mark: u64,
    /// The condition around it: a rule there holds here as well.
    around: Option<Number>,
}

/// The condition of each line.
#[derive(Debug)]
pub(super) struct Conditions {
    /// From which line on which condition holds: behind it.
    starts: Vec<(u32, Number)>,
    all: Vec<Condition>,
    /// Those that mean the same wherever they are written, by what they stand in.
    named: HashMap<(Number, String), Number>,
}

/// A text whose lines are to be told apart: it stands behind those before it.
pub(super) struct Block<'b> {
    /// The number of its first line.
    pub(super) base: u32,
    /// The condition that it stands under as a whole.
    pub(super) outer: Number,
    pub(super) directives: &'b [Directive],
    /// Its rules that hints are for.
    pub(super) hinted: &'b [Hinted],
    pub(super) text: &'b str,
}

/// A rule that a hint is for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hinted {
    pub(super) line: u32,
    /// Where the line starts in the text, in bytes.
    start: u32,
    /// The line of the first hint that may be for it.
    since: u32,
    /// How many hints stand right above; none when it is not certain that they are for this one.
    count: usize,
}

impl Default for Conditions {
    fn default() -> Conditions {
        let none = Condition { mark: 0, around: None };
        Conditions { starts: Vec::new(), all: vec![none], named: HashMap::new() }
    }
}

impl Conditions {
    /// How many conditions around one are looked at.
    const MOST: usize = 16;

    /// A condition that is none of those before.
    pub(super) fn fresh(&mut self, around: Option<Number>) -> Number {
        let number = self.all.len() as Number;
        let mark = u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.all.push(Condition { mark, around });
        number
    }

    /// A condition that is the same wherever it has that name within `outer`.
    fn named(&mut self, outer: Number, name: String, around: Option<Number>) -> Number {
        if let Some(known) = self.named.get(&(outer, name.clone())) {
            return *known;
        }
        let number = self.fresh(around);
        self.named.insert((outer, name), number);
        number
    }

    /// Adds a text that stands behind all others.
    pub(super) fn add(&mut self, block: &Block<'_>) {
        let Block { base, outer, directives, hinted, text } = *block;
        if let Some(before) = base.checked_sub(1) {
            self.starts.push((before, outer));
        }
        let mut reader = Reader { now: outer, open: Vec::new(), affinity: None, is_lost: false };
        let mut directives = directives.iter().peekable();
        for it in hinted {
            while let Some(directive) = directives.next_if(|next| base + next.line < it.line) {
                // Which branch has the rule that the hint is for?
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

    /// The condition of any line.
    pub(super) fn at(&self, line: u32) -> Number {
        let behind = self.starts.partition_point(|it| it.0 < line);
        behind.checked_sub(1).map_or(0, |n| self.starts[n].1)
    }

    pub(super) fn mark(&self, number: Number) -> u64 {
        self.all[number as usize].mark
    }

    /// A condition, and those around it from the nearest on.
    pub(super) fn outwards(&self, number: Number) -> impl Iterator<Item = Number> {
        let around = |it: &Number| self.all[*it as usize].around;
        std::iter::successors(Some(number), around).take(Conditions::MOST)
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.all.len() == 1
    }

    pub(super) fn walk(&self) -> Walk<'_> {
        Walk { starts: &self.starts, now: 0 }
    }
}

/// Asked for lines in order.
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

/// What the directives of a text have said so far.
struct Reader {
    now: Number,
    open: Vec<Open>,
    affinity: Option<Affinity>,
    /// Whether blockers would not agree any more.
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
    /// In how many `!#if` it stands.
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

    /// What holds behind a directive. Nothing when that depends on who reads it.
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
                // The rules outside are for another content blocker.
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

/// Safari's content blockers that a directive names, in order.
fn blockers(line: &str) -> Option<String> {
    let Syntax::PreProcessor(directive) = syntax::parse(line, &Options::LIST) else { return None };
    let Some(DirectiveParams::List(list)) = directive.params else { return None };
    let mut names: Vec<String> = list.children.iter().flatten().map(|it| it.to_string()).collect();
    names.sort_unstable();
    names.dedup();
    Some(format!("!#{}", names.join(",")))
}

/// What the hints above a rule say, whatever order they say it in.
struct Hints {
    name: String,
    /// Whether all they do is to leave the rule out for some.
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

/// The rules that hints are for, by the lines of the hints, which are in order.
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
