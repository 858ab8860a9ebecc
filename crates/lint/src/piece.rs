//! Checks single lines: takes a piece of a text, returns its findings and facts.

use crate::{
    Config, Counts, Include, Kind, Prelude, Remark, Targets,
    check::{check_rule, is_remark, is_rule},
    conditions::{Directive, DirectiveKind},
    cosmetic::Body,
    diagnostic::Diagnostic,
    facts::{At, Facts, Wanted},
    joined::{self, JOINING},
    line_context::LineContext,
    network::Network,
    preprocess::{Form, Unbalanced},
    removal, rules, text,
};
use bloqr_syntax::{
    self as syntax, Options, Rule as Syntax, ast::PreProcessorComment, source::lines,
};

/// The findings of one piece of a text, and its facts for the checks of the whole.
#[derive(Debug, Default)]
pub struct PieceResult {
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) counts: Counts,
    /// The lines of rules with an error.
    pub(super) invalid: Vec<u32>,
    pub(super) remarks: Vec<Remark>,
    pub(super) includes: Vec<Include>,
    pub(super) directives: Vec<Directive>,
    /// Directives without a counterpart in the whole list. The result of the first piece has them.
    pub(super) unbalanced: Vec<Unbalanced>,
    pub(super) facts: Facts,
    /// Selector lists of exceptions, when `multiple-selectors` is on.
    pub(super) taken_back: Vec<String>,
    /// The targets and the kind of list that it was checked for.
    pub(super) targets: Targets,
    pub(super) kind: Kind,
    /// The lines of hints and of comments for a linter: some of them apply to the next line.
    pub(super) bound: Vec<u32>,
    /// The number of the line after its last line.
    pub(super) end: u32,
    /// Its length in bytes.
    pub(super) bytes: usize,
}

/// Checks each line of a piece separately. `first_line` is the number of its first line in the
/// whole text, from 0. Each piece except the last ends in a newline; the empty line after it
/// belongs to the next piece.
pub fn lint_piece(
    text: &str,
    first_line: u32,
    prelude: &Prelude<'_>,
    config: &Config,
) -> PieceResult {
    let has_lost = rules::invalid_encoding::has_lost(text);
    let mut result = PieceResult::with_room_for(text.len(), config);
    result.bytes = text.len();
    result.judge(starts(text), parse, first_line, has_lost, &mut LineContext::new(config, prelude));
    result.facts.shrink();
    result
}

/// Only stores what the checks between rules need: the facts of a piece, and no findings.
pub(super) fn gather(
    text: &str,
    first_line: u32,
    prelude: &Prelude<'_>,
    config: &Config,
) -> PieceResult {
    let mut result = PieceResult { bytes: text.len(), ..PieceResult::default() };
    let mut cx = LineContext::new(config, prelude);
    cx.checks = false;
    result.judge(starts(text), parse, first_line, false, &mut cx);
    result
}

/// The lines of a piece, each with the position where it starts.
fn starts(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    lines(text).map(move |it| {
        let start = at;
        at += it.bytes() as usize;
        (start, it.text)
    })
}

fn parse(text: &str) -> Syntax<'_> {
    syntax::parse(text, &Options::LIST)
}

impl PieceResult {
    /// The lists that the piece includes, by line.
    pub fn includes(&self) -> &[Include] {
        &self.includes
    }

    /// The rules of its text, each with its line, from 0. Leaves out rules with an error, rules below
    /// a hint, and rules that continue on the next line.
    pub(super) fn plain_rules<'t>(&self, text: &'t str) -> impl Iterator<Item = (u32, &'t str)> {
        let has_hint = |line: u32| {
            line.checked_sub(1).is_some_and(|it| self.facts.hints.binary_search(&it).is_ok())
        };
        let is_affine = self.directives.iter().any(|it| matches!(it.kind, DirectiveKind::Affinity));
        let rules = self.facts.lines.iter().copied().zip(&self.facts.starts);
        let rules = rules.filter(move |(line, _)| {
            !is_affine && !has_hint(*line) && self.invalid.binary_search(line).is_err()
        });
        rules
            .map(|(line, start)| (line, text::line_at(text, *start)))
            .filter(|it| !it.1.ends_with('\\'))
    }

    /// Adds findings that need more than the text, for example its file.
    pub fn add(&mut self, findings: Vec<Diagnostic>) {
        self.diagnostics.extend(findings);
    }

    /// Checks lines, each given with the position where it starts in the whole text, in bytes.
    pub(super) fn judge<'a>(
        &mut self,
        texts: impl Iterator<Item = (usize, &'a str)>,
        parse: impl Fn(&'a str) -> Syntax<'a>,
        first_line: u32,
        has_lost: bool,
        cx: &mut LineContext<'_>,
    ) {
        (self.targets, self.kind) = (cx.list_targets, cx.kind);
        if first_line == 0 {
            self.unbalanced = cx.unbalanced().to_vec();
        }
        for ((start, text), number) in texts.zip(first_line..) {
            // The empty line after the last newline belongs to the next piece.
            if let Some(include) = cx.include(number).filter(|_| !text.is_empty()) {
                self.includes.push(Include::new(include));
                if !matches!(include.form, Form::Directive { .. }) {
                    // This line is for the tool that builds the list. It is not a rule.
                    self.end = number + 1;
                    continue;
                }
            }
            let at = At { line: number, start: At::behind(0, start) };
            // The empty line after the last newline is not part of it.
            let joined = cx.joined_rule(number).filter(|_| !text.is_empty());
            if joined.is_none()
                && let Some(plain) = cx.plain(number, text)
            {
                self.facts.plain(plain, text, at, cx.wanted);
                self.counts.total += 1;
                self.end = number + 1;
                continue;
            }
            let rule = parse(text);
            let network = Network::of(text, &rule);
            cx.enter(number, || is_rule(&rule) && !text.trim_start().starts_with('!'));
            let is_checked = cx.checks && !cx.targets.is_empty();
            let has_error = is_checked
                && cx.check_line(&mut self.diagnostics, |cx| {
                    let alone = |cx: &mut LineContext<'_>| {
                        check_rule(text, &rule, network.as_ref(), cx);
                    };
                    match joined {
                        None => alone(cx),
                        Some(joined) => joined::check(joined, cx, alone),
                    }
                    if has_lost {
                        rules::invalid_encoding::check(text, is_rule(&rule), cx);
                    }
                });
            let joined = joined.filter(|_| cx.list_targets.intersects(JOINING));
            let is_first = joined.is_none_or(|it| it.is_first(number));
            match joined.filter(|_| is_rule(&rule)) {
                None => self.keep(text, at, &rule, network.as_ref(), cx),
                // The lines after the first are not separate rules.
                Some(joined) if is_first => {
                    let (text, rule) = joined.parsed();
                    self.keep(text, at, &rule, Network::of(text, &rule).as_ref(), cx);
                }
                Some(_) => (),
            }
            if is_rule(&rule) && is_first {
                self.counts.total += 1;
                self.invalid.extend(has_error.then_some(number));
            }
            self.end = number + 1;
        }
    }

    /// Stores what the checks of other lines need.
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
                    self.facts.network(network, at, cx.wanted);
                }
            }
            Syntax::Host(rule) => self.facts.host(rule, at, cx.wanted),
            // In a hosts file, `##` is a comment.
            Syntax::Cosmetic(rule) if cx.kind != Kind::Hosts => {
                let body = Body::new(line, rule).text;
                self.facts.cosmetic(rule, body, at, cx.wanted);
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
        // uBlock Origin accepts the directive only at the start of the line and without a space,
        // and does not read what follows the name; other products do.
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

    /// Stores that a line has a hint or directive that cannot be parsed.
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

    /// An empty result with memory for the results of a text of that many bytes.
    pub fn with_room_for(bytes: usize, config: &Config) -> PieceResult {
        let mut result = PieceResult::default();
        result.facts.reserve(bytes, Wanted::of(config));
        result
    }

    /// Adds the result of the next piece.
    pub fn append(&mut self, mut next: PieceResult) {
        if self.end == 0 {
            self.facts.append(std::mem::take(&mut next.facts));
            *self = PieceResult { facts: std::mem::take(&mut self.facts), ..next };
            return;
        }
        (self.targets, self.kind) = (next.targets, next.kind);
        next.facts.rebase(self.bytes);
        let starts = next.directives.iter_mut().map(|it| &mut it.start);
        starts.for_each(|it| *it = At::behind(*it, self.bytes));
        self.bytes += next.bytes;
        self.end = self.end.max(next.end);
        self.counts.total += next.counts.total;
        self.bound.append(&mut next.bound);
        self.diagnostics.append(&mut next.diagnostics);
        self.invalid.append(&mut next.invalid);
        self.remarks.append(&mut next.remarks);
        self.unbalanced.append(&mut next.unbalanced);
        self.includes.append(&mut next.includes);
        self.directives.append(&mut next.directives);
        self.taken_back.append(&mut next.taken_back);
        self.facts.append(next.facts);
    }

    fn keep_remark(&mut self, line: &str, cx: &LineContext<'_>) {
        self.bound.extend(removal::is_bound(line).then_some(cx.line));
        self.remarks.push(Remark { line: cx.line, text: line.to_owned() });
    }
}

/// Joins the results of all pieces of a list, in order. Each result is added when it comes, so that
/// few of them are in memory at the same time.
pub fn join(results: impl IntoIterator<Item = PieceResult>) -> PieceResult {
    let mut all = PieceResult::default();
    results.into_iter().for_each(|it| all.append(it));
    all
}
