//! Joins the results of pieces, runs the checks between rules, and makes the reports.

use std::{
    collections::{HashMap, HashSet, hash_map::Entry},
    sync::Arc,
};

use crate::{
    Config, PieceResult, Report, cross_rule,
    diagnostic::{Diagnostic, Severity},
    facts::Facts,
    join,
    list_set::{ListSet, Member},
    preprocess, removal, rules, suppress,
};
use bloqr_syntax::source::LineIndex;

/// Checks the rules of a text against each other. Takes its pieces in order, and sorts the findings.
pub fn finish(results: Vec<PieceResult>, text: &str, config: &Config) -> Report {
    let name = Arc::from("");
    let (config, result) = (config.clone(), join(results));
    let list = LintedList { name, text, config, result, leads_to: Vec::new() };
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

/// Checks rules against each other in lists that include each other. Each of `roots` is checked with
/// all lists that it includes, directly or through others; no finding is reported twice. The reports
/// are in the order of the lists.
pub fn finish_set(mut lists: Vec<LintedList<'_>>, roots: &[usize]) -> Vec<Report> {
    let mut all_facts: Vec<Facts> =
        lists.iter_mut().map(|it| std::mem::take(&mut it.result.facts)).collect();
    // The findings of each list, and the lines of its rules with an error.
    let mut found: Vec<(Vec<Diagnostic>, Vec<u32>)> = lists
        .iter_mut()
        .map(|it| (std::mem::take(&mut it.result.diagnostics), Vec::new()))
        .collect();
    let mut seen = HashSet::new();
    for (n, root) in roots.iter().enumerate() {
        let tree = tree(&lists, *root);
        let is_last = n + 1 == roots.len();
        let parts = tree.into_iter().map(|(list, by)| {
            let it = &lists[list];
            let part = Member {
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
            };
            let facts = &mut all_facts[list];
            (part, if is_last { std::mem::take(facts) } else { facts.clone() })
        });
        let (set, facts) = ListSet::new(parts.collect());
        let pairs = cross_rule::pairs(&set, facts);
        // Nearly all findings are of this list, and they can be so many that to grow takes long.
        found[*root].0.reserve(pairs.len());
        pairs.report(&set, &mut |found_in_set| {
            let it = found_in_set.diagnostic;
            if roots.len() == 1 || seen.insert((found_in_set.list, it.place.line, it.rule)) {
                let (diagnostics, invalid) = &mut found[found_in_set.list];
                invalid.extend((it.severity == Severity::Error).then_some(it.place.line));
                diagnostics.push(it);
            }
        });
    }
    for (list, (diagnostics, invalid)) in lists.iter_mut().zip(found) {
        list.result.diagnostics = diagnostics;
        list.result.invalid.extend(invalid);
        list.result.invalid.sort_unstable();
        list.result.invalid.dedup();
    }
    lists.into_iter().map(report).collect()
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
    let mut report = Report { diagnostics, counts, remarks, includes };
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
