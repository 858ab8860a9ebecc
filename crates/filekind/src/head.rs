//! Files whose kind is in their first lines, or in a line that no other file has.

use memchr::memmem;

use super::sample::Sample;

/// The numbers of the lines for which `is_one` is true.
fn lines_where(sample: &Sample<'_>, is_one: impl Fn(&str) -> bool) -> Vec<usize> {
    (0..sample.lines.len()).filter(|it| is_one(sample.lines[*it].text())).collect()
}

fn reason(sample: &Sample<'_>, what: &str, is_one: impl Fn(&str) -> bool) -> Option<String> {
    let marks = lines_where(sample, is_one);
    (!marks.is_empty()).then(|| sample.reason(&marks, what))
}

/// The reason from the first line, if `is_one` is true for it.
fn first(sample: &Sample<'_>, what: &str, is_one: impl Fn(&str) -> bool) -> Option<String> {
    is_one(sample.first()?).then(|| sample.reason(&[0], what))
}

/// JSON of any shape. JSON for a known program is recognized before.
pub(super) fn json(sample: &Sample<'_>) -> Option<String> {
    is_json(sample).then(|| {
        let (open, close) = if sample.first().is_some_and(|it| it.starts_with('{')) {
            ('{', '}')
        } else {
            ('[', ']')
        };
        if sample.last_byte() == Some(close as u8) {
            format!("it starts with `{open}` and ends with `{close}`, as JSON does")
        } else {
            format!("it starts with `{open}`, as JSON does")
        }
    })
}

/// By its first tokens: `{"key":`, `[{"`, `["text",`, `[[`, `[1,`, `{}`, `[]`.
pub(super) fn is_json(sample: &Sample<'_>) -> bool {
    let text = &*sample.head;
    let inner = |text: &str| -> Option<char> { text.chars().next() };
    if let Some(rest) = text.strip_prefix('{') {
        let rest = rest.trim_start();
        return match inner(rest) {
            Some('}') => rest[1..].trim().is_empty(),
            Some('"') => behind_string(rest).is_some_and(|it| it.starts_with(':')),
            _ => false,
        };
    }
    let Some(rest) = text.strip_prefix('[') else { return false };
    let rest = rest.trim_start();
    match inner(rest) {
        Some(']') => rest[1..].trim().is_empty(),
        Some('{') => rest[1..].trim_start().starts_with(['"', '}']),
        Some('"') => behind_string(rest).is_some_and(|it| it.starts_with([',', ']'])),
        Some('[') => rest[1..]
            .trim_start()
            .starts_with(['"', '[', '{', ']', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']),
        Some('0'..='9' | '-') => rest.find([',', ']']).is_some_and(|it| {
            rest[..it].trim().parse::<f64>().is_ok() && sample.last_byte() == Some(b']')
        }),
        _ => false,
    }
}

/// The text after the string at the start of `text`.
fn behind_string(text: &str) -> Option<&str> {
    let mut at = 1;
    let bytes = text.as_bytes();
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return Some(text[at + 1..].trim_start()),
            b'\n' => return None,
            _ => at += 1,
        }
    }
    None
}

/// JSON with at least `need` of these keys near its start.
fn json_with(sample: &Sample<'_>, keys: &[&str], need: usize) -> Option<String> {
    if !is_json(sample) {
        return None;
    }
    let text = &*sample.head;
    let has = |key: &&&str| {
        let quoted = format!("\"{key}\"");
        text.match_indices(&quoted)
            .any(|(at, _)| text[at + quoted.len()..].trim_start().starts_with(':'))
    };
    let found: Vec<String> = keys.iter().filter(has).map(|it| format!("`{it}`")).collect();
    let named = match &found[..] {
        [] => return None,
        [one] => one.clone(),
        [before @ .., last] => format!("{} and {last}", before.join(", ")),
    };
    let keys = if found.len() == 1 { "key" } else { "keys" };
    (found.len() >= need).then(|| format!("it is JSON with the {keys} {named}"))
}

pub(super) fn ubo_backup(sample: &Sample<'_>) -> Option<String> {
    #[rustfmt::skip]
    const KEYS: [&str; 11] = [
        "timeStamp", "userSettings", "selectedFilterLists", "hiddenSettings", "whitelist",
        "netWhitelist", "dynamicFilteringString", "urlFilteringString", "hostnameSwitchesString",
        "userFilters", "filterLists",
    ];
    json_with(sample, &KEYS, 2)
}

pub(super) fn safari_json(sample: &Sample<'_>) -> Option<String> {
    json_with(sample, &["trigger", "action", "url-filter"], 2)
}

pub(super) fn dnr_json(sample: &Sample<'_>) -> Option<String> {
    json_with(sample, &["action", "condition"], 2)
}

pub(super) fn little_snitch(sample: &Sample<'_>) -> Option<String> {
    #[rustfmt::skip]
    const LISTS: [&str; 5] = [
        "denied-remote-domains", "denied-remote-hosts", "denied-remote-addresses",
        "denied-remote-notes", "unmanaged-remote-domains",
    ];
    json_with(sample, &LISTS, 1).or_else(|| {
        json_with(sample, &["remote-domains", "remote-hosts", "remote-addresses", "remote"], 1)
            .filter(|_| json_with(sample, &["rules", "action"], 1).is_some())
    })
}

pub(super) fn sing_box(sample: &Sample<'_>) -> Option<String> {
    let domains = ["domain_suffix", "domain_keyword", "domain_regex", "ip_cidr", "domain"];
    json_with(sample, &["rules"], 1).and_then(|_| json_with(sample, &domains, 1))
}

pub(super) fn html(sample: &Sample<'_>) -> Option<String> {
    #[rustfmt::skip]
    const TAGS: [&str; 26] = [
        "!doctype", "html", "head", "body", "meta", "title", "script", "style", "link", "div",
        "p", "table", "ul", "ol", "h1", "h2", "h3", "center", "a", "img", "br", "pre", "span",
        "details", "nav", "main",
    ];
    starts_with_tag(sample.head.as_bytes(), &TAGS)
        .then(|| sample.reason(&[0], "the tags and comments that HTML starts with"))
}

/// Whether this is a page of HTML, whatever stands in it.
pub(super) fn is_page(bytes: &[u8]) -> bool {
    let mut start = bytes.trim_ascii_start();
    while let Some(rest) = start.strip_prefix(b"\xEF\xBB\xBF") {
        start = rest.trim_ascii_start();
    }
    starts_with_tag(start, &["!doctype", "html"])
}

/// Whether one of these tags comes first, perhaps behind comments, of which there can be millions, and
/// the declaration of XML. What follows a comment that does not end is not seen: no filter list
/// has such a comment.
fn starts_with_tag(text: &[u8], tags: &[&str]) -> bool {
    let mut rest = text;
    let mut is_comment = false;
    loop {
        let end: &[u8] = match () {
            () if rest.starts_with(b"<!--") => b"-->",
            () if rest.starts_with(b"<?xml") => b"?>",
            () => break,
        };
        is_comment = end == b"-->";
        match memmem::find(rest, end) {
            Some(at) => rest = rest[at + end.len()..].trim_ascii_start(),
            None => return is_comment,
        }
    }
    // Nothing but comments, and perhaps a part of one where the text is cut.
    if is_comment && b"<!--".starts_with(rest) {
        return true;
    }
    let Some(rest) = rest.strip_prefix(b"<") else { return false };
    tags.iter().any(|tag| {
        let is_tag =
            rest.get(..tag.len()).is_some_and(|it| it.eq_ignore_ascii_case(tag.as_bytes()));
        is_tag && rest.get(tag.len()).is_none_or(|it| b" >/\t\r\n".contains(it))
    })
}

pub(super) fn xml(sample: &Sample<'_>) -> Option<String> {
    first(sample, "the lines that XML starts with", |line| {
        line.starts_with("<?xml")
            || line.starts_with('<')
                && line[1..].starts_with(|it: char| it.is_ascii_alphabetic())
                && (line.contains(" xmlns")
                    || line.starts_with("<svg")
                    || line.starts_with("<plist")
                    || line.ends_with('>'))
    })
}

pub(super) fn userscript(sample: &Sample<'_>) -> Option<String> {
    reason(sample, "the lines that start a userscript", |line| {
        line.strip_prefix("//").is_some_and(|it| it.trim() == "==UserScript==")
    })
}

pub(super) fn userstyle(sample: &Sample<'_>) -> Option<String> {
    reason(sample, "the lines that start a userstyle", |line| {
        line.trim_start_matches(['/', '*', ' ']).starts_with("==UserStyle==")
            || line.starts_with("@-moz-document ")
    })
}

/// `/// name.js` above a function, and the old form: `name.js application/javascript`.
pub(super) fn ubo_resources(sample: &Sample<'_>) -> Option<String> {
    #[rustfmt::skip]
    const TYPES: [&str; 12] = [
        "application/javascript", "application/json", "fn/javascript", "image/gif", "image/png",
        "image/svg+xml", "text/css", "text/html", "text/javascript", "text/plain", "text/xml",
        "video/mp4",
    ];
    const NAMES: [&str; 10] =
        [".js", ".fn", ".gif", ".png", ".html", ".mp3", ".mp4", ".css", ".txt", ".json"];
    let is_resource = |line: &str| {
        if let Some(name) = line.strip_prefix("/// ") {
            let name = name.trim();
            return name.starts_with("alias ")
                || !name.contains(' ') && NAMES.iter().any(|it| name.ends_with(it));
        }
        let mut words = line.split_whitespace();
        let (name, kind) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
        let kind = kind.split(';').next().unwrap_or("");
        words.next().is_none() && !name.starts_with('#') && TYPES.contains(&kind)
    };
    reason(sample, "headings of uBlock Origin's resources", is_resource)
        .or_else(|| scriptlets_module(sample))
}

/// The source of scriptlets, in the form of uBlock Origin and Brave.
fn scriptlets_module(sample: &Sample<'_>) -> Option<String> {
    reason(sample, "lines of a module of scriptlets", |line| {
        line.starts_with("builtinScriptlets.push(")
            || line.starts_with("registerScriptlet(")
            || line.starts_with("export const builtinScriptlets")
    })
}

pub(super) fn umatrix_recipes(sample: &Sample<'_>) -> Option<String> {
    let found = lines_where(sample, |it| {
        let it = it.trim_start_matches(['!', '#', ' ']);
        it.starts_with("uMatrix: Ruleset recipes")
    });
    found.first().map(|it| sample.reason(&[*it], "the headings of uMatrix's recipes"))
}

pub(super) fn diff(sample: &Sample<'_>) -> Option<String> {
    first(sample, "the lines that a diff starts with", |line| {
        line.starts_with("diff --git ")
            || line.starts_with("--- a/")
            || line.starts_with("Index: ")
            || line.starts_with("diff name:")
    })
    .or_else(|| {
        reason(sample, "places of a diff", |line| {
            line.starts_with("@@ -") && line[4..].contains(" @@")
        })
    })
}

pub(super) fn pointer(sample: &Sample<'_>) -> Option<String> {
    first(sample, "the line that a pointer of Git LFS starts with", |line| {
        line.starts_with("version https://git-lfs.github.com/")
    })
}

pub(super) fn pem(sample: &Sample<'_>) -> Option<String> {
    first(sample, "the line that a key or a signature starts with", |line| {
        line.starts_with("-----BEGIN ") && line.ends_with("-----")
    })
}

/// Text in Base64: lines of the same length, with only its letters.
pub(super) fn base64(sample: &Sample<'_>) -> Option<String> {
    let lines = &sample.lines;
    let is_letters = |line: &str| {
        line.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'+' | b'/' | b'='))
    };
    let width = lines.first()?.text().len();
    let is_dense = width >= 60
        && lines.iter().all(|it| is_letters(it.text()) && it.text().len() <= width)
        && lines.iter().take(lines.len() - 1).all(|it| it.text().len() == width);
    let first = lines.first()?.text();
    let is_mixed = first.bytes().any(|it| it.is_ascii_uppercase())
        && first.bytes().any(|it| it.is_ascii_lowercase())
        && first.bytes().any(|it| it.is_ascii_digit());
    (is_dense && is_mixed).then(|| format!("its lines are {width} letters of Base64 each"))
}

pub(super) fn shell(sample: &Sample<'_>) -> Option<String> {
    first(sample, "the lines that a script starts with", |line| {
        line.starts_with("#!/")
            || line.starts_with("#! /")
            || line.eq_ignore_ascii_case("@echo off")
    })
}

pub(super) fn license(sample: &Sample<'_>) -> Option<String> {
    #[rustfmt::skip]
    const SAYINGS: [&str; 12] = [
        "Permission is hereby granted, free of charge",
        "Permission to use, copy, modify, and/or distribute", "GNU GENERAL PUBLIC LICENSE",
        "GNU LESSER GENERAL PUBLIC LICENSE", "GNU AFFERO GENERAL PUBLIC LICENSE", "Apache License",
        "Mozilla Public License", "Redistribution and use in source and binary forms",
        "Creative Commons", "This is free and unencumbered software",
        "THE SOFTWARE IS PROVIDED \"AS IS\"", "CC0 1.0 Universal",
    ];
    if !SAYINGS.iter().any(|it| sample.head.contains(it)) {
        return None;
    }
    reason(sample, "words of a licence", |line| {
        !line.starts_with(['#', '!', ';']) && SAYINGS.iter().any(|it| line.contains(it))
    })
    .filter(|_| super::text::is_mostly_prose(sample))
}
