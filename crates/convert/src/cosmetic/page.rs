//! The pages on which a rule applies, in addition to its domains: AdGuard's `[$path]`, `[$domain]`
//! and others, uBlock Origin's `:matches-path()`.

use bloqr_syntax::ast::{CosmeticBody, CosmeticRule, Modifier, Syntax};

use crate::{
    Refusal, Target,
    draft::{Draft, modifiers},
    pattern,
};

/// AdGuard's modifiers for the modifiers of a rule.
pub(super) fn to_adguard(rule: &CosmeticRule<'_>) -> Result<Vec<String>, Refusal> {
    let Some(list) = &rule.modifiers else { return Ok(Vec::new()) };
    if rule.syntax != Syntax::UblockOrigin {
        return Ok(modifiers(list));
    }
    let paths = list.children.iter().map(|it| {
        let value = it.value.map_or("", |it| it.text);
        let is_regex = pattern::is_regex(value);
        let escaped = if is_regex { pattern::escape(value) } else { value.to_owned() };
        if it.exception {
            let regex = pattern::negate(&pattern::to_regex(&escaped));
            format!("path=/{regex}/")
        } else {
            format!("path={escaped}")
        }
    });
    Ok(paths.collect())
}

/// The modifiers of a rule of uBlock Origin, as they are written before the body.
pub(super) fn written_in_ublock(rule: &CosmeticRule<'_>) -> String {
    let Some(list) = &rule.modifiers else { return String::new() };
    let mut text: String = list
        .children
        .iter()
        .map(|it| matches_path(it.value.map_or("", |it| it.text), it.exception))
        .collect();
    text.push(' ');
    text
}

fn matches_path(value: &str, negated: bool) -> String {
    if negated {
        format!(":not(:matches-path({value}))")
    } else {
        format!(":matches-path({value})")
    }
}

/// Writes AdGuard's modifiers into the domains and the body of a rule for uBlock Origin.
pub(super) fn to_ublock(rule: &CosmeticRule<'_>, draft: &mut Draft) -> Result<(), Refusal> {
    let to = Target::Ubo;
    let Some(list) = &rule.modifiers else { return Ok(()) };
    let mut paths = String::new();
    for modifier in &list.children {
        match &*modifier.name {
            "domain" => set_domains(rule, &modifier, draft)?,
            "url" => draft.domains = url_to_ublock(rule, &modifier)?,
            "path" => {
                if let Some(body) = without_path(&rule.body) {
                    let name = "path".to_owned();
                    return Err(Refusal::ModifierOfBody { to, name, body });
                }
                paths.push_str(&path_to_ublock(&modifier));
            }
            name => return Err(Refusal::CosmeticModifier { to, name: name.to_owned() }),
        }
    }
    if !paths.is_empty() {
        draft.body = format!("{paths} {}", draft.body);
    }
    Ok(())
}

/// Bodies with which uBlock Origin does not support a path.
fn without_path(body: &CosmeticBody<'_>) -> Option<&'static str> {
    match body {
        CosmeticBody::Scriptlet(_) => Some("a scriptlet"),
        CosmeticBody::Html(_) | CosmeticBody::HtmlSelectors(_) => Some("an HTML rule"),
        CosmeticBody::Js(_) => Some("JavaScript"),
        CosmeticBody::ElementHiding(_) | CosmeticBody::CssInjection(_) => None,
    }
}

/// Uses `[$domain=a.example|b.example]` as the domains of the rule.
pub(super) fn set_domains(
    rule: &CosmeticRule<'_>,
    modifier: &Modifier<'_>,
    draft: &mut Draft,
) -> Result<(), Refusal> {
    if !rule.domains.children.is_empty() {
        return Err(Refusal::DomainsTwice);
    }
    let value = modifier.value.filter(|it| !it.is_empty());
    let value = value.ok_or_else(|| Refusal::MissingValue("domain".to_owned()))?;
    draft.domains = split_domains(&value).join(",");
    Ok(())
}

/// Splits at `|`, except inside of a regular expression.
fn split_domains(value: &str) -> Vec<String> {
    let mut domains = Vec::new();
    let mut rest = value;
    while !rest.is_empty() {
        let regex = rest.strip_prefix('~').unwrap_or(rest);
        let end = match regex.strip_prefix('/').and_then(|it| it.find("/|")) {
            Some(at) => rest.len() - regex.len() + at + 2,
            None if regex.starts_with('/') => rest.len(),
            None => rest.find('|').unwrap_or(rest.len()),
        };
        domains.push(pattern::unescape(rest[..end].trim()));
        rest = rest[end..].strip_prefix('|').unwrap_or("");
    }
    domains
}

fn path_to_ublock(modifier: &Modifier<'_>) -> String {
    let Some(value) = modifier.value else {
        // `/^/$/` matches the main page.
        return matches_path("/^/$/", modifier.exception);
    };
    if let Some(regex) = pattern::negated(&value) {
        return matches_path(&pattern::unescape(&regex), true);
    }
    let value =
        if pattern::is_regex(&value) { pattern::unescape(&value) } else { value.text.to_owned() };
    matches_path(&value, modifier.exception)
}

/// Converts a regular expression for URLs to one for domains. uBlock Origin compares the text
/// before the first `\/` with the host name, and the rest with the path. Neither includes the
/// scheme.
fn url_to_ublock(rule: &CosmeticRule<'_>, modifier: &Modifier<'_>) -> Result<String, Refusal> {
    if !rule.domains.children.is_empty() {
        return Err(Refusal::DomainsTwice);
    }
    let value = modifier.value.map_or("", |it| it.text);
    let host = value.split("\\/").next().unwrap_or_default();
    if !pattern::is_regex(value) || host.contains([':', '^']) || host.contains("http") {
        return Err(Refusal::CosmeticModifier { to: Target::Ubo, name: "url".to_owned() });
    }
    let sign = if modifier.exception { "~" } else { "" };
    Ok(format!("{sign}{value}"))
}
