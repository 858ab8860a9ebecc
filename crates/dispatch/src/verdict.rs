//! From exchanges to a verdict, an endpoint at a time.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Fault, Outcome, Path,
    backend::{self, Backend},
    evidence::{self, Evidence, Fallback, Kind, Version},
    fault,
    parity::{self, Differences, Known, Parity},
};
use bloqr_api::Endpoint;

/// What is asked of the answers.
#[derive(Debug, Clone, Default)]
pub struct Expectation {
    /// The paths that are fine. None means any, known or not.
    pub paths: Vec<Path>,
    /// Whether what is known to differ counts too.
    pub exact: bool,
}

/// What was found of one endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    pub endpoint: Endpoint,
    /// Which backend answered, as far as any answer shows.
    pub backend: &'static Backend,
    /// How many answers took which path, the most frequent first. `None` is the unknown path.
    pub paths: Vec<(Option<Path>, usize)>,
    /// The weakest evidence that one of these rests on.
    pub kind: Kind,
    /// What that evidence was.
    pub says: String,
    /// Of the last answer.
    pub status: Option<u16>,
    pub parity: Parity,
    /// Why what answers is a stub, if one of the answers was.
    pub stub: Option<&'static str>,
    /// Whether answers came gzipped twice.
    pub is_gzipped_twice: bool,
    /// The median, in microseconds, of the answers that could be read.
    pub p50: Option<u64>,
    pub fallbacks: Vec<Fallback>,
    pub versions: Vec<Version>,
    pub problems: Vec<Problem>,
    /// Why it could not be asked, or not as often as was wished.
    pub unasked: Option<Fault>,
    /// How many answers could be read.
    pub answers: usize,
}

/// Why an endpoint is not as expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    Fault(Fault),
    WrongPath {
        got: Option<Path>,
        expected: Vec<Path>,
    },
    WrongAnswer(Differences),
    /// What answers does no work: why that is known, and how its answers differ, if they do.
    Stub(&'static str, Differences),
    Inexact(Vec<Known>),
}

impl Problem {
    pub fn code(&self) -> &'static str {
        match self {
            Problem::Fault(fault) => fault.code(),
            Problem::WrongPath { .. } => "wrong-path",
            Problem::WrongAnswer(_) => "wrong-answer",
            Problem::Stub(..) => "stub",
            Problem::Inexact(_) => "inexact",
        }
    }

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
    pub fn is_fine(&self) -> bool {
        self.problems.is_empty()
    }

    /// The path, if all answers took the same.
    pub fn path(&self) -> Option<Path> {
        match self.paths.as_slice() {
            [(path, _)] => *path,
            _ => None,
        }
    }
}

/// Judges what an endpoint answered to requests made one after the other.
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
        // A refusal whose path is known is one that was expected.
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
                // An isolate that failed was still dispatched to.
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
    /// A fault is told once, however often it happened.
    fn fault(&mut self, fault: Fault) {
        match fault.is_finding() {
            true if !self.problems.contains(&Problem::Fault(fault.clone())) => {
                self.problems.push(Problem::Fault(fault));
            }
            false if self.unasked.is_none() => self.unasked = Some(fault),
            _ => (),
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

/// Of several answers the worst one counts.
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

/// What came of all endpoints together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overall {
    Fine,
    Wrong,
    /// Nothing wrong was seen, but not everything could be asked.
    Unasked,
}

pub fn overall(verdicts: &[Verdict]) -> Overall {
    let unasked = |it: &Verdict| it.unasked.is_some() && it.answers == 0;
    match verdicts {
        _ if verdicts.iter().any(|it| !it.is_fine()) => Overall::Wrong,
        _ if verdicts.iter().any(unasked) => Overall::Unasked,
        _ => Overall::Fine,
    }
}
