//! AGLint's configuration, for those who come from there: `.aglintrc` and its other names.
//!
//! A rule of ours goes by AGLint's name when it finds the same. What AGLint has no name for is
//! checked as ever; what it has a name for is checked when a preset or `rules` names it.

use super::{
    Config, Error, Settings,
    node::{self, Data, Key, Node},
    read,
};
use bloqr_lint::{Level, RULES, Rule, Targets, diagnostic::Severity};

/// What AGLint's configuration is called. Two in one directory are an error to AGLint, and to us.
pub const FILES: [&str; 7] = [
    ".aglintrc",
    ".aglintrc.json",
    ".aglintrc.yaml",
    ".aglintrc.yml",
    "aglint.config.json",
    "aglint.config.yaml",
    "aglint.config.yml",
];

const KEYS: [&str; 5] = ["root", "syntax", "allowInlineConfig", "extends", "rules"];

const PRESETS: [&str; 2] = ["aglint:recommended", "aglint:all"];

/// One file. Those of the directories above add to it, up to one that says `root`.
#[derive(Debug, Clone, Default)]
pub struct AglintFile {
    /// Whether the files of the directories above do not count.
    pub root: bool,
    settings: Settings,
    presets: Vec<String>,
}

impl AglintFile {
    /// Reads JSON or YAML, of which JSON is a part.
    ///
    /// # Errors
    ///
    /// [`Error`], which says where it is.
    pub fn parse(text: &str) -> Result<AglintFile, Error> {
        let mut file = AglintFile::default();
        let root = node::from_yaml(text)?;
        // An empty file says nothing, which is allowed.
        if root.data == Data::Null {
            return Ok(file);
        }
        for (key, value) in read::table(&root, "configuration")? {
            let name = key.name.as_str();
            match name {
                "root" => file.root = read::bool(value, name)?,
                "syntax" => file.settings.targets = Some(syntaxes(value)?),
                "allowInlineConfig" => file.settings.inline = Some(read::bool(value, name)?),
                "extends" => file.presets = presets(value)?,
                "rules" => {
                    for (key, value) in read::table(value, name)? {
                        rule(key, value, &mut file.settings)?;
                    }
                }
                _ => return Err(read::unknown_key(key, " of AGLint's configuration", &KEYS)),
            }
        }
        Ok(file)
    }
}

/// All files together, the nearest first.
pub fn merge(files: &[AglintFile]) -> Config {
    let mut settings = Settings::default();
    for rule in RULES.iter().filter(|it| !it.aliases.is_empty()) {
        settings.rules.push((rule, Level::Off));
    }
    for file in files.iter().rev() {
        for name in &file.presets {
            settings.rules.retain(|(rule, level)| *level != Level::Off || !is_in(rule, name));
            for rule in RULES.iter().filter(|it| !it.enabled && is_in(it, name)) {
                settings.rules.push((rule, Level::On(rule.severity)));
            }
        }
        file.settings.over(&mut settings);
    }
    Config { settings, ..Config::default() }
}

/// Only one rule of AGLint's is in one of its presets and not in the other, in each direction.
fn is_in(rule: &Rule, preset: &str) -> bool {
    let missing = match preset {
        "aglint:recommended" => "single-selector",
        _ => "no-excluded-rules",
    };
    !rule.aliases.is_empty() && !rule.aliases.contains(&missing) && rule.name != missing
}

fn presets(node: &Node) -> Result<Vec<String>, Error> {
    let mut presets = Vec::new();
    for item in read::list(node, "extends")? {
        let name = read::string(item, "extends")?;
        if !PRESETS.contains(&name) {
            return Err(Error {
                help: Some(format!("there are {}", PRESETS.join(" and "))),
                ..read::error(item.at, format!("there is no preset `{name}`"))
            });
        }
        presets.push(name.to_owned());
    }
    Ok(presets)
}

fn syntaxes(node: &Node) -> Result<Targets, Error> {
    read::list(node, "syntax")?.iter().try_fold(Targets::NONE, |targets, item| {
        let more = match read::string(item, "syntax")? {
            "Common" => Targets::EVERY,
            "AdGuard" => Targets::ADG,
            "UblockOrigin" => Targets::UBO,
            "AdblockPlus" => Targets::ABP,
            other => {
                return Err(Error {
                    help: Some(
                        "there are Common, AdGuard, UblockOrigin and AdblockPlus".to_owned(),
                    ),
                    ..read::error(item.at, format!("there is no syntax `{other}`"))
                });
            }
        };
        Ok(targets | more)
    })
}

/// `name: severity` or `name: [severity, options]`.
fn rule(key: &Key, value: &Node, settings: &mut Settings) -> Result<(), Error> {
    let rules = read::rules(&key.name, key.at)?;
    let (level, options) = match &value.data {
        Data::List(items) => match items.as_slice() {
            [level, options @ ..] => (level, options),
            [] => return Err(read::error(value.at, format!("`{}` has no severity", key.name))),
        },
        _ => (value, [].as_slice()),
    };
    let level = severity(level)?;
    for options in options {
        for (option, value) in read::table(options, &key.name)? {
            match (key.name.as_str(), option.name.as_str()) {
                ("no-short-rules" | "short-rule", "minLength") => {
                    settings.min_length = Some(read::min_length(value, "minLength")?);
                }
                ("no-excluded-rules" | "excluded-rule", "regexp-patterns") => {
                    settings.excluded = Some(read::regexes(value, "regexp-patterns")?);
                }
                _ => return Err(read::unknown_key(option, &format!(" of `{}`", key.name), &[])),
            }
        }
    }
    settings.rules.extend(rules.into_iter().map(|it| (it, level)));
    Ok(())
}

fn severity(node: &Node) -> Result<Level, Error> {
    let level = match &node.data {
        Data::Integer(0) => Some(Level::Off),
        Data::Integer(1) => Some(Level::On(Severity::Warning)),
        Data::Integer(2 | 3) => Some(Level::On(Severity::Error)),
        Data::String(text) => level(text),
        // What YAML calls `off` is a word here.
        Data::Bool(false) => Some(Level::Off),
        _ => None,
    };
    level.ok_or_else(|| Error {
        help: Some("it is one of off, warn, error, fatal, or 0 to 3".to_owned()),
        ..read::error(node.at, "no severity of AGLint's")
    })
}

/// A severity by one of AGLint's names.
pub(crate) fn level(text: &str) -> Option<Level> {
    match text {
        "off" => Some(Level::Off),
        "warn" => Some(Level::On(Severity::Warning)),
        "error" | "fatal" => Some(Level::On(Severity::Error)),
        _ => None,
    }
}
