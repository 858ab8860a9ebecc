use crate::{Completion, Failure, MAX_ANSWER, MAX_SAMPLE, MAX_SOURCE, Request, source_in};

const KEY: &str = "sk-test-0123456789";
const CODE: &str = "export const transform = (rules) => rules";

/// The source in a response that comes in pieces of so many bytes.
fn source(response: &[u8], piece: usize) -> Result<String, Failure> {
    let mut completion = Completion::new(KEY);
    for bytes in response.chunks(piece.max(1)) {
        completion.push(bytes)?;
    }
    completion.finish()
}

/// A stream whose deltas are these, as JSON.
fn stream(chunks: &[&str]) -> String {
    chunks.iter().map(|it| format!("data: {it}\n\n")).collect()
}

fn delta(text: &str) -> String {
    serde_json::json!({"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": null}]}).to_string()
}

const STOP: &str = r#"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#;

fn failed(code: Option<&str>) -> Failure {
    Failure::Failed { status: None, code: code.map(str::to_owned) }
}

#[test]
fn a_response_gives_a_source_or_says_why_not() {
    let ok = |it: &str| Ok(it.to_owned());
    let code = delta(CODE);
    let fenced = delta(&format!("Here:\n```js\n{CODE}\n```\nGood luck."));
    let (half, rest) = CODE.split_at(9);
    let cases: &[(&str, String, Result<String, Failure>)] = &[
        ("stream", stream(&[&code, STOP, "[DONE]"]), ok(CODE)),
        ("two deltas", stream(&[&delta(half), &delta(rest), STOP]), ok(CODE)),
        ("code block in prose", stream(&[&fenced, STOP]), ok(CODE)),
        ("no [DONE]", stream(&[&code, STOP]), ok(CODE)),
        ("no reason", stream(&[&code, "[DONE]"]), ok(CODE)),
        ("neither", stream(&[&code]), Err(Failure::Cut)),
        ("usage only", stream(&[&code, STOP, r#"{"choices":[],"usage":{"total_tokens":9}}"#]), ok(CODE)),
        ("comments", format!(": ping\r\n\r\n{}", stream(&[&code, STOP]).replace('\n', "\r\n")), ok(CODE)),
        ("CR alone", stream(&[&code, STOP]).replace('\n', "\r"), ok(CODE)),
        ("no blank", stream(&[&code, STOP]).replace("data: ", "data:"), ok(CODE)),
        ("no last line end", stream(&[&code, STOP]).trim_end().to_owned(), ok(CODE)),
        ("event names", format!("event: message\nid: 1\n{}", stream(&[&code, STOP])), ok(CODE)),
        ("other choices", stream(&[&code, r#"{"choices":[{"index":1,"delta":{"content":"x"}}]}"#, STOP]), ok(CODE)),
        ("pieces of content", stream(&[
            &serde_json::json!({"choices": [{"delta": {"content": [{"type": "text", "text": CODE}]}}]}).to_string(),
            STOP,
        ]), ok(CODE)),
        ("document", serde_json::json!({"choices": [{"message": {"content": CODE}, "finish_reason": "stop"}]}).to_string(), ok(CODE)),
        ("document, cut", r#"{"choices":[{"message":{"content":"export"#.to_owned(), Err(Failure::Cut)),
        ("length", stream(&[&code, r#"{"choices":[{"delta":{},"finish_reason":"length"}]}"#]), Err(Failure::Cut)),
        ("filter", stream(&[r#"{"choices":[{"delta":{},"finish_reason":"content_filter"}]}"#]), Err(Failure::Refused)),
        ("refusal", stream(&[r#"{"choices":[{"delta":{"refusal":"I cannot"}}]}"#]), Err(Failure::Refused)),
        ("refusal in a document", r#"{"choices":[{"message":{"refusal":"No","content":null}}]}"#.to_owned(), Err(Failure::Refused)),
        ("prose", stream(&[&delta("I would use a loop."), STOP]), Err(Failure::NoCode)),
        ("nothing said", stream(&[STOP]), Err(Failure::NoCode)),
        ("done only", stream(&["[DONE]"]), Err(Failure::NoCode)),
        ("error", r#"{"error":{"message":"no such model","code":"model_not_found"}}"#.to_owned(), Err(failed(Some("model_not_found")))),
        ("error in the stream", stream(&[&code, r#"{"error":{"message":"boom","type":"server_error"}}"#]), Err(failed(Some("server_error")))),
        ("error with text", r#"{"error":{"code":"Look <b>here</b>"}}"#.to_owned(), Err(failed(None))),
        ("error with the key", format!(r#"{{"error":{{"code":"{KEY}"}}}}"#), Err(failed(None))),
        ("HTML", "<!doctype html><title>Sign in</title>".to_owned(), Err(Failure::Garbage)),
        ("not JSON", stream(&["hello"]), Err(Failure::Garbage)),
        ("not choices", stream(&["{}"]), Err(Failure::Garbage)),
        ("empty", String::new(), Err(Failure::Garbage)),
        ("key", stream(&[&delta(&format!("{CODE} // {KEY}")), STOP]), Err(Failure::HasKey)),
        ("long", stream(&[&delta(&format!("{CODE} //{}", "x".repeat(MAX_SOURCE))), STOP]), Err(Failure::TooLong)),
    ];
    for (name, response, expected) in cases {
        for piece in [1, 7, usize::MAX] {
            assert_eq!(
                &source(response.as_bytes(), piece),
                expected,
                "{name}, in pieces of {piece} bytes"
            );
        }
    }
}

#[test]
fn the_code_block_that_exports_transform_is_taken() {
    let cases = [
        (CODE, Some(CODE)),
        (
            "export async function transform(rules) {}",
            Some("export async function transform(rules) {}"),
        ),
        (
            "const transform = 1; export { transform }",
            Some("const transform = 1; export { transform }"),
        ),
        ("export const transforms = 1", None),
        ("exports.transform = 1", None),
        ("", None),
        (
            "```\nnpm install\n```\n~~~ js\nexport const transform = 1\n~~~",
            Some("export const transform = 1"),
        ),
        (
            "````js\nexport const transform = `\n```\n`\n````",
            Some("export const transform = `\n```\n`"),
        ),
        ("```js\nexport const transform = 1", Some("export const transform = 1")),
        (
            "\u{feff}```js\r\nexport const transform = 1\r\n```\r\n",
            Some("export const transform = 1"),
        ),
        ("export const transform = 1\n```\nnothing here\n```", None),
    ];
    for (text, expected) in cases {
        assert_eq!(source_in(text), expected, "{text:?}");
    }
}

#[test]
fn an_endless_answer_ends() {
    let mut completion = Completion::new(KEY);
    let pieces = std::iter::repeat_n([b'x'; 4096], MAX_ANSWER / 4096 + 1);
    let ended = pieces.into_iter().find_map(|it| completion.push(&it).err());
    assert_eq!(ended, Some(Failure::TooLong));
}

#[test]
fn any_bytes_give_a_source_or_a_failure() {
    // Parts of real answers, put together at random.
    let parts: &[&[u8]] = &[
        b"data: ",
        b"{\"choices\":[",
        b"{\"delta\":{\"content\":\"export transform\"}}",
        b"]}",
        b"\n\n",
        b"\r",
        b"\xff",
        b"[DONE]",
        b"{\"error\":",
        b"null}",
        b"\"finish_reason\":\"stop\"",
        b":",
        b"{",
        b"}",
        b"data",
        b"```",
        b"\\ud800",
    ];
    let mut state = 1_u64;
    for _ in 0..20_000 {
        let mut bytes = Vec::new();
        for _ in 0..12 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let part = parts[(state >> 33) as usize % parts.len()];
            bytes.extend_from_slice(part);
        }
        let whole = source(&bytes, usize::MAX);
        assert_eq!(source(&bytes, 1), whole, "{:?}", String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn the_list_stays_here_unless_a_sample_is_wanted() {
    let request = Request::new("m", "sort", "type T = 1");
    let plain = request.to_json();
    let rules: Vec<String> = (0..100).map(|n| format!("||ads{n}.example^")).collect();
    let sample = request.clone().with_sample(rules.iter().map(String::as_str)).to_json();
    assert!(!plain.contains("ads0.example"));
    assert_eq!(sample.matches("||ads").count(), MAX_SAMPLE);

    let body: serde_json::Value =
        serde_json::from_str(&request.with_error("x(", "it broke").to_json()).unwrap();
    let roles: Vec<_> = body["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["role"].as_str().unwrap())
        .collect();
    assert_eq!(roles, ["system", "user", "assistant", "user"]);
    assert_eq!(body["stream"], true);
}

#[test]
fn a_status_is_told_without_the_text_of_the_server() {
    let told = |status, body: &str| Failure::of_status(status, body, KEY).to_string();
    let body = format!(r#"{{"error":{{"message":"wrong key {KEY}","code":"invalid_api_key"}}}}"#);
    assert_eq!(
        told(401, &body),
        "the server of the model answered with status 401 (invalid_api_key)"
    );
    assert_eq!(told(502, "<html>"), "the server of the model answered with status 502");
}
