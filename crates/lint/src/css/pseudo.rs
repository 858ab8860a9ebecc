//! Pseudo-classes and pseudo-elements of a selector, each with what stands between its parentheses.

use crate::{
    Targets,
    audience::Audience,
    css::{
        scan,
        selector::{ABP, ADG, BRAVE, Kind, Parsed, Place, READERS, Selectors, UBO},
    },
    diagnostic::Edit,
    line_context::Message,
    nearest::nearest,
    rules::{invalid_selector, unknown_pseudo_class, unsupported_selector},
    tables::pseudos::{self, Argument, ELEMENTS, PSEUDOS, Pseudo},
};
use bloqr_syntax::source::Span;

impl Selectors<'_, '_, '_> {
    /// `:name`, `:name(…)`, `::name`
    pub(super) fn pseudo(&mut self) -> Parsed {
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
        if is_element {
            return self.element(name, start);
        }
        if !has_argument && !pseudos::one_colon(name).is_empty() {
            self.one_colon(name, start);
            return Ok(());
        }
        if ["-webkit-", "-moz-", "-ms-", "-o-"].iter().any(|it| name.starts_with(it)) {
            self.vendors(name, start, has_argument);
            return self.element_argument(name, start);
        }
        let known = pseudos::find(name).or_else(|| self.in_capitals(name, start));
        let Some(pseudo) = known else {
            self.unknown(name, start, end, has_argument);
            return if has_argument { self.raw_argument(end, start).map(|_| ()) } else { Ok(()) };
        };
        if pseudo.procedural {
            // Inside of another, Brave takes it for CSS.
            let brave = if self.depth > 0 { BRAVE } else { Targets::NONE };
            self.procedural = self.procedural | (pseudo.who & !brave);
            self.scripted |= !pseudo.is_action();
        } else if pseudo.name == "has" && self.has > 0 {
            // Browsers know no `:has()` inside of another, so that uBO looks for it itself.
            self.procedural = self.procedural | UBO;
        }
        if self.kind != Kind::Extended && has_argument {
            match name {
                "-abp-has" | "-abp-contains" | "-abp-properties" => {
                    self.needs_extended(name, UBO | BRAVE, start, end);
                }
                "contains" => self.needs_extended(name, BRAVE, start, end),
                _ => (),
            }
        }
        if !pseudo.who.contains(self.cx.targets) {
            self.unsupported(pseudo, name, start, end);
        }
        match (pseudo.argument, has_argument) {
            (Argument::None, false) => Ok(()),
            (Argument::None, true) => self.needless_argument(name, start),
            (_, false) => {
                self.missing_argument(pseudo, start, end);
                Ok(())
            }
            (argument, true) => {
                self.argument(pseudo, argument, start, end)?;
                let rest = &self.text[self.at..];
                if pseudo.is_action() && self.depth == 0 && !rest.trim_start().is_empty() {
                    return self.broken(
                        self.at,
                        "nothing can follow what is done with the elements",
                        UBO | BRAVE | ABP,
                    );
                }
                Ok(())
            }
        }
    }

    /// `::name`, and what is behind it.
    fn element(&mut self, name: &str, start: usize) -> Parsed {
        let end = self.at;
        let span = self.span(start, end);
        self.element.get_or_insert(span);
        if !name.starts_with('-') && !ELEMENTS.has(name) {
            let audience = Audience::refused_or_ignored(UBO | ABP);
            let message = format_args!("there is no pseudo-element `::{name}`");
            self.cx
                .report(&unknown_pseudo_class::RULE, span, audience, message)
                .maybe_meant(|| nearest(name, ELEMENTS.names()).map(|it| format!("::{it}")));
        }
        if matches!(name, "part" | "slotted") && self.peek() != Some(b'(') {
            let message = format!("`::{name}` needs an argument");
            self.cx.report(
                &invalid_selector::RULE,
                span,
                Audience::refused_or_ignored(UBO | ABP),
                message,
            );
        }
        self.element_argument(name, start)?;
        if self.depth > 0 {
            let (who, what) = if self.has > 0 { (UBO, ":has()") } else { (BRAVE, ":not()") };
            let message = format!("a pseudo-element does not belong in `{what}`");
            let who = (who | ABP) & !self.lenient;
            self.cx.report(
                &invalid_selector::RULE,
                span,
                Audience::refused_or_ignored(who),
                message,
            );
        }
        let rest = &self.text[self.at..];
        if !name.starts_with('-') && (rest.starts_with(['.', '#', '[']) || rest.starts_with("::")) {
            return self.broken(self.at, "nothing can follow a pseudo-element here", BRAVE | ABP);
        }
        self.expect_end_of_element();
        Ok(())
    }

    /// To Brave a pseudo-element is the last part of a selector, but for what is done with it.
    fn expect_end_of_element(&mut self) {
        let rest = self.text[self.at..].trim_start();
        let is_action = || {
            let name = rest.strip_prefix(':').and_then(|it| it.split_once('('));
            name.and_then(|it| pseudos::find(it.0)).is_some_and(Pseudo::is_action)
        };
        if !rest.is_empty()
            && !rest.starts_with([',', ')', '{'])
            && !rest.starts_with("/*")
            && !self.lenient.contains(BRAVE)
            && !is_action()
        {
            let span = self.char_span(self.text.len() - rest.len());
            let message = "Brave lets nothing follow a pseudo-element";
            self.cx.report(&unsupported_selector::RULE, span, Audience::refused_by(BRAVE), message);
        }
    }

    /// The argument of a pseudo-element or of what a browser has of its own. uBO reads those only
    /// that hold selectors.
    fn element_argument(&mut self, name: &str, start: usize) -> Parsed {
        let open = self.at;
        if self.peek() != Some(b'(') {
            return Ok(());
        }
        if matches!(name, "slotted" | "-moz-any" | "-webkit-any") {
            return self.nested(name, Place::Relative, start, open);
        }
        let (_, to) = self.raw_argument(open, start)?;
        let span = self.span(open, to + 1);
        let written = &self.text[start..open];
        // Browsers know these with an argument; uBO does not.
        if matches!(name, "part" | "cue" | "cue-region" | "highlight") {
            self.cx.report(
                &invalid_selector::RULE,
                span,
                Audience::refused_by(UBO),
                format_args!("uBlock Origin reads no argument of `{written}`"),
            );
        } else {
            self.cx.report(
                &invalid_selector::RULE,
                span,
                Audience::refused_or_ignored(UBO | ABP),
                format_args!("`{written}` takes no argument"),
            );
        }
        Ok(())
    }

    #[cold]
    fn one_colon(&mut self, name: &str, start: usize) {
        let span = self.span(start, self.at);
        let place = self.cx.place(Span { start: span.start, end: span.start + 1 });
        // AdGuard knows the first two for what they are.
        let adg = if matches!(name, "after" | "before") { Targets::NONE } else { ADG };
        let message = format!("`:{name}` with one colon");
        self.cx
            .report(&unsupported_selector::RULE, span, Audience::refused_by(UBO | adg), message)
            .help(format_args!("write `::{name}`"))
            .fix(false, format_args!("replace `:{name}` with `::{name}`"), || {
                vec![Edit::Replace { place, text: "::".to_owned() }]
            });
        self.element.get_or_insert(span);
        self.expect_end_of_element();
    }

    /// `:-webkit-scrollbar`, which AdGuard lists none of.
    fn vendors(&mut self, name: &str, start: usize, has_argument: bool) {
        if self.kind == Kind::Html {
            return;
        }
        let span = self.span(start, self.at);
        let finding = self.cx.report(
            &unsupported_selector::RULE,
            span,
            Audience::refused_by(ADG),
            format_args!("AdGuard does not support `:{name}`"),
        );
        if !has_argument {
            finding.help("a pseudo-element has two colons");
        }
    }

    /// The pseudo-class of CSS that is meant by a name in capitals, which browsers and Brave read.
    #[cold]
    fn in_capitals(&mut self, name: &str, start: usize) -> Option<&'static Pseudo> {
        let lower = name.to_ascii_lowercase();
        let pseudo = pseudos::find(&lower).filter(|it| lower != name && !it.procedural)?;
        let span = self.span(start + 1, self.at);
        let place = self.cx.place(span);
        let adg = if self.kind == Kind::Html { Targets::NONE } else { ADG };
        self.cx
            .report(
                &unsupported_selector::RULE,
                span,
                Audience::refused_by(UBO | adg),
                format_args!("`:{name}` is in capitals"),
            )
            .help(format_args!("write `:{lower}`"))
            .fix(false, format_args!("replace `{name}` with `{lower}`"), || {
                vec![Edit::Replace { place, text: lower.clone() }]
            });
        Some(pseudo)
    }

    #[cold]
    fn needs_extended(&mut self, name: &str, who: Targets, start: usize, end: usize) {
        let span = self.span(start, end);
        let who = who & !self.lenient;
        self.cx.report(
            &unsupported_selector::RULE,
            span,
            Audience::refused_by(who),
            format_args!("`:{name}` needs the separator `#?#`"),
        );
    }

    #[cold]
    fn unknown(&mut self, name: &str, start: usize, end: usize, has_argument: bool) {
        let span = self.span(start, end);
        let message = format!("there is no pseudo-class `:{name}`");
        let adg = if self.kind == Kind::Html { Targets::NONE } else { ADG };
        // uBO takes what starts with a dash for a browser's own.
        let ubo = if name.starts_with('-') && !has_argument { Targets::NONE } else { UBO };
        let audience = Audience::refused_or_ignored(ubo | adg | ABP);
        self.cx.report(&unknown_pseudo_class::RULE, span, audience, message).maybe_meant(|| {
            let names = PSEUDOS.names().filter(|it| it != &name);
            nearest(name, names).map(|it| format!(":{it}"))
        });
    }

    #[cold]
    fn unsupported(&mut self, pseudo: &Pseudo, name: &str, start: usize, end: usize) {
        let mut who = !pseudo.who;
        if self.kind == Kind::Html {
            who = who & !ADG;
        }
        let told = who & self.cx.targets;
        let message = || format!("{} {} not support `:{name}`", told.named(), told.does());
        // Brave takes any name for a pseudo-class of CSS, but knows some for what they are.
        let refuses = matches!(
            name,
            "if" | "if-not" | "nth-ancestor" | "-abp-properties" | "matches-property"
        ) && !self.lenient.contains(BRAVE);
        let lenient = if refuses { Targets::NONE } else { BRAVE };
        let span = self.span(start, end);
        self.cx.report(
            &unsupported_selector::RULE,
            span,
            Audience::refused_by(who & !lenient).and_ignored_by(who & lenient),
            Message::Made(&message),
        );
    }

    /// Browsers throw it away; Brave and AdGuard do not look.
    #[cold]
    fn needless_argument(&mut self, name: &str, start: usize) -> Parsed {
        let open = self.at;
        let (_, to) = self.raw_argument(open, start)?;
        let span = self.span(open, to + 1);
        // Browsers know both forms of these; uBO one.
        if matches!(name, "host" | "current") && to > open + 1 {
            let message = format_args!("uBlock Origin reads no argument of `:{name}`");
            self.cx.report(&invalid_selector::RULE, span, Audience::refused_by(UBO), message);
            return Ok(());
        }
        let audience = match name {
            "host" => Audience::refused_by(UBO | BRAVE),
            "current" => Audience::refused_by(UBO),
            _ => Audience::refused_or_ignored(UBO | ABP),
        };
        let message = format_args!("`:{name}` takes no argument");
        self.cx.report(&invalid_selector::RULE, span, audience, message);
        Ok(())
    }

    #[cold]
    fn missing_argument(&mut self, pseudo: &Pseudo, start: usize, end: usize) {
        let span = self.span(start, end);
        let who = match pseudo.name {
            name if name.starts_with("-abp-") => ABP,
            "style" => READERS,
            _ => UBO | ABP,
        };
        self.cx.report(
            &invalid_selector::RULE,
            span,
            Audience::refused_or_ignored(who),
            format_args!("`:{}` needs an argument", pseudo.name),
        );
    }

    /// uBO gives elements to scripts, and what `::before` stands for is none.
    #[cold]
    pub(super) fn script_for_element(&mut self, span: Span) {
        let message = "no script finds a pseudo-element, but this selector needs one";
        self.cx.report(&unsupported_selector::RULE, span, Audience::refused_by(UBO), message);
    }

    #[cold]
    fn script_inside(&mut self, name: &str, start: usize) {
        let span = self.span(start, self.at);
        let message = format!("no stylesheet can hold what is inside of `:{name}`");
        self.cx
            .report(&unsupported_selector::RULE, span, Audience::refused_by(UBO), message)
            .help("only `:has()` and `:not()` take it");
    }

    fn argument(
        &mut self,
        pseudo: &Pseudo,
        argument: Argument,
        start: usize,
        open: usize,
    ) -> Parsed {
        match argument {
            Argument::Selectors => self.nested(pseudo.name, Place::Inside, start, open),
            Argument::RelativeSelectors => self.nested(pseudo.name, Place::Relative, start, open),
            _ => {
                let (from, to) = self.raw_argument(open, start)?;
                self.raw(pseudo, argument, from, to)
            }
        }
    }

    fn nested(&mut self, name: &str, place: Place, start: usize, open: usize) -> Parsed {
        if self.depth >= Self::MAX_DEPTH {
            return self.raw_argument(open, start).map(|_| ());
        }
        self.at = scan::skip_space(self.text, open + 1);
        if self.peek() == Some(b')') {
            // `:is()` and `:where()` may be empty, and then match nothing.
            let who = if matches!(name, "is" | "where") { UBO } else { READERS };
            return self.broken(open, format!("`:{name}` needs a selector"), who);
        }
        if self.at == self.text.len() {
            return self.broken(open, "this `(` is never closed", Targets::EVERY);
        }
        let lenient = self.lenient;
        let is_has = matches!(name, "has" | "-abp-has");
        if !matches!(name, "not" | "slotted") {
            // What is in here is forgiven: to Brave it is any text.
            self.lenient = self.lenient | BRAVE;
        }
        let scripted = std::mem::take(&mut self.scripted);
        self.depth += 1;
        self.has += usize::from(is_has);
        self.list(place)?;
        self.has -= usize::from(is_has);
        self.depth -= 1;
        self.lenient = lenient;
        if self.scripted && !is_has && !matches!(name, "not" | "if" | "if-not" | "shadow") {
            self.script_inside(name, start);
        }
        self.scripted |= scripted;
        match self.peek() {
            Some(b')') => {
                self.at += 1;
                Ok(())
            }
            Some(b'{') => self.unexpected(),
            _ => self.broken(open, "this `(` is never closed", Targets::EVERY),
        }
    }

    /// Whether AdGuard takes an argument as it is: it does for what looks into texts, if no quote
    /// opens there that never closes.
    fn is_text(&self, start: usize, open: usize, end: usize) -> bool {
        let name = self.text[start..open].trim_start_matches(':');
        let argument = self.text[open + 1..end].trim_start();
        let is_quoted = (name == "xpath" || argument.starts_with(['"', '\'']))
            && !scan::are_quotes_closed(argument);
        let is_about_text = name.starts_with("matches-")
            || matches!(name, "contains" | "has-text" | "-abp-contains" | "xpath");
        name == "style" || (is_about_text && !is_quoted)
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
                let adg = if self.is_text(start, open, end) { Targets::NONE } else { ADG };
                self.cx.report(
                    &invalid_selector::RULE,
                    span,
                    Audience::refused_by(READERS | adg),
                    "brackets or quotes that do not match: escape them with `\\`",
                );
                self.at = end + 1;
                Ok((open + 1, end))
            }
            None => self.broken(open, "this `(` is never closed", Targets::EVERY),
        }
    }
}
