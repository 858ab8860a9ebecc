//! `{ color: red }`

use crate::css::{
    declarations,
    problem::{Block, Fault, Problem, Sink, Within},
    scan,
};
use bloqr_syntax::source::Span;

/// Reads the style after a selector. `text` starts after its `{`, at byte `base` of the line.
pub(crate) fn read(text: &str, base: usize, within: Within, sink: &mut Sink<'_>) {
    let mut block = |fault: Block, start: usize, end: usize| {
        sink(Problem { fault: Fault::Block(fault), span: Span::new(start, end), within });
    };
    let Some(end) = scan::closing_curly(text) else {
        block(Block::Unclosed, base - 1, base);
        return;
    };
    declarations::read(&text[..end], base, within, sink);
    let mut block = |fault: Block, start: usize, end: usize| {
        sink(Problem { fault: Fault::Block(fault), span: Span::new(start, end), within });
    };
    if let Some(at) = text.find('{') {
        let is_quoted = text[..at].contains(['"', '\'']);
        block(Block::Nested { opens: !is_quoted && at <= end }, base + at, base + at + 1);
    }
    if !text[end + 1..].trim().is_empty() {
        block(Block::TextBehind, base + end + 1, base + text.len());
    }
}
