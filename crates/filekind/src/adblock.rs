//! Signs of a filter list.

use super::sample::{Sample, trim};

/// What a line says about the kind of its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Nothing: files of many kinds have such comments.
    Comment,
    /// It starts with `!`, like comments in adblock lists.
    Note,
    /// Only adblock lists have such lines.
    Rule,
    Other,
}

/// Whether a file with an unknown name is a filter list, by its first lines. `head` is the start of
/// the file; at most 4 KB of it are read.
///
/// ```
/// use bloqr_filekind::looks_like_list;
///
/// assert!(looks_like_list(b"[Adblock Plus 2.0]\n"));
/// assert!(looks_like_list(b"! Title: My list\n"));
/// assert!(!looks_like_list(b"#!/bin/sh\n"));
/// ```
pub fn looks_like_list(head: &[u8]) -> bool {
    let head = &head[..head.len().min(4096)];
    let text = String::from_utf8_lossy(head);
    let mut lines = text.lines().map(trim).filter(|it| !it.is_empty());
    lines.next().is_some_and(|it| is_agent(it) || is_metadata(it))
}

/// `[Adblock Plus 2.0]`, `[uBlock Origin; AdGuard]`
pub(super) fn is_agent(line: &str) -> bool {
    #[rustfmt::skip]
    const AGENTS: [&str; 12] = [
        "adblock", "adguard", "ublock", "abp", "ubo", "adg", "ublock₀", "brave", "ghostery",
        "adnauseam", "adb", "autoproxy",
    ];
    let Some(inside) = line.strip_prefix('[').and_then(|it| it.strip_suffix(']')) else {
        return false;
    };
    let first = inside.split([' ', ';']).next().unwrap_or("").to_lowercase();
    AGENTS.contains(&first.as_str())
}

/// `! Title: My list`
fn is_metadata(line: &str) -> bool {
    #[rustfmt::skip]
    const NAMES: [&str; 12] = [
        "title", "version", "expires", "homepage", "description", "last modified", "licence",
        "license", "checksum", "timeupdated", "redirect", "diff-path",
    ];
    let Some(rest) = line.strip_prefix('!') else { return false };
    let Some((name, _)) = rest.split_once(':') else { return false };
    let name = name.trim().to_ascii_lowercase();
    NAMES.contains(&name.as_str())
}

/// The class of each line.
pub(super) fn classes(sample: &Sample<'_>) -> Vec<Class> {
    let mut classes: Vec<Class> = sample.lines.iter().map(|it| class(it.text())).collect();
    // Comments of programs on several lines. A comment that never ends is not one.
    let mut start = None;
    for (n, line) in sample.lines.iter().enumerate() {
        let text = line.text();
        if text == "/*" || ["/* ", "/**", "/*!"].iter().any(|it| text.starts_with(it)) {
            start = Some(n);
        }
        if let Some(from) = start.filter(|_| text.ends_with("*/")) {
            if !classes[from..=n].contains(&Class::Rule) {
                classes[from..=n].fill(Class::Comment);
            }
            start = None;
        }
    }
    classes
}

/// `line` has no blanks at its ends, and is not empty.
fn class(line: &str) -> Class {
    match line.as_bytes() {
        // Minified JavaScript can start in this way.
        [b'!', ..] if line.starts_with("!function") => Class::Other,
        [b'!', ..] => Class::Note,
        _ if is_rule(line) => Class::Rule,
        [b'#' | b';', ..] | [b'/', b'/' | b'*', ..] => Class::Comment,
        _ => Class::Other,
    }
}

fn is_rule(line: &str) -> bool {
    let bytes = line.as_bytes();
    let has_blank = bytes.contains(&b' ');
    match bytes {
        [b'@', b'@', next, ..] => *next != b' ' && *next != b'@',
        [b'|', b'|', next, ..] => {
            (next.is_ascii_alphanumeric() || matches!(next, b'*' | b'.' | b'[' | 0x80..))
                && (!has_blank || line.contains('$'))
        }
        [b'%', ..] => line.starts_with("%include ") && line.ends_with('%'),
        [b'[', b'$', ..] => true,
        _ => {
            is_agent(line)
                || line.starts_with("@include \"")
                || is_cosmetic(line)
                || (!has_blank && has_options(line))
        }
    }
}

/// `a.example,~b.example##.ad`, `##.ad`
fn is_cosmetic(line: &str) -> bool {
    const SIGNS: [&str; 12] =
        ["##", "#@#", "#?#", "#@?#", "#$#", "#@$#", "#$?#", "#@$?#", "#%#", "#@%#", "$$", "$@$"];
    let Some(at) = line.find(['#', '$']) else { return false };
    let (domains, rest) = line.split_at(at);
    let is_name = |it: char| {
        it.is_ascii_alphanumeric()
            || matches!(it, '.' | ',' | '~' | '*' | '-' | '_')
            || !it.is_ascii()
    };
    if !domains.chars().all(is_name) {
        return false;
    }
    let Some(sign) = SIGNS.iter().find(|it| rest.starts_with(**it)) else { return false };
    let body = &rest[sign.len()..];
    let first = body.bytes().next().unwrap_or(b' ');
    // `##` alone is also the start of comments and headings: `## Advertisers`, `##########`.
    match (*sign, domains.is_empty()) {
        ("##" | "#@#", true) => match first {
            b'.' | b'[' | b'*' | b':' | b'+' | b'^' => true,
            b'#' => body[1..].starts_with(|it: char| it.is_ascii_alphabetic() || it == '_'),
            b'a'..=b'z' => *sign == "#@#" || body.contains(['[', '.', ':', '>', '#']),
            _ => false,
        },
        ("$$" | "$@$", true) => false,
        (_, true) => first != b' ' && first != b'#',
        (_, false) => first != b' ',
    }
}

/// `ads.js$script`
fn has_options(line: &str) -> bool {
    #[rustfmt::skip]
    const OPTIONS: [&str; 40] = [
        "script", "image", "stylesheet", "css", "object", "xmlhttprequest", "xhr", "subdocument",
        "frame", "document", "doc", "popup", "media", "font", "other", "websocket", "ping", "all",
        "third-party", "3p", "first-party", "1p", "strict3p", "strict1p", "important", "match-case",
        "badfilter", "domain", "from", "to", "denyallow", "removeparam", "csp", "redirect",
        "redirect-rule", "rewrite", "replace", "generichide", "elemhide", "dnsrewrite",
    ];
    let Some((_, options)) = line.rsplit_once('$') else { return false };
    let first = options.split(',').next().unwrap_or("").trim_start_matches('~');
    let name = first.split('=').next().unwrap_or("");
    OPTIONS.contains(&name)
}
