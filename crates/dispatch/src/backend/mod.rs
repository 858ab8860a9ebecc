//! What tells one backend from another, as data: by which marks it is known, which path an answer
//! took, and how its answers are known to differ from the core's. Each backend is a row, and a row
//! says where its facts are from. [`super::evidence`] and [`super::parity`] read the rows, and hold
//! no fact of their own.

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
    /// In words, as the subject of a sentence.
    pub title: &'static str,
    /// Where these facts are from, and of when they are.
    pub source: &'static str,
    /// Year and month.
    pub date: &'static str,
    /// The headers by which it is known: all of them are on its answers. None of them is a header
    /// that another row has.
    pub marks: &'static [Mark],
    /// What tells the path of an answer. The first that fits counts.
    pub paths: &'static [PathMark],
    /// The paths that each endpoint tries, in order, as far as an answer can show them.
    pub tries: &'static [(Endpoint, &'static [Path])],
    /// How it reads rules.
    pub reading: Reading,
    /// Places at which its answers are known to differ, whatever the rule.
    pub quirks: &'static [Quirk],
    /// Endpoints that never answer: how they refuse.
    pub refusals: &'static [Refusal],
    /// Bindings that its code cannot use.
    pub misfits: &'static [Misfit],
}

/// A header that is there, and holds this text.
#[derive(Debug, PartialEq, Eq)]
pub struct Mark {
    /// The name of the header.
    pub header: &'static str,
    /// A part of its value.
    pub holds: &'static str,
}

/// A path, and what in an answer shows that it was taken.
#[derive(Debug, PartialEq, Eq)]
pub struct PathMark {
    /// At these endpoints.
    pub endpoints: &'static [Endpoint],
    /// The path that was taken.
    pub path: Path,
    /// How strong this evidence is.
    pub kind: Kind,
    /// All of these.
    pub signs: &'static [Sign],
    /// Whether it shows the backend, too, where its headers are missing.
    pub is_alone: bool,
    /// What was seen, in words.
    pub says: &'static str,
    /// Why no answer that looks like that is one, where what answers does no work.
    pub stub: Option<&'static str>,
}

/// How a backend reads rules.
#[derive(Debug, PartialEq, Eq)]
pub struct Reading {
    /// AGTree's options that it has switched off, by their names.
    pub off: &'static [Off],
    /// Whether it answers rules as they were sent, with blank ones and the blanks around them.
    pub keeps_lines: Option<KnownAs>,
    /// The type of the nodes that its walk passes over.
    pub unwalked: Option<(&'static str, KnownAs)>,
    /// What its validation finds.
    pub validates: Validates,
}

/// An option that is off, and what to call what comes of it.
#[derive(Debug, PartialEq, Eq)]
pub struct Off {
    /// AGTree's name of the option.
    pub option: &'static str,
    /// What to call what comes of it.
    pub known: KnownAs,
}

/// What the validation of a backend finds.
#[derive(Debug, PartialEq, Eq)]
pub enum Validates {
    /// All that the linter finds.
    Lint,
    /// Rules that cannot be read, and nothing else. They are told by line and text.
    Unreadable {
        /// What it calls such a finding, in `errorType`.
        error_type: &'static str,
        /// That it has words of its own, or none.
        words: KnownAs,
        /// That it counts other things.
        counts: KnownAs,
        /// What it does not look for.
        limits: &'static [KnownAs],
    },
}

/// A difference that is known: a code for programs, and what to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownAs {
    /// Stable, for programs.
    pub code: &'static str,
    /// In words.
    pub says: &'static str,
}

/// A place in an answer at which a difference is known.
#[derive(Debug, PartialEq, Eq)]
pub struct Quirk {
    /// The last fields on the way to it: `cosmetic.body`.
    pub at: &'static str,
    /// Only in rules of this type; in all when there is none.
    pub rule_type: Option<&'static str>,
    /// What differs.
    pub how: How,
    /// What to call it.
    pub known: KnownAs,
}

/// How a value differs.
#[derive(Debug, PartialEq, Eq)]
pub enum How {
    /// It is an empty text.
    Empty,
    /// It has blanks around it.
    Blanks,
    /// It is another text.
    Words,
}

/// An endpoint that never answers.
#[derive(Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Which one.
    pub endpoint: Endpoint,
    /// What to call it.
    pub known: KnownAs,
}

/// A binding that this backend's code cannot use: what it does instead of what would work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Misfit {
    /// The path that the binding is for.
    pub path: Path,
    /// Why it cannot be used.
    pub why: &'static str,
    /// What to do.
    pub next: &'static str,
}

/// Every backend that is known. The last one is any other.
pub static BACKENDS: [&Backend; 3] = [&ours::OURS, &guide::GUIDE, &UNKNOWN];

/// A backend that no other row is about. It is measured by the core.
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

/// The path that our own backend names in a header stands for every path.
pub use self::ours::HEADER;

/// A row, and what of it was seen in an answer.
pub struct Seen {
    /// Which backend answered.
    pub backend: &'static Backend,
    /// What showed the path; `None` when nothing did.
    pub mark: Option<&'static PathMark>,
}

/// Which backend answered, and by which path as far as the answer shows.
pub fn recognize(exchange: &Exchange) -> Seen {
    let endpoint = Endpoint::from_path(&exchange.request.path);
    // Read when it is looked at: answers may be long.
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
    /// Whether it is this one by its headers. One without marks is known by nothing.
    fn has_marks(&self, response: &Response) -> bool {
        !self.marks.is_empty()
            && self.marks.iter().all(|mark| {
                let named = response.headers.iter();
                let mut named = named.filter(|it| it.0.eq_ignore_ascii_case(mark.header));
                named.any(|(_, value)| value.contains(mark.holds))
            })
    }

    /// Whether it is one that somebody has looked at, other than our own.
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

    /// How an endpoint refuses, if it never answers.
    pub fn refusal(&self, endpoint: Endpoint) -> Option<&'static Refusal> {
        self.refusals.iter().find(|it| it.endpoint == endpoint)
    }

    /// Why the binding of a path cannot be used, if it cannot.
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

    /// What is switched off is an option of AGTree's, and every path that is told is one that is
    /// tried.
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
