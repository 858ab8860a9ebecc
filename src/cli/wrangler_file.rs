//! Finds the wrangler configuration of a command, as wrangler finds it, and describes problems of
//! its bindings.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use serde_json::Value;

use crate::{
    cli::{Error, Ui, atomic::TextFile},
    wrangler::{Config, Invalid, Problem, Scope, Syntax, Version},
};

/// In wrangler's order. When a directory has two of them, we refuse to choose.
const NAMES: [&str; 3] = ["wrangler.json", "wrangler.jsonc", "wrangler.toml"];

/// A configuration, read from its file.
pub(super) struct File {
    pub(super) file: TextFile,
    pub(super) syntax: Syntax,
    /// The version of wrangler that is installed for it, if any.
    pub(super) wrangler: Option<Version>,
    /// The configuration that a build made from this one, and that `wrangler deploy` reads instead.
    pub(super) redirect: Option<String>,
}

impl File {
    /// The file from the command line, or the one that wrangler would read in `dir`.
    pub(super) fn open(named: Option<&Path>, dir: &Path) -> Result<File, Error> {
        let path = match named {
            Some(path) => path.to_owned(),
            None => find(dir)?,
        };
        let file = TextFile::read(&path)?;
        let syntax = match path.extension().and_then(|it| it.to_str()) {
            Some("toml") => Syntax::Toml,
            Some("jsonc") => Syntax::Jsonc,
            Some("json") => Syntax::Json,
            _ => {
                return Err(Error::new(format!(
                    "{} is not a wrangler configuration",
                    path.display()
                ))
                .hint("its name must end in .toml, .jsonc or .json"));
            }
        };
        let home = match path.parent() {
            Some(it) if !it.as_os_str().is_empty() => dir.join(it),
            _ => dir.to_owned(),
        };
        let (wrangler, redirect) = (installed(&home), redirect(&home));
        Ok(File { file, syntax, wrangler, redirect })
    }

    pub(super) fn config(&self) -> Result<Config<'_>, Error> {
        Config::parse(&self.file.text, self.syntax).map_err(|err| invalid(&self.file, &err))
    }

    /// Its folder.
    pub(super) fn home(&self) -> PathBuf {
        match self.file.path.parent() {
            Some(it) if !it.as_os_str().is_empty() => it.to_owned(),
            _ => PathBuf::from("."),
        }
    }

    pub(super) fn path(&self) -> String {
        self.file.path.display().to_string()
    }

    /// The environment of that name, or an error.
    pub(super) fn env(&self, config: &Config<'_>, name: &str) -> Result<Scope, Error> {
        let scopes = config.scopes();
        let wanted = Scope::Env(name.to_owned());
        if scopes.contains(&wanted) {
            return Ok(wanted);
        }
        let envs: Vec<_> = scopes.iter().filter(|it| !it.is_previews()).collect();
        let envs: Vec<_> =
            envs.into_iter().filter_map(Scope::env).map(|it| format!("`{it}`")).collect();
        let error = Error::new(format!("{} has no environment `{name}`", self.path()));
        Err(if envs.is_empty() {
            error.hint("remove --env: the file has only a top level")
        } else {
            error.hint(format!("its environments are {}", envs.join(", ")))
        })
    }

    pub(super) fn note_redirect(&self, ui: &mut Ui) {
        if let Some(target) = &self.redirect {
            let path = self.path();
            ui.note(&format!(
                "`wrangler deploy` reads {target} instead (see .wrangler/deploy/config.json): build again after you change {path}"
            ));
        }
    }
}

fn find(dir: &Path) -> Result<PathBuf, Error> {
    for (up, dir) in dir.ancestors().enumerate() {
        let there: Vec<_> = NAMES.iter().filter(|it| dir.join(it).is_file()).collect();
        match there.as_slice() {
            [] => continue,
            // Use the relative path from here, for messages.
            [name] if up == 0 => return Ok(PathBuf::from(name)),
            [name] if up <= 2 => return Ok(PathBuf::from("../".repeat(up)).join(name)),
            [name] => return Ok(dir.join(name)),
            several => {
                let names: Vec<String> = several.iter().map(|it| (**it).to_owned()).collect();
                let place =
                    if up == 0 { "here".to_owned() } else { format!("in {}", dir.display()) };
                return Err(Error::new(format!(
                    "there are several configurations {place}: {}",
                    names.join(", ")
                ))
                .hint(format!("choose one: --config {}", names[0])));
            }
        }
    }
    Err(Error::new("no wrangler.toml, wrangler.jsonc or wrangler.json in this directory or above")
        .hint("go to the worker's directory, or give the file: --config FILE"))
}

/// The version of wrangler that node would run in that directory.
fn installed(dir: &Path) -> Option<Version> {
    let dir = std::path::absolute(dir).ok()?;
    let package = dir.ancestors().map(|it| it.join("node_modules/wrangler/package.json"));
    let package: Value = package.into_iter().find_map(|it| json(&it).ok())?;
    Version::parse(package.get("version")?.as_str()?)
}

fn redirect(dir: &Path) -> Option<String> {
    let redirect = json(&dir.join(".wrangler/deploy/config.json")).ok()?;
    let target = Path::new(".wrangler/deploy").join(redirect.get("configPath")?.as_str()?);
    Some(target.display().to_string())
}

fn json(path: &Path) -> io::Result<Value> {
    Ok(serde_json::from_str(&fs::read_to_string(path)?)?)
}

/// The error for a file that is not TOML or not JSON: shows the place and the line.
pub(super) fn invalid(file: &TextFile, err: &Invalid) -> Error {
    let text = file.text.trim_start_matches('\u{feff}');
    let at = err.span.start.min(text.len());
    let start = text[..at].rfind('\n').map_or(0, |it| it + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    let (row, column) = (text[..at].matches('\n').count() + 1, text[start..at].chars().count() + 1);
    // Keep tabs, so that the caret is below its character with any tab width.
    let pad: String =
        text[start..at].chars().map(|it| if it == '\t' { '\t' } else { ' ' }).collect();
    let number = row.to_string();
    let gutter = " ".repeat(number.len());
    let path = file.path.display();
    Error::new(format!(
        "{path}:{row}:{column}: {}\n  {gutter} |\n  {number} | {line}\n  {gutter} | {pad}^",
        err.message
    ))
    .hint("wrangler cannot read it either: fix that line first")
}

/// Why wrangler does not bind it, or not everywhere. It follows the name of the binding and a
/// colon.
pub(super) fn problem_text(problem: &Problem) -> String {
    match problem {
        Problem::UnknownTable { form, line } => {
            format!("wrangler does not know the table `{}` on line {line} and drops it", form.key())
        }
        Problem::NotInherited { by, line } => {
            let who = if by.is_previews() { "`previews`" } else { "environments" };
            let only = match by.env().filter(|_| by.is_previews()) {
                Some(env) => format!("in {env}"),
                None => "at the top level".to_owned(),
            };
            format!("{who} do not inherit bindings, and this one is only {only}, on line {line}")
        }
        Problem::Taken { by, line } => {
            format!("the name is taken by `{by}` on line {line}, which is not a worker loader")
        }
        Problem::WrongShape { form, line, what } => {
            format!("`{}` on line {line} has the wrong shape: {what}", form.key())
        }
        Problem::Duplicate { lines } => {
            format!(
                "it is defined more than once, on lines {}: wrangler refuses the file",
                list(lines)
            )
        }
        Problem::OldWrangler { installed } => format!(
            "the installed wrangler is {installed}, and `worker_loaders` needs {}",
            Version::FIRST
        ),
        Problem::NotInDev { line } => format!(
            "`wrangler deploy` binds `unsafe.bindings` on line {line}, but `wrangler dev` leaves it out; both bind `worker_loaders`"
        ),
    }
}

pub(super) fn list(lines: &[usize]) -> String {
    let lines: Vec<String> = lines.iter().map(usize::to_string).collect();
    lines.join(" and ")
}
