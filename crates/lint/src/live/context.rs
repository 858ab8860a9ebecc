//! What lines say about other lines.

use super::piece::{Index, Mark, Raw};
use crate::{
    Config, Prelude, Targets,
    joined::JoinedRules,
    prelude::Head,
    preprocess::{self, Regions},
    suppress,
};

/// What is known of a whole text before its lines are checked.
#[derive(Debug, Clone)]
pub(super) struct Context {
    pub(super) head: Head,
    /// Whether directives are read at all.
    pub(super) has_directives: bool,
    /// The configuration, with what comments of the text change.
    pub(super) config: Config,
    /// The lines whose findings FiltersCompiler does not report.
    pub(super) unvalidated: Vec<u32>,
}

impl Context {
    pub(super) fn new(head: Head, base: &Config, marks: &[(u32, &Mark)], has: bool) -> Context {
        let mut config = base.clone();
        let texts = marks.iter().map(|it| (it.0, it.1.text.as_str()));
        if base.inline {
            suppress::wake_by_marked(texts.clone(), &mut config);
        }
        let unvalidated = texts.filter(|it| preprocess::stops_validation(it.1));
        let unvalidated = unvalidated.map(|it| it.0 + 1).collect();
        Context { head, has_directives: has, config, unvalidated }
    }

    /// What the checks of lines need, except for the rules that are written on several lines.
    pub(super) fn prelude<'m>(&self, marks: &[(u32, &'m Mark)]) -> Prelude<'m> {
        let texts = marks.iter().map(|it| (it.0, it.1.text.as_str()));
        let regions = self.has_directives.then(|| Regions::read_lines(texts, Targets::EVERY));
        let Head { agents, header, kind, .. } = self.head;
        Prelude { agents, header, kind, regions, joined: JoinedRules::default() }
    }
}

/// The marks of all pieces, with their lines in the text.
pub(super) fn marks<'p>(
    pieces: impl Iterator<Item = &'p Raw>,
    index: &Index,
) -> Vec<(u32, &'p Mark)> {
    let first = (0..).map(|n| index.first_line(n));
    let marks = pieces
        .zip(first)
        .flat_map(|(it, first)| it.marks.iter().map(move |mark| (first + mark.line, mark)));
    marks.collect()
}
