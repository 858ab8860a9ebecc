//! Answers requests to convert, one JSON object a line: `{"id": "1", "rule": "…", "to": "adg"}`.
//!
//! `cargo run --example serve -p bloqr-convert < requests.ndjson`
#![allow(clippy::print_stdout, reason = "this is what the program does")]

use std::io::{BufRead, stdin};

use bloqr_convert::{Target, convert};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for line in stdin().lock().lines() {
        println!("{}", answer(&serde_json::from_str(&line?)?));
    }
    Ok(())
}

fn answer(request: &Value) -> Value {
    let id = &request["id"];
    let text = |key: &str| request[key].as_str().unwrap_or_default();
    let to = match text("to").parse::<Target>() {
        Ok(to) => to,
        Err(err) => return json!({ "id": id, "error": err.to_string() }),
    };
    let rule = text("rule");
    match convert(rule, to) {
        Ok(made) => json!({ "id": id, "rules": made.rules(rule) }),
        Err(refusal) => {
            json!({ "id": id, "error": refusal.to_string(), "reason": refusal.reason() })
        }
    }
}
