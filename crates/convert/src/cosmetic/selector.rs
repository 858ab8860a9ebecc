//! Selectors: the names of pseudo-classes, and AdGuard's old `[-ext-…]`.

use bloqr_syntax::{
    CssKind, CssToken,
    ast::{CosmeticRule, Separator, Syntax},
    css_tokens,
};

use crate::{
    Refusal, Target,
    draft::{Draft, signed},
    tables::pseudos,
};

/// A selector with the names of a target.
#[derive(Debug)]
pub(super) struct Converted {
    pub(super) text: String,
    pub(super) is_changed: bool,
    /// Whether a script must find the elements.
    pub(super) is_extended: bool,
}

/// AdGuard's prefix of attributes that mean pseudo-classes.
const EXT: &str = "-ext-";
/// Adblock Plus's prefix of pseudo-classes, which AdGuard also reads as attributes.
const ABP: &str = "-abp";

/// Writes a selector with the target's names of pseudo-classes.
pub(super) fn convert(text: &str, to: Target) -> Result<Converted, Refusal> {
    if !text.contains([':', '[']) {
        return Ok(Converted { text: text.to_owned(), is_changed: false, is_extended: false });
    }
    let mut selector = Reader {
        text,
        tokens: css_tokens(text).peekable(),
        out: String::new(),
        to,
        is_extended: false,
    };
    selector.read()?;
    let (out, is_extended) = (selector.out, selector.is_extended);
    Ok(Converted { is_changed: out != text, text: out, is_extended })
}

struct Reader<'a, I: Iterator<Item = CssToken>> {
    text: &'a str,
    tokens: std::iter::Peekable<I>,
    out: String,
    to: Target,
    is_extended: bool,
}

impl<'a, I: Iterator<Item = CssToken>> Reader<'a, I> {
    fn slice(&self, token: CssToken) -> &'a str {
        &self.text[token.start..token.end]
    }

    fn read(&mut self) -> Result<(), Refusal> {
        while let Some(token) = self.tokens.next() {
            match token.kind {
                CssKind::Colon => self.after_colon()?,
                CssKind::Function => {
                    // Not after a colon: this text has no meaning, but AdGuard counts it.
                    let text = self.slice(token);
                    self.note(&text[..text.len() - 1])?;
                    self.out.push_str(text);
                }
                CssKind::OpenSquare => self.attribute(token)?,
                _ => self.out.push_str(self.slice(token)),
            }
        }
        Ok(())
    }

    fn note(&mut self, name: &str) -> Result<(), Refusal> {
        let Some(pseudo) = pseudos::find(name, self.to) else { return Ok(()) };
        self.is_extended |= pseudo.extended;
        if pseudo.refused {
            return Err(Refusal::PseudoClass { to: self.to, name: name.to_owned() });
        }
        Ok(())
    }

    fn after_colon(&mut self) -> Result<(), Refusal> {
        self.out.push(':');
        let Some(&next) = self.tokens.peek() else { return Ok(()) };
        match next.kind {
            CssKind::Colon => self.out.push(':'),
            CssKind::Ident => {
                let name = self.slice(next);
                // A pseudo-element needs two colons.
                if self.to == Target::Adg
                    && matches!(name, "before" | "after")
                    && !self.out.ends_with("::")
                {
                    self.out.push(':');
                }
                self.out.push_str(name);
            }
            CssKind::Function => {
                let name = self.slice(next);
                self.pseudo(&name[..name.len() - 1])?;
            }
            _ => return Ok(()),
        }
        self.tokens.next();
        if next.kind == CssKind::Colon
            && let Some(name) = self.tokens.next_if(|it| it.kind == CssKind::Ident)
        {
            self.out.push_str(self.slice(name));
        }
        Ok(())
    }

    /// Writes the name of a pseudo-class and the text before its argument.
    fn pseudo(&mut self, name: &str) -> Result<(), Refusal> {
        self.note(name)?;
        match pseudos::find(name, self.to).and_then(|it| it.becomes) {
            Some((name, word)) => {
                self.note(name)?;
                self.out.push_str(name);
                self.out.push('(');
                if let Some(word) = word {
                    self.out.push_str(word);
                    self.out.push(',');
                }
            }
            None => {
                self.out.push_str(name);
                self.out.push('(');
            }
        }
        Ok(())
    }

    /// `[-ext-has="…"]` as `:has(…)`.
    fn attribute(&mut self, open: CssToken) -> Result<(), Refusal> {
        let end = self.skip_blanks().unwrap_or(open.end);
        let Some(name) = self.tokens.next_if(|it| it.kind == CssKind::Ident) else {
            self.out.push_str(&self.text[open.start..end]);
            return Ok(());
        };
        let attribute = self.slice(name);
        if !(attribute.starts_with(EXT) || attribute.starts_with(ABP)) {
            self.out.push_str(&self.text[open.start..name.end]);
            return Ok(());
        }
        let refusal = || Refusal::ExtendedAttribute(attribute.to_owned());
        self.skip_blanks();
        let sign = self.tokens.next().filter(|it| it.kind == CssKind::Delim);
        sign.filter(|it| self.slice(*it) == "=").ok_or_else(refusal)?;
        self.skip_blanks();
        let value = self.tokens.next().ok_or_else(refusal)?;
        if !matches!(value.kind, CssKind::Ident | CssKind::String) {
            return Err(refusal());
        }
        self.skip_blanks();
        let close = self.tokens.next();
        if close.is_none_or(|it| it.kind != CssKind::CloseSquare) {
            return Err(refusal());
        }
        let pseudo = attribute.strip_prefix(EXT).unwrap_or(attribute);
        let value = self.slice(value);
        let value = match value.chars().next() {
            Some(quote @ ('"' | '\'')) if value.len() > 1 && value.ends_with(quote) => {
                &value[1..value.len() - 1]
            }
            _ => value,
        };
        self.is_extended = true;
        self.out.push(':');
        self.pseudo(pseudo)?;
        if pseudo == "has" {
            self.out.push_str(&convert(value, self.to)?.text);
        } else {
            self.out.push_str(value);
        }
        self.out.push(')');
        Ok(())
    }

    /// The end of the blanks, if there are any.
    fn skip_blanks(&mut self) -> Option<usize> {
        let mut end = None;
        while let Some(token) = self.tokens.next_if(|it| it.kind == CssKind::Whitespace) {
            end = Some(token.end);
        }
        end
    }
}

/// `##.ad:has-text(x)` as `#?#.ad:contains(x)`.
pub(super) fn element_hiding_to_adguard(
    rule: &CosmeticRule<'_>,
    selector: &str,
) -> Result<Option<Vec<Draft>>, Refusal> {
    let converted = convert(selector, Target::Adg)?;
    let mut separator = rule.separator;
    if converted.is_extended {
        separator = signed(Separator::ExtendedElementHiding, rule.exception());
    }
    let is_own = matches!(rule.syntax, Syntax::Common | Syntax::AdGuard);
    if is_own && separator == rule.separator && !converted.is_changed {
        return Ok(None);
    }
    Ok(Some(vec![Draft::of(rule, separator, converted.text)]))
}
