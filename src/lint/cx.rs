//! What a check is handed to report with, and what becomes of its findings when a line is done.

use std::borrow::Cow;

use crate::{
    diagnostic::{Diagnostic, Edit, Fix, Label, Place, Severity},
    lint::{
        Config, Kind, Level, Prelude, Rule, Targets,
        rules::{excluded_rule, short_rule::Lengths},
    },
    source::Span,
};

/// One finding on its way. Whom it concerns decides whether it is told at all: a rule is fine when
/// one of the targets takes it as a whole.
#[derive(Debug)]
pub(crate) struct Finding {
    rule: &'static Rule,
    span: Span,
    message: Cow<'static, str>,
    labels: Vec<Label>,
    help: Option<Cow<'static, str>>,
    fix: Option<Fix>,
    whom: Whom,
}

/// Whom a finding concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Whom {
    /// Who drops the whole rule for it.
    refused: Targets,
    /// Who keeps the rule, but as if the thing were not there, or so that it never acts.
    ignored: Targets,
    /// Who heeds the thing today, though that will not last.
    warned: Targets,
}

impl Finding {
    pub(crate) fn refused_by(&mut self, who: Targets) -> &mut Finding {
        self.whom.refused = self.whom.refused | who;
        self
    }

    pub(crate) fn ignored_by(&mut self, who: Targets) -> &mut Finding {
        self.whom.ignored = self.whom.ignored | who;
        self
    }

    pub(crate) fn warned_of_by(&mut self, who: Targets) -> &mut Finding {
        self.whom.warned = self.whom.warned | who;
        self
    }

    /// Refused by some, and misread by all others.
    pub(crate) fn refused_or_ignored(&mut self, who: Targets) -> &mut Finding {
        self.whom.refused = who;
        self.whom.ignored = !who;
        self
    }

    pub(crate) fn help(&mut self, help: impl Into<Cow<'static, str>>) -> &mut Finding {
        self.help = Some(help.into());
        self
    }

    /// Asks whether a name nearby was meant.
    pub(crate) fn maybe_meant(&mut self, name: Option<&str>) -> &mut Finding {
        if let Some(name) = name {
            self.help = Some(format!("did you mean `{name}`?").into());
        }
        self
    }

    pub(crate) fn label(
        &mut self,
        place: Place,
        message: impl Into<Cow<'static, str>>,
    ) -> &mut Finding {
        self.labels.push(Label::new(place, message));
        self
    }

    pub(crate) fn fix(
        &mut self,
        safe: bool,
        title: impl Into<Cow<'static, str>>,
        edits: Vec<Edit>,
    ) -> &mut Finding {
        self.fix = Some(Fix { safe, title: title.into(), edits });
        self
    }
}

impl Whom {
    const NOBODY: Whom =
        Whom { refused: Targets::NONE, ignored: Targets::NONE, warned: Targets::NONE };

    fn concerned(self) -> Targets {
        self.refused | self.ignored
    }

    fn is_note(self) -> bool {
        self.concerned().is_empty() && self.warned.is_empty()
    }
}

/// One line at a time.
pub(crate) struct Cx<'c> {
    pub(crate) config: &'c Config,
    pub(crate) targets: Targets,
    pub(crate) kind: Kind,
    /// The line looked at, from 0.
    pub(crate) line: u32,
    /// Whether there is anything for `excluded-rule` to look for.
    pub(crate) excludes: bool,
    pub(crate) lengths: Lengths,
    found: Vec<Finding>,
    /// How many findings there were for each kind of audience. There may be a million of a kind on
    /// a line, of which those beyond [`Cx::MOST`] are counted and let go.
    kinds: Vec<(Whom, usize)>,
    /// Who is lost to the rule for reasons that were not put into words, since others may take it.
    unsaid: Targets,
    /// Whether everything is put into words.
    wordy: bool,
}

impl<'c> Cx<'c> {
    /// How many findings of a line are told.
    const MOST: usize = 50;

    pub(crate) fn new(config: &'c Config, prelude: &Prelude) -> Cx<'c> {
        let excludes = !config.excluded.is_empty() && config.is_on(&excluded_rule::RULE);
        let targets = prelude.targets(config.targets);
        Cx {
            config,
            targets,
            kind: prelude.kind,
            line: 0,
            excludes,
            lengths: Lengths::default(),
            found: Vec::new(),
            kinds: Vec::new(),
            unsaid: Targets::NONE,
            wordy: false,
        }
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn report(
        &mut self,
        rule: &'static Rule,
        span: Span,
        message: impl Into<Cow<'static, str>>,
    ) -> &mut Finding {
        self.thin();
        let (message, whom) = (message.into(), Whom::NOBODY);
        let finding =
            Finding { rule, span, message, labels: Vec::new(), help: None, fix: None, whom };
        self.found.push(finding);
        self.found.last_mut().expect("it was just pushed")
    }

    /// Counts the last finding, now that all is known of it, and lets go of it if there are enough.
    fn thin(&mut self) {
        let Some(last) = self.found.last() else { return };
        let count = match self.kinds.iter_mut().find(|it| it.0 == last.whom) {
            Some((_, count)) => count,
            None => {
                self.kinds.push((last.whom, 0));
                &mut self.kinds.last_mut().expect("it was just pushed").1
            }
        };
        *count += 1;
        if *count > Cx::MOST {
            self.found.pop();
        }
    }

    /// Notes that some, but not all, refuse the rule. Nearly always another takes it and nothing
    /// has to be said; then this saves the words. False when they are wanted.
    #[inline]
    pub(crate) fn is_unsaid(&mut self, who: Targets) -> bool {
        if self.wordy || who.contains(self.targets) {
            return false;
        }
        self.unsaid = self.unsaid | (who & self.targets);
        true
    }

    /// Whether nobody takes the rule and some of the reasons are still to be said: then the line is
    /// to be looked at once more.
    #[inline]
    pub(crate) fn wants_words(&mut self) -> bool {
        if self.unsaid.is_empty() {
            return false;
        }
        let lost = self.found.iter().fold(self.unsaid, |lost, it| lost | it.whom.concerned());
        self.wordy = lost.contains(self.targets);
        if self.wordy {
            self.unsaid = Targets::NONE;
            self.found.clear();
            self.kinds.clear();
        }
        self.wordy
    }

    /// Whether something found on this line makes some of these drop the rule.
    pub(crate) fn is_refused_by(&self, who: Targets) -> bool {
        self.found.iter().any(|it| it.whom.refused.intersects(who))
    }

    /// Whether everything is put into words from now on, until the line ends.
    pub(crate) fn be_wordy(&mut self) {
        self.wordy = true;
    }

    /// Ends the line without telling anything. Gives who drops the rule, and who keeps it otherwise
    /// than it is written.
    pub(crate) fn lost(&mut self) -> (Targets, Targets) {
        self.thin();
        let none = (Targets::NONE, Targets::NONE);
        let all = self.kinds.drain(..).map(|it| it.0);
        let lost = all.fold(none, |(a, b), it| (a | it.refused, b | it.ignored));
        self.found.clear();
        self.unsaid = Targets::NONE;
        self.wordy = false;
        (lost.0 & self.targets, lost.1 & self.targets)
    }

    pub(crate) fn place(&self, span: Span) -> Place {
        Place { line: self.line, span }
    }

    /// Ends the line. Says whether it holds an error.
    #[inline]
    pub(crate) fn settle(&mut self, out: &mut Vec<Diagnostic>) -> bool {
        self.wordy = false;
        let unsaid = std::mem::replace(&mut self.unsaid, Targets::NONE);
        !self.found.is_empty() && self.settle_found(unsaid, out)
    }

    #[cold]
    fn settle_found(&mut self, unsaid: Targets, out: &mut Vec<Diagnostic>) -> bool {
        self.thin();
        let kinds = std::mem::take(&mut self.kinds);
        let targets = self.targets;
        let concerned = |it: Whom| it.concerned() & targets;
        let all = || kinds.iter().map(|it| it.0);
        let lost = all().fold(unsaid, |lost, it| lost | concerned(it));
        let is_lost = lost == targets;
        let refused = all().fold(unsaid, |all, it| all | (it.refused & targets));
        let is_refused = refused == targets;
        // What is wrong for everyone is worth telling; what only makes it wrong together with
        // something else is told when nothing else is. That nobody keeps the rule is no less said
        // for what they would misread in it.
        let has_culprit = all().any(|it| match is_refused {
            true => concerned(it) == targets && it.refused.intersects(targets),
            false => concerned(it) == targets,
        });
        let is_told = |whom: Whom| match whom.is_note() {
            true => true,
            false if !whom.warned.is_empty() => !is_lost && whom.warned.contains(targets & !lost),
            false if !is_lost || concerned(whom).is_empty() => false,
            false => !has_culprit || concerned(whom) == targets,
        };
        let before = out.len();
        let mut has_error = false;
        for finding in self.found.drain(..) {
            let whom = finding.whom;
            // Only what makes a blocker drop the rule is an error.
            let severity = match finding.rule.severity {
                _ if whom.refused.intersects(targets) => Severity::Error,
                Severity::Error if !concerned(whom).is_empty() => Severity::Warning,
                severity => severity,
            };
            let Some(severity) = self.config.severity(finding.rule, severity) else { continue };
            if is_told(whom) {
                has_error |= severity == Severity::Error;
                out.push(Diagnostic {
                    rule: finding.rule.name,
                    severity,
                    place: Place { line: self.line, span: finding.span },
                    message: finding.message,
                    labels: finding.labels,
                    help: finding.help,
                    fix: finding.fix,
                });
            }
        }
        let told = kinds.iter().filter(|it| is_told(it.0));
        let gone: usize = told.map(|it| it.1.saturating_sub(Cx::MOST)).sum();
        shorten(out, before, gone);
        self.kinds = kinds;
        self.kinds.clear();
        has_error
    }
}

/// Keeps a line from telling more than anybody reads: each of a million modifiers can be wrong.
/// `gone` are those that are not even here.
fn shorten(findings: &mut Vec<Diagnostic>, before: usize, gone: usize) {
    let more = findings.len().saturating_sub(before + Cx::MOST) + gone;
    if more > 0 && findings.len() > before {
        findings.truncate(before + Cx::MOST);
        if let Some(last) = findings.last_mut() {
            last.help = Some(format!("there are {more} more on this line").into());
        }
    }
}

impl Config {
    /// How bad a finding of `rule` is that is `found` bad of its own; nothing when it is off.
    pub(crate) fn severity(&self, rule: &Rule, found: Severity) -> Option<Severity> {
        match self.level(rule) {
            Some(Level::On(severity)) => Some(severity),
            Some(Level::Off) | None if !self.is_on(rule) => None,
            _ if self.strict && found == Severity::Warning => Some(Severity::Error),
            _ => Some(found),
        }
    }
}
