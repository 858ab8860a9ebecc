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
    /// `[Adblock Plus 2.0]`: the header of a list.
    Agent(AgentComment<'a>),
    /// `!+ PLATFORM(windows)`: AdGuard's hints, which are about the next line.
    Hint(HintComment<'a>),
    /// `!#if …`, `!#include …`: a directive of the preprocessor.
    PreProcessor(PreProcessorComment<'a>),
    /// `! Title: My list`: a fact about the list.
    Metadata(MetadataComment<'a>),
    /// `! aglint-disable-next-line`: a comment that configures a linter. Boxed: it is large and
    /// rare.
    Config(Box<ConfigComment<'a>>),
    /// `! words`, `# words`: any other comment.
    Comment(Comment<'a>),
    /// `||ads.example^$script`: a rule that blocks or allows requests.
    Network(NetworkRule<'a>),
    /// `127.0.0.1 ads.example`: a line of a hosts file, or a domain alone. Only with
    /// [`Options::hosts`](crate::Options::hosts).
    Host(HostRule<'a>),
    /// `a.example##.ad`: a rule that changes a page.
    Cosmetic(CosmeticRule<'a>),
}

impl Rule<'_> {
    /// The type of the rule, with AGTree's name of the node.
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

    /// The category of the rule.
    pub fn category(&self) -> Category {
        self.rule_type().category()
    }

    /// The product whose syntax the rule uses; [`Syntax::Common`] when every blocker reads it.
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
    /// `||ads.example^$script`
    Network,
    /// `127.0.0.1 ads.example`, `ads.example`
    Host,
    /// `a.example##.ad`
    ElementHiding,
    /// `a.example#$#.ad { color: red; }`, `a.example##.ad:style(color: red)`
    CssInjection,
    /// `a.example##+js(log)`, `a.example#%#//scriptlet('log')`, `a.example#$#log x`
    ScriptletInjection,
    /// `a.example$$script`, `a.example##^script`
    HtmlFiltering,
    /// `a.example#%#window.x = 1;`
    JsInjection,
    /// `! words`
    Comment,
    /// `! Title: My list`
    Metadata,
    /// `[Adblock Plus 2.0]`
    Agent,
    /// `!+ PLATFORM(windows)`
    Hint,
    /// `!#if adguard`
    PreProcessor,
    /// `! aglint-disable`
    Config,
    /// A blank line.
    Empty,
    /// A line that cannot be read.
    Invalid,
}

impl RuleType {
    /// Every type.
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

    /// The category of these rules.
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
    /// Blank lines.
    Empty,
    /// Lines that cannot be read.
    Invalid,
    /// Comments of all types: hints, directives and metadata are comments too.
    Comment,
    /// Rules that change a page.
    Cosmetic,
    /// Rules that block or allow requests.
    Network,
}

impl Category {
    /// Every category.
    pub const ALL: [Category; 5] = [
        Category::Network,
        Category::Cosmetic,
        Category::Comment,
        Category::Empty,
        Category::Invalid,
    ];

    /// AGTree's name of the category.
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
    /// Every blocker reads it.
    Common,
    /// AdGuard's.
    AdGuard,
    /// uBlock Origin's.
    UblockOrigin,
    /// Adblock Plus's.
    AdblockPlus,
}

impl Syntax {
    /// Every syntax.
    pub const ALL: [Syntax; 4] =
        [Syntax::Common, Syntax::AdGuard, Syntax::UblockOrigin, Syntax::AdblockPlus];

    /// AGTree's name of the syntax.
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
    /// The piece, as it is written.
    pub text: &'a str,
    /// Where it starts in the line, in bytes.
    pub start: u32,
}

impl Text<'_> {
    /// Where it is in the line, in bytes.
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

/// A text that is a piece of the line or was built from it: a selector without its uBO modifiers,
/// an attribute value without its escapes. Dereferences to `str`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value<'a> {
    /// The text after all changes.
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
    /// The agents, which `;` separates.
    pub children: Children<Agents<'a>>,
}

/// `Adblock Plus 2.0`
#[derive(Debug, Clone, PartialEq)]
pub struct Agent<'a> {
    /// Where it is in the line, in bytes.
    pub span: Span,
    /// The name of the blocker: `Adblock Plus`.
    pub adblock: Text<'a>,
    /// The version: `2.0`.
    pub version: Option<Text<'a>>,
    /// The product that the name stands for.
    pub syntax: Syntax,
}

/// `!+ NOT_OPTIMIZED PLATFORM(windows, mac)`
#[derive(Debug, Clone, PartialEq)]
pub struct HintComment<'a> {
    /// The hints, which blanks separate.
    pub children: Children<Hints<'a>>,
}

/// `PLATFORM(windows, mac)`
#[derive(Debug, Clone, PartialEq)]
pub struct Hint<'a> {
    /// Where it is in the line, in bytes.
    pub span: Span,
    /// The name as it is written: `PLATFORM`.
    pub name: Text<'a>,
    /// `Some` and empty for `NAME()`.
    pub params: Option<ParameterList<'a>>,
}

/// `!#if (adguard && !ext_safari)`
#[derive(Debug, Clone, PartialEq)]
pub struct PreProcessorComment<'a> {
    /// The name as it is written, without `!#`: `if`.
    pub name: Text<'a>,
    /// The text after the name. `None` when there is none.
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

/// The parameters of a directive.
#[derive(Debug, Clone, PartialEq)]
pub enum DirectiveParams<'a> {
    /// `!#if adguard || ext_ublock`
    Condition(Condition<'a>),
    /// `!#safari_cb_affinity(general, privacy)`
    List(ParameterList<'a>),
    /// `!#include list.txt`
    Value(Text<'a>),
}

/// An operator in a condition of `!#if`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `a && b`
    And,
    /// `a || b`
    Or,
    /// `a !b`, which AGTree reads as a binary operator.
    Not,
}

impl Operator {
    /// The sign: `&&`, `||`, `!`.
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
    /// The name of the header: `Title`.
    pub header: Text<'a>,
    /// The value of the header: `My list`.
    pub value: Text<'a>,
}

/// `! aglint-disable-next-line rule-1 -- because`
#[derive(Debug, Clone, PartialEq)]
pub struct ConfigComment<'a> {
    /// `!` or `#`
    pub marker: Text<'a>,
    /// The command: `aglint-disable-next-line`.
    pub command: Text<'a>,
    /// The parameters of the command. `None` when there are none.
    pub params: Option<ConfigParams<'a>>,
    /// With its leading `--`.
    pub comment: Option<Text<'a>>,
}

/// The parameters of a linter command.
#[derive(Debug, Clone, PartialEq)]
pub enum ConfigParams<'a> {
    /// `! aglint "rule-1": "off"`: the inside of a JSON5 object, without its braces.
    Config {
        /// Where it is in the line, in bytes.
        span: Span,
        /// The members of the object.
        value: Members<'a>,
    },
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
    /// Where it is in the line, in bytes.
    pub span: Span,
    /// An empty parameter is `None`.
    pub children: Children<Params<'a>>,
}

// Network rules

/// `@@||ads.example^$script,domain=a.example`
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NetworkRule<'a> {
    /// Whether it starts with `@@`: then it allows what other rules block.
    pub exception: bool,
    /// The pattern that is compared with URLs, without `@@` and modifiers: `||ads.example^`. Empty
    /// when the rule has only modifiers.
    pub pattern: Text<'a>,
    /// The modifiers after the `$`. `None` without a `$`.
    pub modifiers: Option<ModifierList<'a>>,
}

/// `script,domain=a.example`
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ModifierList<'a> {
    /// Where it is in the line, in bytes, without the `$`.
    pub span: Span,
    /// The modifiers, which commas separate.
    pub children: Children<Modifiers<'a>>,
}

/// `~third-party`, `domain=a.example`
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Modifier<'a> {
    /// Where it is in the line, in bytes.
    pub span: Span,
    /// Whether it starts with `~`.
    pub exception: bool,
    /// The name as it is written, without `~`: `domain`.
    pub name: Text<'a>,
    /// The value after the `=`. `None` without a `=`.
    pub value: Option<Text<'a>>,
}

/// `127.0.0.1 a.example b.example # note`
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HostRule<'a> {
    /// `None` for a bare domain, which means `0.0.0.0`.
    pub ip: Option<Text<'a>>,
    /// The names, which blanks separate.
    pub hostnames: Children<Hostnames<'a>>,
    /// Without its `#`.
    pub comment: Option<Text<'a>>,
}

// Cosmetic rules

/// `[$path=/x]a.example,~b.a.example##.ad`
#[derive(Debug, Clone, PartialEq)]
pub struct CosmeticRule<'a> {
    /// The product whose syntax the rule uses.
    pub syntax: Syntax,
    /// AdGuard's `[$…]`, or uBO's `:matches-path()` and similar modifiers in the body.
    pub modifiers: Option<Box<ModifierList<'a>>>,
    /// The domains where the rule applies; empty for all domains.
    pub domains: DomainList<'a>,
    /// The sign between domains and body.
    pub separator: Separator,
    /// Where the separator starts.
    pub separator_start: u32,
    /// The body: what the rule does on a page.
    pub body: CosmeticBody<'a>,
    /// Where the body is in the line, in bytes.
    pub body_span: Span,
}

impl CosmeticRule<'_> {
    /// Whether the rule is an exception to other rules: `#@#`.
    pub fn exception(&self) -> bool {
        self.separator.is_exception()
    }

    /// Where the separator is in the line, in bytes.
    pub fn separator_span(&self) -> Span {
        let len = self.separator.as_str().len() as u32;
        Span { start: self.separator_start, end: self.separator_start + len }
    }
}

/// `a.example,~b.a.example`. Every cosmetic rule has this list; it can be empty.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DomainList<'a> {
    /// Where it is in the line, in bytes.
    pub span: Span,
    /// The domains, which commas (or `|` in some modifiers) separate.
    pub children: Children<Domains<'a>>,
}

/// `~b.a.example`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Domain<'a> {
    /// Without the `~`.
    pub value: Text<'a>,
    /// Whether it starts with `~`: the rule does not apply on this domain.
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
    /// The sign, as it is written.
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

    /// Whether it is the sign of an exception: `#@#`.
    pub fn is_exception(self) -> bool {
        self.as_str().as_bytes()[1] == b'@'
    }
}

/// The body of a cosmetic rule: what it does on a page.
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
    /// The same as parsed selectors: only with
    /// [`Options::html_bodies`](crate::Options::html_bodies).
    HtmlSelectors(Box<SelectorList<'a>>),
    /// `#%#window.x = 1;`
    Js(Value<'a>),
}

impl CosmeticBody<'_> {
    /// The type of a rule with this body.
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
    /// The selectors of the styled elements: `.ad`.
    pub selector_list: Value<'a>,
    /// `None` for uBO's `:remove()`, which has no declarations.
    pub declaration_list: Option<Value<'a>>,
    /// The condition: `(min-width: 9px)`.
    pub media_query_list: Option<Value<'a>>,
    /// Whether the elements are removed instead of styled.
    pub remove: bool,
}

/// `div.a > b, c`
#[derive(Debug, Clone, PartialEq)]
pub struct SelectorList<'a> {
    /// Where it is in the line, in bytes.
    pub span: Span,
    /// The selectors, which commas separate.
    pub children: Children<ComplexSelectors<'a>>,
}

/// `div.a > b`
#[derive(Debug, Clone, PartialEq)]
pub struct ComplexSelector<'a> {
    /// Where it is in the line, in bytes.
    pub span: Span,
    /// The selectors and, between them, the combinators.
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
    /// `[name="value" i]`
    Attribute(AttributeSelector<'a>),
    /// `:contains(x)`
    PseudoClass(PseudoClassSelector<'a>),
    /// ` `, `>`, `+`, `~`
    Combinator(Value<'a>),
}

/// `[name="value" i]`
#[derive(Debug, Clone, PartialEq)]
pub struct AttributeSelector<'a> {
    /// Where it is in the line, in bytes.
    pub span: Span,
    /// The name of the attribute.
    pub name: Value<'a>,
    /// The condition on its value. `None` for `[name]`.
    pub test: Option<AttributeTest<'a>>,
}

/// `="value" i`
#[derive(Debug, Clone, PartialEq)]
pub struct AttributeTest<'a> {
    /// `=`, `^=`, `$=`, `*=`, `~=`, `|=`
    pub operator: Value<'a>,
    /// Without its quotes, and without the escapes of that quote.
    pub value: Value<'a>,
    /// `i` or `s`; `None` without one.
    pub flag: Option<Value<'a>>,
}

/// `:contains(x)`
#[derive(Debug, Clone, PartialEq)]
pub struct PseudoClassSelector<'a> {
    /// Where it is in the line, in bytes, with the colon.
    pub span: Span,
    /// The name without the colon: `contains`.
    pub name: Value<'a>,
    /// `Some` and empty for `:x()`.
    pub argument: Option<Value<'a>>,
}
