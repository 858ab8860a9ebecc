//! `a.example##.ad` and all other rules with a separator in the middle.

mod css_injection;
mod domains;
mod html;
mod scriptlet;
pub(super) mod separator;
pub(super) mod ubo;

use std::borrow::Cow;

use self::ubo::{Found, Pseudo};
pub use self::{
    domains::Domains,
    html::{ComplexSelectors, Selectors},
    scriptlet::Calls,
};
use crate::{
    Options, SyntaxError,
    ast::{
        CosmeticBody, CosmeticRule, CssInjection, ModifierList, Modifiers, Separator, Syntax, Value,
    },
    body::Body,
    children::Children,
    error::Result,
    network::parse_modifiers,
    scan::{rfind_outside_quotes, skip_blanks, trim_blanks_end},
    source::Span,
};

/// Reads a line whose separator is known; `from` is where its first visible byte is.
pub(super) fn parse<'a>(
    line: &'a str,
    from: usize,
    (start, separator): (usize, Separator),
    options: &Options,
) -> Result<CosmeticRule<'a>> {
    let pattern_end = trim_blanks_end(line, start).max(from);
    let body_start = skip_blanks(line, start + separator.as_str().len());
    let body_end = trim_blanks_end(line, line.len());
    if body_end <= body_start {
        return Err(SyntaxError::new("Empty rule body", 0, line.len()));
    }
    let (modifiers, domains_start) = parse_adguard_modifiers(line, from, pattern_end)?;
    let mut rule = CosmeticRule {
        syntax: if modifiers.is_some() { Syntax::AdGuard } else { Syntax::Common },
        modifiers,
        domains: domains::parse(
            line,
            skip_blanks(&line[..pattern_end], domains_start),
            pattern_end,
        )?,
        separator,
        separator_start: start as u32,
        // A placeholder until the body is parsed.
        body: CosmeticBody::Js(Value { text: Cow::Borrowed(""), span: Span::default() }),
        body_span: Span::new(body_start, body_end),
    };
    let mut bodies = Bodies {
        options,
        written: Body::new(line, body_start, body_end),
        body: Body::new(line, body_start, body_end),
        found: Vec::new(),
        rule_span: Span::new(from, body_end),
    };
    bodies.take_ubo_modifiers(line, &mut rule)?;
    bodies.parse_into(&mut rule)?;
    Ok(rule)
}

/// `[$path=/x]` before the domains. Returns the start of the domains.
fn parse_adguard_modifiers(
    line: &str,
    start: usize,
    end: usize,
) -> Result<(Option<Box<ModifierList<'_>>>, usize)> {
    let pattern = &line[..end];
    if !pattern[start..].starts_with('[') {
        return Ok((None, start));
    }
    let dollar = skip_blanks(pattern, start + 1);
    if pattern.as_bytes().get(dollar) != Some(&b'$') {
        let pattern = &pattern[start..];
        let message = format!(
            "Missing '$' at the beginning of the AdGuard modifier list in pattern '{pattern}'"
        );
        return Err(SyntaxError::new(message, dollar, end));
    }
    let list_start = skip_blanks(pattern, dollar + 1);
    let Some(closing) = rfind_outside_quotes(&pattern[start..], b']').map(|it| start + it) else {
        let pattern = &pattern[start..];
        let message =
            format!("Missing ']' at the end of the AdGuard modifier list in pattern '{pattern}'");
        return Err(SyntaxError::new(message, list_start, end));
    };
    let ModifierList { children, .. } = parse_modifiers(line, list_start, closing.max(list_start))?;
    let span = Span::new(start, closing + 1);
    Ok((Some(Box::new(ModifierList { span, children })), closing + 1))
}

/// A body that is being parsed.
struct Bodies<'a, 'o> {
    options: &'o Options,
    /// As it is written.
    written: Body<'a>,
    /// Without uBO's modifiers.
    body: Body<'a>,
    found: Vec<Found<'a>>,
    /// The span for errors about the whole rule.
    rule_span: Span,
}

impl<'a> Bodies<'a, '_> {
    /// Moves `:matches-path()` and similar modifiers out of the body. Scripts and AdGuard's HTML
    /// bodies have no such modifiers: text that looks like one belongs to them (AGTree cuts it out
    /// anyway).
    fn take_ubo_modifiers(&mut self, line: &'a str, rule: &mut CosmeticRule<'a>) -> Result<()> {
        let has_none = matches!(
            rule.separator,
            Separator::JsInjection
                | Separator::JsInjectionException
                | Separator::HtmlFiltering
                | Separator::HtmlFilteringException
        ) || self.body.text().starts_with("+js(");
        if !self.options.ubo || has_none {
            return Ok(());
        }
        let Some(found) = ubo::find(line, &self.written)? else { return Ok(()) };
        // AGTree trims the body, even if it found nothing to cut.
        self.body = ubo::cut(&self.written, &found, |_| true);
        if found.is_empty() {
            return Ok(());
        }
        self.found = found;
        self.expect_syntax(Syntax::UblockOrigin, rule)?;
        rule.syntax = Syntax::UblockOrigin;
        // Each modifier occurs at most once.
        let path = self.found.iter().find(|it| it.pseudo == Pseudo::MatchesPath);
        if let Some(found) = path {
            let children = Children::new(Modifiers::Found(Some(found.modifier)));
            rule.modifiers = Some(Box::new(ModifierList { span: rule.body_span, children }));
        }
        Ok(())
    }

    fn expect_syntax(&self, expected: Syntax, rule: &CosmeticRule<'_>) -> Result<()> {
        if rule.syntax == Syntax::Common || rule.syntax == expected {
            return Ok(());
        }
        let (expected, got) = (expected.as_str(), rule.syntax.as_str());
        let message = format!("'{expected}' syntax cannot be mixed with '{got}' syntax");
        let Span { start, end } = self.rule_span;
        Err(SyntaxError::new(message, start as usize, end as usize))
    }

    fn require(&self, enabled: bool, syntax: Syntax, rule: &CosmeticRule<'_>) -> Result<()> {
        if enabled {
            return self.expect_syntax(syntax, rule);
        }
        let syntax = syntax.as_str();
        let message = format!("Parsing '{syntax}' syntax is disabled, but the rule uses it");
        let Span { start, end } = rule.body_span;
        Err(SyntaxError::new(message, start as usize, end as usize))
    }

    fn parse_into(&self, rule: &mut CosmeticRule<'a>) -> Result<()> {
        match rule.separator {
            Separator::ElementHiding | Separator::ElementHidingException => {
                self.element_hiding_or_ubo(rule)
            }
            Separator::ExtendedElementHiding | Separator::ExtendedElementHidingException => {
                self.element_hiding(rule)
            }
            Separator::CssInjection | Separator::CssInjectionException => {
                if css_injection::is_adguard(self.body.text()) {
                    self.css_injection(rule)
                } else {
                    self.require(self.options.abp, Syntax::AdblockPlus, rule)?;
                    rule.syntax = Syntax::AdblockPlus;
                    rule.body = CosmeticBody::Scriptlet(Box::new(scriptlet::parse_abp(&self.body)));
                    Ok(())
                }
            }
            Separator::ExtendedCssInjection | Separator::ExtendedCssInjectionException => {
                if css_injection::is_adguard(self.body.text()) {
                    return self.css_injection(rule);
                }
                let (body, separator) = (self.body.text(), rule.separator.as_str());
                let message = format!(
                    "Body '{body}' is not valid for the '{separator}' cosmetic rule separator"
                );
                let Span { start, end } = rule.body_span;
                Err(SyntaxError::new(message, start as usize, end as usize))
            }
            Separator::JsInjection | Separator::JsInjectionException => self.script(rule),
            Separator::HtmlFiltering | Separator::HtmlFilteringException => self.adguard_html(rule),
        }
    }

    /// `##` and `#@#`, which uBO uses for scripts and HTML too.
    fn element_hiding_or_ubo(&self, rule: &mut CosmeticRule<'a>) -> Result<()> {
        if self.body.text().starts_with('^') {
            self.require(self.options.ubo, Syntax::UblockOrigin, rule)?;
            rule.syntax = Syntax::UblockOrigin;
            let body = self.body.skip(1);
            rule.body_span = body.whole();
            rule.body = if self.options.html_bodies {
                CosmeticBody::HtmlSelectors(Box::new(html::parse_ubo(&body)?))
            } else {
                CosmeticBody::Html(body.whole_value())
            };
            return Ok(());
        }
        if scriptlet::is_ubo(self.body.text()) {
            self.require(self.options.ubo, Syntax::UblockOrigin, rule)?;
            rule.syntax = Syntax::UblockOrigin;
            rule.body = CosmeticBody::Scriptlet(Box::new(scriptlet::parse_ubo(&self.body)?));
            return Ok(());
        }
        self.element_hiding(rule)
    }

    fn element_hiding(&self, rule: &mut CosmeticRule<'a>) -> Result<()> {
        if let Some(injection) = self.ubo_css_injection(rule) {
            rule.body = CosmeticBody::CssInjection(Box::new(injection));
            return Ok(());
        }
        if self.options.abp && css_injection::has_block(self.body.text()) {
            rule.syntax = Syntax::AdblockPlus;
            rule.body_span = self.body.whole();
            rule.body = CosmeticBody::CssInjection(Box::new(css_injection::parse(&self.body)?));
            return Ok(());
        }
        // A media query without a style is part of the selector; AGTree loses it.
        let is_cut = |pseudo| pseudo != Pseudo::MatchesMedia;
        let text = if self.found.is_empty() {
            self.body.whole_text()
        } else {
            ubo::cut(&self.written, &self.found, is_cut).whole_text()
        };
        rule.body = CosmeticBody::ElementHiding(Value { text, span: rule.body_span });
        Ok(())
    }

    /// `.ad:style(color: red)`, `.ad:remove()`
    fn ubo_css_injection(&self, rule: &CosmeticRule<'a>) -> Option<CssInjection<'a>> {
        let value = |wanted: Pseudo| {
            let found = self.found.iter().find(|it| it.pseudo == wanted)?;
            let value = found.modifier.value?;
            Some(Value { text: Cow::Borrowed(value.text), span: value.span() })
        };
        let remove = self.found.iter().any(|it| it.pseudo == Pseudo::Remove);
        let declaration_list = value(Pseudo::Style);
        (remove || declaration_list.is_some()).then(|| CssInjection {
            selector_list: Value { text: self.body.whole_text(), span: rule.body_span },
            declaration_list,
            media_query_list: value(Pseudo::MatchesMedia),
            remove,
        })
    }

    fn css_injection(&self, rule: &mut CosmeticRule<'a>) -> Result<()> {
        self.expect_syntax(Syntax::AdGuard, rule)?;
        rule.syntax = Syntax::AdGuard;
        rule.body_span = self.body.whole();
        rule.body = CosmeticBody::CssInjection(Box::new(css_injection::parse(&self.body)?));
        Ok(())
    }

    fn script(&self, rule: &mut CosmeticRule<'a>) -> Result<()> {
        self.expect_syntax(Syntax::AdGuard, rule)?;
        rule.syntax = Syntax::AdGuard;
        rule.body = if scriptlet::is_adguard(self.body.text()) {
            CosmeticBody::Scriptlet(Box::new(scriptlet::parse_adguard(&self.body)?))
        } else {
            CosmeticBody::Js(self.body.whole_value())
        };
        Ok(())
    }

    fn adguard_html(&self, rule: &mut CosmeticRule<'a>) -> Result<()> {
        self.expect_syntax(Syntax::AdGuard, rule)?;
        rule.syntax = Syntax::AdGuard;
        rule.body = if self.options.html_bodies {
            CosmeticBody::HtmlSelectors(Box::new(html::parse_adguard(&self.body)?))
        } else {
            CosmeticBody::Html(self.body.whole_value())
        };
        Ok(())
    }
}
