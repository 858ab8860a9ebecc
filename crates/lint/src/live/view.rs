//! The findings of a list in the order of the text, with what comments hide left out.

use std::{cmp::Ordering, iter::once, ops::Range, sync::Arc};

use super::{
    Pair,
    context::Context,
    piece::{Index, Piece},
    touched::Before,
};
use crate::{
    Config,
    diagnostic::{Diagnostic, Edit, Label, Place, Severity},
    facts::Facts,
    list_set::{ListSet, Member},
    removal,
    rules::{duplicate_rule, multiple_selectors, redundant_rule},
    suppress::{Comment, State},
};

/// The lines of a list at one time.
#[derive(Clone, Copy)]
pub(super) enum Lines<'v> {
    /// Those of a whole text.
    Text(&'v str),
    /// Those before an edit, and the text after it.
    Before { before: &'v Before<'v>, text: &'v str, index: &'v Index },
}

/// A list at one time.
pub(super) struct View<'v> {
    pub(super) lines: Lines<'v>,
    pub(super) pieces: &'v [Arc<Piece>],
    pub(super) index: &'v Index,
    pub(super) context: &'v Context,
    pub(super) pairs: &'v [Pair],
    pub(super) unbalanced: &'v [Diagnostic],
    pub(super) complaints: &'v [Diagnostic],
}

/// A finding that is not made yet.
#[derive(Clone, Copy)]
pub(super) struct Item<'v> {
    pub(super) place: Place,
    pub(super) rule: &'static str,
    pub(super) severity: Severity,
    pub(super) of: Of<'v>,
}

/// What a finding is made of.
#[derive(Clone, Copy)]
pub(super) enum Of<'v> {
    /// A finding in a piece, and the number of the piece.
    Line(&'v Diagnostic, usize),
    Pair(&'v Pair),
    Unbalanced(&'v Diagnostic),
    Complaint(&'v Diagnostic),
}

impl Item<'_> {
    /// The order of a report.
    fn order(&self, other: &Item<'_>) -> Ordering {
        let key = |it: &Item<'_>| (it.place, it.rule);
        key(self).cmp(&key(other)).then_with(|| self.message().cmp(other.message()))
    }

    /// The message, if it is made: pairs are the only findings of their rules.
    pub(super) fn message(&self) -> &str {
        match self.of {
            Of::Line(it, _) | Of::Unbalanced(it) | Of::Complaint(it) => &it.message,
            Of::Pair(_) => "",
        }
    }
}

impl<'v> View<'v> {
    /// The comments for the linter.
    pub(super) fn comments(&self) -> Vec<(u32, &'v Comment)> {
        let all =
            self.pieces.iter().enumerate().filter_map(|(n, it)| Some((n, it.checked.as_ref()?)));
        let all = all.flat_map(|(n, it)| {
            let first = self.index.first_line(n);
            it.comments.iter().map(move |(line, comment)| (line - it.first + first, comment))
        });
        all.collect()
    }

    /// Passes the findings of some lines to `sink`. `comments` are all comments. Returns the comments,
    /// with what each did.
    pub(super) fn each<'c>(
        &'c self,
        lines: &Range<u32>,
        comments: &'c [(u32, &'c Comment)],
        mut sink: impl FnMut(Item<'v>),
    ) -> State<'c> {
        let config = &self.context.config;
        let mut state = State::new(comments, config);
        let is_plain = !config.inline
            || comments.is_empty()
                && self.context.unvalidated.is_empty()
                && config.woken().is_empty();
        let mut found = self.lines(lines).peekable();
        let mut pairs = self.pairs(lines, config).peekable();
        let mut others = self.others(lines).into_iter().peekable();
        loop {
            let heads = [found.peek(), pairs.peek(), others.peek()];
            let first = (0..3).filter_map(|n| Some((n, heads[n]?)));
            let Some((n, _)) = first.min_by(|a, b| a.1.order(b.1)) else { return state };
            let Some(mut it) = (match n {
                0 => found.next(),
                1 => pairs.next(),
                _ => others.next(),
            }) else {
                return state;
            };
            if !is_plain && !matches!(it.of, Of::Complaint(_)) {
                state.advance(it.place.line);
                if self.context.unvalidated.binary_search(&it.place.line).is_ok() {
                    continue;
                }
                match state.judge(it.place.line, it.rule, it.severity) {
                    Some(severity) => it.severity = severity,
                    None => continue,
                }
            }
            sink(it);
        }
    }

    fn lines(&self, lines: &Range<u32>) -> impl Iterator<Item = Item<'v>> {
        let first = if lines.start == 0 { 0 } else { self.index.piece_of(lines.start) };
        let (index, asked) = (self.index, lines.clone());
        let pieces = self.pieces.iter().enumerate().skip(first);
        let pieces = pieces.take_while(move |it| index.first_line(it.0) < asked.end);
        let asked = lines.clone();
        let found = pieces.filter_map(|(n, it)| Some((n, it.checked.as_ref()?)));
        let found = found.flat_map(move |(n, it)| {
            let first = index.first_line(n);
            it.findings.iter().map(move |found| {
                let Place { line, span } = found.place;
                let place = Place { line: line - it.first + first, span };
                let Diagnostic { rule, severity, .. } = *found;
                Item { place, rule, severity, of: Of::Line(found, n) }
            })
        });
        found.filter(move |it| asked.contains(&it.place.line))
    }

    fn pairs(&self, lines: &Range<u32>, config: &'v Config) -> impl Iterator<Item = Item<'v>> {
        let at = |line: u32| self.pairs.partition_point(|it| it.place.line < line);
        let (from, to) = (at(lines.start), at(lines.end));
        let duplicate = &duplicate_rule::RULE;
        let redundant = &redundant_rule::RULE;
        let [same, covered] =
            [duplicate, redundant].map(|it| (it.name, config.severity(it, it.severity)));
        self.pairs[from..to.max(from)].iter().filter_map(move |it| {
            let (rule, severity) = if it.is_covered { covered } else { same };
            Some(Item { place: it.place, rule, severity: severity?, of: Of::Pair(it) })
        })
    }

    fn others(&self, lines: &Range<u32>) -> Vec<Item<'v>> {
        let item = |it: &'v Diagnostic, of| {
            let Diagnostic { place, rule, severity, .. } = *it;
            Item { place, rule, severity, of }
        };
        let unbalanced = self.unbalanced.iter().map(|it| item(it, Of::Unbalanced(it)));
        let complaints = self.complaints.iter().map(|it| item(it, Of::Complaint(it)));
        let all = unbalanced.chain(complaints).filter(|it| lines.contains(&it.place.line));
        let mut all: Vec<Item<'v>> = all.collect();
        all.sort_by(Item::order);
        all
    }

    /// Makes a finding.
    pub(super) fn make(&self, item: &Item<'v>) -> Diagnostic {
        let mut found = match item.of {
            Of::Line(it, piece) => self.moved(it, piece),
            Of::Unbalanced(it) | Of::Complaint(it) => it.clone(),
            Of::Pair(pair) => self.of_pair(pair).unwrap_or_else(|| {
                // `pairs` has only those whose rule is on.
                Diagnostic::new(item.rule, item.severity, item.place, "")
            }),
        };
        found.severity = item.severity;
        // A comment that hides nothing is removed alone, as in a report.
        let fix = found.fix.as_mut().filter(|_| !matches!(item.of, Of::Complaint(_)));
        if let Some(fix) = fix {
            removal::complete(fix, |it| self.is_bound(*it));
        }
        if found.rule == multiple_selectors::RULE.name {
            let checked = || self.pieces.iter().filter_map(|it| it.checked.as_ref());
            // As in a report: without any of these in the list, nothing can be lost.
            if checked().any(|it| !(it.taken_back.is_empty() && it.bound.is_empty())) {
                let line = |it| match self.lines {
                    Lines::Text(text) => self.index.line(text, it).1.text,
                    Lines::Before { before, text, index } => before.line(text, index, it).1.text,
                };
                let taken_back = checked().flat_map(|it| &it.taken_back);
                multiple_selectors::keep_whole(&mut found, taken_back, line);
            }
        }
        found
    }

    /// The finding of a piece, at its lines now.
    fn moved(&self, found: &Diagnostic, piece: usize) -> Diagnostic {
        let mut found = found.clone();
        let Some(checked) = &self.pieces[piece].checked else { return found };
        let (was, now) = (checked.first, self.index.first_line(piece));
        if was == now {
            return found;
        }
        let last = was + self.pieces[piece].raw.lines;
        // The header is in another piece, and stays where it is.
        let moved = |line: u32| if (was..=last).contains(&line) { line - was + now } else { line };
        found.place.line = moved(found.place.line);
        let labels = std::mem::take(&mut found.labels).into_iter().map(|it| {
            let place = Place { line: moved(it.place.line), ..it.place };
            Label { place, ..it }
        });
        found.labels = labels.collect();
        if let Some(fix) = &mut found.fix {
            let edits = std::mem::take(&mut fix.edits).into_iter().map(|it| match it {
                Edit::Replace { place, text } => {
                    Edit::Replace { place: Place { line: moved(place.line), ..place }, text }
                }
                Edit::DeleteLine { line } => Edit::DeleteLine { line: moved(line) },
            });
            fix.edits = edits.collect();
        }
        found
    }

    fn of_pair(&self, pair: &Pair) -> Option<Diagnostic> {
        // The findings are made of places alone.
        let part = self.member("", &[], &[]);
        let (set, _) = ListSet::new(vec![(part, Facts::default())]);
        let mut made = None;
        let one = once((pair.place, pair.other));
        let mut sink = |it: crate::list_set::SetFinding| made = Some(it.diagnostic);
        if pair.is_covered {
            redundant_rule::report(one, &set, &mut sink);
        } else {
            duplicate_rule::report(one, &set, &mut sink);
        }
        made
    }

    /// The list, to compare its rules.
    pub(super) fn member<'m>(
        &'m self,
        text: &'m str,
        invalid: &'m [u32],
        directives: &'m [crate::conditions::Directive],
    ) -> Member<'m> {
        Member {
            list: 0,
            name: &NAME,
            config: &self.context.config,
            text,
            targets: self.context.head.agents.map_or(self.context.config.targets, |agents| {
                crate::Prelude { agents: Some(agents), ..Default::default() }
                    .targets(self.context.config.targets)
            }),
            kind: self.context.head.kind,
            invalid,
            directives,
            lines: self.index.count(),
            by: Vec::new(),
            belongs: None,
            most: None,
        }
    }

    fn is_bound(&self, line: u32) -> bool {
        let piece = self.index.piece_of(line);
        let Some(checked) = self.pieces.get(piece).and_then(|it| it.checked.as_ref()) else {
            return false;
        };
        let was = line - self.index.first_line(piece) + checked.first;
        checked.bound.binary_search(&was).is_ok()
    }
}

/// A list that is alone needs no name.
static NAME: std::sync::LazyLock<Arc<str>> = std::sync::LazyLock::new(|| Arc::from(""));
