//! The problems of a list, each once for each text of a rule, whatever the order of the rules.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::{
    bytes::{Reader, Writer},
    cut,
    fingerprints::hash,
};
use bloqr_lint::{
    Report,
    diagnostic::{Diagnostic, Severity},
};
use bloqr_syntax::source::lines;

/// A problem that the list has now. Hints (`info`) are left out: nothing needs to be done about them.
#[derive(Debug, Clone)]
pub(crate) struct Found<'t> {
    pub(crate) key: u64,
    pub(crate) rule_hash: u64,
    /// The text of the line.
    pub(crate) rule: &'t str,
    /// The line, from 0.
    pub(crate) line: u32,
    pub(crate) check: &'static str,
    pub(crate) severity: Severity,
    pub(crate) message: String,
}

/// The same problem is the same rule, lint rule and severity. The words of the message can differ
/// between versions, and name other rules and lines.
fn key(rule_hash: u64, check: &str, severity: Severity) -> u64 {
    hash(format!("{rule_hash:x} {check} {}", severity.as_str()).as_bytes())
}

/// The problems in the order of their lines. Also counts errors and warnings as the linter does.
pub(crate) fn find<'t>(report: Report, text: &'t str) -> Vec<Found<'t>> {
    let wanted = report.diagnostics.into_iter().filter(|it| it.severity > Severity::Info);
    let (repeated, others): (Vec<_>, Vec<_>) = wanted.partition(|it| it.rule == DUPLICATE);
    let repeats = Repeats::new(&repeated);
    let wanted = others.iter().map(|it| it.place.line).chain(repeats.lines());
    let texts = texts(text, wanted.collect());
    let line_text = |line: u32| texts.get(&line).copied().unwrap_or_default();
    let mut found: HashMap<u64, Found<'t>> = HashMap::new();
    let mut add = |line: u32, rule: &'t str, it: &Diagnostic, message: Option<&str>| {
        let rule_hash = hash(rule.as_bytes());
        let key = key(rule_hash, it.rule, it.severity);
        let (check, severity) = (it.rule, it.severity);
        let message = || message.unwrap_or(&it.message).to_owned();
        found.entry(key).or_insert_with(|| Found {
            key,
            rule_hash,
            rule,
            line,
            check,
            severity,
            message: message(),
        });
    };
    for it in &others {
        // Which of equal rules is the needless one depends on their order too.
        let line = it.place.line;
        let same = repeats.first_of(line).filter(|_| it.rule == REDUNDANT);
        let line = same.and_then(|it| repeats.smallest(it, line_text)).unwrap_or(line);
        add(line, line_text(line), it, None);
    }
    for (line, own, any) in repeats.problems(line_text) {
        let message = own.is_none().then_some("another line has the same rule");
        add(line, line_text(line), &repeated[own.unwrap_or(any)], message);
    }
    let mut found: Vec<_> = found.into_values().collect();
    found.sort_by_key(|it| (it.line, it.key));
    found
}

const DUPLICATE: &str = "duplicate-rule";
const REDUNDANT: &str = "redundant-rule";

/// The texts of these lines.
fn texts(text: &str, wanted: BTreeSet<u32>) -> HashMap<u32, &str> {
    let mut wanted = wanted.into_iter().peekable();
    let all = (0_u32..).zip(lines(text));
    let some = all.filter_map(|(n, line)| wanted.next_if_eq(&n).map(|_| (n, line.text)));
    some.collect()
}

/// Rules that say the same in other words. The linter reports all of them but one, and which one that
/// is depends on their order; here it is the one whose text is the smallest.
#[derive(Debug, Default)]
struct Repeats {
    /// The first line of the rules that equal the rule on a line.
    first: HashMap<u32, u32>,
    /// By that first line: the lines, each with the index of its finding.
    groups: BTreeMap<u32, Vec<(u32, Option<usize>)>>,
}

impl Repeats {
    fn new(found: &[Diagnostic]) -> Repeats {
        let mut first: HashMap<u32, u32> = HashMap::new();
        let root = |first: &HashMap<u32, u32>, mut line: u32| {
            while let Some(other) = first.get(&line).filter(|it| **it != line) {
                line = *other;
            }
            line
        };
        for it in found {
            let line = it.place.line;
            let other = it.labels.iter().find(|it| it.list.is_none());
            let (a, b) = (root(&first, line), root(&first, other.map_or(line, |it| it.place.line)));
            let (low, high) = (a.min(b), a.max(b));
            first.insert(low, low);
            first.insert(high, low);
            first.insert(line, low);
        }
        let roots: HashMap<u32, u32> = first.keys().map(|it| (*it, root(&first, *it))).collect();
        let findings: HashMap<u32, usize> =
            found.iter().enumerate().map(|(n, it)| (it.place.line, n)).collect();
        let mut groups: BTreeMap<u32, Vec<(u32, Option<usize>)>> = BTreeMap::new();
        for (line, root) in &roots {
            groups.entry(*root).or_default().push((*line, findings.get(line).copied()));
        }
        groups.values_mut().for_each(|it| it.sort_unstable());
        Repeats { first: roots, groups }
    }

    fn lines(&self) -> impl Iterator<Item = u32> {
        self.first.keys().copied()
    }

    fn first_of(&self, line: u32) -> Option<u32> {
        self.first.get(&line).copied()
    }

    /// The line of the smallest text among equal rules.
    fn smallest<'t>(&self, first: u32, text: impl Fn(u32) -> &'t str) -> Option<u32> {
        self.groups.get(&first)?.iter().map(|it| it.0).min_by_key(|it| text(*it))
    }

    /// The rules to report: the line, the index of its own finding, and of one of another line.
    fn problems<'t>(&self, text: impl Fn(u32) -> &'t str) -> Vec<(u32, Option<usize>, usize)> {
        let mut problems = Vec::new();
        for lines in self.groups.values() {
            let mut by_text: BTreeMap<&str, Vec<(u32, Option<usize>)>> = BTreeMap::new();
            for it in lines {
                by_text.entry(text(it.0)).or_default().push(*it);
            }
            let Some(any) = lines.iter().find_map(|it| it.1) else { continue };
            for (n, same) in by_text.into_values().enumerate() {
                if n > 0 || same.len() > 1 {
                    let own = same.iter().find(|it| it.1.is_some()).unwrap_or(&same[0]);
                    problems.push((own.0, own.1, any));
                }
            }
        }
        problems
    }
}

/// A problem that the list had at the last look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) key: u64,
    pub(crate) rule_hash: u64,
    pub(crate) severity: Severity,
    pub(crate) check: String,
    /// The text of its line, cut; `None` when there were too many.
    pub(crate) rule: Option<String>,
}

/// How much text of rules is kept, in bytes: of some thousand problems. Of the others, only the number
/// of those that are gone can be told.
const TEXT: usize = 256 << 10;

/// How much of the text of one rule is kept, in bytes.
pub(crate) const RULE: usize = 300;

/// What is kept of problems, in the order of their keys. The texts of errors come first.
pub(crate) fn keep(found: &[Found<'_>]) -> Vec<Known> {
    let mut order: Vec<&Found<'_>> = found.iter().collect();
    order.sort_by_key(|it| (std::cmp::Reverse(it.severity), it.key));
    let mut left = TEXT;
    let known = order.into_iter().map(|it| {
        let rule = cut(it.rule, RULE);
        let has_room = rule.len() <= left;
        left -= if has_room { rule.len() } else { left };
        Known {
            key: it.key,
            rule_hash: it.rule_hash,
            severity: it.severity,
            check: it.check.to_owned(),
            rule: has_room.then(|| rule.to_owned()),
        }
    });
    let mut known: Vec<_> = known.collect();
    known.sort_unstable_by_key(|it| it.key);
    known
}

pub(crate) fn write(known: &[Known], to: &mut Writer) {
    let checks: BTreeSet<&str> = known.iter().map(|it| it.check.as_str()).collect();
    let checks: Vec<&str> = checks.into_iter().collect();
    to.number(checks.len() as u64);
    checks.iter().for_each(|it| to.text(it));
    to.number(known.len() as u64);
    let mut last = 0;
    for it in known {
        to.number(it.key - last);
        last = it.key;
        to.number(it.rule_hash);
        let check = checks.binary_search(&it.check.as_str()).unwrap_or_default();
        to.number(check as u64 * 2 + u64::from(it.severity == Severity::Error));
        to.maybe_text(it.rule.as_deref());
    }
}

pub(crate) fn read(from: &mut Reader<'_>) -> Option<Vec<Known>> {
    let checks = usize::try_from(from.number()?).ok().filter(|it| *it <= from.left())?;
    let checks: Vec<&str> = (0..checks).map(|_| from.text()).collect::<Option<_>>()?;
    let count = usize::try_from(from.number()?).ok().filter(|it| *it <= from.left())?;
    let mut last = 0_u64;
    let known = (0..count).map(|_| {
        last = last.checked_add(from.number()?)?;
        let rule_hash = from.number()?;
        let kind = from.number()?;
        Some(Known {
            key: last,
            rule_hash,
            severity: if kind % 2 == 1 { Severity::Error } else { Severity::Warning },
            check: (*checks.get(usize::try_from(kind / 2).ok()?)?).to_owned(),
            rule: from.maybe_text()?,
        })
    });
    known.collect()
}
