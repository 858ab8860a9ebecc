use crate::{RENAMED, Renamed, What, diagnostic::Severity, options::OptionSpec, rules::RULES};

/// A lint rule: its name and its documentation. Its check is in the same file.
#[derive(Debug)]
pub struct Rule {
    /// The name of its file, with dashes: `duplicate-modifier`. A test checks that.
    pub name: &'static str,
    /// AGLint's names for the same check, or for a part of it.
    pub aliases: &'static [&'static str],
    /// The default severity of a finding. It is an error if a blocker refuses the rule.
    pub severity: Severity,
    /// Whether the rule is on by default.
    pub enabled: bool,
    /// The documentation as Markdown. Its examples are run as tests and are part of the docs page. Empty in WASM.
    pub docs: &'static str,
    /// Its options.
    pub options: &'static [OptionSpec],
}

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name)
    }
}

impl Rule {
    /// The rule with that name.
    pub fn find(name: &str) -> Option<&'static Rule> {
        RULES.iter().copied().find(|it| it.name == name)
    }

    /// The rules with that name, which can be ours, also an old one, or AGLint's; AGLint's can stand for
    /// several.
    pub fn named(name: &str) -> impl Iterator<Item = &'static Rule> {
        let name = Renamed::find(RENAMED, What::Rule, name).map_or(name, |it| it.is);
        RULES.iter().copied().filter(move |it| it.name == name || it.aliases.contains(&name))
    }
}

/// The level of a rule in a configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// The rule does not run.
    Off,
    /// The rule runs, and its findings have this severity.
    On(Severity),
}

/// Makes a rule from its doc comment: `"name", Severity`, then `off` if the rule is off by default,
/// then AGLint's names. After a `;` follow its options: the name in the code, the name in
/// configurations, AGLint's names for it, its type, and its default.
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
            // As WASM, the core has no command that shows them.
            docs: if cfg!(target_arch = "wasm32") { "" } else { concat!($($doc, "\n"),+) },
            options: &[$($(
                $crate::options::OptionSpec {
                    name: $option,
                    aliases: &[$($($other),+)?],
                    about: $crate::rule::rule!(@about $($about),+),
                    kind: <$type as $crate::options::OptionType>::KIND,
                }
            ),+)?],
        };

        /// The options of the rule that were set.
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

            /// Adds the options of another configuration, which takes precedence.
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
            ) -> Result<(), $crate::options::InvalidValue> {
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
