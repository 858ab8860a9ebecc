//! The sandbox for the worker of `bloqr dev`: it asks here, over a socket, and each request runs in a
//! process of its own. Only the parent of that process can tell how it ended.
//!
//! A request is one of `host.js`. The answer is the one that `host.js` gives, or says that the process
//! ended: `Ended: timed-out` or `Ended: out-of-memory`.

use std::{
    io::{self, Read, Write},
    os::{
        linux::net::SocketAddrExt,
        unix::net::{SocketAddr, UnixListener, UnixStream},
    },
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use rustix::{net::sockopt::socket_peercred, process::getuid};

use super::{
    End,
    process::{Process, Run},
};
use crate::{cli::Error, usercode::limits};

/// How many requests run at the same time.
const AT_ONCE: usize = 2;

/// The time that the worker has to send a request, and to read the answer.
const PATIENCE: Duration = Duration::from_secs(10);

const LONGEST_HEAD: usize = 4 << 10;

/// The longest body: code, which has the source with escapes, and the request for it.
const LONGEST_BODY: usize = limits::REQUEST + 8 * limits::SOURCE;

/// Starts to serve, with this workerd, and returns the address for workerd's configuration.
pub(in crate::cli) fn serve(binary: &Path) -> Result<String, Error> {
    let cannot = |err: io::Error| Error::new("cannot open a socket for the sandbox").caused_by(err);
    let mut random = [0_u8; 16];
    getrandom::fill(&mut random).map_err(|err| cannot(io::Error::other(err)))?;
    let name: String = random.iter().map(|it| format!("{it:02x}")).collect();
    let name = format!("bloqr-sandbox-{name}");
    // A name without a file: nothing can be left behind, whatever ends us.
    let address = SocketAddr::from_abstract_name(&name).map_err(cannot)?;
    let listener = UnixListener::bind_addr(&address).map_err(cannot)?;
    for _ in 0..AT_ONCE {
        let listener = listener.try_clone().map_err(cannot)?;
        let binary = PathBuf::from(binary);
        // The processes end with their thread, so it never ends.
        thread::spawn(move || {
            loop {
                serve_one(&listener, &binary);
            }
        });
    }
    Ok(format!("unix-abstract:{name}"))
}

/// Answers one request. Its process starts before anybody asks.
fn serve_one(listener: &UnixListener, binary: &Path) {
    let start = || Process::start(binary).and_then(Process::ready);
    let mut run = start();
    let Ok((mut stream, _)) = listener.accept() else {
        thread::sleep(Duration::from_secs(1));
        return;
    };
    // A name without a file has no owner: others on this machine could connect too.
    if !socket_peercred(&stream).is_ok_and(|it| it.uid == getuid()) {
        return;
    }
    // It can have waited for hours, in which it has closed its connection, or somebody has ended it.
    if !run.as_mut().is_ok_and(Run::is_alive) {
        run = start();
    }
    let ended = run.map_err(|err| err.to_string()).and_then(|mut run| {
        let request = Request::read(&mut stream).map_err(|err| err.to_string())?;
        let (code, body) = request.body.split_at(request.code.min(request.body.len()));
        run.ask(code, body).map_err(|err| err.to_string())
    });
    // When the worker does not read the answer, nobody wants it.
    _ = answer(&mut stream, ended);
}

fn answer(stream: &mut UnixStream, ended: Result<End, String>) -> io::Result<()> {
    let (status, ended, body) = match ended {
        Ok(End::Answered { status, body }) => {
            (200, format!("Ended: answered\r\nStatus: {status}\r\n"), body)
        }
        Ok(End::Threw(message)) => (200, "Ended: threw\r\n".to_owned(), message.into_bytes()),
        Ok(End::TimedOut) => (200, "Ended: timed-out\r\n".to_owned(), Vec::new()),
        Ok(End::OutOfMemory) => (200, "Ended: out-of-memory\r\n".to_owned(), Vec::new()),
        Err(message) => (500, String::new(), message.into_bytes()),
    };
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status} Done\r\nConnection: close\r\nContent-Length: {length}\r\n{ended}\r\n"
    );
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.write_all(head.as_bytes())?;
    stream.write_all(&body)
}

struct Request {
    /// How many bytes of the body are code.
    code: usize,
    body: Vec<u8>,
}

impl Request {
    /// Reads `POST /?code=N&most=M`.
    fn read(stream: &mut UnixStream) -> io::Result<Request> {
        stream.set_read_timeout(Some(PATIENCE))?;
        let mut bytes = Vec::new();
        let (head, code, length) = loop {
            if let Some(parsed) = parse(&bytes)? {
                break parsed;
            }
            if bytes.len() > LONGEST_HEAD {
                return Err(garbage());
            }
            more(stream, &mut bytes)?;
        };
        if length > LONGEST_BODY {
            return Err(garbage());
        }
        while bytes.len() < head + length {
            more(stream, &mut bytes)?;
        }
        bytes.truncate(head + length);
        Ok(Request { code, body: bytes.split_off(head) })
    }
}

/// The length of the head, of the code and of the body; `None` when the head is not complete.
fn parse(bytes: &[u8]) -> io::Result<Option<(usize, usize, usize)>> {
    let mut headers = [httparse::EMPTY_HEADER; 32];
    let mut request = httparse::Request::new(&mut headers);
    let httparse::Status::Complete(head) = request.parse(bytes).map_err(|_| garbage())? else {
        return Ok(None);
    };
    let number = |text: &str| text.parse::<usize>().ok();
    let query = request.path.and_then(|it| it.split_once('?')).map(|it| it.1).unwrap_or_default();
    let code = query.split('&').find_map(|it| number(it.strip_prefix("code=")?));
    let length = request.headers.iter().find(|it| it.name.eq_ignore_ascii_case("content-length"));
    let length = length.and_then(|it| number(std::str::from_utf8(it.value).ok()?));
    match (code, length) {
        (Some(code), Some(length)) => Ok(Some((head, code, length))),
        _ => Err(garbage()),
    }
}

fn more(stream: &mut UnixStream, bytes: &mut Vec<u8>) -> io::Result<()> {
    let mut buffer = [0; 1 << 16];
    match stream.read(&mut buffer)? {
        0 => Err(io::ErrorKind::UnexpectedEof.into()),
        len => {
            bytes.extend_from_slice(&buffer[..len]);
            Ok(())
        }
    }
}

fn garbage() -> io::Error {
    io::Error::other("the request to the sandbox is not valid")
}
