use crate::{
    Targets,
    audience::Audience,
    line_context::LineContext,
    preprocess::{Block, Verdict},
    rule::rule,
};

rule! {
    /// A condition of `!#if` that is always false, or always true.
    ///
    /// Rules that no blocker reads are not checked:
    ///
    /// ```adblock
    /// !#if false
    /// !    ^^^^^ this condition is always false
    /// ||ads.example^$no-such-modifier
    /// !#endif
    /// ```
    ///
    /// ```adblock
    /// !#if ext_ublock || !ext_ublock
    /// !    ^^^^^^^^^^^^^^^^^^^^^^^^^ this condition is always true
    /// ||ads.example^
    /// !#endif
    /// ```
    ///
    /// Only blockers that read the outer block read a block inside of it:
    ///
    /// ```adblock
    /// !#if ext_ublock
    /// !#if adguard
    /// !    ^^^^^^^ this condition is false for all blockers that read the outer block
    /// ||ads.example^
    /// !#endif
    /// !#endif
    /// ```
    ///
    /// Adblock Plus and Brave read conditions as comments, and read every rule.
    "constant-condition", Warning
}

pub(crate) fn check(block: &Block<'_>, cx: &mut LineContext<'_>) {
    const EVALUATING: Targets = Targets::ADG.union(Targets::UBO);
    let readers = cx.readers().certain & EVALUATING;
    if readers.is_empty() {
        // The block around this one is reported.
        return;
    }
    let is_never = !readers.intersects(block.then);
    let (message, help) = match block.verdict {
        Verdict::Never => (
            "this condition is always false",
            "blockers that evaluate conditions do not read this block",
        ),
        Verdict::Always if block.else_line.is_some() => (
            "this condition is always true",
            "blockers that evaluate conditions do not read what follows `!#else`",
        ),
        Verdict::Always => ("this condition is always true", "remove `!#if` and its `!#endif`"),
        Verdict::Depends if is_never && readers != EVALUATING => (
            "this condition is false for all blockers that read the outer block",
            "blockers that evaluate conditions do not read this block",
        ),
        Verdict::Depends => return,
    };
    // uBlock Origin always reads a block that it cannot evaluate: other rules report that.
    if block.unread.is_none() || is_never {
        cx.report(&RULE, block.span, Audience::NOTE, message).help(help);
    }
}
