//! Arguments of pseudo-classes that are not selectors.

use crate::{
    Targets,
    css::{
        declarations,
        problem::{Argument as ArgumentFault, Fault, RuleKind},
        scan,
        selector::{Parsed, SelectorReader},
    },
    engines::who,
    tables::pseudos::{Argument, Pseudo},
};

/// Blockers that do not read the argument of `:upward(…)`.
const UPWARD_AS_TEXT: Targets = who!(|it| !it.cosmetic.selectors.reads_upward);
/// Blockers that accept only selectors of CSS there.
const UPWARD_AS_CSS: Targets = who!(|it| it.cosmetic.arguments.scripted_selector);

impl SelectorReader<'_, '_> {
    /// Reads an argument that is not a selector.
    pub(super) fn raw(
        &mut self,
        pseudo: &Pseudo,
        argument: Argument,
        from: usize,
        to: usize,
    ) -> Parsed {
        let whole = &self.text[from..to];
        let text = whole.trim();
        let start = from + whole.len() - whole.trim_start().len();
        let name = pseudo.name;
        if text.is_empty()
            && !matches!(argument, Argument::Empty | Argument::Style | Argument::Anything)
        {
            let span = self.span(from - 1, to + 1);
            self.tell_argument(ArgumentFault::Empty(name), span);
            return Ok(());
        }
        if let Some(at) = scan::open_comment(whole) {
            let span = self.span(from + at, from + at + 2);
            self.tell_argument(ArgumentFault::UnclosedComment, span);
        }
        match argument {
            Argument::Pattern => {
                self.quotable(name, text, start);
                self.pattern(text, start, false);
            }
            Argument::Quotable => self.quotable(name, text, start),
            Argument::Name => self.name(name, text, start),
            Argument::Ident => self.idents(name, text, start),
            Argument::Media => self.media(text, start),
            Argument::Number => self.number(name, text, start),
            Argument::Upward => self.upward(name, text, start),
            Argument::Nth => self.nth(name, text, start),
            Argument::Property => self.property(name, text, start),
            Argument::Attribute => self.attribute_pattern(text, start),
            Argument::Style => {
                declarations::read(whole, self.base + from, self.within(), self.sink);
            }
            Argument::Empty if !text.is_empty() => {
                let span = self.span(start, start + text.len());
                self.tell_argument(ArgumentFault::NeedlessForAction(name), span);
            }
            _ => (),
        }
        Ok(())
    }

    /// `text` or `"text"`
    fn quotable(&mut self, name: &str, text: &str, start: usize) {
        if !text.starts_with(['"', '\'']) {
            return;
        }
        let end = scan::string_end(text, 0).unwrap_or(text.len());
        if end < text.len() {
            let span = self.span(start + end, start + text.len());
            self.tell_argument(ArgumentFault::BehindQuote(name), span);
        }
    }

    /// `name`; some blockers accept nothing but a plain name.
    fn name(&mut self, name: &str, text: &str, start: usize) {
        self.quotable(name, text, start);
        if text.starts_with(['"', '\'', '/']) {
            let span = self.span(start, start + text.len());
            self.tell_argument(ArgumentFault::QuotedName(name), span);
        }
    }

    /// `en`, `de, fr`
    fn idents(&mut self, name: &str, text: &str, start: usize) {
        let is_ident = |it: &str| !it.is_empty() && scan::ident_end(it, 0) == it.len();
        if !text.split(',').map(str::trim).all(is_ident) {
            let span = self.span(start, start + text.len());
            self.tell_argument(ArgumentFault::NoWord(name), span);
        }
    }

    /// `print`, `(min-width: 100px) and (max-width: 200px)`
    fn media(&mut self, text: &str, start: usize) {
        if !text.split(',').all(is_media_query) {
            let span = self.span(start, start + text.len());
            self.tell_argument(ArgumentFault::NoMediaQuery, span);
        }
    }

    /// `text`, `"text"` or `/regex/flags`
    fn pattern(&mut self, text: &str, start: usize, in_property: bool) {
        let (text, start) = match unquote(text) {
            Some(inside) => (inside, start + 1),
            None => (text, start),
        };
        let Some(inside) = text.strip_prefix('/') else { return };
        let Some(end) = inside.rfind('/') else { return };
        let flags = &inside[end + 1..];
        // A path such as `/market/item` ends in a word.
        let is_flag = |it: u8| matches!(it, b'd' | b'g' | b'i' | b'm' | b's' | b'u' | b'v' | b'y');
        if end > 0 && flags.bytes().all(is_flag) {
            let source = &inside[..end];
            let span = self.span(start + 1, start + 1 + source.len());
            self.sink(Fault::Regex { source, flags, in_property }, span);
        }
    }

    fn number(&mut self, name: &str, text: &str, start: usize) {
        if text.parse::<u32>().is_err() {
            let span = self.span(start, start + text.len());
            self.tell_argument(ArgumentFault::NoNumber(name), span);
        }
    }

    fn upward(&mut self, name: &str, text: &str, start: usize) {
        if text.bytes().all(|it| it.is_ascii_digit() || matches!(it, b'-' | b'+' | b'.')) {
            if !text.parse::<usize>().is_ok_and(|it| (1..256).contains(&it)) {
                let span = self.span(start, start + text.len());
                self.tell_argument(ArgumentFault::NoStep(name), span);
            }
            return;
        }
        if text.starts_with(['"', '\'']) {
            let span = self.span(start, start + text.len());
            self.tell_argument(ArgumentFault::QuotedSelector(name), span);
            return;
        }
        if self.depth >= Self::MAX_DEPTH {
            return;
        }
        let mut inner = SelectorReader::new(text, self.base + start, RuleKind::Plain, self.sink);
        inner.depth = self.depth + 1;
        inner.unread_by = UPWARD_AS_TEXT;
        if inner.read().is_some_and(|it| it.scripted_by.intersects(UPWARD_AS_CSS)) {
            let span = self.span(start, start + text.len());
            self.tell_argument(ArgumentFault::ScriptedSelector(name), span);
        }
    }

    fn nth(&mut self, name: &str, text: &str, start: usize) {
        let counted = text.split(" of ").next().unwrap_or(text);
        if !is_nth(counted.trim()) {
            let span = self.span(start, start + counted.len());
            self.tell_argument(ArgumentFault::NoNth(name), span);
        } else if counted.len() < text.len() {
            let span = self.span(start, start + text.len());
            self.tell_argument(ArgumentFault::OfInNth(name), span);
        }
    }

    /// `name: value`
    fn property(&mut self, name: &str, text: &str, start: usize) {
        let span = self.span(start, start + text.len());
        let text = unquote(text).unwrap_or(text);
        let Some((property, value)) = text.split_once(':') else {
            self.tell_argument(ArgumentFault::NoColon(name), span);
            return;
        };
        let value = value.trim();
        let at = value.as_ptr() as usize - self.text.as_ptr() as usize;
        if property.trim().is_empty() || value.is_empty() {
            self.tell_argument(ArgumentFault::HalfProperty(name), span);
        } else {
            self.pattern(value, at, true);
        }
    }

    /// `name="value"`, where each may be a regex.
    fn attribute_pattern(&mut self, text: &str, start: usize) {
        let span = self.span(start, start + text.len());
        if text.starts_with('=') {
            self.tell_argument(ArgumentFault::NoAttribute, span);
        }
    }
}

fn unquote(text: &str) -> Option<&str> {
    let quote = text.chars().next().filter(|it| matches!(it, '"' | '\''))?;
    text.get(1..)?.strip_suffix(quote)
}

/// Words and conditions in parentheses, separated by spaces.
fn is_media_query(text: &str) -> bool {
    let mut rest = text.trim();
    let mut is_empty = true;
    while !rest.is_empty() {
        let end = match rest.strip_prefix('(') {
            Some(inside) => match scan::closing(inside, 0) {
                Some(end) if !inside[..end].trim().is_empty() => end + 2,
                _ => return false,
            },
            None => scan::ident_end(rest, 0),
        };
        let (_, behind) = rest.split_at(end);
        if end == 0 || !(behind.is_empty() || behind.starts_with([' ', '\t'])) {
            return false;
        }
        is_empty = false;
        rest = behind.trim_start();
    }
    !is_empty
}

/// `odd`, `even`, `3`, `-n+3`, `2n + 1`
fn is_nth(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    if matches!(&*text, "odd" | "even") {
        return true;
    }
    let is_number = |it: &str| {
        let digits = it.strip_prefix(['+', '-']).unwrap_or(it);
        !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit())
    };
    match text.split_once('n') {
        None => is_number(&text),
        Some((step, rest)) => {
            let rest: String = rest.split_whitespace().collect();
            (matches!(step, "" | "+" | "-") || is_number(step))
                && (rest.is_empty() || (rest.starts_with(['+', '-']) && is_number(&rest)))
        }
    }
}
