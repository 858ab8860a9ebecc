//! A server of lists on this machine, which counts the requests for each.

use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

/// What the server does when a path is asked for.
#[derive(Clone)]
pub(crate) enum Reply {
    Text(String),
    /// With this content type.
    Typed(&'static str, Vec<u8>),
    Redirect(String),
    Status(u16),
    /// Lines without end.
    Endless,
    /// The head of an answer, and nothing more.
    Silent,
}

#[derive(Default)]
struct State {
    replies: HashMap<String, Reply>,
    visits: HashMap<String, usize>,
    /// Connections, with or without a request.
    connections: usize,
}

pub(crate) struct Lists {
    pub(crate) address: SocketAddr,
    state: Arc<Mutex<State>>,
}

impl Lists {
    pub(crate) fn new() -> Lists {
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
        Lists { address, state }
    }

    pub(crate) fn with(self, path: &str, reply: Reply) -> Lists {
        self.put(path, reply);
        self
    }

    pub(crate) fn put(&self, path: &str, reply: Reply) {
        self.state.lock().unwrap().replies.insert(path.to_owned(), reply);
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// How often a path was asked for.
    pub(crate) fn visits(&self, path: &str) -> usize {
        self.state.lock().unwrap().visits.get(path).copied().unwrap_or(0)
    }

    pub(crate) fn connections(&self) -> usize {
        self.state.lock().unwrap().connections
    }
}

/// Answers one request, and closes the connection.
fn serve(stream: TcpStream, state: &Mutex<State>) {
    let mut stream = BufReader::new(stream);
    let mut line = String::new();
    if stream.read_line(&mut line).is_err() {
        return;
    }
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    while stream.read_line(&mut line).is_ok_and(|it| it > 2) {}
    let reply = {
        let mut state = state.lock().unwrap();
        *state.visits.entry(path.clone()).or_default() += 1;
        state.replies.get(&path).cloned().unwrap_or(Reply::Status(404))
    };
    // A client may have what it wants before all is sent.
    _ = write(stream.get_mut(), reply);
}

fn write(stream: &mut TcpStream, reply: Reply) -> std::io::Result<()> {
    let head =
        |status: u16, more: &str| format!("HTTP/1.1 {status} X\r\nconnection: close\r\n{more}\r\n");
    let whole = |kind: &str, body: &[u8]| {
        let more = format!("content-type: {kind}\r\ncontent-length: {}\r\n", body.len());
        [head(200, &more).as_bytes(), body].concat()
    };
    match reply {
        Reply::Text(text) => stream.write_all(&whole("text/plain", text.as_bytes())),
        Reply::Typed(kind, body) => stream.write_all(&whole(kind, &body)),
        Reply::Redirect(to) => stream
            .write_all(head(302, &format!("location: {to}\r\ncontent-length: 0\r\n")).as_bytes()),
        Reply::Status(status) => stream.write_all(head(status, "content-length: 0\r\n").as_bytes()),
        Reply::Endless => {
            stream.write_all(head(200, "content-type: text/plain\r\n").as_bytes())?;
            let lines = "||ads.example.com^\n".repeat(1 << 12);
            loop {
                stream.write_all(lines.as_bytes())?;
            }
        }
        Reply::Silent => {
            stream.write_all(head(200, "content-length: 10\r\n").as_bytes())?;
            thread::sleep(Duration::from_secs(120));
            Ok(())
        }
    }
}
