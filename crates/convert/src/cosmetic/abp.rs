//! Cosmetic rules for Adblock Plus.

use bloqr_syntax::ast::{CosmeticBody, CosmeticRule, Separator, Syntax};

use crate::{
    Refusal, Target,
    cosmetic::{body_in, header, page, print, selector, snippet, style},
    draft::{Draft, domains, signed},
};

const TO: Target = Target::Abp;

pub(super) fn convert(line: &str, rule: &CosmeticRule<'_>) -> Result<Option<Vec<String>>, Refusal> {
    // With a slash before the separator, Adblock Plus reads the line as a pattern for URLs.
    if let Some(path) = rule.domains.children.iter().find(|it| it.value.contains('/')) {
        return Err(Refusal::DomainForm { to: TO, domain: path.value.text.to_owned() });
    }
    let is_own = rule.syntax == Syntax::AdblockPlus;
    if is_own && matches!(rule.body, CosmeticBody::Scriptlet(_)) {
        return Ok(None);
    }
    let (separator, bodies) = match &rule.body {
        CosmeticBody::Js(_) => return Err(Refusal::JavaScript(TO)),
        CosmeticBody::Html(_) | CosmeticBody::HtmlSelectors(_) => {
            return Err(match header::removed(rule) {
                Some(_) => Refusal::PseudoClass { to: TO, name: "responseheader".to_owned() },
                None => Refusal::Html(TO),
            });
        }
        CosmeticBody::Scriptlet(calls) => {
            (signed(Separator::CssInjection, rule.exception()), snippet::convert(rule, calls)?)
        }
        CosmeticBody::ElementHiding(text) => {
            let converted = selector::convert(text, TO)?;
            let separator = separator(rule, converted.is_extended);
            if separator == rule.separator && !converted.is_changed && rule.modifiers.is_none() {
                return Ok(None);
            }
            (separator, vec![converted.text])
        }
        CosmeticBody::CssInjection(css) => {
            let converted = selector::convert(&css.selector_list, TO)?;
            let separator = separator(rule, converted.is_extended);
            if css.media_query_list.is_some() {
                return Err(Refusal::Media(TO));
            }
            if is_own
                && separator == rule.separator
                && !converted.is_changed
                && rule.modifiers.is_none()
            {
                return Ok(None);
            }
            let body = if is_own && !converted.is_changed {
                body_in(line, rule)
            } else {
                style::block(css, &converted.text)
            };
            (separator, vec![body])
        }
    };
    let domains = of_pages(rule)?;
    if separator == Separator::CssInjection
        && domains.split(',').all(|it| it.is_empty() || it.starts_with('~'))
    {
        return Err(Refusal::NoDomain { to: TO, body: "a snippet" });
    }
    let drafts: Vec<Draft> = bodies
        .into_iter()
        .map(|body| Draft { modifiers: Vec::new(), domains: domains.clone(), separator, body })
        .collect();
    Ok(Some(print(&drafts)))
}

/// `#?#` if a script must find the elements. The separator of an exception does not matter.
fn separator(rule: &CosmeticRule<'_>, is_extended: bool) -> Separator {
    let was_extended = matches!(
        rule.separator,
        Separator::ExtendedElementHiding | Separator::ExtendedCssInjection
    );
    if rule.exception() {
        Separator::ElementHidingException
    } else if is_extended || (was_extended && !rule.domains.children.is_empty()) {
        Separator::ExtendedElementHiding
    } else {
        Separator::ElementHiding
    }
}

/// The domains of a rule, from both places where they can be.
fn of_pages(rule: &CosmeticRule<'_>) -> Result<String, Refusal> {
    let mut draft = Draft {
        modifiers: Vec::new(),
        domains: domains(rule),
        separator: rule.separator,
        body: String::new(),
    };
    for modifier in rule.modifiers.iter().flat_map(|it| &it.children) {
        match &*modifier.name {
            "domain" if rule.syntax != Syntax::UblockOrigin => {
                page::set_domains(rule, &modifier, &mut draft)?;
            }
            "matches-path" if rule.syntax == Syntax::UblockOrigin => {
                return Err(Refusal::PseudoClass { to: TO, name: "matches-path".to_owned() });
            }
            name => return Err(Refusal::CosmeticModifier { to: TO, name: name.to_owned() }),
        }
    }
    match draft.domains.split(',').find(|it| it.contains('/')) {
        Some(regex) => Err(Refusal::DomainForm { to: TO, domain: regex.to_owned() }),
        None => Ok(draft.domains),
    }
}
