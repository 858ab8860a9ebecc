//! Pseudo-classes and pseudo-elements of a selector, with their arguments.

use crate::{
    Targets,
    css::{
        problem::{Argument as ArgumentFault, Fault, Form, Grammar, ListInside, RuleKind, Unknown},
        scan,
        selector::{Parsed, Position, SelectorReader},
    },
    engines::who,
    tables::pseudos::{self, Argument, ELEMENTS, Pseudo},
};

/// Blockers that accept any text as the argument of `:is(…)` and similar pseudo-classes.
const ARGUMENTS_AS_TEXT: Targets = who!(|it| it.cosmetic.selectors.reads_arguments_as_text);
/// Blockers that read their own pseudo-classes as CSS when they are nested in another one.
const NESTED_AS_CSS: Targets = who!(|it| it.cosmetic.selectors.nested_own_are_css);
/// Blockers that run a script for a `:has()` in a `:has()`, which browsers do not support.
const NESTED_HAS: Targets = who!(|it| it.cosmetic.selectors.runs_nested_has);

impl SelectorReader<'_, '_> {
    /// `:name`, `:name(…)`, `::name`
    pub(super) fn pseudo(&mut self) -> Parsed {
        let start = self.at;
        let is_element = self.text[start..].starts_with("::");
        let name_start = start + 1 + usize::from(is_element);
        let end = scan::ident_end(self.text, name_start);
        let name = &self.text[name_start..end];
        if name.is_empty() {
            return self.broken(start, Grammar::NoPseudoClass);
        }
        self.at = end;
        let has_argument = self.peek() == Some(b'(');
        if is_element {
            return self.element(name, start);
        }
        if !has_argument && !pseudos::one_colon(name).is_empty() {
            self.one_colon(name, start);
            return Ok(());
        }
        if ["-webkit-", "-moz-", "-ms-", "-o-"].iter().any(|it| name.starts_with(it)) {
            self.tell_form(Form::Vendors { name, has_argument }, self.span(start, end));
            return self.element_argument(name, start);
        }
        let known = pseudos::find(name).or_else(|| self.in_capitals(name, start));
        let Some(pseudo) = known else {
            let unknown = Unknown::PseudoClass { name, has_argument };
            self.sink(Fault::Unknown(unknown), self.span(start, end));
            return if has_argument { self.raw_argument(end, start).map(|_| ()) } else { Ok(()) };
        };
        if pseudo.procedural {
            let as_css = if self.depth > 0 { NESTED_AS_CSS } else { Targets::NONE };
            self.scripted_by = self.scripted_by | (pseudo.who & !as_css);
            self.is_scripted |= !pseudo.is_action();
        } else if pseudo.name == "has" && self.open_has > 0 {
            self.scripted_by = self.scripted_by | NESTED_HAS;
        }
        if self.rule != RuleKind::Extended
            && matches!(name, "-abp-has" | "-abp-contains" | "-abp-properties" | "contains")
            && has_argument
        {
            self.tell_form(Form::NeedsExtended(name), self.span(start, end));
        }
        if pseudo.who != Targets::EVERY || pseudo.procedural {
            self.tell_form(Form::PseudoClass(pseudo, name), self.span(start, end));
        }
        match (pseudo.argument, has_argument) {
            (Argument::None, false) => Ok(()),
            (Argument::None, true) => self.needless_argument(name, start),
            (_, false) => {
                self.tell_argument(ArgumentFault::Missing(pseudo.name), self.span(start, end));
                Ok(())
            }
            (argument, true) => {
                self.argument(pseudo, argument, start, end)?;
                let rest = &self.text[self.at..];
                if pseudo.is_action() && self.depth == 0 && !rest.trim_start().is_empty() {
                    return self.broken(self.at, Grammar::BehindAction);
                }
                Ok(())
            }
        }
    }

    /// `::name`, and what follows it.
    fn element(&mut self, name: &str, start: usize) -> Parsed {
        let end = self.at;
        let span = self.span(start, end);
        self.element.get_or_insert(span);
        if !name.starts_with('-') && !ELEMENTS.has(name) {
            self.sink(Fault::Unknown(Unknown::Element(name)), span);
        }
        if matches!(name, "part" | "slotted") && self.peek() != Some(b'(') {
            self.tell_argument(ArgumentFault::MissingForElement(name), span);
        }
        self.element_argument(name, start)?;
        if self.depth > 0 {
            let in_has = self.open_has > 0;
            self.tell_argument(ArgumentFault::Element { in_has }, span);
        }
        let rest = &self.text[self.at..];
        if !name.starts_with('-') && (rest.starts_with(['.', '#', '[']) || rest.starts_with("::")) {
            return self.broken(self.at, Grammar::BehindElement);
        }
        self.expect_end_of_element();
        Ok(())
    }

    /// For some blockers, only an action can follow a pseudo-element.
    fn expect_end_of_element(&mut self) {
        let rest = self.text[self.at..].trim_start();
        let is_action = || {
            let name = rest.strip_prefix(':').and_then(|it| it.split_once('('));
            name.and_then(|it| pseudos::find(it.0)).is_some_and(Pseudo::is_action)
        };
        if !rest.is_empty()
            && !rest.starts_with([',', ')', '{'])
            && !rest.starts_with("/*")
            && !is_action()
        {
            let span = self.char_span(self.text.len() - rest.len());
            self.tell_form(Form::BehindElement, span);
        }
    }

    /// Reads the argument of a pseudo-element, or of a pseudo-class with a browser's prefix.
    fn element_argument(&mut self, name: &str, start: usize) -> Parsed {
        let open = self.at;
        if self.peek() != Some(b'(') {
            return Ok(());
        }
        if matches!(name, "slotted" | "-moz-any" | "-webkit-any") {
            return self.nested(name, Position::Relative, start, open);
        }
        let (_, to) = self.raw_argument(open, start)?;
        let span = self.span(open, to + 1);
        let written = &self.text[start..open];
        let is_known = matches!(name, "part" | "cue" | "cue-region" | "highlight");
        let fault = if is_known {
            ArgumentFault::ForElement(written)
        } else {
            ArgumentFault::NeedlessForElement(written)
        };
        self.tell_argument(fault, span);
        Ok(())
    }

    #[cold]
    fn one_colon(&mut self, name: &str, start: usize) {
        let span = self.span(start, self.at);
        self.tell_form(Form::OneColon(name), span);
        self.element.get_or_insert(span);
        self.expect_end_of_element();
    }

    /// The pseudo-class of CSS whose name is written in capitals; browsers accept that.
    #[cold]
    fn in_capitals(&mut self, name: &str, start: usize) -> Option<&'static Pseudo> {
        let lower = name.to_ascii_lowercase();
        let pseudo = pseudos::find(&lower).filter(|it| lower != name && !it.procedural)?;
        self.tell_form(Form::Capitals(name), self.span(start + 1, self.at));
        Some(pseudo)
    }

    #[cold]
    fn needless_argument(&mut self, name: &str, start: usize) -> Parsed {
        let open = self.at;
        let (_, to) = self.raw_argument(open, start)?;
        let span = self.span(open, to + 1);
        let is_empty = to == open + 1;
        self.tell_argument(ArgumentFault::Needless { name, is_empty }, span);
        Ok(())
    }

    fn argument(
        &mut self,
        pseudo: &Pseudo,
        argument: Argument,
        start: usize,
        open: usize,
    ) -> Parsed {
        match argument {
            Argument::Selectors if matches!(pseudo.name, "is" | "where") => {
                self.nested(pseudo.name, Position::Forgiving, start, open)
            }
            Argument::Selectors if pseudo.name == "not" => {
                self.nested(pseudo.name, Position::Negated, start, open)
            }
            Argument::Selectors => self.nested(pseudo.name, Position::Inside, start, open),
            Argument::RelativeSelectors => {
                self.nested(pseudo.name, Position::Relative, start, open)
            }
            _ => {
                let (from, to) = self.raw_argument(open, start)?;
                self.raw(pseudo, argument, from, to)
            }
        }
    }

    fn nested(&mut self, name: &str, position: Position, start: usize, open: usize) -> Parsed {
        if self.depth >= Self::MAX_DEPTH {
            return self.raw_argument(open, start).map(|_| ());
        }
        self.at = scan::skip_space(self.text, open + 1);
        if self.peek() == Some(b')') {
            return self.broken(open, Grammar::EmptyArgument(name));
        }
        if self.at == self.text.len() {
            return self.broken(open, Grammar::UnclosedRound);
        }
        let unread_by = self.unread_by;
        let is_has = matches!(name, "has" | "-abp-has");
        if !matches!(name, "not" | "slotted") {
            self.unread_by = self.unread_by | ARGUMENTS_AS_TEXT;
        }
        let is_scripted = std::mem::take(&mut self.is_scripted);
        self.depth += 1;
        self.open_has += usize::from(is_has);
        let outer = self.first_combinator.take();
        self.list(position)?;
        if let Some(at) = std::mem::replace(&mut self.first_combinator, outer) {
            let list = if self.is_scripted { ListInside::ScriptedNot } else { ListInside::Other };
            let fault = Grammar::FirstCombinatorInside(list);
            self.sink(Fault::Grammar(fault), self.char_span(at));
        }
        self.open_has -= usize::from(is_has);
        self.depth -= 1;
        self.unread_by = unread_by;
        if self.is_scripted && !is_has && !matches!(name, "not" | "if" | "if-not" | "shadow") {
            self.tell_form(Form::ScriptInside(name), self.span(start, self.at));
        }
        self.is_scripted |= is_scripted;
        match self.peek() {
            Some(b')') => {
                self.at += 1;
                Ok(())
            }
            Some(b'{') => self.unexpected(),
            _ => self.broken(open, Grammar::UnclosedRound),
        }
    }

    /// Whether an argument is a text to look for. Some blockers accept any such text, unless it has
    /// a quote that is not closed.
    fn is_text(&self, start: usize, open: usize, end: usize) -> bool {
        let name = self.text[start..open].trim_start_matches(':');
        let argument = self.text[open + 1..end].trim_start();
        let is_quoted = (name == "xpath" || argument.starts_with(['"', '\'']))
            && !scan::are_quotes_closed(argument);
        let is_about_text = name.starts_with("matches-")
            || matches!(name, "contains" | "has-text" | "-abp-contains" | "xpath");
        name == "style" || (is_about_text && !is_quoted)
    }

    /// Skips the argument that opens at `open`. Returns the start and the end of its text.
    fn raw_argument(&mut self, open: usize, start: usize) -> Parsed<(usize, usize)> {
        if let Some(end) = scan::closing(self.text, open + 1) {
            self.at = end + 1;
            return Ok((open + 1, end));
        }
        match scan::closing_paren(self.text, open + 1) {
            Some(end) => {
                let span = self.span(start, end + 1);
                let is_text = self.is_text(start, open, end);
                self.tell_argument(ArgumentFault::Unmatched { is_text }, span);
                self.at = end + 1;
                Ok((open + 1, end))
            }
            None => self.broken(open, Grammar::UnclosedRound),
        }
    }
}
