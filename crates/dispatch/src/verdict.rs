//! Makes one verdict for each endpoint from its exchanges.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Fault, Outcome, Path,
    backend::{self, Backend},
    evidence::{self, Evidence, Fallback, Kind, Version},
    fault,
    parity::{self, Differences, Known, Parity},
};
use bloqr_api::Endpoint;

/// The requirements for the answers.
#[derive(Debug, Clone, Default)]
pub struct Expectation {
    /// The allowed paths. If it is empty, every path is allowed, also an unknown one.
    pub paths: Vec<Path>,
    /// Whether known differences count too.
    pub exact: bool,
}

/// The verdict on one endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Which endpoint.
    pub endpoint: Endpoint,
    /// The backend that answered, as far as the answers show it.
    pub backend: &'static Backend,
    /// The paths with their number of answers, the most frequent first. `None` is the unknown path.
    pub paths: Vec<(Option<Path>, usize)>,
    /// The weakest evidence of all answers.
    pub kind: Kind,
    /// That evidence, for people.
    pub says: String,
    /// Of the last answer.
    pub status: Option<u16>,
    /// Whether the answers were right.
    pub parity: Parity,
    /// Why the backend is a stub, if one of the answers shows it.
    pub stub: Option<&'static str>,
    /// Whether answers were compressed twice.
    pub is_gzipped_twice: bool,
    /// The median time of the valid answers, in microseconds.
    pub p50: Option<u64>,
    /// The paths that were tried before, and why they were not used.
    pub fallbacks: Vec<Fallback>,
    /// Every version that answered.
    pub versions: Vec<Version>,
    /// The problems; empty when there are none.
    pub problems: Vec<Problem>,
    /// Why it could not be checked, or not often enough.
    pub unasked: Option<Fault>,
    /// The number of valid answers.
    pub answers: usize,
}

/// Why an endpoint does not meet the requirements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// There was no valid answer.
    Fault(Fault),
    /// A path answered that is not allowed.
    WrongPath {
        /// The path that answered; `None` when nothing shows it.
        got: Option<Path>,
        /// The allowed paths.
        expected: Vec<Path>,
    },
    /// The answer differs from the core's.
    WrongAnswer(Differences),
    /// The backend is a stub that does no work: how this is known, and the differences, if any.
    Stub(&'static str, Differences),
    /// The answer has known differences, and exact answers are required.
    Inexact(Vec<Known>),
}

impl Problem {
    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Problem::Fault(fault) => fault.code(),
            Problem::WrongPath { .. } => "wrong-path",
            Problem::WrongAnswer(_) => "wrong-answer",
            Problem::Stub(..) => "stub",
            Problem::Inexact(_) => "inexact",
        }
    }

    /// For people.
    pub fn says(&self) -> String {
        match self {
            Problem::Fault(fault) => fault.to_string(),
            Problem::WrongPath { got, expected } => {
                let expected: Vec<&str> = expected.iter().map(|it| it.as_str()).collect();
                let got = got.map_or("an unknown path", Path::as_str);
                format!("answered by {got}, expected {}", expected.join(" or "))
            }
            Problem::WrongAnswer(it) if it.count == 1 => {
                "1 difference from what the core computes".to_owned()
            }
            Problem::WrongAnswer(it) => {
                format!("{} differences from what the core computes", it.count)
            }
            Problem::Stub(why, _) => format!("a stub answers: {why}"),
            Problem::Inexact(known) => {
                let known: Vec<String> = known.iter().map(|it| it.says.clone()).collect();
                known.join("; ")
            }
        }
    }
}

impl Verdict {
    /// Whether there are no problems.
    pub fn is_fine(&self) -> bool {
        self.problems.is_empty()
    }

    /// The path, if all answers took the same one.
    pub fn path(&self) -> Option<Path> {
        match self.paths.as_slice() {
            [(path, _)] => *path,
            _ => None,
        }
    }
}

/// Makes the verdict from the answers to several requests.
pub fn judge(endpoint: Endpoint, outcomes: &[Outcome], expectation: &Expectation) -> Verdict {
    let mut verdict = Verdict {
        endpoint,
        backend: &backend::UNKNOWN,
        paths: Vec::new(),
        kind: Kind::None,
        says: String::new(),
        status: None,
        parity: Parity::Unjudged,
        stub: None,
        is_gzipped_twice: false,
        p50: None,
        fallbacks: Vec::new(),
        versions: Vec::new(),
        problems: Vec::new(),
        unasked: None,
        answers: 0,
    };
    let mut paths: BTreeMap<Option<Path>, usize> = BTreeMap::new();
    let mut weakest: Option<Evidence> = None;
    let mut latencies = Vec::new();
    let mut versions = BTreeSet::new();
    for outcome in outcomes {
        let exchange = match outcome {
            Ok(exchange) => exchange,
            Err(fault) => {
                verdict.fault(fault.clone());
                continue;
            }
        };
        verdict.status = Some(exchange.response.status);
        let evidence = evidence::weigh(exchange);
        versions.extend(evidence::version(&exchange.response));
        if verdict.backend == &backend::UNKNOWN {
            verdict.backend = evidence.backend;
        }
        verdict.stub = verdict.stub.or(evidence.stub);
        verdict.is_gzipped_twice |= exchange.response.is_gzipped_twice();
        // In the order in which the paths were tried.
        for fallback in &evidence.fallbacks {
            if !verdict.fallbacks.contains(fallback) {
                verdict.fallbacks.push(fallback.clone());
            }
        }
        // If the path of a refusal is known, the refusal was expected.
        let refusal = evidence.backend.refusal(endpoint).filter(|_| evidence.path.is_some());
        match fault::read(exchange) {
            Ok(theirs) => {
                latencies.push(exchange.response.micros);
                let parity = parity::compare(exchange, &theirs, &evidence, expectation.exact);
                verdict.parity =
                    worse(std::mem::replace(&mut verdict.parity, Parity::Unjudged), parity);
            }
            Err(_) if refusal.is_some() && !expectation.exact => {
                let known = refusal.map(|it| vec![it.known.into()]).unwrap_or_default();
                verdict.parity = worse(
                    std::mem::replace(&mut verdict.parity, Parity::Unjudged),
                    Parity::Known(known),
                );
            }
            Err(fault) => {
                // The request reached the isolate, although it failed.
                let is_dispatched = matches!(fault, Fault::Isolate { .. });
                verdict.fault(fault);
                if !is_dispatched {
                    continue;
                }
            }
        }
        *paths.entry(evidence.path).or_default() += 1;
        if weakest.as_ref().is_none_or(|it| it.kind < evidence.kind) {
            weakest = Some(evidence);
        }
    }
    verdict.answers = latencies.len();
    verdict.p50 = super::sample::percentile(&mut latencies, 50);
    verdict.paths = paths.into_iter().collect();
    verdict.paths.sort_by_key(|it| std::cmp::Reverse(it.1));
    verdict.versions = versions.into_iter().collect();
    if let Some(evidence) = weakest {
        (verdict.kind, verdict.says) = (evidence.kind, evidence.says);
    }
    verdict.expect(expectation);
    verdict
}

impl Verdict {
    /// Adds a fault, but only once.
    fn fault(&mut self, fault: Fault) {
        if !fault.is_finding() {
            self.unasked.get_or_insert(fault);
        } else if !self.problems.contains(&Problem::Fault(fault.clone())) {
            self.problems.push(Problem::Fault(fault));
        }
    }

    fn expect(&mut self, expectation: &Expectation) {
        let expected = &expectation.paths;
        if !expected.is_empty() {
            let wrong =
                self.paths.iter().filter(|it| it.0.is_none_or(|it| !expected.contains(&it)));
            let wrong =
                wrong.map(|it| Problem::WrongPath { got: it.0, expected: expected.clone() });
            self.problems.extend(wrong);
        }
        match (&self.parity, self.stub) {
            (Parity::Differs(differences), Some(why)) => {
                self.problems.push(Problem::Stub(why, differences.clone()));
            }
            (_, Some(why)) => self.problems.push(Problem::Stub(why, Differences::default())),
            (Parity::Differs(differences), None) => {
                self.problems.push(Problem::WrongAnswer(differences.clone()));
            }
            (Parity::Known(known), None) if expectation.exact => {
                self.problems.push(Problem::Inexact(known.clone()));
            }
            (Parity::Known(_) | Parity::Equal | Parity::Unjudged, None) => (),
        }
    }
}

/// The worse one of two results counts.
fn worse(a: Parity, b: Parity) -> Parity {
    match (a, b) {
        (Parity::Differs(a), _) | (_, Parity::Differs(a)) => Parity::Differs(a),
        (Parity::Known(mut a), Parity::Known(b)) => {
            a.extend(b);
            a.sort();
            a.dedup();
            Parity::Known(a)
        }
        (Parity::Known(a), _) | (_, Parity::Known(a)) => Parity::Known(a),
        (Parity::Equal, _) | (_, Parity::Equal) => Parity::Equal,
        (Parity::Unjudged, Parity::Unjudged) => Parity::Unjudged,
    }
}

/// The result of all endpoints together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overall {
    /// All requirements are met.
    Fine,
    /// There are problems.
    Wrong,
    /// There are no problems, but not everything could be checked.
    Unasked,
}

/// The result of all verdicts.
pub fn overall(verdicts: &[Verdict]) -> Overall {
    let unasked = |it: &Verdict| it.unasked.is_some() && it.answers == 0;
    match verdicts {
        _ if verdicts.iter().any(|it| !it.is_fine()) => Overall::Wrong,
        _ if verdicts.iter().any(unasked) => Overall::Unasked,
        _ => Overall::Fine,
    }
}
