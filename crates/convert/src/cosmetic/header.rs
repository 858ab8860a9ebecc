//! `##^responseheader(x)`: in AdGuard this is a network rule.

use bloqr_syntax::ast::{CosmeticBody, CosmeticRule, Syntax};

use crate::Refusal;

/// The name of the header that a rule removes.
pub(super) fn removed<'r>(rule: &'r CosmeticRule<'_>) -> Option<&'r str> {
    let CosmeticBody::Html(body) = &rule.body else { return None };
    let body = body.trim();
    let name = body.strip_prefix("responseheader(")?.strip_suffix(')')?.trim();
    (rule.syntax == Syntax::UblockOrigin && !name.is_empty()).then_some(name)
}

/// `a.example##^responseheader(x)` as `||a.example^$removeheader=x`.
pub(super) fn to_adguard(rule: &CosmeticRule<'_>) -> Result<Option<String>, Refusal> {
    let Some(header) = removed(rule) else { return Ok(None) };
    let sign = if rule.exception() { "@@" } else { "" };
    let mut domains = rule.domains.children.iter();
    let pattern = match (domains.next(), domains.next()) {
        (None, _) => String::new(),
        (Some(it), None) if !it.exception && !it.value.contains(['/', '*']) => {
            format!("||{}^", &*it.value)
        }
        _ => return Err(Refusal::HeaderDomains),
    };
    Ok(Some(format!("{sign}{pattern}$removeheader={header}")))
}
