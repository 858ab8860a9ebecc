use serde_json::{Value, json};

use super::{GenerateStep, check_generate, generate};

fn ask(step: &Value, input: &[u8]) -> (u16, String) {
    let step = GenerateStep::from_json(&step.to_string()).unwrap();
    let answer = generate(&step, input);
    (answer.status, String::from_utf8(answer.body).unwrap())
}

#[test]
fn a_source_is_generated_in_steps() {
    let body = br#"{"wish": "drop dead.example"}"#;
    let (status, request) = ask(&json!({ "do": "ask", "model": "m" }), body);
    assert_eq!(status, 200);
    assert!(request.contains("drop dead.example") && request.contains("export type Transform ="));
    let again = json!({ "do": "ask", "model": "m", "source": "x(", "error": "it broke" });
    assert!(ask(&again, body).1.contains("it broke"));

    let code = "export const transform = (rules) => rules";
    let response = json!({ "choices": [{ "message": { "content": code } }] }).to_string();
    let read = json!({ "do": "read", "status": 200, "key": "sk-0123456789" });
    assert_eq!(ask(&read, response.as_bytes()), (200, code.to_owned()));
    let (_, tried) = ask(&json!({ "do": "try" }), code.as_bytes());
    assert_eq!(
        serde_json::from_str::<Value>(&tried).unwrap(),
        json!({ "text": "", "source": code })
    );
    let (_, document) = ask(&json!({ "do": "answer", "model": "m" }), code.as_bytes());
    let document: Value = serde_json::from_str(&document).unwrap();
    assert_eq!((&document["source"], &document["model"]), (&json!(code), &json!("m")));
    assert_eq!(document["sha256"].as_str().unwrap().len(), 64);
}

#[test]
fn a_failure_of_the_model_is_a_problem() {
    let key = "sk-0123456789";
    let stream = |finish: &str| {
        format!("data: {{\"choices\":[{{\"delta\":{{}},\"finish_reason\":\"{finish}\"}}]}}\n\n")
    };
    let cases = [
        (200, stream("content_filter"), 422, "generator-refused"),
        (200, stream("length"), 502, "generator-cut"),
        (200, stream("stop"), 502, "generator-no-code"),
        (200, "<html>".to_owned(), 502, "generator-failed"),
        (429, format!("slow down, {key}"), 502, "generator-failed"),
    ];
    for (status, response, expected, kind) in cases {
        let read = json!({ "do": "read", "status": status, "key": key, "retryAfter": 7 });
        let (got, document) = ask(&read, response.as_bytes());
        assert_eq!(got, expected, "{response}");
        assert!(document.contains(kind), "{document}");
        assert!(document.contains("\"retryAfter\":7") && !document.contains(key), "{document}");
    }
}

#[test]
fn a_wish_is_checked() {
    let cases = [
        (json!({ "wish": "sort" }), None),
        (json!({ "wish": "sort", "sample": ["||a.example^"] }), None),
        (json!({}), Some("/wish")),
        (json!({ "wish": "" }), Some("/wish")),
        (json!({ "wish": "x".repeat(5000) }), Some("/wish")),
        (json!({ "wish": "sort", "sample": [1] }), Some("/sample/0")),
        (json!({ "wish": "sort", "sample": vec!["a"; 21] }), Some("/sample")),
        (json!({ "wish": "sort", "rules": [] }), Some("/rules")),
    ];
    for (body, wrong) in cases {
        let checked = check_generate(body.to_string().as_bytes());
        let pointer = checked.err().map(|it| it.errors[0].pointer.clone());
        assert_eq!(pointer.as_deref(), wrong, "{body}");
    }
}
