//! Places in the user's source, as the platform tells them. The user's code can make up a stack, so a
//! place counts only when the source has it.

use crate::{Frame, Position, job::USER, limits};

/// The lines of a stack that are in the source: `    at transform (user.js:1:37)`.
pub(crate) fn frames(stack: &str, source: &str) -> Vec<Frame> {
    let frame = |line: &str| {
        let call = line.trim_start().strip_prefix("at ")?;
        let (before, place) = call.split_once(USER)?;
        let at = position(place, source)?;
        let function = before.strip_suffix('(').unwrap_or(before).trim();
        let function = function.strip_prefix("async ").unwrap_or(function);
        // A name can be as long as the source.
        let function = function.chars().take(LONGEST_NAME).collect();
        Some(Frame { function, at })
    };
    stack.lines().filter_map(frame).take(limits::FRAMES).collect()
}

const LONGEST_NAME: usize = 80;

/// The place in `…\n  at user.js:1:8`, where a module could not be read. Unlike in a stack, its column
/// counts from 0, and is left out when it is 0.
pub(crate) fn of_start(message: &str, source: &str) -> Option<Position> {
    let (_, place) = message.rsplit_once(USER)?;
    let has_column = place.trim_end().matches(':').count() > 1;
    let Position { line, column } = position(place, source)?;
    Some(Position { line, column: if has_column { column + 1 } else { 1 } })
}

/// The place of the module in `No such module "lodash".`
pub(crate) fn of_import(message: &str, source: &str) -> Option<Position> {
    let quote = message.find(['"', '\''])?;
    let (name, _) = message[quote + 1..].split_once(&message[quote..=quote])?;
    let at = ['"', '\''].iter().filter_map(|it| source.find(&format!("{it}{name}{it}"))).min()?;
    let before = source_lines(&source[..at]);
    let line = before.clone().count();
    let column = before.last()?.encode_utf16().count() + 1;
    Some(Position { line: u32::try_from(line).ok()?, column: u32::try_from(column).ok()? })
}

/// `:12:34`, or `:12` for its first column, if the source has that place.
fn position(text: &str, source: &str) -> Option<Position> {
    let (line, rest) = number(text)?;
    let has_column =
        rest.strip_prefix(':').is_some_and(|it| it.starts_with(|c: char| c.is_ascii_digit()));
    let column = if has_column { number(rest)?.0 } else { 1 };
    let index = usize::try_from(line).ok()?.checked_sub(1)?;
    let text = source_lines(source).nth(index)?;
    // The end of a line is a place too.
    (column as usize <= text.encode_utf16().count() + 1).then_some(Position { line, column })
}

/// `:12`, and what follows.
fn number(text: &str) -> Option<(u32, &str)> {
    let text = text.strip_prefix(':')?;
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at(len);
    Some((digits.parse().ok()?, rest))
}

/// The lines of a source. JavaScript ends lines at other characters than lists do.
pub fn source_lines(source: &str) -> impl Iterator<Item = &str> + Clone {
    let mut rest = Some(source);
    std::iter::from_fn(move || {
        let text = rest?;
        let Some(at) = text.find(['\n', '\r', '\u{2028}', '\u{2029}']) else {
            rest = None;
            return Some(text);
        };
        let end =
            if text[at..].starts_with("\r\n") { 2 } else { text[at..].chars().next()?.len_utf8() };
        rest = Some(&text[at + end..]);
        Some(&text[..at])
    })
}
