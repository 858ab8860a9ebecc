//! What can be wrong with a selector or a style. Whom it concerns and what is said of it, the rules
//! know.

use bloqr_syntax::source::Span;

use crate::{Targets, tables::pseudos::Pseudo};

/// Who is told of problems, one at a time: a line may hold a million.
pub(crate) type Tell<'x> = dyn FnMut(Problem<'_>) + 'x;

/// One thing that is wrong.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Problem<'t> {
    pub(crate) fault: Fault<'t>,
    /// In the line.
    pub(crate) span: Span,
    pub(crate) within: Within,
}

/// What a problem is in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Within {
    pub(crate) rule: RuleKind,
    /// The argument of a pseudo-class.
    pub(crate) is_nested: bool,
    /// Who takes what is here as any text.
    pub(crate) unread_by: Targets,
}

/// What kind of rule a selector is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RuleKind {
    /// `##`
    Plain,
    /// `#?#`
    Extended,
    /// `##^`: the text of a response is looked at, not a page.
    Html,
}

/// A problem, by what it is about.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Fault<'t> {
    /// The grammar of selectors is broken here, and reading ends.
    Grammar(Grammar<'t>),
    /// Found by looking at brackets and names only, behind what broke the grammar. There is one at
    /// most for each selector list.
    Token(Token<'t>),
    /// `/*` in a selector.
    Comment {
        is_closed: bool,
    },
    /// Something that some read, and others do not.
    Form(Form<'t>),
    /// A name that nobody knows.
    Unknown(Unknown<'t>),
    Argument(Argument<'t>),
    Block(Block),
    Style(Style<'t>),
    /// Not wrong in itself: a property for the second time in its block.
    DeclaredAgain {
        name: &'t str,
        first: Span,
    },
    /// Not a problem yet: a regular expression, which starts where the span does.
    Regex {
        source: &'t str,
        flags: &'t str,
        in_property: bool,
    },
}

/// Why a selector cannot be read further.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Grammar<'t> {
    /// `.`
    NoClass,
    /// `#`
    NoId,
    /// `#1`, `#-1`
    IdStart {
        with_dash: bool,
    },
    /// `:`
    NoPseudoClass,
    /// `not(a)`
    NoColon,
    /// `[`
    NoAttribute,
    /// `[a b]`
    AttributeGoesOn,
    /// `[a=]`
    NoAttributeValue,
    /// `[a="b" c]`
    AttributeFlag,
    /// `[a="b" i c]`
    AttributeEnd,
    /// `a,`, `:not(a,)`
    TrailingComma {
        is_argument: bool,
    },
    /// `> a`
    FirstCombinator,
    /// `:not(> a)`
    FirstCombinatorInside(ListInside),
    /// `a >`
    LastCombinator,
    /// `a > > b`
    TwoCombinators,
    NoSelector,
    /// `a, , b`
    NoSelectorHere,
    /// `:not()`
    EmptyArgument(&'t str),
    /// `:remove() a`
    BehindAction,
    /// `::before.a`
    BehindElement,
    UnclosedSquare,
    UnclosedRound,
    UnclosedQuote,
    Unexpected(char, Unexpected),
}

/// A list of selectors in an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ListInside {
    /// That of `:is()` or `:where()`, which passes over what it cannot read.
    Forgiving,
    /// That of `:not()`, and a script has to look for what stands in it.
    ScriptedNot,
    Other,
}

/// What stands where a selector cannot go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unexpected {
    /// A bracket without a partner.
    Bracket,
    /// The type in `[a]b`.
    Type,
    Other,
}

/// What is found by looking at brackets, comments and names only.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Token<'t> {
    Comment {
        is_closed: bool,
    },
    Unmatched,
    /// A pseudo-class that those who look at names only do not know.
    Unknown(&'t str),
}

/// What some read, and others do not, or in another form only.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Form<'t> {
    /// `a|b`
    Namespace,
    /// A pseudo-class that not everyone has, as it is written.
    PseudoClass(&'static Pseudo, &'t str),
    /// `:HOVER`
    Capitals(&'t str),
    /// `:-webkit-any(a)`
    Vendors { name: &'t str, has_argument: bool },
    /// `:contains(a)` without `#?#`
    NeedsExtended(&'t str),
    /// `:before`
    OneColon(&'t str),
    /// `::before > a`
    BehindElement,
    /// `:has-text(a)::before`
    ScriptForElement,
    /// `:is(:has-text(a))`
    ScriptInside(&'t str),
    /// `a, b:has-text(c)`
    SeveralScripted,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Unknown<'t> {
    PseudoClass { name: &'t str, has_argument: bool },
    Element(&'t str),
}

/// What is wrong with what stands between parentheses. The text is the name of the pseudo-class.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Argument<'t> {
    /// `:has`
    Missing(&'t str),
    /// `:contains()`
    Empty(&'t str),
    /// `:hover(a)`
    Needless {
        name: &'t str,
        is_empty: bool,
    },
    /// `:remove(a)`
    NeedlessForAction(&'t str),
    /// `::part`
    MissingForElement(&'t str),
    /// `::part(a)`, colons and all, which browsers know.
    ForElement(&'t str),
    /// `::before(a)`, colons and all.
    NeedlessForElement(&'t str),
    /// `:not(::before)`
    Element {
        in_has: bool,
    },
    /// Brackets or quotes that do not match, perhaps in a text that is looked for.
    Unmatched {
        is_text: bool,
    },
    UnclosedComment,
    /// `:contains("a" b)`
    BehindQuote(&'t str),
    /// `:remove-class("a")`
    QuotedName(&'t str),
    /// `:lang("en")`
    NoWord(&'t str),
    NoMediaQuery,
    NoNumber(&'t str),
    /// `:upward(0)`
    NoStep(&'t str),
    /// `:upward(".a")`
    QuotedSelector(&'t str),
    /// `:upward(:has-text(a))`
    ScriptedSelector(&'t str),
    /// `:nth-child(a)`
    NoNth(&'t str),
    /// `:nth-child(2 of .a)`
    OfInNth(&'t str),
    /// `:matches-css(a)`
    NoColon(&'t str),
    /// `:matches-css(a:)`
    HalfProperty(&'t str),
    /// `:matches-attr(="a")`
    NoAttribute,
}

/// What is wrong with the brackets around a style.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Block {
    Unclosed,
    /// A second `{`; it opens nothing to those who see that it is quoted, or behind the end.
    Nested {
        opens: bool,
    },
    TextBehind,
}

/// What is wrong with a style.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Style<'t> {
    Empty,
    OnlySemicolons,
    /// It has parts, but none of them is a declaration.
    OnlyBroken,
    NoColon,
    NoProperty(&'t str),
    NoValue(&'t str),
    UnknownProperty(&'t str),
    NoUnit(&'t str),
    WrongValue {
        property: &'t str,
        value: &'t str,
    },
    /// A bracket or quote without a partner.
    Unmatched {
        opens: bool,
    },
    /// `url(`, `image-set(`
    Url(&'t str),
    /// `image(`, `cross-fade(`
    Image(&'t str),
    Comment,
    DoubleSlash,
    Backslash,
    /// `!importent`
    Important,
}
