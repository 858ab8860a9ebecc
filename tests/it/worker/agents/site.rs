//! A site on this machine that publishes lists, and takes what webhooks deliver.

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
pub(super) enum Answer {
    /// With an ETag; 304 for a client that has it.
    List(String),
    Status(u16),
    Redirect(String),
    /// Ends before the whole text was sent.
    Broken(String),
    /// The head of an answer, and nothing more.
    Silent,
    /// Nothing at all.
    Mute,
    /// So many bytes of lines.
    Long(usize),
}

/// A request that came.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub(super) path: String,
    headers: Vec<(String, String)>,
    pub(super) body: String,
}

impl Seen {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers.find(|it| it.0.eq_ignore_ascii_case(name)).map(|it| it.1.as_str())
    }
}

#[derive(Default)]
struct State {
    answers: HashMap<String, Vec<Answer>>,
    seen: Vec<Seen>,
    connections: usize,
}

pub(super) struct Site {
    pub(super) address: SocketAddr,
    state: Arc<Mutex<State>>,
}

impl Site {
    pub(super) fn new() -> Site {
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

    pub(super) fn put(&self, path: &str, answer: Answer) {
        self.put_all(path, &[answer]);
    }

    /// One after the other; the last one stays.
    pub(super) fn put_all(&self, path: &str, answers: &[Answer]) {
        self.state.lock().unwrap().answers.insert(path.to_owned(), answers.to_vec());
    }

    pub(super) fn list(&self, path: &str, text: &str) {
        self.put(path, Answer::List(text.to_owned()));
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The requests for a path.
    pub(super) fn seen(&self, path: &str) -> Vec<Seen> {
        let state = self.state.lock().unwrap();
        state.seen.iter().filter(|it| it.path == path).cloned().collect()
    }

    pub(super) fn connections(&self) -> usize {
        self.state.lock().unwrap().connections
    }
}

/// Answers one request, and closes the connection.
fn serve(stream: TcpStream, state: &Mutex<State>) {
    let mut stream = BufReader::new(stream);
    let Some(seen) = read(&mut stream) else { return };
    let answer = {
        let mut state = state.lock().unwrap();
        let left = state.answers.get_mut(&seen.path);
        let answer = left.map(|it| if it.len() > 1 { it.remove(0) } else { it[0].clone() });
        state.seen.push(seen.clone());
        answer.unwrap_or(Answer::Status(404))
    };
    // A client may have what it wants before all is sent.
    _ = write(stream.get_mut(), answer, &seen);
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

fn write(stream: &mut TcpStream, answer: Answer, seen: &Seen) -> std::io::Result<()> {
    let head = |status: u16, length: usize, more: &str| {
        format!(
            "HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {length}\r\n{more}\r\n"
        )
    };
    match answer {
        Answer::List(text) => {
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
        Answer::Status(status) => stream.write_all(head(status, 0, "").as_bytes()),
        Answer::Redirect(to) => {
            stream.write_all(head(302, 0, &format!("location: {to}\r\n")).as_bytes())
        }
        Answer::Broken(text) => {
            stream.write_all((head(200, text.len() + 10, "") + &text).as_bytes())
        }
        Answer::Silent => {
            stream.write_all(head(200, 10, "").as_bytes())?;
            thread::sleep(Duration::from_secs(60));
            Ok(())
        }
        Answer::Mute => {
            thread::sleep(Duration::from_secs(60));
            Ok(())
        }
        Answer::Long(bytes) => {
            let line = "||ads.example.com^$script\n";
            let text = line.repeat(bytes / line.len() + 1);
            stream.write_all((head(200, text.len(), "") + &text).as_bytes())
        }
    }
}
