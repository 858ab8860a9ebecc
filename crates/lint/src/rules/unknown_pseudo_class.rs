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
    /// A pseudo-class or pseudo-element that no blocker and no browser knows.
    ///
    /// ```adblock
    /// site.example##li:frist-child
    /// !               ^^^^^^^^^^^^ unknown pseudo-class `:frist-child`
    /// ```
    ///
    /// ```adblock
    /// site.example##li:first-child
    /// site.example##li:has-text(Sponsored)
    /// ```
    /// The options name more pseudo-classes, and say whether those of blockers are allowed:
    ///
    /// ```adblock bloqr-additional:["frist-child"] bloqr-only-native:true
    /// site.example##li:frist-child
    /// site.example##li:has-text(Sponsored)
    /// !               ^^^^^^^^^ no browser knows `:has-text`, and the configuration does not name it
    /// ```
    "unknown-pseudo-class", Warning,
    ["no-invalid-css-syntax", "no-unsupported-css-pseudo-class"];

    /// More pseudo-classes that are known, without the colon
    additional "additional" [
        "additionalSupportedCssPseudoClasses",
        "additionalSupportedExtCssPseudoClasses"
    ]: Vec<String> = Vec::new(),

    /// Whether a pseudo-class that no browser has is reported unless `additional` names it
    only_native "only-native": bool = false
}

impl Settings {
    /// Whether the configuration names the pseudo-class.
    pub(crate) fn names(&self, name: &str) -> bool {
        self.additional().iter().any(|it| it.strip_prefix(':').unwrap_or(it) == name)
    }
}

/// Reports a pseudo-class of blockers, if the configuration allows only those of browsers and does
/// not name it.
pub(crate) fn check_native(name: &str, span: Span, cx: &mut LineContext<'_>) {
    let settings = &cx.options.unknown_pseudo_class;
    if *settings.only_native() && !settings.names(name) {
        let message =
            format_args!("no browser knows `:{name}`, and the configuration does not name it");
        cx.report(&RULE, span, Audience::NOTE, message)
            .help("add it to the option `additional`, or set the targets of the list");
    }
}

/// Blockers that do not check names in rules that filter HTML.
pub(crate) const NAMES_IN_HTML_UNREAD: Targets = who!(|it| !it.cosmetic.pseudos.names_in_html);

#[cold]
pub(crate) fn report(fault: Unknown<'_>, span: Span, within: Within, cx: &mut LineContext<'_>) {
    match fault {
        Unknown::PseudoClass { name, .. } if cx.options.unknown_pseudo_class.names(name) => (),
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
            let message = format_args!("unknown pseudo-class `:{name}`");
            cx.report(&RULE, span, Audience::refused_or_ignored(who), message).maybe_meant(
                ":",
                name,
                || nearest_to(name),
            );
        }
        Unknown::Element(name) => {
            let who = who!(|it| it.cosmetic.pseudos.unknown_element);
            let message = format_args!("unknown pseudo-element `::{name}`");
            cx.report(&RULE, span, Audience::refused_or_ignored(who), message).maybe_meant(
                "::",
                name,
                || nearest(name, ELEMENTS.names()),
            );
        }
    }
}

/// Reports a name that blockers do not know which check only names.
#[cold]
pub(crate) fn report_token(name: &str, span: Span, who: Targets, cx: &mut LineContext<'_>) {
    if cx.options.unknown_pseudo_class.names(name) {
        return;
    }
    let affected = who & cx.targets;
    let message = || format!("{} {} not support `:{name}`", affected.named(), affected.does());
    cx.report(&RULE, span, Audience::refused_by(who), Message::Made(&message)).maybe_meant(
        ":",
        name,
        || nearest_to(name),
    );
}

fn nearest_to(name: &str) -> Option<&'static str> {
    nearest(name, PSEUDOS.names().filter(|it| *it != name))
}
