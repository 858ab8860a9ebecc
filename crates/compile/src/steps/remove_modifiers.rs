use std::ops::Range;

use bloqr_dns::{Hosts, is_comment, split, trim};

use crate::{
    Difference,
    pass::{Fate, Notes},
    steps::convert_to_ascii::separator,
};

super::docs! {
    /// Removes the modifiers `third-party`, `3p`, `all`, `document`, `doc`, `popup` and `network`:
    /// they have no meaning for DNS blockers, and the rule blocks the same without them. Other
    /// modifiers, and rules without these modifiers, stay byte for byte. Blanks at the ends of
    /// lines are removed.
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
    let Some(mut end) = split(rule).options.map(|it| rule.len() - it.len() - 1) else {
        return trimmed();
    };
    if items(&rule[end + 1..]).into_iter().any(|it| prints_otherwise(&rule[end + 1..][it])) {
        notes.differ(Difference::Modifier);
    }
    // The text before the `$` can end in modifiers too: `a$popup$doc`.
    let mut kept = rule.len();
    loop {
        let options = &rule[end + 1..kept];
        let items: Vec<&str> = items(options).into_iter().map(|it| &options[it]).collect();
        if !items.iter().any(|it| is_removed(it)) {
            break;
        }
        let left: Vec<&str> =
            items.into_iter().filter(|it| !it.is_empty() && !is_removed(it)).collect();
        if !left.is_empty() {
            let text = format!("{}${}", &rule[..end], left.join(","));
            return Fate::Text(trim(&text).to_owned());
        }
        kept = trim(&rule[..end]).len();
        match split(&rule[..kept]).options {
            Some(options) => end = kept - options.len() - 1,
            None => break,
        }
    }
    if kept == rule.len() { trimmed() } else { Fate::Part(start..start + kept) }
}

fn is_removed(item: &str) -> bool {
    REMOVED.contains(&item.split_once('=').map_or(item, |it| it.0))
}

/// Whether HostlistCompiler writes the modifier in another way.
fn prints_otherwise(item: &str) -> bool {
    let equals = item.bytes().filter(|it| *it == b'=').count();
    item.contains("\\,") || equals > 1 || item.ends_with('=')
}

/// The ranges of the modifiers between commas. A comma after a backslash, or in a regular
/// expression, does not end a modifier.
pub(super) fn items(options: &str) -> Vec<Range<usize>> {
    let bytes = options.as_bytes();
    let comma = |from: usize| {
        let found = memchr::memchr_iter(b',', &bytes[from..]).map(|it| from + it);
        found.into_iter().find(|at| *at == 0 || bytes[at - 1] != b'\\').unwrap_or(bytes.len())
    };
    let mut items = Vec::new();
    let mut from = 0;
    // The end of a regular expression that is never closed is searched for only once.
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

/// Whether a regular expression ends somewhere after its first `/`.
fn ends_regex(rest: &str) -> bool {
    let rest = rest.trim_end_matches(|it: char| it.is_ascii_lowercase());
    rest.ends_with('/') && !rest.ends_with("\\/")
}
