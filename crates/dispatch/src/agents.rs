//! The agents of a backend: whether they answer, from where, and whether they answer only their owner.

use super::{Auth, Exchange, Fault, Outcome, Path, Request, evidence, fault, verdict};

/// The agent that is asked.
const SLUG: &str = "rules-agent";

/// The purpose of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The agent of the user: it must answer with its state.
    Own,
    /// The agent of another user: it must not be found.
    Foreign,
    /// An agent that no backend has. The refusal must be the same as for the agent of another user.
    Unknown,
    /// Without a key it must be refused.
    NoKey,
}

/// The requests, in the order in which they are sent.
pub fn requests(nonce: u64) -> [(Purpose, Request); 4] {
    let get = |slug: &str, user: &str| Request::get(format!("/agents/{slug}/{user}"));
    [
        (Purpose::Own, get(SLUG, "me")),
        (Purpose::Foreign, get(SLUG, &format!("canary-{nonce:x}"))),
        (Purpose::Unknown, get(&format!("canary-{nonce:x}"), "me")),
        (Purpose::NoKey, get(SLUG, "me").auth(Auth::None)),
    ]
}

/// The verdict on the agents.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verdict {
    /// Whether the backend has agents, as far as the answers show it.
    pub is_there: Option<bool>,
    /// The path that served the agent of the user.
    pub path: Option<Path>,
    /// The HTTP status of its answer.
    pub status: Option<u16>,
    /// The revision of its state.
    pub rev: Option<u64>,
    /// The time of its answer, in microseconds.
    pub micros: Option<u64>,
    /// Whether the requests for agents that are not the user's were refused as they must be; `None` when
    /// that could not be seen.
    pub is_private: Option<bool>,
    /// The problems; empty when there are none.
    pub problems: Vec<Problem>,
    /// Why it could not be checked.
    pub unasked: Option<Fault>,
}

/// What is wrong with the agents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// There was no valid answer.
    Fault(Fault),
    /// The answer is not the state of an agent.
    NoState,
    /// The answer names no path that agents have.
    NoPath,
    /// Another path served it than the expected ones.
    WrongPath {
        /// The path that served it.
        got: Path,
        /// The expected ones.
        expected: Vec<Path>,
    },
    /// A request for the agent of another user was not answered with 404.
    ForeignFound {
        /// The HTTP status of the answer.
        status: u16,
    },
    /// The 404 for the agent of another user differs from that for an agent that does not exist.
    ForeignTold,
    /// A request without a key was not refused.
    NoKeyAnswered {
        /// The HTTP status of the answer.
        status: u16,
    },
}

impl Problem {
    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Problem::Fault(fault) => fault.code(),
            Problem::NoState => "no-state",
            Problem::NoPath => "no-path",
            Problem::WrongPath { .. } => "wrong-path",
            Problem::ForeignFound { .. } => "foreign-found",
            Problem::ForeignTold => "foreign-told",
            Problem::NoKeyAnswered { .. } => "no-key-answered",
        }
    }

    /// For people.
    pub fn says(&self) -> String {
        match self {
            Problem::Fault(fault) => fault.to_string(),
            Problem::NoState => "the answer is not the state of an agent".to_owned(),
            Problem::NoPath => {
                "the answer does not say whether LOADER or the worker served it".to_owned()
            }
            Problem::WrongPath { got, expected } => {
                let expected: Vec<&str> = expected.iter().map(|it| it.as_str()).collect();
                format!("served by {got}, expected {}", expected.join(" or "))
            }
            Problem::ForeignFound { status } => {
                format!("a request for the agent of another user was answered {status} instead of 404")
            }
            Problem::ForeignTold => {
                "the 404 for the agent of another user differs from that for an agent that does not exist, so it tells who has one".to_owned()
            }
            Problem::NoKeyAnswered { status } => {
                format!("a request without a key was answered {status} instead of 401")
            }
        }
    }

    /// Whether somebody could reach what is not theirs.
    pub fn is_leak(&self) -> bool {
        matches!(self, Problem::ForeignFound { .. } | Problem::ForeignTold)
    }
}

/// Makes the verdict. Of the expected paths, only those count that agents have.
pub fn judge(asked: &[(Purpose, Outcome)], expected: &[Path]) -> Verdict {
    let outcome = |purpose| asked.iter().find(|it| it.0 == purpose).map(|it| &it.1);
    let exchange = |purpose| outcome(purpose).and_then(|it| it.as_ref().ok());
    let mut verdict = Verdict::default();
    match outcome(Purpose::Own) {
        None => (),
        Some(Err(fault)) => verdict.unasked = Some(fault.clone()),
        Some(Ok(exchange)) => verdict.own(exchange, expected),
    }
    if verdict.is_there != Some(true) {
        return verdict;
    }
    if let Some(NoKey { status }) = exchange(Purpose::NoKey).and_then(no_key) {
        verdict.problems.push(Problem::NoKeyAnswered { status });
    }
    let pair = exchange(Purpose::Foreign).zip(exchange(Purpose::Unknown));
    if let Some((foreign, unknown)) = pair
        && [foreign, unknown].iter().all(|it| !is_away(it))
    {
        let leak = if foreign.response.status != 404 {
            Some(Problem::ForeignFound { status: foreign.response.status })
        } else {
            let is_told = foreign.response.body != unknown.response.body
                || foreign.response.status != unknown.response.status;
            is_told.then_some(Problem::ForeignTold)
        };
        verdict.is_private = Some(leak.is_none());
        verdict.problems.extend(leak);
    }
    verdict
}

/// An answer to a request without a key that is no refusal.
struct NoKey {
    status: u16,
}

fn no_key(exchange: &Exchange) -> Option<NoKey> {
    let status = exchange.response.status;
    let is_refused = matches!(status, 401 | 403) || is_away(exchange);
    (!is_refused).then_some(NoKey { status })
}

/// Whether the backend did not come to judge the request.
fn is_away(exchange: &Exchange) -> bool {
    matches!(exchange.response.status, 429 | 500..)
}

impl Verdict {
    /// Whether there are no problems.
    pub fn is_fine(&self) -> bool {
        self.problems.is_empty()
    }

    /// Whether the worker served the agent although LOADER serves other requests: its isolate could not
    /// start.
    pub fn falls_back(&self, verdicts: &[verdict::Verdict]) -> bool {
        let is_loader_used = verdicts.iter().any(|it| it.path() == Some(Path::Loader));
        self.path == Some(Path::Inline) && is_loader_used
    }

    fn own(&mut self, exchange: &Exchange, expected: &[Path]) {
        let response = &exchange.response;
        self.status = Some(response.status);
        match fault::read(exchange) {
            // An older backend, or one of somebody else.
            Err(Fault::NotFound { .. }) => self.is_there = Some(false),
            Err(_) if response.status == 405 => self.is_there = Some(false),
            Err(fault) if fault.is_finding() => {
                self.is_there = Some(true);
                self.problems.push(Problem::Fault(fault));
            }
            Err(fault) => self.unasked = Some(fault),
            Ok(state) => {
                self.is_there = Some(true);
                self.micros = Some(response.micros);
                self.rev = state.get("rev").and_then(serde_json::Value::as_u64);
                if self.rev.is_none() {
                    self.problems.push(Problem::NoState);
                }
                let named = evidence::header(response);
                self.path = named.clone().and_then(Result::ok).filter(|it| PATHS.contains(it));
                let expected: Vec<Path> =
                    PATHS.into_iter().filter(|it| expected.contains(it)).collect();
                match self.path {
                    // As for endpoints: an unknown path is a problem only when one is expected.
                    None if named.is_some() || !expected.is_empty() => {
                        self.problems.push(Problem::NoPath);
                    }
                    None => (),
                    Some(got) if !expected.is_empty() && !expected.contains(&got) => {
                        self.problems.push(Problem::WrongPath { got, expected });
                    }
                    Some(_) => (),
                }
            }
        }
    }
}

/// The paths that agents have: an isolate of LOADER, or the worker.
const PATHS: [Path; 2] = [Path::Loader, Path::Inline];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Response;

    /// `status body path`, for each request.
    fn verdict(answers: [(u16, &str, &str); 4], expected: &[Path]) -> Verdict {
        let asked = requests(7).into_iter().zip(answers);
        let asked: Vec<(Purpose, Outcome)> = asked
            .map(|((purpose, request), (status, body, path))| {
                let mut headers = vec![("Content-Type".to_owned(), "application/json".to_owned())];
                if !path.is_empty() {
                    headers.push(("X-Bloqr-Dispatch".to_owned(), path.to_owned()));
                }
                let body = body.as_bytes().to_vec();
                let response = Response { status, headers, body, micros: 5 };
                (purpose, Ok(Exchange { request, response, had_key: true }))
            })
            .collect();
        judge(&asked, expected)
    }

    #[test]
    fn what_is_wrong_is_found() {
        let fine =
            [(200, r#"{"rev":3}"#, "loader"), (404, "{}", ""), (404, "{}", ""), (401, "", "")];
        let with = |at: usize, answer| {
            let mut all = fine;
            all[at] = answer;
            all
        };
        let (loader, inline) = (Path::Loader, Path::Inline);
        let cases: [(_, &[Path], &[&str]); 16] = [
            (fine, &[], &[]),
            (fine, &[loader], &[]),
            (fine, &[Path::DynamicWorkerLoader], &[]),
            (fine, &[inline], &["wrong-path"]),
            (with(0, (200, r#"{"rev":3}"#, "inline")), &[inline], &[]),
            (with(0, (200, r#"{"rev":3}"#, "dynamic-worker-loader")), &[], &["no-path"]),
            (with(0, (200, r#"{"rev":3}"#, "")), &[], &[]),
            (with(0, (200, r#"{"rev":3}"#, "")), &[loader], &["no-path"]),
            (with(0, (200, "{}", "loader")), &[], &["no-state"]),
            (with(0, (500, "{}", "")), &[], &["server-error"]),
            (with(1, (200, "{}", "")), &[], &["foreign-found"]),
            (with(1, (403, "{}", "")), &[], &["foreign-found"]),
            (with(1, (404, "{\"bob\":1}", "")), &[], &["foreign-told"]),
            (with(1, (500, "{}", "")), &[], &[]),
            (with(3, (404, "{}", "")), &[], &["no-key-answered"]),
            (with(3, (429, "{}", "")), &[], &[]),
        ];
        for (answers, expected, wanted) in cases {
            let verdict = verdict(answers, expected);
            let codes: Vec<&str> = verdict.problems.iter().map(Problem::code).collect();
            assert_eq!(codes, wanted, "{answers:?}");
            assert_eq!(verdict.is_there, Some(true));
        }
        let verdict = verdict(fine, &[]);
        assert_eq!(
            (verdict.path, verdict.rev, verdict.is_private),
            (Some(loader), Some(3), Some(true))
        );
    }

    #[test]
    fn a_backend_without_agents_is_not_wrong() {
        for status in [404, 405] {
            let verdict =
                verdict([(status, "{}", ""), (404, "a", ""), (404, "b", ""), (404, "", "")], &[]);
            assert_eq!((verdict.is_there, verdict.is_fine()), (Some(false), true));
        }
        let verdict = verdict([(401, "{}", ""), (401, "", ""), (401, "", ""), (401, "", "")], &[]);
        assert_eq!((verdict.is_there, verdict.is_fine()), (None, true));
        assert!(verdict.unasked.is_some());
    }
}
