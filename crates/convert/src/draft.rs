//! A cosmetic rule while it is made: its parts as text.

use bloqr_syntax::ast::{CosmeticRule, Domain, Modifier, ModifierList, Separator};

/// The parts of a cosmetic rule, each as it will be written.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    /// AdGuard's, before the domains: `path=/x`.
    pub(crate) modifiers: Vec<String>,
    pub(crate) domains: Vec<String>,
    pub(crate) separator: Separator,
    pub(crate) body: String,
}

impl Draft {
    /// The domains of a rule, and another body.
    pub(crate) fn of(rule: &CosmeticRule<'_>, separator: Separator, body: String) -> Draft {
        Draft { modifiers: Vec::new(), domains: domains(rule), separator, body }
    }

    pub(crate) fn print(&self) -> String {
        let mut text = String::new();
        if !self.modifiers.is_empty() {
            text.push_str("[$");
            text.push_str(&self.modifiers.join(","));
            text.push(']');
        }
        text.push_str(&self.domains.join(","));
        text.push_str(self.separator.as_str());
        text.push_str(&self.body);
        text
    }
}

/// The domains of a rule, as they are written.
pub(crate) fn domains(rule: &CosmeticRule<'_>) -> Vec<String> {
    rule.domains.children.iter().map(domain).collect()
}

pub(crate) fn domain(domain: Domain<'_>) -> String {
    let sign = if domain.exception { "~" } else { "" };
    format!("{sign}{}", &*domain.value)
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

/// The separator of the same sign for an exception.
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
