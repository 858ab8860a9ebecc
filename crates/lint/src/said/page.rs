//! A cosmetic rule, compared with a wider one.

use super::Readers;
use crate::sites::Sites;
use bloqr_syntax::ast::{CosmeticBody, CosmeticRule, Separator};

/// A cosmetic rule.
#[derive(Debug)]
pub(crate) struct Page<'a> {
    separator: Separator,
    body: &'a str,
    /// AdGuard's modifiers, sorted.
    modifiers: Vec<(bool, &'a str, Option<&'a str>)>,
    pub(super) sites: Sites<'a>,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Exception,
    /// Hides or styles elements, or takes them out of the document: generic rules of this kind can be
    /// switched off on a site.
    Style,
    Other,
}

impl<'a> Page<'a> {
    pub(super) fn new(line: &'a str, rule: &CosmeticRule<'a>) -> Option<Page<'a>> {
        let kind = match &rule.body {
            _ if rule.exception() => Kind::Exception,
            CosmeticBody::ElementHiding(_)
            | CosmeticBody::CssInjection(_)
            | CosmeticBody::Html(_)
            | CosmeticBody::HtmlSelectors(_) => Kind::Style,
            CosmeticBody::Scriptlet(_) => Kind::Other,
            // A script can do something else when it runs twice.
            CosmeticBody::Js(_) => return None,
        };
        let rest = line.get(rule.separator_span().end as usize..).unwrap_or_default();
        let modifiers = rule.modifiers.iter().flat_map(|it| &it.children);
        let mut modifiers: Vec<_> =
            modifiers.map(|it| (it.exception, it.name.text, it.value.map(|it| it.text))).collect();
        modifiers.sort_unstable();
        let (separator, body) = (rule.separator, rest.trim_ascii_end());
        Some(Page { separator, body, modifiers, sites: Sites::of_list(&rule.domains), kind })
    }

    pub(super) fn covers(&self, other: &Page<'_>, readers: Readers<'_>) -> bool {
        let is_kept = || {
            self.kind != Kind::Style
                || !self.sites.is_generic()
                || other.sites.is_generic()
                || !other.sites.on().iter().any(|it| readers.switched_off(it))
        };
        self.separator == other.separator
            && self.body == other.body
            && self.modifiers == other.modifiers
            && self.sites.covers(&other.sites)
            // uBlock Origin reads an excluded domain as an exception to all such rules.
            && other.sites.excludes_no_more_than(&self.sites)
            && is_kept()
    }
}
