//! What came and went between two times.

use std::{collections::HashMap, ops::Range};

use rustc_hash::FxBuildHasher;

use super::{
    touched::{Before, Touched, is_new, moved},
    view::{Item, Of, View},
};
use crate::{
    diagnostic::{Diagnostic, Severity},
    facts::hash,
    suppress::Comment,
};
use bloqr_syntax::source::Span;

/// The findings that came and went.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Delta<'h> {
    /// The lines of the new text that are new, from the first to behind the last one.
    pub lines: Range<u32>,
    /// Findings that were not there before, the first ones; those of the new lines are all among them.
    pub appeared: Vec<Diagnostic>,
    /// How many appeared.
    pub appeared_total: usize,
    /// Findings that are there no more, the first ones, at their places in the old text.
    pub gone: Vec<Diagnostic>,
    /// How many are gone.
    pub gone_total: usize,
    /// Finds the lines of the old text.
    pub before: Before<'h>,
}

/// What makes two findings the same: the line in the new text, the span, the rule, the severity, and
/// what it says.
type Key = (u32, Span, &'static str, Severity, u64);

fn key(item: &Item<'_>, line: u32, other: impl Fn(u32) -> Option<u32>) -> Key {
    let says = match item.of {
        // Its message names a line, which an edit moves.
        Of::Pair(pair) => u64::from(other(pair.other.line).unwrap_or(u32::MAX)),
        _ => hash(0, item.message()),
    };
    (line, item.place.span, item.rule, item.severity, says)
}

/// Lines to compare: in the old text, and in the new one.
pub(super) type Scope = (Range<u32>, Range<u32>);

/// What is compared.
pub(super) struct Compared<'c> {
    pub(super) touched: &'c [Touched<'c>],
    pub(super) scopes: &'c [Scope],
    /// Whether only findings that compare rules count, and those about comments.
    pub(super) is_settling: bool,
    /// How many lines are compared at once: what is known of all of them would take more memory than the
    /// text.
    pub(super) at_once: u32,
    /// How many findings are listed.
    pub(super) most: usize,
}

impl Compared<'_> {
    pub(super) fn delta(&self, old: &View<'_>, new: &View<'_>) -> Delta<'static> {
        let mut delta = Delta::default();
        let comments = (old.comments(), new.comments());
        for scope in self.scopes {
            let mut rest = Some(scope.clone());
            while let Some(scope) = rest {
                let first;
                (first, rest) = self.divide(scope, old.index.count());
                self.compare((old, &comments.0), (new, &comments.1), first, &mut delta);
            }
        }
        let (first, last) = (self.touched.first(), self.touched.last());
        if let (Some(first), Some(last)) = (first, last) {
            delta.lines = first.new.start..last.new.end;
        }
        delta
    }

    /// The first lines of a scope, and the rest.
    fn divide(&self, (old, new): Scope, count: u32) -> (Scope, Option<Scope>) {
        let mut at = old.start.saturating_add(self.at_once);
        let touched = &self.touched[..self.touched.partition_point(|it| it.old.start <= at)];
        if let Some(it) = touched.last() {
            at = at.max(it.old.end);
        }
        match moved(self.touched, at).filter(|it| at < old.end.min(count) && new.contains(it)) {
            Some(new_at) => {
                let rest = (at..old.end, new_at..new.end);
                ((old.start..at, new.start..new_at), Some(rest))
            }
            None => ((old, new), None),
        }
    }

    fn compare(
        &self,
        (old, old_comments): (&View<'_>, &[(u32, &Comment)]),
        (new, new_comments): (&View<'_>, &[(u32, &Comment)]),
        (old_lines, new_lines): Scope,
        delta: &mut Delta<'_>,
    ) {
        let is_asked =
            |it: &Item<'_>| !self.is_settling || matches!(it.of, Of::Pair(_) | Of::Complaint(_));
        let old_key = |it: &Item<'_>| {
            let line = moved(self.touched, it.place.line)?;
            Some(key(it, line, |other| moved(self.touched, other)))
        };
        let mut known: HashMap<Key, usize, FxBuildHasher> = HashMap::default();
        old.each(&old_lines, old_comments, |it| {
            if let Some(key) = old_key(&it).filter(|_| is_asked(&it)) {
                *known.entry(key).or_default() += 1;
            }
        });
        new.each(&new_lines, new_comments, |it| {
            if !is_asked(&it) {
                return;
            }
            if !is_new(self.touched, it.place.line)
                && let Some(count) = known.get_mut(&key(&it, it.place.line, Some))
                && *count > 0
            {
                *count -= 1;
                return;
            }
            delta.appeared_total += 1;
            if delta.appeared.len() < self.most {
                delta.appeared.push(new.make(&it));
            }
        });
        old.each(&old_lines, old_comments, |it| {
            if !is_asked(&it) {
                return;
            }
            if let Some(key) = old_key(&it) {
                match known.get_mut(&key) {
                    Some(count) if *count > 0 => *count -= 1,
                    _ => return,
                }
            }
            delta.gone_total += 1;
            if delta.gone.len() < self.most {
                delta.gone.push(old.make(&it));
            }
        });
    }
}
