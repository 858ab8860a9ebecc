use crate::{Targets, audience::Audience, line_context::LineContext, rule::rule};
use bloqr_syntax::source::Span;

rule! {
    /// Characters that were lost when the list was read or written.
    ///
    /// A list must be UTF-8. A byte that is not UTF-8 becomes a `�`, which matches nothing. So does
    /// a character that an editor could not save:
    ///
    /// ```adblock
    /// ||ads.example/b�cher^
    /// !              ^^^ characters were lost here: the text is not UTF-8
    /// ```
    "invalid-encoding", Error
}

const LOST: char = '\u{fffd}';

/// Whether there is any such character, as fast as a search.
pub(crate) fn has_lost(text: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), LOST.encode_utf8(&mut [0; 3]).as_bytes()).is_some()
}

pub(crate) fn check(line: &str, is_rule: bool, cx: &mut LineContext<'_>) {
    let Some(start) = line.find(LOST) else { return };
    let len: usize = line[start..].chars().take_while(|it| *it == LOST).map(char::len_utf8).sum();
    let span = Span::new(start, start + len);
    // Nothing depends on the text of a comment.
    let audience = if is_rule { Audience::NOTE } else { Audience::ignored_by(Targets::EVERY) };
    cx.report(&RULE, span, audience, "characters were lost here: the text is not UTF-8")
        .help("save the list as UTF-8");
}
