//! What goes into an isolate.

use serde_json::Value;

use crate::{Job, Kind, limits};

fn json(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap()
}

#[test]
fn an_isolate_has_no_world() {
    let code = json(&Job::new("the source", "a\n", &[]).unwrap().code());
    assert_eq!(code["env"], json(b"{}"));
    assert!(code.as_object().unwrap().contains_key("globalOutbound"));
    assert_eq!(code["globalOutbound"], Value::Null);
    let flags = ["no_nodejs_compat", "no_nodejs_compat_v2", "disallow_importable_env"];
    assert_eq!(code["compatibilityFlags"], serde_json::json!(flags));
    assert_eq!(code["limits"], json(br#"{"cpuMs":2000,"subRequests":0}"#));
    assert_eq!(code["modules"]["user.js"]["js"], "the source");
    assert!(code["modules"][code["mainModule"].as_str().unwrap()].is_string());
    assert!(code.get("allowExperimental").is_none());
}

#[test]
fn a_list_is_its_lines() {
    let cases: &[(&str, &[&str])] = &[
        ("", &[]),
        ("\n", &[""]),
        ("a", &["a"]),
        ("a\n", &["a"]),
        ("a\r\nb\rc\x0cd", &["a", "b", "c", "d"]),
        ("! c\n\n||a^\n", &["! c", "", "||a^"]),
        ("\u{feff}a\n", &["a"]),
        ("\u{feff}", &[]),
        ("\u{2028}\0\"\\\n", &["\u{2028}\0\"\\"]),
    ];
    for (text, rules) in cases {
        let request = Job::new("", text, &[]).unwrap().request(false).unwrap();
        assert_eq!(json(&request)["rules"], serde_json::json!(rules), "{text:?}");
        assert_eq!(json(&request).get("nodes"), None);
    }
}

#[test]
fn nodes_are_of_the_lines() {
    let job = Job::new("", "! c\n\n||a.example^$script\n##x y{\n", &[]).unwrap();
    let request = json(&job.request(true).unwrap());
    let types: Vec<_> = request["nodes"].as_array().unwrap().iter().map(|it| &it["type"]).collect();
    assert_eq!(types, ["CommentRule", "EmptyRule", "NetworkRule", "InvalidRule"]);
    assert_eq!(request["nodes"][2]["pattern"]["value"], "||a.example^");
    assert_eq!(request["nodes"][2]["start"], 0);
}

#[test]
fn data_have_names() {
    let data = [("dead".to_owned(), "a\nb\n".to_owned())];
    let request = json(&Job::new("", "", &data).unwrap().request(false).unwrap());
    assert_eq!(request["data"], json(br#"{"dead":"a\nb\n"}"#));
}

/// Chance is of the code and the rules, and of nothing else.
#[test]
fn the_seed_is_of_code_and_rules() {
    let seed = |source: &str, text: &str| {
        let code = json(&Job::new(source, text, &[]).unwrap().code());
        let seed = code["modules"]["seed.txt"]["text"].as_str().unwrap().to_owned();
        assert_eq!(seed.len(), 64);
        seed
    };
    let one = seed("a", "b\nc\n");
    assert_eq!(one, seed("a", "b\r\nc"));
    assert_ne!(one, seed("ab", "\nc\n"));
    assert_ne!(one, seed("a", "bc\n"));
    assert_ne!(one, seed("b", "b\nc\n"));
}

#[test]
fn what_is_too_long_is_refused() {
    let long = |len: usize| "x".repeat(len);
    let check = |source: usize, list: usize, data: usize, expected: Option<&str>| {
        let data = [("n".to_owned(), long(data))];
        let (source, list) = (long(source), long(list));
        let refusal = Job::new(&source, &list, &data).err();
        assert_eq!(refusal.as_ref().map(|it| it.detail.as_str()), expected);
        assert!(refusal.is_none_or(|it| it.kind == Kind::TooLarge));
    };
    check(limits::SOURCE, limits::LIST, limits::DATA - 1, None);
    let source = "the source has 65537 bytes, and at most 64 KiB are allowed";
    check(limits::SOURCE + 1, 0, 0, Some(source));
    let list = "the list has 1048577 bytes, and at most 1024 KiB are allowed";
    check(0, limits::LIST + 1, 0, Some(list));
    let data = "the data has 1048577 bytes, and at most 1024 KiB are allowed";
    check(0, 0, limits::DATA, Some(data));
}

#[test]
fn too_many_nodes_are_refused() {
    let text = "##a\n".repeat(limits::LIST / 4);
    let job = Job::new("", &text, &[]).unwrap();
    assert!(job.request(false).is_ok());
    assert_eq!(job.request(true).unwrap_err().kind, Kind::TooLarge);
}
