use crate::{engines::audience, last_dollar, line_context::LineContext, rule::rule};
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
    let audience = match &*error.message {
        // What has modifiers is a pattern that is wrong to those who take odd headers for comments.
        _ if is_agent && line.contains('$') => audience!(|it| it.lines.unreadable),
        _ if is_agent && line.contains(' ') => audience!(|it| it.lines.odd_agent_with_space),
        _ if is_agent => audience!(|it| it.lines.odd_agent),
        it if it.ends_with("no closing parentheses ')' found")
            && line.trim_end().ends_with(')')
            && line.contains("+js(") =>
        {
            audience!(|it| it.lines.escaped_scriptlet_end)
        }
        "Modifier value cannot be empty"
            if !line.contains('#') && last_dollar::refuses_end_of(line).is_none() =>
        {
            audience!(|it| it.values.missing)
        }
        it if it.starts_with("uBO style injection cannot be followed")
            && line.trim_end().ends_with(')')
            && !line.trim_start().starts_with('#')
            && !is_before(line, ":remove", ":style(") =>
        {
            audience!(|it| it.lines.text_behind_style)
        }
        _ => audience!(|it| it.lines.unreadable),
    };
    let mut message = match &*error.message {
        it if it.starts_with("Expected token of type") => "this condition is cut short".to_owned(),
        it => it.to_owned(),
    };
    if let Some(first) = message.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    cx.report(&RULE, error.span_in(line), audience, message);
}

/// Whether the first of one is before the first of another.
fn is_before(line: &str, one: &str, another: &str) -> bool {
    line.find(one).is_some_and(|at| line.find(another).is_none_or(|it| at < it))
}
