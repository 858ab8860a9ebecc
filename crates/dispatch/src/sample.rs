//! Many answers, counted: by path, by version, and by how long they took.

use std::{collections::BTreeMap, fmt, str::FromStr};

use super::{
    Fault, Outcome, Path,
    evidence::{self, Kind, Version},
    fault,
    parity::{self, Known, Parity},
};

/// What is kept of one exchange. It is small: there may be very many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Observation {
    Answer {
        path: Option<Path>,
        kind: Kind,
        micros: u64,
        is_right: bool,
        version: Option<Version>,
        /// What is known to differ.
        known: Vec<Known>,
        /// Why what answered is a stub, if it is one.
        stub: Option<&'static str>,
    },
    /// Held back by the rate limit; for how many seconds.
    Limited { after: Option<u64> },
    Failed {
        code: &'static str,
        says: String,
        path: Option<Path>,
        /// Whether something answered, and answered wrongly.
        is_finding: bool,
    },
}

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

/// All observations together.
#[derive(Debug, Clone, Default)]
pub struct Samples {
    /// Microseconds of every answer, by path.
    pub paths: BTreeMap<Option<Path>, Vec<u64>>,
    pub versions: BTreeMap<Version, usize>,
    pub kinds: BTreeMap<Kind, usize>,
    /// By code, with what the first one said.
    pub faults: BTreeMap<&'static str, (usize, String)>,
    /// How many of the failures were answers, and wrong ones.
    pub findings: usize,
    pub limited: usize,
    pub wrong: usize,
    /// What is known to differ, by code.
    pub known: BTreeMap<&'static str, String>,
    pub stub: Option<&'static str>,
}

impl Samples {
    pub fn add(&mut self, observation: Observation) {
        match observation {
            Observation::Limited { .. } => self.limited += 1,
            Observation::Failed { code, says, is_finding, .. } => {
                self.findings += usize::from(is_finding);
                self.faults.entry(code).or_insert((0, says)).0 += 1;
            }
            Observation::Answer { path, kind, micros, is_right, version, known, stub } => {
                self.known.extend(known.into_iter().map(|it| (it.code, it.says)));
                self.stub = self.stub.or(stub);
                self.paths.entry(path).or_default().push(micros);
                *self.kinds.entry(kind).or_default() += 1;
                self.wrong += usize::from(!is_right);
                if let Some(version) = version {
                    *self.versions.entry(version).or_default() += 1;
                }
            }
        }
    }

    pub fn answers(&self) -> usize {
        self.paths.values().map(Vec::len).sum()
    }

    pub fn failed(&self) -> usize {
        self.faults.values().map(|it| it.0).sum()
    }

    pub fn of(&self, path: Option<Path>) -> usize {
        self.paths.get(&path).map_or(0, Vec::len)
    }

    pub fn latencies(&self) -> Vec<u64> {
        self.paths.values().flatten().copied().collect()
    }
}

/// The value that `percent` of all are not above (nearest rank). Sorts them.
pub fn percentile(values: &mut [u64], percent: usize) -> Option<u64> {
    values.sort_unstable();
    let rank = (values.len() * percent).div_ceil(100).max(1);
    values.get(rank - 1).copied()
}

/// How many answers took about how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bin {
    /// In microseconds; the next bin starts where this one ends.
    pub from: u64,
    pub to: u64,
    pub count: usize,
}

/// Bins that each reach a factor further than the one before: 1, 2, 5, 10, 20, … No bin at either
/// end is empty.
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

/// `loader=100%`: what a rollout is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Until {
    pub path: Path,
    /// From 1 to 100.
    pub percent: u32,
}

impl Until {
    /// Whether so many of the answers took the path. One that failed took none; one that the rate
    /// limit held back does not count.
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

/// The text is no [`Until`].
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
            version: None,
            known: Vec::new(),
            stub: None,
        };
        let until: Until = "loader=75%".parse().unwrap();
        let mut samples = Samples::default();
        assert!(!until.is_met(&samples), "nothing is no rollout");
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
