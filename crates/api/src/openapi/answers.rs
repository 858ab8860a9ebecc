//! The schemas of answers. They name the fields that a client can rely on; an answer can have more.

use serde_json::{Map, Value, json};

use super::schema_ref;
use bloqr_syntax::ast::{Category, RuleType, Syntax};

pub(super) fn schemas() -> Map<String, Value> {
    let findings = || list(schema_ref("Finding"));
    let done = json!({ "const": true });
    [
        ("Problem", problem()),
        (
            "Node",
            json!({
                "type": "object",
                "description": "A node of AGTree's tree; `start` and `end` count UTF-16 code units",
                "properties": { "type": text(), "start": count(), "end": count() },
                "required": ["type"],
            }),
        ),
        (
            "ParsedRule",
            json!({
                "type": "object",
                "properties": {
                    "ruleText": text(),
                    "success": flag(),
                    "error": text(),
                    "category": one_of(&Category::ALL.map(Category::as_str)),
                    "type": one_of(&RuleType::ALL.map(RuleType::as_str)),
                    "syntax": one_of(&Syntax::ALL.map(Syntax::as_str)),
                    "properties": { "type": "object" },
                    "ast": schema_ref("Node"),
                },
                "required": ["ruleText", "success"],
            }),
        ),
        (
            "Parsed",
            object([
                ("success", done.clone()),
                ("parsedRules", list(schema_ref("ParsedRule"))),
                (
                    "summary",
                    object([
                        ("total", count()),
                        ("successful", count()),
                        ("failed", count()),
                        ("byCategory", counts()),
                        ("byType", counts()),
                    ]),
                ),
            ]),
        ),
        (
            "Walked",
            object([
                ("success", done.clone()),
                (
                    "nodes",
                    list(object([
                        ("type", text()),
                        ("depth", count()),
                        ("node", schema_ref("Node")),
                    ])),
                ),
                ("summary", counts()),
            ]),
        ),
        (
            "Finding",
            object([
                ("line", count()),
                ("column", count()),
                ("start", count()),
                ("end", count()),
                ("rule", text()),
                ("errorType", text()),
                ("message", text()),
                ("severity", one_of(&["error", "warning", "info"])),
                ("category", text()),
                ("syntax", text()),
            ]),
        ),
        (
            "Validated",
            object([
                ("success", done.clone()),
                ("valid", flag()),
                ("totalRules", count()),
                ("validRules", count()),
                ("invalidRules", count()),
                ("errors", findings()),
                ("warnings", findings()),
                ("infos", findings()),
            ]),
        ),
        (
            "ValidatedRule",
            object([
                ("success", done.clone()),
                ("valid", flag()),
                ("rule", text()),
                ("ruleType", text()),
                ("category", text()),
                ("syntax", text()),
                ("errors", findings()),
                ("warnings", findings()),
                ("infos", findings()),
            ]),
        ),
        ("Compiled", list_answer()),
        ("Transformed", json!({ "anyOf": [list_answer(), custom_answer()] })),
        ("Converted", json!({ "anyOf": [converted(), converted_rule()] })),
        (
            "Batch",
            object([
                ("success", flag()),
                ("results", list(object([("id", text()), ("success", flag())]))),
            ]),
        ),
        ("Job", job()),
        ("JobOrCompiled", json!({ "anyOf": [job(), list_answer()] })),
        (
            "Generated",
            object([
                ("success", done.clone()),
                ("source", text()),
                ("model", text()),
                ("sha256", text()),
            ]),
        ),
        (
            "Version",
            object([
                ("success", done.clone()),
                ("core", text()),
                ("tables", text()),
                ("agtree", text()),
                ("maxBody", count()),
                ("build", text()),
            ]),
        ),
        ("Health", object([("success", done.clone()), ("status", text())])),
        ("Ready", object([("success", done.clone())])),
        ("OpenApi", object([("openapi", text()), ("paths", json!({ "type": "object" }))])),
        ("AgentState", json!({ "type": "object" })),
        ("Called", object([("success", done)])),
        ("Event", object([("event", text()), ("data", text())])),
    ]
    .into_iter()
    .map(|(name, schema)| (name.to_owned(), schema))
    .collect()
}

fn problem() -> Value {
    let mut problem = object([
        ("type", json!({ "type": "string", "format": "uri" })),
        ("title", text()),
        ("status", count()),
        ("detail", text()),
    ]);
    problem["description"] = "Why there is no answer: RFC 9457".into();
    for (name, schema) in [
        ("instance", text()),
        ("errors", list(object([("pointer", text()), ("detail", text())]))),
        ("retryAfter", count()),
        ("rev", count()),
    ] {
        problem["properties"][name] = schema;
    }
    problem
}

/// The answer of a compilation, and of a transformation by steps.
fn list_answer() -> Value {
    object([
        ("success", json!({ "const": true })),
        ("rules", list(text())),
        ("ruleCount", count()),
        (
            "stats",
            object([
                ("lines", count()),
                ("comments", count()),
                ("rules", count()),
                ("removed", counts()),
                ("transformations", list(json!({ "type": "object" }))),
            ]),
        ),
    ])
}

/// The answer of a transformation by code.
fn custom_answer() -> Value {
    let change = object([
        ("added", list(json!({ "type": "object" }))),
        ("removed", list(json!({ "type": "object" }))),
        ("changed", list(json!({ "type": "object" }))),
    ]);
    object([
        ("success", json!({ "const": true })),
        ("rules", list(text())),
        ("diff", change),
        ("newProblems", list(json!({ "type": "object" }))),
        ("log", text()),
        ("sha256", text()),
    ])
}

fn converted() -> Value {
    object([
        ("success", json!({ "const": true })),
        ("to", text()),
        ("rules", list(text())),
        ("ruleCount", count()),
        ("changed", list(object([("index", count()), ("rule", text()), ("rules", list(text()))]))),
        (
            "refused",
            list(object([
                ("index", count()),
                ("rule", text()),
                ("reason", text()),
                ("error", text()),
            ])),
        ),
    ])
}

fn converted_rule() -> Value {
    object([
        ("success", json!({ "const": true })),
        ("rule", text()),
        ("targetSyntax", text()),
        ("isConverted", flag()),
        ("convertedRules", list(text())),
    ])
}

fn job() -> Value {
    object([
        ("success", json!({ "const": true })),
        ("id", text()),
        ("status", text()),
        ("progress", object([("current", count()), ("total", count())])),
    ])
}

/// An object with all of these fields.
fn object<const N: usize>(fields: [(&str, Value); N]) -> Value {
    let required: Vec<&str> = fields.iter().map(|it| it.0).collect();
    let properties: Map<String, Value> =
        fields.iter().map(|(name, schema)| ((*name).to_owned(), schema.clone())).collect();
    json!({ "type": "object", "properties": properties, "required": required })
}

fn list(items: Value) -> Value {
    json!({ "type": "array", "items": items })
}

fn one_of(names: &[&str]) -> Value {
    json!({ "type": "string", "enum": names })
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

fn flag() -> Value {
    json!({ "type": "boolean" })
}

fn counts() -> Value {
    json!({ "type": "object", "additionalProperties": count() })
}
