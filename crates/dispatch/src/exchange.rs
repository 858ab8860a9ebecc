use serde_json::Value;

use super::Fault;

/// A request to a backend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// `GET`, `POST`, `PUT`, …
    pub method: &'static str,
    /// The path after the backend's root: `/api/ast/parse`.
    pub path: String,
    /// The header `Content-Type`; `None` sends none.
    pub content_type: Option<&'static str>,
    /// Other headers: name and value.
    pub headers: Vec<(&'static str, String)>,
    /// The body; it can be empty.
    pub body: Vec<u8>,
    /// The identity that the request claims.
    pub auth: Auth,
    /// Whether it uses its own connection, so that it cannot disturb other requests.
    pub is_alone: bool,
}

/// The identity that the request claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Auth {
    /// The user's key, if there is one. Only the client knows its text.
    Key,
    /// No key.
    None,
    /// This text in the header.
    Header(&'static str),
}

impl Request {
    /// A request without a body.
    pub fn get(path: impl Into<String>) -> Request {
        Request::new("GET", path.into(), None, Vec::new())
    }

    /// A request with JSON.
    pub fn post(path: impl Into<String>, body: impl Into<Vec<u8>>) -> Request {
        Request::new("POST", path.into(), Some("application/json"), body.into())
    }

    /// A request that puts a text in the place of another one.
    pub fn put(path: impl Into<String>, text: impl Into<Vec<u8>>) -> Request {
        Request::new("PUT", path.into(), Some("text/plain; charset=utf-8"), text.into())
    }

    fn new(
        method: &'static str,
        path: String,
        content_type: Option<&'static str>,
        body: Vec<u8>,
    ) -> Request {
        let (headers, auth) = (Vec::new(), Auth::Key);
        Request { method, path, content_type, headers, body, auth, is_alone: false }
    }

    /// Adds a header.
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Request {
        self.headers.push((name, value.into()));
        self
    }

    /// Sets the identity.
    pub fn auth(self, auth: Auth) -> Request {
        Request { auth, ..self }
    }

    /// Sets that it uses its own connection.
    pub fn alone(self) -> Request {
        Request { is_alone: true, ..self }
    }
}

/// The `Content-Encoding` of a body that both the backend and its runtime have compressed.
pub const GZIPPED_TWICE: &str = "gzip, gzip";

/// A request and its response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// The request.
    pub request: Request,
    /// The response.
    pub response: Response,
    /// Whether the request had the user's key.
    pub had_key: bool,
}

/// An exchange, or why there is none.
pub type Outcome = Result<Exchange, Fault>;

/// The response of a backend.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Names and values, in the order of the response.
    pub headers: Vec<(String, String)>,
    /// The body, decompressed.
    pub body: Vec<u8>,
    /// The time from the first byte sent to the last byte received, in microseconds.
    pub micros: u64,
}

impl Response {
    /// The first header with that name; upper and lower case are the same.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers.find(|(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The body as JSON; `None` when it is not JSON.
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// Whether the body was compressed twice, and was decompressed twice. The client says this in
    /// the header `Content-Encoding`.
    pub fn is_gzipped_twice(&self) -> bool {
        let mut headers = self.headers.iter();
        headers.any(|it| it.0.eq_ignore_ascii_case("content-encoding") && it.1 == GZIPPED_TWICE)
    }

    /// The seconds to wait that the server asks for.
    pub fn retry_after(&self) -> Option<u64> {
        let from_body = || self.json()?.get("retryAfter")?.as_u64();
        self.header("retry-after").and_then(|it| it.trim().parse().ok()).or_else(from_body)
    }

    /// `application/json` of `application/json; charset=utf-8`, in lower case.
    pub fn media_type(&self) -> String {
        let value = self.header("content-type").unwrap_or_default();
        value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }
}
