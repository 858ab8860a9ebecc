//! `@media (…) { .ad { color: red } }`: AdGuard's and ABP's CSS injection.

use std::ops::Range;

use crate::{
    SyntaxError,
    ast::CssInjection,
    body::Body,
    css::{Kind, Stream, tokens},
    error::Result,
    source::any,
};

/// Whether the body is AdGuard's CSS injection: some text, then a non-empty block, to the end.
pub(super) fn is_adguard(body: &str) -> bool {
    let Some(open) = body.strip_suffix('}') else { return false };
    let block = open.char_indices().skip(1).find(|(_, c)| *c == '{');
    // JavaScript's `.` does not match line endings.
    block.is_some_and(|(at, _)| at + 1 < open.len())
        && !body.contains(['\n', '\r', '\u{2028}', '\u{2029}'])
}

/// Whether there is a block in the body, quotes and escapes considered.
pub(super) fn has_block(body: &str) -> bool {
    any(body, |it| matches!(it, b'{' | b'}'))
        && tokens(body).any(|it| matches!(it.kind, Kind::OpenCurly | Kind::CloseCurly))
}

pub(super) fn parse<'a>(body: &Body<'a>) -> Result<CssInjection<'a>> {
    let parts = parse_parts(body.text()).map_err(|error| body.placed(error))?;
    let value = |range: Range<usize>| body.value(range.start, range.end);
    Ok(CssInjection {
        selector_list: value(parts.selectors),
        declaration_list: Some(value(parts.declarations)),
        media_query_list: parts.media.map(value),
        remove: parts.remove,
    })
}

/// The positions of the parts, in bytes of the body.
struct Parts {
    media: Option<Range<usize>>,
    selectors: Range<usize>,
    declarations: Range<usize>,
    remove: bool,
}

fn parse_parts(text: &str) -> Result<Parts> {
    let mut stream = Stream::new(text)?;
    stream.skip_whitespace();
    let media = match stream.any()?.kind {
        Kind::AtKeyword => Some(parse_media(&mut stream)?),
        _ => None,
    };
    let outer_depth = isize::from(media.is_some());
    let selectors = parse_selectors(&mut stream, outer_depth)?;
    let (declarations, remove) = parse_declarations(&mut stream, outer_depth)?;
    stream.advance();
    stream.skip_whitespace();
    if media.is_some() {
        stream.expect(Kind::CloseCurly)?;
    }
    Ok(Parts { media, selectors, declarations, remove })
}

/// `@media LIST {`
fn parse_media(stream: &mut Stream<'_>) -> Result<Range<usize>> {
    stream.expect_text(Kind::AtKeyword, "@media")?;
    stream.advance();
    stream.skip_whitespace();
    let start = stream.any()?.start;
    let end = skip_to(stream, Kind::OpenCurly, 1);
    let Some(end) = end else {
        return Err(SyntaxError::new("Media query list is empty", start, stream.text.len()));
    };
    stream.expect(Kind::OpenCurly)?;
    stream.advance();
    Ok(start..end)
}

/// Moves to the bracket at that depth, or to the end. Returns the end of the last visible token
/// that was passed, if any.
fn skip_to(stream: &mut Stream<'_>, kind: Kind, depth: isize) -> Option<usize> {
    let mut end = None;
    while let Some(token) = stream.current() {
        if token.kind == kind && stream.depth() == depth {
            break;
        }
        if token.kind != Kind::Whitespace {
            end = Some(token.end);
        }
        stream.advance();
    }
    end
}

/// `SELECTORS {`
fn parse_selectors(stream: &mut Stream<'_>, outer_depth: isize) -> Result<Range<usize>> {
    stream.skip_whitespace();
    let start = stream.any()?.start;
    let end = skip_to(stream, Kind::OpenCurly, outer_depth + 1);
    stream.expect(Kind::OpenCurly)?;
    let Some(end) = end else {
        return Err(SyntaxError::new("Selector list is empty", start, stream.text.len()));
    };
    stream.advance();
    Ok(start..end)
}

/// `DECLARATIONS }`, and whether `remove: true` is among them. Stops at the `}`.
fn parse_declarations(stream: &mut Stream<'_>, outer_depth: isize) -> Result<(Range<usize>, bool)> {
    stream.skip_whitespace();
    let start = stream.any()?.start;
    let mut end = None;
    let mut remove = false;
    while let Some(token) = stream.current() {
        if token.kind == Kind::CloseCurly && stream.depth() == outer_depth {
            break;
        }
        if token.kind != Kind::Whitespace {
            end = Some(token.end);
        }
        stream.advance();
        if token.kind == Kind::Ident && stream.is(Kind::Colon) {
            stream.advance();
            if stream.slice(token) == "remove" {
                stream.skip_whitespace();
                stream.expect_text(Kind::Ident, "true")?;
                stream.advance();
                remove = true;
            }
        }
    }
    match end {
        Some(end) => Ok((start..end, remove)),
        None => Err(SyntaxError::new("Declaration list is empty", start, stream.text.len())),
    }
}
