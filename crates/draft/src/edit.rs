//! Edits by lines: which bytes they change.

use std::{error, fmt, ops::Range};

use crate::{Change, Hunk};
use bloqr_syntax::source::{Line, Newline};

/// An edit of some lines. Lines count from 0 in the text before all edits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The first line that is replaced.
    pub from: u32,
    /// The line after the last one that is replaced. Nothing is replaced when this is `from`: then the
    /// new lines come before that line, or, when that is the number of lines, behind the last one.
    pub to: u32,
    /// What comes in their place.
    pub new: New,
}

/// What comes in the place of lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum New {
    /// Lines without line endings. They get those of the lines that they replace, or of a line beside
    /// them. A byte order mark at the start of the text stays.
    Lines(Vec<String>),
    /// A text in the place of these lines and their line endings, byte for byte.
    Text(String),
}

/// Why an edit cannot be made.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct WrongEdit {
    /// The index of the edit.
    pub edit: usize,
    /// Which part of it is wrong.
    pub part: WrongPart,
}

/// The part of an edit that is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum WrongPart {
    /// [`Edit::from`] is before the end of the edit before.
    Order,
    /// [`Edit::to`] is before [`Edit::from`].
    End,
    /// [`Edit::to`] is behind the last line.
    Beyond {
        /// How many lines there are.
        lines: u32,
    },
    /// A line of [`New::Lines`] has a line break in it.
    Break {
        /// Its index.
        line: usize,
    },
}

impl fmt::Display for WrongPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WrongPart::Order => {
                f.write_str("edits must be in the order of the lines, and not overlap")
            }
            WrongPart::End => f.write_str("an edit cannot end before it starts"),
            WrongPart::Beyond { lines } => write!(f, "the draft has {lines} lines"),
            WrongPart::Break { .. } => f.write_str("a line cannot contain a line break"),
        }
    }
}

impl fmt::Display for WrongEdit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "edit {}: {}", self.edit, self.part)
    }
}

impl error::Error for WrongEdit {}

const BYTE_ORDER_MARK: char = '\u{feff}';

/// Finds the lines of a text by their number.
pub(crate) trait Lines<'t> {
    /// The whole text.
    fn text(&self) -> &'t str;
    /// How many lines it has: at least one.
    fn count(&self) -> u32;
    /// The start of a line in bytes, and the line.
    fn line(&self, number: u32) -> (usize, Line<'t>);
}

impl Change {
    /// The change that some edits make.
    ///
    /// # Errors
    ///
    /// [`WrongEdit`] for the first edit that cannot be made.
    pub(crate) fn of_edits<'t>(
        lines: &impl Lines<'t>,
        edits: &[Edit],
    ) -> Result<Change, WrongEdit> {
        check(lines.count(), edits)?;
        let mut hunks = Vec::with_capacity(edits.len());
        // Edits that touch each other are made as one, because each depends on what is beside it.
        for some in edits.chunk_by(|a, b| a.to == b.from) {
            let all: Option<Vec<&Vec<String>>> = some.iter().map(|it| it.new.lines()).collect();
            match all {
                Some(new) => {
                    let new: Vec<&str> = new.into_iter().flatten().map(String::as_str).collect();
                    hunks.extend(of_lines(lines, some[0].from, some[some.len() - 1].to, &new));
                }
                None => {
                    let mut done = 0;
                    for it in some {
                        let (from, to) = (start(lines, it.from), start(lines, it.to));
                        let made = match &it.new {
                            New::Text(text) => Some(hunk(lines, from, to, text.clone())),
                            New::Lines(new) => {
                                let new: Vec<&str> = new.iter().map(String::as_str).collect();
                                of_lines(lines, it.from, it.to, &new)
                            }
                        };
                        // The edit before may have replaced the line ending above.
                        hunks.extend(made.map(|it| it.behind(done)));
                        done = to;
                    }
                }
            }
        }
        Ok(Change::new(lines.text().len(), hunks))
    }
}

impl Change {
    /// The change that replaces some parts of a text, by its lines that end in a line feed. The parts are
    /// in the order of the text, and do not overlap.
    pub(crate) fn of_fixes(text: &str, edits: &[(Range<usize>, String)]) -> Change {
        let mut hunks: Vec<Hunk> = Vec::new();
        // Where the lines of the last hunk end, and up to where it has what is in their place.
        let (mut end, mut done) = (0, 0);
        let close = |hunks: &mut Vec<Hunk>, end: usize, done: usize| {
            if let Some(last) = hunks.last_mut() {
                last.removed.push_str(&text[last.at..end]);
                last.inserted.push_str(&text[done..end]);
            }
        };
        for (part, new) in edits {
            if part.start >= end {
                close(&mut hunks, end, done);
                let at = end + text[end..part.start].rfind('\n').map_or(0, |it| it + 1);
                hunks.push(Hunk { at, removed: String::new(), inserted: String::new() });
                (end, done) = (at, at);
            }
            let Some(last) = hunks.last_mut() else { continue };
            last.inserted.push_str(&text[done..part.start]);
            last.inserted.push_str(new);
            done = part.end;
            let is_start = |text: &str| text.is_empty() || text.ends_with('\n');
            end = if is_start(&text[..done]) && is_start(&last.inserted) {
                done
            } else {
                text[done..].find('\n').map_or(text.len(), |it| done + it + 1)
            };
        }
        close(&mut hunks, end, done);
        Change::new(text.len(), hunks)
    }
}

impl New {
    fn lines(&self) -> Option<&Vec<String>> {
        match self {
            New::Lines(lines) => Some(lines),
            New::Text(_) => None,
        }
    }
}

impl Hunk {
    /// The same without what is before this byte.
    fn behind(mut self, byte: usize) -> Hunk {
        let cut = byte.saturating_sub(self.at).min(self.removed.len());
        self.removed.drain(..cut);
        self.at += cut;
        self
    }
}

fn check(count: u32, edits: &[Edit]) -> Result<(), WrongEdit> {
    let mut end = 0;
    for (n, it) in edits.iter().enumerate() {
        let wrong = |part| Err(WrongEdit { edit: n, part });
        if it.from < end {
            return wrong(WrongPart::Order);
        } else if it.to < it.from {
            return wrong(WrongPart::End);
        } else if it.to > count {
            return wrong(WrongPart::Beyond { lines: count });
        }
        end = it.to;
        let has_break = |it: &String| it.contains(['\n', '\r', '\x0c']);
        let broken = it.new.lines().and_then(|it| it.iter().position(has_break));
        if let Some(line) = broken {
            return wrong(WrongPart::Break { line });
        }
    }
    Ok(())
}

/// Where a line starts; behind the last line, the end of the text.
fn start<'t>(lines: &impl Lines<'t>, line: u32) -> usize {
    if line < lines.count() { lines.line(line).0 } else { lines.text().len() }
}

fn hunk<'t>(lines: &impl Lines<'t>, from: usize, to: usize, inserted: String) -> Hunk {
    Hunk { at: from, removed: lines.text()[from..to].to_owned(), inserted }
}

/// Replaces lines by others. The lines around them stay the lines that they are.
fn of_lines<'t>(lines: &impl Lines<'t>, from: u32, to: u32, new: &[&str]) -> Option<Hunk> {
    if from == to && new.is_empty() {
        return None;
    }
    let count = lines.count();
    let ending = |line: u32| lines.line(line).1.newline;
    let above = from.checked_sub(1).map(ending);
    // What lines have here for which there is no other model.
    let before_it = || from.checked_sub(2).and_then(ending);
    let usual = above.flatten().or_else(before_it).or_else(|| ending(from.min(count - 1)));
    let usual = usual.unwrap_or(Newline::Lf);
    let mark = if from == 0 && lines.text().starts_with(BYTE_ORDER_MARK) {
        BYTE_ORDER_MARK.len_utf8()
    } else {
        0
    };
    let mut text = String::new();
    // The ending of the line above what is written next.
    let mut before = above.flatten();
    let mut at = start(lines, from) + mark;
    let is_last = to == count;
    if is_last && from > 0 && new.is_empty() {
        // The line above becomes the last one, which has no ending.
        let (start, line) = lines.line(from - 1);
        at = start + line.text.len();
    } else if from == count {
        // The line above was the last one.
        text.push_str(usual.as_str());
        before = Some(usual);
    }
    for (n, line) in new.iter().enumerate() {
        let is_marked = n == 0 && mark > 0;
        text.push_str(if is_marked { line.trim_start_matches(BYTE_ORDER_MARK) } else { line });
        if is_last && n + 1 == new.len() {
            break;
        }
        let own = (from..to).nth(n).and_then(ending);
        let newline = match own.unwrap_or(before.unwrap_or(usual)) {
            // Behind a carriage return, a line feed would be a part of that ending.
            Newline::Lf if line.is_empty() && before == Some(Newline::Cr) => Newline::Crlf,
            newline => newline,
        };
        text.push_str(newline.as_str());
        before = Some(newline);
    }
    let end = start(lines, to).max(mark);
    // The line feed of an empty line below would become a part of the ending above it.
    if before == Some(Newline::Cr) && lines.text()[end..].starts_with('\n') && !is_last {
        text.push('\n');
    }
    Some(hunk(lines, at, end, text))
}
