//! Compares a list with what is remembered of it.

use std::collections::HashSet;

use crate::{
    Fingerprints, Header, List, Look, Named, News, Problem, Severity, Text, Why, cut, hashes,
    memory::Lost,
    problems::{self, Found, Known},
};
use bloqr_lint as lint;

/// How long the rules of a list that became much shorter are remembered, in ms.
const LOST_FOR: u64 = 30 * 24 * 3_600_000;

/// Whether a fifth or more is gone.
fn is_down(before: u64, now: u64) -> bool {
    now * 5 <= before * 4
}

impl Look<'_> {
    /// Compares a list with the last one, and remembers it in its place.
    pub(super) fn compare(&mut self, judged: Text<'_>, report: lint::Report) {
        let errors = report.count(Severity::Error) as u64;
        let warnings = report.count(Severity::Warning) as u64;
        let found = problems::find(report, judged.text);
        let rules = Fingerprints::new(hashes(judged.text).collect());
        let header = Header::of(judged.text);
        let before = self.memory.list.take();
        let is_new_core = self.memory.judge != self.facts.judge;
        self.memory.judge = self.facts.judge.clone();

        let updated = self.updated(before.as_ref(), judged.hash, &header);
        let is_same_text = before.as_ref().is_some_and(|it| it.text_hash == judged.hash);
        let is_old = is_same_text && before.as_ref().is_some_and(|it| it.is_old);
        let now = List {
            text_hash: judged.hash,
            lines: judged.lines,
            errors,
            warnings,
            updated,
            is_old,
            header,
            rules,
            problems: problems::keep(&found),
        };
        match before {
            None => {
                if !self.news.contains(&News::MemoryLost) {
                    self.news.push(News::FirstLook);
                }
                let all = found.iter().map(|it| new_problem(it, Why::First));
                self.tell(News::NewProblems, all.collect());
            }
            Some(before) => {
                self.compare_lines(&before, &now);
                self.compare_problems(&before, &now, &found, is_new_core);
                self.compare_headers(&before.header, &now.header);
                self.remember_lost(before, &now);
            }
        }
        self.memory.list = Some(now);
    }

    /// When this text was updated. A text that differs from the last one is younger than the last look.
    fn updated(&self, before: Option<&List>, text_hash: u64, header: &Header) -> u64 {
        if let Some(same) = before.filter(|it| it.text_hash == text_hash) {
            return same.updated;
        }
        let now = self.facts.now;
        let said = header.modified.or(self.facts.modified).filter(|it| *it <= now);
        let least = if before.is_some() { self.memory.looked } else { 0 };
        said.unwrap_or(now).max(least).min(now)
    }

    fn tell(&mut self, news: impl Fn(Named) -> News, problems: Vec<Problem>) {
        if !problems.is_empty() {
            self.news.push(news(Named::new(problems)));
        }
    }

    fn compare_lines(&mut self, before: &List, now: &List) {
        let (before, now) = (before.lines, now.lines);
        if is_down(before, now) {
            self.news.push(News::LinesDown { before, now });
        } else if self.memory.lost.as_ref().is_some_and(|it| !is_down(it.lines, now)) {
            self.news.push(News::LinesBack { before, now });
        }
    }

    fn compare_problems(
        &mut self,
        before: &List,
        now: &List,
        found: &[Found<'_>],
        is_new_core: bool,
    ) {
        let lost = self.memory.lost.as_ref();
        let old: HashSet<u64> = before.problems.iter().map(|it| it.key).collect();
        let was_there = |it: &&Found<'_>| {
            old.contains(&it.key) || lost.is_some_and(|lost| lost.problems.has(it.key))
        };
        let changed = if is_new_core { Why::Core } else { Why::OtherLines };
        let new = found.iter().filter(|it| !was_there(it)).map(|it| {
            let was_lost = lost.is_some_and(|lost| lost.rules.has(it.rule_hash));
            let is_old = was_lost || before.rules.has(it.rule_hash);
            let why = if is_old { changed } else { Why::Rule };
            new_problem(it, why)
        });
        let new = new.collect();
        let current: HashSet<u64> = found.iter().map(|it| it.key).collect();
        let gone = before.problems.iter().filter(|it| !current.contains(&it.key));
        let gone = gone.map(|it| {
            let why = if now.rules.has(it.rule_hash) { changed } else { Why::Rule };
            gone_problem(it, why)
        });
        let mut gone: Vec<Problem> = gone.collect();
        // Those whose text is not remembered are only counted.
        gone.sort_by_key(|it| it.rule.is_empty());
        self.tell(News::NewProblems, new);
        self.tell(News::GoneProblems, gone);
    }

    fn compare_headers(&mut self, before: &Header, now: &Header) {
        for (name, before, now) in [
            ("Title", &before.title, &now.title),
            ("Homepage", &before.homepage, &now.homepage),
            ("Redirect", &before.redirect, &now.redirect),
        ] {
            if before != now {
                let (before, now) = (before.clone(), now.clone());
                self.news.push(News::HeaderChanged { name, before, now });
            }
        }
    }

    /// Remembers what a list had before it became much shorter, and forgets it when it is back, or does
    /// not come back.
    fn remember_lost(&mut self, before: List, now: &List) {
        let at = self.facts.now;
        let lost = self.memory.lost.take();
        let lost = if is_down(before.lines, now.lines) {
            let problems = Fingerprints::new(before.problems.iter().map(|it| it.key).collect());
            let older = lost.unwrap_or_default();
            let none = Fingerprints::default();
            Some(Lost {
                lines: before.lines.max(older.lines),
                at,
                rules: before.rules.union_without(&older.rules, &now.rules),
                problems: problems.union_without(&older.problems, &none),
            })
        } else {
            lost.filter(|it| is_down(it.lines, now.lines))
        };
        self.memory.lost = lost.filter(|it| at.saturating_sub(it.at) < LOST_FOR);
    }
}

fn new_problem(it: &Found<'_>, why: Why) -> Problem {
    Problem {
        rule: cut(it.rule, problems::RULE).to_owned(),
        line: Some(u64::from(it.line) + 1),
        check: it.check.to_owned(),
        severity: it.severity,
        message: Some(it.message.clone()),
        why,
    }
}

fn gone_problem(it: &Known, why: Why) -> Problem {
    Problem {
        rule: it.rule.clone().unwrap_or_default(),
        line: None,
        check: it.check.clone(),
        severity: it.severity,
        message: None,
        why,
    }
}
