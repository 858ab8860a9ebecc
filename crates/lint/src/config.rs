//! What to check a list for, and how.

use std::sync::Arc;

use crate::{Context, Level, MinLength, Pattern, Rule, Targets, suppress};

#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// Whom the list is for. A rule is fine when one of these takes it.
    pub targets: Targets,
    /// Treats warnings as errors.
    pub strict: bool,
    /// What `short-rule` calls short.
    pub min_length: MinLength,
    /// What `excluded-rule` looks for.
    pub excluded: Vec<Pattern>,
    /// What all lists together do, when they are known: then what is in none of them is missing.
    pub context: Option<Arc<Context>>,
    /// Whether comments in the list have a say.
    pub inline: bool,
    levels: Vec<(&'static str, Level)>,
    /// Rules that are off, but for the comments of the text at hand.
    woken: Vec<&'static str>,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            targets: Targets::EVERY,
            strict: false,
            min_length: MinLength::default(),
            excluded: Vec::new(),
            context: None,
            inline: true,
            levels: Vec::new(),
            woken: Vec::new(),
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

    /// Whether a rule runs.
    pub fn is_on(&self, rule: &Rule) -> bool {
        match self.level(rule) {
            Some(Level::On(_)) => true,
            Some(Level::Off) => self.woken.contains(&rule.name),
            None => rule.enabled || self.woken.contains(&rule.name),
        }
    }
}
