//! `--baseline` and `--write-baseline`: findings that are known already.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fs,
    io::{ErrorKind, Write},
    path::{Component, Path, PathBuf},
};

use super::{include::lexical, list::List, settings::ResolvedSettings};
use crate::{
    cli::{
        Error, Ui,
        atomic::{NewFile, cannot_write},
    },
    lint::{RULES, Report},
    report::Baseline,
};

/// The baselines of a run.
#[derive(Default)]
pub(super) struct Baselines {
    /// The file of `--baseline`, for all lists.
    given: Option<PathBuf>,
    /// The file of `--write-baseline`.
    written: Option<PathBuf>,
    /// Each baseline that was read or is written, with the lists that were checked.
    files: BTreeMap<PathBuf, Checked>,
}

#[derive(Default)]
struct Checked {
    baseline: Baseline,
    /// The lists, by their path in the baseline, and the lint rules that were on.
    lists: HashMap<String, HashSet<&'static str>>,
}

impl Baselines {
    pub(super) fn new(given: Option<&Path>, written: Option<&Path>) -> Result<Baselines, Error> {
        if let Some(path) = written {
            // Nothing else is ever replaced by a baseline.
            read(path)?;
            NewFile::check(path)?;
        }
        Ok(Baselines {
            given: given.map(Path::to_owned),
            written: written.map(Path::to_owned),
            files: BTreeMap::new(),
        })
    }

    /// Removes the known findings of a list, or all of them if they are written. Returns how many.
    pub(super) fn hide(
        &mut self,
        list: &List,
        report: &mut Report,
        settings: &mut ResolvedSettings<'_>,
    ) -> Result<usize, Error> {
        let Some(path) = &list.path else { return Ok(0) };
        let file = match (&self.written, &self.given) {
            (Some(file), _) | (None, Some(file)) => file.clone(),
            (None, None) => match settings.baseline(Some(path))? {
                Some(file) => file,
                None => return Ok(0),
            },
        };
        if !self.files.contains_key(&file) {
            let baseline = if self.written.is_some() { None } else { read(&file)? };
            if baseline.is_none() && self.written.is_none() {
                let file = file.display();
                return Err(Error::new(format!("there is no baseline {file}"))
                    .hint(format!("write it: bloqr validate --write-baseline {file}")));
            }
            let baseline = baseline.unwrap_or_default();
            self.files.insert(file.clone(), Checked { baseline, ..Checked::default() });
        }
        let key = key(path, &file)?;
        let config = settings.for_list(Some(path))?;
        let on = RULES.iter().filter(|it| config.is_on(it)).map(|it| it.name).collect();
        let Some(checked) = self.files.get_mut(&file) else { return Ok(0) };
        checked.lists.insert(key.clone(), on);
        if self.written.is_none() {
            return Ok(checked.baseline.hide(&key, &list.text, report));
        }
        checked.baseline.add(&key, &list.text, report);
        Ok(std::mem::take(&mut report.diagnostics).len())
    }

    /// Writes the new baseline, or tells what no longer occurs.
    pub(super) fn finish(&mut self, is_quiet: bool, ui: &mut Ui) -> Result<(), Error> {
        if let Some(file) = &self.written {
            let mut new = self.files.remove(file).unwrap_or_default();
            let count = new.baseline.len();
            if let Some(old) = read(file)? {
                new.baseline.keep(&old, |key, rule| match new.lists.get(key) {
                    Some(on) => !on.contains(rule),
                    None => is_there(key, file),
                });
            }
            let mut out = NewFile::create(file)?;
            let text = new.baseline.to_string();
            out.write_all(text.as_bytes()).map_err(|err| cannot_write(file, err))?;
            out.finish()?;
            if !is_quiet {
                let lists = new.lists.len();
                ui.note(&format!(
                    "wrote {} of {} to {}",
                    problems(count),
                    lists_of(lists),
                    file.display()
                ));
            }
            return Ok(());
        }
        for (file, checked) in self.files.iter().filter(|_| !is_quiet) {
            let gone = checked.baseline.gone(|key, rule| match checked.lists.get(key) {
                Some(on) => on.contains(rule),
                None => !is_there(key, file),
            });
            if gone > 0 {
                let (gone, file) = (problems(gone), file.display());
                ui.note(&format!(
                    "{gone} of the baseline no longer occur: --write-baseline {file} removes them"
                ));
            }
        }
        Ok(())
    }

    /// The files that were read.
    pub(super) fn files(&self) -> impl Iterator<Item = &Path> {
        self.files.keys().map(PathBuf::as_path)
    }
}

fn problems(count: usize) -> String {
    if count == 1 { "1 problem".to_owned() } else { format!("{count} problems") }
}

fn lists_of(count: usize) -> String {
    if count == 1 { "1 list".to_owned() } else { format!("{count} lists") }
}

/// Reads a baseline; `None` when there is no such file.
fn read(file: &Path) -> Result<Option<Baseline>, Error> {
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(err) if err.kind() == ErrorKind::NotFound => return Ok(None),
        Err(err) => return Err(Error::read(file, err)),
    };
    let baseline = Baseline::parse(&text);
    baseline.map(Some).map_err(|err| {
        Error::new(format!("{} is not a baseline: {err}", file.display()))
            .hint("name another file, or delete it and write it anew with --write-baseline")
    })
}

/// The path of a list relative to the directory of the baseline, with `/`.
fn key(list: &Path, baseline: &Path) -> Result<String, Error> {
    let absolute = |it: &Path| std::path::absolute(it).map_err(|err| Error::read(it, err));
    let (list, baseline) = (lexical(&absolute(list)?), lexical(&absolute(baseline)?));
    let dir = baseline.parent().unwrap_or(Path::new(""));
    let common = list.components().zip(dir.components()).take_while(|(a, b)| a == b).count();
    let up = dir.components().skip(common).map(|_| Component::ParentDir);
    let parts = up.chain(list.components().skip(common));
    let parts: Vec<_> = parts.map(|it| it.as_os_str().to_string_lossy()).collect();
    Ok(parts.join("/"))
}

fn is_there(key: &str, baseline: &Path) -> bool {
    baseline.parent().unwrap_or(Path::new("")).join(key).exists()
}
