//! Where lists come from: files, directories, stdin, and rules on the command line.

use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

use ignore::WalkBuilder;

use crate::{cli::Error, filekind};

/// One text to work on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    Stdin,
    File(PathBuf),
    /// Rules given as arguments, one a line.
    Arguments(String),
}

impl Source {
    /// As people and reports name it.
    pub(super) fn name(&self) -> String {
        match self {
            Source::Stdin => "<stdin>".to_owned(),
            Source::File(path) => path.display().to_string(),
            Source::Arguments(_) => "<rule>".to_owned(),
        }
    }

    /// Its path, if it has one.
    pub(super) fn path(&self) -> Option<&Path> {
        match self {
            Source::File(path) => Some(path),
            Source::Stdin | Source::Arguments(_) => None,
        }
    }

    /// Where the file is that is read, for stdin can be one too.
    pub(super) fn file(&self) -> Option<&Path> {
        match self {
            Source::Stdin if cfg!(unix) => Some(Path::new("/dev/stdin")),
            _ => self.path(),
        }
    }

    /// Opens it, and says how many bytes there will be when that is known.
    pub(super) fn open(&self) -> Result<(Box<dyn Read + Send + '_>, Option<u64>), Error> {
        match self {
            Source::Stdin => Ok((Box::new(io::stdin()), None)),
            Source::Arguments(text) => Ok((Box::new(text.as_bytes()), Some(text.len() as u64))),
            Source::File(path) => {
                let file = File::open(path).map_err(|err| Error::read(path, err))?;
                let len = file.metadata().ok().filter(|it| it.is_file()).map(|it| it.len());
                Ok((Box::new(file), len))
            }
        }
    }
}

/// What the arguments name.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) sources: Vec<Source>,
    /// How many files in the directories are not called what lists are.
    pub(super) passed_over: usize,
}

/// The sources that the arguments name, directories searched for lists.
pub(super) fn find(paths: &[PathBuf]) -> Result<Vec<Source>, Error> {
    search(paths).map(|it| it.sources)
}

/// The same, and what was passed over.
pub(super) fn search(paths: &[PathBuf]) -> Result<Found, Error> {
    let mut found = Found::default();
    let sources = &mut found.sources;
    for path in paths {
        if path == Path::new("-") {
            sources.push(Source::Stdin);
        } else if path.is_dir() {
            let before = sources.len();
            found.passed_over += find_lists(path, sources)?;
            if sources.len() == before {
                let extensions = EXTENSIONS.join(" .");
                return Err(Error::new(format!("no filter list in {}", path.display())).hint(
                    format!("lists are files that end in .{extensions}; name others one by one"),
                ));
            }
        } else {
            sources.push(Source::File(path.clone()));
        }
    }
    Ok(found)
}

/// What filter lists are called.
const EXTENSIONS: [&str; 6] = ["txt", "adblock", "adguard", "ublock", "list", "hosts"];

/// Texts for people and robots that end in `.txt` as lists do.
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

/// Adds the lists below a directory, as git sees it: what is ignored stays out. Gives how many other
/// files there are.
fn find_lists(dir: &Path, lists: &mut Vec<Source>) -> Result<usize, Error> {
    let mut walk = WalkBuilder::new(dir);
    walk.hidden(false).require_git(false).sort_by_file_path(Path::cmp);
    walk.filter_entry(|entry| entry.file_name() != ".git");
    let mut passed_over = 0;
    for entry in walk.build() {
        let cannot = || Error::new(format!("cannot search {}", dir.display()));
        let entry = entry.map_err(|err| cannot().caused_by(err))?;
        if !entry.file_type().is_some_and(|it| it.is_file()) {
            continue;
        }
        match is_list(entry.path()) {
            true => lists.push(Source::File(entry.into_path())),
            false => passed_over += 1,
        }
    }
    Ok(passed_over)
}

fn is_list(path: &Path) -> bool {
    let is_one_of = |part: Option<&std::ffi::OsStr>, names: &[&str]| {
        part.is_some_and(|part| names.iter().any(|name| part.eq_ignore_ascii_case(name)))
    };
    match path.extension() {
        None => starts_like_list(path),
        extension => is_one_of(extension, &EXTENSIONS) && !is_one_of(path.file_stem(), &PROSE),
    }
}

/// Whether the first line of a file says that it is a list. One that cannot be read is none that
/// was asked for.
fn starts_like_list(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = File::open(path).and_then(|it| it.take(4096).read_to_end(&mut head));
    read.is_ok() && filekind::looks_like_list(&head)
}
