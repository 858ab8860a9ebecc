mod argument;

pub(crate) use self::argument::report as report_argument;

use crate::{
    Targets,
    audience::Audience,
    cosmetic::Body,
    css::{Block, Grammar, ListInside, Unexpected, Within},
    engines::{audience, who},
    line_context::{LineContext, Message},
    rule::rule,
    rules::syntax_error,
};
use bloqr_syntax::{SyntaxError, source::Span};

rule! {
    /// A selector that browsers cannot read, so the rule does nothing.
    ///
    /// ```adblock
    /// site.example##.banner > > a
    /// !                       ^ two combinators in a row
    /// site.example##.1st
    /// !             ^ a class name must follow the `.`
    /// site.example##div[class="ad"
    /// !                ^ this `[` is never closed
    /// ```
    ///
    /// A class that starts with a digit has to be escaped:
    ///
    /// ```adblock
    /// site.example##.\31 st
    /// ```
    "invalid-selector", Warning, ["no-invalid-css-syntax"]
}

/// Blockers that parse selectors.
const PARSERS: Targets = who!(|it| it.cosmetic.selectors.parses);

/// Reports a problem in the grammar of a selector. Blockers that accept any text as the argument
/// are not affected, unless a bracket or quote is never closed: then the rest of the selector is in
/// the argument, too.
#[cold]
pub(crate) fn report_grammar(
    fault: Grammar<'_>,
    span: Span,
    within: Within,
    cx: &mut LineContext<'_>,
) {
    let is_about = match fault {
        Grammar::TrailingComma { is_argument: false } => {
            Some(audience!(|it| it.cosmetic.selectors.trailing_comma))
        }
        Grammar::FirstCombinatorInside(ListInside::ScriptedNot) => {
            Some(audience!(|it| it.cosmetic.selectors.first_combinator_in_scripted_not))
        }
        _ => None,
    };
    let who = match fault {
        Grammar::UnclosedSquare
        | Grammar::UnclosedRound
        | Grammar::UnclosedQuote
        | Grammar::Unexpected(_, Unexpected::Bracket) => {
            who!(|it| it.cosmetic.selectors.unclosed_brackets)
        }
        Grammar::TrailingComma { is_argument: true } => {
            who!(|it| it.cosmetic.selectors.trailing_comma_inside) & !within.unread_by
        }
        Grammar::FirstCombinatorInside(ListInside::Forgiving) => {
            who!(|it| it.cosmetic.selectors.first_combinator_in_is) & !within.unread_by
        }
        Grammar::LastCombinator if within.is_nested => {
            who!(|it| it.cosmetic.selectors.last_combinator_inside) & !within.unread_by
        }
        Grammar::TwoCombinators => {
            who!(|it| it.cosmetic.selectors.two_combinators) & !within.unread_by
        }
        Grammar::IdStart { with_dash: true } => {
            who!(|it| it.cosmetic.selectors.dash_in_id) & !within.unread_by
        }
        Grammar::Unexpected(_, Unexpected::Type) => {
            who!(|it| it.cosmetic.selectors.type_behind_brackets) & !within.unread_by
        }
        Grammar::EmptyArgument("is" | "where") => {
            who!(|it| it.cosmetic.pseudos.empty_is) & !within.unread_by
        }
        Grammar::BehindElement => {
            who!(|it| it.cosmetic.pseudos.compound_behind_element) & !within.unread_by
        }
        _ => PARSERS & !within.unread_by,
    };
    let message = || grammar_message(fault);
    let audience = match is_about {
        Some(audience) => audience.and_kept_by(within.unread_by),
        None => Audience::refused_or_ignored(who),
    };
    cx.report(&RULE, span, audience, Message::Made(&message));
}

fn grammar_message(fault: Grammar<'_>) -> String {
    let text = match fault {
        Grammar::NoClass => "a class name must follow the `.`",
        Grammar::NoId => "an id must follow the `#`",
        Grammar::IdStart { .. } => "an id cannot start like this: escape its first character",
        Grammar::NoPseudoClass => "the name of a pseudo-class must follow the `:`",
        Grammar::NoColon => "a `:` is missing before this name",
        Grammar::NoAttribute => "the name of an attribute must follow the `[`",
        Grammar::AttributeGoesOn => "`=` or `]` must follow the name of an attribute",
        Grammar::NoAttributeValue => "the value of an attribute must be a name or in quotes",
        Grammar::AttributeFlag => {
            "only `i` or `s` can follow the value of an attribute: put a value with spaces in quotes"
        }
        Grammar::AttributeEnd => "an attribute must end with `]`",
        Grammar::TrailingComma { .. } => "nothing follows the `,`",
        Grammar::FirstCombinator => "a selector cannot start with a combinator",
        Grammar::FirstCombinatorInside(_) => "a selector cannot start with a combinator here",
        Grammar::LastCombinator => "nothing follows the combinator",
        Grammar::TwoCombinators => "two combinators in a row",
        Grammar::NoSelector => "a selector is missing",
        Grammar::NoSelectorHere => "a selector is missing here",
        Grammar::EmptyArgument(name) => return format!("`:{name}` needs a selector"),
        Grammar::BehindAction => "nothing can follow an action such as `:remove()`",
        Grammar::BehindElement => "nothing can follow a pseudo-element here",
        Grammar::UnclosedSquare => "this `[` is never closed",
        Grammar::UnclosedRound => "this `(` is never closed",
        Grammar::UnclosedQuote => "this quote is never closed",
        Grammar::Unexpected(c, _) => return format!("`{c}` is not allowed here in a selector"),
    };
    text.to_owned()
}

/// Reports a comment in a selector.
#[cold]
pub(crate) fn report_comment(is_closed: bool, span: Span, cx: &mut LineContext<'_>) {
    if is_closed {
        let who = who!(|it| it.cosmetic.selectors.comments);
        let affected = who & cx.targets;
        let message =
            || format!("{} {} not support comments here", affected.named(), affected.does());
        cx.report(&RULE, span, Audience::refused_by(who), Message::Made(&message));
    } else {
        let who = who!(|it| it.cosmetic.selectors.unclosed_comment);
        cx.report(&RULE, span, Audience::refused_by(who), "this comment is never closed");
    }
}

/// Reports a bracket that is never closed or opened, to blockers that check only brackets and
/// names.
#[cold]
pub(crate) fn report_bracket(span: Span, cx: &mut LineContext<'_>) {
    cx.report(
        &RULE,
        span,
        Audience::refused_by(!PARSERS),
        "this bracket is never closed, or never opened",
    );
}

/// Reports text after a complete selector.
#[cold]
pub(crate) fn report_rest(c: char, span: Span, cx: &mut LineContext<'_>) {
    let message = format_args!("`{c}` is not allowed here in a selector");
    cx.report(&RULE, span, Audience::refused_by(Targets::EVERY), message);
}

/// Reports text after a complete selector in a rule that filters HTML.
#[cold]
pub(crate) fn report_rest_of_html(span: Span, cx: &mut LineContext<'_>) {
    let who = who!(|it| it.cosmetic.rules.drops_rest_of_html);
    cx.report(&RULE, span, Audience::refused_by(who), "this is not allowed here in a selector");
}

/// Reports a rule that filters HTML and does not follow AdGuard's grammar. After AdGuard's own
/// separator this affects all blockers.
#[cold]
pub(crate) fn report_html(
    error: &SyntaxError,
    is_adguard: bool,
    line: &str,
    cx: &mut LineContext<'_>,
) {
    let who = if is_adguard {
        Targets::EVERY
    } else {
        who!(|it| it.cosmetic.rules.reads_html_as_adguard)
    };
    let message = || syntax_error::said_of(error);
    let span = error.span_in(line);
    // AdGuard's apps read `:contains(/[^)]/)`, which its extension cannot read.
    let is_regex = is_adguard && line.contains("contains(/");
    let keeping = if is_regex { Targets::ADG_OS } else { Targets::NONE };
    let audience = Audience::refused_by(who).and_kept_by(keeping);
    cx.report(&RULE, span, audience, Message::Made(&message));
}

/// Reports a condition like `[$path=/a]` without a selector.
#[cold]
pub(crate) fn report_condition_alone(span: Span, cx: &mut LineContext<'_>) {
    let who = who!(|it| it.cosmetic.rules.drops_condition_alone);
    let affected = who & cx.targets;
    let message = || {
        format!(
            "{} a selector in addition to the condition, such as `*`",
            affected.with_verb("needs", "need")
        )
    };
    cx.report(&RULE, span, Audience::refused_by(who), Message::Made(&message));
}

/// Reports a style after `#$#` that is so broken that the rule is read as a snippet. Its `{` is at
/// byte `open` of the body.
#[cold]
pub(crate) fn report_broken_style(body: &Body<'_>, open: usize, cx: &mut LineContext<'_>) {
    let behind = body.text.rfind('}').map_or(body.text.len(), |it| it + 1);
    let audience = Audience::refused_by(Targets::EVERY);
    if behind < body.text.len() {
        let span = Span::new(body.start + behind, body.start + body.text.len());
        cx.report(&RULE, span, audience, "nothing can follow the `}`");
    } else {
        let span = Span::new(body.start + open, body.start + open + 1);
        cx.report(&RULE, span, audience, "brackets or quotes do not match");
    }
}

/// Reports mismatched brackets around a style.
#[cold]
pub(crate) fn report_block(fault: Block, span: Span, cx: &mut LineContext<'_>) {
    let (who, message) = match fault {
        Block::Unclosed => {
            (who!(|it| it.cosmetic.styles.unclosed_block), "brackets or quotes do not match")
        }
        Block::Nested { opens: true } => (
            who!(|it| it.cosmetic.styles.nested_block || it.cosmetic.styles.second_curly),
            "a style cannot contain another style",
        ),
        Block::Nested { opens: false } => {
            (who!(|it| it.cosmetic.styles.second_curly), "a style cannot contain another style")
        }
        Block::TextBehind => {
            (who!(|it| it.cosmetic.styles.text_behind_block), "nothing can follow the `}`")
        }
    };
    cx.report(&RULE, span, Audience::refused_by(who), message);
}
