//! How the checks of a line report their findings.
//!
//! The checks of a line run once to find out which blockers are affected. Only if a finding must be
//! reported, they run a second time, which makes the messages: most of what one blocker refuses,
//! another accepts, and nothing is reported.

use std::{borrow::Cow, fmt};

use super::{LineContext, Pass};
use crate::{
    Config, Level, Rule, Targets,
    audience::Audience,
    diagnostic::{Diagnostic, Edit, Fix, Label, Place, Severity},
};
use bloqr_syntax::source::Span;

impl<'c> LineContext<'c> {
    /// Runs the checks of a line, and adds its findings to `out`. Returns whether one of them is an
    /// error. The checks must do the same each time.
    #[inline]
    pub(crate) fn check_line(
        &mut self,
        out: &mut Vec<Diagnostic>,
        checks: impl Fn(&mut LineContext<'c>),
    ) -> bool {
        checks(self);
        !self.audiences.is_empty() && self.report_line(out, checks)
    }

    #[cold]
    fn report_line(
        &mut self,
        out: &mut Vec<Diagnostic>,
        checks: impl Fn(&mut LineContext<'c>),
    ) -> bool {
        self.choose_audiences();
        self.refused = Targets::NONE;
        if self.audiences.iter().any(|it| it.1) {
            self.pass = Pass::Report;
            checks(self);
            self.pass = Pass::Survey;
        }
        if self.beyond > 0
            && let Some(last) = self.findings.last_mut()
        {
            last.help = Some(format!("there are {} more on this line", self.beyond).into());
        }
        out.append(&mut self.findings);
        self.audiences.clear();
        self.refused = Targets::NONE;
        self.is_refused_by_all = false;
        self.beyond = 0;
        std::mem::take(&mut self.has_error)
    }

    /// Chooses the audiences whose findings are reported: those that matter for the targets together,
    /// or for one of the products if the list is for each of them.
    fn choose_audiences(&mut self) {
        if self.config.every {
            self.targets.by_product().for_each(|it| self.choose_audiences_of(it));
        } else {
            self.choose_audiences_of(self.targets);
        }
    }

    fn choose_audiences_of(&mut self, targets: Targets) {
        let all = || self.audiences.iter().map(|it| it.0);
        let lost = all().fold(Targets::NONE, |lost, it| lost | it.affected()) & targets;
        let refused = all().fold(Targets::NONE, |all, it| all | it.refused()) & targets;
        let (is_lost, is_refused) = (lost == targets, refused == targets);
        self.is_refused_by_all |= is_refused;
        // A finding that alone loses the rule for every target is enough. If every target drops the
        // rule, it must be a finding for which one of them drops it.
        let is_enough = |it: Audience| {
            it.affected() & targets == targets && (!is_refused || it.refused().intersects(targets))
        };
        let has_enough = all().any(is_enough);
        let is_reported = |it: Audience| {
            if it.is_note() {
                true
            } else if !it.warned().is_empty() {
                !is_lost && it.warned().contains(targets & !lost)
            } else if !is_lost || !it.affected().intersects(targets) {
                false
            } else {
                !has_enough || it.affected() & targets == targets
            }
        };
        let reported: Vec<bool> = all().map(is_reported).collect();
        for (audience, is_reported) in self.audiences.iter_mut().zip(reported) {
            audience.1 |= is_reported;
        }
    }

    /// Reports a finding of a lint rule: its place, the blockers that it affects, and its message. The
    /// other parts of the finding are added to what this returns.
    #[cold]
    #[inline(never)]
    pub(crate) fn report<'m>(
        &mut self,
        rule: &'static Rule,
        span: Span,
        audience: Audience,
        message: impl Into<Message<'m>>,
    ) -> Details<'_> {
        let is_of_all = self.reading == Targets::EVERY;
        let is_note = audience.is_note();
        let audience = if is_of_all { audience } else { audience.among(self.reading) };
        if audience.is_note() && (!is_note || self.is_beside) {
            return Details(None);
        }
        self.refused = self.refused | audience.refused();
        let known = self.audiences.iter().find(|it| it.0 == audience);
        let is_reported = known.is_some_and(|it| it.1);
        if known.is_none() {
            self.audiences.push((audience, false));
        }
        if self.pass == Pass::Survey || !is_reported {
            return Details(None);
        }
        let found = match audience.severity(rule, self.targets) {
            // Some blocker keeps the rule, even if it reads it in another way.
            Severity::Error if !audience.is_note() && !self.is_refused_by_all => Severity::Warning,
            Severity::Error if self.is_for_apps_only() => Severity::Warning,
            found => found,
        };
        let Some(severity) = self.config.severity(rule, found) else { return Details(None) };
        let message = message.into().text();
        let is_same = |it: &Diagnostic| {
            it.rule == rule.name && it.place.span == span && it.message == message
        };
        if !is_of_all && self.findings.iter().any(is_same) {
            return Details(None);
        }
        self.has_error |= severity == Severity::Error;
        if self.findings.len() == LineContext::MOST {
            self.beyond += 1;
            return Details(None);
        }
        self.findings.push(Diagnostic {
            rule: rule.name,
            severity,
            place: Place { line: self.line, span },
            message,
            labels: self.because_of_header(audience).into_iter().collect(),
            help: None,
            fix: None,
        });
        Details(self.findings.last_mut())
    }

    /// Whether the line is in a block that only AdGuard's apps read. The facts were measured on the
    /// engine of its extensions: the apps may accept more.
    fn is_for_apps_only(&self) -> bool {
        self.targets != self.list_targets && Targets::ADG_OS.contains(self.targets)
    }

    /// A label at the header of the list, if a rule is wrong only for products that the header names.
    fn because_of_header(&self, audience: Audience) -> Option<Label> {
        let is_for_all = audience.is_note() || audience.affected().contains(Targets::EVERY);
        let place = self.header.filter(|it| !is_for_all && it.line != self.line)?;
        let message = format!("checked for {}, as the header says", self.list_targets.named());
        Some(Label::new(place, message))
    }

    /// Whether one of `who` drops the rule because of a finding on this line so far.
    pub(crate) fn is_refused_by(&self, who: Targets) -> bool {
        self.refused.intersects(who)
    }

    /// The targets that drop the rule, and those that keep it but read it in another way. Call it
    /// after a survey.
    pub(crate) fn lost(&self) -> (Targets, Targets) {
        let none = (Targets::NONE, Targets::NONE);
        let all = self.audiences.iter().map(|it| it.0);
        let lost = all.fold(none, |(a, b), it| (a | it.refused(), b | it.ignored()));
        (lost.0 & self.targets, lost.1 & self.targets)
    }
}

/// The text of a message, or what makes it.
pub(crate) enum Message<'m> {
    Text(Cow<'static, str>),
    Arguments(fmt::Arguments<'m>),
    /// For a text that takes work to make.
    Made(&'m dyn Fn() -> String),
}

impl Message<'_> {
    fn text(self) -> Cow<'static, str> {
        match self {
            Message::Text(text) => text,
            Message::Arguments(arguments) => fmt::format(arguments).into(),
            Message::Made(make) => make().into(),
        }
    }
}

impl From<&'static str> for Message<'_> {
    fn from(text: &'static str) -> Self {
        Message::Text(text.into())
    }
}

impl From<String> for Message<'_> {
    fn from(text: String) -> Self {
        Message::Text(text.into())
    }
}

impl From<Cow<'static, str>> for Message<'_> {
    fn from(text: Cow<'static, str>) -> Self {
        Message::Text(text)
    }
}

impl<'m> From<fmt::Arguments<'m>> for Message<'m> {
    fn from(arguments: fmt::Arguments<'m>) -> Self {
        Message::Arguments(arguments)
    }
}

/// The parts of a finding other than its message. `None` if the finding is not reported.
pub(crate) struct Details<'f>(Option<&'f mut Diagnostic>);

impl<'f> Details<'f> {
    /// Adds what to do about it.
    pub(crate) fn help<'m>(self, help: impl Into<Message<'m>>) -> Details<'f> {
        self.with(|it| it.help = Some(help.into().text()))
    }

    /// Asks whether a similar name was meant, and adds a fix that replaces the name, if that is all
    /// that the finding marks. `before` is in front of the name: `:` of a pseudo-class.
    pub(crate) fn maybe_meant(
        self,
        before: &str,
        name: &str,
        nearest: impl FnOnce() -> Option<&'static str>,
    ) -> Details<'f> {
        self.with(|it| {
            let Some(meant) = nearest() else { return };
            let text = format!("{before}{meant}");
            it.help = Some(format!("did you mean `{text}`?").into());
            if it.place.span.len() == before.len() + name.len() {
                let title = format!("replace `{before}{name}` with `{text}`").into();
                let edits = [Edit::Replace { place: it.place, text }].into();
                it.fix = Some(Fix { safe: false, title, edits });
            }
        })
    }

    /// Asks whether a similar name was meant, and adds a fix that replaces the name.
    pub(crate) fn suggest(
        self,
        place: Place,
        name: &str,
        nearest: impl FnOnce() -> Option<&'static str>,
    ) -> Details<'f> {
        self.with(|it| {
            if let Some(meant) = nearest() {
                it.help = Some(format!("did you mean `{meant}`?").into());
                let edits = [Edit::Replace { place, text: meant.to_owned() }].into();
                let title = format!("replace `{name}` with `{meant}`").into();
                it.fix = Some(Fix { safe: false, title, edits });
            }
        })
    }

    /// Adds another place of the same list that explains the finding.
    pub(crate) fn label(self, place: Place, message: impl Into<Cow<'static, str>>) -> Details<'f> {
        self.with(|it| it.labels.push(Label::new(place, message)))
    }

    pub(crate) fn fix<'m>(
        self,
        safe: bool,
        title: impl Into<Message<'m>>,
        edits: impl FnOnce() -> Vec<Edit>,
    ) -> Details<'f> {
        self.maybe_fix(safe, title, || Some(edits()))
    }

    /// Adds a fix, if there is one.
    pub(crate) fn maybe_fix<'m>(
        self,
        safe: bool,
        title: impl Into<Message<'m>>,
        edits: impl FnOnce() -> Option<Vec<Edit>>,
    ) -> Details<'f> {
        self.with(|it| {
            let edits = edits();
            it.fix = edits.map(|edits| Fix::new(safe, title.into().text(), edits));
        })
    }

    /// Adds parts that take work to make.
    pub(crate) fn with(mut self, add: impl FnOnce(&mut Diagnostic)) -> Details<'f> {
        if let Some(finding) = &mut self.0 {
            add(finding);
        }
        self
    }
}

impl Config {
    /// The severity of a finding of `rule` with the severity `found`. `None` if the rule is off.
    pub(crate) fn severity(&self, rule: &Rule, found: Severity) -> Option<Severity> {
        match self.level(rule) {
            Some(Level::On(severity)) => Some(severity),
            Some(Level::Off) | None if !self.is_on(rule) => None,
            _ if self.strict && found == Severity::Warning => Some(Severity::Error),
            _ => Some(found),
        }
    }
}
