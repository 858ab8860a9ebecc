use crate::{
    Targets,
    audience::Audience,
    css::{RuleKind, Unknown, Within},
    engines::who,
    line_context::{LineContext, Message},
    nearest::nearest,
    rule::rule,
    tables::pseudos::{ELEMENTS, PSEUDOS},
};
use bloqr_syntax::source::Span;

rule! {
    /// A pseudo-class, or pseudo-element, that no blocker and no browser knows.
    ///
    /// ```adblock
    /// site.example##li:frist-child
    /// !               ^^^^^^^^^^^^ there is no pseudo-class `:frist-child`
    /// ```
    ///
    /// ```adblock
    /// site.example##li:first-child
    /// site.example##li:has-text(Sponsored)
    /// ```
    "unknown-pseudo-class", Warning, ["no-invalid-css-syntax"]
}

/// Those that do not look at names in rules that filter HTML.
pub(crate) const NAMES_IN_HTML_UNREAD: Targets = who!(|it| !it.cosmetic.pseudos.names_in_html);

#[cold]
pub(crate) fn report(fault: Unknown<'_>, span: Span, within: Within, cx: &mut LineContext<'_>) {
    match fault {
        Unknown::PseudoClass { name, has_argument } => {
            let may_be_browsers = name.starts_with('-') && !has_argument;
            let mut who = if may_be_browsers {
                who!(|it| it.cosmetic.pseudos.unknown_with_dash)
            } else {
                who!(|it| it.cosmetic.pseudos.unknown)
            };
            if within.rule == RuleKind::Html {
                who = who & !NAMES_IN_HTML_UNREAD;
            }
            let message = format_args!("there is no pseudo-class `:{name}`");
            cx.report(&RULE, span, Audience::refused_or_ignored(who), message)
                .maybe_meant(|| nearest_to(name).map(|it| format!(":{it}")));
        }
        Unknown::Element(name) => {
            let who = who!(|it| it.cosmetic.pseudos.unknown_element);
            let message = format_args!("there is no pseudo-element `::{name}`");
            cx.report(&RULE, span, Audience::refused_or_ignored(who), message).maybe_meant(|| {
                nearest(name, ELEMENTS.iter().copied()).map(|it| format!("::{it}"))
            });
        }
    }
}

/// Reports a name that those who look at nothing but names do not know.
#[cold]
pub(crate) fn report_token(name: &str, span: Span, who: Targets, cx: &mut LineContext<'_>) {
    let told = who & cx.targets;
    let message = || format!("{} {} not support `:{name}`", told.named(), told.does());
    cx.report(&RULE, span, Audience::refused_by(who), Message::Made(&message))
        .maybe_meant(|| nearest_to(name).map(|it| format!(":{it}")));
}

fn nearest_to(name: &str) -> Option<&'static str> {
    nearest(name, PSEUDOS.iter().map(|it| it.name).filter(|it| *it != name))
}
