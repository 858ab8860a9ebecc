//! What to check a list for, and how.

use std::{fmt, sync::Arc};

use crate::{Context, Level, MinLength, Pattern, RULES, Rule, Targets, nearest, suppress};

/// What lists are checked for, and how. Made by [`Config::default`] and the `with_…` methods.
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
    /// Whom the list is for. A rule is fine when one of these takes it.
    pub targets: Targets,
    /// Makes errors of warnings.
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
    /// Sets whom lists are for.
    #[must_use]
    pub fn with_targets(self, targets: Targets) -> Config {
        Config { targets, ..self }
    }

    /// Sets whether warnings are errors.
    #[must_use]
    pub fn with_strict(self, strict: bool) -> Config {
        Config { strict, ..self }
    }

    /// Sets whether comments in lists may change what is found.
    #[must_use]
    pub fn with_inline(self, inline: bool) -> Config {
        Config { inline, ..self }
    }

    /// Sets what `short-rule` calls short.
    #[must_use]
    pub fn with_min_length(self, min_length: MinLength) -> Config {
        Config { min_length, ..self }
    }

    /// Sets what `excluded-rule` looks for.
    #[must_use]
    pub fn with_excluded(self, excluded: Vec<Pattern>) -> Config {
        Config { excluded, ..self }
    }

    /// Sets what the lists do that are used together with the one at hand.
    #[must_use]
    pub fn with_context(self, context: Arc<Context>) -> Config {
        Config { context: Some(context), ..self }
    }

    /// Says how bad the findings of a rule are, by its name or by one of AGLint's, which may stand
    /// for several rules.
    ///
    /// # Errors
    ///
    /// [`UnknownRule`] when no rule is called that.
    pub fn with_rule(mut self, name: &str, level: Level) -> Result<Config, UnknownRule> {
        if Rule::named(name).next().is_none() {
            return Err(UnknownRule { name: name.to_owned() });
        }
        Rule::named(name).for_each(|rule| self.set(rule, level));
        Ok(self)
    }

    /// The default configuration, for these platforms.
    pub fn for_targets(targets: Targets) -> Config {
        Config { targets, ..Config::default() }
    }

    /// Says how bad the findings of a rule are. What was said of it before does not hold any more.
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
