//! Checks a single rule, for callers that have just made it.

use crate::{
    Config, Prelude, Targets,
    check::check_rule,
    diagnostic::{Diagnostic, Severity},
    line_context::LineContext,
    network::Network,
};
use bloqr_syntax::Rule;

/// Checks whether the targets accept single rules.
///
/// ```
/// use bloqr_lint::{Judge, Targets};
/// use bloqr_syntax::parse_rule;
///
/// let judge = Judge::new(Targets::UBO);
/// let error = |line| judge.first_error(line, &parse_rule(line)).map(|it| it.rule);
/// assert_eq!(error("||ads.example^$3p"), None);
/// assert_eq!(error("||ads.example^$network"), Some("unsupported-modifier"));
/// ```
#[derive(Debug)]
pub struct Judge {
    config: Config,
    prelude: Prelude<'static>,
}

impl Judge {
    /// Makes a judge for these platforms, with the default severity of each rule.
    pub fn new(targets: Targets) -> Judge {
        let config = Config::for_targets(targets).with_inline(false);
        Judge { config, prelude: Prelude::default() }
    }

    /// The first error that [`lint`](crate::lint()) would find if the line were alone in an adblock
    /// list. `rule` is the parsed line.
    pub fn first_error(&self, line: &str, rule: &Rule<'_>) -> Option<Diagnostic> {
        let mut found = Vec::new();
        let network = Network::of(line, rule);
        let mut cx = LineContext::new(&self.config, &self.prelude);
        cx.enter(0, || true);
        let has_error =
            cx.check_line(&mut found, |cx| check_rule(line, rule, network.as_ref(), cx));
        if !has_error {
            return None;
        }
        found.into_iter().find(|it| it.severity == Severity::Error)
    }
}
