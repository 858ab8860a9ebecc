//! Previews: what code of the user would change in the draft.

use serde_json::json;

use super::{kind, with_users};

#[test]
fn a_preview_changes_nothing_until_it_is_applied() {
    let backend = with_users().start(&[]);
    let mut socket = backend.socket("ann");
    let list = "! keep\r\n||a.example^\r\n||dead.example^\r\n||b.example^";
    socket.call("open", json!({ "text": list })).unwrap();
    let drop = "export const transform = (rules) => rules.filter((it) => !it.includes('dead'))";
    let preview = socket.call("transform", json!({ "source": drop })).unwrap();
    assert_eq!((&preview["rev"], &preview["answer"]["success"]), (&json!(1), &json!(true)));
    assert_eq!(preview["answer"]["diff"]["removed"].as_array().unwrap().len(), 1, "{preview}");
    assert!(preview["answer"].get("text").is_none());
    assert_eq!(backend.list("ann"), list);
    // It is of this revision only, and only the newest is kept.
    let id = preview["preview"].as_str().unwrap();
    for (preview, rev) in [(id, 0), (id, 2), ("other", 1)] {
        let error = socket.call("apply", json!({ "preview": preview, "rev": rev })).unwrap_err();
        assert!(error.starts_with("agent-conflict: "), "{error}");
    }
    assert_eq!(socket.call("apply", json!({ "preview": id, "rev": 1 })).unwrap()["rev"], 2);
    assert_eq!(backend.list("ann"), list.replace("||dead.example^\r\n", ""));
    let error = socket.call("apply", json!({ "preview": id, "rev": 2 })).unwrap_err();
    assert!(error.starts_with("agent-conflict: "), "{error}");
    // Also after an edit, a preview of the revision before is not applied.
    let preview = socket.call("transform", json!({ "source": drop })).unwrap();
    socket.call("edit", json!({ "rev": 2, "from": 0, "to": 1, "lines": ["! other"] })).unwrap();
    let error =
        socket.call("apply", json!({ "preview": preview["preview"], "rev": 2 })).unwrap_err();
    assert!(error.starts_with("agent-conflict: "), "{error}");
    // What the code does wrong is its refusal, and changes nothing.
    for source in
        ["export const other = 1", "export const transform = () => { throw new Error('no') }"]
    {
        let problem = backend.rpc("ann", "transform", json!({ "source": source })).unwrap_err();
        assert_eq!(problem["status"], 422, "{problem}");
    }
    let problem = backend.rpc("ann", "transform", json!({})).unwrap_err();
    assert_eq!(problem["status"], 422, "{problem}");
    assert_eq!(backend.rev("ann"), 3);
}

#[test]
fn a_model_is_asked_only_where_one_is_set_up() {
    let backend = with_users().start(&[]);
    let problem = backend.rpc("ann", "generate", json!({ "wish": "drop dead rules" })).unwrap_err();
    assert_eq!(kind(&problem), "generator-unset");
}
