use crate::{audience::Audience, line_context::LineContext, rule::rule};
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
    /// The options say which others are known, and whether those of blockers are:
    ///
    /// ```adblock bloqr-additional:["frist-child"] bloqr-only-native:true
    /// site.example##li:frist-child
    /// site.example##li:has-text(Sponsored)
    /// !               ^^^^^^^^^ no browser knows `:has-text`, and the configuration does not name it
    /// ```
    "unknown-pseudo-class", Warning,
    ["no-invalid-css-syntax", "no-unsupported-css-pseudo-class"];

    /// Pseudo-classes that are known beside those that there are, without the colon
    additional "additional" [
        "additionalSupportedCssPseudoClasses",
        "additionalSupportedExtCssPseudoClasses"
    ]: Vec<String> = Vec::new(),

    /// Whether a pseudo-class that no browser has is reported unless `additional` names it
    only_native "only-native": bool = false
}

impl Settings {
    /// Whether the configuration says that a pseudo-class is known.
    pub(crate) fn names(&self, name: &str) -> bool {
        self.additional().iter().any(|it| it.strip_prefix(':').unwrap_or(it) == name)
    }
}

/// Reports a pseudo-class of blockers that the configuration does not name, if it wants that.
pub(crate) fn check_native(name: &str, span: Span, cx: &mut LineContext<'_>) {
    let settings = &cx.options.unknown_pseudo_class;
    if *settings.only_native() && !settings.names(name) {
        let message =
            format_args!("no browser knows `:{name}`, and the configuration does not name it");
        cx.report(&RULE, span, Audience::NOTE, message)
            .help("add it to the option `additional`, or say which products the list is for");
    }
}
