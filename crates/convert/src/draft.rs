//! A cosmetic rule that is being made: its parts as text.

use bloqr_syntax::ast::{CosmeticRule, Modifier, ModifierList, Separator};

/// The parts of a cosmetic rule, as they will be written.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    /// AdGuard's modifiers, which are before the domains: `path=/x`.
    pub(crate) modifiers: Vec<String>,
    /// The domains, separated by commas.
    pub(crate) domains: String,
    pub(crate) separator: Separator,
    pub(crate) body: String,
}

impl Draft {
    /// A draft with the domains of a rule, and another body.
    pub(crate) fn of(rule: &CosmeticRule<'_>, separator: Separator, body: String) -> Draft {
        Draft { modifiers: Vec::new(), domains: domains(rule), separator, body }
    }

    pub(crate) fn print(&self) -> String {
        let mut text = String::with_capacity(self.domains.len() + self.body.len() + 16);
        if !self.modifiers.is_empty() {
            text.push_str("[$");
            text.push_str(&self.modifiers.join(","));
            text.push(']');
        }
        text.push_str(&self.domains);
        text.push_str(self.separator.as_str());
        text.push_str(&self.body);
        text
    }
}

/// The domains of a rule, as they are written.
pub(crate) fn domains(rule: &CosmeticRule<'_>) -> String {
    let mut text = String::with_capacity(rule.domains.span.len());
    for domain in &rule.domains.children {
        if !text.is_empty() {
            text.push(',');
        }
        if domain.exception {
            text.push('~');
        }
        text.push_str(&domain.value);
    }
    text
}

/// The modifiers of a list, as they are written.
pub(crate) fn modifiers(list: &ModifierList<'_>) -> Vec<String> {
    list.children.iter().map(|it| modifier(&it)).collect()
}

fn modifier(modifier: &Modifier<'_>) -> String {
    let sign = if modifier.exception { "~" } else { "" };
    match modifier.value {
        Some(value) => format!("{sign}{}={}", &*modifier.name, &*value),
        None => format!("{sign}{}", &*modifier.name),
    }
}

/// The same separator, with or without the sign of an exception.
pub(crate) fn signed(separator: Separator, exception: bool) -> Separator {
    if !exception {
        return separator;
    }
    match separator {
        Separator::ElementHiding => Separator::ElementHidingException,
        Separator::ExtendedElementHiding => Separator::ExtendedElementHidingException,
        Separator::CssInjection => Separator::CssInjectionException,
        Separator::ExtendedCssInjection => Separator::ExtendedCssInjectionException,
        Separator::JsInjection => Separator::JsInjectionException,
        Separator::HtmlFiltering => Separator::HtmlFilteringException,
        exception => exception,
    }
}
