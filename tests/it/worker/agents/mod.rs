//! The agents on a real workerd: whose they are, what they keep, what they may.

mod desk;
mod events;
mod identity;
mod isolation;
mod life;
mod limits;
mod load;
mod previews;
mod registry;
mod socket;
mod watch;
mod webhook;

use std::path::Path;

use serde_json::{Value, json};

use self::socket::Socket;
use super::{Backend, Worker, http::Response};

const DESK: &str = "/agents/rules-agent/me";

/// A worker that knows many users: a key is the name of its user. `x*200` is a name of 200 times `x`;
/// names that start with `free-` have the tier free, others the tier admin.
pub(super) fn with_users() -> Worker {
    let lookup = "const record = await API_KEYS.get(hash, { cacheTtl: CACHE_SECONDS })";
    let users = "const bytes = key.slice(4).match(/../g)!.map((it) => parseInt(it, 16)).filter((it) => it > 0)
  const name = new TextDecoder().decode(new Uint8Array(bytes))
  const long = /^(.)\\*(\\d+)$/.exec(name)
  const user = long === null ? name : long[1]!.repeat(Number(long[2]))
  const record = JSON.stringify({ user, tier: name.startsWith('free-') ? 'free' : 'admin' })";
    Worker::new().edit("gates/auth.ts", lookup, users)
}

/// The same, with storage in a folder that outlives it.
pub(super) fn start_in(dir: &Path, options: &[&str]) -> Backend {
    let dir = dir.to_str().unwrap();
    with_users().start(&[&["--state", dir], options].concat())
}

/// The key of a user, whose name has at most 24 bytes.
pub(super) fn key_of(user: &str) -> String {
    assert!(user.len() <= 24, "{user}");
    let hex: String = user.bytes().map(|it| format!("{it:02x}")).collect();
    format!("blq_{hex:0<48}")
}

impl Backend {
    /// A request of a user to an agent.
    #[track_caller]
    pub(super) fn ask(
        &self,
        user: &str,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Response {
        let bearer = format!("Bearer {}", key_of(user));
        let headers = [&[("authorization", bearer.as_str())], headers].concat();
        self.client().request(method, path, &headers, body)
    }

    /// Calls a method over HTTP: its result, or the problem.
    #[track_caller]
    pub(super) fn rpc(&self, user: &str, method: &str, argument: Value) -> Result<Value, Value> {
        let body = json!({ "method": method, "args": [argument] }).to_string();
        let json = ("content-type", "application/json");
        let response = self.ask(user, "POST", &format!("{DESK}/rpc"), &[json], body.as_bytes());
        let mut document = response.json();
        if response.status == 200 {
            return Ok(document["result"].take());
        }
        assert_eq!(response.header("content-type"), Some("application/problem+json"));
        Err(document)
    }

    #[track_caller]
    pub(super) fn state(&self, user: &str) -> Value {
        let response = self.ask(user, "GET", DESK, &[], b"");
        assert_eq!(response.status, 200, "{}", response.json());
        response.json()
    }

    /// The revision of a user's list.
    #[track_caller]
    pub(super) fn rev(&self, user: &str) -> u64 {
        self.state(user)["rev"].as_u64().unwrap()
    }

    /// The list, as it is.
    #[track_caller]
    pub(super) fn list(&self, user: &str) -> String {
        let response = self.ask(user, "GET", &format!("{DESK}/list"), &[], b"");
        assert_eq!(response.status, 200);
        String::from_utf8(response.body).unwrap()
    }

    pub(super) fn socket(&self, user: &str) -> Socket {
        Socket::open(self.port(), DESK, user)
    }
}

/// The kind of a problem: `agent-conflict`.
pub(super) fn kind(problem: &Value) -> &str {
    problem["type"].as_str().unwrap().rsplit('/').next().unwrap()
}
