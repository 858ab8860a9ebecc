use std::ops::Range;

use bloqr_dns::{Hosts, is_comment, split, trim};

use crate::{
    Difference,
    pass::{Fate, Notes},
    steps::convert_to_ascii::separator,
};

super::docs! {
    /// Removes the modifiers `third-party`, `3p`, `all`, `document`, `doc`, `popup` and `network`:
    /// DNS blockers have no use for them, and the rule blocks as well without. Other modifiers, and
    /// rules without these, stay byte for byte. Blanks at the ends of lines go.
    ///
    /// ```adblock
    /// ||ads.example.com^$third-party
    /// ||ads.example.com^$important,doc
    /// ||ads.example.com^$~third-party
    /// ||ads.example.com^$dnsrewrite=NOERROR;TXT;a=b,3p
    /// ```
    ///
    /// ```adblock
    /// ||ads.example.com^
    /// ||ads.example.com^$important
    /// ||ads.example.com^$~third-party
    /// ||ads.example.com^$dnsrewrite=NOERROR;TXT;a=b
    /// ```
}

const REMOVED: &[&str] = &["third-party", "3p", "document", "doc", "all", "popup", "network"];

pub(super) fn judge(line: &str, notes: &mut Notes) -> Fate {
    let rule = trim(line);
    let start = rule.as_ptr() as usize - line.as_ptr() as usize;
    let trimmed = || {
        if rule.len() == line.len() { Fate::Keep } else { Fate::Part(start..start + rule.len()) }
    };
    if !rule.contains('$') || is_comment(rule) || Hosts::read(rule).is_some() {
        return trimmed();
    }
    if separator(rule).is_some() {
        if rule.contains('\\') {
            notes.differ(Difference::Modifier);
        }
        return trimmed();
    }
    let Some(options) = split(rule).options else {
        if rule == "@@" {
            notes.differ(Difference::Crash);
        }
        return trimmed();
    };
    let kept = |item: &&str| !item.is_empty() && !is_removed(item);
    let items = || items(options).into_iter().map(|it| &options[it]);
    if items().any(prints_otherwise) {
        notes.differ(Difference::Modifier);
    }
    if !items().any(is_removed) {
        return trimmed();
    }
    let end = rule.len() - options.len() - 1;
    let left: Vec<_> = items().filter(kept).collect();
    if left.is_empty() {
        return Fate::Part(start..start + end);
    }
    Fate::Text(format!("{}${}", &rule[..end], left.join(",")))
}

fn is_removed(item: &str) -> bool {
    REMOVED.contains(&item.split_once('=').map_or(item, |it| it.0))
}

/// Whether HostlistCompiler writes the modifier in another way.
fn prints_otherwise(item: &str) -> bool {
    let equals = item.bytes().filter(|it| *it == b'=').count();
    item.contains("\\,") || equals > 1 || item.ends_with('=')
}

/// Where the modifiers are between commas. A comma with a backslash before it, or within a regular
/// expression, does not end one.
pub(super) fn items(options: &str) -> Vec<Range<usize>> {
    let bytes = options.as_bytes();
    let comma = |from: usize| {
        let found = memchr::memchr_iter(b',', &bytes[from..]).map(|it| from + it);
        found.into_iter().find(|at| *at == 0 || bytes[at - 1] != b'\\').unwrap_or(bytes.len())
    };
    let mut items = Vec::new();
    let mut from = 0;
    // A regular expression that nothing ends is looked for once.
    let mut any_regex = true;
    while from <= bytes.len() {
        let mut end = comma(from);
        let value = options[from..end].find("=/").filter(|_| any_regex);
        if let Some(at) = value {
            let value = from + at + 2;
            let mut later = end;
            while later < bytes.len() && !ends_regex(&options[value..later]) {
                later = comma(later + 1);
            }
            any_regex = ends_regex(&options[value..later]);
            if any_regex {
                end = later;
            }
        }
        items.push(from..end);
        from = end + 1;
    }
    items
}

/// Whether what follows the first `/` of a regular expression ends one.
fn ends_regex(rest: &str) -> bool {
    let rest = rest.trim_end_matches(|it: char| it.is_ascii_lowercase());
    rest.ends_with('/') && !rest.ends_with("\\/")
}
