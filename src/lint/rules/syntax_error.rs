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
    /// ||ads.example^$script,,image
    /// !                     ^ modifier name cannot be empty
    /// ```
    "syntax-error", Error
}

pub(in crate::lint) fn check(line: &str, error: &SyntaxError, cx: &mut Cx<'_>) {
    let mut message = error.message.to_string();
    if let Some(first) = message.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    cx.report(&RULE, error.span_in(line), message).refused_by(Targets::EVERY);
}
