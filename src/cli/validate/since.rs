//! `--since`: only findings on lines that were added since a revision.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};

use super::list::List;
use crate::{
    cli::{
        Error,
        git::{self, Added},
    },
    diagnostic::Diagnostic,
    lint::Report,
    source::{Newline, lines},
};

/// What was added in each repository, each asked once.
pub(super) struct Since {
    rev: String,
    repositories: HashMap<PathBuf, Added>,
}

impl Since {
    pub(super) fn new(rev: &str) -> Since {
        Since { rev: rev.to_owned(), repositories: HashMap::new() }
    }

    /// Removes the findings that are not on an added line. A finding about several lines stays when
    /// one of them was added.
    pub(super) fn retain(&mut self, lists: &[List], reports: &mut [Report]) -> Result<(), Error> {
        let mut added: HashMap<String, Vec<bool>> = HashMap::new();
        for (list, report) in lists.iter().zip(reports) {
            for it in &report.diagnostics {
                let others = it.labels.iter().filter_map(|it| it.list.as_deref());
                for name in others.chain([list.name.as_str()]) {
                    if added.contains_key(name) {
                        continue;
                    }
                    let known = lists.iter().find(|it| it.name == name);
                    let lines = match known.map(|it| (it.path.as_deref(), it.text.as_str())) {
                        Some((Some(path), text)) => self.added(path, text)?,
                        Some((None, _)) => Vec::new(),
                        None => {
                            let path = Path::new(name);
                            // If it cannot be read any more, its own turn reports that.
                            let bytes = fs::read(path).unwrap_or_default();
                            self.added(path, &String::from_utf8_lossy(&bytes))?
                        }
                    };
                    added.insert(name.to_owned(), lines);
                }
            }
            let is_added = |name: &str, line: u32| {
                added.get(name).and_then(|it| it.get(line as usize)).is_some_and(|it| *it)
            };
            report.diagnostics.retain(|it| is_on_added_line(it, &list.name, is_added));
        }
        Ok(())
    }

    /// For each line of a list, whether it was added.
    fn added(&mut self, path: &Path, text: &str) -> Result<Vec<bool>, Error> {
        let real = fs::canonicalize(path).map_err(|err| Error::read(path, err))?;
        let Some(root) = git::root_of(&real) else {
            let message = format!("{} is in no git repository", path.display());
            return Err(Error::new(message).hint("leave out --since, or name other lists"));
        };
        if !self.repositories.contains_key(root) {
            let added = Added::since(root, &self.rev)?;
            self.repositories.insert(root.to_owned(), added);
        }
        let added = self.repositories[root].of(real.strip_prefix(root).unwrap_or(&real));
        // For git, only a line feed ends a line.
        let mut number = 1;
        let is_added = |line: crate::source::Line<'_>| {
            let is_added = added.has(number);
            number += u32::from(matches!(line.newline, Some(Newline::Lf | Newline::Crlf)));
            is_added
        };
        Ok(lines(text).map(is_added).collect())
    }
}

fn is_on_added_line(it: &Diagnostic, name: &str, is_added: impl Fn(&str, u32) -> bool) -> bool {
    is_added(name, it.place.line)
        || it
            .labels
            .iter()
            .any(|label| is_added(label.list.as_deref().unwrap_or(name), label.place.line))
}
