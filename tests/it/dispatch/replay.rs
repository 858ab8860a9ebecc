//! Recorded exchanges with the guide's own backend, and a server that answers with them: ours, and
//! those of `../shared` where they are.

use std::{fs, path::PathBuf};

use bloqr::dispatch::{Auth, Exchange, Request, Response};
use serde_json::Value;

use super::{
    backends::KEY,
    server::{Asked, Reply, Server},
};
use crate::support::root;

/// How the guide's backend is deployed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bound {
    Nothing,
    /// A worker loader as it is: the code cannot use it.
    RealLoader,
    /// The interface that the code expects from a loader.
    Loader,
    DynamicWorkerLoader,
}

impl Bound {
    pub(crate) const ALL: [Bound; 4] =
        [Bound::Nothing, Bound::RealLoader, Bound::Loader, Bound::DynamicWorkerLoader];

    /// Ours, and the one next to the project if there is one. A real loader changes nothing.
    fn files(self) -> Vec<PathBuf> {
        let (ours, theirs) = match self {
            Bound::Nothing => ("inline", "inline"),
            Bound::RealLoader => ("inline", "loader-bound-real"),
            Bound::Loader => ("loader", "loader-as-assumed"),
            Bound::DynamicWorkerLoader => {
                ("dynamic-worker-loader", "dynamic-worker-loader-as-assumed")
            }
        };
        let ours = root().join(format!("tests/corpus/dispatch/recorded/{ours}.jsonl"));
        let theirs = root().join(format!("../shared/vectors/dispatch/{theirs}.jsonl"));
        if !theirs.exists() {
            eprintln!("skipped, since it is not there: {}", theirs.display());
        }
        [ours, theirs].into_iter().filter(|it| it.exists()).collect()
    }

    pub(crate) fn recordings(self) -> Vec<Recording> {
        self.files().iter().map(Recording::read).collect()
    }
}

/// One exchange.
#[derive(Debug, Clone)]
pub(crate) struct Recorded {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) has_key: bool,
    pub(crate) content_type: Option<String>,
    pub(crate) request: String,
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) response: String,
}

#[derive(Debug, Clone)]
pub(crate) struct Recording(pub(crate) Vec<Recorded>);

impl Recording {
    fn read(path: &PathBuf) -> Recording {
        let text = fs::read_to_string(path).unwrap();
        Recording(
            text.lines().map(|it| Recorded::read(&serde_json::from_str(it).unwrap())).collect(),
        )
    }

    pub(crate) fn server(self) -> Server {
        Server::new(move |asked| self.reply(asked))
    }

    /// What was answered to the same request. The number that makes a canary new may be another.
    pub(crate) fn reply(&self, asked: &Asked) -> Reply {
        let key = asked.header("authorization");
        if key.is_some_and(|it| it != format!("Bearer {KEY}")) {
            return Reply::json(401, "{\"error\":\"Invalid API key\"}");
        }
        let body = String::from_utf8(asked.body.clone()).unwrap();
        let is_it = |it: &&Recorded| {
            it.method == asked.method
                && it.path == asked.path
                && it.has_key == key.is_some()
                && it.content_type.as_deref() == asked.header("content-type")
                && (it.status == 401) == key.is_none()
                && same(&it.request, &body)
        };
        let Some(it) = self.0.iter().find(is_it) else {
            return Reply::text(500, "text/plain", format!("not recorded: {} {body}", asked.path));
        };
        let response = match (nonce(&it.request), nonce(&body)) {
            (Some(old), Some(new)) => it.response.replace(old, new),
            _ => it.response.clone(),
        };
        let headers = it.headers.clone();
        Reply::Http { status: it.status, headers, body: response.into_bytes() }
    }
}

impl Recorded {
    fn read(it: &Value) -> Recorded {
        let text = |key: &str| it[key].as_str().map(str::to_owned);
        let headers = it["headers"].as_array().unwrap().iter();
        let headers = headers.map(|it| [0, 1].map(|n| it[n].as_str().unwrap().to_owned()).into());
        Recorded {
            method: text("method").unwrap(),
            path: text("path").unwrap(),
            has_key: it["has_key"] == true,
            content_type: text("content_type"),
            request: text("request").unwrap(),
            status: it["status"].as_u64().unwrap() as u16,
            headers: headers.collect(),
            response: text("response").unwrap(),
        }
    }

    pub(crate) fn exchange(&self) -> Exchange {
        let request = match self.method.as_str() {
            "GET" => Request::get(self.path.as_str()),
            _ => Request::post(self.path.as_str(), self.request.as_bytes()),
        };
        let request = request.auth(if self.has_key { Auth::Key } else { Auth::None });
        let response = Response {
            status: self.status,
            headers: self.headers.clone(),
            body: self.response.clone().into_bytes(),
            ..Response::default()
        };
        Exchange { request, response, had_key: self.has_key }
    }
}

/// The sixteen digits that are different in every canary.
fn nonce(body: &str) -> Option<&str> {
    let at = body.find("! canary ")? + "! canary ".len();
    let digits = body.get(at..at + 16)?;
    digits.bytes().all(|it| it.is_ascii_hexdigit()).then_some(digits)
}

/// Whether two requests are equal, ignoring the new digits of a canary and fields without effect.
fn same(recorded: &str, asked: &str) -> bool {
    let plain = |it: &str| {
        let nonce = nonce(it).unwrap_or("-");
        let text = it.replace(nonce, "NONCE");
        match serde_json::from_str::<Value>(&text) {
            Ok(Value::Object(mut fields)) => {
                fields.remove("strict");
                Value::Object(fields).to_string()
            }
            _ => text,
        }
    };
    let is_long = |it: &str| it.ends_with(" bytes>") || it.len() > bloqr::api::MAX_BODY;
    if is_long(recorded) || is_long(asked) {
        return is_long(recorded) && is_long(asked);
    }
    plain(recorded) == plain(asked)
}
