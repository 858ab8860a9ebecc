//! One list of many sources.

use std::{collections::HashMap, convert::Infallible, sync::Arc};

use serde_json::{Map, Value, json};

use crate::{Answer, options::Options};
use bloqr_compile::{Alone, Config, Dialect, Format, Header, Unread, compile as make, load};

/// The name of the tool in the header of a list.
const TOOL: &str = concat!("bloqr ", env!("CARGO_PKG_VERSION"));

/// `{"text", "lines", "rules", "comments", "removed", "inexpressible"}`: the list of a configuration, and its
/// numbers. `input` is JSON: the `config` of HostlistCompiler, and the texts of the `sources` by their names.
/// Options: `format`; `defines`, a list of names that `!#if` takes for true; `date`, for the header.
pub fn compile(options: &str, input: &str) -> Answer {
    let mut options = Options::read(options)?;
    let format = match options.text("format")? {
        None => Format::Adblock,
        Some(name) => name.parse().map_err(|_| {
            let names = Format::ALL.map(Format::name).join(", ");
            format!("unknown format `{name}`: use one of {names}")
        })?,
    };
    let defines = match options.take("defines") {
        None => Vec::new(),
        Some(it) => serde_json::from_value(it)
            .map_err(|_| "`defines` must be a list of names".to_owned())?,
    };
    let modified = options.text("date")?.unwrap_or_default();
    options.end()?;

    let mut input = Options::read(input)?;
    let config = input.take("config").unwrap_or_default();
    let config = Config::from_value(&config, Dialect::Bloqr).map_err(|it| it.to_string())?;
    let Some(Value::Object(sources)) = input.take("sources") else {
        return Err("`sources` must be an object with a text for each name".to_owned());
    };
    // A text that is read twice is not copied.
    let sources: HashMap<String, Option<Arc<String>>> =
        sources.into_iter().map(|(name, it)| (name, text(it).map(Arc::new))).collect();
    let mut read = |name: &str| match sources.get(name) {
        Some(Some(text)) => Ok(Arc::clone(text)),
        Some(None) => Err(Unread::Failed("its text is not a string".to_owned())),
        None => Err(Unread::Missing),
    };
    let loaded = load(&config, &defines.into_iter().collect(), &mut read);
    let loaded = loaded.map_err(|it| it.to_string())?;
    let options = bloqr_compile::Options {
        header: Header { modified, tool: TOOL.to_owned() },
        keeps_covered: format.needs_all_names(),
        ..Default::default()
    };
    let compiled = make(&config, loaded, &options, &Alone).map_err(|it| it.to_string())?;
    let mut text = String::new();
    let written = compiled.write_as(format, |piece| {
        text.push_str(piece);
        Ok::<(), Infallible>(())
    });
    let Ok(written) = written;
    let mut removed = Map::new();
    for action in compiled.report.stages.iter().flat_map(|it| &it.actions) {
        let name = action.by.name();
        let sum = removed.get(name).and_then(Value::as_u64).unwrap_or(0) + action.removed;
        removed.insert(name.to_owned(), sum.into());
    }
    let inexpressible: Map<String, Value> =
        written.inexpressible().map(|(why, count)| (why.name().to_owned(), count.into())).collect();
    let report = &compiled.report;
    let document = json!({
        "text": text,
        "lines": report.lines,
        "rules": report.rules,
        "comments": report.comments,
        "removed": removed,
        "inexpressible": inexpressible,
    });
    Ok(document.to_string().into_bytes())
}

fn text(value: Value) -> Option<String> {
    if let Value::String(text) = value { Some(text) } else { None }
}
