//! Finds the lists that a list includes. They are never outside of its root.

use std::{
    fs,
    path::{Component, Path, PathBuf},
};

use crate::{
    config,
    diagnostic::{Diagnostic, Severity},
    lint::{self, Config, Include, IncludeKind},
};

/// Why an include was not found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Problem {
    /// It is a URL, which is not read.
    Remote,
    /// It is absolute: the linter itself reports this.
    Absolute,
    Outside,
    Missing,
    /// `%include NAME:path%`, but no configuration has the directory of NAME.
    UnknownName,
}

/// Where included files can be.
pub(super) struct Bounds<'b> {
    /// Lists of one directory must be below this directory.
    pub(super) root: &'b Path,
    /// Whether a file is checked in any case, because the user named it or its directory.
    pub(super) is_judged: &'b dyn Fn(&Path) -> bool,
}

/// The file of `include` in the list at `path`. `named` is the directory that the configuration has
/// for its name.
pub(super) fn resolve(
    path: &Path,
    include: &Include,
    named: Option<&Path>,
    bounds: &Bounds<'_>,
) -> Result<PathBuf, Problem> {
    let dir = path.parent().unwrap_or(Path::new(""));
    let wanted = include.path.as_str();
    if include.written.contains("://") || wanted.starts_with("//") {
        return Err(Problem::Remote);
    }
    if wanted.starts_with('/') {
        return Err(Problem::Absolute);
    }
    match (include.kind, named) {
        (IncludeKind::PythonAbp, None) => above(dir, wanted, bounds).ok_or(Problem::UnknownName),
        (_, Some(named)) => inside(&lexical(&named.join(wanted)), bounds),
        (_, None) => inside(&lexical(&dir.join(wanted)), bounds),
    }
}

/// An existing file that is not outside. A link can lead outside, so the real path of the file
/// counts.
fn inside(path: &Path, bounds: &Bounds<'_>) -> Result<PathBuf, Problem> {
    let Ok(real) = fs::canonicalize(path) else {
        let is_below = std::path::absolute(path).is_ok_and(|it| {
            let parent = it.ancestors().skip(1).find_map(|it| fs::canonicalize(it).ok());
            parent.is_some_and(|it| it.starts_with(bounds.root))
        });
        return Err(if is_below { Problem::Missing } else { Problem::Outside });
    };
    if !real.starts_with(bounds.root) && !(bounds.is_judged)(&real) {
        Err(Problem::Outside)
    } else if real.is_file() {
        Ok(path.to_owned())
    } else {
        Err(Problem::Missing)
    }
}

/// The path in the nearest directory that has it, from `dir` up to the root.
fn above(dir: &Path, wanted: &str, bounds: &Bounds<'_>) -> Option<PathBuf> {
    let depth = canonical(dir).strip_prefix(bounds.root).ok()?.components().count();
    let mut dir = dir.to_owned();
    for _ in 0..=depth {
        if let Ok(found) = inside(&lexical(&dir.join(wanted)), bounds) {
            return Some(found);
        }
        dir.push("..");
    }
    None
}

/// The root for the includes of lists in a directory: the nearest directory above with a repository
/// or a `bloqr.toml`, otherwise the farthest one with a configuration of AGLint. Without any of
/// these, it is the current directory for a list below it, or the directory of the list.
pub(super) fn root(dir: &Path) -> PathBuf {
    let dir = canonical(dir);
    let is_root = |it: &&Path| it.join(".git").exists() || it.join(config::FILE).is_file();
    if let Some(root) = dir.ancestors().find(is_root) {
        return root.to_owned();
    }
    let has_aglint = |it: &&Path| config::AGLINT_FILES.iter().any(|name| it.join(name).is_file());
    if let Some(root) = dir.ancestors().filter(has_aglint).last() {
        return root.to_owned();
    }
    let here = canonical(Path::new("."));
    if dir.starts_with(&here) { here } else { dir }
}

pub(super) fn canonical(path: &Path) -> PathBuf {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// The path without `.`, and without `..` where possible, for people.
pub(super) fn lexical(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => (),
            Component::ParentDir if clean.file_name().is_some() => _ = clean.pop(),
            _ => clean.push(part),
        }
    }
    clean
}

/// The finding for an include that was not found; `None` when another check reports it.
pub(super) fn complaint(include: &Include, why: Problem, config: &Config) -> Option<Diagnostic> {
    let name = &include.path;
    let (severity, message, help) = match (why, &include.name) {
        (Problem::Remote | Problem::Absolute, _) => return None,
        (Problem::Missing, _) => (
            Severity::Error,
            format!("`{name}` does not exist"),
            match include.kind {
                IncludeKind::PythonAbp => "its directory is set in `[includes]` of bloqr.toml",
                _ => "write the path relative to the directory of the list",
            }
            .to_owned(),
        ),
        (Problem::Outside, _) => (
            Severity::Error,
            format!("`{name}` is outside of the lists' directory"),
            "blockers only include files in or below the directory of the list".to_owned(),
        ),
        (Problem::UnknownName, Some(source)) => (
            Severity::Info,
            format!("the lists of `{source}` were not found, so they are not checked"),
            format!(
                "set their directory in bloqr.toml: `[includes]` and `{source} = \"DIRECTORY\"`"
            ),
        ),
        (Problem::UnknownName, None) => (
            Severity::Info,
            format!("`{name}` was not found, so it is not checked"),
            "bloqr searches in the directory of the list and in those above it".to_owned(),
        ),
    };
    lint::unresolved_include(include.place, severity, message, &help, config)
}

/// The finding for an include that leads back to its own list through these other lists.
pub(super) fn circle(include: &Include, by_way_of: &[&str], config: &Config) -> Option<Diagnostic> {
    let way = match by_way_of {
        [] => String::new(),
        [one] => format!(", through `{one}`"),
        [first, rest @ ..] => format!(", through `{first}` and {} more", rest.len()),
    };
    let message = format!("`{}` includes this list again{way}", include.path);
    let help = "blockers do not include a list again";
    lint::unresolved_include(include.place, Severity::Error, message, help, config)
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::lexical;

    #[test]
    fn dots_are_resolved() {
        let cases = [
            ("a/./b/../c.txt", "a/c.txt"),
            ("a/../../c.txt", "../c.txt"),
            ("../../c.txt", "../../c.txt"),
            ("/a/../../c.txt", "/../c.txt"),
        ];
        for (path, expect) in cases {
            assert_eq!(lexical(Path::new(path)), PathBuf::from(expect));
        }
    }
}
