use crate::{
    Config,
    audience::Audience,
    diagnostic::{Diagnostic, Few, Place, Severity},
    line_context::LineContext,
    preprocess::{Form, Include},
    rule::rule,
};
use bloqr_syntax::source::Span;

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
    /// Or its name has a space, at which uBlock Origin stops reading:
    ///
    /// ```adblock
    /// !#include my list.txt
    /// !         ^^^^^^^^^^^ uBlock Origin asks for `my`, and AdGuard for `my list.txt`
    /// ```
    ///
    /// Or there is no such file, or it includes the list that includes it. A blocker passes over
    /// it, and everything in it is missing. Paths count from the directory of the list. Addresses are not looked at: checking a list
    /// never uses the network.
    "unresolved-include", Error
}

/// What can be said of a path without looking for it.
pub(crate) fn check(line: &str, include: &Include<'_>, cx: &mut LineContext<'_>) {
    let Form::Directive { path, whole } = include.form else { return };
    if path.starts_with('/') && !path.starts_with("//") {
        cx.report(
            &RULE,
            include.span,
            Audience::NOTE,
            format_args!("`{path}` is outside of the lists' directory"),
        )
        .help("paths count from the directory of the list");
    } else if path != whole {
        let span = Span::new(include.span.start as usize, line.trim_end().len());
        cx.report(
            &RULE,
            span,
            Audience::NOTE,
            format_args!("uBlock Origin asks for `{path}`, and AdGuard for `{whole}`"),
        )
        .help("write a space in a path as `%20`");
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
    let (rule, labels, help) = (RULE.name, Few::new(), Some(help.to_owned().into()));
    let message = message.into();
    Some(Diagnostic { rule, severity, place, message, labels, help, fix: None })
}
