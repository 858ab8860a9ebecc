//! What stands between the parentheses of a pseudo-class, when it is no selector.

use crate::lint::{
    css::{
        declarations,
        selector::{ABP, ADG, BRAVE, Parsed, READERS, Selectors, UBO},
    },
    rules::{invalid_regex, invalid_selector},
    tables::pseudos::{Argument, Pseudo},
};

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
        if text.is_empty() && !matches!(argument, Argument::Empty | Argument::Style) {
            let span = self.span(from - 1, to + 1);
            self.cx
                .report(&invalid_selector::RULE, span, format!("`:{name}` needs an argument"))
                .refused_or_ignored(if argument == Argument::Nth { READERS } else { UBO | ABP });
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
                    .refused_or_ignored(UBO | BRAVE);
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
