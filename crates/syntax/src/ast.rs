//! The tree: plain structs that borrow from one line. Names are AGTree's; each has an example line.
//! Every span is in bytes from the start of the line.

use std::{borrow::Cow, ops::Deref};

use crate::{SyntaxError, source::Span};
pub use crate::{
    children::{Children, Iter as ChildrenIter},
    comment::{
        agent::Agents,
        condition::{Condition, Node, Nodes},
        hint::Hints,
        json5::Members,
    },
    cosmetic::{Calls, ComplexSelectors, Domains, Selectors},
    host::Hostnames,
    network::Modifiers,
    params::Params,
};

/// The parsed line.
#[derive(Debug, Clone, PartialEq)]
pub enum Rule<'a> {
    /// A blank line.
    Empty,
    /// A line that cannot be parsed, and why.
    Invalid(Box<SyntaxError>),
    Agent(AgentComment<'a>),
    Hint(HintComment<'a>),
    PreProcessor(PreProcessorComment<'a>),
    Metadata(MetadataComment<'a>),
    Config(Box<ConfigComment<'a>>),
    Comment(Comment<'a>),
    Network(NetworkRule<'a>),
    Host(HostRule<'a>),
    Cosmetic(CosmeticRule<'a>),
}

impl Rule<'_> {
    pub fn rule_type(&self) -> RuleType {
        match self {
            Rule::Empty => RuleType::Empty,
            Rule::Invalid(_) => RuleType::Invalid,
            Rule::Agent(_) => RuleType::Agent,
            Rule::Hint(_) => RuleType::Hint,
            Rule::PreProcessor(_) => RuleType::PreProcessor,
            Rule::Metadata(_) => RuleType::Metadata,
            Rule::Config(_) => RuleType::Config,
            Rule::Comment(_) => RuleType::Comment,
            Rule::Network(_) => RuleType::Network,
            Rule::Host(_) => RuleType::Host,
            Rule::Cosmetic(rule) => rule.body.rule_type(),
        }
    }

    pub fn category(&self) -> Category {
        self.rule_type().category()
    }

    pub fn syntax(&self) -> Syntax {
        match self {
            Rule::Hint(_) => Syntax::AdGuard,
            Rule::PreProcessor(comment) => comment.syntax(),
            Rule::Cosmetic(rule) => rule.syntax,
            _ => Syntax::Common,
        }
    }
}

/// The type of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RuleType {
    Network,
    Host,
    ElementHiding,
    CssInjection,
    ScriptletInjection,
    HtmlFiltering,
    JsInjection,
    Comment,
    Metadata,
    Agent,
    Hint,
    PreProcessor,
    Config,
    Empty,
    Invalid,
}

impl RuleType {
    pub const ALL: [RuleType; 15] = [
        RuleType::Network,
        RuleType::Host,
        RuleType::ElementHiding,
        RuleType::CssInjection,
        RuleType::ScriptletInjection,
        RuleType::HtmlFiltering,
        RuleType::JsInjection,
        RuleType::Comment,
        RuleType::Metadata,
        RuleType::Agent,
        RuleType::Hint,
        RuleType::PreProcessor,
        RuleType::Config,
        RuleType::Empty,
        RuleType::Invalid,
    ];

    /// AGTree's name of the node.
    pub fn as_str(self) -> &'static str {
        match self {
            RuleType::Network => "NetworkRule",
            RuleType::Host => "HostRule",
            RuleType::ElementHiding => "ElementHidingRule",
            RuleType::CssInjection => "CssInjectionRule",
            RuleType::ScriptletInjection => "ScriptletInjectionRule",
            RuleType::HtmlFiltering => "HtmlFilteringRule",
            RuleType::JsInjection => "JsInjectionRule",
            RuleType::Comment => "CommentRule",
            RuleType::Metadata => "MetadataCommentRule",
            RuleType::Agent => "AgentCommentRule",
            RuleType::Hint => "HintCommentRule",
            RuleType::PreProcessor => "PreProcessorCommentRule",
            RuleType::Config => "ConfigCommentRule",
            RuleType::Empty => "EmptyRule",
            RuleType::Invalid => "InvalidRule",
        }
    }

    pub fn category(self) -> Category {
        match self {
            RuleType::Network | RuleType::Host => Category::Network,
            RuleType::ElementHiding
            | RuleType::CssInjection
            | RuleType::ScriptletInjection
            | RuleType::HtmlFiltering
            | RuleType::JsInjection => Category::Cosmetic,
            RuleType::Comment
            | RuleType::Metadata
            | RuleType::Agent
            | RuleType::Hint
            | RuleType::PreProcessor
            | RuleType::Config => Category::Comment,
            RuleType::Empty => Category::Empty,
            RuleType::Invalid => Category::Invalid,
        }
    }
}

/// The category of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    Empty,
    Invalid,
    Comment,
    Cosmetic,
    Network,
}

impl Category {
    pub const ALL: [Category; 5] = [
        Category::Network,
        Category::Cosmetic,
        Category::Comment,
        Category::Empty,
        Category::Invalid,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Category::Empty => "Empty",
            Category::Invalid => "Invalid",
            Category::Comment => "Comment",
            Category::Cosmetic => "Cosmetic",
            Category::Network => "Network",
        }
    }
}

/// The product whose syntax a rule uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Syntax {
    Common,
    AdGuard,
    UblockOrigin,
    AdblockPlus,
}

impl Syntax {
    pub const ALL: [Syntax; 4] =
        [Syntax::Common, Syntax::AdGuard, Syntax::UblockOrigin, Syntax::AdblockPlus];

    pub fn as_str(self) -> &'static str {
        match self {
            Syntax::Common => "Common",
            Syntax::AdGuard => "AdGuard",
            Syntax::UblockOrigin => "UblockOrigin",
            Syntax::AdblockPlus => "AdblockPlus",
        }
    }
}

/// A piece of the line as it is written, with its position. Dereferences to `str`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text<'a> {
    pub text: &'a str,
    pub start: u32,
}

impl Text<'_> {
    pub fn span(&self) -> Span {
        Span { start: self.start, end: self.start + self.text.len() as u32 }
    }
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        self.text
    }
}

/// A text that is a piece of the line or was built from it: a selector without its uBO modifiers, an
/// attribute value without its escapes. Dereferences to `str`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value<'a> {
    pub text: Cow<'a, str>,
    /// The span that it was built from. Its length can differ from the length of the text.
    pub span: Span,
}

impl Deref for Value<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

// Comments

/// `[Adblock Plus 2.0; AdGuard]`
#[derive(Debug, Clone, PartialEq)]
pub struct AgentComment<'a> {
    pub children: Children<Agents<'a>>,
}

/// `Adblock Plus 2.0`
#[derive(Debug, Clone, PartialEq)]
pub struct Agent<'a> {
    pub span: Span,
    pub adblock: Text<'a>,
    pub version: Option<Text<'a>>,
    pub syntax: Syntax,
}

/// `!+ NOT_OPTIMIZED PLATFORM(windows, mac)`
#[derive(Debug, Clone, PartialEq)]
pub struct HintComment<'a> {
    pub children: Children<Hints<'a>>,
}

/// `PLATFORM(windows, mac)`
#[derive(Debug, Clone, PartialEq)]
pub struct Hint<'a> {
    pub span: Span,
    pub name: Text<'a>,
    /// `Some` and empty for `NAME()`.
    pub params: Option<ParameterList<'a>>,
}

/// `!#if (adguard && !ext_safari)`
#[derive(Debug, Clone, PartialEq)]
pub struct PreProcessorComment<'a> {
    pub name: Text<'a>,
    pub params: Option<DirectiveParams<'a>>,
}

impl PreProcessorComment<'_> {
    /// AdGuard for Safari's directive with its list; all others are common.
    pub fn syntax(&self) -> Syntax {
        match self.params {
            Some(DirectiveParams::List(_)) => Syntax::AdGuard,
            _ => Syntax::Common,
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum DirectiveParams<'a> {
    /// `!#if adguard || ext_ublock`
    Condition(Condition<'a>),
    /// `!#safari_cb_affinity(general, privacy)`
    List(ParameterList<'a>),
    /// `!#include list.txt`
    Value(Text<'a>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    And,
    Or,
    /// `a !b`, which AGTree reads as a binary operator.
    Not,
}

impl Operator {
    pub fn as_str(self) -> &'static str {
        match self {
            Operator::And => "&&",
            Operator::Or => "||",
            Operator::Not => "!",
        }
    }
}

/// `! Title: My list`
#[derive(Debug, Clone, PartialEq)]
pub struct MetadataComment<'a> {
    /// `!` or `#`
    pub marker: Text<'a>,
    pub header: Text<'a>,
    pub value: Text<'a>,
}

/// `! aglint-disable-next-line rule-1 -- because`
#[derive(Debug, Clone, PartialEq)]
pub struct ConfigComment<'a> {
    /// `!` or `#`
    pub marker: Text<'a>,
    pub command: Text<'a>,
    pub params: Option<ConfigParams<'a>>,
    /// With its leading `--`.
    pub comment: Option<Text<'a>>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum ConfigParams<'a> {
    /// `! aglint "rule-1": "off"`: the inside of a JSON5 object, without its braces.
    Config { span: Span, value: Members<'a> },
    /// `! aglint-disable rule-1, rule-2`
    List(ParameterList<'a>),
}

/// `! words`
#[derive(Debug, Clone, PartialEq)]
pub struct Comment<'a> {
    /// `!` or `#`
    pub marker: Text<'a>,
    /// All following text, including spaces.
    pub text: Text<'a>,
}

/// `a, b, c`
#[derive(Debug, Clone, PartialEq)]
pub struct ParameterList<'a> {
    pub span: Span,
    /// An empty parameter is `None`.
    pub children: Children<Params<'a>>,
}

// Network rules

/// `@@||ads.example^$script,domain=a.example`
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NetworkRule<'a> {
    pub exception: bool,
    pub pattern: Text<'a>,
    pub modifiers: Option<ModifierList<'a>>,
}

/// `script,domain=a.example`
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ModifierList<'a> {
    pub span: Span,
    pub children: Children<Modifiers<'a>>,
}

/// `~third-party`, `domain=a.example`
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Modifier<'a> {
    pub span: Span,
    pub exception: bool,
    pub name: Text<'a>,
    pub value: Option<Text<'a>>,
}

/// `127.0.0.1 a.example b.example # note`
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HostRule<'a> {
    /// `None` for a bare domain, which means `0.0.0.0`.
    pub ip: Option<Text<'a>>,
    pub hostnames: Children<Hostnames<'a>>,
    /// Without its `#`.
    pub comment: Option<Text<'a>>,
}

// Cosmetic rules

/// `[$path=/x]a.example,~b.a.example##.ad`
#[derive(Debug, Clone, PartialEq)]
pub struct CosmeticRule<'a> {
    pub syntax: Syntax,
    /// AdGuard's `[$…]`, or uBO's `:matches-path()` and similar modifiers in the body.
    pub modifiers: Option<Box<ModifierList<'a>>>,
    pub domains: DomainList<'a>,
    pub separator: Separator,
    /// Where the separator starts.
    pub separator_start: u32,
    pub body: CosmeticBody<'a>,
    pub body_span: Span,
}

impl CosmeticRule<'_> {
    pub fn exception(&self) -> bool {
        self.separator.is_exception()
    }

    pub fn separator_span(&self) -> Span {
        let len = self.separator.as_str().len() as u32;
        Span { start: self.separator_start, end: self.separator_start + len }
    }
}

/// `a.example,~b.a.example`. Every cosmetic rule has this list; it can be empty.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DomainList<'a> {
    pub span: Span,
    pub children: Children<Domains<'a>>,
}

/// `~b.a.example`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Domain<'a> {
    /// Without the `~`.
    pub value: Text<'a>,
    pub exception: bool,
}

/// The separator between domains and body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Separator {
    /// `##`
    ElementHiding,
    /// `#@#`
    ElementHidingException,
    /// `#?#`
    ExtendedElementHiding,
    /// `#@?#`
    ExtendedElementHidingException,
    /// `#$#`
    CssInjection,
    /// `#@$#`
    CssInjectionException,
    /// `#$?#`
    ExtendedCssInjection,
    /// `#@$?#`
    ExtendedCssInjectionException,
    /// `#%#`
    JsInjection,
    /// `#@%#`
    JsInjectionException,
    /// `$$`
    HtmlFiltering,
    /// `$@$`
    HtmlFilteringException,
}

impl Separator {
    pub fn as_str(self) -> &'static str {
        match self {
            Separator::ElementHiding => "##",
            Separator::ElementHidingException => "#@#",
            Separator::ExtendedElementHiding => "#?#",
            Separator::ExtendedElementHidingException => "#@?#",
            Separator::CssInjection => "#$#",
            Separator::CssInjectionException => "#@$#",
            Separator::ExtendedCssInjection => "#$?#",
            Separator::ExtendedCssInjectionException => "#@$?#",
            Separator::JsInjection => "#%#",
            Separator::JsInjectionException => "#@%#",
            Separator::HtmlFiltering => "$$",
            Separator::HtmlFilteringException => "$@$",
        }
    }

    pub fn is_exception(self) -> bool {
        self.as_str().as_bytes()[1] == b'@'
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum CosmeticBody<'a> {
    /// `##.ad`
    ElementHiding(Value<'a>),
    /// `#$#body { padding: 0; }`
    CssInjection(Box<CssInjection<'a>>),
    /// `#%#//scriptlet('log', 'x')`, `##+js(log, x)`, `#$#log x; log y`: a list of parameters
    /// per call, starting with the name; an empty call has no list.
    Scriptlet(Box<Children<Calls<'a>>>),
    /// `$$script[tag-content="x"]`, `##^script:has-text(x)`: the unparsed body.
    Html(Value<'a>),
    /// The same as parsed selectors: only with [`Options::html_bodies`](crate::Options::html_bodies).
    HtmlSelectors(Box<SelectorList<'a>>),
    /// `#%#window.x = 1;`
    Js(Value<'a>),
}

impl CosmeticBody<'_> {
    pub fn rule_type(&self) -> RuleType {
        match self {
            CosmeticBody::ElementHiding(_) => RuleType::ElementHiding,
            CosmeticBody::CssInjection(_) => RuleType::CssInjection,
            CosmeticBody::Scriptlet(_) => RuleType::ScriptletInjection,
            CosmeticBody::Html(_) | CosmeticBody::HtmlSelectors(_) => RuleType::HtmlFiltering,
            CosmeticBody::Js(_) => RuleType::JsInjection,
        }
    }
}

/// `@media (min-width: 9px) { .ad { color: red } }`, `.ad:style(color: red)`
#[derive(Debug, Clone, PartialEq)]
pub struct CssInjection<'a> {
    pub selector_list: Value<'a>,
    /// `None` for uBO's `:remove()`, which has no declarations.
    pub declaration_list: Option<Value<'a>>,
    pub media_query_list: Option<Value<'a>>,
    pub remove: bool,
}

/// `div.a > b, c`
#[derive(Debug, Clone, PartialEq)]
pub struct SelectorList<'a> {
    pub span: Span,
    pub children: Children<ComplexSelectors<'a>>,
}

/// `div.a > b`
#[derive(Debug, Clone, PartialEq)]
pub struct ComplexSelector<'a> {
    pub span: Span,
    pub children: Children<Selectors<'a>>,
}

/// One link of a complex selector.
#[derive(Debug, Clone, PartialEq)]
pub enum Selector<'a> {
    /// `div`, `*`
    Type(Value<'a>),
    /// `.a`; the text is without the dot, the span is with it.
    Class(Value<'a>),
    /// `#a`; the text is without the `#`, the span is with it.
    Id(Value<'a>),
    Attribute(AttributeSelector<'a>),
    PseudoClass(PseudoClassSelector<'a>),
    /// ` `, `>`, `+`, `~`
    Combinator(Value<'a>),
}

/// `[name="value" i]`
#[derive(Debug, Clone, PartialEq)]
pub struct AttributeSelector<'a> {
    pub span: Span,
    pub name: Value<'a>,
    pub test: Option<AttributeTest<'a>>,
}

/// `="value" i`
#[derive(Debug, Clone, PartialEq)]
pub struct AttributeTest<'a> {
    pub operator: Value<'a>,
    /// Without its quotes, and without the escapes of that quote.
    pub value: Value<'a>,
    pub flag: Option<Value<'a>>,
}

/// `:contains(x)`
#[derive(Debug, Clone, PartialEq)]
pub struct PseudoClassSelector<'a> {
    pub span: Span,
    pub name: Value<'a>,
    /// `Some` and empty for `:x()`.
    pub argument: Option<Value<'a>>,
}
