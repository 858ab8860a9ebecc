//! Lines of a text by byte offsets, and edits of byte ranges.

use std::ops::Range;

/// Replaces a range of a text.
#[derive(Debug, Clone)]
pub(super) struct Splice {
    pub(super) span: Range<usize>,
    pub(super) with: String,
}

impl Splice {
    pub(super) fn insert(at: usize, with: impl Into<String>) -> Splice {
        Splice { span: at..at, with: with.into() }
    }

    pub(super) fn delete(span: Range<usize>) -> Splice {
        Splice { span, with: String::new() }
    }
}

/// The text with the splices applied. They must not overlap; their order does not matter.
pub(super) fn apply(text: &str, mut splices: Vec<Splice>) -> String {
    splices.sort_by_key(|it| (it.span.start, it.span.end));
    let mut result = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for Splice { span, with } in splices {
        result += &text[at..span.start];
        result += &with;
        at = span.end;
    }
    result + &text[at..]
}

/// Where the line of `at` starts.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |it| it + 1)
}

/// Where the line of `at` ends, including its line ending.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |it| at + it + 1)
}

/// The line number of a position, from 1.
pub(super) fn line_number(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

/// The start of the line of `at`, when there are only spaces before `at`.
pub(super) fn indent(text: &str, at: usize) -> Option<&str> {
    let before = &text[line_start(text, at)..at];
    before.trim_matches([' ', '\t']).is_empty().then_some(before)
}

/// The spaces that the line of `at` starts with.
pub(super) fn line_indent(text: &str, at: usize) -> &str {
    let line = &text[line_start(text, at)..];
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// The line ending for a new line at `at`: that of the line above it, otherwise the first one.
pub(super) fn ending(text: &str, at: usize) -> &'static str {
    match text[..at].rfind('\n').or_else(|| text.find('\n')) {
        Some(it) if text[..it].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

/// A line without its ending, and the ending.
pub(super) fn split_ending(line: &str) -> (&str, &str) {
    let body = line.strip_suffix('\n').unwrap_or(line);
    let body = body.strip_suffix('\r').filter(|_| line.ends_with('\n')).unwrap_or(body);
    line.split_at(body.len())
}
