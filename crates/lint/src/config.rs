//! What to check a list for.

use std::{fmt, sync::Arc};

use crate::{
    Companions, Level, RULES, Rule, RuleOptions, Targets, nearest, options::Lists,
    rules::untrusted_rule, suppress,
};

/// What lists are checked for. Made by [`Config::default`] and the `with_…` methods.
///
/// ```
/// use bloqr_lint::{Config, Level, Targets, diagnostic::Severity};
///
/// let config = Config::default()
///     .with_targets(Targets::UBO)
///     .with_rule("short-rule", Level::Off)?
///     .with_rule("duplicate-rule", Level::On(Severity::Error))?;
/// assert_eq!(config.targets, Targets::UBO);
/// # Ok::<(), bloqr_lint::UnknownRule>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// The targets of the list. A rule is fine when one of them accepts it.
    pub targets: Targets,
    /// Whether a rule is fine only when each product of the targets accepts it.
    pub every: bool,
    /// Treats warnings as errors.
    pub strict: bool,
    /// Whether blockers trust the list. They drop some rules in other lists.
    pub trusted: bool,
    /// The options of the rules.
    pub options: RuleOptions,
    /// What all lists do that are used together, if they are known. Then exceptions and `badfilter`
    /// that match none of their rules are reported.
    pub companions: Option<Arc<Companions>>,
    /// Whether comments in the list can change what is reported.
    pub inline: bool,
    levels: Vec<(&'static str, Level)>,
    /// Rules that are off, but that comments of this text switch on.
    woken: Vec<&'static str>,
    /// The options after each line with a comment that changes them, in the order of the lines.
    changes: Vec<(u32, RuleOptions)>,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            targets: Targets::EVERY,
            every: false,
            strict: false,
            trusted: true,
            options: RuleOptions::default(),
            companions: None,
            inline: true,
            levels: Vec::new(),
            woken: Vec::new(),
            changes: Vec::new(),
        }
    }
}

/// No rule has this name.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownRule {
    /// The name that was given.
    pub name: String,
}

impl fmt::Display for UnknownRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &self.name;
        match nearest(name, RULES.iter().map(|it| it.name)) {
            Some(near) => write!(f, "unknown rule `{name}`: did you mean `{near}`?"),
            None => write!(f, "unknown rule `{name}`"),
        }
    }
}

impl std::error::Error for UnknownRule {}

impl Config {
    /// Sets the targets of the lists.
    #[must_use]
    pub fn with_targets(self, targets: Targets) -> Config {
        Config { targets, ..self }
    }

    /// Sets whether warnings are errors.
    #[must_use]
    pub fn with_strict(self, strict: bool) -> Config {
        Config { strict, ..self }
    }

    /// Sets whether blockers trust the lists.
    #[must_use]
    pub fn with_trusted(self, trusted: bool) -> Config {
        Config { trusted, ..self }
    }

    /// Sets whether comments in lists can change what is reported.
    #[must_use]
    pub fn with_inline(self, inline: bool) -> Config {
        Config { inline, ..self }
    }

    /// Sets the options of the rules.
    #[must_use]
    pub fn with_options(self, options: RuleOptions) -> Config {
        Config { options, ..self }
    }

    /// Sets whether a rule must be valid for each product of the targets.
    #[must_use]
    pub fn with_every(self, every: bool) -> Config {
        Config { every, ..self }
    }

    /// Sets what the lists do that are used together with this one.
    #[must_use]
    pub fn with_companions(self, companions: Arc<Companions>) -> Config {
        Config { companions: Some(companions), ..self }
    }

    /// Sets the level of a rule, by its name or by a name of AGLint, which can stand for several
    /// rules.
    ///
    /// # Errors
    ///
    /// [`UnknownRule`] when no rule has that name.
    pub fn with_rule(mut self, name: &str, level: Level) -> Result<Config, UnknownRule> {
        if Rule::named(name).next().is_none() {
            return Err(UnknownRule { name: name.to_owned() });
        }
        Rule::named(name).for_each(|rule| self.set(rule, level));
        Ok(self)
    }

    /// The default configuration for these platforms.
    pub fn for_targets(targets: Targets) -> Config {
        Config { targets, ..Config::default() }
    }

    /// Sets the level of a rule, in the place of an earlier one.
    pub fn set(&mut self, rule: &'static Rule, level: Level) {
        self.levels.retain(|it| it.0 != rule.name);
        self.levels.push((rule.name, level));
    }

    /// Resets the level of a rule to its default.
    pub fn unset(&mut self, rule: &'static Rule) {
        self.levels.retain(|it| it.0 != rule.name);
    }

    /// Switches on these rules, and switches off all others.
    pub fn select(&mut self, rules: &[&'static Rule]) {
        for rule in RULES {
            if !rules.iter().any(|it| it.name == rule.name) {
                self.set(rule, Level::Off);
            } else if !self.is_on(rule) {
                self.set(rule, Level::On(rule.severity));
            }
        }
    }

    /// The level that was set, if any.
    pub fn level(&self, rule: &Rule) -> Option<Level> {
        self.levels.iter().find(|it| it.0 == rule.name).map(|it| it.1)
    }

    /// The same configuration, with what comments in `text` switch on. Call it before the pieces of
    /// `text` are checked.
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

    /// How many comments of a text can change options: each of them stores all options.
    const MOST_CHANGES: usize = 1000;

    /// Changes options from after this line on. Returns whether there was room for the change.
    pub(super) fn change(&mut self, line: u32, more: &RuleOptions) -> bool {
        if self.changes.len() == Config::MOST_CHANGES {
            return false;
        }
        let mut options = self.changes.last().map_or(&self.options, |it| &it.1).clone();
        options.merge(more, Lists::Replaced);
        self.changes.push((line, options));
        true
    }

    /// The options on a line, and the line from which others apply.
    pub(super) fn options_at(&self, line: u32) -> (&RuleOptions, u32) {
        let passed = self.changes.partition_point(|it| it.0 < line);
        let options = match passed.checked_sub(1) {
            Some(last) => &self.changes[last].1,
            None => &self.options,
        };
        (options, self.changes.get(passed).map_or(u32::MAX, |it| it.0 + 1))
    }

    /// Whether the changes up to this line could be stored.
    pub(super) fn has_room(&self, line: u32) -> bool {
        self.changes.len() < Config::MOST_CHANGES
            || self.changes.last().is_none_or(|it| it.0 >= line)
    }

    pub(super) fn woken(&self) -> &[&'static str] {
        &self.woken
    }

    /// Whether a rule runs.
    pub fn is_on(&self, rule: &Rule) -> bool {
        match self.level(rule) {
            Some(Level::On(_)) => true,
            Some(Level::Off) => self.woken.contains(&rule.name),
            None => {
                rule.enabled
                    || self.woken.contains(&rule.name)
                    || !self.trusted && rule.name == untrusted_rule::RULE.name
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Config;
    use crate::Level;

    #[test]
    fn a_rule_that_does_not_exist_is_refused() {
        let said = |name| Config::default().with_rule(name, Level::Off).unwrap_err().to_string();
        assert_eq!(said("shor-rule"), "unknown rule `shor-rule`: did you mean `short-rule`?");
        assert_eq!(said("x"), "unknown rule `x`");
        assert!(Config::default().with_rule("no-short-rules", Level::Off).is_ok());
    }
}
