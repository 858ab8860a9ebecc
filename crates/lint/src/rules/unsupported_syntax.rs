use crate::{
    Targets,
    audience::Audience,
    cosmetic::{Body, is_css_injection},
    diagnostic::Edit,
    engines::audience,
    line_context::{LineContext, Message},
    rule::rule,
};
use bloqr_syntax::{
    ast::{CosmeticBody, CosmeticRule, Modifier, Separator, Syntax},
    source::Span,
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
    /// Wherever it stands, AdGuard takes `:remove()` for uBlock Origin's, and drops a script for it:
    ///
    /// ```adblock bloqr-target:adg
    /// site.example#%#const it = {list:remove(1)};
    /// !                              ^^^^^^^ AdGuard takes `:remove` for uBlock Origin's
    /// site.example#%#const it = {list: remove(1)};
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

pub(crate) fn check(rule: &CosmeticRule<'_>, line: &str, cx: &mut LineContext<'_>) {
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
        cx.report(&RULE, span, Audience::refused_by(UBO), message);
    }
    // uBO and Brave look for a script right behind the separator.
    let is_scriptlet = matches!(rule.body, CosmeticBody::Scriptlet(_)) || is_script;
    if is_scriptlet && matches!(line.as_bytes().get(after), Some(b' ' | b'\t')) {
        let span = Span::new(after, after + 1);
        cx.report(&RULE, span, Audience::refused_by(UBO | BRAVE), "a space does not belong here");
    }
}

/// Brave reads `to`, and drops every rule with it when it builds its engine.
#[cold]
pub(crate) fn check_to(modifier: &Modifier<'_>, cx: &mut LineContext<'_>) {
    let audience = audience!(|it| it.network.to);
    let who = audience.ignored();
    let message =
        || format!("{} never {} a rule with `to`", who.named(), who.verb("applies", "apply"));
    cx.report(&RULE, modifier.name.span(), audience, Message::Made(&message));
}

/// Finds uBO's `+js(…)` behind a separator where only some read it. Says whether.
pub(crate) fn check_call(rule: &CosmeticRule<'_>, body: &str, cx: &mut LineContext<'_>) -> bool {
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
    cx.report(&RULE, span, Audience::refused_by(who), "a scriptlet stands behind `##`")
        .help(format_args!("write `{meant}`"))
        .fix(false, format_args!("replace `{}` with `{meant}`", rule.separator.as_str()), || {
            vec![Edit::Replace { place, text: meant.to_owned() }]
        });
    true
}

/// Finds `:remove()` and its like in a script or behind `$$`: wherever AdGuard sees them it takes
/// the rule for one of uBO's, and this separator is not.
pub(crate) fn check_mixed(separator: Separator, body: &Body<'_>, cx: &mut LineContext<'_>) {
    const NAMES: [&str; 4] = ["matches-media(", "matches-path(", "remove(", "style("];
    let is_adguard =
        !matches!(separator, Separator::ElementHiding | Separator::ElementHidingException);
    let text = body.text;
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(next) = memchr::memchr3(b':', b'"', b'\'', &bytes[at..]).map(|it| at + it) {
        at = next + 1;
        if next > 0 && bytes[next - 1] == b'\\' {
            continue;
        }
        if bytes[next] != b':' {
            let Some(end) = memchr::memchr(bytes[next], &bytes[at..]) else { return };
            at += end + 1;
        } else if let Some(name) = NAMES.iter().find(|it| text[at..].starts_with(**it))
            && is_adguard
        {
            let start = body.start + next;
            let span = Span::new(start, start + name.len());
            let message =
                format!("AdGuard takes `:{}` for uBlock Origin's", &name[..name.len() - 1]);
            cx.report(&RULE, span, Audience::refused_by(Targets::ADG), message);
            return;
        }
    }
}

#[cold]
fn report(span: Span, what: &str, who: Targets, cx: &mut LineContext<'_>) {
    if who.intersects(cx.targets) {
        let told = who & cx.targets;
        let message = || format!("{} {} no {what}", told.named(), told.has());
        cx.report(&RULE, span, Audience::refused_by(who), Message::Made(&message));
    }
}
