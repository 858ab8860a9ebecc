//! The JSON Schema of `bloqr.toml`, made from the rules and the targets that there are.

use serde_json::{Map, Value, json};

use super::{bloqr, read::LEVELS};
use bloqr_lint::{RULES, Rule, TARGETS, docs};

/// For editors, which complete and check with it.
pub fn schema() -> Value {
    let patterns = json!({ "type": "array", "items": { "type": "string", "minLength": 1 } });
    let targets = json!({
        "description": "Whom the lists are for: a rule is fine when one of these takes it",
        "anyOf": [
            { "type": "string" },
            { "type": "array", "items": { "enum": TARGETS.iter().map(|it| it.0).collect::<Vec<_>>() } },
        ],
    });
    let strict = json!({ "description": "Treat warnings as errors", "type": "boolean" });
    let inline = json!({
        "description": "Whether comments like `! bloqr-disable` in a list have a say",
        "type": "boolean",
        "default": true,
    });
    let rules: Map<String, Value> = RULES.iter().map(|it| (it.name.to_owned(), rule(it))).collect();
    let aliases: Map<String, Value> = RULES
        .iter()
        .flat_map(|rule| rule.aliases.iter().map(move |alias| (alias.to_string(), alias_of(rule))))
        .collect();
    // AGLint's word is understood too.
    let levels: Vec<&str> = LEVELS.into_iter().chain(["warn"]).collect();
    let mut names = rules;
    for (name, value) in aliases {
        names.entry(name).or_insert(value);
    }
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "bloqr.toml",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "targets": targets,
            "strict": strict,
            "inline-comments": inline,
            "max-warnings": {
                "description": "How many warnings are no failure",
                "type": "integer",
                "minimum": 0,
            },
            "exclude": described("Lists to leave alone, as in .gitignore", &patterns),
            "includes": {
                "description": "Where the lists are that `%include NAME:path%` names: a directory for each name",
                "type": "object",
                "additionalProperties": { "type": "string" },
            },
            "rules": { "$ref": "#/definitions/rules" },
            "overrides": {
                "description": "Other settings for some of the lists; the last that fits wins",
                "type": "array",
                "items": {
                    "type": "object",
                    "additionalProperties": false,
                    "required": ["files"],
                    "properties": {
                        "files": described("The lists it is for, as in .gitignore", &patterns),
                        "targets": targets,
                        "strict": strict,
                        "inline-comments": inline,
                        "rules": { "$ref": "#/definitions/rules" },
                    },
                },
            },
            "bindings": {
                "description": "Of `bloqr bindings`",
                "type": "object",
                "properties": { "form": { "enum": ["auto", "guide"] } },
            },
            "backend": {
                "description": "The backend to ask when none is named; it never gets a key",
                "type": "object",
                "additionalProperties": false,
                "properties": { "url": { "type": "string" } },
            },
        },
        "definitions": {
            "severity": { "enum": levels },
            "rules": {
                "description": "How bad the findings of each rule are, and its options",
                "type": "object",
                "additionalProperties": false,
                "properties": names,
            },
        },
    })
}

fn described(description: &str, schema: &Value) -> Value {
    let mut schema = schema.clone();
    schema["description"] = description.into();
    schema
}

fn alias_of(rule: &Rule) -> Value {
    json!({ "description": format!("AGLint's name of `{}`", rule.name), "$ref": format!("#/definitions/rules/properties/{}", rule.name) })
}

fn rule(rule: &Rule) -> Value {
    let severity = json!({ "$ref": "#/definitions/severity" });
    let mut options = Map::new();
    for option in bloqr::options(rule.name) {
        let schema = match *option {
            "min-length" => json!({ "type": "integer", "minimum": 0 }),
            "patterns" => {
                json!({ "type": "array", "items": { "type": "string", "format": "regex", "minLength": 1 } })
            }
            _ => severity.clone(),
        };
        options.insert((*option).to_owned(), schema);
    }
    let table = json!({ "type": "object", "additionalProperties": false, "properties": options });
    json!({ "description": docs::title(rule), "anyOf": [severity, table] })
}
