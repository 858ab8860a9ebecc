use crate::{
    Config,
    audience::Audience,
    diagnostic::{Diagnostic, Place, Severity},
    line_context::LineContext,
    rule::rule,
};
use bloqr_syntax::ast::Text;

rule! {
    /// A list that is to be included, and cannot be.
    ///
    /// It is outside of the directory of the lists:
    ///
    /// ```adblock
    /// !#include /etc/other.txt
    /// !         ^^^^^^^^^^^^^^ `/etc/other.txt` is outside of the lists' directory
    /// ```
    ///
    /// Or there is no such file, or it includes the list that includes it. A blocker passes over
    /// it, and everything in it is missing. Paths count from the directory of the list. Addresses are not looked at: checking a list
    /// never uses the network.
    "unresolved-include", Error
}

/// What can be said of a path without looking for it.
pub(crate) fn check(path: Text<'_>, cx: &mut LineContext<'_>) {
    if path.starts_with('/') && !path.starts_with("//") {
        cx.report(
            &RULE,
            path.span(),
            Audience::NOTE,
            format_args!("`{}` is outside of the lists' directory", &*path),
        )
        .help("paths count from the directory of the list");
    }
}

/// What somebody found who knows files, or that there are none, which this crate's core does not.
pub fn unresolved_include(
    place: Place,
    severity: Severity,
    message: String,
    help: &str,
    config: &Config,
) -> Option<Diagnostic> {
    let severity = config.severity(&RULE, severity)?;
    let (rule, labels, help) = (RULE.name, Vec::new(), Some(help.to_owned().into()));
    let message = message.into();
    Some(Diagnostic { rule, severity, place, message, labels, help, fix: None })
}
