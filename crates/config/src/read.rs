//! Applies the keys of `bloqr.toml`. The type of a value was checked before.

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::{
    Config, Settings, SeveritySetting,
    keys::{ConfigKey, FILES, SETTING_KEYS},
};
use bloqr_lint::{
    Level, Rule, Targets,
    diagnostic::Severity,
    options::{Data, InvalidValue, Key, Kind, OptionSpec, Value, unknown_key},
    rule_meant,
};

/// Applies a key of a table. Returns whether it is one of these keys.
pub(super) fn set<T>(
    keys: &[ConfigKey<T>],
    key: &Key,
    value: &Value,
    what: &mut T,
) -> Result<bool, InvalidValue> {
    let Some(known) = keys.iter().find(|it| it.name == key.name) else { return Ok(false) };
    known.shape.check(value, known.name)?;
    (known.set)(what, value)?;
    Ok(true)
}

pub(super) fn table<'a>(value: &'a Value, what: &str) -> Result<&'a [(Key, Value)], InvalidValue> {
    match &value.data {
        Data::Table(entries) => Ok(entries),
        _ => Err(wanted(value, what, "a table")),
    }
}

fn wanted(value: &Value, what: &str, kind: &str) -> InvalidValue {
    InvalidValue::new(value.at, format!("`{what}` must be {kind}, not {}", value.data.kind()))
}

pub(super) fn flag(value: &Value) -> bool {
    value.data == Data::Bool(true)
}

pub(super) fn count(value: &Value) -> usize {
    match value.data {
        Data::Integer(it) => usize::try_from(it).unwrap_or_default(),
        _ => 0,
    }
}

/// Patterns of paths as in `.gitignore`.
pub(super) fn globs(value: &Value) -> Result<Gitignore, InvalidValue> {
    let mut builder = GitignoreBuilder::new("");
    for item in value.items() {
        let glob = item.as_text().unwrap_or_default();
        // Parse each pattern alone, to find comments and blank lines, which `.gitignore` ignores.
        let mut alone = GitignoreBuilder::new("");
        // git reads such a class in silence, and it matches no path.
        alone.allow_unclosed_class(false);
        let read = alone.add_line(None, glob).and_then(|it| it.build());
        let read = read.map_err(|err| {
            InvalidValue::new(item.at, format!("`{glob}` is not a valid pattern: {err}"))
        })?;
        let path = glob.strip_prefix('!').unwrap_or(glob).trim_matches('/').trim();
        if read.is_empty() || path.is_empty() {
            return Err(InvalidValue {
                help: Some("write a name that starts with `#` as `\\#`".to_owned()),
                ..InvalidValue::new(
                    item.at,
                    format!("`{glob}` is not a pattern: it matches no path"),
                )
            });
        }
        builder.add_line(None, glob).map_err(|err| InvalidValue::new(item.at, err.to_string()))?;
    }
    builder.build().map_err(|err| InvalidValue::new(value.at, err.to_string()))
}

pub(super) fn targets(value: &Value) -> Result<Targets, InvalidValue> {
    let items = match &value.data {
        Data::List(items) => items.as_slice(),
        _ => std::slice::from_ref(value),
    };
    if items.is_empty() {
        return Err(InvalidValue::new(
            value.at,
            "`targets` is empty: name a target, or remove the key",
        ));
    }
    items.iter().try_fold(Targets::NONE, |targets, item| {
        let more = item.as_text().unwrap_or_default().parse::<Targets>();
        Ok(targets | more.map_err(|err| InvalidValue::new(item.at, err.to_string()))?)
    })
}

pub(super) fn overrides(config: &mut Config, value: &Value) -> Result<(), InvalidValue> {
    let Data::List(items) = &value.data else { return Err(wanted(value, "overrides", "a list")) };
    config.overrides = items.iter().map(one_override).collect::<Result<_, _>>()?;
    Ok(())
}

fn one_override(value: &Value) -> Result<(Gitignore, Settings), InvalidValue> {
    let mut files = None;
    let mut settings = Settings::default();
    for (key, value) in table(value, "overrides")? {
        if !set(std::slice::from_ref(&FILES), key, value, &mut files)?
            && !set(SETTING_KEYS, key, value, &mut settings)?
        {
            return Err(unknown_key(&key.name, key.at, " of an override", || {
                std::iter::once(FILES.name).chain(SETTING_KEYS.iter().map(|it| it.name))
            }));
        }
    }
    let files = files.ok_or_else(|| InvalidValue {
        help: Some("name the files of the override: files = [\"mobile/*.txt\"]".to_owned()),
        ..InvalidValue::new(value.at, "this override has no `files`")
    })?;
    Ok((files, settings))
}

/// The key of a rule's table that is not an option.
pub(super) const SEVERITY: &str = "severity";

/// `name = "warning"` or `name = { severity = "warning", option = value }`, for each rule.
pub(super) fn rule_table(settings: &mut Settings, value: &Value) -> Result<(), InvalidValue> {
    for (key, value) in table(value, "rules")? {
        let rules = rules(&key.name, key.at)?;
        let Data::Table(entries) = &value.data else {
            let level = level(value, &key.name)?;
            settings.rules.extend(rules.iter().map(|it| (*it, SeveritySetting::Level(level))));
            continue;
        };
        let mut said = None;
        for (option, value) in entries {
            if option.name == SEVERITY {
                said = Some(level(value, SEVERITY)?);
                continue;
            }
            let found = options(&rules).find(|it| it.1.name == option.name);
            let Some((rule, spec)) = found else {
                let whose = format!(" of the rule `{}`", key.name);
                return Err(unknown_key(&option.name, option.at, &whose, || {
                    std::iter::once(SEVERITY).chain(options(&rules).map(|it| it.1.name))
                }));
            };
            settings.options.set(rule, spec, value)?;
        }
        // A rule with options is switched on, also when it is off by default.
        for rule in rules {
            match said {
                Some(level) => settings.rules.push((rule, SeveritySetting::Level(level))),
                None if !rule.enabled => {
                    settings.rules.push((rule, SeveritySetting::Level(Level::On(rule.severity))))
                }
                None => (),
            }
        }
    }
    Ok(())
}

/// A list of names of rules.
pub(super) fn rule_list(value: &Value) -> Result<Vec<&'static Rule>, InvalidValue> {
    let mut all = Vec::new();
    for item in value.items() {
        all.extend(rules(item.as_text().unwrap_or_default(), item.at)?);
    }
    Ok(all)
}

/// File extensions.
pub(super) fn extensions(value: &Value) -> Result<Vec<String>, InvalidValue> {
    for item in value.items() {
        let text = item.as_text().unwrap_or_default();
        if text.starts_with('.') || text.contains([' ', '/']) {
            let message = format!("`{text}` is not a file extension: write it like `txt`");
            return Err(InvalidValue::new(item.at, message));
        }
    }
    Ok(texts(value))
}

/// A list of texts.
pub(super) fn texts(value: &Value) -> Vec<String> {
    value.items().iter().filter_map(|it| it.as_text().map(str::to_owned)).collect()
}

/// The text of an entry of a table.
pub(super) fn entry_text(table: &Value, name: &str) -> Option<String> {
    let entry = table.entries().iter().find(|it| it.0.name == name)?;
    entry.1.as_text().map(str::to_owned)
}

/// The options of some rules.
pub(super) fn options(
    rules: &[&'static Rule],
) -> impl Iterator<Item = (&'static Rule, &'static OptionSpec)> {
    rules.iter().flat_map(|rule| rule.options.iter().map(|it| (*rule, it)))
}

/// The rules with that name; an unknown name is an error.
pub(super) fn rules(name: &str, at: usize) -> Result<Vec<&'static Rule>, InvalidValue> {
    let rules: Vec<_> = Rule::named(name).collect();
    if rules.is_empty() {
        return Err(InvalidValue {
            help: rule_meant(name),
            ..InvalidValue::new(at, format!("unknown rule `{name}`"))
        });
    }
    Ok(rules)
}

/// The names of severities in a configuration.
pub(super) const LEVELS: [(&str, Level); 5] = [
    ("off", Level::Off),
    ("info", Level::On(Severity::Info)),
    ("warning", Level::On(Severity::Warning)),
    ("error", Level::On(Severity::Error)),
    // AGLint's word.
    ("warn", Level::On(Severity::Warning)),
];

fn level(value: &Value, what: &str) -> Result<Level, InvalidValue> {
    Kind::Text.check(value, what)?;
    let text = value.as_text().unwrap_or_default();
    let found = LEVELS.iter().find(|it| it.0 == text);
    found.map(|it| it.1).ok_or_else(|| InvalidValue {
        help: Some("use off, info, warning or error".to_owned()),
        ..InvalidValue::new(value.at, format!("`{text}` is not a severity"))
    })
}
