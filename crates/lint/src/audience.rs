//! Whom a finding is about.

use crate::{Rule, Targets, diagnostic::Severity, engines::Outcome};

/// What a finding means to each blocker. It decides whether the finding is told at all: a rule is
/// fine when one of the targets takes it as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Audience {
    refused: Targets,
    ignored: Targets,
    warned: Targets,
}

impl Audience {
    /// About the text: it affects no blocker.
    pub(crate) const NOTE: Audience =
        Audience { refused: Targets::NONE, ignored: Targets::NONE, warned: Targets::NONE };

    /// Those who drop the whole rule for it.
    pub(crate) const fn refused_by(who: Targets) -> Audience {
        Audience { refused: who, ..Audience::NOTE }
    }

    /// Those who keep the rule, but as if the thing were not there, or so that it never acts.
    pub(crate) const fn ignored_by(who: Targets) -> Audience {
        Audience { ignored: who, ..Audience::NOTE }
    }

    /// Refused by some, and misread by all others: `who` comes from a fact of every engine.
    pub(crate) const fn refused_or_ignored(who: Targets) -> Audience {
        Audience { refused: who, ignored: Targets::EVERY.without(who), ..Audience::NOTE }
    }

    /// Those who support the thing today, but will not in the future.
    pub(crate) const fn warns(who: Targets) -> Audience {
        Audience { warned: who, ..Audience::NOTE }
    }

    /// The same, and ignored by others.
    pub(crate) const fn and_ignored_by(self, who: Targets) -> Audience {
        Audience { ignored: self.ignored.union(who), ..self }
    }

    /// The same, and refused by others.
    pub(crate) const fn and_refused_by(self, who: Targets) -> Audience {
        Audience { refused: self.refused.union(who), ignored: self.ignored.without(who), ..self }
    }

    /// The same, and what the thing is to `who`.
    pub(crate) const fn with(self, who: Targets, outcome: Outcome) -> Audience {
        match outcome {
            Outcome::Takes => self,
            Outcome::Ignores => self.and_ignored_by(who),
            Outcome::Refuses => self.and_refused_by(who),
        }
    }

    /// The same, but these keep the rule.
    pub(crate) const fn and_kept_by(self, who: Targets) -> Audience {
        let kept = self.refused.intersection(who);
        Audience { refused: self.refused.without(who), ignored: self.ignored.union(kept), ..self }
    }

    /// Those of these only. A note stays one.
    pub(crate) const fn among(self, who: Targets) -> Audience {
        Audience {
            refused: self.refused.intersection(who),
            ignored: self.ignored.intersection(who),
            warned: self.warned.intersection(who),
        }
    }

    pub(crate) fn refused(self) -> Targets {
        self.refused
    }

    pub(crate) fn ignored(self) -> Targets {
        self.ignored
    }

    pub(crate) fn warned(self) -> Targets {
        self.warned
    }

    /// Those for whom the rule does not do what it says.
    pub(crate) fn affected(self) -> Targets {
        self.refused | self.ignored
    }

    /// Whether it is about no blocker.
    pub(crate) fn is_note(self) -> bool {
        self.affected().is_empty() && self.warned.is_empty()
    }

    /// How bad a finding is for these targets: only what makes a blocker drop the rule is an error.
    pub(crate) fn severity(self, rule: &Rule, targets: Targets) -> Severity {
        match rule.severity {
            _ if self.refused.intersects(targets) => Severity::Error,
            Severity::Error if self.affected().intersects(targets) => Severity::Warning,
            severity => severity,
        }
    }
}
