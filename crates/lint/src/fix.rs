//! Fixes a text by the edits of its findings. Takes text, returns text.

use std::{collections::HashMap, ops::Range};

use crate::{
    Report,
    diagnostic::{Diagnostic, Edit, Fix},
    removal::{self, After},
};
use bloqr_syntax::source::{LineIndex, Newline, Span};

/// Applies the safe fixes of the findings. Returns the text and the number of applied fixes.
///
/// Of fixes that touch each other only the first is applied, because the others may not be needed
/// after it; run again for the rest. Fixes of one lint rule can share a line. A fix is not applied,
/// and not counted, if a hint or a comment like `! bloqr-disable-next-line` would then apply to
/// another line.
///
/// When all rules of a paragraph are removed, the plain comment right above it is removed too,
/// because it describes only these rules: this is so when a blank line, another comment, a
/// directive or the end of the text follows. These stay: headings (`! *** ads ***`, `! Ads:`, `!
/// ADS`), metadata, the comment at the start of a list, and rules that are commented out.
///
/// ```
/// use bloqr_lint::{Config, fix, lint};
///
/// let text = "||ads.example^\n||ads.example^\n";
/// let (fixed, count) = fix(text, &lint(text, &Config::default()));
/// assert_eq!((fixed.as_str(), count), ("||ads.example^\n", 1));
/// ```
pub fn fix(text: &str, report: &Report) -> (String, usize) {
    fix_findings(text, &report.diagnostics, |it| it.safe)
}

/// The same with all fixes, also those that are not safe: they can change what the list does, and a
/// person should read the result.
///
/// ```
/// use bloqr_lint::{Config, fix, fix_all, lint};
///
/// let text = "||ads.example^$thrid-party\n";
/// let report = lint(text, &Config::default());
/// assert_eq!(fix(text, &report).1, 0);
/// assert_eq!(fix_all(text, &report), ("||ads.example^$third-party\n".to_owned(), 1));
/// ```
pub fn fix_all(text: &str, report: &Report) -> (String, usize) {
    fix_findings(text, &report.diagnostics, |_| true)
}

fn fix_findings(
    text: &str,
    findings: &[Diagnostic],
    is_wanted: impl Fn(&Fix) -> bool,
) -> (String, usize) {
    let (edits, made) = edits_of(text, findings, is_wanted);
    let mut fixed = String::with_capacity(text.len());
    let mut at = 0;
    for (part, new) in &edits {
        fixed.push_str(&text[at..part.start]);
        fixed.push_str(new);
        at = part.end;
    }
    fixed.push_str(&text[at..]);
    (fixed, made)
}

/// What [`fix()`] replaces, and by what: parts of the text in bytes, in its order, of which none overlaps
/// another. Returns the number of applied fixes, too.
pub fn fix_edits(text: &str, findings: &[Diagnostic]) -> (Vec<Replacement>, usize) {
    edits_of(text, findings, |it| it.safe)
}

/// A part of a text in bytes, and the new text.
type Replacement = (Range<usize>, String);

fn edits_of(
    text: &str,
    findings: &[Diagnostic],
    is_wanted: impl Fn(&Fix) -> bool,
) -> (Vec<Replacement>, usize) {
    let index = LineIndex::new(text);
    let line = |number: u32| index.line(number).1.text;
    let mut chosen = Chosen::default();
    let mut made = 0;
    for it in findings {
        let Some(fix) = it.fix.as_ref().filter(|it| is_wanted(it)) else { continue };
        let loses = fix.edits.iter().any(|it| loses_bound(it, &fix.edits, line));
        if !loses && chosen.take(it.rule, &fix.edits) {
            made += 1;
        }
    }
    let mut remarks = remarks_of(&chosen.removed(), index.count(), line);
    remarks.sort_unstable();
    // A remark that goes with its rule needs no other fix.
    let stays = |it: &&&Edit| remarks.binary_search(&line_of(it)).is_err();
    let mut edits: Vec<_> = chosen.edits.iter().filter(stays).map(|it| place(it, &index)).collect();
    edits.extend(remarks.into_iter().map(|line| place(&Edit::DeleteLine { line }, &index)));
    edits.sort_by_key(|it| (it.0.start, it.0.end));
    (edits, made)
}

/// The edits to apply. None of them touches another.
#[derive(Default)]
struct Chosen<'f> {
    edits: Vec<&'f Edit>,
    /// The edited spans of each line, and the lint rule that edits it.
    touched: HashMap<u32, (&'static str, Vec<Option<Span>>)>,
}

impl<'f> Chosen<'f> {
    /// Takes all edits of a fix, or none. Returns whether it took them.
    fn take(&mut self, rule: &'static str, edits: &'f [Edit]) -> bool {
        let is_apart = edits.iter().enumerate().all(|(n, it)| {
            let is_free = match self.touched.get(&line_of(it)) {
                Some((by, done)) => {
                    *by == rule && done.iter().all(|other| are_apart(*other, span_of(it)))
                }
                None => true,
            };
            let mut before =
                edits[..n].iter().filter(|other| line_of(other) == line_of(it)).map(span_of);
            is_free && before.all(|other| are_apart(other, span_of(it)))
        });
        if is_apart {
            for it in edits {
                let line = self.touched.entry(line_of(it)).or_insert((rule, Vec::new()));
                line.1.push(span_of(it));
            }
            self.edits.extend(edits);
        }
        is_apart
    }

    /// The lines to delete, sorted.
    fn removed(&self) -> Vec<u32> {
        let removed = |it: &&Edit| match it {
            Edit::DeleteLine { line } => Some(*line),
            Edit::Replace { .. } => None,
        };
        let mut removed: Vec<u32> = self.edits.iter().filter_map(removed).collect();
        removed.sort_unstable();
        removed
    }
}

/// The span of a line that an edit changes. `None` for the whole line, or when the line becomes
/// several lines.
fn span_of(edit: &Edit) -> Option<Span> {
    match edit {
        Edit::Replace { place, text } if !text.contains('\n') => Some(place.span),
        _ => None,
    }
}

fn are_apart(one: Option<Span>, other: Option<Span>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => {
            let is_behind = |a: Span, b: Span| a.end <= b.start && a.start < b.start;
            is_behind(one, other) || is_behind(other, one)
        }
        _ => false,
    }
}

/// Whether an edit removes or splits the line below a comment that applies to one line.
fn loses_bound<'t>(edit: &Edit, all: &[Edit], line: impl Fn(u32) -> &'t str) -> bool {
    let changes = match edit {
        Edit::Replace { text, .. } => text.contains('\n'),
        Edit::DeleteLine { .. } => true,
    };
    let above = line_of(edit).checked_sub(1).filter(|_| changes);
    above.is_some_and(|above| {
        let is_removed = || all.contains(&Edit::DeleteLine { line: above });
        removal::is_bound(line(above)) && !is_removed()
    })
}

/// The comments that describe only removed lines. `count` is the number of lines.
fn remarks_of<'t>(removed: &[u32], count: u32, line: impl Fn(u32) -> &'t str) -> Vec<u32> {
    let mut remarks = Vec::new();
    for run in removed.chunk_by(|a, b| a + 1 == *b) {
        let (first, next) = (run[0], run[run.len() - 1] + 1);
        let above: Vec<u32> =
            (0..first).rev().take_while(|it| removal::is_remark(line(*it))).collect();
        let Some(before) = above.last().and_then(|it| it.checked_sub(1)) else { continue };
        let follows = if next < count { removal::after(line(next)) } else { After::Nothing };
        let goes = match removal::after(line(before)) {
            _ if follows == After::Rule || removal::is_bound(line(before)) => false,
            // A comment below a heading can describe everything under the heading.
            After::Remark => follows == After::Remark,
            After::Nothing | After::Rule => true,
        };
        if goes {
            remarks.extend(above);
        }
    }
    remarks
}

fn line_of(edit: &Edit) -> u32 {
    match edit {
        Edit::Replace { place, .. } => place.line,
        Edit::DeleteLine { line } => *line,
    }
}

/// The bytes of the text to replace, and the new text.
fn place(edit: &Edit, index: &LineIndex<'_>) -> (Range<usize>, String) {
    match edit {
        Edit::Replace { place, text } => {
            let (start, line) = index.line(place.line);
            let (from, to) = (place.span.start as usize, place.span.end as usize);
            // When a line becomes several, all of them end like the line itself.
            let text = match line.newline.or_else(|| above(place.line, index)) {
                Some(Newline::Crlf) => text.replace('\n', "\r\n"),
                Some(Newline::Cr) => text.replace('\n', "\r"),
                Some(Newline::Lf | Newline::FormFeed) | None => text.clone(),
            };
            (start + from..start + to, text)
        }
        Edit::DeleteLine { line } => {
            let (start, line) = index.line(*line);
            (start..start + line.bytes() as usize, String::new())
        }
    }
}

/// The line break of the line above: the last line of a text has none.
fn above(line: u32, index: &LineIndex<'_>) -> Option<Newline> {
    index.line(line.checked_sub(1)?).1.newline
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
    use bloqr_syntax::source::Span;

    fn fix(text: &str, findings: &[Diagnostic]) -> (String, usize) {
        super::fix_findings(text, findings, |it| it.safe)
    }

    fn finding(edits: Vec<Edit>) -> Diagnostic {
        let place = Place { line: 0, span: Span::new(0, 0) };
        let fix = Some(Fix::new(true, "", edits));
        let (message, labels) = ("".into(), Default::default());
        Diagnostic { rule: "x", severity: Severity::Error, place, message, labels, help: None, fix }
    }

    fn replace(line: u32, start: usize, end: usize, text: &str) -> Edit {
        Edit::Replace { place: Place { line, span: Span::new(start, end) }, text: text.to_owned() }
    }

    #[test]
    fn only_what_is_wrong_changes() {
        let findings = [
            finding(vec![replace(0, 1, 2, "X")]),
            finding(vec![Edit::DeleteLine { line: 1 }]),
            finding(vec![replace(2, 0, 1, "c\nd")]),
        ];
        assert_eq!(fix("abc\nb\nc", &findings), ("aXc\nc\nd".to_owned(), 3));
        assert_eq!(fix("abc\r\nb\r\nc\r\n", &findings), ("aXc\r\nc\r\nd\r\n".to_owned(), 3));
        assert_eq!(fix("abc\rb\rc", &findings), ("aXc\rc\rd".to_owned(), 3));
    }

    #[test]
    fn a_line_is_mended_by_one_rule_a_round() {
        let mut other = finding(vec![replace(0, 1, 2, "y")]);
        let findings = [finding(vec![replace(0, 0, 1, "x")]), other.clone()];
        assert_eq!(fix("ab", &findings), ("xy".to_owned(), 2));
        other.rule = "y";
        assert_eq!(fix("ab", &[findings[0].clone(), other]), ("xb".to_owned(), 1));
        let findings = [finding(vec![replace(0, 0, 2, "x")]), finding(vec![replace(0, 1, 2, "y")])];
        assert_eq!(fix("ab", &findings), ("x".to_owned(), 1));
    }
}
