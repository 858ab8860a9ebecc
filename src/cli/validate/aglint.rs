//! AGLint's files: which of them apply to a directory, what they extend, and which lists they
//! ignore.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    rc::Rc,
};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::settings::{relative, text};
use crate::{
    cli::Error,
    config::{self, AglintFile, Config},
};

/// The files that were needed, each read once.
#[derive(Default)]
pub(super) struct AglintFiles {
    read: BTreeMap<PathBuf, Option<Rc<AglintFile>>>,
    ignores: BTreeMap<PathBuf, Option<Rc<Ignored>>>,
    /// Files without rules, for which a warning was printed.
    without_rules: BTreeSet<PathBuf>,
    /// Warnings for parts that are not understood, not printed yet.
    warnings: Vec<String>,
}

/// The files that an ignore file ignores below its directory.
pub(super) struct Ignored {
    dir: PathBuf,
    patterns: Gitignore,
}

impl Ignored {
    pub(super) fn holds(&self, list: &Path) -> bool {
        relative(list, &self.dir)
            .is_some_and(|it| self.patterns.matched_path_or_any_parents(it, false).is_ignore())
    }
}

/// The files for a directory.
pub(super) struct Cascade {
    pub(super) config: Config,
    pub(super) files: Vec<PathBuf>,
    pub(super) ignores: Vec<Rc<Ignored>>,
}

impl AglintFiles {
    /// The configuration of a directory: its own file and those of the directories above, up to one
    /// with `root`.
    pub(super) fn of_dir(&mut self, dir: &Path) -> Result<Cascade, Error> {
        let mut files: Vec<(PathBuf, Rc<AglintFile>)> = Vec::new();
        for dir in dir.ancestors() {
            let mut there = Vec::new();
            for path in config::AGLINT_FILES.iter().map(|it| dir.join(it)) {
                if path.is_file()
                    && let Some(file) = self.file(&path)?
                {
                    there.push((path, file));
                }
            }
            if let [(a, _), (b, _), ..] = there.as_slice() {
                let (a, b) = (a.display(), b.display());
                let message = format!("{a} and {b} both configure the same directory");
                return Err(Error::new(message).hint("keep one of them, or write a bloqr.toml"));
            }
            files.extend(there);
            if files.last().is_some_and(|it| it.1.root) {
                break;
            }
        }
        let mut layers = Vec::new();
        for (path, _) in files.iter().rev() {
            self.add(path, &mut Vec::new(), &mut layers)?;
        }
        if let Some((nearest, _)) = files.first()
            && !layers.iter().any(|it| it.has_rules())
            && self.without_rules.insert(nearest.clone())
        {
            let message = "the configuration names no preset and no rule: only problems without a rule of AGLint are reported";
            let help = Some("write `extends: [aglint:recommended]`".to_owned());
            self.warn(nearest, &config::Error::new(None, message.to_owned(), help));
        }
        let config = if files.is_empty() {
            Config::default()
        } else {
            config::merge(layers.iter().map(Rc::as_ref))
        };
        let ignores = self.ignores_of(dir)?;
        Ok(Cascade { config, files: files.into_iter().map(|it| it.0).collect(), ignores })
    }

    /// The configuration of a file that the user named.
    pub(super) fn of_file(&mut self, path: &Path) -> Result<Config, Error> {
        let mut layers = Vec::new();
        self.add(path, &mut Vec::new(), &mut layers)?;
        Ok(config::merge(layers.iter().map(Rc::as_ref)))
    }

    /// The warnings since the last call.
    pub(super) fn take_warnings(&mut self) -> Vec<String> {
        std::mem::take(&mut self.warnings)
    }

    fn file(&mut self, path: &Path) -> Result<Option<Rc<AglintFile>>, Error> {
        if let Some(file) = self.read.get(path) {
            return Ok(file.clone());
        }
        let name = path.file_name().and_then(|it| it.to_str()).unwrap_or_default();
        let file = match text(path).and_then(|text| {
            AglintFile::parse(name, &text).map_err(|err| Error::in_config(path, err))
        }) {
            Ok(file) => file,
            // Other programs use this file too, and may accept more in it than we do.
            Err(_) if name == "package.json" => None,
            Err(err) => return Err(err),
        };
        for warning in file.iter().flat_map(|it| &it.warnings) {
            self.warn(path, warning);
        }
        let file = file.map(Rc::new);
        self.read.insert(path.to_owned(), file.clone());
        Ok(file)
    }

    fn warn(&mut self, path: &Path, warning: &config::Error) {
        let at = warning.at.map(|it| format!(":{}:{}", it.line, it.column)).unwrap_or_default();
        let help = warning.help.iter().map(|it| format!("; {it}")).collect::<String>();
        self.warnings.push(format!("{}{at}: {}{help}", path.display(), warning.message));
    }

    /// Adds a file, and before it the files that it extends. `way` are the files that lead to it.
    fn add(
        &mut self,
        path: &Path,
        way: &mut Vec<PathBuf>,
        layers: &mut Vec<Rc<AglintFile>>,
    ) -> Result<(), Error> {
        /// How many files a configuration can have.
        const MOST: usize = 200;
        /// How many files can extend each other in a row.
        const DEEPEST: usize = 20;
        let Some(file) = self.file(path)? else { return Ok(()) };
        way.push(fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()));
        for extended in &file.extends {
            if extended.is_preset {
                layers.push(Rc::new(AglintFile::preset(&extended.name)));
                continue;
            }
            let name = &extended.name;
            let fault = |message: String| config::Error::new(Some(extended.at), message, None);
            let next = path.parent().unwrap_or(Path::new("")).join(name);
            if !next.is_file() {
                self.warn(path, &fault(format!("the file `{name}` does not exist: it is ignored")));
                continue;
            }
            let next = fs::canonicalize(&next).unwrap_or(next);
            if way.contains(&next) {
                return Err(Error::in_config(
                    path,
                    fault(format!("`{name}` also extends this file")),
                ));
            }
            if way.len() >= DEEPEST || layers.len() >= MOST {
                return Err(Error::in_config(
                    path,
                    fault("too many files extend each other".to_owned()),
                ));
            }
            self.add(&next, way, layers)?;
        }
        way.pop();
        layers.push(file);
        Ok(())
    }

    /// The ignored files of a directory: by its own ignore file, and by those above it, up to the
    /// current directory, or to the root if the directory is not below the current one.
    fn ignores_of(&mut self, dir: &Path) -> Result<Vec<Rc<Ignored>>, Error> {
        let here = std::path::absolute(".").unwrap_or_default();
        let mut found = Vec::new();
        for dir in dir.ancestors() {
            found.extend(self.ignored(dir)?);
            if dir == here || dir.join(".git").exists() {
                break;
            }
        }
        found.reverse();
        Ok(found)
    }

    fn ignored(&mut self, dir: &Path) -> Result<Option<Rc<Ignored>>, Error> {
        if let Some(ignored) = self.ignores.get(dir) {
            return Ok(ignored.clone());
        }
        let path = dir.join(config::IGNORE_FILE);
        let mut ignored = None;
        if path.is_file() {
            let mut patterns = GitignoreBuilder::new("");
            for (number, line) in text(&path)?.lines().enumerate() {
                if let Err(err) = patterns.add_line(None, line.trim()) {
                    let at = Some(config::Position { line: number + 1, column: 1 });
                    let message = format!("`{}` is not a valid pattern: {err}", line.trim());
                    self.warn(&path, &config::Error::new(at, message, None));
                }
            }
            let patterns = patterns.build();
            let patterns =
                patterns.map_err(|err| Error::new(format!("{}: {err}", path.display())))?;
            ignored = Some(Rc::new(Ignored { dir: dir.to_owned(), patterns }));
        }
        self.ignores.insert(dir.to_owned(), ignored.clone());
        Ok(ignored)
    }
}
