//! The list between brackets: a TOML array or inline table, a JSON array or object. Inserts and
//! removes items and their commas without changing anything else.
//!
//! Removing is the exact inverse of inserting. Some rules below exist only for that.

use std::ops::Range;

use super::{
    lex::{self, Kind, Syntax},
    lines::{self, Splice},
};

pub(super) struct List<'a> {
    text: &'a str,
    syntax: Syntax,
    /// From the opening to the closing bracket.
    brackets: Range<usize>,
    pub(super) items: Vec<Item>,
}

#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) span: Range<usize>,
    pub(super) comma: Option<usize>,
}

impl Item {
    /// The item and its comma.
    fn whole(&self) -> Range<usize> {
        self.span.start..self.comma.map_or(self.span.end, |it| it + 1)
    }
}

/// The layout of a new item.
pub(super) enum Layout<'a> {
    /// Inside a line.
    Inline,
    /// On its own lines, which start with this.
    Lines { indent: &'a str, ending: &'static str, trailing_comma: bool },
}

impl<'a> List<'a> {
    /// `brackets` must be those of a list in a valid text.
    pub(super) fn new(text: &'a str, syntax: Syntax, brackets: Range<usize>) -> List<'a> {
        let mut items: Vec<Item> = Vec::new();
        let mut current: Option<Range<usize>> = None;
        let mut depth = 0;
        let inside = brackets.start + 1..brackets.end - 1;
        for token in lex::tokens(&text[inside.clone()], syntax) {
            let (start, end) = (inside.start + token.span.start, inside.start + token.span.end);
            match token.kind {
                Kind::Newline | Kind::LineComment | Kind::BlockComment => continue,
                Kind::Comma if depth == 0 => {
                    match current.take() {
                        Some(span) => items.push(Item { span, comma: Some(start) }),
                        // The comma is on its own line, or after the comment of the item.
                        None => _ = items.last_mut().map(|it| it.comma = Some(start)),
                    }
                    continue;
                }
                Kind::Open => depth += 1,
                Kind::Close => depth -= 1,
                _ => (),
            }
            current.get_or_insert(start..end).end = end;
        }
        items.extend(current.map(|span| Item { span, comma: None }));
        List { text, syntax, brackets, items }
    }

    pub(super) fn index_at(&self, place: usize) -> Option<usize> {
        self.items.iter().position(|it| it.span.start <= place && place < it.span.end)
    }

    /// Inserts an item: before the position, which is the start of a line, or at the end.
    pub(super) fn insert(
        &self,
        place: Option<usize>,
        item: impl Fn(Layout<'_>) -> String,
    ) -> Vec<Splice> {
        let close = self.brackets.end - 1;
        let closing_line =
            lines::indent(self.text, close).filter(|it| close - it.len() > self.brackets.start);
        let place = place.or(closing_line.map(|it| close - it.len()));
        match (closing_line, place) {
            (Some(indent), Some(place)) => self.insert_lines(place, indent, item),
            _ => self.insert_inline(item(Layout::Inline)),
        }
    }

    fn insert_lines(
        &self,
        place: usize,
        closing_indent: &str,
        item: impl Fn(Layout<'_>) -> String,
    ) -> Vec<Splice> {
        let before = self.items.iter().rfind(|it| it.span.end <= place);
        let after = self.items.iter().any(|it| it.span.start >= place);
        let own = self.items.iter().rev().find_map(|it| lines::indent(self.text, it.span.start));
        let fresh = format!("{closing_indent}{}", indent_step(self.text));
        let indent = own.unwrap_or(&fresh);
        let trailing_comma = self.items.last().is_some_and(|it| it.comma.is_some());
        let ending = lines::ending(self.text, place);
        let text = item(Layout::Lines { indent, ending, trailing_comma });
        let comma = if after || trailing_comma { "," } else { "" };
        let mut splices = vec![Splice::insert(place, format!("{indent}{text}{comma}{ending}"))];
        splices.extend(before.and_then(missing_comma));
        splices
    }

    fn insert_inline(&self, item: String) -> Vec<Splice> {
        let splice = match self.items.last() {
            None => Splice::insert(self.brackets.end - 1, item),
            Some(Item { comma: Some(comma), .. }) => Splice::insert(comma + 1, format!(" {item},")),
            Some(last) => Splice::insert(last.span.end, format!(", {item}")),
        };
        vec![splice]
    }

    /// The lines of an item, when they contain only the item, its comma and a comment.
    pub(super) fn own_lines(&self, index: usize) -> Option<Range<usize>> {
        let whole = self.items[index].whole();
        lines::indent(self.text, whole.start)?;
        let end = lines::line_end(self.text, whole.end);
        let rest = lex::tokens(&self.text[whole.end..end], self.syntax);
        let alone = rest.iter().all(|it| match it.kind {
            Kind::LineComment | Kind::Newline => true,
            // A comment that continues below this line does not belong to the item alone.
            Kind::BlockComment => self.text[..whole.end + it.span.end].ends_with("*/"),
            _ => false,
        });
        alone.then(|| lines::line_start(self.text, whole.start)..end)
    }

    /// Removes an item, together with its lines when nothing else is on them.
    pub(super) fn remove(&self, index: usize) -> Vec<Splice> {
        match self.own_lines(index) {
            Some(lines) => {
                let mut splices = vec![Splice::delete(lines)];
                splices.extend(self.comma_before_last(index).map(|it| Splice::delete(it..it + 1)));
                splices
            }
            None => self.remove_inline(index),
        }
    }

    /// The comma before the last item, when the item has no comma itself. It is removed with the
    /// item.
    pub(super) fn comma_before_last(&self, index: usize) -> Option<usize> {
        let last = index + 1 == self.items.len() && self.items[index].comma.is_none();
        self.items[..index].last().filter(|_| last)?.comma
    }

    /// Removes an item from its line, with the comma and the space that separate it.
    fn remove_inline(&self, index: usize) -> Vec<Splice> {
        let item = &self.items[index];
        let whole = item.whole();
        if let Some(comma) = self.comma_before_last(index) {
            return if self.text[comma + 1..item.span.start].trim().is_empty() {
                vec![Splice::delete(comma..whole.end)]
            } else {
                vec![Splice::delete(comma..comma + 1), Splice::delete(whole)]
            };
        }
        let blank = |gap: Range<usize>| self.text[gap].chars().all(|it| it == ' ' || it == '\t');
        let before = self.items[..index].last().and_then(|it| it.comma).map(|it| it + 1);
        let span = match (before, self.items.get(index + 1)) {
            (_, Some(next)) if blank(whole.end..next.span.start) => whole.start..next.span.start,
            (Some(before), None) if blank(before..whole.start) => before..whole.end,
            _ => whole,
        };
        vec![Splice::delete(span)]
    }

    /// The commas that a restored item needs before and after it.
    pub(super) fn commas_around(
        &self,
        back: &Range<usize>,
        has_comma: bool,
    ) -> (Option<Splice>, bool) {
        let before = self.items.iter().rfind(|it| it.span.end <= back.start);
        let after = self.items.iter().any(|it| it.span.start >= back.end);
        (before.and_then(missing_comma), after && !has_comma)
    }
}

fn missing_comma(item: &Item) -> Option<Splice> {
    item.comma.is_none().then(|| Splice::insert(item.span.end, ","))
}

/// One step of indentation, as the first indented line of the file has it.
pub(super) fn indent_step(text: &str) -> &str {
    let indents = text.lines().map(|it| &it[..it.len() - it.trim_start_matches([' ', '\t']).len()]);
    match indents.into_iter().find(|it| !it.is_empty()) {
        Some(it) if it.starts_with('\t') => "\t",
        Some(it) if (2..=8).contains(&it.len()) => it,
        _ => "  ",
    }
}
