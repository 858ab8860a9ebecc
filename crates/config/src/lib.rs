//! What a project wants checked: `bloqr.toml`, or AGLint's files where there is none. Text in,
//! settings out; where the files are is not known here.

mod aglint;
mod bloqr;
mod keys;
mod node;
mod read;
mod schema;

use std::{fmt, path::Path};

use ignore::gitignore::Gitignore;

pub use self::{
    aglint::{AglintFile, FILES as AGLINT_FILES, merge},
    bloqr::parse,
    node::Position,
    schema::schema,
};
use bloqr_lint::{self as lint, Level, Rule, RuleOptions, Targets, options::Lists};

/// What `bloqr.toml` is called.
pub const FILE: &str = "bloqr.toml";

/// Everything that a configuration says.
#[derive(Debug, Clone)]
pub struct Config {
    settings: Settings,
    overrides: Vec<(Gitignore, Settings)>,
    exclude: Gitignore,
    pub max_warnings: Option<usize>,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            settings: Settings::default(),
            overrides: Vec::new(),
            exclude: Gitignore::empty(),
            max_warnings: None,
        }
    }
}

/// What holds for the lists of one path. What is not said keeps its default.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    pub targets: Option<Targets>,
    pub strict: Option<bool>,
    /// Whether comments in a list may change what is reported.
    pub inline: Option<bool>,
    pub options: RuleOptions,
    /// In the order in which they were said.
    pub rules: Vec<(&'static Rule, Level)>,
}

impl Settings {
    /// Says over what was said before, where it says anything.
    fn over(&self, before: &mut Settings) {
        before.targets = self.targets.or(before.targets);
        before.strict = self.strict.or(before.strict);
        before.inline = self.inline.or(before.inline);
        before.options.merge(&self.options, Lists::Replaced);
        before.rules.extend(self.rules.iter().copied());
    }

    /// As the linter wants it.
    pub fn for_lint(&self) -> lint::Config {
        let mut config = lint::Config::for_targets(self.targets.unwrap_or_default());
        config.inline = self.inline.unwrap_or(config.inline);
        config.strict = self.strict.unwrap_or(config.strict);
        config.options = self.options.clone();
        for (rule, level) in &self.rules {
            config.set(rule, *level);
        }
        config
    }
}

impl Config {
    /// What holds for a list. `path` is relative to the directory of the configuration, or nothing
    /// when the list is somewhere else, where no pattern reaches.
    pub fn for_path(&self, path: Option<&Path>) -> Settings {
        let mut settings = self.settings.clone();
        for (files, over) in &self.overrides {
            if path.is_some_and(|path| files.matched_path_or_any_parents(path, false).is_ignore()) {
                over.over(&mut settings);
            }
        }
        settings
    }

    /// Whether a list that was found, rather than named, is to be left alone.
    pub fn excludes(&self, path: &Path) -> bool {
        self.exclude.matched_path_or_any_parents(path, false).is_ignore()
    }
}

/// What is wrong with a configuration, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    pub at: Option<Position>,
    pub message: String,
    pub help: Option<String>,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
