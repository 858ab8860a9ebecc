//! The configuration: JSON or TOML, `[compile]` of bloqr.toml, or only sources.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};
use toml_edit::{Document, Item, TableLike};

use super::Args;
use crate::{
    cli::{Error, atomic::TextFile, input, project},
    compile::{Config, Dialect, Step},
};

/// A configuration, and where it was found.
pub(super) struct Settings {
    pub(super) config: Config,
    /// The folder that paths are relative to first. `None`: only the working directory.
    pub(super) folder: Option<PathBuf>,
    /// The file of the configuration, if there is one.
    pub(super) file: Option<PathBuf>,
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
    Ok(Settings { config, folder, file: Some(file) })
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
    Ok(Settings { config, folder: None, file: None })
}

pub(super) fn is_url(name: &str) -> bool {
    name.starts_with("https://") || name.starts_with("http://")
}

fn parse(path: &Path, text: &str) -> Result<Config, Error> {
    let wrong = |message: String| Error::new(format!("{}: {message}", path.display()));
    let is_toml = path.extension().is_some_and(|it| it.eq_ignore_ascii_case("toml"));
    if !is_toml {
        return Config::from_json(text).map_err(|err| wrong(err.to_string()).hint(HINT));
    }
    let document = Document::parse(text).map_err(|err| wrong(err.to_string()))?;
    let table = match document.get("compile") {
        Some(section) => {
            section.as_table_like().ok_or_else(|| wrong("`compile` is not a table".to_owned()))?
        }
        None => document.as_table(),
    };
    let value = of_table(table).map_err(wrong)?;
    Config::from_value(&value, Dialect::Bloqr).map_err(|err| wrong(err.to_string()).hint(HINT))
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
            let known = Step::ALL.map(Step::name).join(", ");
            Error::new(format!("unknown transformation `{name}`"))
                .hint(format!("use one of {known}"))
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
