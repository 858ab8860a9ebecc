use std::collections::HashSet;

use crate::{
    Config,
    diagnostic::{Diagnostic, Label, Place},
    preprocess::Unbalanced,
    rule::rule,
    rules::syntax_error,
};
use bloqr_syntax::source::{Span, lines};

rule! {
    /// An `!#if` that is never closed, or an `!#else` or `!#endif` without an `!#if`.
    ///
    /// Blockers can lose everything after an open `!#if`, up to the end of the list.
    ///
    /// ```adblock
    /// !#if adguard
    /// !^^^^^^^^^^^ this `!#if` is never closed
    /// ||ads.example^
    /// ```
    ///
    /// ```adblock
    /// !#endif
    /// !^^^^^^ there is no `!#if` for this `!#endif`
    /// ```
    ///
    /// ```adblock
    /// !#if adguard
    /// ||ads.example^$jsinject
    /// !#else
    /// ||ads.example^
    /// !#endif
    /// ```
    "unbalanced-if", Error, ["if-closed", "if-directive-balance"]
}

/// The lines that cannot be read.
pub(crate) fn broken(findings: &[Diagnostic]) -> HashSet<u32> {
    let errors = findings.iter().filter(|it| is_broken(it));
    errors.map(|it| it.place.line).collect()
}

/// Whether a finding says that its line cannot be read.
pub(crate) fn is_broken(finding: &Diagnostic) -> bool {
    finding.rule == syntax_error::RULE.name
}

/// The findings for these directives. Those for an `!#if` on a line that cannot be read, which
/// `is_broken` says, are left out.
pub(crate) fn check(
    unbalanced: &[Unbalanced],
    is_broken: impl Fn(u32) -> bool,
    text: &str,
    config: &Config,
) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let Some(severity) = config.severity(&RULE, RULE.severity) else { return out };
    let mut unbalanced = unbalanced.to_vec();
    unbalanced.retain(|it| !matches!(it, Unbalanced::Open { line } if is_broken(*line)));
    unbalanced.sort_unstable_by_key(|it| line_of(*it));
    let mut lines = (0_u32..).zip(lines(text).map(|it| it.text.len()));
    // The span of a line; lines are asked for in order.
    let mut place = |line: u32| {
        let len = lines.find(|it| it.0 == line).map_or(0, |it| it.1);
        Place { line, span: Span::new(0, len) }
    };
    for it in unbalanced {
        let (message, first) = match it {
            Unbalanced::Open { .. } => ("this `!#if` is never closed", None),
            Unbalanced::Else { .. } => ("there is no `!#if` for this `!#else`", None),
            Unbalanced::SecondElse { first, .. } => {
                ("this is the second `!#else` of an `!#if`", Some(first))
            }
            Unbalanced::Endif { .. } => ("there is no `!#if` for this `!#endif`", None),
            // `unknown-directive` reports it.
            Unbalanced::LongElse { .. } => continue,
        };
        let first_place = |line| Place { line, span: Span::new(0, "!#else".len()) };
        let labels =
            first.map(|it| Label::new(first_place(it), "the first one")).into_iter().collect();
        out.push(Diagnostic {
            rule: RULE.name,
            severity,
            place: place(line_of(it)),
            message: message.into(),
            labels,
            help: None,
            fix: None,
        });
    }
    out
}

fn line_of(it: Unbalanced) -> u32 {
    match it {
        Unbalanced::Open { line }
        | Unbalanced::Else { line }
        | Unbalanced::SecondElse { line, .. }
        | Unbalanced::LongElse { line }
        | Unbalanced::Endif { line } => line,
    }
}
