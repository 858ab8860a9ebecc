//! Lists that include each other, as if they were one text: line numbers go on from list to list.

use std::sync::Arc;

use crate::{
    Config, Kind, Rule, Targets,
    conditions::{self, Block, Conditions, Directive},
    diagnostic::{Diagnostic, Label, Place, Severity},
    facts::Facts,
};

/// One list of several, and who includes it where.
pub(super) struct Member<'a> {
    /// Which of all lists that are judged it is.
    pub(super) list: usize,
    pub(super) name: &'a Arc<str>,
    pub(super) config: &'a Config,
    pub(super) text: &'a str,
    /// Whom it is for, and what it is made of.
    pub(super) targets: Targets,
    pub(super) kind: Kind,
    /// The lines of rules with an error, in order.
    pub(super) invalid: &'a [u32],
    pub(super) directives: &'a [Directive],
    /// How many lines it has.
    pub(super) lines: u32,
    /// The parts before it that include it, and on which of their lines.
    pub(super) by: Vec<(usize, u32)>,
}

/// The parts, each with the number of its first line.
pub(super) struct ListSet<'a> {
    parts: Vec<(u32, Member<'a>)>,
}

/// A finding, and the list that it is told of.
pub(super) struct SetFinding {
    pub(super) list: usize,
    pub(super) diagnostic: Diagnostic,
    /// Whether what it is compared with is in another list.
    pub(super) is_across: bool,
}

impl<'a> ListSet<'a> {
    /// Also numbers the lines of their facts anew, in the same order, and puts these together.
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
                // Wherever it is included, what stands outside of all blocks is there too.
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

    pub(super) fn any_config(&self, is: impl Fn(&Config) -> bool) -> bool {
        self.parts.iter().any(|it| is(it.1.config))
    }

    /// The list that a line is in, and the number of its first line.
    pub(super) fn part(&self, line: u32) -> (u32, &Member<'a>) {
        let n = self.parts.partition_point(|it| it.0 <= line).saturating_sub(1);
        (self.parts[n].0, &self.parts[n].1)
    }

    /// That a rule stands to another as `verb` says: `line 3 covers this rule`. Nothing
    /// when that is not to be told.
    pub(super) fn tell(
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
        // There are many of these, and formatting would cost more than finding them.
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
