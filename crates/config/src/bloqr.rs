//! `bloqr.toml`:
//!
//! ```toml
//! targets = ["ubo", "adg"]
//! exclude = ["archive/"]
//!
//! [rules]
//! single-selector = "warning"
//! short-rule = { severity = "error", min-length = 3 }
//!
//! [[overrides]]
//! files = ["mobile/*.txt"]
//! targets = ["adg_os_android"]
//! ```

use ignore::gitignore::Gitignore;

use super::{
    Config, Error, Settings, includes,
    node::{self, Key, Node},
    read,
};
use bloqr_lint::Level;

/// The keys of the file itself. `bindings` and `backend` belong to other commands.
const KEYS: [&str; 10] = [
    "targets",
    "strict",
    "inline-comments",
    "max-warnings",
    "exclude",
    "includes",
    "rules",
    "overrides",
    "bindings",
    "backend",
];

/// The keys of an entry in `overrides`.
const OVERRIDE_KEYS: [&str; 5] = ["files", "targets", "strict", "inline-comments", "rules"];

/// Reads the text of a `bloqr.toml`.
///
/// # Errors
///
/// [`Error`], which says where it is: the text is no TOML, or says what cannot be understood.
pub fn parse(text: &str) -> Result<Config, Error> {
    let root = node::from_toml(text)?;
    let mut config = Config::default();
    for (key, value) in read::table(&root, super::FILE)? {
        let name = key.name.as_str();
        match name {
            "max-warnings" => config.max_warnings = Some(read::count(value, name)?),
            "exclude" => config.exclude = read::globs(value, name)?,
            "includes" => config.includes = includes::parse(value)?,
            "overrides" => {
                let overrides = read::list(value, name)?.iter().map(parse_override);
                config.overrides = overrides.collect::<Result<_, _>>()?;
            }
            "bindings" | "backend" => (),
            _ if parse_setting(key, value, &mut config.settings)? => (),
            _ => return Err(read::unknown_key(key, "", &KEYS)),
        }
    }
    Ok(config)
}

fn parse_override(node: &Node) -> Result<(Gitignore, Settings), Error> {
    let mut files = None;
    let mut settings = Settings::default();
    for (key, value) in read::table(node, "overrides")? {
        match key.name.as_str() {
            "files" => files = Some(read::globs(value, "files")?),
            _ if parse_setting(key, value, &mut settings)? => (),
            _ => return Err(read::unknown_key(key, " of an override", &OVERRIDE_KEYS)),
        }
    }
    let files = files.ok_or_else(|| Error {
        help: Some("say which it is for: files = [\"mobile/*.txt\"]".to_owned()),
        ..read::error(node.at, "an override without `files`")
    })?;
    Ok((files, settings))
}

/// Reads what may stand in the file and in an override alike. Says whether it was that.
fn parse_setting(key: &Key, value: &Node, settings: &mut Settings) -> Result<bool, Error> {
    let name = key.name.as_str();
    match name {
        "targets" => settings.targets = Some(read::targets(value, name)?),
        "strict" => settings.strict = Some(read::bool(value, name)?),
        "inline-comments" => settings.inline = Some(read::bool(value, name)?),
        "rules" => {
            for (key, value) in read::table(value, name)? {
                parse_rule(key, value, settings)?;
            }
        }
        _ => return Ok(false),
    }
    Ok(true)
}

/// `name = "warning"` or `name = { severity = "warning", option = value }`.
fn parse_rule(key: &Key, value: &Node, settings: &mut Settings) -> Result<(), Error> {
    let rules = read::rules(&key.name, key.at)?;
    let node::Data::Table(entries) = &value.data else {
        let level = read::level(value, &key.name)?;
        settings.rules.extend(rules.iter().map(|it| (*it, level)));
        return Ok(());
    };
    let mut level = None;
    for (option, value) in entries {
        let takes = |rule: &str| rules.iter().any(|it| it.name == rule);
        match option.name.as_str() {
            "severity" => level = Some(read::level(value, "severity")?),
            "min-length" if takes("short-rule") => {
                settings.min_length = Some(read::min_length(value, "min-length")?);
            }
            "patterns" if takes("excluded-rule") => {
                settings.excluded = Some(read::regexes(value, "patterns")?);
            }
            _ => {
                let known = options(rules[0].name);
                return Err(read::unknown_key(
                    option,
                    &format!(" of the rule `{}`", key.name),
                    known,
                ));
            }
        }
    }
    // Who gives a rule options wants it, switched off by default though it may be.
    for rule in rules {
        match level {
            Some(level) => settings.rules.push((rule, level)),
            None if !rule.enabled => settings.rules.push((rule, Level::On(rule.severity))),
            None => (),
        }
    }
    Ok(())
}

/// The keys that a rule's table takes.
pub(super) fn options(rule: &str) -> &'static [&'static str] {
    match rule {
        "short-rule" => &["severity", "min-length"],
        "excluded-rule" => &["severity", "patterns"],
        _ => &["severity"],
    }
}
