//! The JSON Schema of `bloqr.toml`, made from its keys, the rules and their options.

use serde_json::{Map, Value, json};

use super::{
    keys::{ConfigKey, FILE_KEYS, FILES, SETTING_KEYS, Shape},
    read::{LEVELS, SEVERITY, options},
};
use bloqr_lint::{
    RULES, Rule, TARGETS, docs,
    options::{Entry, Kind},
};

/// The schema. Editors use it to complete and check.
pub fn schema() -> Value {
    let mut file = keys(FILE_KEYS);
    file.extend(keys(SETTING_KEYS));
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "bloqr.toml",
        "type": "object",
        "additionalProperties": false,
        "properties": file,
        "definitions": {
            "severity": { "enum": LEVELS.map(|it| it.0) },
            "target": targets(),
            "rules": {
                "type": "object",
                "additionalProperties": false,
                "properties": rules(),
            },
        },
    })
}

/// The schema of each key's value.
fn keys<T>(keys: &[ConfigKey<T>]) -> Map<String, Value> {
    keys.iter().map(|it| (it.name.to_owned(), described(it.about, shape(&it.shape)))).collect()
}

fn described(about: &str, mut schema: Value) -> Value {
    schema["description"] = about.into();
    schema
}

fn shape(shape: &Shape) -> Value {
    match shape {
        Shape::Of(kind) => self::kind(kind),
        // A comment, a blank line and the directory itself are not paths.
        Shape::Globs => json!({
            "type": "array",
            "items": { "type": "string", "pattern": "^(?!#)!?[/\\s]*[^/\\s!]" },
        }),
        Shape::Targets => {
            let target = json!({ "$ref": "#/definitions/target" });
            json!({ "anyOf": [target, { "type": "array", "minItems": 1, "items": target }] })
        }
        Shape::Extensions => {
            json!({ "type": "array", "items": { "type": "string", "pattern": "^[^. /][^ /]*$" } })
        }
        Shape::RuleNames => {
            let names = rules();
            json!({ "type": "array", "items": { "enum": names.keys().collect::<Vec<_>>() } })
        }
        // Draft 7 ignores other keys next to `$ref`.
        Shape::Rules => json!({ "allOf": [{ "$ref": "#/definitions/rules" }] }),
        Shape::Directories => {
            json!({ "type": "object", "additionalProperties": { "type": "string" } })
        }
        Shape::Overrides => {
            let mut properties = keys(std::slice::from_ref(&FILES));
            properties.extend(keys(SETTING_KEYS));
            let item = json!({
                "type": "object",
                "additionalProperties": false,
                "required": [FILES.name],
                "properties": properties,
            });
            json!({ "type": "array", "items": item })
        }
        Shape::Compile => compile(),
    }
}

/// A configuration of `bloqr compile`: HostlistCompiler's keys, and `optional`.
fn compile() -> Value {
    let text = json!({ "type": "string" });
    let texts = json!({ "type": "array", "items": text });
    let mut shared = Map::new();
    for key in ["exclusions", "exclusions_sources", "inclusions", "inclusions_sources"] {
        shared.insert(key.to_owned(), texts.clone());
    }
    shared.insert("transformations".to_owned(), texts);
    shared.insert("name".to_owned(), json!({ "type": "string", "minLength": 1 }));
    let mut source = shared.clone();
    source.insert("source".to_owned(), json!({ "type": "string", "minLength": 1 }));
    source.insert("type".to_owned(), json!({ "enum": ["adblock", "hosts"] }));
    source.insert("optional".to_owned(), json!({ "type": "boolean" }));
    let mut source = table(source);
    source["required"] = json!(["source"]);
    let mut list = shared;
    for key in ["description", "homepage", "license", "version"] {
        list.insert(key.to_owned(), text.clone());
    }
    list.insert("sources".to_owned(), json!({ "type": "array", "minItems": 1, "items": source }));
    let mut list = table(list);
    list["required"] = json!(["name", "sources"]);
    list
}

/// The names of targets, for completion, or several between commas.
fn targets() -> Value {
    let names: Vec<&str> = TARGETS.iter().map(|it| it.0).collect();
    let one = format!("\\s*(?:{})\\s*", names.join("|"));
    json!({ "anyOf": [{ "enum": names }, { "type": "string", "pattern": format!("^{one}(?:,{one})*$") }] })
}

fn kind(kind: &Kind) -> Value {
    match kind {
        Kind::Count { least } => json!({ "type": "integer", "minimum": least }),
        Kind::Share => json!({ "type": "number", "minimum": 0, "maximum": 1 }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Text => json!({ "type": "string", "minLength": 1 }),
        Kind::Pattern => json!({ "type": "string", "format": "regex", "minLength": 1 }),
        Kind::Word(words) => json!({ "enum": words }),
        Kind::List(item) => json!({ "type": "array", "items": self::kind(item) }),
        Kind::Table(entries) => {
            let entry =
                |it: &Entry| (it.name.to_owned(), described(it.about, self::kind(&it.kind)));
            let properties: Map<String, Value> = entries.iter().map(entry).collect();
            let mut table = table(properties);
            let needed: Vec<&str> =
                entries.iter().filter(|it| it.is_needed).map(|it| it.name).collect();
            if !needed.is_empty() {
                table["required"] = json!(needed);
            }
            table
        }
        Kind::Either(kinds) => {
            json!({ "anyOf": kinds.iter().map(self::kind).collect::<Vec<_>>() })
        }
    }
}

fn table(properties: Map<String, Value>) -> Value {
    json!({ "type": "object", "additionalProperties": false, "properties": properties })
}

/// Our names of the rules, and the names of AGLint that differ from them.
fn rules() -> Map<String, Value> {
    let mut names: Map<String, Value> = Map::new();
    for rule in RULES {
        names.insert(rule.name.to_owned(), rule_schema(&docs::title(rule), rule.name));
    }
    for alias in RULES.iter().flat_map(|it| it.aliases) {
        if !names.contains_key(*alias) {
            let of: Vec<String> = Rule::named(alias).map(|it| format!("`{}`", it.name)).collect();
            let about = format!("AGLint's name of {}", of.join(", "));
            names.insert((*alias).to_owned(), rule_schema(&about, alias));
        }
    }
    names
}

fn rule_schema(about: &str, name: &str) -> Value {
    let severity = json!({ "$ref": "#/definitions/severity" });
    let rules: Vec<&'static Rule> = Rule::named(name).collect();
    let mut properties = Map::from_iter([(SEVERITY.to_owned(), severity.clone())]);
    for (_, option) in options(&rules) {
        let schema = described(option.about.trim(), kind(&option.kind));
        properties.insert(option.name.to_owned(), schema);
    }
    json!({ "description": about, "anyOf": [severity, table(properties)] })
}
