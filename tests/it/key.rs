//! `bloqr key new`.

use std::process::Command;

use serde_json::{Value, json};

use crate::support::bloqr;

/// The key, the hash, and the words of the command after shell splitting.
fn new(args: &[&str]) -> (String, String, Vec<String>) {
    let output = bloqr().args(["key", "new"]).args(args).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let out = String::from_utf8(output.stdout).unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    let lines: Vec<&str> = out.lines().collect();
    let [key, hash, command] = lines[..] else { panic!("{out}") };
    assert!(err.contains("shown only once") && !err.contains(key), "{err}");
    let hash = hash.strip_prefix("SHA-256  ").unwrap();
    let command = command.strip_prefix("store    ").unwrap();
    let shell = format!("for it in {command}; do printf '%s\\n' \"$it\"; done");
    let output = Command::new("sh").args(["-c", &shell]).output().unwrap();
    let words = String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect();
    (key.to_owned(), hash.to_owned(), words)
}

#[test]
fn a_key_comes_with_its_hash_and_what_stores_it() {
    let (key, hash, words) = new(&["--tier", "pro", "--user", "O'Neill $HOME \"x\""]);
    let digits = key.strip_prefix("blq_").unwrap();
    let is_hex = |it: &str| it.bytes().all(|it| it.is_ascii_digit() || (b'a'..=b'f').contains(&it));
    assert!(digits.len() == 48 && is_hex(digits), "{key}");
    // Another's SHA-256, not ours.
    let sum = format!("printf %s {key} | sha256sum");
    let sum = Command::new("sh").args(["-c", &sum]).output().unwrap();
    assert_eq!(String::from_utf8(sum.stdout).unwrap().split(' ').next(), Some(hash.as_str()));
    let (record, command) = words.split_last().unwrap();
    let wanted =
        ["npx", "wrangler", "kv", "key", "put", "--binding", "API_KEYS", "--remote", &hash];
    assert_eq!(command, wanted);
    let record: Value = serde_json::from_str(record).unwrap();
    assert_eq!(record, json!({ "tier": "pro", "user": "O'Neill $HOME \"x\"" }));
}

#[test]
fn every_key_is_another_and_counted_alone() {
    let (first, second) = (new(&[]), new(&[]));
    assert_ne!(first.0, second.0);
    let user = |it: &(String, String, Vec<String>)| {
        let record: Value = serde_json::from_str(it.2.last().unwrap()).unwrap();
        assert_eq!(record["tier"], "free");
        record["user"].as_str().unwrap().to_owned()
    };
    assert_ne!(user(&first), user(&second));
    assert!(first.1.starts_with(user(&first).strip_prefix("key-").unwrap()));
}

#[test]
fn what_is_no_tier_or_user_is_refused() {
    for args in [["--tier", "anonymous"], ["--tier", "gold"], ["--user", ""], ["--user", "a\nb"]] {
        let output = bloqr().args(["key", "new"]).args(args).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(output.stdout.is_empty(), "{args:?}");
    }
}
