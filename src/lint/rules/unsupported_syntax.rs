use crate::{
    diagnostic::Edit,
    lint::{Targets, cosmetic::is_css_injection, cx::Cx, rule::rule},
    source::Span,
    syntax::ast::{CosmeticBody, CosmeticRule, Modifier, Separator, Syntax},
};

rule! {
    /// A kind of rule that no blocker the list is for has.
    ///
    /// Nothing is wrong with the rule as such; it does nothing there.
    ///
    /// ```adblock bloqr-target:ubo
    /// site.example#%#window.ads = false;
    /// !           ^^^ uBlock Origin has no rules that run scripts
    /// ```
    ///
    /// ```adblock bloqr-target:brave
    /// site.example##^script:has-text(ads)
    /// !           ^^ Brave has no rules that filter HTML
    /// ```
    "unsupported-syntax", Warning
}

const UBO: Targets = Targets::UBO;
const ABP: Targets = Targets::ABP;
const BRAVE: Targets = Targets::BRAVE;

pub(in crate::lint) fn check(rule: &CosmeticRule<'_>, line: &str, cx: &mut Cx<'_>) {
    let separator = rule.separator;
    let is_script = matches!(separator, Separator::JsInjection | Separator::JsInjectionException);
    let (what, who) = match &rule.body {
        CosmeticBody::ElementHiding(_) => match separator {
            Separator::ExtendedElementHidingException => ("exceptions for extended rules", ABP),
            _ => return,
        },
        CosmeticBody::CssInjection(_) if is_css_injection(separator) => {
            ("rules with this separator", BRAVE | ABP)
        }
        CosmeticBody::CssInjection(_) => return,
        CosmeticBody::Scriptlet(_) if is_script => ("scriptlets in AdGuard's syntax", BRAVE | ABP),
        CosmeticBody::Scriptlet(_) if rule.syntax == Syntax::AdblockPlus => {
            ("snippets", UBO | BRAVE)
        }
        CosmeticBody::Scriptlet(_) => ("scriptlets in uBlock Origin's syntax", ABP),
        CosmeticBody::Html(_) | CosmeticBody::HtmlSelectors(_) => match separator {
            Separator::HtmlFiltering | Separator::HtmlFilteringException => {
                ("rules that filter HTML with this separator", UBO | BRAVE | ABP)
            }
            _ => ("rules that filter HTML", BRAVE | ABP),
        },
        CosmeticBody::Js(_) => ("rules that run scripts", UBO | BRAVE | ABP),
    };
    report(rule.separator_span(), what, who, cx);
    let after = rule.separator_span().end as usize;
    if line.get(after..).is_some_and(|it| it.trim_start().starts_with("script:inject(")) {
        let message = "uBlock Origin has no `script:inject(…)` any more: it is `+js(…)`";
        let span = Span::new(after, line.len());
        cx.report(&RULE, span, message).refused_by(UBO);
    }
    // uBO and Brave look for a script right behind the separator.
    let is_scriptlet = matches!(rule.body, CosmeticBody::Scriptlet(_)) || is_script;
    if is_scriptlet && matches!(line.as_bytes().get(after), Some(b' ' | b'\t')) {
        let span = Span::new(after, after + 1);
        cx.report(&RULE, span, "a space does not belong here").refused_by(UBO | BRAVE);
    }
}

/// Brave reads `to`, and drops every rule with it when it builds its engine.
#[cold]
pub(in crate::lint) fn check_to(modifier: &Modifier<'_>, cx: &mut Cx<'_>) {
    cx.report(&RULE, modifier.name.span(), "Brave never applies a rule with `to`")
        .ignored_by(BRAVE);
}

/// Finds uBO's `+js(…)` behind a separator where only some read it. Says whether.
pub(in crate::lint) fn check_call(rule: &CosmeticRule<'_>, body: &str, cx: &mut Cx<'_>) -> bool {
    let who = match rule.separator {
        Separator::ExtendedElementHiding | Separator::ExtendedElementHidingException => ABP,
        separator if is_css_injection(separator) => !UBO,
        _ => return false,
    };
    if !body.starts_with("+js(") {
        return false;
    }
    let meant = if rule.exception() { "#@#" } else { "##" };
    let span = rule.separator_span();
    let place = cx.place(span);
    cx.report(&RULE, span, "a scriptlet stands behind `##`")
        .refused_by(who)
        .help(format!("write `{meant}`"))
        .fix(
            false,
            format!("replace `{}` with `{meant}`", rule.separator.as_str()),
            vec![Edit::Replace { place, text: meant.to_owned() }],
        );
    true
}

#[cold]
fn report(span: Span, what: &str, who: Targets, cx: &mut Cx<'_>) {
    if who.intersects(cx.targets) && !cx.is_unsaid(who) {
        let told = who & cx.targets;
        let message = format!("{} {} no {what}", told.named(), told.has());
        cx.report(&RULE, span, message).refused_by(who);
    }
}
