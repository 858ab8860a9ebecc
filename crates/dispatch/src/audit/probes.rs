//! What is asked: requests that must be refused, and some that must not leak.

use serde_json::json;

use crate::{Auth, Request, canary::Canary};
use bloqr_api::{Endpoint, MAX_BODY};

/// Why a request is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    NoKey,
    UnknownKey,
    BadBody,
    Oversized,
    WrongMethod,
    WrongType,
    /// Asked again and again with other rules.
    Fresh,
    Agents,
}

/// A request of the audit, and how to name it.
#[derive(Debug, Clone)]
pub struct Probe {
    pub purpose: Purpose,
    pub title: String,
    pub request: Request,
}

/// Fits the form of a key and was never given out.
const UNKNOWN_KEY: &str = "Bearer blq_000000000000000000000000000000000000000000000000";

/// Everything to ask but for the rate limit, in order.
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
    add(Purpose::UnknownKey, unknown, "with a key that nobody has");
    let malformed = canary.request(Endpoint::Parse, 0).auth(Auth::Header("Bearer x"));
    add(Purpose::UnknownKey, malformed, "with a key of no form");
    for (body, what) in [
        ("{\"rules\":", "with JSON that breaks off"),
        ("{}", "without rules"),
        ("{\"rules\":\"||a.example^\"}", "with rules that are no list"),
        ("{\"rules\":[1]}", "with a rule that is no text"),
    ] {
        add(Purpose::BadBody, Request::post(parse, body), what);
    }
    add(Purpose::WrongMethod, Request::get(parse), "");
    let text = Request { content_type: Some("text/plain"), ..canary.request(Endpoint::Parse, 0) };
    add(Purpose::WrongType, text, "as text/plain");
    for n in 0..3 {
        let canary = Canary::new(nonce.wrapping_add(1 + n));
        add(Purpose::Fresh, canary.request(Endpoint::Parse, 0), "with rules of its own");
    }
    let agents = Request::get("/agents/mcp-agent/canary").auth(Auth::None);
    add(Purpose::Agents, agents, "without a key");
    // The last one: a backend that does not read it leaves it in the connection.
    let long = json!({ "rules": ["! ".to_owned() + &"x".repeat(MAX_BODY)] });
    add(Purpose::Oversized, Request::post(parse, long.to_string()), "with more than 1 MiB");
    probes
}
