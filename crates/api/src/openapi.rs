//! `GET /api/openapi.json`: what the backend takes and answers, as OpenAPI 3.1. The bodies of requests
//! are described by the tables that check them, the refusals by the table that makes them.

mod answers;
mod operations;

use serde_json::{Map, Value, json};

use crate::request::schema::{Form, Shape};
use bloqr_compile::Config;
use bloqr_syntax::matching::Url;

/// The path of the document.
pub const OPENAPI: &str = "/api/openapi.json";

/// The document.
pub fn openapi() -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for operation in operations::all() {
        let path = paths.entry(&operation.path).or_insert_with(|| json!({}));
        path[operation.method] = operation.to_json();
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "bloqr",
            "summary": "Parses, checks, compiles and converts adblock filter lists",
            "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "security": [{ "key": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "key": { "type": "http", "scheme": "bearer", "description": "An API key: `blq_…`" },
            },
            "schemas": answers::schemas(),
            "headers": headers(),
        },
    })
}

/// The headers of answers, by their names.
fn headers() -> Value {
    let header =
        |about: &str, kind: &str| json!({ "description": about, "schema": { "type": kind } });
    json!({
        "X-Request-Id": header("Finds this request in the log", "string"),
        "X-Bloqr-Version": header("The versions of the build, the core and the linter's tables", "string"),
        "X-Bloqr-Dispatch": header("The path that answered; a stored answer has none", "string"),
        "X-Bloqr-Fallback": header("The paths before it, and why they were skipped", "string"),
        "X-Bloqr-Isolate": header("`fresh` or `tenant`: how the isolate is shared", "string"),
        "X-RateLimit-Limit": header("Requests a minute; a tier without a limit has none", "integer"),
        "X-RateLimit-Remaining": header("How many requests are left", "integer"),
        "X-RateLimit-Reset": header("In how many seconds the minute is over", "integer"),
        "Retry-After": header("In how many seconds to try again", "integer"),
    })
}

/// Of every answer.
const ALWAYS: &[&str] = &["X-Request-Id", "X-Bloqr-Version"];

/// Of an answer that a path gave.
const DISPATCHED: &[&str] = &["X-Bloqr-Dispatch", "X-Bloqr-Fallback", "X-Bloqr-Isolate"];

/// Of an answer to a request that was counted.
const COUNTED: &[&str] = &["X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"];

/// Of an answer to a request that can be sent again.
const LATER: &[&str] = &["Retry-After"];

fn schema_ref(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// The schema of a body that has one of these forms.
fn body_schema(forms: &[Form], is_strict: bool) -> Value {
    match forms {
        [form] => form_schema(form, is_strict),
        forms => {
            json!({ "oneOf": forms.iter().map(|it| form_schema(it, is_strict)).collect::<Value>() })
        }
    }
}

fn form_schema(form: &Form, is_strict: bool) -> Value {
    let mut properties = Map::new();
    for field in form.fields {
        let mut schema = field.shape.schema();
        schema["description"] = field.about.into();
        properties.insert(field.name.to_owned(), schema);
    }
    let names = form.fields.iter().filter(|it| it.is_required).map(|it| it.name);
    let mut schema = json!({ "type": "object", "properties": properties });
    let required: Vec<&str> = names.collect();
    if !required.is_empty() {
        schema["required"] = required.into();
    }
    if !form.one_of.is_empty() {
        schema["oneOf"] = form.one_of.iter().map(|it| json!({ "required": [it] })).collect();
    }
    if is_strict {
        schema["additionalProperties"] = false.into();
    }
    schema
}

impl Shape {
    fn schema(self) -> Value {
        match self {
            Shape::Flag => json!({ "type": "boolean" }),
            Shape::Text(most) => text(most),
            Shape::Words(most) => {
                let mut schema = text(most);
                schema["pattern"] = "\\S".into();
                schema
            }
            Shape::Choice(names) => json!({ "type": "string", "enum": names() }),
            Shape::Strings { items, len, names } => {
                let mut item = text(len);
                if let Some(names) = names {
                    item["enum"] = names().into();
                }
                let mut schema = json!({ "type": "array", "items": item });
                if items != usize::MAX {
                    schema["maxItems"] = items.into();
                }
                schema
            }
            Shape::Whole(most) => json!({ "type": "integer", "minimum": 0, "maximum": most }),
            Shape::Url => json!({ "type": "string", "format": "uri", "maxLength": Url::MAX }),
            Shape::Time => json!({
                "type": "string",
                "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$",
            }),
            Shape::Texts => {
                json!({ "type": "object", "additionalProperties": { "type": "string" } })
            }
            Shape::Configuration => Config::schema(),
        }
    }
}

fn text(most: usize) -> Value {
    if most == usize::MAX {
        json!({ "type": "string" })
    } else {
        json!({ "type": "string", "maxLength": most })
    }
}
