use crate::{
    Targets, audience::Audience, diagnostic::Edit, line_context::LineContext, nearest::nearest,
    rule::rule, tables::comments::HEADERS,
};
use bloqr_syntax::{
    ast::{Comment, MetadataComment, Text},
    source::Span,
};

rule! {
    /// A header of the list that blockers cannot read.
    ///
    /// ```adblock
    /// ! Expires: soon
    /// !          ^^^^ `Expires` takes a number of days or hours, such as `4 days`
    /// ! Homepage: my lists
    /// !           ^^^^^^^^ `Homepage` takes a URL that starts with `https://`
    /// ! Title:
    /// !^^^^^^^ `Title` has no value
    /// ! Diff-Path: patches/list.txt
    /// !            ^^^^^^^^^^^^^^^^ `Diff-Path` takes the path of a `.patch`
    /// ```
    ///
    /// Blockers look for headers at the top of a list, and know them by their names:
    ///
    /// ```adblock
    /// ! Hompage: https://lists.example/
    /// ! ^^^^^^^ unknown header `Hompage`
    /// ```
    ///
    /// ```adblock
    /// ! Title: My list
    /// ! Homepage: https://lists.example/
    /// ! Expires: 12 hours (update frequency)
    /// ! Diff-Path: ../patches/list-2026.1.2.3.patch#list
    /// ```
    "invalid-metadata", Warning
}

/// The number of lines at the top of a list that can have headers.
const TOP: u32 = 30;

pub(crate) fn check(metadata: &MetadataComment<'_>, cx: &mut LineContext<'_>) {
    value(&metadata.header, metadata.value, cx);
}

/// Checks a comment that looks like a header and that the parser does not know as one.
pub(crate) fn check_comment(comment: &Comment<'_>, cx: &mut LineContext<'_>) {
    if cx.line >= TOP || &*comment.marker != "!" {
        return;
    }
    let text: &str = comment.text.text;
    let Some((name, rest)) = text.split_once(':') else {
        check_colon(comment, cx);
        return;
    };
    let (name, trimmed) = (name.trim(), rest.trim());
    if name.is_empty() || name.len() > 16 {
        return;
    }
    let start = comment.text.start as usize + text.len() - text.trim_start().len();
    let span = Span::new(start, start + name.len());
    if let Some(header) = HEADERS.names().find(|it| it.eq_ignore_ascii_case(name)) {
        // The text of a description can start on the next line.
        if trimmed.is_empty() && header == "Description" {
            return;
        }
        if trimmed.is_empty() {
            let whole = Span::new(comment.marker.start as usize, comment.text.span().end as usize);
            cx.report(
                &RULE,
                whole,
                Audience::ignored_by(Targets::EVERY),
                format_args!("`{header}` has no value"),
            );
            return;
        }
        let at = comment.text.start as usize + text.len() - rest.trim_start().len();
        value(header, Text { text: trimmed, start: at as u32 }, cx);
    } else if !trimmed.is_empty() && !name.contains(' ') && name.len() > 4 {
        misspelt(name, span, cx);
    }
}

/// Reports `! Expires 4 days`.
fn check_colon(comment: &Comment<'_>, cx: &mut LineContext<'_>) {
    let text: &str = comment.text.text;
    let trimmed = text.trim();
    let Some((name, period)) = trimmed.split_once([' ', '=']) else { return };
    if !name.eq_ignore_ascii_case("expires") || !is_period(period.trim()) {
        return;
    }
    let start = comment.text.start as usize + text.len() - text.trim_start().len();
    let place = cx.place(Span::new(start, start + trimmed.len()));
    let meant = format!("{name}: {}", period.trim());
    cx.report(
        &RULE,
        Span::new(start, start + trimmed.len()),
        Audience::ignored_by(Targets::EVERY),
        format_args!("a colon must follow the name of a header: write `! {meant}`"),
    )
    .fix(false, "add the colon", || vec![Edit::Replace { place, text: meant.clone() }]);
}

#[cold]
fn misspelt(name: &str, span: Span, cx: &mut LineContext<'_>) {
    let Some(meant) = nearest(name, HEADERS.names()) else { return };
    let place = cx.place(span);
    cx.report(
        &RULE,
        span,
        Audience::ignored_by(Targets::EVERY),
        format_args!("unknown header `{name}`"),
    )
    .suggest(place, name, || Some(meant));
}

fn value(header: &str, value: Text<'_>, cx: &mut LineContext<'_>) {
    let text: &str = value.text;
    let is_address = |it: &str| it.starts_with("https://") || it.starts_with("http://");
    let (is_right, takes) = match header.to_ascii_lowercase().as_str() {
        "expires" | "diff-expires" => {
            (is_period(text), "a number of days or hours, such as `4 days`")
        }
        "homepage" => (is_address(text), "a URL that starts with `https://`"),
        "redirect" => {
            let is_one = is_address(text) && !text.contains(char::is_whitespace);
            (is_one, "the URL where the list is now")
        }
        "diff-path" => {
            let path = text.split('#').next().unwrap_or(text);
            (path.ends_with(".patch"), "the path of a `.patch`")
        }
        "checksum" => (is_checksum(text), "an MD5 sum in Base64: 22 characters"),
        _ => return,
    };
    if !is_right {
        let message = format!("`{header}` takes {takes}");
        cx.report(&RULE, value.span(), Audience::ignored_by(Targets::EVERY), message);
    }
}

/// `4 days`, `12h`, `1`
fn is_period(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let unit = text[digits..].trim_start().to_ascii_lowercase();
    let is_unit = unit.is_empty() || unit.starts_with(['d', 'h', '(']);
    digits > 0 && is_unit && text.bytes().take(digits).any(|it| it != b'0')
}

fn is_checksum(text: &str) -> bool {
    let sum = text.trim_end_matches('=');
    let is_base64 = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'+' | b'/');
    sum.len() == 22 && sum.bytes().all(is_base64)
}
