//! The settings for each list: options of the command line, then the nearest configuration.

use std::{
    collections::BTreeMap,
    fs::File,
    io::Read,
    mem,
    path::{Path, PathBuf},
    rc::Rc,
    sync::Arc,
};

use super::aglint::{AglintFiles, Cascade, Ignored};
use crate::{
    cli::{
        Error,
        values::{WithValues, rule_parser},
    },
    config::{self, Config},
    lint::{self, Companions, Level, RENAMED, Renamed, Rule, Targets, What},
};

#[derive(clap::Args, Default)]
pub(super) struct Flags {
    /// The targets of the lists: adg, ubo, abp, brave, or single platforms, separated by commas
    /// [default: every product, or the products in the header of the list]
    #[arg(long, value_name = "TARGET", value_parser = WithValues::new(target_names, targets), hide_possible_values = true)]
    target: Vec<Targets>,

    /// Require rules to be valid for each product of the targets, not only for one of them
    #[arg(long)]
    every_target: bool,

    /// Treat warnings as errors
    #[arg(long)]
    strict: bool,

    /// Run only these rules
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = rule_parser(), hide_possible_values = true)]
    select: Vec<String>,

    /// Do not run these rules
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = rule_parser(), hide_possible_values = true)]
    ignore: Vec<String>,

    /// Read this configuration instead of the nearest bloqr.toml
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Read no configuration
    #[arg(long, conflicts_with = "config")]
    no_config: bool,
}

/// The names of targets, for completions.
fn target_names() -> Vec<&'static str> {
    lint::TARGETS.iter().map(|it| it.0).collect()
}

/// Parses one or several targets; the error has the name that is meant.
fn targets(text: &str) -> Result<Targets, lint::UnknownTarget> {
    text.parse()
}

/// Where the targets of a list come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    Flag,
    Configuration,
    Nobody,
}

/// A configuration, and the directory that its paths are relative to.
struct Placed {
    dir: PathBuf,
    config: Config,
    /// The files that it was read from.
    files: Vec<PathBuf>,
    /// AGLint's ignore files, from the outermost inwards: the first that ignores a file decides.
    ignores: Vec<Rc<Ignored>>,
}

/// The configurations that were needed, each read once.
pub(super) struct ResolvedSettings<'a> {
    flags: &'a Flags,
    select: Vec<&'static Rule>,
    ignore: Vec<&'static Rule>,
    /// The configurations, by the directory of the list.
    found: BTreeMap<PathBuf, Rc<Placed>>,
    aglint: AglintFiles,
    max_warnings: Option<usize>,
    /// What all lists together do, when that is known.
    companions: Option<Arc<Companions>>,
    /// What should be written in another way, and was not reported yet.
    warnings: Vec<String>,
}

impl<'a> ResolvedSettings<'a> {
    pub(super) fn new(flags: &'a Flags) -> Result<ResolvedSettings<'a>, Error> {
        let (select, ignore) = (rules(&flags.select)?, rules(&flags.ignore)?);
        let names = flags.select.iter().chain(&flags.ignore);
        let old = names.filter_map(|it| Renamed::find(RENAMED, What::Rule, it));
        Ok(ResolvedSettings {
            flags,
            select,
            ignore,
            found: BTreeMap::new(),
            aglint: AglintFiles::default(),
            max_warnings: None,
            companions: None,
            warnings: old.map(|it| it.warning()).collect(),
        })
    }

    /// Sets what all lists together do.
    pub(super) fn set_companions(&mut self, companions: Companions) {
        self.companions = Some(Arc::new(companions));
    }

    /// The lowest limit of warnings in the configurations read so far; it applies to all lists
    /// together.
    pub(super) fn max_warnings(&self) -> Option<usize> {
        self.max_warnings
    }

    /// The files of the configurations that were read.
    pub(super) fn files(&self) -> impl Iterator<Item = &Path> {
        self.found.values().flat_map(|it| &it.files).map(PathBuf::as_path)
    }

    /// Whether to skip a list that was found in a directory and not named.
    pub(super) fn excludes(&mut self, list: &Path) -> Result<bool, Error> {
        let placed = self.placed(Some(list))?;
        let is_excluded = relative(list, &placed.dir).is_some_and(|it| placed.config.excludes(&it));
        Ok(is_excluded || placed.ignores.iter().any(|it| it.holds(list)))
    }

    /// The lists of `with` in the configuration of the current directory.
    pub(super) fn with(&mut self) -> Result<Vec<PathBuf>, Error> {
        let placed = self.placed(None)?;
        Ok(placed.config.with.iter().map(|it| placed.dir.join(it)).collect())
    }

    /// The baseline in the configuration of a list.
    pub(super) fn baseline(&mut self, list: Option<&Path>) -> Result<Option<PathBuf>, Error> {
        let placed = self.placed(list)?;
        // Relative to the current directory, as in reports.
        let here = absolute(Path::new(""))?;
        let dir = placed.dir.strip_prefix(&here).unwrap_or(&placed.dir);
        Ok(placed.config.baseline.as_ref().map(|it| dir.join(it)))
    }

    /// The file extensions of lists in the configuration of the current directory.
    pub(super) fn extensions(&mut self) -> Result<Option<Vec<String>>, Error> {
        Ok(self.placed(None)?.config.extensions.clone())
    }

    /// The warnings for configurations that were read since the last call.
    pub(super) fn take_warnings(&mut self) -> Vec<String> {
        let mut warnings = mem::take(&mut self.warnings);
        warnings.extend(self.aglint.take_warnings());
        warnings
    }

    /// The settings for a list; a list without a path belongs to the current directory.
    pub(super) fn for_list(&mut self, list: Option<&Path>) -> Result<lint::Config, Error> {
        let placed = self.placed(list)?;
        let path = list.and_then(|it| relative(it, &placed.dir));
        let mut settings = placed.config.for_path(path.as_deref());
        if !self.flags.target.is_empty() {
            let targets = self.flags.target.iter().fold(Targets::NONE, |all, it| all | *it);
            settings.targets = Some(targets);
            settings.every = Some(false);
        }
        if self.flags.every_target {
            settings.every = Some(true);
        }
        if self.flags.strict {
            settings.strict = Some(true);
        }
        let mut config = settings.for_lint();
        config.companions = self.companions.clone();
        if !self.select.is_empty() {
            config.select(&self.select);
        }
        self.ignore.iter().for_each(|rule| config.set(rule, Level::Off));
        Ok(config)
    }

    /// Where the targets of a list come from, and the files of its configuration.
    pub(super) fn origin(&mut self, list: Option<&Path>) -> Result<(Origin, Vec<PathBuf>), Error> {
        let placed = self.placed(list)?;
        let path = list.and_then(|it| relative(it, &placed.dir));
        let origin = if !self.flags.target.is_empty() {
            Origin::Flag
        } else if placed.config.for_path(path.as_deref()).targets.is_some() {
            Origin::Configuration
        } else {
            Origin::Nobody
        };
        Ok((origin, placed.files.clone()))
    }

    /// The directory that the configuration has for the name in `%include NAME:path%`.
    pub(super) fn include_dir(
        &mut self,
        list: &Path,
        name: &str,
    ) -> Result<Option<PathBuf>, Error> {
        let placed = self.placed(Some(list))?;
        // Relative to the current directory, as in reports.
        let here = absolute(Path::new(""))?;
        let dir = placed.dir.strip_prefix(&here).unwrap_or(&placed.dir);
        Ok(placed.config.includes.get(name).map(|it| dir.join(it)))
    }

    fn placed(&mut self, list: Option<&Path>) -> Result<Rc<Placed>, Error> {
        let dir = match (&self.flags.config, list.and_then(Path::parent)) {
            // One configuration for all lists, read once.
            (Some(_), _) => PathBuf::new(),
            (None, Some(dir)) => absolute(dir)?,
            (None, None) => absolute(Path::new(""))?,
        };
        if let Some(found) = self.found.get(&dir) {
            return Ok(Rc::clone(found));
        }
        let placed = Rc::new(self.load(&dir)?);
        self.max_warnings = self.max_warnings.into_iter().chain(placed.config.max_warnings).min();
        self.found.insert(dir, Rc::clone(&placed));
        Ok(placed)
    }

    fn load(&mut self, dir: &Path) -> Result<Placed, Error> {
        if self.flags.no_config {
            let (dir, config) = (dir.to_owned(), Config::default());
            return Ok(Placed { dir, config, files: Vec::new(), ignores: Vec::new() });
        }
        if let Some(path) = self.flags.config.as_ref() {
            let dir = absolute(path)?.parent().map(Path::to_owned).unwrap_or_default();
            return Ok(Placed {
                dir,
                config: self.read(path)?,
                files: vec![path.clone()],
                ignores: Vec::new(),
            });
        }
        if let Some(path) = dir.ancestors().map(|it| it.join(config::FILE)).find(|it| it.is_file())
        {
            let dir = path.parent().map(Path::to_owned).unwrap_or_default();
            return Ok(Placed {
                dir,
                config: self.read(&path)?,
                files: vec![path],
                ignores: Vec::new(),
            });
        }
        let Cascade { config, files, ignores } = self.aglint.of_dir(dir)?;
        Ok(Placed { dir: dir.to_owned(), config, files, ignores })
    }
    /// Reads a configuration that the user named, which can be AGLint's.
    fn read(&mut self, path: &Path) -> Result<Config, Error> {
        let name = path.file_name().and_then(|it| it.to_str()).unwrap_or_default();
        if config::AGLINT_FILES.contains(&name) {
            return self.aglint.of_file(path);
        }
        let config = config::parse(&text(path)?).map_err(|err| Error::in_config(path, err))?;
        let warnings = config.warnings.iter().map(|it| Error::in_config(path, it.clone()));
        self.warnings.extend(warnings.map(|it| it.to_string()));
        Ok(config)
    }
}

/// The text of a configuration. If it is too long, only enough is read to refuse it.
pub(super) fn text(path: &Path) -> Result<String, Error> {
    let mut text = String::new();
    let read = File::open(path)
        .and_then(|it| it.take(config::MOST_BYTES as u64 + 1).read_to_string(&mut text));
    read.map_err(|err| Error::read(path, err))?;
    Ok(text)
}

fn rules(names: &[String]) -> Result<Vec<&'static Rule>, Error> {
    let mut rules = Vec::new();
    for name in names {
        let before = rules.len();
        rules.extend(Rule::named(name));
        if rules.len() == before {
            return Err(unknown_rule(name));
        }
    }
    Ok(rules)
}

/// The files of the configuration that is for the current directory.
pub(in crate::cli) fn config_files() -> Result<Vec<PathBuf>, Error> {
    let flags = Flags::default();
    Ok(ResolvedSettings::new(&flags)?.origin(None)?.1)
}

/// The error for an unknown rule.
pub(in crate::cli) fn unknown_rule(name: &str) -> Error {
    let error = Error::new(format!("unknown rule `{name}`"));
    match &lint::rules_like(name)[..] {
        [] => error.hint("`bloqr rules` lists them"),
        like => error.hint(format!("`{}`", like.join("`, `"))),
    }
}

fn absolute(path: &Path) -> Result<PathBuf, Error> {
    // An empty path is the current directory, which `absolute` would refuse.
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    std::path::absolute(path).map_err(|err| Error::read(path, err))
}

/// `path` relative to `dir`, if it is below it.
pub(super) fn relative(path: &Path, dir: &Path) -> Option<PathBuf> {
    let path = std::path::absolute(path).ok()?;
    path.strip_prefix(dir).ok().map(Path::to_owned)
}
