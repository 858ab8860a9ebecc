//! What a check knows of a line: its targets, its options, the blocks around it. `report.rs` is how it
//! reports findings.

mod report;

use crate::{
    Config, Kind, Prelude, RuleOptions, Targets,
    audience::Audience,
    diagnostic::{Diagnostic, Place},
    facts::Wanted,
    joined::{JoinedRule, JoinedRules},
    plain::Plain,
    preprocess::{Block, Include, Readers, Regions, Unbalanced, judged_for},
    rules::{
        css_comment, duplicate_declaration, excluded_rule, multiple_selectors, scriptlet_quotes,
        untrusted_rule,
    },
};
use bloqr_syntax::source::Span;

pub(crate) use report::Message;

/// The state of the checks of a list: of one line at a time.
pub(crate) struct LineContext<'c> {
    pub(crate) config: &'c Config,
    /// The targets that the line is checked for: those of the list that read it.
    pub(crate) targets: Targets,
    /// The targets of the list.
    pub(crate) list_targets: Targets,
    /// The blockers that the current checks are for: those that read the line in this way.
    reading: Targets,
    /// The targets for rules on this line, which stay the same before line `same_until`. Lines are
    /// entered in order.
    region_targets: Targets,
    same_until: u32,
    /// No line before this one is an include, or a comment that looks like a directive.
    next_marked: u32,
    pub(crate) kind: Kind,
    /// Which blockers read which lines, unless all of them read all lines.
    regions: Option<&'c Regions<'c>>,
    joined: &'c JoinedRules,
    /// No line from `line` up to this one is part of a rule on several lines.
    next_joined: u32,
    /// Whether lines are checked at all, and not only read.
    pub(crate) checks: bool,
    /// Whether notes are not reported.
    is_beside: bool,
    /// The header that names the products of the list. `None` if the user chose the targets.
    header: Option<Place>,
    /// The number of the line, from 0.
    pub(crate) line: u32,
    /// Whether `excluded-rule` has something to look for.
    pub(crate) excludes: bool,
    /// The rules that are off by default and run.
    pub(crate) asked: Asked,
    /// Whether no check of the list finds anything in plain lines: see [`Plain`].
    pub(crate) takes_plain: bool,
    /// Which facts of rules are stored.
    pub(crate) wanted: Wanted,
    /// The options of rules on this line.
    pub(crate) options: &'c RuleOptions,
    /// The line from which a comment changes the options.
    next_change: u32,
    pass: Pass,
    /// The audiences of the findings, and whether findings for them are reported. They are few,
    /// even if a line has a million findings.
    audiences: Vec<(Audience, bool)>,
    /// The blockers that drop the rule, as found in this pass.
    refused: Targets,
    /// Whether no target keeps the rule. If the list is for each product: whether no platform of
    /// some product keeps it.
    is_refused_by_all: bool,
    findings: Vec<Diagnostic>,
    /// How many findings were not stored because there were [`LineContext::MOST`] already.
    beyond: usize,
    has_error: bool,
}

/// Whether rules run that are off by default. Every line needs to know this.
pub(crate) struct Asked {
    pub(crate) css_comment: bool,
    pub(crate) duplicate_declaration: bool,
    pub(crate) multiple_selectors: bool,
    pub(crate) scriptlet_quotes: bool,
    pub(crate) untrusted_rule: bool,
}

impl Asked {
    fn new(config: &Config) -> Asked {
        Asked {
            css_comment: config.is_on(&css_comment::RULE),
            duplicate_declaration: config.is_on(&duplicate_declaration::RULE),
            multiple_selectors: config.is_on(&multiple_selectors::RULE),
            scriptlet_quotes: config.is_on(&scriptlet_quotes::RULE),
            untrusted_rule: config.is_on(&untrusted_rule::RULE),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pass {
    /// Finds the affected blockers.
    Survey,
    /// Makes the findings.
    Report,
}

impl<'c> LineContext<'c> {
    /// How many findings of a line are reported: each of a million modifiers can be wrong.
    pub(crate) const MOST: usize = 50;

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
            checks: true,
            is_beside: false,
            header: prelude.header.filter(|_| config.targets == Targets::EVERY),
            line: 0,
            excludes: false,
            asked: Asked::new(config),
            takes_plain: prelude.kind == Kind::Adblock
                && config.companions.is_none()
                && !targets.intersects(Targets::DNS),
            wanted: Wanted::of(config),
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

    /// Goes to a line. A rule is checked for the targets that read it, other lines for all targets.
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

    /// Goes to a line, and reads it if no check finds anything in it. Otherwise the line must be
    /// entered.
    #[inline]
    pub(crate) fn plain<'l>(&mut self, line: u32, text: &'l str) -> Option<Plain<'l>> {
        if !self.takes_plain {
            return None;
        }
        self.line = line;
        if line >= self.next_change {
            self.change_options();
        }
        let is_long = text.len() >= self.options.short_rule.min_length().0;
        if is_long && !self.excludes { Plain::read(text) } else { None }
    }

    /// Runs checks for the targets that read the line in a certain way (`who`). The findings affect
    /// only these.
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

    /// The rule on several lines that contains a line. Lines are asked for in order.
    #[inline]
    pub(crate) fn joined_rule(&mut self, line: u32) -> Option<&'c JoinedRule> {
        if line < self.next_joined {
            return None;
        }
        self.next_joined = self.joined.next(line);
        self.joined.at(line)
    }

    /// Runs checks for the targets that do not read the line as `others` do. If the list is for the
    /// others too, it is written for them: then notes about the text are not reported, and there are
    /// no fixes, because a fix could break the line for the others.
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

    /// Runs checks as [`LineContext::read_by`] does, and returns their findings.
    pub(crate) fn read_elsewhere(
        &mut self,
        who: Targets,
        checks: impl FnOnce(&mut LineContext<'c>),
    ) -> &mut [Diagnostic] {
        let before = self.findings.len();
        self.read_by(who, checks);
        &mut self.findings[before..]
    }

    /// The blockers that read this line. Does not depend on the targets of the list.
    pub(crate) fn readers(&self) -> Readers {
        self.regions.map_or(Readers::EVERY, |it| it.all_readers(self.line))
    }

    /// The directives for which AdGuard refuses the whole list.
    pub(crate) fn unbalanced(&self) -> &'c [Unbalanced] {
        self.regions.map_or(&[], |it| &it.unbalanced)
    }

    /// The block of the `!#if` on this line.
    pub(crate) fn block(&self) -> Option<&'c Block<'c>> {
        self.regions?.block_at(self.line)
    }

    /// The include on this line.
    #[inline]
    pub(crate) fn include(&self, line: u32) -> Option<&'c Include<'c>> {
        self.regions.filter(|_| line >= self.next_marked)?.include_at(line)
    }

    /// Whether this line looks like a directive, and is a comment for all blockers.
    pub(crate) fn is_no_directive(&self) -> bool {
        let regions = self.regions.filter(|_| self.line >= self.next_marked);
        regions.is_some_and(|it| it.is_comment(self.line))
    }

    #[cold]
    fn change_options(&mut self) {
        (self.options, self.next_change) = self.config.options_at(self.line);
        let is_on = self.config.is_on(&excluded_rule::RULE);
        self.excludes = is_on && self.options.excluded_rule.has_any();
    }

    pub(crate) fn place(&self, span: Span) -> Place {
        Place { line: self.line, span }
    }
}
