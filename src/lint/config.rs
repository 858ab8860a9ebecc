//! What to check a list for, and how.

use crate::lint::{Level, Rule, Targets};

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
    levels: Vec<(&'static str, Level)>,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            targets: Targets::EVERY,
            strict: false,
            min_length: 4,
            excluded: Vec::new(),
            levels: Vec::new(),
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

    pub(crate) fn is_on(&self, rule: &Rule) -> bool {
        match self.level(rule) {
            Some(level) => level != Level::Off,
            None => rule.enabled,
        }
    }
}
