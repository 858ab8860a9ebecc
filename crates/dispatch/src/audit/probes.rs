//! The requests of the audit: some must be refused, and some must not leak into other answers.

use serde_json::json;

use crate::{Auth, Request, agents, canary::Canary};
use bloqr_api::{Endpoint, MAX_BODY};

/// The purpose of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Without a key it must be refused.
    NoKey,
    /// An unknown key must be refused.
    UnknownKey,
    /// A body with wrong fields must be refused.
    BadBody,
    /// A body that is too long must be refused.
    Oversized,
    /// A method that the path does not have must be refused.
    WrongMethod,
    /// A body that is not JSON must be refused.
    WrongType,
    /// Sent several times with other rules: the body of one request must not appear in the answer to
    /// another one.
    Fresh,
    /// An agent of the guide, without a key.
    Agents,
    /// An agent of ours, one of another user, and one that does not exist.
    OwnAgents(agents::Purpose),
}

/// A request of the audit, and its name.
#[derive(Debug, Clone)]
pub struct Probe {
    /// Its purpose.
    pub purpose: Purpose,
    /// Its name for people.
    pub title: String,
    /// The request.
    pub request: Request,
}

/// A text in the format of a key, which no backend knows.
const UNKNOWN_KEY: &str = "Bearer blq_000000000000000000000000000000000000000000000000";

/// All requests except those for the rate limit, in order.
pub fn probes(nonce: u64) -> Vec<Probe> {
    let canary = Canary::new(nonce);
    let parse = Endpoint::Parse.path();
    let mut probes = Vec::new();
    let mut add = |purpose, request: Request, what: &str| {
        let title = format!("{} {} {what}", request.method, request.path).trim_end().to_owned();
        probes.push(Probe { purpose, title, request: request.alone() });
    };
    for endpoint in Endpoint::ALL {
        add(Purpose::NoKey, canary.request(endpoint, 0).auth(Auth::None), "without a key");
    }
    let unknown = canary.request(Endpoint::Parse, 0).auth(Auth::Header(UNKNOWN_KEY));
    add(Purpose::UnknownKey, unknown, "with an unknown key");
    let malformed = canary.request(Endpoint::Parse, 0).auth(Auth::Header("Bearer x"));
    add(Purpose::UnknownKey, malformed, "with a key in a wrong format");
    for (body, what) in [
        ("{\"rules\":", "with incomplete JSON"),
        ("{}", "without rules"),
        ("{\"rules\":\"||a.example^\"}", "with rules that are not an array"),
        ("{\"rules\":[1]}", "with a rule that is not a string"),
    ] {
        add(Purpose::BadBody, Request::post(parse, body), what);
    }
    add(Purpose::WrongMethod, Request::get(parse), "");
    let text = Request { content_type: Some("text/plain"), ..canary.request(Endpoint::Parse, 0) };
    add(Purpose::WrongType, text, "as text/plain");
    for n in 0..3 {
        let canary = Canary::new(nonce.wrapping_add(1 + n));
        add(Purpose::Fresh, canary.request(Endpoint::Parse, 0), "with different rules");
    }
    let agents = Request::get("/agents/mcp-agent/canary").auth(Auth::None);
    add(Purpose::Agents, agents, "without a key");
    for (purpose, request) in agents::requests(nonce) {
        let what = if request.auth == Auth::None { "without a key" } else { "" };
        add(Purpose::OwnAgents(purpose), request, what);
    }
    // This is the last one, because a backend that does not read the body leaves it in the connection.
    let long = json!({ "rules": ["! ".to_owned() + &"x".repeat(MAX_BODY)] });
    add(Purpose::Oversized, Request::post(parse, long.to_string()), "with more than 1 MiB");
    probes
}
