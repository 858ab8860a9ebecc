//! Problems of the arguments of pseudo-classes and pseudo-elements.

use super::{PARSERS, RULE};
use crate::{
    Targets,
    audience::Audience,
    css::{Argument, Within},
    engines::who,
    line_context::{LineContext, Message},
};
use bloqr_syntax::source::Span;

#[cold]
pub(crate) fn report(fault: Argument<'_>, span: Span, within: Within, cx: &mut LineContext<'_>) {
    let who = refused_by(fault, within);
    let audience = if is_read_by_others(fault) {
        Audience::refused_by(who)
    } else {
        Audience::refused_or_ignored(who)
    };
    let affected = who & cx.targets;
    let details = cx.report(&RULE, span, audience, Message::Made(&|| message(fault, affected)));
    if let Argument::UnclosedComment = fault {
        details.help("put the argument in quotes");
    }
}

/// Whether blockers that keep the rule read the argument as it is meant.
fn is_read_by_others(fault: Argument<'_>) -> bool {
    matches!(
        fault,
        Argument::Needless { name: "host" | "current", .. }
            | Argument::ForElement(_)
            | Argument::Unmatched { .. }
            | Argument::UnclosedComment
            | Argument::BehindQuote(_)
            | Argument::QuotedName(_)
            | Argument::NoWord(_)
            | Argument::ScriptedSelector(_)
            | Argument::OfInNth(_)
    )
}

/// The blockers that drop the rule.
fn refused_by(fault: Argument<'_>, within: Within) -> Targets {
    match fault {
        Argument::Missing(name) if name.starts_with("-abp-") => {
            who!(|it| it.cosmetic.pseudos.missing_abp_argument)
        }
        Argument::Missing("style") => who!(|it| it.cosmetic.pseudos.missing_style),
        Argument::Missing(_) => who!(|it| it.cosmetic.pseudos.missing_argument),
        Argument::Empty("nth-child" | "nth-last-child" | "nth-last-of-type" | "nth-of-type")
        | Argument::NoNth(_) => PARSERS,
        Argument::Empty("matches-path") => who!(|it| it.cosmetic.arguments.empty_path),
        Argument::Empty(_) => who!(|it| it.cosmetic.arguments.empty),
        Argument::Needless { name: "host", is_empty: true } => {
            who!(|it| it.cosmetic.pseudos.empty_host)
        }
        Argument::Needless { name: "host" | "current", .. } => {
            who!(|it| it.cosmetic.pseudos.argument_of_host)
        }
        Argument::Needless { .. } => who!(|it| it.cosmetic.pseudos.needless_argument),
        Argument::NeedlessForAction(_) => who!(|it| it.cosmetic.arguments.needless_argument),
        Argument::MissingForElement(_) => who!(|it| it.cosmetic.pseudos.missing_element_argument),
        Argument::ForElement(_) => who!(|it| it.cosmetic.pseudos.element_argument),
        Argument::NeedlessForElement(_) => {
            who!(|it| it.cosmetic.pseudos.needless_element_argument)
        }
        Argument::Element { in_has: true } => {
            who!(|it| it.cosmetic.pseudos.element_in_has) & !within.unread_by
        }
        Argument::Element { in_has: false } => {
            who!(|it| it.cosmetic.pseudos.element_inside) & !within.unread_by
        }
        Argument::Unmatched { is_text: true } => who!(|it| it.cosmetic.selectors.unclosed_in_text),
        Argument::Unmatched { is_text: false } => {
            who!(|it| it.cosmetic.selectors.unclosed_brackets)
        }
        Argument::UnclosedComment => who!(|it| it.cosmetic.arguments.unclosed_comment),
        Argument::BehindQuote(_) => who!(|it| it.cosmetic.arguments.text_behind_quote),
        Argument::QuotedName(_) => who!(|it| it.cosmetic.arguments.quoted_name),
        Argument::NoWord(_) => who!(|it| it.cosmetic.arguments.quoted_word),
        Argument::NoMediaQuery => who!(|it| it.cosmetic.arguments.media_query),
        Argument::NoNumber(_) | Argument::NoStep(_) => who!(|it| it.cosmetic.arguments.number),
        Argument::QuotedSelector(_) => who!(|it| it.cosmetic.arguments.quoted_selector),
        Argument::ScriptedSelector(_) => who!(|it| it.cosmetic.arguments.scripted_selector),
        Argument::OfInNth(_) => who!(|it| it.cosmetic.arguments.of_in_nth),
        Argument::NoColon(_) => who!(|it| it.cosmetic.arguments.property_without_colon),
        Argument::HalfProperty(_) => Targets::NONE,
        Argument::NoAttribute => who!(|it| it.cosmetic.arguments.attribute_without_name),
    }
}

/// `affected` are the targets that drop the rule.
fn message(fault: Argument<'_>, affected: Targets) -> String {
    match fault {
        Argument::Missing(name) | Argument::Empty(name) => format!("`:{name}` needs an argument"),
        Argument::Needless { name: name @ ("host" | "current"), is_empty: false } => {
            format!("{} {} not support an argument of `:{name}`", affected.named(), affected.does())
        }
        Argument::Needless { name, .. } | Argument::NeedlessForAction(name) => {
            format!("`:{name}` takes no argument")
        }
        Argument::MissingForElement(name) => format!("`::{name}` needs an argument"),
        Argument::ForElement(written) => {
            format!(
                "{} {} not support an argument of `{written}`",
                affected.named(),
                affected.does()
            )
        }
        Argument::NeedlessForElement(written) => format!("`{written}` takes no argument"),
        Argument::Element { in_has } => {
            let what = if in_has { ":has()" } else { ":not()" };
            format!("a pseudo-element is not allowed in `{what}`")
        }
        Argument::Unmatched { .. } => {
            "brackets or quotes do not match: escape them with `\\`".to_owned()
        }
        Argument::UnclosedComment => "this comment is never closed".to_owned(),
        Argument::BehindQuote(name) => format!("nothing can follow the closing quote in `:{name}`"),
        Argument::QuotedName(name) => {
            format!(
                "{} {} not support quotes or `/regex/` in `:{name}`",
                affected.named(),
                affected.does()
            )
        }
        Argument::NoWord(name) => format!("`:{name}` takes a word without quotes"),
        Argument::NoMediaQuery => {
            "this is not a media query, such as `(min-width: 100px)`".to_owned()
        }
        Argument::NoNumber(name) => format!("`:{name}` takes a number"),
        Argument::NoStep(name) => {
            format!("`:{name}` takes a number from 1 to 255, or a selector")
        }
        Argument::QuotedSelector(name) => {
            format!("write the selector in `:{name}` without quotes")
        }
        Argument::ScriptedSelector(name) => format!("`:{name}` takes only CSS selectors"),
        Argument::NoNth(name) => {
            format!("`:{name}` takes a number, `odd`, `even` or `2n + 1`")
        }
        Argument::OfInNth(name) => format!("blockers do not read the `of` in `:{name}`"),
        Argument::NoColon(name) | Argument::HalfProperty(name) => {
            format!("`:{name}` takes `property: value`")
        }
        Argument::NoAttribute => "a name is missing before the `=`".to_owned(),
    }
}
