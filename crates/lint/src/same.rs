//! Whether one rule does everything that another does: both are read again, and compared part by
//! part.

use std::hint::black_box;

use smallvec::SmallVec;

use crate::{
    Config, Prelude, Targets,
    check::check_rule,
    conditions::Conditions,
    diagnostic::Place,
    domain::{self, Shape},
    facts::{self, Facts, parent},
    line_context::LineContext,
    list_set::ListSet,
    network::Network,
    tables::modifiers::{ModifierRef, row},
    text::line_at,
};
use bloqr_syntax::{
    self as syntax, Options, Rule as Syntax,
    ast::{CosmeticBody, CosmeticRule, HostRule, Modifier},
    source::Span,
};

/// Compares rules by their lines.
pub(super) struct Same<'t, 'a> {
    pub(super) set: &'t ListSet<'a>,
    conditions: &'t Conditions,
    facts: &'t Facts,
    /// A configuration for all targets.
    config: Config,
}

/// The blockers that drop a rule, and those that keep it but read it in another way.
type Lost = (Targets, Targets);

impl<'t, 'a> Same<'t, 'a> {
    pub(super) fn new(
        set: &'t ListSet<'a>,
        conditions: &'t Conditions,
        facts: &'t Facts,
    ) -> Same<'t, 'a> {
        Same { set, conditions, facts, config: Config::default() }
    }

    /// The rule with a number.
    fn rule(&self, n: usize) -> Written<'a> {
        let (line, start) = (self.facts.lines[n], self.facts.starts[n]);
        let text = self.set.part(line).1.text;
        Written { line, text: line_at(text, start), all: text, start }
    }

    /// The whole line of a rule.
    pub(super) fn place_of(&self, n: usize) -> Place {
        self.rule(n).place()
    }

    /// Loads the lines of some rules into the cache.
    pub(super) fn fetch(&self, rules: &[u32]) {
        let starts: SmallVec<[(u32, u32); 64]> = rules
            .iter()
            .map(|n| (self.facts.lines[*n as usize], self.facts.starts[*n as usize]))
            .collect();
        let byte =
            |(line, start): (u32, u32)| self.set.part(line).1.text.as_bytes().get(start as usize);
        black_box(starts.into_iter().filter_map(byte).fold(0, |all, it| all ^ it));
    }

    /// Whether no product and platform loses anything when the rule `gone` is removed and the equal
    /// rule `kept` stays. Both are numbers of rules. Returns the place of `gone`, and of `kept`.
    pub(super) fn stands_for(&self, kept: usize, gone: usize) -> Option<(Place, Place)> {
        let (kept, gone) = (self.rule(kept), self.rule(gone));
        let (a, b) = (kept.text.trim_ascii(), gone.text.trim_ascii());
        let stands_for = self.holds_for(&kept, &gone)
            && !a.is_empty()
            && (a == b
                || says_same(kept.text, gone.text) && {
                    let (kept, gone) = (self.lost(&kept), self.lost(&gone));
                    gone.0.contains(kept.0) && (gone.0 | gone.1).contains(kept.1)
                });
        stands_for.then(|| (gone.place(), kept.place()))
    }

    /// Whether the rule `covered` does nothing that the rule `covering` does not do, for the
    /// targets of the list. Both are numbers of rules.
    pub(super) fn covers(&self, covering: usize, covered: usize) -> bool {
        let (covering, covered) = (self.rule(covering), self.rule(covered));
        if !self.holds_for(&covering, &covered) || self.set.is_invalid(covered.line) {
            return false;
        }
        let (a, b) = (covering.text, covered.text);
        let (is_covered, is_plain) = match (read(a), read(b)) {
            (Syntax::Network(one), Syntax::Network(other)) => {
                let (one, other) = (Network::new(a, &one), Network::new(b, &other));
                let Some(host) = facts::host_of(&one.rule.pattern) else { return false };
                let is_plain = domain::shape(host) == Shape::Name
                    && one.rule.modifiers.is_none()
                    && other.rule.modifiers.is_none();
                let covers = covers_network(&one, host, &other)
                    && !self.is_disabled(host, one.rule.exception, covered.line);
                (covers, is_plain)
            }
            (Syntax::Cosmetic(one), Syntax::Cosmetic(other)) => {
                (covers_cosmetic((a, &one), (b, &other)), false)
            }
            _ => (false, false),
        };
        is_covered && (is_plain || self.loses_no_more(&covering, &covered))
    }

    /// Whether one rule applies wherever the other does.
    fn holds_for(&self, covering: &Written<'_>, covered: &Written<'_>) -> bool {
        let is_around = || {
            let condition = self.conditions.at(covering.line);
            self.conditions.outwards(self.conditions.at(covered.line)).any(|it| it == condition)
        };
        !covering.goes_on() && !covered.goes_on() && (self.conditions.is_empty() || is_around())
    }

    /// Whether a `badfilter` disables rules for that host.
    fn is_disabled(&self, host: &str, exception: bool, line: u32) -> bool {
        let companions = &self.set.part(line).1.config.companions;
        self.facts.disabled.binary_search(&facts::disabled(host, exception)).is_ok()
            || companions.as_ref().is_some_and(|it| it.disables(host, exception))
    }

    fn loses_no_more(&self, covering: &Written<'_>, covered: &Written<'_>) -> bool {
        let targets = self.set.part(covered.line).1.targets;
        let (covering, covered) = (self.lost(covering), self.lost(covered));
        // A rule that no target accepts is wrong, not redundant.
        !covered.0.contains(targets)
            && covered.0.contains(covering.0 & targets)
            && (covered.0 | covered.1).contains(covering.1 & targets)
    }

    /// The blockers that drop the rule or read it in another way.
    fn lost(&self, rule: &Written<'_>) -> Lost {
        let kind = self.set.part(rule.line).1.kind;
        let prelude = Prelude { kind, ..Prelude::default() };
        let mut cx = LineContext::new(&self.config, &prelude);
        let read = read(rule.text);
        check_rule(rule.text, &read, Network::of(rule.text, &read).as_ref(), &mut cx);
        cx.lost()
    }
}

/// A rule as it is written.
struct Written<'a> {
    line: u32,
    text: &'a str,
    /// The text that contains it, and its position.
    all: &'a str,
    start: u32,
}

impl Written<'_> {
    /// The whole line.
    fn place(&self) -> Place {
        Place { line: self.line, span: Span::new(0, self.text.len()) }
    }

    /// Whether the rule continues: uBlock Origin joins a line that ends in a backslash with the
    /// line below.
    fn goes_on(&self) -> bool {
        let ends = |it: &[u8]| it.trim_ascii_end().ends_with(b" \\");
        ends(self.text.as_bytes())
            || self.all.as_bytes().get(..self.start as usize).is_some_and(ends)
    }
}

fn read(line: &str) -> Syntax<'_> {
    syntax::parse(line, &Options::LIST)
}

/// Whether two lines that are written differently do the same.
fn says_same(a: &str, b: &str) -> bool {
    // Blockers do not agree whether an invisible character is part of the rule.
    let is_visible = |it: &str| it.trim_ascii().starts_with(|c: char| c.is_ascii_graphic());
    is_visible(a)
        && is_visible(b)
        && match (read(a), read(b)) {
            (Syntax::Network(one), Syntax::Network(other)) => {
                one.exception == other.exception
                    && *one.pattern == *other.pattern
                    && modifiers(&Network::new(a, &one)) == modifiers(&Network::new(b, &other))
            }
            (Syntax::Host(one), Syntax::Host(other)) => is_same_host(&one, &other),
            (Syntax::Cosmetic(one), Syntax::Cosmetic(other)) => {
                is_same_body((a, &one), (b, &other)) && domains(&one) == domains(&other)
            }
            _ => false,
        }
}

fn is_same_host(one: &HostRule<'_>, other: &HostRule<'_>) -> bool {
    let names = |it: &HostRule<'_>| {
        let mut names: Vec<String> = it.hostnames.iter().map(|it| it.to_string()).collect();
        names.sort_unstable();
        names
    };
    // Adblock Plus reads a name with a comment as a pattern with a space.
    let is_bare = one.ip.is_none() && (one.comment.is_some() || other.comment.is_some());
    !is_bare && one.ip.map(|it| it.text) == other.ip.map(|it| it.text) && names(one) == names(other)
}

/// Compares everything but the domains. Not every blocker ignores spaces after the separator.
fn is_same_body(
    (a, one): (&str, &CosmeticRule<'_>),
    (b, other): (&str, &CosmeticRule<'_>),
) -> bool {
    let body = |line: &'_ str, rule: &CosmeticRule<'_>| {
        let rest = line.get(rule.separator_span().end as usize..).unwrap_or_default();
        rest.trim_ascii_end().to_owned()
    };
    let modifiers = |rule: &CosmeticRule<'_>| {
        let all = rule.modifiers.iter().flat_map(|it| &it.children);
        let mut all: Vec<_> = all
            .map(|it| (it.exception, it.name.to_string(), it.value.map(|it| it.to_string())))
            .collect();
        all.sort_unstable();
        all
    };
    one.separator == other.separator
        && body(a, one) == body(b, other)
        && modifiers(one) == modifiers(other)
}

/// The domains with their signs, sorted.
fn domains<'a>(rule: &CosmeticRule<'a>) -> Vec<(bool, &'a str)> {
    let mut all: Vec<_> =
        rule.domains.children.iter().map(|it| (it.exception, it.value.text)).collect();
    all.sort_unstable();
    all
}

/// A modifier for comparison: its row, its name if needed, its sign, its value or the parts of it.
type ModifierParts<'a> = (Option<u8>, &'a str, bool, Option<Vec<&'a str>>);

fn said<'a>((modifier, found): (Modifier<'a>, Option<ModifierRef>)) -> ModifierParts<'a> {
    const DOMAIN: u8 = row("domain");
    let known = found.map(|it| it.row);
    let name = if known.is_some() { "" } else { modifier.name.text };
    let value = modifier.value.map(|value| {
        if known != Some(DOMAIN) {
            return vec![value.text];
        }
        let mut parts: Vec<&str> = value.text.split('|').collect();
        parts.sort_unstable();
        parts
    });
    (known, name, modifier.exception, value)
}

/// The modifiers for comparison, sorted.
fn modifiers<'a>(network: &Network<'_, 'a>) -> Vec<ModifierParts<'a>> {
    let mut all: Vec<ModifierParts<'_>> = network.modifiers().map(said).collect();
    all.sort_unstable();
    all
}

/// Whether `||host^` with the modifiers of `covering` does everything that the other rule does.
fn covers_network(covering: &Network<'_, '_>, host: &str, covered: &Network<'_, '_>) -> bool {
    if covering.rule.exception != covered.rule.exception || !covering.rule.pattern.starts_with("||")
    {
        return false;
    }
    let Some(rest) = covered.rule.pattern.strip_prefix("||") else { return false };
    let (name, tail) = rest.split_at(domain::name_len(rest));
    let is_below = match name.strip_suffix(host) {
        Some(below) => below.is_empty() || below.ends_with('.'),
        None => false,
    };
    if !is_below || !tail.starts_with(['^', '/', '?', ':']) {
        return false;
    }
    if covering.rule.modifiers.is_none() && covered.rule.modifiers.is_none() {
        return true;
    }
    let third_party = (Some(const { row("third-party") }), "", false, None);
    let (covering, said) = (modifiers(covering), modifiers(covered));
    let narrows = || covered.modifiers().all(|it| facts::narrows(it.1));
    match &covering[..] {
        [] => narrows(),
        _ if covering == said => true,
        [only] => *only == third_party && said.contains(only) && narrows(),
        _ => false,
    }
}

/// Whether the same is done on the domain of the other rule, or on a domain above it.
fn covers_cosmetic(
    covering: (&str, &CosmeticRule<'_>),
    covered: (&str, &CosmeticRule<'_>),
) -> bool {
    let is_hiding = matches!(covering.1.body, CosmeticBody::ElementHiding(_));
    if !is_hiding || !is_same_body(covering, covered) {
        return false;
    }
    let mut domains = covered.1.domains.children.iter();
    let (Some(only), None) = (domains.next(), domains.next()) else { return false };
    let mut above = std::iter::successors(Some(only.value.text), |it| parent(it));
    let is_on = |name| {
        let mut all = covering.1.domains.children.iter();
        all.any(|it| it.value.text == name)
    };
    !only.exception
        && !covering.1.domains.children.iter().any(|it| it.exception)
        && above.any(is_on)
}
