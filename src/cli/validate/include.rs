//! Lists that a list includes: where they are, and that they are never outside of its root.

use std::{
    fs,
    path::{Component, Path, PathBuf},
};

use crate::{
    config,
    diagnostic::{Diagnostic, Severity},
    lint::{self, Config, Include, IncludeKind},
};

/// Why an include leads nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Problem {
    /// An address: what is behind it is not looked at.
    Remote,
    /// Which the linter tells by itself.
    Absolute,
    Outside,
    Missing,
    /// `%include NAME:path%`, and nobody says where NAME is.
    UnknownName,
}

/// Where includes may lead.
pub(super) struct Bounds<'b> {
    /// Lists of one directory stay below this.
    pub(super) root: &'b Path,
    /// Whether a file is judged anyway, for somebody named it or its directory.
    pub(super) is_judged: &'b dyn Fn(&Path) -> bool,
}

/// The file that `include` means in the list at `path`. `named` is the directory that the
/// configuration has for its name.
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

/// A file that is there, and not outside. A link may lead outside, so that what counts is where the
/// file really is.
fn inside(path: &Path, bounds: &Bounds<'_>) -> Result<PathBuf, Problem> {
    let Ok(real) = fs::canonicalize(path) else {
        let is_below = std::path::absolute(path).is_ok_and(|it| {
            let parent = it.ancestors().skip(1).find_map(|it| fs::canonicalize(it).ok());
            parent.is_some_and(|it| it.starts_with(bounds.root))
        });
        return Err(if is_below { Problem::Missing } else { Problem::Outside });
    };
    match real.starts_with(bounds.root) || (bounds.is_judged)(&real) {
        true if real.is_file() => Ok(path.to_owned()),
        true => Err(Problem::Missing),
        false => Err(Problem::Outside),
    }
}

/// The path in the nearest directory that has it, from `dir` upwards to the root.
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

/// How far the includes of lists in a directory may lead: to the nearest directory above with a
/// repository or a `bloqr.toml`, else to the farthest one with a configuration of AGLint's. Where
/// there is none of these, it is the current directory for a list below it, or else the list's own.
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

/// Without `.`, and without `..` that goes back on the path itself, for people to read.
fn lexical(path: &Path) -> PathBuf {
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

/// What is wrong with an include that leads nowhere; nothing when others tell of it.
pub(super) fn complaint(include: &Include, why: Problem, config: &Config) -> Option<Diagnostic> {
    let name = &include.path;
    let (severity, message, help) = match (why, &include.name) {
        (Problem::Remote | Problem::Absolute, _) => return None,
        (Problem::Missing, _) => (
            Severity::Error,
            format!("there is no `{name}` here"),
            match include.kind {
                IncludeKind::PythonAbp => "the directory stands in `[includes]` of bloqr.toml",
                _ => "paths count from the list's own directory",
            }
            .to_owned(),
        ),
        (Problem::Outside, _) => (
            Severity::Error,
            format!("`{name}` is outside of the lists' directory"),
            "blockers include only what lies beside or below the list".to_owned(),
        ),
        (Problem::UnknownName, Some(source)) => (
            Severity::Info,
            format!("the lists of `{source}` are not here, and are not checked"),
            format!(
                "say where they are in bloqr.toml: `[includes]` and `{source} = \"DIRECTORY\"`"
            ),
        ),
        (Problem::UnknownName, None) => (
            Severity::Info,
            format!("`{name}` is not here, and is not checked"),
            "it is looked for in the directory of the list and in those above".to_owned(),
        ),
    };
    lint::unresolved_include(include.place, severity, message, &help, config)
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
