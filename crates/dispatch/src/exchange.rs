use serde_json::Value;

use super::Fault;

/// What is asked of a backend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub method: &'static str,
    /// From the backend's root: `/api/ast/parse`.
    pub path: String,
    pub content_type: Option<&'static str>,
    pub body: Vec<u8>,
    pub auth: Auth,
    /// Whether it goes on a connection of its own: what a server makes of it spoils no other.
    pub is_alone: bool,
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Auth {
    /// The user's key, where there is one. What it is, only the client knows.
    Key,
    /// Nobody.
    None,
    /// A header that says this.
    Header(&'static str),
}

impl Request {
    pub fn get(path: impl Into<String>) -> Request {
        let (path, body) = (path.into(), Vec::new());
        Request { method: "GET", path, content_type: None, body, auth: Auth::Key, is_alone: false }
    }

    pub fn post(path: impl Into<String>, body: impl Into<Vec<u8>>) -> Request {
        Request {
            method: "POST",
            path: path.into(),
            content_type: Some("application/json"),
            body: body.into(),
            auth: Auth::Key,
            is_alone: false,
        }
    }

    pub fn auth(self, auth: Auth) -> Request {
        Request { auth, ..self }
    }

    pub fn alone(self) -> Request {
        Request { is_alone: true, ..self }
    }
}

/// `Content-Encoding` of a body that a backend and the runtime below it have both compressed.
pub const GZIPPED_TWICE: &str = "gzip, gzip";

/// A request, and what came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    pub request: Request,
    pub response: Response,
    /// Whether the user's key went along.
    pub had_key: bool,
}

/// An exchange, or why there was none.
pub type Outcome = Result<Exchange, Fault>;

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Response {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    /// Unpacked.
    pub body: Vec<u8>,
    /// From the first byte sent to the last received, in microseconds.
    pub micros: u64,
}

impl Response {
    /// The first header of that name, in whatever case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers.find(|(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// Whether the body came gzipped twice, and was unpacked twice. The client says so in the
    /// header of the encodings, which the first unpacking takes away.
    pub fn is_gzipped_twice(&self) -> bool {
        let mut headers = self.headers.iter();
        headers.any(|it| it.0.eq_ignore_ascii_case("content-encoding") && it.1 == GZIPPED_TWICE)
    }

    /// Seconds to wait, as the server asks for.
    pub fn retry_after(&self) -> Option<u64> {
        let from_body = || self.json()?.get("retryAfter")?.as_u64();
        self.header("retry-after").and_then(|it| it.trim().parse().ok()).or_else(from_body)
    }

    /// `application/json` of `application/json; charset=utf-8`, in small letters.
    pub fn media_type(&self) -> String {
        let value = self.header("content-type").unwrap_or_default();
        value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }
}
