//! `!#if`, `!#include`, `!#safari_cb_affinity(…)` and other lines that start with `!#`.

use crate::{
    SyntaxError,
    ast::{DirectiveParams, ParameterList, PreProcessorComment},
    comment::condition,
    error::Result,
    scan::{skip_blanks, text, trim_blanks_end},
};

const SAFARI_CB_AFFINITY: &str = "safari_cb_affinity";

/// Parses a directive from `at`, after the marker.
pub(super) fn parse(line: &str, at: usize) -> Result<PreProcessorComment<'_>> {
    let start = skip_blanks(line, at);
    let rest = &line.as_bytes()[start..];
    let name_len = rest.iter().position(|it| matches!(it, b' ' | b'(')).unwrap_or(rest.len());
    let name_end = start + name_len;
    let name = text(line, start, name_end);
    let params_start = skip_blanks(line, name_end);
    if &*name == SAFARI_CB_AFFINITY {
        return parse_affinity(line, name_end, params_start)
            .map(|params| PreProcessorComment { name, params });
    }
    let end = trim_blanks_end(line, line.len());
    let params = match &*name {
        "if" | "include" if params_start == line.len() => {
            let message = format!("Directive \"{}\" requires parameters", &*name);
            return Err(SyntaxError::new(message, 0, line.len()));
        }
        _ if params_start == line.len() => None,
        "if" => Some(DirectiveParams::Condition(condition::parse(line, params_start, end)?)),
        _ => Some(DirectiveParams::Value(text(line, params_start, end))),
    };
    Ok(PreProcessorComment { name, params })
}

fn parse_affinity(line: &str, name_end: usize, at: usize) -> Result<Option<DirectiveParams<'_>>> {
    if at > name_end {
        let message =
            format!("Unexpected whitespace after \"{SAFARI_CB_AFFINITY}\" directive name");
        return Err(SyntaxError::new(message, name_end, at));
    }
    if at == line.len() {
        return Ok(None);
    }
    // A space after the name was refused above, so the name ends at this parenthesis.
    let inside = at + 1;
    let closing = trim_blanks_end(line, line.len()) - 1;
    if line.as_bytes()[closing] != b')' {
        let message = format!("Missing closing parenthesis for '{SAFARI_CB_AFFINITY}' directive");
        return Err(SyntaxError::new(message, inside, line.len()));
    }
    Ok(Some(DirectiveParams::List(ParameterList::commas(line, inside, closing))))
}
