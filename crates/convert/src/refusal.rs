//! Why a rule cannot be converted.

use std::{borrow::Cow, fmt};

use bloqr_lint::diagnostic::Diagnostic;
use bloqr_syntax::SyntaxError;

use crate::Target;

/// Why a rule cannot be converted, and what to do: lower case, no full stop.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// The line is not a valid rule in any syntax.
    Unreadable(Box<SyntaxError>),
    /// The target drops the rule, or reads it in another way.
    NotTaken {
        /// The target.
        to: Target,
        /// The lint rule of `bloqr-lint` that reports it.
        rule: &'static str,
        /// Its message.
        message: Cow<'static, str>,
        /// Its help.
        help: Option<Cow<'static, str>>,
    },
    /// The text to write would not be a rule.
    Unwritable(String),
    /// `$~inline-script`: the modifier that replaces it cannot be negated.
    NegatedModifier(String),
    /// `$redirect`: the modifier has no meaning without a value.
    MissingValue(String),
    /// `[$app=x]`: the target does not have this modifier of cosmetic rules.
    CosmeticModifier {
        /// The target.
        to: Target,
        /// The name of the modifier.
        name: String,
    },
    /// `[$path=/x]#%#//scriptlet(…)`: the target has the modifier, but not with this body.
    ModifierOfBody {
        /// The target.
        to: Target,
        /// The name of the modifier.
        name: String,
        /// The kind of rule: `a scriptlet`.
        body: &'static str,
    },
    /// `[$domain=a.example]b.example##.ad`: the rule has domains in two places.
    DomainsTwice,
    /// A path and an excluded domain: `a.example/x,~b.example##.ad`.
    PathBesideExclusion,
    /// A path in two places: `[$path=/x]a.example/y##.ad`.
    PathTwice,
    /// `##^responseheader(x)` with domains that no pattern can express.
    HeaderDomains,
    /// A resource that the target does not have.
    Resource {
        /// The target.
        to: Target,
        /// The name in the rule.
        name: String,
    },
    /// A scriptlet that the target does not have.
    Scriptlet {
        /// The target.
        to: Target,
        /// The name in the rule.
        name: String,
    },
    /// An argument that the scriptlet of the target does not support, or reads in another way.
    ScriptletArgument {
        /// The target.
        to: Target,
        /// The scriptlet of the target.
        name: String,
        /// The argument; `None` when their number is wrong.
        argument: Option<String>,
    },
    /// A scriptlet without a name: `##+js()`.
    NamelessScriptlet,
    /// `#%#code`.
    JavaScript(Target),
    /// `$$script`, `##^script`.
    Html(Target),
    /// An HTML rule that mixes the pseudo-classes of two products.
    MixedHtml(String),
    /// A special attribute or pseudo-class of an HTML rule with a value that has no meaning.
    HtmlValue(String),
    /// An HTML rule with a combinator in a place where it is not allowed.
    HtmlCombinator(String),
    /// `:matches-css(x)`: the target does not have this pseudo-class.
    PseudoClass {
        /// The target.
        to: Target,
        /// The name of the pseudo-class.
        name: String,
    },
    /// `@media (…) { .ad { … } }`.
    Media(Target),
    /// An attribute selector of the old extended syntax that cannot be read: `[-ext-has]`.
    ExtendedAttribute(String),
    /// `a.example/x##.ad`: the target does not support this domain.
    DomainForm {
        /// The target.
        to: Target,
        /// The domain.
        domain: String,
    },
    /// A rule for all pages, which the target supports only for some pages.
    NoDomain {
        /// The target.
        to: Target,
        /// The kind of rule: `a snippet`.
        body: &'static str,
    },
    /// A redirect that is not limited to some pages, as the target requires.
    UnboundRewrite,
    /// A rule that blocks pages, which the target never does.
    BlocksPages(Target),
}

impl Refusal {
    pub(crate) fn judged(error: Diagnostic, to: Target) -> Refusal {
        let Diagnostic { rule, message, help, .. } = error;
        Refusal::NotTaken { to, rule, message, help }
    }

    /// The name of the reason, for counts: `scriptlet`. For a finding of the linter, the name of
    /// its lint rule: `unsupported-modifier`.
    pub fn reason(&self) -> &'static str {
        match self {
            Refusal::Unreadable(_) => "unreadable",
            Refusal::NotTaken { rule, .. } => rule,
            Refusal::Unwritable(_) => "unwritable",
            Refusal::NegatedModifier(_) => "negated-modifier",
            Refusal::MissingValue(_) => "missing-value",
            Refusal::CosmeticModifier { .. } | Refusal::ModifierOfBody { .. } => {
                "cosmetic-modifier"
            }
            Refusal::DomainsTwice => "domains-twice",
            Refusal::PathBesideExclusion | Refusal::PathTwice => "path-in-domain",
            Refusal::HeaderDomains => "header-domains",
            Refusal::Resource { .. } => "resource",
            Refusal::Scriptlet { .. } | Refusal::NamelessScriptlet => "scriptlet",
            Refusal::ScriptletArgument { .. } => "scriptlet-argument",
            Refusal::JavaScript(_) => "javascript",
            Refusal::Html(_)
            | Refusal::MixedHtml(_)
            | Refusal::HtmlValue(_)
            | Refusal::HtmlCombinator(_) => "html",
            Refusal::PseudoClass { .. } | Refusal::ExtendedAttribute(_) => "pseudo-class",
            Refusal::Media(_) => "media",
            Refusal::DomainForm { .. } => "domain-form",
            Refusal::NoDomain { .. } => "no-domain",
            Refusal::UnboundRewrite => "unbound-rewrite",
            Refusal::BlocksPages(_) => "blocks-pages",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Unreadable(error) => {
                write!(f, "this is not a valid rule ({error}): correct it first")
            }
            Refusal::NotTaken { to, message, help, .. } => {
                write!(f, "{} would not accept the rule: {message}", to.product())?;
                match help {
                    Some(help) => write!(f, "; {help}"),
                    None => Ok(()),
                }
            }
            Refusal::Unwritable(made) => {
                write!(f, "the result `{made}` would not be a rule: write it by hand")
            }
            Refusal::NegatedModifier(name) => write!(
                f,
                "`~{name}` cannot be converted: neither the modifier nor what it becomes can be negated; write the rule without `~`"
            ),
            Refusal::MissingValue(name) => {
                write!(f, "`{name}` needs a value: write it after a `=`")
            }
            Refusal::CosmeticModifier { to, name } => write!(
                f,
                "{} does not have the modifier `[${name}]`: keep the rule for AdGuard inside `!#if adguard`",
                to.product()
            ),
            Refusal::ModifierOfBody { to, name, body } => write!(
                f,
                "{} does not support the modifier `[${name}]` for {body}: remove the modifier, or keep the rule for AdGuard inside `!#if adguard`",
                to.product()
            ),
            Refusal::DomainsTwice => f.write_str(
                "the rule has domains before the separator and in `[$domain]`: write all of them in one place",
            ),
            Refusal::PathBesideExclusion => f.write_str(
                "a domain with a path and an excluded domain cannot be converted in one rule: write a rule for each",
            ),
            Refusal::PathTwice => f.write_str(
                "the rule has a path in a domain and in `[$path]`: write it in one place",
            ),
            Refusal::HeaderDomains => f.write_str(
                "`responseheader()` can be converted only for one domain: write a rule for each domain, and no excluded domains",
            ),
            Refusal::Resource { to, name } => write!(
                f,
                "{} has no resource like `{name}` for redirects: block the request instead, or leave the rule out",
                to.product()
            ),
            Refusal::Scriptlet { to, name } => write!(
                f,
                "{} has no scriptlet like `{name}`: use another scriptlet, or leave the rule out",
                to.product()
            ),
            Refusal::ScriptletArgument { to, name, argument: Some(argument) } => write!(
                f,
                "`{name}` of {} does not support the argument `{argument}`: use another value, or leave the rule out",
                to.product()
            ),
            Refusal::ScriptletArgument { to, name, argument: None } => write!(
                f,
                "`{name}` of {} does not support this number of arguments: use fewer, or leave the rule out",
                to.product()
            ),
            Refusal::NamelessScriptlet => {
                f.write_str("the scriptlet has no name: write it, or remove the rule")
            }
            Refusal::JavaScript(to) => {
                write!(f, "{} has no rules that run JavaScript: use a scriptlet", to.product())
            }
            Refusal::Html(to) => write!(
                f,
                "{} does not change the HTML of pages: hide the element with `##` instead",
                to.product()
            ),
            Refusal::MixedHtml(name) => write!(
                f,
                "`{name}` belongs to another product than the rest of the rule: write the rule in one syntax"
            ),
            Refusal::HtmlValue(name) => write!(
                f,
                "`{name}` needs a value with `=` and without flags, for a length a number from 0: correct it first"
            ),
            Refusal::HtmlCombinator(sign) => {
                write!(f, "a selector is missing on one side of `{sign}`: correct it first")
            }
            Refusal::PseudoClass { to, name } => write!(
                f,
                "{} has no pseudo-class like `:{name}()`: select the element in another way",
                to.product()
            ),
            Refusal::Media(to) => write!(
                f,
                "{} does not support `@media` in its rules: remove the condition, or leave the rule out",
                to.product()
            ),
            Refusal::ExtendedAttribute(name) => write!(
                f,
                "`[{name}]` has no value: write `[{name}=\"…\"]`, or the pseudo-class"
            ),
            Refusal::DomainForm { to, domain } => write!(
                f,
                "{} does not support the domain `{domain}`: write plain domains, without paths",
                to.product()
            ),
            Refusal::NoDomain { to, body } => write!(
                f,
                "{} supports {body} only for some domains: write them before the separator",
                to.product()
            ),
            Refusal::UnboundRewrite => f.write_str(
                "Adblock Plus redirects only for patterns that start with `||` or `*`, and only with `domain` or `~third-party`: add them",
            ),
            Refusal::BlocksPages(to) => write!(
                f,
                "{} never blocks pages, only what they load: remove `document`, or leave the rule out",
                to.product()
            ),
        }
    }
}

impl std::error::Error for Refusal {}
