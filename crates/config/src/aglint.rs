//! AGLint's configuration, for those who come from there: `.aglintrc` and its other names.
//!
//! A rule of ours goes by AGLint's name when it finds the same. What AGLint has no name for is
//! checked as ever; what it has a name for is checked when a preset or `rules` names it.

use super::{Config, Error, Settings, node, read};
use bloqr_lint::{
    Level, RULES, Rule, Targets,
    diagnostic::Severity,
    options::{Data, Key, Kind, Value, Wrong, unknown_key},
};

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
    pub root: bool,
    settings: Settings,
    presets: Vec<String>,
}

impl AglintFile {
    /// Reads JSON or YAML, of which JSON is a part.
    pub fn parse(text: &str) -> Result<AglintFile, Error> {
        AglintFile::read(text).map_err(|it| node::placed(text, it))
    }

    fn read(text: &str) -> Result<AglintFile, Wrong> {
        let mut file = AglintFile::default();
        let root = node::from_yaml(text)?;
        // An empty file says nothing, which is allowed.
        if root.data == Data::Null {
            return Ok(file);
        }
        for (key, value) in read::table(&root, "configuration")? {
            let name = key.name.as_str();
            match name {
                "root" => file.root = flag(value, name)?,
                "syntax" => file.settings.targets = Some(syntaxes(value)?),
                "allowInlineConfig" => file.settings.inline = Some(flag(value, name)?),
                "extends" => file.presets = presets(value)?,
                "rules" => {
                    for (key, value) in read::table(value, name)? {
                        rule(key, value, &mut file.settings)?;
                    }
                }
                _ => {
                    let whose = " of AGLint's configuration";
                    return Err(unknown_key(name, key.at, whose, || KEYS.into_iter()));
                }
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

fn flag(value: &Value, name: &str) -> Result<bool, Wrong> {
    Kind::Flag.check(value, name)?;
    Ok(read::flag(value))
}

fn presets(node: &Value) -> Result<Vec<String>, Wrong> {
    let mut presets = Vec::new();
    Kind::List(&Kind::Text).check(node, "extends")?;
    for item in node.items() {
        let name = item.as_text().unwrap_or_default();
        if !PRESETS.contains(&name) {
            return Err(Wrong {
                help: Some(format!("there are {}", PRESETS.join(" and "))),
                ..Wrong::new(item.at, format!("there is no preset `{name}`"))
            });
        }
        presets.push(name.to_owned());
    }
    Ok(presets)
}

fn syntaxes(node: &Value) -> Result<Targets, Wrong> {
    Kind::List(&Kind::Text).check(node, "syntax")?;
    node.items().iter().try_fold(Targets::NONE, |targets, item| {
        let more = match item.as_text().unwrap_or_default() {
            "Common" => Targets::EVERY,
            "AdGuard" => Targets::ADG,
            "UblockOrigin" => Targets::UBO,
            "AdblockPlus" => Targets::ABP,
            other => {
                return Err(Wrong {
                    help: Some(
                        "there are Common, AdGuard, UblockOrigin and AdblockPlus".to_owned(),
                    ),
                    ..Wrong::new(item.at, format!("there is no syntax `{other}`"))
                });
            }
        };
        Ok(targets | more)
    })
}

/// `name: severity` or `name: [severity, options]`.
fn rule(key: &Key, value: &Value, settings: &mut Settings) -> Result<(), Wrong> {
    let rules = read::rules(&key.name, key.at)?;
    let (level, options) = match &value.data {
        Data::List(items) => match items.as_slice() {
            [level, options @ ..] => (level, options),
            [] => return Err(Wrong::new(value.at, format!("`{}` has no severity", key.name))),
        },
        _ => (value, [].as_slice()),
    };
    let level = severity(level)?;
    for options in options {
        for (option, value) in read::table(options, &key.name)? {
            let found =
                rules.iter().find_map(|rule| rule.option(&option.name).map(|it| (rule, it)));
            let Some((rule, spec)) = found else {
                let whose = format!(" of `{}`", key.name);
                return Err(unknown_key(&option.name, option.at, &whose, || {
                    read::options(&rules).flat_map(|it| it.1.aliases.iter().copied())
                }));
            };
            spec.kind.check(value, &option.name)?;
            settings.options.set(rule, spec, value)?;
        }
    }
    settings.rules.extend(rules.into_iter().map(|it| (it, level)));
    Ok(())
}

fn severity(node: &Value) -> Result<Level, Wrong> {
    let level = match &node.data {
        Data::Integer(0) => Some(Level::Off),
        Data::Integer(1) => Some(Level::On(Severity::Warning)),
        Data::Integer(2 | 3) => Some(Level::On(Severity::Error)),
        Data::Text(text) => level(text),
        // What YAML calls `off` is a word here.
        Data::Bool(false) => Some(Level::Off),
        _ => None,
    };
    level.ok_or_else(|| Wrong {
        help: Some("it is one of off, warn, error, fatal, or 0 to 3".to_owned()),
        ..Wrong::new(node.at, "no severity of AGLint's")
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
