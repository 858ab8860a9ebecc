use crate::{diagnostic::Severity, rules::RULES};

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
/// for, then AGLint's names.
macro_rules! rule {
    (@enabled) => { true };
    (@enabled off) => { false };
    (
        $(#[doc = $doc:expr])+
        $name:literal, $severity:ident $(, $off:ident)? $(, [$($alias:literal),+])?
    ) => {
        $(#[doc = $doc])+
        pub(crate) static RULE: $crate::Rule = $crate::Rule {
            name: $name,
            aliases: &[$($($alias),+)?],
            severity: $crate::diagnostic::Severity::$severity,
            enabled: rule!(@enabled $($off)?),
            docs: concat!($($doc, "\n"),+),
        };
    };
}

pub(super) use rule;
