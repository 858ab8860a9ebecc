mod kinds;

use self::kinds::Kind;
use crate::{
    audience::Audience,
    engines::audience,
    last_dollar,
    line_context::{LineContext, Message},
    readings,
    rule::rule,
};
use bloqr_syntax::SyntaxError;

rule! {
    /// A line that cannot be read as a rule.
    ///
    /// No blocker accepts it, and it has no effect:
    ///
    /// ```adblock
    /// ||ads.example^$
    /// !             ^ no modifier follows the `$`
    /// site.example##
    /// !^^^^^^^^^^^^^ nothing follows the separator
    /// ```
    "syntax-error", Error
}

pub(crate) fn check(line: &str, error: &SyntaxError, cx: &mut LineContext<'_>) {
    let kind = Kind::of(&error.message);
    match kind {
        Kind::SecondAction(_) | Kind::NestedAction(_) | Kind::CrowdedNot(_) => {
            readings::check_as_plain_selector(line, cx, |cx| report(line, error, kind, cx));
        }
        _ if line.trim_start().starts_with("[$domain=/") => {
            readings::check_domain_in_brackets(line, cx, |cx| report(line, error, kind, cx));
        }
        _ if line.contains('$') && !readings::has_separator(line) => {
            readings::check_as_network(line, cx, |cx| report(line, error, kind, cx));
        }
        _ => report(line, error, kind, cx),
    }
}

fn report(line: &str, error: &SyntaxError, kind: Kind<'_>, cx: &mut LineContext<'_>) {
    let message = || said_of(error);
    let span = error.span_in(line);
    let finding = cx.report(&RULE, span, audience(line, kind), Message::Made(&message));
    if let Some(help) = help(kind) {
        finding.help(help);
    }
}

/// What the line means to each blocker.
fn audience(line: &str, kind: Kind<'_>) -> Audience {
    let is_agent = line.starts_with('[') && line.find(']') == Some(line.trim_end().len() - 1);
    match kind {
        // Blockers that read unusual headers as comments still read a line with modifiers as a
        // pattern.
        _ if is_agent && line.contains('$') => audience!(|it| it.lines.unreadable),
        _ if is_agent && line.contains(' ') => audience!(|it| it.lines.odd_agent_with_space),
        _ if is_agent => audience!(|it| it.lines.odd_agent),
        Kind::UnclosedScriptlet if line.trim_end().ends_with(')') && line.contains("+js(") => {
            audience!(|it| it.lines.escaped_scriptlet_end)
        }
        Kind::NoModifiers if line.contains(|it: char| it.is_alphanumeric()) => {
            audience!(|it| it.lines.lone_dollar)
        }
        Kind::NoModifierValue
            if !line.contains('#') && last_dollar::refuses_end_of(line).is_none() =>
        {
            audience!(|it| it.values.missing)
        }
        Kind::EmptyDomain | Kind::TwoTildes if line.contains("##") && !line.contains("##^") => {
            audience!(|it| it.domains.empty_before_separator)
        }
        Kind::BehindStyle
            if line.trim_end().ends_with(')')
                && !line.trim_start().starts_with('#')
                && !is_before(line, ":remove", ":style(") =>
        {
            audience!(|it| it.lines.text_behind_style)
        }
        _ => audience!(|it| it.lines.unreadable),
    }
}

/// The message for an error of the parser.
pub(crate) fn said_of(error: &SyntaxError) -> String {
    message(Kind::of(&error.message)).unwrap_or_else(|| {
        // Rare errors have the message of the parser, in lower case.
        let mut message = error.message.to_string();
        if let Some(first) = message.get_mut(..1) {
            first.make_ascii_lowercase();
        }
        message
    })
}

/// The message, if it is not the parser's.
fn message(kind: Kind<'_>) -> Option<String> {
    let message = match kind {
        Kind::EmptyDomain => "a domain is missing before or after this `,`",
        Kind::TwoTildes => "one `~` is enough before a domain",
        Kind::TildeAlone => "a domain must follow the `~`",
        Kind::NoPattern => "this rule has no pattern and no modifier",
        Kind::NoModifiers => "no modifier follows the `$`",
        Kind::NoModifierName => "a modifier is missing before or after this `,`",
        Kind::NoModifierValue => "no value follows the `=`",
        Kind::NoBody => "nothing follows the separator",
        Kind::UnclosedScriptlet => "the call of a scriptlet must end with `)`",
        Kind::UnopenedScriptlet => "a `(` must follow the name of the call",
        Kind::NoScriptletName => "the name of the scriptlet is missing",
        Kind::UnquotedArgument => "each argument of `//scriptlet(…)` must be in quotes",
        Kind::MixedQuotes => "all arguments of `//scriptlet(…)` must be in the same kind of quotes",
        Kind::UnclosedQuote => "the quote of this argument is never closed",
        Kind::NoComma => "a `,` is missing between arguments",
        Kind::MixedSyntax => "this rule mixes the syntax of AdGuard with that of another blocker",
        Kind::NoDollarInBrackets => "a `$` must follow the `[`",
        Kind::UnclosedBrackets => "this `[` is never closed",
        Kind::EmptyMediaQuery => "a media query is missing after `@media`",
        Kind::EmptySelectors => "a selector is missing before the `{`",
        Kind::EmptyDeclarations => "a declaration is missing between the `{` and the `}`",
        Kind::SecondAction(name) => {
            return Some(format!("`:{name}(…)` can be used only once in a rule"));
        }
        Kind::NestedAction(name) => {
            return Some(format!(
                "`:{name}(…)` cannot be used in a pseudo-class other than `:not(…)`"
            ));
        }
        Kind::CrowdedNot(name) => {
            return Some(format!("`:{name}(…)` must be alone in its `:not(…)`"));
        }
        Kind::BehindStyle => "nothing can follow `:style(…)` and `:remove()`",
        Kind::Unbalanced => "brackets or quotes do not match",
        Kind::Unexpected => "this is not allowed here in CSS",
        Kind::UnclosedCondition => "this condition is incomplete",
        Kind::BrokenCondition => "this is not allowed here in a condition",
        Kind::NoParameters(name) => {
            let what = if name == "if" { "a condition" } else { "a path" };
            return Some(format!("`!#{name}` needs {what}"));
        }
        Kind::EmptyAgent => "the name of a blocker is missing here",
        Kind::Other => return None,
    };
    Some(message.to_owned())
}

/// What to do about the error.
fn help(kind: Kind<'_>) -> Option<&'static str> {
    match kind {
        Kind::NoModifiers => Some("remove the `$`, or write modifiers after it"),
        Kind::EmptyDomain | Kind::NoModifierName => Some("remove the `,`"),
        Kind::MixedSyntax => {
            Some("write the whole rule in AdGuard's syntax: `#%#//scriptlet('name')`")
        }
        Kind::BrokenCondition => {
            Some("use only names, `&&`, `||`, `!`, `(` and `)` in a condition")
        }
        _ => None,
    }
}

/// Whether the first occurrence of one text is before the first of another.
fn is_before(line: &str, one: &str, another: &str) -> bool {
    line.find(one).is_some_and(|at| line.find(another).is_none_or(|it| at < it))
}
