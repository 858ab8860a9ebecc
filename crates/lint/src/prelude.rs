//! What must be known of the whole list before its first rule is checked.

use crate::{
    Targets,
    diagnostic::Place,
    engines::ENGINES,
    joined::JoinedRules,
    preprocess::{Readers, Regions, has_directives},
};
use bloqr_syntax::{
    self as syntax, Options, Rule,
    ast::Syntax,
    source::{Span, lines},
};

/// The kind of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// Rules of ad blockers.
    #[default]
    Adblock,
    /// `0.0.0.0 ads.example`
    Hosts,
    /// `ads.example`
    Domains,
}

/// What is known of a whole list. [`lint_piece`](crate::lint_piece) needs it for the whole text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Prelude<'t> {
    /// The products that a header like `[AdGuard]` names. `[Adblock Plus 2.0]` is the header of
    /// lists for every product, and names none.
    pub agents: Option<Targets>,
    /// The line of that header.
    pub header: Option<Place>,
    /// The kind of the list, from its first rules.
    pub kind: Kind,
    /// Which blockers read which lines; `None` when the list has no directives.
    pub regions: Option<Regions<'t>>,
    /// The rules that are written on several lines.
    pub joined: JoinedRules,
}

/// What the first lines of a list say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Head {
    pub(crate) agents: Option<Targets>,
    pub(crate) header: Option<Place>,
    pub(crate) kind: Kind,
    /// How many lines say it: those behind them do not count.
    pub(crate) lines: u32,
}

impl Head {
    /// How many rules decide the kind of a list.
    const SAMPLE: usize = 200;
    /// A list that has only comments is not read further.
    const LINES: usize = 10_000;

    pub(crate) fn scan(text: &str) -> Head {
        let mut read = 0;
        let mut agents: Option<Targets> = None;
        let mut header = None;
        let (mut hosts, mut domains, mut others) = (0, 0, 0);
        for (number, line) in (0_u32..).zip(lines(text).take(Head::LINES)) {
            read = number + 1;
            match syntax::parse(line.text, &Options::LIST) {
                Rule::Agent(agent) if hosts + domains + others == 0 => {
                    for syntax in agent.children.iter().map(|it| it.syntax) {
                        agents = named(syntax).map(|it| it | agents.unwrap_or(Targets::NONE));
                    }
                    let span = Span::new(0, line.text.trim_end().len());
                    header = agents.map(|_| Place { line: number, span });
                }
                Rule::Host(host) if host.ip.is_some() => hosts += 1,
                Rule::Host(_) => domains += 1,
                Rule::Network(rule) if rule.modifiers.is_none() && is_name(&rule.pattern) => {
                    domains += 1;
                }
                Rule::Network(_) | Rule::Cosmetic(_) => others += 1,
                _ => (),
            }
            if hosts + domains + others >= Head::SAMPLE {
                break;
            }
        }
        let all = hosts + domains + others;
        let kind = match () {
            () if all > 0 && hosts * 10 >= all * 9 => Kind::Hosts,
            () if all > 4 && domains * 10 >= all * 9 => Kind::Domains,
            () => Kind::Adblock,
        };
        Head { agents, header, kind, lines: read }
    }
}

impl<'t> Prelude<'t> {
    /// Reads the start of a list.
    pub fn scan(text: &'t str) -> Prelude<'t> {
        let Head { agents, header, kind, .. } = Head::scan(text);
        let regions = has_directives(text).then(|| Regions::read(text, Targets::EVERY));
        Prelude { agents, header, kind, regions, joined: JoinedRules::scan(text) }
    }

    /// The same list, included by a line that only these blockers read.
    pub fn within(mut self, outside: Readers, text: &'t str) -> Prelude<'t> {
        if outside != Readers::EVERY {
            let regions = self.regions.unwrap_or_else(|| Regions::of(text, Targets::EVERY));
            self.regions = Some(regions.within(outside));
        }
        self
    }

    /// The targets of the list: those that the user asks for, else those that the list names.
    pub(crate) fn targets(&self, asked: Targets) -> Targets {
        match self.agents {
            Some(agents) if asked == Targets::EVERY => agents,
            _ => asked,
        }
    }
}

/// The platforms that a header names.
fn named(syntax: Syntax) -> Option<Targets> {
    let named = ENGINES.iter().filter(|it| it.agent == Some(syntax));
    named.map(|it| it.platforms).reduce(|all, it| all | it)
}

/// `ads.example`, `a.b.ads.example`
fn is_name(pattern: &str) -> bool {
    pattern.contains('.')
        && pattern.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'.' | b'-' | b'_'))
}
