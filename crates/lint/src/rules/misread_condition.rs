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
    /// uBlock Origin knows one pair of brackets, around all of the condition. What has others it
    /// does not evaluate, and always reads the block:
    ///
    /// ```adblock
    /// !#if (adguard && (adguard_app_mac || adguard_app_ios))
    /// !    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ uBlock Origin cannot evaluate this condition, and always reads the block
    /// ||ads.example^
    /// !#endif
    /// ```
    ///
    /// It wants a space before and behind each `&&` and `||` as well. AdGuard takes the character
    /// before an operator for a space, whatever it is:
    ///
    /// ```adblock
    /// !#if ext_ublock&&!env_mv3
    /// !    ^^^^^^^^^^^^^^^^^^^^ uBlock Origin always reads the block, and AdGuard misses the letter before the operator
    /// ||ads.example^
    /// !#endif
    /// ```
    ///
    /// uBlock Origin reads from left to right; for AdGuard `&&` binds tighter than `||`:
    ///
    /// ```adblock
    /// !#if env_chromium || adguard && !adguard_app_ios
    /// !    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ uBlock Origin evaluates `||` first here, and AdGuard `&&`
    /// ||ads.example^
    /// !#endif
    /// ```
    "misread-condition", Warning
}

const SPACES: &str = "write a space before and behind each `&&` and `||`";

pub(crate) fn check(block: &Block<'_>, cx: &mut LineContext<'_>) {
    let (for_ubo, for_adguard) =
        (cx.targets.intersects(Targets::UBO), cx.targets.intersects(Targets::ADG));
    let is_refused = for_adguard && block.refusal.is_some();
    let loses_letter = for_adguard && block.loses_letter;
    let (message, help) = match block.unread {
        _ if is_refused => ("AdGuard refuses the whole list for this condition", SPACES),
        Some(Unread::Spaces) if for_ubo && loses_letter => (
            "uBlock Origin always reads the block, and AdGuard misses the letter before the operator",
            SPACES,
        ),
        Some(Unread::Spaces) if for_ubo => (CANNOT, SPACES),
        Some(Unread::Brackets) if for_ubo => {
            (CANNOT, "use one pair of brackets, around all of it, or one `!#if` inside of another")
        }
        _ if loses_letter => ("AdGuard misses the letter before the operator", SPACES),
        None if for_ubo && for_adguard && block.mixes_operators() => (
            "uBlock Origin evaluates `||` first here, and AdGuard `&&`",
            "write `&&` before `||`, or one `!#if` inside of another",
        ),
        _ => return,
    };
    cx.report(&RULE, block.span, Audience::NOTE, message).help(help);
}

const CANNOT: &str = "uBlock Origin cannot evaluate this condition, and always reads the block";
