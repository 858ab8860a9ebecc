//! What a check of one line reports to, and what becomes of its findings.
//!
//! A line is checked once to survey which blockers are affected. Only when something is to be told
//! of it is it checked a second time, and then the messages are made: most of what one blocker
//! refuses, another takes, and nothing has to be said.

use std::{borrow::Cow, fmt};

use crate::{
    Config, Kind, Level, Prelude, Rule, RuleOptions, Targets,
    audience::Audience,
    diagnostic::{Diagnostic, Edit, Fix, Label, Place, Severity},
    joined::{JoinedRule, JoinedRules},
    preprocess::{Block, Include, Readers, Regions, Unbalanced, judged_for},
    rules::{
        css_comment, duplicate_declaration, excluded_rule, multiple_selectors, scriptlet_quotes,
    },
};
use bloqr_syntax::source::Span;

/// One line at a time.
pub(crate) struct LineContext<'c> {
    pub(crate) config: &'c Config,
    /// Whom the line is judged for: those of the list's targets that read it.
    pub(crate) targets: Targets,
    /// Whom the list is for.
    pub(crate) list_targets: Targets,
    /// Whom the checks that run now are for: those who read the line in this way.
    reading: Targets,
    /// For whom a rule on this line is judged, and up to which line that holds. Lines are entered in
    /// their order.
    region_targets: Targets,
    same_until: u32,
    /// No line before this one is an include, or looks like a directive and is none.
    next_marked: u32,
    pub(crate) kind: Kind,
    /// Who reads which lines, where not everybody reads all.
    regions: Option<&'c Regions<'c>>,
    joined: &'c JoinedRules,
    /// No line before this one is a part of a rule over several lines.
    next_joined: u32,
    /// Whether notes are left out.
    is_beside: bool,
    /// The header that names the products the list is for. None where the targets were chosen.
    header: Option<Place>,
    /// The line looked at, from 0.
    pub(crate) line: u32,
    /// Whether there is anything for `excluded-rule` to look for.
    pub(crate) excludes: bool,
    /// Which of the rules that are off by default run.
    pub(crate) asked: Asked,
    /// The options of rules, as they are on this line.
    pub(crate) options: &'c RuleOptions,
    /// The line from which comments change them.
    next_change: u32,
    pass: Pass,
    /// Each audience that was reported to, and whether its findings are told. There are a few,
    /// though a line may hold a million findings.
    audiences: Vec<(Audience, bool)>,
    /// Who was found to drop the rule, in this pass.
    refused: Targets,
    /// Whether nobody keeps the rule: all targets drop it, or all platforms of one of their products
    /// when the list is for each of them.
    is_refused_by_all: bool,
    findings: Vec<Diagnostic>,
    /// How many findings were told beyond [`LineContext::MOST`].
    beyond: usize,
    has_error: bool,
}

/// Rules that are off by default. They are asked for on every line.
pub(crate) struct Asked {
    pub(crate) css_comment: bool,
    pub(crate) duplicate_declaration: bool,
    pub(crate) multiple_selectors: bool,
    pub(crate) scriptlet_quotes: bool,
}

impl Asked {
    fn new(config: &Config) -> Asked {
        Asked {
            css_comment: config.is_on(&css_comment::RULE),
            duplicate_declaration: config.is_on(&duplicate_declaration::RULE),
            multiple_selectors: config.is_on(&multiple_selectors::RULE),
            scriptlet_quotes: config.is_on(&scriptlet_quotes::RULE),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pass {
    /// Who is affected?
    Survey,
    /// What is said of it?
    Tell,
}

impl<'c> LineContext<'c> {
    /// How many findings of a line are told: each of a million modifiers can be wrong.
    const MOST: usize = 50;

    pub(crate) fn new(config: &'c Config, prelude: &'c Prelude<'_>) -> LineContext<'c> {
        let targets = prelude.targets(config.targets);
        LineContext {
            config,
            targets,
            list_targets: targets,
            reading: Targets::EVERY,
            region_targets: targets,
            same_until: 0,
            next_marked: 0,
            kind: prelude.kind,
            regions: prelude.regions.as_ref(),
            joined: &prelude.joined,
            next_joined: 0,
            is_beside: false,
            header: prelude.header.filter(|_| config.targets == Targets::EVERY),
            line: 0,
            excludes: false,
            asked: Asked::new(config),
            options: &config.options,
            next_change: 0,
            pass: Pass::Survey,
            audiences: Vec::new(),
            refused: Targets::NONE,
            is_refused_by_all: false,
            findings: Vec::new(),
            beyond: 0,
            has_error: false,
        }
    }

    /// Turns to a line. A rule is judged for those who read it, what is no rule for all.
    #[inline]
    pub(crate) fn enter(&mut self, line: u32, is_rule: impl Fn() -> bool) {
        self.line = line;
        if line >= self.next_change {
            self.change_options();
        }
        if self.regions.is_some() {
            if line >= self.same_until {
                self.enter_region();
            }
            if line > self.next_marked {
                self.next_marked = self.regions.map_or(u32::MAX, |it| it.next_marked(line));
            }
            let is_same = self.region_targets == self.list_targets;
            self.targets =
                if is_same || !is_rule() { self.list_targets } else { self.region_targets };
        }
    }

    #[cold]
    fn enter_region(&mut self) {
        let Some(regions) = self.regions else { return };
        self.region_targets = judged_for(self.list_targets, regions.all_readers(self.line));
        self.same_until = regions.same_until(self.line);
    }

    /// Runs checks for those of the targets who read the line in a certain way. What is found
    /// concerns nobody else.
    #[cold]
    pub(crate) fn read_by(&mut self, who: Targets, checks: impl FnOnce(&mut LineContext<'c>)) {
        let (targets, reading) = (self.targets, self.reading);
        if !targets.intersects(who) {
            return;
        }
        (self.targets, self.reading) = (targets & who, reading & who);
        checks(self);
        (self.targets, self.reading) = (targets, reading);
    }

    /// The rule over several lines that a line is a part of. Lines are asked for in their order.
    #[inline]
    pub(crate) fn joined_rule(&mut self, line: u32) -> Option<&'c JoinedRule> {
        if line < self.next_joined {
            return None;
        }
        self.next_joined = self.joined.next(line);
        self.joined.at(line)
    }

    /// Runs checks for those of the targets who do not read the line as `others` do. Where the list
    /// is for the others too, it is written for them: notes about the text are left out, and fixes,
    /// which could break what the others read.
    pub(crate) fn read_beside(
        &mut self,
        others: Targets,
        checks: impl FnOnce(&mut LineContext<'c>),
    ) {
        let is_for_others = self.targets.intersects(others);
        let before = self.findings.len();
        self.is_beside = is_for_others && !self.config.every;
        self.read_by(!others, checks);
        self.is_beside = false;
        if is_for_others {
            self.findings[before..].iter_mut().for_each(|it| it.fix = None);
        }
    }

    /// Runs checks as [`LineContext::read_by`] does, and gives what they told.
    pub(crate) fn read_elsewhere(
        &mut self,
        who: Targets,
        checks: impl FnOnce(&mut LineContext<'c>),
    ) -> &mut [Diagnostic] {
        let before = self.findings.len();
        self.read_by(who, checks);
        &mut self.findings[before..]
    }

    /// Who reads this line. Does not depend on the targets of the list.
    pub(crate) fn readers(&self) -> Readers {
        self.regions.map_or(Readers::EVERY, |it| it.all_readers(self.line))
    }

    /// What makes AdGuard refuse the whole list.
    pub(crate) fn unbalanced(&self) -> &'c [Unbalanced] {
        self.regions.map_or(&[], |it| &it.unbalanced)
    }

    /// The block that this line opens.
    pub(crate) fn block(&self) -> Option<&'c Block<'c>> {
        self.regions?.block_at(self.line)
    }

    /// What this line asks for.
    #[inline]
    pub(crate) fn include(&self, line: u32) -> Option<&'c Include<'c>> {
        self.regions.filter(|_| line >= self.next_marked)?.include_at(line)
    }

    /// Whether this line looks like a directive, and is none.
    pub(crate) fn is_no_directive(&self) -> bool {
        let regions = self.regions.filter(|_| self.line >= self.next_marked);
        regions.is_some_and(|it| it.is_comment(self.line))
    }

    /// Runs the checks of a line, adds what is told of it to `out`, and says whether that holds an
    /// error. The checks must do the same each time.
    #[inline]
    pub(crate) fn check_line(
        &mut self,
        out: &mut Vec<Diagnostic>,
        checks: impl Fn(&mut LineContext<'c>),
    ) -> bool {
        checks(self);
        !self.audiences.is_empty() && self.tell(out, checks)
    }

    #[cold]
    fn change_options(&mut self) {
        (self.options, self.next_change) = self.config.options_at(self.line);
        let is_on = self.config.is_on(&excluded_rule::RULE);
        self.excludes = is_on && self.options.excluded_rule.has_any();
    }

    #[cold]
    fn tell(&mut self, out: &mut Vec<Diagnostic>, checks: impl Fn(&mut LineContext<'c>)) -> bool {
        self.decide();
        self.refused = Targets::NONE;
        if self.audiences.iter().any(|it| it.1) {
            self.pass = Pass::Tell;
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

    /// Decides which audiences are told: those that matter to the targets together, or to the
    /// platforms of one of the products when the rule is for each of them.
    fn decide(&mut self) {
        if self.config.every {
            self.targets.by_product().for_each(|it| self.decide_for(it));
        } else {
            self.decide_for(self.targets);
        }
    }

    fn decide_for(&mut self, targets: Targets) {
        let all = || self.audiences.iter().map(|it| it.0);
        let lost = all().fold(Targets::NONE, |lost, it| lost | it.affected()) & targets;
        let refused = all().fold(Targets::NONE, |all, it| all | it.refused()) & targets;
        let (is_lost, is_refused) = (lost == targets, refused == targets);
        self.is_refused_by_all |= is_refused;
        // One finding that alone loses the rule for every target is enough to say. Where every
        // target drops the rule, it has to be one for which somebody does.
        let is_enough = |it: Audience| {
            it.affected() & targets == targets && (!is_refused || it.refused().intersects(targets))
        };
        let has_enough = all().any(is_enough);
        let is_told = |it: Audience| {
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
        let told: Vec<bool> = all().map(is_told).collect();
        for (audience, is_told) in self.audiences.iter_mut().zip(told) {
            audience.1 |= is_told;
        }
    }

    /// Reports a finding: what breaks which rule, where, and for whom. What is told beside the
    /// message is added to what this gives.
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
        let is_told = known.is_some_and(|it| it.1);
        if known.is_none() {
            self.audiences.push((audience, false));
        }
        if self.pass == Pass::Survey || !is_told {
            return Details(None);
        }
        let found = match audience.severity(rule, self.targets) {
            // Somebody keeps the rule, if not as it is written.
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

    /// Whether the line is in a block for AdGuard's apps alone. What was measured is the engine of
    /// its extensions: the apps may take more.
    fn is_for_apps_only(&self) -> bool {
        self.targets != self.list_targets && Targets::ADG_OS.contains(self.targets)
    }

    /// Points to the header of the list where a rule is wrong only for those that it names.
    fn because_of_header(&self, audience: Audience) -> Option<Label> {
        let is_for_all = audience.is_note() || audience.affected().contains(Targets::EVERY);
        let place = self.header.filter(|it| !is_for_all && it.line != self.line)?;
        let message = format!("checked for {}, as the header says", self.list_targets.named());
        Some(Label::new(place, message))
    }

    /// Whether something found on this line so far makes some of these drop the rule.
    pub(crate) fn is_refused_by(&self, who: Targets) -> bool {
        self.refused.intersects(who)
    }

    /// Who drops the rule, and who keeps it otherwise than it is written, after a survey.
    pub(crate) fn lost(&self) -> (Targets, Targets) {
        let none = (Targets::NONE, Targets::NONE);
        let all = self.audiences.iter().map(|it| it.0);
        let lost = all.fold(none, |(a, b), it| (a | it.refused(), b | it.ignored()));
        (lost.0 & self.targets, lost.1 & self.targets)
    }

    pub(crate) fn place(&self, span: Span) -> Place {
        Place { line: self.line, span }
    }
}

/// What a finding says, as text or as what makes it.
pub(crate) enum Message<'m> {
    Text(Cow<'static, str>),
    Arguments(fmt::Arguments<'m>),
    /// For what takes work to say.
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

/// What a finding tells beside its message, or nothing when the finding is not told.
pub(crate) struct Details<'f>(Option<&'f mut Diagnostic>);

impl<'f> Details<'f> {
    /// What to do about it.
    pub(crate) fn help<'m>(self, help: impl Into<Message<'m>>) -> Details<'f> {
        self.with(|it| it.help = Some(help.into().text()))
    }

    /// Asks whether a name nearby was meant.
    pub(crate) fn maybe_meant<N: fmt::Display>(
        self,
        nearest: impl FnOnce() -> Option<N>,
    ) -> Details<'f> {
        self.with(|it| {
            if let Some(name) = nearest() {
                it.help = Some(format!("did you mean `{name}`?").into());
            }
        })
    }

    /// Asks whether a name nearby was meant, and proposes to put it in the place of this one.
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

    /// Another place of the same list that explains it.
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

    /// A fix, if there is one.
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

    /// For what takes work to find out.
    pub(crate) fn with(mut self, add: impl FnOnce(&mut Diagnostic)) -> Details<'f> {
        if let Some(finding) = &mut self.0 {
            add(finding);
        }
        self
    }
}
impl Config {
    /// The severity of a finding of `rule` whose own severity is `found`. None when the rule is off.
    pub(crate) fn severity(&self, rule: &Rule, found: Severity) -> Option<Severity> {
        match self.level(rule) {
            Some(Level::On(severity)) => Some(severity),
            Some(Level::Off) | None if !self.is_on(rule) => None,
            _ if self.strict && found == Severity::Warning => Some(Severity::Error),
            _ => Some(found),
        }
    }
}
