//! Fetches a list from any server: over https, with a limit on its length, its time and its redirects.

use std::{
    io::{self, Read},
    thread,
    time::Duration,
};

use reqwest::{
    StatusCode, Url, blocking,
    header::{ETAG, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED},
    redirect,
};

use super::{failure, jitter, target::is_loopback};
use crate::{
    cli::{Error, duration},
    dispatch::Fault,
};

/// Fetches lists. Any number of threads can use it.
pub(in crate::cli) struct Fetcher {
    http: blocking::Client,
    /// For messages, and for connecting.
    timeout: Duration,
    allows_http: bool,
}

/// The version of a file, as its server names it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::cli) struct Version {
    pub(in crate::cli) etag: Option<String>,
    pub(in crate::cli) modified: Option<String>,
}

/// An answer.
pub(in crate::cli) enum Fetched {
    /// The server still has that version.
    Unchanged,
    New {
        body: Vec<u8>,
        version: Version,
    },
}

const MOST_BYTES: usize = 256 << 20;
const MOST_REDIRECTS: usize = 5;
const TRIES: u32 = 3;

impl Fetcher {
    pub(in crate::cli) fn new(timeout: Duration, allows_http: bool) -> Result<Fetcher, Error> {
        let follow = move |attempt: redirect::Attempt<'_>| {
            if attempt.previous().len() > MOST_REDIRECTS {
                return attempt.error("it has too many redirects");
            }
            let from_here = attempt.previous().first().is_some_and(is_loopback);
            match check(attempt.url(), allows_http) {
                Err(_) => attempt.error("it is redirected to a URL without https"),
                // Another server must not make this machine send requests to itself.
                Ok(()) if is_loopback(attempt.url()) && !from_here => {
                    attempt.error("it is redirected to this machine")
                }
                Ok(()) => attempt.follow(),
            }
        };
        let builder = super::builder(timeout.min(Duration::from_secs(10)));
        let http = super::build(builder.redirect(redirect::Policy::custom(follow)))?;
        Ok(Fetcher { http, timeout, allows_http })
    }

    /// Fetches a file, unless it is still the known version. A failure that can pass is tried again,
    /// while there is time `left`. `told` hears how many bytes are there, and how many there will be.
    pub(in crate::cli) fn fetch(
        &self,
        url: &str,
        known: &Version,
        left: &dyn Fn() -> Duration,
        told: &dyn Fn(u64, Option<u64>),
    ) -> Result<Fetched, String> {
        let parsed = Url::parse(url).map_err(|err| format!("it is not a URL: {err}"))?;
        check(&parsed, self.allows_http)?;
        let mut pause = Duration::from_millis(300);
        let mut tries = 1;
        loop {
            match self.try_once(&parsed, known, left, told) {
                Err((_, true)) if tries < TRIES && left() > pause * 2 => {
                    thread::sleep(jitter(pause));
                    pause *= 2;
                    tries += 1;
                }
                done => return done.map_err(|it| it.0),
            }
        }
    }

    /// The error says why, and whether it can pass.
    fn try_once(
        &self,
        url: &Url,
        known: &Version,
        left: &dyn Fn() -> Duration,
        told: &dyn Fn(u64, Option<u64>),
    ) -> Result<Fetched, (String, bool)> {
        let timeout = duration::show(self.timeout);
        if left().is_zero() {
            return Err((Fault::Timeout { seconds: timeout }.to_string(), false));
        }
        let mut request = self.http.get(url.clone()).timeout(left());
        if let Some(etag) = &known.etag {
            request = request.header(IF_NONE_MATCH, etag);
        } else if let Some(modified) = &known.modified {
            request = request.header(IF_MODIFIED_SINCE, modified);
        }
        let host = url.origin().ascii_serialization();
        let response = request.send().map_err(|err| {
            if err.is_redirect() {
                let why = std::error::Error::source(&err).map(ToString::to_string);
                return (why.unwrap_or_else(|| err.to_string()), false);
            }
            let fault = failure::of_request(&err, &host, &timeout);
            let can_pass = fault.is_before_the_request();
            (fault.to_string(), can_pass)
        })?;
        let status = response.status();
        if status == StatusCode::NOT_MODIFIED {
            return Ok(Fetched::Unchanged);
        }
        if status != StatusCode::OK {
            let can_pass = status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS;
            return Err((format!("the server answered {status}"), can_pass));
        }
        let header = |name| {
            let value = response.headers().get(name).and_then(|it| it.to_str().ok());
            value.map(str::to_owned)
        };
        let version = Version { etag: header(ETAG), modified: header(LAST_MODIFIED) };
        let body = read(response, left, told, &timeout)?;
        Ok(Fetched::New { body, version })
    }
}

/// Checks whether the URL may be fetched.
fn check(url: &Url, allows_http: bool) -> Result<(), String> {
    match url.scheme() {
        "https" => Ok(()),
        "http" if allows_http || is_loopback(url) => Ok(()),
        "http" => Err("plain http can be changed by others; use https, or --allow-http".to_owned()),
        other => Err(format!("use https, not `{other}`")),
    }
}

fn read(
    mut response: blocking::Response,
    left: &dyn Fn() -> Duration,
    told: &dyn Fn(u64, Option<u64>),
    timeout: &str,
) -> Result<Vec<u8>, (String, bool)> {
    let len = response.content_length();
    let mut body = Vec::new();
    let mut buffer = [0; 1 << 14];
    loop {
        if left().is_zero() {
            return Err((Fault::Timeout { seconds: timeout.to_owned() }.to_string(), true));
        }
        match response.read(&mut buffer) {
            Ok(0) => return Ok(body),
            Ok(n) if body.len() + n > MOST_BYTES => {
                return Err((format!("it is larger than {} MiB", MOST_BYTES >> 20), false));
            }
            Ok(n) => {
                body.extend_from_slice(&buffer[..n]);
                told(body.len() as u64, len);
            }
            Err(err) if err.kind() == io::ErrorKind::Interrupted => (),
            Err(err) => {
                return Err((failure::of_body(&err, body.len(), timeout).to_string(), true));
            }
        }
    }
}
