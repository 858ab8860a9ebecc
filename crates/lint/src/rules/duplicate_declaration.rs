use crate::{audience::Audience, line_context::LineContext, rule::rule};
use bloqr_syntax::source::Span;

rule! {
    /// A property that is declared twice in one block: the last declaration counts.
    ///
    /// The author may want this, as a fallback for old browsers. Off unless a configuration
    /// switches it on: no blocker drops a rule for it.
    ///
    /// ```adblock
    /// site.example#$#body { height: 0; color: red; Height: 1px; }
    /// !                                            ^^^^^^ `height` is declared twice in this block
    /// ```
    ///
    /// ```adblock
    /// site.example#$#body { height: 0; color: red; }
    /// ```
    "duplicate-declaration", Warning, off, ["no-duplicated-css-declaration-props"]
}

#[cold]
pub(crate) fn report(name: &str, first: Span, span: Span, cx: &mut LineContext<'_>) {
    if cx.asked.duplicate_declaration {
        let label = cx.place(first);
        let is_own = name.starts_with("--");
        let name = if is_own { name.to_owned() } else { name.to_ascii_lowercase() };
        let message = format_args!("`{name}` is declared twice in this block");
        cx.report(&RULE, span, Audience::NOTE, message).label(label, "first here");
    }
}
