//! The reader of `bloqr.toml` and its schema accept the same configurations.

use bloqr::{
    config,
    lint::{
        RULES,
        options::{Entry, Kind},
    },
};
use serde_json::{Map, Value, json};

use crate::schema::faults;

/// What one takes, the other takes, and what one refuses, the other refuses.
#[test]
fn schema_and_reader_agree() {
    let mut wrong = Vec::new();
    for (document, is_good) in documents() {
        let text = toml(&document);
        let read = config::parse(&text).map(|_| ()).map_err(|it| it.message);
        let faults = faults("docs/schema/bloqr.schema.json", &document);
        if read.is_ok() != is_good || faults.is_empty() != is_good {
            wrong.push(format!("{text}reader: {read:?}\nschema: {faults:?}\n"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Configurations, and whether they are good.
fn documents() -> Vec<(Value, bool)> {
    let mut all = Vec::new();
    let mut add = |document: Value, is_good: bool| all.push((document, is_good));
    // Each value of these keys, in the file and in an override.
    let shared = [
        ("targets", json!("ubo"), true),
        ("targets", json!("ubo, adg_ext_chrome"), true),
        ("targets", json!(["ubo", "adg,brave"]), true),
        ("targets", json!([]), false),
        ("targets", json!(""), false),
        ("targets", json!("ubo,"), false),
        ("targets", json!("uBO"), false),
        ("targets", json!(["nobody"]), false),
        ("targets", json!([1]), false),
        ("targets", json!(true), false),
        ("strict", json!(true), true),
        ("strict", json!("yes"), false),
        ("trusted", json!(false), true),
        ("trusted", json!("no"), false),
        ("inline-comments", json!(false), true),
        ("inline-comments", json!(0), false),
        ("every-target", json!(true), true),
        ("every-target", json!("adg"), false),
        ("select", json!([]), true),
        ("select", json!(["short-rule", "no-invalid-modifiers"]), true),
        ("select", json!(["short"]), false),
        ("select", json!("short-rule"), false),
        ("rules", json!({}), true),
        ("rules", json!([]), false),
        ("rules", json!({ "short": "off" }), false),
    ];
    for (key, value, is_good) in shared {
        add(json!({ key: value }), is_good);
        add(json!({ "overrides": [{ "files": ["a.txt"], key: value }] }), is_good);
    }
    let others = [
        (json!({}), true),
        (json!({ "target": ["ubo"] }), false),
        (json!({ "files": ["a.txt"] }), false),
        (json!({ "max-warnings": 0 }), true),
        (json!({ "max-warnings": -1 }), false),
        (json!({ "max-warnings": 1.5 }), false),
        (json!({ "max-warnings": "3" }), false),
        (json!({ "exclude": [] }), true),
        (json!({ "exclude": ["old/", "!a.txt", "/b", "*.txt", "\\#a", " a"] }), true),
        (json!({ "exclude": "old/" }), false),
        (json!({ "exclude": [""] }), false),
        (json!({ "exclude": [" "] }), false),
        (json!({ "exclude": ["#old"] }), false),
        (json!({ "exclude": ["/"] }), false),
        (json!({ "exclude": ["!"] }), false),
        (json!({ "exclude": ["!/"] }), false),
        (json!({ "with": ["base.txt", "other/"] }), true),
        (json!({ "with": [""] }), false),
        (json!({ "with": "base.txt" }), false),
        (json!({ "extensions": ["txt", "list"] }), true),
        (json!({ "extensions": [".txt"] }), false),
        (json!({ "extensions": [""] }), false),
        (json!({ "extensions": "txt" }), false),
        (json!({ "overrides": {} }), false),
        (json!({ "overrides": [] }), true),
        (json!({ "overrides": [{}] }), false),
        (json!({ "overrides": [1] }), false),
        (json!({ "overrides": [{ "files": "a.txt" }] }), false),
        (json!({ "overrides": [{ "files": ["a.txt"], "exclude": ["b"] }] }), false),
        (json!({ "bindings": {} }), true),
        (json!({ "bindings": { "form": "guide" } }), true),
        (json!({ "bindings": { "form": "other" } }), false),
        (json!({ "bindings": { "from": "guide" } }), false),
        (json!({ "bindings": "guide" }), false),
        (
            json!({ "compile": { "name": "x", "sources": [{ "source": "a.txt", "optional": true }] } }),
            true,
        ),
        (json!({ "compile": "list.json" }), false),
        (json!({ "backend": {} }), true),
        (json!({ "backend": { "url": "https://example.org" } }), true),
        (json!({ "backend": { "url": "" } }), false),
        (json!({ "backend": { "url": 1 } }), false),
        (json!({ "backend": { "uri": "https://example.org" } }), false),
        (json!({ "backend": { "url": "https://example.org", "key": "x" } }), false),
    ];
    others.into_iter().for_each(|(document, is_good)| add(document, is_good));
    for rule in RULES {
        for name in std::iter::once(&rule.name).chain(rule.aliases) {
            let mut value =
                |value: Value, is_good| add(json!({ "rules": { *name: value } }), is_good);
            for level in ["off", "info", "warning", "warn", "error"] {
                value(json!(level), true);
                value(json!({ "severity": level }), true);
            }
            for level in [json!("fatal"), json!("Error"), json!(""), json!(1), json!(["warn"])] {
                value(json!({ "severity": level }), false);
                value(level, false);
            }
            value(json!({}), true);
            value(json!({ "no-such-option": 1 }), false);
            for option in rule.options {
                let (good, bad) = values(&option.kind);
                good.into_iter().for_each(|it| value(json!({ option.name: it }), true));
                bad.into_iter().for_each(|it| value(json!({ option.name: it }), false));
            }
        }
    }
    all
}

/// Values that fit a kind, and values that do not.
fn values(kind: &Kind) -> (Vec<Value>, Vec<Value>) {
    let mut bad = match kind {
        Kind::Either(_) => Vec::new(),
        _ => vec![json!(-1), json!(1.5)],
    };
    let good = match kind {
        Kind::Count { least } => {
            bad.extend([json!("3"), json!([3]), json!(true)]);
            if *least > 0 {
                bad.push(json!(least - 1));
            }
            vec![json!(least), json!(1000)]
        }
        Kind::Share => {
            bad.extend([json!("0.5"), json!(2)]);
            vec![json!(0), json!(0.5), json!(1)]
        }
        Kind::Flag => {
            bad.extend([json!("true"), json!(1)]);
            vec![json!(true), json!(false)]
        }
        Kind::Text | Kind::Pattern => {
            bad.extend([json!(""), json!(["a"])]);
            vec![json!("a"), json!("^(?!!)a")]
        }
        Kind::Word(words) => {
            bad.extend([json!(""), json!("no-such-word"), json!([words[0]])]);
            words.iter().map(|it| json!(it)).collect()
        }
        Kind::List(item) => {
            let (good, wrong) = values(item);
            bad.extend(good.iter().cloned());
            bad.extend(wrong.into_iter().map(|it| json!([it])));
            let all = json!(good);
            good.into_iter().map(|it| json!([it])).chain([json!([]), all]).collect()
        }
        Kind::Table(entries) => {
            let (good, wrong) = tables(entries);
            bad.extend(wrong);
            bad.push(json!("a"));
            good
        }
        Kind::Either(kinds) => {
            let parts: Vec<_> = kinds.iter().map(values).collect();
            // What no part takes is wrong; each part's own faults are tried by itself.
            bad.extend([json!(null), json!(-1)].into_iter().filter(|it| !it.is_null()));
            parts.into_iter().flat_map(|it| it.0).collect()
        }
    };
    (good, bad)
}

fn tables(entries: &[Entry]) -> (Vec<Value>, Vec<Value>) {
    let full: Map<String, Value> =
        entries.iter().map(|it| (it.name.to_owned(), values(&it.kind).0[0].clone())).collect();
    let mut more = full.clone();
    more.insert("no-such-key".to_owned(), json!(1));
    let mut bad = vec![Value::Object(more)];
    for entry in entries.iter().filter(|it| it.is_needed) {
        let mut less = full.clone();
        less.remove(entry.name);
        bad.push(Value::Object(less));
    }
    (vec![Value::Object(full)], bad)
}

/// A document as TOML: a line for each of its keys.
fn toml(document: &Value) -> String {
    let entries = document.as_object().unwrap().iter();
    entries.map(|(key, value)| format!("{} = {}\n", json!(key), inline(value))).collect()
}

fn inline(value: &Value) -> String {
    match value {
        Value::Array(items) => {
            format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", "))
        }
        Value::Object(entries) => {
            let entry = |(key, value)| format!("{} = {}", json!(key), inline(value));
            format!("{{ {} }}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
        // JSON's strings, numbers and booleans are TOML's.
        _ => value.to_string(),
    }
}
