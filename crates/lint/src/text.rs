//! A line of a text, and the lines above it, by the position of its start.

use bloqr_syntax::source::lines;

/// The line that starts at this byte; empty if none starts there.
pub(super) fn line_at(text: &str, start: u32) -> &str {
    let rest = text.get(start as usize..);
    rest.and_then(|it| lines(it).next()).map_or("", |it| it.text)
}

/// The lines above the line that starts at this byte, from the bottom up.
pub(super) fn lines_above(text: &str, start: u32) -> impl Iterator<Item = &str> {
    let mut rest = text.get(..start as usize).unwrap_or_default();
    std::iter::from_fn(move || {
        let end = rest.strip_suffix("\r\n").or_else(|| rest.strip_suffix(ENDS))?;
        let from = end.rfind(ENDS).map_or(0, |at| at + 1);
        rest = &end[..from];
        Some(&end[from..])
    })
}

const ENDS: [char; 3] = ['\n', '\r', '\x0c'];
