//! Styles: `#$#sel { … }`, `##sel:style(…)`, `##sel { … }`, and rules that remove elements.

use bloqr_syntax::ast::{CosmeticRule, CssInjection, Separator, Syntax};

use crate::{
    Refusal, Target,
    cosmetic::selector,
    draft::{Draft, signed},
};

/// The form of AdGuard and Adblock Plus: `@media (…) { sel { … } }`.
pub(super) fn block(css: &CssInjection<'_>, selector: &str) -> String {
    let declarations = match &css.declaration_list {
        _ if css.remove => "remove: true;",
        Some(it) => it,
        None => "",
    };
    let block = format!("{selector} {{ {declarations} }}");
    match &css.media_query_list {
        Some(media) => format!("@media {} {{ {block} }}", &**media),
        None => block,
    }
}

/// The form of uBlock Origin: `:matches-media(…) sel:style(…)`.
pub(super) fn ublock_body(css: &CssInjection<'_>, selector: &str) -> String {
    let mut body = String::new();
    if let Some(media) = &css.media_query_list {
        body.push_str(&format!(":matches-media({}) ", &**media));
    }
    body.push_str(selector);
    if css.remove {
        body.push_str(":remove()");
    } else if let Some(declarations) = &css.declaration_list {
        body.push_str(&format!(":style({})", &**declarations));
    }
    body
}

pub(super) fn to_adguard(
    rule: &CosmeticRule<'_>,
    css: &CssInjection<'_>,
) -> Result<Option<Vec<Draft>>, Refusal> {
    let converted = selector::convert(&css.selector_list, Target::Adg)?;
    let is_own = rule.syntax == Syntax::AdGuard;
    let separator = if converted.is_extended || css.remove {
        signed(Separator::ExtendedCssInjection, rule.exception())
    } else if is_own {
        rule.separator
    } else {
        signed(Separator::CssInjection, rule.exception())
    };
    if is_own && separator == rule.separator && !converted.is_changed {
        return Ok(None);
    }
    Ok(Some(vec![Draft::of(rule, separator, block(css, &converted.text))]))
}
