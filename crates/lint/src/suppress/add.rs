//! Writes comments that hide findings: `! bloqr-disable-next-line short-rule`.

use std::collections::{BTreeMap, BTreeSet};

use super::comment::{self, Order};
use crate::{
    Remark, Report,
    joined::JoinedRules,
    removal,
    rules::{invalid_suppression, unused_suppression},
};
use bloqr_syntax::{
    self as syntax, Options, Rule as Syntax,
    source::{LineIndex, Newline},
};

/// A text with comments that hide findings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Suppressed {
    /// The text. It is the old text with more lines, and with more names in comments that it had.
    pub text: String,
    /// The lines of findings that are hidden now, in the old text, from 0 and sorted.
    pub hidden: Vec<u32>,
    /// For each new line, the line of the old text above which it is, from 0 and sorted.
    pub added: Vec<u32>,
    /// The lines of findings that stay, and why; sorted.
    pub refused: Vec<Refused>,
}

/// A line whose findings cannot be hidden by a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refused {
    /// The line, from 0.
    pub line: u32,
    /// Why: lower case, no full stop.
    pub reason: &'static str,
}

impl Suppressed {
    /// The number that a line of the old text has now.
    pub fn line_now(&self, line: u32) -> u32 {
        line + self.added.partition_point(|it| *it <= line) as u32
    }

    /// The line of the old text that a line was, or the line that a new comment is above.
    pub fn line_before(&self, now: u32) -> u32 {
        let mut line = now;
        // Each comment above moved the line by one.
        while self.line_now(line) > now && line > 0 {
            line -= 1;
        }
        if self.line_now(line) < now { line + 1 } else { line }
    }
}

/// Adds comments that hide the findings of a report. No other byte changes, and no rule changes: a
/// comment never comes between a hint and its rule, between the lines of a rule that uBlock Origin
/// joins, or into the header of the list. There, a pair of comments around both is written
/// (`bloqr-disable`, `bloqr-enable`), or the line is refused.
///
/// `mark` starts a comment: `!`, or `#` in a hosts file.
///
/// ```
/// use bloqr_lint::{Config, lint, suppress};
///
/// let text = "||a.example^\n||b.example^$scirpt\n";
/// let report = lint(text, &Config::default());
/// assert_eq!(
///     suppress(text, &report, '!').text,
///     "||a.example^\n! bloqr-disable-next-line unknown-modifier\n||b.example^$scirpt\n"
/// );
/// ```
pub fn suppress(text: &str, report: &Report, mark: char) -> Suppressed {
    let list = List { text, index: LineIndex::new(text), joined: JoinedRules::scan(text) };
    let mut found: BTreeMap<u32, BTreeSet<&'static str>> = BTreeMap::new();
    for it in &report.diagnostics {
        found.entry(it.place.line).or_default().insert(it.rule);
    }
    let header = list.header();
    let mut done = Suppressed::default();
    let mut blocks: BTreeMap<u32, Block> = BTreeMap::new();
    for (line, rules) in found {
        let is_about_comments = [&invalid_suppression::RULE, &unused_suppression::RULE]
            .iter()
            .any(|it| rules.contains(it.name));
        let (first, end) = list.block(line);
        let reason = if is_about_comments {
            "a comment cannot hide a problem of a comment for the linter"
        } else if first < header {
            "a comment would move the header of the list"
        } else {
            let block = blocks.entry(first).or_insert_with(|| Block { end, ..Block::default() });
            block.rules.extend(rules);
            block.lines.push(line);
            continue;
        };
        done.refused.push(Refused { line, reason });
    }
    let mut inserts = Inserts::default();
    for (first, Block { end, rules, lines }) in blocks {
        let is_joined = list.joined.at(first).is_some_and(|it| it.lines() == (first, end));
        let names = rules.iter().copied().collect::<Vec<_>>().join(", ");
        if lines == [first] && (is_joined || end == first + 1) && list.is_free(first) {
            inserts.above(first, format!("{mark} bloqr-disable-next-line {names}"));
        } else if let Some(at) =
            list.order_above(end - 1).filter(|_| first + 2 == end && lines == [end - 1])
        {
            inserts.at(at, format!(", {names}"));
        } else if list.is_free(first) && (end == list.index.count() || list.is_free(end)) {
            inserts.above(first, format!("{mark} bloqr-disable {names}"));
            inserts.above(end, format!("{mark} bloqr-enable {names}"));
        } else {
            let reason = "not all blockers end a line where this one begins or ends";
            done.refused.extend(lines.iter().map(|line| Refused { line: *line, reason }));
            continue;
        }
        done.hidden.extend(lines);
    }
    done.hidden.sort_unstable();
    done.refused.sort_by_key(|it| it.line);
    (done.text, done.added) = inserts.apply(&list);
    done
}

/// Lines that stay together, and their findings.
#[derive(Default)]
struct Block {
    /// The line after the last.
    end: u32,
    /// The rules of the findings.
    rules: BTreeSet<&'static str>,
    /// The lines of the findings.
    lines: Vec<u32>,
}

/// The comments to add.
#[derive(Default)]
struct Inserts {
    /// Lines to write above a line.
    lines: Vec<(u32, String)>,
    /// Text to write at a byte of the text.
    texts: Vec<(usize, String)>,
}

impl Inserts {
    fn above(&mut self, line: u32, text: String) {
        self.lines.push((line, text));
    }

    fn at(&mut self, at: usize, text: String) {
        self.texts.push((at, text));
    }

    /// The new text, and above which lines of the old text the new lines are.
    fn apply(mut self, list: &List<'_>) -> (String, Vec<u32>) {
        // Stable: the end of a block is written before the comment of the line below it.
        self.lines.sort_by_key(|it| it.0);
        let newline = list.newline();
        let mut edits = self.texts;
        for (line, text) in &self.lines {
            let (at, edit) = if *line < list.index.count() {
                (list.index.line(*line).0, format!("{text}{newline}"))
            } else {
                (list.text.len(), format!("{newline}{text}"))
            };
            edits.push((at, edit));
        }
        edits.sort_by_key(|it| it.0);
        let mut text = String::with_capacity(list.text.len() + edits.len() * 50);
        let mut at = 0;
        for (place, more) in edits {
            text.push_str(&list.text[at..place]);
            text.push_str(&more);
            at = place;
        }
        text.push_str(&list.text[at..]);
        (text, self.lines.into_iter().map(|it| it.0).collect())
    }
}

struct List<'a> {
    text: &'a str,
    index: LineIndex<'a>,
    joined: JoinedRules,
}

impl<'a> List<'a> {
    fn line(&self, number: u32) -> &'a str {
        self.index.line(number).1.text
    }

    fn parsed(&self, number: u32) -> Syntax<'a> {
        syntax::parse(self.line(number), &Options::LIST)
    }

    /// How many lines the header has: up to the last line with metadata before the first rule.
    /// Products read it only at the start of a list.
    fn header(&self) -> u32 {
        let mut header = 0;
        for line in 0..self.index.count() {
            match self.parsed(line) {
                Syntax::Metadata(_) | Syntax::Agent(_) => header = line + 1,
                Syntax::Comment(_) | Syntax::Empty | Syntax::Config(_) => (),
                _ => break,
            }
        }
        header
    }

    /// The lines from the first that is about `line` alone up to the last that `line` is about.
    fn block(&self, line: u32) -> (u32, u32) {
        let (mut first, mut end) = self.joined.at(line).map_or((line, line + 1), |it| it.lines());
        while first > 0 && stays_with_next(self.line(first - 1)) {
            first -= 1;
        }
        while end < self.index.count() && stays_with_next(self.line(end - 1)) {
            end = self.joined.at(end).map_or(end + 1, |it| it.lines().1);
        }
        (first, end)
    }

    /// Whether a line can be written above this one: all blockers see the line break there.
    fn is_free(&self, line: u32) -> bool {
        let above = line.checked_sub(1).map(|it| self.index.line(it).1.newline);
        matches!(above, None | Some(Some(Newline::Lf | Newline::Crlf)))
    }

    /// Where the names of our own `bloqr-disable-next-line` right above a line end, in the text.
    fn order_above(&self, line: u32) -> Option<usize> {
        let line = line.checked_sub(1)?;
        let (start, text) = self.index.line(line);
        let comment = comment::parse(&Remark { line, text: text.text.to_owned() })?;
        let is_ours = text.text[comment.span.start as usize..].starts_with("bloqr-");
        let last = comment.names.last().filter(|_| is_ours && !comment.is_cut)?;
        (comment.order == Order::DisableNextLine).then_some(start + last.span.end as usize)
    }

    /// The line break of the text.
    fn newline(&self) -> &'static str {
        match self.index.line(0).1.newline {
            Some(Newline::Crlf) => "\r\n",
            _ => "\n",
        }
    }
}

/// Whether nothing can come between a line and the next one: it is only about that line, or looks
/// as if that line continued it.
fn stays_with_next(line: &str) -> bool {
    removal::is_bound(line) || line.ends_with('\\')
}

#[cfg(test)]
mod tests {
    use super::suppress;
    use crate::{Config, lint};

    /// A text, and the text with comments: `$foo` is an unknown modifier.
    #[test]
    fn comments_are_written_where_they_change_nothing() {
        let cases = [
            // No finding, no comment.
            ("||a^\n", "||a^\n"),
            ("||a^$foo", "! bloqr-disable-next-line unknown-modifier\n||a^$foo"),
            (
                "||b^\r\n||a^$foo\r\n",
                "||b^\r\n! bloqr-disable-next-line unknown-modifier\r\n||a^$foo\r\n",
            ),
            // Two findings, one comment.
            ("||a^$foo,foz", "! bloqr-disable-next-line unknown-modifier\n||a^$foo,foz"),
            // A hint stays right above its rule.
            (
                "!+ NOT_OPTIMIZED\n||a^$foo\n||b^\n",
                "! bloqr-disable unknown-modifier\n!+ NOT_OPTIMIZED\n||a^$foo\n\
                 ! bloqr-enable unknown-modifier\n||b^\n",
            ),
            (
                "!+ NOT_OPTIMIZED\n||a^$foo",
                "! bloqr-disable unknown-modifier\n!+ NOT_OPTIMIZED\n||a^$foo\n\
                 ! bloqr-enable unknown-modifier",
            ),
            (
                "!+ FOO\n||a^\n",
                "! bloqr-disable unknown-hint\n!+ FOO\n||a^\n! bloqr-enable unknown-hint\n",
            ),
            // Our own comment gets one more name; its reason stays behind the names.
            (
                "! bloqr-disable-next-line short-rule -- why\n||a^$foo\n",
                "! bloqr-disable-next-line short-rule, unknown-modifier -- why\n||a^$foo\n",
            ),
            // AGLint's comment is not ours.
            (
                "! aglint-disable-next-line no-short-rules\n||a^$foo\n",
                "! bloqr-disable unknown-modifier\n! aglint-disable-next-line no-short-rules\n\
                 ||a^$foo\n! bloqr-enable unknown-modifier\n",
            ),
            // Lines that uBlock Origin joins.
            (
                "||b^\n||ab.a^$foo, \\\n    fozz\n||c^\n",
                "||b^\n! bloqr-disable stray-space, unknown-modifier\n||ab.a^$foo, \\\n    fozz\n\
                 ! bloqr-enable stray-space, unknown-modifier\n||c^\n",
            ),
            // Lines that only look as if they were joined stay together, too.
            (
                "##.abc, \\\n   $foo=\n",
                "! bloqr-disable invalid-selector, syntax-error\n##.abc, \\\n   $foo=\n\
                 ! bloqr-enable invalid-selector, syntax-error\n",
            ),
            // The header stays where it is.
            ("! Title: a\n! Expires: soon\n||a^\n", "! Title: a\n! Expires: soon\n||a^\n"),
            // Not all blockers end a line here.
            ("||b^\x0c||a^$foo\n", "||b^\x0c||a^$foo\n"),
            ("||b^\r||a^$foo\n||c^\n", "||b^\r||a^$foo\n||c^\n"),
        ];
        for (text, expected) in cases {
            let report = lint(text, &Config::default());
            let done = suppress(text, &report, '!');
            assert_eq!(done.text, expected, "{:#?}", report.diagnostics);
            let rest = lint(&done.text, &Config::default());
            assert_eq!(rest.counts.total, report.counts.total, "{text}");
            let stays = report
                .diagnostics
                .iter()
                .filter(|it| done.refused.iter().any(|no| no.line == it.place.line));
            assert_eq!(rest.diagnostics.len(), stays.count(), "{expected}\n{rest:#?}");
            for line in 0..text.lines().count() as u32 {
                assert_eq!(done.line_before(done.line_now(line)), line);
            }
        }
    }
}
