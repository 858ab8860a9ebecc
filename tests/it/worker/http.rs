//! As much of an HTTP client as these tests need, with every byte of a request in their hands.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    time::Duration,
};

use serde_json::Value;

use super::KEY;

/// A connection that is kept.
pub(crate) struct Client {
    stream: BufReader<TcpStream>,
}

#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Response {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers.find(|(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// Which path answered; nothing on a refusal.
    pub(crate) fn path(&self) -> Option<&str> {
        self.header("x-bloqr-dispatch")
    }
}

impl Client {
    pub(crate) fn connect(port: u16) -> Client {
        let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_nodelay(true).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        Client { stream: BufReader::with_capacity(1 << 16, stream) }
    }

    /// A request as a program with a key makes it.
    #[track_caller]
    pub(crate) fn post(&mut self, path: &str, body: &str) -> Response {
        let bearer = format!("Bearer {KEY}");
        let headers = [("content-type", "application/json"), ("authorization", &bearer)];
        self.request("POST", path, &headers, body.as_bytes())
    }

    #[track_caller]
    pub(crate) fn get(&mut self, path: &str) -> Response {
        self.request("GET", path, &[], b"")
    }

    #[track_caller]
    pub(crate) fn request(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Response {
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: localhost\r\n");
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("transfer-encoding")) {
            head += &format!("content-length: {}\r\n", body.len());
        }
        self.send(head.as_bytes());
        self.send(b"\r\n");
        self.send(body);
        self.read(method)
    }

    /// Bytes as they are. A server that has answered already may have stopped reading.
    pub(crate) fn send(&mut self, bytes: &[u8]) {
        _ = self.stream.get_mut().write_all(bytes);
    }

    #[track_caller]
    pub(crate) fn read(&mut self, method: &str) -> Response {
        let line = self.line();
        let status = line.split(' ').nth(1).and_then(|it| it.parse().ok());
        let status = status.unwrap_or_else(|| panic!("no status line: {line:?}"));
        let mut headers = Vec::new();
        loop {
            let line = self.line();
            let Some((name, value)) = line.split_once(':') else { break };
            headers.push((name.to_owned(), value.trim().to_owned()));
        }
        let mut response = Response { status, headers, body: Vec::new() };
        if response.header("transfer-encoding") == Some("chunked") {
            loop {
                let length = usize::from_str_radix(&self.line(), 16).unwrap();
                self.take(length, &mut response.body);
                self.line();
                if length == 0 {
                    break;
                }
            }
        } else if method != "HEAD" {
            let length = response.header("content-length").map_or(0, |it| it.parse().unwrap());
            self.take(length, &mut response.body);
        }
        response
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.stream.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    fn take(&mut self, length: usize, body: &mut Vec<u8>) {
        let start = body.len();
        body.resize(start + length, 0);
        self.stream.read_exact(&mut body[start..]).unwrap();
    }
}
