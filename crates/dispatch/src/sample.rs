//! Counts many answers: by path, by version, and by time.

use std::{collections::BTreeMap, fmt, str::FromStr};

use super::{
    Fault, Outcome, Path,
    evidence::{self, IsolateUse, Kind, Version},
    fault,
    parity::{self, Known, Parity},
};

/// The facts that are kept of one exchange. It is small, because there can be very many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Observation {
    /// A valid answer.
    Answer {
        /// The path; `None` when nothing shows it.
        path: Option<Path>,
        /// How strong the evidence of the path is.
        kind: Kind,
        /// Its time, in microseconds.
        micros: u64,
        /// Whether it is equal to the core's answer.
        is_right: bool,
        /// How its isolate is used, if the answer says it.
        isolate: Option<IsolateUse>,
        /// The version of the backend, if the answer has it.
        version: Option<Version>,
        /// The known differences.
        known: Vec<Known>,
        /// Why the backend is a stub, if it is one.
        stub: Option<&'static str>,
    },
    /// Refused by the rate limit.
    Limited {
        /// The seconds to wait.
        after: Option<u64>,
    },
    /// No valid answer.
    Failed {
        /// Stable, for programs.
        code: &'static str,
        /// For people.
        says: String,
        /// The path; `None` when nothing shows it.
        path: Option<Path>,
        /// Whether there was a wrong answer.
        is_finding: bool,
    },
}

/// The facts of an exchange. `exact`: whether known differences count too.
pub fn observe(outcome: &Outcome, exact: bool) -> Observation {
    let failed = |fault: &Fault| {
        let path = match fault {
            Fault::RateLimited { after } => return Observation::Limited { after: *after },
            Fault::Isolate { path, .. } => Some(*path),
            _ => None,
        };
        let (code, says) = (fault.code(), fault.to_string());
        Observation::Failed { code, says, path, is_finding: fault.is_finding() }
    };
    let exchange = match outcome {
        Ok(exchange) => exchange,
        Err(fault) => return failed(fault),
    };
    match fault::read(exchange) {
        Err(fault) => failed(&fault),
        Ok(theirs) => {
            let evidence = evidence::weigh(exchange);
            let parity = parity::compare(exchange, &theirs, &evidence, exact);
            Observation::Answer {
                path: evidence.path,
                kind: evidence.kind,
                micros: exchange.response.micros,
                is_right: !matches!(parity, Parity::Differs(_)) && evidence.stub.is_none(),
                isolate: evidence::isolate_use(&exchange.response),
                version: evidence::version(&exchange.response),
                stub: evidence.stub,
                known: match parity {
                    Parity::Known(known) => known,
                    Parity::Equal | Parity::Differs(_) | Parity::Unjudged => Vec::new(),
                },
            }
        }
    }
}

/// The totals of all observations.
#[derive(Debug, Clone, Default)]
pub struct Samples {
    /// The time of every answer in microseconds, by path.
    pub paths: BTreeMap<Option<Path>, Vec<u64>>,
    /// The number of answers of each version.
    pub versions: BTreeMap<Version, usize>,
    /// The number of answers with each use of isolates.
    pub isolates: BTreeMap<IsolateUse, usize>,
    /// The number of answers with each kind of evidence.
    pub kinds: BTreeMap<Kind, usize>,
    /// The failures by code, with the message of the first one.
    pub faults: BTreeMap<&'static str, (usize, String)>,
    /// The number of failures that are wrong answers.
    pub findings: usize,
    /// The number of requests that the rate limit refused.
    pub limited: usize,
    /// How many answers were wrong.
    pub wrong: usize,
    /// The known differences, by code.
    pub known: BTreeMap<&'static str, String>,
    /// Why the backend is a stub, if one of the answers shows it.
    pub stub: Option<&'static str>,
}

impl Samples {
    /// Counts one exchange.
    pub fn add(&mut self, observation: Observation) {
        match observation {
            Observation::Limited { .. } => self.limited += 1,
            Observation::Failed { code, says, is_finding, .. } => {
                self.findings += usize::from(is_finding);
                self.faults.entry(code).or_insert((0, says)).0 += 1;
            }
            Observation::Answer { path, kind, micros, is_right, isolate, version, known, stub } => {
                self.known.extend(known.into_iter().map(|it| (it.code, it.says)));
                self.stub = self.stub.or(stub);
                self.paths.entry(path).or_default().push(micros);
                *self.kinds.entry(kind).or_default() += 1;
                self.wrong += usize::from(!is_right);
                if let Some(isolate) = isolate {
                    *self.isolates.entry(isolate).or_default() += 1;
                }
                if let Some(version) = version {
                    *self.versions.entry(version).or_default() += 1;
                }
            }
        }
    }

    /// The number of valid answers.
    pub fn answers(&self) -> usize {
        self.paths.values().map(Vec::len).sum()
    }

    /// How many requests failed.
    pub fn failed(&self) -> usize {
        self.faults.values().map(|it| it.0).sum()
    }

    /// How many answers took this path; `None` is the unknown one.
    pub fn of(&self, path: Option<Path>) -> usize {
        self.paths.get(&path).map_or(0, Vec::len)
    }

    /// The time of each answer, in microseconds.
    pub fn latencies(&self) -> Vec<u64> {
        self.paths.values().flatten().copied().collect()
    }
}

/// The percentile of the values (nearest rank). Sorts them.
pub fn percentile(values: &mut [u64], percent: usize) -> Option<u64> {
    values.sort_unstable();
    let rank = (values.len() * percent).div_ceil(100).max(1);
    values.get(rank - 1).copied()
}

/// A bin of a histogram of times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bin {
    /// The start in microseconds; it is in the bin.
    pub from: u64,
    /// The end in microseconds; it is not in the bin.
    pub to: u64,
    /// The number of answers.
    pub count: usize,
}

/// A histogram with the limits 1, 2, 5, 10, 20, … The first and the last bin are not empty.
pub fn histogram(values: &[u64]) -> Vec<Bin> {
    let edges: Vec<u64> = std::iter::once(0)
        .chain((1..=9).flat_map(|exponent| [1, 2, 5].map(|it| it * 10_u64.pow(exponent))))
        .collect();
    let mut bins: Vec<Bin> =
        edges.windows(2).map(|it| Bin { from: it[0], to: it[1], count: 0 }).collect();
    for value in values {
        let at = edges.partition_point(|edge| edge <= value).clamp(1, bins.len());
        bins[at - 1].count += 1;
    }
    let first = bins.iter().position(|it| it.count > 0).unwrap_or(bins.len());
    let last = bins.iter().rposition(|it| it.count > 0).map_or(first, |it| it + 1);
    bins[first..last].to_vec()
}

/// `loader=100%`: the goal of a rollout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Until {
    /// The path.
    pub path: Path,
    /// From 1 to 100.
    pub percent: u32,
}

impl Until {
    /// Whether enough answers took the path. A failure counts as another path; a request that the
    /// rate limit refused does not count.
    pub fn is_met(&self, samples: &Samples) -> bool {
        let asked = samples.answers() + samples.failed();
        asked > 0 && samples.of(Some(self.path)) * 100 >= asked * self.percent as usize
    }
}

impl FromStr for Until {
    type Err = BadUntil;

    fn from_str(text: &str) -> Result<Until, BadUntil> {
        let (path, percent) = text.split_once('=').ok_or(BadUntil)?;
        let percent = percent.strip_suffix('%').unwrap_or(percent).parse().map_err(|_| BadUntil)?;
        let path = path.parse().map_err(|_| BadUntil)?;
        (1..=100).contains(&percent).then_some(Until { path, percent }).ok_or(BadUntil)
    }
}

impl fmt::Display for Until {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}%", self.path, self.percent)
    }
}

/// The text is not an [`Until`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadUntil;

impl fmt::Display for BadUntil {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("write it as PATH=PERCENT, as in loader=100%")
    }
}

impl std::error::Error for BadUntil {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_nearest_ranks() {
        let mut hundred: Vec<u64> = (1..=100).rev().collect();
        for (percent, value) in [(1, 1), (50, 50), (90, 90), (99, 99), (100, 100)] {
            assert_eq!(percentile(&mut hundred, percent), Some(value));
        }
        assert_eq!(percentile(&mut [7], 99), Some(7));
        assert_eq!(percentile(&mut [7, 9], 50), Some(7));
        assert_eq!(percentile(&mut [], 50), None);
    }

    #[test]
    fn every_value_is_in_one_bin() {
        let values = [0, 9, 10, 19, 20, 49, 50, 5_999, u64::MAX];
        let bins = histogram(&values);
        assert_eq!(bins.iter().map(|it| it.count).sum::<usize>(), values.len());
        assert_eq!(bins.first(), Some(&Bin { from: 0, to: 10, count: 2 }));
        assert_eq!(bins[1], Bin { from: 10, to: 20, count: 2 });
        assert!(bins.windows(2).all(|it| it[0].to == it[1].from));
        assert_eq!(histogram(&[]), []);
    }

    #[test]
    fn a_rollout_is_waited_for_by_share() {
        let answer = |path| Observation::Answer {
            path: Some(path),
            kind: Kind::Header,
            micros: 1,
            is_right: true,
            isolate: None,
            version: None,
            known: Vec::new(),
            stub: None,
        };
        let until: Until = "loader=75%".parse().unwrap();
        let mut samples = Samples::default();
        assert!(!until.is_met(&samples), "no answer, so no rollout");
        (0..3).for_each(|_| samples.add(answer(Path::Loader)));
        samples.add(Observation::Limited { after: Some(1) });
        samples.add(answer(Path::Inline));
        assert!(until.is_met(&samples));
        samples.add(Observation::Failed {
            code: "timeout",
            says: String::new(),
            path: None,
            is_finding: false,
        });
        assert!(!until.is_met(&samples));
        for wrong in ["loader", "loader=", "loader=0", "loader=101%", "isolate=100%"] {
            assert_eq!(wrong.parse::<Until>(), Err(BadUntil), "{wrong}");
        }
    }
}
