use crate::{
    Targets,
    audience::Audience,
    line_context::LineContext,
    preprocess::{Block, Verdict},
    rule::rule,
};

rule! {
    /// A condition of `!#if` that never holds, or always does.
    ///
    /// Rules that no blocker reads are not checked:
    ///
    /// ```adblock
    /// !#if false
    /// !    ^^^^^ this condition never holds
    /// ||ads.example^$no-such-modifier
    /// !#endif
    /// ```
    ///
    /// ```adblock
    /// !#if ext_ublock || !ext_ublock
    /// !    ^^^^^^^^^^^^^^^^^^^^^^^^^ this condition always holds
    /// ||ads.example^
    /// !#endif
    /// ```
    ///
    /// A block inside of another one is read only by those who read that:
    ///
    /// ```adblock
    /// !#if ext_ublock
    /// !#if adguard
    /// !    ^^^^^^^ no blocker that reads the outer block fulfils this condition
    /// ||ads.example^
    /// !#endif
    /// !#endif
    /// ```
    ///
    /// Adblock Plus and Brave take conditions for comments, and read every rule.
    "constant-condition", Warning
}

pub(crate) fn check(block: &Block<'_>, cx: &mut LineContext<'_>) {
    const HEEDING: Targets = Targets::ADG.union(Targets::UBO);
    let readers = cx.readers().really & HEEDING;
    if readers.is_empty() {
        // SetFinding of the block around it.
        return;
    }
    let is_never = !readers.intersects(block.then);
    let (message, help) = match block.verdict {
        Verdict::Never => (
            "this condition never holds",
            "blockers that evaluate conditions do not read this block",
        ),
        Verdict::Always if block.else_line.is_some() => (
            "this condition always holds",
            "blockers that evaluate conditions do not read what is behind `!#else`",
        ),
        Verdict::Always => ("this condition always holds", "remove `!#if` and its `!#endif`"),
        Verdict::Depends if is_never && readers != HEEDING => (
            "no blocker that reads the outer block fulfils this condition",
            "blockers that evaluate conditions do not read this block",
        ),
        Verdict::Depends => return,
    };
    // What uBlock Origin does not evaluate, it always reads: told by other rules.
    if block.unread.is_none() || is_never {
        cx.report(&RULE, block.span, Audience::NOTE, message).help(help);
    }
}
