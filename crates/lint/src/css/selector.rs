//! Selector lists: the grammar of CSS with what the blockers have added to it.

use crate::{
    Targets,
    audience::Audience,
    css::{scan, tokens},
    engines::who,
    line_context::{LineContext, Message},
    rules::{invalid_selector, unsupported_selector},
};
use bloqr_syntax::source::Span;

pub(super) const UBO: Targets = Targets::UBO;
pub(super) const ADG: Targets = Targets::ADG;
pub(super) const ABP: Targets = Targets::ABP;
pub(super) const BRAVE: Targets = Targets::BRAVE;
/// Those that read selectors.
pub(super) const READERS: Targets = who!(|it| it.cosmetic.parses_selectors);

/// What a selector list turned out to be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Judged {
    /// Who has to run a script for it: it holds what no stylesheet can.
    pub(crate) procedural: Targets,
    /// How many selectors stand in the list.
    pub(crate) count: usize,
    /// Where it ended: at the end of the text, or at a `{`.
    pub(crate) end: usize,
}

/// Grammar is broken, and was told.
pub(super) struct Broken;
pub(super) type Parsed<T = ()> = Result<T, Broken>;

/// Reads a selector list and tells what is wrong with it.
pub(crate) struct Selectors<'t, 'x, 'c> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    /// Where the text starts in the line.
    pub(super) base: usize,
    pub(super) depth: usize,
    pub(super) procedural: Targets,
    count: usize,
    pub(super) kind: Kind,
    /// Whether elements have to be looked for by a script.
    pub(super) scripted: bool,
    /// How many `:has()` are open.
    pub(super) has: usize,
    /// The first pseudo-element.
    pub(super) element: Option<Span>,
    /// Who does not look at what is read now.
    pub(super) lenient: Targets,
    pub(super) cx: &'x mut LineContext<'c>,
}

/// What kind of rule a selector is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `##`
    Plain,
    /// `#?#`
    Extended,
    /// `##^`: the text of a response is looked at, not a page.
    Html,
}

/// How a list stands in what is around it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Top,
    Inside,
    /// Inside of `:has()`, where a combinator may come first.
    Relative,
}

impl<'t, 'x, 'c> Selectors<'t, 'x, 'c> {
    /// Deeper ones are taken as they are. No one writes them; nothing shall run out of stack.
    pub(super) const MAX_DEPTH: usize = 48;

    pub(crate) fn new(text: &'t str, base: usize, cx: &'x mut LineContext<'c>) -> Self {
        Selectors {
            text,
            at: 0,
            base,
            depth: 0,
            procedural: Targets::NONE,
            count: 0,
            kind: Kind::Plain,
            scripted: false,
            has: 0,
            element: None,
            lenient: Targets::NONE,
            cx,
        }
    }

    pub(crate) fn of(self, kind: Kind) -> Self {
        Selectors { kind, ..self }
    }

    /// Reads the list, up to its end or a `{`.
    pub(crate) fn judge(mut self) -> Option<Judged> {
        if self.list(Place::Top).is_err() {
            tokens::check(self.text, self.at, self.base, self.cx);
            return None;
        }
        if let Some(element) = self.element.filter(|_| self.scripted) {
            self.script_for_element(element);
        }
        if self.count > 1 && self.scripted && self.procedural.intersects(BRAVE) {
            self.several();
        }
        Some(Judged { procedural: self.procedural, count: self.count, end: self.at })
    }

    #[cold]
    fn several(&mut self) {
        let span = self.span(0, self.at);
        self.cx.report(
            &unsupported_selector::RULE,
            span,
            Audience::refused_by(BRAVE),
            "Brave takes one selector a rule when a script has to look for it",
        );
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.base + start, self.base + end)
    }

    /// The character at `at`, or the last one of the text.
    pub(super) fn char_span(&self, at: usize) -> Span {
        let at = self.text.floor_char_boundary(at.min(self.text.len().saturating_sub(1)));
        let len = self.text[at..].chars().next().map_or(0, char::len_utf8);
        self.span(at, at + len)
    }

    #[cold]
    pub(super) fn broken<'m, T>(
        &mut self,
        at: usize,
        message: impl Into<Message<'m>>,
        who: Targets,
    ) -> Parsed<T> {
        let span = self.char_span(at);
        // What never closes takes all that follows with it, and no one can forgive it.
        let who = if who == Targets::EVERY { who } else { who & !self.lenient };
        self.cx.report(&invalid_selector::RULE, span, Audience::refused_or_ignored(who), message);
        Err(Broken)
    }

    pub(super) fn list(&mut self, place: Place) -> Parsed {
        loop {
            self.complex(place)?;
            if place == Place::Top {
                self.count += 1;
            }
            match self.peek() {
                Some(b',') => {
                    self.at += 1;
                    let rest = self.skip(self.at);
                    let ends = match self.text.as_bytes().get(rest) {
                        None | Some(b')' | b'{') => true,
                        Some(_) => false,
                    };
                    if ends {
                        // uBO forgives it.
                        return self.broken(self.at - 1, "nothing follows the `,`", BRAVE | ABP);
                    }
                }
                _ => return Ok(()),
            }
        }
    }

    /// Behind spaces and comments.
    fn skip(&mut self, at: usize) -> usize {
        let mut at = scan::skip_space(self.text, at);
        while self.text[at..].starts_with("/*") {
            let close = self.text[at + 2..].find("*/");
            tokens::comment(self.span(at, at + 2), close.is_some(), self.cx);
            let end = close.map_or(self.text.len(), |it| at + it + 4);
            at = scan::skip_space(self.text, end);
        }
        at
    }

    fn complex(&mut self, place: Place) -> Parsed {
        self.at = self.skip(self.at);
        let mut combinator = None;
        if let Some(byte @ (b'>' | b'+' | b'~')) = self.peek() {
            if place == Place::Top && !(byte == b'+' && self.depth > 0) {
                return self.broken(self.at, "a selector cannot start with a combinator", READERS);
            }
            if place == Place::Inside {
                return self.broken(
                    self.at,
                    "a selector cannot start with a combinator here",
                    READERS,
                );
            }
            combinator = Some(self.at);
            self.at = self.skip(self.at + 1);
        }
        loop {
            let start = self.at;
            self.compound()?;
            if self.at == start {
                return self.no_compound(combinator);
            }
            let after = self.skip(self.at);
            let spaced = after > self.at;
            match self.text.as_bytes().get(after) {
                Some(b'>' | b'+' | b'~') => {
                    combinator = Some(after);
                    self.at = self.skip(after + 1);
                }
                None | Some(b',' | b')' | b'{') => {
                    self.at = after;
                    return Ok(());
                }
                Some(_) if spaced => {
                    combinator = None;
                    self.at = after;
                }
                Some(_) => return self.unexpected(),
            }
        }
    }

    #[cold]
    fn no_compound(&mut self, combinator: Option<usize>) -> Parsed {
        match (self.peek(), combinator) {
            (None | Some(b')' | b',' | b'{'), Some(at)) => {
                // uBO forgives an empty `:has(> )`.
                let who = if self.depth > 0 { BRAVE | ABP } else { READERS };
                self.broken(at, "nothing follows the combinator", who)
            }
            (Some(b'>' | b'+' | b'~'), Some(_)) => {
                self.broken(self.at, "two combinators in a row", BRAVE | ABP)
            }
            (None, None) => self.broken(self.at, "there is no selector", READERS),
            (Some(b')'), None) if self.depth == 0 => self.unexpected(),
            (Some(b')' | b',' | b'{'), None) => {
                self.broken(self.at, "there is no selector here", READERS)
            }
            _ => self.unexpected(),
        }
    }

    #[cold]
    pub(super) fn unexpected<T>(&mut self) -> Parsed<T> {
        let at = self.at.min(self.text.len());
        let c = self.text[at..].chars().next().unwrap_or_default();
        let who = match c {
            // AdGuard counts brackets.
            '(' if scan::closing_paren(self.text, at + 1).is_none() => Targets::EVERY,
            ')' | ']' | '}' | '{' => Targets::EVERY,
            // uBO reads `[a]b` as it reads `b[a]`.
            _ if scan::ident_end(self.text, at) > at && self.text[..at].ends_with([']', ')']) => {
                BRAVE | ABP
            }
            _ => READERS,
        };
        self.broken(at, format!("a selector cannot go on with `{c}`"), who)
    }

    /// `a#b.c[d]:e`; stops where it ends, which may be where it starts.
    fn compound(&mut self) -> Parsed {
        let start = self.at;
        loop {
            match self.peek() {
                Some(b'.') => {
                    let end = scan::ident_end(self.text, self.at + 1);
                    if end == self.at + 1 {
                        return self.broken(self.at, "a class name has to follow the `.`", READERS);
                    }
                    self.at = end;
                }
                Some(b'#') => {
                    let end = scan::name_end(self.text, self.at + 1);
                    if end == self.at + 1 {
                        return self.broken(self.at, "an id has to follow the `#`", READERS);
                    }
                    if scan::ident_end(self.text, self.at + 1) != end {
                        let message = "an id cannot start like this: escape its first character";
                        let starts_with_dash = self.text[self.at + 1..].starts_with('-');
                        let who = if starts_with_dash { BRAVE | ABP } else { READERS };
                        return self.broken(self.at, message, who);
                    }
                    self.at = end;
                }
                Some(b'[') => self.attribute()?,
                Some(b':') => self.pseudo()?,
                Some(b'*') if self.at == start || self.text.as_bytes()[self.at - 1] == b'|' => {
                    self.at += 1;
                }
                Some(b'|') if self.is_namespace() => {
                    if self.at > start && self.text.as_bytes()[self.at - 1] != b'*' {
                        self.namespace(self.at);
                    }
                    self.at += 1;
                }
                Some(b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'-' | b'\\' | 0x80..)
                    if self.at == start || self.text.as_bytes()[self.at - 1] == b'|' =>
                {
                    let end = scan::ident_end(self.text, self.at);
                    if end == self.at {
                        return self.unexpected();
                    }
                    self.at = end;
                    if self.peek() == Some(b'(')
                        && scan::closing_paren(self.text, self.at + 1).is_some()
                    {
                        return self.broken(self.at, "a `:` is missing before this name", READERS);
                    }
                }
                _ => return Ok(()),
            }
        }
    }

    /// Whether a single `|` with a name behind it stands here.
    fn is_namespace(&self) -> bool {
        let next = self.text.as_bytes().get(self.at + 1);
        matches!(next, Some(b'a'..=b'z' | b'A'..=b'Z' | b'*'))
    }

    /// No list can say what `a|` stands for, so that Brave knows none of them.
    #[cold]
    fn namespace(&mut self, at: usize) {
        let span = self.span(at, at + 1);
        let who = BRAVE & !self.lenient;
        self.cx.report(
            &unsupported_selector::RULE,
            span,
            Audience::refused_by(who),
            "Brave knows no namespaces",
        );
    }

    /// `[name="value" i]`
    fn attribute(&mut self) -> Parsed {
        let open = self.at;
        self.at = scan::skip_space(self.text, self.at + 1);
        self.at += usize::from(self.text[self.at..].starts_with("*|"));
        let mut end = scan::ident_end(self.text, self.at);
        if self.text.as_bytes().get(end) == Some(&b'|')
            && self.text.as_bytes().get(end + 1) != Some(&b'=')
        {
            if end > self.at {
                self.namespace(end);
            }
            end = scan::ident_end(self.text, end + 1);
        }
        if end == self.at {
            return self.broken_attribute(open, "the name of an attribute has to follow the `[`");
        }
        // The older form of `:has(…)` and `:contains(…)`.
        let name = &self.text[self.at..end];
        let is_older = matches!(name, "-abp-contains" | "-abp-has" | "-ext-contains" | "-ext-has");
        if is_older
            && self.kind == Kind::Extended
            && matches!(self.text.as_bytes().get(end..end + 2), Some(b"=\"" | b"='"))
        {
            self.procedural = self.procedural | UBO;
        }
        self.at = scan::skip_space(self.text, end);
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(());
        }
        self.at += usize::from(matches!(self.peek(), Some(b'~' | b'|' | b'^' | b'$' | b'*')));
        if self.peek() != Some(b'=') {
            return self.broken_attribute(open, "an attribute goes on with `=` or `]`");
        }
        self.at = scan::skip_space(self.text, self.at + 1);
        let end = match self.peek() {
            Some(b'"' | b'\'') => match scan::string_end(self.text, self.at) {
                Some(end) => end,
                None => return self.broken(self.at, "this quote is never closed", Targets::EVERY),
            },
            _ => scan::ident_end(self.text, self.at),
        };
        if end == self.at {
            return self
                .broken_attribute(open, "the value of an attribute has to be a name or in quotes");
        }
        self.at = scan::skip_space(self.text, end);
        if let Some(flag) = self.peek().filter(u8::is_ascii_alphabetic) {
            let end = scan::ident_end(self.text, self.at);
            if end != self.at + 1 || !matches!(flag, b'i' | b'I' | b's' | b'S') {
                return self.broken_attribute(open, "the flag of an attribute is `i` or `s`");
            }
            self.at = scan::skip_space(self.text, end);
        }
        if self.peek() != Some(b']') {
            return self.broken_attribute(open, "an attribute ends in `]`");
        }
        self.at += 1;
        Ok(())
    }

    #[cold]
    fn broken_attribute<T>(&mut self, open: usize, message: &'static str) -> Parsed<T> {
        if self.at >= self.text.len() || !self.text[self.at..].contains(']') {
            return self.broken(open, "this `[` is never closed", Targets::EVERY);
        }
        self.broken(self.at, message, READERS)
    }
}
