//! `color: red; width: 0 !important`

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::{
    css::{
        problem::{Fault, Problem, Sink, Style, Within},
        scan, value,
    },
    tables::properties,
};
use bloqr_syntax::source::Span;

/// Reads declarations, which start at byte `base` of the line.
pub(super) fn read(text: &str, base: usize, within: Within, sink: &mut Sink<'_>) {
    let mut reader = DeclarationReader { within, sink, few: SmallVec::new(), many: None };
    let mut at = 0;
    let mut has_one = false;
    let mut has_part = false;
    while at < text.len() {
        let end = declaration_end(text, at);
        let rules = nested_rules(&text[at..end]);
        let part = &text[at + rules..end];
        has_one |= rules > 0;
        if !part.trim().is_empty() {
            has_one |= reader.declaration(part, base + at + rules);
            has_part = true;
        }
        at = end + 1;
    }
    reader.forbidden(text, base);
    if !has_one {
        let fault = if has_part {
            Style::OnlyBroken
        } else if text.trim().is_empty() {
            Style::Empty
        } else {
            Style::OnlySemicolons
        };
        reader.sink(fault, Span::new(base, base + text.len()));
    }
}

struct DeclarationReader<'x, 't> {
    within: Within,
    sink: &'x mut Sink<'x>,
    /// The properties so far, and their places. When there are more than a few, a map has them.
    few: SmallVec<[(&'t str, Span); 8]>,
    many: Option<FxHashMap<String, Span>>,
}

impl<'t> DeclarationReader<'_, 't> {
    /// Stores a property. The case of letters counts in custom properties (`--x`).
    fn declare(&mut self, name: &'t str, span: Span) {
        let is_same = |other: &str| {
            if name.starts_with("--") { other == name } else { other.eq_ignore_ascii_case(name) }
        };
        let key = |name: &str| {
            if name.starts_with("--") { name.to_owned() } else { name.to_ascii_lowercase() }
        };
        let first = match &self.many {
            Some(many) => many.get(&key(name)).copied(),
            None => self.few.iter().find(|it| is_same(it.0)).map(|it| it.1),
        };
        if let Some(first) = first {
            let fault = Fault::DeclaredAgain { name, first };
            (self.sink)(Problem { fault, span, within: self.within });
        } else if let Some(many) = &mut self.many {
            many.insert(key(name), span);
        } else if self.few.len() < self.few.inline_size() {
            self.few.push((name, span));
        } else {
            let all = self.few.drain(..).chain([(name, span)]);
            self.many = Some(all.map(|(name, span)| (key(name), span)).collect());
        }
    }

    fn sink(&mut self, fault: Style<'_>, span: Span) {
        (self.sink)(Problem { fault: Fault::Style(fault), span, within: self.within });
    }

    /// Whether it is a declaration, valid or not.
    fn declaration(&mut self, part: &'t str, base: usize) -> bool {
        let text = part.trim();
        let start = base + part.len() - part.trim_start().len();
        let whole = Span::new(start, start + text.len());
        let Some(colon) = text.find(':') else {
            self.sink(Style::NoColon, whole);
            return false;
        };
        let name = text[..colon].trim_end();
        let value = text[colon + 1..].trim();
        if name.is_empty() || scan::ident_end(name, 0) != name.len() {
            self.sink(Style::NoProperty(name), whole);
            return false;
        }
        if value.is_empty() {
            self.sink(Style::NoValue(name), whole);
            return true;
        }
        self.declare(name, Span::new(start, start + name.len()));
        let lower = name.to_ascii_lowercase();
        if !properties::is_known(&lower) {
            self.sink(Style::UnknownProperty(name), Span::new(start, start + name.len()));
        }
        let value_start = start + text.len() - value.len();
        value::check(&lower, value, value_start, &mut |fault, span| self.sink(fault, span));
        self.important(value, value_start);
        true
    }

    /// Reports what could load something from elsewhere, or hide that it does.
    fn forbidden(&mut self, text: &str, base: usize) {
        let is_odd = |it: u8| {
            matches!(it, b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'"' | b'\'' | b'\\' | b'/')
        };
        if !text.bytes().any(is_odd) {
            return;
        }
        let span = |at: usize, len: usize| Span::new(base + at, base + at + len);
        if let Some((at, opens)) = scan::unbalanced(text) {
            self.sink(Style::Unmatched { opens }, span(at, 1));
        }
        let lower = text.to_ascii_lowercase();
        for word in ["url(", "image-set("] {
            if let Some(at) = lower.find(word) {
                self.sink(Style::Url(word), span(at, word.len()));
                return;
            }
        }
        for word in ["cross-fade(", "image("] {
            if let Some(at) = lower.find(word)
                && !lower[..at].ends_with(|it: char| it.is_ascii_alphanumeric())
            {
                self.sink(Style::Image(word), span(at, word.len()));
            }
        }
        if let Some(at) = text.find("/*") {
            self.sink(Style::Comment, span(at, 2));
        } else if let Some(at) = text.find("//") {
            self.sink(Style::DoubleSlash, span(at, 2));
        }
        if let Some(at) = text.find('\\') {
            self.sink(Style::Backslash, span(at, 1));
        }
    }

    fn important(&mut self, value: &str, start: usize) {
        if let Some(at) = value.find('!')
            && !value[at + 1..].trim().eq_ignore_ascii_case("important")
            && !value.contains(['"', '\''])
        {
            self.sink(Style::Important, Span::new(start + at, start + value.len()));
        }
    }
}

/// Where the rules end that are nested in a style: `> a { width: 0 } &:hover { width: 1px }`. Browsers
/// read them; they are not checked.
fn nested_rules(part: &str) -> usize {
    let mut end = 0;
    while let Some(open) = memchr::memchr(b'{', &part.as_bytes()[end..])
        && !part[end..end + open].trim().is_empty()
        && let Some(close) = scan::closing_curly(&part[end + open + 1..])
    {
        end += open + 1 + close + 1;
    }
    end
}

/// The position of the next `;` outside of strings and brackets, or the end.
fn declaration_end(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    let mut depth = 0_usize;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'"' | b'\'' => match scan::string_end(text, at) {
                Some(end) => at = end - 1,
                None => return text.len(),
            },
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            b';' if depth == 0 => return at,
            _ => (),
        }
        at += 1;
    }
    text.len()
}
