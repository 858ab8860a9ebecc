//! A line as a terminal shows it: how wide each character is, and which part of a long line to show.

use std::{borrow::Cow, fmt::Write, ops::Range};

use unicode_width::UnicodeWidthChar;

use bloqr_syntax::invisible::is_invisible;

const TAB: usize = 4;

/// More bytes than the widest terminal has columns.
const NEAR: usize = 4096;

/// The line, ready to print: tabs are expanded, and invisible characters are made visible.
pub(super) struct DisplayLine<'a> {
    /// The first byte of the line that is shown.
    start: usize,
    shown: Cow<'a, str>,
    /// Empty for most lines: those where each byte is a character of one column.
    cells: Vec<Cell>,
    /// In columns.
    pub(super) width: usize,
}

/// One character of the line.
struct Cell {
    /// Its first byte in the line.
    at: usize,
    /// Its first byte in `shown`.
    shown: usize,
    column: usize,
}

impl<'a> DisplayLine<'a> {
    /// The characters of `line` near the byte `at`. Not all of them: a line can be very long.
    pub(super) fn around(line: &'a str, at: usize) -> DisplayLine<'a> {
        let start = line.floor_char_boundary(at.saturating_sub(NEAR));
        let end = line.ceil_char_boundary(at.saturating_add(NEAR).min(line.len()));
        let near = &line[start..end];
        if is_plain(near) {
            return DisplayLine { start, shown: near.into(), cells: Vec::new(), width: near.len() };
        }
        let (mut shown, mut cells, mut width) = (String::new(), Vec::new(), 0);
        for (at, c) in near.char_indices() {
            cells.push(Cell { at: start + at, shown: shown.len(), column: width });
            width += push(&mut shown, c, width);
        }
        // A mark can be at the end of the line.
        cells.push(Cell { at: end, shown: shown.len(), column: width });
        DisplayLine { start, shown: shown.into(), cells, width }
    }

    /// The columns of bytes `start..end` of the line; at least one, so that a mark is visible.
    pub(super) fn columns(&self, start: usize, end: usize) -> Range<usize> {
        let start = self.column_of(start);
        start..self.column_of(end).max(start + 1)
    }

    fn column_of(&self, at: usize) -> usize {
        let Some(last) = self.cells.len().checked_sub(1) else {
            return at.saturating_sub(self.start).min(self.width);
        };
        self.cells[self.cells.partition_point(|it| it.at < at).min(last)].column
    }

    /// The text in these columns, and the columns that it really has: a wide character at the edge
    /// is left out, and a combining character stays with its base.
    fn cut(&self, columns: Range<usize>) -> (&str, Range<usize>) {
        if self.cells.is_empty() {
            let end = columns.end.min(self.width);
            let start = columns.start.min(end);
            return (&self.shown[start..end], start..end);
        }
        let from = self.cells.partition_point(|it| it.column < columns.start);
        let to = self.cells.partition_point(|it| it.column <= columns.end).max(from + 1) - 1;
        let (Some(first), Some(last)) = (self.cells.get(from), self.cells.get(to)) else {
            return ("", columns.start..columns.start);
        };
        (&self.shown[first.shown..last.shown], first.column..last.column)
    }
}

/// Whether all characters are printable ASCII, with one byte and one column each. It always reads
/// the whole text, so that the compiler can make a loop over many bytes at once.
fn is_plain(text: &str) -> bool {
    text.bytes().fold(true, |plain, it| plain & matches!(it, b' '..=b'~'))
}

/// Appends `c` as it is shown at `column`, and returns how many columns it takes.
pub(super) fn push(shown: &mut String, c: char, column: usize) -> usize {
    match c {
        '\t' => {
            let width = TAB - column % TAB;
            shown.extend(std::iter::repeat_n(' ', width));
            width
        }
        // Unicode has a picture for each control character: ␛ for ESC. The character itself must not
        // reach the terminal.
        '\0'..='\x1f' => {
            shown.push(char::from_u32(0x2400 + c as u32).unwrap_or('␀'));
            1
        }
        '\x7f' => {
            shown.push('␡');
            1
        }
        // Terminals disagree on how these change the width of the character before them.
        '\u{fe0e}' | '\u{fe0f}' => 0,
        _ if is_invisible(c) => {
            let from = shown.len();
            // Writing to a string cannot fail.
            _ = write!(shown, "<U+{:04X}>", c as u32);
            shown.len() - from
        }
        _ => {
            shown.push(c);
            c.width().unwrap_or(0)
        }
    }
}

/// A text of one line with all characters made visible. Use it for text that can come from a list.
pub fn visible(text: &str) -> Cow<'_, str> {
    if is_plain(text) || !text.contains(|c: char| c.is_control() || is_invisible(c)) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        push(&mut shown, c, 0);
    }
    Cow::Owned(shown)
}

/// The same for a text of several lines: line ends stay, and so do tabs, because they can align
/// columns.
pub fn visible_lines(text: &str) -> Cow<'_, str> {
    let is_plain = |it: char| matches!(it, '\n' | '\t') || !(it.is_control() || is_invisible(it));
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if is_plain(c) { shown.push(c) } else { _ = push(&mut shown, c, 0) }
    }
    Cow::Owned(shown)
}

/// The part of a line that fits, and how far this moves it.
pub(super) struct Window<'a> {
    pub(super) text: &'a str,
    pub(super) cut_before: bool,
    pub(super) cut_behind: bool,
    columns: Range<usize>,
}

impl<'a> Window<'a> {
    /// At most `width` columns of the line: `focus` and some text around it. An ellipsis shows where
    /// the line is cut; `width` includes it.
    pub(super) fn new(
        cells: &'a DisplayLine<'_>,
        focus: &Range<usize>,
        width: usize,
    ) -> Window<'a> {
        let total = cells.width.max(focus.end);
        if total <= width {
            let (text, columns) = cells.cut(0..cells.width);
            return Window { text, cut_before: false, cut_behind: false, columns };
        }
        let around = width.saturating_sub(focus.len()) / 2;
        let start = focus.start.saturating_sub(around).min(total - width);
        // Do not cut what is shorter than the ellipsis.
        let start = if start <= 1 { 0 } else { start.min(focus.start.saturating_sub(1)) };
        let cut_before = start > 0;
        let cut_behind = start + width < total;
        let inner = start + usize::from(cut_before)..start + width - usize::from(cut_behind);
        let (text, columns) = cells.cut(inner);
        Window { text, cut_before, cut_behind, columns }
    }

    /// Where `columns` of the line are in the window, if at least a part of them is in it.
    pub(super) fn place(&self, columns: &Range<usize>) -> Option<Range<usize>> {
        let cut = usize::from(self.cut_before);
        // A mark for something missing is one column after the end.
        let last =
            if self.cut_behind { self.columns.end } else { self.columns.end.max(columns.end) };
        let start = columns.start.max(self.columns.start);
        let end = columns.end.min(last);
        (start < end).then(|| start - self.columns.start + cut..end - self.columns.start + cut)
    }
}

#[cfg(test)]
mod tests {
    use super::{DisplayLine, Window};

    #[track_caller]
    fn check(line: &str, marked: &str, width: usize, expect: &str) {
        let at = line.find(marked).unwrap();
        let cells = DisplayLine::around(line, at);
        let focus = cells.columns(at, at + marked.len());
        let window = Window::new(&cells, &focus, width);
        let mut shown = String::new();
        shown.push_str(if window.cut_before { "…" } else { "" });
        shown.push_str(window.text);
        shown.push_str(if window.cut_behind { "…" } else { "" });
        let place = window.place(&focus).unwrap();
        let marks = format!("{}{}", " ".repeat(place.start), "^".repeat(place.len()));
        assert_eq!(format!("{shown}\n{marks}"), expect);
    }

    #[test]
    fn lines_are_shown_around_what_matters() {
        check("abc", "b", 10, "abc\n ^");
        check("0123456789", "0", 6, "01234…\n^");
        check("0123456789", "5", 6, "…4567…\n  ^");
        check("0123456789", "9", 6, "…56789\n     ^");
        check("0123456789", "234567", 6, "…2345…\n ^^^^");
        check("0123456789", "123456789", 6, "01234…\n ^^^^");
    }

    #[test]
    fn characters_have_their_width() {
        check("a\tb", "b", 10, "a   b\n    ^");
        check("\t\tb", "b", 10, "        b\n        ^");
        check("广告x", "x", 10, "广告x\n    ^");
        check("广告x", "告", 10, "广告x\n  ^^");
        check("e\u{301}x", "x", 10, "e\u{301}x\n ^");
        check("a\u{200b}b", "\u{200b}", 10, "a<U+200B>b\n ^^^^^^^^");
        check("a\x1bb", "b", 10, "a␛b\n  ^");
        check("a", "", 10, "a\n^");
    }

    #[test]
    fn wide_characters_at_an_edge_are_left_out() {
        check("广广广广广x广广广广广", "x", 9, "…广x广…\n   ^");
    }
}
