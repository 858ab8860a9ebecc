//! Whether one rule does everything that another does: both are read again, and compared part by
//! part.

use std::hint::black_box;

use smallvec::SmallVec;

use crate::{
    Config, Kind, Prelude, Targets,
    check::check_rule,
    conditions::Conditions,
    diagnostic::Place,
    engines::who,
    facts::{self, Facts},
    line_context::LineContext,
    list_set::ListSet,
    network::Network,
    said::{ModifierParts, Readers, Said, Switches, parts},
    text::line_at,
    wider::{Member, Numbers},
};
use bloqr_syntax::{
    self as syntax, Options, Rule as Syntax,
    ast::{CosmeticRule, HostRule},
    source::Span,
};

/// Compares rules by their lines.
pub(super) struct Same<'t, 'a> {
    pub(super) set: &'t ListSet<'a>,
    conditions: &'t Conditions,
    facts: &'t Facts,
    /// A configuration for all targets, also those of the lists.
    config: Config,
    switches: Switches<'a>,
}

/// Who reads `0.0.0.0 a.example` as `||a.example^`.
const NAMES_ARE_HOSTS: Targets = who!(|it| it.lines.names_are_hosts);

/// The blockers that drop a rule, and those that keep it but read it in another way.
pub(super) type Lost = (Targets, Targets);

impl<'t, 'a> Same<'t, 'a> {
    pub(super) fn new(
        set: &'t ListSet<'a>,
        conditions: &'t Conditions,
        facts: &'t Facts,
    ) -> Same<'t, 'a> {
        let switches = Switches::default();
        // DNS blockers are no targets by default.
        let mut config = Config::default();
        config.targets = set.targets() | Targets::EVERY;
        let mut same = Same { set, conditions, facts, config, switches };
        same.switches = same.switches();
        same
    }

    /// The rule with a number.
    pub(super) fn rule(&self, n: usize) -> Written<'a> {
        let (line, start) = (self.facts.lines[n], self.facts.starts[n]);
        let text = self.set.part(line).1.text;
        Written { line, text: line_at(text, start), all: text, start }
    }

    /// The whole lines of two rules.
    pub(super) fn places_of(&self, (gone, kept): Numbers) -> (Place, Place) {
        (self.rule(gone as usize).place(), self.rule(kept as usize).place())
    }

    /// The rules that switch off generic rules.
    fn switches(&self) -> Switches<'a> {
        let mut switches = Switches::default();
        let rules = self.facts.switches.iter().map(|it| self.rule(*it as usize));
        rules.filter_map(|it| Said::read(it.text)).for_each(|it| switches.add(&it));
        switches.settle();
        switches
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
    /// rule `kept` stays. Both are numbers of rules.
    pub(super) fn stands_for(&self, kept: usize, gone: usize) -> bool {
        let (kept, gone) = (self.rule(kept), self.rule(gone));
        let (a, b) = (kept.text.trim_ascii(), gone.text.trim_ascii());
        self.holds_for(&kept, &gone)
            && !a.is_empty()
            && (a == b
                || says_same(kept.text, gone.text) && {
                    let (kept, gone) = (self.lost(&kept), self.lost(&gone));
                    gone.0.contains(kept.0) && (gone.0 | gone.1).contains(kept.1)
                })
    }

    /// Whether the rule `covered` does nothing that the rule `covering` does not do, for the
    /// targets of the list.
    pub(super) fn covers(&self, covering: &Member<'a>, covered: &Member<'a>) -> bool {
        let line = covered.written.line;
        let part = self.set.part(line).1;
        let companions = part.config.companions.as_deref();
        let readers = Readers {
            names_are_hosts: NAMES_ARE_HOSTS.contains(part.targets),
            bare_names_are_hosts: part.kind != Kind::Adblock
                || NAMES_ARE_HOSTS.contains(part.targets),
            switches: &self.switches,
            companions,
        };
        let is_disabled = |(pattern, exception): (&str, bool)| {
            self.facts.disabled.binary_search(&facts::disabled(pattern, exception)).is_ok()
                || companions.is_some_and(|it| it.disables(pattern, exception))
        };
        self.set.faces(covering.written.line, line)
            && covering.said.covers(&covered.said, readers)
            && self.holds_for(&covering.written, &covered.written)
            && !self.set.is_invalid(line)
            && !covering.said.patterns().any(is_disabled)
            && (self.is_read_alike(covering) && self.is_read_alike(covered)
                || self.loses_no_more(covering, covered, part.targets))
    }

    /// Whether one rule applies wherever the other does.
    fn holds_for(&self, covering: &Written<'_>, covered: &Written<'_>) -> bool {
        let is_around = || {
            let condition = self.conditions.at(covering.line);
            self.conditions.outwards(self.conditions.at(covered.line)).any(|it| it == condition)
        };
        !covering.goes_on() && !covered.goes_on() && (self.conditions.is_empty() || is_around())
    }

    /// Whether no blocker drops the rule or reads it in another way. DNS blockers can.
    fn is_read_alike(&self, rule: &Member<'a>) -> bool {
        rule.said.is_plain() && !self.config.targets.intersects(Targets::DNS)
    }

    fn loses_no_more(&self, covering: &Member<'a>, covered: &Member<'a>, targets: Targets) -> bool {
        const NONE: Lost = (Targets::NONE, Targets::NONE);
        let lost = |it: &Member<'a>| {
            let is_kept = self.is_read_alike(it);
            *it.lost.get_or_init(|| if is_kept { NONE } else { self.lost(&it.written) })
        };
        let (covering, covered) = (lost(covering), lost(covered));
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
pub(super) struct Written<'a> {
    line: u32,
    pub(super) text: &'a str,
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
pub(super) fn says_same(a: &str, b: &str) -> bool {
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

/// The modifiers for comparison, sorted.
fn modifiers<'a>(network: &Network<'_, 'a>) -> Vec<ModifierParts<'a>> {
    let mut all: Vec<ModifierParts<'_>> = network.modifiers().map(parts).collect();
    all.sort_unstable();
    all
}
