//! Values of declarations that have several words: `1px auto`, `rgb(1, 2, 3)`.

use bloqr_syntax::source::Span;

use super::problem::Style;

/// Checks a value, which starts at byte `start` of the line. `property` is in lower case.
pub(super) fn check<'t>(
    property: &'t str,
    value: &'t str,
    start: usize,
    sink: &mut dyn FnMut(Style<'t>, Span),
) {
    if !value.contains([' ', '(']) || value.contains(['"', '\'', '/', '{']) {
        return;
    }
    let value = value.split('!').next().unwrap_or(value).trim_end();
    // What a variable stands for is not known.
    if value.contains("var(") {
        return;
    }
    if let Some((at, end)) = split_unit(value) {
        sink(Style::SplitUnit(&value[at..end]), Span::new(start + at, start + end));
    } else if let Some(most) = most_values(property).filter(|it| count(value) > *it) {
        sink(Style::TooMany { property, most }, Span::new(start, start + value.len()));
    }
    if let Some((at, name, end)) = short_color(value) {
        sink(Style::ColorParts(name), Span::new(start + at, start + end));
    }
}

/// Where a number and its unit are separated: `51 px`.
fn split_unit(value: &str) -> Option<(usize, usize)> {
    const UNITS: [&str; 10] = ["px", "em", "rem", "vh", "vw", "pt", "%", "vmin", "vmax", "deg"];
    let is_number =
        |it: &str| it.ends_with(|it: char| it.is_ascii_digit()) && it.parse::<f64>().is_ok();
    let mut before = (0, "");
    for word in value.split(' ').filter(|it| !it.is_empty()) {
        let at = word.as_ptr() as usize - value.as_ptr() as usize;
        if UNITS.contains(&word) && is_number(before.1) {
            return Some((before.0, at + word.len()));
        }
        before = (at, word);
    }
    None
}

/// How many values a property takes at most: for the sides of a box, for two directions, or one.
///
/// Source: the value definitions of CSS 2026.
fn most_values(property: &str) -> Option<usize> {
    match property {
        "margin" | "padding" | "border-width" | "border-color" | "border-style" | "inset"
        | "scroll-margin" | "scroll-padding" => Some(4),
        "gap" | "margin-block" | "margin-inline" | "overflow" | "padding-block"
        | "padding-inline" => Some(2),
        "background-color" | "bottom" | "color" | "height" | "left" | "margin-bottom"
        | "margin-left" | "margin-right" | "margin-top" | "max-height" | "max-width"
        | "min-height" | "min-width" | "opacity" | "padding-bottom" | "padding-left"
        | "padding-right" | "padding-top" | "right" | "top" | "width" | "z-index" => Some(1),
        _ => None,
    }
}

/// The number of words outside of brackets.
fn count(value: &str) -> usize {
    let (mut depth, mut count, mut in_word) = (0_usize, 0, false);
    for byte in value.bytes() {
        match byte {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            _ => (),
        }
        let is_blank = byte == b' ' && depth == 0;
        count += usize::from(!is_blank && !in_word);
        in_word = !is_blank;
    }
    count
}

/// A color with too few parts, `rgb(1, 2)`: its name, and where it is.
fn short_color(value: &str) -> Option<(usize, &str, usize)> {
    let open = value.find('(')?;
    let name = value[..open].rsplit([' ', ',']).next().unwrap_or_default();
    if !["rgb", "rgba", "hsl", "hsla"].iter().any(|it| it.eq_ignore_ascii_case(name)) {
        return None;
    }
    let inside = value[open + 1..].split(')').next().unwrap_or_default();
    // A function in it, or another color from which it is made, has parts of its own.
    if inside.contains('(') || inside.split_whitespace().next() == Some("from") {
        return None;
    }
    let parts = inside.split([',', ' ']).filter(|it| !it.is_empty()).count();
    let end = (open + 1 + inside.len() + 1).min(value.len());
    (parts < 3).then_some((open - name.len(), name, end))
}
