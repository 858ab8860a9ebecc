//! `bloqr transform --generate`, with a server of ours in the place of a model's.

use std::fs;

use super::{Folder, Told};
use crate::model::{KEY, Model, end, status, stream};

const CODE: &str =
    "export const transform = (rules) => rules.filter((it) => !it.includes('dead.example'))";

/// `bloqr transform --generate …` that asks this server.
fn generate(folder: &Folder, url: &str, args: &[&str]) -> Told {
    let mut command = folder.command(&["--generate", "drop dead.example"]);
    command.args(args).env("CODEGEN_URL", url).env("CODEGEN_MODEL", "m").env("CODEGEN_KEY", KEY);
    let told = Told::of(&mut command);
    assert!(!told.out.contains(KEY) && !told.err.contains(KEY), "{}{}", told.out, told.err);
    told
}

#[test]
fn a_script_that_runs_is_printed() {
    let folder = Folder::new(&[("list.txt", "! title\n||secret.example^\n")]);
    let broken = stream("```js\nexport const transform = (\n```");
    // A program gets every byte: its hash is told.
    let odd = "export const transform = (r) => r // \u{202e}\u{1b}[31m";
    let model = Model::new([
        stream(&format!("Here:\n```js\n{CODE}\n```\n")),
        broken.clone(),
        stream(CODE),
        stream(odd),
        stream(CODE),
        broken.clone(),
        broken,
    ]);
    let told = generate(&folder, &model.url, &[]);
    assert_eq!((told.code, told.out), (Some(0), format!("{CODE}\n")), "{}", told.err);
    assert!(told.err.contains("written by m, sha256 "), "{}", told.err);
    // What does not run goes back with its error, once.
    let told = generate(&folder, &model.url, &["-o", "fix.js"]);
    assert_eq!((told.code, told.out.as_str()), (Some(0), ""), "{}", told.err);
    assert!(told.err.contains("SyntaxError"), "{}", told.err);
    assert_eq!(folder.read("fix.js"), format!("{CODE}\n"));
    assert_eq!(generate(&folder, &model.url, &[]).out, format!("{odd}\n"));
    let told = generate(&folder, &model.url, &["--sample", "list.txt"]);
    assert_eq!(told.code, Some(0), "{}", told.err);
    let told = generate(&folder, &model.url, &[]);
    assert_eq!((told.code, told.out.as_str()), (Some(2), ""));
    assert!(told.err.contains("the model wrote no script that runs"), "{}", told.err);

    let asked = model.asked.lock().unwrap();
    assert!(asked[0].contains(&format!("Bearer {KEY}")) && asked[0].contains("drop dead.example"));
    assert!(asked[2].contains("did not work") && asked[2].contains("SyntaxError"), "{}", asked[2]);
    // The list leaves only when that is wanted.
    let with_list: Vec<_> = (0..asked.len()).filter(|it| asked[*it].contains("secret")).collect();
    assert_eq!(with_list, [4]);
}

/// No model writes the same script again, and a list can be meant for the option in its place.
#[test]
fn a_text_is_not_replaced() {
    let folder = Folder::new(&[("list.txt", "||a.example^\n"), ("empty.js", "")]);
    let model = Model::new([stream(CODE)]);
    let told = generate(&folder, &model.url, &["-o", "list.txt"]);
    assert_eq!(told.code, Some(2));
    assert!(told.err.contains("--output list.txt has a text"), "{}", told.err);
    assert_eq!(folder.read("list.txt"), "||a.example^\n");
    // What cannot be written is known before the model is asked.
    assert_eq!(generate(&folder, &model.url, &["-o", "none/fix.js"]).code, Some(2));
    assert!(model.asked.lock().unwrap().is_empty());
    assert_eq!(generate(&folder, &model.url, &["-o", "empty.js"]).code, Some(0));
    assert_eq!(folder.read("empty.js"), format!("{CODE}\n"));
}

#[test]
fn a_failure_of_the_model_is_told_without_its_text() {
    let folder = Folder::new(&[]);
    let elsewhere = Model::new([stream(CODE)]);
    let leak = format!("{{\"error\":{{\"code\":\"{KEY}\",\"message\":\"key {KEY}\"}}}}");
    let moved = format!("302 Found\r\nlocation: {}/chat/completions", elsewhere.url);
    let gzip = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-encoding: gzip\r\n\r\nno gzip";
    let endless = format!("HTTP/1.1 200 OK\r\n\r\n{}", ": hello\n".repeat(1 << 20));
    let cases = [
        (end("content_filter"), "the model refuses"),
        (end("length"), "ends in the middle"),
        (stream("I cannot do that."), "no JavaScript"),
        (status("401 Unauthorized", &leak), "status 401"),
        (status(&moved, ""), "status 302"),
        (status("429 Too Many\r\nretry-after: 7", "{}"), "try again in 7 seconds"),
        (status("200 OK", "<!doctype html><p>Welcome</p>"), "did not answer as"),
        (status("200 OK", ""), "did not answer as"),
        (stream(&format!("export const transform = 1 // {KEY}")), "holds the key"),
        (endless, "too long"),
        (gzip.to_owned(), "error: "),
        (String::new(), "error: "),
    ];
    let model = Model::new(cases.iter().map(|it| it.0.clone()));
    for (answer, expected) in &cases {
        let told = generate(&folder, &model.url, &["-o", "fix.js"]);
        let answer: String = answer.chars().take(200).collect();
        assert_eq!((told.code, told.out.as_str()), (Some(2), ""), "{answer}");
        assert!(told.err.contains(expected), "{answer}\n{}", told.err);
        assert!(!told.err.contains("Welcome"), "{}", told.err);
    }
    assert_eq!(model.asked.lock().unwrap().len(), cases.len());
    assert!(elsewhere.asked.lock().unwrap().is_empty(), "the key went to another server");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn the_server_is_that_of_the_setting() {
    let folder = Folder::new(&[]);
    let paths = [
        ("", "/v1/chat/completions"),
        ("//", "/v1/chat/completions"),
        ("?api-version=1", "/v1/chat/completions?api-version=1"),
        ("/x/?a=b/c", "/v1/x/chat/completions?a=b/c"),
    ];
    let model = Model::new(paths.map(|_| stream(CODE)));
    for (end, path) in paths {
        let told = generate(&folder, &format!("{}{end}", model.url), &[]);
        assert_eq!(told.code, Some(0), "{}", told.err);
        let asked = model.asked.lock().unwrap().pop().unwrap();
        assert!(asked.starts_with(&format!("POST {path} HTTP/1.1\r\n")), "{asked}");
    }
    for url in ["http://example.com/v1", "https://user:secret@example.com", "data:x", "no URL"] {
        let told = generate(&folder, url, &[]);
        assert_eq!(told.code, Some(2));
        assert!(told.err.contains("CODEGEN_URL is not"), "{}", told.err);
        assert!(!told.err.contains("secret"), "{}", told.err);
    }
}
