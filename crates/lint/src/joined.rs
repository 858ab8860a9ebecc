//! Rules that are written on several lines.
//!
//! uBlock Origin joins a line that ends in a blank and a backslash with the next line, if that
//! begins with four blanks. Blanks on both sides of the border are dropped. Other products read
//! each line separately.

use crate::{
    Targets,
    check::check_rule,
    diagnostic::{Diagnostic, Edit, Fix, Label, Place},
    engines::who,
    line_context::LineContext,
    network::Network,
};
use bloqr_syntax::{
    self as syntax, Options, Rule,
    source::{Span, line_ends, lines},
};

/// Blockers that join lines.
pub(crate) const JOINING: Targets = who!(|it| it.lines.joins_lines);

const END: &str = " \\";
const START: &str = "    ";
/// The border between two lines. With a carriage return before the line feed, the line does not end
/// in the backslash, and uBlock Origin does not join it.
const BORDER: &[u8] = b" \\\n    ";

/// The rules of a text that are written on several lines, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct JoinedRules(Vec<JoinedRule>);

/// A rule that is written on several lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct JoinedRule {
    /// Its first line, from 0.
    first: u32,
    /// The text that uBlock Origin reads.
    text: String,
    /// Its lines: the start of each in `text`, and how much of the line before that is left out.
    /// Both in bytes.
    parts: Vec<(usize, usize)>,
}

impl JoinedRules {
    /// Finds all such rules in a text.
    pub(crate) fn scan(text: &str) -> JoinedRules {
        let bytes = text.as_bytes();
        let mut rules = Vec::new();
        let (mut at, mut line) = (0, 0);
        for border in memchr::memmem::find_iter(bytes, BORDER) {
            // This border is part of the rule before.
            if border < at {
                continue;
            }
            let start = memchr::memrchr3(b'\n', b'\r', b'\x0c', &bytes[at..border]);
            let start = start.map_or(at, |it| at + it + 1);
            line += line_ends(&bytes[at..start]) as u32;
            at = start;
            // Directives are removed from the list before lines are joined.
            if text[start..].starts_with("!#") {
                continue;
            }
            let (rule, len) = JoinedRule::read(&text[start..], line);
            line += rule.parts.len() as u32;
            at += len;
            rules.push(rule);
        }
        JoinedRules(rules)
    }

    /// Finds all such rules in a piece of a text that starts with this line. No piece may end inside of
    /// a rule: see [`may_join`].
    pub(crate) fn scan_piece(piece: &str, first_line: u32) -> JoinedRules {
        let mut rules = JoinedRules::scan(piece);
        rules.0.iter_mut().for_each(|it| it.first += first_line);
        rules
    }

    /// The rule that contains a line.
    pub(crate) fn at(&self, line: u32) -> Option<&JoinedRule> {
        let behind = self.0.partition_point(|it| it.first <= line);
        let rule = &self.0[behind.checked_sub(1)?];
        (line < rule.first + rule.parts.len() as u32).then_some(rule)
    }

    /// The first line at or after this line that is part of such a rule.
    pub(crate) fn next(&self, line: u32) -> u32 {
        if self.at(line).is_some() {
            return line;
        }
        let next = self.0.partition_point(|it| it.first < line);
        self.0.get(next).map_or(u32::MAX, |it| it.first)
    }
}

impl JoinedRule {
    /// Reads the rule at the start of a text. Returns the length of its lines in bytes, too.
    fn read(text: &str, first: u32) -> (JoinedRule, usize) {
        let mut rule = JoinedRule { first, text: String::new(), parts: Vec::new() };
        let mut len = 0;
        for line in lines(text) {
            let left_out = if rule.parts.is_empty() {
                // Blockers trim the blanks at its start. They stay here, so that positions stay
                // right.
                rule.text.push_str(line.text);
                0
            } else {
                let seam = rule.text[..rule.text.len() - END.len()].trim_end().len();
                rule.text.truncate(seam);
                rule.parts.iter_mut().rev().take_while(|it| it.0 > seam).for_each(|it| it.0 = seam);
                rule.text.push_str(line.text.trim());
                line.text.len() - line.text.trim_start().len()
            };
            let start =
                if rule.parts.is_empty() { 0 } else { rule.text.len() - line.text.trim().len() };
            rule.parts.push((start, left_out));
            len += line.bytes() as usize;
            let ends_in_feed = text[..len].ends_with('\n') && !text[..len].ends_with("\r\n");
            if !(rule.text.ends_with(END) && ends_in_feed && text[len..].starts_with(START)) {
                break;
            }
        }
        (rule, len)
    }

    /// Its first line, and the line after its last.
    pub(crate) fn lines(&self) -> (u32, u32) {
        (self.first, self.first + self.parts.len() as u32)
    }

    pub(crate) fn is_first(&self, line: u32) -> bool {
        self.first == line
    }

    /// The rule as uBlock Origin reads it.
    pub(crate) fn parsed(&self) -> (&str, Rule<'_>) {
        (&self.text, syntax::parse(&self.text, &Options::LIST))
    }

    /// Maps a position in the text to the list. Returns whether the place is complete: a place that
    /// crosses a border is cut there.
    fn place(&self, span: Span) -> (Place, bool) {
        let (start, end) = (span.start as usize, span.end as usize);
        let number = self.parts.partition_point(|it| it.0 <= start).saturating_sub(1);
        let (part_start, left_out) = self.parts[number];
        let part_end = self.parts.get(number + 1).map_or(self.text.len(), |it| it.0);
        let there = |at: usize| at - part_start + left_out;
        let span = Span::new(there(start), there(end.min(part_end).max(start)));
        (Place { line: self.first + number as u32, span }, end <= part_end)
    }

    /// Maps a finding in the text to the lines of the list.
    fn relocate(&self, found: &mut Diagnostic) {
        found.place = self.place(found.place.span).0;
        let mut labels: Vec<Label> = std::mem::take(&mut found.labels).into_iter().collect();
        for label in labels.iter_mut().filter(|it| it.place.line == self.first) {
            label.place = self.place(label.place.span).0;
        }
        found.labels = labels.into();
        found.fix = found.fix.take().and_then(|it| self.relocated_fix(it));
    }

    /// The same fix for the lines of the list; `None` if an edit crosses a border.
    fn relocated_fix(&self, fix: Fix) -> Option<Fix> {
        let relocated = |it: Edit| match it {
            Edit::Replace { place, text } if place.line == self.first => {
                let (place, is_whole) = self.place(place.span);
                is_whole.then_some(Edit::Replace { place, text })
            }
            Edit::Replace { .. } | Edit::DeleteLine { .. } => None,
        };
        let edits: Option<Vec<Edit>> = fix.edits.into_iter().map(relocated).collect();
        Some(Fix { edits: edits?.into(), ..fix })
    }
}

/// Checks a line that is part of a rule on several lines: the whole rule, on its first line, for
/// blockers that join lines; and the line `alone` for others.
#[cold]
pub(crate) fn check(
    joined: &JoinedRule,
    cx: &mut LineContext<'_>,
    alone: impl FnOnce(&mut LineContext<'_>),
) {
    cx.read_beside(JOINING, alone);
    if joined.is_first(cx.line) {
        let (text, rule) = joined.parsed();
        let network = Network::of(text, &rule);
        let found = cx.read_elsewhere(JOINING, |cx| check_rule(text, &rule, network.as_ref(), cx));
        found.iter_mut().for_each(|it| joined.relocate(it));
    }
}

/// Whether a rule can continue from the lines `before` to those `behind`. It is true for some lines
/// that are not joined.
pub(crate) fn may_join(before: &str, behind: &str) -> bool {
    let line = before.strip_suffix('\n').unwrap_or(before);
    let line = &line[line.rfind(['\n', '\r', '\x0c']).map_or(0, |it| it + 1)..];
    // A line of blanks can be in the middle of a rule.
    let can_end = |line: &str| line.ends_with('\\') || line.is_empty();
    behind.starts_with(START) && can_end(line.trim())
}

#[cfg(test)]
mod tests {
    use super::JoinedRules;

    /// A text, and the rules that uBlock Origin joins in it, each with its first line.
    #[test]
    fn lines_are_joined_as_ublock_origin_does() {
        let cases: &[(&str, &[(u32, &str)])] = &[
            ("##.x, \\\n    .y", &[(0, "##.x,.y")]),
            ("||a^\n##.x, \\\n    .y, \\\n     .z \n", &[(1, "##.x,.y,.z")]),
            ("a \\\n    b\nc\n\nd \\\n    e", &[(0, "ab"), (4, "de")]),
            ("a \\\n    b\nc \\\n    d", &[(0, "ab"), (2, "cd")]),
            ("a \\\n    b \\ \n    c", &[(0, "abc")]),
            ("a   \\ \\\n    \n    c", &[(0, "ac")]),
            ("a\\\n    b", &[]),
            ("a \\ \n    b", &[]),
            ("a \\\n   b", &[]),
            ("a \\\n\t   b", &[]),
            ("a \\\r\n    b", &[]),
            ("!#if a \\\n    b", &[]),
            ("a \\", &[]),
            ("a \\\n    ", &[(0, "a")]),
        ];
        for (text, wanted) in cases {
            let found = JoinedRules::scan(text);
            let found: Vec<(u32, &str)> =
                found.0.iter().map(|it| (it.first, it.text.as_str())).collect();
            assert_eq!(found, *wanted, "{text:?}");
        }
    }
}
