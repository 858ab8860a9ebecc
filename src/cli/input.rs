//! The sources of lists: files, directories, stdin, and rules on the command line.

use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

use ignore::WalkBuilder;

use crate::{
    cli::{Error, git},
    filekind,
};

/// One text to work on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Source {
    Stdin,
    /// Stdin has the text of this file, which is not read.
    StdinAs(PathBuf),
    File(PathBuf),
    /// Rules given as arguments, one on each line.
    Arguments(String),
}

impl Source {
    /// The name in messages and reports.
    pub(super) fn name(&self) -> String {
        match self {
            Source::Stdin => "<stdin>".to_owned(),
            Source::File(path) | Source::StdinAs(path) => path.display().to_string(),
            Source::Arguments(_) => "<rule>".to_owned(),
        }
    }

    /// Its path, if it has one.
    pub(super) fn path(&self) -> Option<&Path> {
        match self {
            Source::File(path) | Source::StdinAs(path) => Some(path),
            Source::Stdin | Source::Arguments(_) => None,
        }
    }

    /// The path of the file that is read; stdin can be a file too.
    pub(super) fn file(&self) -> Option<&Path> {
        match self {
            Source::Stdin | Source::StdinAs(_) if cfg!(unix) => Some(Path::new("/dev/stdin")),
            _ => self.path(),
        }
    }

    /// Opens the source. Also returns its length in bytes, when that is known.
    pub(super) fn open(&self) -> Result<(Box<dyn Read + Send + '_>, Option<u64>), Error> {
        match self {
            Source::Stdin | Source::StdinAs(_) => Ok((Box::new(io::stdin()), None)),
            Source::Arguments(text) => Ok((Box::new(text.as_bytes()), Some(text.len() as u64))),
            Source::File(path) => {
                let file = File::open(path).map_err(|err| Error::read(path, err))?;
                let len = file.metadata().ok().filter(|it| it.is_file()).map(|it| it.len());
                Ok((Box::new(file), len))
            }
        }
    }
}

/// The sources that the arguments name.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) sources: Vec<Source>,
    /// Files in the directories that were not opened as lists, and why.
    pub(super) passed_over: Vec<(PathBuf, &'static str)>,
}

/// The sources that the arguments name. Directories are searched for lists.
pub(super) fn find(paths: &[PathBuf]) -> Result<Vec<Source>, Error> {
    search(paths, None).map(|it| it.sources)
}

/// The same, with the number of skipped files. `extensions` replaces the default file extensions.
pub(super) fn search(paths: &[PathBuf], extensions: Option<&[String]>) -> Result<Found, Error> {
    let mut found = Found::default();
    let sources = &mut found.sources;
    for path in paths {
        if path == Path::new("-") {
            sources.push(Source::Stdin);
        } else if path.is_dir() {
            let before = sources.len();
            find_lists(path, extensions, sources, &mut found.passed_over)?;
            if sources.len() == before {
                let extensions = match extensions {
                    Some(named) => named.join(" ."),
                    None => EXTENSIONS.join(" ."),
                };
                return Err(Error::new(format!("no filter list in {}", path.display())).hint(
                    format!(
                        "lists are files that end in .{extensions} and that git does not ignore; give other files one by one"
                    ),
                ));
            }
        } else {
            sources.push(Source::File(path.clone()));
        }
    }
    Ok(found)
}

/// The file extensions of filter lists.
const EXTENSIONS: [&str; 6] = ["txt", "adblock", "adguard", "ublock", "list", "hosts"];

/// Directories with foreign files, or files that other programs manage.
const NOT_OURS: [&str; 4] = [".git", ".hg", ".svn", "node_modules"];

/// Names of other text files that end in `.txt` like lists.
const PROSE: [&str; 22] = [
    "readme",
    "license",
    "licence",
    "copying",
    "copyright",
    "notice",
    "changelog",
    "changes",
    "history",
    "news",
    "authors",
    "contributors",
    "contributing",
    "credits",
    "install",
    "todo",
    "security",
    "requirements",
    "robots",
    "humans",
    "ads",
    "cmakelists",
];

/// Adds the lists in a directory, except files that git ignores. Outside of a repository git ignores
/// nothing, so a `.gitignore` has no effect there.
fn find_lists(
    dir: &Path,
    extensions: Option<&[String]>,
    lists: &mut Vec<Source>,
    passed_over: &mut Vec<(PathBuf, &'static str)>,
) -> Result<(), Error> {
    let mut walk = WalkBuilder::new(dir);
    walk.hidden(false).sort_by_file_path(Path::cmp);
    walk.filter_entry(|entry| !NOT_OURS.iter().any(|it| entry.file_name() == *it));
    let mut files = Vec::new();
    for entry in walk.build() {
        let cannot = || Error::new(format!("cannot search {}", dir.display()));
        let entry = entry.map_err(|err| cannot().caused_by(err))?;
        if entry.file_type().is_some_and(|it| it.is_file()) {
            files.push(entry.into_path());
        }
    }
    let tracked = git::tracked_but_ignored(dir);
    if !tracked.is_empty() {
        let is_file = |it: &PathBuf| it.symlink_metadata().is_ok_and(|it| it.is_file());
        files.extend(tracked.into_iter().filter(|it| !is_of_others(dir, it) && is_file(it)));
        files.sort();
        files.dedup();
    }
    for file in files {
        match why_no_list(&file, extensions) {
            None => lists.push(Source::File(file)),
            // Nobody takes it for a list.
            Some(_) if file.file_name().is_some_and(|it| it == "bloqr.toml") => (),
            Some(why) => passed_over.push((file, why)),
        }
    }
    Ok(())
}

/// Whether a file is in one of the directories that are not searched.
fn is_of_others(dir: &Path, file: &Path) -> bool {
    let inside = file.strip_prefix(dir).unwrap_or(file);
    inside.iter().any(|part| NOT_OURS.iter().any(|it| part == *it))
}

/// Why a file is not read as a list; `None` when it is.
pub(super) fn why_no_list(path: &Path, extensions: Option<&[String]>) -> Option<&'static str> {
    let is_one_of = |part: Option<&std::ffi::OsStr>, names: &[&str]| {
        part.is_some_and(|part| names.iter().any(|name| part.eq_ignore_ascii_case(name)))
    };
    match path.extension() {
        None if starts_like_list(path) => None,
        None => Some("its first line is not one of a list"),
        Some(extension) => {
            let is_named = match extensions {
                Some(named) => named.iter().any(|it| extension.eq_ignore_ascii_case(it)),
                None => is_one_of(Some(extension), &EXTENSIONS),
            };
            if !is_named {
                Some("not named like a list")
            } else if is_one_of(path.file_stem(), &PROSE) {
                Some("named like a text for people")
            } else {
                None
            }
        }
    }
}

/// Whether the first line of a file marks it as a list. A file that cannot be read is not a list.
fn starts_like_list(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = File::open(path).and_then(|it| it.take(4096).read_to_end(&mut head));
    read.is_ok() && filekind::looks_like_list(&head)
}
