use rustc_hash::FxHashMap;

use crate::{audience::Audience, line_context::LineContext, rule::rule};
use bloqr_syntax::source::Span;

rule! {
    /// A property that is declared twice in one block: the last one holds.
    ///
    /// Somebody may mean it so, as a fallback for old browsers. Off unless a configuration asks for
    /// it.
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

/// Remembers the properties of a block.
pub(crate) struct Properties(Option<FxHashMap<String, Span>>);

impl Properties {
    pub(crate) fn new(cx: &LineContext<'_>) -> Properties {
        Properties(cx.asked.duplicate_declaration.then(FxHashMap::default))
    }

    /// Reports a property that was declared before. Those of the author's own (`--x`) are told apart
    /// by the case of their letters.
    pub(crate) fn check(&mut self, name: &str, span: Span, cx: &mut LineContext<'_>) {
        let Some(seen) = &mut self.0 else { return };
        let is_own = name.starts_with("--");
        let name = if is_own { name.to_owned() } else { name.to_ascii_lowercase() };
        if let Some(first) = seen.get(&name) {
            let label = cx.place(*first);
            let message = format_args!("`{name}` is declared twice in this block");
            cx.report(&RULE, span, Audience::NOTE, message).label(label, "first here");
        } else {
            seen.insert(name, span);
        }
    }
}
