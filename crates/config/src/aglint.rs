//! AGLint's configurations, of its versions 3 and 4, for those who come from there.
//!
//! A rule of ours goes by AGLint's names when it finds the same. What AGLint has no name for is
//! checked as ever; what it has a name for is checked when a preset or `rules` names it. What is not
//! known here is a warning: AGLint's other versions may know it, and the lists are judged anyway.

use super::{Config, Error, Said, Settings, node, read};
use bloqr_lint::{
    Level, RULES, Rule, RuleOptions, Targets,
    diagnostic::Severity,
    nearest,
    options::{Data, Key, Kind, Lists, Value, Wrong},
};

/// What AGLint's configuration is called. Two in one directory are an error to AGLint, and to us.
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

/// The one that is a configuration only when it has the key `aglint`.
const PACKAGE: &str = "package.json";

/// What AGLint's list of ignored files is called.
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

/// Options of AGLint's that change only what it proposes.
const NEEDLESS_OPTIONS: [&str; 1] = ["fuzzyThreshold"];

const PRESETS: [&str; 2] = ["aglint:recommended", "aglint:all"];

/// The rules that only the second preset has.
const ONLY_IN_ALL: [&str; 2] = ["multiple-selectors", "scriptlet-quotes"];

/// One file. Those of the directories above add to it, up to one that says `root`.
#[derive(Debug, Clone, Default)]
pub struct AglintFile {
    /// Whether no directory above has a say.
    pub root: bool,
    /// What it adds to, in this order.
    pub extends: Vec<Extended>,
    /// What is not understood of it, and where.
    pub warnings: Vec<Error>,
    settings: Settings,
    platforms: Vec<Platforms>,
    /// Whether it names the pseudo-classes that are fine.
    names_pseudo_classes: bool,
}

/// What a configuration adds to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extended {
    /// Where it is named.
    pub at: node::Position,
    /// A preset, or a path from the directory of the file, with its ending.
    pub name: String,
    /// Whether it is a preset.
    pub is_preset: bool,
}

/// Some platforms that a configuration names, or takes away.
#[derive(Debug, Clone, Copy)]
struct Platforms {
    which: Targets,
    is_negated: bool,
}

impl AglintFile {
    /// Reads JSON or YAML, of which JSON is a part. `None` when the file is a `package.json` without
    /// a configuration.
    ///
    /// # Errors
    ///
    /// [`Error`], which says where it is.
    pub fn parse(name: &str, text: &str) -> Result<Option<AglintFile>, Error> {
        AglintFile::read(name, text).map_err(|it| node::placed(text, it))
    }

    /// Whether it says of some rules how bad their findings are.
    pub fn has_rules(&self) -> bool {
        !self.settings.rules.is_empty()
    }

    /// What a preset says.
    pub fn preset(name: &str) -> AglintFile {
        let mut file = AglintFile::default();
        for rule in RULES.iter().filter(|it| !it.aliases.is_empty()) {
            if name == PRESETS[0] && ONLY_IN_ALL.contains(&rule.name) {
                continue;
            }
            file.settings.rules.push((rule, Said::ByPreset));
        }
        file
    }

    fn read(name: &str, text: &str) -> Result<Option<AglintFile>, Wrong> {
        // JSON has escapes that YAML has not.
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
        // An empty file says nothing, which is allowed.
        if root.data != Data::Null {
            for (key, value) in read::table(root, "configuration")? {
                reader.key(key, value)?;
            }
        }
        Ok(Some(reader.file))
    }
}

/// All files together: those from further up first, and behind what they extend.
pub fn merge<'a>(files: impl IntoIterator<Item = &'a AglintFile>) -> Config {
    let mut settings = Settings::default();
    for rule in RULES.iter().filter(|it| !it.aliases.is_empty()) {
        settings.rules.push((rule, Said::Level(Level::Off)));
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
        // For nobody in particular, AGLint takes what browsers have and what is named.
        only_native(&mut settings.options);
    }
    Config { settings, ..Config::default() }
}

fn only_native(options: &mut RuleOptions) {
    let yes = Value { at: 0, data: Data::Bool(true) };
    for rule in RULES {
        if let Some(option) = rule.option("only-native") {
            // It is a flag, which takes this.
            let _ = options.set(rule, option, &yes);
        }
    }
}

/// Whom the lists are for, each of them. AGLint does not know Brave.
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
        // A file of nothing but mistakes need not be listed to its end.
        const MOST: usize = 100;
        if self.file.warnings.len() < MOST {
            let wrong = Wrong { help, ..Wrong::new(at, message) };
            self.file.warnings.push(node::placed(self.text, wrong));
        }
    }

    fn key(&mut self, key: &Key, value: &Value) -> Result<(), Wrong> {
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
                let message =
                    format!("AGLint's configuration has no key `{name}`: it is passed over");
                self.warn(key.at, message, help);
            }
        }
        Ok(())
    }

    fn extends(&mut self, value: &Value) -> Result<(), Wrong> {
        for (at, name) in texts(value, "extends")? {
            let is_preset = PRESETS.contains(&name);
            if name.starts_with("aglint:") && !is_preset {
                let help = Some(format!("there are {}", PRESETS.join(" and ")));
                self.warn(at, format!("there is no preset `{name}`: it is passed over"), help);
                continue;
            }
            let has_ending = [".json", ".yaml", ".yml"].iter().any(|it| name.ends_with(it));
            let ending = if is_preset || has_ending { "" } else { ".json" };
            let (at, name) = (node::Position::of(self.text, at), format!("{name}{ending}"));
            self.file.extends.push(Extended { at, name, is_preset });
        }
        Ok(())
    }

    fn platforms(&mut self, value: &Value) -> Result<(), Wrong> {
        for (at, name) in texts(value, "platforms")? {
            let bare = name.strip_prefix('~');
            match bare.unwrap_or(name).parse::<Targets>() {
                Ok(which) => {
                    self.file.platforms.push(Platforms { which, is_negated: bare.is_some() });
                }
                Err(err) => {
                    let message = format!("there is no platform `{name}`: it is passed over");
                    let all = err.to_string();
                    let help = all.split_once(": ").map(|it| it.1.to_owned());
                    self.warn(at, message, help);
                }
            }
        }
        Ok(())
    }

    /// Version 3's platforms. `Common` is any of them.
    fn syntaxes(&mut self, value: &Value) -> Result<(), Wrong> {
        for (at, name) in texts(value, "syntax")? {
            let which = match name {
                "Common" => continue,
                "AdGuard" => Targets::ADG,
                "UblockOrigin" => Targets::UBO,
                "AdblockPlus" => Targets::ABP,
                _ => {
                    let help = "there are Common, AdGuard, UblockOrigin and AdblockPlus";
                    let message = format!("there is no syntax `{name}`: it is passed over");
                    self.warn(at, message, Some(help.to_owned()));
                    continue;
                }
            };
            self.file.platforms.push(Platforms { which, is_negated: false });
        }
        Ok(())
    }

    /// `name: severity` or `name: [severity, options]`.
    fn rule(&mut self, key: &Key, value: &Value) -> Result<(), Wrong> {
        let name = key.name.as_str();
        let rules: Vec<&'static Rule> = Rule::named(name).collect();
        if rules.is_empty() {
            let help = nearest(name, read::rule_names()).map(did_you_mean);
            self.warn(key.at, format!("there is no rule `{name}`: it is passed over"), help);
            return Ok(());
        }
        let severity = match &value.data {
            Data::List(items) => match items.as_slice() {
                [severity, options @ ..] => {
                    self.options(name, &rules, options)?;
                    severity
                }
                [] => {
                    self.warn(value.at, format!("`{name}` has no severity"), None);
                    return Ok(());
                }
            },
            // Without a list, the options are those of the rule again.
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
            let said = rules.into_iter().map(|it| (it, Said::Level(level)));
            self.file.settings.rules.extend(said);
        } else {
            let help = "it is one of off, warn, error, fatal, or 0 to 3".to_owned();
            let message = format!("this is no severity of AGLint's: `{name}` stays as it is");
            self.warn(severity.at, message, Some(help));
        }
        Ok(())
    }

    fn options(
        &mut self,
        name: &str,
        rules: &[&'static Rule],
        tables: &[Value],
    ) -> Result<(), Wrong> {
        if let Some(second) = tables.get(1) {
            let message =
                format!("AGLint reads one table of options of `{name}`: bloqr reads this one too");
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
                            format!("`{name}` has no option `{option_name}`: it is passed over");
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

fn flag(value: &Value, name: &str) -> Result<bool, Wrong> {
    Kind::Flag.check(value, name)?;
    Ok(read::flag(value))
}

/// A list of texts, each with its place.
fn texts<'a>(value: &'a Value, name: &str) -> Result<Vec<(usize, &'a str)>, Wrong> {
    Kind::List(&Kind::Text).check(value, name)?;
    Ok(value.items().iter().filter_map(|it| it.as_text().map(|text| (it.at, text))).collect())
}

/// By one of AGLint's names or numbers.
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
        // What YAML calls `off` is a word here.
        Data::Bool(false) => Some(Level::Off),
        _ => None,
    }
}
