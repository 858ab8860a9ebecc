//! Whom a finding is about.

use crate::{Rule, Targets, diagnostic::Severity};

/// What a finding means to each blocker. It decides whether the finding is told at all: a rule is
/// fine when one of the targets takes it as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Audience {
    refused: Targets,
    ignored: Targets,
    warned: Targets,
}

impl Audience {
    /// About the text, whatever blocker reads it.
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

    /// Refused by some, and misread by all others.
    pub(crate) const fn refused_or_ignored(who: Targets) -> Audience {
        Audience { refused: who, ignored: Targets::EVERY.without(who), ..Audience::NOTE }
    }

    /// Those who heed the thing today, though that will not last.
    pub(crate) const fn warns(who: Targets) -> Audience {
        Audience { warned: who, ..Audience::NOTE }
    }

    /// The same, and ignored by others.
    pub(crate) const fn and_ignored_by(self, who: Targets) -> Audience {
        Audience { ignored: self.ignored.union(who), ..self }
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
