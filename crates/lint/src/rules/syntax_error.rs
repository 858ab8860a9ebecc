use crate::{Targets, audience::Audience, brave, line_context::LineContext, rule::rule};
use bloqr_syntax::SyntaxError;

rule! {
    /// A line that cannot be read as a rule at all.
    ///
    /// No blocker takes it, and what stands on it does nothing:
    ///
    /// ```adblock
    /// ||ads.example^$
    /// !             ^ empty modifiers are not allowed
    /// site.example##
    /// !^^^^^^^^^^^^^ empty rule body
    /// ```
    "syntax-error", Error
}

pub(crate) fn check(line: &str, error: &SyntaxError, cx: &mut LineContext<'_>) {
    let is_agent = line.starts_with('[') && line.find(']') == Some(line.trim_end().len() - 1);
    // An agent that cannot be read is a comment to all but AdGuard. A `\)` closes uBO's scriptlets.
    let misread = match &*error.message {
        // What has modifiers or spaces is to them a pattern that is wrong.
        _ if is_agent && line.contains('$') => Targets::NONE,
        _ if is_agent && line.contains(' ') => Targets::BRAVE,
        _ if is_agent => Targets::UBO | Targets::BRAVE,
        it if it.ends_with("no closing parentheses ')' found")
            && line.trim_end().ends_with(')')
            && line.contains("+js(") =>
        {
            Targets::UBO | Targets::BRAVE
        }
        // Brave takes a value that is not there for an empty one.
        "Modifier value cannot be empty"
            if !line.contains('#') && brave::refuses_end_of(line).is_none() =>
        {
            Targets::BRAVE
        }
        // Brave takes all to the last `)` for the style.
        it if it.starts_with("uBO style injection cannot be followed")
            && line.trim_end().ends_with(')')
            && !line.trim_start().starts_with('#')
            && !is_before(line, ":remove", ":style(") =>
        {
            Targets::BRAVE
        }
        _ => Targets::NONE,
    };
    let mut message = match &*error.message {
        it if it.starts_with("Expected token of type") => "this condition is cut short".to_owned(),
        it => it.to_owned(),
    };
    if let Some(first) = message.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    cx.report(
        &RULE,
        error.span_in(line),
        Audience::refused_by(!misread).and_ignored_by(if is_agent || misread == Targets::BRAVE {
            misread
        } else {
            Targets::NONE
        }),
        message,
    );
}

/// Whether the first of one is before the first of another.
fn is_before(line: &str, one: &str, another: &str) -> bool {
    line.find(one).is_some_and(|at| line.find(another).is_none_or(|it| at < it))
}
