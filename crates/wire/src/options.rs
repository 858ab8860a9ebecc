//! AGTree's parser options, by AGTree's names.

use crate::ast;
use bloqr_syntax as syntax;

/// All options: what to read, what to write, and whether to continue after an invalid rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    pub syntax: syntax::Options,
    pub output: ast::Options,
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
