//! The document that describes the backend. `tests/openapi` asks a running backend by it.

use bloqr::api::{Endpoint, answer_at, check_at, openapi};

use crate::support::golden;

#[test]
fn the_document_is_committed() {
    golden("docs/openapi.json", &format!("{:#}\n", openapi()));
}

/// Each example is a body that the core takes, and each endpoint has one.
#[test]
fn examples_are_valid() {
    let document = openapi();
    let mut tried = Vec::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        let body = &operations["post"]["requestBody"]["content"]["application/json"];
        let Some(example) = body.get("example").filter(|_| path.starts_with("/api/")) else {
            continue;
        };
        let example = example.to_string();
        check_at(path, example.as_bytes()).unwrap_or_else(|it| panic!("{path}: {it}"));
        if Endpoint::from_path(path).is_some() {
            assert_eq!(answer_at(path, example.as_bytes()).status, 200, "{path}");
        }
        tried.push(path.as_str());
    }
    for endpoint in Endpoint::ALL {
        assert!(tried.contains(&endpoint.path()), "{}", endpoint.path());
    }
}
