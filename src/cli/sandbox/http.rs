//! As much of HTTP/1.1 as the sandbox process needs: its answers have a length, and come from a worker
//! of ours. Still nothing of them is taken for granted, because code of strangers runs in the same
//! process.

use std::{
    io::{self, Read, Write},
    os::unix::net::UnixStream,
    time::{Duration, Instant},
};

#[cfg(target_os = "linux")]
use rustix::{io::Errno, net::RecvFlags};

/// A connection to the process.
pub(super) struct Connection {
    stream: UnixStream,
    /// What was read behind the last answer.
    rest: Vec<u8>,
}

#[derive(Debug)]
pub(super) struct Response {
    pub(super) status: u16,
    headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum Silence {
    /// The time is over.
    TimedOut,
    /// The connection ended, as it does when the process ends.
    Closed,
    /// The answer is none of our worker's.
    Garbage,
}

const LONGEST_HEAD: usize = 16 << 10;

impl Connection {
    pub(super) fn new(stream: UnixStream) -> Connection {
        Connection { stream, rest: Vec::new() }
    }

    /// Whether the other side has neither closed it nor said anything unasked.
    #[cfg(target_os = "linux")]
    pub(super) fn is_open(&self) -> bool {
        let mut byte = [0];
        let flags = RecvFlags::PEEK | RecvFlags::DONTWAIT;
        matches!(rustix::net::recv(&self.stream, &mut byte, flags), Err(Errno::AGAIN))
    }

    /// Sends a request with a body in two parts, and reads the answer, whose body has at most `most`
    /// bytes.
    pub(super) fn ask(
        &mut self,
        request: &str,
        body: [&[u8]; 2],
        most: usize,
        time: Duration,
    ) -> Result<Response, Silence> {
        let end = Instant::now() + time;
        let len = body[0].len() + body[1].len();
        let head = format!("{request} HTTP/1.1\r\nHost: sandbox\r\nContent-Length: {len}\r\n\r\n");
        for part in [head.as_bytes(), body[0], body[1]] {
            self.write(part, end)?;
        }
        self.read(most, end)
    }

    fn write(&mut self, mut bytes: &[u8], end: Instant) -> Result<(), Silence> {
        while !bytes.is_empty() {
            self.stream.set_write_timeout(Some(left(end)?)).map_err(|_| Silence::TimedOut)?;
            match self.stream.write(bytes) {
                Ok(0) => return Err(Silence::Closed),
                Ok(len) => bytes = &bytes[len..],
                Err(err) => silence(&err)?,
            }
        }
        Ok(())
    }

    fn read(&mut self, most: usize, end: Instant) -> Result<Response, Silence> {
        let mut bytes = std::mem::take(&mut self.rest);
        let (head, mut response, len) = loop {
            if let Some(parsed) = parse(&bytes)? {
                break parsed;
            }
            if bytes.len() > LONGEST_HEAD {
                return Err(Silence::Garbage);
            }
            self.more(&mut bytes, end)?;
        };
        if len > most {
            return Err(Silence::Garbage);
        }
        while bytes.len() < head + len {
            self.more(&mut bytes, end)?;
        }
        self.rest = bytes.split_off(head + len);
        response.body = bytes.split_off(head);
        Ok(response)
    }

    fn more(&mut self, bytes: &mut Vec<u8>, end: Instant) -> Result<(), Silence> {
        let mut buffer = [0; 1 << 16];
        self.stream.set_read_timeout(Some(left(end)?)).map_err(|_| Silence::TimedOut)?;
        match self.stream.read(&mut buffer) {
            Ok(0) => Err(Silence::Closed),
            Ok(len) => {
                bytes.extend_from_slice(&buffer[..len]);
                Ok(())
            }
            Err(err) => silence(&err),
        }
    }
}

impl Response {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|it| it.0.eq_ignore_ascii_case(name))?;
        Some(&found.1)
    }
}

/// What is left of the time, which is never nothing: that would mean to wait for ever.
fn left(end: Instant) -> Result<Duration, Silence> {
    let left = end.saturating_duration_since(Instant::now());
    if left.is_zero() { Err(Silence::TimedOut) } else { Ok(left) }
}

/// `Ok` when the operation is to be tried again.
fn silence(err: &io::Error) -> Result<(), Silence> {
    match err.kind() {
        io::ErrorKind::Interrupted => Ok(()),
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => Err(Silence::TimedOut),
        _ => Err(Silence::Closed),
    }
}

/// The length of the head, the answer without its body, and the length of the body; `None` when the
/// head is not complete.
fn parse(bytes: &[u8]) -> Result<Option<(usize, Response, usize)>, Silence> {
    let mut headers = [httparse::EMPTY_HEADER; 16];
    let mut response = httparse::Response::new(&mut headers);
    let parsed = response.parse(bytes).map_err(|_| Silence::Garbage)?;
    let (httparse::Status::Complete(head), Some(status)) = (parsed, response.code) else {
        return Ok(None);
    };
    let headers = response
        .headers
        .iter()
        .map(|it| (it.name.to_owned(), String::from_utf8_lossy(it.value).into_owned()));
    let response = Response { status, headers: headers.collect(), body: Vec::new() };
    let len = match (response.header("content-length"), status) {
        (Some(len), _) => len.parse().map_err(|_| Silence::Garbage)?,
        (None, 204) => 0,
        (None, _) => return Err(Silence::Garbage),
    };
    Ok(Some((head, response, len)))
}
