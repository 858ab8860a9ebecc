//! Judges lists: pure work on text, a line at a time, and then between the lines.
//!
//! A text may be judged in pieces on several threads: [`lint_piece`] each, then [`finish`].
//! [`check`] does it all in one go.

mod audience;
mod between;
mod brave;
mod conditions;
mod config;
mod context;
mod cosmetic;
mod css;
pub mod diagnostic;
pub mod docs;
mod domain;
mod engines;
mod facts;
mod fix;
mod line_context;
mod nearest;
mod network;
mod prelude;
pub mod preprocess;
mod removal;
mod rule;
mod rules;
mod same;
mod suppress;
mod tables;
mod target;
mod text;
mod together;
mod values;

pub use self::{
    config::Config,
    context::Context,
    fix::fix,
    nearest::nearest,
    prelude::{Kind, Prelude},
    rule::{Level, Rule},
    rules::{
        RULES,
        excluded_rule::{Pattern, UnusablePattern},
        short_rule::MinLength,
        unresolved_include::unresolved_include,
    },
    tables::VERSION as TABLES,
    target::{NAMES as TARGETS, Targets, UnknownTarget},
};

use std::{collections::HashSet, sync::Arc};

use self::{
    conditions::{Directive, DirectiveKind},
    cosmetic::Body,
    facts::{At, Facts},
    line_context::LineContext,
    network::Network,
    rules::short_rule::Lengths,
    together::{Part, Together},
};
use crate::diagnostic::{Diagnostic, Place, Severity};
use bloqr_syntax::{
    self as syntax, Options, Rule as Syntax,
    ast::{Category, Comment, DirectiveParams, PreProcessorComment},
    source::lines,
};

/// What was found in one list.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    /// Sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    pub counts: Counts,
    pub remarks: Vec<Remark>,
    pub includes: Vec<Include>,
}

/// How many rules there are; comments and blank lines are none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub total: usize,
    /// Those with an error on their line.
    pub invalid: usize,
}

impl Counts {
    pub fn valid(self) -> usize {
        self.total - self.invalid
    }
}

/// A comment that speaks to a linter: `! bloqr-disable-next-line`, `! aglint-disable`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    pub line: u32,
    /// The whole line.
    pub text: String,
}

/// `!#include list.txt`: for those who have a world to find it in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Include {
    pub place: Place,
    pub path: String,
}

/// What one piece of a text gave, and what is needed of it to judge the whole.
#[derive(Debug, Default)]
pub struct Partial {
    diagnostics: Vec<Diagnostic>,
    counts: Counts,
    /// The lines of rules with an error.
    invalid: Vec<u32>,
    remarks: Vec<Remark>,
    includes: Vec<Include>,
    directives: Vec<Directive>,
    lengths: Lengths,
    facts: Facts,
    /// Lists of selectors that exceptions take back, when somebody asks about such lists.
    taken_back: Vec<String>,
    /// Whom it was judged for, and as what.
    targets: Targets,
    kind: Kind,
    /// The lines of hints and of comments that speak to a linter: some are about the next line.
    bound: Vec<u32>,
    /// Behind its last line.
    end: u32,
    /// How long it is, in bytes.
    bytes: usize,
}

/// Judges every line of a piece on its own. `first_line` is where in the whole the piece starts,
/// from 0; a piece that is not the last ends in a newline, and its empty last line is the next's.
pub fn lint_piece(text: &str, first_line: u32, prelude: &Prelude, config: &Config) -> Partial {
    let has_lost = rules::invalid_encoding::has_lost(text);
    let mut at = 0;
    let texts = lines(text).map(|it| {
        let start = at;
        at += it.bytes() as usize;
        (start, it.text)
    });
    let mut partial = Partial { bytes: text.len(), ..Partial::default() };
    partial.facts.rules.reserve(text.len() / 32);
    let parse = |text| syntax::parse(text, &Options::LIST);
    partial.judge(texts, parse, first_line, has_lost, &mut LineContext::new(config, prelude));
    partial.facts.shrink();
    partial
}

impl Partial {
    pub fn includes(&self) -> &[Include] {
        &self.includes
    }

    /// Findings of somebody who knows more than the text.
    pub fn add(&mut self, findings: Vec<Diagnostic>) {
        self.diagnostics.extend(findings);
    }

    /// Judges one text after the other, each a line, and each with where it starts in the whole.
    fn judge<'a>(
        &mut self,
        texts: impl Iterator<Item = (usize, &'a str)>,
        parse: impl Fn(&'a str) -> Syntax<'a>,
        first_line: u32,
        has_lost: bool,
        cx: &mut LineContext<'_>,
    ) {
        (self.targets, self.kind) = (cx.targets, cx.kind);
        for ((start, text), number) in texts.zip(first_line..) {
            let rule = parse(text);
            let network = Network::of(text, &rule);
            let has_error = cx.check_line(number, &mut self.diagnostics, |cx| {
                check_rule(text, &rule, network.as_ref(), cx);
                if has_lost {
                    rules::invalid_encoding::check(text, cx);
                }
            });
            let at = At { line: number, start: At::behind(0, start) };
            self.keep(text, at, &rule, network.as_ref(), cx);
            if is_rule(&rule) {
                self.counts.total += 1;
                self.invalid.extend(has_error.then_some(number));
            }
            self.end = number + 1;
        }
        self.lengths.append(std::mem::take(&mut cx.lengths));
    }

    /// Keeps what other lines are judged by.
    fn keep<'a>(
        &mut self,
        line: &'a str,
        at: At,
        rule: &Syntax<'a>,
        network: Option<&Network<'_, 'a>>,
        cx: &LineContext<'_>,
    ) {
        match rule {
            Syntax::Invalid(_) => self.keep_broken(line, at),
            Syntax::Network(_) => {
                if let Some(network) = network {
                    self.facts.network(network, at);
                }
            }
            Syntax::Host(rule) => self.facts.host(rule, at),
            // To a hosts file `##` is a comment.
            Syntax::Cosmetic(rule) if cx.kind != Kind::Hosts => {
                let body = Body::new(line, rule).text;
                self.facts.cosmetic(rule, body, at);
                if rule.exception()
                    && cx.config.is_on(&rules::multiple_selectors::RULE)
                    && body.contains(',')
                {
                    self.taken_back.push(body.to_owned());
                }
            }
            Syntax::PreProcessor(directive) => self.keep_directive(line, at, directive, cx),
            Syntax::Hint(_) => {
                self.facts.hints.push(at.line);
                self.bound.push(at.line);
            }
            Syntax::Config(_) => self.keep_remark(line, cx),
            Syntax::Comment(comment) if is_remark(comment) => self.keep_remark(line, cx),
            Syntax::Comment(_) => self.bound.extend(removal::is_bound(line).then_some(at.line)),
            _ => (),
        }
    }

    fn keep_directive(
        &mut self,
        line: &str,
        at: At,
        directive: &PreProcessorComment<'_>,
        cx: &LineContext<'_>,
    ) {
        let kind = match &*directive.name {
            "if" => DirectiveKind::If,
            "else" => DirectiveKind::Else,
            "endif" => DirectiveKind::Endif,
            "safari_cb_affinity" if directive.params.is_some() => DirectiveKind::Affinity,
            "safari_cb_affinity" => DirectiveKind::AffinityEnd,
            "include" => {
                if let Some(DirectiveParams::Value(path)) = &directive.params {
                    let place = cx.place(path.span());
                    self.includes.push(Include { place, path: path.to_string() });
                }
                return;
            }
            _ => return,
        };
        // uBlock Origin wants it at the start of the line and in one piece, and looks no further
        // than the name; others do look.
        let rest = line.strip_prefix("!#").and_then(|it| it.strip_prefix(&*directive.name));
        let is_odd = match kind {
            DirectiveKind::Else | DirectiveKind::Endif => {
                rest.is_none_or(|it| !it.trim().is_empty())
            }
            _ => rest.is_none(),
        };
        let (At { line: number, start }, len) = (at, line.len() as u32);
        self.directives.push(Directive { line: number, kind, len, start, is_odd });
    }

    /// What is to be known of a line that cannot be read.
    fn keep_broken(&mut self, line: &str, at: At) {
        let text = line.trim_start();
        if text.starts_with("!+") {
            self.facts.hints.push(at.line);
            self.bound.push(at.line);
        } else if text.starts_with("!#") {
            let (kind, len) = (DirectiveKind::Broken, line.len() as u32);
            let At { line, start } = at;
            self.directives.push(Directive { line, kind, len, start, is_odd: true });
        }
    }

    fn keep_remark(&mut self, line: &str, cx: &LineContext<'_>) {
        self.bound.extend(removal::is_bound(line).then_some(cx.line));
        self.remarks.push(Remark { line: cx.line, text: line.to_owned() });
    }
}

/// Runs the checks that look at one line alone.
fn check_rule(
    line: &str,
    rule: &Syntax<'_>,
    network: Option<&Network<'_, '_>>,
    cx: &mut LineContext<'_>,
) {
    match rule {
        Syntax::Invalid(error) => rules::syntax_error::check(line, error, cx),
        Syntax::Network(_) => {
            if let Some(network) = network.filter(|_| cx.kind == Kind::Adblock) {
                network::check(network, cx);
            }
        }
        Syntax::Host(rule) if cx.kind == Kind::Adblock => {
            rules::invalid_domain::check_host_line(line, rule, cx);
        }
        // To a hosts file `##` is a comment.
        Syntax::Cosmetic(rule) if cx.kind != Kind::Hosts => cosmetic::check(line, rule, cx),
        Syntax::PreProcessor(directive) => {
            rules::unknown_directive::check(line, directive, cx);
            rules::unknown_condition::check(directive, cx);
            if &*directive.name == "include"
                && let Some(DirectiveParams::Value(path)) = &directive.params
            {
                rules::unresolved_include::check(*path, cx);
            }
        }
        Syntax::Hint(hints) => {
            rules::unknown_hint::check(hints, cx);
            rules::duplicate_hint::check(line, hints, cx);
            rules::conflicting_hints::check(hints, cx);
        }
        Syntax::Metadata(metadata) => rules::invalid_metadata::check(metadata, cx),
        Syntax::Comment(comment) if !is_remark(comment) => {
            rules::invalid_metadata::check_comment(comment, cx);
        }
        _ => (),
    }
    if cx.excludes && *rule != Syntax::Empty {
        rules::excluded_rule::check(line, cx);
    }
}

/// Whether a comment speaks to this linter.
fn is_remark(comment: &Comment<'_>) -> bool {
    comment.text.trim_start().starts_with("bloqr-")
}

fn is_rule(rule: &Syntax<'_>) -> bool {
    !matches!(rule.category(), Category::Empty | Category::Comment)
}

/// Judges between the rules of all pieces of a text, given in order, and puts the findings in order.
pub fn finish(partials: Vec<Partial>, text: &str, config: &Config) -> Report {
    let name = Arc::from("");
    let (config, partial) = (config.clone(), join(partials));
    let list = Lines { name, text, config, partial, leads_to: Vec::new() };
    finish_together(vec![list], &[0]).pop().unwrap_or_default()
}

/// A list of which every line was judged on its own.
#[derive(Debug)]
pub struct Lines<'a> {
    /// What other lists' findings call it.
    pub name: Arc<str>,
    /// All of it: rules that look the same are compared here.
    pub text: &'a str,
    pub config: Config,
    /// Of the whole list: [`join`] makes it.
    pub partial: Partial,
    /// Which of the lists each of its includes leads to, if to any, in their order.
    pub leads_to: Vec<Option<usize>>,
}

/// All pieces of a list, given in order, as one.
pub fn join(partials: Vec<Partial>) -> Partial {
    let mut all = Partial::default();
    let sum = |of: fn(&Partial) -> usize| partials.iter().map(of).sum();
    // What is kept is moved once: growing would need the memory twice.
    all.diagnostics.reserve_exact(sum(|it| it.diagnostics.len()));
    let facts = [
        sum(|it| it.facts.rules.len()),
        sum(|it| it.facts.wide.len()),
        sum(|it| it.facts.alone.len()),
    ];
    all.facts.reserve(facts);
    for mut partial in partials {
        (all.targets, all.kind) = (partial.targets, partial.kind);
        partial.facts.rebase(all.bytes);
        let starts = partial.directives.iter_mut().map(|it| &mut it.start);
        starts.for_each(|it| *it = At::behind(*it, all.bytes));
        all.bytes += partial.bytes;
        all.bound.extend(partial.bound);
        all.diagnostics.extend(partial.diagnostics);
        all.counts.total += partial.counts.total;
        all.invalid.extend(partial.invalid);
        all.remarks.extend(partial.remarks);
        all.includes.extend(partial.includes);
        all.directives.extend(partial.directives);
        all.lengths.append(partial.lengths);
        all.taken_back.extend(partial.taken_back);
        all.facts.append(partial.facts);
        all.end = all.end.max(partial.end);
    }
    all
}

/// Judges between the rules of lists that include each other. Each of `roots` is judged together
/// with what it includes, and what that includes; nothing is told twice. The reports are in the
/// order of the lists.
pub fn finish_together(mut lists: Vec<Lines<'_>>, roots: &[usize]) -> Vec<Report> {
    let mut all_facts: Vec<Facts> =
        lists.iter_mut().map(|it| std::mem::take(&mut it.partial.facts)).collect();
    // The findings of each list, and the lines of its rules with an error.
    let mut found: Vec<(Vec<Diagnostic>, Vec<u32>)> = lists
        .iter_mut()
        .map(|it| (std::mem::take(&mut it.partial.diagnostics), Vec::new()))
        .collect();
    let mut seen = HashSet::new();
    for (n, root) in roots.iter().enumerate() {
        let tree = tree(&lists, *root);
        let is_last = n + 1 == roots.len();
        let parts = tree.into_iter().map(|(list, by)| {
            let it = &lists[list];
            let part = Part {
                list,
                name: &it.name,
                config: &it.config,
                text: it.text,
                targets: it.partial.targets,
                kind: it.partial.kind,
                invalid: &it.partial.invalid,
                directives: &it.partial.directives,
                lines: it.partial.end,
                by,
            };
            let facts = &mut all_facts[list];
            (part, if is_last { std::mem::take(facts) } else { facts.clone() })
        });
        let (together, facts) = Together::new(parts.collect());
        between::judge(&together, facts, &mut |told| {
            let it = told.diagnostic;
            if roots.len() == 1 || seen.insert((told.list, it.place.line, it.rule)) {
                let (diagnostics, invalid) = &mut found[told.list];
                invalid.extend((it.severity == Severity::Error).then_some(it.place.line));
                diagnostics.push(it);
            }
        });
    }
    for (list, (diagnostics, invalid)) in lists.iter_mut().zip(found) {
        list.partial.diagnostics = diagnostics;
        list.partial.invalid.extend(invalid);
        list.partial.invalid.sort_unstable();
        list.partial.invalid.dedup();
    }
    lists.into_iter().map(report).collect()
}

/// A list and all that it includes, in the order in which they are come upon, each with the places
/// of those before it that include it.
fn tree(lists: &[Lines<'_>], root: usize) -> Vec<(usize, Vec<(usize, u32)>)> {
    let mut tree: Vec<(usize, Vec<(usize, u32)>)> = Vec::new();
    let mut place = vec![None; lists.len()];
    let mut waiting = vec![root];
    while let Some(list) = waiting.pop() {
        if place[list].is_none() {
            place[list] = Some(tree.len());
            tree.push((list, Vec::new()));
            waiting.extend(lists[list].leads_to.iter().rev().flatten());
        }
    }
    for n in 0..tree.len() {
        let it = &lists[tree[n].0];
        for (include, to) in it.partial.includes.iter().zip(&it.leads_to) {
            // One that includes what is before it goes around in a circle.
            if let Some(to) = to.and_then(|to| place[to]).filter(|to| *to > n) {
                tree[to].1.push((n, include.place.line));
            }
        }
    }
    tree
}

fn report(list: Lines<'_>) -> Report {
    let Lines { partial, config, text, .. } = list;
    let Partial { diagnostics, counts, invalid, remarks, includes, directives, lengths, .. } =
        partial;
    let mut report = Report { diagnostics, counts, remarks, includes };
    for fix in report.diagnostics.iter_mut().filter_map(|it| it.fix.as_mut()) {
        removal::complete(fix, &partial.bound);
    }
    let is_asked = config.is_on(&rules::multiple_selectors::RULE);
    if is_asked && !(partial.taken_back.is_empty() && partial.bound.is_empty()) {
        let lists = &partial.taken_back;
        rules::multiple_selectors::keep_whole(&mut report.diagnostics, lists, text);
    }
    rules::unbalanced_if::check(&directives, &config, &mut report.diagnostics);
    sort(&mut report.diagnostics);
    if suppress::apply(&mut report, &invalid, &lengths, &config) {
        sort(&mut report.diagnostics);
    }
    report
}

/// By place, rule and message. Moves each finding once: they are large, and can be many.
fn sort(findings: &mut [Diagnostic]) {
    findings.sort_by_cached_key(|it| (it.place, it.rule));
    for same in findings.chunk_by_mut(|a, b| (a.place, a.rule) == (b.place, b.rule)) {
        same.sort_by(|a, b| a.message.cmp(&b.message));
    }
}

/// Judges a whole list.
pub fn check(text: &str, config: &Config) -> Report {
    let prelude = Prelude::scan(text);
    let config = config.for_text(text);
    let partial = lint_piece(text, 0, &prelude, &config);
    finish(vec![partial], text, &config)
}

/// Judges a list that came as rules, each one whatever is in it: with a line break it is none.
/// `text` is all of them, a line each that ends in one byte, and `includes` says what is wrong with them. Nothing when
/// there are more findings than `most`.
pub fn check_rules(
    rules: &[&str],
    text: &str,
    config: &Config,
    most: usize,
    includes: impl Fn(&Include, &Config) -> Option<Diagnostic>,
) -> Option<Report> {
    let prelude = Prelude::scan(text);
    let config = config.for_text(text);
    let mut partial = Partial::default();
    let mut cx = LineContext::new(&config, &prelude);
    let has_lost = rules::invalid_encoding::has_lost(text);
    let mut at = 0;
    for (n, some) in rules.chunks(CHUNK).enumerate() {
        let first_line = (n * CHUNK) as u32;
        let texts = some.iter().map(|it| {
            let start = at;
            at += it.len() + 1;
            (start, *it)
        });
        partial.judge(texts, syntax::parse_rule, first_line, has_lost, &mut cx);
        if partial.diagnostics.len() > most {
            return None;
        }
    }
    let wrong: Vec<_> = partial.includes.iter().filter_map(|it| includes(it, &config)).collect();
    partial.add(wrong);
    if partial.diagnostics.len() > most {
        return None;
    }
    Some(finish(vec![partial], text, &config))
}

/// After how many rules the findings are counted.
const CHUNK: usize = 1000;
impl Report {
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|it| it.severity == severity).count()
    }
}
