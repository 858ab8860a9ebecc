//! Limits how many findings of one rule the formats for people show. Programs get all of them.

use bloqr_lint::diagnostic::{Diagnostic, Severity};

/// How many findings of a rule the formats for people show of each file.
pub const FEW: usize = 5;

/// Counts the findings of a file by their rules.
pub(super) struct Cap {
    most: usize,
    rules: Vec<Counted>,
}

/// The findings of one rule.
pub(super) struct Counted {
    pub(super) rule: &'static str,
    /// The worst severity of the findings that are not shown.
    pub(super) severity: Severity,
    pub(super) count: usize,
}

impl Cap {
    pub(super) fn new(most: Option<usize>) -> Cap {
        Cap { most: most.unwrap_or(usize::MAX), rules: Vec::new() }
    }

    /// Counts a finding, and returns whether to show it.
    pub(super) fn shows(&mut self, it: &Diagnostic) -> bool {
        let n = match self.rules.iter().position(|rule| rule.rule == it.rule) {
            Some(n) => n,
            None => {
                self.rules.push(Counted { rule: it.rule, severity: Severity::Info, count: 0 });
                self.rules.len() - 1
            }
        };
        let rule = &mut self.rules[n];
        rule.count += 1;
        if rule.count > self.most {
            rule.severity = rule.severity.max(it.severity);
        }
        rule.count <= self.most
    }

    /// The rules with findings that were not shown, and the number of these findings. `more` were
    /// only counted.
    pub(super) fn rest(mut self, more: &[bloqr_lint::Counted]) -> impl Iterator<Item = Counted> {
        for more in more {
            match self.rules.iter_mut().find(|it| it.rule == more.rule) {
                Some(rule) => {
                    rule.count += more.count;
                    rule.severity = rule.severity.max(more.severity);
                }
                None => {
                    // Never shown, so all of them are counted.
                    let (rule, severity) = (more.rule, more.severity);
                    self.rules.push(Counted { rule, severity, count: self.most + more.count });
                }
            }
        }
        let most = self.most;
        let rest = self.rules.into_iter().filter(move |it| it.count > most);
        rest.map(move |it| Counted { count: it.count - most, ..it })
    }
}
