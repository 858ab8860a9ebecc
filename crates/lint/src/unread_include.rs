//! An include where no other list can be read.

use crate::{
    Config, Include,
    diagnostic::{Diagnostic, Severity},
    rules::unresolved_include::unresolved_include,
};

/// The finding for an include where no other list can be read.
pub fn unread_include(include: &Include, config: &Config) -> Option<Diagnostic> {
    // `check` reports these.
    if include.path.starts_with('/') && !include.path.starts_with("//") {
        return None;
    }
    let message =
        format!("`{}` cannot be included here, so its rules were not checked", include.path);
    let help = "send its rules in another request";
    unresolved_include(include.place, Severity::Warning, message, help, config)
}
