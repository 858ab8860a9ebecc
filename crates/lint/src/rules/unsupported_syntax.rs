use crate::{
    Targets,
    audience::Audience,
    cosmetic::{Body, is_css_injection},
    diagnostic::Edit,
    engines::{audience, who},
    line_context::{LineContext, Message},
    rule::rule,
};
use bloqr_syntax::{
    ast::{CosmeticBody, CosmeticRule, Modifier, Separator, Syntax},
    source::Span,
};

rule! {
    /// A kind of rule that no target of the list supports.
    ///
    /// The rule itself is valid; it has no effect there.
    ///
    /// ```adblock bloqr-target:ubo
    /// site.example#%#window.ads = false;
    /// !           ^^^ uBlock Origin has no rules that run scripts
    /// ```
    ///
    /// AdGuard reads any rule that contains `:remove(` as a rule of uBlock Origin, and drops a
    /// script because of it:
    ///
    /// ```adblock bloqr-target:adg
    /// site.example#%#const it = {list:remove(1)};
    /// !                              ^^^^^^^ AdGuard reads `:remove` as uBlock Origin's
    /// site.example#%#const it = {list: remove(1)};
    /// ```
    ///
    /// ```adblock bloqr-target:brave
    /// site.example##^script:has-text(ads)
    /// !           ^^ Brave has no rules that filter HTML
    /// ```
    "unsupported-syntax", Warning
}

pub(crate) fn check(rule: &CosmeticRule<'_>, line: &str, cx: &mut LineContext<'_>) {
    let separator = rule.separator;
    let is_script = matches!(separator, Separator::JsInjection | Separator::JsInjectionException);
    let (what, who) = match &rule.body {
        CosmeticBody::ElementHiding(_) => match separator {
            Separator::ExtendedElementHidingException => {
                ("exceptions for extended rules", who!(|it| !it.cosmetic.rules.extended_exceptions))
            }
            _ => return,
        },
        CosmeticBody::CssInjection(_) if is_css_injection(separator) => {
            ("rules with this separator", who!(|it| !it.cosmetic.rules.styles_by_separator))
        }
        CosmeticBody::CssInjection(_) => return,
        CosmeticBody::Scriptlet(_) if is_script => {
            ("scriptlets in AdGuard's syntax", who!(|it| !it.cosmetic.rules.scriptlets_of_adguard))
        }
        CosmeticBody::Scriptlet(_) if rule.syntax == Syntax::AdblockPlus => {
            ("snippets", who!(|it| !it.cosmetic.rules.snippets))
        }
        CosmeticBody::Scriptlet(_) => (
            "scriptlets in uBlock Origin's syntax",
            who!(|it| !it.cosmetic.rules.scriptlets_of_ublock),
        ),
        CosmeticBody::Html(_) | CosmeticBody::HtmlSelectors(_) => match separator {
            Separator::HtmlFiltering | Separator::HtmlFilteringException => {
                let who = who!(|it| !it.cosmetic.rules.html_of_adguard);
                ("rules that filter HTML with this separator", who)
            }
            _ => ("rules that filter HTML", who!(|it| !it.cosmetic.rules.html_of_ublock)),
        },
        CosmeticBody::Js(_) => ("rules that run scripts", who!(|it| !it.cosmetic.rules.scripts)),
    };
    report(rule.separator_span(), what, who, cx);
    let after = rule.separator_span().end as usize;
    if line.get(after..).is_some_and(|it| it.trim_start().starts_with("script:inject(")) {
        let who = who!(|it| it.cosmetic.rules.drops_script_inject);
        let affected = who & cx.targets;
        let message = || {
            format!(
                "{} {} not support `script:inject(…)`: write `+js(…)`",
                affected.named(),
                affected.does()
            )
        };
        let span = Span::new(after, line.len());
        cx.report(&RULE, span, Audience::refused_by(who), Message::Made(&message));
    }
    // Some blockers look for a script right after the separator.
    let is_scriptlet = matches!(rule.body, CosmeticBody::Scriptlet(_)) || is_script;
    if is_scriptlet && matches!(line.as_bytes().get(after), Some(b' ' | b'\t')) {
        let span = Span::new(after, after + 1);
        let who = who!(|it| it.cosmetic.rules.drops_space_before_script);
        cx.report(&RULE, span, Audience::refused_by(who), "a space is not allowed here");
    }
}

/// Reports `$to=` for blockers that accept the rule and never apply it.
#[cold]
pub(crate) fn check_to(modifier: &Modifier<'_>, cx: &mut LineContext<'_>) {
    let audience = audience!(|it| it.network.to);
    let who = audience.ignored() & cx.targets;
    let message =
        || format!("{} never {} a rule with `to`", who.named(), who.verb("applies", "apply"));
    cx.report(&RULE, modifier.name.span(), audience, Message::Made(&message));
}

/// Reports uBO's `+js(…)` after a separator where only some blockers read it. Returns whether it
/// did.
pub(crate) fn check_call(rule: &CosmeticRule<'_>, body: &str, cx: &mut LineContext<'_>) -> bool {
    let who = match rule.separator {
        Separator::ExtendedElementHiding | Separator::ExtendedElementHidingException => {
            who!(|it| it.cosmetic.rules.drops_call_behind_extended)
        }
        separator if is_css_injection(separator) => {
            who!(|it| it.cosmetic.rules.drops_call_behind_style)
        }
        _ => return false,
    };
    if !body.starts_with("+js(") {
        return false;
    }
    let meant = if rule.exception() { "#@#" } else { "##" };
    let span = rule.separator_span();
    let place = cx.place(span);
    cx.report(&RULE, span, Audience::refused_by(who), "write a scriptlet after `##`")
        .help(format_args!("write `{meant}`"))
        .fix(false, format_args!("replace `{}` with `{meant}`", rule.separator.as_str()), || {
            vec![Edit::Replace { place, text: meant.to_owned() }]
        });
    true
}

/// Reports `@media` around a style.
#[cold]
pub(crate) fn check_media(body: &Body<'_>, cx: &mut LineContext<'_>) {
    const MEDIA: Targets =
        who!(|it| it.cosmetic.rules.styles_by_separator && !it.cosmetic.styles.media);
    let who = who!(|it| it.cosmetic.styles.media);
    let span = Span::new(body.start, body.start + "@media".len());
    let message = || format!("only {} {} `@media` here", MEDIA.named(), MEDIA.has());
    cx.report(&RULE, span, Audience::refused_by(who), Message::Made(&message));
}

/// Reports `:remove()` and similar actions in a script or after `$$`. Some blockers then read the
/// rule as uBO's, which does not have this separator.
pub(crate) fn check_mixed(separator: Separator, body: &Body<'_>, cx: &mut LineContext<'_>) {
    const NAMES: [&str; 4] = ["matches-media(", "matches-path(", "remove(", "style("];
    if matches!(separator, Separator::ElementHiding | Separator::ElementHidingException) {
        return;
    }
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
        } else if let Some(name) = NAMES.iter().find(|it| text[at..].starts_with(**it)) {
            let start = body.start + next;
            let span = Span::new(start, start + name.len());
            let who = who!(|it| it.cosmetic.rules.drops_actions_in_scripts);
            let affected = who & cx.targets;
            let message = || {
                let name = &name[..name.len() - 1];
                format!("{} `:{name}` as uBlock Origin's", affected.with_verb("reads", "read"))
            };
            cx.report(&RULE, span, Audience::refused_by(who), Message::Made(&message));
            return;
        }
    }
}

#[cold]
fn report(span: Span, what: &str, who: Targets, cx: &mut LineContext<'_>) {
    if who.intersects(cx.targets) {
        let affected = who & cx.targets;
        let message = || format!("{} {} no {what}", affected.named(), affected.has());
        cx.report(&RULE, span, Audience::refused_by(who), Message::Made(&message));
    }
}
