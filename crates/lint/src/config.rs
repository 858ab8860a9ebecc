//! What to check a list for, and how.

use std::sync::Arc;

use crate::{Context, Level, Rule, Targets, suppress};

#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// Whom the list is for. A rule is fine when one of these takes it.
    pub targets: Targets,
    /// Makes errors of warnings.
    pub strict: bool,
    /// What is shorter is a `short-rule`, in characters.
    pub min_length: usize,
    /// What `excluded-rule` looks for: JavaScript regular expressions.
    pub excluded: Vec<String>,
    /// What all lists together do, when they are known: then what is in none of them is missing.
    pub context: Option<Arc<Context>>,
    /// Whether comments in the list have a say.
    pub inline: bool,
    levels: Vec<(&'static str, Level)>,
    /// Rules that are off, but for the comments of the text at hand.
    woken: Vec<&'static str>,
    /// `min_length` before such comments had their say.
    said_min_length: Option<usize>,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            targets: Targets::EVERY,
            strict: false,
            min_length: 4,
            excluded: Vec::new(),
            context: None,
            inline: true,
            levels: Vec::new(),
            woken: Vec::new(),
            said_min_length: None,
        }
    }
}

impl Config {
    pub fn for_targets(targets: Targets) -> Config {
        Config { targets, ..Config::default() }
    }

    pub fn set(&mut self, rule: &'static Rule, level: Level) {
        self.levels.retain(|it| it.0 != rule.name);
        self.levels.push((rule.name, level));
    }

    /// The level that was set, if one was.
    pub fn level(&self, rule: &Rule) -> Option<Level> {
        self.levels.iter().find(|it| it.0 == rule.name).map(|it| it.1)
    }

    /// The same, with what comments in `text` switch on. Needed before its pieces are judged.
    pub fn for_text(&self, text: &str) -> Config {
        let mut config = self.clone();
        if self.inline {
            config.said_min_length = Some(self.min_length);
            suppress::wake(text, &mut config);
        }
        config
    }

    pub(super) fn wake(&mut self, rule: &'static Rule) {
        if !self.is_on(rule) {
            self.woken.push(rule.name);
        }
    }

    pub(super) fn woken(&self) -> &[&'static str] {
        &self.woken
    }

    pub(super) fn said_min_length(&self) -> usize {
        self.said_min_length.unwrap_or(self.min_length)
    }

    pub fn is_on(&self, rule: &Rule) -> bool {
        match self.level(rule) {
            Some(Level::On(_)) => true,
            Some(Level::Off) => self.woken.contains(&rule.name),
            None => rule.enabled || self.woken.contains(&rule.name),
        }
    }
}
