use crate::{
    Config,
    conditions::{Directive, DirectiveKind},
    diagnostic::{Diagnostic, Label, Place, Severity},
    rule::rule,
};
use bloqr_syntax::source::Span;

rule! {
    /// An `!#if` that is never closed, or an `!#else` or `!#endif` without one.
    ///
    /// What stands behind an open `!#if` may be lost to the end of the list.
    ///
    /// ```adblock
    /// !#if adguard
    /// !^^^^^^^^^^^ this `!#if` is never closed
    /// ||ads.example^
    /// ```
    ///
    /// ```adblock
    /// !#endif
    /// !^^^^^^ there is no `!#if` to end
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

pub(crate) fn check(directives: &[Directive], config: &Config, out: &mut Vec<Diagnostic>) {
    let Some(severity) = config.severity(&RULE, RULE.severity) else { return };
    // Each open `!#if`, and its `!#else`.
    let mut open: Vec<(&Directive, Option<&Directive>)> = Vec::new();
    for directive in directives {
        match directive.kind {
            DirectiveKind::If => open.push((directive, None)),
            DirectiveKind::Else => match open.last_mut() {
                Some((_, earlier @ None)) => *earlier = Some(directive),
                Some((_, Some(earlier))) => {
                    let label = Some((*earlier, "the first"));
                    out.push(finding(directive, severity, "a second `!#else`", label));
                }
                None => {
                    let message = "there is no `!#if` for this `!#else`";
                    out.push(finding(directive, severity, message, None));
                }
            },
            DirectiveKind::Affinity | DirectiveKind::AffinityEnd | DirectiveKind::Broken => (),
            DirectiveKind::Endif => {
                if open.pop().is_none() {
                    out.push(finding(directive, severity, "there is no `!#if` to end", None));
                }
            }
        }
    }
    for (directive, _) in open {
        out.push(finding(directive, severity, "this `!#if` is never closed", None));
    }
}

fn finding(
    directive: &Directive,
    severity: Severity,
    message: &'static str,
    label: Option<(&Directive, &'static str)>,
) -> Diagnostic {
    let labels =
        label.map(|(other, message)| Label::new(place(other), message)).into_iter().collect();
    Diagnostic {
        rule: RULE.name,
        severity,
        place: place(directive),
        message: message.into(),
        labels,
        help: None,
        fix: None,
    }
}

fn place(directive: &Directive) -> Place {
    Place { line: directive.line, span: Span { start: 0, end: directive.len } }
}
