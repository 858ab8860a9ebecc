//! The settings of a project: `bloqr.toml`, or AGLint's files when there is none. It takes text and
//! returns settings; it uses no files.
//!
//! ```
//! use bloqr_config::parse;
//!
//! let config = parse("strict = true\n[rules]\nshort-rule = \"off\"\n")?;
//! assert_eq!(config.for_path(None).strict, Some(true));
//!
//! let error = parse("strict = 1\n").unwrap_err();
//! assert_eq!(error.at.map(|it| it.line), Some(1));
//! # Ok::<(), bloqr_config::Error>(())
//! ```
#![deny(missing_docs)]

mod aglint;
mod bloqr;
mod includes;
mod keys;
mod node;
mod read;
mod renamed;
mod schema;

use std::{fmt, path::Path};

use ignore::gitignore::Gitignore;

pub use self::{
    aglint::{AglintFile, Extended, FILES as AGLINT_FILES, IGNORE_FILE, merge},
    bloqr::{parse, parse_section, settings_from_json},
    includes::Includes,
    node::{MOST_BYTES, Position},
    schema::schema,
};
use bloqr_lint::{self as lint, Level, Rule, RuleOptions, Targets, options::Lists};

/// The name of the configuration file.
pub const FILE: &str = "bloqr.toml";

/// All settings of a configuration.
#[derive(Debug, Clone)]
pub struct Config {
    settings: Settings,
    overrides: Vec<(Gitignore, Settings)>,
    exclude: Gitignore,
    /// The directories of the names in `%include NAME:path%`.
    pub includes: Includes,
    /// The largest number of warnings that is allowed; `None` for no limit.
    pub max_warnings: Option<usize>,
    /// Other lists that users subscribe to as well, relative to the directory of the configuration.
    pub with: Vec<String>,
    /// The file with known findings, relative to the directory of the configuration.
    pub baseline: Option<String>,
    /// The extensions of lists, without the dot; `None` for the usual ones.
    pub extensions: Option<Vec<String>>,
    /// `form` of `[bindings]`: `auto` or `guide`.
    pub bindings_form: Option<String>,
    /// `url` of `[backend]`.
    pub backend_url: Option<String>,
    /// What should be written in another way, with its place: names that were changed.
    pub warnings: Vec<Error>,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            settings: Settings::default(),
            overrides: Vec::new(),
            exclude: Gitignore::empty(),
            includes: Includes::new(),
            max_warnings: None,
            with: Vec::new(),
            baseline: None,
            extensions: None,
            bindings_form: None,
            backend_url: None,
            warnings: Vec::new(),
        }
    }
}

/// The settings for the lists of one path. `None` keeps the default.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The products that lists are checked for.
    pub targets: Option<Targets>,
    /// Whether a rule must be valid for every product, and not only for one of them.
    pub every: Option<bool>,
    /// Whether warnings are errors.
    pub strict: Option<bool>,
    /// Whether blockers trust the lists.
    pub trusted: Option<bool>,
    /// Whether comments in a list may change what is reported.
    pub inline: Option<bool>,
    /// The options of rules.
    pub options: RuleOptions,
    /// Only these lint rules run, if there are any.
    pub select: Option<Vec<&'static Rule>>,
    /// These rules do not run, whatever else sets their severity.
    pub ignore: Vec<&'static Rule>,
    /// In the order of the configuration.
    pub rules: Vec<(&'static Rule, SeveritySetting)>,
    /// Rules whose options are set back to their defaults before `options` is applied.
    resets: Vec<&'static Rule>,
}

/// How a configuration sets the severity of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeveritySetting {
    /// To this severity.
    Level(Level),
    /// To the default severity, because one of AGLint's presets has the rule.
    ByPreset,
}

impl Settings {
    /// Applies the settings of a later configuration over these.
    fn over(&self, before: &mut Settings, lists: Lists) {
        before.targets = self.targets.or(before.targets);
        before.every = self.every.or(before.every);
        before.strict = self.strict.or(before.strict);
        before.trusted = self.trusted.or(before.trusted);
        before.inline = self.inline.or(before.inline);
        self.resets.iter().for_each(|it| before.options.clear(it));
        before.options.merge(&self.options, lists);
        before.select = self.select.clone().or(before.select.take());
        before.ignore.extend(self.ignore.iter().copied());
        before.rules.extend(self.rules.iter().copied());
    }

    /// The configuration for the linter.
    pub fn for_lint(&self) -> lint::Config {
        let mut config = lint::Config::for_targets(self.targets.unwrap_or_default());
        config.inline = self.inline.unwrap_or(config.inline);
        config.every = self.every.unwrap_or(config.every);
        config.strict = self.strict.unwrap_or(config.strict);
        config.trusted = self.trusted.unwrap_or(config.trusted);
        config.options = self.options.clone();
        for (rule, said) in &self.rules {
            match said {
                SeveritySetting::Level(level) => config.set(rule, *level),
                SeveritySetting::ByPreset if rule.enabled => config.unset(rule),
                SeveritySetting::ByPreset => config.set(rule, Level::On(rule.severity)),
            }
        }
        if let Some(select) = &self.select {
            config.select(select);
        }
        self.ignore.iter().for_each(|it| config.set(it, Level::Off));
        config
    }
}

impl Config {
    /// The settings for a list. `path` is relative to the directory of the configuration; `None` when
    /// the list is outside of it, where no pattern matches.
    pub fn for_path(&self, path: Option<&Path>) -> Settings {
        let mut settings = self.settings.clone();
        for (files, over) in &self.overrides {
            if path.is_some_and(|path| files.matched_path_or_any_parents(path, false).is_ignore()) {
                over.over(&mut settings, Lists::Replaced);
            }
        }
        settings
    }

    /// Whether to skip a list that was found in a directory, and not named by the user.
    pub fn excludes(&self, path: &Path) -> bool {
        self.exclude.matched_path_or_any_parents(path, false).is_ignore()
    }
}

/// An error in a configuration, and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Error {
    /// The place; `None` for an error of the whole file.
    pub at: Option<Position>,
    /// The message: lower case, no full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Error {
    /// From its parts.
    pub fn new(at: Option<Position>, message: String, help: Option<String>) -> Error {
        Error { at, message, help }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
