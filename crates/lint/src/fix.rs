//! Mending a text by the edits that its findings propose. Text in, text out.

use std::collections::HashSet;

use crate::diagnostic::{Diagnostic, Edit};
use bloqr_syntax::source::{LineIndex, Newline};

/// The text with the safe fixes of its findings made, and how many that were. Fixes that touch
/// each other are left for another time: after the first, the other may not be wanted any more.
pub fn fix(text: &str, findings: &[Diagnostic]) -> (String, usize) {
    let index = LineIndex::new(text);
    let mut edits: Vec<(usize, usize, String)> = Vec::new();
    let mut touched: HashSet<u32> = HashSet::new();
    let mut made = 0;
    for it in findings {
        let Some(fix) = it.fix.as_ref().filter(|it| it.safe) else { continue };
        // A line at a time: what a fix makes of it, the next round judges as a whole.
        if fix.edits.iter().any(|it| touched.contains(&line_of(it))) {
            continue;
        }
        if fix.edits.iter().any(|it| loses_hint(it, &index)) {
            continue;
        }
        touched.extend(fix.edits.iter().map(line_of));
        edits.extend(fix.edits.iter().map(|it| place(it, &index)));
        made += 1;
    }
    edits.sort_by_key(|it| (it.0, it.1));
    let mut fixed = String::with_capacity(text.len());
    let mut at = 0;
    for (start, end, new) in &edits {
        // Edits of one fix that overlap are a mistake of its rule; the text stays whole.
        if *start >= at {
            fixed.push_str(&text[at..*start]);
            fixed.push_str(new);
            at = *end;
        }
    }
    fixed.push_str(&text[at..]);
    (fixed, made)
}

/// Whether a rule becomes several below a comment that is about one line.
fn loses_hint(edit: &Edit, index: &LineIndex<'_>) -> bool {
    let Edit::Replace { place, text } = edit else { return false };
    let Some(above) = place.line.checked_sub(1).filter(|_| text.contains('\n')) else {
        return false;
    };
    let above = index.line(above).1.text.trim_start();
    above.starts_with("!+") || above.contains("-next-line")
}

fn line_of(edit: &Edit) -> u32 {
    match edit {
        Edit::Replace { place, .. } => place.line,
        Edit::DeleteLine { line } => *line,
    }
}

/// Which bytes of the text to replace, and by what.
fn place(edit: &Edit, index: &LineIndex<'_>) -> (usize, usize, String) {
    match edit {
        Edit::Replace { place, text } => {
            let (start, line) = index.line(place.line);
            let (from, to) = (place.span.start as usize, place.span.end as usize);
            // One line that becomes several ends them as it is ended itself.
            let text = match line.newline.or_else(|| above(place.line, index)) {
                Some(Newline::Crlf) => text.replace('\n', "\r\n"),
                Some(Newline::Cr) => text.replace('\n', "\r"),
                Some(Newline::Lf | Newline::FormFeed) | None => text.clone(),
            };
            (start + from, start + to, text)
        }
        Edit::DeleteLine { line } => {
            let (start, line) = index.line(*line);
            (start, start + line.text.len() + line.newline.map_or(0, Newline::width), String::new())
        }
    }
}

/// What ends the line above: the last line of a text is ended by nothing.
fn above(line: u32, index: &LineIndex<'_>) -> Option<Newline> {
    index.line(line.checked_sub(1)?).1.newline
}

#[cfg(test)]
mod tests {
    use super::fix;
    use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
    use bloqr_syntax::source::Span;

    fn finding(edits: Vec<Edit>) -> Diagnostic {
        let place = Place { line: 0, span: Span::new(0, 0) };
        let fix = Some(Fix { safe: true, title: "".into(), edits });
        let (message, labels) = ("".into(), Vec::new());
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
    fn a_line_is_mended_once_a_round() {
        let findings = [finding(vec![replace(0, 0, 1, "x")]), finding(vec![replace(0, 1, 2, "y")])];
        assert_eq!(fix("ab", &findings), ("xb".to_owned(), 1));
    }
}
