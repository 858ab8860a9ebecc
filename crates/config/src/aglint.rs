//! The configuration files of AGLint 3 and 4.
//!
//! A lint rule also has AGLint's name when it finds the same problems. Rules without such a name are
//! checked as always; rules with one are checked when a preset or `rules` names them. An unknown
//! rule is only a warning, because another version of AGLint can know it.

use super::{Config, Error, Settings, SeveritySetting, node, read};
use bloqr_lint::{
    Level, RULES, Rule, RuleOptions, Targets,
    diagnostic::Severity,
    nearest,
    options::{Data, InvalidValue, Key, Kind, Lists, Value},
    rule_meant,
};

/// The names of AGLint's configuration. Two of them in one directory are an error, as in AGLint.
pub const FILES: [&str; 8] = [
    ".aglintrc",
    ".aglintrc.json",
    ".aglintrc.yaml",
    ".aglintrc.yml",
    "aglint.config.json",
    "aglint.config.yaml",
    "aglint.config.yml",
    PACKAGE,
];

/// This file is a configuration only when it has the key `aglint`.
const PACKAGE: &str = "package.json";

/// The name of AGLint's list of ignored files.
pub const IGNORE_FILE: &str = ".aglintignore";

/// The keys of version 4, and two of version 3. The last three have no meaning here: AGLint reads
/// them from its command line only, or not at all.
const KEYS: [&str; 9] = [
    "root",
    "extends",
    "platforms",
    "rules",
    "syntax",
    "allowInlineConfig",
    "$schema",
    "reportUnusedDisableDirectives",
    "unusedDisableDirectivesSeverity",
];

/// Options of AGLint that change only its suggestions.
const NEEDLESS_OPTIONS: [&str; 1] = ["fuzzyThreshold"];

const PRESETS: [&str; 2] = ["aglint:recommended", "aglint:all"];

/// The rules that only the second preset has.
const ONLY_IN_ALL: [&str; 2] = ["multiple-selectors", "scriptlet-quotes"];

/// One file. The files of the directories above are added, up to one that has `root`.
#[derive(Debug, Clone, Default)]
pub struct AglintFile {
    /// Whether the files of the directories above are ignored.
    pub root: bool,
    /// The configurations that it extends, in this order.
    pub extends: Vec<Extended>,
    /// The parts that are not understood, with their places.
    pub warnings: Vec<Error>,
    settings: Settings,
    platforms: Vec<Platforms>,
    /// Whether it lists the allowed pseudo-classes.
    names_pseudo_classes: bool,
}

/// A configuration that another one extends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extended {
    /// The place of its name.
    pub at: node::Position,
    /// A preset, or a path from the directory of the file, with its ending.
    pub name: String,
    /// Whether it is a preset.
    pub is_preset: bool,
}

/// Platforms that a configuration adds or removes.
#[derive(Debug, Clone, Copy)]
struct Platforms {
    which: Targets,
    is_negated: bool,
}

impl AglintFile {
    /// Reads YAML, or JSON, which is a subset of it. `None` when the file is a `package.json` without
    /// a configuration.
    ///
    /// # Errors
    ///
    /// [`Error`], with its place.
    pub fn parse(name: &str, text: &str) -> Result<Option<AglintFile>, Error> {
        AglintFile::read(name, text).map_err(|it| node::placed(text, it))
    }

    /// Whether it sets the severity of some rules.
    pub fn has_rules(&self) -> bool {
        !self.settings.rules.is_empty()
    }

    /// The settings of a preset.
    pub fn preset(name: &str) -> AglintFile {
        let mut file = AglintFile::default();
        for rule in RULES.iter().filter(|it| !it.aliases.is_empty()) {
            if name == PRESETS[0] && ONLY_IN_ALL.contains(&rule.name) {
                continue;
            }
            file.settings.rules.push((rule, SeveritySetting::ByPreset));
        }
        file
    }

    fn read(name: &str, text: &str) -> Result<Option<AglintFile>, InvalidValue> {
        // JSON has escapes that YAML does not have.
        let whole = node::from_yaml(text).or_else(|err| {
            let json = serde_json::from_str(text).map_err(|_| err)?;
            Ok(Value::from_json(&json, 0))
        })?;
        let root = match whole.get("aglint") {
            Some(inside) if name == PACKAGE => inside,
            None if name == PACKAGE => return Ok(None),
            _ => &whole,
        };
        let mut reader = Reader { text, file: AglintFile::default() };
        // An empty file is allowed.
        if root.data != Data::Null {
            for (key, value) in read::table(root, "configuration")? {
                reader.key(key, value)?;
            }
        }
        Ok(Some(reader.file))
    }
}

/// All files together: files of outer directories come first, and each file comes after those that
/// it extends.
pub fn merge<'a>(files: impl IntoIterator<Item = &'a AglintFile>) -> Config {
    let mut settings = Settings::default();
    for rule in RULES.iter().filter(|it| !it.aliases.is_empty()) {
        settings.rules.push((rule, SeveritySetting::Level(Level::Off)));
    }
    let mut platforms = Vec::new();
    let mut names_pseudo_classes = false;
    for file in files {
        names_pseudo_classes |= file.names_pseudo_classes;
        file.settings.over(&mut settings, Lists::Joined);
        platforms.extend(&file.platforms);
    }
    if let Some(targets) = targets(&platforms) {
        settings.targets = Some(targets);
        settings.every = Some(true);
    } else if names_pseudo_classes {
        // Without platforms, AGLint accepts the pseudo-classes of browsers, and those that are listed.
        only_native(&mut settings.options);
    }
    Config { settings, ..Config::default() }
}

fn only_native(options: &mut RuleOptions) {
    let yes = Value { at: 0, data: Data::Bool(true) };
    for rule in RULES {
        if let Some(option) = rule.option("only-native") {
            // The flag accepts this value.
            let _ = options.set(rule, option, &yes);
        }
    }
}

/// The products that the lists are for, all of them. AGLint does not know Brave.
fn targets(platforms: &[Platforms]) -> Option<Targets> {
    let first = platforms.first()?;
    let start = if first.is_negated { Targets::EVERY } else { Targets::NONE };
    let targets = platforms.iter().fold(start, |targets, it| {
        if it.is_negated { targets & !it.which } else { targets | it.which }
    });
    Some(targets & !Targets::BRAVE).filter(|it| !it.is_empty())
}

struct Reader<'a> {
    text: &'a str,
    file: AglintFile,
}

impl Reader<'_> {
    fn warn(&mut self, at: usize, message: String, help: Option<String>) {
        // Do not list all mistakes of a file that has very many.
        const MOST: usize = 100;
        if self.file.warnings.len() < MOST {
            let wrong = InvalidValue { help, ..InvalidValue::new(at, message) };
            self.file.warnings.push(node::placed(self.text, wrong));
        }
    }

    fn key(&mut self, key: &Key, value: &Value) -> Result<(), InvalidValue> {
        let name = key.name.as_str();
        match name {
            "root" => self.file.root = flag(value, name)?,
            "allowInlineConfig" => self.file.settings.inline = Some(flag(value, name)?),
            "extends" => self.extends(value)?,
            "platforms" => self.platforms(value)?,
            "syntax" => self.syntaxes(value)?,
            "rules" => {
                for (key, value) in read::table(value, name)? {
                    self.rule(key, value)?;
                }
            }
            _ if KEYS.contains(&name) => (),
            _ => {
                let help = nearest(name, KEYS.into_iter()).map(did_you_mean);
                let message = format!("AGLint's configuration has no key `{name}`: it is ignored");
                self.warn(key.at, message, help);
            }
        }
        Ok(())
    }

    fn extends(&mut self, value: &Value) -> Result<(), InvalidValue> {
        for (at, name) in texts(value, "extends")? {
            let is_preset = PRESETS.contains(&name);
            if name.starts_with("aglint:") && !is_preset {
                let help = Some(format!("use {}", PRESETS.join(" or ")));
                self.warn(at, format!("unknown preset `{name}`: it is ignored"), help);
                continue;
            }
            let has_ending = [".json", ".yaml", ".yml"].iter().any(|it| name.ends_with(it));
            let ending = if is_preset || has_ending { "" } else { ".json" };
            let (at, name) = (node::Position::of(self.text, at), format!("{name}{ending}"));
            self.file.extends.push(Extended { at, name, is_preset });
        }
        Ok(())
    }

    fn platforms(&mut self, value: &Value) -> Result<(), InvalidValue> {
        for (at, name) in texts(value, "platforms")? {
            let bare = name.strip_prefix('~');
            match bare.unwrap_or(name).parse::<Targets>() {
                Ok(which) => {
                    self.file.platforms.push(Platforms { which, is_negated: bare.is_some() });
                }
                Err(err) => {
                    let message = format!("unknown platform `{name}`: it is ignored");
                    let all = err.to_string();
                    let help = all.split_once(": ").map(|it| it.1.to_owned());
                    self.warn(at, message, help);
                }
            }
        }
        Ok(())
    }

    /// The platforms of version 3. `Common` is any of them.
    fn syntaxes(&mut self, value: &Value) -> Result<(), InvalidValue> {
        for (at, name) in texts(value, "syntax")? {
            let which = match name {
                "Common" => continue,
                "AdGuard" => Targets::ADG,
                "UblockOrigin" => Targets::UBO,
                "AdblockPlus" => Targets::ABP,
                _ => {
                    let help = "use Common, AdGuard, UblockOrigin or AdblockPlus";
                    let message = format!("unknown syntax `{name}`: it is ignored");
                    self.warn(at, message, Some(help.to_owned()));
                    continue;
                }
            };
            self.file.platforms.push(Platforms { which, is_negated: false });
        }
        Ok(())
    }

    /// `name: severity` or `name: [severity, options]`.
    fn rule(&mut self, key: &Key, value: &Value) -> Result<(), InvalidValue> {
        let name = key.name.as_str();
        let rules: Vec<&'static Rule> = Rule::named(name).collect();
        if rules.is_empty() {
            let help = rule_meant(name);
            self.warn(key.at, format!("unknown rule `{name}`: it is ignored"), help);
            return Ok(());
        }
        let severity = match &value.data {
            Data::List(items) => match items.as_slice() {
                [severity, options @ ..] => {
                    self.options(name, &rules, options)?;
                    severity
                }
                [] => {
                    self.warn(value.at, format!("`{name}` has no valid severity"), None);
                    return Ok(());
                }
            },
            // Without a list, the options are the defaults again.
            _ => {
                self.file.settings.resets.extend(&rules);
                value
            }
        };
        if matches!(&severity.data, Data::Integer(3)) || severity.as_text() == Some("fatal") {
            let help = Some("AGLint 4 has no `fatal`".to_owned());
            self.warn(severity.at, "`fatal` is read as `error`".to_owned(), help);
        }
        if let Some(level) = level(severity) {
            let said = rules.into_iter().map(|it| (it, SeveritySetting::Level(level)));
            self.file.settings.rules.extend(said);
        } else {
            let help = "use off, warn, error, fatal, or 0 to 3".to_owned();
            let message = format!(
                "this is not a severity of AGLint: the severity of `{name}` does not change"
            );
            self.warn(severity.at, message, Some(help));
        }
        Ok(())
    }

    fn options(
        &mut self,
        name: &str,
        rules: &[&'static Rule],
        tables: &[Value],
    ) -> Result<(), InvalidValue> {
        if let Some(second) = tables.get(1) {
            let message = format!(
                "AGLint reads only one table of options of `{name}`: bloqr reads this one too"
            );
            self.warn(second.at, message, Some("write all options into one table".to_owned()));
        }
        for table in tables {
            for (option, value) in read::table(table, name)? {
                let found =
                    rules.iter().find_map(|rule| rule.option(&option.name).map(|it| (*rule, it)));
                let Some((rule, spec)) = found else {
                    if !NEEDLESS_OPTIONS.contains(&option.name.as_str()) {
                        let known = read::options(rules).flat_map(|it| it.1.aliases);
                        let help = nearest(&option.name, known.copied()).map(did_you_mean);
                        let option_name = &option.name;
                        let message =
                            format!("`{name}` has no option `{option_name}`: it is ignored");
                        self.warn(option.at, message, help);
                    }
                    continue;
                };
                self.file.names_pseudo_classes |= spec.name == "additional";
                spec.kind.check(value, &option.name)?;
                let mut more = RuleOptions::default();
                more.set(rule, spec, value)?;
                self.file.settings.options.merge(&more, Lists::Joined);
            }
        }
        Ok(())
    }
}

fn did_you_mean(name: &str) -> String {
    format!("did you mean `{name}`?")
}

fn flag(value: &Value, name: &str) -> Result<bool, InvalidValue> {
    Kind::Flag.check(value, name)?;
    Ok(read::flag(value))
}

/// A list of texts, each with its place.
fn texts<'a>(value: &'a Value, name: &str) -> Result<Vec<(usize, &'a str)>, InvalidValue> {
    Kind::List(&Kind::Text).check(value, name)?;
    Ok(value.items().iter().filter_map(|it| it.as_text().map(|text| (it.at, text))).collect())
}

/// A severity by one of AGLint's names or numbers.
fn level(value: &Value) -> Option<Level> {
    match &value.data {
        Data::Integer(0) => Some(Level::Off),
        Data::Integer(1) => Some(Level::On(Severity::Warning)),
        Data::Integer(2 | 3) => Some(Level::On(Severity::Error)),
        Data::Text(text) => match text.as_str() {
            "off" => Some(Level::Off),
            "warn" => Some(Level::On(Severity::Warning)),
            "error" | "fatal" => Some(Level::On(Severity::Error)),
            _ => None,
        },
        // YAML reads `off` as `false`; here it is a word.
        Data::Bool(false) => Some(Level::Off),
        _ => None,
    }
}
