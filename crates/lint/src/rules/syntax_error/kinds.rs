//! The kinds of syntax errors, by the messages of the parser, which are AGTree's.

/// Why a line cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind<'m> {
    /// `a.example,,b.example##.ad`
    EmptyDomain,
    /// `~~a.example##.ad`
    TwoTildes,
    /// `~ a.example##.ad`
    TildeAlone,
    /// `@@`
    NoPattern,
    /// `||ads.example^$`
    NoModifiers,
    /// `||ads.example^$script,`
    NoModifierName,
    /// `||ads.example^$domain=`
    NoModifierValue,
    /// `site.example##`
    NoBody,
    /// `##+js(set, a`
    UnclosedScriptlet,
    /// `##+js (set)`, `##+jsset)`
    UnopenedScriptlet,
    /// `##+js(, a)`
    NoScriptletName,
    /// `#%#//scriptlet(set)`
    UnquotedArgument,
    /// `#%#//scriptlet('set', "a")`
    MixedQuotes,
    /// `#%#//scriptlet('set)`
    UnclosedQuote,
    /// `#%#//scriptlet('set' 'a')`
    NoComma,
    /// `[$path=/a]site.example##+js(set)`
    MixedSyntax,
    /// `[path=/a]##.ad`
    NoDollarInBrackets,
    /// `[$path=/a##.ad`
    UnclosedBrackets,
    /// `#$#@media { … }`
    EmptyMediaQuery,
    /// `#$# { color: red }`
    EmptySelectors,
    /// `#$#.a {}`
    EmptyDeclarations,
    /// `:matches-path(/a):matches-path(/b)`, with the name
    SecondAction(&'m str),
    /// `:has(:matches-path(/a))`, with the name
    NestedAction(&'m str),
    /// `:not(.a:matches-path(/a))`, with the name
    CrowdedNot(&'m str),
    /// `:style(…) .a`
    BehindStyle,
    /// A bracket or quote that is not closed, or not opened.
    Unbalanced,
    /// Text that is not allowed there in CSS.
    Unexpected,
    /// `!#if (a`
    UnclosedCondition,
    /// `!#if a b`
    BrokenCondition,
    /// `!#if`, with the name
    NoParameters(&'m str),
    /// `[AdGuard; ]`
    EmptyAgent,
    /// Another error: the message is the parser's.
    Other,
}

impl Kind<'_> {
    pub(super) fn of(message: &str) -> Kind<'_> {
        let has = |it: &str| message.contains(it);
        let name = || message.split(":").nth(1).and_then(|it| it.split("(...)").next());
        match message {
            "Empty value specified in the list"
            | "Value list cannot start with a separator"
            | "Value list cannot end with a separator" => Kind::EmptyDomain,
            "Exception marker cannot be followed by another exception marker" => Kind::TwoTildes,
            it if it.starts_with("Exception marker cannot be followed by") => Kind::TildeAlone,
            "Network rule must have a pattern or modifiers" => Kind::NoPattern,
            "Empty modifiers are not allowed" => Kind::NoModifiers,
            "Modifier name cannot be empty" => Kind::NoModifierName,
            "Modifier value cannot be empty" => Kind::NoModifierValue,
            "Empty rule body" => Kind::NoBody,
            "Media query list is empty" => Kind::EmptyMediaQuery,
            "Selector list is empty" => Kind::EmptySelectors,
            "Declaration list is empty" => Kind::EmptyDeclarations,
            "Missing closing bracket" => Kind::UnclosedBrackets,
            "Agent name cannot be empty" | "Empty agent list" => Kind::EmptyAgent,
            it if it.starts_with("Directive \"") => {
                Kind::NoParameters(it.split('"').nth(1).unwrap_or_default())
            }
            _ if has("scriptlet call, no closing parentheses") => Kind::UnclosedScriptlet,
            _ if has("scriptlet call, no opening") || has("after the scriptlet call mask") => {
                Kind::UnopenedScriptlet
            }
            _ if has("no scriptlet name specified") => Kind::NoScriptletName,
            _ if has("scriptlet call, expected quote") => Kind::UnquotedArgument,
            _ if has("scriptlet call, inconsistent quotes") => Kind::MixedQuotes,
            _ if has("scriptlet call, unclosed parameter") => Kind::UnclosedQuote,
            _ if has("scriptlet call, expected comma") => Kind::NoComma,
            _ if has("syntax cannot be mixed with") => Kind::MixedSyntax,
            _ if has("Missing '$' at the beginning") => Kind::NoDollarInBrackets,
            _ if has("Missing ']' at the end") => Kind::UnclosedBrackets,
            _ if has("uBO style injection cannot be followed") => Kind::BehindStyle,
            _ if has("uBO modifier '") => match name() {
                Some(name) if has("more than once") => Kind::SecondAction(name),
                Some(name) if has("cannot be nested") => Kind::NestedAction(name),
                Some(name) => Kind::CrowdedNot(name),
                None => Kind::Other,
            },
            it if it.starts_with("Expected token of type") => Kind::UnclosedCondition,
            it if it.starts_with("Expected an operand") => Kind::UnclosedCondition,
            it if it.starts_with("Unexpected character \"") => Kind::BrokenCondition,
            it if it.starts_with("Unexpected token \"") => Kind::BrokenCondition,
            it if it.starts_with("Expected ':' but got") => Kind::Unexpected,
            it if it.starts_with("Expected '<") && has("'end of input'") => Kind::Unbalanced,
            it if it.starts_with("Expected '<)-token>'")
                || it.starts_with("Expected '<]-token>'")
                || it.starts_with("Expected '<}-token>'")
                || it.starts_with("Expected '<unknown-token>'") =>
            {
                Kind::Unbalanced
            }
            it if it.starts_with("Expected '<")
                || it.starts_with("Unexpected token '<")
                || it.starts_with("Invalid attribute selector operator")
                || it.starts_with("Type selector must be first") =>
            {
                Kind::Unexpected
            }
            _ => Kind::Other,
        }
    }
}
