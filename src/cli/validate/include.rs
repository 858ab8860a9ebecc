//! `!#include list.txt`: found beside the list that names it, and never outside of its root.

use std::{
    fs, iter,
    path::{Component, Path, PathBuf},
};

use crate::{
    diagnostic::{Diagnostic, Severity},
    lint::{self, Config, Include},
    syntax::{self, Options, Rule, ast::DirectiveParams},
};

/// Why a path leads nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

/// What is wrong with an include that leads nowhere; nothing when others tell of it.
pub(super) fn complaint(include: &Include, why: Problem, config: &Config) -> Option<Diagnostic> {
    let name = &include.path;
    let (message, help) = match why {
        Problem::Remote | Problem::Absolute => return None,
        Problem::Missing => {
            (format!("there is no `{name}` here"), "paths count from the list's own directory")
        }
        Problem::Outside => (
            format!("`{name}` is outside of the lists' directory"),
            "blockers include only what lies beside or below the list",
        ),
    };
    lint::unresolved_include(include.place, Severity::Error, message, help, config)
}

/// That an include leads back to its own list, by way of these others.
pub(super) fn circle(include: &Include, by_way_of: &[&str], config: &Config) -> Option<Diagnostic> {
    let way = match by_way_of {
        [] => String::new(),
        [one] => format!(", by way of `{one}`"),
        [first, rest @ ..] => format!(", by way of `{first}` and {} more", rest.len()),
    };
    let message = format!("`{}` includes this list again{way}", include.path);
    let help = "blockers stop at the second time";
    lint::unresolved_include(include.place, Severity::Error, message, help, config)
}

/// The paths that a list includes.
pub(super) fn paths(text: &str) -> impl Iterator<Item = &str> {
    const ENDS: [char; 3] = ['\n', '\r', '\x0c'];
    let mut at = 0;
    iter::from_fn(move || {
        loop {
            let found = at + memchr::memmem::find(&text.as_bytes()[at..], b"#include")?;
            let start = text[at..found].rfind(ENDS).map_or(at, |it| at + it + 1);
            let end = text[found..].find(ENDS).map_or(text.len(), |it| found + it);
            at = end;
            if let Rule::PreProcessor(directive) = syntax::parse(&text[start..end], &Options::LIST)
                && &*directive.name == "include"
                && let Some(DirectiveParams::Value(path)) = directive.params
            {
                return Some(path.text);
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::{lexical, paths};

    #[test]
    fn dots_are_resolved() {
        assert_eq!(lexical(Path::new("a/./b/../c.txt")), Some(PathBuf::from("a/c.txt")));
        assert_eq!(lexical(Path::new("a/../../c.txt")), None);
    }

    #[test]
    fn includes_are_found_as_they_are_parsed() {
        let text = "!#include a.txt\r\n! !#include b.txt\n!#if x\n!#include c/d.txt\n!#include\nx#include e";
        assert_eq!(paths(text).collect::<Vec<_>>(), ["a.txt", "c/d.txt"]);
    }
}
