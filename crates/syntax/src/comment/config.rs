//! AGLint's inline configuration: `! aglint-disable-next-line rule-1 -- because`

use crate::{
    ErrorClass, SyntaxError,
    ast::{ConfigComment, ConfigParams, ParameterList},
    comment::json5::Members,
    error::Result,
    scan::{find_blank, is_blank, js_trim, skip_blanks, text, trim_blanks_end},
    source::Span,
};

/// An indented comment is never a config comment, because AGTree looks after the first byte of the
/// line.
pub(super) fn is_config(line: &str, from: usize) -> bool {
    let bytes = line.as_bytes();
    if is_blank(bytes[0]) || !matches!(bytes[from], b'!' | b'#') {
        return false;
    }
    let rest = js_trim(&line[from + 1..]).as_bytes();
    rest.get(..6).is_some_and(|it| it.eq_ignore_ascii_case(b"aglint"))
}

pub(super) fn parse(line: &str, from: usize) -> Result<ConfigComment<'_>> {
    let command_start = skip_blanks(line, from + 1);
    let command_end = find_blank(line, command_start);
    let command = text(line, command_start, command_end);
    let start = skip_blanks(line, command_end);
    let dashes = memchr::memmem::find(&line.as_bytes()[start..], b"--").map(|it| start + it);
    let comment = dashes.map(|it| text(line, it, trim_blanks_end(line, line.len())));
    let end = trim_blanks_end(line, dashes.unwrap_or(line.len())).max(start);
    let params = if &*command == "aglint" {
        Some(parse_config(line, start, end)?)
    } else if start < end {
        Some(ConfigParams::List(ParameterList::commas(line, start, end)))
    } else {
        None
    };
    Ok(ConfigComment { marker: text(line, from, from + 1), command, params, comment })
}

fn parse_config(line: &str, start: usize, end: usize) -> Result<ConfigParams<'_>> {
    let value = Members::check(&line[start..end]).map_err(|err| {
        let at = (start + err.at).min(end);
        SyntaxError::new(err.message, at, end).of(ErrorClass::Json5)
    })?;
    if value.is_empty() {
        let error = SyntaxError::new("Empty AGLint config", start, end);
        return Err(error.of(ErrorClass::Plain));
    }
    Ok(ConfigParams::Config { span: Span::new(start, end), value })
}
