//! uBO writes modifiers into the selector: `:matches-path()`, `:matches-media()`, `:style()` and
//! `:remove()`. This takes them out of a body.

use crate::{
    ast::{Modifier, Text},
    body::Body,
    css::{Brackets, Kind, Token, end_of_input, tokens},
    error::Result,
    source::Span,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pseudo {
    MatchesMedia,
    MatchesPath,
    Remove,
    Style,
}

impl Pseudo {
    const ALL: [Pseudo; 4] =
        [Pseudo::MatchesMedia, Pseudo::MatchesPath, Pseudo::Remove, Pseudo::Style];

    fn name(self) -> &'static str {
        match self {
            Pseudo::MatchesMedia => "matches-media",
            Pseudo::MatchesPath => "matches-path",
            Pseudo::Remove => "remove",
            Pseudo::Style => "style",
        }
    }

    fn from_name(name: &str) -> Option<Pseudo> {
        Pseudo::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// One modifier that was found.
pub(super) struct Found<'a> {
    pub(super) pseudo: Pseudo,
    pub(super) modifier: Modifier<'a>,
    /// Its bytes in the body's text.
    cut: Span,
}

/// Whether the body can contain a modifier. This check is fast, because nearly no body does.
fn may_have_any(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut paren = 0;
    for colon in memchr::memchr_iter(b':', bytes) {
        if paren <= colon {
            match memchr::memchr(b'(', &bytes[colon + 1..]) {
                Some(at) => paren = colon + 1 + at,
                None => return false,
            }
        }
        // The longest name is `matches-media`.
        if paren - colon <= 14 && Pseudo::from_name(&text[colon + 1..paren]).is_some() {
            return true;
        }
    }
    false
}

/// The modifiers of `text` as a body: their number, and the rest of the text without them. A media
/// query can stay in the rest. `None` when the text would be refused.
pub(crate) fn split(text: &str, leaves_media: bool) -> Option<(usize, String)> {
    let body = Body::new(text, 0, text.len());
    let mut found = find(text, &body).ok()?.unwrap_or_default();
    found.retain(|it| !(leaves_media && it.pseudo == Pseudo::MatchesMedia));
    Some((found.len(), cut(&body, &found, |_| true).whole_text().into_owned()))
}

/// The modifiers of an unchanged body, in the order in which they end. `None` when a fast check
/// found that there are none.
pub(super) fn find<'a>(line: &'a str, body: &Body<'a>) -> Result<Option<Vec<Found<'a>>>> {
    let text = body.text();
    if !may_have_any(text) {
        return Ok(None);
    }
    let mut finder = Finder::new(line, body);
    let mut brackets = Brackets::parens();
    for token in tokens(text) {
        let fits = brackets.step(token);
        fits.map_err(|message| body.error(message, token.start, text.len()))?;
        finder.step(token, brackets.depth())?;
    }
    let closed = brackets.finish();
    closed.map_err(|message| body.placed(end_of_input(message, text)))?;
    Ok(Some(finder.found))
}

/// The body without the modifiers that `is_cut` names.
pub(super) fn cut<'a>(
    body: &Body<'a>,
    found: &[Found<'a>],
    is_cut: impl Fn(Pseudo) -> bool,
) -> Body<'a> {
    let cuts: Vec<Span> = found.iter().filter(|it| is_cut(it.pseudo)).map(|it| it.cut).collect();
    body.without(&cuts)
}

/// A modifier without its closing parenthesis yet.
struct Open {
    pseudo: Pseudo,
    start: usize,
    /// The number of open parentheses at the start of the modifier, with its `:not()`s.
    depth: usize,
    name: Token,
    value_depth: usize,
    value_end: Option<usize>,
    exception: bool,
}

/// The text between the last token outside of parentheses and here. Around a nested modifier, only
/// `:not(` is allowed.
#[derive(Default)]
struct Wrapping {
    /// The last token outside of parentheses.
    outside: Option<Token>,
    /// The nearest token that is not allowed around a modifier.
    offence: Option<Offence>,
    /// Whether the number of `:not(` after that is odd.
    negated: bool,
}

enum Offence {
    /// A function other than `not`.
    Function(Token),
    /// A `not(` that no colon precedes, and the token that does.
    NoColon(Option<Token>),
    Other(Token),
}

struct Finder<'a, 'b> {
    line: &'a str,
    body: &'b Body<'a>,
    found: Vec<Found<'a>>,
    open: Vec<Open>,
    wrapping: Wrapping,
    previous: Option<Token>,
}

impl<'a, 'b> Finder<'a, 'b> {
    fn new(line: &'a str, body: &'b Body<'a>) -> Finder<'a, 'b> {
        let (found, open) = (Vec::new(), Vec::new());
        Finder { line, body, found, open, wrapping: Wrapping::default(), previous: None }
    }

    fn text(&self) -> &'b str {
        self.body.text()
    }

    fn has_found(&self, pseudo: Pseudo) -> bool {
        self.found.iter().any(|it| it.pseudo == pseudo)
    }

    fn error<T>(&self, message: String, start: usize) -> Result<T> {
        Err(self.body.error(message, start, self.text().len()))
    }

    fn step(&mut self, token: Token, depth: usize) -> Result<()> {
        let styled = self.has_found(Pseudo::Style) || self.has_found(Pseudo::Remove);
        if styled && token.kind != Kind::Whitespace {
            let message =
                "uBO style injection cannot be followed by anything else than a whitespace";
            return self.error(message.to_owned(), token.start);
        }
        let after_colon = self.previous.is_some_and(|it| it.kind == Kind::Colon);
        if after_colon && token.kind == Kind::Function {
            let name = &self.text()[token.start..token.end - 1];
            if let Some(pseudo) = Pseudo::from_name(name) {
                self.open(pseudo, token, depth)?;
            }
        } else {
            self.pass(token, depth)?;
        }
        self.remember(token, depth);
        Ok(())
    }

    fn open(&mut self, pseudo: Pseudo, name: Token, depth: usize) -> Result<()> {
        let mut open = Open {
            pseudo,
            start: name.start - 1,
            depth,
            name,
            value_depth: depth,
            value_end: None,
            exception: false,
        };
        if depth > 1 {
            self.check_wrapping(&open)?;
            // If there is no token outside of parentheses, AGTree uses the name as the start.
            open.start = self.wrapping.outside.map_or(name.start, |it| it.start);
            open.depth = self.wrapping.outside.map_or(depth, |_| 0);
            open.exception = self.wrapping.negated;
        }
        if self.has_found(pseudo) {
            let shown = shown(pseudo.name());
            let message = format!("uBO modifier '{shown}' cannot be used more than once");
            return self.error(message, open.start);
        }
        self.open.push(open);
        Ok(())
    }

    /// Refuses a nested modifier unless it is `:matches-path()` with only `:not(` around it.
    fn check_wrapping(&self, open: &Open) -> Result<()> {
        let modifier = shown(open.pseudo.name());
        if open.pseudo != Pseudo::MatchesPath {
            return self.error(format!("uBO modifier '{modifier}' cannot be nested"), open.start);
        }
        let nested = |wrapper: &str| {
            format!(
                "uBO modifier '{modifier}' cannot be nested inside '{}', only '{}' is allowed as a wrapper",
                shown(wrapper),
                shown("not")
            )
        };
        if let Some(outer) = self.open.last() {
            return self.error(nested(outer.pseudo.name()), open.start);
        }
        match &self.wrapping.offence {
            None => Ok(()),
            Some(Offence::Function(wrapper)) => {
                let name = &self.text()[wrapper.start..wrapper.end - 1];
                let mut error = self.body.error(nested(name), wrapper.start, self.text().len());
                // The position of the colon before the wrapper, even if it is missing.
                error.span.start = error.span.start.saturating_sub(1);
                Err(error)
            }
            Some(Offence::NoColon(before)) => {
                let got = before.map_or("nothing", |it| it.kind.as_str());
                let colon = Kind::Colon.as_str();
                let message =
                    format!("Expected '{colon}' but got '{got}' before ':not({modifier})'");
                let mut error = self.body.error(message, 0, self.text().len());
                // If there is nothing before it, AGTree points at the start of the body.
                error.span.start = before.map_or(0, |it| self.body.place(it.start) as u32);
                Err(error)
            }
            Some(Offence::Other(token)) => {
                let kind = token.kind.as_str();
                let message =
                    format!("Negated uBO modifier '{modifier}' cannot be preceded by '{kind}'");
                self.error(message, token.start)
            }
        }
    }

    /// Handles a token that does not open a modifier. It can close one.
    fn pass(&mut self, token: Token, depth: usize) -> Result<()> {
        let Some(open) = self.open.last() else { return Ok(()) };
        let closes = token.kind == Kind::CloseParen;
        let is_outside = depth < open.value_depth;
        if open.exception && is_outside && !closes && token.kind != Kind::Whitespace {
            let message = format!(
                "Negated uBO modifier '{}' cannot be followed by anything else than a closing parenthesis or a whitespace",
                shown(open.pseudo.name())
            );
            return self.error(message, token.start);
        }
        let ends_value = closes && depth == open.value_depth.saturating_sub(1);
        let ends_modifier = closes && depth == open.depth.saturating_sub(1);
        if ends_value && let Some(open) = self.open.last_mut() {
            open.value_end = Some(token.start);
        }
        if ends_modifier {
            self.close(token.end);
        }
        Ok(())
    }

    fn close(&mut self, end: usize) {
        let Some(open) = self.open.pop() else { return };
        let value_end = open.value_end.unwrap_or(open.name.end);
        let text = |start: usize, end: usize| {
            let start = self.body.place(start);
            Text { text: &self.line[start..self.body.place(end)], start: start as u32 }
        };
        let modifier = Modifier {
            span: self.body.span(open.start, end),
            exception: open.exception,
            name: text(open.name.start, open.name.end - 1),
            value: Some(text(open.name.end, value_end)),
        };
        self.found.push(Found { pseudo: open.pseudo, modifier, cut: Span::new(open.start, end) });
    }

    fn remember(&mut self, token: Token, depth: usize) {
        let previous = self.previous.replace(token);
        if depth == 0 {
            self.wrapping = Wrapping { outside: Some(token), ..Wrapping::default() };
            return;
        }
        let offence = match token.kind {
            Kind::Colon | Kind::Whitespace => return,
            Kind::Function if &self.text()[token.start..token.end - 1] != "not" => {
                Offence::Function(token)
            }
            Kind::Function if previous.is_none_or(|it| it.kind != Kind::Colon) => {
                Offence::NoColon(previous)
            }
            Kind::Function => {
                self.wrapping.negated = !self.wrapping.negated;
                return;
            }
            _ => Offence::Other(token),
        };
        self.wrapping.offence = Some(offence);
    }
}

/// A pseudo-class as messages write it.
fn shown(name: &str) -> String {
    format!(":{name}(...)")
}
