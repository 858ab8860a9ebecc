use serde_json::{Value, json};

use super::Desk;

fn loaded(text: &str) -> Desk {
    let mut desk = Desk::default();
    // Split inside of characters, too.
    for piece in text.as_bytes().chunks(3) {
        assert_eq!(desk.answer(r#"{"do":"piece"}"#, piece.to_vec()).status, 200);
    }
    assert_eq!(ask(&mut desk, json!({ "do": "load", "rev": 7 }), b"").1["rev"], 7);
    desk
}

fn ask(desk: &mut Desk, command: Value, input: &[u8]) -> (u16, Value) {
    let answer = desk.answer(&command.to_string(), input.to_vec());
    (answer.status, serde_json::from_slice(&answer.body).expect("JSON"))
}

#[test]
fn an_edit_says_what_came_and_what_went() {
    let mut desk = loaded("||a.example^\n||é.example^$scirpt\n");
    let (status, state) = ask(&mut desk, json!({ "do": "check" }), b"");
    assert_eq!((status, &state["rev"], &state["lines"]), (200, &json!(7), &json!(3)));
    let edits =
        br#"{"edits":[{"from":1,"to":2,"lines":["||e.example^$script","||f.example^$imgae"]}]}"#;
    let (_, written) = ask(&mut desk, json!({ "do": "edit", "rev": 7 }), edits);
    assert_eq!(written["rev"], 8);
    assert_eq!((&written["goneTotal"], &written["gone"][0]["line"]), (&json!(1), &json!(2)));
    assert_eq!(written["appeared"][0]["line"], 3);
    let change = desk.answer(r#"{"do":"change"}"#, Vec::new()).body;
    let (status, problem) = ask(&mut desk, json!({ "do": "undo", "rev": 7 }), &change);
    assert_eq!((status, &problem["rev"]), (409, &json!(8)));
    let (_, undone) = ask(&mut desk, json!({ "do": "undo", "rev": 8 }), &change);
    assert_eq!(undone["rev"], 9);
    let text = desk.answer(r#"{"do":"text"}"#, Vec::new()).body;
    assert_eq!(text, "||a.example^\n||é.example^$scirpt\n".as_bytes());
}

/// The commands, each with what it says when all is well.
#[test]
fn each_command_answers() {
    let mut desk = loaded("! Title: a\n||a.example^$scirpt\n||a.example^\n||a.example^\n");
    let (_, state) = ask(&mut desk, json!({ "do": "state" }), b"");
    assert_eq!((&state["errors"], &state["settled"]), (&json!(1), &json!(false)));
    assert_eq!(state["first"][0]["rule"], "unknown-modifier");
    let (_, settled) = ask(&mut desk, json!({ "do": "settle" }), b"");
    assert_eq!(settled["appeared"][0]["errorType"], "duplicate-rule");
    assert_eq!(settled["state"]["settled"], true);
    let (_, problems) = ask(&mut desk, json!({ "do": "problems", "from": 3, "limit": 5 }), b"");
    assert_eq!((&problems["total"], &problems["problems"][0]["line"]), (&json!(1), &json!(4)));
    let (_, explained) = ask(&mut desk, json!({ "do": "explain", "line": 1 }), b"");
    assert_eq!(explained["ruleType"], "NetworkRule");
    assert_eq!(explained["problems"][0]["errorType"], "unknown-modifier");
    let (_, found) = ask(&mut desk, json!({ "do": "find", "text": "a.ex", "limit": 2 }), b"");
    assert_eq!((&found["total"], &found["found"][1]["line"]), (&json!(3), &json!(2)));
    let selector = "Modifier[name=scirpt]";
    let (_, nodes) = ask(&mut desk, json!({ "do": "query", "selector": selector }), b"");
    assert_eq!((&nodes["nodes"][0]["line"], &nodes["next"]), (&json!(1), &json!(null)));
    let (_, fixed) = ask(&mut desk, json!({ "do": "fix", "rev": 7 }), b"");
    assert_eq!(
        (&fixed["fixed"], &fixed["rev"], &fixed["goneTotal"]),
        (&json!(1), &json!(8), &json!(1))
    );
    let first = desk.answer(r#"{"do":"change"}"#, Vec::new()).body;
    let new = b"! Title: b\n||a.example^$scirpt\n||a.example^\n".to_vec();
    assert_eq!(desk.answer(r#"{"do":"piece"}"#, new).status, 200);
    let (_, replaced) = ask(&mut desk, json!({ "do": "replace", "rev": 8 }), b"");
    assert_eq!(
        (&replaced["rev"], &replaced["from"], &replaced["to"]),
        (&json!(9), &json!(0), &json!(1))
    );
    let second = desk.answer(r#"{"do":"change"}"#, Vec::new()).body;
    let (_, diff) =
        ask(&mut desk, json!({ "do": "diff" }), &[second.clone(), first.clone()].concat());
    assert_eq!((&diff["added"], &diff["removed"]), (&json!(1), &json!(2)));
    assert!(diff["diff"].as_str().is_some_and(|it| it.contains("-! Title: a\n+! Title: b\n")));
    // A writing that changes nothing makes no revision.
    let (_, same) = ask(&mut desk, json!({ "do": "edit", "rev": 9 }), br#"{"edits":[]}"#);
    assert_eq!(same["rev"], 9);
    let mut again = loaded("! Title: a\n||a.example^$scirpt\n||a.example^\n||a.example^\n");
    for (rev, change) in [(8, first), (9, second)] {
        assert_eq!(ask(&mut again, json!({ "do": "replay", "rev": rev }), &change).1["rev"], rev);
    }
    let text = json!({ "do": "text", "from": 2 }).to_string();
    assert_eq!(again.answer(&text, Vec::new()), desk.answer(&text, Vec::new()));
    assert_eq!(ask(&mut desk, json!({ "do": "new" }), b"").1["bytes"], 0);
}

/// What is wrong, the status, and where.
#[test]
fn wrong_commands_say_where() {
    let cases: &[(Value, &[u8], u16, &str)] = &[
        (json!(1), b"", 422, ""),
        (json!({ "do": "nosuch" }), b"", 422, "/do"),
        (json!({ "do": "edit" }), b"", 422, "/rev"),
        (json!({ "do": "edit", "rev": 6 }), b"", 409, ""),
        (json!({ "do": "edit", "rev": 7 }), b"{", 422, ""),
        (json!({ "do": "edit", "rev": 7 }), b"{}", 422, "/edits"),
        (json!({ "do": "edit", "rev": 7 }), br#"{"edits":[{"from":0,"to":1}]}"#, 422, "/edits/0"),
        (
            json!({ "do": "edit", "rev": 7 }),
            br#"{"edits":[{"from":0,"to":9,"lines":[]}]}"#,
            422,
            "/edits/0/to",
        ),
        (
            json!({ "do": "edit", "rev": 7 }),
            br#"{"edits":[{"from":0,"to":0,"lines":["a","b\n"]}]}"#,
            422,
            "/edits/0/lines/1",
        ),
        (
            json!({ "do": "edit", "rev": 7 }),
            br#"{"edits":[{"from":1,"to":1,"lines":[]},{"from":0,"to":1,"lines":[]}]}"#,
            422,
            "/edits/1/from",
        ),
        (json!({ "do": "fix", "rev": 7, "rules": ["nosuch"] }), b"", 422, "/rules/0"),
        (json!({ "do": "undo", "rev": 7 }), b"bqc\x01", 422, ""),
        (json!({ "do": "explain", "line": 2 }), b"", 422, "/line"),
        (json!({ "do": "query", "selector": "Nosuch" }), b"", 422, "/selector"),
        (json!({ "do": "query", "selector": "Modifier[" }), b"", 422, "/selector"),
    ];
    for (command, input, status, pointer) in cases {
        let mut desk = loaded("||a.example^\n");
        let (got, problem) = ask(&mut desk, command.clone(), input);
        assert_eq!(got, *status, "{command} {problem}");
        let place = problem["errors"][0]["pointer"].as_str().unwrap_or_default();
        assert_eq!(place, *pointer, "{command} {problem}");
        let state = ask(&mut desk, json!({ "do": "state" }), b"").1;
        assert_eq!((&state["rev"], &state["bytes"]), (&json!(7), &json!(13)));
    }
    let mut desk = loaded("");
    desk.answer(r#"{"do":"piece"}"#, b"ab\xff".to_vec());
    let (status, problem) = ask(&mut desk, json!({ "do": "replace", "rev": 7 }), b"");
    assert_eq!(
        (status, &problem["detail"]),
        (422, &json!("the text is not UTF-8: byte 2 is wrong."))
    );
}

#[test]
fn a_draft_has_a_limit() {
    let mut desk = Desk::default();
    let piece = vec![b'a'; 1 << 23];
    assert_eq!(desk.answer(r#"{"do":"piece"}"#, piece.clone()).status, 200);
    assert_eq!(desk.answer(r#"{"do":"piece"}"#, piece).status, 200);
    assert_eq!(desk.answer(r#"{"do":"load","rev":1}"#, Vec::new()).status, 200);
    let edit = br#"{"edits":[{"from":1,"to":1,"lines":["a"]}]}"#;
    let (status, problem) = ask(&mut desk, json!({ "do": "edit", "rev": 1 }), edit);
    assert_eq!((status, &problem["type"]), (413, &json!("https://api.bloqr.dev/probs/agent-full")));
    // What is too long to say is refused; the draft stays.
    let (status, problem) = ask(&mut desk, json!({ "do": "explain", "line": 0 }), b"");
    assert_eq!((status, &problem["title"]), (413, &json!("The answer is too large")));
    assert_eq!(ask(&mut desk, json!({ "do": "state" }), b"").1["bytes"], 1 << 24);
}

/// Any command with any bytes has an answer, and a draft that is refused something is as before.
#[test]
fn any_bytes_have_an_answer() {
    let mut chance = fastrand::Rng::with_seed(1);
    let mut below = |most: usize| chance.usize(..most);
    const DOS: [&str; 20] = [
        "new", "piece", "drop", "load", "replay", "check", "edit", "replace", "fix", "undo",
        "change", "state", "settle", "problems", "explain", "find", "query", "diff", "text",
        "nosuch",
    ];
    const SELECTORS: [&str; 4] = ["*", "Modifier", "*[a=b][c]", "["];
    const LINES: [&str; 3] = ["||a^", "", "! bloqr-disable"];
    let mut desk = Desk::default();
    let mut change = Vec::new();
    for _ in 0..3000 {
        let command = json!({
            "do": DOS[below(DOS.len())],
            "rev": below(3) as u64 + desk.draft.revision().saturating_sub(1),
            "line": below(6), "from": below(6), "to": below(9), "offset": below(3), "limit": below(4),
            "text": "a", "selector": SELECTORS[below(4)],
        });
        let mut input = match below(4) {
            0 => change.clone(),
            1 => b"||a.example^$scirpt\n!#if a\r\xef\xbb\xbf\n##.a \\\n    .b".to_vec(),
            2 => json!({ "edits": [
                { "from": below(4), "to": below(6), "lines": LINES[..below(4)] },
            ] })
            .to_string()
            .into_bytes(),
            _ => b"{\"edits\":[{\"from\":0,\"to\":0,\"text\":\"\\r\"}]}".to_vec(),
        };
        if below(3) == 0 && !input.is_empty() {
            let at = below(input.len());
            input[at] = below(256) as u8;
        }
        let before = (desk.draft.revision(), desk.draft.text().to_owned());
        let answer = desk.answer(&command.to_string(), input);
        match answer.status {
            200 if matches!(command["do"].as_str(), Some("change")) => change = answer.body,
            200 if command["do"] == "text" => (),
            status => {
                let document: Value = serde_json::from_slice(&answer.body).expect("JSON");
                assert!(matches!(status, 200 | 409 | 413 | 422), "{command} {document}");
                if status != 200 {
                    let after = (desk.draft.revision(), desk.draft.text().to_owned());
                    assert_eq!(after, before, "{command}");
                }
            }
        }
    }
}
