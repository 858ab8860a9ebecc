//! What a project wants checked: `bloqr.toml`, or AGLint's files where there is none. Text in,
//! settings out; where the files are is not known here.
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
mod schema;

use std::{fmt, path::Path};

use ignore::gitignore::Gitignore;

pub use self::{
    aglint::{AglintFile, Extended, FILES as AGLINT_FILES, IGNORE_FILE, merge},
    bloqr::{parse, parse_section},
    includes::Includes,
    node::{MOST_BYTES, Position},
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
    /// Where the sources of `%include NAME:path%` are.
    pub includes: Includes,
    /// How many warnings are too many; `None` for no limit.
    pub max_warnings: Option<usize>,
    /// Lists that the lists are used with, from the directory of the configuration.
    pub with: Vec<String>,
    /// What the names of lists end in, without the dot, when it is not as ever.
    pub extensions: Option<Vec<String>>,
    /// `form` of `[bindings]`: `auto` or `guide`.
    pub bindings_form: Option<String>,
    /// `url` of `[backend]`.
    pub backend_url: Option<String>,
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
            extensions: None,
            bindings_form: None,
            backend_url: None,
        }
    }
}

/// What holds for the lists of one path. What is not said keeps its default.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// For which blockers lists are checked.
    pub targets: Option<Targets>,
    /// Whether rules have to be right for each product rather than for one of them.
    pub every: Option<bool>,
    /// Whether warnings are errors.
    pub strict: Option<bool>,
    /// Whether comments in a list may change what is reported.
    pub inline: Option<bool>,
    /// The options of rules.
    pub options: RuleOptions,
    /// The only rules that are looked for, if some are named.
    pub select: Option<Vec<&'static Rule>>,
    /// In the order in which they were said.
    pub rules: Vec<(&'static Rule, Said)>,
    /// Rules whose options are again what they are by default, before `options` is heeded.
    resets: Vec<&'static Rule>,
}

/// What is said of a rule's severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// It is this.
    Level(Level),
    /// One of AGLint's presets has the rule: it is as bad as it is by default.
    ByPreset,
}

impl Settings {
    /// Says over what was said before, where it says anything.
    fn over(&self, before: &mut Settings, lists: Lists) {
        before.targets = self.targets.or(before.targets);
        before.every = self.every.or(before.every);
        before.strict = self.strict.or(before.strict);
        before.inline = self.inline.or(before.inline);
        self.resets.iter().for_each(|it| before.options.clear(it));
        before.options.merge(&self.options, lists);
        before.select = self.select.clone().or(before.select.take());
        before.rules.extend(self.rules.iter().copied());
    }

    /// As the linter wants it.
    pub fn for_lint(&self) -> lint::Config {
        let mut config = lint::Config::for_targets(self.targets.unwrap_or_default());
        config.inline = self.inline.unwrap_or(config.inline);
        config.every = self.every.unwrap_or(config.every);
        config.strict = self.strict.unwrap_or(config.strict);
        config.options = self.options.clone();
        for (rule, said) in &self.rules {
            match said {
                Said::Level(level) => config.set(rule, *level),
                Said::ByPreset if rule.enabled => config.unset(rule),
                Said::ByPreset => config.set(rule, Level::On(rule.severity)),
            }
        }
        if let Some(select) = &self.select {
            config.select(select);
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
                over.over(&mut settings, Lists::Replaced);
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
#[non_exhaustive]
pub struct Error {
    /// Where it is; `None` when it is about the whole file.
    pub at: Option<Position>,
    /// What is wrong: lower case, no full stop.
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
