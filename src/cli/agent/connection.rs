//! An agent of a backend, as HTTP reaches it.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::{
    cli::{
        Error, Ui,
        client::{self, Client},
    },
    dispatch::{self, Exchange, Fault, Request, evidence},
    report::visible,
};

/// An agent of the user whose key the client has.
pub(super) struct Connection {
    pub(super) client: Arc<Client>,
    slug: &'static str,
}

/// Why an agent did not do something.
pub(super) enum Refused {
    /// The desk is at another revision than the one that the request names.
    Conflict,
    Other(Error),
}

impl Connection {
    pub(super) fn new(
        slug: &'static str,
        url: Option<&str>,
        args: &client::Args,
        ui: &mut Ui,
    ) -> Result<Connection, Error> {
        let client = Client::new(args, url, ui)?;
        if !client.has_key() {
            return Err(Error::new("an agent belongs to the owner of a key, and no key is given")
                .hint("set BLOQR_API_KEY, or name a file with --api-key-file or a profile with --profile"));
        }
        Ok(Connection { client: Arc::new(client), slug })
    }

    /// A path of the agent of the user: `""`, `"/list"`, …
    pub(super) fn path(&self, below: &str) -> String {
        format!("/agents/{}/me{below}", self.slug)
    }

    /// The state, and the path that served it.
    pub(super) fn state(&self, ui: &mut Ui) -> Result<Value, Refused> {
        let exchange = self.ask(&Request::get(self.path("")), ui)?;
        let mut state = document(&exchange)?;
        if let (Some(fields), Some(Ok(path))) =
            (state.as_object_mut(), evidence::header(&exchange.response))
        {
            fields.entry("path").or_insert_with(|| path.as_str().into());
        }
        Ok(state)
    }

    /// Calls a method. The result is what the method returns.
    pub(super) fn call(
        &self,
        method: &str,
        argument: Value,
        ui: &mut Ui,
    ) -> Result<Value, Refused> {
        let body = json!({ "method": method, "args": [argument] }).to_string();
        let exchange = self.ask(&Request::post(self.path("/rpc"), body), ui)?;
        result(&exchange)
    }

    /// Sends a request. An answer that is no success is an error.
    pub(super) fn ask(&self, request: &Request, ui: &mut Ui) -> Result<Exchange, Refused> {
        let exchange = self.client.ask_patiently(request, ui).map_err(Error::from)?;
        match exchange.response.status {
            200..=299 => Ok(exchange),
            409 | 412 => Err(Refused::Conflict),
            _ => Err(Refused::Other(self.refusal(&exchange))),
        }
    }

    /// The error of an answer that is no success.
    fn refusal(&self, exchange: &Exchange) -> Error {
        let response = &exchange.response;
        let problem = response.json().unwrap_or_default();
        let kind =
            problem["type"].as_str().and_then(|it| it.rsplit('/').next()).unwrap_or_default();
        let fault = match dispatch::document(exchange) {
            Err(fault) => fault,
            Ok(_) => return wrong_answer(self.client.url(), "is not an answer of an agent"),
        };
        match (&fault, kind) {
            (Fault::NotFound { .. }, "agent-method-unknown") => {
                Error::new("the agent of this backend does not know this")
                    .hint("the backend may be older than this command: bloqr dispatch check shows its version")
            }
            (Fault::NotFound { .. }, _) => {
                let url = visible(self.client.url()).into_owned();
                Error::new(format!("{url} has no {}", self.slug))
                    .hint("the backend may be older than this command, or its agents are switched off: bloqr dispatch check")
            }
            (Fault::TooLarge { detail }, _) if !detail.is_empty() => {
                Error::new(visible(detail).into_owned())
                    .hint("a draft has at most 16 MiB: make the list smaller, or split it")
            }
            (Fault::Refusal { detail, .. }, _) if !detail.is_empty() => {
                Error::new(visible(detail).into_owned())
            }
            _ => fault.into(),
        }
    }

    /// Whether a text contains the key of the user.
    pub(super) fn is_key_in(&self, text: &str) -> bool {
        self.client.is_key_in(text)
    }
}

/// The result of a call, or of a writing.
pub(super) fn result(exchange: &Exchange) -> Result<Value, Refused> {
    let mut answer = document(exchange)?;
    Ok(answer.get_mut("result").map(Value::take).unwrap_or(answer))
}

fn document(exchange: &Exchange) -> Result<Value, Refused> {
    dispatch::read(exchange).map_err(|it| Refused::Other(it.into()))
}

pub(super) fn wrong_answer(url: &str, what: &str) -> Error {
    Error::new(format!("the answer of {} {what}", visible(url)))
        .hint("find out what answers: bloqr dispatch check")
}

impl From<Error> for Refused {
    fn from(error: Error) -> Refused {
        Refused::Other(error)
    }
}

/// For commands that name no revision, or the one that they have just read.
impl From<Refused> for Error {
    fn from(refused: Refused) -> Error {
        match refused {
            Refused::Other(error) => error,
            Refused::Conflict => {
                Error::new("somebody else changed the list at the same moment; nothing was done")
                    .hint("run the command again")
            }
        }
    }
}
