//! Reads a stream of events: `text/event-stream`, as the HTML standard defines it.

use std::{
    collections::VecDeque,
    io::{self, Read},
    time::Duration,
};

use reqwest::{
    blocking,
    header::{ACCEPT, CONTENT_TYPE},
};

use super::{Client, Key, failure};
use crate::{
    cli::duration,
    dispatch::{self, Auth, Exchange, Fault, Request, Response},
};

/// An event of a server.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::cli) struct Event {
    /// `message` where the server gives no name.
    pub(in crate::cli) name: String,
    pub(in crate::cli) data: String,
    /// The last id that the server sent, also with an event before; empty when there is none.
    pub(in crate::cli) id: String,
}

/// A stream that is open.
pub(in crate::cli) struct Events {
    response: blocking::Response,
    reader: Reader,
    ready: VecDeque<Event>,
}

/// A server sends at least a comment each 15 seconds. A stream that is silent for longer than this is dead.
const SILENCE: Duration = Duration::from_secs(50);

/// The longest event that is read, in bytes.
const MAX_EVENT: usize = 8 << 20;

impl Client {
    /// Opens a stream of events. `last` is the id of the last event that was read, or empty.
    pub(in crate::cli) fn events(&self, path: &str, last: &str) -> Result<Events, Fault> {
        let Ok(url) = self.url.join(path.trim_start_matches('/')) else {
            return Err(Fault::Broken { why: format!("{path} is not a valid path") });
        };
        let (builder, had_key) = self.authorize(self.http.get(url), &Auth::Key);
        let mut builder = builder.header(ACCEPT, "text/event-stream");
        if !last.is_empty() {
            builder = builder.header("Last-Event-ID", last);
        }
        let host = self.url.origin().ascii_serialization();
        let silence = duration::show(SILENCE);
        // Counts for the headers, and again for each piece of the body.
        let response = builder.timeout(SILENCE).send();
        let response = response.map_err(|err| failure::of_request(&err, &host, &silence))?;
        let kind = response.headers().get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
        let kind = kind.unwrap_or_default().to_ascii_lowercase();
        if response.status() == 200 && kind.starts_with("text/event-stream") {
            let secret = self.key.as_ref().map(Key::secret).unwrap_or_default().to_owned();
            let ready = VecDeque::new();
            return Ok(Events { response, reader: Reader::new(secret), ready });
        }
        Err(self.no_stream(path, response, had_key))
    }

    /// Why an answer is no stream.
    fn no_stream(&self, path: &str, mut response: blocking::Response, had_key: bool) -> Fault {
        let status = response.status().as_u16();
        let headers = response.headers().iter();
        let headers: Vec<(String, String)> = headers
            .map(|(name, value)| {
                (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into())
            })
            .collect();
        let mut body = Vec::new();
        // An error that cannot be read is told by its status.
        _ = response.by_ref().take(1 << 16).read_to_end(&mut body);
        let response = Response { status, headers, body: self.redact(body), micros: 0 };
        let got = response.media_type();
        let exchange = Exchange { request: Request::get(path), response, had_key };
        match dispatch::read(&exchange) {
            Err(fault) => fault,
            Ok(_) => Fault::ContentType { status, got },
        }
    }
}

impl Events {
    /// The next event; `None` at the end of the stream.
    pub(in crate::cli) fn next(&mut self) -> Result<Option<Event>, Fault> {
        let mut buffer = [0; 1 << 14];
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Ok(Some(event));
            }
            match self.response.read(&mut buffer) {
                Ok(0) => return Ok(None),
                Ok(n) => self.reader.push(&buffer[..n], &mut self.ready)?,
                Err(err) if err.kind() == io::ErrorKind::Interrupted => (),
                Err(err) => return Err(failure::of_body(&err, 0, &duration::show(SILENCE))),
            }
        }
    }
}

/// Makes events of bytes, however they are cut.
struct Reader {
    /// The key of the request, which no event may contain.
    secret: String,
    line: Vec<u8>,
    is_first: bool,
    /// The line before ended with `\r`: a `\n` belongs to it.
    after_return: bool,
    name: String,
    data: String,
    has_data: bool,
    id: String,
}

impl Reader {
    fn new(secret: String) -> Reader {
        Reader {
            secret,
            line: Vec::new(),
            is_first: true,
            after_return: false,
            name: String::new(),
            data: String::new(),
            has_data: false,
            id: String::new(),
        }
    }

    fn push(&mut self, bytes: &[u8], events: &mut VecDeque<Event>) -> Result<(), Fault> {
        for &byte in bytes {
            match byte {
                b'\n' if std::mem::take(&mut self.after_return) => (),
                b'\n' | b'\r' => {
                    self.after_return = byte == b'\r';
                    events.extend(self.end_line());
                }
                _ => {
                    self.after_return = false;
                    self.line.push(byte);
                    if self.line.len() + self.data.len() > MAX_EVENT {
                        return Err(Fault::TooLong { limit: MAX_EVENT as u64 });
                    }
                }
            }
        }
        Ok(())
    }

    fn end_line(&mut self) -> Option<Event> {
        let line = String::from_utf8_lossy(&std::mem::take(&mut self.line)).into_owned();
        let was_first = std::mem::take(&mut self.is_first);
        let line = if was_first { line.trim_start_matches('\u{feff}') } else { &line };
        if line.is_empty() {
            return self.end_event();
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => self.name = value.to_owned(),
            "data" => {
                if std::mem::replace(&mut self.has_data, true) {
                    self.data.push('\n');
                }
                self.data += value;
            }
            "id" if !value.contains('\0') => self.id = value.to_owned(),
            // A comment, `retry` (we have our own pauses), or a field of the future.
            _ => (),
        }
        None
    }

    fn end_event(&mut self) -> Option<Event> {
        let (name, data) = (std::mem::take(&mut self.name), std::mem::take(&mut self.data));
        if !std::mem::take(&mut self.has_data) {
            return None;
        }
        let name = if name.is_empty() { "message".to_owned() } else { name };
        let data = match self.secret.as_str() {
            "" => data,
            secret => data.replace(secret, "[api key]"),
        };
        Some(Event { name, data, id: self.id.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pieces: &[&str]) -> Vec<(String, String, String)> {
        let mut reader = Reader::new("blq_secret".to_owned());
        let mut events = VecDeque::new();
        for piece in pieces {
            reader.push(piece.as_bytes(), &mut events).unwrap();
        }
        events.into_iter().map(|it| (it.name, it.data, it.id)).collect()
    }

    #[test]
    fn streams_are_read_as_the_standard_says() {
        type Wanted<'a> = (&'a str, &'a str, &'a str);
        let cases: &[(&str, &[Wanted<'_>])] = &[
            ("", &[]),
            ("data: a", &[]),
            ("data: a\n\n", &[("message", "a", "")]),
            ("data:a\ndata: b\n\n", &[("message", "a\nb", "")]),
            ("event: state\nid: 7\ndata: {}\n\n", &[("state", "{}", "7")]),
            ("id: 7\ndata: a\n\ndata: b\n\n", &[("message", "a", "7"), ("message", "b", "7")]),
            ("event: state\n\ndata: a\n\n", &[("message", "a", "")]),
            (": comment\n\n: more\n\n", &[]),
            ("data\n\n", &[("message", "", "")]),
            (
                "data: a\r\n\r\ndata: b\r\rdata: c\n\n",
                &[("message", "a", ""), ("message", "b", ""), ("message", "c", "")],
            ),
            ("\u{feff}data: ä\n\n", &[("message", "ä", "")]),
            ("retry: 1\nother: x\ndata:  a\n\n", &[("message", " a", "")]),
            ("data: blq_secret\n\n", &[("message", "[api key]", "")]),
        ];
        for (stream, wanted) in cases {
            let wanted: Vec<_> = wanted
                .iter()
                .map(|it| (it.0.to_owned(), it.1.to_owned(), it.2.to_owned()))
                .collect();
            assert_eq!(read(&[stream]), wanted, "{stream:?}");
            // However it is cut.
            let pieces: Vec<String> = stream.chars().map(String::from).collect();
            let pieces: Vec<&str> = pieces.iter().map(String::as_str).collect();
            assert_eq!(read(&pieces), wanted, "{stream:?}, cut");
        }
    }
}
