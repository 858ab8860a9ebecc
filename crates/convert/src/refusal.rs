//! Why a rule cannot be said in the target.

use std::{borrow::Cow, fmt};

use bloqr_lint::diagnostic::Diagnostic;
use bloqr_syntax::SyntaxError;

use crate::Target;

/// Why a rule cannot be said in the target, and what to do: lower case, no full stop.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// The line is no valid rule in any syntax.
    Unreadable(Box<SyntaxError>),
    /// The target drops the rule, or reads something else in it.
    NotTaken {
        /// The target.
        to: Target,
        /// The rule of `bloqr-lint` that says so.
        rule: &'static str,
        /// What it says.
        message: Cow<'static, str>,
        /// What it says to do.
        help: Option<Cow<'static, str>>,
    },
    /// What would have been written is no rule.
    Unwritable(String),
    /// `$~inline-script`: what stands for the modifier cannot be negated.
    NegatedModifier(String),
    /// `$redirect`: the modifier says nothing without a value.
    MissingValue(String),
    /// `[$app=x]`: the target has no such modifier of cosmetic rules.
    CosmeticModifier {
        /// The target.
        to: Target,
        /// The name of the modifier.
        name: String,
    },
    /// `[$path=/x]#%#//scriptlet(…)`: the target takes the modifier, but not before this body.
    ModifierOfBody {
        /// The target.
        to: Target,
        /// The name of the modifier.
        name: String,
        /// What kind of rule it is: `a scriptlet`.
        body: &'static str,
    },
    /// `[$domain=a.example]b.example##.ad`: the domains of the rule stand in two places.
    DomainsTwice,
    /// A path beside excluded domains: `a.example/x,~b.example##.ad`.
    PathBesideExclusion,
    /// A path in two places: `[$path=/x]a.example/y##.ad`.
    PathTwice,
    /// `##^responseheader(x)` of a domain list that no pattern can say.
    HeaderDomains,
    /// A resource that the target has under no name.
    Resource {
        /// The target.
        to: Target,
        /// The name in the rule.
        name: String,
    },
    /// A scriptlet that the target has under no name.
    Scriptlet {
        /// The target.
        to: Target,
        /// The name in the rule.
        name: String,
    },
    /// An argument that the scriptlet of the target does not take, or takes for something else.
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
    /// A special attribute or pseudo-class of an HTML rule with a value that says nothing.
    HtmlValue(String),
    /// An HTML rule with a combinator in a place where there is none.
    HtmlCombinator(String),
    /// `:matches-css(x)`: the target has no such pseudo-class.
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
    /// `a.example/x##.ad`: the target takes no such domain.
    DomainForm {
        /// The target.
        to: Target,
        /// The domain.
        domain: String,
    },
    /// A rule for all pages, which the target takes for some only.
    NoDomain {
        /// The target.
        to: Target,
        /// What kind of rule it is: `a snippet`.
        body: &'static str,
    },
    /// A redirect that is not bound to some pages: the target wants that.
    UnboundRewrite,
    /// A rule that blocks pages, which the target never does.
    BlocksPages(Target),
}

impl Refusal {
    pub(crate) fn judged(error: Diagnostic, to: Target) -> Refusal {
        let Diagnostic { rule, message, help, .. } = error;
        Refusal::NotTaken { to, rule, message, help }
    }

    /// The name of the reason, to count by: `scriptlet`; what the linter says has the name of its
    /// rule: `unsupported-modifier`.
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
                write!(f, "{} would not take the rule: {message}", to.product())?;
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
                write!(f, "`{name}` needs a value: write it behind a `=`")
            }
            Refusal::CosmeticModifier { to, name } => write!(
                f,
                "{} has no modifier like `[${name}]`: keep the rule for AdGuard inside `!#if adguard`",
                to.product()
            ),
            Refusal::ModifierOfBody { to, name, body } => write!(
                f,
                "{} takes no modifier like `[${name}]` before {body}: remove the modifier, or keep the rule for AdGuard inside `!#if adguard`",
                to.product()
            ),
            Refusal::DomainsTwice => f.write_str(
                "the rule has domains before the separator and in `[$domain]`: write all of them in one place",
            ),
            Refusal::PathBesideExclusion => f.write_str(
                "a domain with a path cannot be converted beside an excluded domain: write a rule for each",
            ),
            Refusal::PathTwice => f.write_str(
                "the rule has a path in a domain and in `[$path]`: write it in one place",
            ),
            Refusal::HeaderDomains => f.write_str(
                "`responseheader()` can be converted for one domain only: write a rule for each domain, and none for excluded ones",
            ),
            Refusal::Resource { to, name } => write!(
                f,
                "{} has no resource like `{name}` to redirect to: block the request instead, or leave the rule out",
                to.product()
            ),
            Refusal::Scriptlet { to, name } => write!(
                f,
                "{} has no scriptlet like `{name}`: use another scriptlet, or leave the rule out",
                to.product()
            ),
            Refusal::ScriptletArgument { to, name, argument: Some(argument) } => write!(
                f,
                "`{name}` of {} does not take the argument `{argument}`: use another value, or leave the rule out",
                to.product()
            ),
            Refusal::ScriptletArgument { to, name, argument: None } => write!(
                f,
                "`{name}` of {} does not take this number of arguments: use fewer, or leave the rule out",
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
                "`{name}` needs a value, for a length a number from 0 on, with `=` and without flags: correct it first"
            ),
            Refusal::HtmlCombinator(sign) => {
                write!(f, "there is no selector on one side of `{sign}`: correct it first")
            }
            Refusal::PseudoClass { to, name } => write!(
                f,
                "{} has no pseudo-class like `:{name}()`: select the element in another way",
                to.product()
            ),
            Refusal::Media(to) => write!(
                f,
                "{} takes no `@media` in its rules: remove the condition, or leave the rule out",
                to.product()
            ),
            Refusal::ExtendedAttribute(name) => write!(
                f,
                "`[{name}]` has no value to read: write `[{name}=\"…\"]`, or the pseudo-class"
            ),
            Refusal::DomainForm { to, domain } => write!(
                f,
                "{} takes no domain like `{domain}`: write plain domains, without paths",
                to.product()
            ),
            Refusal::NoDomain { to, body } => write!(
                f,
                "{} takes {body} for some domains only: write them before the separator",
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
