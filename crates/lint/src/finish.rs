//! Joins the results of pieces, runs the checks between rules, and makes the reports.

use std::{
    collections::{HashMap, HashSet, hash_map::Entry},
    sync::Arc,
};

use rustc_hash::FxHashSet;

use crate::{
    Config, PieceResult, Report,
    across::{self, Belongs, Shelved},
    cross_rule,
    diagnostic::{Diagnostic, Severity},
    facts::Facts,
    join,
    list_set::{ListSet, Member},
    preprocess, removal, rules, suppress,
};
use bloqr_syntax::source::LineIndex;

/// Checks the rules of a text against each other. Takes its pieces in order, and sorts the findings.
pub fn finish(results: Vec<PieceResult>, text: &str, config: &Config) -> Report {
    let list = LintedList::alone(join(results), text, config.clone());
    finish_set(vec![list], &[0]).pop().unwrap_or_default()
}

/// A list whose lines are checked.
#[derive(Debug)]
pub struct LintedList<'a> {
    /// Its name in findings of other lists.
    pub name: Arc<str>,
    /// Its whole text: similar rules are compared there.
    pub text: &'a str,
    /// Its configuration.
    pub config: Config,
    /// The result of all its pieces, made by [`join`].
    pub result: PieceResult,
    /// For each of its includes, in order: the index of the list that it includes, if known.
    pub leads_to: Vec<Option<usize>>,
}

impl<'a> LintedList<'a> {
    /// A list without a name, and without others.
    pub(super) fn alone(result: PieceResult, text: &'a str, config: Config) -> LintedList<'a> {
        LintedList { name: Arc::from(""), text, config, result, leads_to: Vec::new() }
    }

    /// Whether no comment in it can change what is reported.
    fn is_silent(&self) -> bool {
        self.result.remarks.is_empty()
            && self.config.woken().is_empty()
            && preprocess::unvalidated(self.text).is_empty()
    }
}

/// Checks rules against each other in lists that include each other. Each of `roots` is checked with
/// all lists that it includes, directly or through others; no finding is reported twice. The reports
/// are in the order of the lists.
pub fn finish_set(lists: Vec<LintedList<'_>>, roots: &[usize]) -> Vec<Report> {
    finish_together(lists, &[roots.to_vec()], None, None)
}

/// The same for one list; `None` when it would have more than `most` findings. They are counted before
/// they are made.
pub(super) fn finish_within(list: LintedList<'_>, most: usize) -> Option<Report> {
    finish_groups(vec![list], &[vec![0]], None, Limits { few: None, most })?.pop()
}

/// Checks groups of lists, of which each is given by its roots, as [`finish_set`] does. If `shelved`
/// says of each list where it belongs, rules of different groups are compared too. With `few`, only
/// so many findings of a rule between rules are made of a list, and the others are counted, unless
/// comments in the list can hide some.
pub fn finish_together(
    lists: Vec<LintedList<'_>>,
    groups: &[Vec<usize>],
    shelved: Option<&[Shelved<'_>]>,
    few: Option<usize>,
) -> Vec<Report> {
    finish_groups(lists, groups, shelved, Limits { few, most: usize::MAX }).unwrap_or_default()
}

/// How many findings between rules are made of a list.
#[derive(Clone, Copy)]
struct Limits {
    /// Of each rule; the others are counted.
    few: Option<usize>,
    /// Of all rules together; with more there is no report.
    most: usize,
}

fn finish_groups(
    mut lists: Vec<LintedList<'_>>,
    groups: &[Vec<usize>],
    shelved: Option<&[Shelved<'_>]>,
    limits: Limits,
) -> Option<Vec<Report>> {
    let mut all_facts: Vec<Facts> =
        lists.iter_mut().map(|it| std::mem::take(&mut it.result.facts)).collect();
    // The findings of each list, and the lines of its rules with an error.
    let mut found: Vec<(Vec<Diagnostic>, Vec<u32>)> = lists
        .iter_mut()
        .map(|it| (std::mem::take(&mut it.result.diagnostics), Vec::new()))
        .collect();
    let few: Vec<Option<usize>> =
        lists.iter().map(|it| limits.few.filter(|_| it.is_silent())).collect();
    let mut counted = Vec::new();
    let mut told = FxHashSet::default();
    let mut group_of: Vec<u32> = (0..lists.len()).map(|it| (groups.len() + it) as u32).collect();
    for (group, roots) in groups.iter().enumerate() {
        let mut seen = HashSet::new();
        for (n, root) in roots.iter().enumerate() {
            let tree = tree(&lists, *root);
            tree.iter().for_each(|it| group_of[it.0] = group as u32);
            let is_last = n + 1 == roots.len() && shelved.is_none();
            let parts = tree.into_iter().map(|(list, by)| {
                let facts = &mut all_facts[list];
                let facts = if is_last { std::mem::take(facts) } else { facts.clone() };
                let most = few[list].filter(|_| roots.len() == 1);
                (Member { most, ..member(&lists, list, by, None) }, facts)
            });
            let (set, facts) = ListSet::new(parts.collect());
            let pairs = cross_rule::pairs(&set, facts);
            // Nearly all findings are of this list.
            if pairs.len() > limits.most - limits.most.min(found[*root].0.len()) {
                return None;
            }
            if shelved.is_some() {
                told.extend(pairs.gone.iter().map(|it| set.own(*it)));
            }
            counted.extend_from_slice(&pairs.counted);
            pairs.report(&set, &mut |found_in_set| {
                let it = found_in_set.diagnostic;
                let list = found_in_set.list;
                if roots.len() == 1 || seen.insert((list, it.place.line, it.rule)) {
                    push(&mut found[list], it);
                }
            });
        }
    }
    if let Some(shelved) = shelved {
        lists.iter_mut().zip(all_facts).for_each(|(it, facts)| it.result.facts = facts);
        for (list, it) in across::compare(&lists, shelved, &group_of, &told) {
            push(&mut found[list], it);
        }
    }
    for (list, (diagnostics, invalid)) in lists.iter_mut().zip(found) {
        list.result.diagnostics = diagnostics;
        list.result.invalid.extend(invalid);
        list.result.invalid.sort_unstable();
        list.result.invalid.dedup();
    }
    let mut reports: Vec<Report> = lists.into_iter().map(report).collect();
    counted.into_iter().for_each(|(list, it)| reports[list].more.push(it));
    Some(reports)
}

/// Adds a finding to those of a list, and its line to the lines of rules with an error.
fn push((diagnostics, invalid): &mut (Vec<Diagnostic>, Vec<u32>), it: Diagnostic) {
    invalid.extend((it.severity == Severity::Error).then_some(it.place.line));
    diagnostics.push(it);
}

/// A list as a member of a set.
pub(super) fn member<'l>(
    lists: &'l [LintedList<'_>],
    list: usize,
    by: Vec<(usize, u32)>,
    belongs: Option<Belongs>,
) -> Member<'l> {
    let it = &lists[list];
    Member {
        list,
        name: &it.name,
        config: &it.config,
        text: it.text,
        targets: it.result.targets,
        kind: it.result.kind,
        invalid: &it.result.invalid,
        directives: &it.result.directives,
        lines: it.result.end,
        by,
        belongs,
        most: None,
    }
}

/// A list and all lists that it includes, in the order of the includes, each with the places where
/// lists before it include it.
fn tree(lists: &[LintedList<'_>], root: usize) -> Vec<(usize, Vec<(usize, u32)>)> {
    let mut tree: Vec<(usize, Vec<(usize, u32)>)> = Vec::new();
    // A map, because there can be many lists and small trees.
    let mut place: HashMap<usize, usize> = HashMap::new();
    let mut waiting = vec![root];
    while let Some(list) = waiting.pop() {
        if let Entry::Vacant(free) = place.entry(list) {
            free.insert(tree.len());
            tree.push((list, Vec::new()));
            waiting.extend(lists[list].leads_to.iter().rev().flatten());
        }
    }
    for n in 0..tree.len() {
        let it = &lists[tree[n].0];
        for (include, to) in it.result.includes.iter().zip(&it.leads_to) {
            // An include of a list before it makes a circle.
            if let Some(to) = to.and_then(|to| place.get(&to).copied()).filter(|to| *to > n) {
                tree[to].1.push((n, include.place.line));
            }
        }
    }
    tree
}

fn report(list: LintedList<'_>) -> Report {
    let LintedList { result, config, text, .. } = list;
    let PieceResult { diagnostics, counts, invalid, remarks, includes, .. } = result;
    let mut report = Report { diagnostics, counts, remarks, includes, more: Vec::new() };
    for fix in report.diagnostics.iter_mut().filter_map(|it| it.fix.as_mut()) {
        removal::complete(fix, |it| result.bound.binary_search(it).is_ok());
    }
    let is_asked = config.is_on(&rules::multiple_selectors::RULE);
    if is_asked && !(result.taken_back.is_empty() && result.bound.is_empty()) {
        let index = LineIndex::new(text);
        let (lists, line) = (&result.taken_back, |it| index.line(it).1.text);
        for it in &mut report.diagnostics {
            rules::multiple_selectors::keep_whole(it, lists.iter(), line);
        }
    }
    if !result.unbalanced.is_empty() {
        // A problem of a condition that cannot be read is reported already.
        let broken = rules::unbalanced_if::broken(&report.diagnostics);
        let is_broken = |line| broken.contains(&line);
        let more = rules::unbalanced_if::check(&result.unbalanced, is_broken, text, &config);
        report.diagnostics.extend(more);
    }
    sort(&mut report.diagnostics);
    let unvalidated = preprocess::unvalidated(text);
    if suppress::apply(&mut report, &invalid, &unvalidated, &config) {
        sort(&mut report.diagnostics);
    }
    report
}

/// Sorts by place, rule and message. Findings are large, can be many, and are a few runs in order:
/// their numbers are sorted, and each is moved once.
pub(super) fn sort(findings: &mut [Diagnostic]) {
    let key = |it: &Diagnostic| (it.place, it.rule);
    let compare = |a: &Diagnostic, b: &Diagnostic| {
        key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
    };
    let mut order: Vec<u32> = (0..findings.len() as u32).collect();
    order.sort_by(|a, b| compare(&findings[*a as usize], &findings[*b as usize]));
    for n in 0..order.len() {
        // The finding at this index may have been moved already.
        let mut from = order[n] as usize;
        while from < n {
            from = order[from] as usize;
        }
        order[n] = from as u32;
        findings.swap(n, from);
    }
}
