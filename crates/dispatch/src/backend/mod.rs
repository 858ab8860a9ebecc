//! The known backends, as data: how to recognize each one and the path of its answers, and how its
//! answers differ from the core's. Each backend is a row, and each row names the source of its facts.
//! [`super::evidence`] and [`super::parity`] read the rows and contain no facts themselves.

mod guide;
mod ours;
mod sign;

use std::cell::OnceCell;

pub use self::sign::{Shape, Sign};
use super::{Exchange, Path, Response, evidence::Kind};
use bloqr_api::Endpoint;

/// A backend.
#[derive(Debug, PartialEq, Eq)]
pub struct Backend {
    /// Stable, for programs.
    pub name: &'static str,
    /// For people, as the subject of a sentence.
    pub title: &'static str,
    /// The source of these facts.
    pub source: &'static str,
    /// The date of the source: year and month.
    pub date: &'static str,
    /// The headers that all its answers have. No other row has any of them.
    pub marks: &'static [Mark],
    /// How to recognize the path of an answer. The first entry that matches counts.
    pub paths: &'static [PathMark],
    /// The paths that each endpoint tries, in order, as far as answers can show them.
    pub tries: &'static [(Endpoint, &'static [Path])],
    /// How it reads rules.
    pub reading: Reading,
    /// The places where its answers differ for every rule.
    pub quirks: &'static [Quirk],
    /// The endpoints that always refuse, and how.
    pub refusals: &'static [Refusal],
    /// The bindings that its code cannot use.
    pub misfits: &'static [Misfit],
}

/// A header that contains this text.
#[derive(Debug, PartialEq, Eq)]
pub struct Mark {
    /// The name of the header.
    pub header: &'static str,
    /// A part of its value.
    pub holds: &'static str,
}

/// A path, and how to recognize it in an answer.
#[derive(Debug, PartialEq, Eq)]
pub struct PathMark {
    /// The endpoints where this applies.
    pub endpoints: &'static [Endpoint],
    /// The path.
    pub path: Path,
    /// The strength of this evidence.
    pub kind: Kind,
    /// The answer must have all of these.
    pub signs: &'static [Sign],
    /// Whether it also identifies the backend when the headers are missing.
    pub is_alone: bool,
    /// The evidence, for people.
    pub says: &'static str,
    /// Why an answer that looks like this is not a real answer, when the backend is a stub.
    pub stub: Option<&'static str>,
}

/// How a backend reads rules.
#[derive(Debug, PartialEq, Eq)]
pub struct Reading {
    /// The names of AGTree's options that are off.
    pub off: &'static [Off],
    /// Whether it returns rules as they were sent, with empty rules and surrounding spaces.
    pub keeps_lines: Option<KnownAs>,
    /// The type of the nodes that its walk skips.
    pub unwalked: Option<(&'static str, KnownAs)>,
    /// The findings of its validation.
    pub validates: Validates,
}

/// An option that is off, and the known difference that it causes.
#[derive(Debug, PartialEq, Eq)]
pub struct Off {
    /// AGTree's name of the option.
    pub option: &'static str,
    /// The known difference that it causes.
    pub known: KnownAs,
}

/// The findings of a backend's validation.
#[derive(Debug, PartialEq, Eq)]
pub enum Validates {
    /// All findings of the linter.
    Lint,
    /// Only invalid rules, with their line and text.
    Unreadable {
        /// The `errorType` of such a finding.
        error_type: &'static str,
        /// The known difference that its messages are different or missing.
        words: KnownAs,
        /// The known difference that its counts are different.
        counts: KnownAs,
        /// The known difference that it does not check everything.
        limits: &'static [KnownAs],
    },
}

/// A known difference: a code for programs, and a text for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownAs {
    /// Stable, for programs.
    pub code: &'static str,
    /// For people.
    pub says: &'static str,
}

/// A place in an answer with a known difference.
#[derive(Debug, PartialEq, Eq)]
pub struct Quirk {
    /// The last fields of the path to it: `cosmetic.body`.
    pub at: &'static str,
    /// The type of the rules; `None` for all rules.
    pub rule_type: Option<&'static str>,
    /// How the value differs.
    pub how: How,
    /// The known difference.
    pub known: KnownAs,
}

/// How a value differs.
#[derive(Debug, PartialEq, Eq)]
pub enum How {
    /// The text is empty.
    Empty,
    /// The text has spaces around it.
    Blanks,
    /// The text is another one.
    Words,
}

/// An endpoint that always refuses.
#[derive(Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Which one.
    pub endpoint: Endpoint,
    /// The known difference.
    pub known: KnownAs,
}

/// A binding that this backend's code cannot use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Misfit {
    /// The path of the binding.
    pub path: Path,
    /// Why it cannot be used.
    pub why: &'static str,
    /// What to do.
    pub next: &'static str,
}

/// Every known backend. The last row is for all others.
pub static BACKENDS: [&Backend; 3] = [&ours::OURS, &guide::GUIDE, &UNKNOWN];

/// The row for an unknown backend. Its answers must be equal to the core's.
pub static UNKNOWN: Backend = Backend {
    name: "unknown",
    title: "the backend",
    source: "no source: what holds for every backend",
    date: "2026-11",
    marks: &[],
    paths: &[PathMark {
        endpoints: &[Endpoint::Parse, Endpoint::Validate],
        path: Path::Loader,
        kind: Kind::Body,
        signs: &[Sign::Is("executedIn", "dynamic-worker-isolate")],
        is_alone: true,
        says: "executedIn: dynamic-worker-isolate",
        stub: None,
    }],
    tries: ours::TRIES,
    reading: Reading { off: &[], keeps_lines: None, unwalked: None, validates: Validates::Lint },
    quirks: &[],
    refusals: &[],
    misfits: &[],
};

/// Our own backend names the path in a header, so this entry is for every path.
pub use self::ours::HEADER;

/// A row, and its entry that matches an answer.
pub struct Seen {
    /// Which backend answered.
    pub backend: &'static Backend,
    /// The entry that shows the path; `None` when there is none.
    pub mark: Option<&'static PathMark>,
}

/// Finds the backend and the path of an answer, as far as the answer shows them.
pub fn recognize(exchange: &Exchange) -> Seen {
    let endpoint = Endpoint::from_path(&exchange.request.path);
    // Parse the body only when an entry needs it: answers can be long.
    let document = OnceCell::new();
    let document = || document.get_or_init(|| sign::Document::of(&exchange.response)).as_ref();
    let fits = |it: &&PathMark| {
        endpoint.is_some_and(|endpoint| it.endpoints.contains(&endpoint))
            && it.signs.iter().all(|it| it.is_in(&exchange.response, document()))
    };
    for backend in BACKENDS {
        let is_marked = backend.has_marks(&exchange.response);
        let mut paths = backend.paths.iter().filter(|it| is_marked || it.is_alone);
        let mark = paths.find(fits);
        if is_marked || mark.is_some() {
            return Seen { backend, mark };
        }
    }
    Seen { backend: &UNKNOWN, mark: None }
}

impl Backend {
    /// Whether the headers show that it is this backend. A row without headers never matches.
    fn has_marks(&self, response: &Response) -> bool {
        !self.marks.is_empty()
            && self.marks.iter().all(|mark| {
                let named = response.headers.iter();
                let mut named = named.filter(|it| it.0.eq_ignore_ascii_case(mark.header));
                named.any(|(_, value)| value.contains(mark.holds))
            })
    }

    /// Whether it is a known backend other than our own.
    pub fn is_foreign(&self) -> bool {
        !std::ptr::eq(self, &ours::OURS) && !std::ptr::eq(self, &UNKNOWN)
    }

    /// Whether it has the endpoint, as far as is known.
    pub fn has(&self, endpoint: Endpoint) -> bool {
        self.tries.iter().any(|it| it.0 == endpoint)
    }

    /// The paths that an endpoint tries, in order, as far as an answer can show them.
    pub fn tries(&self, endpoint: Endpoint) -> &'static [Path] {
        self.tries.iter().find(|it| it.0 == endpoint).map_or(&[], |it| it.1)
    }

    /// How an endpoint refuses, if it always does.
    pub fn refusal(&self, endpoint: Endpoint) -> Option<&'static Refusal> {
        self.refusals.iter().find(|it| it.endpoint == endpoint)
    }

    /// Why the binding of a path cannot be used, if this is so.
    pub fn misfit(&self, path: Path) -> Option<&'static Misfit> {
        self.misfits.iter().find(|it| it.path == path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_say_where_they_are_from_and_are_told_apart() {
        let (last, known) = BACKENDS.split_last().unwrap();
        assert_eq!(*last, &UNKNOWN);
        for (n, row) in known.iter().enumerate() {
            assert!(!row.source.is_empty() && row.date.len() == "2026-11".len(), "{}", row.name);
            assert!(!row.marks.is_empty(), "{}", row.name);
            for other in known[..n].iter().chain([last]) {
                assert_ne!(row.name, other.name);
                let has = |it: &Mark| other.marks.iter().any(|other| other.header == it.header);
                assert!(!row.marks.iter().any(has), "{} and {}", row.name, other.name);
            }
        }
    }

    /// Every option that is off is an option of AGTree, and every path of an entry is a path that the
    /// backend tries.
    #[test]
    fn rows_agree_with_themselves() {
        for row in BACKENDS {
            for off in row.reading.off {
                let mut options = bloqr_wire::Options::LIST;
                assert!(options.by_name(off.option).is_some(), "{}", off.option);
            }
            for mark in row.paths {
                for endpoint in mark.endpoints {
                    let tries = row.tries(*endpoint);
                    let is_marker = mark.kind == Kind::Body;
                    assert!(is_marker || tries.contains(&mark.path), "{}: {}", row.name, mark.says);
                }
            }
        }
    }
}
