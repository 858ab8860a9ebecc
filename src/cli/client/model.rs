//! Asks the server of a language model for a transform, as `CODEGEN_URL` and `CODEGEN_MODEL` say.

use std::{
    env,
    io::{self, Read},
    time::Duration,
};

use reqwest::{
    Url, blocking,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER},
    redirect,
};

use super::{deadline, failure, key::Key, target::is_loopback};
use crate::{
    cli::{Error, duration},
    codegen::{Completion, Failure, Request},
    dispatch::Fault,
};

/// A server that answers `POST {base}/chat/completions` as OpenAI's does.
pub(in crate::cli) struct ModelServer {
    http: blocking::Client,
    url: Url,
    model: String,
    key: Option<Key>,
}

/// A server may be silent for this long.
const SILENCE: Duration = Duration::from_secs(60);

/// A whole answer may take this long.
const PATIENCE: Duration = Duration::from_secs(300);

/// The longest error document that is read, in bytes.
const MAX_ERROR: usize = 64 * 1024;

const URL: &str = "CODEGEN_URL";
const MODEL: &str = "CODEGEN_MODEL";
const KEY: &str = "CODEGEN_KEY";

impl ModelServer {
    /// The server that the environment names.
    pub(in crate::cli) fn from_env() -> Result<ModelServer, Error> {
        let base = setting(URL)?;
        let model = setting(MODEL)?;
        let key = Key::from_env(KEY)?;
        let url = Url::parse(&base);
        let mut url = url.map_err(|err| Error::new(format!("{URL} is not a URL: {err}")))?;
        let is_safe = match url.scheme() {
            "https" => true,
            "http" => is_loopback(&url),
            _ => false,
        };
        if !is_safe || !url.username().is_empty() || url.password().is_some() {
            return Err(Error::new(format!("{URL} is not an https URL without a user name"))
                .hint(format!("write `https://…/v1`, or `http://` for a server on this machine; put a key into {KEY}")));
        }
        // A query stays: some servers want a version there.
        url.set_path(&format!("{}/chat/completions", url.path().trim_end_matches('/')));
        // The key goes to no other host.
        let mut builder =
            super::builder(Duration::from_secs(10)).redirect(redirect::Policy::none());
        if is_loopback(&url) {
            builder = builder.no_proxy();
        }
        let http = super::build(builder)?;
        Ok(ModelServer { http, url, model, key })
    }

    pub(in crate::cli) fn model(&self) -> &str {
        &self.model
    }

    /// Asks once. `progress` gets the bytes of the model's text so far.
    pub(in crate::cli) fn ask(
        &self,
        request: &Request<'_>,
        mut progress: impl FnMut(usize),
    ) -> Result<String, Error> {
        let left = deadline(PATIENCE);
        let mut post = self.http.post(self.url.clone());
        if let Some(header) = self.key.as_ref().and_then(Key::header) {
            post = post.header(AUTHORIZATION, header);
        }
        let post = post
            .header(CONTENT_TYPE, "application/json")
            .header(ACCEPT, "text/event-stream, application/json")
            // Counts for the headers, and again for each piece of the body.
            .timeout(SILENCE)
            .body(request.to_json());
        let host = self.url.origin().ascii_serialization();
        let silence = duration::show(SILENCE);
        let mut response =
            post.send().map_err(|err| Error::from(failure::of_request(&err, &host, &silence)))?;
        let key = self.key.as_ref().map(Key::secret).unwrap_or_default();
        let status = response.status();
        let mut buffer = [0; 1 << 14];
        if !status.is_success() {
            let wait = response.headers().get(RETRY_AFTER).and_then(|it| it.to_str().ok());
            let wait = wait.and_then(|it| it.trim().parse::<u32>().ok());
            let mut body = Vec::new();
            // An error that cannot be read is told by its status.
            while body.len() < MAX_ERROR && !left().is_zero() {
                match response.read(&mut buffer) {
                    Ok(n) if n > 0 => body.extend_from_slice(&buffer[..n]),
                    _ => break,
                }
            }
            let why = Failure::of_status(status.as_u16(), &String::from_utf8_lossy(&body), key);
            let error = Error::new(why.to_string());
            return Err(match wait {
                Some(seconds) => error.hint(format!("try again in {seconds} seconds")),
                None => error.hint(format!("check {URL}, {MODEL} and {KEY}")),
            });
        }
        let mut completion = Completion::new(key);
        let mut received = 0;
        loop {
            if left().is_zero() {
                let seconds = duration::show(PATIENCE);
                return Err(Fault::Timeout { seconds }.into());
            }
            match response.read(&mut buffer) {
                Ok(0) => break,
                Ok(n) => {
                    received += n;
                    completion.push(&buffer[..n]).map_err(no_source)?;
                    progress(completion.received());
                }
                Err(err) if err.kind() == io::ErrorKind::Interrupted => (),
                Err(err) => return Err(failure::of_body(&err, received, &silence).into()),
            }
        }
        completion.finish().map_err(no_source)
    }
}

fn no_source(why: Failure) -> Error {
    Error::new(why.to_string())
}

fn setting(name: &str) -> Result<String, Error> {
    let value = env::var(name).unwrap_or_default();
    let value = value.trim();
    if value.is_empty() {
        return Err(Error::new(format!("{name} is not set, so there is no model to ask")).hint(format!(
            "set {URL} to the server (`https://…/v1`), {MODEL} to a model of it, and {KEY} to its key"
        )));
    }
    Ok(value.to_owned())
}
