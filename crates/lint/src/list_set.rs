//! Lists that include each other, as one text: line numbers continue from list to list.

use std::sync::Arc;

use crate::{
    Config, Kind, Rule, Targets,
    across::Belongs,
    conditions::{self, Block, Conditions, Directive},
    diagnostic::{Diagnostic, Label, Place, Severity},
    facts::Facts,
};

/// A list of the set, and the lines that include it.
pub(super) struct Member<'a> {
    /// Its index in all lists that are checked.
    pub(super) list: usize,
    pub(super) name: &'a Arc<str>,
    pub(super) config: &'a Config,
    pub(super) text: &'a str,
    /// Its targets, and its kind.
    pub(super) targets: Targets,
    pub(super) kind: Kind,
    /// The lines of rules with an error, sorted.
    pub(super) invalid: &'a [u32],
    pub(super) directives: &'a [Directive],
    /// The number of its lines.
    pub(super) lines: u32,
    /// The members before it that include it, and the lines of these includes.
    pub(super) by: Vec<(usize, u32)>,
    /// Where it belongs, if only lists are compared that do not include each other.
    pub(super) belongs: Option<Belongs>,
    /// How many findings of a rule are made of it; the others are only counted.
    pub(super) most: Option<usize>,
}

/// The members, each with the number of its first line.
pub(super) struct ListSet<'a> {
    parts: Vec<(u32, Member<'a>)>,
}

/// A finding, and the index of its list.
pub(super) struct SetFinding {
    pub(super) list: usize,
    pub(super) diagnostic: Diagnostic,
    /// Whether the other rule is in another list.
    pub(super) is_across: bool,
}

impl<'a> ListSet<'a> {
    /// Makes the set. Renumbers the lines of the facts in the same order, and joins the facts.
    pub(super) fn new(parts: Vec<(Member<'a>, Facts)>) -> (ListSet<'a>, Facts) {
        let mut set = ListSet { parts: Vec::with_capacity(parts.len()) };
        let mut all = Facts::default();
        let mut base = 0_u32;
        for (part, mut facts) in parts {
            facts.shift(base);
            all.append(facts);
            let lines = part.lines;
            set.parts.push((base, part));
            base = base.saturating_add(lines);
        }
        (set, all)
    }

    /// The condition of each line. A list is under the condition of the line that includes it.
    pub(super) fn conditions(&self, facts: &Facts) -> Conditions {
        let mut conditions = Conditions::default();
        let hinted = conditions::hinted(&facts.hints, &facts.lines, &facts.starts);
        if hinted.is_empty() && self.parts.iter().all(|it| it.1.directives.is_empty()) {
            return conditions;
        }
        let mut rest = &hinted[..];
        for (base, part) in &self.parts {
            let mut by = part.by.iter().map(|(by, line)| conditions.at(self.parts[*by].0 + line));
            let outer = match by.next() {
                None => 0,
                Some(first) if by.all(|it| it == first) => first,
                // The parts of it outside of all blocks are in each list that includes it.
                Some(_) => conditions.fresh(Some(0)),
            };
            let end = base.saturating_add(part.lines);
            let hinted;
            (hinted, rest) = rest.split_at(rest.partition_point(|it| it.line < end));
            let (directives, text) = (part.directives, part.text);
            conditions.add(&Block { base: *base, outer, directives, hinted, text });
        }
        conditions
    }

    /// Whether the rule on a line has an error.
    pub(super) fn is_invalid(&self, line: u32) -> bool {
        let (base, part) = self.part(line);
        part.invalid.binary_search(&(line - base)).is_ok()
    }

    /// Whether the rule on a line is compared with that on another line.
    pub(super) fn faces(&self, line: u32, other: u32) -> bool {
        match (self.part(line).1.belongs, self.part(other).1.belongs) {
            (Some(one), Some(other)) => one.faces(other),
            _ => true,
        }
    }

    /// The list of a line, and the number of the line there.
    pub(super) fn own(&self, line: u32) -> (usize, u32) {
        let (base, part) = self.part(line);
        (part.list, line - base)
    }

    /// The targets of all lists together.
    pub(super) fn targets(&self) -> Targets {
        self.parts.iter().fold(Targets::NONE, |all, it| all | it.1.targets)
    }

    pub(super) fn any_config(&self, is: impl Fn(&Config) -> bool) -> bool {
        self.parts.iter().any(|it| is(it.1.config))
    }

    /// The list that contains a line, and the number of its first line.
    pub(super) fn part(&self, line: u32) -> (u32, &Member<'a>) {
        let n = self.parts.partition_point(|it| it.0 <= line).saturating_sub(1);
        (self.parts[n].0, &self.parts[n].1)
    }

    /// Makes the finding that relates a rule to another by `verb`: `line 3 covers this rule`.
    /// `None` when it must not be reported.
    pub(super) fn finding(
        &self,
        rule: &'static Rule,
        (fact, other): (Place, Place),
        verb: &str,
        label: &'static str,
    ) -> Option<SetFinding> {
        let (base, part) = self.part(fact.line);
        let (other_base, other_part) = self.part(other.line);
        let severity: Severity = part.config.severity(rule, rule.severity)?;
        let place = |it: Place, base| Place { line: it.line - base, ..it };
        let other = place(other, other_base);
        let is_across = other_part.list != part.list;
        let list = is_across.then(|| Arc::clone(other_part.name));
        // There are many of these, and formatting would take longer than finding them.
        let mut number = itoa::Buffer::new();
        let number = number.format(other.line + 1);
        let mut message = String::with_capacity(verb.len() + 16);
        message.push_str("line ");
        message.push_str(number);
        if let Some(name) = &list {
            [" of `", name, "`"].iter().for_each(|it| message.push_str(it));
        }
        message.push(' ');
        message.push_str(verb);
        let diagnostic = Diagnostic {
            rule: rule.name,
            severity,
            place: place(fact, base),
            message: message.into(),
            labels: [Label { list, place: other, message: label.into() }].into(),
            help: None,
            fix: None,
        };
        Some(SetFinding { list: part.list, diagnostic, is_across })
    }
}
