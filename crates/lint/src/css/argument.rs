//! What stands between the parentheses of a pseudo-class, when it is no selector.

use crate::{
    Targets,
    audience::Audience,
    css::{
        declarations, scan,
        selector::{ABP, ADG, BRAVE, Parsed, READERS, Selectors, UBO},
    },
    line_context::{Details, Message},
    rules::{invalid_regex, invalid_selector},
    tables::pseudos::{Argument, Pseudo},
};
use bloqr_syntax::source::Span;

impl Selectors<'_, '_, '_> {
    /// Checks an argument that is no selector.
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
            let strict =
                matches!(name, "nth-child" | "nth-last-child" | "nth-last-of-type" | "nth-of-type");
            let who = match name {
                _ if strict => READERS,
                "matches-path" => UBO | ADG | ABP,
                _ => UBO | ABP,
            };
            self.report(
                span,
                Audience::refused_or_ignored(who),
                format_args!("`:{name}` needs an argument"),
            );
            return Ok(());
        }
        if let Some(at) = scan::open_comment(whole) {
            let span = self.span(from + at, from + at + 2);
            self.report(
                span,
                Audience::refused_by(UBO | BRAVE),
                "this opens a comment that never ends",
            )
            .help("put the argument in quotes");
        }
        match argument {
            Argument::Pattern => {
                self.quotable(name, text, start);
                self.pattern(text, start, Targets::NONE);
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
                declarations::check(whole, self.base + from, self.cx);
            }
            Argument::Empty if !text.is_empty() => {
                let span = self.span(start, start + text.len());
                self.report(
                    span,
                    Audience::refused_or_ignored(UBO | BRAVE),
                    format_args!("`:{name}` takes no argument"),
                );
            }
            _ => (),
        }
        Ok(())
    }

    fn report<'m>(
        &mut self,
        span: Span,
        audience: Audience,
        message: impl Into<Message<'m>>,
    ) -> Details<'_> {
        self.cx.report(&invalid_selector::RULE, span, audience, message)
    }

    /// `text` or `"text"`
    fn quotable(&mut self, name: &str, text: &str, start: usize) {
        if !text.starts_with(['"', '\'']) {
            return;
        }
        let end = scan::string_end(text, 0).unwrap_or(text.len());
        if end < text.len() {
            let span = self.span(start + end, start + text.len());
            self.report(
                span,
                Audience::refused_by(UBO),
                format_args!("the text of `:{name}` ended with the quote"),
            );
        }
    }

    /// `name`, for Brave just that.
    fn name(&mut self, name: &str, text: &str, start: usize) {
        self.quotable(name, text, start);
        if text.starts_with(['"', '\'', '/']) {
            let span = self.span(start, start + text.len());
            self.report(
                span,
                Audience::refused_by(BRAVE),
                format_args!("Brave takes no quotes and no `/regex/` in `:{name}`"),
            );
        }
    }

    /// `en`, `de, fr`
    fn idents(&mut self, name: &str, text: &str, start: usize) {
        let is_ident = |it: &str| !it.is_empty() && scan::ident_end(it, 0) == it.len();
        if !text.split(',').map(str::trim).all(is_ident) {
            let span = self.span(start, start + text.len());
            self.report(
                span,
                Audience::refused_by(UBO),
                format_args!("`:{name}` takes a word without quotes"),
            );
        }
    }

    /// `print`, `(min-width: 100px) and (max-width: 200px)`
    fn media(&mut self, text: &str, start: usize) {
        if !text.split(',').all(is_media_query) {
            let span = self.span(start, start + text.len());
            self.report(
                span,
                Audience::refused_or_ignored(UBO | ABP),
                "this is no media query: `(min-width: 100px)`",
            );
        }
    }

    /// `text`, `"text"` or `/regex/flags`
    fn pattern(&mut self, text: &str, start: usize, who: Targets) {
        let (text, start) = match unquote(text) {
            Some(inside) => (inside, start + 1),
            None => (text, start),
        };
        let Some(inside) = text.strip_prefix('/') else { return };
        let Some(end) = inside.rfind('/') else { return };
        let flags = &inside[end + 1..];
        if end > 0 && flags.bytes().all(|it| it.is_ascii_lowercase()) {
            invalid_regex::check(&inside[..end], flags, self.base + start + 1, who, self.cx);
        }
    }

    fn number(&mut self, name: &str, text: &str, start: usize) {
        if text.parse::<u32>().is_err() {
            let span = self.span(start, start + text.len());
            self.report(
                span,
                Audience::refused_or_ignored(UBO),
                format_args!("`:{name}` takes a number"),
            );
        }
    }

    fn upward(&mut self, name: &str, text: &str, start: usize) {
        if text.bytes().all(|it| it.is_ascii_digit() || matches!(it, b'-' | b'+' | b'.')) {
            if !text.parse::<usize>().is_ok_and(|it| (1..256).contains(&it)) {
                let span = self.span(start, start + text.len());
                let message = format!("`:{name}` takes a number from 1 to 255, or a selector");
                self.report(span, Audience::refused_or_ignored(UBO), message);
            }
            return;
        }
        if text.starts_with(['"', '\'']) {
            let span = self.span(start, start + text.len());
            self.report(
                span,
                Audience::refused_or_ignored(UBO | ABP),
                format_args!("the selector in `:{name}` stands without quotes"),
            );
            return;
        }
        if self.depth >= Self::MAX_DEPTH {
            return;
        }
        let mut inner = Selectors::new(text, self.base + start, self.cx);
        inner.depth = self.depth + 1;
        // AdGuard and Brave take the text as it is.
        inner.lenient = !(UBO | ABP);
        if inner.judge().is_some_and(|it| it.procedural.intersects(UBO)) {
            let span = self.span(start, start + text.len());
            self.report(
                span,
                Audience::refused_by(UBO),
                format_args!("`:{name}` takes selectors of CSS only"),
            );
        }
    }

    fn nth(&mut self, name: &str, text: &str, start: usize) {
        let counted = text.split(" of ").next().unwrap_or(text);
        if !is_nth(counted.trim()) {
            let span = self.span(start, start + counted.len());
            self.cx.report(
                &invalid_selector::RULE,
                span,
                Audience::refused_or_ignored(READERS),
                format_args!("`:{name}` takes a number, `odd`, `even` or `2n + 1`"),
            );
        } else if counted.len() < text.len() {
            let span = self.span(start, start + text.len());
            self.report(
                span,
                Audience::refused_by(UBO | BRAVE),
                format_args!("blockers do not read the `of` in `:{name}`"),
            );
        }
    }

    /// `name: value`
    fn property(&mut self, name: &str, text: &str, start: usize) {
        let span = self.span(start, start + text.len());
        let text = unquote(text).unwrap_or(text);
        // uBO and AdGuard's older syntax: `::before, color: red`.
        let Some((property, value)) = text.split_once(':') else {
            self.cx.report(
                &invalid_selector::RULE,
                span,
                Audience::refused_or_ignored(UBO),
                format_args!("`:{name}` takes `property: value`"),
            );
            return;
        };
        let value = value.trim();
        let at = value.as_ptr() as usize - self.text.as_ptr() as usize;
        if property.trim().is_empty() || value.is_empty() {
            self.cx.report(
                &invalid_selector::RULE,
                span,
                Audience::ignored_by(Targets::EVERY),
                format_args!("`:{name}` takes `property: value`"),
            );
        } else {
            self.pattern(value, at, UBO);
        }
    }

    /// `name="value"`, where each may be a regex.
    fn attribute_pattern(&mut self, text: &str, start: usize) {
        let span = self.span(start, start + text.len());
        if text.starts_with('=') {
            self.cx.report(
                &invalid_selector::RULE,
                span,
                Audience::refused_or_ignored(UBO),
                "a name has to stand before the `=`",
            );
        }
    }
}

fn unquote(text: &str) -> Option<&str> {
    let quote = text.chars().next().filter(|it| matches!(it, '"' | '\''))?;
    text.get(1..)?.strip_suffix(quote)
}

/// Words and conditions in parentheses, with spaces between them.
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
