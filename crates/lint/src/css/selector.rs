//! Selector lists: the grammar of CSS, with the extensions of blockers.

use crate::{
    Targets,
    css::{
        problem::{
            Argument, Fault, Form, Grammar, ListInside, Problem, RuleKind, Sink, Unexpected, Within,
        },
        scan, tokens,
    },
    engines::who,
};
use bloqr_syntax::source::Span;

/// Blockers that check only brackets and names.
pub(super) const TOKEN_READERS: Targets = who!(|it| !it.cosmetic.selectors.parses);
/// Blockers that accept only one selector in a rule when it needs a script.
const ONE_SCRIPTED: Targets = who!(|it| it.cosmetic.selectors.several_scripted);

/// Blockers that run a script for the older form of `:has(…)` and `:contains(…)`.
const OLDER_ATTRIBUTES: Targets = who!(|it| it.cosmetic.selectors.runs_older_attributes);

/// What is known of a selector list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct SelectorList {
    /// The blockers that need a script for it, because no stylesheet supports it.
    pub(crate) scripted_by: Targets,
    /// How many selectors are in the list.
    pub(crate) count: usize,
    /// Where it ended: at the end of the text, or at a `{`.
    pub(crate) end: usize,
}

/// Reads a selector list up to its end or a `{`, and passes its problems to `sink`. `base` is the
/// start of the text in the line. `None` when its grammar is broken.
pub(crate) fn read(
    text: &str,
    base: usize,
    rule: RuleKind,
    sink: &mut Sink<'_>,
) -> Option<SelectorList> {
    SelectorReader::new(text, base, rule, sink).read()
}

/// The grammar is broken, and that was reported.
pub(super) struct Broken;
pub(super) type Parsed<T = ()> = Result<T, Broken>;

pub(super) struct SelectorReader<'t, 'x> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    /// The start of the text in the line.
    pub(super) base: usize,
    pub(super) depth: usize,
    pub(super) scripted_by: Targets,
    count: usize,
    pub(super) rule: RuleKind,
    /// Whether a script is needed to find the elements.
    pub(super) is_scripted: bool,
    /// How many `:has()` are open.
    pub(super) open_has: usize,
    /// The first pseudo-element.
    pub(super) element: Option<Span>,
    /// The first combinator at the start of a selector in the open `:not()`.
    pub(super) first_combinator: Option<usize>,
    /// The blockers that accept any text in the part that is being read.
    pub(super) unread_by: Targets,
    pub(super) sink: &'x mut Sink<'x>,
}

/// The place of a selector list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Position {
    Top,
    Inside,
    /// In `:not()`.
    Negated,
    /// In `:is()` or `:where()`: invalid selectors are skipped.
    Forgiving,
    /// In `:has()`, where a selector can start with a combinator.
    Relative,
}

impl<'t, 'x> SelectorReader<'t, 'x> {
    /// Deeper lists are not checked. Nobody writes them, and recursion must not exhaust the stack.
    pub(super) const MAX_DEPTH: usize = 48;

    pub(super) fn new(
        text: &'t str,
        base: usize,
        rule: RuleKind,
        sink: &'x mut Sink<'_>,
    ) -> SelectorReader<'t, 'x> {
        SelectorReader {
            text,
            at: 0,
            base,
            depth: 0,
            scripted_by: Targets::NONE,
            count: 0,
            rule,
            is_scripted: false,
            open_has: 0,
            element: None,
            first_combinator: None,
            unread_by: Targets::NONE,
            sink,
        }
    }

    pub(super) fn read(mut self) -> Option<SelectorList> {
        if self.list(Position::Top).is_err() {
            if let Some((fault, start, end)) = tokens::first_fault(self.text, self.at) {
                self.sink(Fault::Token(fault), self.span(start, end));
            }
            return None;
        }
        if let Some(element) = self.element.filter(|_| self.is_scripted) {
            self.sink(Fault::Form(Form::ScriptForElement), element);
        }
        if self.count > 1 && self.is_scripted && self.scripted_by.intersects(ONE_SCRIPTED) {
            self.sink(Fault::Form(Form::SeveralScripted), self.span(0, self.at));
        }
        Some(SelectorList { scripted_by: self.scripted_by, count: self.count, end: self.at })
    }

    #[cold]
    #[inline(never)]
    pub(super) fn sink(&mut self, fault: Fault<'_>, span: Span) {
        let within = self.within();
        (self.sink)(Problem { fault, span, within });
    }

    pub(super) fn within(&self) -> Within {
        Within { rule: self.rule, is_nested: self.depth > 0, unread_by: self.unread_by }
    }

    pub(super) fn tell_argument(&mut self, fault: Argument<'_>, span: Span) {
        self.sink(Fault::Argument(fault), span);
    }

    pub(super) fn tell_form(&mut self, fault: Form<'_>, span: Span) {
        self.sink(Fault::Form(fault), span);
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
    pub(super) fn broken<T>(&mut self, at: usize, fault: Grammar<'_>) -> Parsed<T> {
        self.sink(Fault::Grammar(fault), self.char_span(at));
        Err(Broken)
    }

    pub(super) fn list(&mut self, position: Position) -> Parsed {
        loop {
            self.complex(position)?;
            if position == Position::Top {
                self.count += 1;
            }
            match self.peek() {
                Some(b',') => {
                    self.at += 1;
                    let rest = self.skip(self.at);
                    let is_argument = position != Position::Top;
                    if matches!(self.text.as_bytes().get(rest), None | Some(b')' | b'{')) {
                        return self.broken(self.at - 1, Grammar::TrailingComma { is_argument });
                    }
                }
                _ => return Ok(()),
            }
        }
    }

    /// The position after spaces and comments.
    fn skip(&mut self, at: usize) -> usize {
        let mut at = scan::skip_space(self.text, at);
        while self.text[at..].starts_with("/*") {
            let close = self.text[at + 2..].find("*/");
            self.sink(Fault::Comment { is_closed: close.is_some() }, self.span(at, at + 2));
            let end = close.map_or(self.text.len(), |it| at + it + 4);
            at = scan::skip_space(self.text, end);
        }
        at
    }

    fn complex(&mut self, position: Position) -> Parsed {
        self.at = self.skip(self.at);
        let mut combinator = None;
        if let Some(byte @ (b'>' | b'+' | b'~')) = self.peek() {
            if position == Position::Top && !(byte == b'+' && self.depth > 0) {
                return self.broken(self.at, Grammar::FirstCombinator);
            }
            if position == Position::Inside {
                let fault = Grammar::FirstCombinatorInside(ListInside::Other);
                return self.broken(self.at, fault);
            }
            if position == Position::Forgiving {
                let fault = Grammar::FirstCombinatorInside(ListInside::Forgiving);
                self.sink(Fault::Grammar(fault), self.char_span(self.at));
            }
            if position == Position::Negated {
                self.first_combinator.get_or_insert(self.at);
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
            (None | Some(b')' | b',' | b'{'), Some(at)) => self.broken(at, Grammar::LastCombinator),
            (Some(b'>' | b'+' | b'~'), Some(_)) => self.broken(self.at, Grammar::TwoCombinators),
            (None, None) => self.broken(self.at, Grammar::NoSelector),
            (Some(b')'), None) if self.depth == 0 => self.unexpected(),
            (Some(b')' | b',' | b'{'), None) => self.broken(self.at, Grammar::NoSelectorHere),
            _ => self.unexpected(),
        }
    }

    #[cold]
    pub(super) fn unexpected<T>(&mut self) -> Parsed<T> {
        let at = self.at.min(self.text.len());
        let c = self.text[at..].chars().next().unwrap_or_default();
        let what = match c {
            '(' if scan::closing_paren(self.text, at + 1).is_none() => Unexpected::Bracket,
            ')' | ']' | '}' | '{' => Unexpected::Bracket,
            _ if scan::ident_end(self.text, at) > at && self.text[..at].ends_with([']', ')']) => {
                Unexpected::Type
            }
            _ => Unexpected::Other,
        };
        self.broken(at, Grammar::Unexpected(c, what))
    }

    /// `a#b.c[d]:e`. Stops at the first byte that does not fit, which can be the start.
    fn compound(&mut self) -> Parsed {
        let start = self.at;
        loop {
            match self.peek() {
                Some(b'.') => {
                    let end = scan::ident_end(self.text, self.at + 1);
                    if end == self.at + 1 {
                        return self.broken(self.at, Grammar::NoClass);
                    }
                    self.at = end;
                }
                Some(b'#') => {
                    let end = scan::name_end(self.text, self.at + 1);
                    if end == self.at + 1 {
                        return self.broken(self.at, Grammar::NoId);
                    }
                    if scan::ident_end(self.text, self.at + 1) != end {
                        let with_dash = self.text[self.at + 1..].starts_with('-');
                        return self.broken(self.at, Grammar::IdStart { with_dash });
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
                        return self.broken(self.at, Grammar::NoColon);
                    }
                }
                _ => return Ok(()),
            }
        }
    }

    /// Whether the next characters are a single `|` and a name.
    fn is_namespace(&self) -> bool {
        let next = self.text.as_bytes().get(self.at + 1);
        matches!(next, Some(b'a'..=b'z' | b'A'..=b'Z' | b'*'))
    }

    fn namespace(&mut self, at: usize) {
        self.tell_form(Form::Namespace, self.span(at, at + 1));
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
            return self.broken_attribute(open, Grammar::NoAttribute);
        }
        // The older form of `:has(…)` and `:contains(…)`.
        let name = &self.text[self.at..end];
        let is_older = matches!(name, "-abp-contains" | "-abp-has" | "-ext-contains" | "-ext-has");
        if is_older
            && self.rule == RuleKind::Extended
            && matches!(self.text.as_bytes().get(end..end + 2), Some(b"=\"" | b"='"))
        {
            self.scripted_by = self.scripted_by | OLDER_ATTRIBUTES;
        }
        if is_older && self.rule == RuleKind::Plain {
            self.tell_form(Form::OlderAttribute(name), self.span(self.at, end));
        }
        self.at = scan::skip_space(self.text, end);
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(());
        }
        self.at += usize::from(matches!(self.peek(), Some(b'~' | b'|' | b'^' | b'$' | b'*')));
        if self.peek() != Some(b'=') {
            return self.broken_attribute(open, Grammar::AttributeGoesOn);
        }
        self.at = scan::skip_space(self.text, self.at + 1);
        let end = match self.peek() {
            Some(b'"' | b'\'') => match scan::string_end(self.text, self.at) {
                Some(end) => end,
                None => return self.broken(self.at, Grammar::UnclosedQuote),
            },
            _ => scan::ident_end(self.text, self.at),
        };
        if end == self.at {
            return self.broken_attribute(open, Grammar::NoAttributeValue);
        }
        self.at = scan::skip_space(self.text, end);
        if let Some(flag) = self.peek().filter(u8::is_ascii_alphabetic) {
            let end = scan::ident_end(self.text, self.at);
            if end != self.at + 1 || !matches!(flag, b'i' | b'I' | b's' | b'S') {
                return self.broken_attribute(open, Grammar::AttributeFlag);
            }
            self.at = scan::skip_space(self.text, end);
        }
        if self.peek() != Some(b']') {
            return self.broken_attribute(open, Grammar::AttributeEnd);
        }
        self.at += 1;
        Ok(())
    }

    #[cold]
    fn broken_attribute<T>(&mut self, open: usize, fault: Grammar<'_>) -> Parsed<T> {
        if self.at >= self.text.len() || !self.text[self.at..].contains(']') {
            return self.broken(open, Grammar::UnclosedSquare);
        }
        self.broken(self.at, fault)
    }
}
