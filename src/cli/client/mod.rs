//! The only code that uses the network. It asks a backend, and reports precisely why it could not.

mod body;
mod events;
mod failure;
mod fetch;
mod file;
mod key;
mod model;
mod pace;
mod profile;
mod target;

use std::{
    hash::{BuildHasher, Hasher, RandomState},
    sync::atomic::{AtomicU32, Ordering},
    thread,
    time::{Duration, Instant},
};

use reqwest::{
    Method, Url,
    blocking::{self, RequestBuilder},
    header::{AUTHORIZATION, CONNECTION, CONTENT_TYPE},
    redirect,
};

pub(super) use self::{
    events::Event,
    fetch::{Fetched, Fetcher, Version},
    model::ModelServer,
    pace::{HeldBack, PATIENCE, TRIES},
    target::Args,
};
use self::{key::Key, target::is_loopback};
use crate::{
    cli::{Error, Ui, duration},
    dispatch::{Auth, Exchange, Fault, GZIPPED_TWICE, Outcome, Request, Response},
    report::visible,
};

/// A client of one backend. Any number of threads can use it.
pub(super) struct Client {
    http: blocking::Client,
    url: Url,
    key: Option<Key>,
    timeout: Duration,
    is_verbose: bool,
    /// How often in a row the backend answered 429 or 503.
    held_back: AtomicU32,
}

/// How often a request that did not reach the backend is sent again.
const RETRIES: u32 = 2;

impl Client {
    pub(super) fn new(args: &Args, url: Option<&str>, ui: &mut Ui) -> Result<Client, Error> {
        let target = args.target(url, ui)?;
        let mut builder = builder(args.connect_timeout).redirect(redirect::Policy::none());
        if target.url.scheme() == "http" {
            // Plain http needs no certificates, so do not read those of the machine.
            builder = builder.tls_certs_only([]);
        }
        if is_loopback(&target.url) {
            builder = builder.no_proxy();
        }
        let http = build(builder)?;
        let (url, key) = (target.url, target.key);
        let (timeout, is_verbose) = (args.timeout, args.verbose);
        Ok(Client { http, url, key, timeout, is_verbose, held_back: AtomicU32::new(0) })
    }

    /// The URL for messages, without a slash at the end.
    pub(super) fn url(&self) -> &str {
        self.url.as_str().trim_end_matches('/')
    }

    pub(super) fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    pub(super) fn has_key(&self) -> bool {
        self.key.is_some()
    }

    /// A name for the owner of the key, which does not show the key.
    pub(super) fn account(&self) -> String {
        self.key.as_ref().map_or_else(String::new, Key::fingerprint)
    }

    /// Whether a text contains the key. An answer would not repeat it.
    pub(super) fn is_key_in(&self, text: &str) -> bool {
        self.key.as_ref().is_some_and(|it| it.redact(text.as_bytes().to_vec()) != text.as_bytes())
    }

    pub(super) fn is_tls(&self) -> bool {
        self.url.scheme() == "https"
    }

    pub(super) fn is_loopback(&self) -> bool {
        is_loopback(&self.url)
    }

    /// Sends a request, and repeats it while nothing listens: a request that did not arrive can be
    /// repeated. All attempts together have the time limit of one request.
    pub(super) fn ask(&self, request: &Request) -> Outcome {
        let left = deadline(self.timeout);
        let mut pause = Duration::from_millis(150);
        for _ in 0..RETRIES {
            match self.ask_once(request, left()) {
                Err(fault) if fault.is_before_the_request() && left() > pause * 2 => (),
                outcome => return outcome,
            }
            thread::sleep(jitter(pause));
            pause *= 2;
        }
        self.ask_once(request, left())
    }

    /// Sends a request, and repeats it after the time that the backend gives, if that is soon. Our
    /// requests change nothing, so repeating them does no harm. When a backend answers 429 or 503
    /// again and again, this gives up, and later requests are sent only once.
    pub(super) fn ask_patiently(&self, request: &Request, ui: &mut Ui) -> Outcome {
        loop {
            let outcome = self.ask(request);
            self.trace(request, &outcome, ui);
            let Some(held_back) = HeldBack::of(&outcome) else {
                self.held_back.store(0, Ordering::Relaxed);
                return outcome;
            };
            let times = self.held_back.fetch_add(1, Ordering::Relaxed) + 1;
            let wait = held_back.wait(times);
            if held_back.after.is_none() || times >= TRIES || wait > PATIENCE {
                return outcome;
            }
            ui.note(&format!("{}: waiting {}", held_back.says(), duration::show(wait)));
            thread::sleep(wait + jitter(Duration::from_millis(100)));
        }
    }

    /// How often in a row the backend answered 429 or 503.
    pub(super) fn held_back(&self) -> u32 {
        self.held_back.load(Ordering::Relaxed)
    }

    /// Sends a request. Returns the whole answer within the given time, or an error.
    fn ask_once(&self, request: &Request, time: Duration) -> Outcome {
        let left = deadline(time);
        let started = Instant::now();
        let path = request.path.trim_start_matches('/');
        let Ok(url) = self.url.join(path) else {
            return Err(Fault::Broken { why: format!("{path} is not a valid path") });
        };
        let method = match request.method {
            "POST" => Method::POST,
            "PUT" => Method::PUT,
            "DELETE" => Method::DELETE,
            _ => Method::GET,
        };
        let mut builder = self.http.request(method, url);
        for (name, value) in &request.headers {
            builder = builder.header(*name, value);
        }
        let builder = if request.is_alone { builder.header(CONNECTION, "close") } else { builder };
        let (builder, had_key) = self.authorize(builder, &request.auth);
        let builder = match request.content_type {
            Some(content_type) => {
                builder.header(CONTENT_TYPE, content_type).body(request.body.clone())
            }
            None => builder,
        };
        let host = self.url.origin().ascii_serialization();
        let timeout = duration::show(self.timeout);
        let response = builder.timeout(time).send();
        let response = response.map_err(|err| failure::of_request(&err, &host, &timeout))?;
        let status = response.status().as_u16();
        let text = |it: &[u8]| String::from_utf8_lossy(&self.redact(it.to_vec())).into_owned();
        let headers = response.headers().iter();
        let headers =
            headers.map(|(name, value)| (name.to_string(), text(value.as_bytes()))).collect();
        let mut body = body::read(response, left, &timeout)?;
        let micros = started.elapsed().as_micros() as u64;
        let mut headers: Vec<(String, String)> = headers;
        if let Some(inner) = body::unpack(&body)? {
            body = inner;
            headers.push(("content-encoding".to_owned(), GZIPPED_TWICE.to_owned()));
        }
        let response = Response { status, headers, body: self.redact(body), micros };
        Ok(Exchange { request: request.clone(), response, had_key })
    }

    fn authorize(&self, builder: RequestBuilder, auth: &Auth) -> (RequestBuilder, bool) {
        match (auth, self.key.as_ref().and_then(Key::header)) {
            (Auth::Key, Some(header)) => (builder.header(AUTHORIZATION, header), true),
            (Auth::Header(header), _) => (builder.header(AUTHORIZATION, *header), false),
            (Auth::Key | Auth::None, _) => (builder, false),
        }
    }

    fn redact(&self, bytes: Vec<u8>) -> Vec<u8> {
        match &self.key {
            Some(key) => key.redact(bytes),
            None => bytes,
        }
    }

    /// Prints the request and its answer for `--verbose`, with the headers about the path only.
    pub(super) fn trace(&self, request: &Request, outcome: &Outcome, ui: &mut Ui) {
        if !self.is_verbose {
            return;
        }
        let auth = match &request.auth {
            Auth::Key if self.key.is_some() => ", with the key",
            Auth::Header(_) => ", with a made-up key",
            Auth::Key | Auth::None => ", without a key",
        };
        let (method, path, bytes) = (request.method, &request.path, request.body.len());
        ui.note(&format!("> {method} {}{path}, {bytes} bytes{auth}", self.url()));
        match outcome {
            Err(fault) => ui.note(&format!("< {}", visible(&fault.to_string()))),
            Ok(exchange) => {
                let Response { status, body, micros, .. } = &exchange.response;
                let took = duration::show_micros(*micros);
                let twice = exchange.response.is_gzipped_twice();
                let twice = if twice { ", gzipped twice" } else { "" };
                ui.note(&format!("< {status}, {} bytes in {took}{twice}", body.len()));
                for (name, value) in &exchange.response.headers {
                    if SHOWN_HEADERS.contains(&name.as_str()) {
                        let value: String = value.chars().take(200).collect();
                        ui.note(&format!("<   {name}: {}", visible(&value)));
                    }
                }
            }
        }
    }
}

/// What all our clients have in common.
fn builder(connect_timeout: Duration) -> blocking::ClientBuilder {
    // Only the first call has an effect, and there is only one provider.
    _ = rustls::crypto::ring::default_provider().install_default();
    blocking::Client::builder()
        .user_agent(concat!("bloqr/", env!("CARGO_PKG_VERSION")))
        .retry(reqwest::retry::never())
        .referer(false)
        // Each request has its own timeout, which includes its body.
        .timeout(None)
        .connect_timeout(connect_timeout)
}

fn build(builder: blocking::ClientBuilder) -> Result<blocking::Client, Error> {
    builder.build().map_err(|err| {
        Error::new("cannot set up TLS")
            .caused_by(err)
            .hint("install the `ca-certificates` package of your system")
    })
}

/// The time that is left, counted from now.
pub(super) fn deadline(time: Duration) -> impl Fn() -> Duration {
    let started = Instant::now();
    move || time.saturating_sub(started.elapsed())
}

/// Headers that `--verbose` prints, in small letters.
const SHOWN_HEADERS: [&str; 10] = [
    "content-type",
    "location",
    "retry-after",
    "server",
    "server-timing",
    "x-bloqr-dispatch",
    "x-bloqr-fallback",
    "x-bloqr-isolate",
    "x-bloqr-version",
    "x-request-id",
];

/// A random time from half to one and a half of it, so that clients do not all return at once.
pub(super) fn jitter(pause: Duration) -> Duration {
    pause.mul_f64(0.5 + (random() % 1024) as f64 / 1024.0)
}

/// A random number. It is not secret, only different every time.
pub(super) fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}

/// The error for a request that got no answer, with a hint.
impl From<Fault> for Error {
    fn from(fault: Fault) -> Error {
        let error = Error::new(visible(&fault.to_string()));
        match fault.hint() {
            Some(hint) => error.hint(visible(&hint)),
            None => error,
        }
    }
}
