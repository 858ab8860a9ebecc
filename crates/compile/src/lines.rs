//! Lines: their origin and their current text.

use std::{borrow::Cow, ops::Range, sync::Arc};

/// The origin of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// The index of the file, counted from 0 in all sources and their included files.
    pub file: u32,
    /// The number of the line in its file, from 1; 0 for a line that the compiler wrote.
    pub line: u32,
}

impl Origin {
    /// For lines whose origin does not matter.
    pub(crate) const NONE: Origin = Origin { file: 0, line: 0 };
}

/// A text that lines come from.
#[derive(Debug, Clone)]
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) text: Arc<String>,
}

/// A line: its origin, and its text as a part of its file or of the texts that steps made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line {
    /// The file in the lower 24 bits, flags in the upper bits.
    file_and_flags: u32,
    pub(crate) line: u32,
    pub(crate) start: u32,
    pub(crate) len: u32,
}

/// How many files are possible.
pub(crate) const MOST_FILES: usize = 1 << 24;

/// The line is removed at the end of the step.
pub(crate) const DEAD: u32 = 1 << 24;
/// The compiler wrote it: filters and steps for rules do not change it.
pub(crate) const HEADER: u32 = 1 << 25;
/// A step made its text.
pub(crate) const MADE: u32 = 1 << 26;
/// Its text is `||text^`.
pub(crate) const WRAPPED: u32 = 1 << 27;
/// Its text is `@@text`.
pub(crate) const ALLOWED: u32 = 1 << 28;
/// A comment or an empty line: it is removed together with the rule below it. Only within a step.
pub(crate) const NOTE: u32 = 1 << 29;
/// It is `||name^`, and Compress uses it. Only within a step.
pub(crate) const NAMED: u32 = 1 << 30;

const FILE: u32 = DEAD - 1;

impl Line {
    pub(crate) fn new(origin: Origin, start: usize, len: usize) -> Line {
        let Origin { file, line } = origin;
        Line { file_and_flags: file & FILE, line, start: start as u32, len: len as u32 }
    }

    pub(crate) fn origin(&self) -> Origin {
        Origin { file: self.file_and_flags & FILE, line: self.line }
    }

    #[inline]
    pub(crate) fn is(&self, flag: u32) -> bool {
        self.file_and_flags & flag != 0
    }

    #[inline]
    pub(crate) fn set(&mut self, flag: u32) {
        self.file_and_flags |= flag;
    }

    #[inline]
    pub(crate) fn clear(&mut self, flags: u32) {
        self.file_and_flags &= !flags;
    }

    pub(crate) fn move_file(&mut self, by: u32) {
        self.file_and_flags += by;
    }

    /// Keeps only a part of its text, in positions of the stored text.
    pub(crate) fn cut(&mut self, part: Range<usize>) {
        self.start += part.start as u32;
        self.len = (part.end - part.start) as u32;
    }
}

/// The texts of lines.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Texts<'t> {
    pub(crate) files: &'t [File],
    pub(crate) made: &'t str,
}

impl<'t> Texts<'t> {
    /// The stored text of a line, without what its flags add.
    #[inline]
    pub(crate) fn stored(self, line: &Line) -> &'t str {
        let text = if line.is(MADE) {
            self.made
        } else {
            self.files.get(line.origin().file as usize).map_or("", |it| it.text.as_str())
        };
        let start = line.start as usize;
        text.get(start..start + line.len as usize).unwrap_or_default()
    }

    /// The text of a line. `scratch` is used when the text is stored in another form.
    #[inline]
    pub(crate) fn read<'a>(self, line: &Line, scratch: &'a mut String) -> &'a str
    where
        't: 'a,
    {
        let stored = self.stored(line);
        if !line.is(WRAPPED | ALLOWED) {
            return stored;
        }
        scratch.clear();
        let [before, after] = signs(line);
        scratch.push_str(before);
        scratch.push_str(stored);
        scratch.push_str(after);
        scratch
    }

    pub(crate) fn text(self, line: &Line) -> Cow<'t, str> {
        let stored = self.stored(line);
        if !line.is(WRAPPED | ALLOWED) {
            return Cow::Borrowed(stored);
        }
        let [before, after] = signs(line);
        Cow::Owned([before, stored, after].concat())
    }
}

/// The text before and after the stored text.
pub(crate) fn signs(line: &Line) -> [&'static str; 2] {
    match (line.is(ALLOWED), line.is(WRAPPED)) {
        (false, false) => ["", ""],
        (true, false) => ["@@", ""],
        (false, true) => ["||", "^"],
        (true, true) => ["@@||", "^"],
    }
}

/// The lines of a list, and the texts that steps made.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lines {
    pub(crate) lines: Vec<Line>,
    pub(crate) made: String,
}

impl Lines {
    /// Adds a line with a new text.
    pub(crate) fn push_made(&mut self, origin: Origin, text: &str, flags: u32) {
        let mut line = Line::new(origin, self.made.len(), text.len());
        line.set(flags | MADE);
        self.made.push_str(text);
        self.lines.push(line);
    }

    /// Appends the lines of another list. The longer list is not moved in memory.
    pub(crate) fn append(&mut self, mut other: Lines) {
        let offset = self.made.len() as u32;
        self.made.push_str(&other.made);
        for line in other.lines.iter_mut().filter(|it| it.is(MADE)) {
            line.start += offset;
        }
        if other.lines.len() > self.lines.len() {
            other.lines.splice(0..0, self.lines.drain(..));
            self.lines = other.lines;
        } else {
            self.lines.append(&mut other.lines);
        }
    }

    /// Removes the lines that are marked as removed, and the flags that are used only within a
    /// step.
    pub(crate) fn finish_step(&mut self) {
        self.lines.retain_mut(|it| {
            it.clear(NOTE | NAMED);
            !it.is(DEAD)
        });
    }
}
