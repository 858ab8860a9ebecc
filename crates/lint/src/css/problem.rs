//! The problems of selectors and styles. The lint rules know whom a problem affects, and its
//! message.

use bloqr_syntax::source::Span;

use crate::{Targets, tables::pseudos::Pseudo};

/// Takes problems one at a time, because a line can have a million of them.
pub(crate) type Sink<'x> = dyn FnMut(Problem<'_>) + 'x;

/// A problem.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Problem<'t> {
    pub(crate) fault: Fault<'t>,
    /// Its place in the line.
    pub(crate) span: Span,
    pub(crate) within: Within,
}

/// The context of a problem.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Within {
    pub(crate) rule: RuleKind,
    /// Whether it is in the argument of a pseudo-class.
    pub(crate) is_nested: bool,
    /// The blockers that accept any text here.
    pub(crate) unread_by: Targets,
}

/// The kind of rule that a selector is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RuleKind {
    /// `##`
    Plain,
    /// `#?#`
    Extended,
    /// `##^`: it selects in the text of a response, not in a page.
    Html,
}

/// A problem, by its subject.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Fault<'t> {
    /// The grammar of selectors is broken here, and reading ends.
    Grammar(Grammar<'t>),
    /// Found by checking only brackets and names, after the place where the grammar broke. At most
    /// one for each selector list.
    Token(Token<'t>),
    /// `/*` in a selector.
    Comment {
        is_closed: bool,
    },
    /// A form that some blockers support, and others do not.
    Form(Form<'t>),
    /// A name that nobody knows.
    Unknown(Unknown<'t>),
    Argument(Argument<'t>),
    Block(Block),
    Style(Style<'t>),
    /// A property is declared again in its block. This is not wrong in itself.
    DeclaredAgain {
        name: &'t str,
        first: Span,
    },
    /// A regular expression, which starts where the span starts. It is not checked yet.
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

/// A selector list in an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ListInside {
    /// The list of `:is()` or `:where()`: invalid selectors in it are skipped.
    Forgiving,
    /// The list of `:not()`, if it needs a script.
    ScriptedNot,
    Other,
}

/// The text after the end of a selector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unexpected {
    /// A bracket that is not opened.
    Bracket,
    /// The `b` in `[a]b`.
    Type,
    Other,
}

/// A problem that is found by checking only brackets, comments and names.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Token<'t> {
    Comment {
        is_closed: bool,
    },
    Unmatched,
    /// A pseudo-class that blockers which check only names do not know.
    Unknown(&'t str),
}

/// A form that some blockers do not support, or support only when it is written in another way.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Form<'t> {
    /// `a|b`
    Namespace,
    /// A pseudo-class that not every blocker supports, as it is written.
    PseudoClass(&'static Pseudo, &'t str),
    /// `:HOVER`
    Capitals(&'t str),
    /// `:-webkit-any(a)`
    Vendors { name: &'t str, has_argument: bool },
    /// `[-ext-has="a"]` behind `##`
    OlderAttribute(&'t str),
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

/// A problem of the text between parentheses. The string is the name of the pseudo-class.
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
    /// `::part(a)`, with the colons, which browsers support.
    ForElement(&'t str),
    /// `::before(a)`, with the colons.
    NeedlessForElement(&'t str),
    /// `:not(::before)`
    Element {
        in_has: bool,
    },
    /// Brackets or quotes do not match. `is_text`: in a text that the selector looks for.
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

/// A problem of the brackets around a style.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Block {
    Unclosed,
    /// A second `{`. Blockers that see that it is in quotes, or after the end, do not read it as an
    /// opening bracket.
    Nested {
        opens: bool,
    },
    TextBehind,
}

/// A problem of a style.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Style<'t> {
    Empty,
    OnlySemicolons,
    /// No part of it is a declaration.
    OnlyBroken,
    NoColon,
    NoProperty(&'t str),
    NoValue(&'t str),
    UnknownProperty(&'t str),
    /// `5`, and a unit that the property takes.
    NoUnit {
        word: &'t str,
        unit: &'static str,
    },
    /// `51 px`
    SplitUnit(&'t str),
    /// `margin: 1px 2px 3px 4px 5px`
    TooMany {
        property: &'t str,
        most: u8,
    },
    /// `rgb(1, 2)`
    Parts {
        name: &'t str,
        least: u8,
        most: u8,
    },
    WrongValue {
        property: &'t str,
        value: &'t str,
    },
    /// A bracket or quote that is not closed, or not opened.
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
