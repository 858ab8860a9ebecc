//! A list whose findings follow its edits: only the lines around an edit are checked again.
//!
//! The text is divided into pieces of lines. What lines say about other lines (the header, `!#if`,
//! comments that set options) is kept apart: as long as an edit does not touch such a line, the findings
//! of all other pieces stay right. Otherwise all pieces are checked again. Findings that compare rules
//! with each other follow when [`LiveList::settle`] is called.
//!
//! ```
//! use bloqr_lint::{Config, live::{Hunk, LiveList}};
//!
//! let (old, new) = ("||a.example^\n", "||a.example^$scirpt\n");
//! let mut list = LiveList::new(old, &Config::default(), 1000);
//! let delta = list.edit(new, &[Hunk { at: 12, removed: "", new: 12..19 }], 10);
//! assert_eq!(delta.appeared[0].rule, "unknown-modifier");
//! ```

mod context;
mod delta;
mod piece;
mod touched;
mod view;

use std::{ops::Range, sync::Arc};

use self::{
    context::{Context, marks},
    delta::{Compared, Scope},
    piece::{Piece, Raw},
    touched::{Old, Touched},
    view::{Lines, Of, View},
};
use crate::{
    Config, Prelude, cross_rule,
    diagnostic::{Diagnostic, Place, Severity},
    facts::Facts,
    finish::sort,
    joined::JoinedRules,
    list_set::ListSet,
    piece::{PieceResult, gather},
    prelude::Head,
    preprocess::Unbalanced,
    rules::unbalanced_if,
};

pub use self::{delta::Delta, piece::Index, touched::Before};

/// A part of a text that an edit replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hunk<'h> {
    /// Where it started in the old text, in bytes.
    pub at: usize,
    /// What was there.
    pub removed: &'h str,
    /// Where what replaces it is in the new text, in bytes.
    pub new: Range<usize>,
}

impl Hunk<'_> {
    /// Where it ended in the old text.
    fn end(&self) -> usize {
        self.at.saturating_add(self.removed.len())
    }
}

/// The findings of a text that is edited. It does not keep the text: each function takes it.
#[derive(Debug, Clone)]
pub struct LiveList {
    base: Config,
    /// How many findings of lines are kept. Lines behind them are not checked.
    most: usize,
    /// How long pieces are, in bytes.
    bytes: usize,
    pieces: Vec<Arc<Piece>>,
    index: Index,
    context: Context,
    /// What was found between rules when they were compared, at its lines now.
    pairs: Arc<Vec<Pair>>,
    /// Findings about directives that have no counterpart.
    unbalanced: Vec<Diagnostic>,
    /// Findings about comments for the linter, when rules were compared, at their lines now.
    complaints: Vec<Diagnostic>,
    is_settled: bool,
}

/// Two rules, one of which makes the other needless.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Pair {
    /// The needless one.
    place: Place,
    /// Whether the other one is wider, and not the same.
    is_covered: bool,
    other: Place,
}

/// How many findings there are, and the first ones.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Summary {
    /// How many findings of each severity there are, in the order of [`Severity::ALL`].
    pub counts: [usize; Severity::ALL.len()],
    /// The first findings: first the errors, then the warnings, then the infos.
    pub first: Vec<Diagnostic>,
}

/// With more findings to look at far from an edit, all lines are looked at.
const MOST_FAR: usize = 100;

impl LiveList {
    /// Checks all lines of a text. `most` is how many findings of lines are kept: lines behind them are
    /// not checked, and then rules are not compared.
    pub fn new(text: &str, config: &Config, most: usize) -> LiveList {
        Self::in_pieces(text, config, most, piece::BYTES)
    }

    fn in_pieces(text: &str, config: &Config, most: usize, bytes: usize) -> LiveList {
        let mut raw = Vec::new();
        piece::split(text, config, bytes, &mut raw);
        let slots = raw.into_iter().map(Slot::New).collect();
        Self::checked(text, config, (most, bytes), Head::scan(text), slots)
    }

    /// The list of these pieces, whose rules are not compared.
    fn checked(
        text: &str,
        base: &Config,
        (most, bytes): (usize, usize),
        head: Head,
        slots: Vec<Slot>,
    ) -> LiveList {
        let index = Index::new(slots.iter().map(Slot::raw));
        let (context, pieces, unbalanced) = {
            let marks = marks(slots.iter().map(Slot::raw), &index);
            let has_directives = slots.iter().any(|it| it.raw().has_directives);
            let context = Context::new(head, base, &marks, has_directives);
            let mut prelude = context.prelude(&marks);
            let unbalanced = prelude.regions.as_ref().map(|it| it.unbalanced.clone());
            let mut count = 0;
            let pieces = slots.iter().enumerate().map(|(n, it)| {
                let piece = it.piece(n, text, &index, count <= most, &mut prelude, &context.config);
                count += piece.checked.as_ref().map_or(0, |it| it.findings.len());
                piece
            });
            let pieces: Vec<Arc<Piece>> = pieces.collect();
            (context, pieces, unbalanced.unwrap_or_default())
        };
        let mut list = LiveList {
            base: base.clone(),
            most,
            bytes,
            pieces,
            index,
            context,
            pairs: Arc::default(),
            unbalanced: Vec::new(),
            complaints: Vec::new(),
            is_settled: false,
        };
        list.unbalanced = list.unbalanced(text, &unbalanced);
        list
    }

    fn unbalanced(&self, text: &str, unbalanced: &[Unbalanced]) -> Vec<Diagnostic> {
        if unbalanced.is_empty() {
            return Vec::new();
        }
        let is_broken = |line: u32| {
            let piece = self.index.piece_of(line);
            self.pieces[piece].checked.as_ref().is_some_and(|it| {
                let was = line - self.index.first_line(piece) + it.first;
                let mut found = it.findings.iter().filter(|it| it.place.line == was);
                found.any(unbalanced_if::is_broken)
            })
        };
        let mut found = unbalanced_if::check(unbalanced, is_broken, text, &self.context.config);
        sort(&mut found);
        found
    }

    /// Follows an edit, and says what came and went: at most `most` findings of each. The hunks are in
    /// the order of the text; with hunks that are not, or that do not make a text of this length, all
    /// lines count as new. Of the old text, only what was removed is needed.
    pub fn edit<'h>(&mut self, new: &str, hunks: &[Hunk<'h>], most: usize) -> Delta<'h> {
        let bytes = self.pieces.iter().map(|it| it.raw.bytes).sum();
        let old = Old { new, hunks };
        let is_known = old.is_of(bytes);
        let (touched, runs) = if is_known {
            let runs = piece::runs(bytes, new, hunks, &self.index, self.bytes);
            (touched::lines_of(&old, &self.index), runs)
        } else {
            let pieces = 0..self.pieces.len();
            let touched = Touched::all(self.index.count(), new);
            (vec![touched], vec![piece::Run { pieces, new: 0..new.len() }])
        };
        let mut slots = Vec::with_capacity(self.pieces.len() + 2);
        let kept = |pieces: Range<usize>| self.pieces[pieces].iter().cloned().map(Slot::Old);
        // The pieces of each run: before, and now.
        let mut places = Vec::with_capacity(runs.len());
        let mut at = 0;
        for run in &runs {
            slots.extend(kept(at..run.pieces.start));
            let mut raw = Vec::new();
            piece::split(&new[run.new.clone()], &self.base, self.bytes, &mut raw);
            places.push((run.pieces.clone(), slots.len()..slots.len() + raw.len()));
            slots.extend(raw.into_iter().map(Slot::New));
            at = run.pieces.end;
        }
        slots.extend(kept(at..self.pieces.len()));
        let is_head = touched.first().is_some_and(|it| it.old.start <= self.context.head.lines);
        let head = if is_head { Head::scan(new) } else { self.context.head };
        let index = Index::new(slots.iter().map(Slot::raw));
        let old_marks = marks(self.pieces.iter().map(|it| &it.raw), &self.index);
        let new_marks = marks(slots.iter().map(Slot::raw), &index);
        let is_touched = |is_for_checks: bool| {
            let is_gone = |it: &(u32, &piece::Mark)| touched::moved(&touched, it.0).is_none();
            let is_new = |it: &(u32, &piece::Mark)| touched::is_new(&touched, it.0);
            let is_asked = |it: &&(u32, &piece::Mark)| it.1.is_for_checks == is_for_checks;
            old_marks.iter().filter(is_asked).any(is_gone)
                || new_marks.iter().filter(is_asked).any(is_new)
        };
        // A byte order mark counts only at the start of the text.
        let is_start_touched = touched.first().is_some_and(|it| it.old.start == 0);
        let has_mark = || old.has_mark() || new.starts_with('\u{feff}');
        let is_marked = !is_known || is_start_touched && has_mark();
        let said = |head: Head| Head { lines: 0, ..head };
        let has_directives = slots.iter().any(|it| it.raw().has_directives);
        let is_all = is_touched(true)
            || is_marked
            || said(head) != said(self.context.head)
            || has_directives != self.context.has_directives;
        let hides_others = is_touched(false);
        drop((old_marks, new_marks));
        if is_all {
            for it in &mut slots {
                *it = Slot::New(it.raw().clone());
            }
        }
        let mut list = Self::checked(new, &self.base, (self.most, self.bytes), head, slots);
        list.keep_between(self, &touched);
        let lines = |index: &Index, pieces: &Range<usize>| {
            // A comment on the last line of a piece applies to the line behind it.
            index.first_line(pieces.start)..index.first_line(pieces.end) + 1
        };
        let all = [(0..u32::MAX, 0..u32::MAX)];
        let mut near: Vec<Scope> = places
            .iter()
            .map(|(old, new)| (lines(&self.index, old), lines(&list.index, new)))
            .collect();
        // A rule far away can have been compared with one that is lost.
        let is_lost = |it: &&Pair| {
            touched::moved(&touched, it.other.line).is_none()
                && !near.iter().any(|near| near.0.contains(&it.place.line))
        };
        let far = self.pairs.iter().filter(is_lost).map(|it| it.place.line);
        let far: Vec<u32> = far.take(MOST_FAR + 1).collect();
        let is_far = far.len() > MOST_FAR;
        let far = far.iter().filter_map(|it| Some((*it, touched::moved(&touched, *it)?)));
        near.extend(far.map(|(old, new)| (old..old + 1, new..new + 1)));
        near.sort_by_key(|it| it.0.start);
        near.dedup();
        let lines_before = self.index.count();
        let is_wide = is_all
            || is_far
            || hides_others
            || self.is_cut() != list.is_cut()
            || self.is_cut() && lines_before != list.index.count()
            || places.iter().any(|it| self.comments_of(&it.0) != list.comments_of(&it.1));
        let scopes = if is_wide { &all[..] } else { &near };
        let before = Before { index: std::mem::take(&mut self.index), touched };
        let touched = &before.touched[..];
        let compared =
            Compared { touched, scopes, is_settling: false, at_once: self.at_once(), most };
        let lines = Lines::Before { before: &before, text: new, index: &list.index };
        let old = View { lines, index: &before.index, ..self.view(new) };
        let delta = compared.delta(&old, &list.view(new));
        *self = list;
        Delta { before, ..delta }
    }

    /// How many lines are compared at once: those of some pieces.
    fn at_once(&self) -> u32 {
        self.bytes.div_ceil(2) as u32
    }

    /// The comments for the linter in some pieces, without their lines.
    fn comments_of(&self, pieces: &Range<usize>) -> Vec<&crate::suppress::Comment> {
        let checked = self.pieces[pieces.clone()].iter().filter_map(|it| it.checked.as_ref());
        checked.flat_map(|it| it.comments.iter().map(|it| &it.1)).collect()
    }

    /// Takes the findings between rules over from the list before an edit, as far as their lines are
    /// still there.
    fn keep_between(&mut self, old: &LiveList, touched: &[Touched<'_>]) {
        let moved = |it: Place| Some(Place { line: touched::moved(touched, it.line)?, ..it });
        let pairs = old.pairs.iter().filter_map(|it| {
            Some(Pair { place: moved(it.place)?, other: moved(it.other)?, ..*it })
        });
        let mut kept = Vec::with_capacity(old.pairs.len());
        kept.extend(pairs);
        self.pairs = Arc::new(kept);
        let complaints = old
            .complaints
            .iter()
            .filter_map(|it| Some(Diagnostic { place: moved(it.place)?, ..it.clone() }));
        self.complaints = complaints.collect();
    }

    /// Compares the rules with each other, if that was not done yet, and says what came and went: at
    /// most `most` findings of each.
    pub fn settle(&mut self, text: &str, most: usize) -> Delta<'static> {
        if self.is_settled {
            return Delta::default();
        }
        let is_cut = self.is_cut();
        let pairs = if is_cut { Vec::new() } else { self.compare(text) };
        let view = View { pairs: &pairs, complaints: &[], ..self.view(text) };
        let comments = view.comments();
        let mut complaints = Vec::new();
        if self.context.config.inline && !is_cut && !comments.is_empty() {
            complaints = view.each(&(0..u32::MAX), &comments, |_| ()).complaints();
            sort(&mut complaints);
        }
        let scopes = &[(0..u32::MAX, 0..u32::MAX)];
        let compared =
            Compared { touched: &[], scopes, is_settling: true, at_once: self.at_once(), most };
        let now = View { complaints: &complaints, ..view };
        let delta = compared.delta(&self.view(text), &now);
        (self.pairs, self.complaints, self.is_settled) = (Arc::new(pairs), complaints, true);
        delta
    }

    /// What is found between rules. Only this needs to know every rule: facts of all of them take more
    /// memory than the text, and to read the rules again takes less time than to compare them.
    fn compare(&self, text: &str) -> Vec<Pair> {
        let checked = || self.pieces.iter().filter_map(|it| it.checked.as_ref());
        let facts = Facts::with_room(checked().map(|it| it.room));
        let mut result = PieceResult { facts, ..PieceResult::default() };
        let marks = marks(self.pieces.iter().map(|it| &it.raw), &self.index);
        let mut prelude: Prelude<'_> = self.context.prelude(&marks);
        let mut invalid = Vec::new();
        for (n, it) in self.pieces.iter().enumerate() {
            let Some(checked) = &it.checked else { continue };
            let (start, first) = (self.index.byte(n), self.index.first_line(n));
            let piece = &text[start..start + it.raw.bytes];
            prelude.joined = JoinedRules::scan_piece(piece, first);
            result.append(gather(piece, first, &prelude, &self.context.config));
            invalid.extend(checked.invalid.iter().map(|it| it - checked.first + first));
        }
        let facts = std::mem::take(&mut result.facts);
        let view = self.view(text);
        let (set, facts) =
            ListSet::new(vec![(view.member(text, &invalid, &result.directives), facts)]);
        let found = cross_rule::pairs(&set, facts);
        let pair = |is_covered| move |(place, other)| Pair { place, is_covered, other };
        let mut pairs = Vec::with_capacity(found.len());
        pairs.extend(found.repeated.into_iter().map(pair(false)));
        pairs.extend(found.needless.into_iter().map(pair(true)));
        pairs.sort_unstable();
        pairs
    }

    /// Whether the rules of the text as it is were compared with each other.
    pub fn is_settled(&self) -> bool {
        self.is_settled
    }

    /// How many lines are checked: all, unless there are too many findings.
    pub fn checked_lines(&self) -> u32 {
        let cut = self.pieces.iter().position(|it| it.checked.is_none());
        cut.map_or(self.index.count(), |it| self.index.first_line(it))
    }

    fn is_cut(&self) -> bool {
        self.pieces.last().is_some_and(|it| it.checked.is_none())
    }

    /// Finds lines by their number.
    pub fn index(&self) -> &Index {
        &self.index
    }

    fn view<'v>(&'v self, text: &'v str) -> View<'v> {
        View {
            lines: Lines::Text(text),
            pieces: &self.pieces,
            index: &self.index,
            context: &self.context,
            pairs: &self.pairs,
            unbalanced: &self.unbalanced,
            complaints: &self.complaints,
        }
    }

    /// The findings of some lines, in the order of the text: how many they are, and `limit` of them from
    /// the one at `offset`.
    pub fn findings(
        &self,
        text: &str,
        lines: Range<u32>,
        offset: usize,
        limit: usize,
    ) -> (usize, Vec<Diagnostic>) {
        let view = self.view(text);
        let (mut total, mut found) = (0, Vec::new());
        view.each(&lines, &view.comments(), |it| {
            total += 1;
            if total > offset && found.len() < limit {
                found.push(view.make(&it));
            }
        });
        (total, found)
    }

    /// The first `most` findings with a safe fix, of the lint rules that are asked for.
    pub fn fixes(
        &self,
        text: &str,
        is_asked: impl Fn(&str) -> bool,
        most: usize,
    ) -> Vec<Diagnostic> {
        let view = self.view(text);
        let mut found = Vec::new();
        view.each(&(0..u32::MAX), &view.comments(), |it| {
            let may_be_safe = match it.of {
                Of::Line(it, _) | Of::Unbalanced(it) | Of::Complaint(it) => {
                    it.fix.as_ref().is_some_and(|it| it.safe)
                }
                Of::Pair(_) => true,
            };
            if may_be_safe && found.len() < most && is_asked(it.rule) {
                let made = view.make(&it);
                found.extend(Some(made).filter(|it| it.fix.as_ref().is_some_and(|it| it.safe)));
            }
        });
        found
    }

    /// How many findings there are, and the first `most`, errors before others.
    pub fn summary(&self, text: &str, most: usize) -> Summary {
        let view = self.view(text);
        let mut summary = Summary::default();
        let mut first: [Vec<Diagnostic>; Severity::ALL.len()] = Default::default();
        view.each(&(0..u32::MAX), &view.comments(), |it| {
            let n = it.severity as usize;
            summary.counts[n] += 1;
            if first[n].len() < most {
                first[n].push(view.make(&it));
            }
        });
        summary.first = first.into_iter().rev().flatten().take(most).collect();
        summary
    }
}

/// A piece of the new text.
enum Slot {
    /// One that was there before.
    Old(Arc<Piece>),
    /// One that is not checked yet.
    New(Raw),
}

impl Slot {
    fn raw(&self) -> &Raw {
        match self {
            Slot::Old(piece) => &piece.raw,
            Slot::New(raw) => raw,
        }
    }

    /// The piece, checked if `is_wanted`.
    fn piece(
        &self,
        number: usize,
        text: &str,
        index: &Index,
        is_wanted: bool,
        prelude: &mut Prelude<'_>,
        config: &Config,
    ) -> Arc<Piece> {
        match self {
            Slot::Old(piece) if piece.checked.is_some() == is_wanted => Arc::clone(piece),
            _ if is_wanted => {
                let raw = self.raw().clone();
                let start = index.byte(number);
                let piece = &text[start..start + raw.bytes];
                raw.check(piece, index.first_line(number), prelude, config)
            }
            _ => Arc::new(Piece { raw: self.raw().clone(), checked: None }),
        }
    }
}

#[cfg(test)]
mod tests;
