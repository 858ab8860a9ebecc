//! The guide's table of zero-trust controls, as far as it can be checked from outside: the requests,
//! and what each answer shows.

mod controls;
mod probes;

use self::controls::{
    AGENTS, BAD_BODY, BINDINGS, Gate, HEADERS, METHOD, NO_KEY, NO_NETWORK, NO_STATE, NO_TRACES,
    OVERSIZED, OWN_AGENTS, RATE_LIMIT, TLS, TURNSTILE, TYPE, UNKNOWN,
};
pub use self::probes::{Probe, Purpose, probes};
use super::{
    Exchange, Fault, Outcome, Response, agents,
    backend::{self, Backend},
    canary,
    evidence::{self, IsolateUse},
    fault,
};
use bloqr_api::Endpoint;

/// One control and its result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The guide's name of the control, or that of good practice.
    pub control: &'static str,
    /// Stable, for programs.
    pub code: &'static str,
    /// The requirement.
    pub title: &'static str,
    /// The result.
    pub state: State,
    /// The reason, for people.
    pub says: String,
    /// The requests that show it, and their responses.
    pub shown_by: Vec<String>,
}

/// The result of a control.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The control works.
    Pass,
    /// It is missing or wrong.
    Fail,
    /// No answer could show it.
    NotObservable,
}

impl State {
    /// Its name in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Pass => "pass",
            State::Fail => "fail",
            State::NotObservable => "not observable",
        }
    }
}

/// The result of too many requests.
#[derive(Debug, Clone)]
pub struct Flood {
    /// The number of requests.
    pub requests: usize,
    /// The first refusal, which is the answer to the last request; `None` when there was none.
    pub limited: Option<Outcome>,
}

/// Facts about the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connection {
    /// Whether it is encrypted.
    pub is_tls: bool,
    /// Whether it stays on this machine.
    pub is_loopback: bool,
    /// Whether the user gave a key.
    pub has_key: bool,
}

/// The results of all rows. `flood` is `None` when the rate limit was not tested.
pub fn judge(seen: &[(Probe, Outcome)], flood: Option<&Flood>, connection: Connection) -> Vec<Row> {
    let audit = Audit { seen, connection };
    vec![
        audit.refused(&NO_KEY),
        audit.refused(&UNKNOWN),
        audit.refused(&METHOD),
        audit.refused(&TYPE),
        audit.refused(&OVERSIZED),
        audit.refused(&BAD_BODY),
        rate_limit(flood),
        audit.no_state(),
        audit.no_traces(flood),
        audit.security_headers(),
        audit.tls(),
        audit.agents(),
        audit.own_agents(),
        NO_NETWORK.not_observable(
            "the worker closes the network of an isolate, which cannot be seen from outside",
        ),
        BINDINGS.not_observable(
            "the worker chooses the bindings of an isolate, which cannot be seen from outside",
        ),
        TURNSTILE.not_observable("only browsers get a challenge; a request with a key does not"),
    ]
}

struct Audit<'a> {
    seen: &'a [(Probe, Outcome)],
    connection: Connection,
}

impl<'a> Audit<'a> {
    fn of(&self, purpose: Purpose) -> impl Iterator<Item = &'a (Probe, Outcome)> {
        let backend = self.backend();
        let is_there = move |probe: &Probe| {
            let endpoint = Endpoint::from_path(&probe.request.path);
            endpoint.is_none_or(|endpoint| backend.is_none_or(|it| it.has(endpoint)))
        };
        self.seen.iter().filter(move |it| it.0.purpose == purpose && is_there(&it.0))
    }

    /// The backend of somebody else that answered, if it is known.
    fn backend(&self) -> Option<&'static Backend> {
        let mut backends = self.exchanges().map(|it| backend::recognize(it.1).backend);
        backends.find(|it| it.is_foreign())
    }

    /// All responses.
    fn exchanges(&self) -> impl Iterator<Item = (&'a Probe, &'a Exchange)> {
        self.seen.iter().filter_map(|(probe, outcome)| Some((probe, outcome.as_ref().ok()?)))
    }

    fn refused(&self, gate: &Gate) -> Row {
        let mut shown_by = Vec::new();
        let (mut passed, mut pages, mut wrong, mut unseen) = (0, 0, Vec::new(), None);
        for (probe, outcome) in self.of(gate.purpose) {
            shown_by.push(shown(probe, outcome));
            let exchange = match outcome {
                Ok(exchange) => exchange,
                Err(fault) => {
                    unseen = Some(fault.to_string());
                    continue;
                }
            };
            let response = &exchange.response;
            let status = response.status;
            let held_back =
                gate.needs_key && !self.connection.has_key && [401, 403].contains(&status);
            if let Some(path) = response.header(evidence::HEADER) {
                let path: String = path.chars().take(40).collect();
                wrong.push(format!("dispatched to {path}, with {status}"));
            } else if gate.statuses.contains(&status) {
                passed += 1;
            } else if gate.purpose == Purpose::WrongMethod && is_page(response) {
                pages += 1;
            } else if held_back {
                unseen = Some("the gate for keys refused it first: set BLOQR_API_KEY".to_owned());
            } else if status == 429 {
                unseen = Some("the rate limit refused it first".to_owned());
            } else if status == 503 {
                unseen = Some("the backend was not available".to_owned());
            } else {
                wrong.push(format!("answered {status} instead of {}", list(gate.statuses)));
            }
        }
        let control = &gate.control;
        match (wrong.first(), unseen) {
            (Some(wrong), _) => control.row(State::Fail, wrong, shown_by),
            (None, Some(why)) => control.row(State::NotObservable, why, shown_by),
            (None, None) if pages > 0 => {
                control.row(State::Pass, "answered with a web page, without dispatch", shown_by)
            }
            (None, None) if passed == 0 => control.not_observable("not asked"),
            (None, None) => {
                control.row(State::Pass, format!("refused {passed} of {passed}"), shown_by)
            }
        }
    }

    /// Checks that no answer has the marker of another request. It does not check whether answers are
    /// right.
    fn no_state(&self) -> Row {
        let marks: Vec<Option<&[u8]>> =
            self.seen.iter().map(|it| canary::mark(&it.0.request.body)).collect();
        let mut shown_by = Vec::new();
        let (mut answers, mut unseen) = (0, None);
        for ((probe, outcome), own) in self.seen.iter().zip(&marks) {
            if probe.purpose != Purpose::Fresh {
                continue;
            }
            shown_by.push(shown(probe, outcome));
            let read = outcome.as_ref().map_err(Fault::clone);
            let exchange = match read.and_then(|it| fault::document(it).map(|_| it)) {
                Ok(it) => it,
                Err(fault) => {
                    unseen = Some(fault.to_string());
                    continue;
                }
            };
            let has = |mark: &[u8]| memchr::memmem::find(&exchange.response.body, mark).is_some();
            let foreign = marks.iter().flatten().find(|it| Some(**it) != *own && has(it));
            if let Some(mark) = foreign {
                let mark = String::from_utf8_lossy(mark);
                let says = format!("an answer contains a mark of another request: {mark}");
                return NO_STATE.row(State::Fail, says, shown_by);
            }
            if own.is_some_and(has) {
                answers += 1
            } else {
                unseen = Some("an answer does not show to which rules it belongs".to_owned())
            }
        }
        match (answers, unseen) {
            (_, Some(why)) => NO_STATE.row(State::NotObservable, why, shown_by),
            (0, None) => NO_STATE.not_observable("not asked"),
            (n, None) => {
                let mut says = format!("{n} answers, each of its own rules");
                if self.shares_isolates() {
                    says += "; isolates are shared by the requests of one user (ISOLATES = tenant), \
                             so this row holds between users, not between requests";
                }
                NO_STATE.row(State::Pass, says, shown_by)
            }
        }
    }

    fn shares_isolates(&self) -> bool {
        let responses = self.seen.iter().filter_map(|it| it.1.as_ref().ok());
        let mut uses = responses.filter_map(|it| evidence::isolate_use(&it.response));
        uses.any(|it| it == IsolateUse::Tenant)
    }

    fn no_traces(&self, flood: Option<&Flood>) -> Row {
        let flooded = flood.and_then(|it| it.limited.as_ref()?.as_ref().ok());
        let errors = self.exchanges().map(|it| it.1).chain(flooded);
        let errors: Vec<&Exchange> = errors.filter(|it| it.response.status >= 400).collect();
        for exchange in &errors {
            let text = String::from_utf8_lossy(&exchange.response.body);
            if let Some(trace) = TRACES.iter().find(|it| text.contains(**it)) {
                let Exchange { request, response, .. } = exchange;
                let shown = format!("{} {} → {}", request.method, request.path, response.status);
                return NO_TRACES.row(
                    State::Fail,
                    format!("an error contains `{}`", trace.trim()),
                    vec![shown],
                );
            }
        }
        match errors.len() {
            0 => NO_TRACES.not_observable("there was no error to check"),
            n => NO_TRACES.row(State::Pass, format!("none in {n} errors"), Vec::new()),
        }
    }

    fn security_headers(&self) -> Row {
        let mut missing = Vec::new();
        let mut shown_by = Vec::new();
        let mut kinds = [false, false];
        for (probe, exchange) in self.exchanges() {
            let response = &exchange.response;
            let is_error = response.status >= 400;
            if std::mem::replace(&mut kinds[usize::from(is_error)], true) {
                continue;
            }
            shown_by.push(format!("{} → {}", probe.title, response.status));
            let value = |name| response.header(name).unwrap_or_default().to_ascii_lowercase();
            let policy = value("content-security-policy");
            let framed = value("x-frame-options").is_empty()
                && !policy.contains("frame-ancestors")
                && !policy.contains("sandbox");
            let wanted = [
                (value("x-content-type-options") != "nosniff", "X-Content-Type-Options: nosniff"),
                (framed, "X-Frame-Options, or frame-ancestors in Content-Security-Policy"),
                (value("referrer-policy").is_empty(), "Referrer-Policy"),
                (
                    self.connection.is_tls && value("strict-transport-security").is_empty(),
                    "Strict-Transport-Security",
                ),
            ];
            for (_, name) in wanted.into_iter().filter(|it| it.0) {
                if !missing.contains(&name) {
                    missing.push(name);
                }
            }
        }
        if shown_by.is_empty() {
            HEADERS.not_observable("nothing was answered")
        } else if missing.is_empty() {
            HEADERS.row(State::Pass, "all there", shown_by)
        } else {
            HEADERS.row(State::Fail, format!("missing: {}", missing.join("; ")), shown_by)
        }
    }

    fn tls(&self) -> Row {
        match self.connection {
            _ if self.exchanges().next().is_none() => TLS.not_observable("nothing was answered"),
            Connection { is_tls: true, .. } => {
                TLS.row(State::Pass, "https, with a valid certificate", Vec::new())
            }
            Connection { is_loopback: true, .. } => TLS.not_observable("loopback needs no TLS"),
            _ => TLS.row(State::Fail, "plain http to another machine", Vec::new()),
        }
    }

    /// Requests without a key, for an agent of the guide and for one of ours.
    fn agents(&self) -> Row {
        let without_key = [Purpose::Agents, Purpose::OwnAgents(agents::Purpose::NoKey)];
        let asked = without_key.into_iter().flat_map(|it| self.of(it));
        let mut shown_by = Vec::new();
        let (mut refused, mut absent, mut unseen) = (0_usize, 0_usize, None);
        for (probe, outcome) in asked {
            shown_by.push(shown(probe, outcome));
            match outcome.as_ref().map(|it| it.response.status) {
                Err(fault) => unseen = Some(fault.to_string()),
                Ok(401 | 403) => refused += 1,
                Ok(404 | 405) => absent += 1,
                Ok(429 | 500..) => unseen = Some("no answer to judge by".to_owned()),
                Ok(status) => {
                    return AGENTS.row(State::Fail, format!("answered {status}"), shown_by);
                }
            }
        }
        match (refused, absent, unseen) {
            (1.., _, _) => AGENTS.row(State::Pass, "refused", shown_by),
            (0, _, Some(why)) => AGENTS.row(State::NotObservable, why, shown_by),
            (0, 0, None) => AGENTS.not_observable("not asked"),
            (0, _, None) => AGENTS.row(State::Pass, "there is none", shown_by),
        }
    }

    /// Requests with the user's key, for the agent of another user and for one that does not exist.
    fn own_agents(&self) -> Row {
        let purpose = |it: &Probe| match it.purpose {
            Purpose::OwnAgents(purpose) => Some(purpose),
            _ => None,
        };
        let asked = || self.seen.iter().filter_map(|it| Some((purpose(&it.0)?, it)));
        let outcomes: Vec<_> = asked().map(|(purpose, it)| (purpose, it.1.clone())).collect();
        let shown_by = asked().filter(|it| it.0 != agents::Purpose::NoKey);
        let shown_by: Vec<String> = shown_by.map(|(_, it)| shown(&it.0, &it.1)).collect();
        let verdict = agents::judge(&outcomes, &[]);
        let leak = verdict.problems.iter().find(|it| it.is_leak());
        let (state, says) = match (verdict.is_there, verdict.is_private) {
            (Some(false), _) => (State::Pass, "there is none".to_owned()),
            (_, Some(true)) => (State::Pass, "404, as for an agent that does not exist".to_owned()),
            (_, Some(false)) => (State::Fail, leak.map(agents::Problem::says).unwrap_or_default()),
            (None, None) if !self.connection.has_key => {
                (State::NotObservable, "not visible without a key: set BLOQR_API_KEY".to_owned())
            }
            (_, None) => (State::NotObservable, "no answer to judge by".to_owned()),
        };
        OWN_AGENTS.row(state, says, shown_by)
    }
}

/// Texts that only the inside of a worker has.
const TRACES: [&str; 9] = [
    "    at ",
    "panicked at",
    "wasm-function[",
    "wasm://",
    "node_modules/",
    "/rustc/",
    "RuntimeError",
    ".ts:",
    ".js:",
];

fn rate_limit(flood: Option<&Flood>) -> Row {
    let Some(flood) = flood else {
        return RATE_LIMIT
            .not_observable("not asked: use --allow-rate-limit, which uses up the limit");
    };
    let n = flood.requests;
    let shown_by = vec![format!("POST {}, {n} times", Endpoint::Parse.path())];
    match &flood.limited {
        None => {
            let says = format!("no 429 in {n} requests: no limit, or a key of a tier without one");
            RATE_LIMIT.row(State::Fail, says, shown_by)
        }
        Some(Err(fault)) => RATE_LIMIT.row(State::NotObservable, fault.to_string(), shown_by),
        Some(Ok(exchange)) if exchange.response.status != 429 => {
            let says = format!("{} at request {n}, before any limit", exchange.response.status);
            RATE_LIMIT.row(State::NotObservable, says, shown_by)
        }
        Some(Ok(exchange)) => {
            let response = &exchange.response;
            let fail = |says: &str| RATE_LIMIT.row(State::Fail, says, shown_by.clone());
            match response.retry_after() {
                _ if response.header(evidence::HEADER).is_some() => fail("the 429 was dispatched"),
                None => fail("the 429 does not say when to try again: no Retry-After"),
                Some(after) => {
                    let says = format!("429 at request {n}, Retry-After {after} s");
                    RATE_LIMIT.row(State::Pass, says, shown_by)
                }
            }
        }
    }
}

/// A web page is allowed: some backends serve pages beside their API.
fn is_page(response: &Response) -> bool {
    response.status == 200 && response.media_type() == "text/html"
}

fn shown(probe: &Probe, outcome: &Outcome) -> String {
    match outcome {
        Ok(exchange) => format!("{} → {}", probe.title, exchange.response.status),
        Err(fault) => format!("{} → {fault}", probe.title),
    }
}

fn list(statuses: &[u16]) -> String {
    let statuses: Vec<String> = statuses.iter().map(u16::to_string).collect();
    statuses.join(" or ")
}
