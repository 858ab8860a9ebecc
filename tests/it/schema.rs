//! JSON Schema (draft 7), as much of it as our schemas and SARIF's use. A keyword that is not
//! known here fails the test: nothing is passed over in silence.

use std::fs;

use bloqr::regex::Regex;
use serde_json::{Map, Value};

use crate::support::root;

#[track_caller]
pub(crate) fn check(schema: &str, document: &Value) {
    let faults = faults(schema, document);
    assert!(faults.is_empty(), "not in {schema}: {faults:#?}");
}

/// What is wrong with the document.
pub(crate) fn faults(schema: &str, document: &Value) -> Vec<String> {
    let text = fs::read_to_string(root().join(schema)).unwrap();
    let schema: Value = serde_json::from_str(&text).unwrap();
    let mut faults = Vec::new();
    Check { root: &schema }.value(&schema, document, "", &mut faults);
    faults
}

struct Check<'a> {
    root: &'a Value,
}

impl Check<'_> {
    fn value(&self, schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
        let Some(schema) = schema.as_object() else {
            assert_eq!(schema, &Value::Bool(true), "{at}");
            return;
        };
        for (keyword, wanted) in schema {
            if !self.keyword(keyword, wanted, schema, value, at, faults) {
                faults.push(format!("{at}: {value} against {keyword} {wanted}"));
            }
        }
    }

    fn fits(&self, schema: &Value, value: &Value) -> bool {
        let mut faults = Vec::new();
        self.value(schema, value, "", &mut faults);
        faults.is_empty()
    }

    fn keyword(
        &self,
        keyword: &str,
        wanted: &Value,
        schema: &Map<String, Value>,
        value: &Value,
        at: &str,
        faults: &mut Vec<String>,
    ) -> bool {
        let each = |wanted: &Value| wanted.as_array().unwrap().clone();
        match keyword {
            "$ref" => {
                let pointer = wanted.as_str().unwrap().strip_prefix('#').unwrap();
                self.value(self.root.pointer(pointer).unwrap(), value, at, faults);
                true
            }
            "type" => match wanted {
                Value::Array(types) => types.iter().any(|it| has_type(it, value)),
                _ => has_type(wanted, value),
            },
            "enum" => each(wanted).contains(value),
            "const" => wanted == value,
            "anyOf" => each(wanted).iter().any(|it| self.fits(it, value)),
            "oneOf" => each(wanted).iter().filter(|it| self.fits(it, value)).count() == 1,
            "allOf" => each(wanted).iter().all(|it| self.fits(it, value)),
            "minimum" => value.as_f64().is_none_or(|it| it >= wanted.as_f64().unwrap()),
            "maximum" => value.as_f64().is_none_or(|it| it <= wanted.as_f64().unwrap()),
            "minLength" => value
                .as_str()
                .is_none_or(|it| it.chars().count() as u64 >= wanted.as_u64().unwrap()),
            "minItems" => {
                value.as_array().is_none_or(|it| it.len() as u64 >= wanted.as_u64().unwrap())
            }
            "uniqueItems" => value.as_array().is_none_or(|items| {
                !wanted.as_bool().unwrap()
                    || items.iter().enumerate().all(|(n, it)| !items[..n].contains(it))
            }),
            "items" => {
                for (n, item) in value.as_array().into_iter().flatten().enumerate() {
                    self.value(wanted, item, &format!("{at}/{n}"), faults);
                }
                true
            }
            "required" => {
                let has = |key: &Value| value.get(key.as_str().unwrap()).is_some();
                !value.is_object() || each(wanted).iter().all(has)
            }
            "properties" => {
                for (key, schema) in wanted.as_object().unwrap() {
                    if let Some(item) = value.get(key) {
                        self.value(schema, item, &format!("{at}/{key}"), faults);
                    }
                }
                true
            }
            "additionalProperties" => {
                let known =
                    |key: &str| schema.get("properties").is_some_and(|it| it.get(key).is_some());
                let mut others = value.as_object().into_iter().flatten().filter(|it| !known(it.0));
                match wanted {
                    Value::Bool(allowed) => *allowed || others.next().is_none(),
                    _ => others.all(|(_, item)| self.fits(wanted, item)),
                }
            }
            "format" => match (wanted.as_str().unwrap(), value.as_str()) {
                ("uri" | "uri-reference", Some(text)) => {
                    text.bytes().all(|it| it.is_ascii_graphic() && !b"<>\"{}|\\^`".contains(&it))
                }
                ("regex", _) | (_, None) => true,
                (other, _) => panic!("{at}: format {other}"),
            },
            "pattern" => value.as_str().is_none_or(|it| {
                let pattern = Regex::new(wanted.as_str().unwrap(), "").unwrap();
                pattern.is_match(it).unwrap()
            }),
            "$schema" | "$id" | "title" | "description" | "default" | "definitions" => true,
            _ => panic!("unknown keyword {keyword}"),
        }
    }
}

fn has_type(wanted: &Value, value: &Value) -> bool {
    match wanted.as_str().unwrap() {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "null" => value.is_null(),
        other => panic!("type {other}"),
    }
}
