//! Selector lists: the grammar of CSS with what the blockers have added to it.

use crate::{
    lint::{
        Targets,
        css::{declarations, scan},
        cx::Cx,
        nearest::nearest,
        rules::{invalid_regex, invalid_selector, unknown_pseudo_class, unsupported_selector},
        tables::pseudos::{self, Argument, ELEMENTS, PSEUDOS, Pseudo},
    },
    source::Span,
};

const UBO: Targets = Targets::UBO;
const ADG: Targets = Targets::ADG;
const ABP: Targets = Targets::ABP;
const BRAVE: Targets = Targets::BRAVE;
/// Those that read selectors. AdGuard only looks at brackets and pseudo-classes, and hands the rest
/// to the browser, which throws it away.
const READERS: Targets = UBO.union(BRAVE).union(ABP);

/// What a selector list turned out to be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::lint) struct Judged {
    /// Holds what no stylesheet can.
    pub(in crate::lint) procedural: bool,
    /// How many selectors stand in the list.
    pub(in crate::lint) count: usize,
    /// Where it ended: at the end of the text, or at a `{`.
    pub(in crate::lint) end: usize,
}

/// Grammar is broken, and was told.
struct Broken;
type Parsed<T = ()> = Result<T, Broken>;

/// Reads a selector list and tells what is wrong with it.
pub(in crate::lint) struct Selectors<'t, 'x, 'c> {
    text: &'t str,
    at: usize,
    /// Where the text starts in the line.
    base: usize,
    depth: usize,
    procedural: bool,
    count: usize,
    kind: Kind,
    cx: &'x mut Cx<'c>,
}

/// What kind of rule a selector is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::lint) enum Kind {
    /// `##`
    Plain,
    /// `#?#`
    Extended,
    /// `##^`: the text of a response is looked at, not a page.
    Html,
}

/// How a list stands in what is around it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Top,
    Inside,
    /// Inside of `:has()`, where a combinator may come first.
    Relative,
}

impl<'t, 'x, 'c> Selectors<'t, 'x, 'c> {
    /// Deeper ones are taken as they are. No one writes them; nothing shall run out of stack.
    const MAX_DEPTH: usize = 48;

    pub(in crate::lint) fn new(text: &'t str, base: usize, cx: &'x mut Cx<'c>) -> Self {
        Selectors {
            text,
            at: 0,
            base,
            depth: 0,
            procedural: false,
            count: 0,
            kind: Kind::Plain,
            cx,
        }
    }

    pub(in crate::lint) fn of(self, kind: Kind) -> Self {
        Selectors { kind, ..self }
    }

    /// Reads the list, up to its end or a `{`.
    pub(in crate::lint) fn judge(mut self) -> Option<Judged> {
        self.list(Place::Top).ok()?;
        Some(Judged { procedural: self.procedural, count: self.count, end: self.at })
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.base + start, self.base + end)
    }

    /// The character at `at`, or the last one of the text.
    fn char_span(&self, at: usize) -> Span {
        let at = self.text.floor_char_boundary(at.min(self.text.len().saturating_sub(1)));
        let len = self.text[at..].chars().next().map_or(0, char::len_utf8);
        self.span(at, at + len)
    }

    #[cold]
    fn broken<T>(&mut self, at: usize, message: &str, who: Targets) -> Parsed<T> {
        let span = self.char_span(at);
        self.cx.report(&invalid_selector::RULE, span, message).refused_or_ignored(who);
        Err(Broken)
    }

    fn list(&mut self, place: Place) -> Parsed {
        loop {
            self.complex(place)?;
            if place == Place::Top {
                self.count += 1;
            }
            match self.peek() {
                Some(b',') => {
                    self.at += 1;
                    let rest = scan::skip_space(self.text, self.at);
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

    fn complex(&mut self, place: Place) -> Parsed {
        self.at = scan::skip_space(self.text, self.at);
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
            self.at = scan::skip_space(self.text, self.at + 1);
        }
        loop {
            let start = self.at;
            self.compound()?;
            if self.at == start {
                return self.no_compound(combinator);
            }
            let after = scan::skip_space(self.text, self.at);
            let spaced = after > self.at;
            match self.text.as_bytes().get(after) {
                Some(b'>' | b'+' | b'~') => {
                    combinator = Some(after);
                    self.at = scan::skip_space(self.text, after + 1);
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
    fn unexpected<T>(&mut self) -> Parsed<T> {
        let at = self.at.min(self.text.len());
        let Some(c) = self.text[at..].chars().next() else {
            return self.broken(at, "the selector ends too early", Targets::EVERY);
        };
        let who = match c {
            // AdGuard counts brackets.
            '(' if scan::closing_paren(self.text, at + 1).is_none() => Targets::EVERY,
            ')' | ']' | '}' | '{' => Targets::EVERY,
            _ => READERS,
        };
        self.broken(at, &format!("a selector cannot go on with `{c}`"), who)
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
                        return self.broken(self.at, message, READERS);
                    }
                    self.at = end;
                }
                Some(b'[') => self.attribute()?,
                Some(b':') => self.pseudo()?,
                Some(b'*') if self.at == start => self.at += 1,
                Some(b'|') if self.is_namespace() => self.at += 1,
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

    /// `[name="value" i]`
    fn attribute(&mut self) -> Parsed {
        let open = self.at;
        self.at = scan::skip_space(self.text, self.at + 1);
        let mut end = scan::ident_end(self.text, self.at);
        if self.text.as_bytes().get(end) == Some(&b'|')
            && self.text.as_bytes().get(end + 1) != Some(&b'=')
        {
            end = scan::ident_end(self.text, end + 1);
        }
        if end == self.at {
            return self.broken_attribute(open, "the name of an attribute has to follow the `[`");
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
    fn broken_attribute<T>(&mut self, open: usize, message: &str) -> Parsed<T> {
        if self.at >= self.text.len() || !self.text[self.at..].contains(']') {
            return self.broken(open, "this `[` is never closed", Targets::EVERY);
        }
        self.broken(self.at, message, READERS)
    }

    /// `:name`, `:name(…)`, `::name`
    fn pseudo(&mut self) -> Parsed {
        let start = self.at;
        let is_element = self.text[start..].starts_with("::");
        let name_start = start + 1 + usize::from(is_element);
        let end = scan::ident_end(self.text, name_start);
        let name = &self.text[name_start..end];
        if name.is_empty() {
            return self.broken(start, "the name of a pseudo-class has to follow the `:`", READERS);
        }
        self.at = end;
        let has_argument = self.peek() == Some(b'(');
        let vendor =
            name.starts_with("-webkit-") || name.starts_with("-moz-") || name.starts_with("-ms-");
        let element = is_element || (!has_argument && ELEMENTS[..4].contains(&name));
        if element || vendor {
            return self.element(name, start, is_element || vendor, vendor);
        }
        let lower;
        let known = match pseudos::find(name) {
            None if name.bytes().any(|it| it.is_ascii_uppercase()) => {
                lower = name.to_ascii_lowercase();
                pseudos::find(&lower).filter(|it| !it.procedural)
            }
            known => known,
        };
        let Some(pseudo) = known else {
            self.unknown(name, start, end);
            return if has_argument { self.raw_argument(end, start).map(|_| ()) } else { Ok(()) };
        };
        self.procedural |= pseudo.procedural;
        if name.starts_with("-abp-") && self.kind != Kind::Extended {
            let span = self.span(start, end);
            self.cx
                .report(
                    &unsupported_selector::RULE,
                    span,
                    format!("`:{name}` needs the separator `#?#`"),
                )
                .refused_by(UBO);
        }
        if !pseudo.who.contains(self.cx.targets) {
            self.unsupported(pseudo, name, start, end);
        }
        match (pseudo.argument, has_argument) {
            (Argument::None, false) => Ok(()),
            // `:host()` and `:current()` may have one.
            (Argument::None, true) if matches!(name, "host" | "current") => {
                self.raw_argument(end, start).map(|_| ())
            }
            (Argument::None, true) => {
                self.broken(end, &format!("`:{name}` takes no argument"), UBO | ABP | BRAVE)
            }
            (_, false) => self.broken(start, &format!("`:{name}` needs an argument"), READERS),
            (argument, true) => self.argument(pseudo, argument, start, end),
        }
    }

    fn element(&mut self, name: &str, start: usize, doubled: bool, vendor: bool) -> Parsed {
        let end = self.at;
        if doubled && !vendor && !ELEMENTS.contains(&name) {
            let span = self.span(start, end);
            let message = format!("there is no pseudo-element `::{name}`");
            self.cx
                .report(&unknown_pseudo_class::RULE, span, message)
                .refused_or_ignored(UBO | ABP);
        }
        if self.peek() == Some(b'(') {
            return self.raw_argument(end, start).map(|_| ());
        }
        Ok(())
    }

    #[cold]
    fn unknown(&mut self, name: &str, start: usize, end: usize) {
        let span = self.span(start, end);
        let message = format!("there is no pseudo-class `:{name}`");
        let finding = self.cx.report(&unknown_pseudo_class::RULE, span, message);
        finding.refused_or_ignored(if self.kind == Kind::Html {
            UBO | ABP
        } else {
            UBO | ADG | ABP
        });
        if let Some(meant) = nearest(name, PSEUDOS.iter().map(|it| it.name)) {
            finding.help(format!("did you mean `:{meant}`?"));
        }
    }

    #[cold]
    fn unsupported(&mut self, pseudo: &Pseudo, name: &str, start: usize, end: usize) {
        let mut who = !pseudo.who;
        if self.kind == Kind::Html {
            who = who & !ADG;
        }
        let told = who & self.cx.targets;
        let message = format!("{} {} not support `:{name}`", told.named(), told.does());
        // Brave takes any name for a pseudo-class of CSS, but knows some for what they are.
        let refuses = matches!(
            name,
            "if" | "if-not" | "nth-ancestor" | "-abp-properties" | "matches-property"
        );
        let lenient = if refuses { Targets::NONE } else { BRAVE };
        let span = self.span(start, end);
        self.cx
            .report(&unsupported_selector::RULE, span, message)
            .refused_by(who & !lenient)
            .ignored_by(who & lenient);
    }

    fn argument(
        &mut self,
        pseudo: &Pseudo,
        argument: Argument,
        start: usize,
        open: usize,
    ) -> Parsed {
        match argument {
            Argument::Selectors => self.nested(pseudo, Place::Inside, start, open),
            Argument::RelativeSelectors => self.nested(pseudo, Place::Relative, start, open),
            _ => {
                let (from, to) = self.raw_argument(open, start)?;
                self.raw(pseudo, argument, from, to)
            }
        }
    }

    fn nested(&mut self, pseudo: &Pseudo, place: Place, start: usize, open: usize) -> Parsed {
        if self.depth >= Self::MAX_DEPTH {
            return self.raw_argument(open, start).map(|_| ());
        }
        self.at = scan::skip_space(self.text, open + 1);
        if self.peek() == Some(b')') {
            // `:is()` and `:where()` may be empty, and then match nothing.
            let who = if matches!(pseudo.name, "is" | "where") { UBO } else { READERS };
            return self.broken(open, &format!("`:{}` needs a selector", pseudo.name), who);
        }
        self.depth += 1;
        self.list(place)?;
        self.depth -= 1;
        match self.peek() {
            Some(b')') => {
                self.at += 1;
                Ok(())
            }
            Some(b'{') => self.unexpected(),
            _ => self.broken(open, "this `(` is never closed", Targets::EVERY),
        }
    }

    /// Goes behind the argument that opens at `open`. Gives where its text starts and ends.
    fn raw_argument(&mut self, open: usize, start: usize) -> Parsed<(usize, usize)> {
        if let Some(end) = scan::closing(self.text, open + 1) {
            self.at = end + 1;
            return Ok((open + 1, end));
        }
        match scan::closing_paren(self.text, open + 1) {
            Some(end) => {
                let span = self.span(start, end + 1);
                self.cx
                    .report(
                        &invalid_selector::RULE,
                        span,
                        "brackets or quotes that do not match: escape them with `\\`",
                    )
                    .refused_by(READERS);
                self.at = end + 1;
                Ok((open + 1, end))
            }
            None => self.broken(open, "this `(` is never closed", Targets::EVERY),
        }
    }

    /// Checks an argument that is no selector.
    fn raw(&mut self, pseudo: &Pseudo, argument: Argument, from: usize, to: usize) -> Parsed {
        let whole = &self.text[from..to];
        let text = whole.trim();
        let start = from + whole.len() - whole.trim_start().len();
        let name = pseudo.name;
        if text.is_empty() && !matches!(argument, Argument::Empty | Argument::Style) {
            let span = self.span(from - 1, to + 1);
            self.cx
                .report(&invalid_selector::RULE, span, format!("`:{name}` needs an argument"))
                .refused_or_ignored(UBO | ABP);
            return Ok(());
        }
        match argument {
            Argument::Pattern => self.pattern(text, start),
            Argument::Number => self.number(name, text, start, 1, usize::MAX),
            Argument::Upward => self.upward(text, start),
            Argument::Nth => self.nth(name, text, start),
            Argument::Property => self.property(name, text, start),
            Argument::Attribute => self.attribute_pattern(text, start),
            Argument::Style => {
                declarations::check(whole, self.base + from, self.cx);
            }
            Argument::Empty if !text.is_empty() => {
                let span = self.span(start, start + text.len());
                self.cx
                    .report(&invalid_selector::RULE, span, format!("`:{name}` takes no argument"))
                    .refused_or_ignored(UBO);
            }
            _ => (),
        }
        Ok(())
    }

    /// `text`, `"text"` or `/regex/flags`
    fn pattern(&mut self, text: &str, start: usize) {
        let (text, start) = match unquote(text) {
            Some(inside) => (inside, start + 1),
            None => (text, start),
        };
        let Some(inside) = text.strip_prefix('/') else { return };
        let Some(end) = inside.rfind('/') else { return };
        let flags = &inside[end + 1..];
        if end > 0 && flags.bytes().all(|it| it.is_ascii_lowercase()) {
            invalid_regex::check(&inside[..end], flags, self.base + start + 1, UBO, self.cx);
        }
    }

    fn number(&mut self, name: &str, text: &str, start: usize, least: usize, most: usize) {
        let fits = text.parse::<usize>().is_ok_and(|it| (least..=most).contains(&it));
        if !fits {
            let span = self.span(start, start + text.len());
            self.cx
                .report(
                    &invalid_selector::RULE,
                    span,
                    format!("`:{name}` takes a number from {least} on"),
                )
                .refused_or_ignored(UBO);
        }
    }

    fn upward(&mut self, text: &str, start: usize) {
        if text.bytes().all(|it| it.is_ascii_digit() || matches!(it, b'-' | b'+' | b'.')) {
            if !text.parse::<usize>().is_ok_and(|it| (1..256).contains(&it)) {
                let span = self.span(start, start + text.len());
                self.cx
                    .report(
                        &invalid_selector::RULE,
                        span,
                        "`:upward` takes a number from 1 to 255, or a selector",
                    )
                    .refused_or_ignored(UBO);
            }
            return;
        }
        let text = unquote(text).unwrap_or(text);
        let start = start + usize::from(self.text[start..].starts_with(['"', '\'']));
        if self.depth < Self::MAX_DEPTH {
            let mut inner = Selectors::new(text, self.base + start, self.cx);
            inner.depth = self.depth + 1;
            let is_whole = inner.judge().is_some_and(|it| it.end == text.len());
            let _ = is_whole;
        }
    }

    fn nth(&mut self, name: &str, text: &str, start: usize) {
        let counted = text.split(" of ").next().unwrap_or(text);
        if !is_nth(counted.trim()) {
            let span = self.span(start, start + counted.len());
            self.cx
                .report(
                    &invalid_selector::RULE,
                    span,
                    format!("`:{name}` takes a number, `odd`, `even` or `2n + 1`"),
                )
                .refused_or_ignored(READERS);
        }
    }

    /// `name: value`
    fn property(&mut self, name: &str, text: &str, start: usize) {
        let span = self.span(start, start + text.len());
        let text = unquote(text).unwrap_or(text);
        // uBO and AdGuard's older syntax: `::before, color: red`.
        let Some((property, value)) = text.split_once(':') else {
            self.cx
                .report(&invalid_selector::RULE, span, format!("`:{name}` takes `property: value`"))
                .refused_or_ignored(UBO);
            return;
        };
        let value = value.trim();
        let at = value.as_ptr() as usize - self.text.as_ptr() as usize;
        if property.trim().is_empty() || value.is_empty() {
            self.cx
                .report(&invalid_selector::RULE, span, format!("`:{name}` takes `property: value`"))
                .refused_or_ignored(UBO);
        } else {
            self.pattern(value, at);
        }
    }

    /// `name="value"`, where each may be a regex.
    fn attribute_pattern(&mut self, text: &str, start: usize) {
        let span = self.span(start, start + text.len());
        if text.starts_with('=') {
            self.cx
                .report(&invalid_selector::RULE, span, "a name has to stand before the `=`")
                .refused_or_ignored(UBO | ADG);
        }
    }
}

fn unquote(text: &str) -> Option<&str> {
    let quote = text.chars().next().filter(|it| matches!(it, '"' | '\''))?;
    text.get(1..)?.strip_suffix(quote)
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
