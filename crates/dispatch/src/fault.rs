use std::fmt;

use serde_json::Value;

use super::{Exchange, Path, cloudflare, evidence};
use bloqr_api::Endpoint;

/// Why there is no valid answer: there was no response, or it is not an answer of the backend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    // There was no response.
    /// The name of the host is not known.
    Dns {
        /// The name of the host.
        host: String,
    },
    /// The host refused the connection.
    Refused {
        /// The name of the host.
        host: String,
    },
    /// The host cannot be reached.
    Unreachable {
        /// The name of the host.
        host: String,
        /// The message of the system or the library.
        why: String,
    },
    /// The TLS handshake failed.
    Tls {
        /// The name of the host.
        host: String,
        /// The message of the system or the library.
        why: String,
    },
    /// There was no connection in time.
    ConnectTimeout {
        /// The name of the host.
        host: String,
    },
    /// The answer did not come in time.
    Timeout {
        /// How long it waited, in seconds.
        seconds: String,
    },
    /// The connection broke.
    Broken {
        /// The message of the system or the library.
        why: String,
    },
    /// The answer is too long.
    TooLong {
        /// The longest answer that is read, in bytes.
        limit: u64,
    },
    /// The body could not be decompressed.
    BadEncoding {
        /// The message of the system or the library.
        why: String,
    },
    // The response is not an answer of the backend.
    /// The backend redirects.
    Redirect {
        /// The HTTP status.
        status: u16,
        /// The target of the redirect.
        to: String,
    },
    /// A web page came instead of JSON.
    Html {
        /// The HTTP status.
        status: u16,
    },
    /// The answer is not JSON: its header names another type.
    ContentType {
        /// The HTTP status.
        status: u16,
        /// The content type of the answer.
        got: String,
    },
    /// The answer is empty.
    Empty {
        /// The HTTP status.
        status: u16,
    },
    /// The JSON ends too early.
    Truncated {
        /// The HTTP status.
        status: u16,
        /// How long the body is, in bytes.
        bytes: usize,
    },
    /// The answer cannot be read as JSON.
    NotJson {
        /// The HTTP status.
        status: u16,
        /// The message of the system or the library.
        why: String,
    },
    /// An error page of Cloudflare.
    Cloudflare {
        /// The HTTP status.
        status: u16,
        /// Cloudflare's number of the error.
        code: u16,
    },
    // The backend refused.
    /// 401: the backend needs a key.
    Unauthenticated {
        /// Whether the request had a key.
        had_key: bool,
        /// The message of the backend.
        detail: String,
    },
    /// 403: the backend does not allow it.
    Forbidden {
        /// Whether the request had a key.
        had_key: bool,
        /// The message of the backend.
        detail: String,
    },
    /// 413: the body is too long.
    TooLarge {
        /// The message of the backend.
        detail: String,
    },
    /// 429: too many requests.
    RateLimited {
        /// When to try again, in seconds.
        after: Option<u64>,
    },
    /// 404: the backend has no such path.
    NotFound {
        /// The path.
        path: String,
    },
    /// The backend refused in another way.
    Refusal {
        /// The HTTP status.
        status: u16,
        /// The message of the backend.
        detail: String,
    },
    // The isolate or the backend failed.
    /// The isolate failed, and no other path answered.
    Isolate {
        /// The path.
        path: Path,
        /// The HTTP status.
        status: u16,
        /// The message of the backend.
        detail: String,
    },
    /// 503: the backend cannot answer at the moment.
    Unavailable {
        /// When to try again, in seconds.
        after: Option<u64>,
        /// The message of the backend.
        detail: String,
    },
    /// The backend failed.
    Server {
        /// The HTTP status.
        status: u16,
        /// The message of the backend.
        detail: String,
    },
}

impl Fault {
    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Fault::Dns { .. } => "dns",
            Fault::Refused { .. } => "connection-refused",
            Fault::Unreachable { .. } => "unreachable",
            Fault::Tls { .. } => "tls",
            Fault::ConnectTimeout { .. } => "connect-timeout",
            Fault::Timeout { .. } => "timeout",
            Fault::Broken { .. } => "connection-broken",
            Fault::TooLong { .. } => "answer-too-long",
            Fault::BadEncoding { .. } => "bad-encoding",
            Fault::Redirect { .. } => "redirect",
            Fault::Html { .. } => "html",
            Fault::ContentType { .. } => "content-type",
            Fault::Empty { .. } => "empty-answer",
            Fault::Truncated { .. } => "truncated-json",
            Fault::NotJson { .. } => "not-json",
            Fault::Cloudflare { .. } => "cloudflare",
            Fault::Unauthenticated { .. } => "unauthenticated",
            Fault::Forbidden { .. } => "forbidden",
            Fault::TooLarge { .. } => "too-large",
            Fault::RateLimited { .. } => "rate-limited",
            Fault::NotFound { .. } => "not-found",
            Fault::Refusal { .. } => "refused",
            Fault::Isolate { .. } => "isolate-failed",
            Fault::Unavailable { .. } => "unavailable",
            Fault::Server { .. } => "server-error",
        }
    }

    /// Why the document of an exchange cannot be read.
    pub fn of_json(exchange: &Exchange, err: &serde_json::Error) -> Fault {
        let status = exchange.response.status;
        if err.is_eof() {
            Fault::Truncated { status, bytes: exchange.response.body.len() }
        } else {
            Fault::NotJson { status, why: err.to_string() }
        }
    }

    /// Whether there was a wrong answer, which is a finding. All other faults mean that the backend
    /// could not be checked.
    pub fn is_finding(&self) -> bool {
        matches!(
            self,
            Fault::Html { .. }
                | Fault::ContentType { .. }
                | Fault::Empty { .. }
                | Fault::Truncated { .. }
                | Fault::NotJson { .. }
                | Fault::BadEncoding { .. }
                | Fault::TooLong { .. }
                | Fault::Refusal { .. }
                | Fault::NotFound { .. }
                | Fault::Isolate { .. }
                | Fault::Unavailable { .. }
                | Fault::Server { .. }
        ) || matches!(self, Fault::Cloudflare { code: 1101 | 1102, .. })
    }

    /// Whether the same request may be sent again at once: it never reached the backend.
    pub fn is_before_the_request(&self) -> bool {
        matches!(self, Fault::Refused { .. } | Fault::Unreachable { .. })
    }

    /// What to do.
    pub fn hint(&self) -> Option<String> {
        let fixed = match self {
            Fault::Dns { .. } => {
                "check the URL for a typing error, and that this machine is online"
            }
            Fault::Refused { .. } => "start it (bloqr dev, or wrangler dev), or correct the port",
            Fault::Unreachable { .. } => "check the network, and any proxy or firewall in between",
            Fault::Tls { why, .. } => {
                if why.contains("InvalidContentType") {
                    "that port does not use TLS: use http:// (with --allow-http when it is remote)"
                } else {
                    return Some(certificate(why).to_owned());
                }
            }
            Fault::ConnectTimeout { .. } => "check the port, and any firewall that drops packets",
            Fault::Timeout { .. } => "allow more time: --timeout 60s",
            Fault::Broken { .. } => "try again; if it happens again, read the log: wrangler tail",
            Fault::TooLong { .. } => "check that the URL is the backend's",
            Fault::BadEncoding { .. } => "check the proxy or cache in front of the backend",
            Fault::Redirect { to, .. } => {
                let why = "redirects are not followed, so that the key is not sent to another host";
                return Some(match root(to) {
                    Some(root) => format!("{why}: use {root} if you trust it"),
                    None => format!("{why}: find out which URL is the root of the backend"),
                });
            }
            Fault::Html { .. }
            | Fault::ContentType { .. }
            | Fault::NotJson { .. }
            | Fault::Empty { .. } => {
                "check that the URL is the root of the backend, as in https://api.example.com"
            }
            Fault::Truncated { .. } => {
                "read the log of the worker to find out what ended it: wrangler tail"
            }
            Fault::Cloudflare { code, .. } => cloudflare::meaning(*code)?.1,
            Fault::Unauthenticated { had_key: false, .. } => {
                "set BLOQR_API_KEY, or name a file with --api-key-file or a profile with --profile"
            }
            Fault::Unauthenticated { had_key: true, .. } => {
                "the backend does not know the key: make one with `bloqr key new`, or correct BLOQR_API_KEY"
            }
            Fault::Forbidden { had_key: false, .. } => {
                "set BLOQR_API_KEY to a key that is allowed to do this"
            }
            Fault::Forbidden { had_key: true, .. } => "use a key of a higher tier",
            Fault::TooLarge { .. } => "send less at a time: the limit is 1 MiB a request",
            Fault::RateLimited { after: None } => {
                "try again in a minute, or use a key of a higher tier"
            }
            Fault::RateLimited { after: Some(after) } => {
                return Some(format!("try again in {after} s, or use a key of a higher tier"));
            }
            Fault::NotFound { .. } => {
                "check that the URL is the root of the backend, and what is deployed there"
            }
            Fault::Unavailable { after, .. } => {
                let when = after.map_or("later".to_owned(), |it| format!("in {it} s"));
                return Some(format!(
                    "try again {when}; if it happens again, read the log: wrangler tail"
                ));
            }
            Fault::Refusal { .. } => return None,
            Fault::Isolate { status: 504, .. } => {
                "the isolate hung: read the log (wrangler tail), or send smaller requests"
            }
            Fault::Isolate { .. } | Fault::Server { .. } => "read the log: wrangler tail",
        };
        Some(fixed.to_owned())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let because = |detail: &str| match detail {
            "" => String::new(),
            _ => format!(": {detail}"),
        };
        match self {
            Fault::Dns { host } => write!(f, "there is no host `{host}`"),
            Fault::Refused { host } => write!(f, "nothing listens at {host}: connection refused"),
            Fault::Unreachable { host, why } => write!(f, "cannot reach {host}: {why}"),
            Fault::Tls { host, why } => write!(f, "no secure connection to {host}: {why}"),
            Fault::ConnectTimeout { host } => {
                write!(f, "{host} did not accept the connection in time")
            }
            Fault::Timeout { seconds } => write!(f, "no complete answer in {seconds}"),
            Fault::Broken { why } => write!(f, "the connection broke: {why}"),
            Fault::TooLong { limit } => {
                write!(f, "the answer is longer than {} MiB, and was cut off", limit >> 20)
            }
            Fault::BadEncoding { why } => write!(f, "the answer cannot be decompressed: {why}"),
            Fault::Redirect { status, to } => write!(f, "{status}, a redirect to {to}"),
            Fault::Html { status } => write!(f, "{status} with an HTML page instead of JSON"),
            Fault::ContentType { status, got } if got.is_empty() => {
                write!(f, "{status} without a content type instead of JSON")
            }
            Fault::ContentType { status, got } => {
                write!(f, "{status} with `{got}` instead of JSON")
            }
            Fault::Empty { status } => write!(f, "{status} with an empty body"),
            Fault::Truncated { status, bytes } => {
                write!(f, "{status} with incomplete JSON: it ends after {bytes} bytes")
            }
            Fault::NotJson { status, why } => {
                write!(f, "{status} with text that is not JSON: {why}")
            }
            Fault::Cloudflare { status, code } => {
                let meaning = cloudflare::meaning(*code).map_or("", |it| it.0);
                if status == code {
                    write!(f, "Cloudflare error {code}{}", because(meaning))
                } else {
                    write!(f, "{status}, Cloudflare error {code}{}", because(meaning))
                }
            }
            Fault::Unauthenticated { had_key: true, detail } => {
                write!(f, "401, the key was not accepted{}", because(detail))
            }
            Fault::Unauthenticated { detail, .. } => {
                write!(f, "401, a key is needed{}", because(detail))
            }
            Fault::Forbidden { detail, .. } => write!(f, "403, not allowed{}", because(detail)),
            Fault::TooLarge { detail } => write!(f, "413, too large{}", because(detail)),
            Fault::RateLimited { .. } => f.write_str("429, too many requests"),
            Fault::NotFound { path } => write!(f, "404, there is no {path}"),
            Fault::Refusal { status, detail } => write!(f, "{status}, refused{}", because(detail)),
            Fault::Isolate { path, status, detail } => {
                write!(f, "{status}, the isolate of {path} failed{}", because(detail))
            }
            Fault::Unavailable { detail, .. } => {
                write!(f, "503, the backend is not available{}", because(detail))
            }
            Fault::Server { status, detail } => {
                write!(f, "{status}, the backend failed{}", because(detail))
            }
        }
    }
}

impl std::error::Error for Fault {}

/// The root of the backend, from the URL of one of its endpoints. The URL must have a host.
fn root(to: &str) -> Option<&str> {
    let to = to.split(['?', '#']).next().unwrap_or_default();
    let of = |it: Endpoint| to.strip_suffix(it.path());
    let root = Endpoint::ALL.into_iter().find_map(of).unwrap_or(to).trim_end_matches('/');
    (root.starts_with("https://") || root.starts_with("http://")).then_some(root)
}

/// What to do about an invalid certificate, by the message of the TLS library.
fn certificate(why: &str) -> &'static str {
    let says = |marks: &[&str]| marks.iter().any(|it| why.contains(it));
    if says(&["UnknownIssuer", "CaUsedAsEndEntity", "BadSignature"]) {
        "its certificate is not signed by a known authority: if you trust it, name the file of its authority, or of the certificate, in SSL_CERT_FILE"
    } else if says(&["Expired", "expired", "NotValidYet", "not valid yet"]) {
        "its certificate is not valid at this time: renew it, or correct the clock of this machine"
    } else {
        "use a host name of its certificate; for a private authority, name its file in SSL_CERT_FILE"
    }
}

/// The document of a 200, or why it cannot be used.
pub fn read(exchange: &Exchange) -> Result<Value, Fault> {
    let document = document(exchange)?;
    serde_json::from_slice(document).map_err(|err| Fault::of_json(exchange, &err))
}

/// The bytes of a 200 that says it is JSON.
pub fn document(exchange: &Exchange) -> Result<&[u8], Fault> {
    let response = &exchange.response;
    let status = response.status;
    if let Some(code) = cloudflare::code(response) {
        return Err(Fault::Cloudflare { status, code });
    }
    if (300..400).contains(&status) {
        let to = response.header("location").unwrap_or("nowhere").to_owned();
        return Err(Fault::Redirect { status, to });
    }
    if status != 200 {
        return Err(refusal(exchange));
    }
    let media_type = response.media_type();
    let start = response.body.trim_ascii_start();
    if media_type == "text/html" || start.first() == Some(&b'<') {
        return Err(Fault::Html { status });
    }
    if start.is_empty() {
        return Err(Fault::Empty { status });
    }
    if media_type != "application/json" && !media_type.ends_with("+json") {
        return Err(Fault::ContentType { status, got: media_type });
    }
    Ok(&response.body)
}

fn refusal(exchange: &Exchange) -> Fault {
    let (response, had_key) = (&exchange.response, exchange.had_key);
    let status = response.status;
    let detail = detail(exchange);
    match status {
        401 => Fault::Unauthenticated { had_key, detail },
        403 => Fault::Forbidden { had_key, detail },
        404 => Fault::NotFound { path: exchange.request.path.clone() },
        413 => Fault::TooLarge { detail },
        429 => Fault::RateLimited { after: response.retry_after() },
        _ if response.media_type() == "text/html" => Fault::Html { status },
        500.. => match evidence::header(response) {
            Some(Ok(path)) => Fault::Isolate { path, status, detail },
            _ if status == 503 => Fault::Unavailable { after: response.retry_after(), detail },
            _ => Fault::Server { status, detail },
        },
        _ => Fault::Refusal { status, detail },
    }
}

/// The message of an error: from problem+json, `{"error": "…"}`, `{"error": {"message": "…"}}` or
/// text. One short line.
fn detail(exchange: &Exchange) -> String {
    let response = &exchange.response;
    let json = response.json();
    let text = |pointer: &str| json.as_ref()?.pointer(pointer)?.as_str();
    let found = ["/detail", "/error/message", "/error", "/title", "/message"];
    let found = found.into_iter().find_map(text).map(str::to_owned);
    let plain = || match response.media_type().as_str() {
        "text/plain" => String::from_utf8_lossy(&response.body).into_owned(),
        _ => String::new(),
    };
    let line = found.unwrap_or_else(plain);
    let line: String = line.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().map(|it| if it.is_control() { '\u{fffd}' } else { it }).take(200).collect()
}
