use crate::{diagnostic::Severity, options::OptionSpec, rules::RULES};

/// One rule: what it is called and what it says of itself. Its check stands beside it.
#[derive(Debug)]
pub struct Rule {
    /// The file's name with dashes: `duplicate-modifier`. A test holds it to that.
    pub name: &'static str,
    /// What AGLint calls the same, or part of it.
    pub aliases: &'static [&'static str],
    /// How bad a finding is on its own; one for which a blocker refuses the rule is an error.
    pub severity: Severity,
    /// Whether it runs when no configuration says otherwise.
    pub enabled: bool,
    /// Markdown. Its examples are run as tests and make the docs page.
    pub docs: &'static str,
    /// What can be set of it beside its severity.
    pub options: &'static [OptionSpec],
}

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name)
    }
}

impl Rule {
    /// The rule of that name.
    pub fn find(name: &str) -> Option<&'static Rule> {
        RULES.iter().copied().find(|it| it.name == name)
    }

    /// The rules meant by a name of ours or of AGLint's, which may stand for several.
    pub fn named(name: &str) -> impl Iterator<Item = &'static Rule> {
        RULES.iter().copied().filter(move |it| it.name == name || it.aliases.contains(&name))
    }
}

/// What a configuration makes of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// The rule does not run.
    Off,
    /// The rule runs, and its findings are this bad.
    On(Severity),
}

/// A rule with its doc comment as a value: `"name", Severity`, then `off` when it has to be asked
/// for, then AGLint's names. Behind a `;` its options: what the check calls it, its name, AGLint's
/// names for it, its type, and what it is when nobody says otherwise.
macro_rules! rule {
    (@enabled) => { true };
    (@enabled off) => { false };
    (@about $first:expr $(, $more:expr)*) => { $first };
    (
        $(#[doc = $doc:expr])+
        $name:literal, $severity:ident $(, $off:ident)? $(, [$($alias:literal),+])?
        $(;
            $(
                $(#[doc = $about:expr])+
                $field:ident $option:literal $([$($other:literal),+])?: $type:ty = $default:expr
            ),+ $(,)?
        )?
    ) => {
        $(#[doc = $doc])+
        pub(crate) static RULE: $crate::Rule = $crate::Rule {
            name: $name,
            aliases: &[$($($alias),+)?],
            severity: $crate::diagnostic::Severity::$severity,
            enabled: $crate::rule::rule!(@enabled $($off)?),
            docs: concat!($($doc, "\n"),+),
            options: &[$($(
                $crate::options::OptionSpec {
                    name: $option,
                    aliases: &[$($($other),+)?],
                    about: $crate::rule::rule!(@about $($about),+),
                    kind: <$type as $crate::options::OptionType>::KIND,
                }
            ),+)?],
        };

        /// What was set of the rule.
        #[derive(Debug, Clone, Default, PartialEq)]
        pub(crate) struct Settings {
            $($($field: Option<$type>),+)?
        }

        #[allow(unused_variables, reason = "most rules have no options")]
        impl Settings {
            $($(
                $(#[doc = $about])+
                pub(crate) fn $field(&self) -> &$type {
                    static DEFAULT: $type = $default;
                    self.$field.as_ref().unwrap_or(&DEFAULT)
                }
            )+)?

            /// Adds what another configuration says, which wins.
            pub(crate) fn merge(&mut self, more: &Settings, lists: $crate::options::Lists) {
                $($(
                    match (&mut self.$field, &more.$field) {
                        (_, None) => (),
                        (Some(mine), Some(more)) if lists == $crate::options::Lists::Joined => {
                            $crate::options::OptionType::join(mine, more);
                        }
                        (mine, Some(more)) => *mine = Some(more.clone()),
                    }
                )+)?
            }
        }

        #[allow(unused_variables, reason = "most rules have no options")]
        impl $crate::options::OptionSet for Settings {
            fn set(
                &mut self,
                name: &str,
                value: &$crate::options::Value,
            ) -> Result<(), $crate::options::Wrong> {
                $($(
                    if name == $option {
                        self.$field = Some($crate::options::OptionType::read(value)?);
                    }
                )+)?
                Ok(())
            }

            fn clear(&mut self) {
                *self = Settings::default();
            }
        }
    };
}

pub(super) use rule;
