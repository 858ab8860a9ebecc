//! The blockers that a finding affects.

use crate::{Rule, Targets, diagnostic::Severity, engines::Outcome};

/// What a finding means to each blocker. It decides whether the finding is reported: a rule is fine
/// when one of the targets accepts the whole rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Audience {
    refused: Targets,
    ignored: Targets,
    warned: Targets,
}

impl Audience {
    /// A note about the text: it affects no blocker.
    pub(crate) const NOTE: Audience =
        Audience { refused: Targets::NONE, ignored: Targets::NONE, warned: Targets::NONE };

    /// These blockers drop the whole rule.
    pub(crate) const fn refused_by(who: Targets) -> Audience {
        Audience { refused: who, ..Audience::NOTE }
    }

    /// These blockers keep the rule, but ignore the part, or never apply the rule.
    pub(crate) const fn ignored_by(who: Targets) -> Audience {
        Audience { ignored: who, ..Audience::NOTE }
    }

    /// Some blockers refuse the rule, and all others misread it: `who` comes from a fact of every
    /// engine.
    pub(crate) const fn refused_or_ignored(who: Targets) -> Audience {
        Audience { refused: who, ignored: Targets::EVERY.without(who), ..Audience::NOTE }
    }

    /// These blockers support the part today, but will not in the future.
    pub(crate) const fn warns(who: Targets) -> Audience {
        Audience { warned: who, ..Audience::NOTE }
    }

    /// The same audience, and these blockers ignore the part.
    pub(crate) const fn and_ignored_by(self, who: Targets) -> Audience {
        Audience { ignored: self.ignored.union(who), ..self }
    }

    /// The same audience, and these blockers refuse the rule.
    pub(crate) const fn and_refused_by(self, who: Targets) -> Audience {
        Audience { refused: self.refused.union(who), ignored: self.ignored.without(who), ..self }
    }

    /// The same audience, with the outcome that the part has for `who`.
    pub(crate) const fn with(self, who: Targets, outcome: Outcome) -> Audience {
        match outcome {
            Outcome::Takes => self,
            Outcome::Ignores => self.and_ignored_by(who),
            Outcome::Refuses => self.and_refused_by(who),
        }
    }

    /// The same audience, but these blockers keep the rule.
    pub(crate) const fn and_kept_by(self, who: Targets) -> Audience {
        let kept = self.refused.intersection(who);
        Audience { refused: self.refused.without(who), ignored: self.ignored.union(kept), ..self }
    }

    /// Only the blockers of this audience that are in `who`. A note stays a note.
    pub(crate) const fn among(self, who: Targets) -> Audience {
        Audience {
            refused: self.refused.intersection(who),
            ignored: self.ignored.intersection(who),
            warned: self.warned.intersection(who),
        }
    }

    pub(crate) const fn refused(self) -> Targets {
        self.refused
    }

    pub(crate) fn ignored(self) -> Targets {
        self.ignored
    }

    pub(crate) fn warned(self) -> Targets {
        self.warned
    }

    /// The blockers for which the rule does not do what is written.
    pub(crate) fn affected(self) -> Targets {
        self.refused | self.ignored
    }

    /// Whether the finding affects no blocker.
    pub(crate) fn is_note(self) -> bool {
        self.affected().is_empty() && self.warned.is_empty()
    }

    /// The severity of a finding for these targets: it is an error only if a blocker drops the
    /// rule.
    pub(crate) fn severity(self, rule: &Rule, targets: Targets) -> Severity {
        match rule.severity {
            _ if self.refused.intersects(targets) => Severity::Error,
            Severity::Error if self.affected().intersects(targets) => Severity::Warning,
            severity => severity,
        }
    }
}
