use crate::{
    lint::{Targets, cx::Cx, rule::rule},
    syntax::SyntaxError,
};

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

pub(in crate::lint) fn check(line: &str, error: &SyntaxError, cx: &mut Cx<'_>) {
    let is_agent = line.starts_with('[') && line.trim_end().ends_with(']');
    // An agent that cannot be read is a comment to all but AdGuard. A `\)` closes uBO's scriptlets.
    let misread = match &*error.message {
        _ if line.starts_with('[') && line.trim_end().ends_with(']') => {
            Targets::UBO | Targets::BRAVE
        }
        it if it.ends_with("no closing parentheses ')' found")
            && line.trim_end().ends_with(')') =>
        {
            Targets::UBO | Targets::BRAVE
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
    cx.report(&RULE, error.span_in(line), message).refused_by(!misread).ignored_by(if is_agent {
        misread
    } else {
        Targets::NONE
    });
}
