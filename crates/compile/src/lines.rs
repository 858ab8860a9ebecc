//! Lines: where each came from, and what it says now.

use std::{borrow::Cow, ops::Range, sync::Arc};

/// Where a line came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// Which file, counted from 0 through the sources and all that they include.
    pub file: u32,
    /// Which of its lines, from 1; 0 for a line that the compiler wrote.
    pub line: u32,
}

impl Origin {
    /// Where nobody asks.
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
    /// The file in the lower 24 bits, flags in the others.
    file_and_flags: u32,
    pub(crate) line: u32,
    pub(crate) start: u32,
    pub(crate) len: u32,
}

/// How many files there can be.
pub(crate) const MOST_FILES: usize = 1 << 24;

/// It goes at the end of the step.
pub(crate) const DEAD: u32 = 1 << 24;
/// The compiler wrote it: neither filters nor steps for rules change it.
pub(crate) const HEADER: u32 = 1 << 25;
/// Its text is one that a step made.
pub(crate) const MADE: u32 = 1 << 26;
/// It says `||text^`.
pub(crate) const WRAPPED: u32 = 1 << 27;
/// It says `@@text`.
pub(crate) const ALLOWED: u32 = 1 << 28;
/// A comment, or empty: it goes with the rule below it. Only within a step.
pub(crate) const NOTE: u32 = 1 << 29;
/// It is `||name^`, and takes part in Compress. Only within a step.
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

    /// Leaves a part of its text, counted in what is stored.
    pub(crate) fn cut(&mut self, part: Range<usize>) {
        self.start += part.start as u32;
        self.len = (part.end - part.start) as u32;
    }
}

/// What lines say.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Texts<'t> {
    pub(crate) files: &'t [File],
    pub(crate) made: &'t str,
}

impl<'t> Texts<'t> {
    /// What is stored of a line, without what its flags add.
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

    /// What a line says. `scratch` holds it when it is stored in another form.
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

/// What stands before and behind what is stored.
pub(crate) fn signs(line: &Line) -> [&'static str; 2] {
    match (line.is(ALLOWED), line.is(WRAPPED)) {
        (false, false) => ["", ""],
        (true, false) => ["@@", ""],
        (false, true) => ["||", "^"],
        (true, true) => ["@@||", "^"],
    }
}

/// The lines of a list, and the texts that steps made of them.
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

    /// Adds the lines of another list behind its own. The longer list stays where it is in memory.
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

    /// Takes out the lines that are to go, and the flags that hold only within a step.
    pub(crate) fn finish_step(&mut self) {
        self.lines.retain_mut(|it| {
            it.clear(NOTE | NAMED);
            !it.is(DEAD)
        });
    }
}
