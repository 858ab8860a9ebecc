//! A part of a line that is parsed further: as it is written, or with uBO's modifiers cut out.

use std::{borrow::Cow, sync::Arc};

use crate::{SyntaxError, ast::Value, source::Span};

/// The text of a body, and a mapping to positions in the line. Cheap to clone, because the children
/// of nodes are parsed from it on demand.
///
/// When something was cut out, AGTree counts in the shortened text. Then the position of a node is
/// that many UTF-16 code units after the start of the body, not the position of its letters.
#[derive(Clone)]
pub(super) struct Body<'a> {
    text: Shared<'a>,
    /// Where the body starts in the line.
    start: u32,
    /// For a shortened text that is not ASCII.
    places: Option<Arc<Places<'a>>>,
}

#[derive(Clone)]
enum Shared<'a> {
    Line(&'a str),
    /// A text made from the line, from a byte of it on.
    Made(Arc<str>, u32),
}

impl<'a> Body<'a> {
    /// `line[start..end]`, as it is.
    #[inline]
    pub(super) fn new(line: &'a str, start: usize, end: usize) -> Body<'a> {
        Body { text: Shared::Line(&line[start..end]), start: start as u32, places: None }
    }

    #[inline]
    pub(super) fn text(&self) -> &str {
        match &self.text {
            Shared::Line(text) => text,
            Shared::Made(text, from) => &text[*from as usize..],
        }
    }

    /// The same body without the bytes of `cuts`, which do not overlap.
    pub(super) fn without(&self, cuts: &[Span]) -> Body<'a> {
        let Shared::Line(written) = self.text else { return self.clone() };
        let mut cuts = cuts.to_vec();
        cuts.sort();
        let mut short = String::with_capacity(written.len());
        let mut at = 0;
        for cut in &cuts {
            short.push_str(&written[at..cut.start as usize]);
            at = cut.end as usize;
        }
        short.push_str(&written[at..]);
        let short: Arc<str> = short.trim_matches(crate::scan::is_js_space).into();
        let places = (!written.is_ascii()).then(|| Arc::new(Places::new(written, &short)));
        Body { text: Shared::Made(short, 0), start: self.start, places }
    }

    /// The same body with another text of the same length, so that all positions stay. Only for a
    /// body without cuts.
    pub(super) fn rewritten(&self, text: String) -> Body<'a> {
        debug_assert!(text.len() == self.text().len() && self.places.is_none());
        Body { text: Shared::Made(text.into(), 0), start: self.start, places: None }
    }

    /// Without its first `len` bytes.
    pub(super) fn skip(&self, len: usize) -> Body<'a> {
        let text = match &self.text {
            Shared::Line(text) => Shared::Line(&text[len..]),
            Shared::Made(text, from) => Shared::Made(text.clone(), from + len as u32),
        };
        Body { text, start: self.start + len as u32, places: self.places.clone() }
    }

    /// Maps a position in the text to a position in the line, in bytes.
    #[inline]
    pub(super) fn place(&self, at: usize) -> usize {
        match (&self.places, &self.text) {
            (Some(places), Shared::Made(text, from)) => {
                (self.start - from) as usize + places.written(text, *from as usize + at)
            }
            _ => self.start as usize + at,
        }
    }

    #[inline]
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.place(start), self.place(end))
    }

    #[inline]
    pub(super) fn whole(&self) -> Span {
        self.span(0, self.text().len())
    }

    #[inline]
    pub(super) fn slice(&self, start: usize, end: usize) -> Cow<'a, str> {
        match &self.text {
            Shared::Line(text) => Cow::Borrowed(&text[start..end]),
            Shared::Made(..) => Cow::Owned(self.text()[start..end].to_owned()),
        }
    }

    #[inline]
    pub(super) fn whole_text(&self) -> Cow<'a, str> {
        self.slice(0, self.text().len())
    }

    #[inline]
    pub(super) fn value(&self, start: usize, end: usize) -> Value<'a> {
        Value { text: self.slice(start, end), span: self.span(start, end) }
    }

    #[inline]
    pub(super) fn whole_value(&self) -> Value<'a> {
        self.value(0, self.text().len())
    }

    /// An error at a position in the text.
    #[cold]
    pub(super) fn error(
        &self,
        message: impl Into<Cow<'static, str>>,
        start: usize,
        end: usize,
    ) -> Box<SyntaxError> {
        self.placed(SyntaxError::new(message, start, end))
    }

    /// Maps the position of an error from the text to the line.
    #[cold]
    pub(super) fn placed(&self, mut error: Box<SyntaxError>) -> Box<SyntaxError> {
        let Span { start, end } = error.span;
        let body_start = self.start as usize;
        error.span = match (&self.places, self.text().is_empty()) {
            // The last character of an empty text is the one before it.
            (_, true) => Span::new(body_start - 1, body_start),
            (Some(_), false) => self.span(start as usize, end as usize),
            (None, false) => Span::new(body_start + start as usize, body_start + end as usize),
        };
        error
    }
}

/// A mapping from a shortened text to the original one. Only some steps are stored.
struct Places<'a> {
    written: &'a str,
    /// In the order of the text; the first is its start.
    marks: Vec<Mark>,
}

/// A position in both texts, after the same number of UTF-16 code units.
#[derive(Clone, Copy, Default)]
struct Mark {
    short: u32,
    written: u32,
    /// How far the original text is ahead: at most one half of a surrogate pair.
    ahead: u32,
}

impl<'a> Places<'a> {
    /// In bytes of the shortened text.
    const STEP: u32 = 64;

    fn new(written: &'a str, short: &str) -> Places<'a> {
        let mut marks = vec![Mark::default()];
        let mut here = Mark::default();
        let mut next = Places::STEP;
        for c in short.chars() {
            here.pass(c, written);
            if here.short >= next {
                marks.push(here);
                next += Places::STEP;
            }
        }
        Places { written, marks }
    }

    /// Maps a byte of the shortened text to a byte of the original text.
    #[cold]
    fn written(&self, short: &str, at: usize) -> usize {
        let passed = self.marks.partition_point(|it| it.short as usize <= at);
        let mut here = self.marks[passed.saturating_sub(1)];
        for c in short[here.short as usize..].chars() {
            if here.short as usize + c.len_utf8() > at {
                break;
            }
            here.pass(c, self.written);
        }
        here.written as usize
    }
}

impl Mark {
    fn pass(&mut self, c: char, written: &str) {
        self.short += c.len_utf8() as u32;
        let mut units = c.len_utf16() as u32;
        let mut rest = written[self.written as usize..].chars();
        while self.ahead < units {
            units -= self.ahead;
            let Some(passed) = rest.next() else {
                self.ahead = 0;
                return;
            };
            self.written += passed.len_utf8() as u32;
            self.ahead = passed.len_utf16() as u32;
        }
        self.ahead -= units;
    }
}
