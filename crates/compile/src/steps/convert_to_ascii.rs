use std::ops::Range;

use bloqr_dns::{Hosts, is_comment, split};
use idna::{AsciiDenyList, domain_to_ascii_cow};

use crate::{
    Difference,
    pass::{Fate, Notes},
    steps::remove_modifiers::items,
};

super::docs! {
    /// Converts international names to ASCII (Punycode): in patterns, in hosts lines, before the
    /// separator of cosmetic rules, and in modifiers with lists of domains. Text that is not a
    /// name, or that has no form in ASCII, is not changed.
    ///
    /// ```adblock
    /// ||реклама.рф^
    /// 0.0.0.0 münchen.example
    /// ||bücher.example:8080/путь^
    /// ||ads.example.com^$denyallow=реклама.рф
    /// /реклама/
    /// example.com##.реклама
    /// ```
    ///
    /// ```adblock
    /// ||xn--80aanufhx.xn--p1ai^
    /// 0.0.0.0 xn--mnchen-3ya.example
    /// ||xn--bcher-kva.example:8080/путь^
    /// ||ads.example.com^$denyallow=xn--80aanufhx.xn--p1ai
    /// /реклама/
    /// example.com##.реклама
    /// ```
}

/// Modifiers whose values are domains, separated by `|`.
const LISTS: &[&str] = &["domain", "from", "to", "denyallow"];

pub(super) fn judge(line: &str, notes: &mut Notes) -> Fate {
    if line.is_ascii() {
        return Fate::Keep;
    }
    if is_comment(line) {
        if line.starts_with('#') && !line.starts_with("# ") {
            notes.differ(Difference::Ascii);
        }
        return Fate::Keep;
    }
    // With a name in ASCII, the line can be another kind of rule, so it is read again.
    let mut text = convert(line);
    for _ in 0..MOST_TIMES {
        match text.as_deref().and_then(convert) {
            Some(again) => text = Some(again),
            None => break,
        }
    }
    if !text.as_deref().unwrap_or(line).is_ascii() {
        notes.differ(Difference::Ascii);
    }
    text.map_or(Fate::Keep, Fate::Text)
}

const MOST_TIMES: usize = 4;

/// The line with its names in ASCII, if it has names to convert.
fn convert(line: &str) -> Option<String> {
    if line.is_ascii() || is_comment(line) {
        return None;
    }
    let mut edits = Edits { line, edits: Vec::new() };
    if let Some(hosts) = Hosts::read(line) {
        hosts.names().for_each(|it| edits.host(it, true));
    } else if let Some(separator) = separator(line) {
        edits.domains(&line[..separator], ',');
    } else {
        edits.rule(line);
    }
    edits.finish()
}

/// The start of the separator of a cosmetic rule.
pub(super) fn separator(rule: &str) -> Option<usize> {
    if rule.starts_with('|') || rule.starts_with("@@") {
        return None;
    }
    let bytes = rule.as_bytes();
    memchr::memchr2_iter(b'#', b'$', bytes).find(|at| {
        let rest = &bytes[at + 1..];
        if bytes[*at] == b'$' {
            return rest.starts_with(b"$") || rest.starts_with(b"@$");
        }
        let rest = rest.strip_prefix(b"@").unwrap_or(rest);
        let rest = rest.strip_prefix(b"$").unwrap_or(rest);
        let rest = rest.strip_prefix(b"?").or(rest.strip_prefix(b"%")).unwrap_or(rest);
        rest.starts_with(b"#")
    })
}

/// Changes to a line, in order.
struct Edits<'l> {
    line: &'l str,
    edits: Vec<(Range<usize>, String)>,
}

impl Edits<'_> {
    fn rule(&mut self, line: &str) {
        let parts = split(line);
        let is_regex = parts.pattern.starts_with('/') && parts.pattern.ends_with('/');
        if !is_regex {
            parts.pattern.split_whitespace().for_each(|it| self.pattern(it));
        }
        let Some(options) = parts.options else { return };
        for item in items(options) {
            let Some((name, value)) = options[item].split_once('=') else { continue };
            if LISTS.contains(&name) {
                self.domains(value, '|');
            } else if name == "dnsrewrite" {
                value.split(';').for_each(|it| self.host(it, false));
            }
        }
    }

    /// Converts the host of a pattern: the text after `||`, `|` or `://`, up to the first sign.
    fn pattern(&mut self, pattern: &str) {
        let rest = pattern.trim_start_matches('|');
        let scheme = rest.find("://").filter(|at| !rest[..*at].contains(['/', '.']));
        let rest = scheme.map_or(rest, |at| &rest[at + 3..]);
        let is_anchored = rest.len() < pattern.len();
        let end = rest.find(['/', '^', ':', '|', '?', '=', '&', ',']).unwrap_or(rest.len());
        self.host(&rest[..end], is_anchored);
    }

    fn domains(&mut self, list: &str, between: char) {
        for domain in list.split(between) {
            let domain = domain.trim();
            self.host(domain.strip_prefix('~').unwrap_or(domain), true);
        }
    }

    /// Converts a word if it is a host. Without a dot it is one only if `is_certain`.
    fn host(&mut self, word: &str, is_certain: bool) {
        let has_dot = word.contains(['.', '。', '．', '｡']);
        if word.is_ascii() || !has_dot && !is_certain {
            return;
        }
        let name = word.trim_start_matches(['*', '.']);
        let end = match name.rsplit_once('.') {
            Some((_, last)) if last.is_ascii() => name.trim_end_matches('*').trim_end_matches('.'),
            _ => name,
        };
        let start = name.as_ptr() as usize - self.line.as_ptr() as usize;
        if end.contains('*') {
            return;
        }
        match domain_to_ascii_cow(end.as_bytes(), AsciiDenyList::URL) {
            Ok(ascii) if !ascii.is_empty() && *ascii != *end => {
                self.edits.push((start..start + end.len(), ascii.into_owned()));
            }
            _ => (),
        }
    }

    fn finish(self) -> Option<String> {
        if self.edits.is_empty() {
            return None;
        }
        let mut text = String::with_capacity(self.line.len() + 16);
        let mut from = 0;
        for (range, new) in self.edits {
            text.push_str(&self.line[from..range.start]);
            text.push_str(&new);
            from = range.end;
        }
        text.push_str(&self.line[from..]);
        Some(text)
    }
}
