//! `!#include list.txt`: found beside the list that names it, and never outside of its root.

use std::{
    fs,
    path::{Component, Path, PathBuf},
};

use crate::{
    cli::input::Source,
    diagnostic::{Diagnostic, Severity},
    lint::{self, Config, Include},
    source::lines,
};

/// Why a path leads nowhere.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// An address: what is behind it is not looked at.
    Remote,
    /// Which the linter tells by itself.
    Absolute,
    Outside,
    Missing,
}

/// The file that `include` means in the list at `path`.
pub(super) fn resolve(path: &Path, include: &str) -> Result<PathBuf, Problem> {
    if include.contains("://") || include.starts_with("//") {
        return Err(Problem::Remote);
    }
    let dir = path.parent().unwrap_or(Path::new(""));
    if include.starts_with('/') {
        return Err(Problem::Absolute);
    }
    let found = lexical(&dir.join(include)).ok_or(Problem::Outside)?;
    // A link may lead outside, so that what counts is where the file really is.
    let is_inside = |root: &Path| Some(fs::canonicalize(&found).ok()?.starts_with(root));
    match is_inside(&root(dir)) {
        Some(true) if found.is_file() => Ok(found),
        Some(false) => Err(Problem::Outside),
        _ => Err(Problem::Missing),
    }
}

/// The current directory for a list below it, or else the list's own.
fn root(dir: &Path) -> PathBuf {
    let dir = canonical(if dir.as_os_str().is_empty() { Path::new(".") } else { dir });
    let here = canonical(Path::new("."));
    if dir.starts_with(&here) { here } else { dir }
}

pub(super) fn canonical(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// Without `.` and `..`, for people to read. Nothing when it leads above where it starts.
fn lexical(path: &Path) -> Option<PathBuf> {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => (),
            Component::ParentDir if !clean.pop() => return None,
            Component::ParentDir => (),
            _ => clean.push(part),
        }
    }
    Some(clean)
}

/// What tells a file from others, however it is named.
pub(super) fn key(source: &Source) -> Option<PathBuf> {
    match source {
        Source::File(path) => Some(canonical(path)),
        Source::Stdin | Source::Arguments(_) => None,
    }
}

/// What is wrong with an include of the list at `path`.
pub(super) fn complaint(path: &Path, include: &Include, config: &Config) -> Option<Diagnostic> {
    let name = &include.path;
    let (message, help) = match resolve(path, name) {
        Err(Problem::Remote | Problem::Absolute) => return None,
        Err(Problem::Missing) => {
            (format!("there is no `{name}` here"), "paths count from the list's own directory")
        }
        Err(Problem::Outside) => (
            format!("`{name}` is outside of the lists' directory"),
            "blockers include only what lies beside or below the list",
        ),
        Ok(found) => {
            let chain = cycle(&canonical(path), &found)?;
            (
                format!("`{name}` includes this list again{chain}"),
                "blockers stop at the second time",
            )
        }
    };
    lint::unresolved_include(include.place, Severity::Error, message, help, config)
}

/// By way of which others `from` includes `goal`, in words; nothing when it does not.
fn cycle(goal: &Path, from: &Path) -> Option<String> {
    let mut seen = vec![canonical(from)];
    let mut waiting = vec![(from.to_owned(), Vec::<String>::new())];
    while let Some((path, by_way_of)) = waiting.pop() {
        if canonical(&path) == *goal {
            let way: Vec<&str> = by_way_of.iter().map(String::as_str).collect();
            return Some(match way.split_last() {
                Some((_, way)) if !way.is_empty() => format!(", by way of `{}`", way.join("`, `")),
                _ => String::new(),
            });
        }
        // A list that cannot be read is told when its own turn comes.
        let text = fs::read(&path).unwrap_or_default();
        for line in lines(&String::from_utf8_lossy(&text)) {
            let Some(name) = line.text.trim_start().strip_prefix("!#include ") else { continue };
            let Ok(next) = resolve(&path, name.trim()) else { continue };
            let key = canonical(&next);
            if key == *goal || !seen.contains(&key) {
                seen.push(key);
                let way = by_way_of.iter().cloned().chain([name.trim().to_owned()]).collect();
                waiting.push((next, way));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::lexical;

    #[test]
    fn dots_are_resolved() {
        assert_eq!(lexical(Path::new("a/./b/../c.txt")), Some(PathBuf::from("a/c.txt")));
        assert_eq!(lexical(Path::new("a/../../c.txt")), None);
    }
}
