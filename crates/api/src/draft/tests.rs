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
