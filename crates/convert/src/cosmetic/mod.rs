//! Cosmetic rules: how each kind is converted for each product.

mod abp;
mod header;
mod html;
mod page;
mod path_in_domain;
mod scriptlet;
mod selector;
mod snippet;
mod style;

use bloqr_syntax::ast::{CosmeticBody, CosmeticRule, Separator, Syntax};

use crate::{
    Refusal, Target,
    draft::{Draft, domains, modifiers, signed},
};

/// The rules for the target; `None` when nothing changes.
pub(crate) fn convert(
    line: &str,
    rule: &CosmeticRule<'_>,
    to: Target,
) -> Result<Option<Vec<String>>, Refusal> {
    match to {
        Target::Adg => to_adguard(line, rule),
        Target::Ubo => to_ublock(line, rule),
        Target::Abp => abp::convert(line, rule),
    }
}

fn print(drafts: &[Draft]) -> Vec<String> {
    drafts.iter().map(Draft::print).collect()
}

fn to_adguard(line: &str, rule: &CosmeticRule<'_>) -> Result<Option<Vec<String>>, Refusal> {
    if rule.syntax == Syntax::AdblockPlus
        && let Some(list) = &rule.modifiers
    {
        let name = list.children.first().map_or(String::new(), |it| it.name.text.to_owned());
        return Err(Refusal::ModifierOfBody { to: Target::Adg, name, body: "`##… { … }`" });
    }
    let mut drafts = match &rule.body {
        CosmeticBody::ElementHiding(selector) => {
            selector::element_hiding_to_adguard(rule, selector)?
        }
        CosmeticBody::CssInjection(css) => style::to_adguard(rule, css)?,
        CosmeticBody::Scriptlet(calls) => scriptlet::to_adguard(rule, calls)?,
        CosmeticBody::Html(_) | CosmeticBody::HtmlSelectors(_) => {
            if let Some(network) = header::to_adguard(rule)? {
                return Ok(Some(vec![network]));
            }
            html::to_adguard(line, rule)?
        }
        CosmeticBody::Js(_) => None,
    };
    if let Some(drafts) = &mut drafts {
        let list = page::to_adguard(rule)?;
        drafts.iter_mut().for_each(|it| it.modifiers.clone_from(&list));
    }
    match path_in_domain::split(line, rule, drafts.as_deref())? {
        Some(drafts) => Ok(Some(print(&drafts))),
        None => Ok(drafts.map(|it| print(&it))),
    }
}

fn to_ublock(line: &str, rule: &CosmeticRule<'_>) -> Result<Option<Vec<String>>, Refusal> {
    let to = Target::Ubo;
    let separator = signed(Separator::ElementHiding, rule.exception());
    let body = match &rule.body {
        CosmeticBody::Js(_) => return Err(Refusal::JavaScript(to)),
        CosmeticBody::Html(_) | CosmeticBody::HtmlSelectors(_) => {
            if rule.syntax == Syntax::UblockOrigin {
                return Ok(None);
            }
            html::to_ublock(line, rule)?
        }
        CosmeticBody::Scriptlet(calls) => {
            if rule.syntax == Syntax::UblockOrigin {
                return Ok(None);
            }
            return scriptlet::to_ublock(rule, calls).map(|it| Some(print(&it)));
        }
        CosmeticBody::ElementHiding(selector) => {
            let converted = selector::convert(selector, to)?;
            let is_own = rule.separator == separator
                && (rule.modifiers.is_none() || rule.syntax == Syntax::UblockOrigin);
            if is_own && !converted.is_changed {
                return Ok(None);
            }
            if is_own && rule.syntax == Syntax::UblockOrigin {
                format!("{}{}", page::written_in_ublock(rule), converted.text)
            } else {
                converted.text
            }
        }
        CosmeticBody::CssInjection(css) => {
            let converted = selector::convert(&css.selector_list, to)?;
            if rule.syntax == Syntax::UblockOrigin {
                if !converted.is_changed {
                    return Ok(None);
                }
                let before = page::written_in_ublock(rule);
                format!("{before}{}", style::ublock_body(css, &converted.text))
            } else {
                style::ublock_body(css, &converted.text)
            }
        }
    };
    let mut draft = Draft { modifiers: Vec::new(), domains: domains(rule), separator, body };
    if rule.syntax != Syntax::UblockOrigin {
        page::to_ublock(rule, &mut draft)?;
    }
    Ok(Some(vec![draft.print()]))
}

/// The body as it is written in the line.
fn body_in(line: &str, rule: &CosmeticRule<'_>) -> String {
    let start = rule.separator_span().end as usize;
    line[start..].trim().to_owned()
}

/// The rule as it is written in the line.
fn draft_of(line: &str, rule: &CosmeticRule<'_>) -> Draft {
    Draft {
        modifiers: match &rule.modifiers {
            Some(list) if rule.syntax != Syntax::UblockOrigin => modifiers(list),
            _ => Vec::new(),
        },
        domains: domains(rule),
        separator: rule.separator,
        body: body_in(line, rule),
    }
}
