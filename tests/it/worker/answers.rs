//! Every path gives the bytes that the core gives, and those that the command prints.

use std::{fs, io::Write, process::Stdio};

use bloqr::{
    api::{Answer, Endpoint, MAX_ANSWER, MAX_BODY, answer},
    source::lines,
};
use serde_json::json;

use super::{Backend, PATHS, http::Client};
use crate::support::{bloqr, files, root};

/// The backends, a path each, with a client of each.
fn each_path() -> Vec<(&'static str, Backend, Client)> {
    let start = |&(path, options): &(&'static str, &[&str])| {
        let backend = Backend::start(options);
        let client = backend.client();
        (path, backend, client)
    };
    PATHS.iter().map(start).collect()
}

/// Compares with the core's answer. A body with the wrong shape is not dispatched.
#[track_caller]
fn is_answered(client: &mut Client, path: &str, endpoint: Endpoint, body: &str, wanted: &Answer) {
    let response = client.post(endpoint.path(), body);
    let shown: String = body.chars().take(200).collect();
    assert_eq!(response.status, wanted.status, "{path} {} {shown}", endpoint.name());
    let dispatched = (wanted.status != 422).then_some(path);
    assert_eq!(response.path(), dispatched, "{} {shown}", endpoint.name());
    assert!(response.body == wanted.body, "{path} {} {shown}", endpoint.name());
}

#[test]
fn every_path_answers_with_the_bytes_of_the_core() {
    let requests = fs::read_to_string(root().join("tests/corpus/api/answers.txt")).unwrap();
    let mut paths = each_path();
    for request in requests.lines().filter_map(|it| it.strip_prefix("> ")) {
        let (name, body) = request.split_once(' ').unwrap_or((request, ""));
        let endpoint = Endpoint::ALL.into_iter().find(|it| it.name() == name).unwrap();
        let wanted = answer(endpoint, body.as_bytes());
        for (path, _, client) in &mut paths {
            is_answered(client, path, endpoint, body, &wanted);
        }
    }
}

#[test]
fn what_is_too_long_to_answer_is_reported_on_every_path() {
    let body = json!({ "rules": vec!["a"; MAX_BODY / 5] }).to_string();
    for (path, _backend, mut client) in each_path() {
        let wanted = answer(Endpoint::Validate, body.as_bytes());
        assert_eq!(wanted.status, 413);
        is_answered(&mut client, path, Endpoint::Validate, &body, &wanted);
        // A parse has no such limit, because nobody holds its answer.
        let wanted = answer(Endpoint::Parse, body.as_bytes());
        assert!(wanted.status == 200 && wanted.body.len() > MAX_ANSWER);
        is_answered(&mut client, path, Endpoint::Parse, &body, &wanted);
    }
}

/// The corpus on every path; of the real lists, where the project has them as a neighbour, each
/// piece on the next one.
#[test]
fn lists_are_parsed_as_the_command_parses_them() {
    let corpus = fs::read_to_string(root().join("tests/corpus/rules.txt")).unwrap();
    let mut paths = each_path();
    for (path, _, client) in &mut paths {
        pieces(&corpus).iter().for_each(|it| is_parsed(client, path, it));
    }
    let dir = root().join("../shared/lists");
    if !dir.is_dir() {
        eprintln!("no real lists in {}: tried the corpus alone", dir.display());
        return;
    }
    for (n, file) in files(&dir, "txt").into_iter().enumerate() {
        let text = String::from_utf8_lossy(&fs::read(file).unwrap()).into_owned();
        for (m, piece) in pieces(&text).iter().enumerate() {
            let (path, _, client) = &mut paths[(n + m) % 3];
            is_parsed(client, path, piece);
        }
    }
}

/// A text's lines, as many at a time as a body holds.
fn pieces(text: &str) -> Vec<Vec<&str>> {
    let mut pieces = vec![Vec::new()];
    let mut room = MAX_BODY;
    for line in lines(text) {
        let len = json!(line.text).to_string().len() + 1;
        if len + 64 > room {
            pieces.push(Vec::new());
            room = MAX_BODY;
        }
        room -= len;
        pieces.last_mut().unwrap().push(line.text);
    }
    pieces
}

#[track_caller]
fn is_parsed(client: &mut Client, path: &str, rules: &[&str]) {
    let response = client.post("/api/ast/parse", &json!({ "rules": rules }).to_string());
    assert_eq!((response.status, response.path()), (200, Some(path)));
    let mut child = std::process::Command::new(bloqr().get_program())
        .args(["ast", "parse", "--format", "json", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let text = rules.join("\n");
    let writer = std::thread::spawn(move || stdin.write_all(text.as_bytes()).unwrap());
    let printed = child.wait_with_output().unwrap().stdout;
    writer.join().unwrap();
    let is_same = printed.strip_suffix(b"\n") == Some(&response.body);
    assert!(is_same, "{path}: {} rules from {:?} on", rules.len(), rules.first());
}
