//! Tells what changed for the worse in a published list since the last look at it.
//!
//! It fetches and stores nothing. A host keeps the bytes of a memory for each list; [`look`] takes them
//! with the text, and returns a report and the new memory.
//!
//! ```
//! use bloqr_watch::{Facts, News, look};
//!
//! let first = look(b"", &Facts::at(0), b"||ads.example^\n");
//! let next = look(&first.memory, &Facts::at(1000), b"||ads.example^$scirpt\n");
//! let [News::NewProblems(named)] = &next.report.news[..] else { panic!() };
//! assert_eq!(named.problems[0].rule, "||ads.example^$scirpt");
//! // The same text again is no news.
//! assert!(look(&next.memory, &Facts::at(2000), b"||ads.example^$scirpt\n").report.news.is_empty());
//! ```
//!
//! Verdicts are kept by the text of the rules, so rules that move are no news. A memory has no text of
//! a list: when [`wants_text`] says so, because the core or its tables are new, a host fetches the list
//! without its ETag, and then each rule whose verdict changed is named.
#![deny(missing_docs)]

mod bytes;
mod compare;
mod date;
mod fingerprints;
mod header;
mod memory;
mod problems;
mod report;

pub use self::report::{NAMED, Named, News, Problem, Report, Seen, Why};

use self::{
    fingerprints::{Fingerprints, hash, hash64},
    header::Header,
    memory::{Failures, List, Memory},
};
use bloqr_filekind as filekind;
use bloqr_lint::{self as lint, Config, diagnostic::Severity};
use bloqr_syntax::source::lines;

/// The longest list that is looked at, in bytes.
pub const MAX_LIST: usize = 16 << 20;

/// The most lines of a list, without blank ones. With these, a look needs less than the memory of an
/// isolate.
pub const MAX_LINES: usize = 1 << 20;

/// A text with more findings is no list that anybody uses.
const MAX_FINDINGS: usize = 100_000;

/// After how many failures in a row a list counts as unreachable.
pub const FAILURES: u64 = 3;

/// What judges a list. Another version can judge the same rule otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Judge {
    /// The version of the core: `0.1.0`.
    pub core: String,
    /// The version of its tables.
    pub tables: u32,
}

impl Judge {
    /// This core.
    pub fn this() -> Judge {
        Judge { core: env!("CARGO_PKG_VERSION").to_owned(), tables: lint::TABLES }
    }
}

/// What a host knows of a look.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Facts {
    /// The time, in ms since 1970, UTC.
    pub now: u64,
    /// `Last-Modified` of the answer, in ms since 1970, UTC.
    pub modified: Option<u64>,
    /// What judges: this core.
    pub judge: Judge,
}

impl Facts {
    /// A look at this time, in ms since 1970, UTC.
    pub fn at(now: u64) -> Facts {
        Facts { now, modified: None, judge: Judge::this() }
    }

    /// The same with the time of `Last-Modified`.
    #[must_use]
    pub fn with_modified(self, modified: Option<u64>) -> Facts {
        Facts { modified, ..self }
    }

    /// The same with another judge, to try what a new version does.
    #[must_use]
    pub fn with_judge(self, judge: Judge) -> Facts {
        Facts { judge, ..self }
    }
}

/// What a look found, and what to remember of it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Looked {
    /// What it found.
    pub report: Report,
    /// The new memory: at most 12 MiB, in real lists about 4 bytes a line.
    pub memory: Vec<u8>,
}

/// Whether the text itself is needed, also when it did not change: nothing is remembered of it yet, or
/// another version of the core judged it.
pub fn wants_text(memory: &[u8], judge: &Judge) -> bool {
    Memory::read(memory)
        .is_none_or(|it| it.judge != *judge || it.list.is_none() && it.instead.is_none())
}

/// Looks at a text that was fetched. Any bytes are a memory: those that cannot be read count as none,
/// and the report says so.
pub fn look(memory: &[u8], facts: &Facts, text: &[u8]) -> Looked {
    let mut look = Look::new(memory, facts);
    look.reached();
    match judge(text) {
        Err((kind, reason)) => look.not_a_list(kind, reason),
        Ok(judged) => look.list(judged),
    }
    look.end()
}

/// A look for which the server said that the text is the same as before (304).
pub fn unchanged(memory: &[u8], facts: &Facts) -> Looked {
    let mut look = Look::new(memory, facts);
    look.reached();
    look.end()
}

/// A look for which nothing could be fetched; `why` is for people.
pub fn failed(memory: &[u8], facts: &Facts, why: &str) -> Looked {
    let mut look = Look::new(memory, facts);
    let Failures { count, since } = look.memory.failures;
    let failures = Failures { count: count + 1, since: if count == 0 { facts.now } else { since } };
    look.memory.failures = failures;
    if failures.count == FAILURES {
        let why = cut(why, problems::RULE).to_owned();
        look.news.push(News::Unreachable { failures: failures.count, since: failures.since, why });
    }
    look.end()
}

/// A text that is a list, but not compared yet.
struct Text<'t> {
    text: &'t str,
    hash: u64,
    lines: u64,
}

/// Whether a text is a list; otherwise the kind of what it is, and why.
fn judge(bytes: &[u8]) -> Result<Text<'_>, (String, String)> {
    let not = |kind: &str, reason: String| Err((kind.to_owned(), reason));
    if bytes.len() > MAX_LIST {
        return not("too-large", format!("it has more than {} MiB", MAX_LIST >> 20));
    }
    if let Some(page) = filekind::page(bytes) {
        return not(page.name, format!("the server answered with {}", page.title));
    }
    if let Some(found) = filekind::recognise(bytes) {
        return not(
            found.kind.name,
            format!("it looks like {}: {}", found.kind.title, found.reason),
        );
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            return not("not-utf-8", format!("byte {} is not UTF-8", error.valid_up_to() + 1));
        }
    };
    let lines = rules(text).count() as u64;
    if lines == 0 {
        return not("empty", "it is empty".to_owned());
    }
    if lines > MAX_LINES as u64 {
        return not("too-many-lines", format!("it has more than {MAX_LINES} lines"));
    }
    // The linter would store a pair for each.
    let rules = || rules(text).filter(|it| !it.starts_with(['!', '#']));
    let distinct = Fingerprints::new(rules().map(|it| hash(it.as_bytes())).collect());
    if rules().count() - distinct.len() > MAX_FINDINGS {
        return not("too-many-problems", format!("it repeats more than {MAX_FINDINGS} lines"));
    }
    Ok(Text { text, hash: hash64(bytes), lines })
}

/// The lines that are not blank.
fn rules(text: &str) -> impl Iterator<Item = &str> {
    lines(text).map(|it| it.text).filter(|it| !is_blank(it))
}

fn hashes(text: &str) -> impl Iterator<Item = u64> {
    rules(text).map(|it| hash(it.as_bytes()))
}

fn is_blank(line: &str) -> bool {
    line.trim_matches(['\u{FEFF}', ' ', '\t']).is_empty()
}

/// A look at a list.
struct Look<'a> {
    facts: &'a Facts,
    /// Becomes the new memory.
    memory: Memory,
    is_first: bool,
    news: Vec<News>,
}

impl<'a> Look<'a> {
    fn new(memory: &[u8], facts: &'a Facts) -> Look<'a> {
        let read = Memory::read(memory);
        let is_lost = read.is_none() && !memory.is_empty();
        let is_first = read.as_ref().is_none_or(|it| it.list.is_none());
        let new = Memory { judge: facts.judge.clone(), ..Memory::default() };
        let news = if is_lost { vec![News::MemoryLost] } else { Vec::new() };
        Look { facts, memory: read.unwrap_or(new), is_first, news }
    }

    /// Something was fetched.
    fn reached(&mut self) {
        if self.memory.failures.count >= FAILURES {
            self.news.push(News::ReachableAgain);
        }
        self.memory.failures = Failures::default();
    }

    /// What is remembered of the list stays, so that its rules are not new when it comes back.
    fn not_a_list(&mut self, kind: String, reason: String) {
        if self.memory.instead.as_ref() != Some(&kind) {
            let reason = cut(&reason, problems::RULE).to_owned();
            self.news.push(News::NotAList { kind: kind.clone(), reason });
        }
        self.memory.instead = Some(kind);
        if self.memory.list.is_none() {
            self.memory.judge = self.facts.judge.clone();
        }
    }

    fn list(&mut self, judged: Text<'_>) {
        let before = self.memory.list.as_ref();
        let is_same = before.is_some_and(|it| it.text_hash == judged.hash)
            && self.memory.judge == self.facts.judge;
        if !is_same {
            let Some(report) = lint::lint_within(judged.text, &Config::default(), MAX_FINDINGS)
            else {
                let reason = format!("it has more than {MAX_FINDINGS} problems");
                return self.not_a_list("too-many-problems".to_owned(), reason);
            };
            self.again();
            self.compare(judged, report);
        } else {
            self.again();
        }
    }

    /// There is a list.
    fn again(&mut self) {
        if self.memory.instead.take().is_some() && !self.is_first {
            self.news.push(News::ListAgain);
        }
    }

    /// Ends a look, whatever was found.
    fn end(mut self) -> Looked {
        self.expire();
        self.memory.looked = self.facts.now;
        let list = self.memory.list.as_ref().map(|it| Seen {
            lines: it.lines,
            errors: it.errors,
            warnings: it.warnings,
            updated: it.updated,
            title: it.header.title.clone(),
        });
        let report = Report {
            news: self.news,
            is_first: self.is_first,
            list,
            instead: self.memory.instead.clone(),
            failures: self.memory.failures.count,
            judge: self.facts.judge.clone(),
        };
        Looked { report, memory: self.memory.to_bytes() }
    }

    /// Tells once of each text that it is too old.
    fn expire(&mut self) {
        let Some(list) = &mut self.memory.list else { return };
        let age = self.facts.now.saturating_sub(list.updated);
        if list.is_old || age <= list.header.period() {
            return;
        }
        list.is_old = true;
        let expires = list.header.expires.clone();
        self.news.push(News::Expired { updated: list.updated, expires, age });
    }
}

/// The start of a text, at most this many bytes.
fn cut(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

#[cfg(test)]
mod tests;
