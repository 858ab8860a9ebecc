use crate::{
    Targets,
    audience::Audience,
    line_context::LineContext,
    preprocess::{Block, Unread},
    rule::rule,
};

rule! {
    /// A condition of `!#if` that a blocker does not read as it is written.
    ///
    /// uBlock Origin reads one pair of brackets, around the whole condition. It does not evaluate a
    /// condition with other brackets, and always reads the block:
    ///
    /// ```adblock
    /// !#if (adguard && (adguard_app_mac || adguard_app_ios))
    /// !    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ uBlock Origin cannot evaluate this condition, so it always reads the block
    /// ||ads.example^
    /// !#endif
    /// ```
    ///
    /// It also needs a space before and after each `&&` and `||`. AdGuard reads the character
    /// before an operator as a space, no matter what it is:
    ///
    /// ```adblock
    /// !#if ext_ublock&&!env_mv3
    /// !    ^^^^^^^^^^^^^^^^^^^^ uBlock Origin always reads the block, and AdGuard ignores the letter before the operator
    /// ||ads.example^
    /// !#endif
    /// ```
    ///
    /// uBlock Origin evaluates from left to right; for AdGuard, `&&` binds tighter than `||`:
    ///
    /// ```adblock
    /// !#if env_chromium || adguard && !adguard_app_ios
    /// !    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ uBlock Origin evaluates `||` first here, and AdGuard `&&`
    /// ||ads.example^
    /// !#endif
    /// ```
    "misread-condition", Warning
}

const SPACES: &str = "write a space before and after each `&&` and `||`";

pub(crate) fn check(block: &Block<'_>, cx: &mut LineContext<'_>) {
    let (for_ubo, for_adguard) =
        (cx.targets.intersects(Targets::UBO), cx.targets.intersects(Targets::ADG));
    let is_refused = for_adguard && block.refusal.is_some();
    let loses_letter = for_adguard && block.loses_letter;
    let (message, help) = match block.unread {
        _ if is_refused => ("AdGuard refuses the whole list for this condition", SPACES),
        Some(Unread::Spaces) if for_ubo && loses_letter => (
            "uBlock Origin always reads the block, and AdGuard ignores the letter before the operator",
            SPACES,
        ),
        Some(Unread::Spaces) if for_ubo => (CANNOT, SPACES),
        Some(Unread::Brackets) if for_ubo => (
            CANNOT,
            "use one pair of brackets around the whole condition, or nest one `!#if` in another",
        ),
        _ if loses_letter => ("AdGuard ignores the letter before the operator", SPACES),
        None if for_ubo && for_adguard && block.mixes_operators() => (
            "uBlock Origin evaluates `||` first here, and AdGuard `&&`",
            "write `&&` before `||`, or nest one `!#if` in another",
        ),
        _ => return,
    };
    cx.report(&RULE, block.span, Audience::NOTE, message).help(help);
}

const CANNOT: &str = "uBlock Origin cannot evaluate this condition, so it always reads the block";
