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
    /// A list that cannot be included.
    ///
    /// It is outside of the directory of the lists:
    ///
    /// ```adblock
    /// !#include /etc/other.txt
    /// !         ^^^^^^^^^^^^^^ `/etc/other.txt` is outside of the lists' directory
    /// ```
    ///
    /// Or its name has a space, where uBlock Origin stops reading:
    ///
    /// ```adblock
    /// !#include my list.txt
    /// !         ^^^^^^^^^^^ uBlock Origin loads `my`, and AdGuard loads `my list.txt`
    /// ```
    ///
    /// Or the file does not exist, or it includes the list that includes it. Blockers ignore such
    /// an include, so all rules of the file are missing. Paths are relative to the directory of the
    /// list. URLs are not checked: to check a list never uses the network.
    "unresolved-include", Error
}

/// Checks a path without looking for the file.
pub(crate) fn check(line: &str, include: &Include<'_>, cx: &mut LineContext<'_>) {
    let Form::Directive { path, whole } = include.form else { return };
    if path.starts_with('/') && !path.starts_with("//") {
        cx.report(
            &RULE,
            include.span,
            Audience::NOTE,
            format_args!("`{path}` is outside of the lists' directory"),
        )
        .help("write the path relative to the directory of the list");
    } else if path != whole {
        let span = Span::new(include.span.start as usize, line.trim_end().len());
        cx.report(
            &RULE,
            span,
            Audience::NOTE,
            format_args!("uBlock Origin loads `{path}`, and AdGuard loads `{whole}`"),
        )
        .help("write a space in a path as `%20`");
    }
}

/// The finding of a caller that looked for the file, or that cannot look for files; the core has
/// none.
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
