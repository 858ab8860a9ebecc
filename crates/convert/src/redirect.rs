//! Resources that a request is redirected to.

use crate::{
    Target,
    tables::redirects::{self, Row},
};

/// A resource in a target.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Resource {
    /// Its name; `None` when the target has no such resource, or the name is unknown.
    pub(crate) name: Option<&'static str>,
    /// The kinds of requests that uBlock Origin requires with it.
    pub(crate) types: &'static [&'static str],
}

/// Whether a modifier redirects.
pub(crate) fn is_redirect(name: &str) -> bool {
    matches!(name, "redirect" | "redirect-rule" | "rewrite")
}

/// The resource of a value: `noopjs`, `noop.js:100`, `abp-resource:blank-js`.
pub(crate) fn find(value: &str, to: Target) -> Resource {
    let Some(row) = redirects::find(bare(value)) else {
        return Resource { name: None, types: &[] };
    };
    let Row { adg, ubo, abp, types } = *row;
    match to {
        Target::Adg => Resource { name: adg, types: &[] },
        Target::Ubo => Resource { name: ubo, types },
        Target::Abp => Resource { name: abp, types: &[] },
    }
}

/// The name without Adblock Plus's prefix or uBlock Origin's priority.
pub(crate) fn bare(value: &str) -> &str {
    if let Some(name) = value.strip_prefix("abp-resource:") {
        return name;
    }
    match value.rsplit_once(':') {
        Some((name, priority)) if is_number(priority) => name,
        _ => value,
    }
}

/// uBlock Origin's priority, with its colon: `:100`.
pub(crate) fn priority(value: &str) -> &str {
    if value.starts_with("abp-resource:") { "" } else { &value[bare(value).len()..] }
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit())
}
