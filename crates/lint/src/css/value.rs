//! Values of declarations: `1px auto`, `rgb(1, 2, 3)`.

use bloqr_syntax::source::Span;

use super::{problem::Style, scan};
use crate::tables::{
    css_values::{self, Kind},
    properties::{self, Takes},
};

/// Checks a value, which starts at byte `start` of the line. `property` is in lower case.
pub(super) fn check<'t>(
    property: &'t str,
    value: &'t str,
    start: usize,
    sink: &mut dyn FnMut(Style<'t>, Span),
) {
    let value = without_important(value);
    let Some(words) = split(value) else { return };
    let span = |word: &str| {
        let at = start + (word.as_ptr() as usize - value.as_ptr() as usize);
        Span::new(at, at + word.len())
    };
    if let Some(both) = words.split_unit(value) {
        sink(Style::SplitUnit(both), span(both));
        return;
    }
    for word in words.iter().filter(|it| it.is_call) {
        if let Some(fault) = wrong_call(word.text) {
            sink(fault, span(word.text));
        }
    }
    let Some(takes) = properties::takes_of(property) else { return };
    if takes.most > 0 && !words.are_divided && words.list.len() > usize::from(takes.most) {
        sink(Style::TooMany { property, most: takes.most }, span(value));
        return;
    }
    let is_alone = words.list.len() == 1;
    for word in words.iter().filter(|it| !it.is_call) {
        if let Some(fault) = wrong_word(property, takes, word.text, is_alone) {
            sink(fault, span(word.text));
        }
    }
}

/// The value without its `!important`.
fn without_important(value: &str) -> &str {
    match value.rfind('!') {
        Some(at) if !value[at..].contains(['"', '\'']) => value[..at].trim_end(),
        _ => value,
    }
}

/// The words of a value that are not strings.
struct Words<'t> {
    list: smallvec::SmallVec<[Word<'t>; 8]>,
    /// Whether there is a `,` or `/` between some of them.
    are_divided: bool,
}

#[derive(Clone, Copy)]
struct Word<'t> {
    text: &'t str,
    /// `rgb(1, 2, 3)`
    is_call: bool,
}

/// Splits a value into words. `None` if it cannot be judged: it is broken, or its words are known
/// only in the page.
fn split(value: &str) -> Option<Words<'_>> {
    const KNOWN_IN_THE_PAGE: [&str; 7] =
        ["var(", "env(", "attr(", "if(", "inherit(", "random(", "--"];
    let is_broken =
        value.contains(['{', '}', '[', ']', '\\']) || value.contains("/*") || value.contains("//");
    if is_broken || KNOWN_IN_THE_PAGE.iter().any(|it| value.contains(it)) {
        return None;
    }
    let bytes = value.as_bytes();
    let mut words = Words { list: smallvec::SmallVec::new(), are_divided: false };
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b' ' | b'\t' => at += 1,
            b',' | b'/' => {
                words.are_divided = true;
                at += 1;
            }
            b'"' | b'\'' => at = scan::string_end(value, at)?,
            _ => {
                let end = value[at..].find([' ', '\t', ',', '/', '"', '\'', '(']);
                let end = end.map_or(value.len(), |it| at + it);
                let is_call = bytes.get(end) == Some(&b'(');
                let end = if is_call { scan::closing(value, end + 1)? + 1 } else { end };
                words.list.push(Word { text: &value[at..end], is_call });
                at = end;
            }
        }
    }
    Some(words)
}

impl<'t> Words<'t> {
    fn iter(&self) -> impl Iterator<Item = Word<'t>> + '_ {
        self.list.iter().copied()
    }

    /// A number and its unit with spaces between them: `51 px`.
    fn split_unit(&self, value: &'t str) -> Option<&'t str> {
        let is_unit = |it: &str| css_values::kind_of_unit(it).is_some();
        let pair = self.list.windows(2).find(|pair| {
            let number = pair[0].text;
            number.ends_with(|it: char| it.is_ascii_digit())
                && number.parse::<f64>().is_ok()
                && is_unit(pair[1].text)
        })?;
        let at = |word: &str| word.as_ptr() as usize - value.as_ptr() as usize;
        let both = &value[at(pair[0].text)..at(pair[1].text) + pair[1].text.len()];
        (!both.contains([',', '/', '"', '\''])).then_some(both)
    }
}

/// Whether a function has too few or too many parts: `rgb(1, 2)`.
fn wrong_call(text: &str) -> Option<Style<'_>> {
    let open = text.find('(')?;
    let name = &text[..open];
    let (least, most) = css_values::parts_of(&name.to_ascii_lowercase())?;
    let parts = split(&text[open + 1..text.len() - 1])?;
    // A color that is made from another one, or a calculation without its function.
    if parts.iter().any(|it| it.text == "from" || ["+", "-", "*"].contains(&it.text)) {
        return None;
    }
    let count = parts.list.len();
    let is_wrong = count < usize::from(least) || count > usize::from(most);
    is_wrong.then_some(Style::Parts { name, least, most })
}

/// What is wrong with a word that is not a function. `is_alone`: there is no other word.
fn wrong_word<'t>(
    property: &'t str,
    takes: &Takes,
    word: &'t str,
    is_alone: bool,
) -> Option<Style<'t>> {
    let wrong = Some(Style::WrongValue { property, value: word });
    if takes.any() {
        return None;
    }
    if let Some(digits) = word.strip_prefix('#') {
        let is_color = matches!(digits.len(), 3 | 4 | 6 | 8)
            && digits.bytes().all(|it| it.is_ascii_hexdigit());
        return if takes.has(Kind::Color) && is_color { None } else { wrong };
    }
    if let Some((number, unit)) = number(word) {
        let Some(kind) = css_values::kind_of_unit(&unit.to_ascii_lowercase()) else { return wrong };
        let needs_unit = [(Kind::Length, "px"), (Kind::Time, "s"), (Kind::Angle, "deg")];
        let missing = needs_unit.iter().find(|it| takes.has(it.0));
        return match missing {
            _ if takes.has(kind) => None,
            Some((missing, _))
                if kind == Kind::Number && is_zero(number) && *missing != Kind::Time =>
            {
                None
            }
            Some((_, unit)) if kind == Kind::Number => Some(Style::NoUnit { word, unit }),
            _ => wrong,
        };
    }
    let is_name = |it: char| it.is_ascii_alphanumeric() || it == '-' || it == '_';
    if word.starts_with('-') || !word.chars().all(is_name) {
        return None;
    }
    let lower = word.to_ascii_lowercase();
    let is_known = takes.words().any(|it| it == lower)
        || takes.has(Kind::Color) && css_values::is_color(&lower)
        || is_alone && css_values::is_for_all(&lower);
    if is_known { None } else { wrong }
}

/// Splits a number from its unit, if the word is one: `-1.5e3px`.
fn number(word: &str) -> Option<(&str, &str)> {
    let bytes = word.as_bytes();
    let digits =
        |from: usize| from + bytes[from..].iter().take_while(|it| it.is_ascii_digit()).count();
    let sign = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    let mut end = digits(sign);
    if bytes.get(end) == Some(&b'.') {
        let after = digits(end + 1);
        if after == end + 1 {
            return None;
        }
        end = after;
    } else if end == sign {
        return None;
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let after = digits((end + 1 + sign).min(bytes.len()));
        if after > end + 1 + sign {
            end = after;
        }
    }
    Some(word.split_at(end))
}

fn is_zero(number: &str) -> bool {
    number.parse::<f64>().is_ok_and(|it| it == 0.0)
}
