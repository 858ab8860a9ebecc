//! A server of a language model, for tests: it says what it is told to.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
    sync::{Arc, Mutex},
    thread,
};

use serde_json::json;

/// The key that is sent to it.
pub(crate) const KEY: &str = "sk-0123456789abcdef";

/// It answers in this order, and keeps what it was asked.
pub(crate) struct Model {
    pub(crate) url: String,
    pub(crate) asked: Arc<Mutex<Vec<String>>>,
}

impl Model {
    pub(crate) fn new<T: Into<Vec<u8>>>(answers: impl IntoIterator<Item = T>) -> Model {
        let answers: Vec<Vec<u8>> = answers.into_iter().map(Into::into).collect();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/v1", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let kept = asked.clone();
        thread::spawn(move || {
            for answer in answers {
                let mut stream = BufReader::new(listener.accept().unwrap().0);
                let mut head = String::new();
                while stream.read_line(&mut head).is_ok_and(|it| it > 2) {}
                let length = head.lines().find_map(|it| {
                    it.to_ascii_lowercase().strip_prefix("content-length:").map(str::to_owned)
                });
                let length = length.map_or(0, |it| it.trim().parse().unwrap());
                let mut body = vec![0; length];
                stream.read_exact(&mut body).unwrap();
                kept.lock().unwrap().push(head + &String::from_utf8(body).unwrap());
                _ = stream.get_mut().write_all(&answer);
            }
        });
        Model { url, asked }
    }
}

/// A stream in which a model says this, cut after few letters.
pub(crate) fn stream(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let deltas = letters.chunks(7).map(|it| {
        let content: String = it.iter().collect();
        format!("data: {}\r\n\r\n", json!({ "choices": [{ "delta": { "content": content } }] }))
    });
    let body: String = deltas.chain(["data: [DONE]\r\n\r\n".to_owned()]).collect();
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n: hello\r\n\r\n{body}"
    )
}

/// A stream that ends for this reason, without a text.
pub(crate) fn end(reason: &str) -> String {
    let chunk = json!({ "choices": [{ "delta": {}, "finish_reason": reason }] });
    format!("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\ndata: {chunk}\n\n")
}

pub(crate) fn status(line: &str, body: &str) -> String {
    format!("HTTP/1.1 {line}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}
