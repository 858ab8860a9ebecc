//! What stands behind the separator, as it is written or with uBO's modifiers cut out.

use std::borrow::Cow;

use crate::{
    source::Span,
    syntax::{
        SyntaxError,
        ast::{ParameterList, Value},
        comment::parse_params,
    },
};

/// A text to parse a body from, and the way back to places in the line.
///
/// AGTree counts in the shortened text when something was cut out, so the place of a node is then
/// the place that many UTF-16 code units into the body, not where its letters stand.
pub(super) struct Body<'a> {
    pub(super) text: Cow<'a, str>,
    /// Where the body starts in the line.
    start: usize,
    /// For a shortened text that is not ASCII: the byte in the line of each byte in the text.
    places: Option<Box<[u32]>>,
}

impl<'a> Body<'a> {
    /// `line[start..end]`, as it is.
    pub(super) fn new(line: &'a str, start: usize, end: usize) -> Body<'a> {
        Body { text: Cow::Borrowed(&line[start..end]), start, places: None }
    }

    /// The same body without the bytes of `cuts`, which do not overlap.
    pub(super) fn without(&self, cuts: &[Span]) -> Body<'a> {
        let mut cuts = cuts.to_vec();
        cuts.sort();
        let mut short = String::with_capacity(self.text.len());
        let mut at = 0;
        for cut in &cuts {
            short.push_str(&self.text[at..cut.start as usize]);
            at = cut.end as usize;
        }
        short.push_str(&self.text[at..]);
        let short = short.trim_matches(crate::syntax::scan::is_js_space).to_owned();
        let places = (!self.text.is_ascii()).then(|| self.places_of(&short));
        Body { text: Cow::Owned(short), start: self.start, places }
    }

    /// The bytes of this body that are as many UTF-16 code units in as the bytes of `short`.
    fn places_of(&self, short: &str) -> Box<[u32]> {
        let mut places = Vec::with_capacity(short.len() + 1);
        let mut here = self.text.char_indices();
        let (mut at, mut at_units, mut units) = (0, 0, 0);
        for c in short.chars() {
            while at_units < units {
                let Some((_, passed)) = here.next() else { break };
                at += passed.len_utf8();
                at_units += passed.len_utf16();
            }
            places.extend(std::iter::repeat_n((self.start + at) as u32, c.len_utf8()));
            units += c.len_utf16();
        }
        while at_units < units {
            let Some((_, passed)) = here.next() else { break };
            at += passed.len_utf8();
            at_units += passed.len_utf16();
        }
        places.push((self.start + at) as u32);
        places.into_boxed_slice()
    }

    /// With a text of the same length, so that every place stays.
    pub(super) fn rewritten(&self, text: String) -> Body<'a> {
        debug_assert_eq!(text.len(), self.text.len());
        Body { text: Cow::Owned(text), start: self.start, places: self.places.clone() }
    }

    /// Without its first `len` bytes.
    pub(super) fn skip(&self, len: usize) -> Body<'a> {
        Body {
            text: self.slice(len, self.text.len()),
            start: self.start + len,
            places: self.places.as_ref().map(|it| it[len..].into()),
        }
    }

    /// The place in the line of a place in the text, in bytes.
    pub(super) fn place(&self, at: usize) -> usize {
        match &self.places {
            Some(places) => places[at.min(places.len() - 1)] as usize,
            None => self.start + at,
        }
    }

    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.place(start), self.place(end))
    }

    pub(super) fn whole(&self) -> Span {
        self.span(0, self.text.len())
    }

    pub(super) fn slice(&self, start: usize, end: usize) -> Cow<'a, str> {
        match &self.text {
            Cow::Borrowed(text) => Cow::Borrowed(&text[start..end]),
            Cow::Owned(text) => Cow::Owned(text[start..end].to_owned()),
        }
    }

    pub(super) fn value(&self, start: usize, end: usize) -> Value<'a> {
        Value { text: self.slice(start, end), span: self.span(start, end) }
    }

    pub(super) fn whole_value(&self) -> Value<'a> {
        self.value(0, self.text.len())
    }

    /// `text[start..end]` as a list of parameters.
    pub(super) fn params(&self, start: usize, end: usize, separator: u8) -> ParameterList<'a> {
        let span = self.span(start, end);
        let value = |a, b| self.value(start + a, start + b);
        parse_params(&self.text[start..end], span, separator, value)
    }

    /// An error with a place in the text.
    #[cold]
    pub(super) fn error(
        &self,
        message: impl Into<Cow<'static, str>>,
        start: usize,
        end: usize,
    ) -> Box<SyntaxError> {
        self.placed(SyntaxError::new(message, start, end))
    }

    /// An error whose place is in the text, with its place in the line.
    #[cold]
    pub(super) fn placed(&self, mut error: Box<SyntaxError>) -> Box<SyntaxError> {
        let Span { start, end } = error.span;
        error.span = match (&self.places, self.text.is_empty()) {
            // The last character of nothing is the one before it.
            (_, true) => Span::new(self.start - 1, self.start),
            (Some(_), false) => self.span(start as usize, end as usize),
            (None, false) => Span::new(self.start + start as usize, self.start + end as usize),
        };
        error
    }
}
