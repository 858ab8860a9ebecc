//! AGTree's parser options, by AGTree's names.

use crate::ast;
use bloqr_syntax as syntax;

/// All options: what to read, what to write, and whether to continue after an invalid rule.
///
/// ```
/// use bloqr_wire::Options;
///
/// let mut options = Options::LIST.with_tolerant(false);
/// *options.by_name("parseHostRules").unwrap() = false;
/// assert!(!options.syntax.hosts);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// What is read, and how.
    pub syntax: syntax::Options,
    /// What is written of a node.
    pub output: ast::Options,
    /// `tolerant`: whether a rule that cannot be read is a node of the tree; if not, it is an
    /// error.
    pub tolerant: bool,
}

/// AGTree's own defaults.
impl Default for Options {
    fn default() -> Options {
        Options { syntax: syntax::Options::default(), output: ast::Options::ALL, tolerant: false }
    }
}

impl Options {
    /// The options for lists: everything is on, and an invalid rule does not stop the parser.
    pub const LIST: Options =
        Options { syntax: syntax::Options::LIST, output: ast::Options::ALL, tolerant: true };

    /// The names that [`Options::by_name`] knows: AGTree's.
    pub const NAMES: [&str; 8] = [
        "tolerant",
        "isLocIncluded",
        "includeRaws",
        "parseAbpSpecificRules",
        "parseUboSpecificRules",
        "parseHostRules",
        "ignoreComments",
        "parseHtmlFilteringRuleBodies",
    ];

    /// Sets [`Options::syntax`].
    #[must_use]
    pub const fn with_syntax(self, syntax: syntax::Options) -> Options {
        Options { syntax, ..self }
    }

    /// Sets [`Options::output`].
    #[must_use]
    pub const fn with_output(self, output: ast::Options) -> Options {
        Options { output, ..self }
    }

    /// Sets [`Options::tolerant`].
    #[must_use]
    pub const fn with_tolerant(self, tolerant: bool) -> Options {
        Options { tolerant, ..self }
    }

    /// The option of that name. `None` when AGTree has no such option.
    pub fn by_name(&mut self, name: &str) -> Option<&mut bool> {
        Some(match name {
            "tolerant" => &mut self.tolerant,
            "isLocIncluded" => &mut self.output.locations,
            "includeRaws" => &mut self.output.raws,
            "parseAbpSpecificRules" => &mut self.syntax.abp,
            "parseUboSpecificRules" => &mut self.syntax.ubo,
            "parseHostRules" => &mut self.syntax.hosts,
            "ignoreComments" => &mut self.syntax.ignore_comments,
            "parseHtmlFilteringRuleBodies" => &mut self.syntax.html_bodies,
            _ => return None,
        })
    }
}
