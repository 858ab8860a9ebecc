//! Judges lists: pure work on text, a line at a time, and then between the lines.
//!
//! A text may be judged in pieces on several threads: [`lint_piece`] each, then [`finish`].
//! [`lint()`] does it all in one go, and [`fix`] mends what can be mended.
//!
//! ```
//! use bloqr_lint::{Config, Targets, lint};
//!
//! let config = Config::default().with_targets(Targets::UBO);
//! let report = lint("||ads.example^$scirpt\n", &config);
//! let finding = &report.diagnostics[0];
//! assert_eq!((finding.place.line, finding.rule), (0, "unknown-modifier"));
//! assert_eq!(finding.message, "unknown modifier `scirpt`");
//! ```
//!
//! Lines count from 0, places in a line in bytes. [`RULES`] are all that is looked for; each has
//! its docs with it.
#![deny(missing_docs)]

mod audience;
mod between;

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
mod last_dollar;
mod line_context;
mod nearest;
mod network;
pub mod options;
mod prelude;
pub mod preprocess;
mod removal;
mod rule;
mod rules;
mod same;
mod single;
mod suppress;
mod tables;
mod target;
mod text;
mod together;
mod values;

pub use self::{
    config::{Config, UnknownRule},
    context::Context,
    fix::fix,
    prelude::{Kind, Prelude},
    rule::{Level, Rule},
    rules::{RULES, RuleOptions, duplicate_rule::duplicate_of_other_list},
    single::Judge,
    tables::VERSION as TABLES,
    target::{NAMES as TARGETS, Targets, UnknownTarget},
};

// Our own crates use these, of which users can do nothing: names that are like another, and the
// finding that only the command line, which has files, can make.
#[doc(hidden)]
pub use self::{nearest::nearest, rules::unresolved_include::unresolved_include};

use std::{
    collections::{HashMap, HashSet, hash_map::Entry},
    sync::Arc,
};

use self::{
    conditions::{Directive, DirectiveKind},
    cosmetic::Body,
    facts::{At, Facts},
    line_context::LineContext,
    network::Network,
    preprocess::Form,
    together::{Part, Together},
};
use crate::diagnostic::{Diagnostic, Place, Severity};
use bloqr_syntax::{
    self as syntax, Options, Rule as Syntax,
    ast::{Category, Comment, PreProcessorComment},
    source::lines,
};

/// What was found in one list.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Report {
    /// Sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    /// How many rules there are.
    pub counts: Counts,
    /// The comments that speak to a linter, by line.
    pub remarks: Vec<Remark>,
    /// The lists that this one includes, by line.
    pub includes: Vec<Include>,
}

/// How many rules there are; comments and blank lines are none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// All of them.
    pub total: usize,
    /// Those with an error on their line.
    pub invalid: usize,
}

impl Counts {
    /// So many rules, and so many of them with an error.
    pub fn new(total: usize, invalid: usize) -> Counts {
        Counts { total, invalid }
    }

    /// Those without an error on their line.
    pub fn valid(self) -> usize {
        self.total - self.invalid
    }
}

/// A comment that speaks to a linter: `! bloqr-disable-next-line`, `! aglint-disable`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Remark {
    /// The line, from 0.
    pub line: u32,
    /// The whole line.
    pub text: String,
}

/// A line that asks for another file: for those who have a world to find it in.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Include {
    /// Of what is asked for.
    pub place: Place,
    /// Which of the three forms it has.
    pub kind: IncludeKind,
    /// As it is written: `I%20Like.txt`, `easylist:dir/x.txt`.
    pub written: String,
    /// The path that is meant: `I Like.txt`, `dir/x.txt`.
    pub path: String,
    /// The name before the path of python-abp's.
    pub name: Option<String>,
}

/// Who reads the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum IncludeKind {
    /// `!#include path`: blockers.
    Directive,
    /// `%include NAME:path%`: python-abp.
    PythonAbp,
    /// `@include "path"`: FiltersCompiler.
    Template,
}

impl Include {
    /// From what was read of the line.
    pub fn new(include: &preprocess::Include<'_>) -> Include {
        let (kind, name, written) = match &include.form {
            Form::Directive { path, .. } => (IncludeKind::Directive, None, (*path).to_owned()),
            Form::Template { path, .. } => (IncludeKind::Template, None, (*path).to_owned()),
            Form::PythonAbp { name: None, path } => {
                (IncludeKind::PythonAbp, None, (*path).to_owned())
            }
            Form::PythonAbp { name: Some(name), path } => {
                (IncludeKind::PythonAbp, Some((*name).to_owned()), format!("{name}:{path}"))
            }
        };
        let place = Place { line: include.line, span: include.span };
        Include { place, kind, written, path: include.path(), name }
    }
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
pub fn lint_piece(text: &str, first_line: u32, prelude: &Prelude<'_>, config: &Config) -> Partial {
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
    /// The lists that the piece includes, by line.
    pub fn includes(&self) -> &[Include] {
        &self.includes
    }

    /// The rules of its text, each with its line, from 0. Those are left out that are wrong, and
    /// those that say more than their line does: a hint stands above it, or it goes on in the next.
    pub fn plain_rules<'t>(&self, text: &'t str) -> impl Iterator<Item = (u32, &'t str)> {
        let has_hint = |line: u32| {
            line.checked_sub(1).is_some_and(|it| self.facts.hints.binary_search(&it).is_ok())
        };
        let is_affine = self.directives.iter().any(|it| matches!(it.kind, DirectiveKind::Affinity));
        let rules = self.facts.rules.iter().map(|it| it.line).zip(&self.facts.starts);
        let rules = rules.filter(move |(line, _)| {
            !is_affine && !has_hint(*line) && self.invalid.binary_search(line).is_err()
        });
        rules
            .map(|(line, start)| (line, text::line_at(text, *start)))
            .filter(|it| !it.1.ends_with('\\'))
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
        (self.targets, self.kind) = (cx.list_targets, cx.kind);
        for ((start, text), number) in texts.zip(first_line..) {
            // Behind the last line end of a piece there is an empty line, which is the next piece's.
            if let Some(include) = cx.include(number).filter(|_| !text.is_empty()) {
                self.includes.push(Include::new(include));
                if !matches!(include.form, Form::Directive { .. }) {
                    // A line of a source of which a build makes a list; no rule.
                    self.end = number + 1;
                    continue;
                }
            }
            let rule = parse(text);
            let network = Network::of(text, &rule);
            cx.enter(number, || is_rule(&rule) && !text.trim_start().starts_with('!'));
            let is_read = !cx.targets.is_empty();
            let has_error = is_read
                && cx.check_line(&mut self.diagnostics, |cx| {
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
            Syntax::PreProcessor(directive) => self.keep_directive(line, at, directive),
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

    fn keep_directive(&mut self, line: &str, at: At, directive: &PreProcessorComment<'_>) {
        let kind = match &*directive.name {
            "if" => DirectiveKind::If,
            "else" => DirectiveKind::Else,
            "endif" => DirectiveKind::Endif,
            "safari_cb_affinity" if directive.params.is_some() => DirectiveKind::Affinity,
            "safari_cb_affinity" => DirectiveKind::AffinityEnd,
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
        let At { line, start } = at;
        self.directives.push(Directive { line, kind, start, is_odd });
    }

    /// What is to be known of a line that cannot be read.
    fn keep_broken(&mut self, line: &str, at: At) {
        let text = line.trim_start();
        if text.starts_with("!+") {
            self.facts.hints.push(at.line);
            self.bound.push(at.line);
        } else if text.starts_with("!#") {
            let (At { line, start }, kind) = (at, DirectiveKind::Broken);
            self.directives.push(Directive { line, kind, start, is_odd: true });
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
        _ if !line.is_empty() && cx.is_no_directive() => {
            rules::unknown_directive::check_comment(line, cx)
        }
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
            rules::ignored_directive::check(line, directive, cx);
            if let Some(block) = cx.block() {
                rules::misread_condition::check(block, cx);
                rules::constant_condition::check(block, cx);
                rules::unread_block::check(block, cx);
            }
            if let Some(include) = cx.include(cx.line) {
                rules::unresolved_include::check(line, include, cx);
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
    /// What it is checked for.
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
    // Of those in the tree: the lists may be many, and the trees small.
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
        for (include, to) in it.partial.includes.iter().zip(&it.leads_to) {
            // One that includes what is before it goes around in a circle.
            if let Some(to) = to.and_then(|to| place.get(&to).copied()).filter(|to| *to > n) {
                tree[to].1.push((n, include.place.line));
            }
        }
    }
    tree
}

fn report(list: Lines<'_>) -> Report {
    let Lines { partial, config, text, .. } = list;
    let Partial { diagnostics, counts, invalid, remarks, includes, .. } = partial;
    let mut report = Report { diagnostics, counts, remarks, includes };
    for fix in report.diagnostics.iter_mut().filter_map(|it| it.fix.as_mut()) {
        removal::complete(fix, &partial.bound);
    }
    let is_asked = config.is_on(&rules::multiple_selectors::RULE);
    if is_asked && !(partial.taken_back.is_empty() && partial.bound.is_empty()) {
        let lists = &partial.taken_back;
        rules::multiple_selectors::keep_whole(&mut report.diagnostics, lists, text);
    }
    rules::unbalanced_if::check(text, &config, &mut report.diagnostics);
    sort(&mut report.diagnostics);
    let unvalidated = preprocess::unvalidated(text);
    if suppress::apply(&mut report, &invalid, &unvalidated, &config) {
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
pub fn lint(text: &str, config: &Config) -> Report {
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
    /// Findings that somebody else made, in order.
    pub fn new(diagnostics: Vec<Diagnostic>, counts: Counts) -> Report {
        Report { diagnostics, counts, ..Report::default() }
    }

    /// How many findings are this bad.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|it| it.severity == severity).count()
    }
}
