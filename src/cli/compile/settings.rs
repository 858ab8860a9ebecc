//! The configuration: JSON or TOML, `[compile]` of bloqr.toml, or only sources.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};
use toml_edit::{Document, Item, TableLike};

use super::{
    Args,
    place::{at, place_of},
};
use crate::{
    cli::{Error, atomic::TextFile, input, project, values::suggestion},
    compile::{self, Config, Dialect, PatternPlace, Step},
};

/// A configuration, and where it was found.
pub(super) struct Settings {
    pub(super) config: Config,
    /// The folder that paths are relative to first. `None`: only the working directory.
    pub(super) folder: Option<PathBuf>,
    /// The file of the configuration, if there is one.
    pub(super) file: Option<PathBuf>,
    /// What is written there.
    text: String,
}

impl Settings {
    /// An error of the compiler. A pattern is named with the file, the line and the column that it is
    /// written in.
    pub(super) fn error(&self, error: compile::Error) -> Error {
        if let compile::Error::Filter { pattern: Some(PatternPlace::Key(path)), error } = &error
            && let Some(file) = &self.file
        {
            let place = place_of(file, &self.text, path);
            return Error::new(format!("{}: `{path}`: {error}", at(file, place)));
        }
        Error::new(error.to_string())
    }
}

pub(super) fn read(args: &Args) -> Result<Settings, Error> {
    if !args.inputs.is_empty() {
        return of_inputs(args);
    }
    let (file, text) = match &args.config {
        Some(path) => {
            let file = TextFile::read(path)?;
            (file.path.clone(), file.text)
        }
        None => project::compile()?.ok_or_else(|| {
            Error::new("there is nothing to compile").hint(
                "give a configuration with -c, sources with -i, or write [compile] in bloqr.toml",
            )
        })?,
    };
    let config = parse(&file, &text)?;
    let folder = file.parent().map(Path::to_owned);
    Ok(Settings { config, folder, file: Some(file), text })
}

fn of_inputs(args: &Args) -> Result<Settings, Error> {
    let mut names = Vec::new();
    for input in &args.inputs {
        if is_url(input) {
            names.push(input.clone());
            continue;
        }
        let found = input::find(&[PathBuf::from(input)])?;
        names.extend(
            found.iter().map(|it| it.path().map_or("-".to_owned(), |it| it.display().to_string())),
        );
    }
    let mut config = Config::of_sources(names);
    if let Some(steps) = &args.transformations {
        config.steps = super::steps(steps)?;
    }
    if let Some(name) = &args.name {
        config.name = name.clone();
    }
    Ok(Settings { config, folder: None, file: None, text: String::new() })
}

pub(super) fn is_url(name: &str) -> bool {
    name.starts_with("https://") || name.starts_with("http://")
}

fn parse(path: &Path, text: &str) -> Result<Config, Error> {
    let wrong = |message: String| Error::new(format!("{}: {message}", path.display()));
    let invalid = |err: compile::ConfigError| {
        let place = err.place.or_else(|| place_of(path, text, &err.path));
        Error::new(format!("{}: {err}", at(path, place))).hint(HINT)
    };
    if !is_toml(path) {
        return Config::from_json(text).map_err(invalid);
    }
    let document =
        Document::parse(text).map_err(|err| wrong(err.to_string().trim_end().to_owned()))?;
    let value = of_table(table_of(&document).map_err(wrong)?).map_err(wrong)?;
    Config::from_value(&value, Dialect::Bloqr).map_err(invalid)
}

pub(super) fn is_toml(path: &Path) -> bool {
    path.extension().is_some_and(|it| it.eq_ignore_ascii_case("toml"))
}

/// `[compile]`, or the whole when there is no such table.
pub(super) fn table_of<'d>(document: &'d Document<&str>) -> Result<&'d dyn TableLike, String> {
    match document.get("compile") {
        Some(section) => section.as_table_like().ok_or("`compile` is not a table".to_owned()),
        None => Ok(document.as_table()),
    }
}

const HINT: &str = "see docs/compile.md for the keys of a configuration";

fn of_table(table: &dyn TableLike) -> Result<Value, String> {
    let entries = table.iter().map(|(key, item)| Ok((key.to_owned(), of_item(item)?)));
    Ok(Value::Object(entries.collect::<Result<Map<_, _>, String>>()?))
}

fn of_item(item: &Item) -> Result<Value, String> {
    match item {
        Item::None => Ok(Value::Null),
        Item::Value(value) => of_value(value),
        Item::Table(table) => of_table(table),
        Item::ArrayOfTables(tables) => tables.iter().map(|it| of_table(it)).collect(),
    }
}

fn of_value(value: &toml_edit::Value) -> Result<Value, String> {
    match value {
        toml_edit::Value::String(it) => Ok(Value::from(it.value().as_str())),
        toml_edit::Value::Integer(it) => Ok(Value::from(*it.value())),
        toml_edit::Value::Float(it) => Ok(Value::from(*it.value())),
        toml_edit::Value::Boolean(it) => Ok(Value::from(*it.value())),
        toml_edit::Value::Datetime(it) => {
            Err(format!("`{}` is a date; write it as a text", it.value()))
        }
        toml_edit::Value::Array(it) => it.iter().map(of_value).collect(),
        toml_edit::Value::InlineTable(it) => of_table(it),
    }
}

/// The steps with these names.
pub(in crate::cli) fn steps(names: &[String]) -> Result<Vec<Step>, Error> {
    let mut steps = Vec::new();
    for name in names {
        let step = name.parse::<Step>().map_err(|_| {
            let meant = suggestion(name, Step::ALL.map(Step::name).into_iter());
            Error::new(format!("unknown transformation `{name}`")).hint(meant)
        })?;
        steps.push(step);
    }
    steps.sort_unstable();
    steps.dedup();
    if steps.iter().filter(|it| it.allows().is_some()).count() > 1 {
        return Err(Error::new("only one transformation can validate")
            .hint("name one of Validate, ValidateAllowIp, …"));
    }
    Ok(steps)
}
