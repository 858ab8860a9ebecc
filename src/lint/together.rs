//! Lists that include each other, as if they were one text: line numbers go on from list to list.

use std::sync::Arc;

use crate::{
    diagnostic::{Diagnostic, Label, Place, Severity},
    lint::{
        Config, Rule,
        between::{Blocks, Directive},
        facts::{Fact, Facts},
    },
};

/// One list of several, and who includes it where.
pub(super) struct Part<'a> {
    /// Which of all lists that are judged it is.
    pub(super) list: usize,
    pub(super) name: &'a Arc<str>,
    pub(super) config: &'a Config,
    pub(super) directives: &'a [Directive],
    /// How many lines it has.
    pub(super) lines: u32,
    /// The parts before it that include it, and on which of their lines.
    pub(super) by: Vec<(usize, u32)>,
}

/// The parts, each with the number of its first line.
pub(super) struct Together<'a> {
    parts: Vec<(u32, Part<'a>)>,
}

/// A finding, and the list that it is told of.
pub(super) struct Told {
    pub(super) list: usize,
    pub(super) diagnostic: Diagnostic,
    /// Whether what it is compared with is in another list.
    pub(super) is_across: bool,
}

impl<'a> Together<'a> {
    /// Also numbers the lines of their facts anew, in the same order, and puts these together.
    pub(super) fn new(parts: Vec<(Part<'a>, Facts)>) -> (Together<'a>, Facts) {
        let mut together = Together { parts: Vec::with_capacity(parts.len()) };
        let mut all = Facts::default();
        let mut base = 0_u32;
        for (part, mut facts) in parts {
            facts.shift(base);
            all.append(facts);
            let lines = part.lines;
            together.parts.push((base, part));
            base = base.saturating_add(lines);
        }
        (together, all)
    }

    /// In which `!#if` block each line is. A list is in the block that includes it.
    pub(super) fn blocks(&self) -> Blocks {
        let mut blocks = Blocks::default();
        for (base, part) in &self.parts {
            let by = part.by.iter().map(|(by, line)| blocks.at(self.parts[*by].0 + line));
            let by: Vec<u64> = by.collect();
            let outer = match by[..] {
                [] => 0,
                [first, ref others @ ..] if others.iter().all(|it| *it == first) => first,
                // Wherever it is included, what stands outside of all blocks is there too.
                _ => blocks.fresh(),
            };
            blocks.add(*base, outer, part.directives);
        }
        blocks
    }

    pub(super) fn has_directives(&self) -> bool {
        self.parts.iter().any(|it| !it.1.directives.is_empty())
    }

    pub(super) fn any_config(&self, is: impl Fn(&Config) -> bool) -> bool {
        self.parts.iter().any(|it| is(it.1.config))
    }

    fn part(&self, line: u32) -> (u32, &Part<'a>) {
        let n = self.parts.partition_point(|it| it.0 <= line).saturating_sub(1);
        (self.parts[n].0, &self.parts[n].1)
    }

    /// That the rule of a fact stands to another as `verb` says: `line 3 covers this rule`. Nothing
    /// when that is not to be told.
    pub(super) fn tell(
        &self,
        rule: &'static Rule,
        (fact, other): (&Fact, &Fact),
        verb: &str,
        label: &str,
    ) -> Option<Told> {
        let (base, part) = self.part(fact.line);
        let (other_base, other_part) = self.part(other.line);
        let severity: Severity = part.config.severity(rule, rule.severity)?;
        let place = |fact: &Fact, base| Place { line: fact.line - base, ..fact.place() };
        let other = place(other, other_base);
        let is_across = other_part.list != part.list;
        let (list, of) = match is_across {
            true => (Some(Arc::clone(other_part.name)), format!(" of `{}`", other_part.name)),
            false => (None, String::new()),
        };
        let message = format!("line {}{of} {verb}", other.line + 1);
        let diagnostic = Diagnostic {
            rule: rule.name,
            severity,
            place: place(fact, base),
            message,
            labels: vec![Label { list, place: other, message: label.to_owned() }],
            help: None,
            fix: None,
        };
        Some(Told { list: part.list, diagnostic, is_across })
    }
}
