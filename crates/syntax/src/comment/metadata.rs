//! `! Title: My list`

use crate::{
    ast::MetadataComment,
    scan::{skip_blanks, text, trim_blanks_end},
};

/// The headers that AGTree knows, in the order in which it tries them. The first match counts.
const HEADERS: [&str; 12] = [
    "Checksum",
    "Description",
    "Expires",
    "Homepage",
    "Last Modified",
    "LastModified",
    "Licence",
    "License",
    "Time Updated",
    "TimeUpdated",
    "Version",
    "Title",
];

pub(super) fn parse(line: &str, from: usize) -> Option<MetadataComment<'_>> {
    let bytes = line.as_bytes();
    if !matches!(bytes.get(from), Some(b'!' | b'#')) {
        return None;
    }
    let start = skip_blanks(line, from + 1);
    let rest = &bytes[start..];
    let first = rest.first()?.to_ascii_uppercase();
    let starts_with = |header: &&&str| {
        header.as_bytes()[0] == first
            && rest.get(..header.len()).is_some_and(|it| it.eq_ignore_ascii_case(header.as_bytes()))
    };
    let end = start + HEADERS.iter().find(starts_with)?.len();
    let colon = skip_blanks(line, end);
    if bytes.get(colon) != Some(&b':') {
        return None;
    }
    let value_start = skip_blanks(line, colon + 1);
    let value = text(line, value_start, trim_blanks_end(line, line.len()));
    (!value.is_empty()).then(|| MetadataComment {
        marker: text(line, from, from + 1),
        header: text(line, start, end),
        value,
    })
}
