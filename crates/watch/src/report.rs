//! What a look found, as data and as JSON.

use serde_json::{Map, Value, json};

use crate::{Judge, cut, problems};
use bloqr_lint::diagnostic::Severity;

/// How many rules a report names of each kind of news. The others are counted.
pub const NAMED: usize = 50;

/// What a look found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Report {
    /// What is new since the last look. Empty when nothing is.
    pub news: Vec<News>,
    /// Whether nothing was remembered before this look.
    pub is_first: bool,
    /// The list as it was last seen, if it ever was.
    pub list: Option<Seen>,
    /// The kind of what is there in place of the list: `html`, `empty`.
    pub instead: Option<String>,
    /// Looks in a row for which nothing could be fetched.
    pub failures: u64,
    /// What judged the list.
    pub judge: Judge,
}

/// A list that was seen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Seen {
    /// Its lines, without blank ones.
    pub lines: u64,
    /// The errors that the linter finds.
    pub errors: u64,
    /// The warnings that the linter finds.
    pub warnings: u64,
    /// When it was updated, as far as that is known, in ms since 1970, UTC.
    pub updated: u64,
    /// Its title.
    pub title: Option<String>,
}

/// Something new.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum News {
    /// The list is watched from now on.
    FirstLook,
    /// The memory of earlier looks could not be read, so nothing could be compared.
    MemoryLost,
    /// Problems that were not there at the last look.
    NewProblems(Named),
    /// Problems that are not there any more.
    GoneProblems(Named),
    /// A fifth of the lines or more is missing: perhaps the upload was cut off.
    LinesDown {
        /// Lines at the last look.
        before: u64,
        /// Lines now.
        now: u64,
    },
    /// Lines that were missing are back.
    LinesBack {
        /// Lines at the last look.
        before: u64,
        /// Lines now.
        now: u64,
    },
    /// The list was not updated for longer than `! Expires` says, or for 30 days.
    Expired {
        /// When it was updated, as far as that is known, in ms since 1970, UTC.
        updated: u64,
        /// The value of `! Expires`.
        expires: Option<String>,
        /// For how long it was not updated, in ms.
        age: u64,
    },
    /// There is something else in place of the list.
    NotAList {
        /// A name for programs: `html`, `empty`, `not-utf-8`, `too-many-problems`, or another kind of file.
        kind: String,
        /// Why we think so, for people.
        reason: String,
    },
    /// The list is there again.
    ListAgain,
    /// The list could not be fetched several times.
    Unreachable {
        /// How many times in a row.
        failures: u64,
        /// Since when, in ms since 1970, UTC.
        since: u64,
        /// Why the last time.
        why: String,
    },
    /// The list could be fetched again.
    ReachableAgain,
    /// A value in the header is another one: the list may have moved.
    HeaderChanged {
        /// `Title`, `Homepage` or `Redirect`.
        name: &'static str,
        /// The value at the last look.
        before: Option<String>,
        /// The value now.
        now: Option<String>,
    },
}

/// Some problems by name, and the number of all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Named {
    /// All of them.
    pub total: usize,
    /// How many of them are errors.
    pub errors: usize,
    /// Errors first, at most [`NAMED`].
    pub problems: Vec<Problem>,
}

/// A problem of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// The text of the rule, cut after 300 bytes.
    pub rule: String,
    /// The line, from 1; of a problem that is gone, `None`.
    pub line: Option<u64>,
    /// The name of the lint rule.
    pub check: String,
    /// How bad it is.
    pub severity: Severity,
    /// What the linter says; of a problem that is gone, `None`.
    pub message: Option<String>,
    /// Why it is there now, or why it is gone.
    pub why: Why,
}

/// Why a problem is new, or gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It is the first look.
    First,
    /// The rule itself is new, or gone.
    Rule,
    /// The rule was there before and is there now: a new version of the core or of its tables judges it
    /// otherwise.
    Core,
    /// The rule and the core are the same: other lines changed, such as an `!#if` or a wider rule.
    OtherLines,
}

impl Why {
    /// The name in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Why::First => "first-look",
            Why::Rule => "rule",
            Why::Core => "core",
            Why::OtherLines => "other-lines",
        }
    }
}

impl Named {
    /// Names the first of these, errors before warnings.
    pub(crate) fn new(mut all: Vec<Problem>) -> Named {
        let (total, is_error) = (all.len(), |it: &Problem| it.severity == Severity::Error);
        let errors = all.iter().filter(|it| is_error(it)).count();
        all.sort_by_key(|it| std::cmp::Reverse(it.severity));
        all.truncate(NAMED);
        Named { total, errors, problems: all }
    }

    fn to_json(&self, text: String, kind: &str) -> Value {
        let problems = self.problems.iter().map(|it| {
            let mut value = Map::from_iter([("rule".to_owned(), Value::from(&*it.rule))]);
            if let Some(line) = it.line {
                value.insert("line".to_owned(), line.into());
            }
            value.insert("errorType".to_owned(), (*it.check).into());
            value.insert("severity".to_owned(), it.severity.as_str().into());
            if let Some(message) = &it.message {
                value.insert("message".to_owned(), cut(message, problems::RULE).into());
            }
            value.insert("why".to_owned(), it.why.as_str().into());
            Value::Object(value)
        });
        let problems: Vec<Value> = problems.collect();
        json!({
            "kind": kind, "text": text, "total": self.total, "errors": self.errors,
            "problems": problems,
        })
    }

    /// `3 new problems, 1 of them an error`
    fn text(&self, how: &str) -> String {
        let all = counted(self.total as u64, &format!("{how} problem"));
        match self.errors {
            0 => all,
            1 if self.total == 1 => format!("{all}, an error"),
            errors if errors == self.total => format!("{all}, all errors"),
            1 => format!("{all}, 1 of them an error"),
            errors => format!("{all}, {errors} of them errors"),
        }
    }
}

impl Report {
    /// The report as JSON; times are in ms since 1970, UTC. `kind` and `text` of each news are for programs
    /// and for people.
    pub fn to_json(&self) -> Value {
        let news: Vec<Value> = self.news.iter().map(News::to_json).collect();
        let mut value = json!({ "news": news, "first": self.is_first, "failures": self.failures });
        if let Some(instead) = &self.instead {
            value["instead"] = instead.as_str().into();
        }
        if let Some(list) = &self.list {
            value["lines"] = list.lines.into();
            value["errors"] = list.errors.into();
            value["warnings"] = list.warnings.into();
            value["updatedAt"] = list.updated.into();
            if let Some(title) = &list.title {
                value["title"] = title.as_str().into();
            }
        }
        value["core"] = self.judge.core.as_str().into();
        value["tables"] = format!("{:08x}", self.judge.tables).into();
        value
    }
}

impl News {
    fn to_json(&self) -> Value {
        let kind = self.kind();
        let text = self.text();
        match self {
            News::FirstLook | News::MemoryLost | News::ListAgain | News::ReachableAgain => {
                json!({ "kind": kind, "text": text })
            }
            News::NewProblems(named) | News::GoneProblems(named) => named.to_json(text, kind),
            News::LinesDown { before, now } | News::LinesBack { before, now } => {
                json!({ "kind": kind, "text": text, "before": before, "now": now })
            }
            News::Expired { updated, expires, age } => json!({
                "kind": kind, "text": text, "updatedAt": updated, "expires": expires, "ageMs": age,
            }),
            News::NotAList { kind: file, .. } => {
                json!({ "kind": kind, "text": text, "file": file })
            }
            News::Unreachable { failures, since, why } => json!({
                "kind": kind, "text": text, "failures": failures, "since": since, "why": why,
            }),
            News::HeaderChanged { name, before, now } => {
                json!({ "kind": kind, "text": text, "name": name, "before": before, "now": now })
            }
        }
    }

    /// The name in JSON.
    pub fn kind(&self) -> &'static str {
        match self {
            News::FirstLook => "first-look",
            News::MemoryLost => "memory-lost",
            News::NewProblems(_) => "new-problems",
            News::GoneProblems(_) => "gone-problems",
            News::LinesDown { .. } => "lines-down",
            News::LinesBack { .. } => "lines-back",
            News::Expired { .. } => "expired",
            News::NotAList { .. } => "not-a-list",
            News::ListAgain => "list-again",
            News::Unreachable { .. } => "unreachable",
            News::ReachableAgain => "reachable-again",
            News::HeaderChanged { .. } => "header-changed",
        }
    }

    /// A line for people.
    pub fn text(&self) -> String {
        match self {
            News::FirstLook => "the list is watched from now on".to_owned(),
            News::MemoryLost => {
                "what was remembered of this list could not be read, so this is a first look"
                    .to_owned()
            }
            News::NewProblems(named) => named.text("new"),
            News::GoneProblems(named) => named.text("solved"),
            News::LinesDown { before, now } => {
                let percent = (before - now) * 100 / (*before).max(1);
                format!(
                    "{percent} % of the lines are missing, {now} of {before} are left: was the upload cut off?"
                )
            }
            News::LinesBack { before, now } => {
                format!("lines that were missing are back: {now} in place of {before}")
            }
            News::Expired { expires: Some(expires), age, .. } => {
                format!("not updated for {}, and `Expires` says `{expires}`", time(*age))
            }
            News::Expired { expires: None, age, .. } => format!("not updated for {}", time(*age)),
            News::NotAList { reason, .. } => format!("this is not a list: {reason}"),
            News::ListAgain => "the list is there again".to_owned(),
            News::Unreachable { failures, why, .. } => {
                format!("could not be fetched {failures} times in a row: {why}")
            }
            News::ReachableAgain => "can be fetched again".to_owned(),
            News::HeaderChanged { name, before: Some(before), now: Some(now) } => {
                format!("`{name}` is `{now}`, and was `{before}`")
            }
            News::HeaderChanged { name, now: Some(now), .. } => format!("`{name}` is new: `{now}`"),
            News::HeaderChanged { name, before, .. } => {
                format!("`{name}` is gone; it was `{}`", before.as_deref().unwrap_or_default())
            }
        }
    }
}

fn counted(count: u64, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// `5 days`, `7 hours`
fn time(ms: u64) -> String {
    let hours = ms / 3_600_000;
    if hours < 48 { counted(hours, "hour") } else { counted(hours / 24, "day") }
}
