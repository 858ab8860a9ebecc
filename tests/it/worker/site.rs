//! A site on this machine: it publishes lists, takes what webhooks deliver, and counts its visitors.

use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

/// What the site does when a path is asked for.
#[derive(Clone)]
pub(crate) enum Reply {
    /// With an ETag; 304 for a client that has it.
    Text(String),
    /// With this content type.
    Typed(&'static str, Vec<u8>),
    Status(u16),
    Redirect(String),
    /// Ends before the whole text was sent.
    Broken(String),
    /// The head of a reply, and nothing more.
    Silent,
    /// Nothing at all.
    Mute,
    /// So many bytes of lines.
    Long(usize),
    /// Lines without end.
    Endless,
}

/// A request that came.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) path: String,
    headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers.find(|it| it.0.eq_ignore_ascii_case(name)).map(|it| it.1.as_str())
    }
}

#[derive(Default)]
struct State {
    replies: HashMap<String, Vec<Reply>>,
    seen: Vec<Seen>,
    connections: usize,
}

pub(crate) struct Site {
    pub(crate) address: SocketAddr,
    state: Arc<Mutex<State>>,
}

impl Site {
    pub(crate) fn new() -> Site {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(Mutex::new(State::default()));
        let shared = state.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let state = shared.clone();
                state.lock().unwrap().connections += 1;
                thread::spawn(move || serve(stream, &state));
            }
        });
        Site { address, state }
    }

    pub(crate) fn with(self, path: &str, reply: Reply) -> Site {
        self.put(path, reply);
        self
    }

    pub(crate) fn put(&self, path: &str, reply: Reply) {
        self.put_all(path, &[reply]);
    }

    /// One after the other; the last one stays.
    pub(crate) fn put_all(&self, path: &str, replies: &[Reply]) {
        self.state.lock().unwrap().replies.insert(path.to_owned(), replies.to_vec());
    }

    pub(crate) fn list(&self, path: &str, text: &str) {
        self.put(path, Reply::Text(text.to_owned()));
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The requests for a path.
    pub(crate) fn seen(&self, path: &str) -> Vec<Seen> {
        let state = self.state.lock().unwrap();
        state.seen.iter().filter(|it| it.path == path).cloned().collect()
    }

    /// How often a path was asked for.
    pub(crate) fn visits(&self, path: &str) -> usize {
        self.seen(path).len()
    }

    /// Connections, with or without a request.
    pub(crate) fn connections(&self) -> usize {
        self.state.lock().unwrap().connections
    }
}

/// Answers one request, and closes the connection.
fn serve(stream: TcpStream, state: &Mutex<State>) {
    let mut stream = BufReader::new(stream);
    let Some(seen) = read(&mut stream) else { return };
    let reply = {
        let mut state = state.lock().unwrap();
        let left = state.replies.get_mut(&seen.path);
        let reply = left.map(|it| if it.len() > 1 { it.remove(0) } else { it[0].clone() });
        state.seen.push(seen.clone());
        reply.unwrap_or(Reply::Status(404))
    };
    // A client may have what it wants before all is sent.
    _ = write(stream.get_mut(), reply, &seen);
}

fn read(stream: &mut BufReader<TcpStream>) -> Option<Seen> {
    let mut line = String::new();
    stream.read_line(&mut line).ok()?;
    let path = line.split(' ').nth(1)?.to_owned();
    let mut headers = Vec::new();
    loop {
        line.clear();
        stream.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        headers.push((name.to_owned(), value.to_owned()));
    }
    let mut seen = Seen { path, headers, body: String::new() };
    let length = seen.header("content-length").and_then(|it| it.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    stream.read_exact(&mut body).ok()?;
    seen.body = String::from_utf8(body).ok()?;
    Some(seen)
}

fn write(stream: &mut TcpStream, reply: Reply, seen: &Seen) -> std::io::Result<()> {
    let head = |status: u16, length: usize, more: &str| {
        format!(
            "HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {length}\r\n{more}\r\n"
        )
    };
    match reply {
        Reply::Text(text) => {
            let tag = format!(
                "\"{:x}\"",
                text.bytes().fold(5381_u64, |sum, it| sum.wrapping_mul(33) ^ u64::from(it))
            );
            let more = format!("etag: {tag}\r\ncontent-type: text/plain\r\n");
            if seen.header("if-none-match") == Some(&tag) {
                return stream.write_all(
                    format!("HTTP/1.1 304 X\r\nconnection: close\r\n{more}\r\n").as_bytes(),
                );
            }
            stream.write_all((head(200, text.len(), &more) + &text).as_bytes())
        }
        Reply::Typed(kind, body) => {
            let head = head(200, body.len(), &format!("content-type: {kind}\r\n"));
            stream.write_all(&[head.as_bytes(), &body].concat())
        }
        Reply::Status(status) => stream.write_all(head(status, 0, "").as_bytes()),
        Reply::Redirect(to) => {
            stream.write_all(head(302, 0, &format!("location: {to}\r\n")).as_bytes())
        }
        Reply::Broken(text) => {
            stream.write_all((head(200, text.len() + 10, "") + &text).as_bytes())
        }
        Reply::Silent => {
            stream.write_all(head(200, 10, "").as_bytes())?;
            thread::sleep(Duration::from_secs(60));
            Ok(())
        }
        Reply::Mute => {
            thread::sleep(Duration::from_secs(60));
            Ok(())
        }
        Reply::Long(bytes) => {
            let line = "||ads.example.com^$script\n";
            let text = line.repeat(bytes / line.len() + 1);
            stream.write_all((head(200, text.len(), "") + &text).as_bytes())
        }
        Reply::Endless => {
            stream.write_all(b"HTTP/1.1 200 X\r\nconnection: close\r\n\r\n")?;
            let lines = "||ads.example.com^\n".repeat(1 << 12);
            loop {
                stream.write_all(lines.as_bytes())?;
            }
        }
    }
}
