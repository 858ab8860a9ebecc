//! The problems that a change brings.

use std::collections::HashMap;

use super::lines::NewLine;
use bloqr_lint::{Config, diagnostic::Diagnostic, lint};
use bloqr_syntax::source::Line;

/// The problems of the new list that the old one has not. The same line with the same problem twice
/// is one problem more than once.
pub(super) fn new(
    old_text: &str,
    old: &[Line<'_>],
    new_text: &str,
    new: &[NewLine<'_>],
    config: &Config,
) -> Vec<Diagnostic> {
    let mut known: HashMap<(&str, &str), usize> = HashMap::new();
    let before = lint(old_text, config);
    for it in &before.diagnostics {
        let text = old.get(it.place.line as usize).map_or("", |it| it.text);
        *known.entry((text, it.rule)).or_default() += 1;
    }
    let line = |it: &Diagnostic| new.get(it.place.line as usize);
    let mut take = |it: &Diagnostic| {
        let text = line(it).map_or("", |it| it.text);
        let left = known.get_mut(&(text, it.rule)).filter(|left| **left > 0);
        left.map(|left| *left -= 1).is_some()
    };
    let now = lint(new_text, config).diagnostics;
    // First the lines that stayed: of two equal lines, the one that came is the one with the problem.
    let is_old: Vec<bool> =
        now.iter().map(|it| line(it).is_some_and(|it| it.is_kept) && take(it)).collect();
    let found = now.into_iter().zip(is_old);
    found.filter_map(|(it, is_old)| (!is_old && !take(&it)).then_some(it)).collect()
}
