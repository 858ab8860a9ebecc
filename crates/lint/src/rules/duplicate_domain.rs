use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    audience::Audience, diagnostic::Edit, facts::MAX_NAME, line_context::LineContext, rule::rule,
};
use bloqr_syntax::source::Span;

rule! {
    /// A domain that occurs twice in one list, or that another one includes.
    ///
    /// ```adblock
    /// ||ads.example^$domain=a.example|b.example|a.example
    /// !                                         ^^^^^^^^^ `a.example` is already in this list
    /// a.example,sub.a.example##.banner
    /// !         ^^^^^^^^^^^^^ `a.example` includes `sub.a.example`
    /// a.example,~a.example##.banner
    /// !         ^^^^^^^^^^ `a.example` is both with and without `~` in this list
    /// ```
    ///
    /// ```adblock
    /// ||ads.example^$domain=a.example|b.example
    /// a.example,~sub.a.example##.banner
    /// ```
    "duplicate-domain", Info
}

/// A domain of a list, without its `~`, and its place with the `~`.
pub(crate) struct Item<'l> {
    pub(crate) name: &'l str,
    pub(crate) span: Span,
    pub(crate) is_negated: bool,
}

/// Checks a list of at least two domains, which are in `line`.
#[inline]
pub(crate) fn check<'l>(
    line: &str,
    items: impl Iterator<Item = Item<'l>> + Clone,
    cx: &mut LineContext<'_>,
) {
    const FEW: usize = 6;
    let mut few: [&str; FEW] = [""; FEW];
    // Most lists are short.
    for (count, item) in items.clone().enumerate() {
        let ends_alike = |it: &&str| it.ends_with(item.name) || item.name.ends_with(*it);
        if count == FEW || few[..count].iter().any(ends_alike) {
            return check_many(line, items, cx);
        }
        few[count] = item.name;
    }
}

#[cold]
fn check_many<'l>(
    line: &str,
    items: impl Iterator<Item = Item<'l>> + Clone,
    cx: &mut LineContext<'_>,
) {
    let mut seen: FxHashMap<&str, bool> = FxHashMap::default();
    let has_negated = items.clone().any(|it| it.is_negated);
    for item in items.clone() {
        match seen.insert(item.name, item.is_negated) {
            Some(before) if before != item.is_negated => {
                let message =
                    format_args!("`{}` is both with and without `~` in this list", item.name);
                cx.report(&RULE, item.span, Audience::NOTE, message);
            }
            Some(_) => {
                let message = format_args!("`{}` is already in this list", item.name);
                report(line, &item, message, cx);
            }
            None => (),
        }
    }
    // With exceptions, a part of an excluded domain can be included again.
    if has_negated {
        return;
    }
    let names: FxHashSet<&str> = seen.into_keys().collect();
    // The parts of a text that is too long for a name would take too long.
    let is_name = |it: &Item<'_>| it.name.len() <= MAX_NAME && !it.name.starts_with('/');
    for item in items.filter(is_name) {
        let mut rest = item.name;
        while let Some((_, wider)) = rest.split_once('.') {
            if names.contains(wider) && !wider.is_empty() {
                report(line, &item, format_args!("`{wider}` includes `{}`", item.name), cx);
                break;
            }
            rest = wider;
        }
    }
}

fn report(line: &str, item: &Item<'_>, message: std::fmt::Arguments<'_>, cx: &mut LineContext<'_>) {
    let (mut start, mut end) = (item.span.start as usize, item.span.end as usize);
    // The separator goes too: the one before it, or for the first domain, the one behind it.
    if line[..start].ends_with([',', '|']) {
        start -= 1;
    } else if line[end..].starts_with([',', '|']) {
        end += 1;
    }
    let place = cx.place(Span::new(start, end));
    cx.report(&RULE, item.span, Audience::NOTE, message)
        .fix(false, "remove it", || vec![Edit::Replace { place, text: String::new() }]);
}
