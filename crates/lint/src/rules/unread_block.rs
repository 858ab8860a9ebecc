use crate::{
    Targets,
    audience::Audience,
    line_context::LineContext,
    preprocess::{Block, judged_for},
    rule::rule,
};

rule! {
    /// A block of rules for other targets than those that the list is checked for.
    ///
    /// Its rules are not checked. An example for `--target ubo`:
    ///
    /// ```adblock bloqr-target:ubo
    /// !#if adguard
    /// !    ^^^^^^^ this block is not for the targets, so it is not checked
    /// ||ads.example^$jsinject
    /// !#else
    /// ||ads.example^
    /// !#endif
    /// ```
    "unread-block", Info
}

pub(crate) fn check(block: &Block<'_>, cx: &mut LineContext<'_>) {
    let (targets, readers) = (cx.list_targets, cx.readers());
    let is_read = |targets, readers| !judged_for(targets, readers).is_empty();
    // A part that nobody reads is reported as such.
    let is_unread = |part| {
        let part = readers.and(block.readers(part));
        is_read(targets, readers) && is_read(Targets::EVERY, part) && !is_read(targets, part)
    };
    let message = if is_unread(block.then) {
        "this block is not for the targets, so it is not checked"
    } else if block.else_line.is_some() && is_unread(block.otherwise) {
        "what follows `!#else` is not for the targets, so it is not checked"
    } else {
        return;
    };
    cx.report(&RULE, block.span, Audience::NOTE, message);
}
