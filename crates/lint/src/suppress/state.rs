//! The effect of the comments above a line.

use super::{
    comment::{Comment, Order},
    complain,
};
use crate::{
    Config, Level,
    diagnostic::{Diagnostic, Severity},
};

pub(crate) struct State<'c> {
    comments: &'c [(u32, &'c Comment)],
    config: &'c Config,
    /// The number of comments above the line.
    passed: usize,
    /// For each comment, whether each of its names changed something; one flag if it has no names.
    used: Vec<Vec<bool>>,
    /// The comment that disabled all rules.
    all: Option<usize>,
    /// What later comments say about single rules.
    rules: Vec<(&'static str, RuleState)>,
    /// The last comment that applies to the next line.
    next: Option<usize>,
    levels: Vec<(&'static str, Level)>,
}

#[derive(Clone, Copy)]
enum RuleState {
    Enabled,
    /// Disabled by this name (second) of this comment (first).
    Disabled(usize, usize),
}

impl<'c> State<'c> {
    pub(crate) fn new(comments: &'c [(u32, &'c Comment)], config: &'c Config) -> State<'c> {
        State {
            comments,
            config,
            passed: 0,
            used: comments.iter().map(|it| vec![false; it.1.names.len().max(1)]).collect(),
            all: None,
            rules: Vec::new(),
            next: None,
            levels: config.woken().iter().map(|it| (*it, Level::Off)).collect(),
        }
    }

    /// The problems of the comments, after all findings were judged: unknown names, and commands that
    /// change nothing.
    pub(crate) fn complaints(mut self) -> Vec<Diagnostic> {
        self.advance(u32::MAX);
        let mut out = Vec::new();
        for ((line, comment), used) in self.comments.iter().zip(&self.used) {
            complain(*line, comment, used, self.config, &mut out);
        }
        out
    }

    /// Applies the comments above `line`.
    pub(crate) fn advance(&mut self, line: u32) {
        while self.comments.get(self.passed).is_some_and(|it| it.0 < line) {
            self.obey(self.passed);
            self.passed += 1;
        }
    }

    fn obey(&mut self, n: usize) {
        let comment = self.comments[n].1;
        match comment.order {
            Order::DisableNextLine | Order::EnableNextLine => self.next = Some(n),
            Order::Disable if comment.names.is_empty() => {
                self.all = Some(n);
                self.rules.clear();
            }
            Order::Enable if comment.names.is_empty() => {
                let disabled = |it: &(_, RuleState)| matches!(it.1, RuleState::Disabled(..));
                self.used[n][0] = self.all.is_some() || self.rules.iter().any(disabled);
                self.all = None;
                self.rules.clear();
            }
            Order::Disable | Order::Enable | Order::Set => {
                for (at, name) in comment.names.iter().enumerate() {
                    name.rules().for_each(|rule| self.obey_name(n, at, rule.name, rule.severity));
                }
            }
            Order::Unknown => (),
        }
    }

    fn obey_name(&mut self, n: usize, at: usize, rule: &'static str, severity: Severity) {
        let before =
            self.rules.iter().position(|it| it.0 == rule).map(|it| self.rules.remove(it).1);
        let comment = self.comments[n].1;
        match comment.order {
            Order::Disable => self.rules.push((rule, RuleState::Disabled(n, at))),
            Order::Enable => {
                let was_off = self.levels.iter_mut().find(|it| it.0 == rule && it.1 == Level::Off);
                let was_disabled = match before {
                    Some(RuleState::Disabled(..)) => true,
                    Some(RuleState::Enabled) => false,
                    None => self.all.is_some(),
                };
                self.used[n][at] |= was_off.is_some() || was_disabled;
                if let Some(level) = was_off {
                    level.1 = Level::On(severity);
                }
                self.rules.push((rule, RuleState::Enabled));
            }
            _ => {
                self.rules.extend(before.map(|it| (rule, it)));
                if let Some(level) = comment.names[at].level {
                    self.levels.retain(|it| it.0 != rule);
                    self.levels.push((rule, level));
                }
            }
        }
    }

    /// The severity of the finding after the comments; `None` when it is hidden.
    pub(crate) fn judge(&mut self, line: u32, rule: &str, severity: Severity) -> Option<Severity> {
        let level = self.levels.iter().find(|level| level.0 == rule).map(|it| it.1);
        if let Some(n) = self.next.filter(|n| self.comments[*n].0 + 1 == line) {
            let comment = self.comments[n].1;
            let about =
                |rule| comment.names.iter().position(|it| it.rules().any(|it| it.name == rule));
            let named = if comment.names.is_empty() { Some(0) } else { about(rule) };
            if let Some(at) = named {
                self.used[n][at] = true;
                return match (comment.order, level) {
                    (Order::DisableNextLine, _) => None,
                    (_, Some(Level::On(severity))) => Some(severity),
                    _ => Some(severity),
                };
            }
        }
        match self.rules.iter().find(|said| said.0 == rule).map(|it| it.1) {
            Some(RuleState::Enabled) => (),
            Some(RuleState::Disabled(n, at)) => {
                self.used[n][at] = true;
                return None;
            }
            None => {
                if let Some(n) = self.all {
                    self.used[n][0] = true;
                    return None;
                }
            }
        }
        match level {
            Some(Level::Off) => None,
            Some(Level::On(severity)) => Some(severity),
            None => Some(severity),
        }
    }
}
