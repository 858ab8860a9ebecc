//! What to compile: HostlistCompiler's configuration.

use serde_json::{Map, Value, json};

use crate::{
    ConfigError, Place, Step,
    json::{UniqueKeys, place_in_json},
};

/// What to compile.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Config {
    /// The title of the list.
    pub name: String,
    /// For the header of the list.
    pub description: Option<String>,
    /// For the header of the list.
    pub homepage: Option<String>,
    /// For the header of the list.
    pub license: Option<String>,
    /// For the header of the list.
    pub version: Option<String>,
    /// The sources of the lines; at least one.
    pub sources: Vec<Source>,
    /// The steps for all sources together, in the order in which they are applied.
    pub steps: Vec<Step>,
    /// Which lines of all sources are kept.
    pub filters: Filters,
}

/// A source of lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Source {
    /// A path or a URL.
    pub source: String,
    /// Its name in the header.
    pub name: Option<String>,
    /// The kind of list that the configuration names. It has no effect: each line is recognized
    /// separately.
    pub kind: Option<SourceKind>,
    /// The steps for its lines, in the order in which they are applied.
    pub steps: Vec<Step>,
    /// Which of its lines are kept.
    pub filters: Filters,
    /// Whether the list is compiled without this source if it cannot be read. HostlistCompiler does
    /// not have this key; it is allowed only in TOML.
    pub optional: bool,
}

/// The kind of list that the configuration names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceKind {
    /// Rules.
    Adblock,
    /// Lines of a hosts file.
    Hosts,
}

/// Which lines are kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filters {
    /// Lines that match one of these patterns are removed.
    pub exclusions: Vec<String>,
    /// Files with such patterns.
    pub exclusions_sources: Vec<String>,
    /// If there are any, only lines that match one of these patterns are kept.
    pub inclusions: Vec<String>,
    /// Files with such patterns.
    pub inclusions_sources: Vec<String>,
}

/// The format of a configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// HostlistCompiler's: only the keys that HostlistCompiler knows.
    HostlistCompiler,
    /// Ours: a source may be `optional`.
    Bloqr,
}

impl Config {
    /// Reads HostlistCompiler's JSON.
    ///
    /// # Errors
    ///
    /// [`ConfigError`], with its place.
    pub fn from_json(text: &str) -> Result<Config, ConfigError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let UniqueKeys(value) = serde_json::from_str(text).map_err(|err| {
            let place = Place { line: err.line(), column: err.column() };
            let message = err.to_string();
            let end = format!(" at line {} column {}", place.line, place.column);
            let message = message.strip_suffix(&end).unwrap_or(&message);
            let what = if err.is_data() { "" } else { "it is not JSON: " };
            ConfigError { place: Some(place), ..wrong("", format!("{what}{message}")) }
        })?;
        Config::from_value(&value, Dialect::HostlistCompiler)
            .map_err(|error| ConfigError { place: place_in_json(text, &error.path), ..error })
    }

    /// Reads a JSON value, or the value of another format that is converted to JSON.
    ///
    /// # Errors
    ///
    /// [`ConfigError`], with its place.
    pub fn from_value(value: &Value, dialect: Dialect) -> Result<Config, ConfigError> {
        let table = Table::new(value, "", TOP_KEYS)?;
        let config = Config {
            name: table.name("name")?.ok_or_else(|| wrong("name", "it is missing"))?,
            description: table.text("description")?,
            homepage: table.text("homepage")?,
            license: table.text("license")?,
            version: table.text("version")?,
            sources: table.sources(dialect)?,
            steps: table.steps()?,
            filters: table.filters()?,
        };
        let validates = |steps: &[Step]| steps.iter().any(|it| it.allows().is_some());
        if validates(&config.steps) && config.sources.iter().any(|it| validates(&it.steps)) {
            return Err(wrong(
                "transformations",
                "a source already has a step that validates: use such a step in one place only",
            ));
        }
        Ok(config)
    }

    /// The configuration for sources without a configuration, as in HostlistCompiler: its name is
    /// "Blocklist", and it has the steps [`Step::DEFAULT`].
    ///
    /// ```
    /// use bloqr_compile::Config;
    ///
    /// let config = Config::of_sources(["a.txt".to_owned()]);
    /// assert_eq!(config.name, "Blocklist");
    /// assert_eq!(config.sources.len(), 1);
    /// ```
    pub fn of_sources(sources: impl IntoIterator<Item = String>) -> Config {
        let source = |source| Source { source, ..Source::default() };
        Config {
            name: "Blocklist".to_owned(),
            sources: sources.into_iter().map(source).collect(),
            steps: ordered(Step::DEFAULT.to_vec()),
            ..Config::default()
        }
    }

    /// The configuration in a normal form: equal configurations have equal texts. For the key of a
    /// cache.
    pub fn canonical(&self) -> String {
        let texts = |texts: &[String]| Value::from(texts.to_vec());
        let steps =
            |steps: &[Step]| steps.iter().map(|it| Value::from(it.name())).collect::<Value>();
        let filters = |filters: &Filters| {
            [
                texts(&filters.exclusions),
                texts(&filters.exclusions_sources),
                texts(&filters.inclusions),
                texts(&filters.inclusions_sources),
            ]
            .into_iter()
            .collect::<Value>()
        };
        let option = |text: &Option<String>| Value::from(text.clone());
        let source = |it: &Source| {
            let source = Value::from(it.source.clone());
            [source, option(&it.name), steps(&it.steps), filters(&it.filters), it.optional.into()]
                .into_iter()
                .collect::<Value>()
        };
        [
            Value::from(self.name.clone()),
            option(&self.description),
            option(&self.homepage),
            option(&self.license),
            option(&self.version),
            self.sources.iter().map(source).collect(),
            steps(&self.steps),
            filters(&self.filters),
        ]
        .into_iter()
        .collect::<Value>()
        .to_string()
    }

    /// What the validating step allows for all sources together, or for the source with this index.
    pub(crate) fn validates(&self, source: Option<usize>) -> Option<bloqr_dns::Allow> {
        let of_source = source.and_then(|it| self.sources.get(it)).map(|it| it.steps.as_slice());
        let mut steps = of_source.unwrap_or_default().iter().chain(&self.steps);
        steps.find_map(|it| it.allows())
    }
}

/// The steps in the order in which they are applied, each once.
pub(crate) fn ordered(mut steps: Vec<Step>) -> Vec<Step> {
    steps.sort_unstable();
    steps.dedup();
    steps
}

const FILTER_KEYS: [&str; 4] =
    ["exclusions", "exclusions_sources", "inclusions", "inclusions_sources"];
const TOP_KEYS: &[&str] = &[
    "name",
    "description",
    "homepage",
    "license",
    "version",
    "sources",
    "transformations",
    FILTER_KEYS[0],
    FILTER_KEYS[1],
    FILTER_KEYS[2],
    FILTER_KEYS[3],
];
const SOURCE_KEYS: &[&str] = &[
    "source",
    "name",
    "type",
    "transformations",
    FILTER_KEYS[0],
    FILTER_KEYS[1],
    FILTER_KEYS[2],
    FILTER_KEYS[3],
    "optional",
];

impl Config {
    /// The JSON Schema of HostlistCompiler's configuration.
    pub fn schema() -> Value {
        let text = || json!({ "type": "string" });
        let named = || json!({ "type": "string", "minLength": 1 });
        let steps = json!({ "type": "array", "items": { "enum": Step::ALL.map(Step::name) } });
        let mut source = json!({
            "source": named(),
            "name": named(),
            "type": { "enum": ["adblock", "hosts"] },
            "transformations": steps,
        });
        let mut top = json!({
            "name": named(),
            "description": text(),
            "homepage": text(),
            "license": text(),
            "version": text(),
            "transformations": steps,
        });
        for key in FILTER_KEYS {
            let patterns = json!({ "type": "array", "items": text() });
            source[key] = patterns.clone();
            top[key] = patterns;
        }
        top["sources"] = json!({
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "properties": source,
                "required": ["source"],
                "additionalProperties": false,
            },
        });
        json!({
            "type": "object",
            "properties": top,
            "required": ["name", "sources"],
            "additionalProperties": false,
        })
    }
}

fn wrong(path: impl Into<String>, message: impl Into<String>) -> ConfigError {
    ConfigError { path: path.into(), message: message.into(), place: None }
}

/// A table of the configuration, and its path.
struct Table<'v> {
    entries: &'v Map<String, Value>,
    path: String,
}

impl<'v> Table<'v> {
    fn new(value: &'v Value, path: &str, keys: &[&str]) -> Result<Table<'v>, ConfigError> {
        let Some(entries) = value.as_object() else {
            return Err(wrong(path, format!("it is {}, not a table", kind(value))));
        };
        let table = Table { entries, path: path.to_owned() };
        match entries.keys().find(|it| !keys.contains(&it.as_str())) {
            Some(key) => {
                let message = format!("unknown key: use one of {}", keys.join(", "));
                Err(wrong(table.at(key), message))
            }
            None => Ok(table),
        }
    }

    fn at(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    fn text(&self, key: &str) -> Result<Option<String>, ConfigError> {
        match self.entries.get(key) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(other) => Err(wrong(self.at(key), format!("it is {}, not a text", kind(other)))),
        }
    }

    /// A text that is not empty.
    fn name(&self, key: &str) -> Result<Option<String>, ConfigError> {
        match self.text(key)? {
            Some(text) if text.is_empty() => Err(wrong(self.at(key), "it is empty")),
            text => Ok(text),
        }
    }

    fn items(&self, key: &str) -> Result<&'v [Value], ConfigError> {
        match self.entries.get(key) {
            None => Ok(&[]),
            Some(Value::Array(items)) => Ok(items),
            Some(other) => Err(wrong(self.at(key), format!("it is {}, not a list", kind(other)))),
        }
    }

    fn texts(&self, key: &str) -> Result<Vec<String>, ConfigError> {
        let item = |(index, item): (usize, &Value)| match item {
            Value::String(text) => Ok(text.clone()),
            other => {
                let path = format!("{}[{index}]", self.at(key));
                Err(wrong(path, format!("it is {}, not a text", kind(other))))
            }
        };
        self.items(key)?.iter().enumerate().map(item).collect()
    }

    fn steps(&self) -> Result<Vec<Step>, ConfigError> {
        const KEY: &str = "transformations";
        let mut steps = Vec::new();
        for (index, name) in self.texts(KEY)?.iter().enumerate() {
            let step = name.parse::<Step>().map_err(|_| {
                let names = Step::ALL.map(Step::name).join(", ");
                let path = format!("{}[{index}]", self.at(KEY));
                wrong(path, format!("unknown step `{name}`: use one of {names}"))
            })?;
            steps.push(step);
        }
        let steps = ordered(steps);
        if steps.iter().filter(|it| it.allows().is_some()).count() > 1 {
            return Err(wrong(self.at(KEY), "only one step can validate"));
        }
        Ok(steps)
    }

    fn filters(&self) -> Result<Filters, ConfigError> {
        let [exclusions, exclusions_sources, inclusions, inclusions_sources] = FILTER_KEYS;
        Ok(Filters {
            exclusions: self.texts(exclusions)?,
            exclusions_sources: self.texts(exclusions_sources)?,
            inclusions: self.texts(inclusions)?,
            inclusions_sources: self.texts(inclusions_sources)?,
        })
    }

    fn sources(&self, dialect: Dialect) -> Result<Vec<Source>, ConfigError> {
        const KEY: &str = "sources";
        let items = self.items(KEY)?;
        if items.is_empty() {
            return Err(wrong(KEY, "there is no source"));
        }
        let source = |(index, item): (usize, &Value)| {
            let path = format!("{KEY}[{index}]");
            let keys = match dialect {
                Dialect::Bloqr => SOURCE_KEYS,
                Dialect::HostlistCompiler => &SOURCE_KEYS[..SOURCE_KEYS.len() - 1],
            };
            Table::new(item, &path, keys)?.source()
        };
        items.iter().enumerate().map(source).collect()
    }

    fn source(&self) -> Result<Source, ConfigError> {
        let source = self.name("source")?;
        let kind = match self.text("type")?.as_deref() {
            None => None,
            Some("adblock") => Some(SourceKind::Adblock),
            Some("hosts") => Some(SourceKind::Hosts),
            Some(_) => return Err(wrong(self.at("type"), "it must be `adblock` or `hosts`")),
        };
        let optional = match self.entries.get("optional") {
            None => false,
            Some(Value::Bool(it)) => *it,
            Some(_) => return Err(wrong(self.at("optional"), "it must be true or false")),
        };
        Ok(Source {
            source: source.ok_or_else(|| wrong(self.at("source"), "it is missing"))?,
            name: self.name("name")?,
            kind,
            steps: self.steps()?,
            filters: self.filters()?,
            optional,
        })
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "a table",
    }
}

#[cfg(test)]
mod tests {
    use super::{Config, Dialect, SOURCE_KEYS, TOP_KEYS};

    /// A configuration, and the place of its error.
    const WRONG: &[(&str, &str)] = &[
        ("{", ""),
        ("[]", ""),
        (r#"{"sources": [{"source": "a"}]}"#, "name"),
        (r#"{"name": "", "sources": [{"source": "a"}]}"#, "name"),
        (r#"{"name": "x"}"#, "sources"),
        (r#"{"name": "x", "sources": []}"#, "sources"),
        (r#"{"name": "x", "sources": ["a"]}"#, "sources[0]"),
        (r#"{"name": "x", "sources": [{"source": ""}]}"#, "sources[0].source"),
        (r#"{"name": "x", "sources": [{"source": "a", "x": 1}]}"#, "sources[0].x"),
        (r#"{"name": "x", "sources": [{"source": "a", "optional": true}]}"#, "sources[0].optional"),
        (r#"{"name": "x", "sources": [{"source": "a", "name": ""}]}"#, "sources[0].name"),
        (r#"{"name": "x", "sources": [{"source": "a", "type": "x"}]}"#, "sources[0].type"),
        (r#"{"name": "x", "sources": [{"source": "a"}], "version": 1}"#, "version"),
        (r#"{"name": "x", "sources": [{"source": "a"}], "exclusions": ["a", 1]}"#, "exclusions[1]"),
        (
            r#"{"name": "x", "sources": [{"source": "a"}], "transformations": ["validate"]}"#,
            "transformations[0]",
        ),
        (
            r#"{"name": "x", "sources": [{"source": "a"}], "transformations": ["Validate", "ValidateAllowIp"]}"#,
            "transformations",
        ),
        (
            r#"{"name": "x", "sources": [{"source": "a", "transformations": ["Validate"]}], "transformations": ["Validate"]}"#,
            "transformations",
        ),
    ];

    #[test]
    fn the_schema_has_the_keys_that_are_read() {
        let schema = Config::schema();
        let keys = |schema: &serde_json::Value| {
            let mut keys: Vec<String> =
                schema["properties"].as_object().unwrap().keys().cloned().collect();
            keys.sort();
            keys
        };
        let sorted = |keys: &[&str]| {
            let mut keys: Vec<String> = keys.iter().map(|it| (*it).to_owned()).collect();
            keys.sort();
            keys
        };
        assert_eq!(keys(&schema), sorted(TOP_KEYS));
        let source = &schema["properties"]["sources"]["items"];
        assert_eq!(keys(source), sorted(&SOURCE_KEYS[..SOURCE_KEYS.len() - 1]));
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        for (text, path) in WRONG {
            assert_eq!(Config::from_json(text).unwrap_err().path, *path, "{text}");
        }
    }

    /// A configuration, and the start of what is said.
    const PLACES: &[(&str, &str)] = &[
        ("{\n  \"name\": \"x\",\n  \"sources\": [\n    {\"source\": 1}\n  ]\n}", "4:16"),
        ("{\n  \"name\": \"ä\", \"sources\": [{\"source\": \"a\", \"x\": 1}]}", "2:49"),
        ("{\"name\": \"x\",\n\"sources\": [{\"source\": \"a\"}, {}]}", "2:30"),
        ("{\"name\": \"x\",\n\"sources\": []}", "2:12"),
        ("\n {\"sources\": []}", "2:2"),
        ("{\n  \"name\" 1}", "2:10"),
        // The second one of two is named.
        ("{\n  \"name\": \"x\",\n  \"name\": \"y\"}", "3:8"),
        ("{\"name\": \"x\", \"sources\": [\n{\"source\": \"a\", \"source\": \"b\"}]}", "2:24"),
    ];

    #[test]
    fn what_is_wrong_is_named_with_line_and_column() {
        for (text, place) in PLACES {
            let error = Config::from_json(text).unwrap_err();
            assert_eq!(error.place.unwrap().to_string(), *place, "{text}: {error}");
        }
        let (text, _) = PLACES[6];
        let error = Config::from_json(text).unwrap_err();
        assert_eq!(error.to_string(), "the key `name` occurs twice");
    }

    #[test]
    fn a_source_is_optional_only_in_our_own_dialect() {
        let value =
            serde_json::json!({"name": "x", "sources": [{"source": "a", "optional": true}]});
        let config = Config::from_value(&value, Dialect::Bloqr).unwrap();
        assert!(config.sources[0].optional);
    }

    #[test]
    fn the_order_of_steps_means_nothing() {
        let config = |steps: &str| {
            let text = format!(
                r#"{{"name": "x", "sources": [{{"source": "a"}}], "transformations": {steps}}}"#
            );
            Config::from_json(&text).unwrap().canonical()
        };
        assert_eq!(
            config(r#"["Validate", "Compress", "Validate"]"#),
            config(r#"["Compress", "Validate"]"#)
        );
    }
}
